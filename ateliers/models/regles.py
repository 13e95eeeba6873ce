"""How the places of one line are given: asked or taken, kept, queued, offered."""

from __future__ import annotations

import datetime as dt

from django.db import models


class ReglesDesPlaces(models.Model):
    """Settings of a queue, on the atelier; every one is shown where the queue is (decision 32)."""

    class Rappels(models.TextChoices):
        VEILLE = "veille", "La veille"
        SEMAINE = "semaine", "Une semaine avant"
        DEUX = "deux", "Une semaine avant et la veille"
        AUCUN = "aucun", "Aucun rappel"

    sur_demande = models.BooleanField("chaque demande est à valider", default=False)
    places_gardees = models.PositiveSmallIntegerField(
        "places gardées pour l’équipe et les prescripteurs", default=0
    )
    gardees_heures = models.PositiveSmallIntegerField(
        "heures avant le début où les places gardées s’ouvrent à tous", default=24
    )
    premier_qui_tient = models.BooleanField("premier groupe qui tient", default=False)
    moins_sortis_d_abord = models.BooleanField("ceux qui sont sortis le moins", default=False)
    proposition_automatique = models.BooleanField(
        "proposer la place toute seule à la personne suivante", default=True
    )
    proposition_heures = models.PositiveSmallIntegerField(
        "heures avant le début où plus rien ne se propose tout seul", default=12
    )

    rappels = models.CharField(
        "rappels avant la séance", max_length=8, choices=Rappels, default=Rappels.VEILLE
    )

    # Only levels 0 and 1 ever show on the public page: ``Atelier.objects.demandables``.
    demande_publique = models.BooleanField(
        "on peut demander une place sur la page publique", default=False
    )

    class Meta:
        abstract = True

    def arret_des_propositions(self, debut: dt.datetime) -> dt.datetime:
        """From this instant a person of the team decides, nobody is offered a place alone."""
        return debut - dt.timedelta(hours=self.proposition_heures)

    def gardees_a(self, debut: dt.datetime, quand: dt.datetime) -> int:
        """Seats kept at ``quand`` for a séance that starts at ``debut``."""
        ouvertes = debut - dt.timedelta(hours=self.gardees_heures) <= quand
        return 0 if ouvertes else self.places_gardees
