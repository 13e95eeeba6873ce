"""Rows of the application ``parcours``: who may open which page."""

from collections.abc import Callable
from typing import Any

from tests.matrice.lignes import (
    DOSSIER,
    DOSSIERS,
    PARTENAIRES,
    SEULEMENT_GET,
    SEULEMENT_POST,
    SUIT,
    SUIVI,
    Attendu,
    Ligne,
    acces,
    ici_et_ailleurs,
    un_parcours,
    une_fiche,
    une_personne,
)
from tests.monde import Monde


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
# The shared space: its members and the coordination; a prescriber who is no member is told no.
ESPACE = acces(200, f"{SUIVI} binome", prescripteur=403)
COMITE = acces(200, SUIT, binome=403)
ESPACES = [
    Ligne("parcours:espace", get=ESPACE, post=SEULEMENT_GET, objet=un_parcours),
    *(
        formulaire(nom, ESPACE, un_parcours)
        for nom in (
            "diagnostic-ecrire",
            "ligne-ecrire",
            "emploi-commencer",
            "emploi-arreter",
            "note-ecrire",
        )
    ),
    acte("diagnostic-valider", acces(302, f"{SUIVI} binome", prescripteur=403), un_parcours),
    formulaire("ligne-suivre", acces(200, f"{SUIVI} binome"), lambda m: {"pk": m.ligne_plan.pk}),
    formulaire("intervenant-ajouter", MENE, un_parcours),
    acte(
        "intervenant-retirer",
        acces(302, SUIVI, prescripteur=403, binome=403),
        lambda m: {"pk": m.intervenant.pk},
    ),
    Ligne(
        "parcours:comite-list",
        get=acces(200, ici_et_ailleurs(f"{SUIVI} {PARTENAIRES}")),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "parcours:comite-creer",
        get=acces(200, ici_et_ailleurs(SUIVI)),
        post=acces(200, ici_et_ailleurs(SUIVI)),
    ),
    Ligne(
        "parcours:comite-detail",
        get=acces(200, f"{SUIT} binome"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.comite.pk},
    ),
    *(
        formulaire(nom, COMITE, lambda m: {"pk": m.comite.pk})
        for nom in ("comite-inviter", "situation-presenter")
    ),
    formulaire("comite-noter", COMITE, lambda m: {"pk": m.comite.pk}),
    formulaire("situation-suivre", COMITE, lambda m: {"pk": m.situation.pk}),
]
PARCOURS = [
    *ESPACES,
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
        "personne-fusionner",
        acces(
            200,
            "coordination",
            accueil=403,
            referent=403,
            referent_ailleurs=403,
            prescripteur=403,
            binome=403,
        ),
        une_personne,
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
