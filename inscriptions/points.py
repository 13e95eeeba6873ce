"""Points of attention about people: the same person expected in two places at one time (A2)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ateliers.models import Atelier, Seance
from ateliers.queries.avertissements import nom_de
from ateliers.queries.point import Point
from centre.ecriture import plage, pluriel
from centre.temps import bornes
from inscriptions.models import Place

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models import Personne

# Enough to recognise them; the page of the séance has all.
NOMMEES = 6


def personnes_a_deux_endroits(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date
) -> Iterator[Point]:
    """One point per pair of séances, on the rosters that this user may read: one query.

    A protected atelier is never told here: the page lies open on a desk (ETH-02).
    """
    debut, fin = bornes(du, au)
    places = (
        Place.objects.visibles_par(utilisateur)
        .tenues()
        .filter(seance__centre=centre, seance__etat=Seance.Etat.PREVUE)
        .filter(seance__atelier__sensibilite__lt=Atelier.Sensibilite.PROTEGE)
        .filter(seance__debut__gte=debut, seance__debut__lt=fin)
        .select_related("personne", "seance__atelier")
        .only(
            *("personne__prenom", "personne__nom", "seance__debut", "seance__fin"),
            *("seance__titre_propre", "seance__fenetre", "seance__atelier__titre"),
        )
        .order_by("seance__debut", "seance", "pk")
    )
    par_personne: defaultdict[int, list[Place]] = defaultdict(list)
    for place in places:
        par_personne[place.personne_id].append(place)
    paires: defaultdict[tuple[int, int], list[Personne]] = defaultdict(list)
    seances: dict[int, Seance] = {}
    for siennes in par_personne.values():
        for une, autre in _qui_se_touchent(siennes):
            paires[une.seance_id, autre.seance_id].append(une.personne)
            seances |= {une.seance_id: une.seance, autre.seance_id: autre.seance}
    for (une_pk, autre_pk), personnes in paires.items():
        yield _point(seances[une_pk], seances[autre_pk], personnes)


def _qui_se_touchent(places: list[Place]) -> Iterator[tuple[Place, Place]]:
    """Pairs of one person's places that overlap; the list is in the order of the hours."""
    for rang, une in enumerate(places):
        for autre in places[rang + 1 :]:
            if autre.seance.debut >= une.seance.fin:
                break
            yield une, autre


def _point(une: Seance, autre: Seance, personnes: list[Personne]) -> Point:
    noms = sorted(p.nom_court for p in personnes)
    dits = ", ".join(noms[:NOMMEES]) + (" et d’autres" if len(noms) > NOMMEES else "")
    compte = pluriel(len(noms), "personne est attendue,personnes sont attendues")
    heures = plage(autre.debut, min(une.fin, autre.fin))
    ids = sorted(p.pk for p in personnes)
    return Point(
        nature="personnes",
        debut=autre.debut,
        titre=f"{compte} à deux endroits",
        texte=f"{nom_de(une)} et {nom_de(autre)}, {heures}\u00a0: {dits}".rstrip(".") + ".",
        url=reverse("inscriptions:seance-detail", args=[autre.pk]) + "#croisements",
        seances=(une.pk, autre.pk),
        faits=(une.debut, une.fin, autre.debut, autre.fin, *ids),
    )
