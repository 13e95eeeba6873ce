import datetime as dt

import icalendar
import pytest
import time_machine
from django.urls import NoReverseMatch, reverse

from ateliers import ical
from ateliers.models import Seance, VersionAgenda
from ateliers.operations import annuler, enregistrer_atelier, planifier, publier
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_seance,
    creer_serie,
)

MIDI = instant(JOUR, dt.time(12))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MIDI, tick=False)]
CENTRE = "/agenda/le-lierre.ics"


def titres(reponse):
    calendrier = icalendar.Calendar.from_ical(reponse.content)
    return [str(evenement["SUMMARY"]) for evenement in calendrier.walk("VEVENT")]


def atelier(**champs):
    return creer_atelier(**{"slug": "couture", "titre": "Couture", **champs})


def test_agenda_centre_a_les_en_tetes_d_un_abonnement(client):
    creer_seance(atelier())

    reponse = client.get(CENTRE)

    voulus = ("Content-Type", "Content-Disposition", "Cache-Control", "ETag", "Last-Modified")
    assert [reponse[nom] for nom in voulus] == [
        "text/calendar; charset=utf-8",
        'inline; filename="le-lierre.ics"',
        "public, max-age=900",
        f'"centre-{creer_centre().pk}-0-20261119-{ical.FORMAT}"',
        "Wed, 18 Nov 2026 23:00:00 GMT",
    ]
    assert reponse.cookies == {}
    assert "Vary" not in reponse
    assert titres(reponse) == ["Couture"]


def test_agenda_vide_est_un_agenda(client):
    creer_centre()

    reponse = client.get(CENTRE)
    assert (reponse.status_code, titres(reponse)) == (200, [])


def test_agenda_ne_montre_que_ce_qui_est_public(client):
    ordinaire = atelier()
    creer_seance(ordinaire)
    creer_seance(ordinaire, etat=Seance.Etat.BROUILLON)
    creer_seance(ordinaire, jour=JOUR - dt.timedelta(days=61))
    creer_seance(ordinaire, lieu=creer_lieu(est_confidentiel=True))
    creer_seance(atelier(slug="s", titre="Sophrologie", sensibilite=2))
    creer_seance(atelier(slug="g", titre="Groupe", titre_discret="RDV L", sensibilite=3))
    creer_seance(atelier(slug="e", titre="Entretien", genre="entretien"))
    creer_seance(atelier(slug="n", titre="Nouveau", est_publie=False))
    creer_seance(atelier(slug="x", titre="Ailleurs", centre=creer_centre("autre")))

    assert titres(client.get(CENTRE)) == ["Couture"]


@pytest.mark.parametrize(
    "chemin",
    [
        "/agenda/inconnu.ics",
        "/agenda/prive.ics",
        "/agenda/le-lierre/inconnu.ics",
        "/agenda/le-lierre/sophrologie.ics",
        "/agenda/le-lierre/lieu/bureau.ics",
        "/agenda/prive/couture.ics",
    ],
)
def test_agenda_qui_n_est_pas_public_est_introuvable(client, chemin):
    prive = creer_centre("prive", est_public=False)
    atelier(slug="sophrologie", sensibilite=2)
    atelier(centre=prive)
    creer_lieu(slug="bureau", est_confidentiel=True)

    assert client.get(chemin).status_code == 404


def test_agenda_atelier_et_lieu_ne_montrent_que_les_leurs(client):
    lieu = creer_lieu(slug="salle")
    creer_seance(atelier(), lieu=lieu)
    creer_seance(atelier(slug="cuisine", titre="Cuisine"))

    assert titres(client.get("/agenda/le-lierre/couture.ics")) == ["Couture"]
    assert titres(client.get("/agenda/le-lierre/lieu/salle.ics")) == ["Couture"]
    assert titres(client.get("/agenda/le-lierre/cuisine.ics")) == ["Cuisine"]


@pytest.mark.parametrize(
    "entetes",
    [
        lambda r: {"if-none-match": r["ETag"]},
        lambda r: {"if-none-match": f'"autre", W/{r["ETag"]}'},
        lambda r: {"if-none-match": "*"},
        lambda r: {"if-modified-since": r["Last-Modified"]},
        lambda r: {
            "if-none-match": r["ETag"],
            "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT",
        },
    ],
)
def test_agenda_inchange_repond_304_en_une_requete(client, entetes, django_assert_num_queries):
    creer_seance(atelier())
    complete = client.get(CENTRE)

    with django_assert_num_queries(1):
        reponse = client.get(CENTRE, headers=entetes(complete))

    assert (reponse.status_code, reponse.content) == (304, b"")
    for nom in ("ETag", "Last-Modified", "Cache-Control"):
        assert reponse[nom] == complete[nom]


def test_agenda_dont_l_etiquette_ne_va_plus_est_relu_entier(client):
    """A wrong ETag beats a fresh date (RFC 9110 §13.2.2)."""
    creer_seance(atelier())
    date = client.get(CENTRE)["Last-Modified"]

    reponse = client.get(CENTRE, headers={"if-none-match": '"x"', "if-modified-since": date})
    assert reponse.status_code == 200


