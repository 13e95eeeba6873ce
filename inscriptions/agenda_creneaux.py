"""What a partner's own feed lists: the slots she booked, without anybody's name (CAL-06)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet, Sum

from ateliers.ical import depuis
from ateliers.models import Atelier, Seance
from centre.models import Utilisateur
from centre.models.acces import empreinte_de
from centre.temps import bornes_du_jour
from inscriptions.models import AbonnementPartenaire, Place

SUIVIES = (Place.Etat.CONFIRMEE, Place.Etat.ANNULEE_PERSONNE, Place.Etat.ANNULEE_CENTRE)


class FluxPartenaire(NamedTuple):
    """A partner's feed and its validator: nothing of it is stored beside the places."""

    pk: int
    utilisateur: Utilisateur
    centre_id: int
    centre_nom: str
    telephone: str
    derniere_utilisation: dt.datetime | None
    compte: str
    change_le: dt.datetime | None

    @property
    def nom(self) -> str:
        return f"Mes créneaux · {self.centre_nom}"

    @property
    def marque(self) -> str:
        """What the ETag says: slots, those given back, their moves, the last change of any."""
        return f"{self.compte}-{int(self.change_le.timestamp() * 1e6) if self.change_le else 0}"


def flux_des_creneaux(jeton: str, jour: dt.date) -> FluxPartenaire | None:
    """The feed that a secret opens on ``jour``, in three queries; None when it is unknown or
    revoked, and when its owner works for no partner of this centre any more (rules T3, T4)."""
    vivants = AbonnementPartenaire.objects.vivants().filter(
        empreinte=empreinte_de(jeton), utilisateur__is_active=True
    )
    lu = vivants.select_related("utilisateur", "centre").first()
    if lu is None or not lu.utilisateur.a_role(lu.centre_id, *lu.ROLES):
        return None
    etat = _creneaux_de(lu.utilisateur, lu.centre_id, jour).aggregate(
        tous=Count("pk"),
        rendus=Count("annulee_le"),
        changements=Sum("seance__sequence", default=0),
        seance=Max("seance__modifiee_le"),
        prise=Max("faite_le"),
        rendue=Max("annulee_le"),
    )
    return FluxPartenaire(
        lu.pk,
        lu.utilisateur,
        lu.centre_id,
        lu.centre.nom_court,
        str(lu.centre.telephone),
        lu.derniere_utilisation,
        f"{etat['tous']}x{etat['rendus']}x{etat['changements']}",
        max(filter(None, (etat["seance"], etat["prise"], etat["rendue"])), default=None),
    )


def creneaux_du_flux(flux: FluxPartenaire, jour: dt.date) -> QuerySet[Place]:
    """Her slots from 60 days before ``jour`` on, those given back or cancelled included."""
    places = _creneaux_de(flux.utilisateur, flux.centre_id, jour)
    return places.select_related("seance__lieu").order_by("seance__debut", "pk")


def _creneaux_de(utilisateur: Utilisateur, centre_id: int, jour: dt.date) -> QuerySet[Place]:
    return Place.objects.filter(
        faite_par=utilisateur.pk,
        etat__in=SUIVIES,
        seance__centre=centre_id,
        seance__fenetre__isnull=False,
        seance__atelier__genre=Atelier.Genre.PERMANENCE,
        seance__debut__gte=bornes_du_jour(depuis(jour))[0],
    ).exclude(seance__etat=Seance.Etat.BROUILLON)
