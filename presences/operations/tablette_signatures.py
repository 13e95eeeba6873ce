"""Signatures drawn with a finger: kept with their evidence, drawn again, forgotten in time."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from centre.erreurs import Refus
from centre.temps import a_paris, ajouter_mois, bornes_du_jour
from presences.models import OperationTablette, Signature
from presences.operations.preuves import places_prouvees

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from inscriptions.models import Place
    from presences.models import Emport

TRAITS_MAX = 80
POINTS_MAX = 4_000
# A signature is kept for the year of its séance and three months: time to justify it.
MOIS_APRES_L_ANNEE = 3
GESTES_GARDES = dt.timedelta(days=92)
HEURE_DE_LA_PURGE = 3


def verifier_traits(traits: list[list[list[int]]]) -> None:
    """Refuse an empty drawing, one that is too long, or points outside the frame."""
    points = [point for trait in traits for point in trait]
    if not points:
        raise Refus("La signature est vide.", code="vide")
    if len(traits) > TRAITS_MAX or len(points) > POINTS_MAX:
        raise Refus("La signature est trop longue. Recommencez plus simplement.", code="longue")
    if any(not (0 <= x <= Signature.LARGEUR and 0 <= y <= Signature.HAUTEUR) for x, y in points):
        raise Refus("La signature sort du cadre.", code="cadre")


def preuve_de(cle: bytes, a_prouver: bytes) -> str:
    """HMAC-SHA256 of a drawing under a key made from that of the store, in hexadecimal."""
    return hmac.new(hashlib.sha256(b"preuve" + cle).digest(), a_prouver, hashlib.sha256).hexdigest()


def signer(
    place: Place,
    *,
    demi_journee: str,
    emport: Emport,
    traits: list[list[list[int]]],
    signee_le: dt.datetime,
    code_le: dt.datetime,
    preuve: str,
    a_prouver: bytes,
    ecart: int,
    par: Utilisateur,
    quand: dt.datetime,
) -> Signature:
    """Keep the drawing of a half-day of one place that has none; the caller has locked its sheet.

    The proof must come from the key that the witness's code opened on this very tablet.
    """
    verifier_traits(traits)
    if not hmac.compare_digest(preuve_de(emport.cle(), a_prouver), preuve):
        raise Refus("Cette signature n’est pas prouvée par le code du témoin.", code="preuve")
    return Signature.objects.create(
        place=place,
        demi_journee=demi_journee,
        traits=traits,
        signee_le=signee_le,
        code_le=code_le,
        recue_le=quand,
        ecart=ecart,
        temoin=par,
        appareil=emport.appareil,
        preuve=preuve,
    )


def signatures_anciennes(quand: dt.datetime) -> QuerySet[Signature]:
    """Those whose year ended three months ago, but for the proofs of a cofinanced operation."""
    aujourdhui = a_paris(quand).date()
    jour = ajouter_mois(aujourdhui, -MOIS_APRES_L_ANNEE).replace(month=1, day=1)
    limite = bornes_du_jour(jour)[0]
    anciennes = Signature.objects.filter(place__seance__debut__lt=limite)
    return anciennes.exclude(place__in=places_prouvees(aujourdhui))


def oublier_les_signatures(quand: dt.datetime) -> int:
    """Delete signatures whose time is over, and old gestures that are settled."""
    nombre, _ = signatures_anciennes(quand).delete()
    OperationTablette.objects.filter(recue_le__lt=quand - GESTES_GARDES).filter(
        Q(resultat=OperationTablette.Resultat.ECRITE) | Q(tranchee_le__isnull=False)
    ).delete()
    return nombre


def purge_de_nuit(quand: dt.datetime) -> int:
    """The same, as a job of each minute: at three in the morning only."""
    return oublier_les_signatures(quand) if a_paris(quand).hour == HEURE_DE_LA_PURGE else 0
