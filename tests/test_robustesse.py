"""Hostile input on every form, address and parameter: a clear answer, nothing written, no 5xx.

Forms are read from the pages themselves, so that a new one is attacked as soon as it is drawn.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from tests.matrice import LIGNES
from tests.test_acces import NOMS, adresse, ouvrir_session_participant
from tests.test_coherence import MODULES
from tests.visite import lire, visiter

pytestmark = pytest.mark.django_db

ACTEURS = ("coordination", "prescripteur", "participant")
CONNEXION = ("/connexion", "/compte", "/deconnexion")
ENORME = "9" * 21
VERS_LE_PASSE = ("2026-12-31", "2026-01-01")
BALISE = "\"'><script>alert(7)</script>"
# What reading may write: the access log, the session, the last use of a link, limits of trials.
ECRIT_EN_LISANT = {
    "centre_journalacces",
    "django_session",
    "inscriptions_jetonparticipant",
    "ateliers_abonnementequipe",
    "inscriptions_abonnementpartenaire",
    "cache",
}


def navigateur(monde, acteur, **options):
    client = Client(raise_request_exception=False, **options)
    if acteur in monde.acteurs:
        client.force_login(monde.acteurs[acteur])
    elif acteur == "participant":
        ouvrir_session_participant(client, monde.jeton_page)
    return client


ECRITURE = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "?(\w+)')


class Ecritures:
    """The tables written while it is open, savepoints apart."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if ecrit := ECRITURE.match(sql):
            self.tables.add(ecrit[1])
        return execute(sql, params, many, context)


def etat(tables):
    """Every row of these tables."""
    with connection.cursor() as curseur:
        for table in sorted(tables):
            curseur.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 (our tables)
            yield table, curseur.fetchall()


def envoyer(methode, page, donnees=None):
    """The answer, and whether it changed the base; then all is undone."""
    ecritures, client = Ecritures(), methode.__self__
    cookies = client.cookies.copy()
    with transaction.atomic():
        with connection.execute_wrapper(ecritures):
            reponse = methode(page, donnees or {})
        # No trigger and no cascade writes by itself: the other tables are as they were.
        ecrites = ecritures.tables - ECRIT_EN_LISANT
        apres = list(etat(ecrites))
        transaction.set_rollback(True)
    # A desk that opens closes the session of who opened it: that is undone too.
    client.cookies = cookies
    return reponse, apres != list(etat(ecrites))


def refle(reponse):
    return b"<script>alert(7)" in getattr(reponse, "content", b"")


# --- Forms -----------------------------------------------------------------------------------

TEXTES = ["a\x00b", "a\r\nBcc: x@y.example", "a\u202eb", BALISE, "x" * 100_000]
NOMBRES = [ENORME, f"-{ENORME}", "1e400", "abc", BALISE]
JOURS = ["2026-02-31", "0000-00-00", "99999-01-01", ENORME, BALISE]
HEURES = ["25:61", ENORME, "abc", "\x00", BALISE]
CHOIX = [ENORME, "n’existe pas", "\x00", f"-{ENORME}", BALISE]
PAR_NATURE = {
    "date": JOURS,
    "time": HEURES,
    "number": NOMBRES,
    "hidden": CHOIX,
    **dict.fromkeys(("select", "radio", "button"), CHOIX),
}


def attaques(champ):
    """Five values that a field of this nature may not take; the first is surely wrong."""
    if champ.nature == "checkbox" and champ.choix != ["on"]:
        return CHOIX
    return PAR_NATURE.get(champ.nature, TEXTES)


def essais(formulaire):
    """One field wrong at a time; then all wrong, three ways; then lists; then nothing at all."""
    donnees = formulaire.donnees
    champs = [c for c in formulaire.champs.values() if c.nom != "csrfmiddlewaretoken"]
    for champ in champs:
        yield champ.nom, {**donnees, champ.nom: attaques(champ)[0]}
    for rang in (1, 3, 4):
        yield f"tout faux {rang}", {**donnees, **{c.nom: attaques(c)[rang] for c in champs}}
    yield "listes", {nom: [valeur, ENORME, BALISE] for nom, valeur in donnees.items()}
    yield "rien", {}


