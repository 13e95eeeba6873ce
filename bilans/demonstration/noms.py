"""Names mixed at random, telephone numbers of the ranges kept for fiction, ``example.org``."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from centre.textes import sans_accent

FEMMES = [
    "Nadia", "Samira", "Olena", "Fatou", "Rosa", "Élise", "Aïcha", "Yasmina", "Odile", "Sabrina",
    "Denise", "Marie-Jo", "Leïla", "Karima", "Sylvie", "Monique", "Zeynep", "Inna", "Adélina",
    "Awa", "Patricia", "Chantal", "Malika", "Farida", "Lucia", "Teresa", "Ioana", "Svetlana",
    "Corinne", "Brigitte", "Mariam", "Khadija", "Véronique", "Nathalie", "Amina", "Djamila",
    "Hatice", "Oksana", "Drita", "Josiane", "Martine", "Fanta", "Céline", "Sandrine", "Naïma",
    "Halima", "Béatrice", "Ghislaine", "Vesna", "Ludmila", "Esther", "Rachida", "Magali",
    "Ophélie", "Manon", "Laura", "Jessica", "Émilie", "Audrey", "Coralie", "Ismérie", "Fatiha",
    "Solange", "Annick",
]  # fmt: skip
HOMMES = [
    "Lamine", "Karim", "Paul", "Mehmet", "Georges", "Samir", "Ivan", "Bruno", "Moussa", "Yacine",
    "Didier", "Pascal", "Thierry", "Ali", "Viktor", "Kevin", "Jordan", "Mamadou", "Hakim",
    "Gilles", "Alain", "Luis", "Arben", "Ousmane", "Franck", "Rachid", "Joël",
]  # fmt: skip
FAMILLES = [
    "Ferhat", "Kaya", "Havryl", "Diallon", "Pereira", "Thiriet", "Mansour", "Bellec", "Vautrin",
    "Nodier", "Kremer", "Clesse", "Saïdi", "Lambinet", "Rouvroy", "Aksoy", "Bondar", "Hoxhaj",
    "Camarat", "Weissen", "Perlot", "Benhamid", "Zouari", "Marteaux", "Schmidel", "Da Costello",
    "Ferrante", "Popelu", "Volkova", "Grandjus", "Houllon", "Traval", "Sissokho", "Ouazzan",
    "Gerlach", "Briquet", "Maillefer", "Pigeonnat", "Yilmazer", "Tkachuk", "Krasniq", "Colnot",
    "Bourgard", "Keitard", "Noirel", "Vignerot", "Messaoud", "Abdelli", "Charpentel", "Drapieu",
    "Jovanet", "Morozel", "Nsombe", "Belarbi", "Touraud", "Roselin", "Hennequet", "Lorquin",
    "Basset-Roy", "Delaunoy", "Fischbart", "Gaspardin", "Hayange-Noël", "Imbertin",
    "Jacquot-Duval", "Kieffert", "Lemoyne", "Muller-Bach", "Nicolay", "Orvalle", "Pommerat",
    "Quentric", "Rambert-Lys", "Steinmar", "Tournay", "Ulmert", "Valmont-Est", "Wagnart",
    "Xardel", "Yvonnet", "Zimmerlin", "Adrianov", "Berthelin", "Colombey", "Devouge",
    "Étienne-Roc", "Florange-Bois", "Guerbert", "Hombourg", "Illange", "Juppin", "Kanfenard",
]  # fmt: skip
# ARCEP keeps these ranges for films and books: no call ever reaches anybody.
MOBILE = "06 39 98"
FIXES = ("03 53 01", "01 99 00", "02 61 91", "04 65 71", "05 36 49")


@dataclass(frozen=True)
class Identite:
    prenom: str
    nom: str

    @property
    def courriel(self) -> str:
        brut = f"{self.prenom}.{self.nom}".replace(" ", "")
        return f"{sans_accent(brut)}@example.org"


def identites(hasard: random.Random, sexes: list[str]) -> list[Identite]:
    """One name per sex asked, no two family names alike while the list lasts."""
    prenoms = {"F": _melange(hasard, FEMMES), "H": _melange(hasard, HOMMES)}
    familles = _melange(hasard, FAMILLES)
    return [Identite(prenom=next(prenoms[sexe]), nom=next(familles)) for sexe in sexes]


def _melange(hasard: random.Random, noms: list[str]) -> Iterator[str]:
    while True:
        yield from hasard.sample(noms, len(noms))


def mobiles(hasard: random.Random) -> Iterator[str]:
    """Distinct mobile numbers of fiction."""
    for suite in hasard.sample(range(10_000), 2_000):
        yield f"{MOBILE} {suite // 100:02d} {suite % 100:02d}"


def fixes(hasard: random.Random) -> Iterator[str]:
    """Distinct landline numbers of fiction."""
    for suite in hasard.sample(range(300, 10_000), 500):
        yield f"{FIXES[0]} {suite // 100:02d} {suite % 100:02d}"
