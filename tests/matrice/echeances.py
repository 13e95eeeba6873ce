"""Rows of frames, renewals, points and individual bilans: who may open which page."""

from collections.abc import Callable
from typing import Any

from tests.matrice.lignes import (
    SEULEMENT_GET,
    SEULEMENT_POST,
    SUIVI,
    Attendu,
    Ligne,
    acces,
    ici_et_ailleurs,
    public,
    un_parcours,
)
from tests.monde import Monde

# The référent of another parcours reads the frames of her centre; the coordination writes them.
LISENT = "referent referent_ailleurs coordination"
REGLENT = {"referent": 403, "referent_ailleurs": 403}
MENE = acces(200, SUIVI, prescripteur=403, binome=403)


def objet(nom: str) -> Callable[[Monde], dict[str, Any]]:
    return lambda m: {"pk": getattr(m, nom).pk}


def acte(
    nom: str, attendu: Attendu, de: Callable[[Monde], dict[str, Any]], **donnees: str
) -> Ligne:
    return Ligne(
        f"parcours:{nom}", get=SEULEMENT_POST, post=attendu, objet=de, donnees=lambda m: donnees
    )


def page(nom: str, attendu: Attendu, de: Callable[[Monde], dict[str, Any]]) -> Ligne:
    return Ligne(f"parcours:{nom}", get=attendu, post=attendu, objet=de)


ECHEANCES = [
    *(
        Ligne(f"parcours:{nom}", get=acces(200, ici_et_ailleurs(SUIVI)), post=SEULEMENT_GET)
        for nom in ("dispositif-list", "renouvellement-list", "point-list")
    ),
    Ligne(
        "parcours:dispositif-creer",
        get=acces(200, ici_et_ailleurs("coordination")),
        post=acces(200, ici_et_ailleurs("coordination")),
    ),
    Ligne(
        "parcours:dispositif-detail",
        get=acces(200, LISENT),
        post=SEULEMENT_GET,
        objet=objet("dispositif"),
    ),
    page("dispositif-modifier", acces(200, "coordination", **REGLENT), objet("dispositif")),
    acte("dispositif-copier", acces(302, "coordination", **REGLENT), objet("dispositif")),
    acte("dispositif-tarif", acces(302, "coordination", **REGLENT), objet("dispositif")),
    Ligne(
        "parcours:financement",
        get=acces(200, "coordination", referent=403, prescripteur=403, binome=403),
        post=acces(302, "coordination", referent=403, prescripteur=403, binome=403),
        objet=un_parcours,
    ),
    page("prescripteur-changer", MENE, un_parcours),
    page("renouvellement", MENE, un_parcours),
    *(
        # The prescriber sees the request; he answers it elsewhere.
        acte(f"renouvellement-{nom}", acces(302, SUIVI, prescripteur=403), objet("renouvellement"))
        for nom in ("demander", "relancer", "noter", "decider")
    ),
    page(
        "renouvellement-repondre",
        acces(200, "prescripteur", referent=403, coordination=403),
        objet("renouvellement"),
    ),
    Ligne(
        "parcours:renouvellement-lien",
        get=public(200),
        post=public(200),
        objet=lambda m: {"jeton": m.jeton_renouvellement},
        est_a_un_centre=False,
    ),
    acte("point-commencer", acces(302, SUIVI, prescripteur=403, binome=403), un_parcours),
    # A draft is for the team; once sent, the prescriber reads it and nobody writes it.
    page("point", acces(200, SUIVI), objet("point_a_ecrire")),
    Ligne(
        "parcours:point",
        get=acces(200, f"{SUIVI} prescripteur"),
        post=acces(200, SUIVI, prescripteur=403),
        objet=objet("point_envoye"),
        cas="envoyé",
    ),
    acte("point-envoyer", acces(302, SUIVI), objet("point_a_ecrire")),
    Ligne(
        "parcours:point-pdf",
        get=acces(200, f"{SUIVI} prescripteur"),
        post=SEULEMENT_GET,
        objet=objet("point_envoye"),
    ),
    acte("bilan-commencer", acces(302, SUIVI, prescripteur=403, binome=403), un_parcours),
    # Every part of a draft may still be empty.
    Ligne(
        "parcours:bilan-individuel",
        get=acces(200, SUIVI),
        post=acces(302, SUIVI),
        objet=objet("bilan_a_ecrire"),
    ),
    acte("bilan-signer", acces(302, SUIVI), objet("bilan_a_ecrire")),
    Ligne(
        "parcours:bilan-pdf",
        get=acces(200, f"{SUIVI} prescripteur"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.bilan_signe.pk, "partie": "prescripteur"},
    ),
    Ligne(
        "parcours:bilan-pdf",
        get=acces(200, SUIVI, prescripteur=403),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.bilan_signe.pk, "partie": "personne"},
        cas="avec la personne",
    ),
    page("contact-apres-fin", MENE, un_parcours),
]
