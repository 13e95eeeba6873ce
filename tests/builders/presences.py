"""What happened at the séances, and what attests it."""

import io
import uuid
from typing import Any

from ateliers.models import Seance
from centre.models import Centre, Utilisateur
from centre.temps import a_paris
from inscriptions.models import Place
from parcours.models import Operation
from presences.models import (
    AppareilTablette,
    DemandeCorrection,
    Emport,
    OperationTablette,
    PhotoFeuille,
    Presence,
)
from presences.operations import ajouter_photos, lire_photos
from presences.operations.cofinancement import poser_un_logo, recrire_un_logo
from tests.builders.centre import JOUR, creer_centre, creer_utilisateur, image
from tests.builders.inscriptions import creer_place


def creer_logo(operation: Operation, financeur: str = "Région", couleur: str = "navy") -> Any:
    """The sign of a funder, through the door of the pages."""
    octets = recrire_un_logo(io.BytesIO(image(60, couleur=couleur)))
    return poser_un_logo(operation, financeur=financeur, image=octets)


def creer_presence(place: Place | None = None, **champs: Any) -> Presence:
    valeurs = {"statut": Presence.Statut.PRESENT}
    return Presence.objects.create(place=place or creer_place(), **{**valeurs, **champs})


def creer_tablette(
    proprietaire: Utilisateur | None = None, centre: Centre | None = None, **champs: Any
) -> AppareilTablette:
    """A tablet whose secret is kept in ``secret``; without owner, a check-in desk."""
    secret, empreinte = AppareilTablette.tirer()
    genre = AppareilTablette.Genre.TABLETTE if proprietaire else AppareilTablette.Genre.BORNE
    tablette = AppareilTablette.objects.create(
        centre=centre or creer_centre(),
        proprietaire=proprietaire,
        genre=genre,
        libelle="Tablette de la cuisine",
        empreinte=empreinte,
        **champs,
    )
    tablette.secret = secret
    return tablette


def creer_emport(tablette: AppareilTablette, *seances: Seance, **champs: Any) -> Emport:
    valeurs = {"jour": a_paris(seances[0].debut).date() if seances else JOUR}
    emport = Emport.objects.create(appareil=tablette, **{**valeurs, **champs})
    emport.seances.add(*seances)
    return emport


def creer_geste(emport: Emport, place: Place, **champs: Any) -> OperationTablette:
    valeurs = {"genre": "reponse", "statut": "present", "resultat": "ecrite", "cle": uuid.uuid4()}
    quand = {"faite_le": place.seance.debut, "recue_le": place.seance.fin}
    return OperationTablette.objects.create(
        emport=emport, seance=place.seance, place=place, **{**valeurs, **quand, **champs}
    )


def creer_demande(presence: Presence | None = None, **champs: Any) -> DemandeCorrection:
    """A request that waits; a presence has one at a time."""
    valeurs = {"objet": DemandeCorrection.Objet.PAS_LA}
    return DemandeCorrection.objects.get_or_create(
        presence=presence or creer_presence(), issue="", defaults={**valeurs, **champs}
    )[0]


def creer_photo(seance: Seance) -> PhotoFeuille:
    """A photo of the sheet, through the door of the pages."""
    images = lire_photos(io.BytesIO(image()))
    return ajouter_photos(seance, images=images, par=creer_utilisateur("coordination"))[0]
