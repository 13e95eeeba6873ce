"""How people arrived, what became of them, who walks with them."""

from __future__ import annotations

import datetime as dt
import math
import random
from dataclasses import dataclass, field, replace

from bilans.demonstration.monde import Monde, repartir
from bilans.demonstration.personnes import ORIENTEES, REVENUES, SPONTANEES, Profil
from centre.temps import ajouter_mois, fin_de_periode
from parcours.models import Orientation, Parcours
from parcours.models.dispositifs import Cadre, Transmission

Etat, Mode, Motif = Orientation.Etat, Orientation.Mode, Parcours.Motif

PRESCRIPTEURS = {
    "ts.udaf": 6, "udaf2": 15, "ts.cms": 12, "cms2": 13, "cms3": 13, "ccas1": 8, "cmp1": 6,
    "csapa1": 3, "ts.ft": 3, "gem1": 2, "tremplin1": 2, "cidff1": 1, "athenes1": 1, "clcv1": 1,
}  # fmt: skip
# new people per month of a full year: nobody is sent in August
RYTHME = (9, 8, 8, 7, 6, 7, 5, 0, 13, 11, 9, 3)
SORTIES = {
    Motif.CDI: 2, Motif.CDD_6_PLUS: 1, Motif.CDD_MOINS_6: 3, Motif.CONTRAT_AIDE: 1,
    Motif.FORMATION: 4, Motif.SIAE: 3, Motif.PROBLEME_REGLE: 3, Motif.AUTONOMIE: 2,
    Motif.REORIENTATION: 3, Motif.RELAIS: 2, Motif.SOINS: 2, Motif.DEMENAGEMENT: 2,
    Motif.ABANDON: 1, Motif.PERDU_DE_VUE: 1,
}  # fmt: skip
SANS_ENTREE = {Etat.SANS_SUITE: 5, Etat.SANS_REPONSE: 3}
CONTRATS = 40
# added to the rank of a person for what she lived here the year before
RANG_D_AVANT = 1_000
# of the year before, those whose parcours goes on in the period
ENCORE_LA = 9
DIFFICULTES = {
    "difficultes-financieres": "financier",
    "remobilisation": "isolement",
    "trouver-un-emploi": "emploi",
    "sante": "sante",
    "difficultes-administratives-ou-juridiques": "administratif",
    "famille": "familial",
    "numerique": "numerique",
    "logement-hebergement": "logement",
    "lecture-ecriture-calcul": "langue",
    "mobilite": "mobilite",
}
# what each of the six people of ts.udaf@ is there to show
UDAF = ("contrat", "accord", "attestation", "aucune", "reservees", "attente")


@dataclass
class Suivi:
    """One person's way: when she was sent, by whom, entered, left, and under which rule."""

    profil: Profil
    recue_le: dt.date
    prescripteur: str
    etat: str
    scene: str = ""
    entree: dt.date | None = None
    fin_prevue: dt.date | None = None
    fin: dt.date | None = None
    motif: str = ""
    cadre: str = Cadre.VOLONTAIRE
    transmission: str = Transmission.ATTESTATION
    referent: str = "referent"
    orientation: Orientation | None = field(default=None, repr=False)
    parcours: Parcours | None = field(default=None, repr=False)

    @property
    def depuis(self) -> dt.date:
        """The day of the entry; asking for somebody who has not entered is a mistake."""
        if self.entree is None:
            raise ValueError("not entered")
        return self.entree

    @property
    def est_ouvert(self) -> bool:
        return self.entree is not None and self.fin is None


def tracer(monde: Monde, profils: list[Profil]) -> list[Suivi]:
    """The whole story of everybody on paper, before any row."""
    hasard = monde.hasard("suivis")
    suivis = _orienter(hasard, profils[:ORIENTEES], monde.jour)
    _scenes(suivis, monde.jour)
    _entrer(hasard, suivis, monde.jour)
    du_passe = ORIENTEES + SPONTANEES
    anciens = _revenues(hasard, suivis, monde.jour)
    suivis += _spontanees(hasard, profils[ORIENTEES:du_passe], monde.jour)
    suivis += anciens + _anciennes(hasard, profils[du_passe:], monde.jour)
    _encadrer(hasard, suivis)
    _prevoir_les_fins(hasard, suivis, monde.jour)
    for suivi in suivis:
        suivi.referent = hasard.choice(["referent", "referent", "coordination"])
    _regler_les_scenes(suivis, monde.jour)
    return suivis


def jours_possibles(du: dt.date, au: dt.date) -> list[dt.date]:
    jours = (du + dt.timedelta(days=n) for n in range((au - du).days + 1))
    return [jour for jour in jours if jour.weekday() < 5]


def jour_ouvre(jour: dt.date) -> dt.date:
    """The day itself, or the Monday after a week-end."""
    return jour + dt.timedelta(days={5: 2, 6: 1}.get(jour.weekday(), 0))


