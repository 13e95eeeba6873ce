"""Gestures that come back from a tablet: each is received once, whatever happens to the network.

The id of a gesture is drawn by the tablet. The device is locked, then its sheet: two sendings of
one gesture at the same instant leave one row, and the second gets the answer of the first.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.temps import a_paris, instant, maintenant
from inscriptions.models import Place
from presences.models import Emport, OperationTablette, Presence, Signature
from presences.operations.feuille import marquer_changee, place_tenue, verifier_ouverte, verrouiller
from presences.operations.reponses import Conflit, Reponse, appliquer
from presences.operations.tablette_appareils import verrouiller_appareil
from presences.operations.tablette_signatures import signer
from presences.operations.venues import venir_sans_inscription
from presences.permissions import peut_emarger
from presences.queries.feuilles import personnes_proposees, place_de
from presences.queries.minutes import demi_journee_signee
from presences.queries.tablette import a_emporter

if TYPE_CHECKING:
    from centre.models import Utilisateur

Genre, Resultat = OperationTablette.Genre, OperationTablette.Resultat
PLUS_A_VOUS = "Cette séance n’est plus la vôtre\u00a0: la coordination décidera."


@dataclass(frozen=True)
class Geste:
    """One gesture as the tablet tells it; ``avant`` is the answer its screen showed.

    Hours are wall times of Paris on the day of the séance; ``faite_le`` is the tablet's clock.
    """

    cle: uuid.UUID
    genre: str
    seance: int
    faite_le: dt.datetime
    place: int | None = None
    venue: uuid.UUID | None = None
    statut: str = ""
    avant: str = ""
    arrivee: dt.time | None = None
    depart: dt.time | None = None
    sieges: int | None = None
    prenom: str = ""
    initiale: str = ""
    creneau: int | None = None
    code_le: dt.datetime | None = None
    demi_journee: str = ""
    traits: list[list[list[int]]] = field(default_factory=list)
    preuve: str = ""
    a_prouver: bytes = b""


@transaction.atomic
def recevoir(
    emport: Emport, geste: Geste, *, par: Utilisateur, ecart: int = 0, quand: dt.datetime
) -> OperationTablette:
    """Write one gesture, or tell what became of it the first time.

    A refusal is kept with what the tablet said: nothing is lost, somebody decides. Raises Refus,
    and keeps nothing, when the device is revoked, the séance is not of this list, or a signature
    waits for its walk-in.
    """
    verrouiller_appareil(emport.appareil)
    connue = OperationTablette.objects.filter(cle=geste.cle).first()
    if connue is not None:
        if connue.emport_id != emport.pk:
            raise Refus("Ce geste vient d’une autre tablette.", code="ailleurs")
        return connue
    if not Emport.objects.filter(pk=emport.pk, rendu_le__isnull=True).exists():
        raise Refus("Cette liste a déjà été rendue.", code="rendu")
    seance = emport.seances.select_related("atelier", "centre").filter(pk=geste.seance).first()
    if seance is None:
        raise Refus("Cette séance n’est pas sur cette tablette.", code="ailleurs")
    ligne = OperationTablette(
        emport=emport,
        cle=geste.cle,
        genre=geste.genre,
        seance=seance,
        statut=geste.statut,
        sieges=geste.sieges,
        faite_le=geste.faite_le,
        recue_le=quand,
        ecart=ecart,
    )
    _ecrire_ou_dire(ligne, geste, par=par, quand=quand)
    ligne.save()
    return ligne


def _ecrire_ou_dire(
    ligne: OperationTablette, geste: Geste, *, par: Utilisateur, quand: dt.datetime
) -> None:
    """Fill the result: written, two answers, somebody to recognise, or refused with its reason."""
    ligne.arrivee, ligne.depart = _heures(ligne.seance, geste)
    ligne.resultat = Resultat.ECRITE
    try:
        if not a_emporter(par).filter(pk=ligne.seance_id).exists():
            ligne.place = place_de(ligne.seance, geste.place) if geste.place else None
            raise Refus(PLUS_A_VOUS, code="role")
        with transaction.atomic():
            {Genre.REPONSE: _repondre, Genre.VENUE: _venir, Genre.SIGNATURE: _signer}[
                Genre(geste.genre)
            ](ligne, geste, par, quand)
    except Conflit as conflit:
        ligne.resultat, ligne.phrase = Resultat.CONFLIT, str(conflit)[:300]
    except Refus as refus:
        if refus.code == "attente":
            raise
        ligne.resultat, ligne.phrase = Resultat.REFUSEE, str(refus)[:300]
    if ligne.genre == Genre.VENUE and ligne.resultat != Resultat.ECRITE:
        ligne.prenom, ligne.initiale = geste.prenom, geste.initiale


def _heures(seance: Seance, geste: Geste) -> tuple[dt.datetime | None, dt.datetime | None]:
    jour = a_paris(seance.debut).date()
    arrivee, depart = (instant(jour, h) if h else None for h in (geste.arrivee, geste.depart))
    return arrivee, depart


def _repondre(ligne: OperationTablette, geste: Geste, par: Utilisateur, quand: dt.datetime) -> None:
    feuille = verrouiller(ligne.seance)
    place = _place(ligne, geste)
    verifier_ouverte(feuille)
    _, a_change = appliquer(place, _reponse(ligne, geste.avant), par=par, quand=quand)
    if a_change:
        marquer_changee(feuille)


def _reponse(ligne: OperationTablette, avant: str | None) -> Reponse:
    return Reponse(
        statut=ligne.statut,
        arrivee=ligne.arrivee,
        depart=ligne.depart,
        sieges_presents=ligne.sieges,
        avant=avant,
    )


def _place(ligne: OperationTablette, geste: Geste) -> Place:
    """The line named by its number, or the one that a walk-in of this tablet has got since."""
    if geste.venue is not None:
        venue = OperationTablette.objects.filter(
            cle=geste.venue, emport=ligne.emport, seance=ligne.seance, genre=Genre.VENUE
        ).first()
        if venue is None or (venue.place_id is None and venue.tranchee_le is None):
            raise Refus("Dites d’abord qui est cette personne.", code="attente")
        pk = venue.place_id
    else:
        pk = geste.place
    ligne.place = place_tenue(ligne.seance, pk)
    return ligne.place


def _venir(ligne: OperationTablette, geste: Geste, par: Utilisateur, quand: dt.datetime) -> None:
    """A first name that the centre already knows is asked about; a new one has its line."""
    verrouiller(ligne.seance)
    ligne.statut = Presence.Statut.PRESENT
    if personnes_proposees(
        centre_id=ligne.seance.centre_id, prenom=geste.prenom, initiale=geste.initiale
    ):
        ligne.resultat = Resultat.QUESTION
        return
    presence = venir_sans_inscription(
        _creneau(ligne.seance, geste.creneau),
        prenom=geste.prenom,
        initiale=geste.initiale,
        reference=geste.cle,
        par=par,
        quand=quand,
    )
    ligne.place = presence.place


def _creneau(seance: Seance, pk: int | None) -> Seance:
    """The slot of a permanence; without one, the first: its window holds nobody itself."""
    creneaux = seance.creneaux.exclude(etat=Seance.Etat.ANNULEE).order_by("debut")
    trouve = creneaux.filter(pk=pk).first() if pk else creneaux.first()
    return trouve or seance


def _signer(ligne: OperationTablette, geste: Geste, par: Utilisateur, quand: dt.datetime) -> None:
    verrouiller(ligne.seance)
    place = _place(ligne, geste)
    if geste.code_le is None:
        raise Refus("Le code du témoin manque.", code="preuve")
    quand_signee = geste.faite_le - dt.timedelta(seconds=ligne.ecart)
    demie = demi_journee_signee(place.seance, dite=geste.demi_journee, quand=quand_signee)
    if Signature.objects.filter(place=place, demi_journee=demie).exists():
        ligne.phrase = "Cette personne avait déjà signé."
        return
    signer(
        place,
        demi_journee=demie,
        emport=ligne.emport,
        traits=geste.traits,
        signee_le=geste.faite_le,
        code_le=geste.code_le,
        preuve=geste.preuve,
        a_prouver=geste.a_prouver,
        ecart=ligne.ecart,
        par=par,
        quand=quand,
    )


@transaction.atomic
def trancher(
    operation: OperationTablette,
    *,
    choix: str,
    par: Utilisateur,
    personne: uuid.UUID | None = None,
    quand: dt.datetime | None = None,
) -> OperationTablette:
    """Somebody who holds the sheet decides: « tablette », « bureau », « personne », « nouvelle ».

    Decided twice, the first decision stays. Raises Refus when the sheet cannot take the answer
    (closed, cancelled, an hour outside), or without the right to this sheet.
    """
    quand = quand or maintenant()
    # A cancelled séance takes no answer, and what its tablet said must still be settled.
    feuille = verrouiller(operation.seance, meme_annulee=choix == "bureau")
    lue = OperationTablette.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if lue.resultat not in OperationTablette.A_TRANCHER or lue.tranchee_le is not None:
        return lue
    if not peut_emarger(par, feuille.seance):
        raise Refus("Cette feuille n’est pas la vôtre.", code="role")
    if choix == "tablette" and lue.genre == Genre.REPONSE and lue.place_id:
        verifier_ouverte(feuille)
        place = place_tenue(feuille.seance, lue.place_id)
        _, a_change = appliquer(place, _reponse(lue, None), par=par, quand=quand)
        if a_change:
            marquer_changee(feuille)
    elif choix in ("personne", "nouvelle") and lue.genre == Genre.VENUE:
        lue.place = _reconnaitre(lue, personne if choix == "personne" else None, par, quand)
    elif choix != "bureau":
        raise Refus("Ce choix n’existe pas.", code="choix")
    lue.prenom = lue.initiale = ""
    lue.tranchee_le, lue.tranchee_par = quand, par
    lue.save()
    return lue


def _reconnaitre(
    lue: OperationTablette, reference: uuid.UUID | None, par: Utilisateur, quand: dt.datetime
) -> Place:
    """The place of a walk-in: one of the people proposed, never another, or a new file."""
    proposees = personnes_proposees(
        centre_id=lue.seance.centre_id, prenom=lue.prenom, initiale=lue.initiale
    )
    connue = next((p for p in proposees if p.reference == reference), None)
    if reference is not None and connue is None:
        raise Refus("Cette personne n’est pas dans la liste.", code="personne")
    presence = venir_sans_inscription(
        _creneau(lue.seance, None),
        personne=connue,
        prenom=lue.prenom,
        initiale=lue.initiale,
        reference=lue.cle,
        par=par,
        quand=quand,
    )
    return presence.place
