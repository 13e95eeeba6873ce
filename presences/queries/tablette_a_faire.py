"""What tablets leave to do: lists that have not come back, answers to choose. Two queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from centre.a_faire import Tache
from centre.ecriture import date_courte, pluriel
from centre.permissions import COORDINATION
from centre.temps import a_paris
from presences.models import OperationTablette
from presences.queries.tablette import emports_en_retard

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    if not utilisateur.a_role(centre.pk, COORDINATION):
        return
    retards = list(emports_en_retard(centre.pk, quand))
    if retards:
        premier = retards[0]
        jour = date_courte(a_paris(premier.emporte_le).date())
        yield Tache(
            titre=pluriel(len(retards), "tablette pas revenue,tablettes pas revenues"),
            pourquoi=f"{premier.appareil.libelle}, emportée le {jour} par "
            f"{premier.appareil.proprietaire}. Ses réponses ne sont pas arrivées.",
            url=reverse("presences:tablettes"),
            action="Voir les tablettes",
            icone="horsreseau",
            ordre=18,
        )
    gestes = OperationTablette.objects.filter(seance__centre=centre.pk).a_trancher()
    premier_geste = gestes.order_by("seance__debut", "pk").first()
    if premier_geste is not None:
        yield Tache(
            titre="Réponses de tablette à choisir",
            pourquoi="La tablette et le centre ont noté deux choses.",
            url=reverse("presences:feuille", args=[premier_geste.seance_id]),
            action="Ouvrir la feuille",
            icone="croise",
            ordre=19,
        )
