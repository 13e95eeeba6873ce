"""A sheet that nobody has filled: a gentle word to who led the séance, then to the coordination."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import Atelier, Seance
from centre.messagerie import deposer
from centre.models import Affectation, Message, Utilisateur
from centre.temps import a_paris
from presences.permissions import DELAI_ANIMATION

if TYPE_CHECKING:
    from collections.abc import Sequence

# After the end of the séance; later than a week only the coordination writes, and knows.
APRES_ANIMATION = dt.timedelta(hours=24)
APRES_COORDINATION = dt.timedelta(hours=72)
HEURES = range(9, 19)
LOT = 20
PREFIXE = "presences.feuille:"


def relancer(quand: dt.datetime) -> int:
    """Write the words that are due at ``quand``, in the day; run again, it adds nothing."""
    if a_paris(quand).hour not in HEURES:
        return 0
    dues = list(_dues(_en_attente(quand), quand))
    faites = set(
        Message.objects.filter(cle__in=[cle for cle, *_ in dues])
        .order_by()
        .values_list("cle", flat=True)
    )
    restantes = [due for due in dues if due[0] not in faites][:LOT]
    for cle, seance, utilisateur in restantes:
        _deposer(cle, seance, utilisateur)
    return len(restantes)


def _en_attente(quand: dt.datetime) -> Sequence[Seance]:
    """Over for a day, for less than a week, with no closed sheet."""
    seances = Seance.objects.comptees().a_renseigner(quand - APRES_ANIMATION)
    return list(
        seances.filter(fin__gt=quand - DELAI_ANIMATION)
        .exclude(atelier__genre=Atelier.Genre.ENTRETIEN)
        .select_related("centre", "atelier")
        .prefetch_related("animateurs__utilisateur")
        .order_by("debut", "pk")
    )


def _dues(
    seances: Sequence[Seance], quand: dt.datetime
) -> Iterator[tuple[str, Seance, Utilisateur]]:
    """Who is written to: those who led it; two days later the coordination, level 3 excepted."""
    if not seances:
        return
    coordination = _coordination(quand)
    for seance in seances:
        comptes = {p.utilisateur for p in seance.animateurs.all() if p.utilisateur}
        if seance.fin <= quand - APRES_COORDINATION and not seance.atelier.est_protege:
            comptes |= coordination.get(seance.centre_id, set())
        for utilisateur in sorted(comptes, key=lambda u: u.pk):
            if utilisateur.is_active:
                yield f"{PREFIXE}{seance.pk}:{utilisateur.pk}", seance, utilisateur


def _coordination(quand: dt.datetime) -> dict[int, set[Utilisateur]]:
    affectations = Affectation.objects.en_vigueur(a_paris(quand).date()).filter(
        role=Affectation.Role.COORDINATION, utilisateur__is_active=True
    )
    comptes: dict[int, set[Utilisateur]] = {}
    for affectation in affectations.select_related("utilisateur"):
        comptes.setdefault(affectation.centre_id, set()).add(affectation.utilisateur)
    return comptes


@transaction.atomic
def _deposer(cle: str, seance: Seance, utilisateur: Utilisateur) -> None:
    """One mail per séance and account: a day, its hours, a link; no name, no title."""
    deposer(
        centre=seance.centre,
        canal=Message.Canal.COURRIEL,
        langue="fr",
        destinataire=utilisateur.courriel,
        modele="presences.feuille",
        graine={
            "seance": seance.pk,
            "debut": seance.debut.isoformat(),
            "fin": seance.fin.isoformat(),
            "prenom": utilisateur.prenom,
        },
        cle=cle,
        perime_le=seance.fin + DELAI_ANIMATION,
    )
