"""Many series at once: drafts in short batches, then one last step that shows them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from ateliers.models import Atelier, Seance, Serie
from ateliers.operations.agendas import rafraichir_agendas
from ateliers.operations.planification import planifier
from ateliers.recurrence import periodes_de
from centre.models import PeriodeCalendrier, Utilisateur
from centre.temps import maintenant


@dataclass(frozen=True)
class Lot:
    """What a bulk planning did: series planned, séances added, windows and séances shown."""

    series: int
    ajoutees: int
    publiees: int


def planifier_un_lot(
    series: Iterable[Serie], *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Lot:
    """Plan all these series, then publish them together.

    Each date and its calendar bytes are computed before the lock is taken; drafts are written in
    batches whose locks last milliseconds, so that people keep booking meanwhile; nothing shows
    before the last step, one transaction of a few UPDATE. Killed anywhere, it is run again: the
    drafts that are there stay, the others follow, and nothing has been shown by halves.
    """
    quand = quand or maintenant()
    liste = list(series)
    lues: dict[tuple[int, dt.date, dt.date], list[PeriodeCalendrier]] = {}
    ajoutees = 0
    for serie in liste:
        cle = (serie.atelier.centre_id, serie.du, serie.au)
        if cle not in lues or serie.dates_gardees:
            lues[cle] = periodes_de(serie)
        ajoutees += len(planifier(serie, periodes=lues[cle], quand=quand).ajoutees)
    publiees = publier_un_lot(liste, par=par, quand=quand)
    return Lot(len(liste), ajoutees, publiees)


@transaction.atomic
def publier_un_lot(series: Sequence[Serie], *, par: Utilisateur | None, quand: dt.datetime) -> int:
    """Show the drafts of these series, all or none; returns how many windows and séances."""
    pks = sorted(serie.pk for serie in series)
    verrou = Serie.objects.select_for_update(of=("self",)).order_by("pk")
    lues = {s.pk: s for s in verrou.filter(pk__in=pks)}
    nouvelles = [pk for pk, s in lues.items() if s.etat != Serie.Etat.PUBLIEE]
    Serie.objects.filter(pk__in=nouvelles).update(
        etat=Serie.Etat.PUBLIEE, publiee_le=quand, publiee_par=par
    )
    ateliers = {s.atelier_id for s in lues.values()}
    Atelier.objects.filter(pk__in=ateliers, est_publie=False).update(est_publie=True)
    brouillons = Seance.objects.filter(etat=Seance.Etat.BROUILLON)
    siennes = brouillons.filter(serie__in=pks)
    vues = set(siennes.order_by().values_list("centre", "atelier", "lieu").distinct())
    fenetres = siennes.filter(atelier__genre=Atelier.Genre.PERMANENCE)
    brouillons.filter(fenetre__in=list(fenetres.values_list("pk", flat=True))).update(
        etat=Seance.Etat.PREVUE
    )
    nombre = siennes.update(etat=Seance.Etat.PREVUE)
    noms = ("centre", "atelier", "lieu")
    cles = {f"{nom}:{pk}" for vue in vues for nom, pk in zip(noms, vue, strict=True)}
    rafraichir_agendas(cles, quand=quand)
    return nombre
