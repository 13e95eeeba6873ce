"""« Renvoyer l’invitation » on the page of a person, of a séance, and in the outbox."""

import pytest
import time_machine
from django.urls import reverse

from centre.models import Message
from inscriptions.models import Place
from inscriptions.operations.renvoyer import renvoyer_l_inscription
from tests.builders import creer_centre, creer_utilisateur
from tests.inscriptions.test_concurrence import en_insistant, ensemble
from tests.inscriptions.test_invitations import bouger, partir
from tests.inscriptions.test_renvoyer import PLUS_TARD, inscrite

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(PLUS_TARD, tick=False):
        yield


def page(nom, objet):
    return reverse(f"inscriptions:{nom}-renvoyer", args=[objet.pk])


def test_renvoyer_montre_le_message_puis_l_envoie_une_fois(client):
    inscription, seances, personne = inscrite()
    partir()
    place = Place.objects.get(personne=personne, seance=seances[2])
    client.force_login(creer_utilisateur("accueil"))
    inscrire = reverse("inscriptions:inscription-creer", args=[personne.reference])
    seance = reverse("inscriptions:seance-detail", args=[place.seance_id])
    adresses = [page("inscription", inscription), page("place", place)]
    assert [a in client.get(p).text for a, p in zip(adresses, (inscrire, seance), strict=True)] == [
        True,
        True,
    ]
    for adresse in adresses:
        assert "Voici de nouveau vos rendez-vous." in client.get(adresse).text
    assert Message.objects.count() == 1
    assert "C’est renvoyé à" in client.post(adresses[0], follow=True).text
    assert "il y a moins de cinq minutes" in client.post(adresses[1], follow=True).text
    assert [m.uid for m, _, _ in partir()] == [inscription.uid]
    client.force_login(creer_utilisateur("accueil", creer_centre("autre")))
    assert [client.post(adresse).status_code for adresse in adresses] == [404, 404]


def test_les_messages_menent_a_renvoyer_quand_reessayer_ne_sert_plus(
    client, django_assert_num_queries
):
    """A date was told since: trying the whole again would overwrite it."""
    inscription, seances, _ = inscrite()
    Message.objects.update(etat="echec", tentatives=1)
    reessayer = reverse("centre:message-reessayer", args=[Message.objects.get().pk])
    client.force_login(creer_utilisateur("coordination"))

    def offerts():
        vue = client.get(reverse("centre:message-list")).text
        return [reessayer in vue, page("inscription", inscription) in vue]

    assert offerts() == [True, False]
    bouger(seances[3])
    assert offerts() == [False, True]
    inscrite()
    Message.objects.filter(etat="en_attente").update(etat="echec", tentatives=1)
    with django_assert_num_queries(9):
        offerts()


@pytest.mark.django_db(transaction=True)
def test_deux_collegues_au_meme_instant_ne_renvoient_qu_un_message():
    inscription, _, _ = inscrite()
    partir()
    gestes = [lambda: len(renvoyer_l_inscription(inscription)) for _ in range(3)]
    dits = ensemble([en_insistant(geste) for geste in gestes])
    assert sorted(map(str, dits)) == ["1", "recente", "recente"]
    assert [m.sequence for m, _, _ in partir()] == [1]
