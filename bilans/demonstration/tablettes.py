"""Tablets: two lists that have not come back, one sheet signed, ateliers with the card."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from ateliers.models import Seance
from bilans.demonstration.monde import Monde
from centre.temps import a_paris
from inscriptions.models import Place
from presences.models import AppareilTablette, ArriveeParCarte, Emport, Presence, Signature
from presences.queries.minutes import demi_journees

# Name, whose it is, minutes before the séance.
EMPORTEES = (("Tablette de la cuisine", "animation", 40), ("Tablette bleue", "coordination", 15))
PAR_CARTE = ("COU", "MUL")
SIGNEE = "CUI"


def sortir(monde: Monde, oubliees: list[Seance], seances: list[Seance]) -> None:
    """Why Monday's sheet is empty: each of the two who led it took its list, neither gave it back.

    The rows are those that taking a list writes: nothing here but séances their owner leads.
    """
    for seance in oubliees:
        for nom, alias, minutes in EMPORTEES:
            _emporter(monde, seance, nom=nom, alias=alias, minutes=minutes)
    _choisir_la_carte(monde, seances)
    _signer(monde, seances)


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


def _signer(monde: Monde, seances: list[Seance]) -> None:
    """The last séance of cooking was signed with a finger; a box for each half-day."""
    tenues = [s for s in seances if s.atelier.code == SIGNEE and s.fin <= monde.quand]
    seance = max(tenues, key=lambda s: s.debut)
    presentes = Place.objects.filter(
        seance=seance, presence__statut__in=Presence.POSITIFS
    ).order_by("pk")
    Signature.objects.bulk_create(
        Signature(
            place=place,
            demi_journee=demie,
            traits=_paraphe(_tirage(monde, f"trait {place.pk} {demie}")),
            signee_le=fin - dt.timedelta(minutes=10) + dt.timedelta(seconds=20 * rang),
            code_le=seance.debut - dt.timedelta(minutes=5),
            recue_le=seance.fin + dt.timedelta(minutes=30),
            temoin=monde.comptes["animation"],
            appareil=AppareilTablette.objects.get(libelle=EMPORTEES[0][0], centre=monde.centre),
            preuve=_tirage(monde, f"preuve {place.pk} {demie}"),
        )
        for demie, _, fin in demi_journees(seance)
        for rang, place in enumerate(presentes)
    )


def _paraphe(tirage: str) -> list[list[list[int]]]:
    """A line that goes up and down, then a stroke under it."""
    hauteurs = [int(tirage[i], 16) for i in range(12)]
    ligne = [[80 + 55 * i, 60 + 8 * h] for i, h in enumerate(hauteurs)]
    return [ligne, [[100, 205], [620, 190 + hauteurs[0]]]]


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
