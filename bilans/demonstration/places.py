"""Who takes part in what: enrolments that come and go under capacity, and their dated places."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field

from ateliers.models import Atelier, Seance
from bilans.demonstration.monde import Monde
from bilans.demonstration.personnes import ORIENTEES
from bilans.demonstration.suivis import Suivi, debut_de_periode
from centre.temps import a_paris, instant
from inscriptions.models import Inscription, Place

# people who want it over a year; the 22 of FLE are those for whom French is an obstacle
SOUHAITS = {
    "EVQ": 26, "COU": 16, "MUL": 17, "REL": 20, "CUI": 40, "FRA": 19, "SOP": 18, "GDP": 13,
    "ART": 15, "VID": 8, "MUS": 11,
}  # fmt: skip
# seats that a team keeps free in general
MARGES = {"EVQ": 3, "COU": 1, "REL": 2, "FRA": 1, "FLE": 1, "GDP": 2, "ART": 1, "MUS": 1}
SCENES = {
    "contrat": ("COU", "MUL", "GDP"),
    "accord": ("CUI", "FRA"),
    "attestation": ("COU", "ART"),
    # two people hold a place in both of Monday's crossing lines (EVQ and relaxation)
    "aucune": ("MUL", "REL", "EVQ"),
    "reservees": ("SOP", "GDP"),
    "lien": ("COU", "FRA", "CUI"),
    "fin_proche": ("FLE", "EVQ", "REL", "COU"),
}
ATTENTE = "CUI"


@dataclass
class Groupe:
    """One series and those who come: the living members while the year is walked."""

    code: str
    seances: list[Seance]
    attendent: list[Suivi]
    membres: dict[int, Inscription] = field(default_factory=dict)
    departs: dict[int, dt.date] = field(default_factory=dict)
    inscriptions: list[Inscription] = field(default_factory=list)
    places: list[tuple[Seance, Inscription, Suivi]] = field(default_factory=list)


def remplir(monde: Monde, suivis: list[Suivi]) -> list[Place]:
    """Enrol, then give each member a place at each date; returns every place, saved."""
    hasard = monde.hasard("places")
    seances = seances_par_code(monde)
    debut = debut_de_periode(monde.jour)
    presents = [s for s in suivis if s.fin is None or s.fin > debut]
    groupes = [
        _parcourir(monde, hasard, code, seances[code], _souhaits(hasard, code, presents))
        for code in [*SOUHAITS, "FLE"]
        if seances.get(code)
    ]
    inscriptions = [i for g in groupes for i in g.inscriptions]
    Inscription.objects.bulk_create(inscriptions)
    places = [_place(monde, *trio) for g in groupes for trio in g.places]
    places += _liste_d_attente(monde, groupes)
    return places


def seances_par_code(monde: Monde) -> dict[str, list[Seance]]:
    """Dated rows of each line, in order: slots for a permanence, never its windows."""
    resultat: dict[str, list[Seance]] = defaultdict(list)
    lignes = Seance.objects.filter(centre=monde.centre).select_related(
        "atelier__centre", "lieu", "serie"
    )
    for seance in lignes.order_by("debut", "id"):
        permanence = seance.atelier.genre == Atelier.Genre.PERMANENCE
        if permanence == (seance.fenetre_id is not None):
            resultat[seance.atelier.code].append(seance)
    return resultat


def jour_de(seance: Seance) -> dt.date:
    return a_paris(seance.debut).date()


def _souhaits(hasard: random.Random, code: str, suivis: list[Suivi]) -> list[Suivi]:
    """Those who want this atelier, in the order of their entry."""
    entres = [s for s in suivis if s.entree]
    if code == "FLE":
        choisis = [s for s in entres if s.profil.parle_peu_francais and not s.scene]
        avant = [s for s in entres if s.profil.rang >= ORIENTEES]
        avant = [s for s in avant if not s.profil.parle_peu_francais]
        choisis += hasard.sample(avant, min(13, len(avant)))
    else:
        libres = [s for s in entres if not s.scene]
        choisis = hasard.sample(libres, min(SOUHAITS[code] + 12, len(libres)))
    choisis += [s for s in entres if code in SCENES.get(s.scene, ())]
    return sorted(choisis, key=lambda s: (s.entree, s.profil.rang))


def _parcourir(
    monde: Monde, hasard: random.Random, code: str, seances: list[Seance], attendent: list[Suivi]
) -> Groupe:
    """Walk the dates of one line: some leave, others take the seat, never above capacity."""
    groupe = Groupe(code, seances, attendent)
    suivis = {s.profil.rang: s for s in attendent}
    for seance in seances:
        jour = jour_de(seance)
        for rang in list(groupe.membres):
            _faire_sortir(groupe, suivis[rang], jour)
        plafond = seance.capacite - MARGES.get(code, 0)
        if jour <= monde.jour:
            _faire_entrer(monde, hasard, groupe, seance, jour, plafond)
        for rang, inscription in groupe.membres.items():
            groupe.places.append((seance, inscription, suivis[rang]))
    return groupe


def _faire_sortir(groupe: Groupe, suivi: Suivi, jour: dt.date) -> None:
    rang = suivi.profil.rang
    depart = groupe.departs[rang]
    if suivi.fin:
        depart = min(depart, suivi.fin)
    if jour > depart:
        inscription = groupe.membres.pop(rang)
        inscription.au = depart
        inscription.etat = Inscription.Etat.TERMINEE


def _faire_entrer(
    monde: Monde,
    hasard: random.Random,
    groupe: Groupe,
    seance: Seance,
    jour: dt.date,
    plafond: int,
) -> None:
    """A person with a scene always gets her seat; the others while some are left."""
    for suivi in list(groupe.attendent):
        if suivi.entree is None or suivi.entree >= jour or (suivi.fin and suivi.fin <= jour):
            continue
        limite = seance.capacite if suivi.scene else plafond
        if len(groupe.membres) >= limite:
            continue
        groupe.attendent.remove(suivi)
        rang = suivi.profil.rang
        reste = suivi.scene or groupe.code == "FLE"
        duree = 2_000 if reste else hasard.choice([60, 90, 120, 150, 200, 280, 2_000])
        depart = jour + dt.timedelta(days=duree)
        # nobody's departure is written for a day to come
        groupe.departs[rang] = depart if depart < monde.jour else dt.date.max
        groupe.membres[rang] = _inscription(monde, suivi, seance, jour)
        groupe.inscriptions.append(groupe.membres[rang])


def _inscription(monde: Monde, suivi: Suivi, seance: Seance, jour: dt.date) -> Inscription:
    return Inscription(
        personne=suivi.profil.personne,
        atelier=seance.atelier,
        serie=seance.serie,
        parcours=suivi.parcours,
        du=jour,
        uid=monde.uid(f"inscription {suivi.profil.rang} {seance.pk}"),
        creee_le=instant(jour - dt.timedelta(days=2), dt.time(10)),
        creee_par=monde.comptes["coordination"],
    )


def _place(monde: Monde, seance: Seance, inscription: Inscription, suivi: Suivi) -> Place:
    annulee = seance.etat == Seance.Etat.ANNULEE
    return Place(
        seance=seance,
        personne=suivi.profil.personne,
        inscription=inscription,
        parcours=suivi.parcours,
        etat=Place.Etat.ANNULEE_CENTRE if annulee else Place.Etat.CONFIRMEE,
        annulee_le=seance.annulee_le if annulee else None,
        origine=Place.Origine.INSCRIPTION,
        uid=monde.uid(f"place {suivi.profil.rang} {seance.pk}"),
        faite_le=inscription.creee_le,
        faite_par=monde.comptes["coordination"],
    )


def _liste_d_attente(monde: Monde, groupes: list[Groupe]) -> list[Place]:
    """The next two who want the full atelier wait, ranked, for each date to come."""
    groupe = next((g for g in groupes if g.code == ATTENTE), None)
    a_venir = [s for s in groupe.seances if s.debut > monde.quand] if groupe else []
    if groupe is None or not a_venir:
        return []
    ouverts = [s for s in groupe.attendent if s.est_ouvert][:2]
    libres = a_venir[0].capacite - len(groupe.membres)
    places = []
    for rang, suivi in enumerate(ouverts, start=1):
        inscription = _inscription(monde, suivi, a_venir[0], monde.jour)
        inscription.save()
        for seance in a_venir:
            place = _place(monde, seance, inscription, suivi)
            if place.etat == Place.Etat.CONFIRMEE and rang > libres:
                place.etat, place.rang = Place.Etat.LISTE_ATTENTE, rang - libres
            places.append(place)
    return places
