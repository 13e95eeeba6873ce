"""The week page beside the minimal page of sixty rows: ratios of one run."""

import os
import statistics

from django.core.handlers.wsgi import WSGIHandler

from tests.bench import mondes
from tests.bench.mesure import comparer, compter

TOURS, FOIS = 7, 40
TITRE = "La semaine et son plancher"
EN_TETE = """
Écrit par `python -m tests.bench semaine`, {tours} tours de {fois} requêtes de chaque page, posées
tour à tour, charge {charge:.1f}. Plancher : les mêmes soixante séances lues en une requête et
écrites avec leurs deux dates, derrière les mêmes intergiciels et la même session, dans le cadre du
service (en-tête et onglets, donc rôles et centre lus). « Sans cadre » : le même tableau seul.

"""


def tableau() -> str:
    """Median of the rounds; the ratio is taken inside each round."""
    monde, service = mondes.batir(60), WSGIHandler()
    slug, temoin = monde.centre.slug, mondes.temoin(monde.coordination)
    pages = {
        "60 lignes sans cadre": f"/banc/soixante/?centre={slug}",
        "page minimale de 60 lignes": f"/banc/soixante/cadre/?centre={slug}",
        "semaine, 60 séances": monde.semaine,
    }
    chemins = list(pages.values())
    tours = [comparer(service, chemins, fois=FOIS, **temoin) for _ in range(TOURS)]
    lignes = ["| | ms CPU | × minimale | de … à | SQL |", "|---|--:|--:|--:|--:|"]
    for rang, (nom, chemin) in enumerate(pages.items()):
        rapports = [tour[rang] / tour[1] for tour in tours]
        lignes.append(
            f"| {nom} | {statistics.median(tour[rang] for tour in tours):.2f} "
            f"| {statistics.median(rapports):.2f} | {min(rapports):.2f} … {max(rapports):.2f} "
            f"| {compter(service, chemin, **temoin)} |"
        )
    tete = EN_TETE.format(tours=TOURS, fois=FOIS, charge=os.getloadavg()[0])
    return tete + "\n".join(lignes) + "\n"
