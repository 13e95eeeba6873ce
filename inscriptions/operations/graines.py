"""The seed of a message: everything its text and its calendar say, frozen when it is written.

Instants are ISO texts in UTC. ``dates`` is what the receiver's calendar holds after the message:
original start → « start|end|place » (the key of a lone event is empty). ``rids`` are the original
starts that a CANCEL takes away; none means the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ateliers.models import Seance, Serie
from centre.temps import a_paris, instant
from inscriptions.models import Inscription, Place
from parcours.models import Personne

Graine = dict[str, Any]
JOURS_ICAL = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def iso(moment: dt.datetime) -> str:
    """Write an instant as it is stored in a seed: UTC, to the second."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def lire(texte: str) -> dt.datetime:
    """Read an instant of a seed on the clock of Paris."""
    return a_paris(dt.datetime.fromisoformat(texte))


def lieu_de(seance: Seance) -> str:
    """The place as it may leave the house (CAL-02): never the room's name, it can reveal."""
    return seance.lieu.adresse_dehors


def trace(seance: Seance) -> str:
    """What the receiver knows of a date: two hours and a place; a change of it is news."""
    return f"{iso(seance.debut)}|{iso(seance.fin)}|{lieu_de(seance)}"


def lire_trace(texte: str) -> dict[str, str]:
    debut, fin, lieu = texte.split("|", 2)
    return {"debut": debut, "fin": fin, "lieu": lieu}


def moment_du_jour(seance: Seance, quand: dt.datetime) -> str:
    """« matin », « apres_midi » or « soir » for a séance of today; empty for another day.

    Frozen here: such a message leaves at once and is void when the séance begins.
    """
    debut = a_paris(seance.debut)
    if debut.date() != a_paris(quand).date():
        return ""
    return "matin" if debut.hour < 12 else "apres_midi" if debut.hour < 18 else "soir"


def evenement(seance: Seance, *, rid: dt.datetime | None = None, annule: bool = False) -> Graine:
    """One VEVENT of a seed."""
    return {
        "debut": iso(seance.debut),
        "fin": iso(seance.fin),
        "lieu": lieu_de(seance),
        "rid": iso(rid) if rid else None,
        "annule": annule,
    }


def base(personne: Personne, seance: Seance, *, motif: str) -> Graine:
    """What every message says: to whom, from whom, under which title (discreet by default)."""
    centre = seance.centre
    titre = seance.atelier.titre_pour_la_personne(titres_explicites=personne.veut_les_titres)
    return {
        "motif": motif,
        "prenom": personne.prenom,
        "titre": titre,
        "centre": centre.nom_court,
        "centre_nom": centre.nom,
        "telephone": str(centre.telephone),
        "organisateur": centre.courriel,
        "evenements": [],
        "regle": None,
        "dates": {},
        "rids": [],
        "avant": None,
        "prochain": None,
    }


def est_hebdomadaire(serie: Serie) -> bool:
    """Whether one invitation with a RRULE can tell it: not typed dates, nor once a month."""
    choisies = serie.regle == Serie.Regle.DATES_EXPLICITES
    return not choisies and serie.jour is not None and serie.rang_du_mois is None


def suit_la_regle(seance: Seance, serie: Serie) -> bool:
    """Whether a séance is where the rule put it: same weekday, same hours, same place."""
    debut, fin = a_paris(seance.debut), a_paris(seance.fin)
    return (
        debut.weekday() == serie.jour
        and debut.time() == serie.heure_debut
        and fin.time() == serie.heure_fin
        and debut.date() == fin.date()
        and seance.lieu_id == serie.lieu_id
    )


def dates_de_la_regle(places: list[Place], serie: Serie) -> list[Place]:
    """Keep the places that one RRULE can hold: on the rule, and on the grid of its interval.

    Two séances moved to the same hour are two dates; the rule gives one, the first.
    """
    conformes = sorted(
        (p for p in places if suit_la_regle(p.seance, serie)), key=lambda p: p.seance.debut
    )
    if not conformes:
        return []
    premier = a_paris(conformes[0].seance.debut).date()
    pas = 7 * serie.intervalle
    par_jour: dict[dt.date, Place] = {}
    for place in conformes:
        jour = a_paris(place.seance.debut).date()
        if (jour - premier).days % pas == 0:
            par_jour.setdefault(jour, place)
    return list(par_jour.values())


