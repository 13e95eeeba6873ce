"""Interviews of these weeks as séances in the closed office, so that the grid shows them taken."""

from __future__ import annotations

import datetime as dt

from ateliers import ical
from ateliers.models import Seance
from bilans.demonstration.monde import Monde
from inscriptions.models import Place
from parcours.models import Entretien

AVANT, APRES = dt.timedelta(days=14), dt.timedelta(days=21)


def creer(monde: Monde) -> None:
    """One séance and one place per interview from a fortnight ago to three weeks ahead."""
    atelier = monde.ateliers["IND"]
    lignes: list[tuple[Seance, Entretien]] = []
    occupe_jusqua = None
    for entretien in _entretiens(monde):
        fin = entretien.debut + dt.timedelta(minutes=entretien.duree_minutes)
        if occupe_jusqua and entretien.debut < occupe_jusqua:
            # one office: the second of two at the same hour is held elsewhere
            continue
        occupe_jusqua = fin
        seance = Seance(
            centre=monde.centre,
            atelier=atelier,
            debut=entretien.debut,
            fin=fin,
            lieu=monde.lieux["bureau"],
            capacite=1,
            sieges_pris=1,
            etat=Seance.Etat.TENUE if fin <= monde.quand else Seance.Etat.PREVUE,
        )
        seance.vevent = ical.vevent_public(seance)
        lignes.append((seance, entretien))
    Seance.objects.bulk_create([seance for seance, _ in lignes])
    for seance, entretien in lignes:
        entretien.seance = seance
    Entretien.objects.bulk_update([entretien for _, entretien in lignes], ["seance"])
    Place.objects.bulk_create(_place(monde, *ligne) for ligne in lignes)
    _animer(monde, [seance for seance, _ in lignes])


def _entretiens(monde: Monde) -> list[Entretien]:
    proches = Entretien.objects.filter(
        debut__range=(monde.quand - AVANT, monde.quand + APRES),
        etat__in=[Entretien.Etat.FIXE, Entretien.Etat.TENU],
        lieu=monde.lieux["bureau"],
    )
    return list(proches.select_related("parcours", "orientation").order_by("debut", "id"))


def _place(monde: Monde, seance: Seance, entretien: Entretien) -> Place:
    source = entretien.parcours or entretien.orientation
    assert source is not None  # noqa: S101 (the constraint entretien_rattache)
    return Place(
        seance=seance,
        personne_id=source.personne_id,
        parcours=entretien.parcours,
        uid=monde.uid(f"entretien {entretien.pk}"),
        faite_le=seance.debut - dt.timedelta(days=8),
        faite_par=monde.comptes["referent"],
    )


def _animer(monde: Monde, seances: list[Seance]) -> None:
    lien = Seance.animateurs.through
    lien.objects.bulk_create(
        lien(seance_id=seance.pk, professionnel_id=monde.pros["referent"].pk) for seance in seances
    )
