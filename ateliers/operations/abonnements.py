"""The devices that follow a feed of an account: opened, seen, closed one by one or all at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction

from ateliers.models import AbonnementAbstrait, AbonnementEquipe
from centre.erreurs import Refus
from centre.models import Utilisateur
from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Centre

# A visit writes at most once an hour: reading stays cheap, « last use » stays true.
PAS_DE_TRACE = dt.timedelta(hours=1)
APPAREILS_MAX = 10


class FluxLu(Protocol):
    """A feed that a secret has just opened."""

    @property
    def pk(self) -> int: ...

    @property
    def derniere_utilisation(self) -> dt.datetime | None: ...


@transaction.atomic
def ouvrir_abonnement(
    utilisateur: Utilisateur,
    centre: Centre,
    *,
    libelle: str,
    modele: type[AbonnementAbstrait] = AbonnementEquipe,
    quand: dt.datetime | None = None,
    **champs: Any,
) -> str:
    """Draw the secret of one more device and return it: it is shown once, only its hash stays.

    ``champs`` are the model's own. Raises Refus past ten devices (code trop) or without one of
    the model's roles there (code role).
    """
    if not utilisateur.a_role(centre.pk, *modele.ROLES):
        raise Refus("Cet agenda n’est pas le vôtre dans ce centre.", code="role")
    Utilisateur.objects.select_for_update(of=("self",)).get(pk=utilisateur.pk)
    if modele.objects.visibles_par(utilisateur).vivants().count() >= APPAREILS_MAX:
        raise Refus(
            f"Vous suivez déjà {APPAREILS_MAX} agendas. Retirez un appareil d’abord.", code="trop"
        )
    jeton, empreinte = modele.tirer()
    modele.objects.create(
        utilisateur=utilisateur,
        centre=centre,
        libelle=libelle,
        empreinte=empreinte,
        cree_le=quand or maintenant(),
        **champs,
    )
    return jeton


def fermer_abonnement(abonnement: AbonnementAbstrait, *, quand: dt.datetime | None = None) -> None:
    """Kill one link: it answers 404 from now on, what the device has read stays on it."""
    siens = type(abonnement).objects.vivants().filter(pk=abonnement.pk)
    siens.update(revoque_le=quand or maintenant())


def fermer_tous_les_abonnements(
    utilisateur: Utilisateur, *, quand: dt.datetime | None = None
) -> int:
    """Kill all the links of a member of the team; returns how many."""
    siens = AbonnementEquipe.objects.visibles_par(utilisateur).vivants()
    return siens.update(revoque_le=quand or maintenant())


def noter_l_usage(
    flux: FluxLu, *, quand: dt.datetime, modele: type[AbonnementAbstrait] = AbonnementEquipe
) -> None:
    """Remember that a link served, once an hour at most."""
    if flux.derniere_utilisation is None or quand - flux.derniere_utilisation > PAS_DE_TRACE:
        modele.objects.filter(pk=flux.pk).update(derniere_utilisation=quand)
