"""Rows of the application ``ateliers``: who may open which page."""

from tests.matrice.lignes import (
    EQUIPE,
    ICI,
    REFUS_EQUIPE,
    SEULEMENT_GET,
    SEULEMENT_POST,
    Ligne,
    acces,
    decision,
    ici_et_ailleurs,
    public,
    un_atelier,
    un_brouillon,
)


def publique(nom: str, **kwargs: str) -> Ligne:
    return Ligne(
        nom, get=public(200), post=public(405), objet=(lambda m: kwargs) if kwargs else None
    )


DECIDE = acces(200, ici_et_ailleurs("coordination"), **REFUS_EQUIPE)
ATELIERS = [
    publique("ateliers:accueil"),
    publique("ateliers:centre-planning", centre="le-lierre"),
    publique("ateliers:centre-atelier", centre="le-lierre", atelier="couture"),
    publique("ateliers:agenda-centre", centre="le-lierre"),
    publique("ateliers:agenda-lieu", centre="le-lierre", lieu="espace-adultes"),
    publique("ateliers:agenda-atelier", centre="le-lierre", atelier="couture"),
    publique("ateliers:s-abonner", centre="le-lierre"),
    Ligne(
        "ateliers:agenda-equipe",
        get=public(200),
        post=public(405),
        objet=lambda m: {"jeton": m.jeton_equipe},
    ),
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
    Ligne(
        "ateliers:abonnement-list",
        get=acces(200, ici_et_ailleurs(EQUIPE)),
        post=acces(200, ici_et_ailleurs(EQUIPE)),
    ),
    Ligne(
        "ateliers:abonnement-tout-retirer",
        get=SEULEMENT_POST,
        post=acces(302, ici_et_ailleurs(EQUIPE)),
    ),
    # Each one her own devices: this one is the coordination's.
    Ligne(
        "ateliers:abonnement-retirer",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.abonnement.pk},
    ),
    *(
        Ligne(f"ateliers:{nom}", get=acces(200, ici_et_ailleurs(EQUIPE)), post=SEULEMENT_GET)
        for nom in (
            "planning-jour",
            "planning-mois",
            "planning-annee",
            "planning-liste",
            "planning-a-faire",
        )
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
    decision("ateliers:permanence-regler", lambda m: {"pk": m.fenetre.atelier_id}),
    decision("ateliers:serie-creer", un_atelier),
    decision("ateliers:serie-modifier", un_brouillon),
    Ligne("ateliers:serie-apercu", get=acces(200, ICI), post=SEULEMENT_GET, objet=un_brouillon),
    decision("ateliers:serie-basculer", un_brouillon, 302, jour="2026-12-02"),
    decision("ateliers:serie-decaler", un_brouillon, 302),
    decision("ateliers:serie-publier", un_brouillon, 302),
    decision("ateliers:objectif-fixer", un_atelier, 302, annee="2026", seances="24"),
    # Who is away and what is odd: the coordination alone, each in her own centre.
    *(
        Ligne(f"ateliers:{nom}", get=DECIDE, post=SEULEMENT_GET)
        for nom in ("attention", "absence-list")
    ),
    Ligne("ateliers:absence-creer", get=DECIDE, post=DECIDE),
    Ligne(
        "ateliers:attention-ecarter",
        get=SEULEMENT_POST,
        post=acces(302, ici_et_ailleurs("coordination"), **REFUS_EQUIPE),
    ),
    Ligne(
        "ateliers:attention-reprendre",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.point.pk},
    ),
    Ligne(
        "ateliers:absence-retirer",
        get=SEULEMENT_POST,
        post=acces(302, "coordination"),
        objet=lambda m: {"pk": m.absence.pk},
    ),
]
