"""The programme as the team follows it: lines, series, what was promised and what is planned."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery

from ateliers.models import Atelier, ObjectifAnnuel, Seance
from ateliers.models.ateliers import AtelierQuerySet
from ateliers.models.seances import SeanceQuerySet
from centre.models import Centre, Utilisateur
from centre.temps import a_paris, bornes


def bornes_de_l_annee(annee: int) -> tuple[dt.datetime, dt.datetime]:
    return bornes(dt.date(annee, 1, 1), dt.date(annee, 12, 31))


def avec_comptes(ateliers: AtelierQuerySet, *, annee: int) -> AtelierQuerySet:
    """Annotate, for a civil year and without slots: planned (not cancelled), held, cancelled."""
    debut, fin = bornes_de_l_annee(annee)
    siennes = Q(seances__fenetre__isnull=True, seances__debut__gte=debut, seances__debut__lt=fin)
    return ateliers.annotate(
        planifiees=Count(
            "seances",
            filter=siennes & ~Q(seances__etat=Seance.Etat.ANNULEE),
        ),
        tenues=Count("seances", filter=siennes & Q(seances__etat=Seance.Etat.TENUE)),
        annulees=Count("seances", filter=siennes & Q(seances__etat=Seance.Etat.ANNULEE)),
    )


def programme(utilisateur: Utilisateur, centre: Centre, *, annee: int) -> list[Atelier]:
    """The lines of a centre that this user may name, with the year's counts and objective."""
    visibles = Atelier.objects.visibles_par(utilisateur).filter(
        centre=centre, archive_le__isnull=True
    )
    # Counted apart: the joins of ``visibles_par`` would multiply the séances.
    lignes = avec_comptes(Atelier.objects.filter(pk__in=visibles.values("pk")), annee=annee)
    promis = ObjectifAnnuel.objects.filter(atelier=OuterRef("pk"), annee=annee)
    return list(
        # Not joined: the objectives of other years would count each séance again.
        lignes.annotate(objectif=Subquery(promis.values("seances")[:1]))
        .select_related("lieu", "partenaire")
        .order_by("theme", "titre")
    )


def dates_de_l_annee(atelier: Atelier, *, annee: int) -> SeanceQuerySet:
    debut, fin = bornes_de_l_annee(annee)
    return (
        Seance.objects.comptees()
        .filter(atelier=atelier, debut__gte=debut, debut__lt=fin)
        .select_related("lieu")
        .defer("vevent")
        .order_by("debut", "id")
    )


def annees_connues(atelier: Atelier) -> list[int]:
    """Civil years in which the line has séances."""
    extremes = Seance.objects.filter(atelier=atelier).aggregate(du=Min("debut"), au=Max("debut"))
    if not extremes["du"]:
        return []
    return list(range(extremes["du"].year, extremes["au"].year + 1))


def bilan_par_annee(atelier: Atelier, annees: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Promised, planned and held séances of each civil year: two queries, whatever the years."""
    voulues = list(annees)
    debut, fin = bornes(dt.date(voulues[0], 1, 1), dt.date(voulues[-1], 12, 31))
    seances = Seance.objects.comptees().filter(atelier=atelier, debut__gte=debut, debut__lt=fin)
    lues = list(seances.values_list("debut", "etat"))
    objectifs = dict(atelier.objectifs.values_list("annee", "seances"))
    planifiees = Counter(a_paris(d).year for d, etat in lues if etat != Seance.Etat.ANNULEE)
    tenues = Counter(a_paris(d).year for d, etat in lues if etat == Seance.Etat.TENUE)
    return {
        annee: {
            "objectif": objectifs.get(annee),
            "planifiees": planifiees[annee],
            "tenues": tenues[annee],
        }
        for annee in voulues
    }
