"""What to say about the room of an interview before it is held: a warning, never a refusal."""

from __future__ import annotations

from ateliers.models import Seance
from parcours.models import Entretien


def avertissements_de(entretien: Entretien) -> list[str]:
    """An open place (ASI-08), or a room where something else is planned at that hour."""
    lieu = entretien.lieu
    if lieu is None or entretien.etat != Entretien.Etat.FIXE:
        return []
    phrases = []
    if not lieu.est_confidentiel:
        phrases.append(
            f"{lieu.nom} n’est pas noté comme fermé, confidentiel. "
            "Choisissez un autre lieu si vous le pouvez."
        )
    prise = (
        Seance.objects.comptees()
        .filter(lieu=lieu, debut__lt=entretien.fin, fin__gt=entretien.debut)
        .exclude(etat__in=[Seance.Etat.ANNULEE, Seance.Etat.BROUILLON])
        .exclude(pk=entretien.seance_id or 0)
    )
    if prise.exists():
        phrases.append(f"{lieu.nom} est déjà pris à cette heure.")
    return phrases
