"""What a person answers about one of her dates; an intention, never a presence."""

from __future__ import annotations

import datetime as dt

from centre.erreurs import Refus
from centre.temps import maintenant
from inscriptions.models import Place
from inscriptions.operations.offres import confirmer_place
from inscriptions.operations.places import annuler_place
from inscriptions.operations.verrou import ecriture


def repondre(place: Place, *, intention: str, quand: dt.datetime | None = None) -> Place:
    """Keep « je viens », « je ne viens pas », « j’ai besoin d’aide » with its instant.

    « Je ne viens pas » gives the place back, by the one function that does; « je viens » takes the
    place that was offered; once the séance has begun only the intention is kept. Refuses an
    answer that does not exist.
    """
    quand = quand or maintenant()
    if intention not in Place.Intention.values:
        raise Refus("Choisissez une des trois réponses.", code="intention")
    with ecriture():
        lue = Place.objects.select_related("seance").get(pk=place.pk)
        if intention == Place.Intention.NE_VIENT_PAS and lue.seance.debut > quand:
            annuler_place(lue, par=None, par_la_personne=True, quand=quand)
        elif intention == Place.Intention.VIENT and lue.etat == Place.Etat.PROPOSEE:
            confirmer_place(lue, par=None, quand=quand)
        Place.objects.filter(pk=place.pk).update(intention=intention, intention_le=quand)
        lue.refresh_from_db()
        return lue
