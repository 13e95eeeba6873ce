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
from parcours.models.tarifs import RESERVES_AU_HANDICAP, Financeur


@dataclass(frozen=True)
class PeriodePayee:
    """One period of a parcours begun in the year, at the tariff of its first day."""

    parcours: Parcours
    debut: dt.date
    montant: Decimal
    est_renouvellement: bool = False


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
    return [payee for payee in periodes_commencees(perimetre, periode) if payee is not None]


def periodes_commencees(perimetre: Perimetre, periode: Periode) -> list[PeriodePayee | None]:
    """Each period begun in the year; None for one that no tariff covers."""
    tarifs: dict[int, list[Tarif]] = defaultdict(list)
    for tarif in Tarif.objects.all():
        tarifs[tarif.dispositif_id].append(tarif)
    payees: list[PeriodePayee | None] = []
    for parcours, debut, est_suite in _debuts(perimetre, periode):
        couvrent = [t for t in tarifs[parcours.dispositif_id] if t.couvre(debut)]
        payees.append(
            PeriodePayee(parcours, debut, couvrent[0].montant, est_suite) if couvrent else None
        )
    return payees


def _debuts(perimetre: Perimetre, periode: Periode) -> Iterator[tuple[Parcours, dt.date, bool]]:
    bornes = (periode.du, periode.au)
    lignes = parcours_de(perimetre).select_related("dispositif", "personne")
    for parcours in lignes.filter(date_entree__range=bornes).order_by("date_entree", "pk"):
        yield parcours, parcours.date_entree, False
    accords = Renouvellement.objects.filter(
        parcours__in=parcours_de(perimetre).values("pk"),
        decision=Renouvellement.Decision.ACCORD,
        du__range=bornes,
    )
    for accord in accords.select_related("parcours__dispositif", "parcours__personne"):
        yield accord.parcours, accord.du, True


def est_hors_public(parcours: Parcours) -> bool:
    """AGEFIPH pays for people marked as disabled on the day of the entry (ASN-13)."""
    return Public.HANDICAP not in parcours.publics


def hors_public(perimetre: Perimetre, periode: Periode) -> list[tuple[Financeur, Parcours]]:
    """Whom a funder should not pay for: each parcours once, with that funder."""
    parts = PartFinanceur.objects.filter(financeur__in=RESERVES_AU_HANDICAP)
    reserves: dict[int, list[Financeur]] = defaultdict(list)
    for dispositif, financeur in parts.values_list("dispositif", "financeur"):
        reserves[dispositif].append(Financeur(financeur))
    vus: dict[tuple[str, int], tuple[Financeur, Parcours]] = {}
    for payee in periodes_payees(perimetre, periode):
        parcours = payee.parcours
        for financeur in reserves[parcours.dispositif_id]:
            if est_hors_public(parcours):
                vus[financeur, parcours.pk] = (financeur, parcours)
    return list(vus.values())


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
            ailleurs = sum(est_hors_public(payee.parcours) for payee in payees)
        montant = (total * part.part / 100).quantize(Decimal("0.01"))
        parts.append(
            PartPayee(
                part.dispositif.nom, str(part.get_financeur_display()), part.part, montant, ailleurs
            )
        )
    return sorted(parts, key=lambda x: (x.dispositif, -x.part, x.financeur))
