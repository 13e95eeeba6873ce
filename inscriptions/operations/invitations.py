"""Bring each calendar to what the base says: compare with what was told, write the difference.

The rules (agenda rule I3–I9, decision 10) live here once, whatever the cause of the change: taking
or leaving a place, a séance moved, cancelled or put back, another address, a window that opens.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from ateliers.models import Deplacement
from inscriptions.models import Inscription
from inscriptions.operations.annonces import annonces
from inscriptions.operations.dates_seules import DatesSeules
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.serie_invitee import SerieInvitee
from inscriptions.operations.verrou import verrouiller_les_places
from parcours.models import Personne

# Lone dates are told inside this window, so that nobody receives 24 mails at once.
FENETRE = dt.timedelta(days=14)


def synchroniser(
    personnes: Iterable[Personne],
    *,
    quand: dt.datetime,
    deplacements: Iterable[Deplacement] = (),
) -> Courrier:
    """Write what the calendars of these persons miss; return what will leave.

    Inside the caller's transaction; the same number of reads for one person and for forty. A
    person to whom nobody may write receives nothing, not even a CANCEL.
    """
    lues = list(
        Personne.objects.filter(pk__in={p.pk for p in personnes}, anonymisee_le__isnull=True)
    )
    joignables = {p.pk: p for p in lues if not p.ne_pas_ecrire}
    courrier = Courrier(quand, {d.seance_id: d for d in deplacements})
    places = verrouiller_les_places(joignables, depuis=quand)
    inscriptions = list(
        Inscription.objects.select_for_update(of=("self",))
        .filter(personne__in=joignables)
        .filter(pk__in={p.inscription_id for p in places if p.inscription_id})
        .select_related("serie", "atelier")
        .order_by("pk")
    )
    connues = annonces([i.uid for i in inscriptions] + [p.uid for p in places])
    par_inscription = defaultdict(list)
    for place in places:
        place.personne = joignables[place.personne_id]
        par_inscription[place.inscription_id].append(place)
    couvertes: set[int] = set()
    with courrier.en_lot():
        for inscription in inscriptions:
            inscription.personne = joignables[inscription.personne_id]
            suivi = SerieInvitee(inscription, par_inscription[inscription.pk], connues, courrier)
            couvertes |= suivi.suivre()
        for place in places:
            seule = place.pk not in couvertes
            DatesSeules(place, connues, courrier).mettre_a_jour(est_voulue=seule, fenetre=FENETRE)
    return courrier
