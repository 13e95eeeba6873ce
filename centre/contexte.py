"""What the header of every page needs: tabs by role, the centre."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from centre.http import CLE_CENTRE
from centre.models import Affectation, Centre, Utilisateur

Role = Affectation.Role
EQUIPE = frozenset(Affectation.EQUIPE)
SUIVI = frozenset({Role.REFERENT, Role.COORDINATION})
PARTENAIRES = frozenset(Affectation.PARTENAIRES)


@dataclass(frozen=True)
class Onglet:
    """A tab of the header; ``url`` is filled when its page exists."""

    nom: str
    icone: str
    noms_url: tuple[str, ...]
    roles: frozenset[str]
    url: str = ""
    courant: bool = False


ONGLETS = (
    Onglet("Planning", "calendrier", ("inscriptions:planning", "ateliers:planning"), EQUIPE),
    Onglet("Ateliers", "palette", ("ateliers:atelier-list",), EQUIPE),
    Onglet("Personnes", "groupe", ("parcours:personne-list",), EQUIPE - {Role.ANIMATION}),
    Onglet("Orientations", "main", ("presences:orientation-list",), SUIVI),
    Onglet("Bilans", "graph", ("bilans:accueil", "bilans:bilan-list"), SUIVI),
    Onglet("Mes orientations", "main", ("presences:orientation-list",), PARTENAIRES),
    Onglet("Prendre un créneau", "calendrier", ("inscriptions:creneau-list",), PARTENAIRES),
    Onglet("Orienter une personne", "plus", ("parcours:orientation-form",), PARTENAIRES),
    Onglet("Mes accès", "oeil", ("presences:acces-list",), PARTENAIRES),
)


def _adresse(noms: tuple[str, ...]) -> str:
    """Return the address of the first page that exists, or nothing."""
    for nom in noms:
        try:
            return reverse(nom)
        except NoReverseMatch:
            continue
    return ""


def onglets(roles: frozenset[str], chemin: str) -> list[Onglet]:
    """Return the tabs of these roles; a page that is not there yet has no tab.

    Somebody who is both in the team and a partner keeps the team's word for a shared page.
    """
    gardes: dict[str, Onglet] = {}
    for onglet in ONGLETS:
        adresse = _adresse(onglet.noms_url) if roles & onglet.roles else ""
        if adresse and adresse not in gardes:
            gardes[adresse] = Onglet(
                onglet.nom, onglet.icone, onglet.noms_url, onglet.roles, adresse
            )
    courante = max((a for a in gardes if chemin.startswith(a)), key=len, default="")
    return [
        Onglet(o.nom, o.icone, o.noms_url, o.roles, o.url, o.url == courante)
        for o in gardes.values()
    ]


def _centres(utilisateur: Utilisateur) -> list[Centre]:
    return list(Centre.objects.visibles_par(utilisateur).order_by("pk"))


def _centre_courant(request: HttpRequest, centres: list[Centre]) -> Centre | None:
    """Return the centre of the session when the user still works there, else the first one."""
    garde = request.session.get(CLE_CENTRE)
    return next((c for c in centres if c.pk == garde), centres[0] if centres else None)


def _fonction(roles: frozenset[str]) -> str:
    """Name the role written under the user's name: the widest one."""
    ordre = (Role.COORDINATION, Role.REFERENT, Role.ACCUEIL, Role.ANIMATION, *PARTENAIRES)
    return next((Role(r).label for r in ordre if r in roles), "")


def _entete(request: HttpRequest) -> dict[str, Any]:
    utilisateur = getattr(request, "user", None)
    if utilisateur is None or not utilisateur.is_authenticated:
        return {"onglets": [], "centre": None, "centres": [], "fonction": ""}
    centres = _centres(utilisateur)
    centre = _centre_courant(request, centres)
    roles = utilisateur.roles_par_centre.get(centre.pk, frozenset()) if centre else frozenset()
    return {
        "onglets": onglets(roles, request.path),
        "centre": centre,
        "centres": centres if len(centres) > 1 else [],
        "fonction": _fonction(roles),
    }


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give ``entete``, lazy: a page without header asks the database nothing."""
    return {
        "entete": SimpleLazyObject(lambda: _entete(request)),
        "DEMONSTRATION": settings.DEMONSTRATION,
    }