def test_agenda_change_quand_une_seance_est_annulee(client):
    seance = creer_seance(atelier(), jour=JOUR + dt.timedelta(days=1))
    avant = client.get(CENTRE)
    annuler(seance, motif="autre", par=None, quand=MIDI)

    apres = client.get(CENTRE, headers={"if-none-match": avant["ETag"]})
    (evenement,) = icalendar.Calendar.from_ical(apres.content).walk("VEVENT")
    assert (str(evenement["UID"]), evenement["SEQUENCE"], str(evenement["STATUS"])) == (
        seance.uid,
        1,
        "CANCELLED",
    )
    assert str(evenement["SUMMARY"]) == "Annulé\u00a0: Couture"
    assert apres["Last-Modified"] == "Thu, 19 Nov 2026 11:00:00 GMT"


def test_agenda_change_quand_le_titre_change(client):
    ligne = atelier()
    creer_seance(ligne)
    avant = client.get(CENTRE)["ETag"]
    ligne.titre = "Couture et tricot"
    enregistrer_atelier(ligne)

    apres = client.get(CENTRE, headers={"if-none-match": avant})
    assert titres(apres) == ["Couture et tricot"]


def test_agenda_perd_une_ligne_devenue_discrete(client):
    ligne = atelier()
    creer_seance(ligne)
    avant = client.get(CENTRE)["ETag"]
    ligne.sensibilite = 2
    enregistrer_atelier(ligne)

    apres = client.get(CENTRE, headers={"if-none-match": avant})
    assert (apres.status_code, titres(apres)) == (200, [])
    assert bytes(Seance.objects.get().vevent or b"") == b""


def test_agenda_change_d_etiquette_a_minuit_de_paris(client):
    creer_seance(atelier())
    avant = client.get(CENTRE)["ETag"]

    with time_machine.travel(dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC), tick=False):
        apres = client.get(CENTRE)
    assert avant.replace("-20261119-", "-20261120-") == apres["ETag"]
    assert apres["Last-Modified"] == "Thu, 19 Nov 2026 23:00:00 GMT"


def test_agenda_deux_fois_donne_les_memes_octets(client):
    serie = creer_serie(atelier())
    publier(serie, par=None)

    assert client.get(CENTRE).content == client.get(CENTRE).content


def test_agenda_repond_a_head(client):
    creer_seance(atelier())

    reponse = client.head(CENTRE)
    assert (reponse.status_code, reponse.content) == (200, b"")
    assert reponse["ETag"]
    assert client.post(CENTRE).status_code == 405


@pytest.mark.parametrize("nombre", [10, 1000])
def test_agenda_lit_le_meme_nombre_de_requetes(client, nombre, django_assert_num_queries):
    ligne, lieu = atelier(), creer_lieu(slug="salle")
    serie = creer_serie(ligne, lieu=lieu, du=JOUR, au=JOUR)
    debut = instant(JOUR, dt.time(9))
    Seance.objects.bulk_create(
        Seance(
            centre=ligne.centre,
            atelier=ligne,
            serie=serie,
            lieu=lieu,
            debut=debut + dt.timedelta(hours=n),
            fin=debut + dt.timedelta(hours=n + 1),
            capacite=5,
            etat="prevue",
            vevent=b"BEGIN:VEVENT\r\nUID:%d\r\nEND:VEVENT\r\n" % n,
        )
        for n in range(nombre)
    )
    for nom, requetes in (("centre", 2), ("atelier", 2), ("lieu", 2)):
        adresse = {
            "centre": CENTRE,
            "atelier": "/agenda/le-lierre/couture.ics",
            "lieu": "/agenda/le-lierre/lieu/salle.ics",
        }[nom]
        with django_assert_num_queries(requetes):
            reponse = client.get(adresse)
        assert reponse.content.count(b"BEGIN:VEVENT") == nombre


def test_agenda_ne_lit_que_la_version_du_centre(client):
    VersionAgenda.objects.create(cle=f"atelier:{creer_centre().pk}", version=9)

    assert "-0-2026" in client.get(CENTRE)["ETag"]


def test_agenda_d_un_jeton_n_est_pas_un_atelier():
    """``/agenda/p/…`` is left to the private feeds."""
    with pytest.raises(NoReverseMatch):
        reverse("ateliers:agenda-atelier", args=["p", "jeton"])


def test_agenda_garde_quatorze_heures_apres_le_changement_d_heure(client):
    serie = creer_serie(atelier(), du=dt.date(2026, 10, 19), au=dt.date(2027, 4, 5))
    planifier(serie)
    publier(serie, par=None)

    evenements = icalendar.Calendar.from_ical(client.get(CENTRE).content).walk("VEVENT")
    assert {e.start.strftime("%H:%M") for e in evenements} == {"14:00"}
    assert len(evenements) == 25
