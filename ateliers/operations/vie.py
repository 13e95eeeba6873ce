"""The life of a séance but its moves: drafted, published, cancelled, put back, led by another.

No message leaves from here; each act leaves a row in the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from ateliers import ical
from ateliers.models import FaitSeance, Seance, Serie, Sortie
from ateliers.operations.agendas import marquer_modifiee, rafraichir_agendas
from ateliers.operations.lignes import (
    creneaux_de,
    exiger_assez_long,
    exiger_horaires,
    exiger_version,
    recopier,
    verrouiller,
)
from centre.erreurs import Refus
from centre.models import Lieu, Professionnel, Utilisateur
from centre.operations.annuaire import enregistrer_lieu
from centre.temps import maintenant

Etat, Genre = Seance.Etat, FaitSeance.Genre


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

    A second click changes nothing and returns an empty list. Raises Refus (codes: version,
    brouillon, motif, tenue).
    """
    quand = quand or maintenant()
    ligne = verrouiller(seance)
    if ligne.est_annulee:
        recopier(ligne, seance)
        return []
    exiger_version(ligne, version)
    if ligne.etat == Etat.BROUILLON:
        raise Refus(
            "Cette séance n’est pas publiée : personne ne l’attend. Retirez le brouillon.",
            code="brouillon",
        )
    if motif not in Seance.Motif.values:
        raise Refus("Choisissez la raison de l’annulation.", code="motif")
    if ligne.etat == Etat.TENUE:
        raise Refus("Cette séance a eu lieu\u00a0: elle ne s’annule plus.", code="tenue")
    lignes = [ligne, *(c for c in creneaux_de(ligne) if not c.est_annulee)]
    _changer_d_etat(lignes, etat=Etat.ANNULEE, motif=motif, quand=quand)
    _noter(ligne, Genre.ANNULEE, par=par, le=quand, motif=motif)
    recopier(ligne, seance)
    return lignes


