"""The printed notes: a point, and each of the three outputs of an individual bilan (ASI-18)."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from centre.ecriture import jour_long_annee, telephone
from centre.pdf import PDFImpossible, composer, dessin, reponse_pdf
from centre.temps import a_paris

if TYPE_CHECKING:
    from parcours.models import BilanIndividuel, Parcours, PointPrescripteur

journal = logging.getLogger(__name__)
GABARIT = "ecrit.typ"
# The output of a bilan, and its title.
PARTIES = {
    "personne": "Bilan, avec vous",
    "relais": "Relais",
    "prescripteur": "Bilan, pour le prescripteur",
}


def donner(
    request: HttpRequest,
    donnees: dict[str, Any],
    *,
    quand: dt.datetime,
    nom: str,
    sinon: tuple[str, int],
) -> HttpResponse:
    """The PDF under a name that tells nothing, kept by no cache."""
    try:
        corps = composer(GABARIT, donnees, quand=quand)
    except PDFImpossible:
        journal.exception(GABARIT)
        messages.error(request, "Le document n’a pas pu être fait. Réessayez.")
        return redirect(f"parcours:{sinon[0]}", sinon[1])
    reponse = reponse_pdf(corps, fichier=f"{nom}-{a_paris(quand):%Y-%m-%d}.pdf")
    reponse["Cache-Control"] = "private, no-store"
    return reponse


def _page(parcours: Parcours, titre: str, periode: str) -> dict[str, Any]:
    centre = parcours.centre
    return {
        "titre": titre,
        "personne": str(parcours.personne),
        "periode": periode,
        "cadre": str(parcours.dispositif),
        "centre": {
            "nom": centre.nom,
            "adresse": centre.adresse_entiere,
            "telephone": telephone(centre.telephone),
        },
        "dessin": dessin("lierre"),
        "blocs": [],
        "pied": "",
    }


def _bloc(titre: str, texte: str) -> list[dict[str, Any]]:
    """A block, or none for an empty text; each line of the text is a paragraph."""
    if not texte.strip():
        return []
    return [{"titre": titre, "lignes": [li for li in texte.splitlines() if li.strip()]}]


def _sceau(empreinte: str, quand: dt.datetime | None, verbe: str) -> str:
    if not empreinte:
        return "Brouillon\u00a0: ce document peut encore changer."
    return f"{verbe} le {jour_long_annee(quand)}. Empreinte {empreinte[:16]}."


def point_imprime(point: PointPrescripteur) -> dict[str, Any]:
    periode = f"Du {point.du:%d/%m/%Y} au {point.au:%d/%m/%Y}"
    page = _page(point.parcours, "Point avec le prescripteur", periode)
    page["blocs"] = _bloc("Lignes générales", point.texte) + _bloc("Sa remarque", point.remarque)
    if point.relu_le:
        page["blocs"] += _bloc("Relu avec elle", f"Le {jour_long_annee(point.relu_le)}.")
    page["pied"] = _sceau(point.empreinte, point.envoye_le, "Envoyé")
    return page


def bilan_imprime(bilan: BilanIndividuel, partie: str) -> dict[str, Any]:
    """One of ``PARTIES``: the prescriber's holds nothing of the two others."""
    parcours = bilan.parcours
    fin = f" au {parcours.date_fin_reelle:%d/%m/%Y}" if parcours.date_fin_reelle else ""
    periode = f"Parcours du {parcours.date_entree:%d/%m/%Y}{fin}"
    page = _page(parcours, PARTIES[partie], periode)
    if partie == "personne":
        blocs = _bloc("Ce que nous avons fait ensemble", bilan.partie_personne)
        blocs += _relais(bilan) + _bloc("Ce que le prescripteur lit", bilan.partie_prescripteur)
        page["blocs"] = blocs + _bloc("Votre commentaire", bilan.commentaire)
    elif partie == "relais":
        page["blocs"] = _relais(bilan)
    else:
        page["blocs"] = _bloc("Lignes générales", bilan.partie_prescripteur)
    if bilan.lu_le:
        page["blocs"] += _bloc("Lu et discuté", f"Le {jour_long_annee(bilan.lu_le)}.")
    page["pied"] = _sceau(bilan.empreinte, bilan.signe_le, "Signé")
    return page


def _relais(bilan: BilanIndividuel) -> list[dict[str, Any]]:
    if not bilan.a_un_relais:
        return []
    qui = f"{bilan.relais_nom}, {bilan.relais_organisme}"
    texte = f"{qui}\nÀ partir du {jour_long_annee(bilan.relais_le)}."
    return _bloc("Qui prend le relais", texte)
