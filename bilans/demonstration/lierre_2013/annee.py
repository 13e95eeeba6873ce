"""The 423 dates of 2013: 413 of the thirteen ateliers, of which 13 cancelled, and ten outings."""

from __future__ import annotations

import datetime as dt

from ateliers.models import Seance, Serie
from ateliers.operations import enregistrer_serie, publier
from bilans.demonstration import programme
from bilans.demonstration.lierre_2013.orientations import ARRETE
from bilans.demonstration.monde import Monde
from bilans.demonstration.programme import Genre, Ligne
from centre.models import PeriodeCalendrier
from centre.temps import instant
from presences.models import Feuille

DEBUT, FIN = dt.date(2013, 1, 1), dt.date(2013, 12, 31)
# Lines of chosen dates begin once enough people have entered; all are over on 10 December.
DEPARTS = {
    "SOP": dt.date(2013, 3, 4), "GDP": dt.date(2013, 3, 4), "ART": dt.date(2013, 4, 8),
    "VID": dt.date(2013, 9, 9), "MUS": dt.date(2013, 6, 3), "SOR": dt.date(2013, 1, 7),
}  # fmt: skip
Motif = Seance.Motif
ANNULEES = {"EVQ": 1, "COU": 2, "MUL": 2, "REL": 2, "CUI": 2, "FRA": 1, "FLE": 2, "PEM": 1}
MOTIFS = [Motif.INTERVENANT_ABSENT] * 8 + [Motif.LIEU_INDISPONIBLE] * 2
MOTIFS += [Motif.EFFECTIF_INSUFFISANT] * 2 + [Motif.METEO_TRANSPORT]


def planifier(monde: Monde) -> None:
    """Publish every line through the operations of the planning, cancel 13 dates, hold the rest."""
    periodes = list(PeriodeCalendrier.objects.filter(centre=monde.centre))
    prises: set[dt.date] = set()
    for ligne in programme.LIGNES:
        atelier = programme.creer_atelier(monde, ligne)
        monde.ateliers[ligne.code] = atelier
        if ligne.genre == Genre.ENTRETIEN:
            continue
        dates = _dates(ligne, periodes, prises)
        if ligne.code == "ART":
            prises |= set(dates)
        _publier(monde, ligne, dates)
    _annuler(monde)
    _tenir(monde)


def _dates(ligne: Ligne, periodes: list[PeriodeCalendrier], prises: set[dt.date]) -> list[dt.date]:
    """The typed dates: spread evenly, one Saturday a month for the outings."""
    if not ligne.par_an:
        return []
    libres = programme.jours_libres(ligne, DEPARTS[ligne.code], ARRETE, periodes)
    if ligne.code == "MUS":
        # Music is given on the other Wednesday mornings.
        libres = [jour for jour in libres if jour not in prises]
    if ligne.genre == Genre.SORTIE:
        mois = sorted({jour.month for jour in libres})
        return [[j for j in libres if j.month == m][:3][-1] for m in mois]
    return [libres[n * len(libres) // ligne.par_an] for n in range(ligne.par_an)]


def _publier(monde: Monde, ligne: Ligne, dates: list[dt.date]) -> None:
    serie = Serie(
        atelier=monde.ateliers[ligne.code],
        regle=ligne.regle,
        jour=None if dates else ligne.jour,
        heure_debut=ligne.heures[0],
        heure_fin=ligne.heures[1],
        du=DEBUT,
        au=FIN,
        dates=[jour.isoformat() for jour in dates],
        lieu=monde.lieux[ligne.lieu],
        capacite=ligne.capacite,
        duree_creneau=ligne.creneau,
    )
    enregistrer_serie(serie)
    serie.animateurs.set([monde.pros["coordination"]])
    quand = instant(dt.date(2012, 11, 20), dt.time(10))
    publier(serie, par=monde.comptes["coordination"], quand=quand)
    monde.series[ligne.code] = serie


def _annuler(monde: Monde) -> None:
    """Thirteen dates spread over the year; nobody was left with a place there."""
    motifs = iter(MOTIFS)
    annulees = []
    for code, nombre in ANNULEES.items():
        seances = list(Seance.objects.comptees().filter(serie=monde.series[code]).order_by("debut"))
        for rang in range(nombre):
            seance = seances[len(seances) * (2 * rang + 1) // (2 * nombre)]
            seance.etat, seance.motif_annulation = Seance.Etat.ANNULEE, next(motifs)
            seance.annulee_le = seance.debut - dt.timedelta(days=1)
            annulees.append(seance)
            seance.creneaux.update(
                etat=seance.etat,
                motif_annulation=seance.motif_annulation,
                annulee_le=seance.annulee_le,
            )
    Seance.objects.bulk_update(annulees, ["etat", "motif_annulation", "annulee_le"])


def _tenir(monde: Monde) -> None:
    """Close the sheet of every other date, slots included."""
    restees = Seance.objects.filter(centre=monde.centre, etat=Seance.Etat.PREVUE)
    Feuille.objects.bulk_create(
        Feuille(
            seance=seance,
            fermee_le=seance.fin + dt.timedelta(minutes=25),
            fermee_par=monde.comptes["coordination"],
        )
        for seance in restees
    )
    restees.update(etat=Seance.Etat.TENUE)


def tenues(monde: Monde, code: str) -> list[Seance]:
    """Dates held, in order: windows for a permanence."""
    lignes = Seance.objects.comptees().filter(serie=monde.series[code], etat=Seance.Etat.TENUE)
    return list(lignes.prefetch_related("creneaux").order_by("debut"))
