"""How a page states who may: ``exiger(peut_…(request.user, objet))``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from centre.models import Affectation

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

COORDINATION = Affectation.Role.COORDINATION
ACCUEIL = Affectation.Role.ACCUEIL
REFERENT = Affectation.Role.REFERENT
ANIMATION = Affectation.Role.ANIMATION
ADMINISTRATION = Affectation.Role.ADMINISTRATION
PRESCRIPTEUR = Affectation.Role.PRESCRIPTEUR
BINOME = Affectation.Role.BINOME
EQUIPE = Affectation.EQUIPE
PARTENAIRES = Affectation.PARTENAIRES
# The roles a coordination gives in its own centre: neither its own nor the technical one.
ROLES_A_DONNER = (ANIMATION, ACCUEIL, REFERENT, *PARTENAIRES)


def exiger(permis: bool) -> None:
    """Answer 403 to a member who sees the object but may not do this; strangers got 404 before."""
    if not permis:
        raise PermissionDenied


def peut_coordonner(utilisateur: Utilisateur, centre: Centre) -> bool:
    return utilisateur.a_role(centre.pk, COORDINATION)


def peut_voir_la_messagerie(utilisateur: Utilisateur, centre: Centre) -> bool:
    return utilisateur.a_role(centre.pk, COORDINATION, ACCUEIL)


def peut_voir_les_partenaires(utilisateur: Utilisateur, centre: Centre) -> bool:
    return utilisateur.a_role(centre.pk, COORDINATION, ACCUEIL, REFERENT)


def peut_donner(utilisateur: Utilisateur, centre: Centre, role: str) -> bool:
    """Whether she may open or end this role there: never more than her own rights."""
    return role in ROLES_A_DONNER and peut_coordonner(utilisateur, centre)
