"""Rows of the application ``presences``: who may open which page."""

from typing import Any

from tests.builders import creer_demande, creer_logo, creer_operation, creer_photo
from tests.matrice.lignes import (
    DOSSIER,
    DOSSIERS,
    PARTENAIRES,
    SEULEMENT_GET,
    SEULEMENT_POST,
    SUIVI,
    Ligne,
    acces,
    ici_et_ailleurs,
    public,
    un_parcours,
    une_personne,
)
from tests.monde import Monde

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


TABLETTE = ici_et_ailleurs("animation referent coordination")


def demande_de_tablette(nom: str) -> Ligne:
    """JSON asked by a tablet: a body that is none is refused in JSON."""
    return Ligne(f"presences:{nom}", get=SEULEMENT_POST, post=acces(422, TABLETTE))


def acte_d_appareil(nom: str, attribut: str, **autres: int) -> Ligne:
    """A button beside a device of the animateur; all of them are the coordination's."""
    return Ligne(
        f"presences:{nom}",
        get=SEULEMENT_POST,
        post=acces(302, "coordination", **autres),
        objet=lambda m: {"pk": getattr(m, attribut).pk},
    )


TABLETTES = [
    Ligne("presences:tablette", get=acces(200, TABLETTE), post=SEULEMENT_GET),
    Ligne("presences:tablette-ouvrier", get=public(200), post=public(405)),
    Ligne("presences:tablette-etat", get=acces(200, TABLETTE), post=SEULEMENT_GET),
    demande_de_tablette("tablette-appareil"),
    demande_de_tablette("tablette-code"),
    demande_de_tablette("tablette-emporter"),
    demande_de_tablette("tablette-synchro"),
    Ligne("presences:tablettes", get=acces(200, TABLETTE), post=SEULEMENT_GET),
    acte_d_appareil("tablette-revoquer", "tablette", animation=302),
    acte_d_appareil("tablette-code-oublier", "tablette", animation=403),
    acte_d_appareil("emport-clore", "emport", animation=403),
    Ligne(
        "presences:tablette-trancher",
        get=SEULEMENT_POST,
        post=acces(302, FEUILLE, animation_ailleurs=403, accueil=403),
        objet=lambda m: {"pk": m.geste.pk},
        donnees=lambda m: {"choix": "bureau"},
    ),
    # A desk that nobody opened.
    Ligne("presences:borne", get=public(200), post=public(403)),
    Ligne(
        "presences:bornes",
        get=acces(200, ici_et_ailleurs("coordination")),
        post=acces(302, ici_et_ailleurs("coordination")),
    ),
    Ligne(
        "presences:borne-ouvrir",
        get=SEULEMENT_POST,
        post=acces(302, ici_et_ailleurs("coordination")),
    ),
]

COORDINATION = ici_et_ailleurs("coordination")
OPERATIONS = [
    Ligne(
        "presences:operation-list",
        get=acces(200, COORDINATION),
        post=acces(302, COORDINATION),
        donnees=lambda m: {"siret": ""},
    ),
    Ligne("presences:operation-creer", get=acces(200, COORDINATION), post=acces(200, COORDINATION)),
    Ligne(
        "presences:operation-modifier",
        get=acces(200, "coordination"),
        post=acces(200, "coordination"),
        objet=lambda m: {"pk": creer_operation(m.atelier).pk},
    ),
    Ligne(
        "presences:logo-poser",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": creer_operation(m.atelier).pk},
    ),
    Ligne(
        "presences:logo",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": creer_logo(creer_operation(m.atelier)).pk},
    ),
    Ligne(
        "presences:logo-retirer",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": creer_logo(creer_operation(m.atelier)).pk},
    ),
]

PRESENCES = [
    *TABLETTES,
    *OPERATIONS,
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
        "presences:orientations-exporter",
        get=acces(404),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "presences:acces-list",
        get=acces(200, ici_et_ailleurs(PARTENAIRES)),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "presences:resume-choisir",
        get=SEULEMENT_POST,
        post=acces(302, ici_et_ailleurs(PARTENAIRES)),
        donnees=lambda m: {"recevoir": "non"},
    ),
    Ligne(
        "presences:parcours-suivis",
        get=acces(200, ici_et_ailleurs(SUIVI)),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "presences:nouvelles-prendre",
        get=acces(200, "referent coordination", prescripteur=403, binome=403),
        post=acces(302, "referent coordination", prescripteur=403, binome=403),
        objet=un_parcours,
        donnees=lambda m: {"issue": "pause"},
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
        for nom in ("feuille", "feuille-papier", "feuille-appel")
    ),
    Ligne(
        "presences:feuille-saisie",
        get=acces(200, FEUILLE, animation_ailleurs=403, accueil=403),
        post=acces(302, FEUILLE, animation_ailleurs=403, accueil=403),
        objet=passee,
    ),
    Ligne(
        "presences:feuille-pdf",
        get=SEULEMENT_POST,
        post=acces(200, FEUILLE, animation_ailleurs=403, accueil=403),
        objet=passee,
    ),
    feuille("carnet", sans_nom="2", note="Salle froide"),
    Ligne(
        "presences:photo-ajouter",
        get=SEULEMENT_POST,
        post=acces(302, FEUILLE, animation_ailleurs=403, accueil=403),
        objet=passee,
    ),
    Ligne(
        "presences:photo",
        get=acces(200, FEUILLE, animation_ailleurs=403, accueil=403),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": creer_photo(m.seance_passee).pk},
    ),
    Ligne(
        "presences:photo-retirer",
        get=SEULEMENT_POST,
        post=acces(302, FEUILLE, animation_ailleurs=403, accueil=403),
        objet=lambda m: {"pk": creer_photo(m.seance_passee).pk},
    ),
    Ligne(
        "presences:feuille-list",
        get=acces(200, ici_et_ailleurs("animation referent coordination")),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "presences:feuilles-pdf",
        get=SEULEMENT_POST,
        post=acces(302, ici_et_ailleurs("animation referent coordination")),
    ),
    Ligne(
        "presences:export-statuts",
        get=acces(200, "coordination coordination_ailleurs"),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "presences:demande-repondre",
        get=SEULEMENT_POST,
        post=acces(302, FEUILLE),
        objet=lambda m: {"pk": creer_demande(m.presence).pk},
        donnees=lambda m: {"garder": "oui"},
    ),
    Ligne(
        "presences:personne-attestation",
        get=acces(200, f"{SUIVI} referent_ailleurs", accueil=403, prescripteur=403, binome=403),
        post=acces(200, f"{SUIVI} referent_ailleurs", accueil=403, prescripteur=403, binome=403),
        objet=une_personne,
        donnees=lambda m: {"du": "2026-10-01", "au": "2026-10-31", "ligne": m.presence.pk},
    ),
    # Her own pages ask for the three letters, which nobody of this world has written.
    Ligne("presences:moi-heures", get=public(302), post=public(405)),
    Ligne(
        "presences:moi-corriger",
        get=public(302),
        post=public(302),
        objet=lambda m: {"pk": m.presence.pk},
    ),
    Ligne("presences:moi-attestation", get=public(302), post=public(302)),
    Ligne("presences:moi-accompagnement", get=public(302), post=public(302)),
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
