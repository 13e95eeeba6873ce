"""The participant's page and her private feed, as a phone opens them."""

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ateliers.models import VersionAgenda
from centre.acces import OUVERTURE
from centre.models import JournalAcces
from centre.temps import JOUR, aujourdhui, maintenant
from inscriptions.models import JetonParticipant, Place, Son
from inscriptions.operations import annuler_place, prendre_place
from inscriptions.operations.changements import AnnulationVoulue, changer_seances
from inscriptions.operations.liens import nouvel_agenda, nouvelle_carte, revoquer
from tests.builders import (
    creer_atelier,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_son,
    creer_utilisateur,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essais_oublies")]


def dans(jours):
    return aujourdhui() + jours * JOUR


def carte_de(personne, client):
    client.get(reverse("inscriptions:moi-jeton", args=[nouvelle_carte(personne)]))


def ouvrir(client, personne=None, *, lettres=False, **champs):
    personne = personne or creer_personne(nom="Ferhat", **champs)
    carte_de(personne, client)
    if lettres:
        client.post(reverse("inscriptions:moi-lettres"), {"lettres": "fer"})
    return personne


def moi(client, **champs):
    return client.get(reverse("inscriptions:moi"), champs).content.decode()


def repondre(client, place, reponse, **champs):
    donnees = {"place": place.pk, "reponse": reponse, **champs}
    return client.post(reverse("inscriptions:moi-repondre"), donnees)


def test_le_lien_s_echange_contre_une_adresse_propre(client):
    jeton = nouvelle_carte(creer_personne())
    reponse = client.get(reverse("inscriptions:moi-jeton", args=[jeton]))
    assert (reponse.status_code, reponse["Location"]) == (302, "/moi/")
    assert jeton not in moi(client)


def test_la_page_ne_se_garde_ni_ne_s_indexe(client):
    ouvrir(client)
    reponse = client.get("/moi/")
    assert reponse["Cache-Control"] == "private, no-store"
    assert reponse["X-Robots-Tag"] == "noindex, nofollow"
    assert reponse["Referrer-Policy"] == "same-origin"


def test_le_prochain_rendez_vous_est_discret_sans_les_lettres(client):
    personne = creer_personne(titres_explicites_le="2026-01-01T00:00Z")
    atelier = creer_atelier(titre="Couture", titre_discret="RDV Le Lierre")
    creer_place(creer_seance(atelier, dans(1)), personne)
    carte_de(personne, client)
    texte = moi(client)
    assert "RDV Le Lierre" in texte
    assert "Couture" not in texte
    assert "Demain" in texte


def test_les_lettres_ouvrent_la_liste_et_les_titres_choisis(client):
    personne = creer_personne(nom="Ferhat", titres_explicites_le="2026-01-01T00:00Z")
    creer_place(creer_seance(creer_atelier(titre="Couture"), dans(1)), personne)
    creer_place(creer_seance(creer_atelier(titre="Cuisine"), dans(3)), personne)
    protege = creer_atelier(titre="Paroles", titre_discret="RDV Le Lierre", sensibilite=3)
    creer_place(creer_seance(protege, dans(4)), personne)
    ouvrir(client, personne, lettres=True)
    texte = moi(client)
    assert "Couture" in texte
    assert "Cuisine" in texte
    assert "Paroles" not in texte


@pytest.mark.parametrize(
    ("nom", "lettres"),
    [("Éloïse", "elo"), ("Le Goff", "leg"), ("O’Neil", "ONE"), ("Ng", "ng"), ("Öz Kaya", "ÖZK")],
)
def test_les_trois_lettres_sans_accent_ni_espace(client, nom, lettres):
    ouvrir(client, creer_personne(nom=nom))
    client.post(reverse("inscriptions:moi-lettres"), {"lettres": lettres})
    assert "Mes téléphones" not in moi(client)
    assert client.get(reverse("inscriptions:moi-agenda")).status_code == 200


def test_les_mauvaises_lettres_sont_limitees(client):
    ouvrir(client)
    adresse = reverse("inscriptions:moi-lettres")
    statuts = [client.post(adresse, {"lettres": "xyz"}).status_code for _ in range(6)]
    assert statuts == [200] * 5 + [429]
    assert client.post(adresse, {"lettres": "fer"}).status_code == 429
    assert client.get(reverse("inscriptions:moi-agenda")).status_code == 302


def test_je_viens_et_j_ai_besoin_d_aide_se_gardent(client):
    personne = ouvrir(client)
    place = creer_place(creer_seance(jour=dans(2)), personne)
    for reponse in ("vient", "aide"):
        repondre(client, place, reponse)
        place.refresh_from_db()
        assert (place.intention, place.etat) == (reponse, "confirmee")


def test_une_place_proposee_plus_tard_se_prend_sur_la_page(client):
    """Her next date is another one: the offer is asked beside it, discreet, without letters."""
    personne = ouvrir(client)
    creer_place(creer_seance(jour=dans(1)), personne)
    offre = creer_place(
        creer_seance(creer_atelier(titre="Musée", titre_discret="RDV"), dans(9)),
        personne,
        sieges=3,
        etat="proposee",
        offre_jusqua=maintenant() + JOUR,
    )
    texte = moi(client)
    assert "Il y a 3 places pour vous." in texte
    assert (f'id="offre-{offre.pk}"' in texte, "Musée" in texte) == (True, False)
    repondre(client, offre, "vient")
    offre.refresh_from_db()
    assert (offre.etat, "Il y a 3 places" in moi(client)) == ("confirmee", False)


def test_qui_attend_ne_lit_jamais_qu_elle_vient(client):
    """An offer ended while its page was open."""
    personne = ouvrir(client)
    place = creer_place(creer_seance(jour=dans(2)), personne, etat="liste_attente", rang=1)
    repondre(client, place, "vient")
    assert "Attendez notre message pour venir." in moi(client)


def test_un_refus_n_est_pas_une_mauvaise_reponse(client):
    """The séance has begun between her page and her answer: she did choose one of the three."""
    personne = ouvrir(client)
    seance = creer_seance(debut=maintenant() - dt.timedelta(minutes=5), fin=maintenant() + JOUR)
    offre = {"etat": "proposee", "offre_jusqua": maintenant()}
    repondre(client, creer_place(seance, personne, **offre), "vient")
    assert "Ce n’est pas possible. Appelez-nous." in moi(client)


@pytest.mark.parametrize("langue", ["fr", "en"])
def test_repondre_a_une_seance_annulee_dit_qu_elle_l_est(client, langue):
    """The centre cancelled between her page and her answer; another's stays unknown."""
    personne, seance = ouvrir(client), creer_seance(jour=dans(2))
    place, autre = creer_place(seance, personne), creer_place(seance)
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None)
    moi(client, langue=langue)
    debut = {"fr": "Le rendez-vous de ", "en": "The appointment of "}[langue]
    fin = {"fr": " est annulé.", "en": " is cancelled."}[langue]
    for reponse in ("vient", "ne_vient_pas", "aide"):
        assert repondre(client, place, reponse).status_code == 302
        assert re.search(f"{debut}[^<]+{fin}", moi(client))
    place.refresh_from_db()
    assert (place.etat, place.intention) == ("annulee_centre", "")
    assert repondre(client, autre, "vient").status_code == 404


