"""Plan a civil year of a whole programme from a timetable written as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from ateliers.models import Atelier, Serie
from ateliers.operations.planification import publier
from ateliers.operations.series import enregistrer_serie
from ateliers.recurrence import dates_prevues
from centre.ecriture import JOURS
from centre.erreurs import Refus
from centre.models import Centre, PeriodeCalendrier, Professionnel, Utilisateur
from centre.temps import JOUR

Regle = Serie.Regle
CHOISIES = "choisies"


def lire_horaires(nom: str = "le_lierre_horaires") -> dict[str, dict[str, Any]]:
    """Read ``fixtures/<nom>.yaml``: hours and rule of each line, by code of atelier."""
    chemin = Path(settings.BASE_DIR) / "fixtures" / f"{nom}.yaml"
    horaires: dict[str, dict[str, Any]] = yaml.safe_load(chemin.read_text(encoding="utf-8"))
    return horaires


def planifier_annee(
    centre: Centre,
    annee: int,
    *,
    jusqu_au: dt.date | None = None,
    horaires: Mapping[str, Mapping[str, Any]] | None = None,
    animateurs: Mapping[str, Sequence[Professionnel]] | None = None,
    par: Utilisateur | None = None,
    quand: dt.datetime | None = None,
) -> list[Serie]:
    """Create and publish the series of a civil year, from 1 January to ``jusqu_au`` (31 December).

    One series per line; a second call finds it and adds nothing. The periods of the calendar must
    be there first. Days picked by number are those of each civil year, then cut at ``jusqu_au``.
    """
    horaires = lire_horaires() if horaires is None else horaires
    fin = jusqu_au or dt.date(annee, 12, 31)
    du = dt.date(annee, 1, 1)
    dernier = dt.date(fin.year, 12, 31)
    periodes = list(PeriodeCalendrier.objects.filter(centre=centre).entre(du, dernier))
    ateliers = Atelier.objects.filter(centre=centre, code__in=horaires)
    par_code = {a.code: a for a in ateliers.select_related("centre", "lieu")}
    series = []
    for code, ligne in horaires.items():
        if code not in par_code:
            continue
        serie = _serie(par_code[code], ligne, du=du, au=fin, periodes=periodes)
        serie.animateurs.set((animateurs or {}).get(code, serie.animateurs.all()))
        publier(serie, par=par, quand=quand)
        series.append(serie)
    return series


@transaction.atomic
def _serie(
    atelier: Atelier,
    ligne: Mapping[str, Any],
    *,
    du: dt.date,
    au: dt.date,
    periodes: Sequence[PeriodeCalendrier],
) -> Serie:
    """The series of a line for this span, found or created as a draft."""
    debut, fin = (dt.time.fromisoformat(ligne[borne]) for borne in ("de", "a"))
    trouvee = atelier.series.filter(du=du, heure_debut=debut, heure_fin=fin).first()
    if trouvee:
        return trouvee
    if atelier.lieu is None:
        raise Refus(f"L’atelier «\u00a0{atelier}\u00a0» n’a pas de lieu.", code="sans_lieu")
    serie = Serie(
        atelier=atelier,
        regle=Regle.DATES_EXPLICITES if ligne["regle"] == CHOISIES else ligne["regle"],
        jour=JOURS.index(ligne["jour"]),
        heure_debut=debut,
        heure_fin=fin,
        du=du,
        au=au,
        lieu=atelier.lieu,
        capacite=atelier.capacite,
        duree_creneau=ligne.get("creneau"),
    )
    if ligne["regle"] == CHOISIES:
        annees = range(du.year, au.year + 1)
        choisis = [j for annee in annees for j in jours_choisis(ligne, annee, periodes)]
        serie.dates = [jour.isoformat() for jour in choisis if jour <= au]
    return enregistrer_serie(serie)


def jours_choisis(
    ligne: Mapping[str, Any], annee: int, periodes: Sequence[PeriodeCalendrier]
) -> list[dt.date]:
    """Pick the days of a civil year: one in each listed month, or spread evenly over open days.

    Raises Refus when the year has fewer open days than ``nombre``.
    """
    ouverts = _jours_ouverts(ligne, annee, periodes)
    nombre: int = ligne["nombre"]
    if "mois" in ligne:
        choisis = [_du_mois(ouverts, annee, mois, ligne) for mois in ligne["mois"]]
        jours = sorted({jour for jour in choisis if jour})
    else:
        jours = _repartir(ouverts, nombre)
    if len(set(jours)) != nombre:
        raise Refus(
            f"L’année {annee} n’a pas {nombre} jours ouverts pour cette activité.",
            code="trop_peu_de_jours",
        )
    return jours


def _repartir(ouverts: Sequence[dt.date], nombre: int) -> list[dt.date]:
    """``nombre`` days at even steps, from the second open one when there is room for it."""
    rangs = [n * len(ouverts) // nombre for n in range(nombre)]
    depart = min(1, len(ouverts) - 1 - rangs[-1])
    return [ouverts[rang + depart] for rang in rangs] if depart >= 0 else []


def _jours_ouverts(
    ligne: Mapping[str, Any], annee: int, periodes: Sequence[PeriodeCalendrier]
) -> list[dt.date]:
    modele = Serie(
        atelier=Atelier(),
        regle=Regle.TOUTE_ANNEE if ligne.get("conges") else Regle.HORS_VACANCES,
        jour=JOURS.index(ligne["jour"]),
        heure_debut=dt.time.fromisoformat(ligne["de"]),
        heure_fin=dt.time.fromisoformat(ligne["a"]),
        du=dt.date(annee, 1, 1),
        au=dt.date(annee, 12, 31),
    )
    jours = [p.jour for p in dates_prevues(modele, periodes) if p.est_gardee]
    parite = {"paires": 0, "impaires": 1}.get(ligne.get("semaines", ""))
    return [j for j in jours if parite is None or j.isocalendar().week % 2 == parite]


def _du_mois(
    ouverts: Sequence[dt.date], annee: int, mois: int, ligne: Mapping[str, Any]
) -> dt.date | None:
    """The ``rang``-th such weekday of the month if it is open, else the nearest open one in it."""
    premier = dt.date(annee, mois, 1)
    decalage = (JOURS.index(ligne["jour"]) - premier.weekday()) % 7
    vise = premier + (decalage + 7 * (ligne["rang"] - 1)) * JOUR
    possibles = [jour for jour in ouverts if jour.month == mois]
    return min(possibles, key=lambda jour: abs(jour - vise), default=None)
