"""The rows of a week, of a day, of a month, in a number of queries that does not depend on how many
there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from ateliers.models import Atelier, Deplacement, Seance, Serie
from ateliers.models.seances import SeanceQuerySet
from ateliers.queries.creneaux import noms_des_creneaux
from ateliers.queries.evenements import Evenement, evenements
from ateliers.queries.lignes import lignes, lire
from centre.models import Centre, PeriodeCalendrier, Professionnel, Utilisateur
from centre.permissions import COORDINATION
from centre.temps import bornes

# What the ghost of a moved séance shows.
TRACE = (
    *("avant_debut", "avant_fin", "seance__debut", "seance__fin", "seance__titre_propre"),
    *("seance__centre_id", "seance__atelier__titre", "seance__atelier__theme"),
    *("seance__atelier__pictogramme", "seance__atelier__sensibilite"),
)


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
    evenements: list[Evenement] = field(default_factory=list)
    est_tronquee: bool = False


def semaine(
    utilisateur: Utilisateur,
    centre: Centre,
    *,
    du: dt.date,
    au: dt.date,
    au_plus: int | None = None,
) -> Semaine:
    """Read days of a centre as this member of the team may see them.

    Beyond ``au_plus`` séances the reading stops and says so (``est_tronquee``); slots, and
    séances that several people lead, have three times as much room.
    """
    coordonne = utilisateur.a_role(centre.pk, COORDINATION)
    plafond = None if au_plus is None else 4 * au_plus
    visibles = _visibles(utilisateur, centre, du, au, coordonne=coordonne)
    lues, est_coupee = lire(visibles, au_plus=plafond)
    comptees = sum(s.fenetre_id is None for s in lues)
    if au_plus is not None and (comptees > au_plus or est_coupee):
        return Semaine(du, au, [], {}, [], [], [], [], est_tronquee=True)
    nommables = [s for s in lues if peut_nommer(s, utilisateur)]
    noms = {s.pk for s in nommables}
    creneaux: dict[int, list[Seance]] = {}
    for seance in nommables:
        if seance.fenetre_id:
            creneaux.setdefault(seance.fenetre_id, []).append(seance)
    _nommer([c for siens in creneaux.values() for c in siens], utilisateur)
    # Everything has a name for the coordination: no room is only « taken ».
    protegees = [] if coordonne else list(_protegees(centre, du, au))
    periodes = list(PeriodeCalendrier.objects.filter(centre=centre).entre(du, au))
    vacances = any(p.genre == PeriodeCalendrier.Genre.VACANCES for p in periodes)
    return Semaine(
        du=du,
        au=au,
        seances=[s for s in nommables if not s.fenetre_id],
        creneaux=creneaux,
        occupees=[s for s in protegees if s.pk not in noms],
        deplacements=[
            d
            for d in _deplacements(utilisateur, centre, du, au, coordonne=coordonne)
            if d.seance_id in noms or peut_nommer(d.seance, utilisateur)
        ],
        periodes=periodes,
        series=list(_series_de_la_periode(centre, du, au)) if vacances else [],
        evenements=evenements(utilisateur, centre, du=du, au=au),
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


def _visibles(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date, *, coordonne: bool
) -> SeanceQuerySet:
    siennes = lignes().visibles_par(utilisateur).filter(centre=centre)
    siennes = siennes if coordonne else avec_equipe(siennes, utilisateur)
    return siennes.entre(*bornes(du, au))


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


@cache
def _en_vigueur() -> QuerySet[Deplacement]:
    """Moves that nobody undid, the oldest first, with what a ghost shows: to filter further."""
    restes = Deplacement.objects.filter(seance__fenetre__isnull=True, annule_le__isnull=True)
    return restes.select_related("seance__atelier").only(*TRACE).order_by("le", "id")


def _deplacements(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date, *, coordonne: bool
) -> list[Deplacement]:
    """Moves in force that left this week or came into it, with what a ghost shows."""
    debut, fin = bornes(du, au)
    ici = Q(avant_debut__gte=debut, avant_debut__lt=fin)
    venus = Q(seance__debut__gte=debut, seance__debut__lt=fin)
    trouves = _en_vigueur().filter(ici | venus, seance__centre=centre)
    if not coordonne:
        siennes = Seance.objects.visibles_par(utilisateur).filter(centre=centre)
        trouves = trouves.filter(seance__in=siennes.values("pk"))
    return list(trouves)


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
        .select_related("atelier", "lieu")
    )
