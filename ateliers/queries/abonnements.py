"""What a secret of the team opens, and its validator: rights are read again at each request."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, F, OuterRef, Subquery, Sum

from ateliers import ical
from ateliers.models import AbonnementEquipe, Seance
from ateliers.models.seances import SeanceQuerySet
from ateliers.queries.agendas import avec_version
from centre.models import Utilisateur
from centre.models.acces import empreinte_de
from centre.permissions import EQUIPE
from centre.temps import bornes_du_jour

MES_SEANCES = AbonnementEquipe.Contenu.MES_SEANCES


class FluxEquipe(NamedTuple):
    """A member's feed: whose, of which centre, and what its ETag says beside the version."""

    pk: int
    utilisateur: Utilisateur
    centre_id: int
    centre_nom: str
    contenu: str
    derniere_utilisation: dt.datetime | None
    version: int | None
    change_le: dt.datetime | None
    marque: str

    @property
    def nom(self) -> str:
        """The calendar's name on the device: no atelier, no person."""
        debut = "Mes séances" if self.contenu == MES_SEANCES else "Toutes les séances"
        return f"{debut} · {self.centre_nom}"


def flux_de_l_equipe(jeton: str) -> FluxEquipe | None:
    """The feed that a secret opens, in two queries; None when it is unknown or revoked, and when
    its owner's account is closed or holds no role of the team there any more (rules T3, T4)."""
    vivants = AbonnementEquipe.objects.vivants().filter(
        empreinte=empreinte_de(jeton), utilisateur__is_active=True
    )
    # Of the séances that she leads: who leads changes, and no séance's own row does.
    # Any: the stubs lose the annotations of a link without a model of its own.
    liens: Any = Seance.animateurs.through.objects.filter(
        professionnel__utilisateur=OuterRef("utilisateur")
    )
    menees = liens.order_by().values("professionnel__utilisateur")
    lignes = avec_version(vivants, "centre", champ="centre_id").annotate(
        menees=Subquery(menees.annotate(nombre=Count("pk")).values("nombre")[:1]),
        empreinte_menees=Subquery(menees.annotate(somme=Sum("seance")).values("somme")[:1]),
    )
    lu = lignes.annotate(centre_nom=F("centre__nom_court")).select_related("utilisateur").first()
    if lu is None or not lu.utilisateur.a_role(lu.centre_id, *EQUIPE):
        return None
    roles = "".join(sorted(r[0] for r in lu.utilisateur.roles_par_centre[lu.centre_id]))
    return FluxEquipe(
        lu.pk,
        lu.utilisateur,
        lu.centre_id,
        lu.centre_nom,
        lu.contenu,
        lu.derniere_utilisation,
        lu.version,
        lu.change_le,
        f"{roles}{lu.menees or 0}x{lu.empreinte_menees or 0}",
    )


def seances_de_l_abonnement(flux: FluxEquipe, jour: dt.date) -> SeanceQuerySet:
    """What the owner may see today, from 60 days before ``jour`` on: windows, no slot, no draft."""
    seances = Seance.objects.visibles_par(flux.utilisateur).publiees().comptees()
    if flux.contenu == MES_SEANCES:
        seances = seances.animees_par(flux.utilisateur)
    return (
        seances.filter(centre=flux.centre_id, debut__gte=bornes_du_jour(ical.depuis(jour))[0])
        .select_related("atelier", "lieu")
        .defer("vevent", "note_equipe", "atelier__description")
        .order_by("debut", "id")
    )