def debut_de_periode(jour: dt.date) -> dt.date:
    """First of January, or ten months back when the year has just begun."""
    return min(dt.date(jour.year, 1, 2), jour - dt.timedelta(days=300))


def _orienter(hasard: random.Random, profils: list[Profil], jour: dt.date) -> list[Suivi]:
    jours = jours_possibles(debut_de_periode(jour), jour)
    poids = [RYTHME[j.month - 1] for j in jours]
    if not sum(poids):
        poids = [1] * len(jours)
    dates = sorted(hasard.choices(jours, weights=poids, k=len(profils) - 6))
    # the last days always bring somebody, whatever the dice say
    dates += [jour_ouvre(jour - dt.timedelta(days=n)) for n in (20, 15, 9, 7, 2, 0)]
    dates = sorted(min(date, jour) for date in dates)
    prescripteurs = repartir(hasard, PRESCRIPTEURS)
    ordre = hasard.sample(profils, len(profils))
    return [
        Suivi(profil=profil, recue_le=date, prescripteur=qui, etat=Etat.ENTREE)
        for profil, date, qui in zip(ordre, dates, prescripteurs, strict=True)
    ]


def _scenes(suivis: list[Suivi], jour: dt.date) -> None:
    """The six people of ts.udaf@: five came early in the year, the sixth a fortnight ago."""
    siens = [s for s in suivis if s.prescripteur == "ts.udaf"]
    for scene, suivi in zip(UDAF, siens, strict=True):
        suivi.scene = scene
    recul = (150, 175, 160, 120, 140, 13)
    for suivi, jours in zip(siens, recul, strict=True):
        suivi.recue_le = jour_ouvre(jour - dt.timedelta(days=jours + 2))
    # the person of the printed link, and the one whose parcours soon ends
    libres = [s for s in suivis if s.prescripteur == "ts.cms" and s.profil.sexe == "F"]
    en_francais = [s for s in libres if not s.profil.parle_peu_francais]
    avec_courriel = [s for s in en_francais if "courriel" in s.profil.champs]
    lien = (avec_courriel or en_francais or libres)[0]
    lien.scene = "lien"
    lien.recue_le = jour_ouvre(jour - dt.timedelta(days=200))
    fin = next(s for s in libres if not s.scene)
    fin.scene = "fin_proche"
    fin.recue_le = jour_ouvre(jour - dt.timedelta(days=165))


def _entrer(hasard: random.Random, suivis: list[Suivi], jour: dt.date) -> None:
    anciens = [s for s in suivis if not s.scene and (jour - s.recue_le).days > 45]
    refus = repartir(hasard, SANS_ENTREE)
    for suivi, etat in zip(hasard.sample(anciens, len(refus)), refus, strict=True):
        suivi.etat = etat
    for suivi in suivis:
        if suivi.etat != Etat.ENTREE or suivi.scene == "attente":
            continue
        delai = min(40, max(1, round(hasard.lognormvariate(math.log(6), 0.7))))
        entree = jour_ouvre(suivi.recue_le + dt.timedelta(days=delai + hasard.randint(2, 8)))
        if entree <= jour:
            suivi.entree = entree
        else:
            suivi.etat = _etat_en_attente(suivi, jour)


def _etat_en_attente(suivi: Suivi, jour: dt.date) -> str:
    age = (jour - suivi.recue_le).days
    if age <= 3:
        return Etat.RECUE
    return Etat.CONTACT_EN_COURS if age <= 9 else Etat.ENTRETIEN_FIXE


def _spontanees(hasard: random.Random, profils: list[Profil], jour: dt.date) -> list[Suivi]:
    jours = jours_possibles(debut_de_periode(jour), jour - dt.timedelta(days=20))
    return [
        Suivi(profil=profil, recue_le=date, prescripteur="", etat=Etat.ENTREE, entree=date)
        for profil, date in zip(profils, sorted(hasard.sample(jours, len(profils))), strict=True)
    ]


def _anciennes(hasard: random.Random, profils: list[Profil], jour: dt.date) -> list[Suivi]:
    """People sent in the twelve months before: the last to come were still here in the new year."""
    debut = debut_de_periode(jour)
    suivis = _avant(hasard, profils, debut)
    for suivi in suivis:
        suivi.motif = hasard.choice(list(SORTIES))
        if suivi in suivis[-ENCORE_LA:]:
            suivi.fin = jour_ouvre(debut + dt.timedelta(days=hasard.randint(40, 170)))
            continue
        sortie = min(
            suivi.depuis + dt.timedelta(days=hasard.randint(30, 200)),
            debut - dt.timedelta(days=hasard.randint(3, 7)),
        )
        suivi.fin = max(suivi.depuis, sortie)
    return suivis


