import pytest
from phonenumber_field.phonenumber import PhoneNumber


@pytest.mark.parametrize(
    ("numero", "est_valide"),
    [
        ("06 39 98 00 01", True),
        ("03 53 01 00 00", True),
        ("06 39 97 00 01", False),
        ("06 39 98 00", False),
    ],
)
def test_demonstration_accepts_numbers_of_fiction(numero, est_valide):
    assert PhoneNumber.from_string(numero, region="FR").is_valid() is est_valide
