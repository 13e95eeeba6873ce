"""The devices that follow the team's feeds: opened, seen, closed one by one or all at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import AbonnementEquipe
from centre.erreurs import Refus
from centre.models import Utilisateur
from centre.permissions import EQUIPE
from centre.temps import maintenant

if TYPE_CHECKING:
    from ateliers.queries.abonnements import FluxEquipe
    from centre.models import Centre

# A visit writes at most once an hour: reading stays cheap, « last use » stays true.
PAS_DE_TRACE = dt.timedelta(hours=1)
APPAREILS_MAX = 10


@transaction.atomic
def ouvrir_abonnement(
    utilisateur: Utilisateur,
    centre: Centre,
    *,
    contenu: str,
    libelle: str,
    quand: dt.datetime | None = None,
) -> str:
    """Draw the secret of one more device and return it: it is shown once, only its hash stays.

    Raises Refus past ten devices (code trop) or without a role of the team there (code role).
    """
    if not utilisateur.a_role(centre.pk, *EQUIPE):
        raise Refus("Cet agenda est pour l’équipe de ce centre.", code="role")
    Utilisateur.objects.select_for_update(of=("self",)).get(pk=utilisateur.pk)
    if AbonnementEquipe.objects.visibles_par(utilisateur).vivants().count() >= APPAREILS_MAX:
        raise Refus(
            f"Vous suivez déjà {APPAREILS_MAX} agendas. Retirez un appareil d’abord.", code="trop"
        )
    jeton, empreinte = AbonnementEquipe.tirer()
    AbonnementEquipe.objects.create(
        utilisateur=utilisateur,
        centre=centre,
        contenu=contenu,
        libelle=libelle,
        empreinte=empreinte,
        cree_le=quand or maintenant(),
    )
    return jeton


def fermer_abonnement(abonnement: AbonnementEquipe, *, quand: dt.datetime | None = None) -> None:
    """Kill one link: it answers 404 from now on, what the device has read stays on it."""
    siens = AbonnementEquipe.objects.vivants().filter(pk=abonnement.pk)
    siens.update(revoque_le=quand or maintenant())


def fermer_tous_les_abonnements(
    utilisateur: Utilisateur, *, quand: dt.datetime | None = None
) -> int:
    """Kill all the links of an account; returns how many."""
    siens = AbonnementEquipe.objects.visibles_par(utilisateur).vivants()
    return siens.update(revoque_le=quand or maintenant())


def noter_l_usage(flux: FluxEquipe, *, quand: dt.datetime) -> None:
    """Remember that a link served, once an hour at most."""
    if flux.derniere_utilisation is None or quand - flux.derniere_utilisation > PAS_DE_TRACE:
        AbonnementEquipe.objects.filter(pk=flux.pk).update(derniere_utilisation=quand)
