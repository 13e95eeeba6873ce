import logging
import sys

import pytest

from centre.journal import FiltreMasque, masquer


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("GET /moi/Zx9-_k/ 200", "GET /moi/…/ 200"),
        ("GET /moi/Zx9-_k?langue=ar", "GET /moi/…?langue=ar"),
        ("GET /moi/", "GET /moi/"),
        ("/agenda/p/Zx9-_k.ics 304", "/agenda/p/….ics 304"),
        ("/agenda/p/Zx9-_k 404", "/agenda/p/… 404"),
        ("/agenda/le-lierre.ics", "/agenda/le-lierre.ics"),
        ("/mot-de-passe/cle/4b-cq2-77aa/", "/mot-de-passe/cle/…/"),
        ("GET /personnes/?q=Ferhat+Nadia&page=2", "GET /personnes/?q=…&page=2"),
        ("à nadia.k+x@courrier.example.org, refus", "à [adresse], refus"),
        ("?courriel=nadia%40example.org", "?courriel=[adresse]"),
        ("<a1b2@lierre.example>", "<[adresse]>"),
        ("refus\nDETAIL:  Failing row (1, Nadia,\n\nune note)", "refus\nDETAIL: …"),
        (
            "refus\nDETAIL:  Key (nom)=(Ferhat).\n\nThe above exception was",
            "refus\nDETAIL: …\n\nThe above exception was",
        ),
    ],
)
def test_masquer_cache_les_secrets_et_rien_d_autre(texte, attendu):
    assert masquer(texte) == attendu


def test_filtre_masque_les_arguments():
    trace = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/moi/Zx9-_k/",)})

    FiltreMasque().filter(trace)

    assert trace.getMessage() == "Not Found: /moi/…/"


def test_filtre_masque_la_trace_de_l_exception():
    try:
        raise ValueError("nadia@example.org refuse /moi/Zx9-_k/")
    except ValueError:
        trace = logging.makeLogRecord({"msg": "panne", "exc_info": sys.exc_info()})

    FiltreMasque().filter(trace)

    sortie = logging.Formatter().format(trace)
    assert sortie.endswith("ValueError: [adresse] refuse /moi/…/")
    assert "nadia" not in sortie


def test_chaque_sortie_du_service_est_masquee(settings):
    assert {nom: sortie.get("filters") for nom, sortie in settings.LOGGING["handlers"].items()} == {
        "console": ["masque"]
    }
