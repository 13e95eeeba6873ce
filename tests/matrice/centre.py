"""Rows of the application ``centre``: who may open which page."""

from tests.matrice.lignes import (
    EQUIPE,
    REFUS_EQUIPE,
    REFUS_EQUIPE_SANS_AILLEURS,
    SEULEMENT_GET,
    SEULEMENT_POST,
    Ligne,
    acces,
    ici_et_ailleurs,
    public,
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
