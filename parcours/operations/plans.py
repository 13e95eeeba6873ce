"""Lines of the shared plan; for a binôme, not before both agreed to the diagnosis (AGL-04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import aujourdhui
from parcours.models import DiagnosticCommun, LignePlan, Parcours
from parcours.models.dispositifs import EtapeRequise
from parcours.operations.partage import ouvert_et_verrouille

if TYPE_CHECKING:
    from centre.models import Utilisateur

Etat, Genre = LignePlan.Etat, LignePlan.Genre
CHAMPS = ("genre", "theme", "quoi", "qui", "domaine", "droit", "partenaire", "echeance")


def plan_est_ouvert(parcours: Parcours) -> bool:
    """Where the frame asks for a common diagnosis: once both halves validated the present one."""
    if not parcours.dispositif.demande(EtapeRequise.DIAGNOSTIC):
        return True
    diagnostic = DiagnosticCommun.objects.filter(parcours=parcours).first()
    return diagnostic is not None and diagnostic.est_valide


def _exiger_le_diagnostic(parcours: Parcours) -> None:
    if not plan_est_ouvert(parcours):
        raise Refus(
            "Le plan s’ouvre quand le volet social et le volet emploi ont validé le diagnostic.",
            code="diagnostic",
        )


@transaction.atomic
def ecrire_ligne(parcours: Parcours, *, champs: Mapping[str, Any], par: Utilisateur) -> LignePlan:
    parcours = ouvert_et_verrouille(parcours)
    _exiger_le_diagnostic(parcours)
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
