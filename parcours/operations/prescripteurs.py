"""Another prescriber takes over: somebody left, or the person is now followed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from centre.erreurs import Refus
from centre.messagerie import rappeler
from centre.models import Message
from parcours.models import Renouvellement
from parcours.models.dispositifs import Transmission
from parcours.operations.parcours import changer_transmission, verrouiller

if TYPE_CHECKING:
    from centre.models import Professionnel, Utilisateur
    from parcours.models import Parcours


@transaction.atomic
def changer_prescripteur(
    parcours: Parcours, *, prescripteur: Professionnel, par: Utilisateur
) -> Parcours:
    """The former one reads nothing any more, by account or by link; nothing is sent to anybody.

    Her yes to show presences was to one organisation: another one has to ask her again.
    """
    parcours = verrouiller(parcours)
    ancien = parcours.prescripteur
    if not parcours.est_ouvert:
        raise Refus("Ce parcours est clos.", code="clos")
    if ancien == prescripteur:
        return parcours
    parcours.prescripteur = prescripteur
    parcours.save(update_fields=["prescripteur"])
    _eteindre_le_lien(parcours)
    meme_maison = ancien is not None and ancien.organisme_id == prescripteur.organisme_id
    if parcours.transmission_presence == Transmission.ACCORD and not meme_maison:
        return changer_transmission(parcours, transmission=Transmission.ATTESTATION, par=par)
    return parcours


def _eteindre_le_lien(parcours: Parcours) -> None:
    """A request that waits may be sent again at once; its mail on the way opens nothing."""
    for demande in parcours.renouvellements.en_attente():
        Renouvellement.objects.filter(pk=demande.pk).update(tour=F("tour") + 1, lien_jusquau=None)
        rappeler(Message.objects.filter(fil__startswith=f"parcours.renouvellement:{demande.pk} "))
