"""A centre writes its own frames; those delivered with the product are copied, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from centre.erreurs import Refus
from centre.temps import JOUR
from parcours.models import Dispositif, PartFinanceur, Tarif
from parcours.models.dispositifs import EtapeRequise
from parcours.operations.financement import exiger_cent_pour_cent

if TYPE_CHECKING:
    from centre.models import Centre

# What a copy does not take over.
PROPRES = ("id", "code", "centre")


def _verrouiller(dispositif: Dispositif) -> Dispositif:
    relu = Dispositif.objects.select_for_update(of=("self",)).get(pk=dispositif.pk)
    if relu.est_livre:
        raise Refus(
            "Ce dispositif est livré avec le logiciel. Copiez-le pour le changer.", code="livre"
        )
    return relu


def _controler(champs: Mapping[str, Any], parts: Mapping[str, Decimal]) -> None:
    du, au = champs.get("valide_du"), champs.get("valide_au")
    if du and au and au < du:
        raise Refus("La fin de validité vient après le début.", code="validite")
    if champs.get("renouvellements_max") and not champs.get("duree_mois"):
        raise Refus("Un dispositif qui se renouvelle a une durée.", code="duree")
    a_deux = (champs.get("nb_referents") or 1) > 1
    if EtapeRequise.DIAGNOSTIC in champs.get("etapes", ()) and not a_deux:
        raise Refus("Un diagnostic commun demande deux référents.", code="diagnostic")
    exiger_cent_pour_cent(parts)


def _poser_les_parts(dispositif: Dispositif, parts: Mapping[str, Decimal]) -> None:
    dispositif.parts.all().delete()
    PartFinanceur.objects.bulk_create(
        PartFinanceur(dispositif=dispositif, financeur=financeur, part=part)
        for financeur, part in parts.items()
    )


def code_libre(centre: Centre, nom: str) -> str:
    """A code of this centre made from a name: « jardin », then « jardin-2 »."""
    base = slugify(nom)[:34] or "dispositif"
    pris = set(
        Dispositif.objects.filter(centre=centre, code__startswith=base).values_list(
            "code", flat=True
        )
    )
    rangs = (f"{base}-{n}" if n > 1 else base for n in range(1, len(pris) + 2))
    return next(code for code in rangs if code not in pris)


@transaction.atomic
def creer(centre: Centre, *, champs: Mapping[str, Any], parts: Mapping[str, Decimal]) -> Dispositif:
    type(centre).objects.select_for_update(of=("self",)).get(pk=centre.pk)
    _controler(champs, parts)
    dispositif = Dispositif.objects.create(
        centre=centre, code=code_libre(centre, champs["nom"]), **champs
    )
    _poser_les_parts(dispositif, parts)
    return dispositif


@transaction.atomic
def modifier(
    dispositif: Dispositif, *, champs: Mapping[str, Any], parts: Mapping[str, Decimal]
) -> Dispositif:
    """Change the rules from now on: parcours already open keep their planned end."""
    dispositif = _verrouiller(dispositif)
    _controler(champs, parts)
    for nom, valeur in champs.items():
        setattr(dispositif, nom, valeur)
    dispositif.save(update_fields=list(champs))
    _poser_les_parts(dispositif, parts)
    return dispositif


@transaction.atomic
def copier(dispositif: Dispositif, *, centre: Centre) -> Dispositif:
    """Make the centre's own frame from a delivered one, or from another of its own."""
    type(centre).objects.select_for_update(of=("self",)).get(pk=centre.pk)
    regles = [c.name for c in Dispositif._meta.concrete_fields if c.name not in PROPRES]
    champs = {nom: getattr(dispositif, nom) for nom in regles}
    champs["nom"] = f"{dispositif.nom} (copie)"[:120]
    copie = Dispositif.objects.create(
        centre=centre, code=code_libre(centre, dispositif.nom), **champs
    )
    _poser_les_parts(copie, dict(dispositif.parts.values_list("financeur", "part")))
    Tarif.objects.bulk_create(
        Tarif(dispositif=copie, montant=t.montant, valide_du=t.valide_du, valide_au=t.valide_au)
        for t in dispositif.tarifs.all()
    )
    return copie


@transaction.atomic
def fixer_le_tarif(dispositif: Dispositif, *, montant: Decimal, valide_du: dt.date) -> Tarif:
    """Write the tariff in force from a date; the one before ends the day before (ASN-12)."""
    dispositif = _verrouiller(dispositif)
    dernier = dispositif.tarifs.order_by("-valide_du").first()
    if dernier and valide_du <= dernier.valide_du:
        raise Refus(
            f"Le tarif d’avant commence le {dernier.valide_du:%d/%m/%Y}. "
            "Choisissez une date après.",
            code="tarif",
        )
    if dernier and (dernier.valide_au is None or dernier.valide_au >= valide_du):
        dernier.valide_au = valide_du - JOUR
        dernier.save(update_fields=["valide_au"])
    return Tarif.objects.create(dispositif=dispositif, montant=montant, valide_du=valide_du)
