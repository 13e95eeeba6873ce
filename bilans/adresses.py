"""Which list each number of a report opens: the numbers of its tables that a figure counts too."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.urls import reverse

from bilans.documents import Ligne, Table
from bilans.figures import Perimetre, Periode
from bilans.tableaux import adresse
from centre.temps import ajouter_mois

# Figure and list behind one row, by table.
RANGEES = {
    "devenir": {"orientees": ("F02", ""), "jointes": ("F03", "")},
    "qpv": {"oui": ("F24", ""), "inconnu": ("F24", "inconnu")},
    "sorties": {"dynamique": ("F20", ""), "total": ("F19", "")},
}
# Figure and list behind each column, by table.
LISTES = {
    "ateliers": {
        "Prévues": ("F11", "prevues"), "Tenues": ("F11", "tenues"),
        "Annulées": ("F11", "annulees"), "Venues": ("F07", ""), "Présences": ("F09", ""),
        "Heures": ("F10", ""), "Taux de présence": ("F13", ""), "Taux d’assiduité": ("F14", ""),
        "Taux de remplissage": ("F15", ""),
    },
    "orienteurs": {"Orientées": ("F02", "")},
    "prescripteurs": {
        "Orientations": ("F01", ""), "Jointes": ("F16", ""),
        "Premier contact, en jours": ("F16", ""),
    },
    "mois": {"Entrées": ("F04", ""), "Présences": ("F09", "")},
}  # fmt: skip


@dataclass(frozen=True)
class Adresses:
    """For whom and when the report was composed."""

    perimetre: Perimetre
    periode: Periode

    def case(self, table: Table, ligne: Ligne, colonne: str) -> str:
        """The address behind one cell; nothing where no list counts it alone."""
        rang = [c.nom for c in table.colonnes].index(colonne)
        code, cle = LISTES.get(table.cle, {}).get(colonne, ("", ""))
        if rang == 0 and table.cle in RANGEES:
            code, cle = RANGEES[table.cle].get(ligne.code, ("", ""))
        champs = self._champs(table, ligne) if code else None
        if champs is None or not ligne.cellules[rang]:
            return ""
        periode = self.periode
        if table.cle == "mois" and not ligne.est_total:
            periode = _du_mois(ligne.code, periode)
        liste = {"liste": cle} if cle else {}
        suite = adresse(self.perimetre, periode, **champs, **liste)
        return f"{reverse('bilans:figure', args=[code])}?{suite}"

    def _champs(self, table: Table, ligne: Ligne) -> dict[str, str] | None:
        if ligne.code == "sous-total":
            return {"sorties": "non"}
        if ligne.est_total or table.cle in ("mois", *RANGEES):
            return {}
        filtre = "atelier" if table.cle == "ateliers" else "organisme"
        return {filtre: ligne.code} if ligne.code else None


def _du_mois(code: str, periode: Periode) -> Periode:
    """The days of « 2026-03 » that are in the period."""
    premier = dt.date.fromisoformat(f"{code}-01")
    dernier = ajouter_mois(premier, 1) - dt.timedelta(days=1)
    return replace(periode, du=max(premier, periode.du), au=min(dernier, periode.au))
