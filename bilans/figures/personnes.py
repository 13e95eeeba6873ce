"""F01–F06: who was sent to the centre, who entered, who was really seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Min, QuerySet
from django.db.models.functions import Coalesce

from ateliers.models import Seance
from bilans.figures.lecture import une_fois
from bilans.figures.perimetre import GENRES, Figure, Perimetre, Periode
from centre.temps import a_paris
from inscriptions.models import Place
from parcours.models import Entretien, Orientation, Parcours, Personne, TentativeContact
from presences.models import Presence

if TYPE_CHECKING:
    from parcours.models.parcours import ParcoursQuerySet

ABSENCES = (Presence.Statut.ABSENT_EXCUSE, Presence.Statut.ABSENT)


def racines(lignes: QuerySet[Any], chemin: str = "personne") -> QuerySet[Any]:
    """Ids of the people behind ``lignes``; two files merged into one are one person."""
    racine = Coalesce(f"{chemin}__fusionnee_dans", chemin)
    return lignes.order_by().annotate(racine=racine).values("racine").distinct()


def _personnes(code: str, lignes: QuerySet[Any], denominateur: int | None = None) -> Figure:
    derriere = Personne.objects.filter(pk__in=racines(lignes)).order_by("nom", "prenom", "pk")
    valeur = derriere.count()
    return Figure(code, valeur, valeur, denominateur, derriere)


def orientations_de(perimetre: Perimetre, periode: Periode) -> QuerySet[Orientation]:
    lignes = Orientation.objects.recues_entre(periode.du, periode.au).filter(
        centre=perimetre.centre
    )
    if perimetre.dispositif:
        lignes = lignes.filter(dispositif=perimetre.dispositif)
    if perimetre.territoire:
        lignes = lignes.filter(personne__commune=perimetre.territoire)
    if perimetre.organisme:
        lignes = lignes.filter(prescripteur__organisme=perimetre.organisme)
    return lignes.select_related("personne", "prescripteur").order_by("recue_le", "pk")


def orientations_recues(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = orientations_de(perimetre, periode)
    valeur = lignes.count()
    return Figure("F01", valeur, valeur, None, lignes)


def personnes_orientees(perimetre: Perimetre, periode: Periode) -> Figure:
    return _personnes("F02", orientations_de(perimetre, periode))


def personnes_contactees(perimetre: Perimetre, periode: Periode) -> Figure:
    """Reached once at least, whenever the call was made; over F02."""
    orientees = orientations_de(perimetre, periode)
    jointes = TentativeContact.objects.filter(issue=TentativeContact.Issue.JOINT)
    return _personnes(
        "F03",
        orientees.filter(pk__in=jointes.values("orientation")),
        racines(orientees).count(),
    )


def parcours_de(perimetre: Perimetre) -> ParcoursQuerySet:
    lignes = Parcours.objects.filter(centre=perimetre.centre)
    if perimetre.territoire:
        lignes = lignes.filter(personne__commune=perimetre.territoire)
    return lignes.filter(dispositif=perimetre.dispositif) if perimetre.dispositif else lignes


def entrees(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = parcours_de(perimetre).filter(date_entree__range=(periode.du, periode.au))
    lignes = lignes.select_related("personne", "dispositif").order_by("date_entree", "pk")
    valeur = lignes.count()
    return Figure("F04", valeur, valeur, None, lignes)


def file_active(perimetre: Perimetre, periode: Periode) -> Figure:
    return _personnes("F06", parcours_de(perimetre).ouverts_entre(periode.du, periode.au))


def _en_entretien(perimetre: Perimetre, periode: Periode) -> Iterator[tuple[int, dt.datetime]]:
    """Parcours and hour of each interview held: its own, and those of its fiche de liaison."""
    debut, fin = periode.bornes
    tenus = Entretien.objects.filter(
        etat=Entretien.Etat.TENU, debut__gte=debut, debut__lt=fin
    ).order_by()
    for chemin in ("parcours", "orientation__parcours"):
        lies = tenus.filter(**{f"{chemin}__centre": perimetre.centre})
        yield from lies.values_list(chemin, "debut")


def _en_atelier(
    perimetre: Perimetre, periode: Periode, lues: QuerySet[Place] | None
) -> Iterator[tuple[int, int | None, dt.datetime]]:
    """Person, parcours and hour of the first presence, among ``lues`` where they are given."""
    debut, fin = periode.bornes
    places = Place.objects.confirmees().filter(
        seance__centre=perimetre.centre,
        seance__debut__gte=debut,
        seance__debut__lt=fin,
        seance__atelier__genre__in=GENRES,
        presence__isnull=False,
    )
    venues = places.exclude(presence__statut__in=ABSENCES).order_by()
    venues = venues.exclude(seance__etat=Seance.Etat.ANNULEE)
    if lues is not None:
        venues = venues.filter(pk__in=lues.values("pk"))
    yield from venues.values_list("personne", "parcours").annotate(Min("seance__debut"))


@une_fois
def personnes_accompagnees(
    perimetre: Perimetre, periode: Periode, lues: QuerySet[Place] | None = None
) -> Figure:
    """Of one dispositif, a presence counts when it belongs to that parcours (decision 5).

    A contact counts up to the last day of the parcours, in Paris. ``lues`` keeps the presences of
    these places only: whom a reader may name without telling who came to a protected atelier.
    """
    ouverts = parcours_de(perimetre).ouverts_entre(periode.du, periode.au)
    fins = dict(ouverts.values_list("pk", "date_fin_reelle"))
    de_la_personne: dict[int, list[int]] = {}
    for pk, personne in ouverts.values_list("pk", "personne"):
        de_la_personne.setdefault(personne, []).append(pk)
    contacts = list(_en_entretien(perimetre, periode))
    for personne, parcours, quand in _en_atelier(perimetre, periode, lues):
        siens = [parcours] if perimetre.dispositif else de_la_personne.get(personne, [])
        contacts += [(pk, quand) for pk in siens if pk is not None]
    vus = {
        pk
        for pk, quand in contacts
        if pk in fins and a_paris(quand).date() <= (fins[pk] or dt.date.max)
    }
    return _personnes("F05", ouverts.filter(pk__in=vus), racines(ouverts).count())
