"""The programme."""

import datetime as dt
from typing import Any

from ateliers.models import Atelier, Seance, Serie
from centre.models import Centre
from centre.temps import instant
from tests.builders.centre import JOUR, creer_centre, creer_lieu, rangs


def creer_atelier(centre: Centre | None = None, **champs: Any) -> Atelier:
    n = next(rangs)
    centre = centre or creer_centre()
    valeurs = {
        "code": f"A{n}",
        "slug": f"atelier-{n}",
        "titre": f"Couture {n}",
        "titre_discret": "RDV Le Lierre",
        "est_publie": True,
    }
    return Atelier.objects.create(centre=centre, **{**valeurs, **champs})


def creer_serie(atelier: Atelier | None = None, **champs: Any) -> Serie:
    """A weekly series of Mondays 14:00–16:00 over 2026; its event is not built here."""
    atelier = atelier or creer_atelier()
    valeurs = {
        "regle": Serie.Regle.TOUTE_ANNEE,
        "jour": 0,
        "heure_debut": dt.time(14),
        "heure_fin": dt.time(16),
        "du": dt.date(2026, 1, 1),
        "au": dt.date(2026, 12, 31),
        "capacite": 10,
    }
    champs.setdefault("lieu", None)
    if champs["lieu"] is None:
        champs["lieu"] = creer_lieu(atelier.centre)
    return Serie.objects.create(atelier=atelier, **{**valeurs, **champs})


def creer_seance(
    atelier: Atelier | None = None,
    jour: dt.date = JOUR,
    heure: int = 9,
    duree: int = 120,
    **champs: Any,
) -> Seance:
    """A published séance of ``duree`` minutes at ``heure`` o'clock in Paris."""
    atelier = atelier or creer_atelier()
    debut = instant(jour, dt.time(heure))
    valeurs = {
        "debut": debut,
        "fin": debut + dt.timedelta(minutes=duree),
        "capacite": 10,
        "etat": Seance.Etat.PREVUE,
    }
    if "lieu" not in champs:
        champs["lieu"] = creer_lieu(atelier.centre)
    return Seance.objects.create(atelier=atelier, centre=atelier.centre, **{**valeurs, **champs})
