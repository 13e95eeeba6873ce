"""``manage.py bilan``: the figures of a period, for a reader or (``--json``) for a program."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bilans.documents.ecriture import ecrire as en_mots
from bilans.figures import Figure, Perimetre, Periode, toutes
from bilans.forms.periode import DERNIERE_ANNEE, PREMIERE_ANNEE
from bilans.rapports import heures_minutes, rapport
from centre.models import Centre
from centre.temps import aujourdhui
from parcours.models import Dispositif

# What F11 and F18 count apart, as a reader says it.
MOTS = {
    "prevues": "prévues",
    "tenues": "tenues",
    "annulees": "annulées",
    "a_renseigner": "à renseigner",
    "a_venir": "à venir",
    "demandes": "demandés",
    "accordes": "accordés",
    "refuses": "refusés",
}


def date_iso(texte: str) -> dt.date:
    """A day of the years that a page of the bilan accepts."""
    try:
        jour = dt.date.fromisoformat(texte)
    except ValueError as erreur:
        raise ArgumentTypeError(f"« {texte} » n’est pas une date AAAA-MM-JJ.") from erreur
    if not PREMIERE_ANNEE <= jour.year <= DERNIERE_ANNEE:
        raise ArgumentTypeError(
            f"« {texte} » n’est pas entre {PREMIERE_ANNEE} et {DERNIERE_ANNEE}."
        )
    return jour


class Command(BaseCommand):
    help = "Compte les chiffres d’un centre, de l’un de ses dispositifs ou de tous."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--centre", required=True, metavar="SLUG")
        parser.add_argument("--dispositif", metavar="CODE", help="tous, si absent")
        parser.add_argument("--territoire", default="", help="les personnes d’une commune")
        parser.add_argument("--du", type=date_iso, help="1er janvier de l’année, si absent")
        parser.add_argument("--au", type=date_iso, help="aujourd’hui, si absent")
        parser.add_argument("--json", action="store_true", help="pour un programme")

    def handle(self, *args: Any, **options: Any) -> None:
        centre = Centre.objects.filter(slug=options["centre"]).first()
        if centre is None:
            raise CommandError(f"Aucun centre « {options['centre']} ».")
        perimetre = Perimetre(
            centre,
            self._dispositif(centre, options["dispositif"]),
            territoire=options["territoire"],
        )
        au = options["au"] or aujourdhui()
        try:
            periode = Periode(options["du"] or dt.date(au.year, 1, 1), au)
        except ValueError as erreur:
            raise CommandError(str(erreur)) from erreur
        if options["json"]:
            self.stdout.write(json.dumps(rapport(perimetre, periode), ensure_ascii=False, indent=2))
        else:
            self._imprimer(perimetre, periode)

    def _dispositif(self, centre: Centre, code: str | None) -> Dispositif | None:
        if not code:
            return None
        dispositif = Dispositif.objects.du_centre(centre.pk).filter(code=code).first()
        if dispositif is None:
            raise CommandError(f"Aucun dispositif « {code} » dans ce centre.")
        return dispositif

    def _imprimer(self, perimetre: Perimetre, periode: Periode) -> None:
        self.stdout.write(f"{perimetre.centre}, du {periode.du:%d/%m/%Y} au {periode.au:%d/%m/%Y}")
        for code, figure in toutes(perimetre, periode).items():
            self.stdout.write(f"{code}  {figure.definition.nom} : {ecrire(figure)}")


def ecrire(figure: Figure) -> str:
    """One figure on one line, as a reader says it: hours with minutes, séances by state."""
    if isinstance(figure.valeur, dict):
        return ", ".join(f"{nombre} {MOTS[etat]}" for etat, nombre in figure.valeur.items())
    if figure.valeur is None:
        return "–"
    if figure.unite == "euros":
        return en_mots(figure.valeur, "euros")
    if figure.code == "F10":
        return heures_minutes(figure.numerateur or 0)
    return f"{str(figure.valeur).replace('.', ',')} {figure.unite}"
