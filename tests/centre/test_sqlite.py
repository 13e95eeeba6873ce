import pytest
from django.db import connection
from django.db.utils import IntegrityError

from centre.checks import verifier_sqlite
from centre.sqlite import est_fautive

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def pragma(nom):
    with connection.cursor() as curseur:
        curseur.execute(f"PRAGMA {nom}")
        return curseur.fetchone()[0]


@pytest.mark.parametrize(
    ("version", "attendu"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_fautives(version, attendu):
    assert est_fautive(version) is attendu


def test_options_de_chaque_connexion():
    assert [pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")] == ["wal", 2, 1]


def test_transaction_prend_le_verrou_d_ecriture_des_le_debut():
    assert connection.transaction_mode == "IMMEDIATE"


def test_cles_etrangeres_tenues():
    with pytest.raises(IntegrityError), connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO django_admin_log (user_id, object_repr, action_flag,"
            " change_message, action_time) VALUES (99, '', 1, '', '2026-01-01')"
        )


def test_verification_muette_quand_tout_est_bon():
    if est_fautive(connection.Database.sqlite_version_info):
        pytest.skip("bibliothèque SQLite ancienne, sans paquet pour cette machine")

    assert verifier_sqlite(None, ["default"]) == []


def test_verification_avertit_d_une_bibliotheque_fautive(monkeypatch):
    monkeypatch.setattr(connection.Database, "sqlite_version_info", (3, 40, 1))

    assert [m.id for m in verifier_sqlite(None, ["default"])] == ["centre.W001"]


@pytest.mark.parametrize("ordre", ["synchronous=NORMAL", "foreign_keys=OFF", "journal_mode=DELETE"])
def test_verification_refuse_une_option_perdue(ordre):
    with connection.cursor() as curseur:
        curseur.execute(f"PRAGMA {ordre}")

    try:
        assert [m.id for m in verifier_sqlite(None, ["default"])] == ["centre.E001"]
    finally:
        with connection.cursor() as curseur:
            curseur.execute("PRAGMA journal_mode=WAL")
        connection.close()
