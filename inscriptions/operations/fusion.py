"""Places, enrolments, messages and links of a duplicate go to the file that stays (decision 34)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from centre import fusion
from centre.temps import a_paris
from inscriptions.models import (
    DemandePublique,
    Envoi,
    Inscription,
    JetonParticipant,
    Place,
    ReponseRecue,
)
from inscriptions.operations import invitations
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.annonces import annonces
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.places import liberer, reprendre_les_places_ajoutees
from inscriptions.operations.serie_invitee import SerieInvitee
from inscriptions.operations.verrou import ecriture, verrouiller
from parcours.models import Personne

ORDRE = (
    Place.Etat.DEMANDEE,
    Place.Etat.LISTE_ATTENTE,
    Place.Etat.PROPOSEE,
    Place.Etat.CONFIRMEE,
)
VIVES = (
    Inscription.Etat.DEMANDEE,
    Inscription.Etat.CONFIRMEE,
    Inscription.Etat.LISTE_ATTENTE,
)
# What the app above knows of a place: somebody who came weighs more than a promise.
Poids = Callable[[Place], int]
_poids: list[Poids] = []


def enregistrer_poids(poids: Poids) -> None:
    """Declare what a place weighs when only one of two may stay; called once by ``ready()``."""
    if poids not in _poids:
        _poids.append(poids)


def _valeur(place: Place) -> tuple[int, int, int]:
    pese = sum(poids(place) for poids in _poids)
    return (pese, ORDRE.index(Place.Etat(place.etat)), place.sieges)


def _deplacer(garde: uuid.UUID, doublon: uuid.UUID, quand: dt.datetime) -> None:
    gardee = Personne.objects.get(reference=garde)
    double = Personne.objects.get(reference=doublon)
    with ecriture():
        _reunir_les_inscriptions(gardee, double, quand)
        _reunir_les_places(gardee, double, quand)
        _reunir_les_liens(gardee, double, quand)
        for modele in (DemandePublique, Envoi, Inscription, Place, ReponseRecue):
            modele._default_manager.filter(personne=double).update(personne=gardee)
        agenda_change([gardee.pk, double.pk], quand=quand)
        invitations.synchroniser([Personne.objects.get(pk=gardee.pk)], quand=quand)


def _reunir_les_inscriptions(garde: Personne, double: Personne, quand: dt.datetime) -> None:
    """Enrolled twice in one series: the dates go to the first enrolment, the second one ends.

    Its invitation leaves the calendar that holds it: the one of the first tells these dates.
    """
    vives = Inscription.objects.filter(etat__in=VIVES)
    siennes = {i.serie_id: i for i in vives.filter(personne=garde)}
    en_double = vives.filter(personne=double, serie__in=siennes)
    for autre in en_double.select_related("personne", "serie", "atelier"):
        _quitter_l_agenda(autre, quand)
        places = Place.objects.filter(inscription=autre)
        sienne = siennes[autre.serie_id]
        places.update(inscription=sienne, annonce_debut=None)
        if (sienne.etat, autre.etat) == (
            Inscription.Etat.LISTE_ATTENTE,
            Inscription.Etat.CONFIRMEE,
        ):
            sienne.etat = autre.etat
            sienne.save(update_fields=["etat"])
        autre.etat, autre.au = Inscription.Etat.ANNULEE_CENTRE, a_paris(quand).date()
        autre.save(update_fields=["etat", "au"])


def _quitter_l_agenda(inscription: Inscription, quand: dt.datetime) -> None:
    """Cancel a whole invitation; nothing is written where nobody may write."""
    if inscription.personne.ne_pas_ecrire:
        return
    places = Place.objects.filter(inscription=inscription, seance__debut__gt=quand)
    liees = places.select_related("seance__atelier", "seance__centre", "seance__lieu", "personne")
    courrier = Courrier(quand)
    suivi = SerieInvitee(inscription, list(liees), annonces([inscription.uid]), courrier)
    suivi.confirmees, suivi.motif = [], "double"
    with courrier.en_lot():
        suivi.suivre()


def _reunir_les_places(garde: Personne, double: Personne, quand: dt.datetime) -> None:
    """Two places at one date: the one that says more stays, the seats of the other come back."""
    vives = Place.objects.vivantes()
    dates = vives.filter(personne=garde).values("seance")
    en_double = vives.filter(personne=double, seance__in=dates)
    verrouiller(en_double.values_list("seance", flat=True))
    siennes = {p.seance_id: p for p in vives.filter(personne=garde, seance__in=dates)}
    perdues = []
    for autre in en_double:
        # Of two alike the duplicate's goes: her own invitation tells hers already.
        perdue, tenue = sorted([autre, siennes[autre.seance_id]], key=_valeur)
        _garder_les_proches(perdue, tenue)
        perdues.append(perdue)
    liberer(perdues, etat=Place.Etat.ANNULEE_CENTRE, quand=quand)
    for perdue in perdues:
        reprendre_les_places_ajoutees(perdue)


def _garder_les_proches(perdue: Place, tenue: Place) -> None:
    """Who comes with her was written on the place that goes: it follows, if there are seats."""
    proches = perdue.accompagnants.count()
    if proches < tenue.sieges and not tenue.accompagnants.exists():
        perdue.accompagnants.update(place=tenue)


def _reunir_les_liens(garde: Personne, double: Personne, quand: dt.datetime) -> None:
    """One card for one person: hers stays; the telephones of both keep their feed."""
    pages = JetonParticipant.objects.filter(usage=JetonParticipant.Usage.PAGE, revoque_le=None)
    if pages.filter(personne=garde).exists():
        pages.filter(personne=double).update(revoque_le=quand)
    JetonParticipant.objects.filter(personne=double).update(personne=garde)


PART = fusion.Part(
    app="inscriptions",
    liens=(
        "inscriptions.DemandePublique.personne",
        "inscriptions.Envoi.personne",
        "inscriptions.Inscription.personne",
        "inscriptions.JetonParticipant.personne",
        "inscriptions.Place.personne",
        "inscriptions.ReponseRecue.personne",
    ),
    deplacer=_deplacer,
)
