"""Many series planned at once: structure here, the thousand of them in ``make bench``."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from ateliers.models import Seance, Serie, VersionAgenda
from ateliers.operations import lots, planification
from ateliers.operations.lots import Lot, planifier_un_lot
from centre.models import Centre, Message
from centre.temps import instant
from tests.builders import creer_atelier, creer_centre, creer_lieu, creer_message, creer_serie

AVANT = instant(dt.date(2026, 9, 1), dt.time(8))
DU, AU = dt.date(2027, 1, 4), dt.date(2027, 12, 20)
# Mondays of 2027 up to the last one, both included.
LUNDIS = 51


def des_series(combien, **champs):
    lieu = creer_lieu()
    for rang in range(combien):
        atelier = creer_atelier(est_publie=False)
        creer_serie(atelier, lieu=lieu, du=DU, au=AU, heure_debut=dt.time(8 + rang), **champs)
    return list(Serie.objects.select_related("atelier__centre", "lieu", "evenement"))


def etats():
    return set(Seance.objects.values_list("etat", flat=True))


@pytest.mark.django_db
def test_un_lot_se_planifie_et_se_montre_d_un_coup():
    series = des_series(3)

    assert planifier_un_lot(series, par=None, quand=AVANT) == Lot(3, 3 * LUNDIS, 3 * LUNDIS)
    assert etats() == {"prevue"}
    assert set(Serie.objects.values_list("etat", "publiee_le")) == {("publiee", AVANT)}
    assert Seance.objects.affichables().count() == 3 * LUNDIS
    assert None not in Seance.objects.values_list("vevent", flat=True)
    cles = set(VersionAgenda.objects.values_list("version", flat=True))
    assert (cles, VersionAgenda.objects.count()) == ({1}, 1 + 3 + 1)


@pytest.mark.django_db
def test_un_lot_relance_n_ajoute_ni_ne_montre_rien():
    series = des_series(2)
    planifier_un_lot(series, par=None, quand=AVANT)
    avant = list(Seance.objects.order_by("pk").values_list("pk", "sequence", "modifiee_le"))
    versions = list(VersionAgenda.objects.values_list("cle", "version"))

    relues = list(Serie.objects.select_related("atelier__centre", "lieu", "evenement"))
    assert planifier_un_lot(relues, par=None, quand=AVANT) == Lot(2, 0, 0)
    assert list(Seance.objects.order_by("pk").values_list("pk", "sequence", "modifiee_le")) == avant
    assert list(VersionAgenda.objects.values_list("cle", "version")) == versions


@pytest.mark.django_db
def test_un_lot_de_permanences_montre_aussi_leurs_creneaux():
    lieu, atelier = creer_lieu(), creer_atelier(genre="permanence")
    serie = creer_serie(atelier, lieu=lieu, du=DU, au=DU, duree_creneau=30, pause_creneau=10)
    planifier_un_lot([serie], par=None, quand=AVANT)

    assert (etats(), Seance.objects.creneaux().count()) == ({"prevue"}, 3)


@pytest.mark.django_db
def test_un_lot_laisse_les_brouillons_des_autres_series():
    autre = des_series(1)[0]
    planification.planifier(autre, quand=AVANT)
    planifier_un_lot([creer_serie(du=DU, au=DU)], par=None, quand=AVANT)

    assert set(autre.seances.values_list("etat", flat=True)) == {"brouillon"}


class Arret(BaseException):
    """The process is killed: nothing catches it."""


def arreter_au(rang, monkeypatch):
    """Kill the planning when it writes its n-th batch, before the batch is committed."""
    ecrire, compte = planification.ecrire_creneaux, [0]

    def tue(serie, fenetres):
        compte[0] += 1
        if compte[0] == rang:
            raise Arret
        ecrire(serie, fenetres)

    monkeypatch.setattr(planification, "ecrire_creneaux", tue)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rang", [1, 2, 4])
def test_un_lot_tue_en_chemin_ne_montre_rien_puis_se_termine(monkeypatch, rang):
    series = des_series(4)
    arreter_au(rang, monkeypatch)
    with pytest.raises(Arret):
        planifier_un_lot(series, par=None, quand=AVANT)
    assert Seance.objects.count() == (rang - 1) * LUNDIS
    assert (Seance.objects.affichables().count(), etats() - {"brouillon"}) == (0, set())
    monkeypatch.undo()

    faite = planifier_un_lot(series, par=None, quand=AVANT)
    assert faite == Lot(4, (5 - rang) * LUNDIS, 4 * LUNDIS)
    assert Seance.objects.values("serie", "date_origine").distinct().count() == 4 * LUNDIS


@pytest.mark.django_db(transaction=True)
def test_un_lot_tue_pendant_la_publication_ne_montre_rien(monkeypatch):
    series = des_series(2)

    def tue(cles, **_):
        raise Arret

    monkeypatch.setattr(lots, "rafraichir_agendas", tue)
    with pytest.raises(Arret):
        planifier_un_lot(series, par=None, quand=AVANT)
    assert etats() == {"brouillon"}
    assert set(Serie.objects.values_list("etat", flat=True)) == {"brouillon"}
    assert not Seance.objects.affichables().exists()


def ecrire_sans_cesse(arret, dits):
    """Somebody else at work: each write is kept, or its refusal is.

    A breath between two: SQLite has no queue, and who never lets go would keep the lot out.
    """
    try:
        while not arret.wait(0.05):
            with transaction.atomic():
                creer_message(Centre.objects.get())
            dits.append("écrit")
    except Exception as erreur:
        dits.append(repr(erreur))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_un_lot_ne_refuse_aucune_ecriture_voisine():
    creer_centre()
    series, arret, dits = des_series(8), threading.Event(), []
    voisin = threading.Thread(target=ecrire_sans_cesse, args=(arret, dits))
    voisin.start()
    try:
        faite = planifier_un_lot(series, par=None, quand=AVANT)
    finally:
        arret.set()
        voisin.join(timeout=60)

    assert faite == Lot(8, 8 * LUNDIS, 8 * LUNDIS)
    assert set(dits) == {"écrit"}
    assert Message.objects.count() == len(dits)


@pytest.mark.django_db(transaction=True)
def test_deux_lots_au_meme_instant_ne_planifient_pas_deux_fois():
    pks = [serie.pk for serie in des_series(3)]
    depart, dits = threading.Barrier(2), []

    def planifier_tout():
        lues = Serie.objects.filter(pk__in=pks).order_by("pk")
        series = list(lues.select_related("atelier__centre", "lieu", "evenement"))
        depart.wait(timeout=30)
        dits.append(planifier_un_lot(series, par=None, quand=AVANT).ajoutees)
        connection.close()

    fils = [threading.Thread(target=planifier_tout) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    assert (len(dits), sum(dits)) == (2, 3 * LUNDIS)
    assert (etats(), Seance.objects.count()) == ({"prevue"}, 3 * LUNDIS)
