"""How the numbers of a report hold together: one name for each, wherever it stands, and the sums.

The names are those of ``documents.cellules``; a total that several tables print, or that a figure
prints too, has one name, so that hidden once it is hidden everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from bilans.documents import CACHE, PETIT, Cellule, Chiffre, Document, Ligne, Table
from bilans.documents.deduction import Nombres, est_petit

# What counts people, or their comings.
COMPTES = ("personnes", "parcours", "orientations", "demandes", "places", "présences")
SANS_GENS = ("F11", "F12", "F25")
DENOMINATEURS = {"F05": "F06", "F16": "F01", "F17": "F19", "F20": "F19", "F21": "F05"}
NUMERATEURS = {"F14": "F13/num"}
# The same number, printed in another place.
MEMES = {
    "devenir/orientees/Personnes": "F02",
    "orienteurs/total/Orientées": "F02",
    "mois/total/Nouvelles personnes orientées": "F02",
    "mois/total/Entrées": "F04",
    "mois/total/Présences": "ateliers/total/Présences",
    "publics/total/Suivies": "F06",
    "ateliers/total/Venues": "F07",
    "sorties/total/Parcours": "F19",
    "sorties/dynamique/Parcours": "F20",
    "prescripteurs/total/Orientations": "F01",
    "prescripteurs/total/Jointes": "F16/num",
    **{
        f"{cle}/total/Personnes": "F02"
        for cle in ("sexe", "ages", "ressources", "menage", "quartier", "qpv", "freins")
    },
}
# A whole, then some of it, beside each figure and what it is counted on.
CONTIENNENT = (
    ("F01", "F02"), ("F02", "devenir/jointes/Personnes"), ("F13/den", "F14/den"),
    ("F06", "devenir/entrees/Personnes"), ("F06", "partenaires/total/Personnes"),
    ("orienteurs/total/Entrées", "devenir/entrees/Personnes"),
    ("F04", "publics/total/Entrées"), ("F19", "publics/total/Sorties"),
    ("publics/total/Sorties", "devenir/sorties/Personnes"), ("publics/total/Sorties", "F22/den"),
    *((tout, "publics/total/Vers l’emploi ou la formation") for tout in ("F20", "F21", "F22/num")),
)  # fmt: skip
# Steps of the way from fiche to exit: a parent is the sum of its two children.
FAMILLES = (("orientees", "sans-entree", "entrees"), ("entrees", "en-cours", "sorties"))
# The same inside each row of a table, by rank of column.
CONTIENNENT_EN_LIGNE: dict[str, tuple[tuple[int, ...], ...]] = {
    "orienteurs": ((1, 2),),
    "publics": ((0, 1), (0, 2), (0, 3), (3, 4)),
    # Those who entered are there still, or gone.
    "prescripteurs": ((0, 1), (0, 2, 3), (2, 5), (2, 4, 6, 7, 8, 9, 10)),
    # A day and six others: Sunday has no column.
    "semaines": ((6, 0, 1, 2, 3, 4, 5),),
    # Those who did not come, said before or not; rates are numbered by what they leave out.
    "ateliers": ((9, 10),),
}
# A mean speaks of those it is made of, and of no others: its rank, then theirs.
MOYENNES: dict[str, dict[int, tuple[int, ...]]] = {
    "publics": {5: (3,)},
    "prescripteurs": {11: (1,), 12: (6, 7, 8, 9, 10)},
}
# Columns of « ateliers »: after those who came, their comings, hours and rates.
INSCRITES, VENUES, PRESENCES, ABSENCES = 5, 6, 7, (9, 10)
DES_GENS = ("personnes", "presences")
# Above the line stand days, no people.
SOMMES_DE_JOURS = ("F17",)
SOUS_TOTAL = "sous-total"
UN_AN_AVANT = " avant"


class Noms:
    """The name of each place of one document."""

    def __init__(self, document: Document) -> None:
        codes = {x.code for t in document.tables if t.cle == "ateliers" for x in t.lignes}
        tete = SOUS_TOTAL if SOUS_TOTAL in codes else "total"
        # Figures of séances and presences are counted without the outings.
        self.memes = MEMES | {
            f"ateliers/{tete}/Présences": "F09",
            f"ateliers/{tete}/Heures": "F10",
        }

    def case(self, table: Table, ligne: Ligne, rang: int) -> str:
        return self.nom(f"{table.cle}/{ligne.code or ligne.libelle}/{table.colonnes[rang].nom}")

    def nom(self, cle: str) -> str:
        while cle in self.memes:
            cle = self.memes[cle]
        return cle

    def colonne(self, table: Table, lignes: list[Ligne], rang: int) -> list[str]:
        return [self.case(table, ligne, rang) for ligne in lignes]

    def chiffre(self, chiffre: Chiffre, quand: str = "") -> tuple[str, str, str]:
        """Of its value, of what is above the line and of what is below."""
        compte = chiffre.unite in (*COMPTES, "heures")
        valeur = chiffre.code if compte else f"{chiffre.code}/taux"
        haut = valeur if compte else NUMERATEURS.get(chiffre.code, f"{chiffre.code}/num")
        bas = DENOMINATEURS.get(chiffre.code, f"{chiffre.code}/den")
        return valeur + quand, haut + quand, bas + quand


def nombres(document: Document, dits: dict[str, int]) -> Nombres:
    """The numbers of a report and how they hold together; handfuls are hidden already.

    ``dits``: those that other reports tell of the same days, by name.
    """
    lecture = _Lecture(document, dits)
    for chiffre in document.chiffres:
        if chiffre.code not in SANS_GENS:
            lecture.chiffre(chiffre, "", chiffre.valeur, chiffre.numerateur, chiffre.denominateur)
            haut, bas = chiffre.fraction_avant or (None, None)
            lecture.chiffre(chiffre, UN_AN_AVANT, chiffre.avant, haut, bas)
    for table in document.tables:
        lecture.table(table)
    lecture.lier()
    lus = lecture.lus
    lus.dits = {nom for nom, dit in dits.items() if lus.vrais[nom] == dit}
    for nom, marque in lecture.petits.items():
        lus.taire(nom, marque)
    return lus


class _Lecture:
    """One document read: its numbers by name, what ties them, the handfuls and their mark."""

    def __init__(self, document: Document, dits: dict[str, int]) -> None:
        self.lus, self.noms = Nombres(vrais={**dits}), Noms(document)
        self.tables = {table.cle: table for table in document.tables}
        self.petits: dict[str, str] = {}

    def poser(self, nom: str, valeur: Cellule, marque: str = PETIT) -> None:
        if isinstance(valeur, int):
            self.lus.vrais[nom] = valeur
            if marque and est_petit(valeur):
                self.petits[nom] = marque

    def chiffre(
        self, chiffre: Chiffre, quand: str, valeur: Cellule, haut: Cellule, bas: Cellule
    ) -> None:
        """A rate tells what it is made of; a middle or a mean does when they are few."""
        nom, nom_haut, nom_bas = self.noms.chiffre(chiffre, quand)
        self.poser(nom_bas, bas)
        if nom == nom_haut:
            self.poser(nom, valeur, "" if chiffre.unite == "heures" else PETIT)
        elif chiffre.code not in SOMMES_DE_JOURS:
            self.poser(nom_haut, haut)
        self.lus.contient(nom_bas, nom_haut)
        for base in {nom_haut, nom_bas} if nom != nom_haut else ():
            if chiffre.unite == "%" or est_petit(self.lus.vrais.get(base)):
                self.lus.suites[base].add(nom)

    def table(self, table: Table) -> None:
        for ligne in table.lignes:
            for rang, colonne in enumerate(table.colonnes):
                nom, valeur = self.noms.case(table, ligne, rang), ligne.cellules[rang]
                if _genre(table, rang) == "absences":
                    self.poser(nom, _absences(ligne.cellules[PRESENCES], valeur), CACHE)
                elif colonne.genre in (*DES_GENS, "heures"):
                    self.poser(nom, valeur, "" if colonne.genre == "heures" else PETIT)
            self._suivre(table, ligne)
            for rangs in CONTIENNENT_EN_LIGNE.get(table.cle, ()):
                self.lus.contient(*(self.noms.case(table, ligne, rang) for rang in rangs))
        self._additionner(table)

    def _suivre(self, table: Table, ligne: Ligne) -> None:
        """What speaks of the people of a row, and is hidden with them."""
        noms = [self.noms.case(table, ligne, rang) for rang in range(len(table.colonnes))]
        if table.cle == "ateliers":
            self._suivre_les_venues(ligne, noms)
        gens = [rang for rang, c in enumerate(table.colonnes) if c.genre == "personnes"]
        parts = {noms[rang] for rang, c in enumerate(table.colonnes) if c.nom == "Part"}
        for une in (ligne, table.total) if parts and table.total else ():
            self.lus.suites[self.noms.case(table, une, gens[0])] |= parts
        for rang, sources in MOYENNES.get(table.cle, {}).items():
            if est_petit(sum(int(ligne.cellules[n] or 0) for n in sources)):
                self.petits[noms[rang]] = CACHE

    def _suivre_les_venues(self, ligne: Ligne, noms: list[str]) -> None:
        """Of an atelier; of all of them together, when they are a handful."""
        inscrites, venues = (self.lus.vrais.get(noms[rang], 0) for rang in (INSCRITES, VENUES))
        if est_petit(inscrites - venues):
            self.petits.setdefault(noms[INSCRITES], CACHE)
        if not ligne.est_total or est_petit(self.lus.vrais.get("F07")):
            for base in (noms[VENUES], noms[PRESENCES]):
                self.lus.suites[base] |= {*noms[PRESENCES:]} - {base}

    def _additionner(self, table: Table) -> None:
        """Columns add up; where a person stands in two rows, each row is a part of the whole."""
        if table.total is None:
            return
        for rang in range(len(table.colonnes)):
            genre, tout = _genre(table, rang), self.noms.case(table, table.total, rang)
            corps = self.noms.colonne(table, table.corps, rang)
            est_somme = table.est_somme or genre != "personnes"
            if genre in (*DES_GENS, "heures", "absences") and est_somme:
                self._additionner_la_colonne(table, tout, rang)
            if genre == "personnes" and (not est_somme or self.lus.ecart(tout, corps)):
                for nom in corps:
                    self.lus.contient(tout, nom)

    def _additionner_la_colonne(self, table: Table, tout: str, rang: int) -> None:
        sous_totaux = [ligne for ligne in table.lignes if ligne.code == SOUS_TOTAL]
        a_part = [ligne for ligne in table.corps if ligne.a_part and sous_totaux]
        reunies = self.noms.colonne(table, [x for x in table.corps if x not in a_part], rang)
        for sous_total in self.noms.colonne(table, sous_totaux, rang):
            self.lus.somme(sous_total, reunies)
            self.lus.gardes.add(sous_total)
            reunies = [sous_total]
        self.lus.somme(tout, [*reunies, *self.noms.colonne(table, a_part, rang)])

    def lier(self) -> None:
        """What holds from a figure to another, from a table to another."""
        for quand in ("", UN_AN_AVANT):
            for tout, part in CONTIENNENT:
                self.lus.contient(tout + quand, part + quand)
            if est_petit(self.lus.vrais.get(f"F07{quand}")):
                self.lus.suites[f"F07{quand}"] |= {
                    f"{nom}{quand}" for nom in ("F09", "F10", "F13/num")
                }
        if "devenir" in self.tables:
            for etapes in FAMILLES:
                self.lus.contient(*(self.noms.nom(f"devenir/{code}/Personnes") for code in etapes))
        if "semaines" in self.tables and "mois" in self.tables:
            self._lier_les_jours(self.tables["semaines"], self.tables["mois"])

    def _lier_les_jours(self, semaines: Table, mois: Table) -> None:
        """The days of a month are in the table of the weeks, but for Sundays and outings."""
        self.lus.somme("F09", self.noms.colonne(semaines, semaines.lignes, 6))
        jours: dict[str, list[str]] = defaultdict(list)
        for semaine in semaines.lignes:
            lundi = dt.date.fromisoformat(f"{semaine.code}-1")
            for rang in range(6):
                jour = lundi + dt.timedelta(days=rang)
                jours[f"{jour:%Y-%m}"].append(self.noms.case(semaines, semaine, rang))
        for ligne in mois.corps:
            self.lus.contient(self.noms.case(mois, ligne, 2), *jours[ligne.code])


def _genre(table: Table, rang: int) -> str:
    absences = table.cle == "ateliers" and rang in ABSENCES
    return "absences" if absences else table.colonnes[rang].genre


def _absences(presences: Cellule, taux: Cellule) -> int | None:
    """How many a rate leaves out, worked out as a reader would."""
    if not isinstance(presences, int) or not isinstance(taux, int | float) or not taux:
        return None
    return round(100 * presences / taux) - presences
