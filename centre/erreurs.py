"""The one exception an operation raises when the trade says no."""


class Refus(Exception):
    """A rule refuses the act; ``str()`` is a French sentence that may be shown as it is."""

    def __init__(self, message: str, *, code: str = "refus") -> None:
        super().__init__(message)
        self.code = code