def test_une_autre_carte_sur_le_meme_telephone_a_sa_langue(client):
    """Mother and son share a telephone: what she chose is not his."""
    ouvrir(client)
    moi(client, langue="ar")
    assert 'lang="ar"' in moi(client)
    ouvrir(client)
    assert '<html lang="fr"' in moi(client)


def test_je_ne_viens_pas_demande_confirmation_puis_libere(client):
    personne = ouvrir(client)
    place = creer_place(creer_seance(jour=dans(2)), personne)
    assert "une autre personne" in repondre(client, place, "ne_vient_pas").content.decode()
    place.refresh_from_db()
    assert (place.etat, place.intention) == ("confirmee", "")
    repondre(client, place, "ne_vient_pas", confirmer="oui")
    place.refresh_from_db()
    assert (place.etat, place.intention) == ("annulee_personne", "ne_vient_pas")
    place.seance.refresh_from_db()
    assert place.seance.sieges_pris == 0


def test_repondre_pour_une_autre_n_existe_pas(client):
    ouvrir(client)
    autre = creer_place(creer_seance(jour=dans(2)), creer_personne())
    assert repondre(client, autre, "ne_vient_pas", confirmer="oui").status_code == 404
    autre.refresh_from_db()
    assert autre.etat == "confirmee"
    assert client.get(reverse("inscriptions:moi-date", args=[autre.pk])).status_code == 404