def regle_de(places: list[Place], serie: Serie) -> Graine:
    """RRULE and EXDATE of the places given, which all follow the rule; UNTIL is the last one."""
    return regle_des([p.seance.debut for p in places], serie)


def regle_des(debuts: Sequence[dt.datetime], serie: Serie) -> Graine:
    heure = a_paris(debuts[0]).time()
    jours = [a_paris(debut).date() for debut in debuts]
    gardes, pas = set(jours), dt.timedelta(days=7 * serie.intervalle)
    exdates, jour = [], jours[0]
    while jour < jours[-1]:
        jour += pas
        if jour not in gardes:
            exdates.append(iso(instant(jour, heure)))
    return {
        "jour": JOURS_ICAL[jours[0].weekday()],
        "intervalle": serie.intervalle,
        "jusqua": iso(debuts[-1]),
        "exdates": exdates,
    }


def de_la_serie(inscription: Inscription, places: list[Place]) -> Graine:
    """The first invitation to a weekly series: its first date, its rule, all it holds."""
    premiere = places[0].seance
    graine = base(inscription.personne, premiere, motif="invitation")
    graine["evenements"] = [evenement(premiere)]
    graine["regle"] = regle_de(places, inscription.serie)
    graine["dates"] = {iso(p.seance.debut): trace(p.seance) for p in places}
    graine["toutes"] = [iso(p.seance.debut) for p in places]
    return graine


def d_une_date(place: Place, *, connue: str, rid: dt.datetime | None = None) -> Graine:
    """One date: invited (``connue`` empty) or moved, alone or as an override of the series."""
    motif = "deplacement" if connue else "invitation"
    graine = base(place.personne, place.seance, motif=motif)
    graine["evenements"] = [evenement(place.seance, rid=rid)]
    graine["dates"] = {iso(rid) if rid else "": trace(place.seance)}
    graine["avant"] = lire_trace(connue) if connue else None
    return graine


def premier_instant(place: Place, connue: str) -> dt.datetime:
    """The earlier of what she was told and what is now."""
    return min(place.seance.debut, lire(lire_trace(connue)["debut"]))


def dernier_instant(place: Place, connue: str) -> dt.datetime:
    return max(place.seance.debut, lire(lire_trace(connue)["debut"]))


def des_dates(bouges: Sequence[tuple[Place, str]]) -> Graine:
    """Dates of one series that moved, with what she was told of each: overrides of one message."""
    (place, connue), *autres = bouges
    graine = d_une_date(place, connue=connue, rid=place.annonce_debut)
    if autres:
        graine["motif"] = "dates_deplacees"
        graine["avants"] = [lire_trace(dite) for _, dite in bouges]
        graine["evenements"] = [evenement(p.seance, rid=p.annonce_debut) for p, _ in bouges]
        dites = [(p.annonce_debut, p.seance) for p, _ in bouges if p.annonce_debut]
        graine["dates"] = {iso(rid): trace(seance) for rid, seance in dites}
    return graine


def du_retrait(
    places: list[Place], *, connues: list[str], rids: list[dt.datetime | None]
) -> Graine:
    """Dates that disappear, one VEVENT each, told as the receiver knew them."""
    graine = base(places[0].personne, places[0].seance, motif=motif_du_retrait(places))
    graine["evenements"] = [
        {**lire_trace(connue), "rid": iso(rid) if rid else None, "annule": True}
        for connue, rid in zip(connues, rids, strict=True)
    ]
    graine["rids"] = [iso(rid) for rid in rids if rid]
    return graine


def motif_du_retrait(places: list[Place]) -> str:
    """Why dates leave a person's calendar: the séance, herself, or the centre for her alone."""
    if all(p.seance.est_annulee for p in places):
        return "annulation"
    if all(p.etat == Place.Etat.ANNULEE_PERSONNE for p in places):
        return "absence_notee"
    return "retrait"


def de_la_fin(modele: Place, *, connue: str, motif: str) -> Graine:
    """The whole invitation disappears: she leaves the series, or this address."""
    graine = base(modele.personne, modele.seance, motif=motif)
    graine["evenements"] = [{**lire_trace(connue), "rid": None, "annule": True}]
    return graine
