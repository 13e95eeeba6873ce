"""What a public feed lists, and its version, read before anything is written."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from ateliers import ical
from ateliers.models import Atelier, Seance, VersionAgenda
from ateliers.models.seances import SeanceQuerySet
from centre.lecture import LecturePreparee
from centre.models import Centre, Lieu
from centre.temps import bornes_du_jour


def avec_version(objets: QuerySet[Any], prefixe: str, *, champ: str = "pk") -> QuerySet[Any]:
    """Annotate ``version`` and ``change_le`` of the feed ``<prefixe>:<champ>`` (None: never
    changed), so that an object and its validator come in one query."""
    cle = Concat(Value(f"{prefixe}:"), Cast(OuterRef(champ), CharField()))
    versions = VersionAgenda.objects.filter(cle=cle)
    return objets.annotate(
        version=Subquery(versions.values("version")[:1]),
        change_le=Subquery(versions.values("modifiee_le")[:1]),
    )


def centres_en_agenda() -> QuerySet[Any]:
    return avec_version(Centre.objects.publies(), "centre")


class Flux(NamedTuple):
    """A public feed and its validator; ``version`` and ``change_le`` are None until a change."""

    pk: int
    nom: str
    slug: str
    centre_nom: str
    centre_court: str
    version: int | None
    change_le: dt.datetime | None


def _flux_du_centre(slug: str) -> QuerySet[Any, tuple[Any, ...]]:
    lignes = centres_en_agenda().filter(slug=slug)
    return lignes.values_list("pk", "nom", "slug", F("nom"), F("nom_court"), *VALIDATEUR)


def _flux_d_un_atelier(centre: str, slug: str) -> QuerySet[Any, tuple[Any, ...]]:
    """A line of level 0–1, that strangers may follow by itself."""
    lignes = Atelier.objects.affichables().filter(centre__est_public=True)
    siens = avec_version(lignes.filter(centre__slug=centre, slug=slug), "atelier")
    return siens.values_list("pk", "titre", "slug", *NOMS_DU_CENTRE, *VALIDATEUR)


def _flux_d_un_lieu(centre: str, slug: str) -> QuerySet[Any, tuple[Any, ...]]:
    """A place whose programme may be shown: a closed office is not one of them."""
    lignes = Lieu.objects.durables().filter(centre__est_public=True, est_confidentiel=False)
    siens = avec_version(lignes.filter(centre__slug=centre, slug=slug), "lieu")
    return siens.values_list("pk", "nom", "slug", *NOMS_DU_CENTRE, *VALIDATEUR)


VALIDATEUR = ("version", "change_le")
NOMS_DU_CENTRE = ("centre__nom", "centre__nom_court")
LECTURES = {
    "centre": LecturePreparee(_flux_du_centre, str),
    "atelier": LecturePreparee(_flux_d_un_atelier, str, str),
    "lieu": LecturePreparee(_flux_d_un_lieu, str, str),
}


def flux(genre: str, *slugs: str) -> Flux | None:
    """The feed of a centre, or of an atelier or a place after its centre's slug; None for those
    that strangers may not read. One query: programs ask for it every few hours, all day long."""
    ligne = LECTURES[genre].ligne(*slugs)
    return Flux(*ligne) if ligne else None


def _publiques(**filtre: Any) -> SeanceQuerySet:
    return (
        Seance.objects.affichables()
        .comptees()
        .filter(lieu__est_confidentiel=False, **filtre)
        .order_by("debut", "id")
    )


def seances_publiques(jour: dt.date, **filtre: Any) -> SeanceQuerySet:
    """Published séances of levels 0–1 from 60 days before ``jour`` on, windows without slots."""
    return _publiques(debut__gte=bornes_du_jour(ical.depuis(jour))[0], **filtre)


def _octets(genre: str) -> LecturePreparee:
    def construire(pk: int, debut: dt.datetime) -> QuerySet[Any, tuple[Any, ...]]:
        lignes = _publiques(debut__gte=debut, **{f"{genre}_id": pk})
        return lignes.values_list("pk", "vevent")

    return LecturePreparee(construire, int, dt.datetime)


OCTETS = {genre: _octets(genre) for genre in LECTURES}


def vevents(genre: str, pk: int, jour: dt.date) -> list[bytes]:
    """What a feed lists on ``jour``, in order: the stored bytes, in one query; those that are
    missing are written on the fly, in one more."""
    octets = dict(OCTETS[genre].lignes(pk, bornes_du_jour(ical.depuis(jour))[0]))
    absents = [cle for cle, vevent in octets.items() if vevent is None]
    if absents:
        seances = Seance.objects.filter(pk__in=absents)
        for seance in seances.select_related("atelier__centre", "lieu"):
            octets[seance.pk] = ical.vevent_public(seance)
    return [vevent for vevent in octets.values() if vevent]
