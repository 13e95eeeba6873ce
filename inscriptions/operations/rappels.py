"""The word of the day before: one SMS to whom a text reaches, never at night, never twice."""

from __future__ import annotations

import datetime as dt

from ateliers.models import Seance
from centre.temps import a_paris, bornes_du_jour
from inscriptions.models import Place
from inscriptions.operations import graines
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.prevenir import ecrire_a
from inscriptions.operations.verrou import ecriture
from parcours.models import Personne

HEURES = range(9, 19)
# Each turn stays short; the next minute takes the rest.
LOT = 50


def rappeler_la_veille(quand: dt.datetime) -> int:
    """Write the reminders of tomorrow's séances (Europe/Paris); return how many were written.

    Mail has its calendar, a call has been made: SMS alone is reminded. A place taken today says
    tomorrow already; who answered that she comes not is left in peace.
    """
    if a_paris(quand).hour not in HEURES:
        return 0
    demain = bornes_du_jour(a_paris(quand).date() + dt.timedelta(days=1))
    aujourdhui = bornes_du_jour(a_paris(quand).date())[0]
    places = (
        Place.objects.confirmees()
        .filter(
            seance__debut__gte=demain[0],
            seance__debut__lt=demain[1],
            seance__etat=Seance.Etat.PREVUE,
            personne__canal=Personne.Canal.SMS,
            personne__ne_pas_ecrire=False,
            faite_le__lt=aujourdhui,
        )
        .exclude(intention=Place.Intention.NE_VIENT_PAS)
        .exclude(envois__motif="rappel")
        .select_related("personne", "seance__atelier", "seance__lieu", "seance__centre")
        .order_by("seance__debut", "pk")[:LOT]
    )
    with ecriture():
        courrier = Courrier(quand)
        for place in places:
            graine = graines.base(place.personne, place.seance, motif="rappel")
            graine["evenements"] = [graines.evenement(place.seance)]
            ecrire_a(place, graine, courrier=courrier)
        return len(courrier.envois)
