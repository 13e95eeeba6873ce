"""Sounds on the participant's page: notes made by the machine, in the place of a voice.

Nobody was recorded. What somebody says in a language is for a person whose language it is.
"""

from __future__ import annotations

import io
import math
import wave

from bilans.demonstration.monde import Monde
from inscriptions.models import Son
from inscriptions.operations.sons import genre_du_son, poser_le_son

# Samples a second, of one byte: 4 kB for half a second, as little as a player needs.
CADENCE = 8000
DUREE_D_UNE_NOTE = 0.25
# A question goes up, a refusal goes down.
NOTES = {
    Son.Phrase.PROCHAIN: (440, 440),
    Son.Phrase.VENEZ: (440, 660),
    Son.Phrase.VIENS: (523, 784),
    Son.Phrase.VIENS_PAS: (523, 392),
    Son.Phrase.APPELER: (660, 660),
}


def poser(monde: Monde) -> None:
    """French has five sounds of nine: the page that lists them shows what is missing too."""
    for phrase, hauteurs in NOTES.items():
        octets = son_de_synthese(*hauteurs)
        poser_le_son(
            monde.centre,
            phrase=phrase,
            langue="fr",
            octets=octets,
            genre=genre_du_son(octets),
            par=monde.comptes["coordination"],
            quand=monde.quand,
        )


def son_de_synthese(*hauteurs: int) -> bytes:
    """A WAV file of one sine note per pitch, in hertz, each fading out."""
    pas = int(CADENCE * DUREE_D_UNE_NOTE)
    echantillons = bytes(
        128 + round(90 * (1 - n / pas) * math.sin(2 * math.pi * hauteur * n / CADENCE))
        for hauteur in hauteurs
        for n in range(pas)
    )
    fichier = io.BytesIO()
    with wave.open(fichier, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(1)
        son.setframerate(CADENCE)
        son.writeframes(echantillons)
    return fichier.getvalue()
