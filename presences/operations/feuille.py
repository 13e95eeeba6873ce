"""The sheet itself: locked by whoever writes, closed when all is said, reopened with a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.temps import maintenant
from centre.textes import sans_controle_ligne
from presences.models import Feuille, Presence, Reouverture
from presences.operations.reponses import verifier_le_moment
from presences.queries.feuilles import place_de, places_de_la_feuille, reponse_de

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from inscriptions.models import Place


def verrouiller(seance: Seance, *, meme_annulee: bool = False) -> Feuille:
    """Lock the séance that carries the sheet and return the sheet, made at the first writing.

    A cancelled séance is a Refus, but for what writes no answer.
    """
    porteuse = seance.fenetre_id or seance.pk
    verrouillee = (
        Seance.objects.select_for_update(of=("self",)).select_related("atelier").get(pk=porteuse)
    )
    if verrouillee.etat == Seance.Etat.ANNULEE and not meme_annulee:
        raise Refus("Cette séance est annulée\u00a0: il n’y a rien à noter.", code="annulee")
    if verrouillee.etat == Seance.Etat.BROUILLON:
        raise Refus("Cette séance n’est pas encore publiée.", code="brouillon")
    feuille, _ = Feuille.objects.get_or_create(seance=verrouillee)
    feuille.seance = verrouillee
    return feuille


def place_tenue(seance: Seance, pk: int | None) -> Place:
    """A line of this sheet, read again under its lock. Raises Refus when it is no longer there."""
    place = place_de(seance, pk) if pk else None
    if place is None:
        raise Refus("Cette personne n’a plus de place à cette séance.", code="place")
    return place


def verifier_ouverte(feuille: Feuille) -> None:
    if feuille.fermee_le is not None:
        raise Refus("Cette feuille est fermée. Rouvrez-la pour changer une réponse.", code="fermee")


def marquer_changee(feuille: Feuille) -> None:
    feuille.version += 1
    feuille.save(update_fields=["version"])


@transaction.atomic
def fermer_feuille(
    seance: Seance, *, par: Utilisateur, quand: dt.datetime | None = None
) -> Feuille:
    """Close the sheet: the séance was held, also with nobody there. Closing twice changes nothing.

    Raises Refus before the start, and when an answer is missing: it says whose.
    """
    quand = quand or maintenant()
    feuille = verrouiller(seance)
    if feuille.fermee_le is not None:
        return feuille
    verifier_le_moment(feuille.seance, statut="", par=par, quand=quand)
    manquent = [
        place.personne.nom_court
        for place in places_de_la_feuille(feuille.seance)
        if reponse_de(place) is None
    ]
    if manquent:
        noms = ", ".join(manquent).rstrip(".")
        raise Refus(f"Il manque une réponse pour {noms}.", code="incomplete")
    feuille.fermee_le, feuille.fermee_par = quand, par
    feuille.version += 1
    feuille.save(update_fields=["fermee_le", "fermee_par", "version"])
    _changer_etat(feuille.seance, Seance.Etat.TENUE)
    return feuille


def _changer_etat(seance: Seance, etat: str) -> None:
    """The window and those of its slots that were not cancelled share one state."""
    seance.etat = etat
    seance.save(update_fields=["etat"])
    seance.creneaux.exclude(etat=Seance.Etat.ANNULEE).update(etat=etat)


@transaction.atomic
def rouvrir_feuille(
    seance: Seance, *, raison: str, par: Utilisateur, quand: dt.datetime | None = None
) -> Feuille:
    """Open a closed sheet again, with the reason; the séance is « à renseigner » meanwhile."""
    quand = quand or maintenant()
    raison = " ".join(raison.split())[:200]
    if not raison:
        raise Refus("Écrivez pourquoi vous rouvrez la feuille.", code="raison")
    try:
        sans_controle_ligne(raison)
    except ValidationError as erreur:
        raise Refus(erreur.messages[0], code="raison") from erreur
    feuille = verrouiller(seance)
    verifier_le_moment(feuille.seance, statut=Presence.Statut.ABSENT_EXCUSE, par=par, quand=quand)
    if feuille.fermee_le is None:
        return feuille
    Reouverture.objects.create(feuille=feuille, raison=raison, par=par, le=quand)
    feuille.fermee_le = feuille.fermee_par = None
    feuille.version += 1
    feuille.save(update_fields=["fermee_le", "fermee_par", "version"])
    _changer_etat(feuille.seance, Seance.Etat.PREVUE)
    return feuille
