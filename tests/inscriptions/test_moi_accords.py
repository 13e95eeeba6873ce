"""Her own consents: behind the letters, in her language, taken back with the click (RGPD 7.3)."""

import pytest

from centre.models import JournalAcces
from parcours.models import Consentement, Personne
from parcours.operations.accords import choisir
from parcours.textes_accords import texte_d_accord
from presences.models import Presence
from tests import builders as b
from tests.navigateurs import ouvrir_sa_page

pytestmark = pytest.mark.django_db
URL = "/moi/accords/"


@pytest.fixture
def rosa():
    return b.creer_personne(prenom="Rosa", nom="Pinto")


def choix(client):
    return {un.objet: un.est_oui for *_, un in client.get(URL).context["choix"]}


def test_sans_les_trois_lettres_rien_ne_se_lit_ni_ne_change(rosa):
    client = ouvrir_sa_page(rosa, lettres=False)
    reponses = [client.get(URL), client.post(URL, {"objet": "photo", "accepte": "oui"})]
    assert [(r.status_code, r.url) for r in reponses] == [(302, "/moi/")] * 2
    assert Consentement.objects.count() == 0


def test_un_oui_puis_un_non_agissent_tout_de_suite_et_gardent_leurs_dates(rosa):
    client = ouvrir_sa_page(rosa)
    assert choix(client) == {
        "titres": False, "contact_courriel": True, "contact_sms": False, "photo": False,
    }  # fmt: skip
    for objet in ("titres", "contact_sms", "photo"):
        client.post(URL, {"objet": objet, "accepte": "oui"})
    rosa.refresh_from_db()
    assert (rosa.veut_les_titres, rosa.canal) == (True, "sms")
    for objet in ("titres", "contact_sms", "photo"):
        client.post(URL, {"objet": objet, "accepte": "non"})
    rosa.refresh_from_db()
    assert (rosa.veut_les_titres, rosa.canal) == (False, "appel")
    assert set(choix(client).values()) == {False}
    retires = Consentement.objects.filter(retire_le__isnull=False)
    assert sorted(retires.values_list("objet", "canal")) == [
        (objet, "Sa page personnelle") for objet in ("contact_sms", "photo", "titres")
    ]
    assert Consentement.objects.en_vigueur().count() == 0


def test_le_partage_et_les_autres_accords_se_retirent_d_un_clic(rosa):
    partenaire, par = b.creer_utilisateur("prescripteur"), b.creer_utilisateur("referent")
    pro = b.creer_professionnel(partenaire)
    suivi = b.creer_parcours(rosa, prescripteur=pro, transmission_presence="aucune")
    b.creer_presence(b.creer_place(personne=rosa, parcours=suivi))
    choisir(rosa, objet="partage_presences", accepte=True, par=par, parcours=suivi)
    choisir(rosa, objet="partage_organisme", accepte=True, par=par, destinataire=pro.organisme)
    Consentement.objects.create(personne=rosa, objet="comite", parcours=suivi, texte="oui")
    client = ouvrir_sa_page(rosa)
    lues = Presence.objects.partagees_avec(partenaire)
    assert (lues.count(), str(pro.organisme) in client.get(URL).text) == (1, True)
    siens = Consentement.objects.en_vigueur()
    for accord in siens.all():
        client.post(URL, {"accord": accord.pk})
    suivi.refresh_from_db()
    assert (lues.count(), siens.count()) == (0, 0)
    assert suivi.transmission_presence == "attestation_remise_a_la_personne"
    assert client.get(URL).context["autres"] == []


def test_elle_ne_retire_que_les_siens_et_ne_choisit_que_les_quatre(rosa):
    autre = Consentement.objects.create(personne=b.creer_personne(), objet="photo", texte="oui")
    client = ouvrir_sa_page(rosa)
    demandes = [{"accord": autre.pk}, {"accord": "x"}, {"objet": "comite", "accepte": "oui"}, {}]
    assert [client.post(URL, d).status_code for d in demandes] == [404] * 4
    assert list(Consentement.objects.en_vigueur()) == [autre]


def test_qui_ne_doit_pas_recevoir_d_ecrit_ne_se_voit_proposer_aucun_canal(rosa):
    Personne.objects.filter(pk=rosa.pk).update(ne_pas_ecrire=True)
    client = ouvrir_sa_page(rosa)
    assert set(choix(client)) == {"titres", "photo"}
    assert client.post(URL, {"objet": "contact_sms", "accepte": "oui"}).status_code == 404


def test_la_page_se_lit_dans_sa_langue_et_s_ecrit_au_journal(rosa):
    client = ouvrir_sa_page(rosa)
    page = client.get(f"{URL}?langue=tr").text
    assert ("Kabul ettiklerim" in page, "Ce que j’accepte" in page) == (True, False)
    lue = JournalAcces.objects.filter(page="page personnelle, accords", sujet=rosa.reference)
    assert lue.count() == 1


def test_le_texte_accepte_reste_dans_la_langue_ou_elle_l_a_lu(rosa):
    client = ouvrir_sa_page(rosa)
    arabe = texte_d_accord("photo", "ar")
    assert arabe in client.get(f"{URL}?langue=ar").text
    client.post(URL, {"objet": "photo", "accepte": "oui"})
    un = Consentement.objects.get()
    assert (un.langue, un.texte) == ("ar", arabe)
    turque = client.get(f"{URL}?langue=tr").text
    assert texte_d_accord("photo", "tr") in turque
    assert f'lang="ar" dir="auto">«&nbsp;{arabe}&nbsp;»</p>' in turque


def test_ses_droits_se_lisent_dans_sa_langue_sans_les_lettres(rosa):
    page = ouvrir_sa_page(rosa, lettres=False).get("/moi/information/?langue=ar").text
    assert ('dir="rtl"' in page, "بياناتكم وحقوقكم" in page, "Pinto" in page) == (True, True, False)


def test_accepter_deux_fois_n_ecrit_qu_une_ligne(rosa):
    client = ouvrir_sa_page(rosa)
    for _ in range(2):
        client.post(URL, {"objet": "photo", "accepte": "oui"})
    un = Consentement.objects.get()
    assert (un.objet, un.retire_le) == ("photo", None)
