"""One séance changes: moved, cancelled, put back, undone. No message leaves from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from ateliers.models import Deplacement, Seance
from ateliers.operations.agendas import marquer_modifiee
from centre.erreurs import Refus
from centre.models import Lieu, Utilisateur
from centre.temps import maintenant

Etat = Seance.Etat


def _verrouiller(seance: Seance) -> Seance:
    """Lock the row, then read it with all that calendars show."""
    Seance.objects.select_for_update(of=("self",)).get(pk=seance.pk)
    return Seance.objects.select_related("atelier__centre", "lieu").get(pk=seance.pk)


def _recopier(de: Seance, vers: Seance, *champs: str) -> None:
    """Let the caller's object say what the row says now."""
    for champ in ("etat", "motif_annulation", "annulee_le", "version", "sequence", *champs):
        setattr(vers, champ, getattr(de, champ))
    vers.debut, vers.fin, vers.lieu = de.debut, de.fin, de.lieu
    vers.modifiee_le, vers.vevent, vers.est_touchee = de.modifiee_le, de.vevent, de.est_touchee


def _exiger_version(seance: Seance, version: int | None) -> None:
    if version is not None and version != seance.version:
        raise Refus(
            "Quelqu’un a changé cette séance pendant que vous la regardiez. "
            "Relisez-la, puis recommencez.",
            code="version",
        )


@transaction.atomic
def deplacer(
    seance: Seance,
    *,
    debut: dt.datetime,
    fin: dt.datetime,
    lieu: Lieu | None,
    raison: str = "",
    par: Utilisateur | None,
    version: int | None = None,
    quand: dt.datetime | None = None,
) -> Deplacement:
    """Give a séance new hours or another place; the slots of a window follow it.

    ``version`` is the one the form was shown with. Raises Refus (codes: version, annulee, tenue,
    creneau, fin_avant_debut, passee, sans_lieu, identique, trop_courte).
    """
    quand = quand or maintenant()
    ligne = _verrouiller(seance)
    _exiger_version(ligne, version)
    _exiger_deplacable(ligne)
    _exiger_horaires(debut, fin, lieu, quand)
    assert lieu is not None  # noqa: S101 (just checked)
    if (ligne.debut, ligne.fin, ligne.lieu_id) == (debut, fin, lieu.pk):
        raise Refus("La séance est déjà à cette date et dans ce lieu.", code="identique")
    creneaux = _creneaux(ligne)
    if any(c.fin + (debut - ligne.debut) > fin for c in creneaux):
        raise Refus(
            "La permanence devient trop courte pour ses créneaux. Choisissez une fin plus tard.",
            code="trop_courte",
        )
    deplacement = _poser(
        ligne, creneaux, debut=debut, fin=fin, lieu=lieu, raison=raison, par=par, quand=quand
    )
    _recopier(ligne, seance)
    return deplacement


def _exiger_deplacable(seance: Seance) -> None:
    if seance.fenetre_id:
        raise Refus(
            "Un créneau ne se déplace pas seul. Déplacez la permanence entière.", code="creneau"
        )
    if seance.est_annulee:
        raise Refus("Cette séance est annulée. Rétablissez-la d’abord.", code="annulee")
    if seance.etat == Etat.TENUE:
        raise Refus("Cette séance a eu lieu\u00a0: elle ne se déplace plus.", code="tenue")


def _exiger_horaires(
    debut: dt.datetime, fin: dt.datetime, lieu: Lieu | None, quand: dt.datetime
) -> None:
    if fin <= debut:
        raise Refus("L’heure de fin vient après l’heure de début.", code="fin_avant_debut")
    if debut <= quand:
        raise Refus("Cette date est déjà passée. Choisissez une date à venir.", code="passee")
    if lieu is None:
        raise Refus("Choisissez un lieu.", code="sans_lieu")


def _creneaux(seance: Seance) -> list[Seance]:
    lignes = Seance.objects.select_for_update(of=("self",)).filter(fenetre=seance)
    ids = list(lignes.order_by("pk").values_list("pk", flat=True))
    relues = Seance.objects.select_related("atelier__centre", "lieu")
    return list(relues.filter(pk__in=ids).order_by("debut"))


def _poser(
    seance: Seance,
    creneaux: list[Seance],
    *,
    debut: dt.datetime,
    fin: dt.datetime,
    lieu: Lieu,
    raison: str,
    par: Utilisateur | None,
    quand: dt.datetime,
) -> Deplacement:
    """Write the move of a séance and of its slots, each with its own history row."""
    ecart = debut - seance.debut
    quittes = {seance.lieu_id}
    commun = {"raison": raison, "par": par, "le": quand}
    deplacement = _historique(seance, debut=debut, fin=fin, lieu=lieu, **commun)
    deplacement.save()
    Deplacement.objects.bulk_create(
        _historique(c, debut=c.debut + ecart, fin=c.fin + ecart, lieu=lieu, **commun)
        for c in creneaux
    )
    _placer(seance, debut=debut, fin=fin, lieu=lieu)
    # Away from the slot still in place first: (fenetre, debut) is unique at every step.
    for creneau in sorted(creneaux, key=lambda c: c.debut, reverse=ecart > dt.timedelta()):
        _placer(creneau, debut=creneau.debut + ecart, fin=creneau.fin + ecart, lieu=lieu)
    marquer_modifiee([seance, *creneaux], lieux=quittes, quand=quand)
    return deplacement


