"""« Mes orientations » of 300 people over a million presences, against its raw floor.

``python -m tests.bench suivi [postgresql]`` builds the world by raw SQL and writes its own part
of docs/mesures.md, in processor time, that of PostgreSQL's own process included.
"""

import datetime as dt
import statistics
import sys
import time
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction

from ateliers.models import Atelier, Seance
from centre.temps import instant, maintenant
from centre.textes import cle_de_nom
from inscriptions.models import Place
from parcours.models import Orientation, Parcours, Personne
from parcours.models.dispositifs import Transmission
from presences.models import Presence
from tests import builders
from tests.bench import mondes
from tests.bench.masse import analyser, multiplier
from tests.bench.mesure import compter, demander, ici, processeur

# « essai » tries the fifth of it.
SEANCES = 2_000 if "essai" in sys.argv else 10_000
GENS, SUIVIES, PAR_SEANCE = 5_000, 300, 100
ANNEES = 2
TOURS = 15
TITRE = "« Mes orientations » sur un million de présences"
TEXTE = """
Écrit par `python -m tests.bench suivi` (SQLite) et `python scripts/postgresql_temporaire.py python
-m tests.bench suivi postgresql`. Un prescripteur suit 300 personnes parmi 5 000 ; chacune a quelque
200 présences en deux ans. Temps de processeur, celui du serveur PostgreSQL compris. Plancher : les
mêmes comptes en SQL brut, puis le même tableau rendu avec des littéraux, derrière les mêmes
intergiciels.

"""

# The same counts as the page: its lines, the strip of twelve weeks, the last presence.
LIGNES = """
SELECT o.id, o.etat, o.recue_le, p.prenom, p.nom, s.id, s.date_entree, s.date_fin_prevue
FROM parcours_orientation o
JOIN parcours_personne p ON p.id = o.personne_id
LEFT JOIN parcours_parcours s ON s.orientation_id = o.id
WHERE o.prescripteur_id = %s"""
COMPTES = """
SELECT pl.parcours_id, se.debut, se.fin, pr.arrivee, pr.depart
FROM presences_presence pr
JOIN inscriptions_place pl ON pl.id = pr.place_id
JOIN ateliers_seance se ON se.id = pl.seance_id
JOIN ateliers_atelier a ON a.id = se.atelier_id
WHERE pl.parcours_id IN ({}) AND pr.statut IN ('present', 'present_partiel')
AND a.sensibilite <= 1 AND se.debut >= %s AND se.debut < %s"""
DERNIERES = """
SELECT pl.parcours_id, MAX(se.debut)
FROM presences_presence pr
JOIN inscriptions_place pl ON pl.id = pr.place_id
JOIN ateliers_seance se ON se.id = pl.seance_id
JOIN ateliers_atelier a ON a.id = se.atelier_id
WHERE pl.parcours_id IN ({}) AND pr.statut IN ('present', 'present_partiel')
AND a.sensibilite <= 1 GROUP BY pl.parcours_id"""


def batir() -> Any:
    """300 people of one prescriber among 5 000, each with some 200 presences over two years."""
    centre = builders.creer_centre("banc-suivi", nom="Banc", nom_court="Banc")
    prescripteur = builders.creer_utilisateur("prescripteur", centre)
    pro = builders.creer_professionnel(prescripteur, centre)
    ateliers = [builders.creer_atelier(centre, sensibilite=2 * (n == 0)) for n in range(5)]
    with transaction.atomic():
        seances = _seances(ateliers)
        gens, parcours = _parcours(centre, pro)
        _places(seances[0].pk, gens[0].pk, parcours[0].pk)
    analyser()
    return prescripteur, pro