def _revenues(hasard: random.Random, suivis: list[Suivi], jour: dt.date) -> list[Suivi]:
    """The first way of twelve of the 86: still walked when the year began, over when sent again."""
    debut = debut_de_periode(jour)
    possibles = [
        s
        for s in suivis
        if s.entree and not s.scene and (s.recue_le - debut).days >= 40 and s.prescripteur
    ]
    choisis = hasard.sample(possibles, REVENUES)
    # another rank of the same person: what is written for one way never meets the other
    profils = [
        replace(s.profil, rang=s.profil.rang + RANG_D_AVANT, freins=list(s.profil.freins))
        for s in choisis
    ]
    anciens = _avant(hasard, profils, debut)
    for ancien, nouveau in zip(anciens, choisis, strict=True):
        ancien.motif = hasard.choice([Motif.AUTONOMIE, Motif.PROBLEME_REGLE, Motif.CDD_MOINS_6])
        ancien.fin = nouveau.recue_le - dt.timedelta(days=hasard.randint(6, 30))
    return anciens


def _avant(hasard: random.Random, profils: list[Profil], debut: dt.date) -> list[Suivi]:
    jours = jours_possibles(debut - dt.timedelta(days=360), debut - dt.timedelta(days=25))
    jours = [j for j in jours if j.month != 8]
    qui = hasard.choices(["udaf2", "cms2", "cms3", "ccas1"], k=len(profils))
    dates = sorted(hasard.sample(jours, len(profils)))
    suivis = [Suivi(*trio, Etat.ENTREE) for trio in zip(profils, dates, qui, strict=True)]
    for suivi in suivis:
        suivi.entree = jour_ouvre(suivi.recue_le + dt.timedelta(days=hasard.randint(4, 12)))
    return suivis


def _encadrer(hasard: random.Random, suivis: list[Suivi]) -> None:
    """40 contracts among the 54 people on RSA; what is told follows the frame (§7.5, ETH-02)."""
    orientees = [s for s in suivis if s.profil.rang < ORIENTEES]
    rsa = [s for s in orientees if "rsa" in s.profil.champs["ressources"]]
    contrats = hasard.sample(rsa, CONTRATS)
    choix = repartir(hasard, {Transmission.CONTRAT: 22, Transmission.ATTESTATION: 18})
    for suivi, transmission in zip(contrats, choix, strict=True):
        suivi.cadre, suivi.transmission = Cadre.CONTRAT_ENGAGEMENT, transmission
    libres = [s for s in orientees if s.cadre == Cadre.VOLONTAIRE]
    choix = repartir(
        hasard,
        {
            Transmission.ACCORD: 14,
            Transmission.AUCUNE: 4,
            Transmission.ATTESTATION: len(libres) - 18,
        },
    )
    for suivi, transmission in zip(libres, choix, strict=True):
        suivi.transmission = transmission


def _prevoir_les_fins(hasard: random.Random, suivis: list[Suivi], jour: dt.date) -> None:
    entres = [s for s in suivis if s.entree]
    anciens = [
        s
        for s in entres
        if s.profil.rang < ORIENTEES and not s.scene and (jour - s.depuis).days > 75
    ]
    motifs = repartir(hasard, SORTIES)[: len(anciens) * 3 // 5]
    for suivi, motif in zip(hasard.sample(anciens, len(motifs)), motifs, strict=True):
        suivi.motif = motif
        reste = (jour - suivi.depuis).days
        suivi.fin = jour_ouvre(
            suivi.depuis + dt.timedelta(days=hasard.randint(50, max(51, reste - 4)))
        )
        suivi.fin = min(suivi.fin, jour)
    for suivi in entres:
        for mois in (6, 12, 18):
            suivi.fin_prevue = fin_de_periode(suivi.depuis, mois)
            if suivi.fin_prevue > (suivi.fin or jour + dt.timedelta(days=35)):
                break


def _regler_les_scenes(suivis: list[Suivi], jour: dt.date) -> None:
    regles = {
        "contrat": (Cadre.CONTRAT_ENGAGEMENT, Transmission.CONTRAT),
        "accord": (Cadre.VOLONTAIRE, Transmission.ACCORD),
        "attestation": (Cadre.VOLONTAIRE, Transmission.ATTESTATION),
        "aucune": (Cadre.VOLONTAIRE, Transmission.AUCUNE),
        "reservees": (Cadre.VOLONTAIRE, Transmission.ACCORD),
        "lien": (Cadre.VOLONTAIRE, Transmission.ACCORD),
        "fin_proche": (Cadre.VOLONTAIRE, Transmission.ATTESTATION),
    }
    for suivi in suivis:
        if suivi.scene in regles:
            suivi.cadre, suivi.transmission = regles[suivi.scene]
            suivi.etat = Etat.ENTREE
            suivi.referent = "referent"
        if suivi.scene == "attente":
            suivi.etat = Etat.ENTRETIEN_FIXE
        if suivi.scene == "contrat":
            # close enough to ask the prescriber what he thinks
            suivi.fin_prevue = jour + dt.timedelta(days=25)
        if suivi.scene == "fin_proche":
            # planned end in 28 days: the call for a renewal is due
            suivi.fin_prevue = jour + dt.timedelta(days=28)
            suivi.entree = jour_ouvre(ajouter_mois(suivi.fin_prevue + dt.timedelta(days=1), -6))
