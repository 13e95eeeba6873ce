"""The only door to django-scheduler: from a rule and the centre's calendar to dated days.

Of the library, models and expansion are used and nothing else. It computes in the time zone of
the window it is given, so every window here is Europe/Paris (llazzaro/django-scheduler#109).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import islice

from schedule.models import Calendar, Event, Rule

from ateliers.models import Serie
from centre.models import Centre, PeriodeCalendrier
from centre.temps import JOUR, PARIS, ajouter_mois, instant

# Ten years of daily dates: beyond, a rule is a mistake and would only fill the disk.
PLAFOND = 3_660

Genre = PeriodeCalendrier.Genre
Regle = Serie.Regle


@dataclass(frozen=True)
class DatePrevue:
    """A day the rule proposes, kept or not, with the French reason of a skip or of a doubt."""

    jour: dt.date
    est_gardee: bool
    raison: str = ""
    note: str = ""
    a_la_main: bool = False


def dates_prevues(
    serie: Serie, periodes: Sequence[PeriodeCalendrier] | None = None
) -> list[DatePrevue]:
    """Every day the series proposes between ``du`` and ``au``, in order, kept or skipped.

    The series need not be saved. Without ``periodes``, those of its centre are read (one query).
    """
    if periodes is None:
        periodes = periodes_de(serie)
    jours = sorted({*_jours_de_la_regle(serie), *jours_ecrits(serie.dates_gardees)})
    return [verdict(serie, jour, periodes) for jour in jours]


def periodes_de(serie: Serie) -> list[PeriodeCalendrier]:
    """The periods of the centre that touch the months of the series, days kept by hand included."""
    jours = [serie.du, serie.au, *jours_ecrits(serie.dates_gardees)]
    du, au = min(jours).replace(day=1), ajouter_mois(max(jours).replace(day=1), 1) - JOUR
    return list(PeriodeCalendrier.objects.filter(centre=serie.atelier.centre_id).entre(du, au))


def verdict(serie: Serie, jour: dt.date, periodes: Iterable[PeriodeCalendrier]) -> DatePrevue:
    """Say whether ``jour`` is kept under the series' calendar rule, and why not."""
    touchent = [p for p in periodes if p.contient(jour)]
    obstacle = _obstacle(serie.regle, touchent)
    if jour.isoformat() in serie.dates_sautees:
        return DatePrevue(jour, False, "sautée à la main", a_la_main=True)
    if jour.isoformat() in serie.dates_gardees:
        return DatePrevue(jour, True, note=obstacle or "ajoutée à la main", a_la_main=True)
    if serie.regle == Regle.DATES_EXPLICITES:
        # Somebody chose that very day: the calendar warns and does not decide.
        return DatePrevue(jour, True, note=obstacle)
    if obstacle:
        return DatePrevue(jour, False, obstacle)
    pont = any(p.genre == Genre.PONT for p in touchent)
    a_decider = pont and serie.regle == Regle.TOUTE_ANNEE
    return DatePrevue(jour, True, note="pas de classe, à décider" if a_decider else "")


def _obstacle(regle: str, touchent: Sequence[PeriodeCalendrier]) -> str:
    """Why a rule would skip a day that ``touchent`` cover; the strongest reason first."""
    noms = {p.genre: p.nom for p in reversed(touchent) if not _n_empeche_rien(p)}
    if Genre.FERIE in noms:
        return f"jour férié\u00a0: {noms[Genre.FERIE]}"
    if Genre.FERMETURE in noms:
        return f"centre fermé\u00a0: {noms[Genre.FERMETURE]}"
    if regle == Regle.HORS_VACANCES and Genre.VACANCES in noms:
        return f"vacances scolaires\u00a0: {noms[Genre.VACANCES]}"
    if regle == Regle.HORS_VACANCES and Genre.PONT in noms:
        return f"pas de classe\u00a0: {noms[Genre.PONT]}"
    if regle == Regle.VACANCES_SEULEMENT and Genre.VACANCES not in noms:
        return "hors des vacances scolaires"
    return ""


def _n_empeche_rien(periode: PeriodeCalendrier) -> bool:
    """A public holiday or a closure during which the centre stays open closes nothing."""
    return periode.reste_ouvert and periode.genre in (Genre.FERIE, Genre.FERMETURE)


def jours_ecrits(textes: Iterable[str]) -> list[dt.date]:
    """Read the ISO dates kept in a series; ValueError on another text."""
    return [dt.date.fromisoformat(texte) for texte in textes]


def _jours_de_la_regle(serie: Serie) -> list[dt.date]:
    if serie.regle == Regle.DATES_EXPLICITES:
        return [jour for jour in jours_ecrits(serie.dates) if serie.du <= jour <= serie.au]
    premier = premier_jour(serie)
    if premier > serie.au:
        return []
    evenement = _remplir(Event(), serie)
    frequence, parametres = _cadence(serie)
    evenement.rule = Rule(frequency=frequence, params=parametres)
    fin = instant(serie.au + JOUR, dt.time())
    return expanser(evenement, instant(serie.du, dt.time()), fin)


