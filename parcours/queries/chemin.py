"""Small questions about a person that several pages ask."""

from __future__ import annotations

from parcours.models import Consentement, Personne


def est_appelee_par_son_prenom(personne: Personne) -> bool:
    """She said yes, and has not taken it back (ASI-16)."""
    return Consentement.objects.filter(
        personne=personne, objet=Consentement.Objet.PRENOM, retire_le__isnull=True
    ).exists()
