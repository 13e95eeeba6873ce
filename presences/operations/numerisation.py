"""The pages of a scan that arrives as PDF, drawn as images by a process that can be stopped."""

from __future__ import annotations

import struct
import subprocess
import sys

from centre.erreurs import Refus
from presences.operations import numerisation_ouvrier as ouvrier

# More than the processor time that the child may take: it also has to start.
LIMITE_SECONDES = 30
# The mark of a PDF stands in the first kilobyte, also after what some scanners write before it.
DEBUT = 1024
SINON = "Enregistrez le scan en JPEG, ou prenez la feuille en photo."
PHRASES = {
    ouvrier.PROTEGE: f"Ce PDF est protégé par un mot de passe. {SINON}",
    ouvrier.TROP_DE_PAGES: f"Ce PDF a plus de {ouvrier.PAGES_MAX} pages. Envoyez-le en plusieurs "
    "fois.",
}
ILLISIBLE = f"Ce PDF n’est pas lisible. {SINON}"


def est_un_pdf(octets: bytes) -> bool:
    return b"%PDF-" in octets[:DEBUT]


def dessiner_les_pages(octets: bytes) -> list[bytes]:
    """One JPEG per page, still to be judged and written anew as any photo.

    Raises Refus: password, more than ``PAGES_MAX`` pages, nothing to draw, or a file that asks for
    more memory or time than a scan does.
    """
    commande = [sys.executable, "-I", str(ouvrier.__file__)]
    try:
        fini = subprocess.run(  # noqa: S603 (our own interpreter and script)
            commande, input=octets, capture_output=True, timeout=LIMITE_SECONDES, env={}
        )
    except subprocess.TimeoutExpired as trop_long:
        raise Refus(ILLISIBLE, code="pdf") from trop_long
    if fini.returncode:
        raise Refus(PHRASES.get(fini.returncode, ILLISIBLE), code="pdf")
    pages = _decouper(fini.stdout)
    if not pages:
        raise Refus(ILLISIBLE, code="pdf")
    return pages


def _decouper(sortie: bytes) -> list[bytes]:
    pages, debut = [], 0
    while debut < len(sortie):
        (longueur,) = struct.unpack_from(">I", sortie, debut)
        pages.append(sortie[debut + 4 : debut + 4 + longueur])
        debut += 4 + longueur
    return pages
