"""« Ce n’est pas juste »: what a person says of her own presences, and the team's answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import a_paris, instant, maintenant
from presences.models import DemandeCorrection, Presence
from presences.operations.feuille import marquer_changee, place_tenue, verrouiller
from presences.operations.reponses import Reponse, Statut, appliquer, heures_dans

if TYPE_CHECKING:
    from ateliers.models import Seance
    from centre.models import Utilisateur

Objet = DemandeCorrection.Objet
# What each sentence asks the sheet to say.
STATUTS = {
    Objet.LA: Statut.PRESENT,
    Objet.HEURES: Statut.PRESENT_PARTIEL,
    Objet.PREVENU: Statut.ABSENT_EXCUSE,
    Objet.PAS_LA: Statut.ABSENT,
}
# Sentences that say what is already written.
SANS_OBJET = {
    Objet.LA: (Statut.PRESENT,),
    Objet.PREVENU: (Statut.ABSENT_EXCUSE,),
    Objet.PAS_LA: (Statut.ABSENT, Statut.ABSENT_EXCUSE),
}


@transaction.atomic
def demander_correction(
    presence: Presence,
    *,
    objet: str,
    arrivee: dt.time | None = None,
    depart: dt.time | None = None,
    quand: dt.datetime | None = None,
) -> DemandeCorrection:
    """Write her request; a second one replaces the first while nobody has answered.

    Refuses an unknown sentence, one that is already written, hours that are missing or outside.
    """
    if objet not in Objet.values:
        raise Refus("Choisissez une phrase.", code="objet")
    if presence.statut in SANS_OBJET.get(Objet(objet), ()):
        raise Refus("C’est déjà ce qui est noté.", code="pareil")
    if objet != Objet.HEURES:
        arrivee = depart = None
    elif arrivee is None and depart is None:
        raise Refus("Écrivez l’heure d’arrivée ou l’heure de départ.", code="heure")
    else:
        _verifier_les_heures(presence.place.seance, arrivee, depart)
    verrouiller(presence.place.seance)
    demande, _ = DemandeCorrection.objects.update_or_create(
        presence=presence,
        issue="",
        defaults={
            "objet": objet,
            "arrivee": arrivee,
            "depart": depart,
            "demandee_le": quand or maintenant(),
        },
    )
    return demande


def _verifier_les_heures(seance: Seance, arrivee: dt.time | None, depart: dt.time | None) -> None:
    """Refuse what the team could not write: one sentence for all, so that it can be translated."""
    try:
        heures_dans(seance, *_instants(seance, arrivee, depart))
    except Refus as refus:
        raise Refus(
            "Ces heures ne vont pas avec l’atelier. Écrivez-les de nouveau.", code="dehors"
        ) from refus


def _instants(
    seance: Seance, *heures: dt.time | None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Wall times of Paris on the day of the séance."""
    jour = a_paris(seance.debut).date()
    arrivee, depart = (instant(jour, heure) if heure is not None else None for heure in heures)
    return arrivee, depart


@transaction.atomic
def repondre_a_la_demande(
    demande: DemandeCorrection,
    *,
    corriger: bool,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> DemandeCorrection:
    """Answer once: correct the sheet as she says, or keep it. Answering again changes nothing.

    The correction is written on a closed sheet too, in the journal; Refus when the hours do not
    fit the séance, or after the delay without coordination.
    """
    quand = quand or maintenant()
    feuille = verrouiller(demande.presence.place.seance)
    demande = DemandeCorrection.objects.select_related("presence").get(pk=demande.pk)
    if demande.issue:
        return demande
    if corriger:
        place = place_tenue(feuille.seance, demande.presence.place_id)
        arrivee, depart = _instants(place.seance, demande.arrivee, demande.depart)
        reponse = Reponse(STATUTS[Objet(demande.objet)], arrivee=arrivee, depart=depart)
        if appliquer(place, reponse, par=par, quand=quand)[1]:
            marquer_changee(feuille)
    demande.issue = DemandeCorrection.Issue.CORRIGEE if corriger else DemandeCorrection.Issue.GARDEE
    demande.traitee_par, demande.traitee_le = par, quand
    demande.save(update_fields=["issue", "traitee_par", "traitee_le"])
    return demande
