"""Who outside read or received something of a person: told to her, and told of an erasure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parcours.models import ReferentParcours

if TYPE_CHECKING:
    from centre.models import Organisme, Professionnel
    from parcours.models import Personne

# Kind (« fiche », « parcours »: the mail's words) and civil date: what tells which person it is
# to somebody who knows her already, and to nobody else.
Fait = tuple[str, dt.date]


@dataclass
class Destinataire:
    """One organisation; ``faits`` by address of its professionals, none where nobody reads mail."""

    organisme: Organisme
    faits: dict[str, list[Fait]] = field(default_factory=dict)


def destinataires_de(personne: Personne) -> list[Destinataire]:
    """Organisations in the order of their names (RGPD 19), those to call among them."""
    trouves: dict[int, Destinataire] = {}
    for professionnel, fait in _lus(personne):
        organisme = professionnel.organisme
        un = trouves.setdefault(organisme.pk, Destinataire(organisme))
        if professionnel.adresse:
            siens = un.faits.setdefault(professionnel.adresse.lower(), [])
            siens += [fait] if fait not in siens else []
    accords = personne.consentements.filter(destinataire__isnull=False)
    for accord in accords.select_related("destinataire"):
        if accord.destinataire:
            trouves.setdefault(accord.destinataire.pk, Destinataire(accord.destinataire))
    return sorted(trouves.values(), key=lambda un: un.organisme.nom)


def _lus(personne: Personne) -> Iterator[tuple[Professionnel, Fait]]:
    comptes = ("prescripteur__organisme", "prescripteur__utilisateur")
    for orientation in personne.orientations.select_related(*comptes).order_by("pk"):
        if orientation.prescripteur:
            yield orientation.prescripteur, ("fiche", orientation.recue_le)
    for parcours in personne.parcours.select_related(*comptes).order_by("pk"):
        if parcours.prescripteur:
            yield parcours.prescripteur, ("parcours", parcours.date_entree)
    membres = ReferentParcours.objects.filter(
        parcours__personne=personne,
        professionnel__utilisateur__affectations__organisme__isnull=False,
    ).select_related("parcours", "professionnel__organisme", "professionnel__utilisateur")
    for membre in membres.order_by("pk").distinct():
        yield membre.professionnel, ("parcours", membre.parcours.date_entree)
