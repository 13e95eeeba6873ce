"""Send an invitation again: « je n’ai rien reçu », another telephone, a mail that was lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from centre.erreurs import Refus
from centre.models import Message
from centre.temps import maintenant
from inscriptions.models import Envoi, Inscription, Place
from inscriptions.operations import graines, prevenir
from inscriptions.operations.annonces import annonces
from inscriptions.operations.dates_seules import DatesSeules
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.invitations import FENETRE
from inscriptions.operations.serie_invitee import SerieInvitee
from inscriptions.operations.verrou import ecriture, verrouiller_les_places
from parcours.models import Personne

# A double click, or two colleagues on the telephone with her: one message.
REPIT = dt.timedelta(minutes=5)
Etat = Message.Etat


def renvoyer_l_inscription(
    inscription: Inscription, *, quand: dt.datetime | None = None
) -> list[Envoi]:
    """Say a whole enrolment again by the channel that reaches her: it leaves at once.

    By mail, one REQUEST for the series, same UID, and one for each date that has its own; by SMS
    her next date. Refuses with the codes finie, silence, adresse, canal, recente, tot, verrou.
    """
    quand = quand or maintenant()
    with ecriture():
        places = _places(inscription.personne_id, quand)
        lue = (
            Inscription.objects.select_for_update(of=("self",))
            .select_related("serie", "atelier")
            .get(pk=inscription.pk)
        )
        siennes = [p for p in places if p.inscription_id == lue.pk]
        tenues = _tenues(siennes) if lue.etat in Inscription.ACTIVES else []
        personne = _joignable(tenues, Q(inscription=lue), quand)
        lue.personne = personne
        courrier = Courrier(quand, sans_delai=True)
        if personne.canal_effectif() == Personne.Canal.SMS:
            return _par_sms(tenues[0], courrier)
        connues = annonces([lue.uid, *(p.uid for p in tenues)])
        with courrier.en_lot():
            suivi = SerieInvitee(lue, siennes, connues, courrier)
            couvertes = suivi.redire() if graines.est_hebdomadaire(lue.serie) else set()
            for place in tenues:
                proche = place.seance.debut <= quand + FENETRE
                if place.pk not in couvertes and (proche or place.sequence is not None):
                    DatesSeules(place, connues, courrier).redire()
        if not courrier.envois:
            raise Refus("Cette invitation part deux semaines avant la date.", code="tot")
        return courrier.envois


def renvoyer_la_place(place: Place, *, quand: dt.datetime | None = None) -> list[Envoi]:
    """Say one date again; that of an enrolment, the whole of it. Refuses as the whole does."""
    quand = quand or maintenant()
    if place.inscription is not None and place.inscription.etat in Inscription.ACTIVES:
        return renvoyer_l_inscription(place.inscription, quand=quand)
    with ecriture():
        tenues = _tenues([p for p in _places(place.personne_id, quand) if p.pk == place.pk])
        personne = _joignable(tenues, Q(place=place), quand)
        courrier = Courrier(quand, sans_delai=True)
        if personne.canal_effectif() == Personne.Canal.SMS:
            return _par_sms(tenues[0], courrier)
        DatesSeules(tenues[0], annonces([place.uid]), courrier).redire()
        return courrier.envois


def _places(personne_id: int, quand: dt.datetime) -> list[Place]:
    """Her places to come, locked, then the file as it is once they are."""
    places = verrouiller_les_places([personne_id], depuis=quand)
    personne = Personne.objects.select_related("passer_par").get(pk=personne_id)
    for place in places:
        place.personne = personne
    return places


def _tenues(places: Sequence[Place]) -> list[Place]:
    """The dates she is expected at, the next one first."""
    tenues = [p for p in places if p.etat == Place.Etat.CONFIRMEE and not p.seance.est_annulee]
    return sorted(tenues, key=lambda p: (p.seance.debut, p.pk))


def _joignable(tenues: Sequence[Place], les_siens: Q, quand: dt.datetime) -> Personne:
    """The person to write to; refuses in words that say what to do instead."""
    if not tenues:
        raise Refus("Elle n’a plus de date à venir\u00a0: il n’y a rien à renvoyer.", code="finie")
    personne = tenues[0].personne
    if personne.ne_pas_ecrire:
        par = f"Passez par {personne.passer_par}" if personne.passer_par else "Elle seule appelle"
        raise Refus(f"Il ne faut pas lui écrire. {par}.", code="silence")
    if personne.canal == Personne.Canal.COURRIEL and personne.courriel_en_erreur:
        raise Refus(
            "Son adresse a été refusée. Sur sa fiche, corrigez-la ou choisissez un autre moyen de "
            "la prévenir\u00a0: l’invitation repartira.",
            code="adresse",
        )
    if personne.canal_effectif() not in (Personne.Canal.COURRIEL, Personne.Canal.SMS):
        raise Refus(
            "Elle n’a ni courriel ni SMS\u00a0: appelez-la, ou donnez-lui son mois sur papier.",
            code="canal",
        )
    recents = Envoi.objects.filter(
        les_siens,
        personne=personne,
        motif=Envoi.Motif.INVITATION,
        message__dtstamp__gt=quand - REPIT,
    )
    if recents.exclude(message__etat__in=(Etat.ECHEC, Etat.ANNULE, Etat.PERIME)).exists():
        raise Refus(
            "Une invitation est partie il y a moins de cinq minutes\u00a0: laissez-la arriver.",
            code="recente",
        )
    return personne


def _par_sms(place: Place, courrier: Courrier) -> list[Envoi]:
    graine = graines.d_une_date(place, connue="")
    graine["cle"] = f"renvoi{courrier.quand:%y%m%d%H%M}"
    prevenir.ecrire_a(place, graine, courrier=courrier)
    return courrier.envois
