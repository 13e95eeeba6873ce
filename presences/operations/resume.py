"""The monthly mail of partners: a link, two counts of parcours, no name; each one may stop it.

Its counts come from the dates of fiches and parcours, never from attendance.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.messagerie import deposer
from centre.models import Affectation, Message
from centre.temps import a_paris
from presences.models import ResumeRefuse
from presences.queries.suivi import Ligne, lignes_de

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

# The first week of the month, in office hours: a worker that was stopped catches up.
DERNIER_JOUR = 7
HEURES = range(9, 18)
# Each turn stays short; the next minute takes the rest.
LOT = 20


def cle_du_resume(utilisateur_id: int, centre_id: int, jour: dt.date) -> str:
    return f"presences.resume:{utilisateur_id}:{centre_id}:{jour:%Y-%m}"


def resumes_du_mois(quand: dt.datetime) -> int:
    """Write what is due of the monthly mails at ``quand``; run again, it adds nothing."""
    heure = a_paris(quand)
    if heure.day > DERNIER_JOUR or heure.hour not in HEURES or heure.weekday() >= 5:
        return 0
    jour = heure.date()
    faites = set(
        Message.objects.filter(cle__startswith="presences.resume:", cle__endswith=f"{jour:%Y-%m}")
        .order_by()
        .values_list("cle", flat=True)
    )
    affectations = (
        Affectation.objects.en_vigueur(jour)
        .filter(role__in=Affectation.PARTENAIRES, utilisateur__is_active=True)
        .filter(utilisateur__resume_refuse__isnull=True)
        .select_related("utilisateur", "centre")
        .order_by("pk")
    )
    dues = {cle_du_resume(a.utilisateur_id, a.centre_id, jour): a for a in affectations}
    restantes = [affectation for cle, affectation in dues.items() if cle not in faites]
    for affectation in restantes[:LOT]:
        _deposer(affectation.utilisateur, affectation.centre, jour)
    return len(restantes[:LOT])


@transaction.atomic
def _deposer(utilisateur: Utilisateur, centre: Centre, jour: dt.date) -> None:
    """One mail per account and centre; for nobody to follow, a row that never leaves."""
    lignes = [li for li in lignes_de(utilisateur, jour) if li.centre.pk == centre.pk]
    message = deposer(
        centre=centre,
        canal=Message.Canal.COURRIEL,
        langue="fr",
        destinataire=utilisateur.courriel,
        modele="presences.resume",
        graine={"mois": jour.isoformat(), **_comptes(lignes)},
        cle=cle_du_resume(utilisateur.pk, centre.pk, jour),
    )
    if message and not lignes:
        message.etat, message.raison = Message.Etat.ANNULE, "Personne à suivre ce mois-ci."
        message.save(update_fields=["etat", "raison"])


def _comptes(lignes: list[Ligne]) -> dict[str, int]:
    proches = sum(1 for li in lignes if li.echeance and li.echeance.est_proche)
    return {"personnes": len(lignes), "echeances": proches}


@transaction.atomic
def choisir_le_resume(utilisateur: Utilisateur, *, recevoir: bool) -> None:
    """Stop the monthly mail, or have it again; what has not left is taken back."""
    if recevoir:
        ResumeRefuse.objects.filter(utilisateur=utilisateur).delete()
        return
    ResumeRefuse.objects.get_or_create(utilisateur=utilisateur)
    Message.objects.filter(
        cle__startswith=f"presences.resume:{utilisateur.pk}:",
        etat=Message.Etat.EN_ATTENTE,
        tentatives=0,
    ).update(etat=Message.Etat.ANNULE, raison="Résumé refusé.")
