"""What a number can receive; those kept for fiction, accepted in a demonstration alone."""

from __future__ import annotations

from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberType, number_type

# ARCEP keeps 06 39 98 for films and books; the library knows no number that begins with 06 39.
FICTION = r"63998\d{4}"
PORTABLES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def recoit_des_sms(numero: PhoneNumber) -> bool:
    """Whether an SMS can arrive: not on a fixed line, nor at a number that is charged for."""
    return number_type(numero) in PORTABLES


def est_une_ligne_fixe(numero: PhoneNumber) -> bool:
    """Whether a number is known to ring only; one of a land the library knows little is not."""
    return number_type(numero) == PhoneNumberType.FIXED_LINE


def accepter_la_fiction() -> None:
    """Let forms take the invented mobiles, so that a demonstration can be edited and tried.

    Called once at start in demonstration mode only: elsewhere such a number is a typing mistake.
    """
    france = PhoneMetadata.metadata_for_region("FR")
    mobiles = france.mobile if france else None
    if mobiles is None or FICTION in (mobiles.national_number_pattern or ""):
        return
    mobiles._mutable = True
    mobiles.national_number_pattern = f"{mobiles.national_number_pattern}|{FICTION}"
    mobiles._mutable = False
