"""Presences stay as counts of the year; reasons, requests and photos of sheets go with the name."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from centre.ecriture import date_courte
from centre.effacement import Ligne, Registre, Sort
from inscriptions.models import Place
from presences.models import (
    Correction,
    DemandeCorrection,
    OperationTablette,
    PhotoFeuille,
    Presence,
    PriseDeNouvelles,
    Signature,
)
from presences.operations.photos import effacer_photos
from presences.operations.preuves import mettre_a_part, operations_de
from presences.queries.signatures import chemin_svg

POURQUOI = "Les heures et les séances du bilan en dépendent, sans votre nom."


def _photos(reference: uuid.UUID) -> QuerySet[PhotoFeuille]:
    """Photos of the sheets on which her name may be read: she had a place there, or a slot."""
    places = Place.objects.filter(personne__reference=reference)
    return PhotoFeuille.objects.filter(
        Q(feuille__seance__in=places.values("seance"))
        | Q(feuille__seance__in=places.values("seance__fenetre"))
    )


def _demandes(reference: uuid.UUID) -> QuerySet[DemandeCorrection]:
    return DemandeCorrection.objects.filter(presence__place__personne__reference=reference)


def _nouvelles(reference: uuid.UUID) -> QuerySet[PriseDeNouvelles]:
    return PriseDeNouvelles.objects.filter(parcours__personne__reference=reference)


def _signatures(reference: uuid.UUID) -> QuerySet[Signature]:
    return Signature.objects.filter(place__personne__reference=reference)


def _gestes(reference: uuid.UUID) -> QuerySet[OperationTablette]:
    return OperationTablette.objects.filter(place__personne__reference=reference)


def _preuves(reference: uuid.UUID) -> list[Ligne]:
    """Signatures that go, and what a cofinanced operation makes us keep, until when."""
    operations = operations_de(reference)
    gardees = [place for _, _, places in operations for place in places]
    partent = _signatures(reference).exclude(place__in=gardees)
    retenues = [
        Ligne(
            f"nom, mis à part avec les signatures de l’opération {operation.numero}",
            1,
            Sort.GARDE,
            f"Le financeur peut contrôler jusqu’au {date_courte(fin)} {fin.year}.",
        )
        for operation, fin, _ in operations
    ]
    return [Ligne("signatures", partent.count(), Sort.EFFACE), *retenues]


def apercu(reference: uuid.UUID) -> list[Ligne]:
    presences = Presence.objects.filter(place__personne__reference=reference)
    return [
        Ligne("raisons d’absence", presences.exclude(motif="").count(), Sort.EFFACE),
        Ligne("présences", presences.count(), Sort.ANONYMISE, POURQUOI),
        Ligne(
            "corrections de présence",
            Correction.objects.filter(presence__in=presences).count(),
            Sort.ANONYMISE,
            POURQUOI,
        ),
        *_preuves(reference),
        Ligne("gestes reçus d’une tablette", _gestes(reference).count(), Sort.EFFACE),
        Ligne("demandes de correction", _demandes(reference).count(), Sort.EFFACE),
        Ligne("appels pour prendre des nouvelles", _nouvelles(reference).count(), Sort.EFFACE),
        Ligne(
            "photos de feuilles signées",
            _photos(reference).count(),
            Sort.EFFACE,
            "Le nom des autres personnes y est aussi\u00a0: la photo entière s’efface.",
        ),
    ]


def effacer(reference: uuid.UUID) -> None:
    Presence.objects.filter(place__personne__reference=reference).update(motif="")
    gardees = mettre_a_part(reference)
    _signatures(reference).exclude(place__in=gardees).delete()
    _gestes(reference).delete()
    _demandes(reference).delete()
    _nouvelles(reference).delete()
    effacer_photos(_photos(reference))


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    return {
        "presences": list(
            Presence.objects.filter(place__personne__reference=reference).values(
                *("place__seance__atelier__titre", "place__seance__debut", "statut"),
                *("arrivee", "depart", "motif"),
            )
        ),
        "corrections": list(
            Correction.objects.filter(presence__place__personne__reference=reference).values(
                "avant", "apres", "le"
            )
        ),
        "demandes_de_correction": list(
            _demandes(reference).values("objet", "arrivee", "depart", "demandee_le", "issue")
        ),
        "signatures": [
            {
                "seance": s.place.seance.debut,
                "demi_journee": s.demi_journee,
                "signee_le": s.signee_le,
                "dessin": chemin_svg(s),
            }
            for s in _signatures(reference).select_related("place__seance")
        ],
        "gestes_de_tablette": list(_gestes(reference).values("genre", "statut", "faite_le")),
        "prises_de_nouvelles": list(_nouvelles(reference).values("le", "issue")),
        "photos_de_feuilles": list(
            _photos(reference).values("feuille__seance__debut", "ajoutee_le", "octets")
        ),
    }


REGISTRE = Registre(
    app="presences",
    modeles=(
        "presences.Presence",
        "presences.Correction",
        "presences.DemandeCorrection",
        "presences.PriseDeNouvelles",
        "presences.OperationTablette",
        "presences.Signature",
    ),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)
