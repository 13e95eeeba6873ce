"""The two outings ahead: one described and nearly full, one for which people may still ask."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ateliers.models import Seance, Sortie
from bilans.demonstration.monde import Monde
from centre.temps import a_paris, instant
from inscriptions.models import Accompagnant, FicheSortie, Place
from parcours.models import Personne

ENFANTS = ("Lina", "Adam", "Noé", "Inès", "Yanis", "Jade", "Sami", "Emma", "Malik", "Rose")
SOUHAITS = 12


def decrire(monde: Monde) -> None:
    a_venir = Seance.objects.filter(
        centre=monde.centre,
        atelier__code="SOR",
        debut__gt=monde.quand,
        etat=Seance.Etat.PREVUE,
    )
    for rang, seance in enumerate(a_venir.order_by("debut")[:2]):
        if rang == 0:
            _prochaine(monde, seance)
        else:
            _suivante(monde, seance)


def _prochaine(monde: Monde, seance: Seance) -> None:
    """Where to meet, what it costs; half of the families have answered."""
    Sortie.objects.create(
        seance=seance,
        point_rdv="Devant la gare de Thionville",
        transport=Sortie.Transport.TRAIN,
        prix_adulte=Decimal(3),
        a_un_repas=True,
        a_apporter="Une bouteille d’eau, des chaussures fermées.",
    )
    hasard = monde.hasard("familles")
    places = Place.objects.confirmees().filter(seance=seance).order_by("pk")
    familles = list(places)[::2]
    prenoms = iter(hasard.sample(ENFANTS, len(ENFANTS)))
    for place in familles:
        for _ in range(place.sieges - 1):
            if prenom := next(prenoms, None):
                Accompagnant.objects.create(
                    place=place,
                    prenom=prenom,
                    age=hasard.randint(3, 16),
                    autorisation_le=monde.jour if hasard.random() < 0.5 else None,
                )
        FicheSortie.objects.create(
            place=place,
            repas_sans_viande=hasard.choice((0, 0, 1)),
            urgence_nom="Une voisine",
            urgence_telephone="06 39 98 40 40",
        )


def _suivante(monde: Monde, seance: Seance) -> None:
    """The first step is open: some have asked from their page, others at the desk."""
    fin = a_paris(seance.debut).date() - dt.timedelta(days=9)
    Sortie.objects.create(seance=seance, souhaits_jusqu_au=instant(fin, dt.time(18)))
    hasard = monde.hasard("souhaits")
    connues = Personne.objects.filter(places__seance__atelier__code="SOR", centre=monde.centre)
    personnes = list(connues.distinct().order_by("pk"))
    for rang, personne in enumerate(hasard.sample(personnes, min(SOUHAITS, len(personnes)))):
        Place.objects.create(
            seance=seance,
            personne=personne,
            etat=Place.Etat.DEMANDEE,
            sieges=hasard.choice((1, 2, 3, 4)),
            uid=monde.uid(f"souhait {personne.pk} {seance.pk}"),
            faite_le=monde.quand - dt.timedelta(hours=5 * (rang + 1)),
            faite_par=monde.comptes["accueil"] if rang % 2 else None,
        )
