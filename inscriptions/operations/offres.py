"""A seat is free and somebody waits: offer it to the first, in strict order (S8)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.temps import maintenant
from inscriptions.models import Inscription, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.verrou import ecriture, verrouiller

if TYPE_CHECKING:
    from centre.models import Utilisateur

DUREE = dt.timedelta(hours=24)


def _premiere(seance: Seance, place: Place, quand: dt.datetime) -> Place:
    """Read a waiting place again under the lock of its séance; refuse what is not its turn."""
    lue = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    lue.seance = seance
    if lue.etat != Place.Etat.LISTE_ATTENTE:
        raise Refus("Cette personne n’attend plus de place à cette date.", code="etat")
    if seance.est_annulee or seance.debut <= quand:
        raise Refus("Cette séance est annulée ou passée.", code="passee")
    premiere = Place.objects.en_attente().filter(seance=seance).first()
    if premiere is None or premiere.pk != lue.pk:
        raise Refus("Une autre personne attend depuis plus longtemps.", code="rang")
    if seance.places_libres < lue.sieges:
        raise Refus("Il n’y a pas encore assez de places libres.", code="complet")
    return lue


def proposer_place(
    place: Place, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Place:
    """Hold the seats for the first of the queue and tell her: 24 hours, never past the start."""
    quand = quand or maintenant()
    with ecriture():
        [seance] = verrouiller([place.seance_id])
        lue = _premiere(seance, place, quand)
        lue.etat, lue.rang = Place.Etat.PROPOSEE, None
        lue.offre_jusqua = min(quand + DUREE, seance.debut)
        lue.save(update_fields=["etat", "rang", "offre_jusqua"])
        Seance.objects.filter(pk=seance.pk).update(sieges_pris=F("sieges_pris") + lue.sieges)
        agenda_change([lue.personne_id], quand=quand)
        prevenir.de_l_offre(lue, quand=quand)
        return lue


def confirmer_place(
    place: Place, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Place:
    """Turn an offer, or the first rank of the queue, into a place; twice is once."""
    quand = quand or maintenant()
    with ecriture():
        [seance] = verrouiller([place.seance_id])
        lue = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        if lue.etat == Place.Etat.CONFIRMEE:
            return lue
        if lue.etat != Place.Etat.PROPOSEE:
            lue = _premiere(seance, place, quand)
            Seance.objects.filter(pk=seance.pk).update(sieges_pris=F("sieges_pris") + lue.sieges)
        elif seance.est_annulee or seance.debut <= quand:
            raise Refus("Cette séance est annulée ou passée.", code="passee")
        lue.seance = seance
        lue.etat, lue.rang, lue.offre_jusqua = Place.Etat.CONFIRMEE, None, None
        lue.save(update_fields=["etat", "rang", "offre_jusqua"])
        Inscription.objects.filter(places=lue, etat=Inscription.Etat.LISTE_ATTENTE).update(
            etat=Inscription.Etat.CONFIRMEE
        )
        agenda_change([lue.personne_id], quand=quand)
        invitations.synchroniser([lue.personne], quand=quand)
        prevenir.de_la_place(lue, quand=quand)
        return lue
