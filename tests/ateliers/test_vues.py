"""The day, the month, the year and the list: same rows, same filters, same silence."""

import datetime as dt

import pytest

from ateliers.views.annee import teinte
from centre.models import PeriodeCalendrier
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(JOUR, dt.time(10, 35)), tick=False),
]
VUES = ("jour", "mois", "annee", "liste")


def page(client, vue, **donnees):
    reponse = client.get(f"/planning/{vue}/", donnees)
    assert reponse.status_code == 200
    return reponse


def une_semaine(nombre=1):
    lieu = creer_lieu(nom="Salle B", slug="b")
    helene = creer_professionnel(prenom="Hélène", nom="Rouvier")
    for rang in range(nombre):
        seance = creer_seance(
            creer_atelier(titre=f"Couture {rang}", slug=f"couture-{rang}"),
            jour=JOUR + dt.timedelta(days=rang % 5),
            heure=8 + rang // 5 % 12,
            lieu=lieu,
        )
        seance.animateurs.add(helene)
    return helene


def colonnes(reponse):
    return [(c.nom, [b.titre for b in c.blocs]) for c in reponse.context["colonnes"]]


def test_planning_jour_annule_la_seance_du_jour_en_deux_touchers(client, claire):
    finie = creer_seance(creer_atelier(titre="Danse"), heure=8)
    seance = creer_seance(creer_atelier(titre="Couture"), heure=14)
    demain = creer_seance(creer_atelier(titre="Chant"), jour=JOUR + dt.timedelta(days=1))
    lien = '"/seances/{}/annuler/?motif=intervenant_absent"'

    lues = page(client, "jour").content.decode()
    assert [lien.format(s.pk) in lues for s in (finie, seance, demain)] == [False, True, False]
    suite = page(client, "jour", jour=demain.debut.date().isoformat()).content.decode()
    assert lien.format(demain.pk) not in suite
    client.force_login(creer_utilisateur("accueil"))
    assert "Annuler aujourd’hui" not in page(client, "jour").content.decode()


def test_planning_jour_met_une_colonne_par_lieu(client, claire):
    creer_seance(creer_atelier(titre="Danse"), heure=9, lieu=creer_lieu(nom="B", slug="b"))
    creer_seance(creer_atelier(titre="Couture"), heure=14, lieu=creer_lieu(nom="A", slug="a"))
    creer_seance(creer_atelier(titre="Demain"), jour=JOUR + dt.timedelta(days=1))

    reponse = page(client, "jour")
    assert reponse.context["titre"] == "Jeudi 19 novembre 2026"
    assert colonnes(reponse) == [("A", ["Couture"]), ("B", ["Danse"])]
    assert b'class="maintenant d-42 m-5"' in reponse.content


def test_planning_jour_montre_deux_fois_ce_que_deux_personnes_animent(client, claire):
    seance = creer_seance(creer_atelier(titre="Danse"), heure=14)
    for prenom in ("Hélène", "Lise"):
        seance.animateurs.add(creer_professionnel(prenom=prenom, nom="Roux"))

    reponse = page(client, "jour", par="animateur")
    assert colonnes(reponse) == [("Hélène R.", ["Danse"]), ("Lise R.", ["Danse"])]


def test_planning_mois_montre_quatre_titres_et_le_reste(client, claire):
    for heure in range(9, 15):
        creer_seance(creer_atelier(titre=f"A{heure}"), heure=heure, duree=30)

    reponse = page(client, "mois", mois="2026-11")
    case = next(c for c in reponse.context["cases"] if c.jour == JOUR)
    assert ([s["titre"] for s in case.lignes], case.reste, case.nombre) == (
        ["A9", "A10", "A11", "A12"],
        2,
        6,
    )
    assert case.url == "/planning/jour/?jour=2026-11-19"
    assert reponse.context["titre"] == "Novembre 2026"
    assert len(reponse.context["cases"]) == 42


def test_planning_annee_compte_chaque_jour_et_marque_les_vacances(client, claire):
    creer_seance()
    creer_seance(heure=16, etat="annulee", motif_annulation="autre")
    PeriodeCalendrier.objects.create(
        centre=creer_centre(), genre="vacances", nom="Noël",
        debut=dt.date(2026, 12, 19), fin=dt.date(2027, 1, 3),
    )  # fmt: skip

    mois = page(client, "annee", annee="2026").context["mois"]
    assert [m.nombre for m in mois] == [0] * 10 + [1, 0]
    assert mois[10].cases[18].dit == "jeudi 19 novembre, 1\u00a0séance"
    assert mois[10].cases[18].classes == "case-jour case--aujourdhui t-1"
    assert mois[11].cases[30].dit == "jeudi 31 décembre, 0\u00a0séance, Noël"
    assert "case--vacances" in mois[11].cases[30].classes


