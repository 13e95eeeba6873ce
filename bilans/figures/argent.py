"""F25: what the year costs, period by period, and who pays which share (ASN-12, ASN-13)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bilans.figures.perimetre import Figure, Perimetre, Periode
from bilans.figures.personnes import parcours_de
from parcours.models import Parcours, PartFinanceur, Renouvellement, Tarif
from parcours.models.dispositifs import Public
from parcours.models.tarifs import RESERVES_AU_HANDICAP


@dataclass(frozen=True)
class PeriodePayee:
    """One period of a parcours begun in the year, at the tariff of its first day."""

    parcours: Parcours
    debut: dt.date
    montant: Decimal


@dataclass(frozen=True)
class PartPayee:
    """What one funder pays of one frame, and how many of its periods it should not pay for."""

    dispositif: str
    financeur: str
    part: Decimal
    montant: Decimal
    hors_public: int


def periodes_payees(perimetre: Perimetre, periode: Periode) -> list[PeriodePayee]:
    """The first period starts on the entry, each renewal agreed starts one more.

    A frame without a tariff on that day costs nothing that is known, and is left out.
    """
    tarifs: dict[int, list[Tarif]] = defaultdict(list)
    for tarif in Tarif.objects.all():
        tarifs[tarif.dispositif_id].append(tarif)
    payees = []
    for parcours, debut in _debuts(perimetre, periode):
        couvrent = [t for t in tarifs[parcours.dispositif_id] if t.couvre(debut)]
        if couvrent:
            payees.append(PeriodePayee(parcours, debut, couvrent[0].montant))
    return payees


def _debuts(perimetre: Perimetre, periode: Periode) -> Iterator[tuple[Parcours, dt.date]]:
    bornes = (periode.du, periode.au)
    lignes = parcours_de(perimetre).select_related("dispositif", "personne")
    for parcours in lignes.filter(date_entree__range=bornes).order_by("date_entree", "pk"):
        yield parcours, parcours.date_entree
    accords = Renouvellement.objects.filter(
        parcours__in=parcours_de(perimetre).values("pk"),
        decision=Renouvellement.Decision.ACCORD,
        du__range=bornes,
    )
    for accord in accords.select_related("parcours__dispositif", "parcours__personne"):
        yield accord.parcours, accord.du


def cout(perimetre: Perimetre, periode: Periode) -> Figure:
    payees = periodes_payees(perimetre, periode)
    total = sum((payee.montant for payee in payees), Decimal(0))
    lignes = parcours_de(perimetre).filter(pk__in={payee.parcours.pk for payee in payees})
    lignes = lignes.select_related("personne", "dispositif").order_by("date_entree", "pk")
    return Figure("F25", float(total), float(total), len(payees), lignes)


def par_financeur(perimetre: Perimetre, periode: Periode) -> list[PartPayee]:
    """Each funder of each frame, to the cent; AGEFIPH pays for people marked as disabled only."""
    par_cadre: dict[int, list[PeriodePayee]] = defaultdict(list)
    for payee in periodes_payees(perimetre, periode):
        par_cadre[payee.parcours.dispositif_id].append(payee)
    parts = []
    for part in PartFinanceur.objects.filter(dispositif__in=par_cadre).select_related("dispositif"):
        payees = par_cadre[part.dispositif_id]
        total = sum((payee.montant for payee in payees), Decimal(0))
        ailleurs = 0
        if part.financeur in RESERVES_AU_HANDICAP:
            ailleurs = sum(Public.HANDICAP not in payee.parcours.publics for payee in payees)
        montant = (total * part.part / 100).quantize(Decimal("0.01"))
        parts.append(
            PartPayee(
                part.dispositif.nom, str(part.get_financeur_display()), part.part, montant, ailleurs
            )
        )
    return sorted(parts, key=lambda x: (x.dispositif, -x.part, x.financeur))
