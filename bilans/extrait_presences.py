"""Presences for a spreadsheet: fixed columns, no live formula, protected lists kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from import_export.fields import Field
from import_export.formats import base_formats
from import_export.resources import ModelResource

from bilans.figures.presences import presences_de
from centre.tableur import sans_formule
from centre.temps import a_paris
from presences.models import Presence
from presences.queries.feuilles import intervalle

if TYPE_CHECKING:
    import tablib

    from bilans.figures import Perimetre, Periode
    from centre.models import Utilisateur

# Column, what it holds: the page of the export prints this list.
COLONNES = {
    "date": "Jour de la séance (AAAA-MM-JJ)",
    "debut": "Heure de début, à Paris",
    "fin": "Heure de fin, à Paris",
    "atelier_code": "Code de l’atelier",
    "atelier": "Titre de l’atelier",
    "genre": "atelier, permanence ou sortie",
    "lieu": "Lieu",
    "personne": "Référence de la personne, toujours la même",
    "prenom": "Prénom",
    "nom": "Nom",
    "reponse": "present, present_partiel, absent_excuse ou absent",
    "minutes": "Minutes réelles de présence",
    "arrivee": "Heure d’arrivée, si la personne est arrivée en retard",
    "depart": "Heure de départ, si elle est partie avant la fin",
    "raison": "Catégorie d’une absence prévenue",
    "places": "Places demandées, famille comprise",
    "places_occupees": "Places occupées, famille comprise",
    "origine": "inscription, ponctuelle ou sans_inscription",
    "dispositif": "Code du dispositif du parcours, s’il y en a un",
    "etat_seance": "prevue (feuille encore ouverte) ou tenue",
}


class _SansFormule:
    """Replaces the escape of import-export, which knows « = » only and drops it."""

    def _escape_formulae(self, dataset: tablib.Dataset) -> None:
        for _ in range(len(dataset)):
            dataset.append([sans_formule(cellule) for cellule in dataset.lpop()])


class CSV(_SansFormule, base_formats.CSV):
    """Semicolons and a byte order mark: a French spreadsheet opens it with its accents."""

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return super().export_data(dataset, delimiter=";", **kwargs).encode("utf-8-sig")


class XLSX(_SansFormule, base_formats.XLSX):
    pass


FORMATS: dict[str, CSV | XLSX] = {"csv": CSV(), "xlsx": XLSX()}


def _heure(moment: Any) -> str:
    return f"{a_paris(moment):%H:%M}" if moment else ""


class PresenceResource(ModelResource):
    """One row per answer of a sheet, in the order of ``COLONNES``."""

    class Meta:
        model = Presence
        fields = ()

    def get_export_fields(self, selected_fields: Any = None) -> list[Field]:
        return [Field(column_name=nom) for nom in COLONNES]

    def export_resource(
        self, instance: Presence, selected_fields: Any = None, **kwargs: Any
    ) -> list[Any]:
        place = instance.place
        seance, personne = place.seance, place.personne
        debut, fin = intervalle(instance)
        est_la = instance.statut in Presence.POSITIFS
        return [
            a_paris(seance.debut).date().isoformat(),
            _heure(seance.debut),
            _heure(seance.fin),
            seance.atelier.code,
            seance.titre_complet,
            seance.atelier.genre,
            seance.lieu.nom,
            str(personne.reference),
            personne.prenom,
            personne.nom,
            instance.statut,
            int((fin - debut).total_seconds() // 60) if est_la else 0,
            _heure(instance.arrivee),
            _heure(instance.depart),
            instance.motif,
            place.sieges,
            instance.sieges_presents if est_la else 0,
            place.origine,
            place.parcours.dispositif.code if place.parcours else "",
            seance.etat,
        ]


def presences_exportables(
    utilisateur: Utilisateur, perimetre: Perimetre, periode: Periode
) -> QuerySet[Presence]:
    """Answers of the period that this reader may see one by one (level 3: its team only).

    Asked of each row: SQLite tries every visible answer in every place when given their list.
    """
    visibles = Presence.objects.visibles_par(utilisateur).filter(pk=OuterRef("pk"))
    return (
        presences_de(perimetre, periode)
        .filter(Exists(visibles))
        .select_related(
            "place__personne",
            "place__seance__atelier",
            "place__seance__lieu",
            "place__parcours__dispositif",
        )
    )
