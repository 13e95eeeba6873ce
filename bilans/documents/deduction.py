"""What a reader works out from the numbers she is shown, and what to hide so that she does not.

Numbers are tied by sums: a whole and its parts. Those that are hidden are unknowns; whatever the
sums leave one way to be is as good as shown. One rule for every report: hide until nothing secret
is left so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from bilans.documents import CACHE, PETIT, Cellule

SEUIL = 5
INFINI = float("inf")
# An unknown that no report shows: the rest of a whole.
MUET = ""
Bornes = tuple[float, float]
Equation = dict[str, int]


def est_petit(valeur: Cellule) -> bool:
    return isinstance(valeur, int | float) and 0 < valeur < SEUIL


@dataclass(frozen=True)
class Somme:
    """``tout`` is the sum of ``parts``, but for ``ecart`` that the reader is supposed to know."""

    tout: str
    parts: tuple[str, ...]
    ecart: int

    @property
    def termes(self) -> Iterable[tuple[str, int]]:
        yield self.tout, 1
        for part in self.parts:
            yield part, -1


@dataclass
class Nombres:
    """True numbers by name, the marks of the hidden ones, and what may not be worked out.

    ``dits`` were given out before and cannot be hidden any more; ``gardes`` are parts that stay
    rather than their whole; ``suites`` are hidden with the number that they follow.
    """

    vrais: dict[str, int] = field(default_factory=dict)
    marques: dict[str, str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    dits: set[str] = field(default_factory=set)
    gardes: set[str] = field(default_factory=set)
    suites: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sommes: dict[str, list[Somme]] = field(default_factory=lambda: defaultdict(list))

    def somme(self, tout: str, parts: Iterable[str]) -> None:
        connues = tuple(part for part in parts if part in self.vrais and part != tout)
        if tout not in self.vrais or not connues:
            return
        somme = Somme(tout, connues, self.ecart(tout, connues))
        for nom, _ in somme.termes:
            self.sommes[nom].append(somme)

    def ecart(self, tout: str, parts: Iterable[str]) -> int:
        return self.vrais.get(tout, 0) - sum(self.vrais.get(part, 0) for part in parts)

    def contient(self, tout: str, *parts: str) -> None:
        """A whole and some of it: the rest is people too, secret when they are few.

        No rest beside several parts is a sum; one part that is the whole may not be known to be.
        """
        connues = [part for part in parts if part in self.vrais and part != tout]
        reste = self.ecart(tout, connues)
        if not connues or reste < 0:
            return
        if reste or len(connues) == 1:
            muet = f"{tout} − {' − '.join(connues)}"
            self.vrais[muet], self.marques[muet] = reste, MUET
            if est_petit(reste):
                self.secrets.add(muet)
            connues.append(muet)
        self.somme(tout, connues)

    def soustraire(self, nom: str, dit: int, source: str) -> None:
        """``dit`` is what ``source`` tells of a part of ``nom``, or of a whole that holds it."""
        if nom in self.vrais and est_petit(abs(self.vrais[nom] - dit)):
            self.vrais[source] = dit
            self.dits.add(source)
            petit, grand = sorted((nom, source), key=self.vrais.__getitem__)
            self.contient(grand, petit)

    def cacher(self, nom: str) -> None:
        """The number and what follows it, unless it was given out before."""
        if nom in self.marques or nom in self.dits:
            return
        self.marques[nom] = CACHE
        for suite in self.suites[nom]:
            self.cacher(suite)

    def taire(self, nom: str, marque: str = PETIT) -> None:
        """Hide a number that nobody may work out, nor what follows it."""
        if nom in self.dits:
            return
        self.cacher(nom)
        self.marques[nom] = marque
        self.secrets |= ({nom, *self.suites[nom]} & self.vrais.keys()) - self.dits

    def proteger(self) -> None:
        """Hide the least that leaves no secret one way to be."""
        perdus: set[str] = set()
        while True:
            deduits = self.deduits()
            touchees: set[Somme] = set()
            fuites = sorted((deduits & self.secrets) - perdus)
            if not fuites:
                return
            for secret in fuites:
                siennes = {*self.sommes[secret]}
                if touchees.isdisjoint(siennes):
                    choisi = self._a_cacher(secret, deduits)
                    touchees |= siennes.intersection(self.sommes[choisi or secret]) or siennes
                    if choisi:
                        self.cacher(choisi)
                    elif not self._flouter(secret):
                        perdus.add(secret)

    def deduits(self) -> set[str]:
        """Hidden numbers that the others leave one way to be."""
        equations = []
        for somme in {somme: None for lot in self.sommes.values() for somme in lot}:
            inconnues: Equation = {}
            constante = somme.ecart
            for nom, signe in somme.termes:
                if nom in self.marques:
                    inconnues[nom] = inconnues.get(nom, 0) + signe
                else:
                    constante -= signe * self.vrais[nom]
            if inconnues:
                equations.append((inconnues, constante))
        resolus = _resolus([inconnues for inconnues, _ in equations])
        bornes = {nom: self._bornes(nom) for inconnues, _ in equations for nom in inconnues}
        bornes |= {nom: (self.vrais[nom], self.vrais[nom]) for nom in resolus}
        while _resserrer(equations, bornes):
            pass
        return {nom for nom, (bas, haut) in bornes.items() if bas == haut}

    def _bornes(self, nom: str) -> Bornes:
        """What a mark says; « masqué » is no handful, for who knows how marks are put."""
        marque = self.marques[nom]
        if marque == PETIT:
            return 1, SEUIL - 1
        return (SEUIL if marque == CACHE and self.vrais[nom] >= SEUIL else 0), INFINI

    def _a_cacher(self, secret: str, deduits: set[str]) -> str | None:
        """What to hide of the sums that tell ``secret``, nearest first.

        What no other sum tells at once; a part rather than a whole; the smallest.
        """
        inconnus = {n for n, marque in self.marques.items() if marque == MUET or n not in deduits}
        repli: str | None = None
        vus, front = {secret}, {secret}
        while front:
            voisines = [somme for nom in sorted(front) for somme in self.sommes[nom]]
            choix = sorted(
                (
                    self._est_dit_ailleurs(nom, somme, inconnus),
                    2 if nom in self.gardes else int(nom == somme.tout),
                    self.vrais[nom],
                    nom,
                )
                for somme in voisines
                for nom, _ in somme.termes
                if self._se_cache(nom)
            )
            if choix and not choix[0][0]:
                return choix[0][-1]
            repli = repli or (choix[0][-1] if choix else None)
            proches = {nom for somme in voisines for nom, _ in somme.termes}
            front = (proches & deduits) - vus
            vus |= front
        return repli

    def _est_dit_ailleurs(self, nom: str, ici: Somme, inconnus: set[str]) -> bool:
        """Whether another sum has no other unknown: hidden alone, the number would be told."""
        return any(
            inconnus.isdisjoint(autre for autre, _ in somme.termes if autre != nom)
            for somme in self.sommes[nom]
            if somme != ici
        )

    def _se_cache(self, nom: str) -> bool:
        return nom not in self.marques and nom not in self.dits and self.vrais[nom] != 0

    def _flouter(self, secret: str) -> bool:
        """Nothing left to hide: « < 5 » says too much (four rows of one make a « < 5 » of four)."""
        noms = [nom for somme in self.sommes[secret] for nom, _ in somme.termes]
        choisi = next((nom for nom in noms if self.marques.get(nom) == PETIT), None)
        if choisi:
            self.marques[choisi] = CACHE
        return choisi is not None


def _resserrer(equations: list[tuple[Equation, int]], bornes: dict[str, Bornes]) -> bool:
    """Narrow each unknown by what the others can be; whether any was narrowed."""
    change = False
    for inconnues, constante in equations:
        for sens in (1, -1):
            minima = {
                nom: min(sens * signe * borne for borne in bornes[nom])
                for nom, signe in inconnues.items()
            }
            infinis = [nom for nom, valeur in minima.items() if valeur == -INFINI]
            fini = sum(valeur for valeur in minima.values() if valeur != -INFINI)
            for nom in infinis if len(infinis) == 1 else [] if infinis else inconnues:
                limite = sens * constante - fini + (0 if infinis else minima[nom])
                bas, haut = bornes[nom]
                if sens * inconnues[nom] > 0:
                    bornes[nom] = bas, min(haut, limite)
                else:
                    bornes[nom] = max(bas, -limite), haut
                change = change or bornes[nom] != (bas, haut)
    return change


def _resolus(equations: list[Equation]) -> set[str]:
    """Unknowns that adding and subtracting the sums leaves alone (Gauss and Jordan)."""
    pivots: dict[str, dict[str, Fraction]] = {}
    frequence: dict[str, int] = defaultdict(int)
    for equation in equations:
        for nom in equation:
            frequence[nom] += 1
    for equation in equations:
        rangee = {nom: Fraction(signe) for nom, signe in equation.items()}
        for nom in [nom for nom in rangee if nom in pivots]:
            _retrancher(rangee, nom, pivots[nom])
        if not rangee:
            continue
        pivot = min(rangee, key=lambda nom: (frequence[nom], nom))
        rangee = {nom: valeur / rangee[pivot] for nom, valeur in rangee.items()}
        for autre in pivots.values():
            if pivot in autre:
                _retrancher(autre, pivot, rangee)
        pivots[pivot] = rangee
    return {pivot for pivot, rangee in pivots.items() if len(rangee) == 1}


def _retrancher(rangee: dict[str, Fraction], nom: str, pivot: dict[str, Fraction]) -> None:
    facteur = rangee[nom]
    for autre, valeur in pivot.items():
        rangee[autre] = rangee.get(autre, Fraction(0)) - facteur * valeur
        if not rangee[autre]:
            del rangee[autre]
