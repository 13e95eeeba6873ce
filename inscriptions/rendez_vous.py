"""One date as its person reads it: words in her language, the title she agreed to, no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ateliers.models import Seance
from inscriptions.langues import heure_dite, jour_dit, nom_du_jour, quand_relatif, quantieme
from inscriptions.models import Place
from inscriptions.operations.file import tour_dit

if TYPE_CHECKING:
    from inscriptions.session import Visite


@dataclass(frozen=True)
class RendezVous:
    """What the page shows of a place; ``theme`` and ``pictogramme`` are empty when discreet."""

    pk: int
    debut: dt.datetime
    fin: dt.datetime
    relatif: str
    nom_du_jour: str
    quantieme: str
    jour: str
    heure: str
    heure_fin: str
    titre: str
    theme: str
    pictogramme: str
    adresse: str
    lieu: str
    etat: str
    rang: int | None
    intention: str
    est_annule: bool
    sieges: int
    offre_jusqua: str

    @property
    def est_sur(self) -> bool:
        """Whether she is expected: neither cancelled nor waiting for a place."""
        return not self.est_annule and self.etat in Place.TENUES

    @property
    def est_en_attente(self) -> bool:
        return self.etat == Place.Etat.LISTE_ATTENTE

    @property
    def est_demandee(self) -> bool:
        return self.etat == Place.Etat.DEMANDEE

    @property
    def est_proposee(self) -> bool:
        return self.etat == Place.Etat.PROPOSEE


@dataclass(frozen=True)
class SortieProposee:
    """An outing as its page tells it; the title is public, so it is written whole."""

    pk: int
    place: Place | None
    titre: str
    pictogramme: str
    theme: str
    jour: str
    heure: str
    heure_fin: str
    point_rdv: str
    prix: str
    jusqu_au: str
    # Of her place there: her turn while she waits, until when what is offered is held.
    rang: int | None
    offre_jusqua: str


def sortie_en_langue(seance: Seance, place: Place | None) -> SortieProposee:
    """Write an outing in the active language, with her own place there if she has one."""
    sortie = getattr(seance, "sortie", None)
    gratuit = sortie is not None and not sortie.prix_adulte and not sortie.prix_enfant
    limite = sortie.souhaits_jusqu_au if sortie is not None else None
    return SortieProposee(
        pk=seance.pk,
        place=place,
        titre=seance.titre_complet,
        pictogramme=seance.atelier.pictogramme,
        theme=seance.atelier.theme,
        jour=capfirst(jour_dit(seance.debut)),
        heure=heure_dite(seance.debut),
        heure_fin=heure_dite(seance.fin),
        point_rdv=(sortie.point_rdv if sortie is not None else "") or seance.lieu.adresse_dehors,
        prix=_("Gratuit") if gratuit else sortie.prix_ecrit if sortie is not None else "",
        jusqu_au=jour_dit(limite) if limite else "",
        rang=tour_dit(place) if place else None,
        offre_jusqua=limite_dite(place) if place else "",
    )


def limite_dite(place: Place) -> str:
    """Until when an offer is held, « vendredi 20 novembre, à 10 heures »; empty otherwise."""
    if place.etat != Place.Etat.PROPOSEE or place.offre_jusqua is None:
        return ""
    return f"{jour_dit(place.offre_jusqua)}, {heure_dite(place.offre_jusqua)}"


def en_langue(place: Place, visite: Visite) -> RendezVous:
    """Write a place in the active language; explicit titles need her consent and the letters."""
    seance, atelier = place.seance, place.seance.atelier
    montre = visite.lettres and visite.personne.veut_les_titres and not atelier.est_protege
    titre = atelier.titre_pour_la_personne(titres_explicites=montre)
    lieu = seance.lieu
    return RendezVous(
        pk=place.pk,
        debut=seance.debut,
        fin=seance.fin,
        relatif=quand_relatif(seance.debut, quand=visite.quand),
        nom_du_jour=nom_du_jour(seance.debut),
        quantieme=quantieme(seance.debut),
        jour=capfirst(jour_dit(seance.debut)),
        heure=heure_dite(seance.debut),
        heure_fin=heure_dite(seance.fin),
        titre=titre,
        theme=atelier.theme if montre else "",
        pictogramme=atelier.pictogramme if montre else "lierre",
        adresse=lieu.adresse_dehors,
        lieu=lieu.nom if montre and not lieu.adresse_discrete else "",
        etat=place.etat,
        rang=tour_dit(place),
        intention=place.intention,
        est_annule=seance.est_annulee,
        sieges=place.sieges,
        offre_jusqua=limite_dite(place),
    )
