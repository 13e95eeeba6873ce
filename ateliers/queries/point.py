"""One point of attention, whatever finds it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

# Code, words of the filter, pictogram; in the order in which a page offers them.
NATURES = (
    ("personnes", "Personnes à deux endroits", "croise"),
    ("presences", "Deux présences à la même heure", "crayon"),
    ("absence", "Animatrice ou animateur absent", "personne"),
    ("animateur", "Deux séances à la fois", "personne"),
    ("ailleurs", "Déjà pris ailleurs", "personne"),
    ("trajet", "Trajet trop court", "horloge"),
    ("lieu", "Même lieu", "lieu"),
    ("battement", "Sans battement", "horloge"),
    ("capacite", "Plus de places que le lieu", "siege"),
    ("confidentiel", "Entretien sans lieu confidentiel", "cadenas"),
    ("ferie", "Jour férié", "calendrier"),
    ("fermeture", "Centre fermé", "calendrier"),
    ("heure", "Après la fermeture", "horloge"),
)
NOMS = {code: nom for code, nom, _ in NATURES}
ICONES = {code: icone for code, _, icone in NATURES}


@dataclass(frozen=True)
class Point:
    """A warning on one or two séances: what is odd, why, and where to act.

    ``qui`` tells apart two points of one nature on the same séances (two animateurs). ``faits``
    are what was looked at: when they change, a point set aside comes back.
    """

    nature: str
    debut: dt.datetime
    titre: str
    texte: str
    url: str
    seances: tuple[int, ...]
    faits: tuple[object, ...]
    qui: int = 0

    @property
    def cle(self) -> str:
        return f"{self.nature}:{'-'.join(map(str, sorted(self.seances)))}:{self.qui}"

    @property
    def empreinte(self) -> str:
        """A hash of the facts, the same from one process to the next; it names nobody."""
        dits = "|".join(
            fait.astimezone(dt.UTC).isoformat() if isinstance(fait, dt.datetime) else str(fait)
            for fait in (self.cle, *self.faits)
        )
        return hashlib.sha256(dits.encode()).hexdigest()

    @property
    def nom(self) -> str:
        return NOMS[self.nature]

    @property
    def icone(self) -> str:
        return ICONES[self.nature]
