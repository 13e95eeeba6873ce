"""Compiles translations, gettext installed or not. ``--verifier`` fails if a .mo is not current."""

import sys
from pathlib import Path

import polib

RACINE = Path(__file__).resolve().parent.parent


def main() -> int:
    perimees = []
    for po in sorted((RACINE / "locale").glob("*/LC_MESSAGES/*.po")):
        octets = polib.pofile(str(po), encoding="utf-8").to_binary()
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.read_bytes() == octets:
            continue
        perimees.append(str(po.relative_to(RACINE)))
        if "--verifier" not in sys.argv:
            mo.write_bytes(octets)
    if perimees and "--verifier" in sys.argv:
        print("Traductions à recompiler (make fix) :", ", ".join(perimees))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
