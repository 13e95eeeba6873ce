"""The process that runs typst: one request as JSON on its input, one PDF on its output.

Started by ``centre.pdf`` alone, without Django, so that a document that never ends can be stopped.
"""

import json
import sys
import tempfile
from typing import Any

import typst


def composer(demande: dict[str, Any]) -> bytes:
    """PDF/UA-1: typst itself refuses a document without title, language or alternative text."""
    with tempfile.TemporaryDirectory() as vide:
        octets = typst.compile(
            demande["gabarit"],
            root=demande["racine"],
            font_paths=demande["polices"],
            ignore_system_fonts=True,
            # An empty folder: a package is never looked for elsewhere.
            package_path=vide,
            package_cache_path=vide,
            sys_inputs={"donnees": demande["donnees"]},
            format="pdf",
            pdf_standards="ua-1",
            timestamp=demande["quand"],
        )
    assert isinstance(octets, bytes)  # noqa: S101 (narrows the type of several formats)
    return octets


if __name__ == "__main__":
    sys.stdout.buffer.write(composer(json.load(sys.stdin.buffer)))
