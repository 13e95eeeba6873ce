"""The year, atelier by atelier: a constant number of queries whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, Sum

from ateliers.models import Atelier, ObjectifAnnuel
from bilans.figures.perimetre import MINIMUM, Perimetre, Periode, pourcentage
from bilans.figures.presences import (
    TENUE,
    Horaires,
    inscrits,
    minutes_sans_double,
    par_heure,
    presences_de,
)
from bilans.figures.seances import par_etat, seances_de, seances_tenues
from presences.models import Presence


@dataclass
class LigneAtelier:
    """One atelier in one period; people are distinct here, and once more in the total."""

    atelier: Atelier
    seances: dict[str, int]
    objectif: int | None
    inscrits: int = 0
    participants: int = 0
    participations: int = 0
    minutes: int = 0
    # The same hours counted for each seat of a family: what a sortie is worth to those who came.
    minutes_des_sieges: int = 0
    presents: int = 0
    excuses: int = 0
    absents: int = 0
    capacite: int = 0

    @property
    def attendus(self) -> int:
        return self.presents + self.excuses + self.absents

    @property
    def taux_de_presence(self) -> float | None:
        return pourcentage(self.presents, self.attendus)

    @property
    def taux_d_assiduite(self) -> float | None:
        """None for a sortie: one date says nothing of an habit."""
        if self.atelier.genre == Atelier.Genre.SORTIE:
            return None
        return pourcentage(self.presents, self.presents + self.absents, minimum=MINIMUM)

    @property
    def taux_de_remplissage(self) -> float | None:
        return pourcentage(self.presents, self.capacite)


def objectifs(perimetre: Perimetre, periode: Periode) -> dict[int, int]:
    """Séances promised, by atelier id, for a period inside one civil year."""
    if periode.du.year != periode.au.year:
        return {}
    promis = ObjectifAnnuel.objects.filter(atelier__centre=perimetre.centre, annee=periode.du.year)
    return dict(promis.values_list("atelier", "seances"))


def _remplir(lignes: dict[int, LigneAtelier], perimetre: Perimetre, periode: Periode) -> None:
    """One pass over the answers of the period: people, presences, minutes, seats."""
    est_close = ExpressionWrapper(TENUE, output_field=BooleanField())
    toutes = presences_de(perimetre, periode).annotate(est_close=est_close)
    reponses = par_heure(toutes).values_list(
        "place__seance__atelier",
        "qui",
        "place__seance",
        "arrivee",
        "depart",
        "statut",
        "place__sieges",
        "sieges_presents",
        "sieges_excuses",
        "est_close",
    )
    horaires, heures = Horaires(reponse[2] for reponse in reponses), defaultdict(list)
    for atelier, qui, *venue, statut, sieges, presents, excuses, est_close in reponses:
        ligne = lignes[atelier]
        est_la = statut in Presence.POSITIFS
        if est_la:
            de, a = horaires.intervalle(*venue)
            heures[atelier, qui].append((de, a))
            ligne.participations += 1
            ligne.minutes_des_sieges += presents * int((a - de).total_seconds() // 60)
        if not est_close:
            continue
        if est_la:
            ligne.presents += presents
            ligne.excuses += excuses
            ligne.absents += max(0, sieges - presents - excuses)
        elif statut == Presence.Statut.ABSENT_EXCUSE:
            ligne.excuses += sieges
        else:
            ligne.absents += sieges
    for (atelier, _), intervalles in heures.items():
        lignes[atelier].participants += 1
        lignes[atelier].minutes += minutes_sans_double(intervalles)


def par_atelier(perimetre: Perimetre, periode: Periode) -> list[LigneAtelier]:
    """Ateliers with a séance or a promise in the period; sorties last, then by presences."""
    etats = par_etat(seances_de(perimetre, periode), perimetre.quand)
    promis = objectifs(perimetre, periode)
    ateliers = Atelier.objects.filter(
        Q(pk__in=[*etats, *promis]), centre=perimetre.centre, genre__in=perimetre.genres
    )
    vide = {"prevues": 0, "tenues": 0, "annulees": 0, "a_renseigner": 0, "a_venir": 0}
    lignes = {
        atelier.pk: LigneAtelier(atelier, etats.get(atelier.pk, vide), promis.get(atelier.pk))
        for atelier in ateliers
    }
    for pk, nombre in inscrits(perimetre, periode).items():
        if pk in lignes:
            lignes[pk].inscrits = nombre
    tenues = seances_tenues(perimetre, periode).order_by().values_list("atelier")
    for pk, places in tenues.annotate(n=Sum("capacite")):
        lignes[pk].capacite = places
    _remplir(lignes, perimetre, periode)
    return sorted(
        lignes.values(),
        key=lambda x: (
            x.atelier.genre == Atelier.Genre.SORTIE,
            -x.participations,
            x.atelier.titre,
        ),
    )
