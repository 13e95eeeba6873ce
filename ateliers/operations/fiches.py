"""The lasting lines: an atelier, and what it promises for a year."""

from __future__ import annotations

from django.db import transaction

from ateliers.models import Atelier, ObjectifAnnuel
from ateliers.operations.agendas import reecrire_agenda


@transaction.atomic
def enregistrer_atelier(atelier: Atelier) -> Atelier:
    """Create or change an atelier; every calendar that shows it is written again."""
    nouveau = atelier.pk is None
    atelier.save()
    if not nouveau:
        reecrire_agenda(atelier)
    return atelier


@transaction.atomic
def fixer_objectif(atelier: Atelier, annee: int, seances: int | None) -> ObjectifAnnuel | None:
    """Say how many séances a line promises for a civil year; none takes the promise back."""
    Atelier.objects.select_for_update(of=("self",)).get(pk=atelier.pk)
    if not seances:
        ObjectifAnnuel.objects.filter(atelier=atelier, annee=annee).delete()
        return None
    objectif, _ = ObjectifAnnuel.objects.update_or_create(
        atelier=atelier, annee=annee, defaults={"seances": seances}
    )
    return objectif
