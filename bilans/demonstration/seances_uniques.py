"""Places that belong to one date: slots of the permanence, seats of a family on an outing."""

from __future__ import annotations

import datetime as dt
import random

from ateliers.models import Seance
from bilans.demonstration.monde import Monde
from bilans.demonstration.places import jour_de
from bilans.demonstration.suivis import Suivi
from centre.temps import instant
from inscriptions.models import Place

Etat = Place.Etat


def creneaux(monde: Monde, seances: list[Seance], suivis: list[Suivi]) -> list[Place]:
    """Most slots of the past were taken; the next two weeks are half booked."""
    hasard = monde.hasard("creneaux")
    places, prises = [], set()
    for seance in seances:
        jour = jour_de(seance)
        if jour > monde.jour + dt.timedelta(days=14):
            break
        candidats = [s for s in _presents(suivis, jour) if (jour, s.profil.rang) not in prises]
        if not candidats or hasard.random() > (0.70 if jour <= monde.jour else 0.5):
            continue
        suivi = _choisir(hasard, candidats)
        prises.add((jour, suivi.profil.rang))
        places.append(_place(monde, seance, suivi, 1))
    return places


def _presents(suivis: list[Suivi], jour: dt.date) -> list[Suivi]:
    """Those in a parcours that day; the person whose only séances are reserved is left out."""
    return [
        s
        for s in suivis
        if s.entree
        and s.entree < jour
        and (s.fin is None or s.fin > jour)
        and s.scene not in ("reservees", "attestation", "aucune")
    ]


def _choisir(hasard: random.Random, candidats: list[Suivi]) -> Suivi:
    poids = [
        6 if s.scene == "contrat" else 3 if "trouver-un-emploi" in s.profil.freins else 1
        for s in candidats
    ]
    return hasard.choices(candidats, weights=poids)[0]


def sorties(monde: Monde, seances: list[Seance], suivis: list[Suivi]) -> list[Place]:
    """Families on each outing; the next one is full, with two groups in the queue (S8)."""
    hasard = monde.hasard("sorties")
    a_venir = [s for s in seances if s.debut > monde.quand and not s.est_annulee]
    places = []
    for seance in seances:
        prochaine = bool(a_venir) and seance.pk == a_venir[0].pk
        if seance.debut > monde.quand and not prochaine:
            continue
        places += _sortie(monde, hasard, seance, suivis, pleine=prochaine)
    return places


def _sortie(
    monde: Monde, hasard: random.Random, seance: Seance, suivis: list[Suivi], *, pleine: bool
) -> list[Place]:
    presents = _presents(suivis, min(jour_de(seance), monde.jour))
    familles = hasard.sample(presents, len(presents))
    places, pris = [], 0
    plafond = seance.capacite - (2 if pleine else hasard.randint(0, 4))
    for suivi in familles:
        sieges = _taille(hasard, suivi)
        if pris + sieges > plafond:
            continue
        places.append(_place(monde, seance, suivi, sieges))
        pris += sieges
    if pleine:
        prises = {place.personne_id for place in places}
        restent = [s for s in familles if s.profil.personne and s.profil.personne.pk not in prises]
        for rang, (suivi, sieges) in enumerate(zip(restent, (3, 1), strict=False), start=1):
            place = _place(monde, seance, suivi, sieges)
            place.etat, place.rang = Etat.LISTE_ATTENTE, rang
            places.append(place)
    return places


def _taille(hasard: random.Random, suivi: Suivi) -> int:
    enfants = suivi.profil.champs.get("menage") in ("parent_isole", "couple_enfants")
    return hasard.choice([2, 3, 3, 4]) if enfants else hasard.choice([1, 1, 2])


def _place(monde: Monde, seance: Seance, suivi: Suivi, sieges: int) -> Place:
    annulee = seance.est_annulee
    faite = instant(jour_de(seance) - dt.timedelta(days=9), dt.time(15))
    return Place(
        seance=seance,
        personne=suivi.profil.personne,
        parcours=suivi.parcours,
        etat=Etat.ANNULEE_CENTRE if annulee else Etat.CONFIRMEE,
        annulee_le=seance.annulee_le if annulee else None,
        origine=Place.Origine.PONCTUELLE,
        sieges=sieges,
        uid=monde.uid(f"place {suivi.profil.rang} {seance.pk}"),
        faite_le=min(faite, monde.quand),
        faite_par=monde.comptes["coordination"],
    )
