"""How long imports stay: the names of an abandoned file, and the means to take one back."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from bilans.models import Import, ObjetImporte
from bilans.models.imports import DELAI_POUR_DEFAIRE
from bilans.operations.imports import abandonner_import
from centre.conservation import Regle


def _laisses(quand: dt.datetime) -> QuerySet[Import]:
    return Import.objects.en_cours().filter(cree_le__lte=quand - DELAI_POUR_DEFAIRE)


def _objets(quand: dt.datetime) -> QuerySet[ObjetImporte]:
    return ObjetImporte.objects.filter(importe__applique_le__lte=quand - DELAI_POUR_DEFAIRE)


def _compter(quand: dt.datetime) -> int:
    return _laisses(quand).count() + _objets(quand).count()


def _appliquer(quand: dt.datetime) -> int:
    laisses = list(_laisses(quand).defer("contenu"))
    for importe in laisses:
        abandonner_import(importe)
    objets, _ = _objets(quand).delete()
    return len(laisses) + objets


IMPORTS = Regle(
    code="imports",
    quoi="Fichiers importés\u00a0: ceux qui attendent, et de quoi les défaire",
    duree="7 jours",
    ensuite="Effacés",
    pourquoi="Le contenu d’un fichier confirmé est effacé aussitôt.",
    compter=_compter,
    appliquer=_appliquer,
)
