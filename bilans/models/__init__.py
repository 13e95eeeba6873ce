"""What the bilans keep: files imported and exported, frozen reports and their words, agreements."""

from bilans.models.conventions import Convention
from bilans.models.exports import Export
from bilans.models.imports import Correspondance, Import, LigneImport, ObjetImporte
from bilans.models.rapports import Audience, Rapport, TexteRapport

__all__ = [
    "Audience",
    "Convention",
    "Correspondance",
    "Export",
    "Import",
    "LigneImport",
    "ObjetImporte",
    "Rapport",
    "TexteRapport",
]
