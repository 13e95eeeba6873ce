"""What people were told: invitations of the last weeks, a move, a cancellation of this morning."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from ateliers.models import Seance
from bilans.demonstration.monde import Monde
from bilans.demonstration.places import jour_de
from centre.models import Message
from centre.temps import instant, lundi_de
from inscriptions.models import Place
from inscriptions.operations import (
    AnnulationVoulue,
    Changement,
    DeplacementVoulu,
    annuler_place,
    changer_seances,
)
from inscriptions.operations.invitations import synchroniser
from parcours.models import Personne

Etat = Message.Etat


def ecrire(monde: Monde) -> None:
    """Through the operations of the pages; what is older than this morning has left."""
    _inviter(monde)
    _deplacer_la_musique(monde)
    _expedier(monde, appels_faits=True)
    _annuler_ce_matin(monde)
    _expedier(monde)
    _liberer_une_place(monde)


def _inviter(monde: Monde) -> None:
    """Those who chose mail hold the invitations of what comes, since eight days."""
    invitees = Personne.objects.filter(centre=monde.centre, canal=Personne.Canal.COURRIEL).exclude(
        courriel=""
    )
    synchroniser(invitees, quand=monde.quand - dt.timedelta(days=8))


def _prochaine(monde: Monde, code: str, apres: dt.datetime) -> Seance | None:
    seances = Seance.objects.comptees().filter(
        centre=monde.centre, atelier__code=code, etat=Seance.Etat.PREVUE, debut__gt=apres
    )
    return seances.select_related("atelier__centre", "lieu").order_by("debut").first()


def _deplacer_la_musique(monde: Monde) -> None:
    """This week's music (or the next one) goes from Wednesday to Thursday, told a week ago."""
    seance = _prochaine(monde, "MUS", instant(lundi_de(monde.jour), dt.time()))
    if seance is None:
        return
    jour = jour_de(seance) + dt.timedelta(days=1)
    voulu = DeplacementVoulu(
        seance,
        instant(jour, dt.time(15, 45)),
        instant(jour, dt.time(17, 15)),
        seance.lieu,
        "Tom est en formation mercredi",
    )
    quand = min(seance.debut, monde.quand) - dt.timedelta(days=7)
    par = monde.comptes["coordination"]
    changer_seances(deplacements=[voulu], par=par, quand=quand)


def _annuler_ce_matin(monde: Monde) -> Changement | None:
    """The sophrologie of today, or next Monday's relaxation: Lise is ill, some must be called."""
    ce_matin = instant(monde.jour, dt.time(8, 50))
    fin_du_jour = instant(monde.jour, dt.time(23, 59))
    du_jour = _prochaine(monde, "SOP", monde.quand)
    if du_jour is None or du_jour.debut > fin_du_jour:
        du_jour = _prochaine(monde, "REL", fin_du_jour)
    if du_jour is None:
        return None
    voulue = AnnulationVoulue(du_jour, Seance.Motif.INTERVENANT_ABSENT)
    par = monde.comptes["coordination"]
    return changer_seances(annulations=[voulue], par=par, quand=ce_matin)


def _expedier(monde: Monde, *, appels_faits: bool = False) -> None:
    """Mails and SMS have left; calls and papers wait for somebody unless they are done."""
    messages = Message.objects.filter(centre=monde.centre, etat=Etat.EN_ATTENTE)
    if not appels_faits:
        messages = messages.exclude(canal__in=Message.CANAUX_HUMAINS)
    messages.update(etat=Etat.ENVOYE, envoye_le=F("a_partir_de"), tentatives=1)
    Message.objects.filter(centre=monde.centre).update(cree_le=F("dtstamp"))


def _liberer_une_place(monde: Monde) -> None:
    """Somebody has just said that she does not come: the first of the queue can be asked."""
    seance = _prochaine(monde, "CUI", monde.quand)
    places = Place.objects.confirmees().filter(seance=seance).select_related("personne")
    libre = places.filter(personne__canal=Personne.Canal.SMS).order_by("pk").last()
    if seance is not None and libre is not None:
        annuler_place(libre, par=monde.comptes["accueil"], par_la_personne=True, quand=monde.quand)
