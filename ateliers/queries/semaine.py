"""The rows of a week, in a number of queries that does not depend on how many there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from ateliers.models import Atelier, Deplacement, Seance, Serie
from ateliers.models.seances import SeanceQuerySet
from ateliers.queries.creneaux import noms_des_creneaux
from centre.models import Centre, PeriodeCalendrier, Professionnel, Utilisateur
from centre.permissions import COORDINATION
from centre.temps import bornes


@dataclass(frozen=True)
class Semaine:
    """What is known of the days from ``du`` to ``au``, both included.

    ``occupees`` are the protected séances that the user may not name: room and hours only.
    """

    du: dt.date
    au: dt.date
    seances: list[Seance]
    creneaux: dict[int, list[Seance]]
    occupees: list[Seance]
    deplacements: list[Deplacement]
    periodes: list[PeriodeCalendrier]
    series: list[Serie]


def semaine(utilisateur: Utilisateur, centre: Centre, *, du: dt.date, au: dt.date) -> Semaine:
    """Read a week of a centre as this member of the team may see it."""
    lignes = list(_visibles(utilisateur, centre, du, au))
    nommables = [s for s in lignes if peut_nommer(s, utilisateur)]
    noms = {s.pk for s in nommables}
    creneaux: dict[int, list[Seance]] = {}
    for seance in nommables:
        if seance.fenetre_id:
            creneaux.setdefault(seance.fenetre_id, []).append(seance)
    _nommer([c for siens in creneaux.values() for c in siens], utilisateur)
    return Semaine(
        du=du,
        au=au,
        seances=[s for s in nommables if not s.fenetre_id],
        creneaux=creneaux,
        occupees=[s for s in _protegees(centre, du, au) if s.pk not in noms],
        deplacements=[
            d
            for d in _deplacements(utilisateur, centre, du, au)
            if d.seance_id in noms or peut_nommer(d.seance, utilisateur)
        ],
        periodes=list(PeriodeCalendrier.objects.filter(centre=centre).entre(du, au)),
        series=list(_series_de_la_periode(centre, du, au)),
    )


def _nommer(creneaux: list[Seance], utilisateur: Utilisateur) -> None:
    """Note on each slot who is expected (``occupee_par``), for those who may read it."""
    noms = noms_des_creneaux(utilisateur, creneaux)
    for creneau in creneaux:
        creneau.occupee_par = noms.get(creneau.pk, "")  # type: ignore[attr-defined]


def peut_nommer(seance: Seance, utilisateur: Utilisateur) -> bool:
    """Whether the title may be read: always below level 3; there, by coordination, by the team
    of the atelier and by whoever runs that séance. Reads the annotations of ``avec_equipe``."""
    if not seance.atelier.est_protege:
        return True
    return (
        utilisateur.a_role(seance.centre_id, COORDINATION)
        or getattr(seance, "est_de_l_equipe", False)
        or getattr(seance, "est_animee_par_moi", False)
    )


def avec_equipe(seances: SeanceQuerySet, utilisateur: Utilisateur) -> SeanceQuerySet:
    """Annotate whether the user belongs to the atelier's team or runs the séance."""
    equipe = Atelier.equipe.through.objects.filter(
        atelier_id=OuterRef("atelier_id"), utilisateur_id=utilisateur.pk
    )
    animees = Professionnel.objects.filter(seances=OuterRef("pk"), utilisateur=utilisateur)
    return seances.annotate(est_de_l_equipe=Exists(equipe), est_animee_par_moi=Exists(animees))


def _visibles(utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date) -> SeanceQuerySet:
    siennes = Seance.objects.visibles_par(utilisateur).filter(centre=centre)
    animateurs = Prefetch("animateurs", Professionnel.objects.only("prenom", "nom"))
    return (
        avec_equipe(siennes, utilisateur)
        .entre(*bornes(du, au))
        .select_related("atelier", "lieu")
        .defer("vevent", "note_equipe", "atelier__description")
        .prefetch_related(animateurs)
        .order_by("debut", "id")
    )


def _protegees(centre: Centre, du: dt.date, au: dt.date) -> SeanceQuerySet:
    """Rooms taken by protected séances, whoever looks: neither title nor animateur is read."""
    return (
        Seance.objects.comptees()
        .publiees()
        .filter(centre=centre, atelier__sensibilite=Atelier.Sensibilite.PROTEGE)
        .exclude(etat=Seance.Etat.ANNULEE)
        .entre(*bornes(du, au))
        .select_related("lieu")
        .only("debut", "fin", "lieu__nom")
        .order_by("debut", "id")
    )


def _deplacements(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date
) -> list[Deplacement]:
    """Moves in force that left this week or came into it."""
    debut, fin = bornes(du, au)
    ici = Q(avant_debut__gte=debut, avant_debut__lt=fin)
    venus = Q(seance__debut__gte=debut, seance__debut__lt=fin)
    siennes = Seance.objects.visibles_par(utilisateur).filter(centre=centre)
    return list(
        Deplacement.objects.filter(ici | venus, seance__in=siennes.values("pk"))
        .filter(annule_le__isnull=True, seance__fenetre__isnull=True)
        .select_related("seance__atelier", "seance__lieu", "avant_lieu")
        .order_by("le", "id")
    )


def _series_de_la_periode(centre: Centre, du: dt.date, au: dt.date) -> list[Serie]:
    """Published weekly lines that stop during school holidays."""
    return list(
        Serie.objects.publiees()
        .filter(
            atelier__centre=centre,
            atelier__sensibilite__lt=Atelier.Sensibilite.PROTEGE,
            regle=Serie.Regle.HORS_VACANCES,
            intervalle=1,
            du__lte=au,
            au__gte=du,
        )
        .select_related("atelier")
    )
