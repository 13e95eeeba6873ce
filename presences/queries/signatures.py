"""Drawing signatures again, on a page or on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from centre.ecriture import heure
from centre.temps import a_paris
from presences.models import Signature

if TYPE_CHECKING:
    from inscriptions.models import Place
    from presences.queries.feuilles import Ligne

DemiJournee = Signature.DemiJournee


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
    """Give each place of a sheet its drawings, the morning's first; one query."""
    lues = Signature.objects.filter(place__in=[ligne.place.pk for ligne in lignes])
    par_place: dict[int, list[dict[str, str]]] = {}
    for signature in sorted(lues, key=lambda s: s.demi_journee != DemiJournee.MATIN):
        dessin = {"nom": signature.get_demi_journee_display(), "chemin": chemin_svg(signature)}
        par_place.setdefault(signature.place_id, []).append(dessin)
    for ligne in lignes:
        ligne.place.dessins = par_place.get(ligne.place.pk, [])  # type: ignore[attr-defined]


def signatures_imprimees(place: Place) -> dict[str, dict[str, str]]:
    """By half-day, the image for the paper and what proves it; signatures must be prefetched."""
    return {
        signature.demi_journee: {
            "image": trace_svg(signature),
            "preuve": f"tablette, {heure(a_paris(signee_a(signature)))}, "
            f"devant {signature.temoin or 'le témoin'}, preuve {signature.preuve[:16]}",
        }
        for signature in place.signatures.all()
    }
