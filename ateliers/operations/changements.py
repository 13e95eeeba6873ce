"""One séance moves, and comes back. No message leaves from here."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ateliers.models import Deplacement, Seance
from ateliers.operations.agendas import marquer_modifiee
from ateliers.operations.lignes import (
    creneaux_de,
    exiger_assez_long,
    exiger_horaires,
    exiger_version,
    recopier,
    verrouiller,
)
from centre.erreurs import Refus
from centre.models import Lieu, Utilisateur
from centre.operations.annuaire import enregistrer_lieu
from centre.temps import maintenant

Etat = Seance.Etat


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

    A place not saved yet is one for this séance only (« lieu exceptionnel »): it is written here.
    ``version`` is the one the form was shown with. Raises Refus (codes: version, annulee, tenue,
    creneau, fin_avant_debut, passee, sans_lieu, identique, trop_courte).
    """
    quand = quand or maintenant()
    ligne = verrouiller(seance)
    exiger_version(ligne, version)
    _exiger_deplacable(ligne)
    exiger_horaires(debut, fin, lieu, quand)
    assert lieu is not None  # noqa: S101 (just checked)
    if lieu.pk is None:
        enregistrer_lieu(lieu, champs=())
    if (ligne.debut, ligne.fin, ligne.lieu_id) == (debut, fin, lieu.pk):
        raise Refus("La séance est déjà à cette date et dans ce lieu.", code="identique")
    creneaux = creneaux_de(ligne)
    exiger_assez_long(creneaux, debut - ligne.debut, fin)
    deplacement = _poser(
        ligne, creneaux, debut=debut, fin=fin, lieu=lieu, raison=raison, par=par, quand=quand
    )
    recopier(ligne, seance)
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
    seance = verrouiller(deplacement.seance)
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
    exiger_horaires(deplacement.avant_debut, deplacement.avant_fin, deplacement.avant_lieu, quand)
    _revenir(seance, deplacement, quand)
    deplacement.annule_le = quand
    deplacement.save(update_fields=["annule_le"])
    return seance


def _revenir(seance: Seance, deplacement: Deplacement, quand: dt.datetime) -> None:
    ecart = deplacement.avant_debut - deplacement.apres_debut
    quittes = {seance.lieu_id}
    retour = deplacement.avant_lieu
    creneaux = creneaux_de(seance)
    _placer(seance, debut=deplacement.avant_debut, fin=deplacement.avant_fin, lieu=retour)
    for creneau in sorted(creneaux, key=lambda c: c.debut, reverse=ecart > dt.timedelta()):
        _placer(creneau, debut=creneau.debut + ecart, fin=creneau.fin + ecart, lieu=retour)
    Deplacement.objects.filter(
        seance__in=creneaux, le=deplacement.le, annule_le__isnull=True
    ).update(annule_le=quand)
    marquer_modifiee([seance, *creneaux], lieux=quittes, quand=quand)
