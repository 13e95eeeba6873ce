"""Rows of what is written along the way: notes, freins, aims, partners, her words."""

from tests.matrice.lignes import (
    DOSSIER,
    SEULEMENT_GET,
    SEULEMENT_POST,
    SUIVI,
    Ligne,
    acces,
    un_parcours,
    une_personne,
)

MENE = acces(200, SUIVI, prescripteur=403, binome=403)
# Of her own file: the team that walks with her; another référent sees the file, not the way.
ECRIT = {"accueil": 403, "referent_ailleurs": 403, "prescripteur": 403, "binome": 403}


def _note(genre):
    return lambda m: {"pk": m.parcours.pk, "genre": genre}


CHEMIN = [
    *(
        Ligne("parcours:note-creer", get=MENE, post=MENE, objet=_note(genre), cas=cas)
        for genre, cas in (("action", ""), ("frein", "frein"), ("objectif", "objectif"))
    ),
    # One tap on the person's page.
    Ligne(
        "parcours:note-creer",
        get=MENE,
        post=acces(302, SUIVI, prescripteur=403, binome=403),
        objet=_note("aide"),
        donnees=lambda m: {"nature": "alimentation"},
        cas="aide",
    ),
    # Her own lines: nobody else takes them back, not even the coordination.
    Ligne(
        "parcours:note-retirer",
        get=SEULEMENT_POST,
        post=acces(302, "referent"),
        objet=lambda m: {"genre": "avancee", "pk": m.avancee.pk},
    ),
    Ligne(
        "parcours:frein-suivre",
        get=acces(200, SUIVI),
        post=acces(200, SUIVI),
        objet=lambda m: {"pk": m.frein.pk},
    ),
    # Health, violence, justice: who leads the parcours, and not the coordination (§3.7).
    Ligne(
        "parcours:frein-suivre",
        get=acces(200, "referent"),
        post=acces(200, "referent"),
        objet=lambda m: {"pk": m.frein_sensible.pk},
        cas="sensible",
    ),
    Ligne(
        "parcours:jalon-creer",
        get=acces(200, SUIVI),
        post=acces(200, SUIVI),
        objet=lambda m: {"pk": m.objectif.pk},
    ),
    Ligne(
        "parcours:objectif-atteindre",
        get=SEULEMENT_POST,
        post=acces(302, SUIVI),
        objet=lambda m: {"pk": m.objectif.pk},
    ),
    Ligne(
        "parcours:jalon-changer",
        get=SEULEMENT_POST,
        post=acces(302, SUIVI),
        objet=lambda m: {"pk": m.jalon.pk},
        donnees=lambda m: {"etat": "fait"},
    ),
    Ligne(
        "parcours:partenaire-changer",
        get=SEULEMENT_POST,
        post=acces(302, SUIVI),
        objet=lambda m: {"pk": m.vers_partenaire.pk},
        donnees=lambda m: {"etat": "declinee"},
    ),
    Ligne(
        "parcours:projet-ecrire",
        get=acces(200, SUIVI, **ECRIT),
        post=acces(200, SUIVI, **ECRIT),
        objet=une_personne,
    ),
    Ligne(
        "parcours:projet-relire",
        get=SEULEMENT_POST,
        post=acces(302, SUIVI, **ECRIT),
        objet=une_personne,
    ),
    Ligne(
        "parcours:prenom-choisir",
        get=SEULEMENT_POST,
        post=acces(302, DOSSIER, prescripteur=403, binome=403),
        objet=une_personne,
        donnees=lambda m: {"prenom": "oui"},
    ),
    Ligne("parcours:reperes", get=MENE, post=SEULEMENT_GET, objet=un_parcours),
    Ligne("parcours:reperes-poser", get=MENE, post=MENE, objet=un_parcours),
]