@pytest.mark.parametrize("place", ["", "x", "9" * 21, "-1", "1\r\n", "²"])
def test_repondre_a_une_place_inconnue_n_existe_pas(client, place):
    ouvrir(client)
    donnees = {"place": place, "reponse": "vient"}
    assert client.post(reverse("inscriptions:moi-repondre"), donnees).status_code == 404


def test_une_reponse_qui_n_existe_pas_ne_change_rien(client):
    personne = ouvrir(client)
    place = creer_place(creer_seance(jour=dans(2)), personne)
    assert repondre(client, place, "peut-etre").status_code == 302
    place.refresh_from_db()
    assert place.intention == ""


def test_get_n_agit_jamais(client):
    personne = ouvrir(client, lettres=True)
    place = creer_place(creer_seance(jour=dans(2)), personne)
    for nom in ("moi", "moi-repondre", "moi-lettres", "moi-agenda"):
        client.get(reverse(f"inscriptions:{nom}"), {"place": place.pk, "reponse": "ne_vient_pas"})
    place.refresh_from_db()
    assert (place.etat, place.intention) == ("confirmee", "")
    assert JetonParticipant.objects.filter(usage="agenda").count() == 0


def test_sans_session_on_demande_la_carte(client):
    assert "Scannez votre carte" in moi(client)
    assert client.post(reverse("inscriptions:moi-lettres")).status_code == 302


def test_inconnu_revoque_et_agenda_sont_la_meme_page(client):
    personne = creer_personne()
    perdu = nouvelle_carte(personne)
    nouvelle_carte(personne)
    agenda = nouvel_agenda(personne)
    pages = [
        client.get(reverse("inscriptions:moi-jeton", args=[jeton]))
        for jeton in (perdu, agenda, "inconnu", "a" * 300)
    ]
    assert {p.status_code for p in pages} == {404}
    assert len({p.content for p in pages}) == 1
    assert 'lang="fr"' in pages[0].content.decode()


def test_une_nouvelle_carte_ferme_la_session_de_l_ancienne(client):
    personne = ouvrir(client)
    nouvelle_carte(personne)
    assert "Scannez votre carte" in moi(client)


def test_la_session_finit_apres_trente_minutes(client, time_machine_ou_rien):
    ouvrir(client)
    time_machine_ou_rien(dt.timedelta(minutes=29))
    assert "Scannez" not in moi(client)
    time_machine_ou_rien(dt.timedelta(minutes=2))
    assert "Scannez votre carte" in moi(client)


@pytest.fixture
def time_machine_ou_rien():
    import time_machine  # noqa: PLC0415

    voyage = time_machine.travel(dt.datetime.now(dt.UTC), tick=False)
    horloge = voyage.start()
    yield horloge.shift
    voyage.stop()


@pytest.mark.parametrize("langue", [code for code, _ in settings.LANGUAGES])
def test_chaque_langue_se_lit_en_entier(client, langue):
    personne = ouvrir(client, langue="fr", lettres=True)
    creer_place(creer_seance(jour=dans(1)), personne)
    texte = moi(client, langue=langue)
    sens = "rtl" if langue == "ar" else "ltr"
    assert f'<html lang="{langue}" dir="{sens}">' in texte
    if langue != "fr":
        for phrase in ("Je viens", "Votre prochain rendez-vous", "Bonjour", "Demain", "Ouvrir"):
            assert phrase not in texte
    # Chosen once, kept for the visit.
    assert f'<html lang="{langue}" dir="{sens}">' in moi(client)


def test_une_langue_inconnue_garde_la_sienne(client):
    ouvrir(client, langue="uk")
    assert '<html lang="uk"' in moi(client, langue="xx")


def test_qui_a_regarde_se_lit_derriere_les_lettres(client):
    personne = creer_personne(nom="Ferhat")
    JournalAcces.objects.create(
        centre=personne.centre,
        utilisateur=creer_utilisateur("prescripteur"),
        qui="Marc Petit, UDAF",
        page=OUVERTURE,
        sujet=personne.reference,
    )
    creer_parcours(personne)
    ouvrir(client, personne)
    assert "Marc Petit" not in moi(client)
    client.post(reverse("inscriptions:moi-lettres"), {"lettres": "fer"})
    page = moi(client)
    assert ("Marc Petit, UDAF" in page, "Ouvert en urgence" in page) == (True, True)
    assert "Objectif" in moi(client)


