"""Pictograms, components and French dates of the templates (docs/interface.md)."""

import datetime as dt
import math
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from centre import ecriture
from centre.connexion import COMPTES_DEMONSTRATION
from centre.temps import a_paris, aujourdhui

register = template.Library()

# Pictograms that show a direction of reading: mirrored from right to left.
AVEC_SENS = frozenset({"fd", "fg", "vers", "retour", "sortir"})
TAILLES = {"petite": " icone--petite", "grande": " icone--grande", "geante": " icone--geante"}


@register.simple_tag
def icone(nom: str, taille: str = "", titre: str = "") -> SafeString:
    """Draw a pictogram of the sprite; without ``titre`` it is decoration for screen readers."""
    if titre:
        return _dessin(nom, taille, format_html('role="img" aria-label="{}"', titre))
    return _decoration(nom, taille)


def _dessin(nom: str, taille: str, nature: SafeString) -> SafeString:
    classes = TAILLES.get(taille, "") + (" icone--sens" if nom in AVEC_SENS else "")
    return format_html(
        '<svg class="icone{}" {} focusable="false"><use href="{}#i-{}"></use></svg>',
        classes,
        nature,
        static("img/sprite.svg"),
        nom,
    )


@lru_cache(maxsize=512)
def _decoration(nom: str, taille: str) -> SafeString:
    """Drawn once for each pictogram: a page holds hundreds of them."""
    return _dessin(nom, taille, SafeString('aria-hidden="true"'))


@register.simple_tag
def feuille(chemin: str) -> SafeString:
    """Link a stylesheet, or nothing when it cannot be found: for the page of error 500 only."""
    try:
        adresse = static(chemin)
    except ValueError:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', adresse)


@register.simple_block_tag
def retenir(content: SafeString) -> SafeString:
    """Draw once what is shown twice: ``{% retenir as menus %}…{% endretenir %}``."""
    return content


@register.inclusion_tag("_composants/etiquette.html")
def etiquette(texte: str, genre: str = "", icone: str = "") -> dict[str, str]:
    return {"texte": texte, "genre": genre, "icone": icone}


@register.inclusion_tag("_composants/champ.html")
def champ(field: BoundField, facultatif: bool = True) -> dict[str, Any]:
    """Draw a form field; an optional one says so unless ``facultatif=False``."""
    return {"field": field, "dire_facultatif": facultatif}


@register.inclusion_tag("_composants/ariane.html")
def ariane(*morceaux: Any) -> dict[str, Any]:
    """Draw a breadcrumb from « texte, adresse, texte, adresse, …, page »."""
    *liens, page = morceaux
    return {"liens": list(zip(liens[::2], liens[1::2], strict=True)), "page": page}


@register.inclusion_tag("_composants/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Draw previous and next for a ``Page``, keeping the filters of the address."""
    filtres = context["request"].GET.copy()
    filtres.pop("page", None)
    reste = filtres.urlencode()
    return {"page": page, "debut": f"?{reste}&page=" if reste else "?page="}


@register.inclusion_tag("_composants/cadran.html")
def cadran(debut: dt.datetime, fin: dt.datetime | None = None) -> dict[str, Any]:
    """Draw the clock of a rendez-vous, 24-hour text beside it; never mirrored."""
    depart = a_paris(debut)
    minutes = depart.hour * 60 + depart.minute
    petite, grande = _point(minutes / 720, 21), _point(minutes / 60, 31)
    secteur = ""
    if fin and dt.timedelta() < fin - debut < dt.timedelta(hours=12):
        duree = (fin - debut).total_seconds() / 60
        (x1, y1), (x2, y2) = _point(minutes / 720, 38), _point((minutes + duree) / 720, 38)
        secteur = f"M50 50L{x1} {y1}A38 38 0 {int(duree > 360)} 1 {x2} {y2}Z"
    return {"petite": petite, "grande": grande, "secteur": secteur}


def _point(tour: float, rayon: float) -> tuple[str, str]:
    """Return the point of a dial of centre (50, 50) after ``tour`` turns from noon."""
    angle = 2 * math.pi * tour
    return f"{50 + rayon * math.sin(angle):.1f}", f"{50 - rayon * math.cos(angle):.1f}"


@register.inclusion_tag("_composants/dessin_lieu.html")
def dessin_lieu() -> dict[str, Any]:
    return {}


@register.simple_tag
def comptes_de_demonstration() -> list[dict[str, str]]:
    """List the accounts of the login page with their password; none outside a demonstration."""
    if not settings.DEMONSTRATION:
        return []
    secret = settings.DEMONSTRATION_MOT_DE_PASSE
    return [
        {"courriel": courriel, "qui": qui, "pour": pour, "mot_de_passe": secret}
        for courriel, qui, pour in COMPTES_DEMONSTRATION
    ]


@register.simple_tag
def onglets_bas(onglets: list[Any]) -> list[Any]:
    """Keep the four tabs that fit at the bottom of a phone."""
    return onglets[:4]


@register.simple_tag
def heures_grille(premiere: int = 9, derniere: int = 18) -> list[dict[str, Any]]:
    """List the hours written beside the week grid, with their class."""
    return [{"classe": f"d-{h * 4}", "texte": f"{h} h"} for h in range(premiere, derniere + 1)]


@register.filter
def plage(objet: Any) -> str:
    """Write « 14 h – 16 h » for anything that has ``debut`` and ``fin``."""
    return ecriture.plage(objet.debut, objet.fin)


@register.filter
def debut_quart(objet: Any) -> str:
    """Return the class of the quarter hour where a séance starts: ``d-56`` for 14 h."""
    depart = a_paris(objet.debut)
    return f"d-{depart.hour * 4 + depart.minute // 15}"


@register.filter
def longueur_quart(objet: Any) -> str:
    """Return the class of its length in quarter hours, begun ones counted: ``l-8`` for 2 h."""
    depart = a_paris(objet.debut)
    minutes = (objet.fin - objet.debut).total_seconds() / 60 + depart.minute % 15
    return f"l-{max(1, math.ceil(minutes / 15))}"


@register.filter
def attributs(field: BoundField) -> str:
    """Return « case » for a single checkbox, else « champ »: the two shapes of a field."""
    return "case" if isinstance(field.field.widget, CheckboxInput) else "champ"


@register.filter
def date_situee(moment: dt.date | dt.datetime | None) -> str:
    """« 24 novembre », with its year unless it is this one: files last longer than a year."""
    return ecriture.date_situee(moment, aujourdhui()) if moment else ""


register.filter("nom_de_langue", ecriture.nom_de_langue)
register.filter("jour_long", ecriture.jour_long)
register.filter("jour_long_annee", ecriture.jour_long_annee)
register.filter("jour_court", ecriture.jour_court)
register.filter("date_courte", ecriture.date_courte)
register.filter("heure", ecriture.heure)
register.filter("heure_longue", ecriture.heure_longue)
register.filter("duree", ecriture.duree)
register.filter("telephone", ecriture.telephone)
register.filter("lien_tel", ecriture.lien_tel)
register.filter("initiales", ecriture.initiales)
register.filter("pluriel", ecriture.pluriel)
