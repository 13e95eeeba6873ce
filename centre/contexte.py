"""What the header of every page needs: tabs by role, the centre."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from centre.http import CLE_CENTRE, centres_de
from centre.models import Affectation, Centre

Role = Affectation.Role
EQUIPE = frozenset(Affectation.EQUIPE)
SUIVI = frozenset({Role.REFERENT, Role.COORDINATION})
PARTENAIRES = frozenset(Affectation.PARTENAIRES)


@dataclass(frozen=True)
class Onglet:
    """A tab of the header: the first page of ``noms_url`` that exists, lit under ``chemins``."""

    nom: str
    icone: str
    noms_url: tuple[str, ...]
    roles: frozenset[str]
    chemins: tuple[str, ...] = ()
    url: str = ""
    courant: bool = False


ONGLETS = (
    Onglet(
        "Planning",
        "calendrier",
        ("ateliers:planning-semaine",),
        EQUIPE,
        ("/planning/", "/seances/", "/presences/"),
    ),
    Onglet("Ateliers", "palette", ("ateliers:atelier-list",), EQUIPE, ("/ateliers/", "/series/")),
    Onglet(
        "Personnes",
        "groupe",
        ("parcours:personne-list",),
        EQUIPE - {Role.ANIMATION},
        ("/personnes/", "/parcours/", "/entretiens/"),
    ),
    Onglet("Orientations", "main", ("parcours:orientation-list",), SUIVI, ("/orientations/",)),
    Onglet(
        "Mes parcours",
        "drapeau",
        ("presences:parcours-suivis",),
        frozenset({Role.REFERENT}),
        ("/parcours/suivis/",),
    ),
    Onglet("Bilans", "graph", ("bilans:bilan",), frozenset({Role.COORDINATION}), ("/bilans/",)),
    Onglet(
        "Mes orientations",
        "main",
        ("presences:orientations",),
        PARTENAIRES,
        ("/orientations/",),
    ),
    Onglet("Prendre un créneau", "calendrier", ("inscriptions:creneau-list",), PARTENAIRES),
    Onglet("Orienter une personne", "plus", ("parcours:orientation-creer",), PARTENAIRES),
    Onglet("Mes accès", "oeil", ("presences:acces-list",), PARTENAIRES),
)

# Less often needed: in the account menu.
MENU = (
    Onglet(
        "Messages",
        "courriel",
        ("centre:message-list",),
        frozenset({Role.COORDINATION, Role.ACCUEIL}),
    ),
    Onglet(
        "Points d’attention",
        "alerte",
        ("ateliers:attention",),
        frozenset({Role.COORDINATION}),
        ("/planning/attention/",),
    ),
    Onglet(
        "Renouvellements",
        "sablier",
        ("parcours:renouvellement-list",),
        SUIVI,
        ("/renouvellements/",),
    ),
    Onglet("Points", "papier", ("parcours:point-list",), SUIVI, ("/points/",)),
    Onglet("Dispositifs", "reglages", ("parcours:dispositif-list",), SUIVI, ("/dispositifs/",)),
    Onglet("Absences", "personne", ("ateliers:absence-list",), frozenset({Role.COORDINATION})),
    Onglet(
        "Calendrier du centre", "calendrier", ("centre:calendrier",), frozenset({Role.COORDINATION})
    ),
    Onglet("Lieux", "lieu", ("centre:lieu-list",), EQUIPE),
    Onglet(
        "Partenaires",
        "mallette",
        ("centre:organisme-list",),
        EQUIPE - {Role.ANIMATION},
        ("/partenaires/", "/professionnels/"),
    ),
    Onglet(
        "Opérations cofinancées",
        "papier",
        ("presences:operation-list",),
        frozenset({Role.COORDINATION}),
        ("/presences/operations/",),
    ),
    Onglet("Équipe et accès", "groupe", ("centre:equipe",), frozenset({Role.COORDINATION})),
    Onglet(
        "Demandes d’inscription",
        "siege",
        ("inscriptions:demande-list",),
        frozenset({Role.COORDINATION, Role.ACCUEIL}),
    ),
    Onglet("Voix de la page", "son", ("inscriptions:son-list",), frozenset({Role.COORDINATION})),
    Onglet("Mes agendas", "tel", ("ateliers:abonnement-list",), EQUIPE),
    Onglet("Mes créneaux en agenda", "tel", ("inscriptions:creneau-agenda",), PARTENAIRES),
)


def _adresse(noms: tuple[str, ...]) -> str:
    """Return the address of the first page that exists, or nothing."""
    for nom in noms:
        try:
            return reverse(nom)
        except NoReverseMatch:
            continue
    return ""


def _portee(onglet: Onglet, chemin: str) -> int:
    """Return how much of the path the tab covers: the longest one is lit."""
    return max((len(c) for c in (onglet.url, *onglet.chemins) if chemin.startswith(c)), default=0)


def onglets(
    roles: frozenset[str], chemin: str, choix: tuple[Onglet, ...] = ONGLETS
) -> list[Onglet]:
    """Return the tabs of these roles; a page that is not there yet has no tab.

    Somebody who is both in the team and a partner keeps the first word for a shared page.
    """
    gardes: dict[str, Onglet] = {}
    for onglet in choix:
        adresse = _adresse(onglet.noms_url) if roles & onglet.roles else ""
        if adresse:
            gardes.setdefault(adresse, replace(onglet, url=adresse))
    portees = {o.url: _portee(o, chemin) for o in gardes.values()}
    plus_longue = max(portees.values(), default=0)
    return [
        replace(o, courant=plus_longue > 0 and portees[o.url] == plus_longue)
        for o in gardes.values()
    ]


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
        return {"onglets": [], "menu": [], "centre": None, "centres": [], "fonction": ""}
    centres = centres_de(utilisateur)
    centre = _centre_courant(request, centres)
    roles = utilisateur.roles_par_centre.get(centre.pk, frozenset()) if centre else frozenset()
    visibles = onglets(roles, request.path)
    return {
        "onglets": visibles,
        "menu": onglets(roles, request.path, MENU),
        "recherche": next((o.url for o in visibles if o.nom == "Personnes"), ""),
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
