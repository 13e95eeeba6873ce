"""The way to reach a person changes: what waits for her stops, goes elsewhere, or is said again.

So does what may be said there: once she wants no title of an atelier, none leaves any more.

« Ne pas écrire » protects at once: nothing that a machine or the team holds for her leaves any
more. Who may be called in her place hears it instead, when the file names somebody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from centre.models import Message
from inscriptions.models import Envoi, Inscription, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.verrou import ecriture
from parcours.models import Personne

Etat = Message.Etat
# A failed one is on the call list: it is stopped too, her number must not be dialled.
ARRETABLES = (Etat.EN_ATTENTE, Etat.A_REESSAYER, Etat.ECHEC)
# Calendar housekeeping and reminders: no news, nothing to say by another road.
SANS_NOUVELLE = ("adresse", "double", "rappel")
SILENCE = "Ne pas écrire\u00a0: arrêté."
AILLEURS = "Parti par un autre chemin\u00a0: son contact a changé."
# Each turn stays short; the next minute takes the rest.
LOT = 50


def suivre_le_contact(apres: Personne, avant: Personne, quand: dt.datetime) -> None:
    """Follow a change of address, channel or protection, in the transaction that makes it."""
    with ecriture():
        if avant.veut_les_titres and not apres.veut_les_titres:
            _rendre_discrets(apres)
        if apres.ne_pas_ecrire:
            _taire(apres, quand=quand)
        elif avant.ne_pas_ecrire:
            _reprendre(apres, quand=quand)
        elif prevenir.chemin_de(apres) != prevenir.chemin_de(avant):
            if avant.courriel_en_erreur:
                _oublier_l_adresse(apres)
            _changer_de_chemin(apres, quand=quand)


def faire_taire(quand: dt.datetime) -> int:
    """Each minute: whatever waits for a protected person by another road is stopped as well."""
    relayees = Q(message__cle__startswith=prevenir.RELAIS, personne__passer_par__isnull=False)
    trouvees = _en_attente().filter(~relayees, personne__ne_pas_ecrire=True)
    personnes = Personne.objects.filter(pk__in=trouvees.values("personne")).order_by("pk")[:LOT]
    for personne in personnes:
        with ecriture():
            _taire(personne, quand=quand)
    return len(personnes)


def _en_attente() -> QuerySet[Envoi]:
    return Envoi.objects.filter(message__etat__in=ARRETABLES)


def _arreter(personne: Personne, *, raison: str) -> list[Envoi]:
    """Take back all that has not left for her, failures included; return the news among them."""
    envois = list(
        _en_attente()
        .filter(personne=personne)
        .select_related("message", "place__seance", "seance")
        .order_by("message__pk")
    )
    pks = [envoi.message_id for envoi in envois]
    # The state is asked again: what a worker has leased meanwhile is its own.
    Message.objects.filter(pk__in=pks, etat__in=ARRETABLES).update(
        etat=Etat.ANNULE, raison=raison, bail_jusqua=None, bail_par=""
    )
    return envois


def _rendre_discrets(personne: Personne) -> None:
    """What waits was written with the title; it leaves without, though it was tried already."""
    attendent = _en_attente().filter(personne=personne, seance__isnull=False)
    for envoi in attendent.select_related("message", "seance__atelier"):
        graine = envoi.message.graine
        if envoi.seance and "titre" in graine:
            # The state is asked again: what a worker has leased meanwhile is its own.
            Message.objects.filter(pk=envoi.message_id, etat__in=ARRETABLES).update(
                graine=graine | {"titre": envoi.seance.atelier.titre_discret}, octets=None
            )


def _nouvelles(envois: Iterable[Envoi], quand: dt.datetime) -> list[Envoi]:
    """Those that still say something: about a séance to come."""
    return [
        envoi
        for envoi in envois
        if envoi.seance is not None
        and envoi.seance.debut > quand
        and envoi.message.graine.get("motif", "adresse") not in SANS_NOUVELLE
    ]


def _taire(personne: Personne, *, quand: dt.datetime) -> None:
    """Stop everything; the news goes to the one who may be called for her, if there is one."""
    for envoi in _nouvelles(_arreter(personne, raison=SILENCE), quand):
        _redire(envoi, personne, Courrier(quand))


def _reprendre(personne: Personne, *, quand: dt.datetime) -> None:
    """Silence is over: her calendar catches up, what nobody told her is told, then her next date.

    The calls that were to go through somebody else stop; their news comes to her own channel.
    """
    arretes = _arreter(personne, raison=AILLEURS)
    courrier = invitations.synchroniser([personne], quand=quand)
    for envoi in _nouvelles(arretes, quand):
        _redire(envoi, personne, courrier)
    prochaine = (
        Place.objects.confirmees()
        .filter(personne=personne, seance__debut__gt=quand, seance__etat="prevue")
        .select_related("personne", "seance__atelier", "seance__centre", "seance__lieu")
        .order_by("seance__debut", "pk")
        .first()
    )
    if prochaine is not None and personne.canal_effectif() != Personne.Canal.COURRIEL:
        prevenir.du_changement([prochaine], motif="invitation", courrier=courrier)


def _oublier_l_adresse(personne: Personne) -> None:
    """What an address lost while it refused is written again there, once it is said to be right."""
    for modele in (Inscription, Place):
        modele._default_manager.filter(personne=personne).update(adresse_invitee="")


def _changer_de_chemin(personne: Personne, *, quand: dt.datetime) -> None:
    """News that waits for the old address is said at the new one; calendars follow both.

    What an agenda at the old address must forget still goes there.
    """
    attendent = list(
        _en_attente()
        .filter(personne=personne)
        .select_related("message", "seance")
        .order_by("message__pk")
    )
    courrier = invitations.synchroniser([personne], quand=quand)
    courrier.dites = {
        (e.personne_id, e.seance_id)
        for e in courrier.envois
        if e.seance_id and e.message.methode == "REQUEST"
    }
    simples = [
        e.message_id for e in attendent if not e.message.methode or e.message.etat == Etat.ECHEC
    ]
    Message.objects.filter(pk__in=simples, etat__in=ARRETABLES).update(
        etat=Etat.ANNULE, raison=AILLEURS
    )
    for envoi in _nouvelles(attendent, quand):
        _redire(envoi, personne, courrier)


def _redire(envoi: Envoi, personne: Personne, courrier: Courrier) -> None:
    """Say the same seed by the road that reaches her now, unless this change says it already."""
    assert envoi.seance is not None  # noqa: S101 (``_nouvelles`` keeps those that have one)
    if (personne.pk, envoi.seance_id) in courrier.dites:
        return
    courrier.dites.add((personne.pk, envoi.seance.pk))
    prevenir.redire(envoi, personne, courrier=courrier)
