"""Where a person is, in words, and what comes due: computed, never stored, never a judgement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from centre.ecriture import date_courte, heure, jour_long
from centre.temps import ajouter_mois
from parcours.models import Orientation
from parcours.models.orientations import LECTURE_APRES_FIN

if TYPE_CHECKING:
    from parcours.models import Parcours

# From here on, an end or a point is said to be near.
PROCHE = dt.timedelta(days=30)


@dataclass(frozen=True)
class Etat:
    """``forme`` is the drawn sign: parcours (disc), attente (ring), fini (square)."""

    code: str
    nom: str
    detail: str
    forme: str
    rang: int


@dataclass(frozen=True)
class Echeance:
    titre: str
    detail: str
    est_proche: bool = False


def etat_de(
    orientation: Orientation | None,
    parcours: Parcours | None,
    premier_entretien: dt.datetime | None,
    jour: dt.date,
) -> Etat:
    """The six states of the social worker's list; why a fiche was closed is never told (ASN-04)."""
    if parcours:
        return _etat_du_parcours(parcours, jour)
    if orientation is None or orientation.etat in Orientation.CLOSES:
        return Etat("close", "Fiche close", "le centre peut vous en parler", "fini", 4)
    if orientation.etat == Orientation.Etat.ENTRETIEN_FIXE:
        detail = ""
        if premier_entretien:
            detail = f"{jour_long(premier_entretien)}, {heure(premier_entretien)}"
        return Etat("entretien", "Premier entretien fixé", detail, "attente", 2)
    if orientation.etat == Orientation.Etat.CONTACT_EN_COURS:
        return Etat("appel", "Nous l’appelons", "", "attente", 2)
    return Etat("recue", "Orientation reçue", _il_y_a(orientation.recue_le, jour), "attente", 2)


def _etat_du_parcours(parcours: Parcours, jour: dt.date) -> Etat:
    if parcours.date_fin_reelle:
        detail = f"le {date_courte(parcours.date_fin_reelle)}"
        return Etat("termine", "Parcours terminé", detail, "fini", 4)
    depuis = f"depuis le {date_courte(parcours.date_entree)}"
    if _renouvelable(parcours) and _est_proche(parcours.date_fin_prevue, jour):
        return Etat("renouvellement", "Renouvellement à demander", depuis, "parcours", 1)
    return Etat("parcours", "En parcours", depuis, "parcours", 1)


def _renouvelable(parcours: Parcours) -> bool:
    return parcours.dispositif.renouvellements_max > 0


def _est_proche(date: dt.date | None, jour: dt.date) -> bool:
    return date is not None and date <= jour + PROCHE


def _il_y_a(date: dt.date, jour: dt.date) -> str:
    ecart = (jour - date).days
    if ecart <= 0:
        return "aujourd’hui"
    return "hier" if ecart == 1 else f"il y a {ecart} jours"


def prochain_point(parcours: Parcours, jour: dt.date) -> dt.date | None:
    """Due date of the next point with the prescriber, every n months from the entry (ASI-11)."""
    pas = parcours.dispositif.point_prescripteur_mois
    if not pas:
        return None
    rang = 1
    while ajouter_mois(parcours.date_entree, pas * rang) < jour:
        rang += 1
    return ajouter_mois(parcours.date_entree, pas * rang)


def echeance_de(parcours: Parcours | None, jour: dt.date) -> Echeance | None:
    """What comes first: the point with the prescriber, or the planned end."""
    if parcours is None:
        return None
    if parcours.date_fin_reelle:
        limite = parcours.date_fin_reelle + LECTURE_APRES_FIN
        return Echeance("Vos accès", f"jusqu’au {date_courte(limite)}")
    fin, point = parcours.date_fin_prevue, prochain_point(parcours, jour)
    if point and (fin is None or point < fin):
        mois = parcours.dispositif.point_prescripteur_mois
        return Echeance(
            f"Point des {mois} mois", f"avant le {date_courte(point)}", _est_proche(point, jour)
        )
    if fin is None:
        return None
    proche = _est_proche(fin, jour)
    if proche and _renouvelable(parcours) and parcours.dispositif.accord_prescripteur:
        return Echeance("Renouvellement", f"votre avis avant le {date_courte(fin)}", True)
    return Echeance("Fin prévue", f"le {date_courte(fin)}", proche)
