"""The days of the week page: their blocks, their announcements, the line of the present hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from ateliers.models import Deplacement, Seance
from ateliers.queries.annonces import Annonce
from ateliers.queries.semaine import Semaine
from ateliers.views.dessin import (
    dessiner_dans_la_bande,
    dessiner_le_jour,
    dessiner_les_annonces,
)
from ateliers.views.grille import Bloc, bloc, fantome, occupe, poser_les_voies, rencontre
from ateliers.views.marques import des_croisements, du_calendrier, pauses
from centre.ecriture import JOURS, heure
from centre.models import PeriodeCalendrier
from centre.temps import JOUR, a_paris

PERIODE = PeriodeCalendrier.Genre
# Every grid shows these hours; a séance outside them makes it taller.
PREMIERE, DERNIERE = 8, 19


@dataclass
class Noeud:
    """The knot on the seam of two blocks, linked to the sentence that explains it."""

    classes: str
    ancre: str
    titre: str


@dataclass
class Jour:
    date: dt.date
    blocs: list[Bloc] = field(default_factory=list)
    annonces: list[Annonce] = field(default_factory=list)
    noeuds: list[Noeud] = field(default_factory=list)
    voies: int = 1
    est_aujourdhui: bool = False
    est_choisi: bool = False
    est_passe: bool = False
    est_ferme: bool = False
    # A Sunday without anything: a phone may choose it, the grid has no column for it.
    est_creux: bool = False
    # Classes of the now-line and its hour, today only.
    maintenant: tuple[str, str] | None = None
    quand: dt.datetime | None = None
    # The same day on a phone, and alone, room by room.
    url: str = ""
    url_jour: str = ""

    @property
    def nom(self) -> str:
        return JOURS[self.date.weekday()].capitalize()

    @property
    def numero(self) -> int:
        return self.date.day

    @property
    def iso(self) -> str:
        return self.date.isoformat()

    @property
    def cle(self) -> str:
        """What anchors of the page call this day: « 1119 »."""
        return f"{self.date:%m%d}"

    @property
    def html_annonces(self) -> SafeString:
        return dessiner_les_annonces(self.annonces, self.cle)

    @property
    def html(self) -> SafeString:
        return dessiner_le_jour(self)

    @property
    def html_bande(self) -> SafeString:
        return dessiner_dans_la_bande(self)

    @property
    def points(self) -> str:
        """One dot per séance, four at most, for the strip of a phone."""
        return "•" * min(4, sum(1 for b in self.blocs if b.etat not in ("partie", "pause")))

    @property
    def classes(self) -> str:
        marques = {
            f"voies-{self.voies}": self.voies > 1,
            "jour--aujourdhui": self.est_aujourdhui,
            "jour--choisi": self.est_choisi,
            "jour--passe": self.est_passe,
            "jour--ferme": self.est_ferme,
            "jour--creux": self.est_creux,
        }
        return " ".join(["jour", *(nom for nom, vrai in marques.items() if vrai)])


def construire(
    semaine: Semaine,
    seances: Sequence[Seance],
    *,
    quand: dt.datetime,
    choisi: dt.date,
    avec_departs: bool,
    autres: Sequence[Annonce] = (),
    peut_deplacer: bool = False,
) -> list[Jour]:
    """Monday to Saturday (Sunday when something happens on it), drawn and announced.

    ``seances`` are those that the filters keep; clashes are looked for among all of the week.
    """
    jours = {jour.date: jour for jour in _jours(semaine, quand, choisi)}
    blocs = dessiner_les_blocs(
        semaine, seances, quand=quand, avec_departs=avec_departs, peut_deplacer=peut_deplacer
    )
    for trace in blocs:
        jours[a_paris(trace.debut).date()].blocs.append(trace)
    for annonce in [*du_calendrier(semaine), *des_croisements(semaine.seances), *autres]:
        if annonce.jour in jours:
            jours[annonce.jour].annonces.append(annonce)
    for jour in jours.values():
        jour.voies = poser_les_voies(jour.blocs)
        jour.noeuds = _noeuds(jour)
    dimanche = jours[semaine.du + 6 * JOUR]
    dimanche.est_creux = not dimanche.blocs
    garde = not dimanche.est_creux or dimanche.est_choisi
    return [jour for jour in jours.values() if jour is not dimanche or garde]


def un_jour(
    semaine: Semaine,
    seances: Sequence[Seance],
    *,
    quand: dt.datetime,
    avec_departs: bool,
    autres: Sequence[Annonce] = (),
    peut_deplacer: bool = False,
) -> Jour:
    """The only day of a reading: its blocks without lanes, its announcements."""
    jour = _jours(semaine, quand, semaine.du)[0]
    blocs = dessiner_les_blocs(
        semaine, seances, quand=quand, avec_departs=avec_departs, peut_deplacer=peut_deplacer
    )
    jour.blocs = sorted(blocs, key=lambda b: (b.debut, b.titre))
    annonces = [*du_calendrier(semaine), *des_croisements(semaine.seances), *autres]
    jour.annonces = [annonce for annonce in annonces if annonce.jour == jour.date]
    return jour


def _jours(semaine: Semaine, quand: dt.datetime, choisi: dt.date) -> list[Jour]:
    aujourdhui = a_paris(quand).date()
    jours = []
    for rang in range(7):
        date = semaine.du + rang * JOUR
        fermants = (PERIODE.FERIE, PERIODE.FERMETURE)
        ferme = any(
            p.genre in fermants and not p.reste_ouvert and p.contient(date)
            for p in semaine.periodes
        )
        jour = Jour(
            date,
            est_aujourdhui=date == aujourdhui,
            est_choisi=date == choisi,
            est_passe=date < aujourdhui,
            est_ferme=ferme,
        )
        if jour.est_aujourdhui:
            jour.maintenant, jour.quand = _maintenant(quand), quand
        jours.append(jour)
    return jours


def _maintenant(quand: dt.datetime) -> tuple[str, str] | None:
    lue = a_paris(quand)
    if not PREMIERE <= lue.hour < DERNIERE:
        return None
    return f"d-{lue.hour * 4 + lue.minute // 15} m-{lue.minute % 15}", heure(lue)


def dessiner_les_blocs(
    semaine: Semaine,
    seances: Sequence[Seance],
    *,
    quand: dt.datetime,
    avec_departs: bool,
    peut_deplacer: bool = False,
) -> list[Bloc]:
    """The séances, the rooms taken by protected ones, the places that moved ones left."""
    venues = _origines(semaine.deplacements)
    gardees = {s.pk for s in seances}
    blocs = [
        bloc(
            s,
            creneaux=semaine.creneaux.get(s.pk, ()),
            deplacement=venues.get(s.pk),
            quand=quand,
            peut_deplacer=peut_deplacer,
        )
        for s in seances
    ]
    blocs += [occupe(s) for s in semaine.occupees]
    blocs += [rencontre(e, e.heures) for e in semaine.evenements if e.heures]
    blocs += pauses(semaine)
    if avec_departs:
        siennes = {s.pk for s in semaine.seances}
        for depart in venues.values():
            filtree = depart.seance_id in siennes and depart.seance_id not in gardees
            if not filtree and _laisse_un_vide(depart, semaine):
                blocs.append(fantome(depart))
    return blocs


def _origines(deplacements: Sequence[Deplacement]) -> dict[int, Deplacement]:
    """The first move of each séance: where the rule had put it."""
    premiers: dict[int, Deplacement] = {}
    for deplacement in deplacements:
        premiers.setdefault(deplacement.seance_id, deplacement)
    return premiers


def _laisse_un_vide(depart: Deplacement, semaine: Semaine) -> bool:
    """Whether the old place is in this week and is not covered by the new one."""
    seance = depart.seance
    dans_la_semaine = semaine.du <= a_paris(depart.avant_debut).date() <= semaine.au
    recouvert = seance.debut < depart.avant_fin and depart.avant_debut < seance.fin
    return dans_la_semaine and not recouvert


def _noeuds(jour: Jour) -> list[Noeud]:
    """Knots between the neighbouring lanes of a clash; the anchor is the announcement's rank."""
    par_seance = {b.seance_pk: b for b in jour.blocs if b.seance_pk}
    noeuds = []
    for rang, annonce in enumerate(jour.annonces, start=1):
        paire = [par_seance.get(pk) for pk in annonce.entre or ()]
        blocs = [b for b in paire if b and b.voie]
        if len(blocs) != 2 or abs(blocs[0].voie - blocs[1].voie) != 1:
            continue
        depart = a_paris(max(b.debut for b in blocs))
        gauche = min(b.voie for b in blocs)
        quart = depart.hour * 4 + depart.minute // 15
        noeuds.append(
            Noeud(
                f"noeud d-{quart} l-4 entre-{gauche}",
                f"annonce-{jour.date:%m%d}-{rang}",
                annonce.titre,
            )
        )
    return noeuds


def bornes_des_heures(jours: Sequence[Jour]) -> tuple[int, int]:
    """First and last hour of the grid: 8 to 19, more when a séance needs it (6 to 23 at most)."""
    debuts = [a_paris(b.debut).hour for jour in jours for b in jour.blocs]
    fins = [a_paris(b.fin) for jour in jours for b in jour.blocs]
    dernieres = [fin.hour + bool(fin.minute) for fin in fins]
    return max(6, min([PREMIERE, *debuts])), min(23, max([DERNIERE, *dernieres]))
