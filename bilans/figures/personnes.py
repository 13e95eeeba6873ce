"""F01–F06: who was sent to the centre, who entered, who was really seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from bilans.figures.perimetre import GENRES, Figure, Perimetre, Periode
from parcours.models import Entretien, Orientation, Parcours, Personne, TentativeContact
from presences.models import Presence

if TYPE_CHECKING:
    from parcours.models.parcours import ParcoursQuerySet


def racines(lignes: QuerySet[Any], chemin: str = "personne") -> QuerySet[Any]:
    """Ids of the people behind ``lignes``; two files merged into one are one person."""
    racine = Coalesce(f"{chemin}__fusionnee_dans", chemin)
    return lignes.order_by().annotate(racine=racine).values("racine").distinct()


def _personnes(code: str, lignes: QuerySet[Any], denominateur: int | None = None) -> Figure:
    derriere = Personne.objects.filter(pk__in=racines(lignes)).order_by("nom", "prenom", "pk")
    valeur = derriere.count()
    return Figure(code, valeur, valeur, denominateur, derriere)


def _orientations(perimetre: Perimetre, periode: Periode) -> QuerySet[Orientation]:
    lignes = Orientation.objects.recues_entre(periode.du, periode.au).filter(
        centre=perimetre.centre
    )
    if perimetre.dispositif:
        lignes = lignes.filter(dispositif=perimetre.dispositif)
    return lignes.select_related("personne", "prescripteur").order_by("recue_le", "pk")


def orientations_recues(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = _orientations(perimetre, periode)
    valeur = lignes.count()
    return Figure("F01", valeur, valeur, None, lignes)


def personnes_orientees(perimetre: Perimetre, periode: Periode) -> Figure:
    return _personnes("F02", _orientations(perimetre, periode))


def personnes_contactees(perimetre: Perimetre, periode: Periode) -> Figure:
    """Reached once at least, whenever the call was made; over F02."""
    orientees = _orientations(perimetre, periode)
    jointes = TentativeContact.objects.filter(issue=TentativeContact.Issue.JOINT)
    return _personnes(
        "F03",
        orientees.filter(pk__in=jointes.values("orientation")),
        racines(orientees).count(),
    )


def _parcours(perimetre: Perimetre) -> ParcoursQuerySet:
    lignes = Parcours.objects.filter(centre=perimetre.centre)
    return lignes.filter(dispositif=perimetre.dispositif) if perimetre.dispositif else lignes


def entrees(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = _parcours(perimetre).filter(date_entree__range=(periode.du, periode.au))
    lignes = lignes.select_related("personne", "dispositif").order_by("date_entree", "pk")
    valeur = lignes.count()
    return Figure("F04", valeur, valeur, None, lignes)


def file_active(perimetre: Perimetre, periode: Periode) -> Figure:
    return _personnes("F06", _parcours(perimetre).ouverts_entre(periode.du, periode.au))


def _pas_apres_la_fin(moment: str) -> Q:
    """The contact at ``moment`` comes no later than the last day of the parcours, in Paris."""
    return Q(date_fin_reelle__isnull=True) | Q(**{f"{moment}__date__lte": F("date_fin_reelle")})


def _vus_en_entretien(ouverts: QuerySet[Parcours], periode: Periode) -> QuerySet[Parcours]:
    """Interviews of the parcours, and the first ones written on its fiche de liaison."""
    debut, fin = periode.bornes
    vus = Q()
    for chemin in ("entretiens", "orientation__entretiens"):
        tenu = {
            f"{chemin}__etat": Entretien.Etat.TENU,
            f"{chemin}__debut__gte": debut,
            f"{chemin}__debut__lt": fin,
        }
        vus |= Q(_pas_apres_la_fin(f"{chemin}__debut"), **tenu)
    return ouverts.filter(vus)


def _vus_en_atelier(
    ouverts: QuerySet[Parcours], periode: Periode, *, du_parcours: bool
) -> QuerySet[Parcours]:
    debut, fin = periode.bornes
    seance = "personne__places__seance"
    criteres: dict[str, Any] = {
        "personne__places__presence__statut__in": Presence.POSITIFS,
        f"{seance}__debut__gte": debut,
        f"{seance}__debut__lt": fin,
        f"{seance}__centre": F("centre"),
        f"{seance}__atelier__genre__in": GENRES,
    }
    if du_parcours:
        criteres["personne__places__parcours"] = F("pk")
    return ouverts.filter(_pas_apres_la_fin(f"{seance}__debut"), **criteres)


def personnes_accompagnees(perimetre: Perimetre, periode: Periode) -> Figure:
    """Of one dispositif, a presence counts when it belongs to that parcours (design §2.5)."""
    ouverts = _parcours(perimetre).ouverts_entre(periode.du, periode.au)
    ateliers = _vus_en_atelier(ouverts, periode, du_parcours=perimetre.dispositif is not None)
    entretiens = _vus_en_entretien(ouverts, periode)
    vus = ouverts.filter(Q(pk__in=ateliers.values("pk")) | Q(pk__in=entretiens.values("pk")))
    return _personnes("F05", vus, racines(ouverts).count())
