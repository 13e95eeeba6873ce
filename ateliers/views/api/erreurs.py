"""What the validation says, in sentences people can read."""

from collections.abc import Mapping
from typing import Any

PHRASES = {
    "date_from_datetime_parsing": "Écrivez la date ainsi\u00a0: 2026-11-19.",
    "date_from_datetime_inexact": "Écrivez la date sans l’heure, ainsi\u00a0: 2026-11-19.",
    "date_parsing": "Écrivez la date ainsi\u00a0: 2026-11-19.",
    "date_type": "Écrivez la date ainsi\u00a0: 2026-11-19.",
    "greater_than_equal": "Choisissez un nombre plus grand\u00a0: {ge} au moins.",
    "int_parsing": "Écrivez un nombre entier.",
    "int_parsing_size": "Choisissez un nombre plus petit.",
    "int_type": "Écrivez un nombre entier.",
    "less_than_equal": "Choisissez un nombre plus petit\u00a0: {le} au plus.",
    "literal_error": "Choisissez\u00a0: atelier, permanence ou sortie.",
    "string_too_long": "Écrivez {max_length} lettres au plus.",
}
AUTRE = "Cette valeur n’est pas comprise."


def en_francais(faute: Mapping[str, Any]) -> dict[str, str]:
    """A parameter and its sentence, from one error of pydantic."""
    phrase = PHRASES.get(faute["type"], AUTRE)
    return {"champ": str(faute["loc"][-1]), "message": phrase.format(**faute.get("ctx", {}))}
