"""Who is already known: exact and likely duplicates, inside the centre and inside the file."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import CharField
from django.db.models.functions import Cast

from centre.textes import cle_de_nom
from parcours.models import Personne

if TYPE_CHECKING:
    from centre.models import Centre


@dataclass(frozen=True)
class Fiche:
    """What tells a known person, or a row above in the file, from another."""

    nom: str
    cle: str
    date_naissance: dt.date | None
    telephone: str
    courriel: str
    reference: str = ""

    @classmethod
    def de(cls, personne: Personne) -> Fiche:
        return cls(
            nom=str(personne),
            cle=cle_de_nom(personne.prenom, personne.nom),
            date_naissance=personne.date_naissance,
            # An empty number is a text; the truth of another one is its whole validation.
            telephone=getattr(personne.telephone, "as_e164", ""),
            courriel=personne.courriel.lower(),
        )

    def en_texte(self) -> list[str]:
        """Plain JSON, without reference: a row of a file, not yet of the base."""
        jour = self.date_naissance.isoformat() if self.date_naissance else ""
        return [self.nom, self.cle, jour, self.telephone, self.courriel]

    @classmethod
    def du_texte(cls, texte: list[str]) -> Fiche:
        nom, cle, jour, telephone, courriel = texte
        ne = dt.date.fromisoformat(jour) if jour else None
        return cls(nom, cle, ne, telephone, courriel)

    def est_la_meme_que(self, autre: Fiche) -> bool:
        """Same name, and the same birth date, telephone or e-mail."""
        return self.cle == autre.cle and any(
            mien and mien == sien
            for mien, sien in (
                (self.date_naissance, autre.date_naissance),
                (self.telephone, autre.telephone),
                (self.courriel, autre.courriel),
            )
        )

    def ressemble_a(self, autre: Fiche) -> bool:
        """Same name without two different birth dates; or one birth date and a name in common."""
        if self.cle == autre.cle:
            connues = self.date_naissance and autre.date_naissance
            return not connues
        meme_jour = self.date_naissance and self.date_naissance == autre.date_naissance
        return bool(meme_jour) and bool(set(self.cle.split()) & set(autre.cle.split()))


@dataclass
class Repertoire:
    """Known people of a centre, found by name or birth date without a query per row."""

    par_cle: dict[str, list[Fiche]] = field(default_factory=lambda: defaultdict(list))
    par_jour: dict[dt.date, list[Fiche]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def du_centre(cls, centre: Centre) -> Repertoire:
        """Columns, not people: numbers are compared as they are stored."""
        repertoire = cls()
        gens = Personne.objects.actives().filter(centre=centre).order_by("pk")
        for reference, prenom, nom, jour, telephone, courriel in gens.values_list(
            *("reference", "prenom", "nom", "date_naissance"),
            Cast("telephone", CharField()),
            "courriel",
        ):
            cle = cle_de_nom(prenom, nom)
            fiche = Fiche(f"{prenom} {nom}", cle, jour, telephone, courriel.lower(), str(reference))
            repertoire.ajouter(fiche)
        return repertoire

    def fiches(self) -> set[Fiche]:
        return {fiche for lot in self.par_cle.values() for fiche in lot}

    def ajouter(self, fiche: Fiche) -> None:
        self.par_cle[fiche.cle].append(fiche)
        if fiche.date_naissance:
            self.par_jour[fiche.date_naissance].append(fiche)

    def proches(self, fiche: Fiche) -> Iterable[Fiche]:
        yield from self.par_cle.get(fiche.cle, ())
        if fiche.date_naissance:
            yield from self.par_jour.get(fiche.date_naissance, ())

    def connue(self, fiche: Fiche) -> Fiche | None:
        return next((f for f in self.proches(fiche) if fiche.est_la_meme_que(f)), None)

    def ressemblante(self, fiche: Fiche) -> Fiche | None:
        return next((f for f in self.proches(fiche) if fiche.ressemble_a(f)), None)
