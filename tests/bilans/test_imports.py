"""Importing: what each row would do, columns named once, nothing twice (G10, T13, T14)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bilans.imports.registre import GENRES
from bilans.models import Correspondance, Import
from bilans.operations import imports as operations
from bilans.operations.imports import appliquer_import, choisir_colonnes, lire_la_suite
from centre.erreurs import Refus
from parcours.models import Personne
from tests.bilans.tableaux import apercu, csv, etats, importer, lire_tout, messages, xlsx
from tests.builders import creer_centre, creer_personne, creer_utilisateur

pytestmark = pytest.mark.django_db

ENTETE = "prenom;nom;date_naissance;telephone"
LIGNE = "Rosa;Pinto;14/03/1984;06 39 98 00 02"
DEPOSER = "/bilans/imports/personnes/"


def test_sans_fichier_la_page_le_dit(client):
    client.force_login(creer_utilisateur("coordination"))
    reponse = client.post(DEPOSER)
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
        ("Rosa;;;", "nom : Cette case est vide."),
        ("Ro\u202esa;Pinto;;", "prénom : Ce texte contient un retour à la ligne"),
        (f"Rosa;{'P' * 81};;", "nom : Assurez-vous que cette valeur comporte au plus 80"),
        ("Rosa;Pinto;;06 12", "téléphone : "),
    ],
)
def test_une_ligne_fausse_dit_pourquoi_et_laisse_les_autres(ligne, message):
    lues = apercu(csv(ENTETE, ligne, "Olena;Hrytsenko;;")).lignes.all()
    assert [x.etat for x in lues] == ["erreur", "ajoutee"]
    assert message in lues[0].message.replace("\u00a0", " ")


def test_une_colonne_inconnue_est_laissee_et_ne_se_garde_pas():
    importe = apercu(csv("prenom;nom;Religion", "Rosa;Pinto;x"))
    assert (importe.colonnes, importe.lignes.get().cellules) == (
        ["prenom", "nom", ""],
        {"prenom": "Rosa", "nom": "Pinto"},
    )


def test_confirmer_deux_fois_est_refuse_et_le_contenu_est_oublie():
    importe = apercu(csv(ENTETE, LIGNE))
    assert appliquer_import(importe) == 1
    with pytest.raises(Refus):
        appliquer_import(importe)
    importe.refresh_from_db()
    assert (importe.etat, importe.ajoutees, bytes(importe.contenu)) == ("applique", 1, b"")


def test_du_fichier_a_la_confirmation(client):
    client.force_login(creer_utilisateur("coordination"))
    creer_personne(prenom="Aïcha", nom="Maïga")
    envoi = SimpleUploadedFile("ici.csv", csv(ENTETE, LIGNE, "Aïcha;Maïga;;", "Rosa;;;"))
    page = client.post(DEPOSER, {"fichier": envoi}, follow=True)
    assert "Aïcha · Maïga</td>" in page.content.decode()
    comptes = {code: nombre for code, _, nombre in page.context["comptes"]}
    assert comptes == {"ajoutee": 1, "connue": 0, "a_choisir": 1, "erreur": 1}
    assert Personne.objects.count() == 1
    adresse = reverse("bilans:import-confirmer", args=[Import.objects.get().pk])
    client.post(adresse, {"ajouter": ["3", "x", "9" * 30]})
    client.post(adresse)
    assert Personne.objects.count() == 3


def test_abandonner_efface_le_fichier(client):
    client.force_login(creer_utilisateur("coordination"))
    envoi = SimpleUploadedFile("ici.csv", csv(ENTETE, LIGNE))
    client.post(DEPOSER, {"fichier": envoi})
    adresse = reverse("bilans:import-confirmer", args=[Import.objects.get().pk])
    client.post(adresse, {"abandonner": "1"})
    importe = Import.objects.get()
    assert (importe.etat, bytes(importe.contenu), Personne.objects.count()) == ("abandonne", b"", 0)


def test_le_fichier_d_une_collegue_est_introuvable(client):
    importe = apercu(csv(ENTETE, LIGNE))
    client.force_login(creer_utilisateur("coordination"))
    assert client.get(reverse("bilans:import-apercu", args=[importe.pk])).status_code == 404
    confirmer = reverse("bilans:import-confirmer", args=[importe.pk])
    assert (client.post(confirmer).status_code, Personne.objects.count()) == (404, 0)


def test_une_colonne_aux_mots_de_la_maison_se_nomme_une_fois(client):
    """The centre's own words are asked the first time, known the next."""
    client.force_login(creer_utilisateur("coordination"))
    contenu = csv("Usager;Famille;Remarque", "Rosa;Pinto;x")
    envoi = SimpleUploadedFile("ici.csv", contenu)
    page = client.post(DEPOSER, {"fichier": envoi}, follow=True)
    assert page.redirect_chain == [
        (reverse("bilans:import-colonnes", args=[Import.objects.get().pk]), 302)
    ]

    reponses = {"colonne-0": "prenom", "colonne-1": "nom", "colonne-2": ""}
    client.post(page.request["PATH_INFO"], reponses)
    assert [x.nom for x in Import.objects.get().lignes.all()] == ["Rosa Pinto"]

    client.post(DEPOSER, {"fichier": SimpleUploadedFile("suite.csv", contenu)})
    assert Import.objects.first().colonnes == ["prenom", "nom", ""]


