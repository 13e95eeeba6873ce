"""The dates of a published series change: rows, places and messages in one transaction.

A rule never takes a date away from people who hold places there (``ateliers.planifier`` leaves
it); only the day that somebody skips by hand does, and it is then a cancelled séance like another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Q

from ateliers import operations as ateliers
from ateliers.models import Seance, Serie
from ateliers.operations import Planification
from centre.erreurs import Refus
from centre.temps import a_paris, maintenant
from inscriptions.models import Inscription, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.apercu import Apercu, raconter
from inscriptions.operations.changements import (
    AnnulationVoulue,
    Changement,
    changer_seances,
    retablir,
)
from inscriptions.operations.places import asseoir
from inscriptions.operations.verrou import ecriture, verrouiller
from parcours.models import Personne

if TYPE_CHECKING:
    from centre.models import Utilisateur

Etat = Inscription.Etat


@dataclass
class ChangementDeDates(Changement):
    """What a change of dates did; ``places`` hold one new date per person, the first."""

    ajoutees: list[Seance] = field(default_factory=list)
    retablies: list[Seance] = field(default_factory=list)
    planification: Planification = field(default_factory=Planification)

    def temoins(self) -> list[int]:
        """Ids of the séances whose clashes the sheet tells."""
        return [s.pk for s in self.ajoutees]

    @property
    def est_vide(self) -> bool:
        faite = self.planification
        rangees = (self.ajoutees, self.retablies, self.annulees, faite.retirees, faite.modifiees)
        return not any(rangees)


# A change of dates, or of more than its dates.
Fait = TypeVar("Fait", bound=ChangementDeDates)


def replanifier(
    serie: Serie,
    *,
    par: Utilisateur | None,
    prevenir: bool = True,
    version: int | None = None,
    quand: dt.datetime | None = None,
) -> ChangementDeDates:
    """Make a published series match its rule and seat its members at the dates that appear.

    Refuses with the code ``version`` when the series changed since the page was shown.
    """
    quand = quand or maintenant()
    with ecriture():
        avant = _verrouiller_la_serie(serie, version)
        faite = ateliers.planifier(serie, quand=quand)
        changement = ChangementDeDates(planification=faite)
        accueillir(changement, serie, avant, par=par, quand=quand, dire=prevenir)
        return changement


def basculer_date(
    serie: Serie,
    jour: dt.date,
    *,
    par: Utilisateur | None,
    prevenir: bool = True,
    version: int | None = None,
    quand: dt.datetime | None = None,
) -> ChangementDeDates:
    """Keep or skip one day of a published series, by hand, and tell those whom it concerns.

    A skipped day frees its places; a day kept again gives them back. Refuses with the codes
    version, hors_periode, deplacee, passee.
    """
    quand = quand or maintenant()
    with ecriture():
        avant = _verrouiller_la_serie(serie, version)
        seance = serie.seances.filter(date_origine=jour).first()
        _refuser_une_date_qui_tient(seance, jour, quand)
        prevue = ateliers.basculer_date(serie, jour, quand=quand)
        changement = ChangementDeDates()
        # Not taken by anybody, the row is gone with its date.
        seance = serie.seances.filter(date_origine=jour).first()
        if seance is None or seance.pk not in avant:
            changement.planification.retirees.extend([] if prevue.est_gardee else [jour])
        elif prevue.est_gardee and seance.est_annulee:
            _reprendre(changement, retablir(seance, par=par, quand=quand))
            changement.retablies.append(seance)
        elif not prevue.est_gardee and not seance.est_annulee:
            voulue = AnnulationVoulue(seance, Seance.Motif.AUTRE)
            _reprendre(
                changement,
                changer_seances(annulations=[voulue], par=par, prevenir=prevenir, quand=quand),
            )
        accueillir(changement, serie, avant, par=par, quand=quand, dire=prevenir)
        return changement


def _verrouiller_la_serie(serie: Serie, version: int | None) -> set[int]:
    """Lock the series; return the ids of the séances it has."""
    lue = Serie.objects.select_for_update(of=("self",)).get(pk=serie.pk)
    if version is not None and version != lue.version:
        raise Refus(
            "Quelqu’un a changé cette série pendant que vous la regardiez. "
            "Relisez-la, puis recommencez.",
            code="version",
        )
    return set(serie.seances.values_list("pk", flat=True))


def _refuser_une_date_qui_tient(seance: Seance | None, jour: dt.date, quand: dt.datetime) -> None:
    if seance is None or seance.est_annulee:
        return
    if seance.debut <= quand:
        raise Refus("Cette séance a commencé\u00a0: sa date ne change plus.", code="passee")
    if a_paris(seance.debut).date() != jour:
        raise Refus("Cette séance a été déplacée. Pour l’annuler, ouvrez sa page.", code="deplacee")


def _reprendre(changement: ChangementDeDates, fait: Changement) -> None:
    changement.annulees += fait.annulees
    changement.places += fait.places
    changement.envois += fait.envois


def accueillir(
    changement: ChangementDeDates,
    serie: Serie,
    avant: set[int],
    *,
    par: Utilisateur | None,
    quand: dt.datetime,
    dire: bool,
) -> None:
    """Seat the members of the series at its new séances to come, and tell them."""
    nouvelles = serie.seances.filter(etat=Seance.Etat.PREVUE, debut__gt=quand)
    pks = nouvelles.exclude(pk__in=avant).values_list("pk", flat=True)
    changement.ajoutees = sorted(verrouiller(pks), key=lambda s: (s.debut, s.pk))
    if not changement.ajoutees:
        return
    places = asseoir_les_inscrites(serie, changement.ajoutees, par=par, quand=quand)
    personnes = {place.personne_id: place.personne for place in places}
    agenda_change(list(personnes), quand=quand)
    courrier = invitations.synchroniser(personnes.values(), quand=quand)
    premieres = _premieres(places)
    if dire:
        sans_agenda = [
            p for p in premieres if p.personne.canal_effectif() != Personne.Canal.COURRIEL
        ]
        prevenir.du_changement(sans_agenda, motif="invitation", courrier=courrier)
    changement.places += premieres
    changement.envois += courrier.envois


def asseoir_les_inscrites(
    serie: Serie, seances: Sequence[Seance], *, par: Utilisateur | None, quand: dt.datetime
) -> list[Place]:
    """One place per member and new date, first enrolled first seated; the others wait."""
    places: list[Place] = []
    for inscription in _inscriptions(serie):
        siennes = [s for s in seances if _couvre(inscription, a_paris(s.debut).date())]
        modele = Place(
            personne=inscription.personne,
            inscription=inscription,
            parcours=inscription.parcours,
            origine=Place.Origine.INSCRIPTION,
            faite_par=par,
            faite_le=quand,
        )
        faites = asseoir(siennes, modele) if siennes else []
        for place in faites:
            # Rows are read once for all members: the next one must see this seat taken.
            place.seance.sieges_pris += place.sieges if place.etat in Place.TENUES else 0
        places += faites
    confirmees = (p for p in places if p.etat == Place.Etat.CONFIRMEE)
    obtenues = {p.inscription_id for p in confirmees if p.inscription_id is not None}
    en_attente = Inscription.objects.filter(pk__in=obtenues, etat=Etat.LISTE_ATTENTE)
    en_attente.update(etat=Etat.CONFIRMEE)
    return places


def _inscriptions(serie: Serie) -> Iterable[Inscription]:
    """Living enrolments: those who have a seat first, then the queue, by date of enrolment."""
    vivantes = serie.inscriptions.filter(
        Q(etat=Etat.CONFIRMEE) | Q(etat=Etat.LISTE_ATTENTE), personne__anonymisee_le__isnull=True
    )
    return (
        vivantes.select_for_update(of=("self",))
        .select_related("personne", "parcours")
        .order_by("etat", "creee_le", "pk")
    )


def _couvre(inscription: Inscription, jour: dt.date) -> bool:
    return inscription.du <= jour and (inscription.au is None or jour <= inscription.au)


def _premieres(places: Iterable[Place]) -> list[Place]:
    """The first confirmed new date of each person."""
    premieres: dict[int, Place] = {}
    for place in sorted(places, key=lambda p: p.seance.debut):
        if place.etat == Place.Etat.CONFIRMEE:
            premieres.setdefault(place.personne_id, place)
    return list(premieres.values())


def apercu_des_dates(
    serie: Serie, geste: Callable[[dt.datetime], Fait], *, quand: dt.datetime
) -> tuple[Apercu, Fait]:
    """Make the change, read what would leave, roll everything back. Refuses like the change."""
    with transaction.atomic():
        changement = geste(quand)
        apercu = raconter(changement, quand, arrivees=changement.temoins())
        transaction.set_rollback(True)
    serie.refresh_from_db()
    return apercu, changement
