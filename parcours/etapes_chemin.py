"""Steps of the timeline that come from what is written along the way.

Each source is read from its newest row and cut at the same length (parcours/etapes.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from centre.models import Organisme
from parcours import fiche
from parcours.etapes import minuit
from parcours.fiche import Etape, Lecture
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Frein,
    Jalon,
    Objectif,
    Observation,
    OrientationPartenaire,
    Projet,
    ReferentParcours,
)
from parcours.models.referents import PAR_SON_OUI
from parcours.operations.notes import REPENTIR

RESERVE = "Santé, violences ou justice\u00a0: lu par qui la suit."


def _du_parcours(modele: Any, lecture: Lecture) -> Any:
    return modele.objects.visibles_par(lecture.utilisateur).filter(
        parcours__in=[parcours.pk for parcours in lecture.droits.parcours]
    )


def _cle(genre: str, note: Any, lecture: Lecture) -> tuple[str, int] | None:
    """What names the line when this reader may still take it back."""
    recente = lecture.quand - note.cree_le < REPENTIR
    return (genre, note.pk) if note.auteur_id == lecture.utilisateur.pk and recente else None


def chez(lecture: Lecture, parcours_id: int, organisme: Organisme | None) -> str:
    """The partner's name, or nothing when going there tells too much to this reader (§3.7)."""
    if organisme is None:
        return ""
    if organisme.est_sensible and not lecture.mene(parcours_id):
        return "un partenaire"
    return organisme.nom


def actions(lecture: Lecture) -> Iterator[Etape]:
    lues = _du_parcours(ActionParcours, lecture).select_related("organisme")
    for action in lues[: lecture.nombre + 1]:
        morceaux = [chez(lecture, action.parcours_id, action.organisme), action.note]
        if action.accompagnement_physique:
            morceaux.insert(0, "avec elle sur place")
        yield Etape(
            minuit(action.le),
            "demarches",
            action.get_type_display(),
            texte=" · ".join(filter(None, morceaux)),
            icone="mallette" if not action.est_sociale else "papier",
            etiquette=action.get_resultat_display(),
            retrait=_cle("action", action, lecture),
        )


def aides(lecture: Lecture) -> Iterator[Etape]:
    for aide in _du_parcours(AideUrgente, lecture)[: lecture.nombre + 1]:
        yield Etape(
            minuit(aide.le),
            "demarches",
            f"Aide urgente\u00a0: {aide.get_nature_display().lower()}",
            icone="aide",
            retrait=_cle("aide", aide, lecture),
        )


def avancees(lecture: Lecture) -> Iterator[Etape]:
    for avancee in _du_parcours(Avancee, lecture)[: lecture.nombre + 1]:
        yield Etape(
            minuit(avancee.le),
            "avancees",
            f"Avancée\u00a0: {avancee.get_type_display().lower()}",
            paroles=avancee.mots,
            icone="pousse",
            marque="plein",
            retrait=_cle("avancee", avancee, lecture),
        )


def observations(lecture: Lecture) -> Iterator[Etape]:
    for observation in _du_parcours(Observation, lecture)[: lecture.nombre + 1]:
        dite = observation.voix == Observation.Voix.PERSONNE
        yield Etape(
            minuit(observation.le),
            "mots",
            observation.get_theme_display(),
            texte="" if dite else observation.texte,
            paroles=observation.texte if dite else "",
            etiquette=observation.get_voix_display(),
            icone="guillemets" if dite else "oeil",
            retrait=_cle("observation", observation, lecture),
        )


def projets(lecture: Lecture) -> Iterator[Etape]:
    lus = Projet.objects.visibles_par(lecture.utilisateur).filter(personne=lecture.personne)
    for projet in lus[: lecture.nombre + 1]:
        yield Etape(
            minuit(projet.dit_le),
            "mots",
            "Son projet, avec ses mots",
            paroles=projet.texte,
            icone="guillemets",
            marque="plein",
        )


def freins(lecture: Lecture) -> Iterator[Etape]:
    """In and out: two steps for an obstacle that is settled; the newest first."""
    lus = _du_parcours(Frein, lecture).order_by("-declare_le", "-pk")[: lecture.nombre + 1]
    leves = (
        _du_parcours(Frein, lecture)
        .filter(leve_le__isnull=False)
        .order_by("-leve_le", "-pk")[: lecture.nombre + 1]
    )
    yield from (_frein(lecture, frein, frein.declare_le, "noté") for frein in lus)
    yield from (_frein(lecture, frein, frein.leve_le, "réglé") for frein in leves)


