"""What never goes as planned: twelve séances of the past cancelled, a few moved."""

from __future__ import annotations

import datetime as dt
import random

from ateliers.models import Absence, Seance
from ateliers.operations import annuler, deplacer
from bilans.demonstration.monde import Monde
from bilans.demonstration.places import jour_de
from centre.erreurs import Refus
from centre.temps import instant

Motif = Seance.Motif
# 13 in a year: eight absences (the last one is of this morning), two rooms, two small groups, snow
ANNULATIONS = (
    [Motif.INTERVENANT_ABSENT] * 7
    + [Motif.LIEU_INDISPONIBLE] * 2
    + [Motif.EFFECTIF_INSUFFISANT] * 2
    + [Motif.METEO_TRANSPORT]
)
HEBDOMADAIRES = ("EVQ", "REL", "COU", "FRA", "MUL", "CUI", "FLE", "PEM")


def bousculer(monde: Monde) -> None:
    """Cancel and move séances of the past, before anybody has a place in them."""
    hasard = monde.hasard("imprevus")
    lignes = Seance.objects.comptees().filter(centre=monde.centre, etat=Seance.Etat.PREVUE)
    seances = list(lignes.select_related("atelier", "lieu").order_by("debut", "id"))
    passees = [
        s
        for s in seances
        if s.atelier.code in HEBDOMADAIRES
        and s.debut < monde.quand - dt.timedelta(days=10)
        and jour_de(s).year == monde.jour.year
    ]
    choisies = hasard.sample(passees, min(len(ANNULATIONS), len(passees)))
    for seance, motif in zip(choisies, ANNULATIONS, strict=False):
        _annuler(monde, seance, motif, seance.debut - dt.timedelta(hours=hasard.randint(2, 50)))
    restent = [s for s in passees if s not in choisies]
    for seance in hasard.sample(restent, min(4, len(restent))):
        _deplacer(monde, seance, jours=hasard.choice([1, -1]), raison="Salle prise ce jour-là")

    _annoncer_une_absence(monde, seances)


def _annoncer_une_absence(monde: Monde, seances: list[Seance]) -> None:
    """Two weeks ahead somebody is away for a day: nothing is decided yet for her séance."""
    loin = monde.jour + dt.timedelta(days=12)
    prochaine = next((s for s in seances if s.atelier.code == "FRA" and jour_de(s) >= loin), None)
    animateur = prochaine.animateurs.first() if prochaine else None
    if prochaine and animateur:
        jour = jour_de(prochaine)
        Absence.objects.create(
            centre=monde.centre,
            professionnel=animateur,
            du=jour,
            au=jour,
            ecrite_par=monde.comptes["coordination"],
            ecrite_le=monde.quand,
        )


def _annuler(monde: Monde, seance: Seance, motif: str, quand: dt.datetime) -> None:
    annuler(seance, motif=motif, par=monde.comptes["coordination"], quand=quand)


def _deplacer(monde: Monde, seance: Seance, *, jours: int, raison: str) -> None:
    """By whole days of the clock, so that 14:00 stays 14:00 across the change of hour."""
    jour = jour_de(seance) + dt.timedelta(days=jours)
    if jour.weekday() > 4:
        jour -= dt.timedelta(days=2)
    if jour == jour_de(seance):
        return
    try:
        deplacer(
            seance,
            debut=instant(jour, dt.time(10)),
            fin=instant(jour, dt.time(10)) + (seance.fin - seance.debut),
            lieu=seance.lieu,
            raison=raison,
            par=monde.comptes["coordination"],
            quand=seance.debut - dt.timedelta(days=6),
        )
    except Refus:
        # a day on which this séance cannot go: it stays where it was
        return


def noter(monde: Monde, seances: list[Seance], notes: tuple[str, ...]) -> None:
    """A few notes of the team on past and coming séances, as in any living planning."""
    hasard: random.Random = monde.hasard("notes")
    proches = [
        s for s in seances if abs((jour_de(s) - monde.jour).days) < 12 and s.fenetre_id is None
    ]
    touchees = hasard.sample(proches, min(len(notes), len(proches)))
    for seance, note in zip(touchees, notes, strict=False):
        seance.note_equipe = note
    Seance.objects.bulk_update(touchees, ["note_equipe"])
