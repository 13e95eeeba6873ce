"""What an operation answers to whoever may not, or may not yet."""

import pytest

from centre.erreurs import Refus


def refus(code, operation, /, *args, **champs):
    """Call the operation; it must raise a Refus with this code."""
    with pytest.raises(Refus) as leve:
        operation(*args, **champs)
    assert leve.value.code == code
