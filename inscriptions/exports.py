"""The printed list of an outing: names to call, ages, meals, whom to warn. To be torn up after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ateliers.models import Seance
from centre.ecriture import heure, jour_long_annee, plage, pluriel, telephone
from centre.pdf import composer
from inscriptions.models import FicheSortie, Place

if TYPE_CHECKING:
    from centre.models import Utilisateur


def places_du_jour(seance: Seance, utilisateur: Utilisateur) -> list[Place]:
    """Confirmed groups of one séance with their companions and their answers; three queries."""
    return list(
        Place.objects.visibles_par(utilisateur)
        .confirmees()
        .filter(seance=seance)
        .select_related("personne", "fiche_sortie")
        .prefetch_related("accompagnants")
        .order_by("personne__nom", "personne__prenom", "pk")
    )


def liste_du_jour(
    seance: Seance, utilisateur: Utilisateur, *, quand: dt.datetime
) -> tuple[bytes, int]:
    """Compose the PDF and say how many groups it names. Raises PDFImpossible."""
    places = places_du_jour(seance, utilisateur)
    return composer("liste_sortie.typ", donnees_de_la_liste(seance, places), quand=quand), len(
        places
    )


def donnees_de_la_liste(seance: Seance, places: list[Place]) -> dict[str, Any]:
    sortie = getattr(seance, "sortie", None)
    sieges = sum(place.sieges for place in places)
    faits = [f"{jour_long_annee(seance.debut)}, {plage(seance.debut, seance.fin)}"]
    faits.append(f"Rendez-vous\u00a0: {_point(seance)}, {heure(seance.debut)}")
    if sortie is not None:
        faits += [t for t in (sortie.get_transport_display(), sortie.prix_ecrit) if t]
    return {
        "titre": seance.titre_complet,
        "faits": faits,
        "total": _total(len(places), sieges),
        "groupes": [_groupe(place) for place in places],
        "centre": f"{seance.centre.nom}, {telephone(seance.centre.telephone)}",
    }


def _total(groupes: int, personnes: int) -> str:
    dits = pluriel(groupes, "groupe,groupes"), pluriel(personnes, "personne,personnes")
    return ", ".join(dits)


def _point(seance: Seance) -> str:
    sortie = getattr(seance, "sortie", None)
    return (sortie.point_rdv if sortie is not None else "") or seance.lieu.adresse_dehors


def _groupe(place: Place) -> dict[str, Any]:
    fiche: FicheSortie | None = getattr(place, "fiche_sortie", None)
    proches = [
        f"{p.prenom}, {p.age} ans" if p.age is not None else p.prenom
        for p in place.accompagnants.all()
    ]
    manquent = place.sieges - 1 - len(proches)
    if manquent > 0:
        proches.append(pluriel(manquent, "autre personne,autres personnes"))
    return {
        "nom": str(place.personne),
        "telephone": telephone(place.personne.telephone),
        "sieges": str(place.sieges),
        "avec": " · ".join(proches),
        "repas": _repas(fiche),
        "urgence": _urgence(fiche),
    }


def _repas(fiche: FicheSortie | None) -> str:
    if fiche is None:
        return ""
    sans = f"{fiche.repas_sans_viande} sans viande" if fiche.repas_sans_viande else ""
    return " · ".join(
        t for t in (sans, f"éviter\u00a0: {fiche.a_eviter}" if fiche.a_eviter else "") if t
    )


def _urgence(fiche: FicheSortie | None) -> str:
    if fiche is None:
        return ""
    return " ".join(t for t in (fiche.urgence_nom, telephone(fiche.urgence_telephone)) if t)