@transaction.atomic
def retablir(
    seance: Seance, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> list[Seance]:
    """Put a cancelled séance back on the planning, with the slots cancelled at the same time."""
    quand = quand or maintenant()
    ligne = verrouiller(seance)
    if not ligne.est_annulee:
        raise Refus("Cette séance n’est pas annulée.", code="pas_annulee")
    if ligne.fin <= quand:
        raise Refus("Cette date est déjà passée. Choisissez une date à venir.", code="passee")
    creneaux = [c for c in creneaux_de(ligne) if c.annulee_le == ligne.annulee_le]
    lignes = [ligne, *creneaux]
    _changer_d_etat(lignes, etat=Etat.PREVUE, motif="", quand=quand)
    _noter(ligne, Genre.RETABLIE, par=par, le=quand)
    recopier(ligne, seance)
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


def _noter(seance: Seance, genre: str, *, par: Utilisateur | None, **champs: object) -> None:
    FaitSeance.objects.create(seance=seance, genre=genre, par=par, **champs)


@transaction.atomic
def publier_seance(
    seance: Seance,
    *,
    par: Utilisateur | None,
    version: int | None = None,
    quand: dt.datetime | None = None,
) -> list[Seance]:
    """Show one drafted date; a second click changes nothing. Raises Refus (codes: version, etat,
    atelier, serie, passee)."""
    quand = quand or maintenant()
    ligne = verrouiller(seance)
    if ligne.etat == Etat.PREVUE:
        recopier(ligne, seance)
        return []
    exiger_version(ligne, version)
    if ligne.etat != Etat.BROUILLON:
        raise Refus("Cette séance n’est pas un brouillon.", code="etat")
    if not ligne.atelier.est_publie:
        raise Refus("L’atelier n’est pas publié. Publiez d’abord ses dates.", code="atelier")
    if ligne.serie_id and not Serie.objects.publiees().filter(pk=ligne.serie_id).exists():
        raise Refus("Cette date est d’une série en brouillon. Publiez la série.", code="serie")
    if ligne.fin <= quand:
        raise Refus("Cette date est déjà passée. Choisissez une date à venir.", code="passee")
    lignes = [ligne, *creneaux_de(ligne)]
    _changer_d_etat(lignes, etat=Etat.PREVUE, motif="", quand=quand)
    _noter(ligne, Genre.PUBLIEE, par=par, le=quand)
    recopier(ligne, seance)
    return lignes


@transaction.atomic
def retirer_brouillon(seance: Seance) -> None:
    """Remove a drafted date that belongs to no series; nobody has seen it. Raises Refus (etat)."""
    ligne = verrouiller(seance)
    if ligne.etat != Etat.BROUILLON or ligne.serie_id or ligne.fenetre_id:
        raise Refus("Cette séance ne se retire pas\u00a0: annulez-la.", code="etat")
    ligne.delete()


@transaction.atomic
def dupliquer(
    seance: Seance,
    *,
    debut: dt.datetime,
    fin: dt.datetime,
    lieu: Lieu,
    par: Utilisateur | None,
    quand: dt.datetime | None = None,
) -> Seance:
    """Copy a séance to other hours as a draft, with its animateurs and its slots, without people.

    Raises Refus (codes: creneau, fin_avant_debut, passee, trop_courte).
    """
    quand = quand or maintenant()
    modele = verrouiller(seance)
    if modele.fenetre_id:
        raise Refus("Un créneau ne se copie pas seul. Copiez la permanence.", code="creneau")
    exiger_horaires(debut, fin, lieu, quand)
    if lieu.pk is None:
        enregistrer_lieu(lieu, champs=())
    creneaux = [c for c in creneaux_de(modele) if not c.est_annulee]
    ecart = debut - modele.debut
    exiger_assez_long(creneaux, ecart, fin)
    copie = _copie(modele, debut=debut, fin=fin, lieu=lieu, capacite=modele.capacite)
    copie.save()
    copie.animateurs.set(modele.animateurs.all())
    Seance.objects.bulk_create(
        _copie(c, debut=c.debut + ecart, fin=c.fin + ecart, lieu=lieu, fenetre=copie)
        for c in creneaux
    )
    _copier_la_sortie(modele, copie)
    _noter(copie, Genre.CREEE, par=par, le=quand)
    return copie


def _copier_la_sortie(modele: Seance, copie: Seance) -> None:
    """Transport, prices and ages of an outing follow; its dates and its papers do not."""
    sortie = Sortie.objects.filter(seance=modele).first()
    if sortie is not None:
        sortie.pk, sortie.seance = None, copie
        sortie.souhaits_jusqu_au = sortie.liste_imprimee_le = sortie.papiers_detruits_le = None
        sortie.save()


def _copie(modele: Seance, **champs: object) -> Seance:
    commun = {
        "centre": modele.centre,
        "atelier": modele.atelier,
        "capacite": modele.capacite,
        "titre_propre": modele.titre_propre,
        "est_touchee": True,
    }
    copie = Seance(**{**commun, **champs})
    copie.vevent = ical.vevent_public(copie)
    return copie


@transaction.atomic
def remplacer(
    seance: Seance,
    *,
    avant: Professionnel | None,
    apres: Professionnel,
    par: Utilisateur | None,
    version: int | None = None,
    quand: dt.datetime | None = None,
) -> Seance:
    """Let somebody else lead a séance; its hours, place and state stay, nobody is disturbed.

    ``avant`` none adds somebody. A repeat changes nothing. Raises Refus (codes: version, etat,
    centre, avant).
    """
    quand = quand or maintenant()
    ligne = verrouiller(seance)
    menent = {a.pk for a in ligne.animateurs.all()}
    if apres.pk in menent and (avant is None or avant.pk not in menent):
        recopier(ligne, seance)
        return ligne
    exiger_version(ligne, version)
    if ligne.etat not in (Etat.PREVUE, Etat.BROUILLON) or ligne.fenetre_id:
        raise Refus("Seule une séance prévue change d’animatrice ou d’animateur.", code="etat")
    if apres.centre_id != ligne.centre_id:
        raise Refus("Cette personne travaille pour un autre centre.", code="centre")
    if avant is not None and avant.pk not in menent:
        raise Refus("Cette personne n’anime pas cette séance.", code="avant")
    if avant is not None:
        ligne.animateurs.remove(avant)
    ligne.animateurs.add(apres)
    _noter(ligne, Genre.REMPLACEMENT, par=par, le=quand, avant=avant, apres=apres)
    _toucher(ligne)
    marquer_modifiee([ligne, *creneaux_de(ligne)], quand=quand)
    menes = {f"animateur:{p.pk}" for p in (avant, apres) if p is not None}
    rafraichir_agendas(menes, quand=quand)
    recopier(ligne, seance)
    return ligne


def _toucher(seance: Seance) -> None:
    seance.est_touchee = True
    seance.version += 1
    seance.save(update_fields=["est_touchee", "version"])


@transaction.atomic
def noter_pour_l_equipe(seance: Seance, note: str, *, version: int | None = None) -> Seance:
    """Write the team's note; calendars and people know nothing of it. Raises Refus (version)."""
    ligne = verrouiller(seance)
    exiger_version(ligne, version)
    if ligne.note_equipe != note:
        ligne.note_equipe = note
        ligne.version += 1
        ligne.save(update_fields=["note_equipe", "version"])
    recopier(ligne, seance)
    return ligne
