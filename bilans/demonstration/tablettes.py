"""Two tablets whose lists have not come back, and ateliers whose people check in by card."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from ateliers.models import Seance
from bilans.demonstration.monde import Monde
from centre.temps import a_paris
from presences.models import AppareilTablette, ArriveeParCarte, Emport

# Name, whose it is, minutes before the séance.
EMPORTEES = (("Tablette de la cuisine", "animation", 40), ("Tablette bleue", "coordination", 15))
PAR_CARTE = ("COU", "MUL")


def sortir(monde: Monde, oubliees: list[Seance], seances: list[Seance]) -> None:
    """Why Monday's sheet is empty: each of the two who led it took its list, neither gave it back.

    The rows are those that taking a list writes: nothing here but séances their owner leads.
    """
    for seance in oubliees:
        for nom, alias, minutes in EMPORTEES:
            _emporter(monde, seance, nom=nom, alias=alias, minutes=minutes)
    _choisir_la_carte(monde, seances)


def _emporter(monde: Monde, seance: Seance, *, nom: str, alias: str, minutes: int) -> None:
    parti = seance.debut - dt.timedelta(minutes=minutes)
    appareil = AppareilTablette.objects.create(
        centre=monde.centre,
        proprietaire=monde.comptes[alias],
        libelle=nom,
        empreinte=_tirage(monde, nom),
        cree_le=parti,
        derniere_utilisation=parti,
    )
    emport = Emport.objects.create(
        appareil=appareil,
        jour=a_paris(parti).date(),
        reference=uuid.uuid5(uuid.NAMESPACE_URL, _tirage(monde, nom)),
        graine=_tirage(monde, f"graine {nom}"),
        emporte_le=parti,
    )
    emport.seances.add(seance)


def _choisir_la_carte(monde: Monde, seances: list[Seance]) -> None:
    for atelier in sorted({s.atelier_id for s in seances if s.atelier.code in PAR_CARTE}):
        ArriveeParCarte.objects.create(
            atelier_id=atelier,
            choisie_par=monde.comptes["coordination"],
            choisie_le=monde.quand - dt.timedelta(days=60),
        )


def _tirage(monde: Monde, sel: str) -> str:
    """Sixty-four figures, the same at each load; guessable, as is all of a demonstration."""
    return hashlib.sha256(f"{monde.graine}|{monde.jour}|{sel}".encode()).hexdigest()
