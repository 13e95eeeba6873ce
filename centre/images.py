"""Images that people send, decoded with care: what leaves here is pixels, nothing of the file."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from centre.erreurs import Refus

FORMATS = ("JPEG", "PNG", "WEBP")


def decoder(octets: bytes, *, pixels_max: int) -> Image.Image:
    """The image upright, without metadata. Raises Refus: torn, too large, none of ``FORMATS``.

    The size is read before the pixels: beyond it a small file unfolds into gigabytes of memory.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            ouverte = Image.open(io.BytesIO(octets), formats=FORMATS)
            if ouverte.width * ouverte.height > pixels_max:
                raise Refus("Cette image est trop grande. Prenez une photo.", code="taille")
            droite = ImageOps.exif_transpose(ouverte)
            return droite.convert("RGBA" if droite.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as erreur:  # fmt: skip
        raise Refus(
            "Ce fichier n’est pas une image lisible. Envoyez une photo (JPEG ou PNG).",
            code="format",
        ) from erreur
