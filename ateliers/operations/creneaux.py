"""The slots of a permanence: cut from its window, closed by hand, opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from ateliers.models import Atelier, ReglePermanence, Seance, Serie
from centre.erreurs import Refus
from centre.temps import maintenant


def decouper(
    serie: Serie, debut: dt.datetime, fin: dt.datetime
) -> list[tuple[dt.datetime, dt.datetime]]:
    """The whole slots of a permanence between two instants, with the pause of the series after
    each; a rest shorter than a slot is left out.

    Cut in UTC: on the wall clock an hour skipped or lived twice would make slots of another length.
    """
    if serie.atelier.genre != Atelier.Genre.PERMANENCE or not serie.duree_creneau:
        return []
    duree = dt.timedelta(minutes=serie.duree_creneau)
    pas = duree + dt.timedelta(minutes=serie.pause_creneau)
    debut, fin = debut.astimezone(dt.UTC), fin.astimezone(dt.UTC)
    creneaux = []
    while debut + duree <= fin:
        creneaux.append((debut, debut + duree))
        debut += pas
    return creneaux


def ecrire_creneaux(serie: Serie, fenetres: Iterable[Seance]) -> None:
    """Write the slots of windows just written; the caller holds the transaction."""
    Seance.objects.bulk_create(
        Seance(
            centre_id=fenetre.centre_id,
            atelier_id=fenetre.atelier_id,
            fenetre=fenetre,
            debut=debut,
            fin=fin,
            lieu_id=fenetre.lieu_id,
            capacite=1,
            etat=fenetre.etat,
        )
        for fenetre in fenetres
        if fenetre.date_origine
        for debut, fin in decouper(serie, fenetre.debut, fenetre.fin)
    )


def _verrouiller(creneau: Seance) -> Seance:
    if creneau.fenetre_id is None:
        raise Refus("Seul un créneau de permanence se ferme.", code="creneau")
    return Seance.objects.select_for_update(of=("self",)).get(pk=creneau.pk)


@transaction.atomic
def fermer_creneau(creneau: Seance, *, quand: dt.datetime | None = None) -> Seance:
    """Take a free slot out of booking; a second call changes nothing.

    It counts as touched, so that planning its series again keeps it closed. Raises Refus (codes:
    creneau, pris, annulee, passee).
    """
    quand = quand or maintenant()
    ligne = _verrouiller(creneau)
    if ligne.sieges_pris:
        raise Refus(
            "Quelqu’un a ce créneau. Libérez d’abord sa place, la personne sera prévenue.",
            code="pris",
        )
    if ligne.etat == Seance.Etat.ANNULEE:
        raise Refus("Cette permanence est annulée, ses créneaux aussi.", code="annulee")
    if ligne.debut <= quand:
        raise Refus("Ce créneau a commencé\u00a0: il ne se ferme plus.", code="passee")
    if ligne.ferme_le is None:
        ligne.ferme_le, ligne.est_touchee = quand, True
        ligne.save(update_fields=["ferme_le", "est_touchee"])
    creneau.ferme_le, creneau.est_touchee = ligne.ferme_le, True
    return ligne


@transaction.atomic
def rouvrir_creneau(creneau: Seance, *, quand: dt.datetime | None = None) -> Seance:
    """Give a closed slot back to booking; raises Refus when it has begun (code passee)."""
    quand = quand or maintenant()
    ligne = _verrouiller(creneau)
    if ligne.debut <= quand:
        raise Refus("Ce créneau a commencé\u00a0: il ne se rouvre plus.", code="passee")
    if ligne.ferme_le is not None:
        ligne.ferme_le, ligne.est_touchee = None, False
        ligne.save(update_fields=["ferme_le", "est_touchee"])
    creneau.ferme_le, creneau.est_touchee = None, False
    return ligne


@transaction.atomic
def enregistrer_regle(regle: ReglePermanence) -> ReglePermanence:
    """Write how a permanence is booked; slots already taken stay taken."""
    Atelier.objects.select_for_update(of=("self",)).get(pk=regle.atelier_id)
    regle.save()
    return regle
