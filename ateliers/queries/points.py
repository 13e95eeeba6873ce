"""Points of attention of a centre: what is odd in its planning, explained, never forbidden.

Computed from the rows as they are. Apps above add what they know (people in two places) by
``enregistrer``; whoever has seen one and wants it so sets it aside (``PointEcarte``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from ateliers.models import PointEcarte, Seance
from ateliers.queries.avertissements import avertir, contexte_de
from ateliers.queries.croisements import PLUS_LONG_TRAJET
from ateliers.queries.point import Point
from centre.models import Centre, Professionnel
from centre.temps import a_paris, bornes

if TYPE_CHECKING:
    from ateliers.models.seances import SeanceQuerySet
    from centre.models import Utilisateur

Fournisseur = Callable[["Utilisateur", "Centre", dt.date, dt.date], Iterable[Point]]
_fournisseurs: list[Fournisseur] = []


@dataclass(frozen=True)
class Vu:
    """A point, and what was decided of it: set aside, or set aside with other facts."""

    point: Point
    ecarte: PointEcarte | None = None

    @property
    def est_ecarte(self) -> bool:
        return self.ecarte is not None and self.ecarte.empreinte == self.point.empreinte

    @property
    def est_revenu(self) -> bool:
        return self.ecarte is not None and not self.est_ecarte

    @property
    def jour(self) -> dt.date:
        return a_paris(self.point.debut).date()


def enregistrer(fournisseur: Fournisseur) -> Fournisseur:
    """Add a provider, from ``ready()``; a constant number of queries each."""
    if fournisseur not in _fournisseurs:
        _fournisseurs.append(fournisseur)
    return fournisseur


def points_du_centre(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date
) -> list[Vu]:
    """The points of the days from ``du`` to ``au``, both included, those set aside too."""
    debut, fin = bornes(du, au)
    seances = list(avec_ce_qui_se_lit(Seance.objects.filter(centre=centre).entre(debut, fin)))
    points = avertir(seances, contexte_de(centre, seances))
    for fournisseur in _fournisseurs:
        points += fournisseur(utilisateur, centre, du, au)
    ecartes = PointEcarte.objects.visibles_par(utilisateur).filter(centre=centre)
    par_cle = {ecarte.cle: ecarte for ecarte in ecartes.select_related("par")}
    points.sort(key=lambda p: (p.debut, p.nature, p.cle))
    return [Vu(point, par_cle.get(point.cle)) for point in points]


def points_autour(centre: Centre, seances: Collection[int]) -> list[Point]:
    """The points that touch these séances where they are now: for a preview, before it is kept.

    Four queries, whatever their number. Séances that have been are left out.
    """
    voulues = Seance.objects.filter(pk__in=seances, fenetre__isnull=True)
    heures = list(voulues.values_list("debut", "fin"))
    if not heures:
        return []
    proches = Seance.objects.filter(
        centre=centre,
        debut__lt=max(fin for _, fin in heures) + PLUS_LONG_TRAJET,
        fin__gt=min(debut for debut, _ in heures) - PLUS_LONG_TRAJET,
    )
    lues = list(avec_ce_qui_se_lit(proches))
    pks = set(seances)
    return [p for p in avertir(lues, contexte_de(centre, lues)) if pks & set(p.seances)]


def avec_ce_qui_se_lit(seances: SeanceQuerySet) -> SeanceQuerySet:
    """Drafts too: a clash is best seen before it is published."""
    animateurs = Professionnel.objects.only("prenom", "nom", "utilisateur_id")
    return (
        seances.comptees()
        .exclude(etat=Seance.Etat.ANNULEE)
        .select_related("atelier", "lieu")
        .defer("vevent", "note_equipe", "atelier__description")
        .prefetch_related(Prefetch("animateurs", animateurs))
        .order_by("debut", "pk")
    )
