"""What the calendar and the clashes write on a planning: announcements and greyed lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ateliers.models import Seance, Serie
from ateliers.queries.annonces import Annonce
from ateliers.queries.croisements import Croisement, Genre, croisements
from ateliers.queries.semaine import Semaine
from ateliers.recurrence import verdict
from ateliers.views.grille import Bloc, titre_court
from centre.ecriture import heure, plage
from centre.models import PeriodeCalendrier
from centre.temps import JOUR, a_paris, instant

PERIODE = PeriodeCalendrier.Genre


def du_calendrier(semaine: Semaine) -> list[Annonce]:
    """Holidays, bridges, closures, what is planned on a closed day, meetings without hours."""
    annonces = [
        Annonce(e.jour, e.titre, e.lieu or "heure à dire", icone="groupe", url=e.url)
        for e in semaine.evenements
        if e.heures is None
    ]
    for rang in range((semaine.au - semaine.du).days + 1):
        jour = semaine.du + rang * JOUR
        periodes = [p for p in semaine.periodes if p.contient(jour)]
        for periode in periodes:
            suite = "le centre reste ouvert" if periode.reste_ouvert else ""
            texte = suite or _mot(periode)
            annonces.append(Annonce(jour, periode.nom, texte, icone="calendrier"))
        annonces += _malgre_la_fermeture(semaine, jour, periodes)
    return annonces


def _mot(periode: PeriodeCalendrier) -> str:
    mots = {
        PERIODE.FERIE: "jour férié",
        PERIODE.FERMETURE: "centre fermé",
        PERIODE.PONT: "pas de classe, à décider",
    }
    return mots.get(PERIODE(periode.genre), "")


def pauses(semaine: Semaine) -> list[Bloc]:
    """The lines that stop for the holidays, greyed where they would have been (S4)."""
    blocs = []
    for rang in range((semaine.au - semaine.du).days + 1):
        jour = semaine.du + rang * JOUR
        for serie in semaine.series:
            if serie.jour != jour.weekday() or not serie.du <= jour <= serie.au:
                continue
            if verdict(serie, jour, semaine.periodes).raison.startswith("vacances scolaires"):
                blocs.append(_pause(serie, jour))
    return blocs


def _pause(serie: Serie, jour: dt.date) -> Bloc:
    titre = serie.atelier.titre.split(",")[0]
    return Bloc(
        debut=instant(jour, serie.heure_debut),
        fin=instant(jour, serie.heure_fin),
        titre=titre,
        icone=serie.atelier.pictogramme,
        lieu="Pas d’atelier, vacances scolaires",
        theme=serie.atelier.theme,
        etat="pause",
        rangs={
            "lieu": [(str(serie.lieu_id), serie.lieu.nom)],
            "atelier": [(serie.atelier.slug, titre)],
        },
    )


def _malgre_la_fermeture(
    semaine: Semaine, jour: dt.date, periodes: Sequence[PeriodeCalendrier]
) -> list[Annonce]:
    fermants = [
        p for p in periodes if p.genre in (PERIODE.FERIE, PERIODE.FERMETURE) and not p.reste_ouvert
    ]
    if not fermants:
        return []
    prevues = [s for s in semaine.seances if a_paris(s.debut).date() == jour and not s.est_annulee]
    if not prevues:
        return []
    noms = ", ".join(titre_court(s) for s in prevues)
    texte = f"{noms}. Gardez ou annulez\u00a0: rien n’est bloqué."
    titre = "Prévu un jour de fermeture."
    return [Annonce(jour, titre, texte, genre="miel", icone="alerte")]


def des_croisements(seances: Sequence[Seance]) -> list[Annonce]:
    return [_expliquer(croisement) for croisement in croisements(seances)]


def _expliquer(croisement: Croisement) -> Annonce:
    un, deux = titre_court(croisement.premiere), titre_court(croisement.seconde)
    entre: tuple[int, int] | None = (croisement.premiere.pk, croisement.seconde.pk)
    if croisement.genre == Genre.LIEU:
        titre = f"Même lieu, {plage(croisement.du, croisement.au)}."
        texte = f"{croisement.qui}\u00a0: {un} et {deux}. Rien n’est bloqué."
    elif croisement.genre == Genre.ANIMATEUR:
        titre = f"Deux ateliers à la fois, {plage(croisement.du, croisement.au)}."
        texte = f"{croisement.qui} anime {un} et {deux}. Rien n’est bloqué."
    else:
        entre = None
        minutes = int((croisement.au - croisement.du).total_seconds() // 60)
        ecart = f"{minutes}\u00a0min" if minutes else "aucune pause"
        titre = f"Sans battement, {heure(croisement.au)}."
        texte = f"{croisement.qui}\u00a0: {ecart} entre {un} et {deux}."
    jour = a_paris(croisement.du).date()
    return Annonce(jour, titre, texte, genre="miel", icone="croise", entre=entre)
