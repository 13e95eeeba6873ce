"""Importing people: what each row would do, odd files, nothing twice (G10, T13, T14)."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bilans.fichiers import lire
from bilans.imports import preparer
from bilans.models import Import
from bilans.operations import appliquer_import, deposer_import
from centre.erreurs import Refus
from parcours.models import Personne
from tests.builders import creer_centre, creer_personne, creer_utilisateur

pytestmark = pytest.mark.django_db

ENTETE = "prenom;nom;date_naissance;telephone"
LIGNE = "Rosa;Pinto;14/03/1984;06 39 98 00 02"


def csv(*lignes, lettres="utf-8"):
    return "\r\n".join(lignes).encode(lettres)


def xlsx(*rangees, case=None):
    classeur = openpyxl.Workbook()
    for rangee in rangees:
        classeur.active.append(rangee)
    if case:
        classeur.active[case[0]] = case[1]
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def archive(**parties):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as fichier:
        for nom, contenu in parties.items():
            fichier.writestr(nom, contenu)
    return sortie.getvalue()


def avec_partie(contenu, nom, texte):
    """The same workbook with one part replaced."""
    entree = zipfile.ZipFile(io.BytesIO(contenu))
    parties = {n: entree.read(n) for n in entree.namelist()}
    return archive(**{**parties, nom: texte})


def apercu(contenu, nom="personnes.csv"):
    return preparer(creer_centre(), lire(nom, contenu))


def etats(contenu, nom="personnes.csv"):
    return [(x.numero, x.etat) for x in apercu(contenu, nom).lignes]


def importer(contenu, nom="personnes.csv", choisies=()):
    coordination = creer_utilisateur("coordination")
    importe = deposer_import(centre=creer_centre(), par=coordination, nom=nom, contenu=contenu)
    return appliquer_import(importe, choisies=choisies)


SIMPLE = xlsx(["prenom", "nom"], ["Rosa", "Pinto"])
BOMBE = avec_partie(SIMPLE, "xl/media/plat.bin", b"0" * (41 * 2**20))
ENTITES = avec_partie(
    SIMPLE,
    "xl/workbook.xml",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>',
)

REFUSES = {
    "vide": ("a.csv", b""),
    "une ligne blanche": ("a.csv", b"\n\n"),
    "que des espaces": ("a.csv", b"   "),
    "trop gros": ("a.csv", b"prenom;nom\n" + b"a;b\n" * 700_000),
    "extension inconnue": ("a.ods", b"prenom;nom"),
    "sans extension": ("personnes", b"prenom;nom"),
    "programme": ("a.exe", b"MZ\x90"),
    "pdf renomme": ("a.csv", b"%PDF-1.7"),
    "ancien classeur": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "ancien classeur renomme": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "classeur nomme csv": ("a.csv", SIMPLE),
    "csv nomme classeur": ("a.xlsx", b"prenom;nom\nRosa;Pinto"),
    "utf-16": ("a.csv", "prenom;nom\nRosa;Pinto".encode("utf-16")),
    "octet nul": ("a.csv", b"prenom;nom\nRo\x00sa;Pinto"),
    "lettres impossibles": ("a.csv", b"prenom;nom\n\x81\x8d;\x9d"),
    "sans nom": ("a.csv", b"prenom;ville\nRosa;Metz"),
    "colonne en double": ("a.csv", b"nom;prenom;prenom\nPinto;Rosa;Rosa"),
    "soixante et une colonnes": ("a.csv", b"prenom;nom" + b";x" * 59 + b"\n"),
    "case trop longue": ("a.csv", b"prenom;nom\nRosa;" + b"P" * 501),
    "case geante": ("a.csv", b"prenom;nom\nRosa;" + b"P" * 140_000),
    "vingt mille et une lignes": ("a.csv", b"prenom;nom\n" + b"A;B\n" * 20_001),
    "archive abimee": ("a.xlsx", SIMPLE[: len(SIMPLE) // 2]),
    "archive vide": ("a.xlsx", b"PK\x03\x04"),
    "archive sans classeur": ("a.xlsx", archive(**{"lisez.txt": "bonjour"})),
    "bombe": ("a.xlsx", BOMBE),
    "mille parties": ("a.xlsx", archive(**{f"p{n}": "" for n in range(201)})),
    "entites": ("a.xlsx", ENTITES),
    "feuille abimee": ("a.xlsx", avec_partie(SIMPLE, "xl/worksheets/sheet1.xml", "<oups")),
    "derniere case": ("a.xlsx", xlsx(["prenom", "nom"], case=("A1048576", "x"))),
    "derniere colonne": ("a.xlsx", xlsx(["prenom", "nom"], case=("XFD2", "x"))),
    "classeur vide": ("a.xlsx", xlsx()),
}


@pytest.mark.parametrize(("nom", "contenu"), REFUSES.values(), ids=REFUSES)
def test_un_fichier_etrange_est_une_phrase_sur_la_page(client, nom, contenu):
    client.force_login(creer_utilisateur("coordination"))
    envoi = SimpleUploadedFile(nom, contenu)
    reponse = client.post(reverse("bilans:import-personnes"), {"fichier": envoi})
    [phrase] = reponse.context["form"].errors["fichier"]
    assert (reponse.status_code, phrase[-1], Import.objects.count()) == (200, ".", 0)


def test_sans_fichier_la_page_le_dit(client):
    client.force_login(creer_utilisateur("coordination"))
    reponse = client.post(reverse("bilans:import-personnes"))
    assert list(reponse.context["form"].errors) == ["fichier"]


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("lettres", ["utf-8", "utf-8-sig", "cp1252"])
def test_un_csv_se_lit_avec_ses_accents(separateur, lettres):
    contenu = separateur.join(["Prénom", "Nom", "Ville"]) + "\n"
    contenu += separateur.join(["Zoé", "Brûlé", "Thionville"])
    assert importer(contenu.encode(lettres)) == 1
    zoe = Personne.objects.get()
    assert (zoe.prenom, zoe.nom, zoe.commune, zoe.cle) == (
        "Zoé",
        "Brûlé",
        "Thionville",
        "brule zoe",
    )


def test_un_classeur_se_lit_avec_ses_dates_et_ses_numeros():
    contenu = xlsx(
        ["Nom", "Prénom", "Né le", "Portable", "Prévenir par"],
        ["Pinto", "Rosa", dt.date(1984, 3, 14), 639980002, "SMS"],
    )
    assert importer(contenu, "a.xlsx") == 1
    rosa = Personne.objects.get()
    assert (rosa.date_naissance, str(rosa.telephone.as_e164), rosa.canal) == (
        dt.date(1984, 3, 14),
        "+33639980002",
        "sms",
    )


def test_une_formule_d_un_classeur_n_est_jamais_calculee():
    assert etats(xlsx(["prenom", "nom"], ["=1+1", "Pinto"]), "a.xlsx") == [(2, "erreur")]


def test_une_personne_deja_connue_n_est_pas_ajoutee():
    creer_personne(prenom="ROSA", nom="PINTO", date_naissance=dt.date(1984, 3, 14))
    creer_personne(prenom="Lamine", nom="Sarr", telephone="06 39 98 00 07")
    contenu = csv(ENTETE, LIGNE, "Sarr;Lamine;;06.39.98.00.07")
    assert etats(contenu) == [(2, "connue"), (3, "connue")]
    assert importer(contenu) == 0


def test_importer_deux_fois_n_ajoute_rien():
    contenu = csv(ENTETE, LIGNE, "Aïcha;Maïga;;", "Aïcha;Maïga;;")
    assert (importer(contenu), importer(contenu), Personne.objects.count()) == (2, 0, 2)


def test_une_ressemblance_se_choisit():
    creer_personne(prenom="Rosa", nom="Pinto", telephone="")
    contenu = csv(ENTETE, LIGNE)
    assert etats(contenu) == [(2, "a_choisir")]
    assert (importer(contenu), importer(contenu, choisies={2})) == (0, 1)


def test_une_meme_naissance_et_un_nom_commun_se_choisissent():
    creer_personne(prenom="Rosa", nom="Pinto Alves", date_naissance=dt.date(1984, 3, 14))
    assert etats(csv(ENTETE, LIGNE)) == [(2, "a_choisir")]


def test_deux_homonymes_nees_un_autre_jour_sont_deux_personnes():
    creer_personne(prenom="Rosa", nom="Pinto", date_naissance=dt.date(1990, 1, 1), telephone="")
    assert etats(csv(ENTETE, LIGNE)) == [(2, "ajoutee")]


def test_la_meme_ligne_deux_fois_dans_le_fichier_est_une_personne():
    assert etats(csv(ENTETE, LIGNE, LIGNE)) == [(2, "ajoutee"), (3, "connue")]


def test_une_personne_d_un_autre_centre_ne_se_voit_pas():
    creer_personne(creer_centre("ailleurs"), prenom="Rosa", nom="Pinto", telephone="")
    assert etats(csv(ENTETE, LIGNE)) == [(2, "ajoutee")]


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        ("Rosa;Pinto;03/14/1984;", "Écrivez la date de naissance comme 14/03/1984."),
        ("Rosa;Pinto;31/02/1984;", "Écrivez la date de naissance comme 14/03/1984."),
        ("Rosa;Pinto;14/03/84;", "Écrivez la date de naissance comme 14/03/1984."),
        ("Rosa;Pinto;14/03/2094;", "Écrivez la date de naissance comme 14/03/1984."),
        ("Rosa;;;", "nom : Ce champ ne peut pas être vide."),
        ("Ro\u202esa;Pinto;;", "prénom : Ce texte contient un retour à la ligne"),
        (f"Rosa;{'P' * 81};;", "nom : Assurez-vous que cette valeur comporte au plus 80"),
        ("Rosa;Pinto;;06 12", "téléphone : "),
    ],
)
def test_une_ligne_fausse_dit_pourquoi_et_laisse_les_autres(ligne, message):
    lu = apercu(csv(ENTETE, ligne, "Olena;Hrytsenko;;"))
    assert [x.etat for x in lu.lignes] == ["erreur", "ajoutee"]
    assert message in lu.erreurs[0].message


def test_une_colonne_inconnue_est_nommee_et_laissee():
    lu = apercu(csv("prenom;nom;Religion", "Rosa;Pinto;x"))
    assert (lu.ignorees, [x.etat for x in lu.lignes]) == (["Religion"], ["ajoutee"])


def test_confirmer_deux_fois_est_refuse_et_le_contenu_est_oublie():
    coordination = creer_utilisateur("coordination")
    importe = deposer_import(
        centre=creer_centre(), par=coordination, nom="a.csv", contenu=csv(ENTETE, LIGNE)
    )
    assert appliquer_import(importe) == 1
    with pytest.raises(Refus):
        appliquer_import(importe)
    importe.refresh_from_db()
    assert (importe.etat, importe.ajoutees, bytes(importe.contenu)) == ("applique", 1, b"")


def test_du_fichier_a_la_confirmation(client):
    client.force_login(creer_utilisateur("coordination"))
    creer_personne(prenom="Aïcha", nom="Maïga")
    envoi = SimpleUploadedFile("ici.csv", csv(ENTETE, LIGNE, "Aïcha;Maïga;;", "Rosa;;;"))
    page = client.post(reverse("bilans:import-personnes"), {"fichier": envoi}, follow=True)
    lu = page.context["apercu"]
    assert [len(x) for x in (lu.ajoutees, lu.a_choisir, lu.erreurs)] == [1, 1, 1]
    assert Personne.objects.count() == 1
    adresse = reverse("bilans:import-confirmer", args=[Import.objects.get().pk])
    client.post(adresse, {"ajouter": ["3", "x", "9" * 30]})
    client.post(adresse)
    assert Personne.objects.count() == 3


def test_abandonner_efface_le_fichier(client):
    client.force_login(creer_utilisateur("coordination"))
    envoi = SimpleUploadedFile("ici.csv", csv(ENTETE, LIGNE))
    client.post(reverse("bilans:import-personnes"), {"fichier": envoi})
    adresse = reverse("bilans:import-confirmer", args=[Import.objects.get().pk])
    client.post(adresse, {"abandonner": "1"})
    importe = Import.objects.get()
    assert (importe.etat, bytes(importe.contenu), Personne.objects.count()) == ("abandonne", b"", 0)


def test_le_fichier_d_une_collegue_est_introuvable(client):
    importe = deposer_import(
        centre=creer_centre(),
        par=creer_utilisateur("coordination"),
        nom="a.csv",
        contenu=csv(ENTETE, LIGNE),
    )
    client.force_login(creer_utilisateur("coordination"))
    assert client.get(reverse("bilans:import-apercu", args=[importe.pk])).status_code == 404
    confirmer = reverse("bilans:import-confirmer", args=[importe.pk])
    assert (client.post(confirmer).status_code, Personne.objects.count()) == (404, 0)


def test_le_modele_s_importe_tel_quel(client):
    client.force_login(creer_utilisateur("coordination"))
    modele = client.get(reverse("bilans:import-modele"))
    assert etats(modele.content) == [(2, "ajoutee")]
