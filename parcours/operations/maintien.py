"""A job begins: the parcours goes on for a while, then ends; the job stops: it comes back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import ajouter_mois, aujourdhui
from parcours.models import Parcours, TransitionParcours
from parcours.operations.partage import ouvert_et_verrouille

if TYPE_CHECKING:
    from centre.models import Utilisateur

Etat = TransitionParcours.Etat
# A job may be written when it is agreed, a little before its first day.
AVANT = dt.timedelta(days=31)


def derniere_transition(parcours: Parcours) -> TransitionParcours | None:
    return TransitionParcours.objects.filter(parcours=parcours).order_by("-pk").first()


def _ecrire(
    parcours: Parcours, *, vers: str, jour: dt.date, fin: dt.date | None, par: Utilisateur
) -> TransitionParcours:
    de = Etat.EN_COURS if vers == Etat.MAINTIEN else Etat.MAINTIEN
    transition = TransitionParcours.objects.create(
        parcours=parcours,
        de=de,
        vers=vers,
        jour=jour,
        fin_avant=parcours.date_fin_prevue,
        fin_apres=fin,
        par=par,
    )
    parcours.date_fin_prevue = fin
    parcours.save(update_fields=["date_fin_prevue"])
    return transition


@transaction.atomic
def commencer_emploi(
    parcours: Parcours, *, debut: dt.date, par: Utilisateur, jour: dt.date | None = None
) -> TransitionParcours:
    """The parcours ends n months after ``debut`` (31/01 → 28/02), n being the frame’s (AGL-10).

    Nothing closes by itself: at that date the référent writes the end. ``jour`` is today.
    """
    parcours = ouvert_et_verrouille(parcours)
    mois = parcours.dispositif.fin_apres_emploi_mois
    if not mois:
        raise Refus("Dans ce dispositif, un emploi ne change pas la fin du parcours.", code="cadre")
    derniere = derniere_transition(parcours)
    if derniere and derniere.vers == Etat.MAINTIEN:
        raise Refus("Un début d’emploi est déjà écrit.", code="deja")
    if not parcours.date_entree <= debut <= (jour or aujourdhui()) + AVANT:
        raise Refus("Le début d’emploi vient après l’entrée, et au plus dans un mois.", code="date")
    if derniere and debut < derniere.jour:
        raise Refus("Le nouvel emploi vient après la fin du précédent.", code="date")
    return _ecrire(parcours, vers=Etat.MAINTIEN, jour=debut, fin=ajouter_mois(debut, mois), par=par)


@transaction.atomic
def arreter_emploi(
    parcours: Parcours, *, fin: dt.date, par: Utilisateur, jour: dt.date | None = None
) -> TransitionParcours:
    """The job stopped: « en cours » again, with the planned end of before (AGL-10)."""
    parcours = ouvert_et_verrouille(parcours)
    derniere = derniere_transition(parcours)
    if derniere is None or derniere.vers != Etat.MAINTIEN:
        raise Refus("Aucun emploi en cours n’est écrit.", code="aucun")
    if not derniere.jour <= fin <= (jour or aujourdhui()):
        raise Refus("La fin d’emploi vient après son début, et avant demain.", code="date")
    return _ecrire(parcours, vers=Etat.EN_COURS, jour=fin, fin=derniere.fin_avant, par=par)
