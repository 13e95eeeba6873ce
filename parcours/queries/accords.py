"""Her agreements as one reader may know them: with whom is not for everybody (§3.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parcours.fiche import Lecture, lecture_de
from parcours.models import Consentement

if TYPE_CHECKING:
    import datetime as dt

    from centre.models import Utilisateur
    from parcours.models import Personne


@dataclass(frozen=True)
class AccordLu:
    accord: Consentement
    avec: str


def accords_lus_par(
    utilisateur: Utilisateur, personne: Personne, quand: dt.datetime
) -> list[AccordLu]:
    """All of them. Who oriented her is named to readers of that parcours, a sensitive organisation
    to whom leads one: four queries."""
    lecture = lecture_de(personne, utilisateur, quand)
    accords = (
        Consentement.objects.visibles_par(utilisateur)
        .filter(personne=personne)
        .select_related("destinataire", "parcours__prescripteur__organisme")
    )
    return [AccordLu(accord, _avec(accord, lecture)) for accord in accords]


def _avec(accord: Consentement, lecture: Lecture) -> str:
    if accord.destinataire:
        cache = accord.destinataire.est_sensible and not lecture.nomme_les_sensibles
        return "un partenaire" if cache else accord.destinataire.nom
    if accord.parcours is None or accord.parcours.prescripteur is None:
        return ""
    lus = {parcours.pk for parcours in lecture.droits.parcours}
    return str(accord.parcours.prescripteur.organisme) if accord.parcours_id in lus else ""
