"""Places stay as counts; addresses, texts of messages, companions and secret links go."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from centre.effacement import Ligne, Registre, Sort
from centre.models import Message
from inscriptions.models import (
    Accompagnant,
    DemandePublique,
    Envoi,
    FicheSortie,
    Inscription,
    JetonParticipant,
    LigneAttribution,
    Place,
    ReponseRecue,
)


def apercu(reference: uuid.UUID) -> list[Ligne]:
    de_la_personne = {"personne__reference": reference}
    accompagnants = Accompagnant.objects.filter(place__personne__reference=reference)
    pourquoi = "Le nombre de places de chaque séance en dépend, sans votre nom."
    return [
        Ligne(
            "liens secrets", JetonParticipant.objects.filter(**de_la_personne).count(), Sort.EFFACE
        ),
        Ligne(
            "messages envoyés\u00a0: adresse et texte",
            Envoi.objects.filter(**de_la_personne).count(),
            Sort.EFFACE,
        ),
        Ligne("accompagnants", accompagnants.count(), Sort.EFFACE),
        Ligne("repas et contacts d’urgence", _fiches(reference).count(), Sort.EFFACE),
        Ligne("tours pour les sorties", _tours(reference).count(), Sort.EFFACE),
        Ligne(
            "demandes faites sur la page publique",
            DemandePublique.objects.filter(**de_la_personne).count(),
            Sort.EFFACE,
        ),
        Ligne(
            "réponses reçues par courriel",
            ReponseRecue.objects.filter(**de_la_personne).count(),
            Sort.EFFACE,
        ),
        Ligne(
            "inscriptions et places",
            Inscription.objects.filter(**de_la_personne).count()
            + Place.objects.filter(**de_la_personne).count(),
            Sort.ANONYMISE,
            pourquoi,
        ),
    ]


def _fiches(reference: uuid.UUID) -> QuerySet[FicheSortie]:
    return FicheSortie.objects.filter(place__personne__reference=reference)


def _tours(reference: uuid.UUID) -> QuerySet[LigneAttribution]:
    return LigneAttribution.objects.filter(place__personne__reference=reference)


def effacer(reference: uuid.UUID) -> None:
    """Take back what has not left, then empty what left; the rows keep dates and states."""
    de_la_personne = {"personne__reference": reference}
    messages = Message.objects.filter(
        pk__in=Envoi.objects.filter(**de_la_personne).values("message")
    )
    messages.filter(etat__in=Message.NON_REGLES).update(
        etat=Message.Etat.ANNULE, raison="Personne effacée."
    )
    messages.update(destinataire="", fil="", graine={}, octets=None)
    Accompagnant.objects.filter(place__personne__reference=reference).delete()
    _fiches(reference).delete()
    _tours(reference).delete()
    JetonParticipant.objects.filter(**de_la_personne).delete()
    ReponseRecue.objects.filter(**de_la_personne).delete()
    DemandePublique.objects.filter(**de_la_personne).delete()
    Inscription.objects.filter(**de_la_personne).update(adresse_invitee="")
    Place.objects.filter(**de_la_personne).update(adresse_invitee="", raison="")


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    de_la_personne = {"personne__reference": reference}
    return {
        "inscriptions": list(
            Inscription.objects.filter(**de_la_personne).values(
                "atelier__titre", "du", "au", "etat"
            )
        ),
        "places": list(
            Place.objects.filter(**de_la_personne).values(
                *("seance__atelier__titre", "seance__debut", "seance__fin"),
                *("etat", "sieges", "intention", "faite_le"),
            )
        ),
        "accompagnants": list(
            Accompagnant.objects.filter(place__personne__reference=reference).values(
                "prenom", "age"
            )
        ),
        "repas_et_urgence": list(
            _fiches(reference).values(
                "repas_sans_viande", "a_eviter", "urgence_nom", "urgence_telephone"
            )
        ),
        "tours": list(_tours(reference).values("ordre", "explication", "est_retenue")),
        "messages": list(
            Envoi.objects.filter(**de_la_personne).values(
                *("motif", "message__canal", "message__destinataire"),
                *("message__etat", "message__envoye_le"),
            )
        ),
        "demandes_publiques": list(
            DemandePublique.objects.filter(**de_la_personne).values(
                "atelier__titre", "recue_le", "accord", "traitee_le"
            )
        ),
        "reponses": list(
            ReponseRecue.objects.filter(**de_la_personne).values(
                "recue_le", "reponse", "commentaire", "decision", "raison"
            )
        ),
        "liens": list(
            JetonParticipant.objects.filter(**de_la_personne).values(
                "usage", "libelle", "cree_le", "derniere_utilisation", "revoque_le"
            )
        ),
    }


REGISTRE = Registre(
    app="inscriptions",
    modeles=(
        "inscriptions.Inscription",
        "inscriptions.Place",
        "inscriptions.Accompagnant",
        "inscriptions.FicheSortie",
        "inscriptions.LigneAttribution",
        "inscriptions.Envoi",
        "inscriptions.JetonParticipant",
        "inscriptions.ReponseRecue",
        "inscriptions.DemandePublique",
    ),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)
