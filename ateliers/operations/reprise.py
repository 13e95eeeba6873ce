"""A published series changes from one day on: its rows follow, the past and hand edits stay.

Rows only. What hangs from them (places, messages) is the business of the app above, which calls
``reprendre`` and cancels the rows it gives back as lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import islice

from ateliers.models import Atelier, Seance, Serie
from ateliers.operations.agendas import cles_d_agenda, marquer_modifiee, rafraichir_agendas
from ateliers.operations.creneaux import ecrire_creneaux
from ateliers.operations.planification import capacite_de, horaires_de
from ateliers.queries import seances_tenues
from ateliers.recurrence import dates_prevues, enregistrer_evenement, premier_jour
from centre.erreurs import Refus
from centre.models import Lieu, Professionnel, Utilisateur
from centre.temps import JOUR, a_paris

# What a change of series may alter; the rest of a row is its state.
CHAMPS = (
    *("regle", "jour", "intervalle", "rang_du_mois", "heure_debut", "heure_fin", "au", "nombre"),
    *("dates", "lieu", "capacite", "duree_creneau", "pause_creneau"),
)
# What a person reads in her calendar: a change of these ends one rule and begins another.
VISIBLES = ("jour", "intervalle", "rang_du_mois", "heure_debut", "heure_fin", "lieu_id")


@dataclass
class Reprise:
    """What became of the rows to come of a series."""

    # Rows put at their new hours or place, with what they were before.
    alignees: list[Seance] = field(default_factory=list)
    avants: dict[int, tuple[dt.datetime, dt.datetime, Lieu]] = field(default_factory=dict)
    # Rows led by others, or with another number of seats: nobody is told, clashes are shown.
    remaniees: list[Seance] = field(default_factory=list)
    # Touched by hand, left as they are.
    gardees: list[Seance] = field(default_factory=list)
    # Held by somebody and without a date any more: to cancel.
    perdues: list[Seance] = field(default_factory=list)
    # Nobody held them: gone.
    retirees: list[dt.date] = field(default_factory=list)


def se_voit(avant: Serie, apres: Serie) -> bool:
    """Whether people would read the change in their calendars."""
    return any(getattr(avant, nom) != getattr(apres, nom) for nom in VISIBLES)


def seances_a_reprendre(serie: Serie, *, le: dt.date, quand: dt.datetime) -> list[Seance]:
    """Rows of the rule from ``le`` on that have not begun, locked in the order of their ids."""
    lignes = (
        Seance.objects.select_for_update(of=("self",))
        .filter(serie=serie, date_origine__gte=le, debut__gt=quand)
        .exclude(etat=Seance.Etat.TENUE)
        .select_related("atelier__centre", "lieu", "centre")
        .prefetch_related("creneaux", "animateurs")
        .order_by("pk")
    )
    return list(lignes)


def prises(seances: Iterable[Seance]) -> set[int]:
    """Rows to which a place, a presence or a sheet points, or whose slots are so held."""
    fenetres = {c.pk: s.pk for s in seances for c in s.creneaux.all()}
    tenues = seances_tenues([*(s.pk for s in seances), *fenetres])
    return {fenetres.get(pk, pk) for pk in tenues}


def touchees(seances: Iterable[Seance]) -> list[Seance]:
    """Those changed by hand, which a change of the series leaves unless somebody asks."""
    return [s for s in seances if s.est_touchee and not s.est_annulee]


def ouvrir_la_suite(
    serie: Serie, voulue: Serie, *, le: dt.date, par: Utilisateur | None, quand: dt.datetime
) -> Serie:
    """Close a published series the day before ``le`` and open the one that follows it.

    ``voulue`` holds the new values, unsaved. Days kept or skipped by hand follow on their side.
    Refuses with the code sans_date when the series would end before the next one starts.
    """
    texte, du = le.isoformat(), _debut_de_la_suite(serie, voulue, max(le, serie.du))
    if du > voulue.au:
        raise Refus("Avec ce changement, la série n’a plus aucune date à venir.", code="sans_date")
    suite = Serie(
        atelier=serie.atelier,
        remplace=serie,
        etat=Serie.Etat.PUBLIEE,
        publiee_le=quand,
        publiee_par=par,
        modifiee_le=quand,
        modifiee_par=par,
        du=du,
        **{nom: getattr(voulue, nom) for nom in CHAMPS},
    )
    suite.nombre = None
    for nom in ("dates", "dates_gardees", "dates_sautees"):
        source = voulue.dates if nom == "dates" else getattr(serie, nom)
        setattr(suite, nom, [t for t in source if t >= texte])
        setattr(serie, nom, [t for t in getattr(serie, nom) if t < texte])
    suite.save()
    enregistrer_evenement(suite)
    serie.au, serie.nombre = max(le - JOUR, serie.du), None
    if le <= serie.du:
        serie.dates_sautees = [*serie.dates_sautees, serie.du.isoformat()]
    return suite


def _debut_de_la_suite(serie: Serie, voulue: Serie, le: dt.date) -> dt.date:
    """``le``, or the first day after it in a week of the rhythm: « toutes les deux semaines »
    counts from the first date of the former series, whatever the day of the change."""
    if voulue.intervalle == 1 or voulue.intervalle != serie.intervalle:
        return le
    if None in (serie.jour, voulue.jour) or Serie.Regle.DATES_EXPLICITES in (
        serie.regle,
        voulue.regle,
    ):
        return le
    assert voulue.jour is not None  # noqa: S101 (just looked at)
    jour = le + JOUR * ((voulue.jour - le.weekday()) % 7)
    ecart = (_lundi(jour) - _lundi(premier_jour(serie))).days // 7
    return jour + 7 * JOUR * (-ecart % serie.intervalle)


def _lundi(jour: dt.date) -> dt.date:
    return jour - JOUR * jour.weekday()


def sauter_ce_qui_a_commence(
    suite: Serie, serie: Serie, seances: Sequence[Seance], *, le: dt.date
) -> None:
    """Leave out of ``suite`` the dates whose séance of ``serie`` has begun, been held or been
    cancelled on its day: the séance of this morning is not given again this evening."""
    restent = [s.pk for s in seances]
    passees = serie.seances.filter(date_origine__gte=le).exclude(pk__in=restent).order_by("pk")
    if not passees:
        return
    prevues = [p.jour for p in dates_prevues(suite) if p.est_gardee]
    cibles = _apparier([*passees, *seances], prevues)
    sautees = {cibles[s.pk].isoformat() for s in passees if s.pk in cibles}
    suite.dates_sautees = sorted({*suite.dates_sautees, *sautees})
    suite.save(update_fields=["dates_sautees"])


def reprendre(
    ancienne: Serie,
    nouvelle: Serie,
    seances: Sequence[Seance],
    *,
    le: dt.date,
    animateurs: Sequence[Professionnel],
    realigner: Collection[int],
    quand: dt.datetime,
) -> Reprise:
    """Bring the rows given to the dates, hours and place of ``nouvelle``; see ``Reprise``.

    A row changed by hand is left unless its id is in ``realigner``; a cancelled one stays
    cancelled, and a permanence whose slots are taken keeps them. The caller holds the transaction.
    """
    prevues = [p.jour for p in dates_prevues(nouvelle) if p.est_gardee and p.jour >= le]
    cibles = _apparier(seances, prevues)
    tenues, faite, lieux = prises(seances), Reprise(), set()
    for seance in seances:
        cible = cibles.get(seance.pk)
        fixe = seance.est_touchee and seance.pk not in realigner
        fixe = fixe or seance.est_annulee or _a_des_creneaux_pris(seance, tenues)
        if fixe:
            faite.gardees.append(seance)
            _suivre_la_serie(seance, nouvelle, cible)
        elif cible is None:
            _perdre(seance, faite, est_prise=seance.pk in tenues)
        else:
            lieux.add(seance.lieu_id)
            avant = (seance.capacite, set(seance.animateurs.all()))
            _aligner(seance, nouvelle, cible, faite)
            if avant != (seance.capacite, set(animateurs)):
                faite.remaniees.append(seance)
            seance.animateurs.set(animateurs)
    marquer_modifiee(faite.alignees, lieux=lieux, quand=quand)
    return faite


def _a_des_creneaux_pris(seance: Seance, tenues: Collection[int]) -> bool:
    return seance.atelier.genre == Atelier.Genre.PERMANENCE and seance.pk in tenues


def _apparier(seances: Sequence[Seance], prevues: Sequence[dt.date]) -> dict[int, dt.date]:
    """The new date of each row: its own when the rule still gives it, else that of its week."""
    libres = set(prevues)
    cibles: dict[int, dt.date] = {}
    for seance in seances:
        if seance.date_origine in libres:
            cibles[seance.pk] = seance.date_origine
            libres.discard(seance.date_origine)
    par_semaine: dict[tuple[int, int], list[dt.date]] = {}
    for jour in sorted(libres):
        par_semaine.setdefault(jour.isocalendar()[:2], []).append(jour)
    for seance in seances:
        assert seance.date_origine  # noqa: S101 (rows of a series carry it)
        restent = par_semaine.get(seance.date_origine.isocalendar()[:2])
        if seance.pk not in cibles and restent:
            cibles[seance.pk] = restent.pop(0)
    return cibles


def _suivre_la_serie(seance: Seance, nouvelle: Serie, cible: dt.date | None) -> None:
    """A row left as it is takes the date it stands for, so that the rule does not double it."""
    if cible is None or seance.serie_id == nouvelle.pk:
        return
    seance.serie, seance.date_origine = nouvelle, cible
    seance.save(update_fields=["serie", "date_origine"])


def _perdre(seance: Seance, faite: Reprise, *, est_prise: bool) -> None:
    assert seance.date_origine  # noqa: S101 (rows of a series carry it)
    if est_prise:
        faite.perdues.append(seance)
        return
    faite.retirees.append(seance.date_origine)
    if seance.etat != Seance.Etat.BROUILLON:
        rafraichir_agendas(cles_d_agenda([seance]))
    seance.delete()


def _aligner(seance: Seance, nouvelle: Serie, cible: dt.date, faite: Reprise) -> None:
    debut, fin = horaires_de(nouvelle, cible)
    avant = (seance.debut, seance.fin, seance.lieu)
    seance.serie, seance.date_origine = nouvelle, cible
    seance.debut, seance.fin, seance.lieu = debut, fin, nouvelle.lieu
    # Never below the seats that people hold.
    seance.capacite = max(capacite_de(nouvelle, cible), seance.sieges_pris - seance.surreservation)
    seance.est_touchee = False
    champs = ["serie", "date_origine", "debut", "fin", "lieu", "capacite", "est_touchee"]
    seance.save(update_fields=champs)
    if seance.atelier.genre == Atelier.Genre.PERMANENCE:
        seance.creneaux.all().delete()
        ecrire_creneaux(nouvelle, [seance])
    if avant != (debut, fin, nouvelle.lieu):
        faite.alignees.append(seance)
        faite.avants[seance.pk] = avant


def prochain_jour(serie: Serie, *, quand: dt.datetime) -> dt.date:
    """The first date of the rule still to come, or today when none is planned."""
    jour = (
        serie.seances.filter(debut__gt=quand, date_origine__isnull=False)
        .order_by("date_origine")
        .values_list("date_origine", flat=True)
        .first()
    )
    return jour or a_paris(quand).date()


def fin_du_nombre(serie: Serie, *, le: dt.date) -> dt.date:
    """The last day of a series that promises ``nombre`` dates: those that it has before ``le``,
    then those of its rule. Refuses with the code sans_date past three years."""
    assert serie.nombre  # noqa: S101 (asked for a promise)
    deja = serie.seances.filter(date_origine__lt=le).count()
    essai = copy(serie)
    essai.au = le + 3 * 366 * JOUR
    restent = (p.jour for p in dates_prevues(essai) if p.est_gardee and p.jour >= le)
    fin = next(islice(restent, max(serie.nombre - deja - 1, 0), None), None)
    if fin is None:
        texte = "Il n’y a pas assez de dates en trois ans avec cette règle."
        raise Refus(texte, code="sans_date")
    return fin
