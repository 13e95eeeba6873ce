"""Every main page, in light and dark, on a desk and on a phone: axe finds nothing, nothing
overflows."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from ateliers.models import Atelier, Seance, Serie
from bilans.demonstration.monde import jeton_de_demonstration
from bilans.demonstration.scenes import personne_du_lien
from parcours.models import Orientation, Parcours

BUREAU, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pages() -> dict[str, list[str]]:
    """The pages of each account; addresses with a number are read from the rows."""
    lucia = personne_du_lien("actuel")
    seances = Seance.objects.comptees().filter(centre__slug="le-lierre", etat="prevue")
    a_venir = seances.filter(atelier__code="CUI").latest("debut").pk
    oubliee = seances.filter(atelier__code="EVQ").earliest("debut").pk
    sortie = seances.filter(atelier__genre="sortie").latest("debut").pk
    atelier = Atelier.objects.get(code="CUI", centre__slug="le-lierre").pk
    serie = Serie.objects.get(atelier=atelier).pk
    recue = Orientation.objects.filter(etat="recue", centre__slug="le-lierre").first().pk
    de_marc = Orientation.objects.filter(
        prescripteur__utilisateur__courriel__startswith="ts.udaf", parcours__isnull=False
    ).first()
    suivi = Parcours.objects.ouverts().filter(centre__slug="le-lierre").first().pk
    fiche = f"/personnes/{lucia.reference}/"
    return {
        "": [
            "/", "/c/le-lierre/", "/c/le-lierre/cuisine/", "/connexion/", "/moi/", "/api/v1/",
            "/agenda/le-lierre/",
            f"/moi/{jeton_de_demonstration('actuel')}/",
        ],
        "coordination": [
            "/planning/", "/planning/?semaine=2026-W43", "/ateliers/", "/ateliers/nouveau/",
            f"/ateliers/{atelier}/", f"/ateliers/{atelier}/series/nouvelle/",
            f"/ateliers/series/{serie}/dates/", f"/seances/{a_venir}/",
            f"/seances/{a_venir}/deplacer/", f"/seances/{a_venir}/annuler/",
            f"/presences/seances/{oubliee}/", "/personnes/", fiche, f"{fiche}inscrire/",
            f"{fiche}carte/", f"{fiche}attestation/", "/personnes/nouvelle/",
            "/orientations/recues/", f"/orientations/recues/{recue}/", "/appels/",
            "/messages/", "/calendrier/",
            "/bilans/", "/bilans/F02/", "/bilans/imports/", f"/ateliers/{atelier}/modifier/",
            f"/presences/seances/{oubliee}/papier/", f"{fiche}modifier/",
            f"/orientations/recues/{recue}/entree/", f"/parcours/{suivi}/modifier/",
            f"/parcours/{suivi}/clore/", f"/parcours/{suivi}/entretiens/nouveau/",
            "/planning/jour/", "/planning/mois/", "/planning/annee/", "/planning/liste/",
            "/planning/?par=lieu", "/planning/attention/", "/planning/agendas/", "/absences/",
            "/absences/nouvelle/", f"/series/{serie}/changer/", "/series/regles/",
            f"/seances/{a_venir}/ecrire/", f"/seances/{a_venir}/remplacer/",
            f"/seances/{a_venir}/dupliquer/", f"/seances/{a_venir}/note/", f"/seances/{sortie}/",
            f"/seances/{sortie}/sortie/", f"/ateliers/{atelier}/places/", "/reponses/",
            "/presences/feuilles/", "/presences/exports/statuts/", "/presences/tablettes/",
            "/presences/bornes/", f"/presences/seances/{oubliee}/appel/",
            f"/presences/seances/{oubliee}/saisie/",
            "/calendrier/nouvelle/", "/lieux/", "/lieux/nouveau/", "/partenaires/",
            "/partenaires/nouveau/", "/equipe/", "/equipe/nouveau/",
        ],
        "animation": ["/planning/", f"/presences/seances/{oubliee}/", "/tablette/"],
        "referent": ["/parcours/suivis/"],
        "accueil": ["/planning/", fiche],
        "admin": ["/composants/"],
        "ts.udaf": ["/orientations/", f"/orientations/{de_marc.pk}/", "/orientations/nouvelle/",
            "/orientations/acces/", "/creneaux/",
        ],
    }  # fmt: skip


def defauts(page, adresse: str, url: str) -> list[str]:
    reponse = page.goto(f"{adresse}{url}")
    trouves = [] if reponse.ok else [f"{url} : {reponse.status}"]
    large = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if large > 0:
        trouves.append(f"{url} : {large} px de trop en largeur")
    for violation in Axe().run(page).response["violations"]:
        cibles = [noeud["target"] for noeud in violation["nodes"][:3]]
        trouves.append(f"{url} : {violation['id']} {cibles}")
    return trouves


@pytest.mark.parametrize(
    ("viewport", "lumiere"), [(BUREAU, "light"), (TELEPHONE, "dark")], ids=["bureau", "telephone"]
)
def test_pages_sans_defaut_d_acces(visiteur, maison, viewport, lumiere):
    trouves = []
    for compte, urls in pages().items():
        page = visiteur(compte, viewport=viewport, color_scheme=lumiere, reduced_motion="reduce")
        for url in urls:
            trouves += [f"{compte or 'anonyme'} {d}" for d in defauts(page, maison, url)]
    assert not trouves, "\n".join(trouves)
