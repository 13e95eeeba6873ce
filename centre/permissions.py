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


def exiger(permis: bool) -> None:
    """Answer 403 to a member who sees the object but may not do this; strangers got 404 before."""
    if not permis:
        raise PermissionDenied


def peut_coordonner(utilisateur: Utilisateur, centre: Centre) -> bool:
    return utilisateur.a_role(centre.pk, COORDINATION)


def peut_voir_la_messagerie(utilisateur: Utilisateur, centre: Centre) -> bool:
    return utilisateur.a_role(centre.pk, COORDINATION, ACCUEIL)
