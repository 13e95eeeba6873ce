"""What the service really writes when a secret link or a confidential form meets an error."""

import io
import logging
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.client import RequestFactory
from django.urls import path
from django.views.debug import ExceptionReporter
from gunicorn.config import Config

from centre.journal import FiltreMasque
from tests.builders import creer_message

RACINE = Path(__file__).resolve().parents[2]
JETON = "Zx9-_kSecretDeNadia"
# In two pieces: a report quotes the lines of this file.
NOTE = "-".join(["NOTE", "CONFIDENTIELLE"])
LIENS = [f"/moi/{JETON}/", f"/agenda/p/{JETON}.ics"]


@login_not_required
def panne(request, jeton=""):
    note = request.POST.get("note", "")
    raise RuntimeError(f"panne à {request.path}, {len(note)} caractères")


urlpatterns = [path("panne/", panne), path("moi/<str:jeton>/", panne)]
urlpatterns += [path("agenda/p/<str:jeton>.ics", panne)]
handler500 = "centre.views.erreurs.erreur_interne"


@pytest.fixture
def ecrit():
    """What the service's own handler writes, filters and format included."""
    sorties = [
        h
        for h in logging.getLogger().handlers
        if any(isinstance(filtre, FiltreMasque) for filtre in h.filters)
    ]
    flux = io.StringIO()
    anciens = [(sortie, sortie.setStream(flux)) for sortie in sorties]
    yield flux
    for sortie, ancien in anciens:
        sortie.setStream(ancien)


@pytest.fixture
def client_en_panne(settings):
    settings.ROOT_URLCONF = "tests.centre.test_journal_service"
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("lien", LIENS)
def test_un_lien_inconnu_ne_laisse_pas_son_secret(client, ecrit, lien):
    assert client.get(lien).status_code == 404
    assert JETON not in ecrit.getvalue()
    assert "Not Found: " in ecrit.getvalue()


@pytest.mark.parametrize("lien", LIENS)
def test_une_panne_ne_laisse_pas_le_secret_du_lien(client_en_panne, ecrit, lien):
    assert client_en_panne.get(lien).status_code == 500
    assert JETON not in ecrit.getvalue()
    assert "RuntimeError: panne à " in ecrit.getvalue()


def test_une_panne_ne_laisse_rien_de_ce_qui_etait_ecrit(client_en_panne, ecrit):
    saisie = {"note": NOTE, "password": NOTE, "nom": NOTE}
    assert client_en_panne.post("/panne/", saisie).status_code == 500
    assert NOTE not in ecrit.getvalue()
    assert "Internal Server Error: /panne/" in ecrit.getvalue()


def test_un_rapport_d_erreur_cache_la_saisie_et_les_variables(settings):
    settings.DEBUG = False
    requete = RequestFactory().post("/panne/", {"note": NOTE, "nom": NOTE})
    try:
        panne(requete)
    except RuntimeError as erreur:
        rapport = ExceptionReporter(requete, type(erreur), erreur, erreur.__traceback__)
    assert NOTE not in rapport.get_traceback_text() + rapport.get_traceback_html()
    assert "note = '********************'" in rapport.get_traceback_text()


@pytest.mark.django_db
@pytest.mark.postgresql
def test_une_ligne_refusee_par_la_base_n_est_pas_citee(ecrit):
    message = creer_message(raison=NOTE)
    requete = "UPDATE centre_message SET langue = NULL WHERE id = %s"
    with pytest.raises(IntegrityError, match=NOTE) as saisie, transaction.atomic():
        connection.cursor().execute(requete, [message.pk])
    logging.getLogger("django.request").error("refus", exc_info=saisie.value)
    assert "IntegrityError" in ecrit.getvalue()
    assert NOTE not in ecrit.getvalue()


@pytest.fixture
def journal(tmp_path):
    reglages = Config()
    reglages.set("accesslog", str(tmp_path / "acces.log"))
    reglages.set("errorlog", str(tmp_path / "erreurs.log"))
    journal = runpy.run_path(str(RACINE / "gunicorn.conf.py"))["logger_class"](reglages)
    yield journal
    for sortie in (*journal.access_log.handlers, *journal.error_log.handlers):
        sortie.close()
    journal.access_log.handlers.clear()
    journal.error_log.handlers.clear()


@pytest.mark.parametrize("lien", LIENS)
def test_le_journal_d_acces_de_gunicorn_cache_le_lien_et_d_ou_l_on_vient(journal, tmp_path, lien):
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": lien,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://centre.example{lien}",
        "HTTP_USER_AGENT": "essai",
    }
    reponse = SimpleNamespace(status="200 OK", headers=[], sent=12)
    duree = SimpleNamespace(seconds=0, microseconds=5)
    journal.access(reponse, SimpleNamespace(headers=[]), environ, duree)
    journal.error("Error handling request %s", lien)
    acces, erreurs = [(tmp_path / nom).read_text() for nom in ("acces.log", "erreurs.log")]
    assert JETON not in acces + erreurs
    assert f'"GET {lien.replace(JETON, "…")} HTTP/1.1" 200 12' in acces
    assert lien.replace(JETON, "…") in erreurs
