"""The permission matrix, held against every URL of the project."""

import copy
import re
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.matrice import (
    HORS_MATRICE,
    HORS_MATRICE_ESPACES,
    LIGNES,
    PUBLIQUES,
    PUBLIQUES_CONNEXION,
)
from tests.matrice.lignes import ACTEURS, SANS_COMPTE, Ligne

ABSENT = 987_654_321
PAR_NOM = {ligne.nom: ligne for ligne in LIGNES}


def vues(motifs=None, espaces=()):
    """Every (full name, view) of the URLconf, the excluded namespaces apart."""
    motifs = get_resolver().url_patterns if motifs is None else motifs
    for motif in motifs:
        if isinstance(motif, URLPattern):
            yield ":".join([*espaces, motif.name or f"sans nom : {motif.pattern}"]), motif.callback
        elif motif.namespace not in HORS_MATRICE_ESPACES:
            dessous = (*espaces, motif.namespace) if motif.namespace else espaces
            yield from vues(motif.url_patterns, dessous)


NOMS = dict(vues())


def ouvrir_session_participant(client, jeton):
    """Follow the secret link as a phone does, where the page of participants exists."""
    try:
        client.get(reverse("inscriptions:moi-jeton", kwargs={"jeton": jeton}))
    except NoReverseMatch:
        return


@pytest.fixture(scope="module")
def navigateurs(base_du_module):
    """One browser per actor, its session opened, and the cookies it then holds."""
    ouverts = {nom: Client(raise_request_exception=False) for nom in ACTEURS}
    for nom, utilisateur in base_du_module.acteurs.items():
        ouverts[nom].force_login(utilisateur)
    ouvrir_session_participant(ouverts["participant"], base_du_module.jeton_page)
    ouvrir_session_participant(ouverts["participant_ailleurs"], base_du_module.jeton_autre)
    return [(nom, client, copy.deepcopy(client.cookies)) for nom, client in ouverts.items()]


@pytest.fixture
def clients(navigateurs, monde):
    """The browsers as they were at the start: whoever logged out is back in."""
    for _, client, temoins in navigateurs:
        client.cookies = copy.deepcopy(temoins)
    return {nom: client for nom, client, _ in navigateurs}


def adresse(ligne, monde):
    return reverse(ligne.nom, kwargs=ligne.objet(monde) if ligne.objet else {})


def adresse_absente(ligne, monde):
    """The same address with ids that nobody has."""
    kwargs = {
        cle: ABSENT
        if isinstance(valeur, int)
        else uuid.UUID(int=ABSENT)
        if isinstance(valeur, uuid.UUID)
        else "absent"
        for cle, valeur in ligne.objet(monde).items()
    }
    return reverse(ligne.nom, kwargs=kwargs)


def sans_suite(appel):
    """Run a request and undo what it wrote, so that each actor finds the same world."""
    with transaction.atomic():
        reponse = appel()
        transaction.set_rollback(True)
    return reponse


def ecarts(attendu, obtenu):
    return {nom: (attendu[nom], obtenu[nom]) for nom in ACTEURS if attendu[nom] != obtenu[nom]}


def sans_csrf(reponse):
    """The page without the token of its forms, drawn anew for each answer."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", reponse.content)


def nommer(ligne):
    return f"{ligne.nom}-{ligne.cas}" if ligne.cas else ligne.nom


def avec_objet():
    return [
        ligne
        for ligne in LIGNES
        if ligne.objet and ligne.est_a_un_centre and ligne.nom not in PUBLIQUES
    ]


def test_chaque_url_a_une_ligne():
    assert set(NOMS) - HORS_MATRICE - set(PAR_NOM) == set()


def test_aucune_ligne_sans_url_ni_en_double():
    assert (set(PAR_NOM) | HORS_MATRICE) - set(NOMS) == set()
    assert len({(ligne.nom, ligne.cas) for ligne in LIGNES}) == len(LIGNES)


def test_les_pages_publiques_sont_celles_declarees():
    publiques = {nom for nom, vue in NOMS.items() if not getattr(vue, "login_required", True)}
    assert publiques == PUBLIQUES | PUBLIQUES_CONNEXION


@pytest.mark.parametrize("ligne", LIGNES, ids=nommer)
def test_get_repond_a_chacun_selon_son_role(ligne: Ligne, monde, clients):
    url = adresse(ligne, monde)
    obtenu = {n: sans_suite(lambda c=c: c.get(url)).status_code for n, c in clients.items()}
    assert ecarts(ligne.get, obtenu) == {}


@pytest.mark.parametrize("ligne", LIGNES, ids=nommer)
def test_post_repond_a_chacun_selon_son_role(ligne: Ligne, monde, clients):
    url, donnees = adresse(ligne, monde), ligne.donnees(monde)
    obtenu = {
        n: sans_suite(lambda c=c: c.post(url, donnees)).status_code for n, c in clients.items()
    }
    assert ecarts(ligne.post, obtenu) == {}


@pytest.mark.parametrize("ligne", avec_objet(), ids=nommer)
def test_l_autre_centre_ne_trouve_rien(ligne: Ligne, monde):
    url, obtenu = adresse(ligne, monde), {}
    for role, utilisateur in monde.etrangers.items():
        client = Client(raise_request_exception=False)
        client.force_login(utilisateur)
        obtenu[role] = sans_suite(lambda c=client: c.get(url)).status_code
    seulement_post = 405 in (ligne.get["coordination"],)
    assert set(obtenu.values()) == {405 if seulement_post else ligne.etranger}


@pytest.mark.parametrize("ligne", avec_objet(), ids=nommer)
def test_sans_compte_un_objet_absent_repond_comme_un_objet_present(ligne: Ligne, monde, clients):
    vrai, faux = adresse(ligne, monde), adresse_absente(ligne, monde)
    for methode in ("get", "post"):
        present = getattr(clients["anonyme"], methode)(vrai)
        absent = getattr(clients["anonyme"], methode)(faux)
        assert (present.status_code, present.url) == (302, f"/connexion/?next={vrai}")
        assert (absent.status_code, absent.url) == (302, f"/connexion/?next={faux}")


@pytest.mark.parametrize("ligne", avec_objet(), ids=nommer)
def test_un_objet_d_ailleurs_repond_comme_un_objet_absent(ligne: Ligne, monde, clients):
    client = clients["coordination_ailleurs"]
    vrai, faux = client.get(adresse(ligne, monde)), client.get(adresse_absente(ligne, monde))
    assert (vrai.status_code, sans_csrf(vrai)) == (faux.status_code, sans_csrf(faux))


def test_la_matrice_nomme_tous_les_acteurs(monde):
    assert set(monde.acteurs) == set(ACTEURS) - set(SANS_COMPTE)
