"""What stands beside the answers of a sheet: requests that wait, the journal of its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from presences.models import Correction, DemandeCorrection, Presence

if TYPE_CHECKING:
    from ateliers.models import Seance

CORRECTIONS_MONTREES = 50


def demandes_de(seance: Seance) -> list[DemandeCorrection]:
    """Requests of correction about this sheet that nobody has answered; one query."""
    sienne = Q(presence__place__seance=seance.pk) | Q(presence__place__seance__fenetre=seance.pk)
    return list(
        DemandeCorrection.objects.en_attente()
        .filter(sienne)
        .select_related("presence__place__personne")
    )


def corrections_de(seance: Seance) -> list[Correction]:
    """Answers changed after the fact, the latest first, in words; one query."""
    sienne = Q(presence__place__seance=seance.pk) | Q(presence__place__seance__fenetre=seance.pk)
    corrections = list(
        Correction.objects.filter(sienne)
        .select_related("presence__place__personne", "par")
        .order_by("-le", "-pk")[:CORRECTIONS_MONTREES]
    )
    for correction in corrections:
        correction.avant_dit = en_mots(correction.avant)  # type: ignore[attr-defined]
        correction.apres_dit = en_mots(correction.apres)  # type: ignore[attr-defined]
    return corrections


def en_mots(ecrite: str) -> str:
    """« present_partiel de 09:10 » as people read it: « En retard ou partie avant, de 09:10 »."""
    code, _, heures = ecrite.partition(" ")
    nom = dict(Presence.Statut.choices).get(code, code)
    return f"{nom}, {heures}" if heures else nom
