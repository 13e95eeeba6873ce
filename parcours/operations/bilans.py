"""Writing and signing an individual bilan (ASI-18); a contact after the end (ASI-20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import a_paris, aujourdhui, maintenant
from parcours.models import BilanIndividuel, ContactApresFin, Parcours
from parcours.operations.empreintes import (
    LUS_AVEC_ELLE,
    empreinte_du_bilan,
    exiger_ce_qui_est_lu,
)
from parcours.queries.partageables import lignes_generales

if TYPE_CHECKING:
    from centre.models import Utilisateur

Genre = BilanIndividuel.Genre


def _relire(bilan: BilanIndividuel, vu: str | None) -> BilanIndividuel:
    Parcours.objects.select_for_update(of=("self",)).get(pk=bilan.parcours_id)
    relu = BilanIndividuel.objects.select_for_update(of=("self",)).get(pk=bilan.pk)
    if relu.est_signe:
        raise Refus("Ce bilan est signé\u00a0: il ne change plus.", code="fige")
    exiger_ce_qui_est_lu(relu, vu)
    return relu


@transaction.atomic
def commencer(
    parcours: Parcours, *, genre: str, par: Utilisateur, quand: dt.datetime | None = None
) -> BilanIndividuel:
    """Start a bilan; the prescriber's part begins with what may be shared, then is rewritten.

    Begun twice, it is the same; a signed final one stays the only one.
    """
    quand = quand or maintenant()
    Parcours.objects.select_for_update(of=("self",)).get(pk=parcours.pk)
    parcours = Parcours.objects.select_related("dispositif").get(pk=parcours.pk)
    brouillon = parcours.bilans_individuels.filter(signe_le__isnull=True).first()
    if brouillon:
        return brouillon
    if genre == Genre.FINAL and parcours.bilans_individuels.filter(genre=genre).exists():
        raise Refus("Le bilan final est déjà signé.", code="deja")
    if genre == Genre.INTERMEDIAIRE and not parcours.est_ouvert:
        raise Refus("Le parcours est clos\u00a0: écrivez le bilan final.", code="clos")
    fin = parcours.date_fin_reelle or a_paris(quand).date()
    pour_lui = parcours.prescripteur_id is not None
    return BilanIndividuel.objects.create(
        parcours=parcours,
        genre=genre,
        partie_prescripteur=lignes_generales(parcours, parcours.date_entree, fin)
        if pour_lui
        else "",
        ecrit_par=par,
        ecrit_le=quand,
    )


@transaction.atomic
def ecrire(
    bilan: BilanIndividuel, *, champs: Mapping[str, Any], vu: str | None = None
) -> BilanIndividuel:
    """Write the parts; a relay is whole or absent, and what changed since it was read is read
    again. ``vu`` is the ``empreinte_lue`` of the page."""
    bilan = _relire(bilan, vu)
    relais = [champs.get(nom) for nom in ("relais_nom", "relais_organisme", "relais_le")]
    if any(relais) and not all(relais):
        raise Refus("Un relais a un nom, un organisme et une date.", code="relais")
    lu_le = champs.get("lu_le")
    if lu_le and lu_le > aujourdhui():
        raise Refus("La date de lecture n’est pas encore passée.", code="lu")
    a_change = any(champs[nom] != getattr(bilan, nom) for nom in LUS_AVEC_ELLE)
    bilan.lu_le = None if a_change and lu_le == bilan.lu_le else lu_le
    for nom in LUS_AVEC_ELLE:
        setattr(bilan, nom, champs[nom])
    bilan.save(update_fields=["lu_le", *LUS_AVEC_ELLE])
    return bilan


@transaction.atomic
def signer(
    bilan: BilanIndividuel,
    *,
    par: Utilisateur,
    vu: str | None = None,
    quand: dt.datetime | None = None,
) -> BilanIndividuel:
    """Freeze the bilan, once it was read and discussed with the person."""
    bilan = _relire(bilan, vu)
    if not bilan.partie_personne.strip():
        raise Refus("Écrivez d’abord la partie avec la personne.", code="personne")
    if bilan.lu_le is None:
        raise Refus("Lisez-le d’abord avec elle, et notez la date.", code="lu")
    bilan.signe_le, bilan.signe_par = quand or maintenant(), par
    bilan.empreinte = empreinte_du_bilan(bilan)
    bilan.save(update_fields=["signe_le", "signe_par", "empreinte"])
    return bilan


@transaction.atomic
def noter_contact(
    parcours: Parcours, *, le: dt.date, mode: str, par: Utilisateur, note: str = ""
) -> ContactApresFin:
    """Write that she came back or called; the parcours stays closed, no figure moves."""
    parcours = Parcours.objects.select_for_update(of=("self",)).get(pk=parcours.pk)
    if parcours.date_fin_reelle is None:
        raise Refus("Ce parcours est ouvert\u00a0: notez un entretien.", code="ouvert")
    if not parcours.date_fin_reelle <= le <= aujourdhui():
        raise Refus(
            f"Le contact se place après la fin, le {parcours.date_fin_reelle:%d/%m/%Y}.",
            code="date",
        )
    return ContactApresFin.objects.create(parcours=parcours, le=le, mode=mode, par=par, note=note)
