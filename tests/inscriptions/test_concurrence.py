"""The last place under simultaneous requests, on both engines, with its negative controls.

Each thread has its own connection. A pause after each reading of the séance widens the window in
which a lost lock oversells: with the locks, it changes nothing.
"""

import contextlib
import datetime as dt
import threading
import time
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import connection

from ateliers.models import Seance
from ateliers.models.seances import SeanceQuerySet
from centre.erreurs import Refus
from centre.temps import instant
from inscriptions.models import Place
from inscriptions.operations import annuler_place, prendre_place, verrou
from parcours.models import Personne
from tests.builders import creer_personne, creer_seance

pytestmark = pytest.mark.django_db(transaction=True)
VEILLE = instant(dt.date(2026, 11, 18), dt.time(10))
SURBOOKING = next(c for c in Seance._meta.constraints if c.name == "seance_pas_de_surbooking")


def lent(execute, sql, params, many, context):
    reponse = execute(sql, params, many, context)
    if sql.startswith("SELECT") and "ateliers_seance" in sql:
        time.sleep(0.005)
    return reponse


def ensemble(gestes):
    """Run the gestures at the same instant; return what each one said."""
    depart, dits = threading.Barrier(len(gestes)), []

    def courir(geste):
        try:
            connection.ensure_connection()
            with connection.execute_wrapper(lent):
                depart.wait(timeout=30)
                dits.append(geste())
        except Refus as refus:
            dits.append(refus.code)
        finally:
            connection.close()

    fils = [threading.Thread(target=courir, args=(geste,)) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    assert not any(fil.is_alive() for fil in fils)
    return dits


def demandes(seance, combien):
    personnes = [creer_personne(seance.centre, canal="appel") for _ in range(combien)]

    def geste(personne):
        return lambda: prendre_place(seance=seance, personne=personne, par=None, quand=VEILLE).etat

    return [geste(personne) for personne in personnes]


def confirmees(seance):
    return Place.objects.confirmees().filter(seance=seance).count()


def sans_verrou(monkeypatch):
    """Take the lock of the engine away: SQLite's transaction, PostgreSQL's row lock."""
    if connection.vendor == "sqlite":
        sans = SimpleNamespace(atomic=contextlib.nullcontext)
        monkeypatch.setattr(verrou, "transaction", sans)
    else:
        monkeypatch.setattr(SeanceQuerySet, "select_for_update", lambda soi, **_: soi)


@pytest.fixture
def sans_check():
    with connection.schema_editor() as schema:
        schema.remove_constraint(Seance, SURBOOKING)
    yield
    Place.objects.all().delete()
    Seance.objects.all().delete()
    with connection.schema_editor() as schema:
        schema.add_constraint(Seance, SURBOOKING)


def test_la_derniere_place_est_a_une_seule_personne_sur_32():
    seance = creer_seance(capacite=1)
    dits = ensemble(demandes(seance, 32))
    assert Counter(dits) == {"confirmee": 1, "liste_attente": 31}
    seance.refresh_from_db()
    assert (confirmees(seance), seance.sieges_pris) == (1, 1)
    rangs = Place.objects.en_attente().filter(seance=seance).values_list("rang", flat=True)
    assert list(rangs) == list(range(1, 32))


def test_la_meme_personne_au_meme_instant_n_a_qu_une_place():
    seance = creer_seance(capacite=5)
    [geste] = demandes(seance, 1)
    dits = ensemble([geste] * 8)
    assert Counter(dits) == {"confirmee": 1, "deja_inscrite": 7}
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 1


def test_annuler_au_meme_instant_rend_un_seul_siege():
    seance = creer_seance(capacite=5)
    for geste in demandes(seance, 2):
        geste()
    place = Place.objects.filter(seance=seance).first()
    ensemble([lambda: annuler_place(place, par=None, quand=VEILLE).etat] * 8)
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 1


@pytest.mark.usefixtures("sans_check")
def test_temoin_sans_verrou_ni_check_on_survend(monkeypatch):
    sans_verrou(monkeypatch)
    seance = creer_seance(capacite=1)
    ensemble(demandes(seance, 12))
    assert confirmees(seance) > 1


@pytest.mark.usefixtures("sans_check")
def test_temoin_le_verrou_seul_suffit_sans_check():
    seance = creer_seance(capacite=1)
    ensemble(demandes(seance, 12))
    assert confirmees(seance) == 1


def test_sans_verrou_le_check_refuse_en_clair(monkeypatch):
    sans_verrou(monkeypatch)
    seance = creer_seance(capacite=1)
    dits = ensemble(demandes(seance, 12))
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 1
    assert "complet" in dits
    assert set(dits) <= {"confirmee", "liste_attente", "complet", "verrou"}


def test_une_attente_trop_longue_se_dit(monkeypatch):
    seance = creer_seance()
    personne = Personne.objects.get(pk=creer_personne(seance.centre).pk)
    tenu, assez = threading.Event(), threading.Event()

    def tenir():
        with verrou.ecriture():
            verrou.verrouiller([seance.pk])
            tenu.set()
            assez.wait(30)
        connection.close()

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    fil = threading.Thread(target=tenir)
    fil.start()
    tenu.wait(30)
    with pytest.raises(Refus) as saisi:
        prendre_place(seance=seance, personne=personne, par=None, quand=VEILLE)
    assez.set()
    fil.join(30)
    connection.close()
    assert str(saisi.value) == "Le service est très demandé, réessayez."
