"""Taking an import back: what it wrote goes, what somebody used since stays and is named."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from bilans.imports.registre import GENRES
from bilans.models import Import
from centre.erreurs import Refus
from centre.temps import maintenant

PAR_REQUETE = 500


@dataclass
class Retrait:
    """Keys that would go and those that stay, by label of model."""

    partent: dict[str, list[int]] = field(default_factory=dict)
    restent: dict[str, list[int]] = field(default_factory=dict)

    @property
    def nombre(self) -> int:
        return sum(len(cles) for cles in self.partent.values())

    @property
    def gardees(self) -> int:
        return sum(len(cles) for cles in self.restent.values())

    def objets_gardes(self, nombre: int = 50) -> Iterator[models.Model]:
        """The first rows of each kind that stay."""
        for etiquette, cles in self.restent.items():
            yield from apps.get_model(etiquette)._default_manager.filter(pk__in=cles[:nombre])


def _paquets(cles: Sequence[int]) -> Iterator[Sequence[int]]:
    for debut in range(0, len(cles), PAR_REQUETE):
        yield cles[debut : debut + PAR_REQUETE]


def _liens_vers(modele: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every model and field that points at this one, links between both included."""
    for lien in modele._meta.get_fields(include_hidden=True):
        if isinstance(lien, models.ForeignObjectRel) and lien.concrete is False:
            champ: Any = lien.field
            # A link between two rows stands in a table of its own, which is found too; the table
            # of its own links goes with a row.
            if isinstance(champ, models.ManyToManyField) or lien.related_model in _tables(modele):
                continue
            yield lien.related_model, champ.attname


def _tables(modele: type[models.Model]) -> list[type[models.Model]]:
    """Where the links that this model declares are kept."""
    return [_table(champ) for champ in modele._meta.local_many_to_many]


def _table(champ: Any) -> type[models.Model]:
    table: type[models.Model] = champ.remote_field.through
    return table


def empreintes(modele: type[models.Model], cles: Sequence[int]) -> dict[int, str]:
    """What each row holds in the base now; nothing for a model whose rows have a version."""
    champs = [f.attname for f in modele._meta.concrete_fields]
    if "version" in champs:
        return {}
    lues: dict[int, str] = {}
    for paquet in _paquets(cles):
        for cle, *valeurs in modele._base_manager.filter(pk__in=paquet).values_list("pk", *champs):
            lues[cle] = hashlib.sha256(repr(valeurs).encode()).hexdigest()[:16]
    return lues


def _changees(modele: type[models.Model], ecrites: dict[int, str]) -> set[int]:
    """Keys of the rows that are not as the import wrote them."""
    ici = empreintes(modele, list(ecrites))
    changees = {cle for cle, empreinte in ici.items() if empreinte != ecrites[cle]}
    if any(f.name == "version" for f in modele._meta.concrete_fields):
        for paquet in _paquets(list(ecrites)):
            plus_tard = modele._base_manager.filter(pk__in=paquet, version__gt=1)
            changees.update(plus_tard.values_list("pk", flat=True))
    return changees


def _employees(
    modele: type[models.Model], cles: Sequence[int], partent: dict[str, list[int]]
) -> set[int]:
    """Keys that a row which does not go with this import points at."""
    employees: set[int] = set()
    for paquet in _paquets(cles):
        for origine, champ in _liens_vers(modele):
            lignes = origine._base_manager.filter(**{f"{champ}__in": paquet})
            retirees = set(partent.get(origine._meta.label_lower, ()))
            for cle, vise in lignes.values_list("pk", champ):
                if cle not in retirees:
                    employees.add(vise)
    return employees


def preparer_retrait(importe: Import) -> Retrait:
    """What undoing would take back now, in the order in which rows can go."""
    retrait, genre = Retrait(), GENRES[importe.genre]
    ecrits: dict[str, dict[int, str]] = {}
    objets = importe.objets.order_by("id").values_list("modele", "cle", "empreinte")
    for etiquette, cle, empreinte in objets:
        ecrits.setdefault(etiquette, {})[cle] = empreinte
    signees = genre.signees(ecrits)
    for etiquette in genre.ordre_de_retrait:
        modele, voulues = apps.get_model(etiquette), ecrits.get(etiquette, {})
        vivantes = [
            cle
            for paquet in _paquets(list(voulues))
            for cle in modele._base_manager.filter(pk__in=paquet).values_list("pk", flat=True)
        ]
        gardees = _employees(modele, vivantes, retrait.partent) | _changees(modele, voulues)
        gardees |= signees.get(etiquette, set())
        retrait.partent[etiquette] = [cle for cle in vivantes if cle not in gardees]
        retrait.restent[etiquette] = sorted(gardees)
    for partie, champ, tout in genre.ensembles:
        _garder_ensemble(retrait, partie, champ, set(retrait.restent[tout]))
    return retrait


def _garder_ensemble(retrait: Retrait, partie: str, champ: str, restent: set[int]) -> None:
    """What is a part of something that stays, stays with it."""
    modele = apps.get_model(partie)
    liees: set[int] = set()
    for paquet in _paquets(retrait.partent[partie]):
        lignes = modele._base_manager.filter(pk__in=paquet).values_list("pk", champ)
        liees.update(cle for cle, tout in lignes if tout in restent)
    retrait.partent[partie] = [cle for cle in retrait.partent[partie] if cle not in liees]
    retrait.restent[partie] = sorted({*retrait.restent[partie], *liees})


def _retirer(modele: type[models.Model], cles: Sequence[int]) -> None:
    """Nothing points at these rows any more: no cascade to look for, table after table."""
    for champ in modele._meta.local_many_to_many:
        nom = champ.m2m_field_name()
        _table(champ)._base_manager.filter(**{f"{nom}__in": cles}).delete()
    lignes = modele._base_manager.filter(pk__in=cles)
    lignes._raw_delete(lignes.db)


@transaction.atomic
def defaire_import(importe: Import, *, quand: dt.datetime | None = None) -> Retrait:
    """Remove what the import wrote and nobody used since; return what went and what stays.

    Raises Refus after seven days, or when it was already undone (code delai).
    """
    quand = quand or maintenant()
    garde = Import.objects.select_for_update(of=("self",)).get(pk=importe.pk)
    if not garde.se_defait_le(quand):
        raise Refus("Un import se défait pendant sept jours, une seule fois.", code="delai")
    retrait = preparer_retrait(garde)
    GENRES[garde.genre].avant_retrait(retrait.partent)
    for etiquette, cles in retrait.partent.items():
        modele = apps.get_model(etiquette)
        for paquet in _paquets(cles):
            _retirer(modele, paquet)
    garde.etat = Import.Etat.DEFAIT
    garde.save(update_fields=["etat"])
    garde.objets.all().delete()
    return retrait
