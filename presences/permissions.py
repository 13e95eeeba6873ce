"""Who may hold the sheet of a séance, and until when (decision 13)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ateliers.models import Seance
from centre.permissions import ACCUEIL, ANIMATION, COORDINATION, REFERENT

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models import Personne

SUR_LA_FEUILLE = (COORDINATION, REFERENT, ANIMATION)
# After that the coordination alone writes, and each writing is journaled.
DELAI_ANIMATION = dt.timedelta(days=7)


def anime(utilisateur: Utilisateur, seance: Seance) -> bool:
    """Whether she leads this very séance, or the window of this slot, in her role of animation."""
    if not utilisateur.a_role(seance.centre_id, ANIMATION):
        return False
    return Seance.objects.animees_par(utilisateur).filter(pk=seance.pk).exists()


def peut_emarger(utilisateur: Utilisateur, seance: Seance) -> bool:
    """Read and write the sheet: its animateur, coordination, référents; level 3, its team only."""
    if seance.atelier.est_protege:
        equipe = seance.atelier.equipe.filter(pk=utilisateur.pk).exists()
        return (equipe and utilisateur.a_role(seance.centre_id, *SUR_LA_FEUILLE)) or anime(
            utilisateur, seance
        )
    return utilisateur.a_role(seance.centre_id, COORDINATION, REFERENT) or anime(
        utilisateur, seance
    )


def peut_noter_prevenu(utilisateur: Utilisateur, seance: Seance) -> bool:
    """The reception writes « a prévenu » for who calls; it reads no attendance."""
    if seance.atelier.est_protege:
        return peut_emarger(utilisateur, seance)
    return utilisateur.a_role(seance.centre_id, ACCUEIL) or peut_emarger(utilisateur, seance)


def peut_ecrire_apres_delai(utilisateur: Utilisateur, seance: Seance) -> bool:
    return utilisateur.a_role(seance.centre_id, COORDINATION)


def peut_tenir_une_tablette(utilisateur: Utilisateur, centre: Centre) -> bool:
    """Whoever may lead a séance takes its list along; what the list holds is decided apart."""
    return utilisateur.a_role(centre.pk, *SUR_LA_FEUILLE)


def peut_gerer_les_appareils(utilisateur: Utilisateur, centre: Centre) -> bool:
    return utilisateur.a_role(centre.pk, COORDINATION)


def peut_attester(utilisateur: Utilisateur, personne: Personne) -> bool:
    """Print for her what she asks: who walks with people in her centre, never the reception."""
    return utilisateur.a_role(personne.centre_id, COORDINATION, REFERENT)
