"""Places, enrolments, changes of published séances, offers, secret links."""

from inscriptions.operations.apercu import Apercu, LigneApercu, apercu_changement
from inscriptions.operations.changements import (
    AnnulationVoulue,
    Changement,
    DeplacementVoulu,
    RemplacementVoulu,
    changer_seances,
    defaire,
    peut_se_defaire,
    retablir,
)
from inscriptions.operations.changer_serie import ChangementDeSerie, SerieVoulue, changer_serie
from inscriptions.operations.dates import (
    ChangementDeDates,
    apercu_des_dates,
    basculer_date,
    replanifier,
)
from inscriptions.operations.offres import confirmer_place, proposer_place
from inscriptions.operations.places import (
    PAR_DEFAUT,
    annuler_place,
    parcours_par_defaut,
    prendre_place,
)
from inscriptions.operations.series import desinscrire, inscrire

__all__ = [
    "PAR_DEFAUT",
    "AnnulationVoulue",
    "Apercu",
    "Changement",
    "ChangementDeDates",
    "ChangementDeSerie",
    "DeplacementVoulu",
    "LigneApercu",
    "RemplacementVoulu",
    "SerieVoulue",
    "annuler_place",
    "apercu_changement",
    "apercu_des_dates",
    "basculer_date",
    "changer_seances",
    "changer_serie",
    "confirmer_place",
    "defaire",
    "desinscrire",
    "inscrire",
    "parcours_par_defaut",
    "peut_se_defaire",
    "prendre_place",
    "proposer_place",
    "replanifier",
    "retablir",
]
