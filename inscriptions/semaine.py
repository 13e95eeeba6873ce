"""What the week page takes from here: people expected in two places, names in slots."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from ateliers.models import Seance
from ateliers.queries.annonces import Annonce
from centre.ecriture import plage, pluriel
from centre.temps import a_paris
from inscriptions.models import Place

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

Paire = tuple[Seance, Seance]


def croisements(
    utilisateur: Utilisateur, centre: Centre, seances: Sequence[Seance]
) -> Iterator[Annonce]:
    """Two ateliers at one time that share confirmed people (A2): one query at most.

    People are counted on the rosters that this user may read, so never on a protected one.
    """
    paires = list(_paires(seances))
    if not paires:
        return
    personnes = _personnes(utilisateur, {s.pk for paire in paires for s in paire})
    for premiere, seconde in paires:
        communes = len(personnes[premiere.pk] & personnes[seconde.pk])
        if communes:
            yield _annonce(premiere, seconde, communes)


def _paires(seances: Sequence[Seance]) -> Iterator[Paire]:
    """Published séances that overlap and where somebody is expected, each pair once."""
    retenus = (Seance.Etat.PREVUE, Seance.Etat.TENUE)
    peuplees = (s for s in seances if s.sieges_pris and s.etat in retenus)
    lignes = sorted(peuplees, key=lambda s: (s.debut, s.pk))
    for rang, premiere in enumerate(lignes):
        for seconde in lignes[rang + 1 :]:
            if seconde.debut >= premiere.fin:
                break
            yield premiere, seconde


def _personnes(utilisateur: Utilisateur, seances: set[int]) -> defaultdict[int, set[int]]:
    places = Place.objects.visibles_par(utilisateur).confirmees().filter(seance__in=seances)
    personnes: defaultdict[int, set[int]] = defaultdict(set)
    for seance, personne in places.values_list("seance", "personne"):
        personnes[seance].add(personne)
    return personnes


def _annonce(premiere: Seance, seconde: Seance, communes: int) -> Annonce:
    jour: dt.date = a_paris(seconde.debut).date()
    heures = plage(seconde.debut, min(premiere.fin, seconde.fin))
    compte = pluriel(communes, "personne est inscrite,personnes sont inscrites")
    return Annonce(
        jour,
        f"Croisement, {heures}.",
        f"{compte} aux deux ateliers. Rien n’est bloqué.",
        genre="miel",
        icone="croise",
        url=reverse("inscriptions:seance-detail", args=[seconde.pk]) + "#croisements",
        entre=(premiere.pk, seconde.pk),
    )


def noms_des_creneaux(utilisateur: Utilisateur, creneaux: Sequence[Seance]) -> dict[int, str]:
    """First name and initial of who holds each slot, on the rosters that this user may read."""
    if not creneaux:
        return {}
    places = Place.objects.visibles_par(utilisateur).tenues()
    lues = places.filter(seance__in=[c.pk for c in creneaux]).select_related("personne")
    return {place.seance_id: place.personne.nom_court for place in lues}
