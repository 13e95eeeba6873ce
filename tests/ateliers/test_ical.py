import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from ateliers import ical
from ateliers.models import Atelier, Seance
from ateliers.operations import planifier
from centre.models import Centre, Lieu
from centre.temps import a_paris, instant
from tests.builders import creer_seance, creer_serie

CHANGE = dt.datetime(2026, 11, 17, 8, 5, 30, tzinfo=dt.UTC)

GOLDEN = """\
BEGIN:VEVENT
UID:7f6a@lierre.example
DTSTAMP:20261117T080530Z
LAST-MODIFIED:20261117T080530Z
SEQUENCE:3
DTSTART;TZID=Europe/Paris:20261120T140000
DTEND;TZID=Europe/Paris:20261120T160000
SUMMARY:Couture
LOCATION:Espace adultes\\, 31 avenue de Guise
DESCRIPTION:Renseignements\u00a0: 03 53 01 00 00
URL:https://lierre.example/c/le-lierre/couture/
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
"""


def seance_en_memoire(sensibilite=0, genre="atelier", **champs):
    centre = Centre(slug="le-lierre", telephone="03 53 01 00 00")
    jour = dt.date(2026, 11, 20)
    valeurs = {
        "centre": centre,
        "atelier": Atelier(
            centre=centre, titre="Couture", slug="couture", sensibilite=sensibilite, genre=genre
        ),
        "lieu": Lieu(centre=centre, nom="Espace adultes", adresse="31 avenue de Guise"),
        "debut": instant(jour, dt.time(14)),
        "fin": instant(jour, dt.time(16)),
        "uid": "7f6a@lierre.example",
        "sequence": 3,
        "modifiee_le": CHANGE,
        "etat": Seance.Etat.PREVUE,
        "capacite": 10,
    }
    return Seance(**{**valeurs, **champs})


def lignes(octets):
    return octets.decode().replace("\r\n ", "").split("\r\n")


def lire(octets):
    """The events as icalendar reads them."""
    return icalendar.Calendar.from_ical(octets).walk("VEVENT")


def test_vevent_public_octet_pour_octet():
    assert ical.vevent_public(seance_en_memoire()) == GOLDEN.replace("\n", "\r\n").encode()


