"""Read again the rows that a change touches: locked, with their slots, at the version shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.models import Lieu


def verrouiller(seance: Seance) -> Seance:
    """Lock the row, then read it with all that calendars show."""
    Seance.objects.select_for_update(of=("self",)).get(pk=seance.pk)
    return Seance.objects.select_related("atelier__centre", "lieu").get(pk=seance.pk)


def creneaux_de(seance: Seance) -> list[Seance]:
    """The slots of a window, locked and read the same way."""
    lignes = Seance.objects.select_for_update(of=("self",)).filter(fenetre=seance)
    ids = list(lignes.order_by("pk").values_list("pk", flat=True))
    relues = Seance.objects.select_related("atelier__centre", "lieu")
    return list(relues.filter(pk__in=ids).order_by("debut"))


def recopier(de: Seance, vers: Seance) -> None:
    """Let the caller's object say what the row says now."""
    for champ in ("etat", "motif_annulation", "annulee_le", "version", "sequence", "note_equipe"):
        setattr(vers, champ, getattr(de, champ))
    vers.debut, vers.fin, vers.lieu = de.debut, de.fin, de.lieu
    vers.modifiee_le, vers.vevent, vers.est_touchee = de.modifiee_le, de.vevent, de.est_touchee


def exiger_version(seance: Seance, version: int | None) -> None:
    """Refuse (code version) a change made from a page that somebody has overtaken."""
    if version is not None and version != seance.version:
        raise Refus(
            "Quelqu’un a changé cette séance pendant que vous la regardiez. "
            "Relisez-la, puis recommencez.",
            code="version",
        )


def exiger_horaires(
    debut: dt.datetime, fin: dt.datetime, lieu: Lieu | None, quand: dt.datetime
) -> None:
    if fin <= debut:
        raise Refus("L’heure de fin vient après l’heure de début.", code="fin_avant_debut")
    if debut <= quand:
        raise Refus("Cette date est déjà passée. Choisissez une date à venir.", code="passee")
    if lieu is None:
        raise Refus("Choisissez un lieu.", code="sans_lieu")


def exiger_assez_long(creneaux: Iterable[Seance], ecart: dt.timedelta, fin: dt.datetime) -> None:
    """Refuse (code trop_courte) a window that ends before one of its slots."""
    if any(c.fin + ecart > fin for c in creneaux):
        raise Refus(
            "La permanence devient trop courte pour ses créneaux. Choisissez une fin plus tard.",
            code="trop_courte",
        )
