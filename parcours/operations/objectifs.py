"""Aims and their steps: nothing is planned without the person's agreement (LIE-16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import aujourdhui
from parcours.models import Frein, Jalon, Objectif, Parcours
from parcours.operations.notes import ecrire, exiger_une_date, verrouiller
from parcours.operations.partage import exiger_les_prealables

if TYPE_CHECKING:
    from centre.models import Utilisateur


def _exiger_l_accord(accord: bool) -> None:
    if not accord:
        raise Refus("Elle n’a pas dit oui\u00a0: parlez-en d’abord avec elle.", code="accord")


def poser_objectif(
    parcours: Parcours, *, finalite: str, texte: str, accord: bool, le: dt.date, auteur: Utilisateur
) -> Objectif:
    """Her aim, in her words; what the frame asks for first is done (ASI-24, ASG-03)."""
    _exiger_l_accord(accord)
    exiger_les_prealables(parcours)
    champs = {"finalite": finalite, "texte": texte, "le": le, "accord_le": le}
    return ecrire(Objectif, parcours, champs=champs, auteur=auteur)


@transaction.atomic
def poser_jalon(
    objectif: Objectif, *, champs: Mapping[str, Any], accord: bool, auteur: Utilisateur
) -> Jalon:
    """A step for a day to come or without a day; the obstacle it answers is one of hers."""
    _exiger_l_accord(accord)
    parcours = verrouiller(objectif.parcours)
    if not parcours.est_ouvert:
        raise Refus("Ce parcours est clos.", code="clos")
    frein: Frein | None = champs.get("frein")
    if frein and frein.parcours_id != parcours.pk:
        raise Refus("Ce frein est celui d’un autre parcours.", code="frein")
    return Jalon.objects.create(objectif=objectif, accord_le=aujourdhui(), auteur=auteur, **champs)


@transaction.atomic
def changer_jalon(jalon: Jalon, *, etat: str, jour: dt.date | None = None) -> Jalon:
    """Done, left aside, or to come again; none of them is a fault."""
    jour = jour or aujourdhui()
    verrouiller(jalon.objectif.parcours)
    garde = Jalon.objects.select_for_update(of=("self",)).get(pk=jalon.pk)
    garde.etat = etat
    garde.change_le = None if etat == Jalon.Etat.PREVU else jour
    garde.save(update_fields=["etat", "change_le"])
    return garde


@transaction.atomic
def atteindre_objectif(objectif: Objectif, *, le: dt.date | None = None) -> Objectif:
    """She has reached it, or, told a second time, it is open again."""
    le = le or aujourdhui()
    parcours = verrouiller(objectif.parcours)
    exiger_une_date(parcours, le)
    garde = Objectif.objects.select_for_update(of=("self",)).get(pk=objectif.pk)
    garde.atteint_le = None if garde.atteint_le else le
    garde.save(update_fields=["atteint_le"])
    return garde
