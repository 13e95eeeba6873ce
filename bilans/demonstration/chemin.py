"""What is written along the way: a whole story for two people, a few lines for the others."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from bilans.demonstration.monde import Monde
from bilans.demonstration.suivis import Suivi
from centre.temps import instant
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Consentement,
    Entretien,
    Frein,
    Jalon,
    Objectif,
    Observation,
    OrientationPartenaire,
    Parcours,
    Projet,
    Repere,
)
from parcours.textes_accords import texte_d_accord

Type, Nature, Bonne = ActionParcours.Type, AideUrgente.Nature, Avancee.Type
Theme, Voix = Observation.Theme, Observation.Voix
PROJETS = (
    "Je veux bien parler français. Après, je veux travailler dans une cantine, près de l’école.",
    "Je veux reprendre confiance et voir du monde. Le travail, on verra après.",
    "Je veux passer le permis et faire des ménages à mon compte.",
    "Je veux garder des enfants. J’aime ça, et je sais le faire.",
    "Je veux comprendre mes papiers toute seule.",
    "Je veux retravailler, mais pas debout toute la journée.",
)
ACTIONS = (
    (Type.DEMARCHES, "dossier de la CAF relu ensemble"),
    (Type.DROITS, "complémentaire santé demandée"),
    (Type.RESOLUTION, "rendez-vous au guichet, avec elle"),
    (Type.PROJET, "trois métiers regardés ensemble"),
    (Type.RECHERCHE, "CV écrit"),
    (Type.SUGGESTION, "une formation courte proposée au prescripteur"),
)
AVANCEES = (
    (Bonne.DEPLACER, "J’ai pris la ligne toute seule pour aller à la cuisine."),
    (Bonne.DROITS, "J’ai reçu ma carte."),
    (Bonne.FRANCAIS, "J’ai écrit le mot pour la maîtresse."),
    (Bonne.CONFIANCE, "J’ai parlé devant le groupe."),
)
MOTS = (
    (Theme.HORAIRES, "Le matin c’est mieux, les enfants sont à l’école."),
    (Theme.EQUIPE, "À la couture on s’aide, personne ne juge."),
    (Theme.CHOIX, "C’est moi qui ai choisi la cuisine."),
    (Theme.ENVIE, "Je me lève plus facilement les jours d’atelier."),
)
AU_DEPART = {
    "lecture-ecriture-calcul": ("comprend, n’écrit pas", "écrit des phrases"),
    "mobilite": ("ne prend pas le bus seule", "connaît la ligne 2"),
    "famille": ("rien le mercredi", "sa sœur garde le mercredi matin"),
    "numerique": ("pas d’ordinateur", "accès CAF à faire"),
    "logement-hebergement": ("trop petit", "dossier déposé"),
}


def ecrire(monde: Monde, suivis: list[Suivi]) -> None:
    """After the fiches: the same dice for the same date."""
    ouverts = [s for s in suivis if s.parcours is not None]
    _des_lignes(monde, ouverts)
    for suivi in ouverts:
        if suivi.scene in ("fin_proche", "lien"):
            _une_histoire(monde, suivi)
    _premiers_entretiens_expliques(ouverts)


def _auteur(monde: Monde, suivi: Suivi) -> Any:
    return monde.pros[suivi.referent].utilisateur


def _jour(monde: Monde, suivi: Suivi, hasard: random.Random) -> dt.date:
    fin = min(suivi.fin or monde.jour, monde.jour)
    return suivi.depuis + dt.timedelta(days=hasard.randint(0, max(0, (fin - suivi.depuis).days)))


def _commun(monde: Monde, suivi: Suivi, le: dt.date) -> dict[str, Any]:
    return {
        "parcours": suivi.parcours,
        "le": le,
        "auteur": _auteur(monde, suivi),
        "cree_le": min(instant(le, dt.time(17)), monde.quand),
    }


def _des_lignes(monde: Monde, suivis: list[Suivi]) -> None:
    """One project each, and one or two lines of some kinds."""
    hasard = monde.hasard("chemin")
    lignes: dict[Any, list[Any]] = {ActionParcours: [], AideUrgente: [], Avancee: []}
    projets = []
    for suivi in suivis:
        projets.append(_projet(monde, suivi, hasard.choice(PROJETS), suivi.depuis))
        for type_, note in hasard.sample(ACTIONS, hasard.randint(1, 2)):
            commun = _commun(monde, suivi, _jour(monde, suivi, hasard))
            lignes[ActionParcours].append(
                ActionParcours(
                    type=type_,
                    note=note,
                    accompagnement_physique=type_ == Type.RESOLUTION,
                    resultat="obtenu" if type_ == Type.DROITS else "",
                    **commun,
                )
            )
        if hasard.random() < 0.2:
            commun = _commun(monde, suivi, _jour(monde, suivi, hasard))
            lignes[AideUrgente].append(AideUrgente(nature=Nature.ALIMENTATION, **commun))
        if hasard.random() < 0.5:
            bonne, mots = hasard.choice(AVANCEES)
            commun = _commun(monde, suivi, _jour(monde, suivi, hasard))
            lignes[Avancee].append(Avancee(type=bonne, mots=mots, **commun))
    vus = {p.personne_id: p for p in projets if p is not None}
    Projet.objects.bulk_create(vus.values())
    for modele, rangees in lignes.items():
        modele.objects.bulk_create(rangees)


def _projet(monde: Monde, suivi: Suivi, texte: str, dit_le: dt.date) -> Projet:
    return Projet(
        personne=suivi.profil.ligne,
        texte=texte,
        dit_le=dit_le,
        ecrit_par=_auteur(monde, suivi),
        cree_le=instant(dit_le, dt.time(17)),
    )


def _une_histoire(monde: Monde, suivi: Suivi) -> None:
    """The file that the guide shows: every kind of line, at its place in time."""
    parcours = suivi.parcours
    assert parcours is not None  # noqa: S101 (chosen among those who entered)
    Parcours.objects.filter(pk=parcours.pk).update(cadence=Parcours.Cadence.QUINZAINE)
    Projet.objects.filter(personne=suivi.profil.ligne).update(
        texte=PROJETS[0], relu_le=monde.jour - dt.timedelta(days=38)
    )
    _les_freins(parcours, suivi, monde.jour)
    _les_objectifs(monde, suivi)
    _les_partenaires(monde, suivi)
    _les_reperes(monde, suivi)
    for rang, (type_, mots) in enumerate(AVANCEES[:2]):
        le = monde.jour - dt.timedelta(days=55 - 30 * rang)
        Avancee.objects.create(type=type_, mots=mots, **_commun(monde, suivi, le))
    for rang, (theme, texte) in enumerate(MOTS[:3]):
        le = monde.jour - dt.timedelta(days=70 - 20 * rang)
        voix = Voix.EQUIPE if rang == 1 else Voix.PERSONNE
        commun = _commun(monde, suivi, le)
        Observation.objects.create(theme=theme, texte=texte, voix=voix, **commun)
    aide = _commun(monde, suivi, monde.jour - dt.timedelta(days=90))
    AideUrgente.objects.create(nature=Nature.ALIMENTATION, **aide)
    Consentement.objects.create(
        personne=suivi.profil.ligne,
        objet=Consentement.Objet.PRENOM,
        texte=texte_d_accord("prenom"),
        canal="entretien, à l’oral",
        donne_le=instant(suivi.depuis, dt.time(11)),
    )


def _les_freins(parcours: Parcours, suivi: Suivi, jour: dt.date) -> None:
    """Four ordinary ones: one settled, one that moves, two still there."""
    Frein.objects.filter(parcours=parcours, est_sensible=False).delete()
    lignes = []
    for rang, theme in enumerate(("lecture-ecriture-calcul", "mobilite", "famille", "numerique")):
        depart, maintenant = AU_DEPART[theme]
        lignes.append(
            Frein(
                parcours=parcours,
                theme=theme,
                precision=depart,
                point_actuel=maintenant,
                avance=rang == 0,
                declare_le=suivi.depuis,
                leve_le=jour - dt.timedelta(days=55) if theme == "mobilite" else None,
                ce_qui_a_aide="un trajet fait ensemble" if theme == "mobilite" else "",
            )
        )
    Frein.objects.bulk_create(lignes)


def _les_objectifs(monde: Monde, suivi: Suivi) -> None:
    le = suivi.depuis + dt.timedelta(days=14)
    commun = _commun(monde, suivi, le)
    objectif = Objectif.objects.create(
        finalite="projet_emploi", texte="Visiter une cantine d’école", accord_le=le, **commun
    )
    etapes = (
        ("Écrire à la cheffe de la cantine", "ensemble", -20, "fait"),
        ("Visiter la cantine", "personne", 19, "prevu"),
    )
    Jalon.objects.bulk_create(
        Jalon(
            objectif=objectif,
            quoi=quoi,
            qui=qui,
            echeance=monde.jour + dt.timedelta(days=jours),
            accord_le=le,
            etat=etat,
            change_le=monde.jour - dt.timedelta(days=22) if etat == "fait" else None,
            auteur=_auteur(monde, suivi),
        )
        for quoi, qui, jours, etat in etapes
    )


def _les_partenaires(monde: Monde, suivi: Suivi) -> None:
    """One accepted, one proposed, one declined: the last changes nothing."""
    organismes = list(
        monde.pros[suivi.referent]
        .centre.organismes.filter(est_sensible=False)
        .exclude(type="CENTRE")
        .order_by("nom")[:3]
    )
    for rang, (organisme, etat) in enumerate(
        zip(organismes, ("acceptee", "proposee", "declinee"), strict=False)
    ):
        le = monde.jour - dt.timedelta(days=60 - 20 * rang)
        OrientationPartenaire.objects.create(
            organisme=organisme, etat=etat, change_le=le, **_commun(monde, suivi, le)
        )


def _les_reperes(monde: Monde, suivi: Suivi) -> None:
    """Where she placed herself at the entry and on the way."""
    poses = {
        "entree": dict(zip(Repere.Theme.values, (2, 2, 1, 2, 3, 3), strict=True)),
        "milieu": dict(zip(Repere.Theme.values, (3, 5, 2, 3, 3, 4), strict=True)),
    }
    jours = {"entree": suivi.depuis, "milieu": monde.jour - dt.timedelta(days=38)}
    Repere.objects.bulk_create(
        Repere(
            parcours=suivi.parcours,
            moment=moment,
            theme=theme,
            place=place,
            le=jours[moment],
            auteur=_auteur(monde, suivi),
        )
        for moment, places in poses.items()
        for theme, place in places.items()
    )


def _premiers_entretiens_expliques(suivis: list[Suivi]) -> None:
    """The free choice was read to each one on her first day (ASI-24)."""
    premiers = list(
        Entretien.objects.filter(
            parcours__in=[s.parcours for s in suivis],
            type=Entretien.Type.PREMIER,
            etat=Entretien.Etat.TENU,
        )
    )
    for entretien in premiers:
        entretien.explique_le = entretien.debut.date()
    Entretien.objects.bulk_update(premiers, ["explique_le"])
