"""The person knows of the interview that a séance holds: her place, her calendar, a word.

Only where the atelier of interviews has level 3: its title is the discreet one everywhere, and her
name is read by its team alone. Elsewhere the room is held and nothing is written.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from inscriptions.models import Place
from inscriptions.operations import graines, invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.places import liberer, prendre_place
from inscriptions.operations.retour import suspendre
from inscriptions.operations.verrou import ecriture
from parcours.models import Entretien

if TYPE_CHECKING:
    from ateliers.models import Seance
    from inscriptions.operations.envoyer import Courrier
    from parcours.models import Personne
    from parcours.operations.salle import Tenue

Etat = Entretien.Etat


def suivre_l_entretien(
    entretien: Entretien, seance: Seance, avant: Tenue | None, quand: dt.datetime
) -> None:
    """Give, move or end her place as the séance now is; nothing changes for what is over."""
    source = entretien.parcours or entretien.orientation
    if source is None or not seance.atelier.est_protege:
        return
    with ecriture():
        place = _sa_place(seance, source.personne)
        if seance.est_annulee:
            if place is not None:
                _retirer(place, entretien, quand=quand)
        elif entretien.etat != Etat.FIXE or seance.debut <= quand:
            return
        elif place is None:
            prendre_place(
                seance=seance,
                personne=source.personne,
                parcours=entretien.parcours,
                par=entretien.auteur,
                quand=quand,
            )
        elif avant is not None:
            _deplacer(place, avant, quand=quand)


def _sa_place(seance: Seance, personne: Personne) -> Place | None:
    place = (
        Place.objects.vivantes()
        .select_for_update(of=("self",))
        .filter(seance=seance, personne=personne)
        .first()
    )
    if place is not None:
        place.seance, place.personne = seance, personne
    return place


def _retirer(place: Place, entretien: Entretien, *, quand: dt.datetime) -> None:
    """End her place; a word only when the centre cancels: she warned herself, or it is by phone."""
    if place.seance.debut > quand and entretien.etat == Etat.EXCUSE:
        liberer([place], etat=Place.Etat.ANNULEE_PERSONNE, quand=quand)
    else:
        suspendre([place], quand=quand)
    courrier = _mettre_a_jour(place, quand=quand)
    if entretien.etat == Etat.ANNULE:
        prevenir.du_changement([place], motif="annulation", courrier=courrier)


def _deplacer(place: Place, avant: Tenue, *, quand: dt.datetime) -> None:
    """Another room of the same address is no news for her."""
    seance = place.seance
    dit = (avant.debut, avant.fin, avant.lieu.adresse_dehors)
    if (seance.debut, seance.fin, graines.lieu_de(seance)) == dit:
        return
    prevenir.retirer_les_rappels([place])
    courrier = _mettre_a_jour(place, quand=quand)
    if (place.personne_id, place.seance_id) in courrier.dites:
        return
    graine = graines.base(place.personne, seance, motif="deplacement")
    graine["evenements"] = [graines.evenement(seance)]
    instants = {"debut": graines.iso(avant.debut), "fin": graines.iso(avant.fin)}
    graine["avant"] = {**instants, "lieu": avant.lieu.adresse_dehors}
    prevenir.ecrire_a(place, graine, courrier=courrier)


def _mettre_a_jour(place: Place, *, quand: dt.datetime) -> Courrier:
    agenda_change([place.personne_id], quand=quand)
    return invitations.synchroniser([place.personne], quand=quand)
