"""One calendar rule for several series at once, with what each gains and loses (anomaly A1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import Serie
from ateliers.operations.reprise import fin_du_nombre
from ateliers.operations.series import enregistrer_serie, verrouiller_serie
from ateliers.recurrence import dates_prevues
from centre.erreurs import Refus
from centre.temps import a_paris, maintenant
from inscriptions.operations.apercu import Apercu, raconter
from inscriptions.operations.changer_serie import ChangementDeSerie, SerieVoulue, changer_serie
from inscriptions.operations.verrou import ecriture

if TYPE_CHECKING:
    from centre.models import Utilisateur


@dataclass
class Bascule:
    """What the new rule does to one series: civil dates to come, gained and lost."""

    serie: Serie
    gagnees: list[dt.date] = field(default_factory=list)
    perdues: list[dt.date] = field(default_factory=list)
    changement: ChangementDeSerie | None = None


def changer_les_regles(
    series: Sequence[Serie],
    regle: str,
    *,
    par: Utilisateur | None,
    prevenir: bool = True,
    versions: dict[int, int] | None = None,
    quand: dt.datetime | None = None,
) -> list[Bascule]:
    """Give the rule to every series, all or none; the published ones bring their people along.

    A draft changes its rule alone. ``versions``, by id, are those of the page. Refuses with the
    codes of ``changer_serie``.
    """
    quand = quand or maintenant()
    with ecriture():
        return [
            _basculer(serie, regle, par=par, prevenir=prevenir, version=version, quand=quand)
            for serie in series
            for version in [(versions or {}).get(serie.pk)]
        ]


def _basculer(
    serie: Serie,
    regle: str,
    *,
    par: Utilisateur | None,
    prevenir: bool,
    version: int | None,
    quand: dt.datetime,
) -> Bascule:
    lue = verrouiller_serie(serie, version=version)
    avant = _gardees(lue, quand)
    bascule = Bascule(serie)
    if lue.etat == Serie.Etat.PUBLIEE:
        voulue = SerieVoulue({"regle": regle}, a_paris(quand).date())
        try:
            bascule.changement = changer_serie(
                serie, voulue, par=par, prevenir=prevenir, quand=quand
            )
        except Refus as refus:
            raise Refus(f"{serie.atelier}\u00a0: {refus}", code=refus.code) from refus
        lue.refresh_from_db()
    else:
        if lue.nombre and lue.regle != regle:
            lue.regle = regle
            lue.au = fin_du_nombre(lue, le=lue.du)
        lue.regle = regle
        enregistrer_serie(lue, par=par)
    apres = _gardees(lue, quand)
    bascule.gagnees, bascule.perdues = sorted(apres - avant), sorted(avant - apres)
    return bascule


def _gardees(serie: Serie, quand: dt.datetime) -> set[dt.date]:
    jour = a_paris(quand).date()
    return {p.jour for p in dates_prevues(serie) if p.est_gardee and p.jour >= jour}


def apercu_des_regles(
    series: Sequence[Serie],
    regle: str,
    *,
    par: Utilisateur | None,
    quand: dt.datetime | None = None,
) -> tuple[list[Bascule], Apercu]:
    """Change the rules, read what each line gains and loses and who is told, roll back."""
    quand = quand or maintenant()
    with transaction.atomic():
        bascules = changer_les_regles(series, regle, par=par, quand=quand)
        total, temoins = ChangementDeSerie(), []
        for bascule in bascules:
            if bascule.changement is not None:
                total.places += bascule.changement.places
                total.envois += bascule.changement.envois
                temoins += bascule.changement.temoins()
        apercu = raconter(total, quand, arrivees=temoins)
        transaction.set_rollback(True)
    return bascules, apercu
