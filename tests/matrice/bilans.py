"""Rows of the application ``bilans``: who may open which page."""

from tests.builders import creer_operation
from tests.matrice.lignes import (
    REFUS_EQUIPE,
    SEULEMENT_GET,
    SEULEMENT_POST,
    Ligne,
    acces,
    ici_et_ailleurs,
)

BILANS = [
    *(
        Ligne(
            f"bilans:{nom}",
            get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
            post=SEULEMENT_GET,
        )
        for nom in (
            "bilan",
            "export-presences",
            "import-list",
            "finances",
            "aide-list",
            "individuel-list",
            "attestation-list",
        )
    ),
    Ligne(
        "bilans:figure",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
        objet=lambda m: {"code": "F02"},
        est_a_un_centre=False,
    ),
    Ligne(
        "bilans:import-deposer",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        objet=lambda m: {"code": "personnes"},
        est_a_un_centre=False,
    ),
    Ligne(
        "bilans:import-modele",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
        objet=lambda m: {"code": "personnes"},
        est_a_un_centre=False,
    ),
    Ligne(
        "bilans:import-colonnes",
        get=acces(200, "coordination"),
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.fichier.pk},
        donnees=lambda m: {"colonne-0": "prenom", "colonne-1": "nom"},
    ),
    Ligne(
        "bilans:import-lire",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.fichier.pk},
    ),
    Ligne(
        "bilans:import-erreurs",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.fichier.pk},
    ),
    Ligne(
        "bilans:import-defaire",
        get=acces(200, "coordination"),
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.fichier_importe.pk},
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
    *(
        Ligne(
            f"bilans:{nom}",
            get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
            post=SEULEMENT_GET,
        )
        for nom in ("rapport", "rapport-list")
    ),
    Ligne(
        "bilans:finances-fichier",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
        objet=lambda m: {"extension": "csv"},
        est_a_un_centre=False,
    ),
    Ligne(
        "bilans:aide-fichier",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
        objet=lambda m: {"genre": "senacs", "extension": "csv"},
        est_a_un_centre=False,
    ),
    Ligne(
        "bilans:convention-creer",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "bilans:convention-modifier",
        get=acces(200, "coordination"),
        post=acces(200, "coordination"),
        objet=lambda m: {"pk": m.convention.pk},
    ),
    Ligne(
        "bilans:convention-terminer",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.convention.pk},
    ),
    Ligne(
        "bilans:fse",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": creer_operation(m.atelier).pk},
    ),
    Ligne(
        "bilans:fse-fichier",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": creer_operation(m.atelier).pk, "extension": "csv"},
    ),
    Ligne(
        "bilans:fse-colonnes",
        get=acces(200, "coordination"),
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": creer_operation(m.atelier).pk},
        donnees=lambda m: {"place-0": "1"},
    ),
    Ligne(
        "bilans:fse-participant",
        get=acces(200, "coordination"),
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": creer_operation(m.atelier).pk, "reference": m.personne.reference},
        donnees=lambda m: {"travail": "chomage"},
    ),
    Ligne(
        "bilans:rapport-textes",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(302, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "bilans:rapport-valider",
        get=SEULEMENT_POST,
        post=acces(302, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "bilans:rapport-fichier",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=SEULEMENT_GET,
        objet=lambda m: {"extension": "csv"},
        est_a_un_centre=False,
    ),
    Ligne(
        "bilans:rapport-detail",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.rapport.pk},
    ),
    Ligne(
        "bilans:rapport-fige",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.rapport.pk, "extension": "csv"},
    ),
    Ligne(
        "bilans:export-list",
        get=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
        post=acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "bilans:export-fichier",
        get=acces(200, "coordination"),
        post=SEULEMENT_GET,
        objet=lambda m: {"pk": m.export.pk},
    ),
]
