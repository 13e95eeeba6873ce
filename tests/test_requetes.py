"""SQL queries of the pages that grow: the same literal numbers at ten rows and at a thousand."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ateliers.models import Seance
from centre.models import Message
from centre.temps import maintenant
from inscriptions.models import Place
from inscriptions.operations.liens import nouvel_agenda
from parcours.models import Orientation
from presences.models import Presence
from tests.bench import mondes

pytestmark = pytest.mark.django_db

REQUETES = {
    "flux public": 2,
    "flux public, 304": 1,
    "flux privé": 3,
    "flux privé, 304": 1,
    "planning public": 4,
    "semaine": 8,
    "à faire": 26,
    "séance": 12,
    "feuille": 14,
    "Mes orientations": 16,
    "suivi": 18,
    "personnes": 8,
    "messages": 7,
}


def messages_du(monde):
    debut = maintenant() - dt.timedelta(hours=2)
    Message.objects.bulk_create(
        Message(
            centre=monde.centre,
            canal=("courriel", "sms", "appel")[rang % 3],
            destinataire=f"banc{rang}@example.org",
            modele="essai",
            cle=f"{monde.centre.slug}-{rang}",
            message_id=f"<{rang}@{monde.centre.slug}.example>",
            a_partir_de=debut,
        )
        for rang in range(monde.taille)
    )


def deux_a_la_meme_heure(monde):
    """Both sizes have a crossing to look into: without one, the week asks one question less."""
    autre = Seance.objects.filter(centre=monde.centre).exclude(pk=monde.seance.pk).earliest("pk")
    autre.debut, autre.fin, autre.sieges_pris = monde.seance.debut, monde.seance.fin, 1
    autre.save(update_fields=["debut", "fin", "sieges_pris"])


def une_personne_partout(monde):
    """Give the first orientee a place at every séance, and a presence at those that are over."""
    orientation = Orientation.objects.filter(centre=monde.centre).order_by("pk")[0]
    autres = Seance.objects.filter(centre=monde.centre).exclude(pk=monde.seance.pk)
    places = Place.objects.bulk_create(
        Place(seance=seance, personne=orientation.personne, parcours=orientation.parcours)
        for seance in autres
    )
    Presence.objects.bulk_create(Presence(place=place) for place in places[::2])
    return orientation


def chemins_de(monde):
    orientation = une_personne_partout(monde)
    messages_du(monde)
    deux_a_la_meme_heure(monde)
    jeton, slug = nouvel_agenda(orientation.personne), monde.centre.slug
    return {
        **monde.chemins(),
        "flux privé": (f"/agenda/p/{jeton}.ics", None),
        "planning public": (f"/c/{slug}/", None),
        "suivi": (f"/orientations/{orientation.pk}/", monde.prescripteur),
        "personnes": (f"/personnes/?centre={slug}", monde.coordination),
        "messages": (f"/messages/?centre={slug}", monde.coordination),
    }


def compter(client, chemin, **entetes):
    with CaptureQueriesContext(connection) as requetes:
        reponse = client.get(chemin, headers=entetes)
    return reponse, len(requetes)


def visiter(nom, chemin, utilisateur):
    """Open a page twice: the first visit writes what is written once (session, last use)."""
    client = Client()
    if utilisateur:
        client.force_login(utilisateur)
    premiere = client.get(chemin)
    reponse, nombre = compter(client, chemin)
    assert reponse.status_code == 200, nom
    comptes = {nom: nombre}
    if "ETag" in premiere and nom.startswith("flux"):
        reponse, comptes[f"{nom}, 304"] = compter(client, chemin, if_none_match=premiere["ETag"])
        assert reponse.status_code == 304, nom
    return comptes


@pytest.mark.parametrize("lignes", [10, 1000])
def test_une_page_fait_le_meme_nombre_de_requetes(lignes):
    monde = mondes.batir(lignes)
    comptes = {}
    for nom, (chemin, utilisateur) in chemins_de(monde).items():
        comptes |= visiter(nom, chemin, utilisateur)
    assert comptes == REQUETES
