"""What is measured, and the table it makes."""

from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from ateliers import ical
from ateliers.models import Seance
from centre.temps import aujourdhui
from inscriptions.models import Place
from inscriptions.operations.liens import nouvel_agenda
from tests.bench import mondes, urls
from tests.bench.mesure import Mesure, compter, demander, mesurer

PETIT, GRAND = 10, 1_000


def tout() -> str:
    petit, grand, semaine = mondes.batir(PETIT), mondes.batir(GRAND), mondes.batir(60)
    with override_settings(MIDDLEWARE=[]):
        nue = WSGIHandler()
    service = WSGIHandler()
    mesures = planchers(nue, service, semaine) + flux(service, grand) + pages(service, semaine)
    mesures += flux_prive(service, semaine) + semaine_et_mille_series(service)
    return tableau(mesures) + "\n" + requetes(service, petit, grand)


def planchers(nue: WSGIHandler, service: WSGIHandler, semaine: mondes.Monde) -> list[Mesure]:
    coordination = mondes.temoin(semaine.coordination)
    slug = semaine.centre.slug
    sans_cadre, soixante = f"/banc/soixante/?centre={slug}", f"/banc/soixante/cadre/?centre={slug}"
    return [
        mesurer("vue minimale, nue", nue, "/banc/minimale/", fois=300),
        mesurer("vue minimale, habillée", service, "/banc/minimale/", fois=300),
        mesurer("60 lignes sans cadre", service, sans_cadre, **coordination),
        mesurer("page minimale de 60 lignes", service, soixante, **coordination),
    ]


def flux(service: WSGIHandler, monde: mondes.Monde) -> list[Mesure]:
    """The feed of 1 000 events: all VEVENTs to write again, stored, unchanged, from memory."""
    _, _, entetes = demander(service, monde.flux)
    urls.OCTETS["flux"] = _corps(monde)
    seances = Seance.objects.filter(centre=monde.centre)

    def oublier() -> None:
        seances.update(vevent=None)

    def ecrire() -> None:
        lignes = list(seances.select_related("atelier__centre", "lieu"))
        for seance in lignes:
            seance.vevent = ical.vevent_public(seance)
        Seance.objects.bulk_update(lignes, ["vevent"], batch_size=200)

    froid = mesurer("flux, 1 000 évènements à récrire", service, monde.flux, fois=5, avant=oublier)
    ecrire()
    return [
        mesurer("flux, octets déjà en mémoire", service, "/banc/octets/", fois=200),
        mesurer("flux, 304", service, monde.flux, fois=200, HTTP_IF_NONE_MATCH=entetes["ETag"]),
        mesurer("flux, 1 000 évènements", service, monde.flux, fois=60),
        froid,
    ]


def flux_prive(service: WSGIHandler, monde: mondes.Monde) -> list[Mesure]:
    """The feed of one person who has a place at every séance of the week."""
    personne = Place.objects.filter(seance=monde.seance).order_by("pk")[0].personne
    autres = Seance.objects.filter(centre=monde.centre).exclude(pk=monde.seance.pk)
    Place.objects.bulk_create(Place(seance=s, personne=personne) for s in autres)
    chemin = f"/agenda/p/{nouvel_agenda(personne)}.ics"
    etag = demander(service, chemin)[2]["ETag"]
    nom = f"flux privé, {monde.taille} dates"
    return [
        mesurer(f"{nom}, 304", service, chemin, fois=200, HTTP_IF_NONE_MATCH=etag),
        mesurer(nom, service, chemin, fois=60),
    ]


def semaine_et_mille_series(service: WSGIHandler) -> list[Mesure]:
    """The week of thirteen lines, alone then beside a thousand other ones and 90 000 séances."""
    monde = mondes.batir_une_petite_maison()
    temoin = mondes.temoin(monde.coordination)
    seule = mesurer("semaine, 13 séries", service, monde.semaine, fois=60, **temoin)
    mondes.ajouter_mille_series()
    nom = "semaine, 13 séries, et 1 000 autres en base"
    return [seule, mesurer(nom, service, monde.semaine, fois=60, **temoin)]


def _corps(monde: mondes.Monde) -> bytes:
    vevents = Seance.objects.filter(centre=monde.centre, debut__date__gte=ical.depuis(aujourdhui()))
    lignes = vevents.order_by("debut").values_list("vevent", flat=True)
    return ical.assembler([bytes(v) for v in lignes], nom="Banc")


def pages(service: WSGIHandler, monde: mondes.Monde) -> list[Mesure]:
    noms = {
        "semaine": "semaine, 60 séances",
        "à faire": "colonne « À faire » de la semaine",
        "séance": "séance, 60 personnes",
        "feuille": "feuille de présence, 60 personnes",
        "Mes orientations": "Mes orientations, 60 personnes",
    }
    mesures = []
    for nom, (chemin, qui) in monde.chemins().items():
        if nom in noms:
            mesures.append(mesurer(noms[nom], service, chemin, fois=20, **mondes.temoin(qui)))
    return mesures


def tableau(mesures: list[Mesure]) -> str:
    nue, habillee = mesures[0].ms, mesures[1].ms
    lignes = [
        "| | ms CPU | ×nue | ×habillée | SQL | octets | statut |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for m in mesures:
        lignes.append(
            f"| {m.nom} | {m.ms:.2f} | {m.ms / nue:.1f} | {m.ms / habillee:.1f} | "
            f"{m.requetes} | {m.octets} | {m.statut[:3]} |"
        )
    return "\n".join(lignes) + "\n"


def requetes(service: WSGIHandler, petit: mondes.Monde, grand: mondes.Monde) -> str:
    """SQL queries of each page at 10 and at 1 000 rows: the two columns must be equal."""
    lignes = [f"| requêtes SQL | {PETIT} lignes | {GRAND} lignes |", "|---|--:|--:|"]
    for (nom, (a, qui_a)), (b, qui_b) in zip(
        petit.chemins().items(), grand.chemins().values(), strict=True
    ):
        nombres = [
            compter(service, chemin, **mondes.temoin(qui))
            for chemin, qui in ((a, qui_a), (b, qui_b))
        ]
        lignes.append(f"| {nom} | {nombres[0]} | {nombres[1]} |")
    return "\n".join(lignes) + "\n"
