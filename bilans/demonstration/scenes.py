"""The last touches of the living centre: what waits for somebody on that day."""

from __future__ import annotations

import datetime as dt

from ateliers import ical
from ateliers.models import Seance
from bilans.demonstration import textes
from bilans.demonstration.monde import Monde, jeton_de_demonstration
from bilans.demonstration.suivis import Suivi
from centre.models import Message
from centre.models.acces import empreinte_de
from inscriptions.models import JetonParticipant, Place
from parcours.models import Personne

LIEN = "carte de démonstration"


def jouer(monde: Monde, suivis: list[Suivi]) -> None:
    _lien(monde, suivis)
    _message_en_echec(monde)
    _reponses(monde)
    _ne_pas_ecrire(monde, suivis)
    _creneaux_des_partenaires(monde)


def nommer_les_sorties(seances: list[Seance]) -> None:
    """Each outing has its own title; they turn around the year."""
    for rang, seance in enumerate(seances):
        seance.titre_propre = textes.SORTIES[rang % len(textes.SORTIES)]
        seance.vevent = ical.vevent_public(seance)
    Seance.objects.bulk_update(seances, ["titre_propre", "vevent"])


def _lien(monde: Monde, suivis: list[Suivi]) -> None:
    """The printed link of one participant, the same at each start."""
    suivi = next(s for s in suivis if s.scene == "lien")
    JetonParticipant.objects.create(
        personne=suivi.profil.ligne,
        usage=JetonParticipant.Usage.PAGE,
        empreinte=empreinte_de(jeton_de_demonstration(monde.graine)),
        libelle=LIEN,
    )


def personne_du_lien(graine: str) -> Personne | None:
    jetons = JetonParticipant.objects.du_jeton(jeton_de_demonstration(graine))
    jeton = jetons.select_related("personne").first()
    return jeton.personne if jeton else None


def _message_en_echec(monde: Monde) -> None:
    """One of this morning's SMS did not leave: the number does not answer any more."""
    messages = Message.objects.filter(centre=monde.centre, canal=Message.Canal.SMS)
    message = messages.order_by("-pk").first()
    if message is not None:
        message.etat, message.envoye_le, message.tentatives = Message.Etat.ECHEC, None, 6
        message.raison = "Le numéro ne répond plus."
        message.save(update_fields=["etat", "envoye_le", "tentatives", "raison"])


def _reponses(monde: Monde) -> None:
    """Some have answered for the séances of the coming days: an intention, never a presence."""
    hasard = monde.hasard("reponses")
    proches = Place.objects.confirmees().filter(
        seance__centre=monde.centre,
        seance__debut__range=(monde.quand, monde.quand + dt.timedelta(days=4)),
        inscription__isnull=False,
    )
    places = list(proches.order_by("id"))
    choisies = hasard.sample(places, min(9, len(places)))
    for rang, place in enumerate(choisies):
        place.intention = Place.Intention.NE_VIENT_PAS if rang < 2 else Place.Intention.VIENT
        place.intention_le = monde.quand - dt.timedelta(hours=3 + rang)
    Place.objects.bulk_update(choisies, ["intention", "intention_le"])


def _ne_pas_ecrire(monde: Monde, suivis: list[Suivi]) -> None:
    """One person must never be written to: her référente passes the word."""
    suivi = next((s for s in suivis if s.est_ouvert and s.profil.violences and not s.scene), None)
    if suivi is None:
        return
    personne = suivi.profil.ligne
    personne.ne_pas_ecrire, personne.passer_par = True, monde.pros["referent"]
    personne.save(update_fields=["ne_pas_ecrire", "passer_par"])


def _creneaux_des_partenaires(monde: Monde) -> None:
    """The last two slots taken were booked by a social worker, with the person before him."""
    a_venir = Place.objects.confirmees().filter(
        seance__centre=monde.centre,
        seance__fenetre__isnull=False,
        seance__debut__gt=monde.quand,
    )
    pris = a_venir.order_by("-seance__debut", "-pk").values_list("pk", flat=True)[:2]
    Place.objects.filter(pk__in=list(pris)).update(faite_par=monde.comptes["ts.udaf"])
