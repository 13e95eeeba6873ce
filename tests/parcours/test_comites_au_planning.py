"""Committees stand in the week of those who may read them, and cost other centres nothing."""

import datetime as dt

import pytest
from django.test import Client

from centre.temps import instant
from tests import builders as b

JEUDI = dt.date(2026, 11, 19)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(JEUDI, dt.time(10)), tick=False),
]


def semaine(role, page="/planning/"):
    client = Client()
    client.force_login(b.creer_utilisateur(role))
    return client.get(page)


def blocs(reponse):
    jours = reponse.context.get("jours") or [reponse.context["jour"]]
    return [(bloc.titre, bloc.de, bloc.a, bloc.url) for jour in jours for bloc in jour.blocs]


def test_asg_06_le_comite_est_dans_la_semaine_de_qui_peut_le_lire():
    """Two hours by default; no territory, no situation, nobody's name, no drag."""
    comite = b.creer_comite(heure=dt.time(14), territoire="canari-territoire")
    b.creer_situation(comite, b.creer_parcours(), question="canari-question")
    b.creer_comite(b.creer_centre("le-chene"), heure=dt.time(15))
    attendu = [("Comité", "14\u00a0h", "16\u00a0h", f"/comites/{comite.pk}/")]
    pages = [semaine("coordination"), semaine("referent"), semaine("referent", "/planning/jour/")]
    assert [blocs(page) for page in pages] == [attendu] * 3
    assert [mot for mot in ("canari", "data-deplacer=") if mot in pages[0].text] == []
    assert [blocs(semaine(role)) for role in ("accueil", "animation")] == [[], []]


def test_un_comite_sans_heure_se_lit_au_dessus_du_jour():
    comite = b.creer_comite(lieu="Maison des associations")
    page = semaine("coordination")
    dites = [(a.titre, a.texte, a.url) for jour in page.context["jours"] for a in jour.annonces]
    assert dites == [("Comité", "Maison des associations", f"/comites/{comite.pk}/")]


def test_le_mois_et_la_liste_les_montrent_a_leur_heure_sauf_sous_un_filtre():
    """Between the séances of their day; without hours, before them; not counted as séances."""
    comite = b.creer_comite(heure=dt.time(14), lieu="Mairie")
    b.creer_comite(territoire="Ouest")
    seance = b.creer_seance(heure=9)
    mois = semaine("referent", "/planning/mois/")
    case = next(c for c in mois.context["cases"] if c.jour == JEUDI)
    titres = ["Comité", seance.atelier.titre, "Comité"]
    assert [(p["heure"], p["titre"]) for p in case.lignes] == list(
        zip(["", "9\u00a0h", "14\u00a0h"], titres, strict=True)
    )
    assert (case.nombre, mois.context["total"]) == (3, "1\u00a0séance")
    assert "1\u00a0séance, Comité, Comité" in case.dit
    [(_, lignes)] = semaine("referent", "/planning/liste/").context["jours"]
    assert [ligne["titre"] for ligne in lignes] == titres
    assert [lignes[2][c] for c in ("url", "lieu")] == [f"/comites/{comite.pk}/", "Mairie"]
    pages = [semaine("accueil", f"/planning/{vue}/") for vue in ("mois", "liste")]
    pages += [semaine("referent", f"/planning/{vue}/?lieu=ailleurs") for vue in ("mois", "liste")]
    assert [page.status_code for page in pages if "Comité<" in page.text] == []


def test_la_liste_montre_chaque_comite_sur_une_seule_page():
    """The day on which a page ends goes on overleaf; so do its meetings."""
    for jour in (JEUDI, JEUDI + dt.timedelta(days=1), JEUDI + dt.timedelta(days=3)):
        b.creer_comite(jour=jour)
    for rang in range(51):
        b.creer_seance(jour=JEUDI + dt.timedelta(days=min(rang, 2)), heure=8)
    pages = [semaine("referent", f"/planning/liste/?page={n}").context["jours"] for n in (1, 2)]
    lus = [[li["titre"] for _, lignes in page for li in lignes].count("Comité") for page in pages]
    assert lus == [2, 1]


@pytest.mark.parametrize(("avec", "requetes"), [(False, 7), (True, 8)])
def test_la_semaine_ne_demande_les_comites_qu_ou_il_y_en_a(
    avec, requetes, django_assert_num_queries
):
    """One query for all of them; the week of a centre that holds none asks what it asked."""
    client = Client()
    client.force_login(b.creer_utilisateur("coordination"))
    b.creer_seance(heure=14)
    for heure in range(9, 12) if avec else ():
        b.creer_comite(heure=dt.time(heure), territoire=f"T{heure}")
    client.get("/planning/")
    with django_assert_num_queries(requetes):
        client.get("/planning/")
