"""The rules of keeping of ``parcours``, and when its people were last met."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Max, QuerySet

from centre.conservation import Regle
from centre.temps import instant
from parcours.models import (
    BilanIndividuel,
    Consentement,
    ContactApresFin,
    DemandeDroit,
    Entretien,
    Orientation,
    Parcours,
    Personne,
    TentativeContact,
)
from parcours.operations import conservation as operations

JOINT = TentativeContact.Issue.JOINT


def _maxima(lignes: QuerySet[Any], chemin: str, champ: str) -> Iterator[tuple[uuid.UUID, Any]]:
    reference = f"{chemin}reference"
    derniers = lignes.order_by().values_list(reference).annotate(dernier=Max(champ))
    yield from ((ref, le) for ref, le in derniers if ref is not None and le is not None)


def _de_la_fiche() -> Iterator[tuple[uuid.UUID, Any]]:
    yield from _maxima(Personne.objects.all(), "", "creee_le")
    yield from _maxima(Orientation.objects.all(), "personne__", "recue_le")
    joints = TentativeContact.objects.filter(issue=JOINT)
    yield from _maxima(joints, "orientation__personne__", "le")
    yield from _maxima(Consentement.objects.all(), "personne__", "donne_le")
    yield from _maxima(Consentement.objects.all(), "personne__", "retire_le")
    yield from _maxima(DemandeDroit.objects.all(), "personne__", "recue_le")


def _du_parcours() -> Iterator[tuple[uuid.UUID, Any]]:
    yield from _maxima(Parcours.objects.all(), "personne__", "date_entree")
    yield from _maxima(Parcours.objects.all(), "personne__", "date_fin_reelle")
    vus = Entretien.objects.exclude(etat=Entretien.Etat.ANNULE)
    yield from _maxima(vus, "parcours__personne__", "debut")
    yield from _maxima(vus, "orientation__personne__", "debut")
    yield from _maxima(ContactApresFin.objects.all(), "parcours__personne__", "le")
    yield from _maxima(BilanIndividuel.objects.all(), "parcours__personne__", "lu_le")


def contacts() -> Iterator[tuple[uuid.UUID, dt.datetime]]:
    """Twelve grouped queries, whatever the number of people; a date counts from its noon."""
    for source in (_de_la_fiche, _du_parcours):
        for reference, le in source():
            yield reference, le if isinstance(le, dt.datetime) else instant(le, dt.time(12))


REGLES = (
    Regle(
        code="parcours.avis",
        quoi="Annonce de l’effacement",
        duree="30 jours avant la fin",
        ensuite="la coordination et les référents sont prévenus",
        pourquoi="Personne n’est effacé sans avoir été annoncé.",
        compter=operations.a_annoncer,
        appliquer=operations.annoncer,
        ordre=10,
    ),
    Regle(
        code="parcours.personnes",
        quoi="Contact, parcours, entretiens, orientations",
        duree="2 ans après le dernier contact",
        ensuite="nom et textes effacés, dates et codes gardés pour les bilans",
        pourquoi="Référentiel de la CNIL sur l’accompagnement social et médico-social.",
        compter=operations.a_effacer,
        appliquer=operations.effacer_les_echues,
        ordre=30,
    ),
    Regle(
        code="parcours.confidences",
        quoi="Textes confidentiels des entretiens",
        duree="6 mois après la fin du parcours",
        ensuite="effacés",
        pourquoi="Choix du service\u00a0: ils ne servent plus à personne.",
        compter=lambda quand: operations.confidences(quand).count(),
        appliquer=lambda quand: operations.confidences(quand).update(confidentiel=""),
        ordre=40,
    ),
    Regle(
        code="parcours.preuves",
        quoi="Noms gardés à part pour une opération cofinancée",
        duree="jusqu’à la date de l’opération",
        ensuite="effacés",
        pourquoi="Règles du FSE+\u00a0: identité et signature prouvent la participation.",
        compter=lambda quand: operations.preuves_finies(quand).count(),
        appliquer=lambda quand: operations.preuves_finies(quand).delete()[0],
        ordre=60,
    ),
    Regle(
        code="parcours.liens",
        quoi="Liens pour orienter",
        duree="8 jours, puis 12 mois sans pouvoir servir",
        ensuite="effacés",
        pourquoi="Savoir d’où une fiche est venue.",
        compter=lambda quand: operations.liens_anciens(quand).count(),
        appliquer=lambda quand: operations.liens_anciens(quand).delete()[0],
        ordre=70,
    ),
)
