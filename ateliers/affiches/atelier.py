"""One line of the programme on paper: its dates of a year, or a card to hand over."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from ateliers.affiches.cartes import (
    PERIODE,
    adresse_courte,
    adresse_publique,
    dessin_dehors,
    dessins,
    est_fermante,
    jours_ouverts,
    pas_d_atelier,
    pied,
)
from ateliers.models import Atelier, Seance
from ateliers.queries.affiches import dates_de_l_affiche
from centre.ecriture import JOURS, MOIS, heure, jour_long, jour_long_annee, plage
from centre.models import Lieu, PeriodeCalendrier
from centre.temps import JOUR, a_paris

CARTES = ("a5", "a6")
FORMATS = ("a4", "a3", *CARTES)
# Dates a card has room for.
PROCHAINES = {"a5": 8, "a6": 5}

# Weekday, hours and place: what most dates share, said once at the top.
Habitude = tuple[int, dt.time, dt.time, int]


def est_affichable(atelier: Atelier) -> bool:
    """Whether paper may name this line at all: not level 3, not an entretien."""
    return not atelier.est_protege and atelier.genre != Atelier.Genre.ENTRETIEN


def affiche_annee(
    atelier: Atelier, *, annee: int, quand: dt.datetime, papier: str = "a4"
) -> dict[str, Any]:
    """The data of ``affiche_annee.typ``: the dates of a civil year, month by month."""
    du, au = dt.date(annee, 1, 1), dt.date(annee, 12, 31)
    seances = dates_de_l_affiche(atelier, du=du, au=au)
    periodes = PeriodeCalendrier.objects.filter(centre=atelier.centre).entre(du, au)
    gardees = [s for s in seances if not s.est_annulee]
    habitude = _habitude(gardees)
    absences = [
        *_annulations(seances),
        *pas_d_atelier(_qui_arretent(periodes, gardees), jours_ouverts(gardees)),
    ]
    return {
        **_identite(atelier, gardees, habitude, papier),
        "dates": f"Les dates de {annee}",
        "titre-document": f"{_titre(atelier)}, les dates de {annee}",
        "mois": [_mois(rang, gardees, habitude) for rang in range(1, 13)],
        **pied(
            atelier.centre,
            quand=quand,
            absences=absences,
            adresse=adresse_publique(atelier.centre, atelier),
        ),
    }


def carte_atelier(atelier: Atelier, *, quand: dt.datetime, papier: str = "a5") -> dict[str, Any]:
    """The data of ``carte_atelier.typ``: usual day and hours, then the next dates in full."""
    jour = a_paris(quand).date()
    seances = dates_de_l_affiche(atelier, du=jour, au=jour + 365 * JOUR)
    gardees = [s for s in seances if not s.est_annulee and s.fin > quand]
    return {
        **_identite(atelier, gardees, _habitude(gardees), papier),
        "titre-document": _titre(atelier),
        "prochaines": [
            {"jour": jour_long_annee(s.debut).capitalize(), "horaires": plage(s.debut, s.fin)}
            for s in gardees[: PROCHAINES[papier]]
        ],
        **pied(
            atelier.centre,
            quand=quand,
            absences=[],
            adresse=adresse_publique(atelier.centre, atelier),
        ),
    }


def _annulations(seances: Sequence[Seance]) -> list[dict[str, str]]:
    jours = ", ".join(jour_long(s.debut) for s in seances if s.est_annulee)
    return [{"titre": "Annulé\u00a0: ", "texte": f"{jours}."}] if jours else []


def _qui_arretent(
    periodes: Iterable[PeriodeCalendrier], seances: Sequence[Seance]
) -> list[PeriodeCalendrier]:
    """The periods that took a date away: on its weekdays, between its first and its last date.

    School holidays count when no date falls in them.
    """
    dates = jours_ouverts(seances)
    jours = {date.weekday() for date in dates}

    def arrete(periode: PeriodeCalendrier) -> bool:
        if periode.genre == PERIODE.VACANCES:
            ferme = not any(periode.contient(date) for date in dates)
        else:
            ferme = est_fermante(periode)
        du, au = max(periode.debut, min(dates)), min(periode.fin, max(dates))
        rangs = range((au - du) // JOUR + 1)
        return ferme and any((du + n * JOUR).weekday() in jours for n in rangs)

    return [p for p in periodes if dates and arrete(p)]


def _titre(atelier: Atelier) -> str:
    return atelier.titre_affiche.split(",")[0].split(" (")[0]


def _identite(
    atelier: Atelier, seances: Sequence[Seance], habitude: Habitude | None, papier: str
) -> dict[str, Any]:
    lieu = _lieu(atelier, seances, habitude)
    return {
        "format": papier,
        "titre": _titre(atelier),
        "theme": atelier.theme,
        "dessin": dessin_dehors(atelier),
        "dessins": dessins([dessin_dehors(atelier)]),
        "habitude": _habitude_ecrite(atelier, habitude),
        "lieu": lieu.nom if lieu else "",
        "adresse": adresse_courte(lieu, atelier.centre.ville) if lieu else "",
        "enfants": "Enfants bienvenus." if atelier.accepte_enfants and atelier.se_partage else "",
    }


def _cle(seance: Seance) -> Habitude:
    debut, fin = a_paris(seance.debut), a_paris(seance.fin)
    return debut.weekday(), debut.time(), fin.time(), seance.lieu_id


def _habitude(seances: Sequence[Seance]) -> Habitude | None:
    """What at least half of the dates share."""
    for habitude, nombre in Counter(_cle(s) for s in seances).most_common(1):
        return habitude if nombre * 2 >= len(seances) else None
    return None


def _habitude_ecrite(atelier: Atelier, habitude: Habitude | None) -> str:
    """« Mardi, 9 h – 11 h »."""
    if habitude is None:
        return ""
    jour, debut, fin, _ = habitude
    return f"{JOURS[jour].capitalize()}, {heure(debut)} – {heure(fin)}"


def _lieu(atelier: Atelier, seances: Sequence[Seance], habitude: Habitude | None) -> Lieu | None:
    """The usual place; never a confidential one."""
    for seance in seances:
        if habitude and seance.lieu_id == habitude[3]:
            return seance.lieu
    return None


def _mois(rang: int, seances: Sequence[Seance], habitude: Habitude | None) -> dict[str, Any]:
    """« mardi 6, 13, 20 et 27 », then each date that differs with what differs."""
    siennes = [s for s in seances if a_paris(s.debut).month == rang]
    ordinaires = [s for s in siennes if habitude and _cle(s) == habitude]
    lignes = []
    for jour, groupe in groupby(ordinaires, key=lambda s: a_paris(s.debut).weekday()):
        jours = [_quantieme(a_paris(s.debut).date()) for s in groupe]
        lignes.append({"texte": f"{JOURS[jour].capitalize()} {_enumere(jours)}", "detail": ""})
    for seance in siennes:
        if seance not in ordinaires:
            lignes.append(_exception(seance, habitude))
    return {"nom": MOIS[rang - 1].capitalize(), "lignes": lignes}


def _exception(seance: Seance, habitude: Habitude | None) -> dict[str, str]:
    jour = a_paris(seance.debut).date()
    lieu = "" if habitude and seance.lieu_id == habitude[3] else f", {seance.lieu.nom}"
    titre = seance.titre_propre if seance.atelier.se_partage else ""
    detail = f"{plage(seance.debut, seance.fin)}{lieu}"
    return {
        "texte": f"{JOURS[jour.weekday()].capitalize()} {_quantieme(jour)}",
        "detail": f"{titre}, {detail}" if titre else detail,
    }


def _quantieme(jour: dt.date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def _enumere(mots: Sequence[str]) -> str:
    return mots[0] if len(mots) == 1 else f"{', '.join(mots[:-1])} et {mots[-1]}"
