"""The caring calls proposed to a référent; nobody outside the team ever reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from centre.a_faire import Ligne, Tache
from centre.ecriture import date_courte, pluriel
from centre.permissions import COORDINATION, REFERENT
from presences.queries.silence import Silence, silences

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

LISTEES = 5


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """One task for all the calls, by first name and initial."""
    if not utilisateur.a_role(centre.pk, COORDINATION, REFERENT):
        return
    attente = silences(utilisateur, centre, quand)
    if not attente:
        return
    premier = attente[0]
    lignes = tuple(_ligne(s) for s in attente[:LISTEES]) if len(attente) > 1 else ()
    yield Tache(
        titre=_titre(attente),
        pourquoi="" if lignes else f"{_depuis(premier)}. Un appel, sans reproche.",
        url=_adresse(premier),
        action="Voir les mots pour appeler",
        icone="tel",
        ordre=35,
        lignes=lignes,
    )


def _titre(attente: list[Silence]) -> str:
    if len(attente) == 1:
        return f"Prendre des nouvelles de {attente[0].parcours.personne.nom_court}"
    return f"Prendre des nouvelles de {pluriel(len(attente), 'personne,personnes')}"


def _depuis(silence: Silence) -> str:
    return (
        f"Pas vue depuis {silence.absences} séances, la dernière le {date_courte(silence.depuis)}"
    )


def _ligne(silence: Silence) -> Ligne:
    depuis = date_courte(silence.depuis).replace(" ", "\u00a0")
    return Ligne(f"{silence.parcours.personne.nom_court}, {depuis}", _adresse(silence))


def _adresse(silence: Silence) -> str:
    return reverse("presences:nouvelles-prendre", args=[silence.parcours.pk])
