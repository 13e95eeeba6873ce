"""The golden year of Le Lierre: every total of its report of 2013, from rows that hold together.

86 people up to 10 December, 400 séances held out of 413, 2 880 presences, 6 279 h 15. One centre
of its own, so that it can stand beside the living one. Drawn from one seed: the same at each load.
"""

from __future__ import annotations

import random

from bilans.demonstration import annuaire, comptes
from bilans.demonstration.calendrier import remplir_le_calendrier
from bilans.demonstration.lierre_2013 import annee, chemins, orientations, venues
from bilans.demonstration.lierre_2013.orientations import ARRETE, SLUG
from bilans.demonstration.monde import Monde, compter_les_tables
from centre.models import Professionnel


def charger() -> Monde:
    """The centre, its people, its year; then who came, to the unit."""
    monde = _centre()
    hasard = random.Random(2020)
    gens = orientations.charger(monde, hasard)
    suivis = chemins.tracer(monde, hasard, gens)
    annee.planifier(monde)
    venues.remplir(monde, suivis)
    compter_les_tables()
    return monde


def _centre() -> Monde:
    centre = annuaire.creer_centre(slug=SLUG, nom="Le Lierre 2013", telephone="03 53 01 00 13")
    centre.est_public = False
    centre.zone_scolaire = "A"  # Nancy-Metz, until January 2016
    centre.save(update_fields=["est_public", "zone_scolaire"])
    monde = Monde(jour=ARRETE, graine="2013", centre=centre)
    maison = annuaire.creer_organisme_du_centre(monde)
    comptes.creer(monde, comptes.LIERRE_2013)
    monde.comptes["coordination"] = monde.comptes["referent"] = monde.comptes["coordination.2013"]
    pro = Professionnel.objects.create(
        centre=centre, organisme=maison, prenom="Claire", nom="Morlot", fonction="Coordinatrice",
        utilisateur=monde.comptes["coordination"],
    )  # fmt: skip
    monde.pros["coordination"] = pro
    annuaire.creer_lieux(monde)
    remplir_le_calendrier(centre, 2013, 2013)
    return monde


__all__ = ["ARRETE", "SLUG", "charger"]