@pytest.fixture(scope="module")
def visites(base_du_module):
    """Once for the module: (actor, browser, pages with their answers)."""
    with transaction.atomic():
        clients = {acteur: navigateur(base_du_module, acteur) for acteur in ACTEURS}
        return {a: (c, visiter(c, LIGNES, base_du_module)) for a, c in clients.items()}


def formulaires(visites):
    """Every form that somebody sees, with the first who sees it; those of the login apart."""
    vus = {}
    for acteur, (client, reponses) in visites.items():
        for page, reponse in reponses.items():
            for f in lire(reponse, page).formulaires:
                if not f.action.startswith(CONNEXION):
                    vus.setdefault(f.signature, (acteur, client, f))
    return list(vus.values())


# Where to come back to, what the page had shown, and a number that only another answer reads: a
# wrong one is left aside. A wrong code is a try, which is counted.
SANS_ORDRE = {"suite", "vu", "nombre", "code"}


def doit_etre_refuse(formulaire, essai):
    """One field is surely wrong: nothing may be written. A box or a button is on or off."""
    champ = formulaire.champs.get(essai)
    return bool(champ) and champ.nature not in ("button", "checkbox") and essai not in SANS_ORDRE


def test_un_formulaire_hostile_ne_casse_rien(monde, visites):
    fautes = []
    for acteur, client, f in formulaires(visites):
        for essai, donnees in essais(f):
            reponse, change = envoyer(getattr(client, f.methode), f.action, donnees)
            ecrit = change and doit_etre_refuse(f, essai)
            if reponse.status_code >= 500 or refle(reponse) or ecrit:
                fautes.append((acteur, f.action, essai, reponse.status_code, ecrit))
    assert fautes == []


def test_une_fin_avant_le_debut_est_refusee(monde, visites):
    couples = [("debut", "fin"), ("du", "au"), ("heure_debut", "heure_fin")]
    fautes = []
    for acteur, client, f in formulaires(visites):
        for debut, fin in couples:
            if f.methode == "post" and {debut, fin} <= set(f.champs):
                valeurs = ("18:00", "09:00") if f.champs[fin].nature == "time" else VERS_LE_PASSE
                donnees = {**f.donnees, debut: valeurs[0], fin: valeurs[1]}
                reponse, change = envoyer(client.post, f.action, donnees)
                # A form that a drag fills has no page of its own.
                if reponse.status_code not in (200, 405) or change:
                    fautes.append((acteur, f.action, reponse.status_code, change))
    assert fautes == []


# --- Addresses and their parameters ----------------------------------------------------------

# Every parameter that a view reads from the address, and those of the forms sent by GET.
PARAMETRES = sorted(
    {n for m in MODULES for n in re.findall(r"GET\.get(?:list)?\(\"(\w+)\"", m.read_text())}
    | {"du", "au", "dispositif", "format", "lieu", "animateur"}
)
VALEURS = [ENORME, "2026-02-31", "2026-W60", "0000-W01", f"a\x00\r\n\u202e{BALISE}"]


def deux_par_vue(pages):
    """Two addresses of each view: what reads a parameter is the view, whatever the row."""
    vues = {}
    for page in sorted({urlsplit(p).path for p in pages}):
        vues.setdefault(resolve(page).view_name, []).append(page)
    return [page for adresses in vues.values() for page in adresses[:2]]


@pytest.mark.parametrize("acteur", ["coordination", "prescripteur", "participant"])
def test_un_parametre_hostile_ne_casse_rien(acteur, monde, visites):
    client, reponses = visites[acteur]
    fautes = []
    for page in deux_par_vue(reponses):
        for valeur in VALEURS:
            donnees = {nom: valeur for nom in PARAMETRES if nom != "centre"}
            reponse, change = envoyer(client.get, page, donnees)
            if reponse.status_code >= 500 or refle(reponse) or change:
                fautes.append((page, valeur[:12], reponse.status_code, change))
    assert fautes == []


