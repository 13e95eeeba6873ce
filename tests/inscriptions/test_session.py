"""The three letters that open a participant's page."""

import pytest
from django.urls import reverse

from centre.temps import JOUR, aujourdhui, maintenant
from inscriptions.conservation import contacts
from inscriptions.models import JetonParticipant
from inscriptions.operations import AnnulationVoulue, changer_seances
from inscriptions.operations.liens import nouvel_agenda, nouvelle_carte
from inscriptions.session import langues
from tests.builders import creer_atelier, creer_personne, creer_place, creer_seance

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lettres", ["", "-", "abc"])
def test_un_nom_sans_lettre_ne_s_ouvre_a_personne(client, lettres):
    jeton = nouvelle_carte(creer_personne(nom="-"))
    client.get(reverse("inscriptions:moi-jeton", args=[jeton]))
    client.post(reverse("inscriptions:moi-lettres"), {"lettres": lettres})
    assert client.get(reverse("inscriptions:moi-agenda")).status_code == 302


def test_un_agenda_lu_par_un_telephone_n_est_pas_un_contact(client):
    """It polls for years: only somebody who opens her page keeps her file alive."""
    personne = creer_personne()
    client.get(reverse("inscriptions:agenda-personne", args=[nouvel_agenda(personne)]))
    assert list(contacts()) == []
    client.get(reverse("inscriptions:moi-jeton", args=[nouvelle_carte(personne)]))
    assert [reference for reference, _ in contacts()] == [personne.reference]


def test_la_langue_lue_est_des_premieres_que_montre_un_petit_telephone():
    rangees = langues("uk", "tr")
    assert [r["code"] for r in rangees[:4]] == ["fr", "tr", "uk", "ar"]
    assert [r["nom"] for r in rangees if r["courante"]] == ["Українська"]
    assert len(rangees) == 9


def test_sa_carte_seule_dit_ce_qui_est_annule_avant_son_prochain_rendez_vous(client):
    """Without the letters, under the discreet title; what comes after waits for the letters."""
    personne = creer_personne(titres_explicites_le="2026-01-01T00:00Z")
    atelier = creer_atelier(titre="Couture", titre_discret="RDV Le Lierre")
    seances = [creer_seance(atelier, aujourdhui() + n * JOUR) for n in (1, 2, 3)]
    for seance in seances:
        creer_place(seance, personne)
    annulees = [AnnulationVoulue(seance, "autre") for seance in (seances[0], seances[2])]
    changer_seances(annulations=annulees, par=None)
    client.get(reverse("inscriptions:moi-jeton", args=[nouvelle_carte(personne)]))
    page = client.get("/moi/").content.decode()
    assert (page.count("Annulé"), "Couture" in page) == (1, False)
    assert page.index("Annulé") < page.index("Votre prochain rendez-vous")


def test_une_carte_morte_et_une_visite_finie_se_lisent_dans_la_langue_du_telephone(client):
    """Whoever finds her old card again learns what to do, and whom to call."""
    jeton = nouvelle_carte(creer_personne())
    morte = reverse("inscriptions:moi-jeton", args=[jeton])
    JetonParticipant.objects.update(revoque_le=maintenant())
    reponses = [client.get(page, headers={"accept-language": "tr"}) for page in (morte, "/moi/")]
    assert [r.status_code for r in reponses] == [404, 200]
    lues = ["Bu kart artık çalışmıyor", "Kartınızı okutun"]
    for reponse, lue in zip(reponses, lues, strict=True):
        page = reponse.content.decode()
        dits = [lue, 'lang="tr"', "tel:+33353010000", 'href="?langue=ar"']
        assert [mot in page for mot in dits] == [True, True, True, True]
    assert client.post(morte).status_code == 405