def _historique(
    seance: Seance, *, debut: dt.datetime, fin: dt.datetime, lieu: Lieu, **commun: object
) -> Deplacement:
    return Deplacement(
        seance=seance,
        avant_debut=seance.debut,
        avant_fin=seance.fin,
        avant_lieu=seance.lieu,
        apres_debut=debut,
        apres_fin=fin,
        apres_lieu=lieu,
        **commun,
    )


def _placer(seance: Seance, *, debut: dt.datetime, fin: dt.datetime, lieu: Lieu) -> None:
    seance.debut, seance.fin, seance.lieu = debut, fin, lieu
    seance.est_touchee = True
    seance.version += 1
    seance.save(update_fields=["debut", "fin", "lieu", "est_touchee", "version"])


@transaction.atomic
def defaire(
    deplacement: Deplacement, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Seance:
    """Put a séance back where it was before its last move; SEQUENCE rises all the same.

    Raises Refus when the move is undone already (no harm), is not the last one, or when the old
    date is over.
    """
    quand = quand or maintenant()
    seance = _verrouiller(deplacement.seance)
    deplacement.refresh_from_db()
    if deplacement.annule_le:
        raise Refus("Ce déplacement est déjà défait.", code="deja_defait")
    derniers = seance.deplacements.filter(annule_le__isnull=True)
    if derniers.latest("le", "id").pk != deplacement.pk:
        raise Refus(
            "La séance a été déplacée de nouveau depuis. Défaites d’abord le dernier déplacement.",
            code="pas_le_dernier",
        )
    _exiger_deplacable(seance)
    _exiger_horaires(deplacement.avant_debut, deplacement.avant_fin, deplacement.avant_lieu, quand)
    _revenir(seance, deplacement, quand)
    deplacement.annule_le = quand
    deplacement.save(update_fields=["annule_le"])
    return seance


def _revenir(seance: Seance, deplacement: Deplacement, quand: dt.datetime) -> None:
    ecart = deplacement.avant_debut - deplacement.apres_debut
    quittes = {seance.lieu_id}
    retour = deplacement.avant_lieu
    creneaux = _creneaux(seance)
    _placer(seance, debut=deplacement.avant_debut, fin=deplacement.avant_fin, lieu=retour)
    for creneau in sorted(creneaux, key=lambda c: c.debut, reverse=ecart > dt.timedelta()):
        _placer(creneau, debut=creneau.debut + ecart, fin=creneau.fin + ecart, lieu=retour)
    Deplacement.objects.filter(
        seance__in=creneaux, le=deplacement.le, annule_le__isnull=True
    ).update(annule_le=quand)
    marquer_modifiee([seance, *creneaux], lieux=quittes, quand=quand)


@transaction.atomic
def annuler(
    seance: Seance,
    *,
    motif: str,
    par: Utilisateur | None,
    version: int | None = None,
    quand: dt.datetime | None = None,
) -> list[Seance]:
    """Cancel a séance and the slots of a window; returns the rows that changed.

    A second click changes nothing and returns an empty list. Raises Refus (codes: version, motif,
    tenue).
    """
    quand = quand or maintenant()
    ligne = _verrouiller(seance)
    if ligne.est_annulee:
        _recopier(ligne, seance)
        return []
    _exiger_version(ligne, version)
    if motif not in Seance.Motif.values:
        raise Refus("Choisissez la raison de l’annulation.", code="motif")
    if ligne.etat == Etat.TENUE:
        raise Refus("Cette séance a eu lieu\u00a0: elle ne s’annule plus.", code="tenue")
    lignes = [ligne, *(c for c in _creneaux(ligne) if not c.est_annulee)]
    _changer_d_etat(lignes, etat=Etat.ANNULEE, motif=motif, quand=quand)
    _recopier(ligne, seance)
    return lignes


@transaction.atomic
def retablir(
    seance: Seance, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> list[Seance]:
    """Put a cancelled séance back on the planning, with the slots cancelled at the same time."""
    quand = quand or maintenant()
    ligne = _verrouiller(seance)
    if not ligne.est_annulee:
        raise Refus("Cette séance n’est pas annulée.", code="pas_annulee")
    if ligne.fin <= quand:
        raise Refus("Cette date est déjà passée. Choisissez une date à venir.", code="passee")
    creneaux = [c for c in _creneaux(ligne) if c.annulee_le == ligne.annulee_le]
    lignes = [ligne, *creneaux]
    _changer_d_etat(lignes, etat=Etat.PREVUE, motif="", quand=quand)
    _recopier(ligne, seance)
    return lignes


def _changer_d_etat(lignes: Iterable[Seance], *, etat: str, motif: str, quand: dt.datetime) -> None:
    lignes = list(lignes)
    annulee_le = quand if etat == Etat.ANNULEE else None
    Seance.objects.filter(pk__in=[s.pk for s in lignes]).update(
        etat=etat,
        motif_annulation=motif,
        annulee_le=annulee_le,
        est_touchee=True,
        version=F("version") + 1,
    )
    for seance in lignes:
        seance.etat, seance.motif_annulation, seance.annulee_le = etat, motif, annulee_le
        seance.est_touchee = True
        seance.version += 1
    marquer_modifiee(lignes, quand=quand)
