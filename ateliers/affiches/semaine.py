"""The posted week: Monday to Saturday on the first page, dates to keep on the second."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from ateliers.affiches.cartes import (
    PERIODE,
    adresse_publique,
    carte,
    dessin_dehors,
    dessins,
    est_fermante,
    jours_ouverts,
    pas_d_atelier,
    periode_ecrite,
    pied,
    titre_dehors,
    vacances,
)
from ateliers.models import Deplacement, Seance, Serie
from ateliers.queries.affiches import (
    a_retenir,
    deplacements_affichables,
    reprises,
    series_affichables,
)
from ateliers.queries.publics import affiche
from ateliers.recurrence import verdict
from centre.ecriture import JOURS, jour_long, jour_long_annee
from centre.models import Centre, PeriodeCalendrier
from centre.temps import JOUR, a_paris

FORMATS = ("a4", "a3")
# How far the foot and the second page look ahead.
ABSENCES = 8 * 7 * JOUR
SUITE = 13 * 7 * JOUR

Notes = dict[dt.date, list[dict[str, str]]]


def affiche_semaine(
    centre: Centre, *, lundi: dt.date, quand: dt.datetime, papier: str = "a4"
) -> dict[str, Any]:
    """The data of ``affiche_semaine.typ``: no name of a person, no count, nothing of level 3."""
    dimanche = lundi + 6 * JOUR
    seances = list(affiche(centre, du=lundi, au=lundi + ABSENCES))
    periodes = list(PeriodeCalendrier.objects.filter(centre=centre).entre(lundi, lundi + ABSENCES))
    siennes = [s for s in seances if a_paris(s.debut).date() <= dimanche]
    deplacements = deplacements_affichables(centre, du=lundi, au=dimanche)
    notes = _notes(centre, lundi, siennes, deplacements, periodes)
    suite = _suite(centre, lundi)
    noms = {dessin_dehors(s.atelier) for s in siennes} | {g["dessin"] for g in suite["groupes"]}
    samedi = lundi + 5 * JOUR
    fermantes = filter(est_fermante, periodes)
    absences = [*pas_d_atelier(fermantes, jours_ouverts(seances)), *vacances(periodes)]
    return {
        "format": papier,
        "titre": "Les ateliers de la semaine",
        "dates": periode_ecrite(lundi, samedi),
        "titre-document": f"Les ateliers de la semaine, {periode_ecrite(lundi, samedi)}",
        "jours": _jours(centre, lundi, siennes, deplacements, periodes, notes),
        "suite": suite,
        "dessins": dessins(noms),
        **pied(centre, quand=quand, absences=absences, adresse=adresse_publique(centre)),
    }


def _jours(
    centre: Centre,
    lundi: dt.date,
    seances: Sequence[Seance],
    deplacements: Sequence[Deplacement],
    periodes: Sequence[PeriodeCalendrier],
    notes: Notes,
) -> list[dict[str, Any]]:
    """Sunday only when something happens on it."""
    mentions = {d.seance_id: _mention(d) for d in deplacements}
    jours = []
    for rang in range(7):
        date = lundi + rang * JOUR
        cartes = [
            carte(s, ville=centre.ville, mention=mentions.get(s.pk, ""))
            for s in seances
            if a_paris(s.debut).date() == date
        ]
        if rang < 6 or cartes:
            jours.append(
                {
                    "nom": JOURS[date.weekday()].capitalize(),
                    "numero": "1er" if date.day == 1 else str(date.day),
                    "annonces": [_annonce(p) for p in periodes if _s_annonce(p, date)],
                    "cartes": cartes,
                    "notes": notes[date],
                }
            )
    return jours


def _s_annonce(periode: PeriodeCalendrier, date: dt.date) -> bool:
    """School holidays are said at the foot: six times on one page would be noise."""
    return periode.genre != PERIODE.VACANCES and periode.contient(date)


def _annonce(periode: PeriodeCalendrier) -> str:
    if periode.reste_ouvert:
        return f"{periode.nom}\u00a0: le centre est ouvert"
    if periode.genre == PERIODE.FERMETURE:
        return f"Centre fermé\u00a0: {periode.nom}"
    return periode.nom


def _mention(deplacement: Deplacement) -> str:
    """What changed, in two words; nothing once it is back where the rule had put it."""
    seance = deplacement.seance
    if a_paris(deplacement.avant_debut).date() != a_paris(seance.debut).date():
        return "Nouveau jour"
    if (deplacement.avant_debut, deplacement.avant_fin) != (seance.debut, seance.fin):
        return "Nouvelle heure"
    return "Nouveau lieu" if deplacement.avant_lieu_id != seance.lieu_id else ""


def _notes(
    centre: Centre,
    lundi: dt.date,
    seances: Sequence[Seance],
    deplacements: Sequence[Deplacement],
    periodes: Sequence[PeriodeCalendrier],
) -> Notes:
    """Beside the cards: what left this day, what the holidays stop, who may come along."""
    notes: Notes = defaultdict(list)
    for deplacement in deplacements:
        jour = a_paris(deplacement.avant_debut).date()
        if _mention(deplacement) == "Nouveau jour" and lundi <= jour <= lundi + 6 * JOUR:
            titre = f"{titre_dehors(deplacement.seance)}\u00a0?"
            notes[jour].append({"titre": titre, "texte": _ou_est_passe(deplacement, lundi)})
    _pauses(notes, centre, lundi, seances, periodes)
    for seance in seances:
        if seance.atelier.se_partage and seance.atelier.accepte_enfants and not seance.est_annulee:
            texte = "Demandez une place à l’accueil."
            notes[a_paris(seance.debut).date()].append(
                {"titre": "Enfants bienvenus.", "texte": texte}
            )
    return notes


def _ou_est_passe(deplacement: Deplacement, lundi: dt.date) -> str:
    jour = a_paris(deplacement.seance.debut).date()
    if lundi <= jour <= lundi + 6 * JOUR:
        return f"Cette semaine, c’est {JOURS[jour.weekday()]}."
    return f"Ce sera {jour_long(jour)}."


def _pauses(
    notes: Notes,
    centre: Centre,
    lundi: dt.date,
    seances: Sequence[Seance],
    periodes: Sequence[PeriodeCalendrier],
) -> None:
    """« Couture : pas d’atelier. Reprise mardi 3 novembre. » where the calendar stops a line."""
    presents = {(s.serie_id, s.date_origine) for s in seances}
    fermantes = [p for p in periodes if est_fermante(p)]
    arrets: list[tuple[dt.date, Serie]] = []
    for serie in series_affichables(centre, du=lundi, au=lundi + 6 * JOUR):
        jour = lundi + (serie.jour or 0) * JOUR
        # A closed day says so by itself, for all lines at once.
        si_ferme = any(p.contient(jour) for p in fermantes)
        attendue = serie.du <= jour <= serie.au and (serie.pk, jour) not in presents
        if attendue and not si_ferme and not verdict(serie, jour, periodes).est_gardee:
            arrets.append((jour, serie))
    retours = reprises({s.atelier_id for _, s in arrets}, apres=lundi + 6 * JOUR)
    for jour, serie in arrets:
        retour = retours.get(serie.atelier_id)
        suite = f" Reprise {jour_long(retour)}." if retour else ""
        titre = f"{serie.atelier.titre.split(',')[0].split(' (')[0]}\u00a0:"
        notes[jour].append({"titre": titre, "texte": f"pas d’atelier.{suite}"})


def _suite(centre: Centre, lundi: dt.date) -> dict[str, Any]:
    au = lundi + SUITE - JOUR
    groupes: dict[str, dict[str, Any]] = {}
    for seance in a_retenir(centre, du=lundi, au=au):
        atelier = seance.atelier
        titre = "Les sorties" if atelier.se_partage else atelier.titre_affiche
        groupe = groupes.setdefault(
            titre,
            {
                "titre": titre,
                "theme": atelier.theme,
                "dessin": dessin_dehors(atelier),
                "lignes": [],
            },
        )
        groupe["lignes"].append(carte(seance, ville=centre.ville))
    return {
        "titre": "Les dates à retenir",
        "dates": f"jusqu’au {jour_long_annee(au)}",
        "groupes": sorted(
            groupes.values(), key=lambda g: (g["titre"] != "Les sorties", g["titre"])
        ),
    }
