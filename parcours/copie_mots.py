"""Codes of the database in the words of the pages, for a copy that a person reads."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model

from centre.ecriture import nom_de_langue
from centre.effacement import modeles_declares
from centre.textes import sans_accent
from parcours.models import (
    Consentement,
    DemandeDroit,
    Entretien,
    Frein,
    Orientation,
    Parcours,
    Personne,
    ReferentParcours,
    TentativeContact,
)

SECTIONS: dict[str, type[Model]] = {
    "personne": Personne,
    "orientations": Orientation,
    "appels": TentativeContact,
    "parcours": Parcours,
    "referents": ReferentParcours,
    "entretiens": Entretien,
    "freins": Frein,
    "accords": Consentement,
    "demandes": DemandeDroit,
}
DIFFICULTES = {str(code): str(nom) for code, nom in Orientation.Difficulte.choices}


def en_mots(section: str, champ: str, valeur: Any) -> Any:
    """The word that pages write for a code; any other value comes back as it is.

    A section of the apps above is the model of that plural; elsewhere the column is enough, when
    every declared model that has it says the same word for this code.
    """
    if champ == "difficultes" and isinstance(valeur, list):
        return [DIFFICULTES.get(str(code), code) for code in valeur]
    if not isinstance(valeur, str) or not valeur:
        return valeur
    nom = champ.rpartition("__")[2]
    if nom == "langue":
        return nom_de_langue(valeur)
    modele = SECTIONS.get(section) or _du_meme_nom().get(section)
    if modele is not None and nom in _choix(modele):
        return _choix(modele).get(nom, {}).get(valeur, valeur)
    if section in SECTIONS:
        return valeur
    mots = _tous_les_mots().get((nom, valeur), frozenset())
    return next(iter(mots)) if len(mots) == 1 else valeur


def _choix(modele: type[Model]) -> dict[str, dict[str, str]]:
    """By field with choices, its codes and their words."""
    return {
        champ.name: {str(code): str(mot) for code, mot in getattr(champ, "flatchoices", ())}
        for champ in modele._meta.get_fields()
        if getattr(champ, "choices", None)
    }


@cache
def _du_meme_nom() -> dict[str, type[Model]]:
    modeles = [apps.get_model(etiquette) for etiquette in sorted(modeles_declares())]
    return {
        sans_accent(str(m._meta.verbose_name_plural)).lower().replace(" ", "_"): m for m in modeles
    }


@cache
def _tous_les_mots() -> dict[tuple[str, str], frozenset[str]]:
    trouves: dict[tuple[str, str], set[str]] = defaultdict(set)
    for etiquette in sorted(modeles_declares()):
        for champ, mots in _choix(apps.get_model(etiquette)).items():
            for code, mot in mots.items():
                trouves[champ, code].add(mot)
    return {cle: frozenset(mots) for cle, mots in trouves.items()}
