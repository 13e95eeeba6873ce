"""The slots of a permanence as each one may read them: the team with names, a partner only the
free ones."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ateliers.models import Atelier, ReglePermanence, Seance
from ateliers.queries.creneaux import noms_des_creneaux
from centre.models import Affectation
from centre.permissions import EQUIPE, PARTENAIRES
from centre.temps import a_paris
from inscriptions.models import Place

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centre.models import Centre, Utilisateur
    from parcours.models import Personne


@dataclass(frozen=True)
class CreneauVu:
    """One slot of a window and what may be done with it."""

    seance: Seance
    etat: str
    qui: str = ""
    se_ferme: bool = False
    se_rouvre: bool = False


MOTS = {
    "annule": "Annulé",
    "ferme": "Fermé",
    "garde": "Gardé pour les travailleurs sociaux",
    "libre": "Libre",
    "passe": "Passé",
    "pris": "Pris",
}


def comptes_partenaires(centre_id: int) -> list[int]:
    """Accounts that work, or worked, for a partner of this centre and not for the centre."""
    roles = list(Affectation.objects.filter(centre=centre_id).values_list("utilisateur", "role"))
    equipe = {pk for pk, role in roles if role in EQUIPE}
    return sorted({pk for pk, role in roles if role in PARTENAIRES} - equipe)


def pris_par_des_partenaires(fenetre_id: int | None, centre_id: int) -> int:
    """How many slots of a window a partner booked: each uses up one of those that are kept."""
    tenues = Place.objects.tenues().filter(seance__fenetre=fenetre_id)
    return tenues.filter(faite_par__in=comptes_partenaires(centre_id)).count()


def sont_gardes(*, gardes: int, libres: int, pris: int) -> bool:
    """Whether all the free slots of a window are kept for prescribers."""
    return gardes > 0 and libres <= max(0, gardes - pris)


def creneaux_de(
    fenetre: Seance, utilisateur: Utilisateur, *, quand: dt.datetime
) -> list[CreneauVu]:
    """The slots of a window in order, with the names this user may read."""
    creneaux = list(fenetre.creneaux.order_by("debut"))
    noms = noms_des_creneaux(utilisateur, creneaux)
    regle = ReglePermanence.objects.de(fenetre.atelier)
    pris = pris_par_des_partenaires(fenetre.pk, fenetre.centre_id) if regle.creneaux_gardes else 0
    libres = sum(_est_libre(c, quand) for c in creneaux)
    vus = []
    for creneau in creneaux:
        garde = sont_gardes(gardes=regle.gardes_le(creneau, quand), libres=libres, pris=pris)
        etat = _etat(creneau, quand, est_garde=garde)
        vus.append(
            CreneauVu(
                creneau,
                etat,
                qui=noms.get(creneau.pk, ""),
                se_ferme=etat in ("libre", "garde"),
                se_rouvre=etat == "ferme" and creneau.debut > quand,
            )
        )
    return vus


def _est_libre(creneau: Seance, quand: dt.datetime) -> bool:
    ouvert = creneau.etat == Seance.Etat.PREVUE and creneau.ferme_le is None
    return ouvert and not creneau.sieges_pris and creneau.debut > quand


def _etat(creneau: Seance, quand: dt.datetime, *, est_garde: bool) -> str:
    if creneau.est_annulee:
        return "annule"
    if creneau.sieges_pris:
        return "pris"
    if creneau.ferme_le is not None:
        return "ferme"
    if creneau.debut <= quand:
        return "passe"
    return "garde" if est_garde else "libre"


def creneaux_reservables(
    utilisateur: Utilisateur, centre: Centre, *, quand: dt.datetime
) -> list[Seance]:
    """The free slots that a partner may take now, and nothing of the others; two queries.

    The rules of ``operations.permanences`` decide again when one is taken.
    """
    lignes = ReglePermanence.objects.filter(atelier__centre=centre)
    regles = {regle.atelier_id: regle for regle in lignes}
    creneaux = (
        Seance.objects.visibles_par(utilisateur)
        .creneaux()
        .filter(
            centre=centre,
            etat=Seance.Etat.PREVUE,
            ferme_le__isnull=True,
            sieges_pris=0,
            debut__gt=quand,
            atelier__genre=Atelier.Genre.PERMANENCE,
            atelier__archive_le__isnull=True,
        )
        .select_related("atelier", "lieu")
        .order_by("debut", "pk")
    )
    return [c for c in creneaux if _s_ouvre(c, regles.get(c.atelier_id), quand)]


def _s_ouvre(creneau: Seance, regle: ReglePermanence | None, quand: dt.datetime) -> bool:
    regle = regle or ReglePermanence(atelier=creneau.atelier)
    ouvert = regle.au_plus_tot(creneau) <= quand <= regle.au_plus_tard(creneau)
    return regle.prescripteurs_reservent and ouvert


def creneaux_ouverts(personne: Personne, *, quand: dt.datetime) -> list[Seance]:
    """The free slots that a participant may take alone now, where her centre allows it.

    Named lines only; none of a permanence where she has a slot to come, nor of those kept for
    prescribers. Three queries at most. ``operations.permanences`` decides again.
    """
    lignes = ReglePermanence.objects.filter(
        atelier__centre=personne.centre_id, participants_reservent=True
    )
    regles = {regle.atelier_id: regle for regle in lignes}
    if not regles:
        return []
    tenus = Place.objects.tenues().filter(personne=personne, seance__debut__gt=quand)
    creneaux = (
        Seance.objects.affichables()
        .creneaux()
        .filter(
            atelier__in=regles,
            etat=Seance.Etat.PREVUE,
            ferme_le__isnull=True,
            sieges_pris=0,
            debut__gt=quand,
        )
        .exclude(atelier__in=tenus.values("seance__atelier"))
        .select_related("atelier", "lieu")
        .order_by("debut", "pk")
    )
    libres = list(creneaux)
    par_fenetre = Counter(c.fenetre_id for c in libres)
    pris = _pris_par_fenetre(personne.centre_id, par_fenetre) if _gardent(regles) else Counter()
    return [c for c in libres if _est_a_elle(c, regles[c.atelier_id], par_fenetre, pris, quand)]


def _gardent(regles: dict[int, ReglePermanence]) -> bool:
    return any(regle.creneaux_gardes for regle in regles.values())


def _pris_par_fenetre(centre_id: int, fenetres: Iterable[int | None]) -> Counter[int | None]:
    """How many slots of each window a partner booked; two queries."""
    prises = Place.objects.tenues().filter(
        seance__fenetre__in=[f for f in fenetres if f],
        faite_par__in=comptes_partenaires(centre_id),
    )
    return Counter(prises.values_list("seance__fenetre", flat=True))


def _est_a_elle(
    creneau: Seance,
    regle: ReglePermanence,
    libres: Counter[int | None],
    pris: Counter[int | None],
    quand: dt.datetime,
) -> bool:
    garde = sont_gardes(
        gardes=regle.gardes_le(creneau, quand),
        libres=libres[creneau.fenetre_id],
        pris=pris[creneau.fenetre_id],
    )
    return not garde and regle.au_plus_tot(creneau) <= quand <= regle.au_plus_tard(creneau)


def reservations_de(
    utilisateur: Utilisateur, centre: Centre, *, quand: dt.datetime
) -> QuerySet[Place]:
    """The slots to come that this partner booked and that still stand: hers alone."""
    return (
        Place.objects.confirmees()
        .filter(
            faite_par=utilisateur.pk,
            seance__centre=centre,
            seance__centre__in=utilisateur.centres_ids(*PARTENAIRES),
            seance__fenetre__isnull=False,
            seance__debut__gt=quand,
        )
        .select_related("personne", "seance__atelier", "seance__lieu")
        .order_by("seance__debut", "pk")
    )


def par_jour(creneaux: Sequence[Seance]) -> dict[tuple[Atelier, dt.date], list[Seance]]:
    """Free slots by permanence and by day of Paris, in order."""
    groupes: dict[tuple[Atelier, dt.date], list[Seance]] = {}
    for creneau in creneaux:
        cle = (creneau.atelier, a_paris(creneau.debut).date())
        groupes.setdefault(cle, []).append(creneau)
    return groupes
