"""What a partner may read, until when, and how often she looked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max

from centre.models import JournalAcces
from centre.temps import aujourdhui
from parcours.models.orientations import LECTURE_APRES_FIN
from presences.queries.suivi import Ligne, lignes_de

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models import Personne


@dataclass(frozen=True)
class Acces:
    """``jusqu_au`` is None while nothing has ended."""

    personne: Personne
    centre: Centre
    jusqu_au: dt.date | None
    est_en_parcours: bool
    est_ouvert: bool
    fois: int
    derniere_fois: dt.datetime | None


def acces_de(utilisateur: Utilisateur) -> list[Acces]:
    """One line per person that she follows: two queries after those of the list."""
    lignes = lignes_de(utilisateur, aujourdhui())
    vues = (
        JournalAcces.objects.filter(
            utilisateur=utilisateur, sujet__in=[li.personne.reference for li in lignes]
        )
        .order_by()
        .values_list("sujet")
        .annotate(fois=Count("pk"), derniere=Max("le"))
    )
    comptes = {sujet: (fois, derniere) for sujet, fois, derniere in vues}
    return [_acces(li, *comptes.get(li.personne.reference, (0, None))) for li in lignes]


def _acces(ligne: Ligne, fois: int, derniere: dt.datetime | None) -> Acces:
    fin = ligne.parcours.date_fin_reelle if ligne.parcours else None
    if ligne.parcours is None and ligne.orientation:
        fin = ligne.orientation.close_le
    return Acces(
        personne=ligne.personne,
        centre=ligne.centre,
        jusqu_au=fin + LECTURE_APRES_FIN if fin else None,
        est_en_parcours=ligne.parcours is not None,
        est_ouvert=ligne.est_ouverte,
        fois=fois,
        derniere_fois=derniere,
    )
