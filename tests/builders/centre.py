"""The house and those who work in it."""

import datetime as dt
import io
import itertools
from typing import Any

from PIL import Image

from centre.messagerie import deposer
from centre.models import Affectation, Centre, Lieu, Message, Organisme, Professionnel, Utilisateur

rangs = itertools.count(1)
# A Thursday of term time: the day of the demonstration.
JOUR = dt.date(2026, 11, 19)


def creer_centre(slug: str = "le-lierre", **champs: Any) -> Centre:
    return Centre.objects.get_or_create(
        slug=slug,
        defaults={
            "nom": "Centre Le Lierre",
            "nom_court": "Le Lierre",
            "ville": "Thionville",
            "adresse": "31 avenue de Guise",
            "telephone": "03 53 01 00 00",
            "courriel": f"rdv@{slug}.example",
            **champs,
        },
    )[0]


def creer_lieu(centre: Centre | None = None, **champs: Any) -> Lieu:
    n = next(rangs)
    valeurs = {"nom": f"Salle {n}", "slug": f"salle-{n}", "adresse": "31 avenue de Guise"}
    return Lieu.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_organisme(centre: Centre | None = None, **champs: Any) -> Organisme:
    valeurs = {"nom": f"Organisme {next(rangs)}", "type": Organisme.Type.UDAF}
    return Organisme.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_utilisateur(
    role: str | None = None, centre: Centre | None = None, **champs: Any
) -> Utilisateur:
    """An account; with ``role`` it holds it in ``centre``, a partner's role for an organisation."""
    n = next(rangs)
    organisme = champs.pop("organisme", None)
    valeurs = {"courriel": f"compte{n}@lierre.example", "prenom": "Claire", "nom": f"Martin{n}"}
    utilisateur = Utilisateur(**{**valeurs, **champs})
    utilisateur.set_unusable_password()
    utilisateur.save()
    if role:
        centre = centre or creer_centre()
        if role in Affectation.PARTENAIRES:
            organisme = organisme or creer_organisme(centre)
        Affectation.objects.create(
            utilisateur=utilisateur,
            centre=centre,
            role=role,
            organisme=organisme,
            debut=dt.date(2026, 1, 1),
        )
    return utilisateur


def creer_professionnel(
    utilisateur: Utilisateur | None = None, centre: Centre | None = None, **champs: Any
) -> Professionnel:
    """With a partner's account: her line in the directory, in the house for which she has it."""
    centre = centre or creer_centre()
    siennes = utilisateur.affectations.filter(centre=centre) if utilisateur else []
    maison = next((a.organisme for a in siennes if a.organisme), None)
    organisme = champs.pop("organisme", None) or maison or creer_organisme(centre)
    valeurs = {"prenom": "Hélène", "nom": f"Roux{next(rangs)}"}
    return Professionnel.objects.create(
        centre=centre, organisme=organisme, utilisateur=utilisateur, **{**valeurs, **champs}
    )


def image(cote: int = 40, genre: str = "PNG", couleur: str = "white") -> bytes:
    """A plain image, as a telephone sends one."""
    octets = io.BytesIO()
    Image.new("RGB", (cote, cote), couleur).save(octets, genre)
    return octets.getvalue()


def deposer_invitation(centre: Centre | None = None, **champs: Any) -> Message | None:
    """A REQUEST by mail through the outbox's own door; several of them share one thread."""
    valeurs = {
        "canal": Message.Canal.COURRIEL,
        "langue": "fr",
        "destinataire": "nadia@example.org",
        "modele": "essai",
        "graine": {},
        "cle": f"cle-{next(rangs)}",
        "methode": "REQUEST",
        "uid": "serie-1@lierre.example",
        "sequence": 0,
    }
    return deposer(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_message(centre: Centre | None = None, **champs: Any) -> Message:
    """A row of the outbox in any state, without passing by its door."""
    n = next(rangs)
    valeurs = {
        "canal": Message.Canal.COURRIEL,
        "destinataire": f"personne{n}@example.org",
        "modele": "essai",
        "cle": f"cle-{n}",
        "message_id": f"<{n}@lierre.example>",
    }
    return Message.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})
