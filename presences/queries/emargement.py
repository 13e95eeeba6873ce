"""The sheet to sign on paper, as data for its template: what funders ask, nothing more (R5)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q, prefetch_related_objects

from ateliers.models import Seance
from centre.ecriture import duree, heure, jour_long_annee, plage
from centre.pdf import dessin
from centre.temps import a_paris
from inscriptions.models import Place
from presences.queries.cofinancement import dites_sur_les_feuilles
from presences.queries.feuilles import reponse_de
from presences.queries.minutes import demi_journees, duree_totale
from presences.queries.signatures import signatures_imprimees

if TYPE_CHECKING:
    from centre.models import Centre

LIGNES_LIBRES = 4


def numero_de(seance: Seance) -> str:
    """« 261119-412 »: the day of the séance, then its own number; the same on every print."""
    return f"{a_paris(seance.debut):%y%m%d}-{seance.pk}"


def places_des_feuilles(seances: Sequence[Seance]) -> dict[int, list[Place]]:
    """Confirmed places by séance that carries the sheet, by family name; three queries at most."""
    cles = [s.pk for s in seances]
    places = (
        Place.objects.confirmees()
        .filter(Q(seance__in=cles) | Q(seance__fenetre__in=cles))
        .exclude(seance__etat=Seance.Etat.ANNULEE)
        .select_related("personne", "seance", "presence")
        .prefetch_related("signatures__temoin")
        .order_by("seance__debut", "personne__nom", "personne__prenom", "pk")
    )
    rangees: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        rangees[place.seance.fenetre_id or place.seance_id].append(place)
    return rangees


def document(
    centre: Centre,
    seances: Sequence[Seance],
    *,
    quand: dt.datetime,
    avant: Mapping[int, int],
    discret: bool = False,
    libres: int = LIGNES_LIBRES,
) -> dict[str, Any]:
    """Sheets of several séances in one document; ``avant``: prints made before, by séance.

    Of level 3 each person has a sheet of her own and no free line, so that no list lies on a
    table; from level 2 on the title is the discreet one, as everywhere outside the house.
    """
    prefetch_related_objects(list(seances), "animateurs")
    places = places_des_feuilles(seances)
    operations, logos = dites_sur_les_feuilles(seances)
    feuilles = []
    for seance in seances:
        lignes = places.get(seance.pk, [])
        tete = _tete(seance, discret=discret, impressions=avant.get(seance.pk, 0))
        tete["operation"] = operations.get(seance.pk)
        if seance.atelier.est_protege:
            feuilles += [{**tete, "lignes": [_ligne(place)], "libres": 0} for place in lignes]
            if not lignes:
                feuilles.append({**tete, "lignes": [], "libres": 1})
        else:
            feuilles.append({**tete, "lignes": [_ligne(p) for p in lignes], "libres": libres})
    return {
        "titre-document": "Feuille d’émargement",
        "centre": {"nom": centre.nom, "adresse": centre.adresse, "siret": centre.siret},
        "dessins": {"lierre": dessin("lierre")},
        "logos": logos,
        "feuilles": feuilles,
        "totaux": _totaux(seances, places),
        "imprime": f"{jour_long_annee(quand)} à {heure(quand)}",
    }


def _tete(seance: Seance, *, discret: bool, impressions: int) -> dict[str, Any]:
    atelier = seance.atelier
    cache = discret or not atelier.se_partage
    boites = [
        {"demie": demie, "nom": demie.label, "heures": plage(debut, fin)}
        for demie, debut, fin in demi_journees(seance)
    ]
    return {
        "numero": numero_de(seance),
        "reimpression": impressions,
        "titre": atelier.titre_discret if cache else seance.titre_complet,
        "date": jour_long_annee(seance.debut).capitalize(),
        "horaires": plage(seance.debut, seance.fin),
        "duree": duree(seance.fin - seance.debut),
        "lieu": seance.lieu.adresse_dehors
        if cache
        else f"{seance.lieu.nom}, {seance.lieu.adresse}",
        "boites": boites,
        "intervenants": [
            {"nom": str(pro), "fonction": pro.fonction} for pro in seance.animateurs.all()
        ],
        "individuelle": atelier.est_protege,
        "permanence": seance.atelier.genre == "permanence",
    }


def _ligne(place: Place) -> dict[str, Any]:
    """A name; hours that differ from the séance's, and the total, once somebody has written them.

    An absence leaves its boxes empty: the paper proves presences and tells nothing else.
    """
    presence = reponse_de(place)
    est_la = presence is not None and presence.statut in presence.POSITIFS
    return {
        "nom": place.personne.nom,
        "prenom": place.personne.prenom,
        "creneau": heure(place.seance.debut),
        "arrivee": heure(presence.arrivee) if est_la and presence and presence.arrivee else "",
        "depart": heure(presence.depart) if est_la and presence and presence.depart else "",
        "total": duree(duree_totale([presence])) if est_la and presence else "",
        "famille": max(0, presence.sieges_presents - 1) if est_la and presence else 0,
        "signatures": signatures_imprimees(place) if est_la else {},
    }


def _totaux(seances: Sequence[Seance], places: Mapping[int, list[Place]]) -> list[dict[str, str]]:
    """Hours per person over several sheets; level 3 is never listed, nor one sheet summed."""
    ordinaires = [s.pk for s in seances if not s.atelier.est_protege]
    if len(ordinaires) < 2:
        return []
    siennes: dict[int, list[Place]] = defaultdict(list)
    for cle in ordinaires:
        for place in places.get(cle, []):
            siennes[place.personne_id].append(place)
    lignes = []
    for groupe in siennes.values():
        presences = [p for p in map(reponse_de, groupe) if p]
        total = duree_totale(presences)
        if total:
            qui = groupe[0].personne
            lignes.append({"nom": qui.nom, "prenom": qui.prenom, "total": duree(total)})
    return sorted(lignes, key=lambda ligne: (ligne["nom"].casefold(), ligne["prenom"].casefold()))
