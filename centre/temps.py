"""The clock of the house: every wall time is Europe/Paris, every stored instant is aware."""

import datetime as dt
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
JOUR = dt.timedelta(days=1)


def maintenant() -> dt.datetime:
    """Return the present instant, aware, in Europe/Paris."""
    return dt.datetime.now(PARIS)


def aujourdhui() -> dt.date:
    """Return the civil date in Paris, which differs from the UTC date for one or two hours."""
    return maintenant().date()


def instant(jour: dt.date, heure: dt.time) -> dt.datetime:
    """Place a wall time on a date of Paris; an hour skipped by the clock change moves forward."""
    naif = dt.datetime.combine(jour, heure)
    return naif.replace(tzinfo=PARIS).astimezone(dt.UTC).astimezone(PARIS)


def a_paris(moment: dt.datetime) -> dt.datetime:
    """Read an aware instant on the clock of Paris; a naive one is a programming error."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment.astimezone(PARIS)


def bornes_du_jour(jour: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return [00:00, 00:00 the next day[ in Paris: 23, 24 or 25 hours."""
    return instant(jour, dt.time()), instant(jour + JOUR, dt.time())


def bornes(du: dt.date, au: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the half-open instants of a period whose two dates are included."""
    return bornes_du_jour(du)[0], bornes_du_jour(au)[1]


def lundi_de(jour: dt.date) -> dt.date:
    """Return the Monday of the ISO week of ``jour``."""
    return jour - dt.timedelta(days=jour.weekday())


def semaine_iso(texte: str) -> dt.date:
    """Read ``2026-W47`` and return its Monday; raises ValueError on any other text."""
    return dt.datetime.strptime(f"{texte}-1", "%G-W%V-%u").replace(tzinfo=PARIS).date()


def ecrire_semaine(jour: dt.date) -> str:
    """Write the ISO week of ``jour`` as ``2026-W47``."""
    annee, semaine, _ = jour.isocalendar()
    return f"{annee}-W{semaine:02d}"


def ajouter_mois(jour: dt.date, mois: int) -> dt.date:
    """Add calendar months, clamped to the last day of the month (31 Jan + 1 = 28 or 29 Feb)."""
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, indice = divmod(rang, 12)
    suivant = dt.date(annee + (indice == 11), (indice + 1) % 12 + 1, 1)
    dernier = (suivant - JOUR).day
    return dt.date(annee, indice + 1, min(jour.day, dernier))


def fin_de_periode(debut: dt.date, mois: int) -> dt.date:
    """Return the last day of a period of ``mois`` months that starts on ``debut`` (ASI-09).

    The end is the start plus n months less one day, after the clamp: 31/08/2026 + 6 → 27/02/2027.
    """
    return ajouter_mois(debut, mois) - JOUR
