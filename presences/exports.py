"""The lines of « Mes orientations » as a file: what the page shows, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from centre.ecriture import date_courte, duree, heure, jour_court, jour_long_annee, pluriel
from centre.pdf import composer, dessin
from centre.tableur import TYPES, csv_de, xlsx_de
from centre.temps import a_paris

if TYPE_CHECKING:
    from presences.queries.bande import Periode
    from presences.queries.suivi import Ligne

FORMATS = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF"}

# Column, what it holds. An empty cell of presences says nothing of the person.
COLONNES = {
    "prenom": "Prénom",
    "nom": "Nom",
    "centre": "Centre",
    "orientation_recue": "Jour où la fiche est arrivée (AAAA-MM-JJ)",
    "etat": "Où en est-on",
    "dispositif": "Dispositif du parcours",
    "entree": "Entrée dans le parcours",
    "fin_prevue": "Fin prévue",
    "liste_partielle_du": "Premier jour de la période comptée",
    "liste_partielle_au": "Dernier jour de la période comptée",
    "presences_partagees": "Présences partagées de la période",
    "minutes_partagees": "Minutes réelles de ces présences",
    "derniere_presence_partagee": "Dernière présence partagée",
    "prochain_rendez_vous": "Prochaine date partagée",
    "echeance": "Échéance",
    "echeance_detail": "Ce qui la précise",
}


def exporter(
    nom: str, lignes: Sequence[Ligne], *, titre: str, periode: Periode, quand: dt.datetime
) -> HttpResponse:
    """Write the lines in one of ``FORMATS``, in the order of the page. Raises PDFImpossible."""
    if nom == "pdf":
        corps, genre = _pdf(lignes, titre=titre, periode=periode, quand=quand), "application/pdf"
    else:
        rangees = [_rangee(ligne, periode) for ligne in lignes]
        if nom == "csv":
            corps = csv_de(list(COLONNES), rangees)
        else:
            corps = xlsx_de(list(COLONNES), rangees, titre=titre, quand=quand)
        genre = TYPES[nom]
    reponse = HttpResponse(corps, content_type=genre)
    fichier = f"{titre.lower().replace(' ', '-')}-{a_paris(quand):%Y-%m-%d}.{nom}"
    reponse["Content-Disposition"] = f'attachment; filename="{fichier}"'
    return reponse


def _jour(moment: dt.date | dt.datetime | None) -> str:
    if isinstance(moment, dt.datetime):
        moment = a_paris(moment).date()
    return moment.isoformat() if moment else ""


def _rangee(ligne: Ligne, periode: Periode) -> list[Any]:
    orientation, parcours = ligne.orientation, ligne.parcours
    prochaine = ligne.prochaine.seance.debut if ligne.prochaine else None
    return [
        ligne.personne.prenom,
        ligne.personne.nom,
        ligne.centre.nom_court,
        _jour(orientation.recue_le) if orientation else "",
        ligne.etat.nom,
        str(parcours.dispositif) if parcours else "",
        _jour(parcours.date_entree) if parcours else "",
        _jour(parcours.date_fin_prevue) if parcours else "",
        periode.du.isoformat(),
        periode.au.isoformat(),
        len(ligne.presences) if ligne.presences else "",
        ligne.minutes if ligne.presences else "",
        _jour(ligne.derniere),
        f"{a_paris(prochaine):%Y-%m-%d %H:%M}" if prochaine else "",
        ligne.echeance.titre if ligne.echeance else "",
        ligne.echeance.detail if ligne.echeance else "",
    ]


def _pdf(lignes: Sequence[Ligne], *, titre: str, periode: Periode, quand: dt.datetime) -> bytes:
    donnees = {
        "titre": titre,
        "sous-titre": f"{pluriel(len(lignes), 'personne,personnes')}, {jour_long_annee(quand)}",
        "periode": f"Présences partagées du {periode.du:%d/%m/%Y} au {periode.au:%d/%m/%Y}.",
        "dessin": dessin("lierre"),
        "lignes": [_ligne_imprimee(ligne) for ligne in lignes],
    }
    return composer("orientations.typ", donnees, quand=quand)


def _ligne_imprimee(ligne: Ligne) -> dict[str, str]:
    prochaine = ligne.prochaine.seance.debut if ligne.prochaine else None
    partage = ""
    if ligne.presences:
        partage = f"{duree(ligne.minutes)}, {pluriel(len(ligne.presences), 'présence,présences')}"
    return {
        "personne": str(ligne.personne),
        "etat": ligne.etat.nom,
        "detail": ligne.etat.detail,
        "partage": partage,
        "derniere": f"dernière le {date_courte(ligne.derniere)}" if ligne.derniere else "",
        "prochaine": f"{jour_court(prochaine)}, {heure(prochaine)}" if prochaine else "",
        "echeance": ligne.echeance.titre if ligne.echeance else "",
        "precision": ligne.echeance.detail if ligne.echeance else "",
    }
