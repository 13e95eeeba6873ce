"""F07–F10, F13–F15: who came, for how long, out of how many who were expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from ateliers.models import Seance
from bilans.figures.lecture import une_fois
from bilans.figures.perimetre import GENRES, MINIMUM, Figure, Perimetre, Periode, pourcentage
from bilans.figures.personnes import ABSENCES, racines
from bilans.figures.seances import seances_tenues
from inscriptions.models import Place
from parcours.models import Personne
from presences.models import Presence

if TYPE_CHECKING:
    from presences.models import PresenceQuerySet

Intervalle = tuple[dt.datetime, dt.datetime]
ZERO, MINUTE = dt.timedelta(), dt.timedelta(minutes=1)
# A sheet is closed on the window of a permanence, and its slots follow.
TENUE = Q(place__seance__etat=Seance.Etat.TENUE) | Q(place__seance__fenetre__etat=Seance.Etat.TENUE)


def presences_de(perimetre: Perimetre, periode: Periode) -> PresenceQuerySet:
    """Every answer of the period, positive or not; slots carry those of the permanences."""
    debut, fin = periode.bornes
    lignes = Presence.objects.filter(
        place__seance__centre=perimetre.centre,
        place__seance__debut__gte=debut,
        place__seance__debut__lt=fin,
        place__seance__atelier__genre__in=perimetre.genres,
        place__etat=Place.Etat.CONFIRMEE,
    ).exclude(place__seance__etat=Seance.Etat.ANNULEE)
    if perimetre.dispositif:
        lignes = lignes.filter(place__parcours__dispositif=perimetre.dispositif)
    if perimetre.territoire:
        lignes = lignes.filter(place__personne__commune=perimetre.territoire)
    if perimetre.atelier:
        lignes = lignes.filter(place__seance__atelier=perimetre.atelier)
    return lignes.select_related("place__personne", "place__seance__atelier").order_by(
        "place__seance__debut", "pk"
    )


def venues(perimetre: Perimetre, periode: Periode) -> PresenceQuerySet:
    """The positive answers. Said by exclusion: an index on the answer would lead SQLite astray."""
    return presences_de(perimetre, periode).exclude(statut__in=ABSENCES)


def participants(perimetre: Perimetre, periode: Periode) -> Figure:
    qui = racines(venues(perimetre, periode), "place__personne")
    lignes = Personne.objects.filter(pk__in=qui)
    valeur = lignes.count()
    return Figure("F07", valeur, valeur, None, lignes.order_by("nom", "prenom", "pk"))


def accompagnants(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = venues(perimetre, periode).filter(sieges_presents__gt=1)
    valeur = lignes.aggregate(n=Sum(F("sieges_presents") - 1))["n"] or 0
    return Figure("F08", valeur, valeur, None, lignes)


@dataclass(frozen=True)
class CompteSeance:
    """The answers of one séance: presences, and seats present, excused, missing without a word.

    A person is one seat; of a family, whoever stayed home without being excused is missing.
    """

    debut: dt.datetime
    genre: str
    est_tenue: bool
    participations: int
    presents: int
    excuses: int
    absents: int


@une_fois
def _par_seance(perimetre: Perimetre, periode: Periode) -> list[CompteSeance]:
    la = Q(statut__in=Presence.POSITIFS)
    restes = F("place__sieges") - F("sieges_presents") - F("sieges_excuses")
    zero = Value(0, output_field=IntegerField())
    lignes = (
        presences_de(perimetre, periode)
        .order_by()
        .annotate(est_tenue=ExpressionWrapper(TENUE, output_field=BooleanField()))
        .values_list("place__seance__debut", "place__seance__atelier__genre", "est_tenue")
        .annotate(
            participations=Count("pk", filter=la),
            presents=Sum(Case(When(la, then=F("sieges_presents")), default=zero)),
            excuses=Sum(
                Case(
                    When(statut=Presence.Statut.ABSENT_EXCUSE, then=F("place__sieges")),
                    When(la, then=F("sieges_excuses")),
                    default=zero,
                )
            ),
            absents=Sum(
                Case(
                    When(statut=Presence.Statut.ABSENT, then=F("place__sieges")),
                    When(la, then=Greatest(restes, zero)),
                    default=zero,
                )
            ),
        )
    )
    return [CompteSeance(*ligne) for ligne in lignes]


def par_seance(perimetre: Perimetre, periode: Periode) -> list[CompteSeance]:
    """Séances of the same hour and kind count together: one pass serves a whole report."""
    tous = _par_seance(replace(perimetre, genres=GENRES), periode)
    return [compte for compte in tous if compte.genre in perimetre.genres]


def participations(perimetre: Perimetre, periode: Periode) -> Figure:
    valeur = sum(compte.participations for compte in par_seance(perimetre, periode))
    return Figure("F09", valeur, valeur, None, venues(perimetre, periode))


def minutes_sans_double(intervalles: Iterable[Intervalle]) -> int:
    """Minutes covered at least once by one person's presences, given in order of start."""
    return sum(durees_ajoutees(intervalles), ZERO) // MINUTE


