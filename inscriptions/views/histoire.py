"""What happened to a séance, what may still be undone, and whom it leaves to call."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ateliers.models import Deplacement, FaitSeance, Seance
from centre.http import RequeteConnectee
from centre.models import Message
from centre.temps import a_paris, maintenant
from inscriptions.models import Envoi
from inscriptions.operations import peut_se_defaire
from inscriptions.operations.changements import annulation_se_defait
from inscriptions.permissions import peut_appeler, peut_changer_la_seance
from inscriptions.queries import envois_de, faits_de, historique

Etat = Seance.Etat


def histoire_de(request: RequeteConnectee, seance: Seance) -> dict[str, Any]:
    """The part of the page that looks back, and the buttons of who may change it."""
    quand, moves, faits = maintenant(), historique(seance), faits_de(seance)
    change = peut_changer_la_seance(request.user, seance)
    entiere = change and not seance.fenetre_id
    defaisable = bool(moves) and peut_se_defaire(moves[0], quand=quand)
    aujourdhui = a_paris(seance.debut).date() == a_paris(quand).date()
    return {
        "evenements": _par_date(moves, faits),
        "depart": _depart(moves),
        "relais": _relais(faits),
        "peut_changer": entiere and seance.etat == Etat.PREVUE,
        "peut_copier": entiere,
        "peut_publier": entiere and seance.etat == Etat.BROUILLON,
        "peut_defaire": change and (defaisable or annulation_se_defait(seance, quand=quand)),
        "est_commencee": seance.debut <= quand,
        "est_du_jour": aujourdhui and seance.fin > quand,
        **_messages(request, seance, change=change, quand=quand),
    }


def _par_date(moves: list[Deplacement], faits: list[FaitSeance]) -> list[Deplacement | FaitSeance]:
    """Moves and other facts together, the last one first."""
    return sorted([*moves, *faits], key=lambda e: e.le, reverse=True)


def _depart(moves: list[Deplacement]) -> Deplacement | None:
    """Where the séance first was, if it is elsewhere now: « déplacée du 14/10 »."""
    tenus = [m for m in moves if m.annule_le is None]
    return tenus[-1] if tenus else None


def _relais(faits: list[FaitSeance]) -> FaitSeance | None:
    """The last replacement: who was to lead, who does."""
    relais = (f for f in faits if f.genre == FaitSeance.Genre.REMPLACEMENT and f.avant_id)
    return next(relais, None)


def _messages(
    request: RequeteConnectee, seance: Seance, *, change: bool, quand: dt.datetime
) -> dict[str, Any]:
    """What waits for its hour, and who is to be called: no telephone, or an SMS that is lost."""
    appelle = peut_appeler(request.user, seance.centre)
    envois = list(envois_de(seance)[:200]) if change or appelle else []
    attend = [e for e in envois if e.message.etat in Message.NON_REGLES and not _est_humain(e)]
    return {
        "messages_en_attente": attend if change else [],
        "appels_a_faire": [e for e in envois if _est_a_dire(e, quand)] if appelle else [],
    }


def _est_humain(envoi: Envoi) -> bool:
    return envoi.message.canal in Message.CANAUX_HUMAINS


def _est_a_dire(envoi: Envoi, quand: dt.datetime) -> bool:
    message = envoi.message
    if _est_humain(envoi):
        return message.etat == Message.Etat.EN_ATTENTE
    utile = message.perime_le is not None and message.perime_le > quand
    return message.etat == Message.Etat.ECHEC and utile
