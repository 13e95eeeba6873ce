"""What « À faire » takes from here: calls, answers that ask for help, places to offer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ateliers.models import Seance
from centre.a_faire import Tache
from centre.ecriture import heure, jour_long, pluriel
from centre.temps import a_paris
from inscriptions.models import Place, ReponseRecue
from inscriptions.operations.file import attentes_a_proposer
from inscriptions.permissions import APPELLENT, PLACENT
from inscriptions.queries import appels

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

# Enough to act on; the pages hold the rest.
PREMIERES = 5


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """Four queries at most, whatever their number of rows."""
    if utilisateur.a_role(centre.pk, *APPELLENT):
        yield from _appels(utilisateur, centre, quand)
        yield from _reponses(utilisateur, centre)
    if utilisateur.a_role(centre.pk, *PLACENT):
        yield from _aides(utilisateur, centre, quand)
        yield from _places(utilisateur, centre, quand)


def _appels(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    limites = list(appels(utilisateur, centre, quand).values_list("message__perime_le", flat=True))
    if not limites:
        return
    premiere = limites[0]
    pressee = premiere is not None and _est_du_jour(premiere, quand)
    pourquoi = "De vive voix ou avec un papier."
    if premiere is not None:
        pourquoi = f"La première séance est {jour_long(premiere)} à {heure(premiere)}."
    yield Tache(
        titre=pluriel(len(limites), "personne à appeler,personnes à appeler"),
        pourquoi=pourquoi,
        url=reverse("inscriptions:appels"),
        action="Ouvrir la liste d’appels",
        icone="tel",
        est_urgente=pressee,
        ordre=10,
    )


def _reponses(utilisateur: Utilisateur, centre: Centre) -> Iterator[Tache]:
    nombre = ReponseRecue.objects.visibles_par(utilisateur).a_lire(centre).count()
    if nombre:
        yield Tache(
            titre=pluriel(nombre, "réponse à lire,réponses à lire"),
            pourquoi="Des courriels que la machine ne doit pas décider seule.",
            url=reverse("inscriptions:reponse-list"),
            action="Lire les réponses",
            icone="courriel",
            ordre=20,
        )


def _est_du_jour(debut: dt.datetime, quand: dt.datetime) -> bool:
    return a_paris(debut).date() == a_paris(quand).date()


def _aides(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    demandes = (
        Place.objects.visibles_par(utilisateur)
        .vivantes()
        .filter(
            intention=Place.Intention.AIDE,
            seance__centre=centre,
            seance__debut__gt=quand,
            seance__etat=Seance.Etat.PREVUE,
        )
        .select_related("personne", "seance")
        .order_by("seance__debut", "pk")
    )
    for place in demandes[:PREMIERES]:
        debut = place.seance.debut
        yield Tache(
            titre=f"{place.personne.nom_court} a besoin d’aide",
            pourquoi=f"Pour venir {jour_long(debut)} à {heure(debut)}. Appelez-la.",
            url=reverse("inscriptions:seance-detail", args=[place.seance_id]),
            action="Voir la séance",
            icone="aide",
            est_urgente=_est_du_jour(debut, quand),
            ordre=15,
        )


def _places(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    attendues = attentes_a_proposer(centre, quand)
    pks = Place.objects.visibles_par(utilisateur).filter(pk__in=[p.pk for p in attendues])
    visibles = set(pks.values_list("pk", flat=True)) if attendues else set()
    for place in [p for p in attendues if p.pk in visibles][:PREMIERES]:
        seance = place.seance
        yield Tache(
            titre=f"Une place à proposer à {place.personne.nom_court}",
            pourquoi=f"{seance.titre_complet}, {jour_long(seance.debut)} à {heure(seance.debut)}.",
            url=reverse("inscriptions:seance-detail", args=[seance.pk]),
            action="Proposer la place",
            icone="siege",
            theme=seance.atelier.theme,
            ordre=30,
        )
