"""Steps of the timeline that come from the fiche de liaison, the parcours and its interviews.

Each source is read from its newest row and cut at the same length, so that ten years of history
cost as many queries as one month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from centre.permissions import COORDINATION, REFERENT
from centre.temps import instant
from parcours import fiche
from parcours.fiche import Etape, Lecture
from parcours.models import Entretien, Orientation, TentativeContact

if TYPE_CHECKING:
    from django.db.models import QuerySet


def minuit(jour: dt.date) -> dt.datetime:
    """The instant under which a civil date takes its place on the timeline."""
    return instant(jour, dt.time())


def orientations(lecture: Lecture) -> Iterator[Etape]:
    lues = (
        Orientation.objects.visibles_par(lecture.utilisateur)
        .filter(personne=lecture.personne)
        .select_related("prescripteur__organisme")[: lecture.nombre + 1]
    )
    suit = lecture.utilisateur.a_role(lecture.personne.centre_id, REFERENT, COORDINATION)
    for orientation in lues:
        titre = "Venue spontanée"
        if orientation.prescripteur:
            # Who oriented can reveal health or justice: not for reception.
            qui = f"de {orientation.prescripteur.organisme}" if suit else "d’un partenaire"
            titre = f"Orientation {qui}"
        yield Etape(
            minuit(orientation.recue_le),
            "arrivee",
            titre,
            texte=orientation.get_etat_display(),
            icone="main",
        )


def appels(lecture: Lecture) -> Iterator[Etape]:
    visibles = Orientation.objects.visibles_par(lecture.utilisateur).filter(
        personne=lecture.personne
    )
    lus = TentativeContact.objects.filter(orientation__in=visibles)[: lecture.nombre + 1]
    for appel in lus:
        titre = f"Appel\u00a0: {appel.get_issue_display().lower()}"
        yield Etape(appel.le, "arrivee", titre, texte=appel.note, icone="tel")


def entrees(lecture: Lecture) -> Iterator[Etape]:
    for parcours in lecture.droits.parcours:
        yield Etape(
            minuit(parcours.date_entree),
            "arrivee",
            "Entrée dans le parcours",
            texte=parcours.dispositif.nom,
            icone="drapeau",
            marque="plein",
        )
        if parcours.date_fin_reelle:
            yield Etape(
                minuit(parcours.date_fin_reelle),
                "arrivee",
                "Fin du parcours",
                texte=f"{parcours.dispositif.nom}\u00a0: {parcours.get_motif_sortie_display()}",
                icone="drapeau",
            )


def entretiens(lecture: Lecture) -> Iterator[Etape]:
    """The confidential text leaves the database page only for its author (ASI-12)."""
    lus: QuerySet[Entretien] = Entretien.objects.visibles_par(lecture.utilisateur)
    de_la_personne = lus.filter(parcours__personne=lecture.personne) | lus.filter(
        orientation__personne=lecture.personne
    )
    tries = de_la_personne.distinct().select_related("auteur")[: lecture.nombre + 1]
    for entretien in tries:
        est_auteur = entretien.auteur_id == lecture.utilisateur.pk
        yield Etape(
            entretien.debut,
            "entretiens",
            f"{entretien.get_type_display()}, {entretien.get_etat_display().lower()}",
            texte=_comment(entretien),
            icone="bulles",
            entretien=entretien if est_auteur else None,
            confidentiel=entretien.confidentiel if est_auteur else "",
        )


def _comment(entretien: Entretien) -> str:
    """What may be shared, after how and with whom it was held when that is not the usual way."""
    morceaux = []
    if entretien.medium != Entretien.Medium.SUR_PLACE:
        morceaux.append(entretien.get_medium_display())
    if entretien.proche:
        morceaux.append(f"avec un proche\u00a0: {entretien.get_proche_display().lower()}")
    return "\n".join(filter(None, (" · ".join(morceaux), entretien.partageable)))


def enregistrer() -> None:
    """Open the timeline of this app, from ``ready()``."""
    for source in (orientations, appels, entrees):
        fiche.enregistrer_etapes("arrivee", source)
    fiche.enregistrer_etapes("entretiens", entretiens)
