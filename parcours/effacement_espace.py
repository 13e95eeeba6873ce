"""The shared space and the committees: texts go, dates and states that are counted stay."""

from __future__ import annotations

import uuid
from typing import Any

from centre.effacement import Ligne, Registre, Sort
from parcours.models import (
    DiagnosticCommun,
    LignePlan,
    NotePartagee,
    ParticipantComite,
    SituationComite,
    TransitionParcours,
    ValidationDiagnostic,
)

COMPTES = "Les bilans de l’année en ont besoin, sans votre nom."
TEXTES = ("paroles", "atouts", "volet_social", "volet_emploi")


def apercu(reference: uuid.UUID) -> list[Ligne]:
    siens = {"parcours__personne__reference": reference}
    return [
        Ligne("notes partagées", NotePartagee.objects.filter(**siens).count(), Sort.EFFACE),
        Ligne("diagnostic commun", DiagnosticCommun.objects.filter(**siens).count(), Sort.EFFACE),
        Ligne(
            "lignes du plan d’actions",
            LignePlan.objects.filter(**siens).count(),
            Sort.ANONYMISE,
            COMPTES,
        ),
        Ligne(
            "changements d’état du parcours",
            TransitionParcours.objects.filter(**siens).count(),
            Sort.GARDE,
            COMPTES,
        ),
        Ligne(
            "situations présentées à un comité",
            SituationComite.objects.filter(**siens).count(),
            Sort.ANONYMISE,
            COMPTES,
        ),
        Ligne(
            "participation à des comités",
            ParticipantComite.objects.filter(personne__reference=reference).count(),
            Sort.EFFACE,
        ),
    ]


def effacer(reference: uuid.UUID) -> None:
    siens = {"parcours__personne__reference": reference}
    NotePartagee.objects.filter(**siens).delete()
    ValidationDiagnostic.objects.filter(
        diagnostic__parcours__personne__reference=reference
    ).delete()
    DiagnosticCommun.objects.filter(**siens).update(**dict.fromkeys(TEXTES, ""))
    LignePlan.objects.filter(**siens).update(quoi="", resultat="")
    SituationComite.objects.filter(**siens).update(
        est_nommee=False, accord_le=None, question="", decision="", qui="", suite=""
    )
    ParticipantComite.objects.filter(personne__reference=reference).delete()


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    siens = {"parcours__personne__reference": reference}
    return {
        "diagnostic commun": list(
            DiagnosticCommun.objects.filter(**siens).values(*TEXTES, "modifie_le")
        ),
        "validations du diagnostic": list(
            ValidationDiagnostic.objects.filter(
                diagnostic__parcours__personne__reference=reference
            ).values("role", "version", "le", "professionnel__prenom", "professionnel__nom")
        ),
        "plan d’actions": list(
            LignePlan.objects.filter(**siens).values(
                *("genre", "theme", "quoi", "qui", "partenaire__nom", "droit"),
                *("echeance", "etat", "faite_le", "resultat"),
            )
        ),
        "états du parcours": list(
            TransitionParcours.objects.filter(**siens).values("de", "vers", "jour", "fin_apres")
        ),
        "notes partagées": list(
            NotePartagee.objects.filter(**siens).values(
                "texte", "signature", "est_de_la_personne", "ecrite_le"
            )
        ),
        "comités": list(
            SituationComite.objects.filter(**siens).values(
                *("comite__jour", "comite__territoire", "est_nommee", "accord_le"),
                *("question", "decision", "qui", "echeance", "suite", "suivie_le"),
            )
        ),
        "participation aux comités": list(
            ParticipantComite.objects.filter(personne__reference=reference).values(
                "comite__jour", "comite__territoire"
            )
        ),
    }


REGISTRE = Registre(
    app="parcours.espace",
    modeles=(
        "parcours.DiagnosticCommun",
        "parcours.ValidationDiagnostic",
        "parcours.LignePlan",
        "parcours.TransitionParcours",
        "parcours.NotePartagee",
        "parcours.SituationComite",
        "parcours.ParticipantComite",
    ),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)
