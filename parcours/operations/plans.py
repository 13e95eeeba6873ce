"""Lines of the shared plan; none before what the frame asks for first (AGL-04, ASG-03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import aujourdhui
from parcours.models import LignePlan, Parcours
from parcours.operations.partage import exiger_les_prealables, ouvert_et_verrouille

if TYPE_CHECKING:
    from centre.models import Utilisateur

Etat, Genre = LignePlan.Etat, LignePlan.Genre
CHAMPS = ("genre", "theme", "quoi", "qui", "domaine", "droit", "partenaire", "echeance")


@transaction.atomic
def ecrire_ligne(parcours: Parcours, *, champs: Mapping[str, Any], par: Utilisateur) -> LignePlan:
    parcours = ouvert_et_verrouille(parcours)
    exiger_les_prealables(parcours)
    valeurs = {nom: champs[nom] for nom in CHAMPS}
    if valeurs["echeance"] < parcours.date_entree:
        raise Refus("La date vient après l’entrée dans le parcours.", code="date")
    ligne, nouvelle = LignePlan.objects.get_or_create(
        parcours=parcours, etat=Etat.PREVUE, **valeurs, defaults={"ecrite_par": par}
    )
    if not nouvelle:
        raise Refus("Cette ligne est déjà dans le plan.", code="deja")
    return ligne


@transaction.atomic
def suivre_ligne(ligne: LignePlan, *, etat: str, resultat: str) -> LignePlan:
    """Where the line is; done, it keeps its date and what came of it (AGL-08)."""
    ouvert_et_verrouille(ligne.parcours)
    garde = LignePlan.objects.select_for_update(of=("self",)).get(pk=ligne.pk)
    if etat == Etat.FAITE and garde.genre == Genre.DROITS and not resultat:
        raise Refus("Écrivez ce que la demande a donné.", code="resultat")
    faite = etat == Etat.FAITE
    garde.faite_le = (garde.faite_le or aujourdhui()) if faite else None
    garde.etat, garde.resultat = etat, resultat
    garde.save(update_fields=["etat", "resultat", "faite_le"])
    return garde
