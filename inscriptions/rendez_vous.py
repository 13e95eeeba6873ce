"""One date as its person reads it: words in her language, the title she agreed to, no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from inscriptions.langues import heure_dite, jour_dit, nom_du_jour, quand_relatif, quantieme
from inscriptions.models import Place

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

    @property
    def est_sur(self) -> bool:
        """Whether she is expected: neither cancelled nor waiting for a place."""
        return not self.est_annule and self.etat in Place.TENUES

    @property
    def est_en_attente(self) -> bool:
        return self.etat == Place.Etat.LISTE_ATTENTE


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
        rang=place.rang,
        intention=place.intention,
        est_annule=seance.est_annulee,
    )
