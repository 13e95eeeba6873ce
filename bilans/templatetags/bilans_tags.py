"""How the tables of a bilan write numbers, and where their drawings come from."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from bilans.documents import Cellule, Chiffre, Ligne, Table
from bilans.documents import ecriture as mots
from bilans.documents.dessins import dessiner
from bilans.figures import Figure
from bilans.rapports import heures_minutes

register = template.Library()
register.filter(heures_minutes)


@register.filter
def ecrire(valeur: Cellule, unite: str = "") -> str:
    """A value with its unit where it needs one: « 79,1 % », « 6 279:15 », « – »."""
    return mots.ecrire(valeur, mots.genre_de(unite))


@register.filter
def fraction(x: Figure | Chiffre) -> str:
    """« 2 880 présences, sur 3 642 personnes attendues ou venues »."""
    rapport = x.rapport if isinstance(x, Chiffre) else x.definition.rapport
    return mots.fraction(x.numerateur, x.denominateur, rapport)


@register.filter
def cases(ligne: Ligne, table: Table) -> list[tuple[str, str, str]]:
    """Each cell of a row with the name of its column and how it is read."""
    return [
        (colonne.nom, mots.ecrire(valeur, colonne.genre), colonne.genre)
        for colonne, valeur in zip(table.colonnes, ligne.cellules, strict=True)
    ]


@register.simple_tag(takes_context=True)
def liste_derriere(context: template.Context, table: Table, ligne: Ligne, colonne: str) -> str:
    """The address behind a number, on the pages that lead to lists."""
    liens = context.get("liens")
    return liens.case(table, ligne, colonne) if liens else ""


@register.filter
def dessin_de(table: Table) -> SafeString:
    """The SVG of a table; every word in it was escaped where it was drawn."""
    return mark_safe(dessiner(table))  # noqa: S308
