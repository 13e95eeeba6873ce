"""Drawing signatures again, on a page or on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from centre.ecriture import heure
from centre.temps import a_paris
from presences.models import Signature

if TYPE_CHECKING:
    from inscriptions.models import Place
    from presences.queries.feuilles import Ligne

MIDI = 13  # the half-day rule: what is signed from 13:00 on is of the afternoon


def chemin_svg(signature: Signature) -> str:
    """The strokes as the ``d`` of one SVG path: digits, M, L and h only; a dot is a short line."""
    morceaux = []
    for trait in signature.traits:
        (x, y), *suite = trait
        morceaux.append(f"M{x} {y}" + ("".join(f"L{a} {b}" for a, b in suite) or "h1"))
    return "".join(morceaux)


def trace_svg(signature: Signature) -> str:
    """A whole SVG image of the signature, in black, ready for a page or for a PDF."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {Signature.LARGEUR} {Signature.HAUTEUR}">'
        f'<path d="{chemin_svg(signature)}" fill="none" stroke="#000" stroke-width="6" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def signee_a(signature: Signature) -> dt.datetime:
    """When it was drawn, on our clock: the tablet's, less what it was wrong by."""
    return signature.signee_le - dt.timedelta(seconds=signature.ecart)


def dessiner_les_signatures(lignes: Sequence[Ligne]) -> None:
    """Give each place of a sheet its drawing, or nothing; one query."""
    lues = Signature.objects.filter(place__in=[ligne.place.pk for ligne in lignes])
    par_place = {s.place_id: s for s in lues}
    for ligne in lignes:
        signature = par_place.get(ligne.place.pk)
        ligne.place.dessin = chemin_svg(signature) if signature else ""  # type: ignore[attr-defined]


def signature_imprimee(place: Place) -> dict[str, Any]:
    """The image for the paper, in which half-day it goes, and what proves it."""
    signature: Signature | None = getattr(place, "signature", None)
    if signature is None:
        return {}
    quand = a_paris(signee_a(signature))
    return {
        "signature": trace_svg(signature),
        "apres_midi": quand.hour >= MIDI,
        "preuve": f"tablette, {heure(quand)}, devant {signature.temoin or 'le témoin'}, "
        f"preuve {signature.preuve[:16]}",
    }