def test_une_periode_impossible_ne_casse_rien(monde, visites):
    fautes = []
    for acteur, (client, reponses) in visites.items():
        for page in {urlsplit(p).path for p in reponses if "du=" in p or "bilans" in p}:
            for du, au in (VERS_LE_PASSE, ("0001-01-01", "9999-12-31"), ("", "2026-01-01")):
                reponse = client.get(page, {"du": du, "au": au})
                if reponse.status_code not in (200, 302, 403, 404, 405):
                    fautes.append((acteur, page, du, reponse.status_code))
    assert fautes == []


@pytest.mark.rendu
@pytest.mark.parametrize("acteur", ["coordination", "prescripteur"])
def test_le_centre_d_un_autre_ne_s_ouvre_pas(acteur, monde):
    client = navigateur(monde, acteur)
    ouvertes = []
    for ligne in LIGNES:
        if ligne.get["anonyme"] == 302 and ligne.get[acteur] == 200:
            page = adresse(ligne, monde)
            reponse = client.get(page, {"centre": "ailleurs"})
            if reponse.status_code >= 500 or b"Autre centre" in reponse.content:
                ouvertes.append((page, reponse.status_code))
    assert ouvertes == []


@pytest.mark.parametrize("acteur", ["coordination", "prescripteur"])
def test_un_numero_de_21_chiffres_n_est_pas_trouve(acteur, monde):
    client = navigateur(monde, acteur)
    fautes = []
    for ligne in LIGNES:
        kwargs = ligne.objet(monde) if ligne.objet else {}
        if any(isinstance(v, int) for v in kwargs.values()):
            enormes = {n: int(ENORME) if isinstance(v, int) else v for n, v in kwargs.items()}
            page = reverse(ligne.nom, kwargs=enormes)
            statuts = {client.get(page).status_code, client.post(page).status_code}
            if not statuts <= {302, 403, 404, 405}:
                fautes.append((page, statuts))
    assert fautes == []


INCONNUS = ["x", "x" * 200, "%00", "..%2f..%2f", "%F0%9F%8C%BF", "a%0d%0aSet-Cookie:x=1", ENORME]


@pytest.mark.parametrize("inconnu", INCONNUS)
@pytest.mark.parametrize("nom", ["inscriptions:moi-jeton", "inscriptions:agenda-personne"])
def test_un_lien_inconnu_n_est_pas_trouve(nom, inconnu, monde):
    client = navigateur(monde, "anonyme")
    page = reverse(nom, kwargs={"jeton": "JETON"}).replace("JETON", inconnu)
    reponse, change = envoyer(client.get, page)
    assert (reponse.status_code, change, "Set-Cookie" in reponse) == (404, False, False)


@pytest.mark.rendu
@pytest.mark.parametrize("acteur", ["coordination", "prescripteur", "participant"])
def test_lire_une_page_n_ecrit_rien(acteur, monde):
    client = navigateur(monde, acteur)
    fautes = []
    for ligne in LIGNES:
        page = adresse(ligne, monde)
        for methode in (client.get, client.head):
            ecritures = Ecritures()
            with connection.execute_wrapper(ecritures):
                methode(page)
            if ecritures.tables - ECRIT_EN_LISANT:
                fautes.append((page, ecritures.tables))
    assert fautes == []


# --- Forgery ---------------------------------------------------------------------------------


# They answer any method but GET and HEAD with 405, before they look at anything.
LECTURE_SEULE = {nom for nom, vue in NOMS.items() if getattr(vue, "csrf_exempt", False)}


@pytest.mark.rendu
@pytest.mark.parametrize("acteur", ["anonyme", "coordination", "participant"])
def test_un_envoi_sans_jeton_de_formulaire_est_refuse(acteur, monde):
    client = navigateur(monde, acteur, enforce_csrf_checks=True)
    obtenu = {}
    for ligne in LIGNES:
        page, donnees = adresse(ligne, monde), ligne.donnees(monde)
        reponse, change = envoyer(client.post, page, donnees)
        if (reponse.status_code, change) != (405 if ligne.nom in LECTURE_SEULE else 403, False):
            obtenu[ligne.nom] = (reponse.status_code, change)
    assert obtenu == {}
