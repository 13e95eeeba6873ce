"""The list of people, look-alikes before creation, contact that protects."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from parcours.models import Consentement, Personne
from parcours.queries import doublons_de
from tests.builders import creer_centre, creer_parcours, creer_personne
from tests.navigateurs import navigateur_de

pytestmark = pytest.mark.django_db

LISTE = "/personnes/"
NOUVELLE = "/personnes/nouvelle/"
SAISIE = {
    "prenom": "Éloïse",
    "nom": "Le Goff",
    "langue": "fr",
    "canal": "papier",
    "qpv": "inconnu",
    "ressources": "inconnue",
    "menage": "inconnu",
}


@pytest.fixture
def coordination(db):
    return navigateur_de("coordination")


def noms(reponse):
    return [str(p) for p in reponse.context["page"].object_list]


@pytest.mark.parametrize(
    "texte",
    ["eloise", "Éloïse", "LE GOFF", "le-goff eloise", "goff élo", "06 39 98 00 07", "+33639980007"],
)
def test_la_recherche_trouve_sans_accent_dans_tous_les_sens_et_par_telephone(coordination, texte):
    creer_personne(prenom="Éloïse", nom="Le-Goff", telephone="06 39 98 00 07")
    creer_personne(prenom="Karim", nom="Benali", telephone="06 39 98 00 99")
    assert noms(coordination.get(LISTE, {"q": texte})) == ["Éloïse Le-Goff"]


def test_la_recherche_d_un_inconnu_propose_de_l_ajouter(coordination):
    reponse = coordination.get(LISTE, {"q": "zz\x00zz' OR 1=1 --"})
    assert reponse.status_code == 200
    assert "Personne à ce nom" in reponse.text


def test_la_liste_ne_montre_pas_l_autre_centre(coordination):
    creer_personne(creer_centre("ailleurs"), nom="Ailleurs")
    assert noms(coordination.get(LISTE)) == []


def test_une_fiche_fusionnee_ou_effacee_n_est_plus_listee(coordination):
    gardee = creer_personne(nom="Gardee")
    creer_personne(nom="Double", fusionnee_dans=gardee)
    assert noms(coordination.get(LISTE)) == [str(gardee)]


@pytest.mark.parametrize("role", ["animation", "prescripteur", "binome", "administration"])
def test_la_liste_est_introuvable_hors_de_l_equipe(role):
    assert navigateur_de(role).get(LISTE).status_code == 404


def test_l_accueil_ne_voit_pas_les_parcours(coordination):
    personne = creer_personne()
    creer_parcours(personne)
    assert "Objectif" in coordination.get(LISTE).text
    assert "Objectif" not in navigateur_de("accueil").get(LISTE).text


@pytest.mark.parametrize("nombre", [1, 30])
def test_la_liste_coute_autant_pour_une_que_pour_trente(
    coordination, nombre, django_assert_num_queries
):
    for _ in range(nombre):
        creer_parcours(creer_personne())
    with django_assert_num_queries(REQUETES_LISTE):
        coordination.get(LISTE)


REQUETES_LISTE = 8


def test_le_prenom_et_le_nom_suffisent(coordination):
    reponse = coordination.post(NOUVELLE, SAISIE)
    personne = Personne.objects.get()
    assert reponse.url == f"/personnes/{personne.reference}/"
    assert (personne.courriel, str(personne.telephone), personne.cle) == ("", "", "eloise goff le")


@pytest.mark.parametrize(
    ("connue", "saisie"),
    [
        ({"prenom": "Eloise", "nom": "Le Goff"}, {}),
        ({"prenom": "Le Goff", "nom": "Éloïse"}, {}),
        ({"prenom": "Éloïse", "nom": "Le-Goff"}, {}),
        ({"telephone": "06 39 98 00 07"}, {"telephone": "0639980007"}),
        (
            {"prenom": "Éloïse", "nom": "Martin", "date_naissance": dt.date(1984, 8, 31)},
            {"date_naissance": "31/08/1984"},
        ),
    ],
)
def test_une_personne_connue_est_proposee_avant_toute_ecriture(coordination, connue, saisie):
    creer_personne(**connue)
    reponse = coordination.post(NOUVELLE, {**SAISIE, **saisie})
    assert "Elle est peut-être déjà connue" in reponse.text
    assert 'value="Éloïse"' in reponse.text
    assert Personne.objects.count() == 1


def test_la_personne_connue_peut_etre_choisie(coordination):
    connue = creer_personne(prenom="Eloise", nom="Legoff", telephone="06 39 98 00 07")
    saisie = {**SAISIE, "telephone": "0639980007", "doublon": str(connue.reference)}
    reponse = coordination.post(NOUVELLE, saisie)
    assert reponse.url == f"/personnes/{connue.reference}/"
    assert Personne.objects.count() == 1


def test_une_autre_personne_est_creee_quand_l_equipe_le_dit(coordination):
    creer_personne(prenom="Eloise", nom="Le Goff")
    coordination.post(NOUVELLE, {**SAISIE, "doublon": "autre"})
    assert Personne.objects.count() == 2


def test_une_homonyme_d_un_autre_centre_n_est_pas_proposee():
    ailleurs = creer_personne(creer_centre("ailleurs"), prenom="Éloïse", nom="Le Goff")
    trouvees = doublons_de(creer_centre().pk, prenom="Éloïse", nom="Le Goff")
    assert trouvees == []
    assert doublons_de(ailleurs.centre_id, prenom="Goff", nom="Eloise Le") == [ailleurs]


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("nom", "Le\r\nGoff", "retour à la ligne ou un caractère invisible"),
        ("prenom", "Nadia\u202egrub", "caractère invisible"),
        ("nom", "", "obligatoire"),
        ("telephone", "123", "Ce numéro n’est pas reconnu"),
        ("courriel", "nadia", "Cette adresse n’est pas reconnue"),
        ("date_naissance", "31/02/1984", "Cette date n’existe pas"),
        ("date_naissance", "01/01/2096", "Vérifiez l’année de naissance"),
        ("passer_par", "9" * 21, "choix"),
        ("canal", "pigeon", "choix"),
    ],
)
def test_une_saisie_fausse_est_dite_et_rien_n_est_perdu(coordination, champ, valeur, phrase):
    reponse = coordination.post(NOUVELLE, {**SAISIE, "commune": "Thionville", champ: valeur})
    assert reponse.status_code == 200
    assert phrase in reponse.context["form"].errors[champ][0]
    assert 'value="Thionville"' in reponse.text
    assert Personne.objects.count() == 0


@pytest.mark.parametrize(
    ("canal", "telephone", "champ"),
    [("courriel", "", "courriel"), ("sms", "", "telephone"), ("sms", "03 82 12 34 56", "canal")],
)
def test_un_canal_demande_une_adresse_qui_recoit(coordination, canal, telephone, champ):
    reponse = coordination.post(NOUVELLE, {**SAISIE, "canal": canal, "telephone": telephone})
    assert list(reponse.context["form"].errors) == [champ]


def test_un_sms_vers_un_fixe_ecrit_autrefois_n_arrete_pas_la_fiche(coordination):
    ancienne = creer_personne(canal="sms", telephone="+33382123456")
    fiche = {**SAISIE, "canal": "sms", "telephone": "03 82 12 34 56", "quartier": "Gare"}
    coordination.post(f"/personnes/{ancienne.reference}/modifier/", fiche | {"version": "1"})
    ancienne.refresh_from_db()
    assert ancienne.quartier == "Gare"


def test_les_titres_explicites_sont_un_accord_date_puis_retire(coordination):
    coordination.post(NOUVELLE, {**SAISIE, "titres_explicites": "on"})
    personne = Personne.objects.get()
    accord = Consentement.objects.get(objet="titres")
    assert (personne.veut_les_titres, accord.retire_le) == (True, None)
    assert accord.donne_le == personne.titres_explicites_le
    coordination.post(f"/personnes/{personne.reference}/modifier/", {**SAISIE, "version": "1"})
    personne.refresh_from_db()
    accord.refresh_from_db()
    assert (personne.veut_les_titres, accord.retire_le is None) == (False, False)


def test_enregistrer_deux_fois_le_meme_accord_n_en_ecrit_qu_un(coordination):
    coordination.post(NOUVELLE, {**SAISIE, "titres_explicites": "on"})
    url = f"/personnes/{Personne.objects.get().reference}/modifier/"
    coordination.post(url, {**SAISIE, "titres_explicites": "on"})
    assert Consentement.objects.count() == 1


def test_ne_jamais_ecrire_ferme_tous_les_canaux(coordination):
    personne = creer_personne()
    url = reverse("parcours:personne-modifier", args=[personne.reference])
    coordination.post(
        url, {**SAISIE, "version": "1", "telephone": "0639980007", "ne_pas_ecrire": "on"}
    )
    personne.refresh_from_db()
    assert personne.canal_effectif() is None


def test_un_sms_vers_une_ligne_fixe_devient_un_appel():
    personne = creer_personne(canal="sms", telephone="+33353010000")
    assert personne.canal_effectif() == "appel"


def test_un_nouveau_courriel_n_est_plus_en_erreur(coordination):
    personne = creer_personne(courriel_en_erreur=True)
    url = reverse("parcours:personne-modifier", args=[personne.reference])
    coordination.post(url, {**SAISIE, "version": "1", "courriel": "eloise@example.org"})
    personne.refresh_from_db()
    assert (personne.courriel, personne.courriel_en_erreur) == ("eloise@example.org", False)


def test_l_accueil_modifie_le_contact_sans_toucher_la_situation():
    personne = creer_personne(ressources="rsa", menage="couple")
    url = reverse("parcours:personne-modifier", args=[personne.reference])
    accueil = navigateur_de("accueil")
    assert "Sa situation" not in accueil.get(url).text
    accueil.post(url, {**SAISIE, "version": "1", "ressources": "aah", "menage": "seul"})
    personne.refresh_from_db()
    assert (personne.prenom, personne.ressources, personne.menage) == ("Éloïse", "rsa", "couple")


def test_la_seconde_personne_qui_enregistre_apprend_ce_qui_a_change(coordination):
    personne = creer_personne(commune="Forbach")
    url = reverse("parcours:personne-modifier", args=[personne.reference])
    coordination.post(url, {**SAISIE, "version": "1", "commune": "Behren", "quartier": "Wiesberg"})
    page = coordination.post(url, {**SAISIE, "version": "1", "commune": "Cocheren"})
    assert "Ce qui diffère de votre saisie\u00a0: commune, quartier." in page.text
    assert 'value="Cocheren"' in page.text
    personne.refresh_from_db()
    assert (personne.commune, personne.quartier, personne.version) == ("Behren", "Wiesberg", 2)
    coordination.post(url, {**SAISIE, "version": "2", "commune": "Cocheren"})
    personne.refresh_from_db()
    assert (personne.commune, personne.version) == ("Cocheren", 3)


def test_une_reference_inconnue_est_introuvable(coordination):
    assert coordination.get(f"/personnes/{uuid.uuid4()}/modifier/").status_code == 404
