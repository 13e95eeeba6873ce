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


# The administration's tables and the login pages are others' code, tested apart.
HORS_MATRICE_ESPACES = frozenset({"admin"})
HORS_MATRICE = frozenset(
    {
        "account_change_password",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    }
)

# Every view that carries login_not_required, and no other.
# The participant's pages: her session or her link is the key.
MOI = frozenset(
    {
        "inscriptions:moi",
        "inscriptions:moi-repondre",
        "inscriptions:moi-lettres",
        "inscriptions:moi-agenda",
        "inscriptions:moi-agenda-retirer",
        "inscriptions:moi-date",
        "inscriptions:moi-jeton",
        "inscriptions:agenda-personne",
    }
)
PUBLIQUES = (
    frozenset(
        {
            "centre:sante",
            "ateliers:accueil",
            "ateliers:centre-planning",
            "ateliers:centre-atelier",
            "ateliers:agenda-centre",
            "ateliers:agenda-lieu",
            "ateliers:agenda-atelier",
            "ateliers:api-accueil",
            "ateliers:api-openapi",
            "ateliers:api-centres",
            "ateliers:api-ateliers",
            "ateliers:api-seances",
        }
    )
    | MOI
)
PUBLIQUES_CONNEXION = frozenset(
    {
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)

CENTRE = [
    Ligne("centre:sante", get=public(200), post=public(405)),
    Ligne(
        "centre:composants",
        get=acces(200, ici_et_ailleurs("administration"), sinon=403),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "centre:message-list",
        get=acces(
            200,
            ici_et_ailleurs("coordination accueil"),
            **dict.fromkeys(ici_et_ailleurs("animation referent").split(), 403),
        ),
        post=SEULEMENT_GET,
    ),
    *(
        Ligne(
            f"centre:message-{acte}",
            get=SEULEMENT_POST,
            post=acces(302, "coordination accueil"),
            objet=lambda m: {"pk": m.message.pk},
        )
        for acte in ("reessayer", "arreter", "fait")
    ),
    Ligne(
        "centre:calendrier",
        get=acces(200, ici_et_ailleurs(EQUIPE)),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "centre:calendrier-completer",
        get=SEULEMENT_POST,
        post=acces(302, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "centre:periode-creer",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(302, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        donnees=lambda m: {
            "genre": "fermeture",
            "nom": "Pont",
            "debut": "2027-05-07",
            "fin": "2027-05-08",
        },
    ),
    Ligne(
        "centre:periode-modifier",
        get=acces(200, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
        post=acces(302, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
        objet=lambda m: {"pk": m.periode.pk},
        donnees=lambda m: {
            "genre": "fermeture",
            "nom": "Fermeture d’été",
            "debut": "2027-08-02",
            "fin": "2027-08-31",
        },
    ),
    Ligne(
        "centre:periode-supprimer",
        get=acces(200, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
        post=acces(302, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
        objet=lambda m: {"pk": m.periode.pk},
    ),
]

LISENT_L_ANNUAIRE = acces(
    200,
    "accueil referent referent_ailleurs coordination",
    animation=403,
    animation_ailleurs=403,
)
ANNUAIRE = [
    Ligne("centre:lieu-list", get=acces(200, ici_et_ailleurs(EQUIPE)), post=SEULEMENT_GET),
    Ligne(
        "centre:organisme-list",
        get=acces(
            200,
            ici_et_ailleurs("accueil referent coordination"),
            animation=403,
            animation_ailleurs=403,
        ),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "centre:organisme-detail",
        get=LISENT_L_ANNUAIRE,
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.organisme.pk},
    ),
    Ligne(
        "centre:equipe",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
    ),
    *(
        Ligne(
            f"centre:{nom}",
            get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
            post=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        )
        for nom in ("lieu-creer", "organisme-creer", "acces-ouvrir")
    ),
    *(
        # Empty, a form comes back with its errors.
        Ligne(
            f"centre:{nom}",
            get=acces(200, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
            post=acces(200, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
            objet=objet,
        )
        for nom, objet in (
            ("lieu-modifier", lambda m: {"pk": m.lieu.pk}),
            ("organisme-modifier", lambda m: {"pk": m.organisme.pk}),
            ("professionnel-creer", lambda m: {"pk": m.organisme.pk}),
            ("professionnel-modifier", lambda m: {"pk": m.prescripteur.pk}),
        )
    ),
    Ligne(
        "centre:lieu-retirer",
        get=acces(200, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
        post=acces(302, "coordination", **REFUS_EQUIPE_SANS_AILLEURS),
        objet=lambda m: {"pk": m.lieu.pk},
    ),
    # Who holds an access is known to the coordination alone: for the rest there is no such row.
    Ligne(
        "centre:acces-fermer",
        get=acces(200, "coordination"),
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.acteurs["prescripteur"].affectations.get().pk},
    ),
    Ligne(
        "centre:acces-lien",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.acteurs["prescripteur"].affectations.get().pk},
    ),
]

# What the team of this centre reads; two roles are « _ailleurs » in the same centre.
ICI = f"{EQUIPE} animation_ailleurs referent_ailleurs"


def seulement_coordination(ouvert: int) -> Attendu:
    """Coordination of this centre acts, its team sees and may not, the others find nothing."""
    return acces(ouvert, "coordination", **REFUS_EQUIPE_SANS_AILLEURS)


def un_atelier(m: Monde) -> dict[str, Any]:
    return {"pk": m.atelier.pk}


def un_brouillon(m: Monde) -> dict[str, Any]:
    return {"pk": m.brouillon.pk}


def publique(nom: str, **kwargs: str) -> Ligne:
    return Ligne(
        nom, get=public(200), post=public(405), objet=(lambda m: kwargs) if kwargs else None
    )


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


ATELIERS = [
    publique("ateliers:accueil"),
    publique("ateliers:centre-planning", centre="le-lierre"),
    publique("ateliers:centre-atelier", centre="le-lierre", atelier="couture"),
    publique("ateliers:agenda-centre", centre="le-lierre"),
    publique("ateliers:agenda-lieu", centre="le-lierre", lieu="espace-adultes"),
    publique("ateliers:agenda-atelier", centre="le-lierre", atelier="couture"),
    publique("ateliers:api-accueil"),
    publique("ateliers:api-openapi"),
    publique("ateliers:api-centres"),
    publique("ateliers:api-ateliers", centre="le-lierre"),
    publique("ateliers:api-seances", centre="le-lierre"),
    *(
        # A protected atelier does not exist for strangers, whoever they are.
        Ligne(
            f"ateliers:{nom}",
            get=public(404),
            post=public(405),
            objet=lambda m: {"centre": "le-lierre", "atelier": "paroles"},
            cas="protege",
        )
        for nom in ("centre-atelier", "agenda-atelier")
    ),
    Ligne(
        "ateliers:planning-semaine",
        # Partners go to their own home, and technical access to its own.
        get=acces(200, ici_et_ailleurs(EQUIPE), sinon=302),
        post=SEULEMENT_GET,
    ),
    Ligne("ateliers:atelier-list", get=acces(200, ici_et_ailleurs(EQUIPE)), post=SEULEMENT_GET),
    Ligne("ateliers:atelier-detail", get=acces(200, ICI), post=SEULEMENT_GET, objet=un_atelier),
    Ligne(
        "ateliers:atelier-detail",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.protege.pk},
        cas="protege",
    ),
    Ligne("ateliers:affiche-semaine", get=acces(200, ici_et_ailleurs(EQUIPE)), post=SEULEMENT_GET),
    Ligne("ateliers:affiche-annee", get=acces(200, ICI), post=SEULEMENT_GET, objet=un_atelier),
    Ligne(
        "ateliers:affiche-annee",
        # Paper never names a protected atelier, whoever asks.
        get=acces(404),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.protege.pk},
        cas="protege",
    ),
    Ligne(
        "ateliers:atelier-creer",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    decision("ateliers:atelier-modifier", un_atelier),
    decision("ateliers:serie-creer", un_atelier),
    decision("ateliers:serie-modifier", un_brouillon),
    Ligne("ateliers:serie-apercu", get=acces(200, ICI), post=SEULEMENT_GET, objet=un_brouillon),
    decision("ateliers:serie-basculer", un_brouillon, 302, jour="2026-12-02"),
    decision("ateliers:serie-publier", un_brouillon, 302),
]

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


def formulaire(nom: str, attendu: Attendu, objet: Callable[[Monde], dict[str, Any]]) -> Ligne:
    """A page with a form: an empty POST comes back with its errors."""
    return Ligne(f"parcours:{nom}", get=attendu, post=attendu, objet=objet)


def acte(
    nom: str, attendu: Attendu, objet: Callable[[Monde], dict[str, Any]], **donnees: str
) -> Ligne:
    return Ligne(
        f"parcours:{nom}",
        get=SEULEMENT_POST,
        post=attendu,
        objet=objet,
        donnees=lambda m: donnees,
    )


MENE = acces(200, SUIVI, prescripteur=403, binome=403)
FICHE_SUIVIE = acces(200, SUIT, accueil=403, prescripteur=403)
PARCOURS = [
    *(
        Ligne(
            f"parcours:{nom}",
            get=acces(200, ici_et_ailleurs(DOSSIERS)),
            post=acces(200, ici_et_ailleurs(DOSSIERS)) if nom.endswith("creer") else SEULEMENT_GET,
        )
        for nom in ("personne-list", "personne-creer", "orientation-list")
    ),
    Ligne(
        "parcours:orientation-creer",
        get=acces(200, ici_et_ailleurs(f"{SUIVI} {PARTENAIRES}")),
        post=acces(200, ici_et_ailleurs(f"{SUIVI} {PARTENAIRES}")),
    ),
    formulaire(
        "personne-modifier", acces(200, DOSSIER, prescripteur=403, binome=403), une_personne
    ),
    formulaire(
        "parcours-nouveau",
        acces(200, SUIT, accueil=403, prescripteur=403, binome=403),
        une_personne,
    ),
    Ligne(
        "parcours:orientation-recue",
        get=acces(200, DOSSIER, prescripteur=403),
        post=SEULEMENT_GET,
        objet=une_fiche,
    ),
    acte("appel-noter", acces(302, DOSSIER, prescripteur=403), une_fiche, issue="joint"),
    acte(
        "orientation-etat",
        acces(302, SUIT, accueil=403, prescripteur=403),
        une_fiche,
        etat="contact_en_cours",
    ),
    acte(
        "orientation-doublon",
        acces(302, "coordination", accueil=403, prescripteur=403)
        | {"referent": 403, "referent_ailleurs": 403},
        une_fiche,
        doublon="autre",
    ),
    formulaire("entretien-fixer", FICHE_SUIVIE, une_fiche),
    formulaire("parcours-ouvrir", FICHE_SUIVIE, une_fiche),
    formulaire("parcours-modifier", MENE, un_parcours),
    formulaire("parcours-clore", MENE, un_parcours),
    formulaire("entretien-creer", MENE, un_parcours),
    acte(
        "transmission",
        acces(302, SUIVI, prescripteur=403, binome=403),
        un_parcours,
        transmission="aucune",
    ),
    # The author alone: an interview holds a confidential text (ASI-12).
    formulaire("entretien-modifier", acces(200, "referent"), lambda m: {"pk": m.entretien.pk}),
]


def la_seance(m: Monde) -> dict[str, Any]:
    return {"pk": m.seance.pk}


def la_place(m: Monde) -> dict[str, Any]:
    return {"pk": m.place.pk}


def la_serie(m: Monde) -> dict[str, Any]:
    return {"pk": m.serie.pk}


def placer(nom: str, **donnees: str) -> Ligne:
    """An act on a place: accueil, coordination, the référent of that person."""
    return Ligne(
        f"inscriptions:{nom}",
        get=SEULEMENT_POST,
        post=acces(302, DOSSIERS, referent_ailleurs=403, animation=403),
        objet=la_place,
        donnees=lambda m: donnees,
    )


VOIT_LA_SEANCE = f"{EQUIPE} animation_ailleurs referent_ailleurs"
CHANGE_LA_SEANCE = acces(200, "coordination") | dict.fromkeys(
    ("animation", "animation_ailleurs", "accueil", "referent", "referent_ailleurs"), 403
)
INSCRIT = acces(200, DOSSIERS, referent_ailleurs=403, prescripteur=403, binome=403)
SANS_SESSION = public(302)
INSCRIPTIONS = [
    Ligne(
        "inscriptions:seance-detail",
        get=acces(200, VOIT_LA_SEANCE),
        post=SEULEMENT_GET,
        objet=la_seance,
    ),
    *(
        Ligne(
            f"inscriptions:seance-{geste}",
            get=CHANGE_LA_SEANCE,
            post=CHANGE_LA_SEANCE,
            objet=la_seance,
        )
        for geste in ("deplacer", "annuler")
    ),
    Ligne(
        "inscriptions:seance-defaire",
        get=SEULEMENT_POST,
        post=CHANGE_LA_SEANCE | {"coordination": 302},
        objet=la_seance,
    ),
    decision("inscriptions:serie-basculer", la_serie, 302, jour="2030-01-07"),
    # Somebody is enrolled: first the sheet « Avant d’envoyer ».
    Ligne(
        "inscriptions:serie-replanifier",
        get=SEULEMENT_POST,
        post=seulement_coordination(200),
        objet=la_serie,
    ),
    Ligne(
        "inscriptions:place-prendre",
        get=SEULEMENT_POST,
        post=acces(302, DOSSIERS, referent_ailleurs=403, animation=403, animation_ailleurs=403),
        objet=la_seance,
        donnees=lambda m: {"personne": m.personne.reference, "sieges": 1},
    ),
    placer("place-annuler", qui="personne"),
    placer("place-proposer"),
    placer("place-confirmer"),
    Ligne("inscriptions:inscription-creer", get=INSCRIT, post=INSCRIT, objet=une_personne),
    Ligne("inscriptions:carte", get=INSCRIT, post=INSCRIT, objet=une_personne),
    Ligne(
        "inscriptions:inscription-arreter",
        get=acces(200, DOSSIERS, referent_ailleurs=403),
        post=acces(302, DOSSIERS, referent_ailleurs=403),
        objet=lambda m: {"pk": m.inscription.pk},
    ),
    Ligne(
        "inscriptions:appels",
        get=acces(200, ici_et_ailleurs("accueil coordination")),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "inscriptions:appel-fait",
        get=SEULEMENT_POST,
        post=acces(302, "accueil coordination"),
        objet=lambda m: {"pk": m.envoi.pk},
    ),
    # The participant's pages: a session opened by the card, her own places and nobody else's.
    Ligne("inscriptions:moi", get=public(200), post=public(405)),
    Ligne(
        "inscriptions:moi-repondre",
        get=public(405),
        post=SANS_SESSION | {"participant_ailleurs": 404},
        donnees=lambda m: {"place": m.place.pk, "reponse": "vient"},
    ),
    Ligne(
        "inscriptions:moi-lettres",
        get=public(405),
        post=SANS_SESSION | {"participant_ailleurs": 200},
        donnees=lambda m: {"lettres": "fer"},
    ),
    Ligne("inscriptions:moi-agenda", get=SANS_SESSION, post=SANS_SESSION),
    Ligne(
        "inscriptions:moi-agenda-retirer",
        get=public(405),
        post=SANS_SESSION,
        objet=lambda m: {"pk": m.personne.jetons.get(usage="agenda").pk},
    ),
    Ligne(
        "inscriptions:moi-date",
        get=SANS_SESSION | {"participant": 200, "participant_ailleurs": 404},
        post=public(405),
        objet=la_place,
    ),
    Ligne(
        "inscriptions:moi-jeton",
        get=public(302),
        post=public(405),
        objet=lambda m: {"jeton": m.jeton_page},
    ),
    Ligne(
        "inscriptions:agenda-personne",
        get=public(200),
        post=public(405),
        objet=lambda m: {"jeton": m.jeton_agenda},
    ),
]

FEUILLE = "animation referent referent_ailleurs coordination"


def passee(m: Monde) -> dict[str, Any]:
    return {"pk": m.seance_passee.pk}


def feuille(nom: str, **donnees: str) -> Ligne:
    """An act on the sheet of a past séance: its animateur, référents, coordination."""
    return Ligne(
        f"presences:feuille-{nom}",
        get=SEULEMENT_POST,
        post=acces(302, FEUILLE, animation_ailleurs=403, accueil=403),
        objet=passee,
        donnees=lambda m: donnees,
    )


PRESENCES = [
    Ligne(
        "presences:orientations",
        get=acces(200, ici_et_ailleurs(PARTENAIRES))
        | dict.fromkeys(ici_et_ailleurs(DOSSIERS).split(), 302),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "presences:suivi",
        get=acces(200, "prescripteur"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.orientation.pk},
    ),
    Ligne(
        "presences:suivi-parcours",
        get=acces(200, PARTENAIRES),
        post=SEULEMENT_GET,
        objet=un_parcours,
    ),
    Ligne(
        "presences:personne-detail",
        get=acces(200, DOSSIER, prescripteur=403, binome=403),
        post=SEULEMENT_GET,
        objet=une_personne,
    ),
    *(
        Ligne(
            f"presences:{nom}",
            get=acces(200, FEUILLE, animation_ailleurs=403, accueil=403),
            post=SEULEMENT_GET,
            objet=passee,
        )
        for nom in ("feuille", "feuille-imprimer")
    ),
    feuille("remplir"),
    feuille("fermer"),
    feuille("rouvrir", raison="Une erreur"),
    feuille("venir", prenom="Olena", initiale="H"),
    feuille("heures"),
    Ligne(
        "presences:pointer",
        get=SEULEMENT_POST,
        post=acces(302, FEUILLE, animation_ailleurs=403, accueil=403),
        objet=lambda m: {"pk": m.place_passee.pk},
        donnees=lambda m: {f"p-{m.place_passee.pk}-statut": "present"},
    ),
]

BILANS = [
    *(
        Ligne(
            f"bilans:{nom}",
            get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
            post=SEULEMENT_GET,
        )
        for nom in ("bilan", "export-presences", "import-modele")
    ),
    Ligne(
        "bilans:figure",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
        objet=lambda m: {"code": "F02"},
        est_a_un_centre=False,
    ),
    Ligne(
        "bilans:import-personnes",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "bilans:import-apercu",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.fichier.pk},
    ),
    Ligne(
        "bilans:import-confirmer",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.fichier.pk},
    ),
]

LIGNES = [*CENTRE, *ANNUAIRE, *ATELIERS, *PARCOURS, *INSCRIPTIONS, *PRESENCES, *BILANS]