def _seances(ateliers: list[Atelier]) -> list[Seance]:
    lieu, lignes = builders.creer_lieu(ateliers[0].centre), []
    jours = 365 * ANNEES
    premier = maintenant().date() - dt.timedelta(days=jours)
    for rang in range(SEANCES):
        jour = premier + dt.timedelta(days=rang * jours // SEANCES)
        debut = instant(jour, dt.time(9 + rang % 8))
        lignes.append(
            Seance(
                centre=lieu.centre, atelier=ateliers[rang % 5], lieu=lieu, debut=debut,
                fin=debut + dt.timedelta(hours=2), capacite=PAR_SEANCE, sieges_pris=PAR_SEANCE,
                etat=Seance.Etat.TENUE,
            )
        )  # fmt: skip
    return Seance.objects.bulk_create(lignes)


def _parcours(centre: Any, pro: Any) -> tuple[list[Personne], list[Parcours]]:
    dispositif, jour = builders.creer_dispositif(), maintenant().date() - dt.timedelta(days=200)
    autre = builders.creer_professionnel(None, centre)
    gens = Personne.objects.bulk_create(
        Personne(
            centre=centre, prenom="Nadia", nom=f"Banc{rang}", cle=cle_de_nom("Nadia", f"Banc{rang}")
        )
        for rang in range(GENS)
    )
    qui = [pro if rang % (GENS // SUIVIES) == 0 else autre for rang in range(GENS)]
    qui[(SUIVIES - 1) * (GENS // SUIVIES) + 1 :] = [autre] * (
        GENS - (SUIVIES - 1) * (GENS // SUIVIES) - 1
    )
    orientations = Orientation.objects.bulk_create(
        Orientation(
            centre=centre, personne=p, dispositif=dispositif, prescripteur=q, recue_le=jour,
            etat=Orientation.Etat.ENTREE, difficultes=["isolement"],
        )
        for p, q in zip(gens, qui, strict=True)
    )  # fmt: skip
    parcours = Parcours.objects.bulk_create(
        Parcours(
            centre=centre, personne=o.personne, dispositif=dispositif, orientation=o,
            prescripteur=o.prescripteur, date_entree=jour,
            transmission_presence=Transmission.ACCORD,
        )
        for o in orientations
    )  # fmt: skip
    return gens, parcours


def _places(seance: int, personne: int, parcours: int) -> None:
    """A hundred neighbours of a circle of 5 000 at each séance, each at about 200 of them."""
    nombre = SEANCES * PAR_SEANCE
    qui = f"(((i / {PAR_SEANCE}) * 97 + i % {PAR_SEANCE}) % {GENS})"
    multiplier(
        Place(),
        nombre,
        seance_id=f"{seance} + i / {PAR_SEANCE}",
        personne_id=f"{personne} + {qui}",
        parcours_id=f"{parcours} + {qui}",
        uid="'banc-' || i",
    )
    premiere = Place.objects.order_by("pk").values_list("pk", flat=True)[0]
    multiplier(
        Presence(statut=Presence.Statut.PRESENT),
        nombre,
        place_id=f"{premiere} + i",
        statut="CASE WHEN i % 7 = 0 THEN 'absent' ELSE 'present' END",
    )


def lire_brut(pro: int, nombre: int, du: dt.datetime, au: dt.datetime) -> list[tuple[Any, ...]]:
    """The floor: three statements, every row fetched."""
    with connection.cursor() as curseur:
        curseur.execute(LIGNES, [pro])
        lignes = curseur.fetchall()
        parcours = [ligne[5] for ligne in lignes[:nombre]]
        trous = ", ".join(["%s"] * len(parcours))
        curseur.execute(COMPTES.format(trous), [*parcours, du, au])
        curseur.fetchall()
        curseur.execute(DERNIERES.format(trous), parcours)
        curseur.fetchall()
    return lignes


def chronometrer(*gestes: Any) -> list[float]:
    """Milliseconds of each one, their turns mixed so that a busy machine slows them all."""
    durees: list[list[float]] = [[] for _ in gestes]
    for tour in range(TOURS + 2):
        for rang, geste in enumerate(gestes):
            depart = processeur()
            geste()
            if tour > 1:
                durees[rang].append((processeur() - depart) * 1_000)
    return [statistics.median(d) for d in durees]


def tableau() -> str:
    depart = time.perf_counter()
    prescripteur, pro = batir()
    construit = time.perf_counter() - depart
    service, temoin = WSGIHandler(), mondes.temoin(prescripteur)
    au = maintenant()
    du = au - dt.timedelta(weeks=12)
    demander(service, "/orientations/", **temoin)
    gestes = {
        "SQL brut, 50 lignes montrées": lambda: lire_brut(pro.pk, 50, du, au),
        "tableau en littéraux, 50 lignes": lambda: demander(
            service, "/banc/orientations/?n=50", **temoin
        ),
        "Mes orientations, page de 50 sur 300": lambda: demander(
            service, "/orientations/", **temoin
        ),
        "SQL brut, 300 lignes": lambda: lire_brut(pro.pk, 300, du, au),
        "CSV en littéraux, 300 lignes": lambda: demander(service, "/banc/csv/?n=300", **temoin),
        "export CSV de 300 lignes": lambda: demander(
            service, "/orientations/export/?format=csv", **temoin
        ),
    }
    ms = dict(zip(gestes, chronometrer(*gestes.values()), strict=True))
    brut, plat, page, brut_300, plat_300, csv = ms.values()
    ecran, fichier = page / (brut + plat), csv / (brut_300 + plat_300)
    requetes = compter(service, "/orientations/", **temoin)
    nombre = f"{SEANCES * PAR_SEANCE:,}".replace(",", "\u00a0")
    entete = f"{ici()}, {nombre} présences écrites en {construit:.0f} s"
    lignes = [f"| {entete} | ms CPU |", "|---|--:|"]
    lignes += [f"| {nom} | {duree:.1f} |" for nom, duree in ms.items()]
    lignes += [
        f"| **page ÷ (SQL brut + littéraux)**, {requetes} requêtes | **{ecran:.2f}** |",
        f"| **export ÷ (SQL brut + littéraux)** | **{fichier:.2f}** |",
    ]
    return TEXTE + "\n".join(lignes) + "\n"
