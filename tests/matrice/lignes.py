"""Who may open which page: one row per URL name of the project.

``tests/test_acces.py`` reads all the names from the URLconf: a URL without a row here fails.

How to add a row::

    Ligne(
        "app:objet-action",
        get=acces(200, "coordination accueil", animation=403),  # the others: 404
        post=acces(302, "coordination", sinon=404, accueil=403),
        objet=lambda m: {"pk": m.seance.pk},  # kwargs of the URL, from tests/monde.py
        donnees=lambda m: {"motif": "autre"},  # body of the POST, when it needs one
    )

``acces(ouvert, "roles…", sinon=404, role=statut…)`` gives ``ouvert`` to the roles named, the
keyword statuses to theirs, ``sinon`` to the other logged-in ones; the anonymous visitor and the
participant get 302 (to the login page) unless named. Every role also exists as « _ailleurs »: the
same role without a tie to the object (see ``tests/monde.py``); it gets ``sinon`` unless named.
One actor, one answer. ``SEULEMENT_GET`` and ``SEULEMENT_POST`` are for views that refuse the other
method before they look at anything (405 to whoever is logged in).

``cas="…"`` allows a second row for the same URL, with an object under another right.

A page open to all is listed in ``PUBLIQUES`` and its row says
``get=public(200)``, with exceptions by keyword.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.monde import ROLES, Monde

SANS_COMPTE = ("anonyme", "participant", "participant_ailleurs")
CONNECTES = tuple(nom for role in ROLES for nom in (role, f"{role}_ailleurs"))
ACTEURS = SANS_COMPTE + CONNECTES
EQUIPE = "animation accueil referent coordination"
SUIVI = "referent coordination"
PARTENAIRES = "prescripteur binome"

Attendu = dict[str, int]


def acces(ouvert: int, roles: str = "", *, sinon: int = 404, **autres: int) -> Attendu:
    """Statuses of all actors: ``ouvert`` for ``roles``, ``sinon`` for others, exceptions."""
    inconnus = ({*roles.split(), *autres}) - set(ACTEURS)
    if inconnus:
        raise ValueError(f"unknown actors: {sorted(inconnus)}")
    attendu = dict.fromkeys(SANS_COMPTE, 302) | dict.fromkeys(CONNECTES, sinon)
    return attendu | dict.fromkeys(roles.split(), ouvert) | autres


def ici_et_ailleurs(roles: str) -> str:
    """Name roles with their « _ailleurs »: pages that show each one her own rows."""
    return " ".join(f"{role} {role}_ailleurs" for role in roles.split())


def public(statut: int, **autres: int) -> Attendu:
    return dict.fromkeys(ACTEURS, statut) | autres


SEULEMENT_GET = acces(405, sinon=405)
SEULEMENT_POST = acces(405, sinon=405)


# Members of the team who see the page but may not act, in both centres, or in this one. Two roles
# are « _ailleurs » in the same centre: animation and referent.
REFUS_EQUIPE = dict.fromkeys(ici_et_ailleurs("animation accueil referent").split(), 403)
REFUS_EQUIPE_SANS_AILLEURS = {n: s for n, s in REFUS_EQUIPE.items() if n != "accueil_ailleurs"}


@dataclass(frozen=True)
class Ligne:
    """What each actor gets from one URL, by GET and by POST."""

    nom: str
    get: Attendu
    post: Attendu
    objet: Callable[[Monde], dict[str, Any]] | None = None
    donnees: Callable[[Monde], dict[str, Any]] = lambda m: {}
    # Another object behind the same URL, such as a protected séance: a word for the second row.
    cas: str = ""
    # What the other centre's roles get: not found, unless the page is everybody's.
    etranger: int = 404
    # False when the URL's argument names nothing that belongs to a centre (the code of a figure).
    est_a_un_centre: bool = True


# What the team of this centre reads; two roles are « _ailleurs » in the same centre.
ICI = f"{EQUIPE} animation_ailleurs referent_ailleurs"


def seulement_coordination(ouvert: int) -> Attendu:
    """Coordination of this centre acts, its team sees and may not, the others find nothing."""
    return acces(ouvert, "coordination", **REFUS_EQUIPE_SANS_AILLEURS)


def un_atelier(m: Monde) -> dict[str, Any]:
    return {"pk": m.atelier.pk}


def un_brouillon(m: Monde) -> dict[str, Any]:
    return {"pk": m.brouillon.pk}


DOSSIERS = "accueil referent coordination"
# The référent of another parcours works in the same centre: files yes, this parcours no.
DOSSIER = f"{DOSSIERS} referent_ailleurs"
SUIT = "referent referent_ailleurs coordination"


def une_personne(m: Monde) -> dict[str, Any]:
    return {"reference": m.personne.reference}


def une_fiche(m: Monde) -> dict[str, Any]:
    return {"pk": m.orientation_nouvelle.pk}


def un_parcours(m: Monde) -> dict[str, Any]:
    return {"pk": m.parcours.pk}


def la_seance(m: Monde) -> dict[str, Any]:
    return {"pk": m.seance.pk}


def la_place(m: Monde) -> dict[str, Any]:
    return {"pk": m.place.pk}


def la_serie(m: Monde) -> dict[str, Any]:
    return {"pk": m.serie.pk}


VOIT_LA_SEANCE = f"{EQUIPE} animation_ailleurs referent_ailleurs"


def decision(
    nom: str, objet: Callable[[Monde], dict[str, Any]], post: int = 200, **donnees: str
) -> Ligne:
    """A form of the coordination; with ``post=302`` a button."""
    return Ligne(
        nom,
        get=seulement_coordination(200) if post == 200 else SEULEMENT_POST,
        post=seulement_coordination(post),
        objet=objet,
        donnees=lambda m: donnees,
    )
