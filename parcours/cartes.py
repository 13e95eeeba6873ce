"""Cards beside the timeline: what holds her back, her aims, partners, her marks, what is shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from centre.ecriture import date_courte
from centre.temps import a_paris
from parcours import fiche
from parcours.etapes_chemin import chez
from parcours.fiche import Attendu, Geste, Lecture
from parcours.models import (
    Frein,
    Jalon,
    Objectif,
    OrientationPartenaire,
    Parcours,
    ReferentParcours,
    Repere,
)
from parcours.models.dispositifs import Transmission
from parcours.models.referents import PAR_SON_OUI
from parcours.queries.cadence import relances
from parcours.queries.dessin import dessin_de

Role = ReferentParcours.Role
LIMITE = 40
ICONES = {
    "lecture-ecriture-calcul": "langue",
    "mobilite": "bus",
    "famille": "groupe",
    "numerique": "ordi",
    "logement-hebergement": "maison",
    "trouver-un-emploi": "mallette",
    "se-former": "livre",
    "remobilisation": "pousse",
}


def freins(lecture: Lecture) -> dict[str, Any] | None:
    """Where each obstacle is, at the entry and today; a sensitive one only says it is there."""
    lus = Frein.objects.visibles_par(lecture.utilisateur).filter(
        parcours__in=[parcours.pk for parcours in lecture.droits.ouverts]
    )
    lignes = [
        {
            "frein": frein,
            "icone": ICONES.get(frein.theme, "tiret"),
            "est_lisible": not frein.est_sensible or lecture.mene(frein.parcours_id),
        }
        for frein in lus.order_by("leve_le", "declare_le", "pk")[:LIMITE]
    ]
    return {"lignes": lignes, "parcours": _premier(lecture)} if lecture.droits.ouverts else None


def _premier(lecture: Lecture) -> Parcours | None:
    return next(iter(lecture.droits.ouverts), None)


def objectifs(lecture: Lecture) -> dict[str, Any] | None:
    if not lecture.droits.ouverts:
        return None
    lus = (
        Objectif.objects.visibles_par(lecture.utilisateur)
        .filter(parcours__in=[parcours.pk for parcours in lecture.droits.ouverts])
        .prefetch_related("jalons")[:LIMITE]
    )
    lignes = [{"objectif": objectif, "jalons": list(objectif.jalons.all())} for objectif in lus]
    return {"lignes": lignes, "parcours": _premier(lecture)}


def partenaires(lecture: Lecture) -> dict[str, Any] | None:
    """What is proposed or under way; the answer is one tap."""
    en_cours = (
        OrientationPartenaire.objects.lisibles_par(lecture.utilisateur)
        .filter(
            parcours__in=[parcours.pk for parcours in lecture.droits.ouverts],
            etat__in=[OrientationPartenaire.Etat.PROPOSEE, OrientationPartenaire.Etat.DEMANDEE],
        )
        .select_related("organisme")[:LIMITE]
    )
    lignes = [
        {"orientation": o, "nom": chez(lecture, o.parcours_id, o.organisme)} for o in en_cours
    ]
    return {"lignes": lignes} if lignes else None


def reperes(lecture: Lecture) -> dict[str, Any] | None:
    parcours = _premier(lecture)
    if parcours is None:
        return None
    poses = Repere.objects.visibles_par(lecture.utilisateur).filter(parcours=parcours)
    return {"dessin": dessin_de(poses), "parcours": parcours}


def partage(lecture: Lecture) -> dict[str, Any] | None:
    """Who outside reads what, in words that can be said to her (ETH-02)."""
    lignes = [
        {
            "qui": parcours.prescripteur,
            "presences": parcours.est_transmis,
            "rien": parcours.transmission_presence == Transmission.AUCUNE,
            "choix": Transmission(parcours.transmission_presence).label,
            "decide_le": parcours.transmission_decidee_le,
        }
        for parcours in lecture.droits.ouverts
        if parcours.prescripteur
    ]
    return {"lignes": lignes, "espaces": _espaces_communs(lecture)}


def _espaces_communs(lecture: Lecture) -> list[str]:
    """Names of the other halves and intervenants, who read the shared space of a parcours."""
    ailleurs = (Role.BINOME_SOCIAL, Role.BINOME_EMPLOI, *PAR_SON_OUI)
    return [
        referent.professionnel.nom_court
        for parcours in lecture.droits.ouverts
        for referent in parcours.referents.all()
        if referent.role in ailleurs and referent.fin is None
        if referent.role not in PAR_SON_OUI or referent.son_oui
    ]


def attendus(lecture: Lecture, parcours: Parcours) -> Iterator[Attendu]:
    """Time to call (ASI-07), or a step whose day has come: both are the team's to take up."""
    yield from _relance(lecture, parcours)
    jour = a_paris(lecture.quand).date()
    echus = Jalon.objects.visibles_par(lecture.utilisateur).filter(
        objectif__parcours=parcours, etat=Jalon.Etat.PREVU, echeance__lt=jour
    )
    for jalon in echus[:3]:
        yield Attendu(
            f"À revoir ensemble\u00a0: {jalon.quoi}",
            f"Prévu pour le {date_courte(jalon.echeance)}.",
            "#t-objectifs",
            "Voir",
            "drapeau",
        )


def _relance(lecture: Lecture, parcours: Parcours) -> Iterator[Attendu]:
    trouvees = relances(Parcours.objects.filter(pk=parcours.pk), lecture.quand)
    for relance in trouvees:
        if relance.prochain:
            suite = f"Le prochain est fixé le {date_courte(relance.prochain)}."
        else:
            suite = "Aucun n’est fixé."
        depuis = relance.dernier or parcours.date_entree
        yield Attendu(
            "Prendre rendez-vous avec elle",
            f"Dernier entretien le {date_courte(depuis)}. {suite}"
            if relance.dernier
            else f"Pas encore d’entretien depuis l’entrée. {suite}",
            reverse("parcours:entretien-creer", args=[parcours.pk]),
            "Noter un entretien",
            "tel",
        )


GESTES = (
    ("action", "Une action", "mallette", 20),
    ("avancee", "Une avancée", "pousse", 30),
    ("observation", "Ce qui est dit", "guillemets", 40),
    ("frein", "Un frein", "tiret", 50),
    ("objectif", "Un objectif", "drapeau", 60),
    ("partenaire", "Un partenaire", "vers", 70),
)


def gestes(lecture: Lecture, parcours: Parcours) -> Iterator[Geste]:
    entretien = reverse("parcours:entretien-creer", args=[parcours.pk])
    yield Geste("Un entretien", entretien, "bulles", 10)
    for genre, titre, icone, ordre in GESTES:
        url = reverse("parcours:note-creer", args=[parcours.pk, genre])
        yield Geste(titre, url, icone, ordre)
    poser = reverse("parcours:reperes-poser", args=[parcours.pk])
    yield Geste("Ses repères", poser, "rameau", 80)


def enregistrer() -> None:
    """Open the cards of the way, from ``ready()``."""
    fiche.enregistrer_carte("parcours/_carte_freins.html", freins, ordre=30)
    fiche.enregistrer_carte("parcours/_carte_objectifs.html", objectifs, ordre=40)
    fiche.enregistrer_carte("parcours/_carte_partenaires.html", partenaires, ordre=45)
    fiche.enregistrer_carte("parcours/_carte_reperes.html", reperes, ordre=50)
    fiche.enregistrer_carte("parcours/_carte_partage.html", partage, ordre=60)
    fiche.enregistrer_attendu(attendus)
    fiche.enregistrer_geste(gestes)
