"""Those who act around the référent, each in a field, with the person's agreement (ASG-01).

The agreement is a consent of hers for that organisation: she takes it back from her own page, and
whoever acts there for it reads nothing any more.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import JOUR, aujourdhui
from parcours.models import Consentement, Parcours, ReferentParcours
from parcours.models.referents import PAR_SON_OUI
from parcours.operations.partage import ouvert_et_verrouille
from parcours.operations.personnes import decider, exiger_un_accord_non_retire

if TYPE_CHECKING:
    from centre.models import Organisme, Professionnel, Utilisateur
    from parcours.models import Personne

Role = ReferentParcours.Role
PARTAGE = Consentement.Objet.PARTAGE_ORGANISME


@transaction.atomic
def ajouter_intervenant(
    parcours: Parcours,
    *,
    professionnel: Professionnel,
    accord_le: dt.date,
    par: Utilisateur,
    domaine: str = "",
    role: str = Role.INTERVENANT,
) -> ReferentParcours:
    """From today he reads the shared space; without the person's dated yes he does not.

    A correspondent or a support team (LIE-11) may be in any frame, one of each; intervenants, in
    a frame that is shared, each in a field.
    """
    parcours = ouvert_et_verrouille(parcours)
    _controler_le_role(parcours, role, domaine)
    if accord_le > aujourdhui():
        raise Refus("Son accord a une date passée.", code="accord")
    deja = parcours.referents.filter(professionnel=professionnel, fin__isnull=True)
    for membre in deja.avec_son_oui():
        if membre.role not in PAR_SON_OUI or membre.son_oui:
            raise Refus(f"{professionnel} accompagne déjà cette personne.", code="deja")
        # He reads nothing since her yes went, or since he changed organisation.
        _arreter(membre)
    chez, personne = professionnel.organisme, parcours.personne
    exiger_un_accord_non_retire(personne, objet=PARTAGE, accord_le=accord_le, destinataire=chez)
    decider(personne, objet=PARTAGE, accepte=True, recueilli_par=str(par), destinataire=chez)
    return ReferentParcours.objects.create(
        parcours=parcours,
        professionnel=professionnel,
        role=role,
        domaine=domaine if role == Role.INTERVENANT else "",
        accord_le=accord_le,
        debut=aujourdhui(),
    )


def _controler_le_role(parcours: Parcours, role: str, domaine: str) -> None:
    menent = parcours.referents.filter(fin__isnull=True)
    if role != Role.INTERVENANT:
        if menent.filter(role=role).exists():
            raise Refus("Ce parcours a déjà quelqu’un dans ce rôle.", code="role")
        return
    if not parcours.dispositif.est_partage:
        raise Refus("Ce dispositif n’a pas d’intervenants.", code="dispositif")
    if not domaine:
        raise Refus("Choisissez son domaine.", code="domaine")
    if not menent.filter(role=Role.REFERENT_UNIQUE).exists():
        raise Refus("Choisissez d’abord qui garantit la coordination.", code="referent")


@transaction.atomic
def retirer_intervenant(intervenant: ReferentParcours) -> ReferentParcours:
    """His reading ends at once: the last day was yesterday."""
    ouvert_et_verrouille(intervenant.parcours)
    garde = ReferentParcours.objects.select_for_update(of=("self",)).get(pk=intervenant.pk)
    if garde.role not in PAR_SON_OUI:
        raise Refus("Un référent passe le relais, il ne se retire pas.", code="role")
    return _arreter(garde)


def retirer_ceux_de(personne: Personne, organisme: Organisme | None) -> None:
    """She takes back her yes to an organisation: its intervenants leave, whatever the parcours."""
    siens = ReferentParcours.objects.select_for_update(of=("self",)).filter(
        parcours__personne=personne, role__in=PAR_SON_OUI, professionnel__organisme=organisme
    )
    for intervenant in siens.filter(fin__isnull=True):
        _arreter(intervenant)


def _arreter(intervenant: ReferentParcours) -> ReferentParcours:
    """A row is read until the end of its last day: one that began today ends before it began to."""
    if intervenant.fin is None:
        hier = aujourdhui() - JOUR
        intervenant.debut, intervenant.fin = min(intervenant.debut, hier), hier
        intervenant.save(update_fields=["debut", "fin"])
    return intervenant
