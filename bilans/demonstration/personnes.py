"""The 86 people of the period drawn to exact shares, six who came by themselves, and those of the
year before: 77, of whom 12 were sent again in the period."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from typing import Any

from bilans.demonstration.monde import Monde, repartir
from bilans.demonstration.noms import Identite, fixes, identites, mobiles
from centre.temps import instant
from centre.textes import cle_de_nom
from parcours.models import Personne

ORIENTEES, SPONTANEES, REVENUES = 86, 6, 12
Ressources, Menage, Qpv = Personne.Ressources, Personne.Menage, Personne.Qpv

AGES = {(18, 25): 7, (26, 35): 19, (36, 45): 26, (46, 54): 21, (55, 64): 11, (65, 74): 2}
RESSOURCES = {
    Ressources.RSA_CHAMP_3: 31, Ressources.RSA_CHAMP_2: 23, Ressources.ASS: 9, Ressources.AAH: 11,
    Ressources.ARE: 6, Ressources.SALAIRE: 3, Ressources.PENSION: 2, Ressources.SANS: 1,
}  # fmt: skip
# residence and priority district together: 58 in the district, 52 of them priority
DOMICILES = {
    ("Thionville", "Quartier-Est", Qpv.OUI): 52,
    ("Thionville", "Quartier-Est", Qpv.NON): 4,
    ("Thionville", "Quartier-Est", Qpv.INCONNU): 2,
    ("Thionville", "Centre", Qpv.NON): 11,
    ("Thionville", "Beauregard", Qpv.NON): 8,
    ("Yutz", "", Qpv.NON): 5,
    ("Terville", "", Qpv.NON): 3,
    ("Florange", "", Qpv.INCONNU): 1,
}
# languages of the 22 people for whom French is an obstacle
LANGUES = {"ar": 7, "tr": 4, "uk": 3, "sq": 3, "pt": 2, "ru": 2, "es": 1}
FREINS = {
    "difficultes-financieres": 71,
    "remobilisation": 52,
    "trouver-un-emploi": 49,
    "sante": 46,
    "difficultes-administratives-ou-juridiques": 37,
    "famille": 27,
    "numerique": 25,
    "logement-hebergement": 24,
    "lecture-ecriture-calcul": 22,
    "mobilite": 19,
}
VIOLENCES = 9


@dataclass
class Profil:
    """One person before the row exists: what later steps read to choose for her."""

    identite: Identite
    sexe: str
    rang: int
    freins: list[str]
    violences: bool
    champs: dict[str, Any]
    personne: Personne | None = None

    @property
    def ligne(self) -> Personne:
        """The saved row; asking before ``enregistrer`` is a programming error."""
        if self.personne is None:
            raise ValueError("not saved yet")
        return self.personne

    @property
    def parle_peu_francais(self) -> bool:
        return "lecture-ecriture-calcul" in self.freins


def tirer(monde: Monde) -> list[Profil]:
    """The first 86 were sent in the period, six came by themselves, 65 in the year before only."""
    hasard = monde.hasard("personnes")
    sexes = repartir(hasard, {"F": 61, "H": 25}) + repartir(hasard, {"F": 50, "H": 21})
    noms = identites(hasard, sexes)
    profils = [
        Profil(nom, sexe, rang, [], False, {})
        for rang, (nom, sexe) in enumerate(zip(noms, sexes, strict=True))
    ]
    orientees = profils[:ORIENTEES]
    _situations(hasard, orientees, monde.jour)
    _situations_libres(hasard, profils[ORIENTEES:], monde.jour)
    _obstacles(hasard, orientees)
    _contacts(hasard, orientees)
    _contacts_libres(hasard, profils[ORIENTEES:])
    return profils


def enregistrer(monde: Monde, profils: list[Profil]) -> None:
    """Write the people in one go; their references are the same at each load."""
    hasard = monde.hasard("references")
    creee = instant(monde.jour - dt.timedelta(days=300), dt.time(9))
    lignes = []
    for profil in profils:
        nom = profil.identite
        lignes.append(
            Personne(
                centre=monde.centre,
                reference=_reference(hasard),
                prenom=nom.prenom,
                nom=nom.nom,
                cle=cle_de_nom(nom.prenom, nom.nom)[:200],
                sexe=profil.sexe,
                creee_le=creee,
                **profil.champs,
            )
        )
    for profil, personne in zip(profils, Personne.objects.bulk_create(lignes), strict=True):
        profil.personne = personne


def _reference(hasard: random.Random) -> uuid.UUID:
    return uuid.UUID(int=hasard.getrandbits(128), version=4)


def _situations(hasard: random.Random, profils: list[Profil], jour: dt.date) -> None:
    ages = repartir(hasard, AGES)
    ressources = repartir(hasard, RESSOURCES)
    domiciles = repartir(hasard, DOMICILES)
    menages = _menages(hasard, profils)
    for profil, tranche, revenu, domicile in zip(profils, ages, ressources, domiciles, strict=True):
        commune, quartier, qpv = domicile
        profil.champs = {
            "date_naissance": _naissance(hasard, jour, *tranche),
            "ressources": revenu,
            "menage": menages[profil.rang],
            "commune": commune,
            "quartier": quartier,
            "qpv": qpv,
        }


def _menages(hasard: random.Random, profils: list[Profil]) -> dict[int, str]:
    """27 lone parents of whom 25 women; the rest drawn over everybody else."""
    femmes = [p.rang for p in profils if p.sexe == "F"]
    hommes = [p.rang for p in profils if p.sexe == "H"]
    isoles = hasard.sample(femmes, 25) + hasard.sample(hommes, 2)
    menages: dict[int, str] = dict.fromkeys(isoles, Menage.PARENT_ISOLE)
    autres = [p.rang for p in profils if p.rang not in isoles]
    reste = repartir(
        hasard,
        {Menage.SEUL: 33, Menage.COUPLE_ENFANTS: 15, Menage.COUPLE: 6, Menage.HEBERGE: 5},
    )
    return menages | dict(zip(autres, reste, strict=True))


def _naissance(hasard: random.Random, jour: dt.date, mini: int, maxi: int) -> dt.date:
    jours = hasard.randint(mini * 366, (maxi + 1) * 365 - 5)
    return jour - dt.timedelta(days=jours)


def _situations_libres(hasard: random.Random, profils: list[Profil], jour: dt.date) -> None:
    for profil in profils:
        profil.champs = {
            "date_naissance": _naissance(hasard, jour, 24, 68),
            "ressources": hasard.choice([Ressources.RSA, Ressources.INCONNUE, Ressources.SALAIRE]),
            "menage": hasard.choice(list(Menage)),
            "commune": "Thionville",
            "quartier": "Quartier-Est",
            "qpv": Qpv.OUI,
        }


def _obstacles(hasard: random.Random, profils: list[Profil]) -> None:
    for theme, nombre in FREINS.items():
        for profil in hasard.sample(profils, nombre):
            profil.freins.append(theme)
    for profil in hasard.sample(profils, VIOLENCES):
        profil.violences = True
    langues = repartir(hasard, LANGUES)
    parlent_peu = [p for p in profils if p.parle_peu_francais]
    for profil, langue in zip(parlent_peu, langues, strict=True):
        profil.champs["langue"] = langue


def _contacts(hasard: random.Random, profils: list[Profil]) -> None:
    """79 mobiles of which 12 shared, 41 mails, four people with neither."""
    ordre = hasard.sample(profils, len(profils))
    rien, sans_mobile, avec_mobile = ordre[:4], ordre[4:7], ordre[7:]
    numeros = mobiles(hasard)
    for profil in avec_mobile:
        profil.champs["telephone"] = next(numeros)
    for profil in avec_mobile[:12]:
        profil.champs["telephone_est_partage"] = True
    for profil in [*sans_mobile, *avec_mobile[12:50]]:
        profil.champs["courriel"] = profil.identite.courriel
    lignes_fixes = fixes(hasard)
    sans_mobile[0].champs["telephone"] = next(lignes_fixes)
    for profil in rien:
        profil.champs["canal"] = Personne.Canal.PAPIER
    for profil in [*sans_mobile, *avec_mobile[12:44]]:
        profil.champs["canal"] = Personne.Canal.COURRIEL
    for profil in [*avec_mobile[:8], *avec_mobile[44:70]]:
        profil.champs["canal"] = Personne.Canal.SMS
    for profil in [*avec_mobile[8:12], *avec_mobile[70:]]:
        profil.champs["canal"] = Personne.Canal.APPEL


def _contacts_libres(hasard: random.Random, profils: list[Profil]) -> None:
    numeros, portables = fixes(hasard), mobiles(hasard)
    for rang, profil in enumerate(profils):
        ligne_fixe = rang % 3 == 0
        profil.champs["telephone"] = next(numeros if ligne_fixe else portables)
        profil.champs["canal"] = Personne.Canal.APPEL if ligne_fixe else Personne.Canal.SMS
