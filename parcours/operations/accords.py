"""Each agreement is given for one purpose, and taken back with its effect at once (RGPD 7.3)."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from parcours.models import Consentement, Personne
from parcours.models.dispositifs import Transmission
from parcours.operations.parcours import changer_transmission
from parcours.operations.personnes import decider, suivre_le_contact

if TYPE_CHECKING:
    from centre.models import Organisme, Utilisateur
    from parcours.models import Parcours

Objet = Consentement.Objet
PAR_ELLE = "Sa page personnelle"
# The channel that each of these opens; without it, a call, or a paper without telephone.
CANAUX = {
    Objet.CONTACT_COURRIEL: Personne.Canal.COURRIEL,
    Objet.CONTACT_SMS: Personne.Canal.SMS,
}
# What she may say yes or no to from her own page: nothing there names somebody else.
SUR_SA_PAGE = (Objet.TITRES, Objet.CONTACT_COURRIEL, Objet.CONTACT_SMS, Objet.PHOTO)


@transaction.atomic
def choisir(
    personne: Personne,
    *,
    objet: str,
    accepte: bool,
    par: Utilisateur | None,
    parcours: Parcours | None = None,
    destinataire: Organisme | None = None,
    quand: dt.datetime | None = None,
) -> None:
    """Write a yes or a no, dated, and what follows from it in the same transaction.

    ``par`` is None when she chooses by herself. A no to a channel closes it now: what waits
    leaves by another one. A no to a sharing closes the partner's screen now.
    """
    quand = quand or maintenant()
    voulu = Objet(objet)
    garde = Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if voulu == Objet.PARTAGE_PRESENCES:
        _partager_les_presences(parcours, accepte=accepte, par=par)
        return
    if voulu == Objet.PARTAGE_ORGANISME and destinataire is None:
        raise Refus("Choisissez l’organisme.", code="destinataire")
    decider(
        garde,
        objet=voulu,
        accepte=accepte,
        recueilli_par=str(par) if par else PAR_ELLE,
        destinataire=destinataire if voulu == Objet.PARTAGE_ORGANISME else None,
        quand=quand,
    )
    if voulu == Objet.TITRES:
        garde.titres_explicites_le = quand if accepte else None
        garde.save(update_fields=["titres_explicites_le"])
    if voulu in CANAUX:
        _changer_de_canal(garde, CANAUX[voulu], accepte=accepte, quand=quand)


def _partager_les_presences(
    parcours: Parcours | None, *, accepte: bool, par: Utilisateur | None
) -> None:
    """The parcours' own setting, which decides what the partner's pages show (ETH-02)."""
    if parcours is None or par is None:
        raise Refus("Choisissez le parcours.", code="parcours")
    choix = Transmission.ACCORD if accepte else Transmission.ATTESTATION
    changer_transmission(parcours, transmission=choix, par=par)


def _changer_de_canal(
    personne: Personne, canal: Personne.Canal, *, accepte: bool, quand: dt.datetime
) -> None:
    avant = copy.copy(personne)
    if accepte:
        personne.canal = canal
    elif personne.canal == canal:
        repli = Personne.Canal.APPEL if personne.telephone else Personne.Canal.PAPIER
        personne.canal = repli
    else:
        return
    personne.save(update_fields=["canal"])
    suivre_le_contact(personne, avant, quand=quand)
