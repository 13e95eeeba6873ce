"""The one door to typst: a template of ``templates_typst/`` and JSON data give a tagged PDF.

Data reach the template as one JSON text and are shown as text: nothing they hold is compiled.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from centre import pdf_ouvrier
from centre.polices import DOSSIERS, en_dessinable

# A page takes a tenth of a second; beyond this the machine is in trouble.
LIMITE_SECONDES = 30
GABARITS = settings.BASE_DIR / "templates_typst"
SPRITE = settings.BASE_DIR / "static" / "img" / "sprite.svg"

journal = logging.getLogger(__name__)


class PDFImpossible(Exception):
    """The document could not be composed; the message is for the log, not for the page."""


def composer(gabarit: str, donnees: Mapping[str, Any], *, quand: dt.datetime) -> bytes:
    """Compose a PDF/UA-1 document, dated ``quand``, in a process of its own.

    No network, no system font, nothing written to disk. Raises PDFImpossible when the template is
    absent or refused, or after ``LIMITE_SECONDES``.
    """
    chemin = GABARITS / gabarit
    if not chemin.is_file():
        raise PDFImpossible(f"no template {gabarit}")
    demande = {
        "gabarit": str(chemin),
        "racine": str(GABARITS),
        "polices": DOSSIERS,
        "donnees": en_dessinable(json.dumps(donnees, ensure_ascii=False)),
        "quand": int(quand.timestamp()),
    }
    return _dans_un_processus(json.dumps(demande).encode())


def _dans_un_processus(demande: bytes) -> bytes:
    """Isolated (``-I``) and without environment: neither proxies nor secrets get there."""
    commande = [sys.executable, "-I", str(pdf_ouvrier.__file__)]
    try:
        fini = subprocess.run(  # noqa: S603 (our own interpreter and script)
            commande, input=demande, capture_output=True, timeout=LIMITE_SECONDES, env={}
        )
    except subprocess.TimeoutExpired as trop_long:
        raise PDFImpossible(f"more than {LIMITE_SECONDES} s") from trop_long
    if fini.returncode or not fini.stdout.startswith(b"%PDF-"):
        raise PDFImpossible(fini.stderr.decode(errors="replace")[-2000:])
    return fini.stdout


def reponse_pdf(corps: bytes, *, fichier: str) -> HttpResponse:
    """Show the document in the browser, under a name to save it."""
    reponse = HttpResponse(corps, content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="{fichier}"'
    return reponse


@cache
def _sprite() -> dict[str, str]:
    symboles = re.findall(r'<symbol id="i-([\w-]+)"[^>]*>(.*?)</symbol>', SPRITE.read_text(), re.S)
    return dict(symboles)


def dessin(nom: str) -> str:
    """A pictogram of the sprite as one SVG; the template replaces ``currentColor``.

    An unknown name gives the ivy leaf: a code typed by hand must not stop a poster.
    """
    corps = _sprite().get(nom) or _sprite()["lierre"]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
        f' stroke-linejoin="round">{corps}</svg>'
    )
