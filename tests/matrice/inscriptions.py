"""Rows of the application ``inscriptions``: who may open which page."""

from tests.matrice.lignes import (
    DOSSIERS,
    REFUS_EQUIPE,
    SEULEMENT_GET,
    SEULEMENT_POST,
    VOIT_LA_SEANCE,
    Ligne,
    acces,
    decision,
    ici_et_ailleurs,
    la_place,
    la_seance,
    la_serie,
    public,
    seulement_coordination,
    une_personne,
)


def placer(nom: str, **donnees: str) -> Ligne:
    """An act on a place: accueil, coordination, the référent of that person."""
    return Ligne(
        f"inscriptions:{nom}",
        get=SEULEMENT_POST,
        post=acces(302, DOSSIERS, referent_ailleurs=403, animation=403),
        objet=la_place,
        donnees=lambda m: donnees,
    )


CHANGE_LA_SEANCE = acces(200, "coordination") | dict.fromkeys(
    ("animation", "animation_ailleurs", "accueil", "referent", "referent_ailleurs"), 403
)
INSCRIT = acces(200, DOSSIERS, referent_ailleurs=403, prescripteur=403, binome=403)
LISTE_DU_JOUR = acces(200, "animation accueil coordination") | dict.fromkeys(
    ("animation_ailleurs", "referent", "referent_ailleurs"), 403
)
SANS_SESSION = public(302)
ECRIT = acces(200, "coordination accueil") | dict.fromkeys(
    ("animation", "animation_ailleurs", "referent", "referent_ailleurs"), 403
)
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
        for geste in ("deplacer", "annuler", "remplacer", "dupliquer")
    ),
    Ligne(
        "inscriptions:seance-noter",
        get=acces(200, VOIT_LA_SEANCE),
        post=acces(200, VOIT_LA_SEANCE),
        objet=la_seance,
    ),
    *(
        Ligne(
            f"inscriptions:seance-{geste}",
            get=SEULEMENT_POST,
            post=CHANGE_LA_SEANCE | {"coordination": 302},
            objet=lambda m: {"pk": m.seance_en_brouillon.pk},
        )
        for geste in ("publier", "retirer")
    ),
    Ligne(
        "inscriptions:absence-effet",
        get=acces(200, "coordination"),
        post=acces(200, "coordination"),
        objet=lambda m: {"pk": m.absence.pk},
    ),
    Ligne(
        "inscriptions:periode-effet",
        get=seulement_coordination(200),
        post=seulement_coordination(200),
        objet=lambda m: {"pk": m.periode.pk},
    ),
    Ligne(
        "inscriptions:seance-defaire",
        get=SEULEMENT_POST,
        post=CHANGE_LA_SEANCE | {"coordination": 302},
        objet=la_seance,
    ),
    Ligne(
        "inscriptions:seance-creneaux",
        get=acces(200, VOIT_LA_SEANCE),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.fenetre.pk},
    ),
    *(
        Ligne(
            f"inscriptions:creneau-{geste}",
            get=SEULEMENT_POST,
            post=acces(302, "accueil coordination")
            | dict.fromkeys(
                ("animation", "animation_ailleurs", "referent", "referent_ailleurs"), 403
            ),
            objet=lambda m: {"pk": m.creneau.pk},
        )
        for geste in ("fermer", "rouvrir")
    ),
    # What a social worker may take, and give back: the team places people from the séance.
    Ligne(
        "inscriptions:creneau-list",
        get=acces(200, ici_et_ailleurs("prescripteur binome")),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "inscriptions:creneau-prendre",
        get=acces(200, ici_et_ailleurs("prescripteur binome")),
        post=acces(200, ici_et_ailleurs("prescripteur binome")),
        objet=lambda m: {"pk": m.creneau.pk},
    ),
    Ligne(
        "inscriptions:creneau-rendre",
        get=SEULEMENT_POST,
        post=acces(302, "prescripteur"),
        objet=lambda m: {"pk": m.reservation.pk},
    ),
    Ligne(
        "inscriptions:creneau-agenda",
        get=acces(200, ici_et_ailleurs("prescripteur binome")),
        post=acces(200, ici_et_ailleurs("prescripteur binome")),
    ),
    # Each one her own devices: this one is the prescriber's.
    Ligne(
        "inscriptions:creneau-agenda-retirer",
        get=SEULEMENT_POST,
        post=acces(302, "prescripteur"),
        objet=lambda m: {"pk": m.abonnement_partenaire.pk},
    ),
    decision("inscriptions:serie-basculer", la_serie, 302, jour="2030-01-07"),
    decision("inscriptions:serie-changer", la_serie),
    Ligne(
        "inscriptions:regles-changer",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
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
    Ligne("inscriptions:personne-mois", get=INSCRIT, post=SEULEMENT_GET, objet=une_personne),
    Ligne(
        "inscriptions:inscription-arreter",
        get=acces(200, DOSSIERS, referent_ailleurs=403),
        post=acces(302, DOSSIERS, referent_ailleurs=403),
        objet=lambda m: {"pk": m.inscription.pk},
    ),
    Ligne(
        "inscriptions:inscription-renvoyer",
        get=acces(302, DOSSIERS, referent_ailleurs=403),
        post=acces(302, DOSSIERS, referent_ailleurs=403),
        objet=lambda m: {"pk": m.inscription.pk},
    ),
    Ligne(
        "inscriptions:place-renvoyer",
        get=acces(302, DOSSIERS, referent_ailleurs=403, animation=403),
        post=acces(302, DOSSIERS, referent_ailleurs=403, animation=403),
        objet=la_place,
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
    # Those who call people write to them too.
    Ligne(
        "inscriptions:seance-ecrire",
        get=ECRIT,
        post=ECRIT,
        objet=la_seance,
    ),
    Ligne(
        "inscriptions:reponse-list",
        get=acces(200, ici_et_ailleurs("accueil coordination")),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "inscriptions:reponse-lue",
        get=SEULEMENT_POST,
        post=acces(302, "accueil coordination"),
        objet=lambda m: {"pk": m.reponse_recue.pk},
    ),
    # An outing: the coordination describes it and shares it out.
    *(
        Ligne(
            f"inscriptions:sortie-{geste}",
            get=CHANGE_LA_SEANCE,
            post=CHANGE_LA_SEANCE | {"coordination": apres},
            objet=la_seance,
            donnees=lambda m: {"prix_adulte": "0", "prix_enfant": "0"},
        )
        for geste, apres in (("modifier", 302), ("attribuer", 200))
    ),
    Ligne(
        "inscriptions:sortie-liste",
        get=SEULEMENT_POST,
        post=LISTE_DU_JOUR,
        objet=la_seance,
    ),
    Ligne(
        "inscriptions:sortie-papiers",
        get=SEULEMENT_POST,
        post=LISTE_DU_JOUR | dict.fromkeys(("animation", "accueil", "coordination"), 302),
        objet=la_seance,
    ),
    *(
        Ligne(
            f"inscriptions:place-{geste}",
            get=SEULEMENT_POST,
            post=acces(
                302,
                "coordination",
                accueil=403,
                referent=403,
                referent_ailleurs=403,
                animation=403,
            ),
            objet=la_place,
        )
        for geste in ("accepter", "refuser")
    ),
    Ligne(
        "inscriptions:place-famille",
        get=acces(200, DOSSIERS, referent_ailleurs=403, animation=403),
        post=acces(302, DOSSIERS, referent_ailleurs=403, animation=403),
        objet=la_place,
        donnees=lambda m: {"repas_sans_viande": "0"},
    ),
    Ligne(
        "inscriptions:atelier-places",
        get=seulement_coordination(200),
        post=seulement_coordination(302),
        objet=lambda m: {"pk": m.atelier.pk},
        donnees=lambda m: {
            "places_gardees": "0",
            "rappels": "veille",
            "gardees_heures": "24",
            "proposition_heures": "12",
        },
    ),
    Ligne(
        "inscriptions:depliant",
        get=public(200),
        post=public(405),
        objet=lambda m: {"centre": m.centre.slug},
    ),
    # Requests of strangers: asked by anybody, answered by those who call people.
    Ligne(
        "inscriptions:demande-publique-creer",
        get=public(200),
        post=public(200),
        objet=lambda m: {"centre": m.centre.slug, "atelier": m.atelier.slug},
    ),
    Ligne(
        "inscriptions:demande-publique-code",
        get=public(200),
        post=public(200),
        objet=lambda m: {
            "centre": m.centre.slug,
            "atelier": m.atelier.slug,
            "reference": m.demande_publique.reference,
        },
    ),
    Ligne(
        "inscriptions:demande-list",
        get=acces(200, ici_et_ailleurs("accueil coordination")),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "inscriptions:demande-detail",
        get=acces(200, "accueil coordination"),
        post=acces(302, "accueil coordination"),
        objet=lambda m: {"pk": m.demande_a_repondre.pk},
    ),
    *(
        Ligne(
            f"inscriptions:demande-{geste}",
            get=SEULEMENT_POST,
            post=acces(302, "accueil coordination"),
            objet=lambda m: {"pk": m.demande_a_repondre.pk},
        )
        for geste in ("refuser", "appel")
    ),
    # The voices of the page: the coordination's.
    Ligne(
        "inscriptions:son-list",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
    ),
    Ligne(
        "inscriptions:son-poser",
        get=acces(302, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(302, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "inscriptions:son-ecouter",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.son.pk},
    ),
    Ligne(
        "inscriptions:son-retirer",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.son.pk},
    ),
    Ligne(
        "inscriptions:moi-son",
        get=SANS_SESSION | {"participant": 200, "participant_ailleurs": 200},
        post=public(405),
        objet=lambda m: {"phrase": "viens"},
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
    Ligne(
        "inscriptions:moi-sorties",
        get=SANS_SESSION | {"participant": 200, "participant_ailleurs": 200},
        post=public(405),
    ),
    Ligne(
        "inscriptions:moi-souhait",
        get=public(405),
        post=SANS_SESSION | {"participant": 404, "participant_ailleurs": 404},
        objet=la_seance,
        donnees=lambda m: {"sieges": 1},
    ),
    # The place of this world has one seat: nobody comes with her.
    Ligne(
        "inscriptions:moi-famille",
        get=SANS_SESSION | {"participant": 404, "participant_ailleurs": 404},
        post=SANS_SESSION | {"participant": 404, "participant_ailleurs": 404},
        objet=la_place,
    ),
    Ligne(
        "inscriptions:moi-creneaux",
        get=SANS_SESSION | {"participant": 200, "participant_ailleurs": 200},
        post=public(405),
    ),
    Ligne(
        "inscriptions:moi-creneau",
        get=public(405),
        post=SANS_SESSION | {"participant": 404, "participant_ailleurs": 404},
        objet=la_seance,
    ),
    Ligne("inscriptions:moi-mois", get=SANS_SESSION, post=public(405)),
    Ligne("inscriptions:moi-accords", get=SANS_SESSION, post=SANS_SESSION),
    Ligne(
        "inscriptions:moi-information",
        get=SANS_SESSION | {"participant": 200, "participant_ailleurs": 200},
        post=public(405),
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
        "inscriptions:agenda-creneaux",
        get=public(200),
        post=public(405),
        objet=lambda m: {"jeton": m.jeton_partenaire},
    ),
    Ligne(
        "inscriptions:agenda-personne",
        get=public(200),
        post=public(405),
        objet=lambda m: {"jeton": m.jeton_agenda},
    ),
]
