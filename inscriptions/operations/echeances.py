"""What is due each minute: dates that enter the window, addresses that changed, offers that end."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q

from ateliers.models import Seance
from centre.messagerie.fil import ADRESSE_REFUSEE
from centre.models import Message
from inscriptions.models import Envoi, Place
from inscriptions.operations import invitations
from inscriptions.operations.offres import suivre_les_files
from inscriptions.operations.places import annuler_place
from inscriptions.operations.verrou import ecriture
from parcours.models import Personne

# Each turn stays short; the next minute takes the rest.
LOT = 50
# What a server says of an address that is nobody's (RFC 3463 §3.2); others refuse us or our words.
ADRESSE_DE_PERSONNE = ("5.1.1 ", "5.1.2 ", "5.1.3 ", "5.1.6 ", "5.1.10 ")
REFUS_RECENTS = dt.timedelta(days=3)


def _synchroniser_chacune(personnes: list[Personne], quand: dt.datetime) -> int:
    for personne in personnes:
        with ecriture():
            invitations.synchroniser([personne], quand=quand)
    return len(personnes)


def fenetre_des_dates(quand: dt.datetime) -> int:
    """Invite to the dates of the next 14 days that no calendar holds (decision 10).

    They entered the rolling window, or the person reads her mail again.
    """
    attendues = Place.objects.confirmees().filter(
        adresse_invitee="",
        annonce_debut__isnull=True,
        seance__debut__gt=quand,
        seance__debut__lte=quand + invitations.FENETRE,
        seance__etat="prevue",
    )
    joignables = (
        Personne.objects.filter(
            pk__in=attendues.exclude(origine=Place.Origine.SANS_INSCRIPTION).values("personne"),
            canal=Personne.Canal.COURRIEL,
            courriel_en_erreur=False,
            ne_pas_ecrire=False,
        )
        .exclude(courriel="")
        .order_by("pk")[:LOT]
    )
    return _synchroniser_chacune(list(joignables), quand)


def suivre_les_adresses(quand: dt.datetime) -> int:
    """Cancel at the address she left and invite at the new one (docs/regles-agenda.md)."""
    a_venir = Place.objects.filter(seance__debut__gt=quand)
    seules = a_venir.exclude(adresse_invitee="").exclude(
        adresse_invitee=F("personne__courriel"), personne__canal=Personne.Canal.COURRIEL
    )
    series = (
        a_venir.exclude(annonce_debut__isnull=True)
        .exclude(inscription__adresse_invitee="")
        .exclude(
            inscription__adresse_invitee=F("personne__courriel"),
            personne__canal=Personne.Canal.COURRIEL,
        )
    )
    a_voir = (
        Personne.objects.filter(
            Q(pk__in=seules.values("personne")) | Q(pk__in=series.values("personne")),
            ne_pas_ecrire=False,
            courriel_en_erreur=False,
            anonymisee_le__isnull=True,
        )
        .order_by("pk")
        .distinct()[:LOT]
    )
    return _synchroniser_chacune(list(a_voir), quand)


def marquer_les_refus(quand: dt.datetime) -> int:
    """Mark the addresses that our server refused at once, as a report marks them (rule R9).

    The next news takes another road; what failed is on the call list already.
    """
    dit = Q()
    for code in ADRESSE_DE_PERSONNE:
        dit |= Q(message__raison__contains=code)
    refus = Envoi.objects.filter(
        dit,
        message__raison__startswith=ADRESSE_REFUSEE,
        message__etat=Message.Etat.ECHEC,
        message__dtstamp__gte=quand - REFUS_RECENTS,
        message__destinataire=F("personne__courriel"),
    )
    marquables = Personne.objects.filter(courriel_en_erreur=False, pk__in=refus.values("personne"))
    return marquables.update(courriel_en_erreur=True)


def _creneaux_rendus(quand: dt.datetime) -> list[int]:
    """Slots once kept, now given back, of permanences where somebody waits for another hour."""
    attente = Place.objects.en_attente().filter(seance__fenetre__fin__gt=quand)
    libres = Seance.objects.filter(
        fenetre__in=attente.values("seance__fenetre"),
        etat=Seance.Etat.PREVUE,
        ferme_le__isnull=True,
        sieges_pris=0,
        debut__gt=quand,
        atelier__proposition_automatique=True,
        atelier__regle_permanence__creneaux_gardes__gt=0,
    ).select_related("atelier__regle_permanence")
    return [c.pk for c in libres if not c.atelier.regle_permanence.gardes_le(c, quand)]


def suivre_les_attentes(quand: dt.datetime) -> int:
    """Offer seats that became free by another road: more seats, kept ones opened, a new rule.

    Each minute looks at the next ``LOT`` dates in turn: those where a group does not fit, or whose
    free seats are kept, would hide the others for ever.
    """
    libres = F("seance__capacite") + F("seance__surreservation")
    attendent = list(
        Place.objects.en_attente()
        .filter(
            seance__etat="prevue",
            seance__debut__gt=quand,
            seance__sieges_pris__lt=libres,
            seance__atelier__proposition_automatique=True,
        )
        .order_by("seance")
        .values_list("seance", flat=True)
        .distinct()
    )
    attendent = sorted({*attendent, *_creneaux_rendus(quand)})
    tour = int(quand.timestamp() // 60) * LOT % max(1, len(attendent))
    seances = (attendent[tour:] + attendent[:tour])[:LOT]
    return sum(len(suivre_les_files([seance], quand=quand)) for seance in seances)


def offres_sans_reponse(quand: dt.datetime) -> int:
    """Free the seats of offers that nobody answered in time: the next one can be asked."""
    finies = Place.objects.filter(
        etat=Place.Etat.PROPOSEE, offre_jusqua__lte=quand, seance__debut__gt=quand
    )
    lot = list(finies.order_by("offre_jusqua", "pk")[:LOT])
    for place in lot:
        annuler_place(place, par=None, quand=quand)
    return len(lot)
