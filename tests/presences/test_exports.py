"""The file of « Mes orientations »: the columns of the page, no formula, one line of log each."""

import csv
import datetime as dt
import io

import openpyxl
import pytest

from centre.models import JournalAcces
from parcours.models import Orientation
from presences.exports import COLONNES
from tests import documents
from tests.builders import creer_orientation, creer_personne
from tests.presences.test_orientations import JEUDI, navigateur, orienter, prevoir, venir

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]
URL = "/orientations/export/"


@pytest.fixture
def ts(db):
    return navigateur("prescripteur")


def lire_csv(client, suite=""):
    texte = client.get(f"{URL}?format=csv{suite}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(texte), delimiter=";"))


def lire_xlsx(client):
    contenu = client.get(f"{URL}?format=xlsx").content
    feuille = openpyxl.load_workbook(io.BytesIO(contenu)).worksheets[0]
    return [list(ligne) for ligne in feuille.iter_rows(values_only=True)]


def nommer(orientation, prenom, nom):
    orientation.personne.prenom, orientation.personne.nom = prenom, nom
    orientation.personne.save()
    return orientation


def test_le_csv_porte_ce_que_la_page_montre(ts):
    orientation = nommer(orienter(ts), "Lamine", "Sow")
    venir(orientation, dt.date(2026, 11, 17), duree=90)
    venir(orientation, dt.date(2026, 3, 10))
    prevoir(orientation, dt.date(2026, 11, 24))
    nommer(orienter(ts, "aucune"), "Sabrina", "Nasri")
    entetes, lamine, sabrina = lire_csv(ts)
    assert entetes == list(COLONNES)
    assert lamine == [
        *("Lamine", "Sow", "Le Lierre", "2026-09-01", "En ateliers"),
        *("Objectif : Insertion(s)", "2026-09-14", "", "2026-08-31", "2026-11-22"),
        *("1", "90", "2026-11-17", "2026-11-24 09:00", "", ""),
    ]
    assert sabrina[:5] == ["Sabrina", "Nasri", "Le Lierre", "2026-09-01", "En parcours"]
    assert sabrina[10:14] == ["", "", "", ""]


def test_le_classeur_et_le_csv_disent_la_meme_chose(ts):
    venir(nommer(orienter(ts), "Lamine", "Sow"), dt.date(2026, 11, 17))
    entetes, lamine = lire_xlsx(ts)
    assert [entetes, ["" if c is None else str(c) for c in lamine]] == lire_csv(ts)
    assert (lamine[10], lamine[11]) == (1, 120)


@pytest.mark.parametrize("debut", ["=1+1", "+33", "-2", "@SUM(A1)"])
def test_aucune_cellule_ne_devient_une_formule(ts, debut):
    nommer(orienter(ts), debut, f"{debut}|x")
    assert lire_csv(ts)[1][:2] == [f"'{debut}", f"'{debut}|x"]
    classeur = openpyxl.load_workbook(io.BytesIO(ts.get(f"{URL}?format=xlsx").content))
    assert [c.data_type for c in classeur.worksheets[0][2]][:2] == ["s", "s"]


def test_le_pdf_nomme_les_personnes_et_dit_liste_partielle(ts):
    venir(nommer(orienter(ts), "Lamine", "Sow"), dt.date(2026, 11, 17))
    corps = ts.get(f"{URL}?format=pdf").content
    texte = documents.texte(corps)
    for attendu in ("Mes orientations", "Lamine Sow", "1 présence", "Liste partielle", "2 h"):
        assert attendu in texte
    assert {"H1", "Table", "TH"} <= documents.balises(corps)


def test_le_fichier_suit_le_filtre_le_nom_et_la_periode(ts):
    orientation = nommer(orienter(ts), "Lamine", "Sow")
    venir(orientation, dt.date(2026, 7, 1))
    attente = nommer(creer_orientation(creer_personne(), ts.professionnel), "Ivan", "Roux")
    assert [r[0] for r in lire_csv(ts, "&etat=attente")[1:]] == [attente.personne.prenom]
    (lamine,) = lire_csv(ts, "&q=sow+lamine&ne_le=1984-08-31&du=2026-07-01&au=2026-07-31")[1:]
    assert lamine[8:12] == ["2026-07-01", "2026-07-31", "1", "120"]


def test_chaque_personne_exportee_a_sa_ligne_au_journal(ts):
    deux = [orienter(ts).personne.reference, orienter(ts).personne.reference]
    ts.get(f"{URL}?format=csv")
    lues = JournalAcces.objects.filter(acte="export").values_list("sujet", "utilisateur", "page")
    assert sorted(lues) == sorted((s, ts.utilisateur.pk, "Mes orientations") for s in deux)


def test_un_export_ne_porte_que_les_siennes(ts):
    orienter(navigateur("prescripteur"))
    attente = creer_orientation(creer_personne(), ts.professionnel, etat=Orientation.Etat.RECUE)
    assert [r[1] for r in lire_csv(ts)[1:]] == [attente.personne.nom]


@pytest.mark.parametrize("format_", ["", "ods"])
def test_un_format_inconnu_est_introuvable(ts, format_):
    assert ts.get(URL, {"format": format_}).status_code == 404
    assert JournalAcces.objects.count() == 0


def test_l_equipe_n_a_pas_ce_fichier():
    assert navigateur("referent").get(f"{URL}?format=csv").status_code == 404


def test_un_pdf_impossible_repond_en_francais_sur_la_liste(ts, tmp_path, monkeypatch):
    nommer(orienter(ts), "Nadia", "Ferhat")
    monkeypatch.setattr("centre.pdf.GABARITS", tmp_path)
    reponse = ts.get(f"{URL}?format=pdf&etat=parcours", follow=True)
    assert reponse.redirect_chain == [("/orientations/?etat=parcours", 302)]
    assert "Le PDF n’a pas pu être fait. Réessayez, ou prenez le fichier CSV." in (
        reponse.content.decode()
    )
    assert JournalAcces.objects.filter(acte=JournalAcces.Acte.EXPORT).count() == 0
