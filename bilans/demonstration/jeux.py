"""The sets that can be loaded, what each one loads, and how it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError

from bilans.demonstration import (
    accompagnement_global,
    actuel,
    annuaire,
    asg,
    asi_2008,
    chene,
    lierre_2013,
)
from bilans.demonstration.calendrier import est_ouvert
from bilans.demonstration.comptes import CHENE, LIERRE
from bilans.demonstration.effacement import effacer_centre
from bilans.demonstration.monde import jeton_de_demonstration
from bilans.demonstration.scenes import personne_du_lien
from centre.models import Centre


@dataclass(frozen=True)
class Jeu:
    slug: str
    charger: Callable[[dt.date, int], object]


def _charger_actuel(jour: dt.date, centres: int) -> None:
    actuel.charger(jour)
    for rang in range(max(0, centres - 1)):
        chene.charger(jour, rang)


def _charger_2013(jour: dt.date, centres: int) -> None:
    lierre_2013.charger()


JEUX = {
    "actuel": Jeu("le-lierre", _charger_actuel),
    "le_lierre_2013": Jeu(lierre_2013.SLUG, _charger_2013),
    "asi_2008": Jeu(asi_2008.SLUG, lambda jour, centres: asi_2008.charger()),
    "accompagnement_global": Jeu(
        accompagnement_global.SLUG, lambda jour, centres: accompagnement_global.charger()
    ),
    "asg": Jeu(asg.SLUG, lambda jour, centres: asg.charger()),
}


def date_chargee(nom: str) -> dt.date | None:
    return annuaire.date_chargee(JEUX[nom].slug)


def dernier_jour(aujourdhui: dt.date) -> dt.date:
    """The last day, today included, on which séances are held in the week."""
    jour = aujourdhui
    while not est_ouvert(jour):
        jour -= dt.timedelta(days=1)
    return jour


def charger(nom: str, jour: dt.date, *, centres: int) -> None:
    jeu = JEUX[nom]
    if Centre.objects.filter(slug=jeu.slug).exists():
        raise CommandError(
            f"Un centre « {jeu.slug} » existe déjà et n’est pas une démonstration. "
            "Rien n’a été changé."
        )
    jeu.charger(jour, centres)


def effacer(nom: str) -> None:
    """The set's centre and, for the living one, the other centres loaded beside it."""
    effacer_centre(JEUX[nom].slug)
    if nom == "actuel":
        rang = 0
        while Centre.objects.filter(slug=chene.slug_de(rang)).exists():
            effacer_centre(chene.slug_de(rang))
            rang += 1


def mode_d_emploi(nom: str) -> str:
    """Accounts, password and one participant's link: what somebody needs to look around."""
    if nom != "actuel":
        return f"Chiffres : python manage.py bilan --centre {JEUX[nom].slug} …"
    lignes = [
        "",
        "Comptes (mot de passe commun : " + settings.DEMONSTRATION_MOT_DE_PASSE + ")",
        *(f"  {c.courriel:<36} {c.fonction} : {c.voit}" for c in (*LIERRE, *CHENE)),
        "",
    ]
    personne = personne_du_lien("actuel")
    if personne:
        lignes += [
            f"Page d’une participante ({personne.nom_court}) : "
            f"/moi/{jeton_de_demonstration('actuel')}/",
            f"  puis ses trois premières lettres : {personne.nom[:3].upper()}",
        ]
    lignes.append("Toutes les personnes sont inventées.")
    return "\n".join(lignes)
