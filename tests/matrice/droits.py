"""Rows of the pages about people's data, of links to orient, of openings and of the end."""

from typing import Any

from tests.matrice.lignes import (
    DOSSIER,
    DOSSIERS,
    SEULEMENT_GET,
    SEULEMENT_POST,
    SUIT,
    SUIVI,
    Attendu,
    Ligne,
    acces,
    ici_et_ailleurs,
    public,
    une_fiche,
    une_personne,
)
from tests.monde import Monde

PARTENAIRES_403 = {"prescripteur": 403, "binome": 403}
SA_FICHE = acces(200, DOSSIER, **PARTENAIRES_403)
RELIT = acces(200, SUIVI, accueil=403, referent_ailleurs=403)
EQUIPE_403 = {"accueil": 403, "referent": 403, "referent_ailleurs": 403}


def une_demande(m: Monde) -> dict[str, Any]:
    return {"pk": m.demande.pk}


def liste(nom: str, roles: str, *, post: int = 405) -> Ligne:
    attendu = acces(200, ici_et_ailleurs(roles))
    return Ligne(f"parcours:{nom}", get=attendu, post=attendu if post == 200 else SEULEMENT_GET)


def bouton(nom: str, attendu: Attendu, objet: Any) -> Ligne:
    return Ligne(f"parcours:{nom}", get=SEULEMENT_POST, post=attendu, objet=objet)


DROITS = [
    liste("lien-list", SUIVI, post=200),
    liste("demande-list", DOSSIERS),
    liste("bris-list", SUIVI),
    liste("conservation", SUIVI),
    liste("preuve-list", "coordination"),
    liste("registre", "coordination"),
    bouton("lien-retirer", acces(302, SUIT), lambda m: {"pk": m.lien_fiche.pk}),
    Ligne("parcours:orienter", get=public(200), post=public(200)),
    Ligne(
        "parcours:orienter-jeton",
        get=public(302),
        post=public(405),
        objet=lambda m: {"jeton": m.jeton_fiche},
    ),
    # No call has been made yet: the page says so and goes back.
    Ligne(
        "parcours:orientation-lettre",
        get=acces(302, DOSSIER, prescripteur=403),
        post=SEULEMENT_GET,
        objet=une_fiche,
    ),
    *(
        Ligne(f"parcours:{nom}", get=SA_FICHE, post=SA_FICHE, objet=une_personne)
        for nom in ("personne-donnees", "personne-accords")
    ),
    Ligne("parcours:information-pdf", get=SA_FICHE, post=SEULEMENT_GET, objet=une_personne),
    bouton("information-remettre", acces(302, DOSSIER, **PARTENAIRES_403), une_personne),
    Ligne(
        "parcours:bris-ouvrir",
        get=acces(200, "coordination", **EQUIPE_403, **PARTENAIRES_403),
        post=acces(200, "coordination", **EQUIPE_403, **PARTENAIRES_403),
        objet=une_personne,
    ),
    bouton("bris-vu", acces(302, SUIVI), lambda m: {"pk": m.bris.pk}),
    Ligne(
        "parcours:demande-relire",
        get=RELIT,
        post=acces(302, SUIVI, accueil=403, referent_ailleurs=403),
        objet=une_demande,
        donnees=lambda m: {"a_masquer": ""},
    ),
    Ligne(
        "parcours:demande-copie",
        get=RELIT,
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.demande.pk, "genre": "csv"},
    ),
    bouton(
        "demande-remettre",
        acces(302, SUIVI, accueil=403, referent_ailleurs=403),
        une_demande,
    ),
    Ligne(
        "parcours:demande-effacer",
        get=acces(200, "coordination", **EQUIPE_403),
        post=acces(200, "coordination", **EQUIPE_403),
        objet=lambda m: {"pk": m.demande_effacement.pk},
    ),
    Ligne(
        "parcours:avis-garder",
        get=acces(200, SUIT),
        post=acces(200, SUIT),
        objet=lambda m: {"pk": m.avis.pk},
    ),
]