def _frein(lecture: Lecture, frein: Frein, le: dt.date, sens: str) -> Etape:
    regle = sens == "réglé"
    if frein.est_sensible and not lecture.mene(frein.parcours_id):
        return Etape(
            minuit(le), "freins", f"Un frein réservé, {sens}", texte=RESERVE, icone="cadenas"
        )
    aide = f"Ce qui a aidé\u00a0: {frein.ce_qui_a_aide}" if regle and frein.ce_qui_a_aide else ""
    return Etape(
        minuit(le),
        "freins",
        f"{frein}\u00a0: {'réglé' if regle else 'un frein'}",
        texte=aide if regle else frein.precision,
        icone="oui" if regle else "tiret",
        marque="plein" if regle else "",
    )


def objectifs(lecture: Lecture) -> Iterator[Etape]:
    poses = list(_du_parcours(Objectif, lecture)[: lecture.nombre + 1])
    for objectif in poses:
        yield Etape(
            minuit(objectif.le),
            "demarches",
            "Objectif, avec son accord",
            paroles=objectif.texte,
            icone="drapeau",
            etiquette=objectif.get_finalite_display(),
            retrait=_cle("objectif", objectif, lecture),
        )
        if objectif.atteint_le:
            yield Etape(
                minuit(objectif.atteint_le),
                "avancees",
                "Objectif atteint",
                paroles=objectif.texte,
                icone="pousse",
                marque="plein",
            )


def jalons(lecture: Lecture) -> Iterator[Etape]:
    faits = (
        Jalon.objects.visibles_par(lecture.utilisateur)
        .filter(
            objectif__parcours__in=[p.pk for p in lecture.droits.parcours], etat=Jalon.Etat.FAIT
        )
        .select_related("objectif", "organisme")
        .order_by("-change_le", "-pk")[: lecture.nombre + 1]
    )
    for jalon in faits:
        if jalon.change_le:
            ou = chez(lecture, jalon.objectif.parcours_id, jalon.organisme)
            texte = " · ".join(filter(None, (jalon.get_qui_display(), ou)))
            yield Etape(
                minuit(jalon.change_le),
                "demarches",
                f"Fait\u00a0: {jalon.quoi}",
                texte=texte,
                icone="oui",
            )


def partenaires(lecture: Lecture) -> Iterator[Etape]:
    lues = _du_parcours(OrientationPartenaire, lecture).select_related("organisme")
    for orientation in lues.order_by("-change_le", "-pk")[: lecture.nombre + 1]:
        nom = chez(lecture, orientation.parcours_id, orientation.organisme)
        yield Etape(
            minuit(orientation.change_le),
            "demarches",
            f"Vers {nom}",
            etiquette=orientation.get_etat_display(),
            icone="vers",
            retrait=_cle("partenaire", orientation, lecture),
        )


def relais(lecture: Lecture) -> Iterable[Etape]:
    """Who took over, the first of each role came with the entry; and every intervenant."""
    lignes = (ligne for parcours in lecture.droits.parcours for ligne in parcours.referents.all())
    vus: set[tuple[int, str]] = set()
    for ligne in sorted(lignes, key=lambda r: (r.debut, r.pk)):
        cle = (ligne.parcours_id, ligne.role)
        if cle in vus or ligne.role in PAR_SON_OUI:
            yield _relais(ligne)
        vus.add(cle)


def _relais(ligne: ReferentParcours) -> Etape:
    arrive = ligne.role in PAR_SON_OUI
    qui = f"{ligne.professionnel.nom_court} {'rejoint l’équipe' if arrive else 'prend le relais'}"
    role = ligne.get_role_display() + (", avec son accord" if arrive else "")
    return Etape(minuit(ligne.debut), "arrivee", qui, texte=role, icone="personne")


def enregistrer() -> None:
    """Add these sources to the timeline, from ``ready()``."""
    for source in (actions, aides, objectifs, jalons, partenaires):
        fiche.enregistrer_etapes("demarches", source)
    fiche.enregistrer_etapes("avancees", avancees)
    fiche.enregistrer_etapes("freins", freins)
    for source in (observations, projets):
        fiche.enregistrer_etapes("mots", source)
    fiche.enregistrer_etapes("echeances", relais)
