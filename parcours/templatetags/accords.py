"""The sentence to read to a person before her yes is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.conf import settings

from parcours.textes_accords import langue_de, texte_d_accord

if TYPE_CHECKING:
    from parcours.models import Personne

register = template.Library()


@register.inclusion_tag("parcours/_a_lire.html")
def a_lire(objet: str, personne: Personne | None = None) -> dict[str, object]:
    """In her language, the one that is kept; in all of them where she is not chosen yet."""
    if personne is None:
        phrases = [(code, nom, texte_d_accord(objet, code)) for code, nom in settings.LANGUAGES]
        return {"phrases": phrases}
    langue = langue_de(personne)
    return {"langue": langue, "phrase": texte_d_accord(objet, langue)}
