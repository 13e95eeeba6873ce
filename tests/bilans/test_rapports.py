"""Reports: the golden year told, hidden where it leaves, frozen (R1, S11)."""

import datetime as dt
import io
import zipfile
from collections import defaultdict

import openpyxl
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.html import escape

from bilans.demonstration import lierre_2013
from bilans.documents import cellules, depuis_donnees, empreinte, liens
from bilans.documents.classeurs import en_csv, en_ods, en_xlsx
from bilans.documents.deduction import est_petit
from bilans.documents.dessins import dessiner
from bilans.documents.liens import Noms, nombres
from bilans.documents.rythme import semaines
from bilans.figures import Perimetre, Periode
from bilans.models import Rapport, TexteRapport
from bilans.operations import rapports
from centre.erreurs import Refus
from centre.models import JournalAcces, Utilisateur
from parcours.models import Dispositif, Orientation
from presences.models import Presence
from tests import builders as b
from tests.builders import creer_centre, creer_rapport

EN_2013 = Periode(dt.date(2013, 1, 1), dt.date(2013, 12, 31))
AU_10_DECEMBRE = Periode(dt.date(2013, 1, 1), dt.date(2013, 12, 10))
ADRESSE = {"du": "2013-01-01", "au": "2013-12-31", "dispositif": "action-lierre"}


