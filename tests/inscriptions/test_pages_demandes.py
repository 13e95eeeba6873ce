"""Asking for a place on the public page, as a phone does; the team's list of requests."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from centre.a_faire import taches
from centre.models import Message
from centre.temps import maintenant
from inscriptions.emails.codes import code_de
from inscriptions.forms.demandes_publiques import signer_la_page
from inscriptions.models import DemandePublique
from inscriptions.views.demandes_publiques import lire_le_code
from parcours.models import Personne
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_demande_publique,
    creer_personne,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essais_oublies")]
MOBILE = "06 12 34 56 78"


@pytest.fixture
def atelier():
    return creer_atelier(slug="couture", titre="Couture", demande_publique=True)


def adresse(atelier, langue="fr"):
    args = [atelier.centre.slug, atelier.slug]
    return f"{reverse('inscriptions:demande-publique-creer', args=args)}?langue={langue}"


def saisie(atelier, *, secondes=10, **champs):
    page = signer_la_page(atelier, maintenant() - dt.timedelta(seconds=secondes))
    valeurs = {
        "page": page,
        "prenom": "Inès",
        "nom": "Larbi",
        "telephone": MOBILE,
        "canal": "sms",
        "accord": "on",
    }
    return {**valeurs, **champs}


def envoyer(client, atelier, langue="fr", **champs):
    return client.post(adresse(atelier, langue), saisie(atelier, **champs))


def test_une_demande_se_fait_de_bout_en_bout_sans_script(client, atelier):
    publique = client.get(reverse("ateliers:centre-atelier", args=[atelier.centre.slug, "couture"]))
    assert adresse(atelier).split("?")[0] in publique.content.decode()
    suite = envoyer(client, atelier)
    demande = DemandePublique.objects.get()
    assert suite["Location"].endswith(f"/place/{demande.reference}/?langue=fr")
    page = client.get(suite["Location"]).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert "Larbi" not in page
    code = code_de(demande.sel)
    fini = client.post(suite["Location"], {"code": f" {code[:3]} {code[3:]} "}, follow=True)
    assert "Votre demande est envoyée." in fini.content.decode()
    demande.refresh_from_db()
    assert (demande.etat, demande.accord_version) == ("confirmee", 1)


@pytest.mark.parametrize("numero", ["03 82 12 34 56", "+1 900 555 1234"])
def test_un_numero_qui_ne_recoit_pas_de_sms_est_appele(client, atelier, numero):
    suite = client.post(adresse(atelier), saisie(atelier, telephone=numero), follow=True)
    demande = DemandePublique.objects.get()
    assert (demande.etat, demande.canal, Message.objects.count()) == ("a_appeler", "appel", 0)
    assert "Le centre vous appelle bientôt." in suite.content.decode()


@pytest.mark.parametrize("ecrit", ["123456", " 123 456 ", "١٢٣٤٥٦", "Code : 123-456."])
def test_le_code_se_lit_de_tous_les_claviers(ecrit):
    assert lire_le_code(ecrit) == "123456"


def test_la_page_est_discrete_et_dans_la_langue_du_navigateur(client, atelier):
    reponse = client.get(adresse(atelier, ""), headers={"Accept-Language": "ar,fr;q=0.5"})
    texte = reponse.content.decode()
    assert '<html lang="ar" dir="rtl">' in texte
    assert reponse["Cache-Control"] == "private, no-store"
    assert [f'href="?langue={code}"' in texte for code, _ in settings.LANGUAGES] == [True] * 9


def test_connue_ou_non_les_pages_sont_les_memes_octets(client, atelier):
    creer_personne(prenom="Inès", nom="Larbi", telephone=MOBILE)
    pages = []
    for telephone in (MOBILE, "06 12 34 56 79"):
        suite = envoyer(client, atelier, telephone=telephone)["Location"]
        texte = client.get(suite).content.decode()
        jetons = [m for m in texte.split('"') if len(m) == 64]
        for jeton in jetons:
            texte = texte.replace(jeton, "")
        pages.append(texte)
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"secondes": 1}, "Attendez 5 secondes."),
        ({"secondes": 5 * 3600}, "Attendez 5 secondes."),
        ({"page": "forgée"}, "Attendez 5 secondes."),
        ({"telephone": "12"}, "Ce numéro ne marche pas."),
        ({"telephone": ""}, "Écrivez votre numéro de téléphone."),
        ({"canal": "courriel"}, "Écrivez votre courriel."),
        ({"accord": ""}, "Cochez cette case."),
        ({"nom": "\x00"}, "champ__erreur"),
    ],
)
def test_une_saisie_refusee_reste_ecrite_et_rien_n_est_garde(client, atelier, champs, phrase):
    reponse = envoyer(client, atelier, **champs)
    texte = reponse.content.decode()
    assert (reponse.status_code, phrase in texte, 'value="Inès"' in texte) == (200, True, True)
    assert DemandePublique.objects.count() == 0


def test_la_page_d_un_atelier_ne_sert_pas_a_un_autre(client, atelier):
    autre = creer_atelier(demande_publique=True)
    page = signer_la_page(autre, maintenant() - dt.timedelta(seconds=10))
    assert "Attendez 5 secondes." in envoyer(client, atelier, page=page).content.decode()


def test_un_programme_qui_remplit_tout_est_remercie_et_oublie(client, atelier):
    reponse = envoyer(client, atelier, site="https://example.org")
    assert "Votre demande est envoyée." in reponse.content.decode()
    assert DemandePublique.objects.count() == 0


def test_un_reseau_qui_insiste_attend(client, atelier):
    """In her language, her words kept, the telephone beside; a mistake is no request."""
    assert [envoyer(client, atelier, nom="").status_code for _ in range(3)] == [200] * 3
    numeros = [f"06 12 34 56 {n:02d}" for n in range(21)]
    reponses = [envoyer(client, atelier, "tr", telephone=numero) for numero in numeros]
    assert [r.status_code for r in reponses] == [302] * 20 + [429]
    dernier = reponses[-1].content.decode()
    dits = ["Çok fazla istek.", 'value="Inès"', "tel:+33353010000"]
    assert [mot in dernier for mot in dits] == [True, True, True]
    assert DemandePublique.objects.count() == 20


def test_sans_telephone_ni_courriel_le_numero_du_centre_est_sur_la_page(client, atelier):
    texte = client.get(adresse(atelier)).content.decode()
    assert "tel:+33353010000" in texte


def test_on_choisit_son_jour_quand_il_y_en_a_plusieurs(client, atelier):
    lundi = creer_serie(atelier, etat="publiee")
    assert "Quel jour" not in client.get(adresse(atelier)).content.decode()
    creer_serie(atelier, etat="publiee", jour=3)
    texte = client.get(adresse(atelier, "en")).content.decode()
    assert ("Monday, 14:00" in texte, "Thursday, 14:00" in texte) == (True, True)
    envoyer(client, atelier, serie=str(lundi.pk))
    assert DemandePublique.objects.get().serie == lundi


@pytest.mark.parametrize("champs", [{"demande_publique": False}, {"sensibilite": 2}])
def test_un_atelier_sans_demande_n_a_pas_de_page(client, atelier, champs):
    for nom, valeur in champs.items():
        setattr(atelier, nom, valeur)
    atelier.save()
    assert client.get(adresse(atelier)).status_code == 404


def test_une_reference_inconnue_n_ouvre_rien(client, atelier):
    autre = creer_demande_publique(creer_atelier(demande_publique=True))
    args = [atelier.centre.slug, atelier.slug, autre.reference]
    url = reverse("inscriptions:demande-publique-code", args=args)
    assert client.get(url).status_code == 404


def test_l_equipe_voit_les_demandes_de_son_centre(client, atelier):
    creer_demande_publique(atelier, prenom="Inès")
    creer_demande_publique(atelier, prenom="Caché", etat="a_confirmer")
    ailleurs = creer_atelier(creer_centre("ailleurs"), demande_publique=True)
    creer_demande_publique(ailleurs, prenom="Lointaine")
    client.force_login(creer_utilisateur("accueil"))
    texte = client.get(reverse("inscriptions:demande-list")).content.decode()
    vus = [prenom in texte for prenom in ("Inès", "Caché", "Lointaine")]
    assert vus == [True, False, False]
    assert "1\u00a0autre attend son code" in texte


def test_une_personne_qui_ressemble_est_demandee_avant_d_accepter(client, atelier):
    serie = creer_serie(atelier, etat="publiee")
    creer_seance(atelier, dt.date(2030, 3, 4), 14, serie=serie)
    serie.au = dt.date(2031, 1, 1)
    serie.save()
    connue = creer_personne(prenom="Ines", nom="LARBI", ne_pas_ecrire=True)
    demande = creer_demande_publique(atelier, nom="Larbi")
    client.force_login(creer_utilisateur("accueil"))
    url = reverse("inscriptions:demande-detail", args=[demande.pk])
    sans = client.post(url, {"serie": serie.pk}).content.decode()
    assert ("même personne" in sans, "ne jamais écrire" in sans) == (True, True)
    avec = client.post(url, {"serie": serie.pk, "doublon": str(connue.reference)})
    assert avec["Location"] == reverse("presences:personne-detail", args=[connue.reference])
    assert (Personne.objects.count(), connue.inscriptions.count()) == (1, 1)


def test_les_regles_refusent_une_page_publique_a_un_atelier_discret(client):
    discret = creer_atelier(sensibilite=2)
    client.force_login(creer_utilisateur("coordination"))
    donnees = {"places_gardees": 0, "gardees_heures": 24, "proposition_heures": 12}
    url = reverse("inscriptions:atelier-places", args=[discret.pk])
    texte = client.post(url, {**donnees, "rappels": "veille", "demande_publique": "on"})
    assert "n’a pas de page publique" in texte.content.decode()


def test_a_faire_dit_les_demandes_a_qui_appelle(atelier):
    creer_demande_publique(atelier)
    creer_demande_publique(atelier, etat="a_confirmer")
    dites = {}
    for role in ("accueil", "coordination", "referent", "animation"):
        pour = taches(creer_utilisateur(role), atelier.centre, maintenant())
        dites[role] = [t.titre for t in pour if t.action == "Répondre aux demandes"]
    une = ["1\u00a0demande d’inscription"]
    assert dites == {"accueil": une, "coordination": une, "referent": [], "animation": []}


@pytest.mark.parametrize("nombre", [1, 12])
def test_la_liste_fait_le_meme_nombre_de_requetes(
    client, atelier, django_assert_num_queries, nombre
):
    for _ in range(nombre):
        creer_demande_publique(atelier, serie=creer_serie(atelier))
    client.force_login(creer_utilisateur("accueil"))
    with django_assert_num_queries(8):
        client.get(reverse("inscriptions:demande-list"))


def test_le_mode_d_emploi_est_public_et_porte_le_telephone(client, atelier):
    texte = client.get(reverse("inscriptions:depliant", args=[atelier.centre.slug]))
    assert "03\u00a053\u00a001\u00a000\u00a000" in texte.content.decode()
    assert client.get(reverse("inscriptions:depliant", args=["inconnu"])).status_code == 404
