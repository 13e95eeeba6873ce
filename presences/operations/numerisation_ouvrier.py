"""The process that draws the pages of a scan: a PDF on its input, one JPEG per page on its output.

Started by ``presences.operations.numerisation`` alone, without Django and without environment. Its
memory, its time and its files are bounded by the system: a hostile file stops it, nobody else.
Each image comes after its length, four bytes, big-endian. Scripts and attachments are never read:
PDFium is built without JavaScript here, and only what is drawn comes out.
"""

import io
import resource
import struct
import sys

import pypdfium2

# Codes by which this process ends, read by its parent.
ILLISIBLE, PROTEGE, TROP_DE_PAGES = 3, 4, 5
PAGES_MAX = 10
COTE_MAX = 2340
QUALITE = 92
OCTETS_DE_MEMOIRE = 768 * 2**20
SECONDES = 20


def borner() -> None:
    """No more memory than a few pages ask, no file written, no core left behind."""
    if sys.platform != "linux":
        return
    for borne, valeur in (
        (resource.RLIMIT_AS, OCTETS_DE_MEMOIRE),
        (resource.RLIMIT_CPU, SECONDES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(borne, (valeur, valeur))


def dessiner(page: pypdfium2.PdfPage) -> bytes:
    """The page in grey or colour as it is, its longer side of ``COTE_MAX`` points."""
    largeur, hauteur = page.get_size()
    image = page.render(scale=COTE_MAX / max(largeur, hauteur, 1)).to_pil().convert("RGB")
    ecrite = io.BytesIO()
    image.save(ecrite, "JPEG", quality=QUALITE)
    return ecrite.getvalue()


def lire(octets: bytes) -> list[bytes]:
    """Every page, or the end of the process with the code that says why."""
    try:
        document = pypdfium2.PdfDocument(octets)
    except pypdfium2.PdfiumError as erreur:
        sys.exit(PROTEGE if "assword" in str(erreur) else ILLISIBLE)
    if len(document) > PAGES_MAX:
        sys.exit(TROP_DE_PAGES)
    try:
        return [dessiner(page) for page in document]
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        sys.exit(ILLISIBLE)


if __name__ == "__main__":
    borner()
    for image in lire(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(struct.pack(">I", len(image)) + image)
