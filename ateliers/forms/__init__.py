"""Forms of the programme: shape and words of the input, every error beside its field."""

from ateliers.forms.ateliers import AtelierForm
from ateliers.forms.champs import ANNEES, ChampHeure, ChampJour, DatesField, lire_date
from ateliers.forms.series import NouvelleSerieForm, SerieForm

__all__ = [
    "ANNEES",
    "AtelierForm",
    "ChampHeure",
    "ChampJour",
    "DatesField",
    "NouvelleSerieForm",
    "SerieForm",
    "lire_date",
]
