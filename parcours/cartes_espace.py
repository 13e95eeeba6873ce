"""What the shared space adds to the page of a person: a card, changes of state, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from parcours import fiche
from parcours.etapes import minuit
from parcours.fiche import Attendu, Etape, Lecture
from parcours.models import DiagnosticCommun, Parcours, TransitionParcours
from parcours.models.dispositifs import EtapeRequise
from parcours.models.referents import PAR_SON_OUI
from parcours.operations.maintien import Etat
from parcours.queries.prealables import prealables_manquants


def _en_commun(parcours: Parcours) -> bool:
    """By its frame, or since she let somebody in."""
    if parcours.dispositif.est_partage or parcours.dispositif.nb_referents > 1:
        return True
    return any(un.role in PAR_SON_OUI and un.fin is None for un in parcours.referents.all())


def carte(lecture: Lecture) -> dict[str, Any] | None:
    communs = [p for p in lecture.droits.ouverts if _en_commun(p)]
    return {"parcours": communs} if communs else None


def transitions(lecture: Lecture) -> Iterator[Etape]:
    lues = TransitionParcours.objects.filter(parcours__in=lecture.droits.parcours)
    for transition in lues.order_by("-pk")[: lecture.nombre + 1]:
        en_emploi = transition.vers == Etat.MAINTIEN
        fin = transition.fin_apres
        yield Etape(
            minuit(transition.jour),
            "echeances",
            "Début d’emploi" if en_emploi else "Fin d’emploi",
            texte=f"Fin prévue du parcours\u00a0: {fin:%d/%m/%Y}" if fin else "",
            icone="drapeau",
        )


def attendus(lecture: Lecture, parcours: Parcours) -> Iterator[Attendu]:
    """What the frame asks for before anything is planned with her (ASI-24, ASG-03, AGL-04)."""
    avant = (EtapeRequise.VOLONTARIAT, EtapeRequise.PROJET)
    # The page has read her already.
    parcours.personne = lecture.personne
    for manque in prealables_manquants(parcours, avant):
        yield Attendu(manque.titre, "Avant le premier objectif.", manque.url, manque.action)
    yield from _diagnostic(parcours)


def _diagnostic(parcours: Parcours) -> Iterator[Attendu]:
    """Written, then agreed to by both."""
    if not parcours.dispositif.demande(EtapeRequise.DIAGNOSTIC):
        return
    lus = DiagnosticCommun.objects.filter(parcours=parcours)
    diagnostic = lus.prefetch_related(Prefetch("validations")).first()
    if diagnostic and diagnostic.est_valide:
        return
    yield Attendu(
        "Diagnostic commun à valider" if diagnostic else "Diagnostic commun à écrire",
        "le plan attend les deux volets",
        reverse("parcours:espace", args=[parcours.pk]),
        "Ouvrir l’espace commun",
    )


def enregistrer() -> None:
    """Add these to the page, from ``ready()``."""
    fiche.enregistrer_carte("parcours/_carte_espace.html", carte, ordre=20)
    fiche.enregistrer_etapes("echeances", transitions)
    fiche.enregistrer_attendu(attendus)