def premier_jour(serie: Serie) -> dt.date:
    """The first day on or after ``du`` that falls on the series' weekday (or its first date)."""
    if serie.regle == Regle.DATES_EXPLICITES:
        return min(jours_ecrits(serie.dates), default=serie.du)
    assert serie.jour is not None  # noqa: S101 (the constraint serie_jour_ou_dates)
    if serie.rang_du_mois is None:
        return serie.du + JOUR * ((serie.jour - serie.du.weekday()) % 7)
    du_mois = jour_du_mois(serie.du, serie.jour, serie.rang_du_mois)
    if du_mois >= serie.du:
        return du_mois
    return jour_du_mois(ajouter_mois(serie.du.replace(day=1), 1), serie.jour, serie.rang_du_mois)


def jour_du_mois(mois: dt.date, jour: int, rang: int) -> dt.date:
    """The ``rang``-th such weekday of the month that holds ``mois``; -1 is the last one."""
    premier = mois.replace(day=1)
    if rang > 0:
        return premier + JOUR * ((jour - premier.weekday()) % 7 + 7 * (rang - 1))
    dernier = ajouter_mois(premier, 1) - JOUR
    return dernier - JOUR * ((dernier.weekday() - jour) % 7)


def dernier_jour(
    serie: Serie, nombre: int, *, au_plus_tard: dt.date, periodes: Sequence[PeriodeCalendrier]
) -> dt.date | None:
    """The day of the ``nombre``-th kept date from ``du`` on; None when there are not so many.

    The end of the series is not read: « 24 séances, jeudi, hors vacances » has none yet.
    """
    essai = copy(serie)
    essai.au = au_plus_tard
    gardees = (p.jour for p in dates_prevues(essai, periodes) if p.est_gardee)
    return next(islice(gardees, nombre - 1, None), None)


def expanser(evenement: Event, du: dt.datetime, au: dt.datetime) -> list[dt.date]:
    """Civil dates of Paris on which the event starts in [du, au[, at most ``PLAFOND``.

    Raises ValueError unless both bounds are aware in ZoneInfo Europe/Paris: in another zone the
    library would place 14:00 at 13:00 after the clock change, or a Monday on a Tuesday.
    """
    if any(getattr(borne.tzinfo, "key", "") != PARIS.key for borne in (du, au)):
        raise ValueError("bounds must be in ZoneInfo Europe/Paris")
    regle = evenement.get_rrule_object(PARIS)
    # Walked by hand: get_occurrences drops a date that starts exactly at its upper bound.
    debuts = regle.xafter(du.replace(tzinfo=None), inc=True)
    dates: list[dt.date] = []
    for debut in islice(debuts, PLAFOND):
        if debut >= au.replace(tzinfo=None):
            break
        dates.append(debut.date())
    return dates


def _remplir(evenement: Event, serie: Serie) -> Event:
    """Write the hours and the bounds of the series on the event, in memory."""
    premier = premier_jour(serie)
    evenement.title = serie.atelier.code
    evenement.start = instant(premier, serie.heure_debut)
    evenement.end = instant(premier, serie.heure_fin)
    # Past the last start: the library takes an end equal to it as « before it ».
    evenement.end_recurring_period = instant(serie.au + JOUR, dt.time())
    return evenement


def _cadence(serie: Serie) -> tuple[str, str]:
    """Frequency and parameters of the library's rule."""
    if serie.rang_du_mois is None:
        return "WEEKLY", f"interval:{serie.intervalle}"
    return "MONTHLY", f"byweekday:{serie.jour};bysetpos:{serie.rang_du_mois}"


def enregistrer_evenement(serie: Serie) -> None:
    """Build or refresh the event, its rule and the centre's calendar, and bind them to the series.

    The caller holds the transaction. Both links are PROTECT: neither the event nor the rule of a
    series can be deleted under it.
    """
    evenement = _remplir(serie.evenement or Event(), serie)
    evenement.calendar = _calendrier(serie.atelier.centre)
    evenement.rule = _regle_enregistree(serie)
    evenement.save()
    serie.evenement = evenement
    serie.rythme = evenement.rule
    serie.save(update_fields=["evenement", "rythme"])


def _calendrier(centre: Centre) -> Calendar:
    calendrier, _ = Calendar.objects.get_or_create(
        slug=f"centre-{centre.pk}", defaults={"name": centre.nom}
    )
    return calendrier


def _regle_enregistree(serie: Serie) -> Rule | None:
    if serie.regle == Regle.DATES_EXPLICITES:
        return None
    nom = "chaque semaine" if serie.intervalle == 1 else f"toutes les {serie.intervalle} semaines"
    if serie.rang_du_mois is not None:
        nom = serie.get_rang_du_mois_display()
    frequence, parametres = _cadence(serie)
    regle, _ = Rule.objects.get_or_create(
        frequency=frequence,
        params=parametres,
        name=nom,
        defaults={"description": nom},
    )
    return regle
