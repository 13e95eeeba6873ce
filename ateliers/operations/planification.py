"""From a series to its dated rows: plan, plan again without harm, publish in one short step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from ateliers import ical
from ateliers.models import Seance, Serie
from ateliers.operations.agendas import CHAMPS, cles_d_agenda, rafraichir_agendas
from ateliers.operations.creneaux import decouper, ecrire_creneaux
from ateliers.queries import seances_tenues
from ateliers.recurrence import DatePrevue, dates_prevues, enregistrer_evenement
from centre.erreurs import Refus
from centre.models import PeriodeCalendrier, Utilisateur
from centre.temps import a_paris, instant, maintenant

# Windows written under one lock: with their slots, well under a second.
LOT = 60


@dataclass(frozen=True)
class Planification:
    """What planning did: civil dates added, kept as they were, skipped, withdrawn, and changed."""

    ajoutees: list[dt.date] = field(default_factory=list)
    gardees: list[dt.date] = field(default_factory=list)
    sautees: list[DatePrevue] = field(default_factory=list)
    retirees: list[dt.date] = field(default_factory=list)
    modifiees: list[dt.date] = field(default_factory=list)


def planifier(
    serie: Serie,
    *,
    periodes: Sequence[PeriodeCalendrier] | None = None,
    quand: dt.datetime | None = None,
) -> Planification:
    """Make the séances of the series match its rule; twice in a row, the second adds nothing.

    Added rows are drafts until ``publier``, or until the end of this call when the series is
    published. Only future rows that nobody has touched (no place, no presence, no hand edit) are
    withdrawn or moved to the new hours; every other row stays, and keeps its ``date_origine``.
    """
    quand = quand or maintenant()
    prevues = dates_prevues(serie, periodes)
    gardees = [prevue.jour for prevue in prevues if prevue.est_gardee]
    with transaction.atomic():
        if serie.evenement_id is None:
            enregistrer_evenement(serie)
        retirees, modifiees = _reprendre(serie, gardees, quand)
    ajoutees = _ajouter(serie, _a_ajouter(serie, gardees, quand))
    if serie.etat == Serie.Etat.PUBLIEE:
        publier_les_brouillons(serie, quand=quand)
    return Planification(
        ajoutees=ajoutees,
        gardees=[jour for jour in gardees if jour not in set(ajoutees)],
        sautees=[prevue for prevue in prevues if not prevue.est_gardee],
        retirees=retirees,
        modifiees=modifiees,
    )


def _reprendre(
    serie: Serie, gardees: Sequence[dt.date], quand: dt.datetime
) -> tuple[list[dt.date], list[dt.date]]:
    """Withdraw or correct the future rows that nobody has touched."""
    libres = _intactes(serie, quand)
    voulues = set(gardees)
    hors = [s for s in libres if s.date_origine not in voulues]
    animateurs = {animateur.pk for animateur in serie.animateurs.all()}
    autres = [s for s in libres if s.date_origine in voulues and _differe(s, serie, animateurs)]
    publiees = [s for s in (*hors, *autres) if s.etat == Seance.Etat.PREVUE]
    Seance.objects.filter(pk__in=[s.pk for s in hors]).delete()
    lieux = {s.lieu_id for s in autres}
    for seance in autres:
        _corriger(seance, serie, quand)
    if publiees:
        rafraichir_agendas(cles_d_agenda(publiees, lieux), quand=quand)
    return _jours(hors), _jours(autres)


def _jours(seances: Iterable[Seance]) -> list[dt.date]:
    return sorted(s.date_origine for s in seances if s.date_origine)


def _intactes(serie: Serie, quand: dt.datetime) -> list[Seance]:
    """Future rows of the series without place, presence, hand edit, move or cancellation."""
    etats = [Seance.Etat.BROUILLON, Seance.Etat.PREVUE]
    candidates = list(
        Seance.objects.select_for_update(of=("self",))
        .filter(serie=serie, debut__gt=quand, est_touchee=False, etat__in=etats, sieges_pris=0)
        .prefetch_related("creneaux", "animateurs")
        .order_by("pk")
    )
    ids = [s.pk for s in candidates]
    ids += [creneau.pk for s in candidates for creneau in s.creneaux.all()]
    tenues = seances_tenues(ids)
    return [
        s
        for s in candidates
        if s.pk not in tenues and not any(c.pk in tenues or c.est_touchee for c in s.creneaux.all())
    ]


def horaires_de(serie: Serie, jour: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Wall times of the rule; a start that the clock skips keeps the length it announced."""
    debut, fin = instant(jour, serie.heure_debut), instant(jour, serie.heure_fin)
    if fin <= debut:
        de, a = (dt.datetime.combine(jour, h) for h in (serie.heure_debut, serie.heure_fin))
        fin = a_paris(debut.astimezone(dt.UTC) + (a - de))
    return debut, fin


def capacite_de(serie: Serie, jour: dt.date) -> int:
    """Seats of a date; a permanence has as many as its slots."""
    return len(decouper(serie, *horaires_de(serie, jour))) or serie.capacite


def _differe(seance: Seance, serie: Serie, animateurs: set[int]) -> bool:
    assert seance.date_origine  # noqa: S101 (rows of a series carry it)
    debut, fin = horaires_de(serie, seance.date_origine)
    voulus = (debut, fin, serie.lieu_id, capacite_de(serie, seance.date_origine))
    if (seance.debut, seance.fin, seance.lieu_id, seance.capacite) != voulus:
        return True
    if {(c.debut, c.fin) for c in seance.creneaux.all()} != set(decouper(serie, debut, fin)):
        return True
    return {animateur.pk for animateur in seance.animateurs.all()} != animateurs


