"""The word before a séance: by the channel that reaches each, by day, to whom nobody just spoke."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from ateliers.models import Atelier, Seance
from centre.models import Message
from centre.temps import JOUR, a_paris, bornes_du_jour, instant
from inscriptions.models import Envoi, Place
from inscriptions.operations import graines
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.prevenir import ecrire_a
from inscriptions.operations.verrou import ecriture
from parcours.models import Personne

HEURES = range(9, 19)
# After this hour of Paris a reminder that has not left stays: nobody is woken up, and « demain »
# would not be true any more.
SOIR = dt.time(20)
# Each turn stays short; the next minute takes the rest.
LOT = 50
Quand = Atelier.Rappels
# Days before → the settings of an atelier that ask for this word.
ECHEANCES = {1: (Quand.VEILLE, Quand.DEUX), 7: (Quand.SEMAINE, Quand.DEUX)}
# Who heard a voice about this date so lately, or read of a change of it, knows.
DIT_DEPUIS, ECRIT_DEPUIS = 7 * JOUR, JOUR


def rappeler_les_seances(quand: dt.datetime) -> int:
    """Write the reminders due today (Europe/Paris), between 9:00 and 19:00; return how many.

    Nothing for a séance that has begun, for a place taken today, for who said that she does not
    come, for who was told of this date in the last days or is on the call list for it. Paper is
    in her hand already: nothing more.
    """
    if a_paris(quand).hour not in HEURES:
        return 0
    with ecriture():
        courrier = Courrier(quand)
        with courrier.en_lot():
            for jours in ECHEANCES:
                for place in _a_rappeler(jours, quand):
                    _ecrire(place, courrier, jours=jours)
        return len(courrier.envois)


def _a_rappeler(jours: int, quand: dt.datetime) -> list[Place]:
    aujourdhui = a_paris(quand).date()
    debut, fin = bornes_du_jour(aujourdhui + dt.timedelta(days=jours))
    places = (
        Place.objects.confirmees()
        .filter(
            _joignables(),
            ~Exists(_dits(aujourdhui, quand)),
            seance__debut__gte=debut,
            seance__debut__lt=fin,
            seance__etat=Seance.Etat.PREVUE,
            seance__atelier__rappels__in=ECHEANCES[jours],
            faite_le__lt=bornes_du_jour(aujourdhui)[0],
        )
        .exclude(intention=Place.Intention.NE_VIENT_PAS)
        .select_related("personne", "seance__atelier", "seance__lieu", "seance__centre")
    )
    return list(places.order_by("seance__debut", "pk")[:LOT])


def _joignables() -> Q:
    """Persons whose channel is a mail, an SMS or a call (``Personne.canal_effectif`` in SQL)."""
    courriel = Q(personne__canal=Personne.Canal.COURRIEL, personne__courriel_en_erreur=False)
    telephone = ~Q(personne__canal=Personne.Canal.PAPIER) & ~Q(personne__telephone="")
    libre = Q(personne__ne_pas_ecrire=False, personne__anonymisee_le__isnull=True)
    return libre & (courriel & ~Q(personne__courriel="") | telephone)


def _dits(aujourdhui: dt.date, quand: dt.datetime) -> QuerySet[Envoi]:
    """What says this date to this person already: a reminder of today, a call made or to make,
    another message of the last day."""
    rappel = Q(motif=Envoi.Motif.RAPPEL, message__dtstamp__gte=bornes_du_jour(aujourdhui)[0])
    a_appeler = Q(message__canal__in=Message.CANAUX_HUMAINS, message__etat=Message.Etat.EN_ATTENTE)
    de_vive_voix = Q(message__fait_par__isnull=False, message__envoye_le__gte=quand - DIT_DEPUIS)
    sans_suite = (Message.Etat.ANNULE, Message.Etat.PERIME, Message.Etat.ECHEC)
    ecrit = Q(message__dtstamp__gte=quand - ECRIT_DEPUIS) & ~Q(message__etat__in=sans_suite)
    return Envoi.objects.filter(
        rappel | a_appeler | de_vive_voix | ecrit,
        personne=OuterRef("personne"),
        seance=OuterRef("seance"),
    )


def _ecrire(place: Place, courrier: Courrier, *, jours: int) -> None:
    graine = graines.base(place.personne, place.seance, motif="rappel")
    graine["evenements"] = [graines.evenement(place.seance)]
    graine["jours"] = jours
    graine["cle"] = f"j{jours}"
    # A call may be made until the séance; a machine writes before night or not at all.
    par_machine = place.personne.canal_effectif() != Personne.Canal.APPEL
    soir = instant(a_paris(courrier.quand).date(), SOIR)
    ecrire_a(
        place,
        graine,
        courrier=courrier,
        a_partir_de=courrier.quand,
        perime_le=soir if par_machine else None,
    )
