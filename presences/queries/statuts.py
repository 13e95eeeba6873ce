"""Answers in the words of two public services, for a file that somebody takes out by hand.

Nothing is sent to anybody: neither figure nor rate, one row per place that the reader may see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from ateliers.models import Seance
from centre.temps import a_paris, instant
from inscriptions.models import Place
from presences.models import Presence
from presences.queries.feuilles import reponse_de

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

Statut = Presence.Statut
RDV = {
    Statut.PRESENT: "seen",
    Statut.PRESENT_PARTIEL: "seen",
    Statut.ABSENT_EXCUSE: "excused",
    Statut.ABSENT: "noshow",
}
FRANCE_TRAVAIL = {
    Statut.PRESENT: "EFFECTUE",
    Statut.PRESENT_PARTIEL: "EFFECTUE",
    Statut.ABSENT_EXCUSE: "ABSENT_EXC",
    Statut.ABSENT: "ABSENT",
}
COLONNES = {
    "date": "Jour de la séance (AAAA-MM-JJ)",
    "debut": "Heure de début, à Paris",
    "fin": "Heure de fin, à Paris",
    "atelier_code": "Code de l’atelier",
    "personne": "Référence de la personne, toujours la même",
    "prenom": "Prénom",
    "nom": "Nom",
    "statut_rdv": "unknown, seen, excused, noshow ou revoked",
    "statut_france_travail": "PRIS, EFFECTUE, ABSENT_EXC, ABSENT ou ANNULE",
}


def statuts_de(place: Place) -> tuple[str, str]:
    """The same answer in both vocabularies; a place that the centre took back is no absence."""
    if place.etat == Place.Etat.ANNULEE_CENTRE or place.seance.etat == Seance.Etat.ANNULEE:
        return "revoked", "ANNULE"
    presence = reponse_de(place)
    if presence is None:
        return "unknown", "PRIS"
    statut = Statut(presence.statut)
    return RDV[statut], FRANCE_TRAVAIL[statut]


def places_a_exporter(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date
) -> QuerySet[Place]:
    """Places held or taken back by the centre, of séances of [du, au] up to level 1.

    What is discreet or protected is in no file that leaves the house (ETH-02).
    """
    fin = instant(au + dt.timedelta(days=1), dt.time())
    return (
        Place.objects.visibles_par(utilisateur)
        .filter(Q(etat=Place.Etat.CONFIRMEE) | Q(etat=Place.Etat.ANNULEE_CENTRE))
        .filter(seance__centre=centre, seance__atelier__sensibilite__lte=1)
        .filter(seance__debut__gte=instant(du, dt.time()), seance__debut__lt=fin)
        .exclude(seance__etat=Seance.Etat.BROUILLON)
        .select_related("seance__atelier", "personne", "presence")
        .order_by("seance__debut", "personne__nom", "personne__prenom", "pk")
    )


def rangees(places: QuerySet[Place]) -> Iterator[list[Any]]:
    """One row per place, in the order of ``COLONNES``."""
    for place in places.iterator(chunk_size=500):
        seance, personne = place.seance, place.personne
        yield [
            a_paris(seance.debut).date().isoformat(),
            f"{a_paris(seance.debut):%H:%M}",
            f"{a_paris(seance.fin):%H:%M}",
            seance.atelier.code,
            str(personne.reference),
            personne.prenom,
            personne.nom,
            *statuts_de(place),
        ]
