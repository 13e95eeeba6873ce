"""F25: what the year costs, period by period, and who pays which share (ASN-12, ASN-13)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from bilans.figures.perimetre import Figure, Perimetre, Periode
from bilans.figures.personnes import parcours_de
from parcours.models import Parcours, Renouvellement, Tarif
from parcours.models.tarifs import Financeur
from parcours.queries import financement
from parcours.queries.financement import est_hors_public, parts_des_parcours

CENTIME = Decimal("0.01")


@dataclass(frozen=True)
class PeriodePayee:
    """One period of a parcours begun in the year, at the tariff of its first day."""

    parcours: Parcours
    debut: dt.date
    montant: Decimal
    est_renouvellement: bool = False


@dataclass(frozen=True)
class PartPayee:
    """What one funder pays of one frame, and how many of its periods it should not pay for.

    ``part`` is in per cent of the cost: that of the frame, unless a parcours has its own.
    """

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


def hors_public(perimetre: Perimetre, periode: Periode) -> list[tuple[Financeur, Parcours]]:
    """Whom a funder should not pay for: each parcours once, with that funder."""
    payes = {payee.parcours.pk: payee.parcours for payee in periodes_payees(perimetre, periode)}
    parts = parts_des_parcours(payes.values())
    return [
        (financeur, parcours)
        for pk, parcours in payes.items()
        for financeur in financement.hors_public(parcours, parts[pk])
    ]


def cout(perimetre: Perimetre, periode: Periode) -> Figure:
    payees = periodes_payees(perimetre, periode)
    total = sum((payee.montant for payee in payees), Decimal(0))
    lignes = parcours_de(perimetre).filter(pk__in={payee.parcours.pk for payee in payees})
    lignes = lignes.select_related("personne", "dispositif").order_by("date_entree", "pk")
    return Figure("F25", float(total), float(total), len(payees), lignes)


def par_financeur(payees: Sequence[PeriodePayee]) -> list[PartPayee]:
    """Each funder of each frame, to the cent, by the shares of each parcours (ASN-13)."""
    parts = parts_des_parcours(payee.parcours for payee in payees)
    couts: dict[str, Decimal] = defaultdict(Decimal)
    lots: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    ailleurs: Counter[tuple[str, str]] = Counter()
    for payee in payees:
        cadre = payee.parcours.dispositif.nom
        couts[cadre] += payee.montant
        for financeur, part in parts[payee.parcours.pk].items():
            lots[cadre][financeur] += payee.montant * part / 100
            ailleurs[cadre, financeur] += est_hors_public(payee.parcours, financeur)
    lignes = [
        PartPayee(
            dispositif=cadre,
            financeur=str(Financeur(financeur).label),
            part=_en_pourcent(exacts[financeur], couts[cadre]),
            montant=montant,
            hors_public=ailleurs[cadre, financeur],
        )
        for cadre, exacts in lots.items()
        for financeur, montant in au_centime(exacts).items()
    ]
    return sorted(lignes, key=lambda x: (x.dispositif, -x.part, x.financeur))


def _en_pourcent(montant: Decimal, cout: Decimal) -> Decimal:
    return (100 * montant / cout).quantize(CENTIME) if cout else Decimal(0)


def au_centime(exacts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Whole cents whose sum is the sum: the largest remainders take the cents that are left."""
    entiers = {cle: exact.quantize(CENTIME, ROUND_FLOOR) for cle, exact in exacts.items()}
    total = sum(exacts.values(), Decimal(0)).quantize(CENTIME, ROUND_HALF_UP)
    reste = int((total - sum(entiers.values(), Decimal(0))) / CENTIME)
    for cle in sorted(exacts, key=lambda cle: (entiers[cle] - exacts[cle], cle))[:reste]:
        entiers[cle] += CENTIME
    return entiers
