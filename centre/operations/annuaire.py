"""Places, partner organisations and the professionals who work there."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from centre.erreurs import Refus
from centre.models import Centre, Lieu, Organisme, Professionnel
from centre.repercussions import repercuter

LONGUEUR_SLUG = 40


@transaction.atomic
def enregistrer_lieu(lieu: Lieu, *, champs: Collection[str]) -> Lieu:
    """Create a place, or write the ``champs`` that changed and what calendars show of it.

    The slug is made from the first name and never moves again: people subscribe to its feed.
    """
    Centre.objects.select_for_update(of=("self",)).get(pk=lieu.centre_id)
    if lieu.pk is None:
        lieu.slug = _slug_libre(lieu)
        lieu.save()
    elif champs:
        lieu.save(update_fields=champs)
        repercuter(lieu)
    return lieu


def _slug_libre(lieu: Lieu) -> str:
    base = slugify(lieu.nom)[:LONGUEUR_SLUG].strip("-") or "lieu"
    pris = set(
        Lieu.objects.filter(centre=lieu.centre_id, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    suivants = (f"{base}-{n}" for n in range(2, len(pris) + 3))
    return base if base not in pris else next(slug for slug in suivants if slug not in pris)


@transaction.atomic
def retirer_lieu(lieu: Lieu) -> None:
    """Remove a place written by mistake. Raises Refus (code utilise) once something is there."""
    try:
        with transaction.atomic():
            lieu.delete()
    except ProtectedError as erreur:
        raise Refus(
            "Ce lieu sert à des ateliers, à des séances passées ou à venir, ou à des "
            "entretiens\u00a0: il reste dans la liste. Vous pouvez changer son nom ou son adresse.",
            code="utilise",
        ) from erreur


@transaction.atomic
def enregistrer_organisme(organisme: Organisme, *, champs: Collection[str]) -> Organisme:
    """Create or change a partner; health, justice and violence are sensitive by their type."""
    if organisme.type in Organisme.TYPES_SENSIBLES:
        organisme.est_sensible = True
    if organisme.pk is None:
        organisme.save()
    elif champs:
        organisme.save(update_fields={*champs, "est_sensible"})
    return organisme


@transaction.atomic
def enregistrer_professionnel(
    professionnel: Professionnel, *, champs: Collection[str]
) -> Professionnel:
    if professionnel.pk is None:
        professionnel.save()
    elif champs:
        professionnel.save(update_fields=champs)
    return professionnel
