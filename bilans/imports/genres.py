"""What an import is made of, whatever it brings: the contract that each kind of file fills."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from bilans.imports.colonnes import Colonne
from bilans.models import LigneImport

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

Etat = LigneImport.Etat
Valeurs = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What would become of one row, and why."""

    etat: str
    nom: str = ""
    message: str = ""
    lien: str = ""
    element: Any = None
    # What the next slices must know of this row when it is added: plain JSON.
    memoire: Any = None


class Genre:
    """One kind of file, read for one centre. Each instance remembers the rows it has accepted."""

    code: ClassVar[str]
    titre: ClassVar[str]
    ce_que_ca_fait: ClassVar[str]
    colonnes: ClassVar[tuple[Colonne, ...]]
    # Whose rows are removed first when an import is taken back: labels of models.
    ordre_de_retrait: ClassVar[tuple[str, ...]] = ()
    # A part, its field, and the whole with which it stays; the largest whole first.
    ensembles: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    # Pages describe the kind itself, before any file.
    do_not_call_in_templates: ClassVar[bool] = True

    def __init__(self, centre: Centre, par: Utilisateur) -> None:
        self.centre, self.par = centre, par

    @classmethod
    def obligatoires(cls) -> list[Colonne]:
        return [c for c in cls.colonnes if c.obligatoire]

    @classmethod
    def du_modele(cls) -> list[Colonne]:
        return [c for c in cls.colonnes if c.est_au_modele]

    @classmethod
    def deduites(cls, colonnes: Collection[str]) -> set[str]:
        """Columns that ``completer`` fills from these."""
        return set()

    @classmethod
    def completer(cls, cellules: dict[str, str]) -> dict[str, str]:
        """The cells of one row, with those that others of them say."""
        return cellules

    def nommer(self, valeurs: Valeurs) -> str:
        """How the row is called on the page, even when it is wrong."""
        return " ".join(str(valeurs.get(c.nom) or "") for c in self.obligatoires()[:2]).strip()

    def examiner(
        self, valeurs: Valeurs, *, choisie: bool = False, est_relue: bool = False
    ) -> Verdict:
        """Say what the cleaned cells of one row would do; an added row counts for the next ones.

        ``choisie`` is a lookalike that somebody asked to add anyway; ``est_relue`` is a row whose
        cells were found right before, and only the base may have changed. Raises ValidationError.
        """
        raise NotImplementedError

    def sait(self) -> Any:
        """What rows are compared with, before any is: two equal answers make the same verdicts.

        None is never equal: these verdicts are always made under the lock.
        """
        return None

    def se_rappeler(self, memoire: Any) -> None:
        """Count a row accepted by an earlier slice, from the ``memoire`` of its verdict."""
        raise NotImplementedError

    def ecrire(self, elements: Sequence[Any]) -> list[models.Model]:
        """Write the ``element`` of each added verdict and return every row made, in order."""
        raise NotImplementedError

    @classmethod
    def signees(cls, ecrits: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
        """Of the keys written, by label of model, those that somebody answers for since."""
        return {}

    @classmethod
    def avant_retrait(cls, partent: Mapping[str, Sequence[int]]) -> None:
        """Put right what counts the rows that are about to go."""


def controler(instance: models.Model, *, sauf: Sequence[str] = ()) -> None:
    """All the rules of a model but those that another row of the base decides."""
    instance.full_clean(exclude=list(sauf), validate_unique=False)


def phrases(erreur: ValidationError, colonnes: Sequence[Colonne]) -> str:
    """Each column with its sentence, in French, on one line."""
    if not hasattr(erreur, "error_dict"):
        return " ".join(erreur.messages)
    etiquettes = {c.nom: c.etiquette for c in colonnes}
    morceaux = []
    for nom, messages in erreur.message_dict.items():
        texte = " ".join(messages)
        morceaux.append(f"{etiquettes[nom]}\u00a0: {texte}" if nom in etiquettes else texte)
    return " ".join(morceaux)
