"""What « À faire » takes from the public page: requests that wait for an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, Min
from django.urls import reverse

from centre.a_faire import Tache
from centre.ecriture import date_courte, pluriel
from inscriptions.models import DemandePublique
from inscriptions.permissions import APPELLENT

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """One query at most."""
    if not utilisateur.a_role(centre.pk, *APPELLENT):
        return
    compte = DemandePublique.objects.a_traiter(centre).aggregate(n=Count("pk"), le=Min("recue_le"))
    if compte["n"]:
        yield Tache(
            titre=pluriel(compte["n"], "demande d’inscription,demandes d’inscription"),
            pourquoi=f"De la page publique, la première le {date_courte(compte['le'])}.",
            url=reverse("inscriptions:demande-list"),
            action="Répondre aux demandes",
            icone="personne",
            ordre=25,
        )
