"""Write the facts of an outing, the answers of a group, the rules of the places of an atelier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ateliers.models import Atelier, Seance, Sortie
from inscriptions.models import FicheSortie, Place
from inscriptions.operations.demandes import Proche, ecrire_la_famille
from inscriptions.operations.offres import suivre_les_files
from inscriptions.operations.verrou import ecriture, verrouiller


def decrire_la_sortie(seance: Seance, champs: Mapping[str, Any]) -> Sortie:
    """Write where to meet and the rest; a séance has one such sheet."""
    with ecriture():
        verrouiller([seance.pk])
        sortie, _ = Sortie.objects.update_or_create(seance=seance, defaults=dict(champs))
        return sortie


def remplir_la_fiche(
    place: Place, *, champs: Mapping[str, Any], proches: Sequence[Proche]
) -> FicheSortie:
    """Write what one group answered: who comes, meals, whom to call."""
    with ecriture():
        ecrire_la_famille(place, proches)
        fiche, _ = FicheSortie.objects.update_or_create(place=place, defaults=dict(champs))
        return fiche


def regler_les_places(
    atelier: Atelier, champs: Mapping[str, Any], *, quand: dt.datetime | None = None
) -> Atelier:
    """Change how places are given; the queues of the dates to come follow the new rule at once."""
    with ecriture():
        lu = Atelier.objects.select_for_update(of=("self",)).get(pk=atelier.pk)
        for nom, valeur in champs.items():
            setattr(lu, nom, valeur)
        lu.save(update_fields=list(champs))
        a_venir = Seance.objects.filter(atelier=lu, etat=Seance.Etat.PREVUE)
        suivre_les_files(list(a_venir.values_list("pk", flat=True)), quand=quand)
        return lu
