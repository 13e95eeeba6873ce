"""Séances read as plain rows: what they share is built once, so that sixty of them cost little."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models.base import ModelState

from ateliers.models import Atelier, Seance
from centre.models import Lieu, Professionnel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from ateliers.models.seances import SeanceQuerySet


# What a block shows and what clashes are found by: sixty whole rows cost as much as the page.
DE_LA_SEANCE = (
    *("id", "centre_id", "atelier_id", "serie_id", "fenetre_id", "debut", "fin", "lieu_id"),
    *("titre_propre", "capacite", "surreservation", "sieges_pris", "etat", "motif_annulation"),
    *("ferme_le", "version"),
)
DE_L_ATELIER = ("id", "genre", "titre", "slug", "theme", "pictogramme", "sensibilite")
DU_LIEU = ("id", "nom", "slug", "organisme_id")
DU_MENEUR = ("id", "prenom", "nom")
CHAMPS = (
    *DE_LA_SEANCE,
    *(f"atelier__{nom}" for nom in DE_L_ATELIER),
    *(f"lieu__{nom}" for nom in DU_LIEU),
)
_MENEURS = tuple(f"animateurs__{nom}" for nom in DU_MENEUR)
_ATELIER, _LIEU = Seance._meta.get_field("atelier"), Seance._meta.get_field("lieu")
_A = len(DE_LA_SEANCE)
_L = _A + len(DE_L_ATELIER)
_M = _L + len(DU_LIEU)
_FIN = _M + len(DU_MENEUR)


@cache
def lignes() -> Any:
    """Séances as plain rows, one for each person who leads them, in order: a queryset to filter.

    Written once, because naming thirty columns costs as much as reading them.
    """
    rangees = Seance.objects.order_by("debut", "id", "animateurs__nom", "animateurs__prenom")
    return rangees.values_list(*CHAMPS, *_MENEURS)


def lire(gardees: SeanceQuerySet, *, au_plus: int | None = None) -> tuple[list[Seance], bool]:
    """Read ``lignes()``, filtered: séances, their atelier, their place and who leads them, in one
    query.

    Two séances of one atelier hold the same object; other fields stay deferred. Annotations are
    kept. ``au_plus`` bounds the rows, of which a séance led by two people takes two; the second
    value says whether that bound was reached.
    """
    lues: list[Any] = list(gardees[:au_plus])
    annotees = tuple(gardees.query.annotations)
    return _assembler(lues, gardees.db, annotees), len(lues) == au_plus


def _batir(modele: type[Model], noms: tuple[str, ...], valeurs: tuple[Any, ...], base: str) -> Any:
    """What ``from_db`` builds, without signals that nobody hears: half a millisecond for sixty."""
    objet = modele.__new__(modele)
    objet._state = ModelState()
    objet._state.adding, objet._state.db = False, base
    vars(objet).update(zip(noms, valeurs, strict=True))
    return objet


def _assembler(
    rangees: Sequence[tuple[Any, ...]], base: str, annotees: tuple[str, ...]
) -> list[Seance]:
    communs: dict[tuple[type[Model], int], Any] = {}

    def commun(modele: type[Model], noms: tuple[str, ...], valeurs: tuple[Any, ...]) -> Any:
        cle = (modele, valeurs[0])
        if cle not in communs:
            communs[cle] = _batir(modele, noms, valeurs, base)
        return communs[cle]

    lues: dict[int, Any] = {}
    for ligne in rangees:
        seance = lues.get(ligne[0])
        if seance is None:
            seance = lues[ligne[0]] = _batir(Seance, DE_LA_SEANCE, ligne[:_A], base)
            _ATELIER.set_cached_value(seance, commun(Atelier, DE_L_ATELIER, ligne[_A:_L]))
            _LIEU.set_cached_value(seance, commun(Lieu, DU_LIEU, ligne[_L:_M]))
            seance.meneurs_lus = []
            for nom, valeur in zip(annotees, ligne[_FIN:], strict=True):
                setattr(seance, nom, valeur)
        if ligne[_M] is not None:
            seance.meneurs_lus.append(commun(Professionnel, DU_MENEUR, ligne[_M:_FIN]))
    return list(lues.values())
