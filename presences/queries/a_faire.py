"""What the sheets leave to do: two queries, whatever their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from centre.a_faire import Tache
from centre.ecriture import date_courte, pluriel
from centre.permissions import ANIMATION, COORDINATION, REFERENT
from centre.temps import a_paris
from presences.queries.feuilles import feuilles_en_attente

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

FEUILLES_LISTEES = 5
# A sheet closed the same evening is ordinary; two days later it is late.
RETARD = dt.timedelta(days=2)


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """One task per sheet that is over and not closed, the oldest first."""
    if not utilisateur.a_role(centre.pk, COORDINATION, REFERENT, ANIMATION):
        return
    attente = list(feuilles_en_attente(utilisateur, centre.pk, quand))
    for seance in attente[:FEUILLES_LISTEES]:
        yield Tache(
            titre=f"Feuille à remplir : {seance.titre_complet}",
            pourquoi=f"Séance du {date_courte(a_paris(seance.debut).date())}.",
            url=reverse("presences:feuille", args=[seance.pk]),
            action="Remplir la feuille",
            icone="crayon",
            theme=seance.atelier.theme,
            est_urgente=quand - seance.fin > RETARD,
            ordre=20,
        )
    reste = len(attente) - FEUILLES_LISTEES
    if reste > 0:
        yield Tache(
            titre=pluriel(reste, "autre feuille à remplir,autres feuilles à remplir"),
            pourquoi="La plus ancienne d’abord.",
            url=reverse("presences:feuille", args=[attente[FEUILLES_LISTEES].pk]),
            action="Remplir la suivante",
            icone="crayon",
            ordre=21,
        )
