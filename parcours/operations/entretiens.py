"""Writing interviews: when, what may be shared with the team, what stays with their author."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from parcours.models import Entretien, Orientation
from parcours.operations.orientations import changer_etat
from parcours.operations.salle import tenir_la_salle, verrouiller_l_entretien

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from parcours.models import Parcours

Etat = Entretien.Etat


def _controler(champs: Mapping[str, Any], quand: dt.datetime) -> None:
    if champs["etat"] == Etat.TENU and champs["debut"] > quand:
        raise Refus("Cet entretien n’a pas encore eu lieu.", code="avenir")


def _marquer_la_fiche(orientation: Orientation, entretien: Entretien, par: Utilisateur) -> None:
    if entretien.etat == Etat.FIXE and orientation.etat in Orientation.EN_ATTENTE_D_APPEL:
        changer_etat(orientation, etat=Orientation.Etat.ENTRETIEN_FIXE, par=par)


@transaction.atomic
def noter_entretien(
    *,
    champs: Mapping[str, Any],
    auteur: Utilisateur,
    parcours: Parcours | None = None,
    orientation: Orientation | None = None,
) -> Entretien:
    """Fix or record an interview; a first one that is fixed moves the fiche on (ASI-05)."""
    _controler(champs, maintenant())
    if orientation and parcours is None and orientation.etat in Orientation.CLOSES:
        raise Refus("Cette fiche est close. Rouvrez-la d’abord.", code="close")
    entretien, nouveau = Entretien.objects.get_or_create(
        parcours=parcours,
        orientation=orientation,
        auteur=auteur,
        debut=champs["debut"],
        defaults={k: v for k, v in champs.items() if k != "debut"},
    )
    if not nouveau:
        raise Refus("Vous avez déjà écrit un entretien à cette heure.", code="deja_ecrit")
    tenir_la_salle(entretien, quand=maintenant())
    if orientation:
        _marquer_la_fiche(orientation, entretien, auteur)
    return entretien


@transaction.atomic
def modifier_entretien(entretien: Entretien, *, champs: Mapping[str, Any]) -> Entretien:
    """Only its author reaches this: both texts are hers. What ``champs`` leaves out stays."""
    garde = verrouiller_l_entretien(entretien)
    _controler({"etat": garde.etat, "debut": garde.debut, **champs}, maintenant())
    for nom, valeur in champs.items():
        setattr(garde, nom, valeur)
    garde.save(update_fields=list(champs))
    tenir_la_salle(garde, quand=maintenant())
    return garde
