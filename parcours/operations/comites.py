"""Preparing, holding and following up a territorial committee (ASG-06, ASG-07)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from centre.erreurs import Refus
from centre.temps import aujourdhui
from parcours.models import (
    Comite,
    Consentement,
    Parcours,
    ParticipantComite,
    Personne,
    SituationComite,
)
from parcours.operations.personnes import decider, exiger_un_accord_non_retire

if TYPE_CHECKING:
    from centre.models import Centre, Professionnel, Utilisateur

SUITE = ("decision", "qui", "echeance", "suite")


@transaction.atomic
def creer_comite(*, centre: Centre, champs: Mapping[str, Any], par: Utilisateur) -> Comite:
    jour, territoire = champs["jour"], champs["territoire"]
    comite, nouveau = Comite.objects.get_or_create(
        centre=centre,
        jour=jour,
        territoire=territoire,
        defaults={**champs, "cree_par": par},
    )
    if not nouveau:
        raise Refus("Ce comité est déjà écrit ce jour-là.", code="deja")
    if not centre.tient_des_comites:
        centre.tient_des_comites = True
        centre.save(update_fields=["tient_des_comites"])
    return comite


def _verrouiller(comite: Comite) -> Comite:
    return Comite.objects.select_for_update(of=("self",)).get(pk=comite.pk)


@transaction.atomic
def noter_compte_rendu(comite: Comite, *, texte: str) -> Comite:
    comite = _verrouiller(comite)
    if comite.jour > aujourdhui():
        raise Refus("Ce comité n’a pas encore eu lieu.", code="avenir")
    comite.compte_rendu = texte
    comite.save(update_fields=["compte_rendu"])
    return comite


@transaction.atomic
def faire_sieger(
    comite: Comite, *, professionnel: Professionnel | None = None, personne: Personne | None = None
) -> ParticipantComite:
    """A partner, or a person who takes part for the others (ASG-07)."""
    comite = _verrouiller(comite)
    if (professionnel is None) == (personne is None):
        raise Refus("Choisissez un professionnel ou une personne.", code="un_seul")
    for invite in (professionnel, personne):
        if invite and invite.centre_id != comite.centre_id:
            raise Refus("Choisissez dans la liste.", code="ailleurs")
    return ParticipantComite.objects.get_or_create(
        comite=comite, professionnel=professionnel, personne=personne
    )[0]


@transaction.atomic
def presenter_situation(
    comite: Comite,
    *,
    parcours: Parcours,
    question: str,
    par: Utilisateur,
    accord_le: dt.date | None = None,
) -> SituationComite:
    """With her dated agreement by name; without it the committee reads « Situation n ».

    The agreement is a consent of the person: withdrawn, her name leaves every page at once.
    """
    comite = _verrouiller(comite)
    if parcours.centre_id != comite.centre_id:
        raise Refus("Choisissez dans la liste.", code="ailleurs")
    if accord_le and accord_le > aujourdhui():
        raise Refus("Son accord a une date passée.", code="accord")
    if comite.situations.filter(parcours=parcours).exists():
        raise Refus("Cette situation est déjà à l’ordre du jour.", code="deja")
    if accord_le:
        objet, personne = Consentement.Objet.COMITE, parcours.personne
        exiger_un_accord_non_retire(personne, objet=objet, accord_le=accord_le)
        decider(personne, objet=objet, accepte=True, recueilli_par=str(par))
    dernier = comite.situations.aggregate(n=Max("rang"))["n"] or 0
    return SituationComite.objects.create(
        comite=comite,
        parcours=parcours,
        rang=dernier + 1,
        est_nommee=accord_le is not None,
        accord_le=accord_le,
        question=question,
    )


@transaction.atomic
def suivre_situation(situation: SituationComite, *, champs: Mapping[str, Any]) -> SituationComite:
    """The decision, who takes it on, and what was done; the follow-up keeps its date."""
    comite = _verrouiller(situation.comite)
    garde = SituationComite.objects.select_for_update(of=("self",)).get(pk=situation.pk)
    if champs["decision"] and comite.jour > aujourdhui():
        raise Refus("Ce comité n’a pas encore eu lieu.", code="avenir")
    if champs["suite"] and not champs["decision"]:
        raise Refus("Écrivez d’abord ce que le comité a décidé.", code="decision")
    for nom in SUITE:
        setattr(garde, nom, champs[nom])
    garde.suivie_le = (garde.suivie_le or aujourdhui()) if champs["suite"] else None
    garde.save(update_fields=[*SUITE, "suivie_le"])
    return garde
