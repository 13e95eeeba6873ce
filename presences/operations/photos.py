"""The signed paper, photographed or scanned: checked, written anew, forgotten in time."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from centre.erreurs import Refus
from centre.images import decoder
from centre.temps import a_paris, instant, maintenant
from presences.models import PhotoFeuille
from presences.operations.feuille import verrouiller
from presences.operations.numerisation import dessiner_les_pages, est_un_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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


def recrire(octets: bytes) -> bytes:
    """Decode an image and write it anew as JPEG: no place, no camera, nothing hidden stays.

    Refuses what is empty, too large, torn, or no JPEG, PNG or WebP.
    """
    image = decoder(octets, pixels_max=PIXELS_MAX).convert("RGB")
    image.thumbnail((COTE_MAX, COTE_MAX))
    ecrite = io.BytesIO()
    image.save(ecrite, "JPEG", quality=QUALITE, optimize=True)
    return ecrite.getvalue()


def lire_photos(fichier: BinaryIO) -> list[bytes]:
    """One image, or each page of a scan as PDF, written anew; Refus beyond ``OCTETS_MAX``."""
    octets = fichier.read(OCTETS_MAX + 1)
    if len(octets) > OCTETS_MAX:
        raise Refus(
            "Ce fichier dépasse 10 Mo. Envoyez une photo plus petite, ou le scan en plusieurs "
            "fois.",
            code="poids",
        )
    pages = dessiner_les_pages(octets) if est_un_pdf(octets) else [octets]
    return [recrire(page) for page in pages]


@transaction.atomic
def ajouter_photos(
    seance: Seance, *, images: Sequence[bytes], par: Utilisateur, quand: dt.datetime | None = None
) -> list[PhotoFeuille]:
    """Attach rewritten images to the sheet, open or closed: all or none; the same one is one row.

    Raises Refus beyond ``PHOTOS_MAX``. No file outlives a failure.
    """
    feuille = verrouiller(seance)
    par_empreinte = {hashlib.sha256(octets).hexdigest(): octets for octets in images}
    tenues = {photo.empreinte: photo for photo in feuille.photos.all()}
    nouvelles = {e: octets for e, octets in par_empreinte.items() if e not in tenues}
    if len(tenues) + len(nouvelles) > PHOTOS_MAX:
        raise Refus(f"Une feuille garde {PHOTOS_MAX} pages ou photos au plus.", code="nombre")
    ecrites: list[PhotoFeuille] = []
    try:
        for empreinte, octets in nouvelles.items():
            photo = PhotoFeuille(feuille=feuille, empreinte=empreinte, octets=len(octets))
            photo.ajoutee_par, photo.ajoutee_le = par, quand or maintenant()
            photo.fichier.save("feuille.jpg", ContentFile(octets), save=False)
            ecrites.append(photo)
            photo.save()
    except BaseException:
        for photo in ecrites:
            photo.fichier.storage.delete(str(photo.fichier.name))
        raise
    return [photo for e, photo in tenues.items() if e in par_empreinte] + ecrites


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
