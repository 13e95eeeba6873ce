"""Browsers of the test client: somebody of the team, or a person behind the link of her card."""

from django.test import Client
from django.urls import reverse

from inscriptions.operations.liens import nouvelle_carte
from tests.builders import creer_utilisateur


def connecter(utilisateur):
    client = Client()
    client.force_login(utilisateur)
    return client


def navigateur_de(role, centre=None):
    """The browser of a new account with this role, held in ``utilisateur``."""
    utilisateur = creer_utilisateur(role, centre)
    client = connecter(utilisateur)
    client.utilisateur = utilisateur
    return client


def ouvrir_sa_page(personne, *, lettres=True):
    """Her own page, opened by a new card, then by the first three letters of her name."""
    client = Client()
    client.get(reverse("inscriptions:moi-jeton", args=[nouvelle_carte(personne)]))
    if lettres:
        client.post(reverse("inscriptions:moi-lettres"), {"lettres": personne.nom[:3]})
    return client
