"""Renewals, points, bilans, who pays, contacts after the end: texts go, dates and answers stay."""

from __future__ import annotations

import uuid
from typing import Any

from centre.effacement import Ligne, Registre, Sort
from parcours.models import (
    BilanIndividuel,
    ContactApresFin,
    PartDuParcours,
    PointPrescripteur,
    Renouvellement,
)

COMPTES = "Les bilans de l’année en ont besoin, sans votre nom."
# What was asked, sent or signed had a text: the database keeps asking for one.
EFFACE = "Texte effacé."


def _du(reference: uuid.UUID) -> dict[str, uuid.UUID]:
    return {"parcours__personne__reference": reference}


def apercu(reference: uuid.UUID) -> list[Ligne]:
    renouvellements = Renouvellement.objects.filter(**_du(reference))
    points = PointPrescripteur.objects.filter(**_du(reference))
    bilans = BilanIndividuel.objects.filter(**_du(reference))
    return [
        Ligne("renouvellements", renouvellements.count(), Sort.ANONYMISE, COMPTES),
        Ligne("points avec le prescripteur", points.count(), Sort.ANONYMISE, COMPTES),
        Ligne(
            "financeurs des parcours",
            PartDuParcours.objects.filter(**_du(reference)).count(),
            Sort.ANONYMISE,
            COMPTES,
        ),
        Ligne("bilans individuels", bilans.count(), Sort.ANONYMISE, COMPTES),
        Ligne(
            "contacts après la fin",
            ContactApresFin.objects.filter(**_du(reference)).count(),
            Sort.EFFACE,
        ),
    ]


def effacer(reference: uuid.UUID) -> None:
    """Empty every text; the seals stay, and no longer match: a blank page cannot pass for whole."""
    Renouvellement.objects.filter(**_du(reference)).update(argument=EFFACE)
    PointPrescripteur.objects.filter(**_du(reference)).update(texte=EFFACE, remarque="")
    BilanIndividuel.objects.filter(**_du(reference)).update(
        partie_personne=EFFACE,
        partie_prescripteur="",
        commentaire="",
        relais_nom="",
        relais_organisme="",
        relais_le=None,
    )
    ContactApresFin.objects.filter(**_du(reference)).delete()


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """All of it is hers to read."""
    return {
        "renouvellements": list(
            Renouvellement.objects.filter(**_du(reference)).values(
                *("du", "nouvelle_fin", "argument", "accord_personne_le", "demande_le"),
                *("decision", "decide_le", "decide_par__prenom", "decide_par__nom", "motif"),
            )
        ),
        "points": list(
            PointPrescripteur.objects.filter(**_du(reference)).values(
                *("du", "au", "texte", "remarque", "relu_le", "envoye_le"),
                *("destinataire__prenom", "destinataire__nom"),
            )
        ),
        "bilans": list(
            BilanIndividuel.objects.filter(**_du(reference)).values(
                *("genre", "partie_personne", "relais_nom", "relais_organisme", "relais_le"),
                *("partie_prescripteur", "lu_le", "commentaire", "signe_le"),
            )
        ),
        "financeurs_du_parcours": list(
            PartDuParcours.objects.filter(**_du(reference)).values(
                "parcours__dispositif__nom", "financeur", "part"
            )
        ),
        "contacts_apres_fin": list(
            ContactApresFin.objects.filter(**_du(reference)).values("le", "mode", "note")
        ),
    }


REGISTRE = Registre(
    app="parcours.echeances",
    modeles=(
        "parcours.Renouvellement",
        "parcours.PointPrescripteur",
        "parcours.BilanIndividuel",
        "parcours.ContactApresFin",
        "parcours.PartDuParcours",
    ),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)