def _corriger(seance: Seance, serie: Serie, quand: dt.datetime) -> None:
    """Give an untouched row the hours, place, seats and animateurs of its series; slots are cut
    again."""
    assert seance.date_origine  # noqa: S101 (rows of a series carry it)
    seance.debut, seance.fin = horaires_de(serie, seance.date_origine)
    seance.lieu, seance.capacite = serie.lieu, capacite_de(serie, seance.date_origine)
    seance.atelier = serie.atelier
    seance.sequence += 1
    seance.modifiee_le = quand
    seance.vevent = ical.vevent_public(seance)
    seance.save(update_fields=["debut", "fin", "lieu", "capacite", *CHAMPS])
    seance.creneaux.all().delete()
    ecrire_creneaux(serie, [seance])
    seance.animateurs.set(serie.animateurs.all())


def _a_ajouter(serie: Serie, gardees: Sequence[dt.date], quand: dt.datetime) -> list[dt.date]:
    """A rule changed after publication plans nothing in the past; a day chosen by hand may."""
    if serie.etat != Serie.Etat.PUBLIEE or serie.regle == Serie.Regle.DATES_EXPLICITES:
        return list(gardees)
    a_la_main = set(serie.dates_gardees)
    return [
        jour
        for jour in gardees
        if instant(jour, serie.heure_debut) > quand or jour.isoformat() in a_la_main
    ]


def _ajouter(serie: Serie, gardees: Sequence[dt.date]) -> list[dt.date]:
    """Write the missing rows in batches, each under its own short lock."""
    deja = _deja_planifiees(serie)
    nouvelles = [_brouillon(serie, jour) for jour in gardees if jour not in deja]
    animateurs = [animateur.pk for animateur in serie.animateurs.all()]
    ajoutees: list[dt.date] = []
    for rang in range(0, len(nouvelles), LOT):
        ajoutees += _ecrire(serie, nouvelles[rang : rang + LOT], animateurs)
    return ajoutees


def _deja_planifiees(serie: Serie) -> set[dt.date | None]:
    return set(serie.seances.values_list("date_origine", flat=True))


def _brouillon(serie: Serie, jour: dt.date) -> Seance:
    debut, fin = horaires_de(serie, jour)
    seance = Seance(
        centre=serie.atelier.centre,
        atelier=serie.atelier,
        serie=serie,
        date_origine=jour,
        debut=debut,
        fin=fin,
        lieu=serie.lieu,
        capacite=capacite_de(serie, jour),
    )
    seance.vevent = ical.vevent_public(seance)
    return seance


@transaction.atomic
def _ecrire(serie: Serie, lot: Sequence[Seance], animateurs: Sequence[int]) -> list[dt.date]:
    # Lock then read: two commands at once never plan the same date twice.
    Serie.objects.select_for_update(of=("self",)).get(pk=serie.pk)
    deja = _deja_planifiees(serie)
    lignes = Seance.objects.bulk_create([s for s in lot if s.date_origine not in deja])
    lien = Seance.animateurs.through
    lien.objects.bulk_create(
        [lien(seance_id=s.pk, professionnel_id=pk) for s in lignes for pk in animateurs]
    )
    ecrire_creneaux(serie, lignes)
    return _jours(lignes)


def publier(
    serie: Serie, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Planification:
    """Plan, then show: the series and its atelier become public in one short transaction.

    Publishing twice changes nothing. Raises Refus when the rule gives no date.
    """
    quand = quand or maintenant()
    planification = planifier(serie, quand=quand)
    if not planification.gardees and not planification.ajoutees:
        raise Refus(
            "Cette série ne donne aucune date. Changez les jours ou gardez une date à la main.",
            code="sans_date",
        )
    with transaction.atomic():
        verrouillee = Serie.objects.select_for_update(of=("self",)).get(pk=serie.pk)
        if verrouillee.etat != Serie.Etat.PUBLIEE:
            serie.etat, serie.publiee_le, serie.publiee_par = Serie.Etat.PUBLIEE, quand, par
            serie.save(update_fields=["etat", "publiee_le", "publiee_par"])
        if not serie.atelier.est_publie:
            serie.atelier.est_publie = True
            serie.atelier.save(update_fields=["est_publie"])
        publier_les_brouillons(serie, quand=quand)
    return planification


@transaction.atomic
def publier_les_brouillons(serie: Serie, *, quand: dt.datetime) -> int:
    """Turn the drafts of a series into planned séances; returns how many windows or séances."""
    Serie.objects.select_for_update(of=("self",)).get(pk=serie.pk)
    brouillons = Seance.objects.filter(etat=Seance.Etat.BROUILLON)
    siennes = brouillons.filter(serie=serie)
    apercus = list(siennes.only("centre_id", "atelier_id", "lieu_id"))
    if not apercus:
        return 0
    # By the ids of the windows: joined to itself, a table just filled has no statistics yet and
    # PostgreSQL walks it once a row.
    brouillons.filter(fenetre__in=[s.pk for s in apercus]).update(etat=Seance.Etat.PREVUE)
    siennes.update(etat=Seance.Etat.PREVUE)
    rafraichir_agendas(cles_d_agenda(apercus), quand=quand)
    return len(apercus)
