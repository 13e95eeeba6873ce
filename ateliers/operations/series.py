"""A series and its dates kept, skipped or shifted by hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ateliers.models import Serie
from ateliers.operations.planification import planifier
from ateliers.recurrence import DatePrevue, dates_prevues, enregistrer_evenement
from centre.erreurs import Refus
from centre.models import Utilisateur
from centre.temps import maintenant


def verrouiller_serie(serie: Serie, *, version: int | None = None) -> Serie:
    """Lock the row of a series and read it; Refus (code version) when it changed meanwhile."""
    lue = Serie.objects.select_for_update(of=("self",)).get(pk=serie.pk)
    exiger_la_version(lue, version)
    return lue


def exiger_la_version(serie: Serie, version: int | None) -> None:
    """``version`` is that of the page, None when the page does not say; Refus (code version)."""
    if version is not None and version != serie.version:
        raise Refus(
            "Quelqu’un a changé cette série pendant que vous la regardiez. "
            "Relisez-la, puis recommencez.",
            code="version",
        )


@transaction.atomic
def enregistrer_serie(
    serie: Serie, *, version: int | None = None, par: Utilisateur | None = None
) -> Serie:
    """Create or change a series and its event; ``planifier`` then makes the rows match.

    Raises Refus (code version) when somebody saved the series since the form was shown.
    """
    if serie.pk:
        serie.version = verrouiller_serie(serie, version=version).version + 1
    serie.modifiee_le, serie.modifiee_par = maintenant(), par
    serie.save()
    enregistrer_evenement(serie)
    return serie


def basculer_date(
    serie: Serie, jour: dt.date, *, version: int | None = None, quand: dt.datetime | None = None
) -> DatePrevue:
    """Keep a skipped day or skip a kept one, by hand; a second time undoes the first.

    Only the rule changes; a published series is planned again at once (its people are told by
    the app above, which calls this). Raises Refus (codes version, hors_periode).
    """
    _exiger_dans_la_serie(serie, jour)
    with transaction.atomic():
        verrouiller_serie(serie, version=version)
        serie.refresh_from_db(fields=["dates_gardees", "dates_sautees", "version"])
        _basculer(serie, jour)
        serie.version += 1
        serie.save(update_fields=["dates_gardees", "dates_sautees", "version"])
    if serie.etat == Serie.Etat.PUBLIEE:
        planifier(serie, quand=quand)
    # A day kept by hand, then not, may be none of the rule's: the calendar alone would keep it.
    hors = DatePrevue(jour, False, "hors de la série", a_la_main=True)
    return next((prevue for prevue in dates_prevues(serie) if prevue.jour == jour), hors)


def _exiger_dans_la_serie(serie: Serie, jour: dt.date) -> None:
    if not serie.du <= jour <= serie.au:
        raise Refus("Ce jour est hors de la période de la série.", code="hors_periode")


@transaction.atomic
def decaler_date(
    serie: Serie, jour: dt.date, vers: dt.date, *, version: int | None = None
) -> Serie:
    """Before publication, put one date on another day: the first is skipped, the second kept.

    A published séance is moved on its own page, where its people are told. Raises Refus (codes
    version, publiee, hors_periode, pas_gardee, deja_gardee).
    """
    verrouiller_serie(serie, version=version)
    serie.refresh_from_db(fields=["dates_gardees", "dates_sautees", "version", "etat"])
    if serie.etat == Serie.Etat.PUBLIEE:
        raise Refus("La série est publiée\u00a0: déplacez la séance elle-même.", code="publiee")
    for borne in (jour, vers):
        _exiger_dans_la_serie(serie, borne)
    gardees = {prevue.jour for prevue in dates_prevues(serie) if prevue.est_gardee}
    if jour not in gardees:
        raise Refus("Cette date n’est pas gardée\u00a0: elle ne se décale pas.", code="pas_gardee")
    if vers in gardees:
        raise Refus("Il y a déjà une séance ce jour-là.", code="deja_gardee")
    for date in (jour, vers):
        _basculer(serie, date)
    serie.version += 1
    serie.save(update_fields=["dates_gardees", "dates_sautees", "version"])
    return serie


def _basculer(serie: Serie, jour: dt.date) -> None:
    texte = jour.isoformat()
    if texte in serie.dates_gardees:
        serie.dates_gardees.remove(texte)
    elif texte in serie.dates_sautees:
        serie.dates_sautees.remove(texte)
    elif _est_prevue(serie, jour):
        serie.dates_sautees = sorted([*serie.dates_sautees, texte])
    else:
        serie.dates_gardees = sorted([*serie.dates_gardees, texte])


def _est_prevue(serie: Serie, jour: dt.date) -> bool:
    """Whether the rule itself gives and keeps this day."""
    if serie.regle == Serie.Regle.DATES_EXPLICITES:
        return jour.isoformat() in serie.dates
    # The other weeks of an « every n weeks » rhythm fall on the right weekday too.
    return any(prevue.jour == jour and prevue.est_gardee for prevue in dates_prevues(serie))
