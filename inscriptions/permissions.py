"""Who may move a séance, place people in it, call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centre.permissions import ACCUEIL, ANIMATION, COORDINATION, REFERENT, peut_coordonner
from parcours.models import Parcours

if TYPE_CHECKING:
    from ateliers.models import Seance
    from centre.models import Centre, Utilisateur
    from parcours.models import Personne

# Those who enrol people and free places.
PLACENT = (ACCUEIL, REFERENT, COORDINATION)
# Those who call people about their dates.
APPELLENT = (ACCUEIL, COORDINATION)


def peut_changer_la_seance(utilisateur: Utilisateur, seance: Seance) -> bool:
    """Moving or cancelling tells everybody: the coordination decides."""
    return peut_coordonner(utilisateur, seance.centre)


def tient_des_feuilles(utilisateur: Utilisateur, seance: Seance) -> bool:
    """The reception reads who is expected, never who came: no way to the sheet for her."""
    return utilisateur.a_role(seance.centre_id, COORDINATION, REFERENT, ANIMATION)


def peut_lire_la_liste_du_jour(utilisateur: Utilisateur, seance: Seance) -> bool:
    """Names, telephones and ages on paper: coordination and reception, or who leads the outing."""
    if utilisateur.a_role(seance.centre_id, ACCUEIL, COORDINATION):
        return True
    return utilisateur.a_role(seance.centre_id, ANIMATION) and (
        seance.animateurs.filter(utilisateur=utilisateur.pk).exists()
    )


def peut_surbooker(utilisateur: Utilisateur, seance: Seance) -> bool:
    """Adding seats to a full room, or answering requests: the coordination decides."""
    return peut_coordonner(utilisateur, seance.centre)


def peut_prendre_une_place_gardee(utilisateur: Utilisateur, seance: Seance) -> bool:
    """Seats kept for the team and, through their référents, for prescribers."""
    return utilisateur.a_role(seance.centre_id, REFERENT, COORDINATION)


def peut_fermer_un_creneau(utilisateur: Utilisateur, seance: Seance) -> bool:
    """A closed slot tells nobody: the reception does it too."""
    return utilisateur.a_role(seance.centre_id, ACCUEIL, COORDINATION)


def peut_placer_ici(utilisateur: Utilisateur, seance: Seance) -> bool:
    return utilisateur.a_role(seance.centre_id, *PLACENT)


def peut_placer(utilisateur: Utilisateur, personne: Personne) -> bool:
    """Coordination and accueil anybody of their centre, a référent the people she follows."""
    if utilisateur.a_role(personne.centre_id, ACCUEIL, COORDINATION):
        return True
    suivie = Parcours.objects.lies_a(utilisateur).filter(personne=personne)
    return utilisateur.a_role(personne.centre_id, REFERENT) and suivie.exists()


def peut_appeler(utilisateur: Utilisateur, centre: Centre) -> bool:
    return utilisateur.a_role(centre.pk, *APPELLENT)


def peut_donner_une_carte(utilisateur: Utilisateur, personne: Personne) -> bool:
    return peut_placer(utilisateur, personne)
