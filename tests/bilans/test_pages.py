"""The page of a bilan, and who is behind each figure."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ateliers.models import Seance
from bilans.documents.ecriture import ecrire, genre_de
from bilans.figures import FIGURES
from bilans.templatetags.bilans_tags import heures_minutes
from centre.temps import instant
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_presence,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

JOUR = dt.date(2026, 11, 19)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(JOUR, dt.time(18)), tick=False),
]
# Ten figures twice, the two others of the total, the table, the open sheets, the account.
REQUETES = 50
# Lists of orientations, of parcours, of people, of hours, of séances, of seats.
REQUETES_LISTES = {"F01": 11, "F04": 11, "F05": 27, "F10": 15, "F11": 16, "F13": 13}


def venir(personne=None, **champs):
    champs.setdefault("jour", dt.date(2026, 11, 5))
    seance = creer_seance(etat=Seance.Etat.TENUE, **champs)
    return creer_presence(creer_place(seance, personne))


def page(client, **champs):
    return client.get(reverse("bilans:bilan"), champs)


def derriere(client, code, **champs):
    return client.get(reverse("bilans:figure", args=[code]), champs)


def test_bilan_sans_date_va_du_premier_janvier_a_aujourd_hui(navigateur):
    contexte = page(navigateur).context
    assert (contexte["periode"].du, contexte["periode"].au) == (dt.date(2026, 1, 1), JOUR)
    assert "compté le jeudi 19 novembre 2026" in page(navigateur).content.decode()


def test_bilan_compare_aux_memes_dates_de_l_annee_d_avant(navigateur):
    for jour in (dt.date(2025, 3, 1), dt.date(2025, 12, 24), dt.date(2026, 3, 1)):
        creer_orientation(recue_le=jour)
    creer_orientation(recue_le=dt.date(2026, 4, 1))
    carte = page(navigateur).context["cartes"][0]
    assert (carte.nombre, carte.nombre_avant, carte.ecart) == (2, 1, "+100,0 %")


def test_bilan_montre_les_deux_taux_ensemble_et_un_tiret_sous_cinq(navigateur):
    venir()
    texte = page(navigateur).content.decode()
    assert texte.index("Taux de présence") < texte.index("Taux d’assiduité")
    cartes = {c.figure.code: c.figure for c in page(navigateur).context["cartes"]}
    assert (cartes["F13"].valeur, cartes["F14"].valeur) == (100.0, None)


def test_bilan_le_total_compte_chaque_personne_une_fois(navigateur):
    personne = creer_personne()
    venir(personne, atelier=creer_atelier())
    venir(personne, atelier=creer_atelier())
    contexte = page(navigateur).context
    assert [b.ligne.participants for b in contexte["barres"]] == [1, 1]
    assert contexte["total"]["F07"].valeur == 1


def test_bilan_nomme_les_feuilles_ouvertes(navigateur):
    seance = creer_seance(creer_atelier(titre="Couture"), dt.date(2026, 11, 5))
    contexte = page(navigateur).context
    assert contexte["a_renseigner"] == [seance]


@pytest.mark.parametrize(
    "champs",
    [
        {"du": "2026-02-31"},
        {"du": "2026-12-31", "au": "2026-01-01"},
        {"du": "0001-01-01", "au": "9999-12-31"},
        {"dispositif": "inconnu"},
        {"du": "9" * 30},
    ],
)
def test_bilan_une_periode_fausse_est_une_phrase(navigateur, champs):
    reponse = page(navigateur, **champs)
    assert (reponse.status_code, bool(reponse.context["form"].errors)) == (200, True)


def test_bilan_une_ou_trente_lignes_les_memes_requetes(navigateur):
    venir(creer_parcours().personne)
    peu = nombre_de_requetes(navigateur)
    for _ in range(15):
        venir(creer_parcours().personne)
    assert (peu, nombre_de_requetes(navigateur)) == (REQUETES, REQUETES)


def nombre_de_requetes(client, nom="bilans:bilan", *args):
    client.get(reverse(nom, args=args))
    with CaptureQueriesContext(connection) as requetes:
        client.get(reverse(nom, args=args))
    return len(requetes)


def test_figure_une_ou_dix_lignes_les_memes_requetes(navigateur):
    def compter():
        return [nombre_de_requetes(navigateur, "bilans:figure", code) for code in REQUETES_LISTES]

    def une():
        parcours = creer_parcours(creer_orientation(recue_le=JOUR).personne, date_entree=JOUR)
        venir(parcours.personne)

    une()
    peu = compter()
    for _ in range(9):
        une()
    assert (peu, compter()) == ([*REQUETES_LISTES.values()],) * 2


@pytest.mark.parametrize("code", FIGURES)
def test_figure_chaque_chiffre_a_sa_page(navigateur, code):
    venir(creer_parcours(creer_orientation().personne).personne)
    reponse = derriere(navigateur, code)
    assert reponse.status_code == 200
    assert reponse.context["figure"].definition.compte in reponse.content.decode()


def test_figure_inconnue_est_introuvable(navigateur):
    assert derriere(navigateur, "F99").status_code == 404


def test_figure_d_un_atelier_ne_montre_que_le_sien(navigateur):
    couture = venir(atelier=creer_atelier(code="COU"))
    venir(atelier=creer_atelier(code="FLE"))
    assert list(derriere(navigateur, "F09", atelier="COU").context["page"]) == [couture]
    assert derriere(navigateur, "F09", atelier="XXX").status_code == 404
    assert derriere(navigateur, "F02", atelier="COU").status_code == 404


@pytest.mark.parametrize("code", ["F05", "F07", "F09", "F10", "F13"])
def test_figure_une_liste_protegee_est_comptee_sans_etre_montree(navigateur, code):
    """Nor is she named among those of the day, which would say where she was."""
    secrete, ana = (creer_parcours(creer_personne(prenom=nom)).personne for nom in ("Zoé", "Ana"))
    venir(secrete, atelier=creer_atelier(sensibilite=3))
    venir(ana)
    lue = derriere(navigateur, code)
    assert (lue.context["nombre"], lue.context["cachees"]) == (2, 1)
    assert ("Zoé" in lue.content.decode(), "Ana" in lue.content.decode()) == (False, True)
    assert lue.context["somme"] == lue.context["figure"].numerateur


def test_figure_chaque_liste_a_son_adresse_et_son_total(navigateur):
    venir()
    creer_seance(jour=dt.date(2026, 11, 6), etat="annulee", motif_annulation="autre")
    page = derriere(navigateur, "F11", liste="prevues")
    assert [(x.nom, n) for x, (n, _) in page.context["annonces"]] == [
        ("Tenues", 1), ("Prévues", 2), ("Annulées", 1), ("À renseigner", 0), ("À venir", 0)
    ]  # fmt: skip
    assert (len(page.context["page"]), "2\u00a0lignes" in page.content.decode()) == (2, True)
    assert derriere(navigateur, "F11", liste="autre").status_code == 404


ECARTES = "sorties|organisme|atelier|-11-01|F02.*2025|inconnu"
PAGES_A_LIENS = (
    ("bilans:bilan", {}),
    ("bilans:rapport", {}),
    ("bilans:rapport", {"genre": "prescripteurs"}),
)


def liens(texte):
    return re.findall(r'href="(/bilans/F[^"]+)"[^>]*>(.+?)</a>', texte)


@pytest.mark.rendu
def test_bilan_chaque_nombre_mene_a_la_liste_qui_le_compte(navigateur):
    """Links of both pages, the year before and the outings apart: each opens on its number."""
    for genre in ("atelier", "sortie"):
        venir(atelier=creer_atelier(genre=genre), duree=90)
    venir(jour=dt.date(2025, 11, 5))
    creer_orientation(prescripteur=creer_professionnel(), recue_le=JOUR)
    bilan, activite, prescripteurs = (
        liens(navigateur.get(reverse(nom), champs).content.decode())
        for nom, champs in PAGES_A_LIENS
    )
    assert (len(bilan), len(activite), len(prescripteurs)) == (43, 63, 10)
    # One of each: narrowed links lead elsewhere, the others to what the other tests count.
    propres = [x for x in bilan + activite + prescripteurs if re.search(ECARTES, x[0])]
    for lien, mots in {re.sub("atelier=[^&]+", "", x[0]): x for x in propres}.values():
        lue = navigateur.get(html.unescape(lien)).context
        ecrit = html.unescape(mots).rpartition("\u00a0: ")[2]
        figure, liste = lue["figure"], lue["liste"]
        nombres = {ecrire(lue["somme"], genre_de(liste.unite))}
        if figure.unite in ("%", "jours") and "liste=" not in lien:
            nombres = {ecrire(figure.valeur, genre_de(figure.unite))}
        assert {ecrit} == nombres, (lien, mots)


@pytest.mark.parametrize(
    ("role", "statut"),
    [
        ("referent", 403),
        ("accueil", 403),
        ("animation", 403),
        ("prescripteur", 404),
        ("binome", 404),
        ("administration", 404),
    ],
)
def test_bilan_est_a_la_coordination(client, role, statut):
    client.force_login(creer_utilisateur(role))
    assert (page(client).status_code, derriere(client, "F02").status_code) == (statut, statut)


def test_bilan_un_autre_centre_ne_se_demande_pas(navigateur):
    creer_orientation(creer_personne(creer_centre("ailleurs")))
    assert page(navigateur, centre="ailleurs").status_code == 404
    assert page(navigateur).context["cartes"][0].nombre == 0


@pytest.mark.parametrize(
    ("minutes", "ecrit"), [(376_755, "6\u00a0279:15"), (45, "0:45"), (0, "0:00")]
)
def test_heures_minutes_ne_coupe_jamais_une_heure(minutes, ecrit):
    assert heures_minutes(minutes) == ecrit
