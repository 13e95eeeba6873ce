"""What the bilans keep: files imported and exported, reports, agreements, answers to funders."""

from bilans.models.conventions import Convention
from bilans.models.exports import Export
from bilans.models.imports import Correspondance, Import, LigneImport, ObjetImporte
from bilans.models.participations import OrdreFSE, ParticipationFSE
from bilans.models.rapports import Audience, Rapport, TexteRapport

__all__ = [
    "Audience",
    "Convention",
    "Correspondance",
    "Export",
    "Import",
    "LigneImport",
    "ObjetImporte",
    "OrdreFSE",
    "ParticipationFSE",
    "Rapport",
    "TexteRapport",
]
