"""Where a person is, in words, and what comes due: computed, never stored, never a judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.urls import reverse

from centre.ecriture import date_situee, heure, jour_long
from parcours.models import Orientation, PointPrescripteur, Renouvellement
from parcours.models.orientations import LECTURE_APRES_FIN
from parcours.queries.points import echeance_du_point
from parcours.queries.renouvellements import Etat as EtatDeFin
from parcours.queries.renouvellements import Suite, suite_de

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
    """``url`` is where this reader answers, when it is for her to answer."""

    titre: str
    detail: str
    est_proche: bool = False
    url: str = ""


@dataclass(frozen=True)
class Faits:
    """What was already asked, answered or sent about a parcours."""

    renouvellements: tuple[Renouvellement, ...] = ()
    dernier_point: dt.date | None = None


SANS_FAIT = Faits()


def etat_de(
    orientation: Orientation | None,
    parcours: Parcours | None,
    premier_entretien: dt.datetime | None,
    jour: dt.date,
    faits: Faits = SANS_FAIT,
) -> Etat:
    """The six states of the social worker's list; why a fiche was closed is never told (ASN-04)."""
    if parcours:
        return _etat_du_parcours(parcours, jour, faits)
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


_DITS = {
    EtatDeFin.A_DEMANDER: "Renouvellement à demander",
    EtatDeFin.DEMANDE: "Renouvellement demandé",
    EtatDeFin.A_RELANCER: "Renouvellement demandé",
}


def _etat_du_parcours(parcours: Parcours, jour: dt.date, faits: Faits) -> Etat:
    if parcours.date_fin_reelle:
        detail = f"le {date_situee(parcours.date_fin_reelle, jour)}"
        return Etat("termine", "Parcours terminé", detail, "fini", 4)
    depuis = f"depuis le {date_situee(parcours.date_entree, jour)}"
    suite = suite_de(parcours, faits.renouvellements, jour)
    if suite and suite.etat in _DITS:
        return Etat("renouvellement", _DITS[suite.etat], depuis, "parcours", 1)
    return Etat("parcours", "En parcours", depuis, "parcours", 1)


def _est_proche(date: dt.date | None, jour: dt.date) -> bool:
    return date is not None and date <= jour + PROCHE


def _il_y_a(date: dt.date, jour: dt.date) -> str:
    ecart = (jour - date).days
    if ecart <= 0:
        return "aujourd’hui"
    return "hier" if ecart == 1 else f"il y a {ecart} jours"


def faits_de(parcours: Iterable[Parcours]) -> dict[int, Faits]:
    """Renewals and last point of some parcours, by parcours: two queries."""
    pks = [p.pk for p in parcours]
    lignes: dict[int, list[Renouvellement]] = {}
    lues = Renouvellement.objects.filter(parcours__in=pks).select_related("parcours__prescripteur")
    for ligne in lues:
        lignes.setdefault(ligne.parcours_id, []).append(ligne)
    derniers = dict(
        PointPrescripteur.objects.envoyes()
        .filter(parcours__in=pks)
        .order_by()
        .values_list("parcours")
        .annotate(dernier=Max("au"))
    )
    return {pk: Faits(tuple(lignes.get(pk, ())), derniers.get(pk)) for pk in pks}


def _echeance_du_point(
    parcours: Parcours, dernier: dt.date | None, jour: dt.date
) -> tuple[dt.date, Echeance] | None:
    le = echeance_du_point(parcours, dernier)
    if le is None:
        return None
    titre = f"Point des {parcours.dispositif.point_prescripteur_mois} mois"
    if le < jour:
        return le, Echeance(titre, f"attendu depuis le {date_situee(le, jour)}", True)
    if dernier and not _est_proche(le, jour):
        return le, Echeance(titre, f"fait le {date_situee(dernier, jour)}")
    return le, Echeance(titre, f"avant le {date_situee(le, jour)}", _est_proche(le, jour))


def echeance_de(
    parcours: Parcours | None, jour: dt.date, faits: Faits = SANS_FAIT, lecteur: int | None = None
) -> Echeance | None:
    """What comes first: an answer to give, the point with the prescriber, or the planned end.

    ``lecteur`` is the account that may be the prescriber: the answer then has a link.
    """
    if parcours is None:
        return None
    if parcours.date_fin_reelle:
        limite = parcours.date_fin_reelle + LECTURE_APRES_FIN
        return Echeance("Vos accès", f"jusqu’au {date_situee(limite, jour)}")
    suite = suite_de(parcours, faits.renouvellements, jour)
    if suite and suite.demande and suite.demande.est_en_attente:
        avant = f"avant le {date_situee(suite.fin, jour)}"
        return _avis_attendu(suite.demande, avant, lecteur)
    fin = parcours.date_fin_prevue
    point = _echeance_du_point(parcours, faits.dernier_point, jour)
    if point and (fin is None or point[0] < fin):
        return point[1]
    return _echeance_de_fin(suite, jour) if suite else None


def _avis_attendu(demande: Renouvellement, avant: str, lecteur: int | None) -> Echeance:
    """« Votre avis » for the prescriber alone; the others read whose answer is awaited."""
    prescripteur = demande.parcours.prescripteur
    if lecteur and prescripteur and prescripteur.utilisateur_id == lecteur:
        url = reverse("parcours:renouvellement-repondre", args=[demande.pk])
        return Echeance("Renouvellement", f"votre avis {avant}", True, url)
    return Echeance("Renouvellement", f"réponse du prescripteur attendue {avant}", True)


def _echeance_de_fin(suite: Suite, jour: dt.date) -> Echeance:
    return Echeance(
        "Fin prévue", f"le {date_situee(suite.fin, jour)}", _est_proche(suite.fin, jour)
    )
