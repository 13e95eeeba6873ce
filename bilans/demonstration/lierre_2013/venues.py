"""Who was expected, came, had told us, or did not come: the table of the report, to the unit."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ateliers.models import Seance
from bilans.demonstration.lierre_2013 import annee
from bilans.demonstration.lierre_2013.chemins import Chemin
from bilans.demonstration.monde import Monde
from bilans.demonstration.places import jour_de
from inscriptions.models import Inscription, Place
from presences.models import Presence

Statut = Presence.Statut


@dataclass(frozen=True)
class But:
    """What the year must add up to: people enrolled, then answers by kind."""

    inscrits: int
    presents: int
    excuses: int
    absents: int
    capacite: int
    # People that the house knew in January and who were there at the first date.
    base: int = 0

    @property
    def attendus(self) -> int:
        return self.presents + self.excuses + self.absents


BUTS = {
    "CUI": But(16, 279, 38, 19, 8, 8), "MUL": But(15, 262, 48, 34, 8, 8),
    "FLE": But(22, 448, 59, 39, 14, 10), "REL": But(18, 311, 66, 43, 12, 5),
    "EVQ": But(24, 291, 52, 29, 15, 7), "SOP": But(18, 186, 33, 21, 10),
    "VID": But(8, 28, 3, 1, 8), "FRA": But(17, 391, 63, 41, 12, 8),
    "COU": But(14, 321, 47, 28, 10, 7), "GDP": But(13, 121, 24, 15, 10),
    "ART": But(14, 108, 17, 10, 10), "MUS": But(11, 37, 5, 3, 10),
    "PEM": But(46, 97, 13, 11, 4, 12),
}  # fmt: skip
SANS_VENUE = 4
AU_PLUS = 5
DES_DEUX = 14
PREMIER = dt.date(2013, 1, 1)
# 205 seats on ten outings: 141 adults, 64 relatives on their seats.
ADULTES, ENFANTS, SORTIES_EXCUSEES, SORTIES_ABSENTES = 141, 64, 11, 6
MOTIFS = [m for m in Presence.Motif if m != Presence.Motif.NON_PRECISE]


@dataclass
class Table:
    """The year being filled: places in order, and how much each person already does."""

    monde: Monde
    hasard: random.Random
    gens: list[Chemin]
    ateliers: Counter[int] = field(default_factory=Counter)
    membres: dict[str, set[int]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    # Séances by Monday afternoon, so that nobody is expected in two rooms at once.
    pris: dict[int, list[Seance]] = field(default_factory=lambda: defaultdict(list))


def remplir(monde: Monde, chemins: list[Chemin]) -> None:
    """Rosters, places, answers; every count is asserted by ``tests/bilans/test_or.py``."""
    hasard = random.Random(400)
    a_part = [
        c for c in chemins if c.reste and not c.est_revenue and not c.profil.parle_peu_francais
    ]
    seulement = {c.profil.rang for c in hasard.sample(a_part[-20:], SANS_VENUE)}
    table = Table(monde, hasard, [c for c in chemins if c.profil.rang not in seulement])
    statuts: dict[str, list[Place]] = {}
    seances = {code: annee.tenues(monde, code) for code in BUTS}
    groupes = {code: _groupe(table, code, but, seances[code]) for code, but in BUTS.items()}
    for code, but in BUTS.items():
        statuts[code] = _places(table, code, but, seances[code], groupes[code])
    sorties = _sorties(table)
    _inscrire(table, statuts)
    _compter(table)
    Place.objects.bulk_create(table.places, batch_size=500)
    _repondre(table, statuts, sorties)


def _groupe(table: Table, code: str, but: But, seances: list[Seance]) -> list[Chemin]:
    """The people of one atelier: those known in January, the first who enter and stay, others."""
    if code == "FLE":
        choisis = [c for c in table.gens if c.profil.parle_peu_francais]
    else:
        choisis = _choisir(table, code, but, [jour_de(seance) for seance in seances])
    if code != "PEM":
        table.ateliers.update(c.profil.rang for c in choisis)
    table.membres[code] = {c.profil.rang for c in choisis}
    return choisis


def _choisir(table: Table, code: str, but: But, jours: list[dt.date]) -> list[Chemin]:
    """Nobody does more than five ateliers; twelve come to both rooms of Monday afternoon."""
    relaxation = table.membres["REL"] if code == "EVQ" else set()

    def rang(c: Chemin) -> tuple[bool, int, int]:
        return c.profil.rang in relaxation, table.ateliers[c.profil.rang], c.profil.rang

    libres = [c for c in table.gens if table.ateliers[c.profil.rang] < AU_PLUS or code == "PEM"]
    la = sorted((c for c in libres if c.reste and c.entree <= jours[0]), key=rang)
    choisis = la[: but.base or but.capacite]
    restent = [c for c in libres if c.reste and c not in choisis and c.entree <= jours[-1]]
    restent.sort(
        key=lambda c: (c.profil.rang in relaxation, max(c.entree, PREMIER).month // 2, rang(c))
    )
    assez = DES_DEUX if relaxation else but.capacite
    choisis += restent[: max(0, assez - len(choisis))]
    autres = [c for c in libres if c not in choisis and any(c.est_la(jour) for jour in jours)]
    table.hasard.shuffle(autres)
    autres.sort(key=lambda c: (c.profil.rang not in relaxation, table.ateliers[c.profil.rang]))
    return choisis + autres[: but.inscrits - len(choisis)]


def _chevauche(table: Table, chemin: Chemin, seance: Seance) -> bool:
    autres = table.pris[chemin.profil.rang]
    return any(s.debut < seance.fin and seance.debut < s.fin for s in autres)


def _places(
    table: Table, code: str, but: But, seances: list[Seance], groupe: list[Chemin]
) -> list[Place]:
    """As many people at each date as seats allow, then fewer where the sum is passed."""
    peuvent = {
        s.pk: [c for c in groupe if c.est_la(jour_de(s)) and not _chevauche(table, c, s)]
        for s in seances
    }
    nombres = {pk: min(but.capacite, len(libres)) for pk, libres in peuvent.items()}
    trop = sum(nombres.values()) - but.attendus
    if trop < 0:
        raise ValueError(f"{code}: {-trop} places missing")
    for _ in range(trop):
        plein = max(nombres.values())
        nombres[table.hasard.choice([pk for pk, n in nombres.items() if n == plein])] -= 1
    # In the Monday room that is filled first, those of the other room come last.
    ailleurs = table.membres["EVQ"] if code == "REL" else set()
    fois: Counter[int] = Counter()
    places = []
    for seance in seances:
        libres = peuvent[seance.pk]
        table.hasard.shuffle(libres)
        libres.sort(
            key=lambda c: (
                fois[c.profil.rang] > 0,
                c.profil.rang in ailleurs,
                fois[c.profil.rang],
            )
        )
        choisis = libres[: nombres[seance.pk]]
        creneaux = sorted(seance.creneaux.all(), key=lambda s: s.debut) or [seance] * len(choisis)
        for chemin, ligne in zip(choisis, creneaux, strict=False):
            fois[chemin.profil.rang] += 1
            table.pris[chemin.profil.rang].append(ligne)
            places.append(_place(table, chemin, ligne))
    table.places += places
    return places


def _place(table: Table, chemin: Chemin, seance: Seance, sieges: int = 1) -> Place:
    return Place(
        seance=seance,
        personne=chemin.profil.ligne,
        parcours=chemin.parcours,
        sieges=sieges,
        uid=table.monde.uid(f"place {chemin.profil.rang} {seance.debut} {seance.atelier_id}"),
        faite_le=seance.debut,
        faite_par=table.monde.comptes["coordination"],
    )


def _sorties(table: Table) -> list[Place]:
    """14 or 15 adults each time; 64 of them bring one relative."""
    seances = annee.tenues(table.monde, "SOR")
    enfants = [ENFANTS // 10 + (rang < ENFANTS % 10) for rang in range(10)]
    places = []
    for rang, seance in enumerate(seances):
        adultes = ADULTES // 10 + (rang == len(seances) - 1)
        libres = [c for c in table.gens if c.est_la(jour_de(seance))]
        choisis = table.hasard.sample(libres, adultes)
        for n, chemin in enumerate(choisis):
            places.append(_place(table, chemin, seance, 2 if n < enfants[rang] else 1))
    table.places += places
    return places


def _inscrire(table: Table, statuts: dict[str, list[Place]]) -> None:
    """One enrolment per person and series, from her first date; slots are taken one by one."""
    lignes: dict[tuple[str, int], Inscription] = {}
    for code, places in statuts.items():
        for place in sorted(places, key=lambda p: p.seance.debut) if code != "PEM" else []:
            cle = code, place.personne_id
            if cle not in lignes:
                lignes[cle] = Inscription(
                    personne=place.personne,
                    atelier=table.monde.ateliers[code],
                    serie=table.monde.series[code],
                    parcours=place.parcours,
                    du=jour_de(place.seance),
                    uid=table.monde.uid(f"inscription {code} {place.personne_id}"),
                    creee_le=place.seance.debut,
                )
            place.inscription, place.origine = lignes[cle], Place.Origine.INSCRIPTION
    Inscription.objects.bulk_create(lignes.values())


def _compter(table: Table) -> None:
    """Seats of each date, slots and windows included, before the places themselves."""
    pris: Counter[int] = Counter()
    seances = {}
    for place in table.places:
        seances[place.seance_id] = place.seance
        pris[place.seance_id] += place.sieges
    for pk, nombre in pris.items():
        seances[pk].sieges_pris = nombre
    Seance.objects.bulk_update(seances.values(), ["sieges_pris"], batch_size=200)


def _repondre(table: Table, statuts: dict[str, list[Place]], sorties: list[Place]) -> None:
    reponses: dict[str, dict[int, str]] = {}
    for code, places in statuts.items():
        but = BUTS[code]
        reponses[code] = _tirer(table.hasard, places, but.excuses, but.absents)
    seuls = [p for p in sorties if p.sieges == 1]
    reponses["SOR"] = dict.fromkeys([p.pk for p in sorties], Statut.PRESENT)
    reponses["SOR"] |= _tirer(table.hasard, seuls, SORTIES_EXCUSEES, SORTIES_ABSENTES)
    _personne_ne_manque(table, reponses)
    par_place = {pk: statut for lot in reponses.values() for pk, statut in lot.items()}
    Presence.objects.bulk_create(
        (_presence(table, place, par_place[place.pk]) for place in table.places), batch_size=500
    )


def _tirer(
    hasard: random.Random, places: list[Place], excuses: int, absents: int
) -> dict[int, str]:
    """Exactly so many absences, more of them in July and December."""
    poids = {
        p.pk: hasard.random() + (0.12 if p.seance.debut.month in (7, 12) else 0) for p in places
    }
    ordre = sorted(poids, key=lambda pk: -poids[pk])
    manquent = ordre[: excuses + absents]
    hasard.shuffle(manquent)
    reponses: dict[int, str] = dict.fromkeys(poids, Statut.PRESENT)
    reponses |= dict.fromkeys(manquent[:excuses], Statut.ABSENT_EXCUSE)
    return reponses | dict.fromkeys(manquent[excuses:], Statut.ABSENT)


def _personne_ne_manque(table: Table, reponses: dict[str, dict[int, str]]) -> None:
    """Whoever came to nothing takes the presence of somebody of the same atelier who came often."""
    venues = Counter(
        p.personne_id
        for p in table.places
        for lot in reponses.values()
        if lot.get(p.pk) == Statut.PRESENT
    )
    for chemin in table.gens:
        qui = chemin.profil.ligne.pk
        if venues[qui]:
            continue
        sienne = next(p for p in table.places if p.personne_id == qui)
        lot = next(lot for lot in reponses.values() if sienne.pk in lot)
        autre = next(
            p
            for p in table.places
            if p.pk in lot and lot[p.pk] == Statut.PRESENT and venues[p.personne_id] > 9
        )
        lot[sienne.pk], lot[autre.pk] = lot[autre.pk], lot[sienne.pk]
        venues[qui] += 1
        venues[autre.personne_id] -= 1


def _presence(table: Table, place: Place, statut: str) -> Presence:
    est_la, est_excuse = statut == Statut.PRESENT, statut == Statut.ABSENT_EXCUSE
    return Presence(
        place=place,
        statut=statut,
        motif=table.hasard.choice(MOTIFS) if est_excuse else "",
        sieges_presents=place.sieges if est_la else 0,
        sieges_excuses=place.sieges if est_excuse else 0,
        saisie_le=place.seance.fin,
        saisie_par=table.monde.comptes["coordination"],
    )