@pytest.mark.parametrize(
    ("colonnes", "phrase"),
    [
        (["prenom", ""], "Dites quelle colonne du fichier contient\u00a0: nom."),
        (["nom", "nom"], "Deux colonnes disent la même chose\u00a0: nom."),
    ],
)
def test_des_colonnes_impossibles_se_disent(colonnes, phrase):
    importe = apercu(csv("prenom;nom", "Rosa;Pinto"))
    with pytest.raises(Refus, match=phrase):
        choisir_colonnes(importe, colonnes)


def test_les_mots_d_un_autre_centre_ne_se_lisent_pas():
    Correspondance.objects.create(
        centre=creer_centre("ailleurs"), genre="personnes", entete="usager", colonne="prenom"
    )
    importe = operations.deposer_import(
        centre=creer_centre(),
        par=creer_utilisateur("coordination"),
        genre="personnes",
        nom="a.csv",
        contenu=csv("Usager;Nom", "Rosa;Pinto"),
    )
    assert importe.colonnes == ["", "nom"]


def test_un_long_fichier_se_lit_par_tranches_sans_rien_ecrire(monkeypatch):
    monkeypatch.setattr(operations, "TRANCHE", 2)
    lignes = [f"Prenom{n};Nom{n};0{n + 1}/03/1984;" for n in range(4)]
    importe = apercu(csv(ENTETE, lignes[0]))
    importe.contenu, importe.lignes_en_tout = csv(ENTETE, *lignes, lignes[0]), 5
    importe.save()

    importe = choisir_colonnes(importe, importe.colonnes)
    avancees = []
    while importe.etat == Import.Etat.LECTURE:
        importe = lire_la_suite(importe)
        avancees.append(importe.lignes_lues)

    assert avancees == [2, 4, 5]
    # The first slice is remembered by the last one.
    assert list(importe.lignes.values_list("etat", flat=True)) == [*["ajoutee"] * 4, "connue"]
    assert Personne.objects.count() == 0


def test_un_fichier_lu_a_moitie_ne_s_applique_pas(monkeypatch):
    importe = apercu(csv(ENTETE, LIGNE, "Aïcha;Maïga;;"))
    monkeypatch.setattr(operations, "TRANCHE", 1)
    lire_la_suite(choisir_colonnes(importe, importe.colonnes))
    with pytest.raises(Refus, match="pas encore lu en entier"):
        appliquer_import(importe)
    assert Personne.objects.count() == 0


def test_les_lignes_fausses_se_corrigent_dans_un_fichier(client):
    """The file of wrong rows has the headings of the centre and imports as it is, once mended."""
    client.force_login(creer_utilisateur("coordination"))
    entete = "Prénom;Nom;Née le;Tél.;Observations"
    envoi = SimpleUploadedFile("ici.csv", csv(entete, "Aïcha;Maïga;le 3 mai;'+33;Vient à pied"))
    client.post(DEPOSER, {"fichier": envoi})
    importe = lire_tout(Import.objects.get())
    fichier = client.get(reverse("bilans:import-erreurs", args=[importe.pk]))
    texte = fichier.content.decode("utf-8-sig")
    assert texte.startswith(f"{entete};à corriger\r\nAïcha;Maïga;le 3 mai;'+33;Vient à pied;")
    assert "Écrivez la date de naissance comme 14/03/1984." in texte
    corrige = texte.replace("le 3 mai", "03/05/1990").replace("'+33", "06 39 98 00 03")
    client.post(DEPOSER, {"fichier": SimpleUploadedFile("bis.csv", corrige.encode())})
    relue = Import.objects.latest("pk").lignes.get()
    assert (relue.etat, relue.cellules["telephone"]) == ("ajoutee", "06 39 98 00 03")


