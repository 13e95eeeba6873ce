"""A published series changes: rows, enrolments, places and messages in one transaction.

What people read in their calendars (weekday, hours, place), or a change from a later day on,
closes the series and opens one that follows it; the rest changes the series itself. The past
never changes. The preview is the change itself, rolled back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ateliers import operations as ateliers
from ateliers.models import Seance, Serie
from ateliers.operations.reprise import (
    Reprise,
    fin_du_nombre,
    ouvrir_la_suite,
    prises,
    prochain_jour,
    reprendre,
    sauter_ce_qui_a_commence,
    se_voit,
    seances_a_reprendre,
    touchees,
)
from ateliers.operations.series import enregistrer_serie, verrouiller_serie
from centre.erreurs import Refus
from centre.models import Professionnel
from centre.temps import a_paris, maintenant
from inscriptions.models import Place
from inscriptions.operations import invitations, suites
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.dates import ChangementDeDates, accueillir, asseoir_les_inscrites
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.places import liberer
from inscriptions.operations.verrou import ecriture, verrouiller

if TYPE_CHECKING:
    from centre.models import Utilisateur


@dataclass(frozen=True)
class SerieVoulue:
    """New values of fields by name, from ``le`` on; ``animateurs`` None leaves who leads."""

    valeurs: Mapping[str, Any]
    le: dt.date
    animateurs: Sequence[Professionnel] | None = None
    # Ids of rows changed by hand that must take the hours and place of the series again.
    realigner: Collection[int] = ()


@dataclass
class ChangementDeSerie(ChangementDeDates):
    """What a change of series did; ``suite`` is the series that follows, if one was opened."""

    suite: Serie | None = None
    reprise: Reprise = field(default_factory=Reprise)
    touchees: list[Seance] = field(default_factory=list)

    def temoins(self) -> list[int]:
        faite = self.reprise
        return [s.pk for s in (*faite.alignees, *faite.remaniees, *self.ajoutees)]

    @property
    def est_vide(self) -> bool:
        return super().est_vide and self.suite is None and not self.reprise.alignees


def changer_serie(
    serie: Serie,
    voulue: SerieVoulue,
    *,
    par: Utilisateur | None,
    prevenir: bool = True,
    version: int | None = None,
    quand: dt.datetime | None = None,
) -> ChangementDeSerie:
    """Change a published series from ``voulue.le`` on and let its people follow.

    With ``prevenir`` false only calendars follow. Refuses with the codes version, pas_publiee,
    passee, sans_date.
    """
    quand = quand or maintenant()
    with ecriture():
        ancienne = verrouiller_serie(serie, version=version)
        if ancienne.etat != Serie.Etat.PUBLIEE:
            raise Refus("Cette série n’est pas publiée, ou elle est finie.", code="pas_publiee")
        if voulue.le < a_paris(quand).date():
            raise Refus("Le passé ne change pas. Choisissez un jour à venir.", code="passee")
        nouvelle = _avec(ancienne, voulue)
        animateurs = voulue.animateurs
        if animateurs is None:
            animateurs = list(ancienne.animateurs.all())
        geste = _Geste(ancienne, nouvelle, voulue, list(animateurs), par, prevenir, quand)
        return geste.en_place() if geste.est_en_place() else geste.par_une_suite()


def _avec(ancienne: Serie, voulue: SerieVoulue) -> Serie:
    """The series as it would be, in memory."""
    nouvelle = Serie.objects.select_related("atelier__centre", "lieu").get(pk=ancienne.pk)
    for nom, valeur in voulue.valeurs.items():
        setattr(nouvelle, nom, valeur)
    if nouvelle.regle == Serie.Regle.DATES_EXPLICITES and nouvelle.dates:
        nouvelle.du = min(nouvelle.du, dt.date.fromisoformat(nouvelle.dates[0]))
    elif nouvelle.nombre and nouvelle.regle != ancienne.regle:
        # The promise is a number: another rule moves the end.
        nouvelle.au = fin_du_nombre(nouvelle, le=voulue.le)
    return nouvelle


class _Geste:
    """One change under its lock."""

    def __init__(
        self,
        ancienne: Serie,
        nouvelle: Serie,
        voulue: SerieVoulue,
        animateurs: list[Professionnel],
        par: Utilisateur | None,
        dire: bool,
        quand: dt.datetime,
    ) -> None:
        self.ancienne, self.nouvelle, self.voulue = ancienne, nouvelle, voulue
        self.animateurs, self.par, self.dire, self.quand = animateurs, par, dire, quand
        self.seances = seances_a_reprendre(ancienne, le=voulue.le, quand=quand)
        self.changement = ChangementDeSerie(touchees=touchees(self.seances))

    def est_en_place(self) -> bool:
        """Nothing that people read, from the next date on; or nobody and nothing to keep."""
        if not se_voit(self.ancienne, self.nouvelle):
            return self.voulue.le <= prochain_jour(self.ancienne, quand=self.quand)
        autres = self.ancienne.seances.exclude(pk__in=[s.pk for s in self.seances])
        return not autres.exists() and not prises(self.seances)

    def en_place(self) -> ChangementDeSerie:
        serie = self.nouvelle
        avant = set(serie.seances.values_list("pk", flat=True))
        enregistrer_serie(serie, par=self.par)
        serie.animateurs.set(self.animateurs)
        self._reprendre(serie)
        self.changement.planification = ateliers.planifier(serie, quand=self.quand)
        self._exiger_une_date(serie)
        self.changement.planification.retirees.extend(self.changement.reprise.retirees)
        perdues = self._perdre()
        self._ecrire(Courrier(self.quand), perdues)
        accueillir(self.changement, serie, avant, par=self.par, quand=self.quand, dire=self.dire)
        return self.changement

    def par_une_suite(self) -> ChangementDeSerie:
        le = self.voulue.le
        suite = ouvrir_la_suite(self.ancienne, self.nouvelle, le=le, par=self.par, quand=self.quand)
        sauter_ce_qui_a_commence(suite, self.ancienne, self.seances, le=le)
        suite.animateurs.set(self.animateurs)
        qui = suites.inscriptions_qui_suivent(self.ancienne, le=le)
        self._reprendre(suite)
        courrier = Courrier(self.quand)
        perdues = {s.pk for s in self.changement.reprise.perdues}
        suites.faire_suivre(qui, suite, le=le, perdues=perdues, courrier=courrier)
        self._fermer_l_ancienne()
        avant = set(suite.seances.values_list("pk", flat=True))
        self.changement.suite = suite
        self.changement.planification = ateliers.planifier(suite, quand=self.quand)
        self._exiger_une_date(suite)
        self.changement.planification.retirees.extend(self.changement.reprise.retirees)
        self._asseoir(suite, avant)
        self._ecrire(courrier, self._perdre())
        return self.changement

    def _reprendre(self, serie: Serie) -> None:
        self.changement.reprise = reprendre(
            self.ancienne,
            serie,
            self.seances,
            le=self.voulue.le,
            animateurs=self.animateurs,
            realigner=self.voulue.realigner,
            quand=self.quand,
        )

    def _exiger_une_date(self, serie: Serie) -> None:
        if not serie.seances.filter(debut__gt=self.quand).exists():
            raise Refus(
                "Avec ce changement, la série n’a plus aucune date à venir.", code="sans_date"
            )

    def _fermer_l_ancienne(self) -> None:
        restent = self.ancienne.seances.filter(debut__gt=self.quand).exclude(
            etat=Seance.Etat.ANNULEE
        )
        if not restent.exists():
            self.ancienne.etat = Serie.Etat.TERMINEE
        enregistrer_serie(self.ancienne, par=self.par)

    def _asseoir(self, suite: Serie, avant: set[int]) -> None:
        """Seat at the dates that appear those who follow; the invitation tells them."""
        nouvelles = suite.seances.filter(etat=Seance.Etat.PREVUE, debut__gt=self.quand)
        pks = nouvelles.exclude(pk__in=avant).values_list("pk", flat=True)
        ajoutees = sorted(verrouiller(pks), key=lambda s: (s.debut, s.pk))
        self.changement.ajoutees = ajoutees
        if ajoutees:
            asseoir_les_inscrites(suite, ajoutees, par=self.par, quand=self.quand)

    def _perdre(self) -> list[Place]:
        """Cancel the rows that have no date any more and free their places."""
        for seance in self.changement.reprise.perdues:
            self.changement.annulees += ateliers.annuler(
                seance, motif=Seance.Motif.AUTRE, par=self.par, quand=self.quand
            )
        places = suites.places_vivantes(self.changement.reprise.perdues)
        liberer(places, etat=Place.Etat.ANNULEE_CENTRE, quand=self.quand)
        return places

    def _ecrire(self, courrier: Courrier, perdues: list[Place]) -> None:
        """Calendars first, then one message to each person whom no calendar tells."""
        alignees = self.changement.reprise.alignees
        bougees = suites.places_vivantes(alignees)
        personnes = {p.personne_id: p.personne for p in (*bougees, *perdues)}
        if self.changement.suite is not None:
            inscrites = self.changement.suite.inscriptions.select_related("personne")
            personnes |= {i.personne_id: i.personne for i in inscrites}
        agenda_change(list(personnes), quand=self.quand)
        fait = invitations.synchroniser(personnes.values(), quand=self.quand)
        courrier.envois += fait.envois
        courrier.dites |= fait.dites
        prevenues = {place.personne_id for place in bougees}
        seulement_perdues = [p for p in perdues if p.personne_id not in prevenues]
        if self.dire:
            suites.dire_la_suite(bougees, self.changement.reprise.avants, courrier)
            suites.dire_les_dates_annulees(seulement_perdues, courrier)
        self.changement.places += suites.premieres([*bougees, *seulement_perdues])
        self.changement.envois += courrier.envois
