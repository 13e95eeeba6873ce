"""The room of an interview: a séance of genre « entretien » holds it in the week (ASI-06, ASI-08).

The séance has no name in it and no presence (docs/decisions/0007-entretiens.md); whichever of the
two moves, the other follows in the same transaction (0089-l-entretien-suit-sa-seance.md). Without
an atelier of this genre in the centre the interview keeps its place and its hour, and holds
nothing. The apps above make the séance known to the person (``enregistrer_suite_de_la_salle``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ateliers.models import Atelier, Seance
from ateliers.operations.agendas import marquer_modifiee
from centre.models import Lieu, Professionnel
from parcours.models import Entretien


@dataclass(frozen=True)
class Tenue:
    """When and where the séance of an interview stood before it was written again."""

    debut: dt.datetime
    fin: dt.datetime
    lieu: Lieu


Etat = Entretien.Etat
SuiteDeLaSalle = Callable[[Entretien, Seance, Tenue | None, dt.datetime], None]
_suites: list[SuiteDeLaSalle] = []
SEANCE = {Etat.FIXE: Seance.Etat.PREVUE, Etat.TENU: Seance.Etat.TENUE}


def enregistrer_suite_de_la_salle(suite: SuiteDeLaSalle) -> None:
    """Declare what follows, in the same transaction; called once by an app's ``ready()``.

    ``suite`` reads the interview, its séance as it now is, and where it stood before (None when it
    has just been opened).
    """
    if suite not in _suites:
        _suites.append(suite)


def tenir_la_salle(entretien: Entretien, *, quand: dt.datetime) -> None:
    """Open, move, close or free the séance as the interview now is; inside its transaction."""
    seance = _verrouillee(entretien)
    avant = Tenue(seance.debut, seance.fin, seance.lieu) if seance else None
    sur_place = entretien.medium == Entretien.Medium.SUR_PLACE
    if entretien.lieu is None or not sur_place:
        if seance:
            _liberer(seance, quand)
    else:
        seance = seance or _ouvrir(entretien)
        if seance:
            _suivre(seance, entretien, quand)
    if seance:
        for suite in _suites:
            suite(entretien, seance, avant, quand)


def suivre_les_seances(pks: Iterable[int]) -> None:
    """Let interviews follow the séances that the planning moved, cancelled or put back.

    Called under the lock of these séances. One made otherwise than on the spot holds no room any
    more: its own hour stays.
    """
    tenus = (
        Entretien.objects.select_for_update(of=("self",))
        .select_related("seance")
        .filter(seance__in=list(pks), medium=Entretien.Medium.SUR_PLACE)
        .exclude(etat=Etat.TENU)
    )
    for entretien in tenus.order_by("pk"):
        _suivre_la_seance(entretien)


def _suivre_la_seance(entretien: Entretien) -> None:
    seance = entretien.seance
    assert seance is not None  # noqa: S101 (the caller asked for those that have one)
    entretien.debut, entretien.duree_minutes = seance.debut, seance.minutes
    entretien.lieu_id = seance.lieu_id
    if not seance.est_annulee:
        entretien.etat = Etat.FIXE
    elif entretien.etat == Etat.FIXE:
        entretien.etat = Etat.ANNULE
    entretien.save(update_fields=["debut", "duree_minutes", "lieu", "etat"])


def verrouiller_l_entretien(entretien: Entretien) -> Entretien:
    """The séance first, as the planning does, then its interview."""
    _verrouillee(entretien)
    return Entretien.objects.select_for_update(of=("self",)).get(pk=entretien.pk)


def _verrouillee(entretien: Entretien) -> Seance | None:
    return (
        Seance.objects.select_for_update(of=("self",))
        .select_related("atelier__centre", "lieu")
        .filter(pk=entretien.seance_id or 0)
        .first()
    )


def _centre_de(entretien: Entretien) -> int:
    source = entretien.parcours or entretien.orientation
    if source is None:
        raise ValueError("an interview belongs to a parcours or to a fiche")
    return source.centre_id


def _ouvrir(entretien: Entretien) -> Seance | None:
    """Only an interview to come asks for a room."""
    if entretien.etat != Etat.FIXE or entretien.lieu is None:
        return None
    centre = _centre_de(entretien)
    atelier = (
        Atelier.objects.filter(centre=centre, genre=Atelier.Genre.ENTRETIEN)
        .select_related("centre")
        .order_by("pk")
        .first()
    )
    if atelier is None:
        return None
    seance = Seance.objects.create(
        centre_id=centre,
        atelier=atelier,
        debut=entretien.debut,
        fin=entretien.fin,
        lieu=entretien.lieu,
        capacite=1,
        etat=Seance.Etat.PREVUE,
    )
    seance.animateurs.set(
        Professionnel.objects.filter(centre=centre, utilisateur=entretien.auteur_id)
    )
    entretien.seance = seance
    entretien.save(update_fields=["seance"])
    return seance


def _suivre(seance: Seance, entretien: Entretien, quand: dt.datetime) -> None:
    if entretien.etat not in SEANCE or entretien.lieu is None:
        _liberer(seance, quand)
        return
    lieu_quitte = seance.lieu_id
    seance.debut, seance.fin, seance.lieu = entretien.debut, entretien.fin, entretien.lieu
    seance.etat, seance.motif_annulation, seance.annulee_le = SEANCE[Etat(entretien.etat)], "", None
    _ecrire(seance, quand, lieu_quitte)


def _liberer(seance: Seance, quand: dt.datetime) -> None:
    if seance.est_annulee:
        return
    seance.etat, seance.motif_annulation = Seance.Etat.ANNULEE, Seance.Motif.AUTRE
    seance.annulee_le = quand
    _ecrire(seance, quand, seance.lieu_id)


def _ecrire(seance: Seance, quand: dt.datetime, lieu_quitte: int) -> None:
    # A page of the planning shown before is overtaken.
    seance.version += 1
    seance.save(
        update_fields=[
            *("debut", "fin", "lieu", "etat", "motif_annulation", "annulee_le", "version")
        ]
    )
    marquer_modifiee([seance], lieux=[lieu_quitte], quand=quand)
