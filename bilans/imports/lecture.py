"""Cells into values, through import-export: each wrong cell with its sentence, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource

from bilans.imports.colonnes import Colonne

Cellules = Mapping[str, str]


class LignesResource(Resource):
    """Reads rows of any kind of file into plain values; keeps them instead of saving them."""

    class Meta:
        import_id_fields: tuple[str, ...] = ()
        instance_loader_class = BaseInstanceLoader
        use_transactions = False
        skip_diff = True
        store_row_values = False

    def __init__(self, colonnes: Sequence[Colonne]) -> None:
        super().__init__()
        self.colonnes = colonnes
        self.lues: list[dict[str, Any]] = []
        self.fields = {
            c.nom: Field(attribute=c.nom, column_name=c.nom, widget=c.widget) for c in colonnes
        }

    def get_instance(self, instance_loader: Any, row: Any) -> None:
        return None

    def init_instance(self, row: Any = None) -> SimpleNamespace:
        return SimpleNamespace(pk=None)

    def import_field(self, field: Any, instance: Any, row: Any, *args: Any, **kwargs: Any) -> None:
        """An empty or absent cell says nothing: the default of the model stays."""
        if str(row.get(field.column_name) or "").strip():
            super().import_field(field, instance, row, *args, **kwargs)

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        erreurs = dict(args[0]) if args and args[0] else {}
        for colonne in self.colonnes:
            vide = getattr(instance, colonne.nom, None) in (None, "")
            exigee = colonne.obligatoire and not colonne.est_parfois_vide
            if exigee and vide and colonne.nom not in erreurs:
                erreurs[colonne.nom] = ValidationError("Cette case est vide.")
        if erreurs:
            raise ValidationError(erreurs)

    def skip_row(self, instance: Any, original: Any, row: Any, *args: Any) -> bool:
        return False

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing is written here: the values wait for the verdict of their kind."""
        self.lues.append({n: v for n, v in vars(instance).items() if n != "pk"})


def nettoyer(
    colonnes: Sequence[Colonne], lignes: Sequence[Cellules]
) -> list[dict[str, Any] | ValidationError]:
    """The values of each row, or what is wrong with it; same order, same length."""
    if not lignes:
        return []
    donnees = tablib.Dataset(headers=[c.nom for c in colonnes])
    for cellules in lignes:
        donnees.append([cellules.get(c.nom, "") for c in colonnes])
    ressource = LignesResource(colonnes)
    # Nothing is saved here, and a dry run would take the lock of the base for as long as it reads.
    resultat = ressource.import_data(donnees, dry_run=False, raise_errors=False)
    suite = iter(ressource.lues)
    rendus: list[dict[str, Any] | ValidationError] = []
    for rang in resultat.rows:
        if rang.validation_error is not None:
            rendus.append(rang.validation_error)
        elif rang.errors:
            rendus.append(ValidationError("Cette ligne ne se lit pas."))
        else:
            rendus.append(next(suite))
    return rendus