def test_une_seance_annulee_se_voit_sans_les_trois_reponses(client):
    personne = creer_personne(nom="Ferhat")
    seance = creer_seance(jour=dans(2))
    creer_place(seance, personne)
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None)
    ouvrir(client, personne, lettres=True)
    texte = moi(client)
    assert "Annulé" in texte
    assert "Je viens" not in texte


def test_la_page_tient_en_60_ko_avec_toutes_ses_voix(client):
    """A sound is a link: its bytes come when it is touched, none before."""
    personne = ouvrir(client, lettres=True)
    for phrase in Son.Phrase:
        creer_son(phrase=phrase)
    for jour in range(1, 25):
        creer_place(creer_seance(jour=dans(jour)), personne)
    texte = moi(client)
    fichiers = set(re.findall(r'(?:href|src)="/static/([^"#]+)', texte))
    assert "img/sprite.svg" in fichiers
    octets = len(gzip.compress(texte.encode()))
    octets += sum(len(gzip.compress((Path("static") / f).read_bytes())) for f in fichiers)
    assert octets < 60_000
    dites = set(Son.Phrase.values) - {"aucun", "lettres"}
    assert set(re.findall(r"data-son href=\"/moi/sons/(\w+)/", texte)) == dites
    assert re.findall("<script[^>]*>", texte) == [VOIX]


@pytest.mark.parametrize("nombre", [1, 12])
def test_la_page_fait_le_meme_nombre_de_requetes(client, django_assert_num_queries, nombre):
    personne = ouvrir(client, lettres=True)
    for jour in range(1, nombre + 1):
        creer_place(creer_seance(jour=dans(jour)), personne)
    moi(client)
    with django_assert_num_queries(REQUETES_MOI):
        moi(client)


# Six of the page, the centre's voices, the outings one may ask for, the hours of the week, whether
# a questionnaire waits for her.
REQUETES_MOI = 11
# The one script: it reads aloud, and the page says everything without it.
VOIX = '<script type="module" src="/static/js/voix.js">'


@pytest.mark.parametrize(
    ("transmission", "phrase"),
    [
        ("aucune", "La personne qui vous oriente ne voit pas quand vous venez."),
        ("avec_accord_au_referent", "La personne qui vous oriente voit quand vous venez."),
    ],
)
def test_la_page_dit_qui_peut_voir_quoi(client, transmission, phrase):
    personne = creer_personne(nom="Ferhat")
    creer_parcours(personne, transmission_presence=transmission, prescripteur=creer_professionnel())
    ouvrir(client, personne)
    assert "Qui peut voir quoi" not in moi(client)
    ouvrir(client, personne, lettres=True)
    texte = moi(client)
    assert ("Qui peut voir quoi" in texte, phrase in texte) == (True, True)
    assert "votre prénom" in texte


def agenda(client, jeton, **entetes):
    return client.get(reverse("inscriptions:agenda-personne", args=[jeton]), headers=entetes)


