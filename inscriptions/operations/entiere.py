"""The invitation to a whole series said again, as it is now: what it holds, and its seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from ateliers.models import Serie
from centre.temps import a_paris
from inscriptions.models import Inscription, Place
from inscriptions.operations import graines
from inscriptions.operations.annonces import Annonce


def tenues_par_debut(
    inscription: Inscription, confirmees: Iterable[Place], annonce: Annonce, quand: dt.datetime
) -> dict[dt.datetime, Place]:
    """Her places by the start that her calendar knows, what is over included; then those that
    the rule can take in. Each one to come gets that start, or none; nothing when none is to come.
    """
    a_venir = list(confirmees)
    passees = (
        Place.objects.confirmees()
        .filter(inscription=inscription, annonce_debut__isnull=False, seance__debut__lte=quand)
        .select_related("seance__lieu")
    )
    tenues = {
        place.annonce_debut: place
        for place in [*passees, *a_venir]
        if place.annonce_debut and graines.iso(place.annonce_debut) in annonce.dates
    }
    libres = [place for place in a_venir if place not in tenues.values()]
    for place in libres:
        place.annonce_debut = None
    dites = [graines.lire(rid) for rid in annonce.dates]
    for place in _qui_rejoignent(libres, inscription.serie, dites):
        if place.seance.debut not in tenues:
            place.annonce_debut = place.seance.debut
            tenues[place.seance.debut] = place
    Place.objects.bulk_update(a_venir, ["annonce_debut"])
    return tenues if any(place in a_venir for place in tenues.values()) else {}


def _qui_rejoignent(
    places: Iterable[Place], serie: Serie, dites: Iterable[dt.datetime]
) -> list[Place]:
    """Places never told, one a day, at the hour and on the days of the starts ``dites``: the
    invitation that told these can tell them too."""
    premier = a_paris(min(dites))
    par_jour: dict[dt.date, Place] = {}
    for place in sorted(places, key=lambda p: p.seance.debut):
        debut = a_paris(place.seance.debut)
        ecart = debut.date() - premier.date()
        sur_la_grille = debut.time() == premier.time() and ecart.days % (7 * serie.intervalle) == 0
        jamais_dite = place.annonce_debut is None and place.sequence is None
        if jamais_dite and sur_la_grille and graines.suit_la_regle(place.seance, serie):
            par_jour.setdefault(debut.date(), place)
    return list(par_jour.values())


def de_nouveau(
    inscription: Inscription,
    tenues: Mapping[dt.datetime, Place],
    modele: graines.Graine,
    quand: dt.datetime,
    *,
    annulees: Iterable[Place] = (),
) -> graines.Graine:
    """The whole again: the rule of ``modele``, without the dates lost, with those that moved.

    ``tenues`` are the places by the start that the invitation gives them, what is over included:
    a REQUEST of the whole is all that a calendar keeps (RFC 5546 §3.2.2). The text tells what is
    to come, and the dates that the centre cancelled.
    """
    rids = sorted(tenues)
    a_venir = sorted(
        (p for p in tenues.values() if p.seance.debut > quand), key=lambda p: p.seance.debut
    )
    prochaine = a_venir[0]
    graine = graines.base(inscription.personne, prochaine.seance, motif="renvoi")
    entier = modele["evenements"][0]
    duree = graines.lire(entier["fin"]) - graines.lire(entier["debut"])
    conformes = {
        rid: f"{graines.iso(rid)}|{graines.iso(rid + duree)}|{entier['lieu']}" for rid in rids
    }
    graine["dates"] = {graines.iso(rid): graines.trace(tenues[rid].seance) for rid in rids}
    premier = {**graines.lire_trace(conformes[rids[0]]), "rid": None, "annule": False}
    deplacees = [rid for rid in rids if graine["dates"][graines.iso(rid)] != conformes[rid]]
    graine["evenements"] = [
        premier,
        *(graines.evenement(tenues[rid].seance, rid=rid) for rid in deplacees),
    ]
    graine["regle"] = graines.regle_des(rids, inscription.serie)
    dites = sorted([*a_venir, *annulees], key=lambda p: p.seance.debut)
    graine["a_venir"] = [graines.evenement(p.seance, annule=p.seance.est_annulee) for p in dites]
    return graine
