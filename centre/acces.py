"""Who looked at whom: each reading of personal data leaves one line (CASF L121-6-2, RGPD 15)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Count, Max, Q
from django.http import HttpRequest

from centre.models import Affectation, Centre, JournalAcces
from centre.temps import aujourdhui

if TYPE_CHECKING:
    from centre.models import Utilisateur

LIEN_PERSONNEL = "Avec le lien personnel"
# The page under which break-glass is written: she reads it apart from an ordinary look.
OUVERTURE = "Ouverture d’urgence"


@dataclass(frozen=True)
class Regard:
    """Somebody who looked at one person: how many times, when last, and when by break-glass."""

    qui: str
    derniere_fois: dt.datetime
    fois: int
    en_urgence_le: dt.datetime | None = None


def noter(
    request: HttpRequest,
    centre: Centre,
    page: str,
    sujet: uuid.UUID | None = None,
    acte: str = JournalAcces.Acte.LECTURE,
    nombre: int = 1,
    qui: str = "",
) -> JournalAcces:
    """Write that the user of ``request`` read, listed, exported or searched; never what was read.

    ``sujet`` is the person's reference; a list of people has none and says how many by ``nombre``.
    ``qui`` names a reader without account, who holds a link made for him.
    """
    connecte = request.user.is_authenticated
    utilisateur = cast("Utilisateur", request.user) if connecte else None
    return JournalAcces.objects.create(
        centre=centre,
        utilisateur=utilisateur,
        qui=_signature(utilisateur, centre)[:180] if utilisateur else (qui or LIEN_PERSONNEL)[:180],
        acte=acte,
        page=page[:80],
        sujet=sujet,
        nombre=nombre,
    )


def noter_chacune(
    request: HttpRequest,
    page: str,
    sujets: Iterable[tuple[Centre, uuid.UUID]],
    acte: str = JournalAcces.Acte.LISTE,
) -> None:
    """Write one line per person that a list, a search or a file shows, in one go."""
    utilisateur = cast("Utilisateur", request.user)
    couples = list(sujets)
    centres = {centre for centre, _ in couples}
    signatures = {centre: _signature(utilisateur, centre) for centre in centres}
    JournalAcces.objects.bulk_create(
        JournalAcces(
            centre=centre,
            utilisateur=utilisateur,
            qui=signatures[centre][:180],
            acte=acte,
            page=page[:80],
            sujet=sujet,
        )
        for centre, sujet in couples
    )


def _signature(utilisateur: Utilisateur, centre: Centre) -> str:
    """Write the name and the organisation for which the user works with this centre today."""
    organisme = (
        utilisateur.affectations.en_vigueur(aujourdhui())
        .filter(centre=centre, role__in=Affectation.PARTENAIRES)
        .values_list("organisme__nom", flat=True)
        .order_by("-debut")
        .first()
    )
    return f"{utilisateur}, {organisme or centre.nom_court}"


def lectures_de(sujet: uuid.UUID) -> list[Regard]:
    """Tell a person who looked at her, the latest first; her own visits are not told."""
    lignes = (
        JournalAcces.objects.filter(sujet=sujet)
        .exclude(qui=LIEN_PERSONNEL)
        .values("qui")
        .annotate(
            derniere_fois=Max("le"),
            fois=Count("pk"),
            en_urgence_le=Max("le", filter=Q(page=OUVERTURE)),
        )
        .order_by("-derniere_fois", "qui")
    )
    return [Regard(**ligne) for ligne in lignes]
