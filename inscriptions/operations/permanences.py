"""What a permanence refuses, said once for every way of booking a slot."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ateliers.models import ReglePermanence, Seance
from centre.ecriture import heure, jour_long
from centre.erreurs import Refus
from centre.permissions import EQUIPE, PARTENAIRES
from inscriptions.creneaux import pris_par_des_partenaires, sont_gardes

if TYPE_CHECKING:
    from centre.models import Utilisateur

PRIS = "Ce créneau vient d’être pris. Choisissez-en un autre."


def est_partenaire(par: Utilisateur | None, centre_id: int) -> bool:
    """Whether she books for a partner: a role in the team weighs more than one outside."""
    if par is None or par.a_role(centre_id, *EQUIPE):
        return False
    return par.a_role(centre_id, *PARTENAIRES)


def refuser_hors_regles(
    creneau: Seance,
    *,
    par: Utilisateur | None,
    par_la_personne: bool,
    quand: dt.datetime,
) -> None:
    """Refuse a slot, locked with its window, that its permanence does not give now.

    Codes: ferme, reserve_a_l_equipe, trop_tot, trop_tard, pris, garde. The team, and the service
    itself (``par`` None), are bound by closed and kept slots only.
    """
    if creneau.ferme_le is not None:
        raise Refus("Ce créneau est fermé. Choisissez-en un autre.", code="ferme")
    regle = ReglePermanence.objects.de(creneau.atelier)
    partenaire = not par_la_personne and est_partenaire(par, creneau.centre_id)
    if par_la_personne or partenaire:
        _refuser_dehors(creneau, regle, partenaire=partenaire, quand=quand)
    if not partenaire and creneau.places_libres:
        refuser_les_gardes(creneau, quand=quand)


def refuser_les_gardes(creneau: Seance, *, quand: dt.datetime) -> None:
    """Refuse a free slot, locked with its window, that is kept for prescribers (code garde)."""
    if est_garde(creneau, quand):
        regle = ReglePermanence.objects.de(creneau.atelier)
        raise Refus(
            "Les créneaux qui restent sont gardés pour les travailleurs sociaux jusqu’au "
            f"{_moment(creneau.debut - dt.timedelta(hours=regle.rendus_heures))}.",
            code="garde",
        )


def _refuser_dehors(
    creneau: Seance, regle: ReglePermanence, *, partenaire: bool, quand: dt.datetime
) -> None:
    """The rules of those who do not work for the centre."""
    ouverte = regle.prescripteurs_reservent if partenaire else regle.participants_reservent
    if not ouverte:
        raise Refus(
            "Cette permanence se réserve auprès du centre. Appelez-le.", code="reserve_a_l_equipe"
        )
    if quand > regle.au_plus_tard(creneau):
        raise Refus(
            "Il est trop tard pour réserver ce créneau en ligne\u00a0: c’était possible jusqu’au "
            f"{_moment(regle.au_plus_tard(creneau))}. Appelez le centre.",
            code="trop_tard",
        )
    if quand < regle.au_plus_tot(creneau):
        raise Refus(
            f"Ce créneau se réserve à partir du {_moment(regle.au_plus_tot(creneau))}.",
            code="trop_tot",
        )
    if not creneau.places_libres:
        raise Refus(PRIS, code="pris")


def _moment(quand: dt.datetime) -> str:
    return f"{jour_long(quand)} à {heure(quand)}"


def est_garde(creneau: Seance, quand: dt.datetime) -> bool:
    """Whether the free slots of the window are all kept: a prescriber's booking uses one up."""
    gardes = ReglePermanence.objects.de(creneau.atelier).gardes_le(creneau, quand)
    if not gardes:
        return False
    libres = Seance.objects.filter(
        fenetre=creneau.fenetre_id,
        etat=Seance.Etat.PREVUE,
        ferme_le__isnull=True,
        sieges_pris=0,
        debut__gt=quand,
    )
    pris = pris_par_des_partenaires(creneau.fenetre_id, creneau.centre_id)
    return sont_gardes(gardes=gardes, libres=libres.count(), pris=pris)