def test_planning_annee_compte_une_seance_de_minuit_a_son_jour_de_paris(client, claire):
    """0:30 on 1 July in Paris is still 30 June in UTC."""
    seance = creer_seance(jour=dt.date(2026, 7, 1), heure=0)
    assert seance.debut.astimezone(dt.UTC).day == 30

    mois = page(client, "annee").context["mois"]
    assert (mois[5].nombre, mois[6].nombre) == (0, 1)


@pytest.mark.parametrize(("nombre", "attendue"), [(0, 0), (1, 1), (2, 2), (4, 3), (5, 4), (80, 4)])
def test_teinte_monte_jusqu_a_quatre(nombre, attendue):
    assert teinte(nombre) == attendue


def titres(reponse):
    return [ligne["titre"] for _, lignes in reponse.context["jours"] for ligne in lignes]


def test_planning_liste_ecrit_les_dates_dans_l_ordre(client, claire):
    creer_seance(creer_atelier(titre="Après"), jour=JOUR + dt.timedelta(days=3))
    creer_seance(creer_atelier(titre="Avant"))
    creer_seance(creer_atelier(titre="Passée"), jour=JOUR - dt.timedelta(days=1))

    reponse = page(client, "liste")
    assert [jour for jour, _ in reponse.context["jours"]] == [
        "Jeudi 19 novembre 2026",
        "Dimanche 22 novembre 2026",
    ]
    assert titres(reponse) == ["Avant", "Après"]
    assert titres(page(client, "liste", du="2026-11-18", au="2026-11-18")) == ["Passée"]


def test_planning_liste_remet_deux_dates_dans_l_ordre(client, claire):
    creer_seance()

    assert len(titres(page(client, "liste", du="2026-11-30", au="2026-11-01"))) == 1


def test_planning_liste_se_lit_par_pages(client, claire):
    une_semaine(60)

    assert len(titres(page(client, "liste"))) == 50
    assert len(titres(page(client, "liste", page=2))) == 10


@pytest.mark.parametrize("vue", VUES)
def test_les_vues_gardent_les_filtres_dans_leurs_adresses(client, claire, vue):
    helene = une_semaine()
    creer_seance(creer_atelier(titre="Danse", slug="danse"), heure=16)

    reponse = page(client, vue, lieu="b", animateur=helene.pk, atelier="couture-0")
    texte = reponse.content.decode()
    for adresse in (reponse.context["suivante"], *(v["url"] for v in reponse.context["vues"])):
        assert f"lieu=b&animateur={helene.pk}&atelier=couture-0" in adresse
    # In the menu that would choose it (wide, and folded on a phone), nowhere else.
    assert ("Couture 0" in texte, texte.count("Danse")) == (True, 2)


@pytest.mark.parametrize("vue", VUES)
def test_les_vues_ne_nomment_pas_un_atelier_protege(client, vue):
    creer_seance(creer_atelier(titre="Groupe de paroles", slug="paroles", sensibilite=3), heure=14)
    client.force_login(creer_utilisateur("accueil"))

    texte = page(client, vue).content.decode()
    assert [mot for mot in ("Groupe de paroles", "paroles") if mot in texte] == []


@pytest.mark.parametrize("vue", VUES)
def test_les_vues_nomment_un_atelier_protege_a_son_equipe(client, vue):
    seance = creer_seance(creer_atelier(titre="Groupe de paroles", sensibilite=3), heure=14)
    membre = creer_utilisateur("accueil")
    seance.atelier.equipe.add(membre)
    client.force_login(membre)

    assert "Groupe de paroles" in page(client, vue).content.decode()


@pytest.mark.parametrize("vue", VUES)
def test_les_vues_ne_montrent_pas_un_autre_centre(client, claire, vue):
    creer_seance(creer_atelier(creer_centre("autre", nom="Autre"), titre="Ailleurs"))

    assert "Ailleurs" not in page(client, vue).content.decode()
    assert client.get(f"/planning/{vue}/", {"centre": "autre"}).status_code == 404


@pytest.mark.parametrize("vue", VUES)
def test_les_vues_supportent_une_adresse_mal_ecrite(client, claire, vue):
    creer_seance()
    mal = {"jour": "2026-13-40", "mois": "2026-19", "annee": "-12", "du": "hier", "au": "\x00"}

    page(client, vue, par="rien", lieu="\x01", animateur="9" * 40, page="zéro", **mal)


REQUETES = {"jour": 7, "mois": 7, "annee": 9, "liste": 10}


@pytest.mark.parametrize("vue", VUES)
@pytest.mark.parametrize("nombre", [10, 60])
def test_les_vues_font_autant_de_requetes_pour_10_ou_60(
    client, claire, django_assert_num_queries, vue, nombre
):
    une_semaine(nombre)
    page(client, vue)
    with django_assert_num_queries(REQUETES[vue]):
        page(client, vue)


def test_planning_a_faire_est_une_page_et_un_fragment(client, claire):
    creer_seance(jour=JOUR - dt.timedelta(days=2))

    assert "<html" in page(client, "a-faire").content.decode()
    fragment = client.get("/planning/a-faire/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in fragment, "1\u00a0feuille à remplir" in fragment) == (False, True)
