"""What a received mail changes: little, once, and only for the person whose address wrote it.

A REPLY is not signed: it becomes an intention (RFC 6047 §2.2), and a refusal frees a place by the
same operation as her own page. What cannot be trusted waits for somebody of the team.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Max, Q

from centre.erreurs import Refus
from centre.messagerie.fil import ADRESSE_REFUSEE
from centre.models import Centre, Message
from centre.temps import a_paris, maintenant
from inscriptions.boite import relever
from inscriptions.courrier_recu import CourrielRecu, Evenement, Nature, lire
from inscriptions.models import Envoi, Inscription, Place, ReponseRecue
from inscriptions.operations.reponses import repondre
from inscriptions.operations.verrou import ecriture
from parcours.models import Personne

Decision, Raison = ReponseRecue.Decision, ReponseRecue.Raison

INTENTIONS = {
    ReponseRecue.Reponse.ACCEPTE.value: Place.Intention.VIENT,
    ReponseRecue.Reponse.REFUSE.value: Place.Intention.NE_VIENT_PAS,
    ReponseRecue.Reponse.PEUT_ETRE.value: Place.Intention.PEUT_ETRE,
}
# A report that somebody's server is slow needs nobody.
SANS_SUITE = {Nature.RETARD_DU_SERVEUR, Nature.AUTRE_METHODE}


@dataclass(frozen=True)
class Verdict:
    """A decision before it is written."""

    decision: str
    raison: str = ""
    centre: Centre | None = None
    personne: Personne | None = None
    inscription: Inscription | None = None
    place: Place | None = None


def recevoir(octets: bytes, *, quand: dt.datetime | None = None) -> list[ReponseRecue]:
    """Read one mail, apply what may be applied, keep one row per event; twice is once (R6).

    Never raises for what the mail holds. A busy base raises ``Refus``: the mail is read again.
    """
    quand = quand or maintenant()
    recu = lire(octets)
    with ecriture():
        deja = list(ReponseRecue.objects.filter(cle=recu.cle).order_by("rang"))
        if deja:
            return deja
        if recu.nature == Nature.REPONSE:
            return [_un_evenement(recu, rang, e, quand) for rang, e in enumerate(recu.evenements)]
        return [_sans_reponse(recu, quand)]


def _sans_reponse(recu: CourrielRecu, quand: dt.datetime) -> ReponseRecue:
    verdict = _refus_du_serveur(recu) if recu.nature == Nature.REFUS_DU_SERVEUR else None
    if verdict is None:
        suite = Decision.IGNOREE if recu.nature in SANS_SUITE else Decision.A_LIRE
        verdict = Verdict(suite, recu.nature.value, *_de_qui(recu))
    return _garder(recu, 0, verdict, quand)


def _de_qui(recu: CourrielRecu) -> tuple[Centre | None, Personne | None]:
    """The centre written to; the person when the address is that of one of its people alone."""
    ecrits = Q(pk__in=[])
    for adresse in recu.destinataires[:10]:
        ecrits |= Q(courriel__iexact=adresse)
    centres = list(Centre.objects.filter(ecrits)[:2])
    if len(centres) != 1:
        return None, None
    if len(recu.expediteurs) != 1:
        return centres[0], None
    connues = Personne.objects.filter(centre=centres[0], courriel__iexact=recu.expediteurs[0])[:2]
    return centres[0], connues[0] if len(connues) == 1 else None


def _refus_du_serveur(recu: CourrielRecu) -> Verdict | None:
    """Mark the address a final report names, if that very mail of ours went to it (R9)."""
    message = Message.objects.filter(
        message_id=recu.message_id, destinataire__iexact=recu.refusee, canal=Message.Canal.COURRIEL
    ).first()
    if message is None or not recu.message_id:
        return None
    envoi = Envoi.objects.filter(message=message).select_related("personne").first()
    personne = envoi.personne if envoi else None
    if personne is None or personne.courriel.lower() != recu.refusee:
        return Verdict(Decision.IGNOREE, Raison.ADRESSE_REFUSEE, message.centre, personne)
    Personne.objects.filter(pk=personne.pk).update(courriel_en_erreur=True)
    # Her news is on the call list again.
    Message.objects.filter(pk=message.pk, etat=Message.Etat.ENVOYE).update(
        etat=Message.Etat.ECHEC, envoye_le=None, raison=f"{ADRESSE_REFUSEE} par son serveur."
    )
    return Verdict(Decision.A_LIRE, Raison.ADRESSE_REFUSEE, message.centre, personne)


def _un_evenement(
    recu: CourrielRecu, rang: int, evenement: Evenement, quand: dt.datetime
) -> ReponseRecue:
    # Program clocks are no proof: an answer dated in the future would outlive all others.
    if evenement.dtstamp is not None and evenement.dtstamp > quand:
        evenement = replace(evenement, dtstamp=quand)
    verdict = _juger(recu, evenement, quand)
    if verdict.decision == Decision.APPLIQUEE and evenement.commentaire:
        verdict = replace(verdict, decision=Decision.A_LIRE, raison=Raison.UN_MOT)
    return _garder(recu, rang, verdict, quand, evenement)


def _juger(recu: CourrielRecu, evenement: Evenement, quand: dt.datetime) -> Verdict:
    """Rules R2–R5 in their order: who was invited, who writes, about which revision."""
    if len(evenement.participants) != 1:
        return Verdict(Decision.A_LIRE, Raison.ILLISIBLE, *_de_qui(recu))
    adresse = evenement.participants[0]
    messages = _partis(evenement.uid)
    a_elle = messages.filter(destinataire__iexact=adresse)
    dernier = a_elle.select_related("envoi__personne", "centre").order_by("-pk").first()
    if dernier is None:
        autre = messages.select_related("centre").first()
        if autre is None:
            return Verdict(Decision.A_LIRE, Raison.INCONNUE, *_de_qui(recu))
        return Verdict(Decision.A_LIRE, Raison.AUTRE_ADRESSE, autre.centre)
    envoi = getattr(dernier, "envoi", None)
    base = Verdict(Decision.A_LIRE, "", dernier.centre, envoi.personne if envoi else None)
    if recu.expediteurs != (adresse,):
        return replace(base, raison=Raison.AUTRE_ADRESSE)
    organisateur = str(dernier.graine.get("organisateur", "")).lower()
    if evenement.organisateur and evenement.organisateur != organisateur:
        return replace(base, decision=Decision.IGNOREE, raison=Raison.AUTRE_CENTRE)
    if evenement.partstat not in INTENTIONS:
        return replace(base, decision=Decision.IGNOREE, raison=Raison.SANS_REPONSE)
    return _situer(base, envoi, evenement, a_elle, quand)


def _partis(uid: str) -> Any:
    """The mails of this UID that left, or were given to a server that may have kept them."""
    return Message.objects.filter(uid=uid, methode="REQUEST", tentatives__gt=0).exclude(uid="")


def _situer(
    base: Verdict, envoi: Envoi | None, evenement: Evenement, a_elle: Any, quand: dt.datetime
) -> Verdict:
    """Find the date or the series that is answered, and whether it still is what she was told."""
    inscription, place = _objet(envoi, evenement)
    if inscription is None and place is None:
        return replace(base, raison=Raison.INCONNUE)
    situe = replace(base, inscription=inscription, place=place)
    if evenement.sequence < _derniere_sequence(a_elle, place, inscription):
        return replace(situe, decision=Decision.IGNOREE, raison=Raison.ANCIENNE)
    if _est_depassee(situe, evenement, quand):
        return replace(situe, decision=Decision.IGNOREE, raison=Raison.DEPASSEE)
    if place is None:
        return _repondre_pour_la_serie(situe, evenement, quand)
    return _repondre_pour_la_date(situe, place, evenement, quand)


def _objet(envoi: Envoi | None, evenement: Evenement) -> tuple[Inscription | None, Place | None]:
    """The inscription (whole series), or the place (one date): by UID, of her alone."""
    if envoi is None:
        return None, None
    places = Place.objects.select_related("seance", "inscription").filter(personne=envoi.personne)
    seule = places.filter(uid=evenement.uid).first()
    if seule is not None:
        return None, seule
    inscription = Inscription.objects.filter(
        Q(uid=evenement.uid) | Q(pk=envoi.inscription_id), personne=envoi.personne
    ).first()
    if inscription is None or evenement.date_visee is None:
        return inscription, None
    visee = evenement.date_visee
    for place in places.filter(inscription=inscription, annonce_debut__isnull=False):
        annonce = place.annonce_debut
        if annonce is not None and visee in (annonce, a_paris(annonce).date()):
            return inscription, place
    return None, None


def _derniere_sequence(a_elle: Any, place: Place | None, inscription: Inscription | None) -> int:
    """The SEQUENCE last sent to her for this instance: the whole's, or its own override's (R4)."""
    de_l_instance = Q(recurrence_id__isnull=True)
    if place is not None and inscription is not None and place.annonce_debut:
        de_l_instance |= Q(recurrence_id=place.annonce_debut)
    derniere = a_elle.filter(de_l_instance).aggregate(derniere=Max("sequence"))["derniere"]
    return derniere or 0


def _est_depassee(situe: Verdict, evenement: Evenement, quand: dt.datetime) -> bool:
    """Whether a later answer of hers about the same thing is known (RFC 5546 §2.1.5)."""
    notees = ReponseRecue.objects.filter(
        personne=situe.personne, place=situe.place, inscription=situe.inscription
    ).filter(Q(decision=Decision.APPLIQUEE) | Q(raison__in=[Raison.UN_MOT, Raison.SERIE_REFUSEE]))
    ordre = (evenement.sequence, evenement.dtstamp or quand)
    connues = notees.values_list("sequence", "dtstamp", "recue_le")
    return any((sequence or 0, dtstamp or recue) > ordre for sequence, dtstamp, recue in connues)


def _repondre_pour_la_serie(situe: Verdict, evenement: Evenement, quand: dt.datetime) -> Verdict:
    """Keep what she says of the whole; leaving for good is asked of a person, not of a program.

    Deleting an entry in some calendars sends a refusal of everything.
    """
    intention = INTENTIONS[evenement.partstat]
    Inscription.objects.filter(pk=situe.inscription.pk).update(  # type: ignore[union-attr]
        intention=intention, intention_le=quand
    )
    if intention == Place.Intention.NE_VIENT_PAS:
        return replace(situe, raison=Raison.SERIE_REFUSEE)
    return replace(situe, decision=Decision.APPLIQUEE)


def _repondre_pour_la_date(
    situe: Verdict, place: Place, evenement: Evenement, quand: dt.datetime
) -> Verdict:
    intention = INTENTIONS[evenement.partstat]
    if place.seance.debut <= quand:
        return replace(situe, decision=Decision.IGNOREE, raison=Raison.PASSEE)
    if place.etat not in Place.VIVANTES and intention != Place.Intention.NE_VIENT_PAS:
        return replace(situe, raison=Raison.PLACE_RENDUE)
    try:
        repondre(place, intention=intention, quand=quand)
    except Refus as refus:
        if refus.code == "verrou":
            raise
        return replace(situe, raison=Raison.PLACE_RENDUE)
    return replace(situe, decision=Decision.APPLIQUEE)


def _garder(
    recu: CourrielRecu,
    rang: int,
    verdict: Verdict,
    quand: dt.datetime,
    evenement: Evenement | None = None,
) -> ReponseRecue:
    a_lire = verdict.decision == Decision.A_LIRE
    dite = evenement.partstat if evenement and evenement.partstat in INTENTIONS else ""
    return ReponseRecue.objects.create(
        cle=recu.cle,
        rang=rang,
        centre=verdict.centre,
        personne=verdict.personne,
        inscription=verdict.inscription,
        place=verdict.place,
        reponse=dite,
        sequence=evenement.sequence if evenement else None,
        dtstamp=evenement.dtstamp if evenement else None,
        commentaire=evenement.commentaire if evenement and a_lire else "",
        # Only for whoever must find the mail in the mailbox.
        expediteur=(recu.expediteurs[0] if recu.expediteurs else "")[:254] if a_lire else "",
        decision=verdict.decision,
        raison=verdict.raison,
        recue_le=quand,
    )


def marquer_lue(reponse: ReponseRecue, *, par: Any) -> ReponseRecue:
    """Somebody has read it: the comment and the address go. Twice is once."""
    with ecriture():
        lue = ReponseRecue.objects.select_for_update(of=("self",)).get(pk=reponse.pk)
        if lue.decision != Decision.A_LIRE:
            raise Refus("Cette réponse n’attend personne.", code="decision")
        if lue.lue_le is None:
            lue.lue_le, lue.lue_par, lue.commentaire, lue.expediteur = maintenant(), par, "", ""
            lue.save(update_fields=["lue_le", "lue_par", "commentaire", "expediteur"])
        return lue


def relever_la_boite(quand: dt.datetime) -> int:
    """Read the mailbox of ``IMAP_URL``, if there is one; return how many mails were settled."""
    if not settings.IMAP_URL:
        return 0
    return relever(settings.IMAP_URL, lambda octets: _demande_quelqu_un(recevoir(octets)))


def _demande_quelqu_un(recues: list[ReponseRecue]) -> bool:
    return any(recue.decision == Decision.A_LIRE for recue in recues)
