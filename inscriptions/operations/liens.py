"""Secret links of a participant: one page, and one feed per device; shown once, kept as hashes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from centre.temps import maintenant
from inscriptions.models import JetonParticipant
from inscriptions.queries import FluxPersonnel
from parcours.models import Personne

# A visit writes at most once an hour: reading stays cheap, « last use » stays true.
PAS_DE_TRACE = dt.timedelta(hours=1)
APPAREILS_MAX = 10


@transaction.atomic
def nouvelle_carte(personne: Personne, *, quand: dt.datetime | None = None) -> str:
    """Draw the secret of a new card; the old card dies in the same transaction."""
    quand = quand or maintenant()
    Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    _vivants(personne, JetonParticipant.Usage.PAGE).update(revoque_le=quand)
    jeton, empreinte = JetonParticipant.tirer()
    JetonParticipant.objects.create(
        personne=personne, usage=JetonParticipant.Usage.PAGE, empreinte=empreinte, cree_le=quand
    )
    return jeton


@transaction.atomic
def nouvel_agenda(
    personne: Personne, *, libelle: str = "", quand: dt.datetime | None = None
) -> str:
    """Draw the secret of a feed for one more device; past ten, the oldest one dies."""
    quand = quand or maintenant()
    Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    vivants = list(_vivants(personne, JetonParticipant.Usage.AGENDA).order_by("-cree_le", "-pk"))
    en_trop = [j.pk for j in vivants[APPAREILS_MAX - 1 :]]
    JetonParticipant.objects.filter(pk__in=en_trop).update(revoque_le=quand)
    jeton, empreinte = JetonParticipant.tirer()
    JetonParticipant.objects.create(
        personne=personne,
        usage=JetonParticipant.Usage.AGENDA,
        empreinte=empreinte,
        libelle=libelle[:60],
        cree_le=quand,
    )
    return jeton


def revoquer(jeton: JetonParticipant, *, quand: dt.datetime | None = None) -> None:
    """Kill one link; it answers 404 from now on."""
    JetonParticipant.objects.filter(pk=jeton.pk, revoque_le__isnull=True).update(
        revoque_le=quand or maintenant()
    )


def noter_l_usage(jeton: JetonParticipant | FluxPersonnel, *, quand: dt.datetime) -> None:
    """Remember that a link served, once an hour at most."""
    dernier = jeton.derniere_utilisation
    if dernier is None or quand - dernier > PAS_DE_TRACE:
        JetonParticipant.objects.filter(pk=jeton.pk).update(derniere_utilisation=quand)


def _vivants(personne: Personne, usage: str) -> QuerySet[JetonParticipant]:
    return JetonParticipant.objects.vivants().filter(personne=personne, usage=usage)
