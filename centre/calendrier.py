"""School and public holidays and bridges: taken from two libraries, then edited by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import holidays
from django.db import transaction
from django.db.models import Max
from vacances_scolaires_france import SchoolHolidayDates

from centre.models import Centre, PeriodeCalendrier
from centre.temps import JOUR, ajouter_mois

Genre = PeriodeCalendrier.Genre
# Where the library's code of a département is not the département's own number.
SUBDIVISIONS = {"67": "6AE", "68": "6AE"}
PREAVIS_MOIS = 6
ASCENSION = "Pont de l’Ascension"


@dataclass(frozen=True)
class Periode:
    """One span of the official calendar, both ends included, and where it was read."""

    genre: str
    nom: str
    debut: dt.date
    fin: dt.date
    source: str


@dataclass(frozen=True)
class Importation:
    """What an import did: rows added, official spans left as the team has them."""

    ajoutees: int
    gardees: int


@cache
def _donnees_scolaires() -> SchoolHolidayDates:
    return SchoolHolidayDates()


def horizon_connu() -> dt.date:
    """Return the last day that the published school data speak of (31 August of the last year)."""
    return max(_donnees_scolaires().data)


def vacances_scolaires(zone: str, du: dt.date, au: dt.date) -> list[Periode]:
    """Spans without class of a zone that touch [du, au]; published data, bridges apart.

    From the Saturday after class to the eve of the return, as on the ministry's calendar.
    """
    source = f"{_nommer('vacances-scolaires-france')}, connu jusqu’au {horizon_connu():%d/%m/%Y}"
    jours: dict[dt.date, str] = {}
    for annee in range(max(du.year - 1, _donnees_scolaires().min_year), au.year + 2):
        if annee > _donnees_scolaires().max_year:
            break
        for jour, detail in _donnees_scolaires().holidays_for_year_and_zone(annee, zone).items():
            if not detail["nom_vacances"].startswith("Pont"):
                jours[jour] = detail["nom_vacances"].replace("'", "’")
    plages = [Periode(Genre.VACANCES, nom, d, f, source) for nom, d, f in _plages(jours)]
    return [p for p in plages if p.debut <= au and p.fin >= du]


def jours_feries(departement: str, du: dt.date, au: dt.date) -> list[Periode]:
    """Public holidays of a département in [du, au]; Moselle adds Good Friday and 26 December."""
    code = SUBDIVISIONS.get(departement, departement)
    local = code if code in holidays.France.subdivisions else None
    annees = range(du.year, au.year + 1)
    feries = holidays.France(subdiv=local, years=annees, language="fr")
    return [
        Periode(Genre.FERIE, nom.replace("'", "’"), jour, jour, _nommer("holidays"))
        for jour, nom in sorted(feries.items())
        if du <= jour <= au
    ]


def ponts(zone: str, du: dt.date, au: dt.date) -> list[Periode]:
    """Friday and Saturday after Ascension Day, without class since 2018, in [du, au].

    The published data lack the years 2023 to 2026: those come from the rules of the other library.
    """
    publies = {
        jour
        for annee in range(du.year, min(au.year, _donnees_scolaires().max_year) + 1)
        for jour, detail in _donnees_scolaires().holidays_for_year_and_zone(annee, zone).items()
        if detail["nom_vacances"].startswith("Pont")
    }
    regles = holidays.France(
        subdiv=f"Zone {zone}", categories={"school"}, years=range(du.year, au.year + 1)
    )
    trouves = []
    for jeudi in [f.debut for f in jours_feries("", du, au) if f.nom == "Ascension"]:
        vendredi, samedi = jeudi + JOUR, jeudi + 2 * JOUR
        if vendredi in publies:
            source = _nommer("vacances-scolaires-france")
        elif vendredi in regles:
            source = f"{_nommer('holidays')} (absent de vacances-scolaires-france)"
        else:
            continue
        trouves.append(Periode(Genre.PONT, ASCENSION, vendredi, samedi, source))
    return trouves


def officiel(centre: Centre, du: dt.date, au: dt.date) -> list[Periode]:
    """The official calendar of a centre's zone and département over [du, au], in order."""
    return sorted(
        [
            *vacances_scolaires(centre.zone_scolaire, du, au),
            *jours_feries(centre.departement, du, au),
            *ponts(centre.zone_scolaire, du, au),
        ],
        key=lambda p: (p.debut, p.genre),
    )


@transaction.atomic
def importer(centre: Centre, du: dt.date, au: dt.date) -> Importation:
    """Add the official spans that the centre has not; never touch what is there.

    A span counts as there when a period of the same genre shares a day with it, so that one
    moved, renamed or declared open by the team stays as the team wants it. Twice adds nothing.
    """
    Centre.objects.select_for_update(of=("self",)).get(pk=centre.pk)
    voulues = officiel(centre, du, au)
    present = list(PeriodeCalendrier.objects.filter(centre=centre))
    nouvelles = [
        PeriodeCalendrier(
            centre=centre, genre=p.genre, nom=p.nom, debut=p.debut, fin=p.fin, source=p.source
        )
        for p in voulues
        if not any(q.genre == p.genre and q.debut <= p.fin and q.fin >= p.debut for q in present)
    ]
    PeriodeCalendrier.objects.bulk_create(nouvelles)
    return Importation(len(nouvelles), len(voulues) - len(nouvelles))


def horizon(centre: Centre) -> dt.date | None:
    """Return the last day of school holidays that the centre's own calendar knows."""
    lignes = PeriodeCalendrier.objects.filter(centre=centre, genre=Genre.VACANCES)
    dernier: dt.date | None = lignes.aggregate(dernier=Max("fin"))["dernier"]
    return dernier


def est_court(dernier: dt.date | None, jour: dt.date) -> bool:
    """Whether the calendar ends less than six months after ``jour``: time to complete it."""
    return dernier is None or dernier < ajouter_mois(jour, PREAVIS_MOIS)


def _plages(jours: dict[dt.date, str]) -> list[tuple[str, dt.date, dt.date]]:
    """Group days that follow each other under one name, over the end of a year too."""
    plages: list[tuple[str, dt.date, dt.date]] = []
    for jour, nom in sorted(jours.items()):
        if plages and plages[-1][0] == nom and plages[-1][2] + JOUR == jour:
            plages[-1] = (nom, plages[-1][1], jour)
        else:
            plages.append((nom, jour, jour))
    return plages


def _nommer(paquet: str) -> str:
    return f"{paquet} {version(paquet)}"