def test_vevent_public_annule_le_dit_dans_le_titre_et_ne_prend_pas_le_temps():
    octets = ical.vevent_public(seance_en_memoire(etat=Seance.Etat.ANNULEE))

    voulues = [
        ligne for ligne in lignes(octets) if ligne.startswith(("SUMMARY", "STATUS", "TRANSP"))
    ]
    assert voulues == ["SUMMARY:Annulé\u00a0: Couture", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"]


def test_vevent_public_porte_le_titre_de_la_date():
    assert "SUMMARY:Théâtre" in lignes(
        ical.vevent_public(seance_en_memoire(titre_propre="Théâtre"))
    )


@pytest.mark.parametrize(
    "champs", [{"sensibilite": 2}, {"sensibilite": 3}, {"genre": "entretien"}, {"fenetre_id": 1}]
)
def test_vevent_public_ne_montre_ni_discret_ni_entretien_ni_creneau(champs):
    assert ical.vevent_public(seance_en_memoire(**champs)) is None


def test_octets_vevent_laisse_les_proprietes_vides():
    octets = ical.octets_vevent(seance_en_memoire(), titre="RDV", est_prive=True, uid="autre@x")

    assert [ligne.partition(":")[0].partition(";")[0] for ligne in lignes(octets)] == [
        *("BEGIN", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND"),
        *("SUMMARY", "STATUS", "TRANSP", "CLASS", "END", ""),
    ]
    assert "UID:autre@x" in lignes(octets)


def test_octets_vevent_ne_laisse_pas_entrer_une_ligne():
    titre = "Jeu\r\nATTENDEE:mailto:x@example.org\x00\nfin; a, b\\c"
    octets = ical.octets_vevent(seance_en_memoire(), titre=titre, url="https://x/\r\nATTENDEE:y")

    assert b"\nATTENDEE" not in octets
    (evenement,) = lire(ical.assembler([octets], nom="Test"))
    assert evenement["SUMMARY"] == "Jeu\nATTENDEE:mailto:x@example.org\nfin; a, b\\c"
    assert "ATTENDEE" not in evenement


@given(st.text(max_size=200))
def test_ligne_pliee_se_relit_et_tient_en_75_octets(valeur):
    valeur = ical.texte(valeur)
    brut = ical.ligne("SUMMARY", valeur)

    assert all(len(morceau) <= 75 for morceau in brut.split(b"\r\n"))
    assert brut.decode().replace("\r\n ", "") == f"SUMMARY:{valeur}\r\n"
    for morceau in brut.split(b"\r\n"):
        morceau.decode()


def test_assembler_un_agenda_vide_est_entier():
    octets = ical.assembler([], nom="Le Lierre, ateliers", description="Deux lignes")

    assert lignes(octets)[:10] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Centre//Agenda des ateliers//FR",
        "CALSCALE:GREGORIAN",
        "NAME:Le Lierre\\, ateliers",
        "X-WR-CALNAME:Le Lierre\\, ateliers",
        "X-WR-TIMEZONE:Europe/Paris",
        "X-WR-CALDESC:Deux lignes",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    assert octets.endswith(b"END:VTIMEZONE\r\nEND:VCALENDAR\r\n")
    assert lire(octets) == []


def test_assembler_n_a_ni_methode_ni_organisateur():
    octets = ical.assembler([ical.vevent_public(seance_en_memoire())], nom="Le Lierre")

    noms = {ligne.partition(":")[0].partition(";")[0] for ligne in lignes(octets)}
    assert noms.isdisjoint({"METHOD", "ORGANIZER", "ATTENDEE", "RRULE_", "DTSTART;VALUE"})


def test_fuseau_ecrit_suit_la_base_des_fuseaux():
    """Every change of hour from 1997 to 2037, read from our bytes, is that of zoneinfo."""
    composant = icalendar.Calendar.from_ical(ical.assembler([], nom="x")).walk("VTIMEZONE")[0]
    fuseau = composant.to_tz(lookup_tzid=False)
    debut = dt.datetime.fromisoformat("1997-01-01T00:00")
    heures = [debut + dt.timedelta(hours=12 * n) for n in range(2 * 365 * 40)]

    ecarts = [
        h
        for h in heures
        if fuseau.utcoffset(h) != h.replace(tzinfo=ZoneInfo("Europe/Paris")).utcoffset()
    ]
    assert ecarts == []


@pytest.mark.django_db
def test_assembler_se_lit_pareil_par_deux_lecteurs_aux_deux_changements_d_heure():
    """Mondays from October 2026 to April 2027: both readers and the rows say the same hours."""
    serie = creer_serie(du=dt.date(2026, 10, 19), au=dt.date(2027, 4, 5))
    planifier(serie)
    creer_seance(serie.atelier, jour=dt.date(2026, 10, 25), heure=1, duree=180)
    seances = list(Seance.objects.select_related("atelier__centre", "lieu").order_by("debut"))
    octets = ical.assembler([ical.vevent_public(s) for s in seances], nom="x")

    lignes_lues = [(a_paris(s.debut), a_paris(s.fin), s.uid) for s in seances]
    premier = [(e.start, e.end, str(e["UID"])) for e in lire(octets)]
    composants = vobject.readOne(octets.decode()).vevent_list
    second = [(e.dtstart.value, e.dtend.value, e.uid.value) for e in composants]
    for lecture in (premier, second):
        assert [(a_paris(d), a_paris(f), u) for d, f, u in lecture] == lignes_lues
        murs = [d.replace(tzinfo=None) for d, _, _ in lecture]
        assert murs == [d.replace(tzinfo=None) for d, _, _ in lignes_lues]


@pytest.mark.django_db
def test_octets_d_une_serie_gardent_quatorze_heures():
    serie = creer_serie(du=dt.date(2026, 10, 19), au=dt.date(2026, 11, 2))
    planifier(serie)

    debuts = [
        ligne
        for seance in serie.seances.all()
        for ligne in lignes(bytes(seance.vevent))
        if ligne.startswith("DTSTART")
    ]
    assert debuts == [
        "DTSTART;TZID=Europe/Paris:20261019T140000",
        "DTSTART;TZID=Europe/Paris:20261026T140000",
        "DTSTART;TZID=Europe/Paris:20261102T140000",
    ]
    instants = [s.debut.astimezone(dt.UTC).hour for s in serie.seances.all()]
    assert instants == [12, 13, 13]


def test_depuis_garde_soixante_jours():
    assert ical.depuis(dt.date(2026, 11, 19)) == dt.date(2026, 9, 20)
