"""The last touches of the living centre: what waits for somebody on that day."""

from __future__ import annotations

import datetime as dt

from ateliers.models import Seance
from bilans.demonstration import textes
from bilans.demonstration.monde import Monde, jeton_de_demonstration
from bilans.demonstration.suivis import Suivi
from centre.models import Message
from centre.models.acces import empreinte_de
from inscriptions.models import Envoi, JetonParticipant, Place
from parcours.models import Personne

LIEN = "carte de démonstration"


def jouer(monde: Monde, suivis: list[Suivi]) -> None:
    _lien(monde, suivis)
    _appels_a_faire(monde)
    _message_en_echec(monde, suivis)
    _reponses(monde)
    _ne_pas_ecrire(monde, suivis)


def nommer_les_sorties(seances: list[Seance]) -> None:
    """Each outing has its own title; they turn around the year."""
    for rang, seance in enumerate(seances):
        seance.titre_propre = textes.SORTIES[rang % len(textes.SORTIES)]
    Seance.objects.bulk_update(seances, ["titre_propre"])


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


def _message(monde: Monde, personne: Personne, canal: str, cle: str, **champs: object) -> Message:
    return Message.objects.create(
        centre=monde.centre,
        canal=canal,
        langue=personne.langue,
        cle=f"demonstration:{monde.graine}:{cle}",
        message_id=f"<{monde.uid('message ' + cle)}>",
        modele="inscriptions.message",
        dtstamp=monde.quand,
        cree_le=monde.quand - dt.timedelta(hours=2),
        **champs,
    )


def _appels_a_faire(monde: Monde) -> None:
    """The next cancelled séance: those without phone or mail wait for a call."""
    seance = (
        Seance.objects.comptees()
        .filter(centre=monde.centre, etat=Seance.Etat.ANNULEE, debut__gt=monde.quand)
        .order_by("debut")
        .first()
    )
    if seance is None:
        return
    places = Place.objects.filter(seance=seance).select_related("personne").order_by("id")
    humains = [
        p
        for p in places
        if p.personne.canal_effectif() in (Personne.Canal.APPEL, Personne.Canal.PAPIER)
    ]
    for place in (humains or list(places))[:2]:
        message = _message(
            monde,
            place.personne,
            Message.Canal.APPEL,
            f"appel {place.pk}",
            destinataire=str(place.personne.telephone or ""),
            perime_le=seance.debut,
        )
        Envoi.objects.create(
            message=message,
            personne=place.personne,
            motif=Envoi.Motif.ANNULATION,
            seance=seance,
            place=place,
        )


def _message_en_echec(monde: Monde, suivis: list[Suivi]) -> None:
    """One SMS that did not leave: the number does not answer any more."""
    suivi = next(
        s
        for s in suivis
        if s.est_ouvert and not s.scene and s.profil.champs["canal"] == Personne.Canal.SMS
    )
    personne = suivi.profil.ligne
    message = _message(
        monde,
        personne,
        Message.Canal.SMS,
        "echec",
        destinataire=str(personne.telephone),
        etat=Message.Etat.ECHEC,
        tentatives=6,
        raison="Le numéro ne répond plus.",
    )
    Envoi.objects.create(message=message, personne=personne, motif=Envoi.Motif.RAPPEL)


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
