"""The photo of the signed paper: checked, written anew, kept apart, forgotten in time."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import warnings
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from centre.erreurs import Refus
from centre.temps import a_paris, instant, maintenant
from presences.models import PhotoFeuille
from presences.operations.feuille import verrouiller

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from ateliers.models import Seance
    from centre.models import Utilisateur

OCTETS_MAX = 10 * 2**20
PHOTOS_MAX = 10
# Beyond this a small file unfolds into gigabytes of memory.
PIXELS_MAX = 60_000_000
# An A4 sheet at 200 points per inch: every signature stays legible.
COTE_MAX = 2340
QUALITE = 82
FORMATS = ("JPEG", "PNG", "WEBP")


def recrire(fichier: BinaryIO) -> bytes:
    """Decode an image and write it anew as JPEG: no place, no camera, nothing hidden stays.

    Refuses what is empty, too heavy, too large, torn, or no image of ``FORMATS``.
    """
    octets = fichier.read(OCTETS_MAX + 1)
    if len(octets) > OCTETS_MAX:
        raise Refus("Cette image dépasse 10 Mo. Prenez une photo plus petite.", code="poids")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            ouverte = Image.open(io.BytesIO(octets), formats=FORMATS)
            if ouverte.width * ouverte.height > PIXELS_MAX:
                raise Refus("Cette image est trop grande. Prenez une photo.", code="taille")
            image = ImageOps.exif_transpose(ouverte).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as erreur:  # fmt: skip
        raise Refus(
            "Ce fichier n’est pas une image lisible. Envoyez une photo (JPEG ou PNG).",
            code="format",
        ) from erreur
    image.thumbnail((COTE_MAX, COTE_MAX))
    ecrite = io.BytesIO()
    image.save(ecrite, "JPEG", quality=QUALITE, optimize=True)
    return ecrite.getvalue()


@transaction.atomic
def ajouter_photo(
    seance: Seance, *, octets: bytes, par: Utilisateur, quand: dt.datetime | None = None
) -> PhotoFeuille:
    """Attach one rewritten image to the sheet, open or closed; the same one twice is one row."""
    feuille = verrouiller(seance)
    empreinte = hashlib.sha256(octets).hexdigest()
    deja = feuille.photos.filter(empreinte=empreinte).first()
    if deja:
        return deja
    if feuille.photos.count() >= PHOTOS_MAX:
        raise Refus(f"Une feuille garde {PHOTOS_MAX} photos au plus.", code="nombre")
    photo = PhotoFeuille(
        feuille=feuille,
        empreinte=empreinte,
        octets=len(octets),
        ajoutee_par=par,
        ajoutee_le=quand or maintenant(),
    )
    photo.fichier.save("feuille.jpg", ContentFile(octets), save=False)
    try:
        photo.save()
    except BaseException:
        photo.fichier.storage.delete(str(photo.fichier.name))
        raise
    return photo


def effacer_photos(photos: Iterable[PhotoFeuille]) -> int:
    """Delete rows now, their files once the transaction holds: a failure leaves both."""
    nombre = 0
    for photo in list(photos):
        nom, rangement = str(photo.fichier.name), photo.fichier.storage
        photo.delete()
        transaction.on_commit(partial(rangement.delete, nom))
        nombre += 1
    return nombre


@transaction.atomic
def retirer_photo(photo: PhotoFeuille) -> None:
    """Take away a photo that is no use; what proves a closed sheet stays with it."""
    feuille = verrouiller(photo.feuille.seance)
    if feuille.fermee_le is not None:
        raise Refus("Cette feuille est fermée. Rouvrez-la pour retirer une photo.", code="fermee")
    effacer_photos([photo])


def limite_des_photos(quand: dt.datetime) -> dt.datetime:
    """Séances before this instant keep no photo: the year of the séance and three months."""
    jour = a_paris(quand).date()
    annee = jour.year if (jour.month, jour.day) >= (4, 1) else jour.year - 1
    return instant(dt.date(annee, 1, 1), dt.time())


@transaction.atomic
def oublier_les_photos(quand: dt.datetime) -> int:
    """Delete the photos whose time is over; run each minute, one query when there is none."""
    anciennes = PhotoFeuille.objects.filter(feuille__seance__debut__lt=limite_des_photos(quand))
    return effacer_photos(anciennes)