def test_l_agenda_est_prive_discret_et_sans_nom():
    personne = creer_personne(prenom="Zélie", nom="Sentinelle")
    atelier = creer_atelier(titre="Couture", titre_discret="RDV Le Lierre")
    creer_place(creer_seance(atelier, dans(2)), personne)
    reponse = agenda(Client(), nouvel_agenda(personne))
    texte = reponse.content.decode()
    assert "SUMMARY:RDV Le Lierre" in texte
    for interdit in ("Couture", "Zélie", "Sentinelle", "ATTENDEE", "ORGANIZER", "METHOD"):
        assert interdit not in texte
    assert reponse["Cache-Control"] == "private, max-age=900"
    assert reponse["Referrer-Policy"] == "no-referrer"
    assert reponse["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in reponse
    assert "Cookie" not in reponse.get("Vary", "")


def test_l_agenda_garde_ce_qui_est_annule_et_dit_l_attente():
    personne = creer_personne()
    annulee = creer_seance(jour=dans(2))
    creer_place(annulee, personne)
    creer_place(creer_seance(jour=dans(3)), personne, etat="liste_attente", rang=1)
    changer_seances(annulations=[AnnulationVoulue(annulee, "autre")], par=None)
    texte = agenda(Client(), nouvel_agenda(personne)).content.decode()
    assert "SUMMARY:Annulé\u00a0: RDV Le Lierre" in texte
    assert "STATUS:CANCELLED" in texte
    assert "SUMMARY:Liste d’attente\u00a0: RDV Le Lierre" in texte


def test_l_agenda_repond_304_jusqu_a_un_changement():
    personne = creer_personne()
    seance = creer_seance(jour=dans(2))
    jeton, client = nouvel_agenda(personne), Client()
    vide = agenda(client, jeton)
    assert agenda(client, jeton, if_none_match=vide["ETag"]).status_code == 304
    place = prendre_place(seance=seance, personne=personne, par=None)
    avec = agenda(client, jeton, if_none_match=vide["ETag"])
    assert (avec.status_code, avec.content.count(b"BEGIN:VEVENT")) == (200, 1)
    annuler_place(place, par=None, par_la_personne=True)
    sans = agenda(client, jeton, if_none_match=avec["ETag"])
    assert (sans.status_code, sans.content.count(b"BEGIN:VEVENT")) == (200, 0)
    assert VersionAgenda.objects.get(cle=f"personne:{personne.pk}").version == 2


def test_l_agenda_change_quand_la_seance_bouge():
    place = creer_place(creer_seance(jour=dans(2)))
    jeton, client = nouvel_agenda(place.personne), Client()
    avant = agenda(client, jeton)
    changer_seances(annulations=[AnnulationVoulue(place.seance, "autre")], par=None)
    assert agenda(client, jeton, if_none_match=avant["ETag"]).status_code == 200


def test_un_agenda_revoque_inconnu_ou_page_est_le_meme_404():
    personne = creer_personne()
    revoque, page = nouvel_agenda(personne), nouvelle_carte(personne)
    revoquer(JetonParticipant.objects.get(usage="agenda"))
    reponses = [agenda(Client(), jeton) for jeton in (revoque, page, "inconnu")]
    assert {r.status_code for r in reponses} == {404}
    assert len({r.content for r in reponses}) == 1


@pytest.mark.parametrize("nombre", [10, 1000])
def test_l_agenda_fait_le_meme_nombre_de_requetes(django_assert_num_queries, nombre):
    personne, atelier = creer_personne(), creer_atelier()
    modele = creer_seance(atelier, dans(1))
    debuts = [modele.debut + dt.timedelta(hours=n) for n in range(nombre)]
    seances = type(modele).objects.bulk_create(
        type(modele)(
            centre=modele.centre,
            atelier=atelier,
            lieu=modele.lieu,
            capacite=5,
            etat="prevue",
            debut=debut,
            fin=debut + dt.timedelta(hours=1),
        )
        for debut in debuts
    )
    Place.objects.bulk_create(Place(seance=s, personne=personne) for s in seances)
    jeton, client = nouvel_agenda(personne), Client()
    agenda(client, jeton)
    with django_assert_num_queries(3):
        assert agenda(client, jeton).content.count(b"BEGIN:VEVENT") == nombre


def test_le_jeton_n_est_stocke_que_par_son_empreinte():
    jeton = nouvelle_carte(creer_personne())
    assert jeton not in str(JetonParticipant.objects.values())


def test_un_telephone_se_nomme_puis_se_retire(client):
    ouvrir(client, lettres=True)
    donnees = {"libelle": " Tablette\r\x00 du salon "}
    page = client.post(reverse("inscriptions:moi-agenda"), donnees).content.decode()
    assert "<bdi>Tablette du salon</bdi>" in page
    [lien] = re.findall(r'value="http://testserver(/agenda/p/[^"]+\.ics)"', page)
    assert client.get(lien).status_code == 200
    [jeton] = JetonParticipant.objects.filter(usage="agenda")
    client.post(reverse("inscriptions:moi-agenda-retirer", args=[jeton.pk]))
    assert client.get(lien).status_code == 404
    assert lien not in client.get(reverse("inscriptions:moi-agenda")).content.decode()


def test_une_date_seule_se_telecharge(client):
    personne = ouvrir(client)
    place = creer_place(creer_seance(jour=dans(2)), personne)
    reponse = client.get(reverse("inscriptions:moi-date", args=[place.pk]))
    assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
    assert reponse.content.count(b"BEGIN:VEVENT") == 1
