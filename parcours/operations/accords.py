"""Each agreement is given for one purpose, and taken back with its effect at once (RGPD 7.3)."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from parcours.models import Consentement, Personne
from parcours.models.dispositifs import Transmission
from parcours.operations.intervenants import retirer_ceux_de
from parcours.operations.parcours import changer_transmission
from parcours.operations.personnes import PAR_ELLE, decider, suivre_le_contact

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centre.models import Organisme, Utilisateur
    from parcours.models import Parcours

Objet = Consentement.Objet
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
    langue: str = "",
    quand: dt.datetime | None = None,
) -> None:
    """Write a yes or a no, dated, and what follows from it in the same transaction.

    ``par`` is None when she chooses by herself. ``langue`` is the one she read, her own when it is
    not said. A no to a channel
    closes it now: what waits leaves by another one. A no to a sharing closes the partner's screen
    now.
    """
    quand = quand or maintenant()
    voulu = Objet(objet)
    garde = Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if voulu == Objet.PARTAGE_PRESENCES:
        _partager_les_presences(parcours, accepte=accepte, par=par, langue=langue)
        return
    chez = destinataire if voulu == Objet.PARTAGE_ORGANISME else None
    if voulu == Objet.PARTAGE_ORGANISME and chez is None:
        raise Refus("Choisissez l’organisme.", code="destinataire")
    decider(
        garde,
        objet=voulu,
        accepte=accepte,
        recueilli_par=str(par) if par else PAR_ELLE,
        destinataire=chez,
        langue=langue,
        quand=quand,
    )
    _appliquer(garde, voulu, accepte=accepte, chez=chez, quand=quand)


@transaction.atomic
def retirer(accord: Consentement, *, quand: dt.datetime | None = None) -> None:
    """She takes one agreement back, alone or at the desk, whatever it is for; twice is once."""
    quand = quand or maintenant()
    garde = Personne.objects.select_for_update(of=("self",)).get(pk=accord.personne_id)
    un = garde.consentements.en_vigueur().filter(pk=accord.pk).first()
    if un is None:
        return
    voulu, parcours = Objet(un.objet), un.parcours
    if voulu == Objet.PARTAGE_PRESENCES and parcours:
        changer_transmission(parcours, transmission=Transmission.ATTESTATION, par=None)
        return
    decider(
        garde,
        objet=voulu,
        accepte=False,
        recueilli_par=PAR_ELLE,
        parcours=parcours,
        destinataire=un.destinataire,
        quand=quand,
    )
    _appliquer(garde, voulu, accepte=False, chez=un.destinataire, quand=quand)


@dataclass(frozen=True)
class Choix:
    """One of her own four choices as it is now, with the row of the yes where one was written."""

    objet: Consentement.Objet
    est_oui: bool
    accord: Consentement | None


def choix_de(personne: Personne) -> list[Choix]:
    """A channel is a yes while it is the one in use, written down or not.

    Nobody is offered a channel that has no address, nor any where nobody may write.
    """
    ouverts = {un.objet: un for un in personne.consentements.en_vigueur()}
    adresses = {Objet.CONTACT_COURRIEL: personne.courriel, Objet.CONTACT_SMS: personne.telephone}
    choix = []
    for objet in SUR_SA_PAGE:
        if objet in CANAUX and (personne.ne_pas_ecrire or not adresses[objet]):
            continue
        est_oui = personne.canal == CANAUX[objet] if objet in CANAUX else objet in ouverts
        choix.append(Choix(objet, est_oui, ouverts.get(objet) if est_oui else None))
    return choix


def autres_accords(personne: Personne) -> QuerySet[Consentement]:
    """In force, and not among the four: each goes back in one click, none is given there."""
    ouverts = personne.consentements.en_vigueur().exclude(objet__in=SUR_SA_PAGE)
    return ouverts.select_related("destinataire", "parcours__dispositif")


def _appliquer(
    garde: Personne,
    voulu: Consentement.Objet,
    *,
    accepte: bool,
    chez: Organisme | None,
    quand: dt.datetime,
) -> None:
    if voulu == Objet.PARTAGE_ORGANISME and not accepte:
        retirer_ceux_de(garde, chez)
    if voulu == Objet.TITRES:
        avant = copy.copy(garde)
        garde.titres_explicites_le = quand if accepte else None
        garde.save(update_fields=["titres_explicites_le"])
        suivre_le_contact(garde, avant, quand=quand)
    if voulu in CANAUX:
        _changer_de_canal(garde, CANAUX[voulu], accepte=accepte, quand=quand)


def _partager_les_presences(
    parcours: Parcours | None, *, accepte: bool, par: Utilisateur | None, langue: str
) -> None:
    """The parcours' own setting, which decides what the partner's pages show (ETH-02)."""
    if parcours is None or par is None:
        raise Refus("Choisissez le parcours.", code="parcours")
    choix = Transmission.ACCORD if accepte else Transmission.ATTESTATION
    changer_transmission(parcours, transmission=choix, par=par, langue=langue)


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
