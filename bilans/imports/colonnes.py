"""The columns of a kind of file: the words that name them, and how a cell is understood."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from import_export.widgets import Widget

from centre.ecriture import JOURS
from centre.temps import aujourdhui
from centre.textes import sans_accent

FORMES_DE_JOUR = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
# Some labels have a comma.
POINT_VIRGULE = "\u00a0; "
OUI = {"oui", "o", "x", "1", "vrai", "yes", "true"}
NON = {"non", "n", "0", "faux", "no", "false", "-"}


def mot_cle(texte: str) -> str:
    """A heading or a word without accents, capitals, double spaces or typographic apostrophe."""
    return " ".join(sans_accent(texte).split())


class Texte(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return str(value or "").strip()


class Choix(Widget):
    """A word of a closed list, whatever its capitals and accents."""

    def __init__(self, choix: dict[str, Any], message: str) -> None:
        super().__init__()
        self.choix, self.message = {mot_cle(m): v for m, v in choix.items()}, message

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        mot = mot_cle(str(value or ""))
        if mot and mot not in self.choix:
            raise ValueError(self.message)
        return self.choix.get(mot, "")


def choix_de(choix: type[models.Choices], **mots: Any) -> Choix:
    """The labels and the codes of a closed list, and other words; wrong, it says the labels."""
    lus = {mot: c.value for c in choix for mot in (str(c.label), str(c.value))} | mots
    return Choix(
        lus, f"Écrivez l’un de ceux-ci\u00a0: {POINT_VIRGULE.join(map(str, choix.labels))}."
    )


class Plusieurs(Choix):
    """Several words of a closed list, separated by commas or semicolons."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        mots = [m for m in re.split(r"[,;/]", str(value or "")) if m.strip()]
        return [super(Plusieurs, self).clean(mot) for mot in mots]


class Jour(Widget):
    """A civil date written as in France or as ISO, between ``premier`` and today."""

    def __init__(self, message: str, *, a_venir: bool = False) -> None:
        super().__init__()
        self.message, self.a_venir = message, a_venir

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        texte = str(value or "").strip()
        if not texte:
            return None
        for forme in FORMES_DE_JOUR:
            try:
                jour = dt.datetime.strptime(texte, forme).date()  # noqa: DTZ007 (a civil date)
            except ValueError:
                continue
            dernier = dt.date(2099, 12, 31) if self.a_venir else aujourdhui()
            if dt.date(1900, 1, 1) <= jour <= dernier and self._est_clair(forme):
                return jour
        raise ValueError(self.message)

    def _est_clair(self, forme: str) -> bool:
        """Two figures of a year say a recent day; of a birth they would say nothing."""
        return True if "%Y" in forme else self.accepte_annee_courte

    @property
    def accepte_annee_courte(self) -> bool:
        return True


class Naissance(Jour):
    """Day, month, year on four figures; neither in the future nor before 1900."""

    @property
    def accepte_annee_courte(self) -> bool:
        return False


class Heure(Widget):
    """« 14:00 », « 14h », « 14 h 30 », « 9h05 »; minutes of a civil clock."""

    FORME = re.compile(r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?(?::\d{2})?)?")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.time | None:
        texte = mot_cle(str(value or "")).replace("\u00a0", " ").replace("\u202f", " ")
        if not texte:
            return None
        lu = self.FORME.fullmatch(texte)
        heure, minute = (int(lu[1]), int(lu[2] or 0)) if lu else (99, 0)
        if heure > 23 or minute > 59:
            raise ValueError("Écrivez l’heure comme 14:00.")
        return dt.time(heure, minute)


class Nombre(Widget):
    """A whole number between two bounds, both included."""

    def __init__(self, mini: int, maxi: int) -> None:
        super().__init__()
        self.mini, self.maxi = mini, maxi

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        texte = "".join(str(value or "").split())
        if not texte:
            return None
        if not re.fullmatch(r"\d{1,6}", texte) or not self.mini <= int(texte) <= self.maxi:
            raise ValueError(f"Écrivez un nombre entre {self.mini} et {self.maxi}.")
        return int(texte)


class OuiNon(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        mot = mot_cle(str(value or ""))
        if mot not in {"", *OUI, *NON}:
            raise ValueError("Écrivez oui ou non.")
        return mot in OUI if mot else None


class Telephone(Widget):
    """A French number; a spreadsheet may have eaten its first zero."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        texte = str(value or "").strip()
        return f"0{texte}" if re.fullmatch(r"[1-79]\d{8}", texte) else texte


@dataclass(frozen=True)
class Colonne:
    """One column: its name in the files we make, the headings that also name it, an example."""

    nom: str
    etiquette: str
    mots: tuple[str, ...]
    exemple: str
    widget: Widget = field(default_factory=Texte)
    obligatoire: bool = False
    # The heading is asked for all the same; the kind says when a cell may be empty.
    est_parfois_vide: bool = False
    # Read when a file has it, not asked of somebody who fills our own.
    est_au_modele: bool = True

    @property
    def noms(self) -> set[str]:
        return {mot_cle(mot) for mot in (self.nom, self.etiquette, *self.mots)}


JOURS_DE_LA_SEMAINE = Choix(
    {jour: rang for rang, jour in enumerate(JOURS)}, "Écrivez un jour\u00a0: lundi, mardi…"
)
