"""What « À faire » takes from requests and outings: answers due, authorisations, papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from ateliers.models import Atelier, Seance, Sortie
from centre.a_faire import Ligne, Tache
from centre.ecriture import jour_long, pluriel
from centre.permissions import COORDINATION
from centre.temps import a_paris, bornes_du_jour
from inscriptions.models import Place
from inscriptions.models.places import MAJORITE

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

# An authorisation is due two days before the outing (J-2).
ECHEANCE = dt.timedelta(days=3)


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """Three queries for the coordination, whatever their number of rows; none for the others."""
    if utilisateur.a_role(centre.pk, COORDINATION):
        yield from _demandes(centre, quand)
        yield from _autorisations(centre, quand)
        yield from _papiers(centre, quand)


def _url(seance: int, page: str = "seance-detail") -> str:
    return reverse(f"inscriptions:{page}", args=[seance])


def _demandes(centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """Requests that wait for an answer; wishes wait until their first step is over."""
    ouvertes = Q(places__etat=Place.Etat.DEMANDEE)
    seances = (
        Seance.objects.filter(centre=centre, etat=Seance.Etat.PREVUE, debut__gt=quand)
        .exclude(sortie__souhaits_jusqu_au__gt=quand)
        .annotate(demandes=Count("places", filter=ouvertes))
        .filter(demandes__gt=0)
        .select_related("atelier")
        .order_by("debut", "pk")
    )
    for seance in seances[:5]:
        en_sortie = seance.atelier.genre == Atelier.Genre.SORTIE
        yield Tache(
            titre=pluriel(seance.demandes, "demande attend,demandes attendent") + " une réponse",
            pourquoi=f"{seance.titre_complet}, {jour_long(seance.debut)}.",
            url=_url(seance.pk, "sortie-attribuer" if en_sortie else "seance-detail"),
            action="Donner les places" if en_sortie else "Répondre",
            icone="siege",
            theme=seance.atelier.theme,
            ordre=28,
        )


def _autorisations(centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """From J-2: the groups where somebody under 18, or of unknown age, has no signed paper."""
    limite = bornes_du_jour(a_paris(quand).date() + ECHEANCE)[0]
    places = (
        Place.objects.confirmees()
        .filter(
            seance__centre=centre,
            seance__etat=Seance.Etat.PREVUE,
            seance__debut__range=(quand, limite),
            seance__sortie__demande_autorisation=True,
        )
        .select_related("seance", "personne", "fiche_sortie")
        .prefetch_related("accompagnants")
        .order_by("seance__debut", "pk")
    )
    manques = {p: sans_autorisation(p) for p in places}
    par_seance: dict[Seance, list[Place]] = {}
    for place in places:
        if manques[place]:
            par_seance.setdefault(place.seance, []).append(place)
    for seance, groupes in par_seance.items():
        nombre = sum(manques[p] for p in groupes)
        yield Tache(
            titre=pluriel(nombre, "autorisation manque,autorisations manquent"),
            pourquoi=f"{seance.titre_complet}, {jour_long(seance.debut)}. Appelez les familles.",
            url=_url(seance.pk),
            action="Voir les familles",
            icone="alerte",
            est_urgente=a_paris(seance.debut).date() == a_paris(quand).date(),
            ordre=12,
            lignes=tuple(
                Ligne(
                    f"{p.personne.nom_court}\u00a0: {pluriel(manques[p], 'personne,personnes')}",
                    _url(p.pk, "place-famille"),
                )
                for p in groupes
            ),
        )


def sans_autorisation(place: Place) -> int:
    """How many people of a group are under 18, or not yet named, without a signed paper."""
    proches = list(place.accompagnants.all())
    attendus = max(0, place.sieges - 1 - len(proches))
    manquent = attendus + sum(p.est_mineur and p.autorisation_le is None for p in proches)
    age = place.personne.age_le(a_paris(place.seance.debut).date())
    fiche = getattr(place, "fiche_sortie", None)
    mineure = (
        age is not None and age < MAJORITE and (fiche is None or fiche.autorisation_le is None)
    )
    return manquent + mineure


def _papiers(centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """The day after: the printed list still lies somewhere."""
    ce_matin = bornes_du_jour(a_paris(quand).date())[0]
    sorties = Sortie.objects.filter(
        seance__centre=centre,
        seance__fin__lt=ce_matin,
        liste_imprimee_le__isnull=False,
        papiers_detruits_le__isnull=True,
    ).select_related("seance__atelier")
    for sortie in sorties.order_by("seance__debut", "pk")[:5]:
        yield Tache(
            titre="Détruire la liste imprimée",
            pourquoi=f"{sortie.seance.titre_complet}, {jour_long(sortie.seance.debut)}.",
            url=_url(sortie.seance_id),
            action="Dire que c’est fait",
            icone="papier",
            theme=sortie.seance.atelier.theme,
            ordre=40,
        )
