"""Who has not been met for too long: a task for the team, never a fault of hers (ASI-07)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q
from django.urls import reverse

from centre.a_faire import Tache
from centre.ecriture import pluriel
from centre.permissions import COORDINATION, REFERENT
from centre.temps import JOUR, a_paris, ajouter_mois
from parcours.models import Entretien, Parcours

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models.parcours import ParcoursQuerySet


@dataclass(frozen=True)
class Relance:
    """A parcours to take up again: since when nothing was held, and what is already fixed."""

    parcours: Parcours
    dernier: dt.date | None
    prochain: dt.datetime | None


def limite(parcours: Parcours, dernier: dt.date) -> dt.date:
    """The day after which it is time to call: one month (clamped), or the floor of the frame."""
    jours = parcours.dispositif.cadence_min_jours
    return dernier + jours * JOUR if jours else ajouter_mois(dernier, 1)


def relances(parcours: ParcoursQuerySet, quand: dt.datetime) -> list[Relance]:
    """Open parcours whose last interview held, or entry, is further than the floor: one query."""
    jour = a_paris(quand).date()
    tenus = Q(entretiens__etat=Entretien.Etat.TENU)
    fixes = Q(entretiens__etat=Entretien.Etat.FIXE, entretiens__debut__gt=quand)
    lus = (
        parcours.filter(date_fin_reelle__isnull=True, date_entree__lt=jour)
        .annotate(
            dernier=Max("entretiens__debut", filter=tenus),
            prochain=Min("entretiens__debut", filter=fixes),
        )
        .select_related("personne", "dispositif")
        .order_by("date_entree", "pk")
    )
    trouvees = []
    for ligne in lus:
        dernier = a_paris(ligne.dernier).date() if ligne.dernier else None
        if limite(ligne, dernier or ligne.date_entree) < jour:
            trouvees.append(Relance(ligne, dernier, ligne.prochain))
    return trouvees


def a_relancer(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> list[Relance]:
    """Those this reader may see, without a rendez-vous already fixed first."""
    siens = Parcours.objects.visibles_par(utilisateur).filter(centre=centre)
    return sorted(relances(siens, quand), key=lambda r: r.prochain is not None)


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterable[Tache]:
    """One line for all: the list is one tap away."""
    if not utilisateur.a_role(centre.pk, REFERENT, COORDINATION):
        return
    yield from _tache(a_relancer(utilisateur, centre, quand))


def _tache(trouvees: list[Relance]) -> Iterator[Tache]:
    sans_date = [relance for relance in trouvees if relance.prochain is None]
    if sans_date:
        yield Tache(
            titre=pluriel(len(sans_date), "parcours à relancer,parcours à relancer"),
            pourquoi="Pas d’entretien depuis plus d’un mois, et aucun n’est fixé.",
            url=f"{reverse('parcours:personne-list')}?relance=oui",
            action="Voir la liste",
            icone="tel",
            ordre=35,
        )
