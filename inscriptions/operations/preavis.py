"""Telling the person herself, where she can be reached, that her file will go."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from centre.messagerie import deposer
from centre.models import Message
from centre.temps import a_paris
from inscriptions.emails import langue_ecrite
from inscriptions.models import Envoi
from parcours.models import AvisConservation

ECRITS = (Message.Canal.COURRIEL, Message.Canal.SMS)


def _attendent(quand: dt.datetime) -> QuerySet[AvisConservation]:
    """Notices of people whom a message reaches; the others are told by the team, or not at all."""
    return AvisConservation.objects.filter(
        prevenue_le__isnull=True,
        echeance__gt=a_paris(quand).date(),
        raison="",
        personne__ne_pas_ecrire=False,
        personne__telephone_est_partage=False,
        personne__canal__in=ECRITS,
    ).select_related("personne__centre")


def _joignables(quand: dt.datetime) -> list[AvisConservation]:
    return [a for a in _attendent(quand) if a.personne.canal_effectif() in ECRITS]


def a_prevenir(quand: dt.datetime) -> int:
    return len(_joignables(quand))


def prevenir(quand: dt.datetime) -> int:
    """One message per notice, in her language; a refused address writes nothing."""
    avis = _joignables(quand)
    for un in avis:
        with transaction.atomic():
            _ecrire(un, quand)
    return len(avis)


def _ecrire(avis: AvisConservation, quand: dt.datetime) -> None:
    personne = avis.personne
    canal = str(personne.canal_effectif())
    message = deposer(
        centre=personne.centre,
        canal=canal,
        langue=langue_ecrite(personne.langue, canal),
        destinataire=(
            personne.courriel if canal == Message.Canal.COURRIEL else str(personne.telephone)
        ),
        modele="inscriptions.preavis",
        graine={
            "motif": "preavis",
            "prenom": personne.prenom,
            "jour": f"{avis.echeance}",
            "centre": personne.centre.nom_court,
            "telephone": str(personne.centre.telephone),
        },
        cle=f"preavis:{avis.pk}:{avis.echeance}",
        dtstamp=quand,
        a_partir_de=quand,
    )
    if message is not None:
        Envoi.objects.get_or_create(
            message=message, defaults={"personne": personne, "motif": Envoi.Motif.MOT}
        )
    AvisConservation.objects.filter(pk=avis.pk).update(prevenue_le=a_paris(quand).date())
