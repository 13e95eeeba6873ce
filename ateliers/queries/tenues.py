"""What rows of other apps hold."""

from __future__ import annotations

from collections.abc import Collection

from ateliers.models import Seance


def seances_tenues(ids: Collection[int]) -> set[int]:
    """Those of ``ids`` to which a row of another app points: a place, a presence, a sheet.

    Found in the model registry, so that an app above is heard without being named. One query per
    relation, whatever the number of séances.
    """
    tenues: set[int] = set()
    for relation in Seance._meta.related_objects:
        modele = relation.related_model
        if modele._meta.app_label == Seance._meta.app_label:
            continue
        champ = relation.field.attname
        lignes = modele._base_manager.filter(**{f"{champ}__in": list(ids)})
        tenues.update(lignes.values_list(champ, flat=True))
    return tenues
