"""What happened at the séances that are over: presences, closed sheets, people who just came."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable

from ateliers.models import Seance
from bilans.demonstration.monde import Monde
from centre.models import Utilisateur
from centre.temps import a_paris
from inscriptions.models import Place
from presences.models import Feuille, Presence

Statut = Presence.Statut
# of 1 000 expected: here, told us, not come
TAUX = {
    "EVQ": (782, 140, 78), "COU": (811, 119, 70), "MUL": (762, 140, 98), "REL": (740, 157, 103),
    "CUI": (830, 113, 57), "FRA": (790, 127, 83), "FLE": (821, 108, 71), "PEM": (802, 107, 91),
    "SOP": (775, 138, 87), "GDP": (756, 150, 94), "ART": (800, 126, 74), "VID": (875, 94, 31),
    "MUS": (822, 111, 67), "SOR": (917, 54, 29),
}  # fmt: skip
# 3 % come 5 to 40 minutes late
RETARDS = 0.03


def compter_les_sieges(places: Iterable[Place], seances: dict[int, Seance]) -> None:
    """Write on each séance the seats its places hold, before the places themselves."""
    pris: Counter[int] = Counter()
    for place in places:
        if place.etat in Place.TENUES:
            pris[place.seance_id] += place.sieges
    lignes = []
    for pk, nombre in pris.items():
        seances[pk].sieges_pris = nombre
        lignes.append(seances[pk])
    Seance.objects.bulk_update(lignes, ["sieges_pris"], batch_size=200)


def emarger(monde: Monde, places: list[Place], seances: list[Seance]) -> None:
    """Presences of every past place, sheets closed the same evening; one sheet waits (Monday)."""
    hasard = monde.hasard("presences")
    oubliees = {s.pk for s in feuilles_oubliees(monde, seances)}
    passees = [s for s in seances if s.etat == Seance.Etat.PREVUE and s.fin <= monde.quand]
    a_remplir = {s.pk: s for s in passees if s.pk not in oubliees}
    lignes = [
        _presence(monde, hasard, place, a_remplir[place.seance_id])
        for place in places
        if place.seance_id in a_remplir and place.etat == Place.Etat.CONFIRMEE
    ]
    Presence.objects.bulk_create(lignes, batch_size=500)
    _fermer(monde, list(a_remplir.values()))


def feuilles_oubliees(monde: Monde, seances: list[Seance]) -> list[Seance]:
    """The last EVQ of the week: held, and nobody has filled its sheet."""
    passees = [
        s
        for s in seances
        if s.atelier.code == "EVQ" and s.fin <= monde.quand and s.etat == Seance.Etat.PREVUE
    ]
    return passees[-1:]


def _presence(monde: Monde, hasard: random.Random, place: Place, seance: Seance) -> Presence:
    la, excuse, _ = TAUX.get(seance.atelier.code, TAUX["COU"])
    if seance.debut.month in (7, 12):
        la -= 80
    tirage = hasard.random() * 1_000
    presence = Presence(place=place, saisie_le=seance.fin, saisie_par=_qui(monde, seance))
    presence.sieges_presents = place.sieges
    if tirage < la:
        presence.statut = Statut.PRESENT
        if hasard.random() < RETARDS and seance.minutes > 60:
            presence.statut = Statut.PRESENT_PARTIEL
            presence.arrivee = seance.debut + dt.timedelta(minutes=hasard.randrange(5, 45, 5))
    else:
        presence.sieges_presents = 0
        if tirage < la + excuse:
            presence.statut = Statut.ABSENT_EXCUSE
            presence.motif = _motif(hasard, seance)
            presence.sieges_excuses = place.sieges
        else:
            presence.statut = Statut.ABSENT
    return presence


def _motif(hasard: random.Random, seance: Seance) -> str:
    motifs = [m for m in Presence.Motif if m != Presence.Motif.ENFANT]
    if a_paris(seance.debut).weekday() == 2 and hasard.random() < 0.5:
        return Presence.Motif.ENFANT
    return hasard.choice(motifs)


def _qui(monde: Monde, seance: Seance) -> Utilisateur | None:
    """The animatrice marks her own sheets, the coordination the others."""
    coordination = monde.comptes.get("coordination")
    if seance.atelier.code in ("EVQ", "COU", "CUI", "ART", "SOR"):
        return monde.comptes.get("animation", coordination)
    return coordination


def _fermer(monde: Monde, seances: list[Seance]) -> None:
    """Close the sheet of each séance or slot."""
    for seance in seances:
        seance.etat = Seance.Etat.TENUE
    Seance.objects.bulk_update(seances, ["etat"], batch_size=300)
    Feuille.objects.bulk_create(
        [
            Feuille(
                seance=seance,
                fermee_le=seance.fin + dt.timedelta(minutes=25),
                fermee_par=_qui(monde, seance),
            )
            for seance in seances
        ],
        batch_size=500,
    )