LISTE = (
    "Liste des inscrits 2025-2026",
    "",
    "N°;Nom Prénom;Née le;Portable;QPV;Ressources",
    "1;DA SILVA José;02/05/1979;06 39 98 00 02;Oui;RSA majoré",
    "2;Maïga, Aïcha;;;;",
    "3;Koval Olena;;06 39 98 00 03;non;",
    "4;Anne Marie Petit;;;;",
)


def test_une_liste_des_inscrits_comme_elle_est(client):
    """A title, a number, both names in one cell: asked once, read below, wrong where it doubts."""
    client.force_login(creer_utilisateur("coordination"))
    envoi = SimpleUploadedFile("liste.csv", csv(*LISTE, lettres="cp1252"))
    page = client.post(DEPOSER, {"fichier": envoi}, follow=True)
    champs = page.context["form"].fields.values()
    assert [(f.label, f.initial) for f in champs][:3] == [
        ("N°", ""), ("Nom Prénom", "nom_prenom"), ("Née le", "date_naissance")
    ]  # fmt: skip
    importe = lire_tout(Import.objects.get())
    lues = importe.lignes.values_list("numero", "etat", "nom")
    assert list(lues) == [
        (4, "ajoutee", "José DA SILVA"), (5, "ajoutee", "Aïcha Maïga"),
        (6, "ajoutee", "Olena Koval"), (7, "erreur", "Anne Marie Petit"),
    ]  # fmt: skip
    assert appliquer_import(importe) == 3
    jose = Personne.objects.get(prenom="José")
    assert (jose.nom, jose.qpv, jose.ressources) == ("DA SILVA", "oui", "rsa_majore")


def test_un_entete_qui_cede_sa_place_garde_son_sens(client):
    """Two telephones in one file are a question; the next file has one, and it is read."""
    client.force_login(creer_utilisateur("coordination"))
    deux = csv("Prénom;Nom;Tél.;Portable", "Rosa;Pinto;03 82 00 00 00;06 39 98 00 02")
    page = client.post(DEPOSER, {"fichier": SimpleUploadedFile("a.csv", deux)}, follow=True)
    colonnes = [f.initial for f in page.context["form"].fields.values()]
    assert colonnes == ["prenom", "nom", "telephone", ""]
    reponses = {"colonne-0": "prenom", "colonne-1": "nom", "colonne-3": "telephone"}
    client.post(page.request["PATH_INFO"], reponses)
    assert Import.objects.get().lignes.get().cellules["telephone"] == "06 39 98 00 02"
    for entete in ("Tél.", "Portable"):
        seul = csv(f"Prénom;Nom;{entete}", "Aïcha;Maïga;06 39 98 00 03")
        client.post(DEPOSER, {"fichier": SimpleUploadedFile("b.csv", seul)})
        suite = Import.objects.latest("pk")
        assert (suite.etat, suite.colonnes) == ("apercu", ["prenom", "nom", "telephone"])


def test_une_personne_arrivee_entre_la_lecture_et_l_accord_n_est_pas_doublee():
    importe = apercu(csv(ENTETE, LIGNE))
    creer_personne(prenom="Rosa", nom="Pinto", date_naissance=dt.date(1984, 3, 14))
    assert (appliquer_import(importe), Personne.objects.count()) == (0, 1)


def test_relire_le_meme_fichier_ne_garde_pas_deux_fois_ses_lignes():
    importe = lire_tout(apercu(csv(ENTETE, LIGNE)))
    assert importe.lignes.count() == 1


def test_ce_qui_commence_comme_une_formule_revient_tel_quel():
    """Our own exports write an apostrophe before it; reading takes it away."""
    assert messages(csv("prenom;nom", "'=Rosa;Pinto")) == []
    assert importer(csv("prenom;nom", "'=Rosa;Pinto")) == 1
    assert Personne.objects.get().prenom == "=Rosa"


@pytest.mark.parametrize("genre", GENRES)
def test_le_modele_s_importe_tel_quel(client, genre):
    client.force_login(creer_utilisateur("coordination"))
    modele = client.get(reverse("bilans:import-modele", args=[genre]))
    entetes = modele.content.decode("utf-8-sig").splitlines()[0].split(";")
    assert entetes == [c.nom for c in GENRES[genre].du_modele()]
    assert apercu(modele.content, genre=genre).colonnes == entetes
