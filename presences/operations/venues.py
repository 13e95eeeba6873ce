"""Somebody came without a place: a known person, or a new one known by first name and initial."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.temps import maintenant
from inscriptions.models import Place
from inscriptions.operations.places import liberer, parcours_par_defaut, prendre_place
from parcours.models import Personne
from parcours.operations.personnes import creer_personne
from presences.models import Presence
from presences.operations.carnet import rattacher
from presences.operations.feuille import marquer_changee, verifier_ouverte, verrouiller
from presences.operations.reponses import Reponse, Statut, appliquer

if TYPE_CHECKING:
    from centre.models import Utilisateur


def _nouvelle(
    seance: Seance, *, prenom: str, initiale: str, reference: uuid.UUID, par: Utilisateur
) -> Personne:
    """A file to complete: « Nadia » « F. ». The same ``reference`` sent twice is one person."""
    connue = Personne.objects.filter(reference=reference, centre=seance.centre_id).first()
    if connue:
        return connue
    champs = {
        "reference": reference,
        "prenom": " ".join(prenom.split()),
        "nom": f"{initiale.strip()[:1].upper()}." if initiale.strip() else "",
        "canal": Personne.Canal.PAPIER,
    }
    if not champs["prenom"] or not champs["nom"]:
        raise Refus("Écrivez le prénom et la première lettre du nom.", code="nom")
    try:
        Personne(centre=seance.centre, **champs).full_clean(exclude=["cle"], validate_unique=False)
    except ValidationError as erreur:
        raise Refus(" ".join(erreur.messages), code="nom") from erreur
    return creer_personne(centre=seance.centre, champs=champs, par=par)


def _place_pour(
    seance: Seance, personne: Personne, *, par: Utilisateur, quand: dt.datetime
) -> Place:
    """Her place if she is expected; a place of a queue gives way to one in the room."""
    tenue = Place.objects.vivantes().filter(seance=seance.pk, personne=personne).first()
    if tenue and tenue.etat == Place.Etat.CONFIRMEE:
        return tenue
    if tenue:
        liberer([tenue], etat=Place.Etat.ANNULEE_CENTRE, quand=quand)
    return prendre_place(
        seance=seance,
        personne=personne,
        origine=Place.Origine.SANS_INSCRIPTION,
        parcours=parcours_par_defaut(personne),
        par=par,
        quand=quand,
    )


@transaction.atomic
def venir_sans_inscription(
    seance: Seance,
    *,
    personne: Personne | None = None,
    prenom: str = "",
    initiale: str = "",
    reference: uuid.UUID | None = None,
    etait_sans_nom: bool = False,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Presence:
    """Write that somebody without a place is there; of a permanence, ``seance`` is a slot.

    With ``etait_sans_nom`` she was among those counted without a name: they are one less.
    Raises Refus: not begun, closed, another centre, name missing. Sent twice, written once.
    """
    quand = quand or maintenant()
    feuille = verrouiller(seance)
    verifier_ouverte(feuille)
    if personne is None:
        personne = _nouvelle(
            seance, prenom=prenom, initiale=initiale, reference=reference or uuid.uuid4(), par=par
        )
    place = _place_pour(seance, personne, par=par, quand=quand)
    lue = Place.objects.select_related("personne", "seance__atelier", "presence").get(pk=place.pk)
    presence, a_change = appliquer(lue, Reponse(Statut.PRESENT), par=par, quand=quand)
    if a_change:
        if etait_sans_nom:
            rattacher(feuille)
        marquer_changee(feuille)
    return presence