def durees_ajoutees(intervalles: Iterable[Intervalle]) -> Iterator[dt.timedelta]:
    """What each adds to those before it."""
    jusqu_a = None
    for debut, fin in intervalles:
        commence = debut if jusqu_a is None else max(debut, jusqu_a)
        if fin > commence:
            yield fin - commence
            jusqu_a = fin
        else:
            yield ZERO


class Horaires:
    """When each of these séances begins and ends, read once.

    SQLite keeps hours as text: read again with each presence, they cost more than all the rest.
    """

    def __init__(self, seances: Iterable[int]) -> None:
        lignes = Seance.objects.filter(pk__in=set(seances)).order_by()
        self._bornes = {pk: (de, a) for pk, de, a in lignes.values_list("pk", "debut", "fin")}

    def intervalle(
        self, seance: int, arrivee: dt.datetime | None, depart: dt.datetime | None
    ) -> Intervalle:
        """What somebody stayed of it: the whole séance but for the hours that were written."""
        debut, fin = self._bornes[seance]
        return arrivee or debut, depart or fin


def par_heure(lignes: QuerySet[Presence], *avant: str) -> QuerySet[Any]:
    """Rows with ``qui``, whose doubles are one person, in order of what each one stayed."""
    return lignes.annotate(
        qui=Coalesce("place__personne__fusionnee_dans", "place__personne")
    ).order_by(
        *avant,
        Coalesce("arrivee", "place__seance__debut"),
        Coalesce("depart", "place__seance__fin"),
    )


def minutes_de(lignes: QuerySet[Presence]) -> int:
    """Real minutes of the people of ``lignes``; an hour spent in two places counts once (A2)."""
    venus = par_heure(lignes, "qui").values_list("qui", "place__seance", "arrivee", "depart")
    horaires = Horaires(seance for _, seance, _, _ in venus)
    return sum(
        minutes_sans_double(horaires.intervalle(*venu) for _, *venu in groupe)
        for _, groupe in groupby(venus, key=lambda ligne: ligne[0])
    )


def minutes_par_presence(lignes: QuerySet[Presence]) -> dict[int, int]:
    """What each presence adds to F10, by id: the minutes of a person, whole, share her seconds."""
    venus = par_heure(lignes, "qui").values_list("qui", "pk", "place__seance", "arrivee", "depart")
    horaires = Horaires(seance for _, _, seance, _, _ in venus)
    ajoutees: dict[int, int] = {}
    for _, groupe in groupby(venus, key=lambda ligne: ligne[0]):
        siennes = list(groupe)
        total = ZERO
        durees = durees_ajoutees(horaires.intervalle(*venu) for _, _, *venu in siennes)
        for (_, pk, *_), duree in zip(siennes, durees, strict=True):
            ajoutees[pk] = (total + duree) // MINUTE - total // MINUTE
            total += duree
    return ajoutees


@une_fois
def heures(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = venues(perimetre, periode)
    minutes = minutes_de(lignes)
    return Figure("F10", minutes / 60, minutes, 60, lignes)


def sieges(perimetre: Perimetre, periode: Periode) -> tuple[int, int, int]:
    """Seats present (PR), excused (AE) and missing without a word (AN) of what was held."""
    tenues = [compte for compte in par_seance(perimetre, periode) if compte.est_tenue]
    return (
        sum(compte.presents for compte in tenues),
        sum(compte.excuses for compte in tenues),
        sum(compte.absents for compte in tenues),
    )


def taux_de_presence(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = presences_de(perimetre, periode).filter(TENUE)
    pr, ae, an = sieges(perimetre, periode)
    return Figure("F13", pourcentage(pr, pr + ae + an), pr, pr + ae + an, lignes)


def taux_d_assiduite(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = presences_de(perimetre, periode).filter(TENUE)
    pr, _, an = sieges(perimetre, periode)
    neutres = lignes.exclude(statut=Presence.Statut.ABSENT_EXCUSE)
    return Figure("F14", pourcentage(pr, pr + an, minimum=MINIMUM), pr, pr + an, neutres)


def taux_de_remplissage(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = venues(perimetre, periode).filter(TENUE)
    occupees, _, _ = sieges(perimetre, periode)
    offertes = seances_tenues(perimetre, periode).aggregate(n=Sum("capacite"))["n"] or 0
    return Figure("F15", pourcentage(occupees, offertes), occupees, offertes, lignes)


def inscrits(perimetre: Perimetre, periode: Periode) -> dict[int, int]:
    """Distinct people with a confirmed place in the period, by atelier id."""
    debut, fin = periode.bornes
    places = Place.objects.attendues().filter(
        seance__centre=perimetre.centre,
        seance__debut__gte=debut,
        seance__debut__lt=fin,
        seance__atelier__genre__in=perimetre.genres,
    )
    if perimetre.dispositif:
        places = places.filter(parcours__dispositif=perimetre.dispositif)
    lignes = (
        places.order_by()
        .annotate(qui=Coalesce("personne__fusionnee_dans", "personne"))
        .values_list("seance__atelier")
        .annotate(n=Count("qui", distinct=True))
    )
    return dict(lignes)
