"""The public reading interface, ``/api/v1/``: the same programme as the public pages and feeds."""
