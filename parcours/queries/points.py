"""When the next point with the prescriber is due, and for whom (ASI-11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.urls import reverse

from centre.a_faire import Tache
from centre.ecriture import date_courte, pluriel
from centre.temps import ajouter_mois
from parcours.models import Parcours, PointPrescripteur

if TYPE_CHECKING:
    from centre.models import Centre, Professionnel, Utilisateur
    from parcours.models.parcours import ParcoursQuerySet

# A point is listed from here on before its date.
AVANT = dt.timedelta(days=14)


@dataclass(frozen=True)
class PointDu:
    """A parcours whose point comes, with the draft if somebody began it."""

    parcours: Parcours
    le: dt.date
    brouillon: PointPrescripteur | None
    est_en_retard: bool

    @property
    def etat(self) -> str:
        if self.brouillon is None:
            return "À écrire"
        return "Prêt à envoyer" if self.brouillon.relu_le else "À relire avec elle"


def avec_dernier_point(parcours: ParcoursQuerySet) -> ParcoursQuerySet:
    """Add ``dernier_point``, the last day told by a point that was sent."""
    envoye = Q(points__envoye_le__isnull=False)
    return parcours.annotate(dernier_point=Max("points__au", filter=envoye))


def echeance_du_point(parcours: Parcours, dernier: dt.date | None) -> dt.date | None:
    """Start or last point plus n months, clamped at the month's end; None where none is due.

    Nothing is due once the parcours ends, nor without a prescriber.
    """
    pas = parcours.dispositif.point_prescripteur_mois
    if not pas or not parcours.est_ouvert or parcours.prescripteur_id is None:
        return None
    return ajouter_mois(dernier or parcours.date_entree, pas)


def points_dus(utilisateur: Utilisateur, centre: Centre, jour: dt.date) -> list[PointDu]:
    """Points to make for the open parcours of this reader, the oldest first: two queries."""
    ouverts = (
        Parcours.objects.visibles_par(utilisateur)
        .filter(
            centre=centre,
            date_fin_reelle__isnull=True,
            dispositif__point_prescripteur_mois__gt=0,
            prescripteur__isnull=False,
        )
        .select_related("personne", "dispositif", "prescripteur__organisme")
    )
    lus = list(avec_dernier_point(ouverts))
    brouillons = {
        p.parcours_id: p
        for p in PointPrescripteur.objects.visibles_par(utilisateur)
        .brouillons()
        .filter(parcours__in=[p.pk for p in lus])
    }
    dus = []
    for parcours in lus:
        le = echeance_du_point(parcours, getattr(parcours, "dernier_point", None))
        brouillon = brouillons.get(parcours.pk)
        if le and (brouillon or le <= jour + AVANT):
            dus.append(PointDu(parcours, le, brouillon, le < jour))
    return sorted(dus, key=lambda p: (p.le, p.parcours.pk))


def par_prescripteur(dus: list[PointDu]) -> list[tuple[Professionnel, list[PointDu]]]:
    """Grouped for one call or one meeting each, by organisation then name."""
    groupes: dict[int, list[PointDu]] = {}
    for du in dus:
        groupes.setdefault(du.parcours.prescripteur_id or 0, []).append(du)
    lignes = [(g[0].parcours.prescripteur, g) for g in groupes.values()]
    return sorted(
        ((p, g) for p, g in lignes if p), key=lambda pg: (pg[0].organisme.nom, pg[0].nom, pg[0].pk)
    )


def taches_des_points(utilisateur: Utilisateur, centre: Centre, jour: dt.date) -> Iterator[Tache]:
    """One task for all the points that are due."""
    dus = [p for p in points_dus(utilisateur, centre, jour) if p.le <= jour + AVANT]
    if not dus:
        return
    yield Tache(
        titre=pluriel(len(dus), "point avec un prescripteur,points avec les prescripteurs"),
        pourquoi=f"Le premier est à faire avant le {date_courte(dus[0].le)}.",
        url=reverse("parcours:point-list"),
        action="Voir les points",
        icone="bulles",
        ordre=42,
    )
