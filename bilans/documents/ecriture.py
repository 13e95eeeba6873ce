"""How a value is written for a reader: thousands apart, hours with minutes, a dash for nothing."""

from __future__ import annotations

from bilans.documents import CACHE, PETIT, Cellule
from bilans.rapports import heures_minutes

INSECABLE = "\u00a0"


def ecrire(valeur: Cellule, genre: str = "nombre") -> str:
    if valeur is None:
        return "–"
    if valeur in (PETIT, CACHE):
        return str(valeur).replace(" ", INSECABLE)
    if isinstance(valeur, str):
        return valeur
    if genre == "heures":
        return heures_minutes(valeur)
    if genre not in SUFFIXES and float(valeur).is_integer():
        valeur = int(valeur)
    texte = f"{valeur:,.2f}" if genre == "euros" else f"{valeur:,}"
    texte = texte.replace(",", INSECABLE).replace(".", ",")
    return f"{texte}{INSECABLE}{'%' if genre == 'taux' else '€'}" if genre in SUFFIXES else texte


SUFFIXES = ("taux", "euros")


def genre_de(unite: str) -> str:
    return {"%": "taux", "euros": "euros", "heures": "heures"}.get(unite, "nombre")