@pytest.fixture(scope="module")
def _charge(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield lierre_2013.charger()
        transaction.set_rollback(True)


@pytest.fixture
def lierre(_charge, db):
    return Perimetre(_charge.centre, Dispositif.objects.get(code="action-lierre"))


@pytest.fixture
def claire(lierre):
    return Utilisateur.objects.get(courriel="coordination.2013@lierre.example")


@pytest.fixture
def navigateur(client, claire):
    client.force_login(claire)
    return client


def composer(lierre, periode=EN_2013, audience="interne", genre="activite"):
    return rapports.composer(genre, lierre, periode, audience)


def colonne(document, cle, rang=0):
    return {x.code: x.cellules[rang] for x in document.table(cle).lignes}


def test_s11_les_chiffres_du_10_decembre_et_de_l_annee(lierre):
    lus = {c.code: c for c in composer(lierre, AU_10_DECEMBRE).chiffres}
    assert (lus["F02"].valeur, lus["F02"].avant, lus["F02"].ecart) == (86, 77, "+11,7 %")
    assert lus["F11"].denominateur == 400
    lus = {c.code: c for c in composer(lierre).chiffres}
    assert (lus["F02"].valeur, lus["F02"].avant, lus["F02"].ecart) == (89, 77, "+15,6 %")
    assert (lus["F11"].valeur, lus["F11"].denominateur) == (400, 413)
    assert (lus["F09"].valeur, lus["F10"].valeur) == (2880, 376_755)
    assert (lus["F13"].valeur, lus["F14"].valeur) == (79.1, 90.7)
    assert (lus["F20"].numerateur, lus["F20"].denominateur) == (16, 37)


def test_r1_dit_ce_que_sont_devenues_les_personnes(lierre):
    document = composer(lierre, AU_10_DECEMBRE)
    assert colonne(document, "mois")["total"] == 86
    assert [x.cellules[0] for x in document.table("mois").corps] == [
        9, 8, 8, 7, 6, 7, 5, 0, 13, 11, 9, 3
    ]  # fmt: skip
    document = composer(lierre)
    devenir = colonne(document, "devenir")
    assert devenir["orientees"] == devenir["sans-entree"] + devenir["entrees"] == 89
    assert (devenir["entrees"], devenir["en-cours"], devenir["sorties"]) == (78, 41, 37)
    assert colonne(document, "sorties") == {
        "dynamique": 16, "sociale": 6, "relais": 8, "neutre": 3, "interruption": 4, "total": 37
    }  # fmt: skip
    assert colonne(document, "ages")["36 à 45 ans"] == 26
    assert colonne(document, "freins")["financier"] == 71


def test_r1_pour_les_partenaires_aucun_petit_nombre_ni_atelier_protege(lierre):
    document = composer(lierre, audience="externe")
    assert [
        (table.cle, ligne.libelle)
        for table in document.tables
        for ligne in table.lignes
        for colonne, valeur in zip(table.colonnes, ligne.cellules, strict=True)
        if colonne.genre == "personnes" and isinstance(valeur, int) and 0 < valeur < 5
    ] == []
    texte = en_csv(document).decode("utf-8-sig")
    assert "Groupe de paroles" not in texte
    assert "Sophrologie" not in texte
    # A whole title, and decimals that a French spreadsheet reads.
    assert "\r\nCe que sont devenues les personnes orientées\r\n" in texte
    assert "F13;Taux de présence;%;79,1;3642;" in texte
    famille = colonne(document, "ateliers", 7)["FAMILLE"]
    assert famille == 186 + 121
    assert {"CSAPA", "GEM Théo", "CIDFF"} & {
        x.libelle for x in document.table("orienteurs").lignes
    } == set()


# Where a report of activity prints how many people were sent.
ORIENTEES = [
    ("devenir", "orientees", 0), ("orienteurs", "total", 1), ("mois", "total", 0),
    *((cle, "total", 0)
      for cle in ("sexe", "ages", "ressources", "menage", "quartier", "qpv", "freins")),
]  # fmt: skip


def test_r1_un_rapport_deja_remis_ne_se_soustrait_pas(lierre, claire):
    """89 − 86 would tell three people: no table, drawing or other report tells the 89 either."""
    rapports.valider("activite", lierre, AU_10_DECEMBRE, "externe", par=claire)
    document = composer(lierre, audience="externe")
    lus = {c.code: c.valeur for c in document.chiffres}
    assert (lus["F02"], lus["F11"]) == ("masqué", 400)
    assert {colonne(document, cle, rang)[code] for cle, code, rang in ORIENTEES} == {"masqué"}
    assert ">89<" not in "".join(map(dessiner, document.tables))
    r2 = composer(lierre, audience="externe", genre="prescripteurs")
    assert (r2.chiffres[1].code, r2.chiffres[1].valeur) == ("F02", "masqué")
    assert {c.code: c.valeur for c in composer(lierre).chiffres}["F02"] == 89


def test_chaque_nom_de_nombre_est_dans_un_rapport_et_ne_vaut_qu_un_nombre(lierre):
    """A column that changes its name would be tied to nothing any more."""
    cles, valeurs = set(), defaultdict(set)
    for genre in Rapport.Genre:
        document = composer(lierre, genre=genre)
        noms = Noms(document)
        for nom, vrai in nombres(document, {}).vrais.items():
            valeurs[nom].add(vrai)
        for cle, _, valeur in cellules(document):
            cles.add(cle)
            if cle in liens.MEMES:
                valeurs[noms.nom(cle)].add(valeur)
    assert {*liens.MEMES} - cles == set()
    assert {nom for paire in liens.CONTIENNENT for nom in paire} - {*valeurs} == set()
    assert [nom for nom, vrais in valeurs.items() if len(vrais) > 1] == []


# A whole, then a part of it, as a reader knows them: none may differ by one to four.
TOUT_ET_PARTIE = [
    ("chiffre/F06", "chiffre/F05"), ("chiffre/F05", "chiffre/F21"), ("chiffre/F19", "chiffre/F20"),
    ("chiffre/F01", "chiffre/F02"), ("chiffre/F02", "devenir/jointes/Personnes"),
    ("chiffre/F06", "publics/total/Entrées"), ("chiffre/F06", "devenir/entrees/Personnes"),
    ("devenir/orientees/Personnes", "devenir/entrees/Personnes"),
    ("devenir/entrees/Personnes", "devenir/en-cours/Personnes"),
    ("devenir/entrees/Personnes", "devenir/sorties/Personnes"),
    ("chiffre/F19", "publics/total/Sorties"), ("prescripteurs/total/Orientations", "chiffre/F02"),
    ("prescripteurs/total/Orientations", "prescripteurs/total/Jointes"),
    ("chiffre/F06", "publics/rsa/Suivies"), ("sorties/total/Parcours", "chiffre/F20"),
]  # fmt: skip


@pytest.mark.parametrize("fin", [(3, 31), (6, 30), (12, 31)])
def test_aucune_paire_de_nombres_montres_ne_dit_quelques_personnes(lierre, fin):
    periode = Periode(dt.date(2013, 1, 1), dt.date(2013, *fin))
    lus = {}
    for genre in Rapport.Genre:
        document = composer(lierre, periode, "externe", genre)
        lus |= {cle: valeur for cle, _, valeur in cellules(document)}
        fractions = {(c.numerateur, c.denominateur) for c in document.chiffres if c.code != "F17"}
        assert [n for n in fractions if None not in n and est_petit(n[1] - n[0])] == []
    paires = [(lus[tout], lus[partie]) for tout, partie in TOUT_ET_PARTIE]
    nombres = [(a, b) for a, b in paires if isinstance(a, int) and isinstance(b, int)]
    assert [(a, b) for a, b in nombres if est_petit(a - b)] == []


def test_r2_dit_des_fins_neutres_et_aucune_absence(lierre):
    table = composer(lierre, genre="prescripteurs").table("prescripteurs")
    total = dict(zip([c.nom for c in table.colonnes], table.lignes[-1].cellules, strict=True))
    assert {nom: total[nom] for nom in ("Orientations", "Entrées", "Sans suite", "En cours")} == {
        "Orientations": 93, "Entrées": 66, "Sans suite": 9, "En cours": 29
    }  # fmt: skip
    assert [c.nom for c in table.colonnes][6:11] == [
        "Emploi ou formation", "Objectif atteint", "Relais", "Autre", "Interrompu"
    ]  # fmt: skip
    assert not any("bsence" in c.nom for c in table.colonnes)


def test_un_rapport_valide_ne_change_plus_et_dit_ce_qui_est_corrige(lierre, claire):
    fige = rapports.valider("activite", lierre, EN_2013, "interne", par=claire)
    assert (fige.empreinte, rapports.corrections(fige)) == (empreinte(fige.contenu), [])
    with pytest.raises(Refus, match="déjà validé"):
        rapports.valider("activite", lierre, EN_2013, "interne", par=claire)
    presence = Presence.objects.filter(
        statut="present", place__seance__atelier__code="COU", place__seance__centre=lierre.centre
    ).first()
    presence.delete()
    fige.refresh_from_db()
    lu = depuis_donnees(fige.contenu)
    assert {c.code: c.valeur for c in lu.chiffres}["F09"] == 2880
    assert rapports.est_intact(fige)
    trouves = {e.quoi: (e.alors, e.maintenant) for e in rapports.corrections(fige)}
    assert trouves["Participations"] == (2880, 2879)
    assert trouves["Atelier par atelier, Couture, Présences"] == (321, 320)


def test_le_rapport_d_un_autre_centre_est_introuvable(lierre, claire, navigateur):
    sien = creer_rapport(lierre.centre)
    autre = creer_rapport(creer_centre("ailleurs"))
    statuts = [
        navigateur.get(reverse("bilans:rapport-detail", args=[r.pk])).status_code
        for r in (sien, autre)
    ]
    assert statuts == [200, 404]


def test_les_textes_du_rapport_sortent_avec_lui(lierre, claire, navigateur):
    adresse = f"{reverse('bilans:rapport-textes')}?du=2013-01-01&au=2013-12-31"
    donnees = {"objectifs": "Rompre l’isolement.", "public-rsa": "Plus assidus au printemps."}
    assert navigateur.post(adresse, donnees).status_code == 302
    ecrits = TexteRapport.objects.values_list("rubrique", "public", "texte")
    assert sorted(ecrits) == [
        ("objectifs", "", "Rompre l’isolement."), ("public", "rsa", "Plus assidus au printemps.")
    ]  # fmt: skip
    document = rapports.composer("activite", Perimetre(lierre.centre), EN_2013, "interne")
    assert [(t.titre, t.texte) for t in document.textes] == [
        ("Les objectifs de l’action", "Rompre l’isolement.")
    ]
    assert document.table("publics").notes[-1].endswith("Plus assidus au printemps.")
    navigateur.post(adresse, {"objectifs": "", "public-rsa": ""})
    assert TexteRapport.objects.count() == 0


def test_le_rapport_se_lit_et_se_valide_sur_sa_page(lierre, navigateur):
    page = navigateur.get(reverse("bilans:rapport"), ADRESSE).content.decode()
    assert page.count('class="dessin"') == 8
    assert escape("Ce que sont devenues les personnes orientées") in page
    reponse = navigateur.post(reverse("bilans:rapport-valider"), ADRESSE)
    fige = Rapport.objects.get()
    assert reponse.url == reverse("bilans:rapport-detail", args=[fige.pk])
    page = navigateur.get(reponse.url).content.decode()
    assert fige.empreinte in page
    assert "Rien n’a été corrigé depuis" in page


def test_les_fichiers_du_rapport_portent_les_memes_nombres(lierre, navigateur):
    document = composer(lierre)
    classeur = openpyxl.load_workbook(io.BytesIO(en_xlsx(document)))
    feuille = classeur["Atelier par atelier"]
    lignes = {r[0]: r for r in feuille.iter_rows(values_only=True)}
    assert lignes["Couture"][8:10] == (321, 642)
    contenu = zipfile.ZipFile(io.BytesIO(en_ods(document))).read("content.xml").decode()
    assert 'office:value="376755"' not in contenu
    assert 'office:value="6279.25"' in contenu
    pdf = navigateur.get(reverse("bilans:rapport-fichier", args=["pdf"]), ADRESSE)
    assert pdf.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.content
    dehors = ADRESSE | {"audience": "externe"}
    avant = navigateur.get(reverse("bilans:rapport-fichier", args=["csv"]), dehors)
    assert avant.url.startswith(f"{reverse('bilans:rapport')}?")
    assert JournalAcces.objects.get().acte == "export"
    assert (
        navigateur.get(reverse("bilans:rapport-fichier", args=["exe"]), ADRESSE).status_code == 404
    )


def test_une_formule_ecrite_dans_un_texte_reste_un_texte(lierre, claire):
    rapports.ecrire_les_textes(
        lierre.centre, lierre.dispositif, 2013, {("objectifs", ""): "=1+1"}, par=claire
    )
    document = composer(lierre)
    feuille = openpyxl.load_workbook(io.BytesIO(en_xlsx(document)))["Textes"]
    assert feuille["B2"].value == "'=1+1"
    assert Orientation.objects.filter(centre=lierre.centre).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("jour", [dt.date(2026, 3, 7), dt.date(2026, 3, 8)])
def test_une_semaine_dit_ses_jours_dimanche_compris(jour):
    b.creer_presence(b.creer_place(b.creer_seance(jour=jour, etat="tenue")))
    mars = Periode(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    table = semaines(Perimetre(b.creer_centre()), mars)
    assert table.colonnes[-2].nom == ("Samedi", "Dimanche")[jour.weekday() - 5]
    assert {sum(x.cellules[:-1]) == x.cellules[-1] for x in table.lignes} == {True}
    assert sum(x.cellules[-1] for x in table.lignes) == 1
