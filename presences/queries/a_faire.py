"""What the sheets leave to do: three queries, whatever their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from centre.a_faire import Ligne, Tache
from centre.ecriture import date_courte, jour_long, pluriel
from centre.permissions import ANIMATION, COORDINATION, REFERENT
from centre.temps import a_paris
from presences.models import DemandeCorrection
from presences.queries.feuilles import feuilles_en_attente

if TYPE_CHECKING:
    from ateliers.models import Seance
    from centre.models import Centre, Utilisateur

# Enough to choose from; the last line says how many more.
FEUILLES_LISTEES = 5


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """One task for all the sheets that are over and not closed, the oldest first."""
    if not utilisateur.a_role(centre.pk, COORDINATION, REFERENT, ANIMATION):
        return
    yield from _demandes(utilisateur, centre)
    attente = list(feuilles_en_attente(utilisateur, centre.pk, quand))
    if not attente:
        return
    premiere = attente[0]
    lignes = tuple(_ligne(s) for s in attente[:FEUILLES_LISTEES]) if len(attente) > 1 else ()
    if len(attente) > FEUILLES_LISTEES:
        lignes += (Ligne("Toutes les feuilles", reverse("presences:feuille-list")),)
    yield Tache(
        titre=pluriel(len(attente), "feuille à remplir,feuilles à remplir"),
        pourquoi=_reste(attente) if lignes else f"{_ligne(premiere).texte}.",
        url=reverse("presences:feuille", args=[premiere.pk]),
        action="Remplir la plus ancienne" if lignes else "Remplir la feuille",
        icone="crayon",
        theme="" if lignes else premiere.atelier.theme,
        ordre=20,
        lignes=lignes,
    )


def _demandes(utilisateur: Utilisateur, centre: Centre) -> Iterator[Tache]:
    """What people say is not right on a sheet that she may hold; one query."""
    visibles = DemandeCorrection.objects.visibles_par(utilisateur).en_attente()
    demandes = list(
        visibles.filter(presence__place__seance__centre=centre).select_related(
            "presence__place__personne", "presence__place__seance"
        )[: FEUILLES_LISTEES + 1]
    )
    for demande in demandes[:FEUILLES_LISTEES]:
        seance = demande.presence.place.seance
        yield Tache(
            titre=f"{demande.presence.place.personne.nom_court} demande une correction",
            pourquoi=f"«\u00a0{demande.get_objet_display()}\u00a0», {jour_long(seance.debut)}.",
            url=reverse("presences:feuille", args=[seance.fenetre_id or seance.pk]),
            action="Ouvrir la feuille",
            icone="main",
            ordre=18,
        )


def _ligne(seance: Seance) -> Ligne:
    titre = seance.titre_complet.split(",")[0].split(" (")[0]
    quand = date_courte(a_paris(seance.debut).date()).replace(" ", "\u00a0")
    return Ligne(f"{titre}, {quand}", reverse("presences:feuille", args=[seance.pk]))


def _reste(attente: list[Seance]) -> str:
    reste = len(attente) - FEUILLES_LISTEES
    return f"Les {FEUILLES_LISTEES} plus anciennes\u00a0:" if reste > 0 else ""
