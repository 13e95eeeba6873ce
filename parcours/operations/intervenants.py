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
    domaine: str,
    accord_le: dt.date,
    par: Utilisateur,
) -> ReferentParcours:
    """From today she reads the shared space; without the person's dated yes she does not."""
    parcours = ouvert_et_verrouille(parcours)
    if not parcours.dispositif.est_partage:
        raise Refus("Ce dispositif n’a pas d’intervenants.", code="dispositif")
    if not parcours.referents.filter(role=Role.REFERENT_UNIQUE, fin__isnull=True).exists():
        raise Refus("Choisissez d’abord qui garantit la coordination.", code="referent")
    if accord_le > aujourdhui():
        raise Refus("Son accord a une date passée.", code="accord")
    deja = parcours.referents.filter(professionnel=professionnel, fin__isnull=True)
    for membre in deja.avec_son_oui():
        if membre.role != Role.INTERVENANT or membre.son_oui:
            raise Refus(f"{professionnel} accompagne déjà cette personne.", code="deja")
        # He reads nothing since her yes went, or since he changed organisation.
        _arreter(membre)
    chez, personne = professionnel.organisme, parcours.personne
    exiger_un_accord_non_retire(personne, objet=PARTAGE, accord_le=accord_le, destinataire=chez)
    decider(personne, objet=PARTAGE, accepte=True, recueilli_par=str(par), destinataire=chez)
    return ReferentParcours.objects.create(
        parcours=parcours,
        professionnel=professionnel,
        role=Role.INTERVENANT,
        domaine=domaine,
        accord_le=accord_le,
        debut=aujourdhui(),
    )


@transaction.atomic
def retirer_intervenant(intervenant: ReferentParcours) -> ReferentParcours:
    """His reading ends at once: the last day was yesterday."""
    ouvert_et_verrouille(intervenant.parcours)
    garde = ReferentParcours.objects.select_for_update(of=("self",)).get(pk=intervenant.pk)
    if garde.role != Role.INTERVENANT:
        raise Refus("Un référent passe le relais, il ne se retire pas.", code="role")
    return _arreter(garde)


def retirer_ceux_de(personne: Personne, organisme: Organisme | None) -> None:
    """She takes back her yes to an organisation: its intervenants leave, whatever the parcours."""
    siens = ReferentParcours.objects.select_for_update(of=("self",)).filter(
        parcours__personne=personne, role=Role.INTERVENANT, professionnel__organisme=organisme
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
