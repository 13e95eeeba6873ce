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


def fraction(numerateur: Cellule, denominateur: Cellule, rapport: str) -> str:
    """« 16 sorties dynamiques, sur 37 sorties », from « sorties dynamiques, sur les sorties »."""
    dessus, _, dessous = rapport.rpartition("sur les ")
    return f"{ecrire(numerateur)} {dessus}sur {ecrire(denominateur)} {dessous}".rstrip()


def genre_de(unite: str) -> str:
    return {"%": "taux", "euros": "euros", "heures": "heures"}.get(unite, "nombre")
