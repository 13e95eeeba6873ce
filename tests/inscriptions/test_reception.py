"""Answers that come back by mail (docs/regles-agenda.md, R0–R10)."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centre.models import Message
from centre.temps import instant
from inscriptions.courrier_recu import EVENEMENTS, OCTETS, Nature, lire
from inscriptions.models import Inscription, Place, ReponseRecue
from inscriptions.operations import (
    DeplacementVoulu,
    annuler_place,
    changer_seances,
    inscrire,
    prendre_place,
)
from inscriptions.operations.reception import marquer_lue, recevoir
from parcours.models import Personne
from tests.builders import creer_personne, creer_seance
from tests.inscriptions.test_invitations import LUNDI, QUAND, partir, serie_du_lundi

pytestmark = pytest.mark.django_db
PLUS_TARD = QUAND + dt.timedelta(hours=2)
ADRESSE = "amina@example.org"


def utc(moment):
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def vevent(uid, adresse=ADRESSE, partstat="ACCEPTED", sequence=0, dtstamp=QUAND, lignes=()):
    corps = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{utc(dtstamp)}",
        f"SEQUENCE:{sequence}",
        *lignes,
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{adresse}",
        "END:VEVENT",
    ]
    return "\r\n".join(corps)


def courriel(*vevents, de=ADRESSE, methode="REPLY", identite="<1@example.org>", entetes=()):
    agenda = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{methode}", *vevents, "END:VCALENDAR", ""]
    tete = [
        f"From: Amina <{de}>",
        "To: centre@lierre.example",
        "Subject: Re",
        f"Message-ID: {identite}",
        "Auto-Submitted: auto-generated",
        *entetes,
        f"Content-Type: text/calendar; method={methode}; charset=UTF-8",
        "",
    ]
    return "\r\n".join([*tete, *agenda]).encode()


@pytest.fixture
def amina():
    return creer_personne(prenom="Amina", canal="courriel", courriel=ADRESSE)


@pytest.fixture
def place(amina):
    """One lone date, its invitation gone."""
    seance = creer_seance(amina_atelier(amina), LUNDI, 14)
    prise = prendre_place(seance=seance, personne=amina, par=None, quand=QUAND)
    partir()
    prise.refresh_from_db()
    return prise


def amina_atelier(personne):
    from tests.builders import creer_atelier  # noqa: PLC0415

    return creer_atelier(personne.centre)


@pytest.fixture
def inscription(amina):
    serie, _ = serie_du_lundi(centre=amina.centre)
    faite = inscrire(personne=amina, serie=serie, par=None, quand=QUAND)
    partir()
    faite.refresh_from_db()
    return faite


def decision(octets, quand=PLUS_TARD):
    return [(r.decision, r.raison) for r in recevoir(octets, quand=quand)]


def etat(place):
    place.refresh_from_db()
    return place.etat, place.intention


def test_un_oui_est_une_intention_jamais_une_presence(place):
    assert decision(courriel(vevent(place.uid))) == [("appliquee", "")]
    assert etat(place) == ("confirmee", "vient")
    assert not hasattr(place, "presence")


def test_un_non_rend_la_place_et_la_personne_suivante_peut_l_avoir(place):
    assert decision(courriel(vevent(place.uid, partstat="DECLINED"))) == [("appliquee", "")]
    assert etat(place) == ("annulee_personne", "ne_vient_pas")
    place.seance.refresh_from_db()
    assert place.seance.sieges_pris == 0


def test_peut_etre_ne_rend_rien(place):
    decision(courriel(vevent(place.uid, partstat="TENTATIVE")))
    assert etat(place) == ("confirmee", "peut_etre")


def test_le_meme_courriel_deux_fois_ne_compte_qu_une(place):
    premier = recevoir(courriel(vevent(place.uid)), quand=PLUS_TARD)
    annuler_place(place, par=None, quand=PLUS_TARD)
    assert recevoir(courriel(vevent(place.uid)), quand=PLUS_TARD) == premier
    assert ReponseRecue.objects.count() == 1


def test_un_oui_apres_avoir_rendu_sa_place_attend_quelqu_un(place):
    decision(courriel(vevent(place.uid, partstat="DECLINED")))
    plus_tard = vevent(place.uid, dtstamp=QUAND + dt.timedelta(hours=1))
    oui = courriel(plus_tard, identite="<2@example.org>")
    assert decision(oui) == [("a_lire", "place_rendue")]
    assert etat(place)[0] == "annulee_personne"


def test_la_reponse_la_plus_recente_reste(place):
    tot, tard = QUAND, QUAND + dt.timedelta(hours=1)
    decision(courriel(vevent(place.uid, partstat="TENTATIVE", dtstamp=tard)))
    ancienne = courriel(vevent(place.uid, dtstamp=tot), identite="<2@example.org>")
    assert decision(ancienne) == [("ignoree", "depassee")]
    assert etat(place) == ("confirmee", "peut_etre")


def test_un_horaire_d_avant_ne_compte_plus(place):
    voulu = DeplacementVoulu(
        seance=place.seance,
        debut=place.seance.debut + dt.timedelta(hours=1),
        fin=place.seance.fin + dt.timedelta(hours=1),
        lieu=place.seance.lieu,
    )
    changer_seances(deplacements=[voulu], par=None, quand=QUAND)
    partir()
    assert decision(courriel(vevent(place.uid, partstat="DECLINED"))) == [("ignoree", "ancienne")]
    assert etat(place) == ("confirmee", "")


@pytest.mark.parametrize(
    ("de", "attendee"),
    [
        ("autre@example.org", ADRESSE),
        (ADRESSE, "autre@example.org"),
        ("autre@example.org", "autre@example.org"),
    ],
)
def test_une_autre_adresse_ne_change_rien(place, de, attendee):
    refus = vevent(place.uid, adresse=attendee, partstat="DECLINED")
    assert decision(courriel(refus, de=de)) == [("a_lire", "autre_adresse")]
    assert etat(place) == ("confirmee", "")


def test_une_invitee_ne_repond_pas_pour_une_autre(place):
    autre = creer_personne(place.personne.centre, canal="courriel", courriel="zoe@example.org")
    sienne = prendre_place(seance=place.seance, personne=autre, par=None, quand=QUAND)
    partir()
    refus = vevent(sienne.uid, adresse=ADRESSE, partstat="DECLINED")
    assert decision(courriel(refus)) == [("a_lire", "autre_adresse")]
    assert etat(sienne) == ("confirmee", "")


def test_deux_participants_dans_un_evenement_ne_decident_rien(place):
    deux = vevent(
        place.uid, partstat="DECLINED", lignes=("ATTENDEE;PARTSTAT=DECLINED:mailto:b@example.org",)
    )
    assert decision(courriel(deux)) == [("a_lire", "illisible")]
    assert etat(place) == ("confirmee", "")


@pytest.mark.parametrize(
    ("lignes", "attendu"),
    [
        ((), ("appliquee", "")),
        (("ORGANIZER:MAILTO:Centre@Lierre.example",), ("appliquee", "")),
        (("ORGANIZER:mailto:ailleurs@example.org",), ("ignoree", "autre_organisateur")),
    ],
)
def test_l_organisateur_manque_ou_est_le_notre(place, lignes, attendu):
    place.seance.centre.refresh_from_db()
    Message.objects.update(graine={"organisateur": "centre@lierre.example"})
    assert decision(courriel(vevent(place.uid, lignes=lignes))) == [attendu]


@pytest.mark.parametrize(
    ("methode", "attendu"),
    [
        ("REQUEST", ("ignoree", "methode")),
        ("CANCEL", ("ignoree", "methode")),
        ("REFRESH", ("ignoree", "methode")),
        ("COUNTER", ("a_lire", "contre_proposition")),
    ],
)
def test_seule_une_reponse_change_quelque_chose(place, methode, attendu):
    refus = courriel(vevent(place.uid, partstat="DECLINED"), methode=methode)
    assert decision(refus) == [attendu]
    assert etat(place) == ("confirmee", "")


def rid_de(place, forme):
    debut = place.annonce_debut
    paris = debut.astimezone(instant(LUNDI, dt.time()).tzinfo)
    return {
        "paris": f"RECURRENCE-ID;TZID=Europe/Paris:{paris:%Y%m%dT%H%M%S}",
        "windows": f'RECURRENCE-ID;TZID="Romance Standard Time":{paris:%Y%m%dT%H%M%S}',
        "inventee": f"RECURRENCE-ID;TZID=Customized Time Zone:{paris:%Y%m%dT%H%M%S}",
        "utc": f"RECURRENCE-ID:{utc(debut)}",
        "jour": f"RECURRENCE-ID;VALUE=DATE:{paris:%Y%m%d}",
    }[forme]


@pytest.mark.parametrize("forme", ["paris", "windows", "inventee", "utc", "jour"])
@pytest.mark.parametrize("rang", [1, 6])
def test_un_non_pour_une_date_de_la_serie_ne_rend_qu_elle(inscription, forme, rang):
    """Rank 6 lies after the change of hour of 25 October."""
    places = list(inscription.places.order_by("seance__debut"))
    rid = rid_de(places[rang], forme)
    refus = vevent(inscription.uid, partstat="DECLINED", lignes=(rid,))
    assert decision(courriel(refus)) == [("appliquee", "")]
    rendues = [p.pk for p in places if etat(p)[0] == "annulee_personne"]
    assert rendues == [places[rang].pk]


def test_un_oui_pour_la_serie_vaut_pour_les_dates_sans_reponse(inscription):
    premiere, deuxieme, *_ = inscription.places.order_by("seance__debut")
    rid = rid_de(premiere, "paris")
    decision(courriel(vevent(inscription.uid, partstat="TENTATIVE", lignes=(rid,))))
    decision(courriel(vevent(inscription.uid), identite="<2@example.org>"))
    dites = [Place.objects.get(pk=p.pk).intention_dite for p in (premiere, deuxieme)]
    assert dites == ["peut_etre", "vient"]


def test_refuser_toute_la_serie_attend_quelqu_un_et_garde_les_places(inscription):
    refus = courriel(vevent(inscription.uid, partstat="DECLINED"))
    assert decision(refus) == [("a_lire", "serie_refusee")]
    inscription.refresh_from_db()
    assert (inscription.etat, inscription.intention) == (
        Inscription.Etat.CONFIRMEE,
        "ne_vient_pas",
    )
    assert set(inscription.places.values_list("etat", flat=True)) == {"confirmee"}


def test_plusieurs_dates_dans_un_courriel(inscription):
    places = list(inscription.places.order_by("seance__debut"))[:2]
    refus = [
        vevent(inscription.uid, partstat="DECLINED", lignes=(rid_de(p, "utc"),)) for p in places
    ]
    assert decision(courriel(*refus)) == [("appliquee", ""), ("appliquee", "")]
    assert [etat(p)[0] for p in places] == ["annulee_personne"] * 2


def test_un_mot_est_lu_par_quelqu_un_puis_oublie(place):
    [recue] = recevoir(
        courriel(vevent(place.uid, lignes=("COMMENT:Je serai\\n un peu en retard",))),
        quand=PLUS_TARD,
    )
    assert (recue.raison, recue.commentaire) == ("un_mot", "Je serai un peu en retard")
    assert etat(place) == ("confirmee", "vient")
    lue = marquer_lue(recue, par=None)
    assert (lue.commentaire, lue.expediteur) == ("", "")


def test_une_seance_commencee_ne_bouge_plus(place):
    apres = place.seance.debut + dt.timedelta(minutes=5)
    refus = courriel(vevent(place.uid, partstat="DECLINED"))
    assert decision(refus, quand=apres) == [("ignoree", "passee")]
    assert etat(place) == ("confirmee", "")


def test_un_message_ecrit_va_a_la_file_du_centre_ecrit(amina):
    amina.centre.courriel = "centre@lierre.example"
    amina.centre.save()
    ecrit = f"From: {ADRESSE}\r\nTo: centre@lierre.example\r\n\r\nBonjour".encode()
    [recue] = recevoir(ecrit, quand=PLUS_TARD)
    assert (recue.raison, recue.centre, recue.personne) == ("message_ecrit", amina.centre, amina)


def rapport(message, statut="5.1.1", action="failed", adresse=ADRESSE):
    return f"""From: mailer-daemon@example.org
To: centre@lierre.example
Message-ID: <rapport@example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Non.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.org

Final-Recipient: rfc822; {adresse}
Action: {action}
Status: {statut}

--b
Content-Type: message/rfc822

Message-ID: {message.message_id}
Content-Type: text/calendar; method=REPLY

BEGIN:VCALENDAR
METHOD:REPLY
END:VCALENDAR
--b--
""".encode()


@pytest.mark.parametrize(
    ("options", "marquee"),
    [
        ({}, True),
        ({"statut": "4.2.2"}, False),
        ({"action": "delayed"}, False),
        ({"adresse": "autre@example.org"}, False),
    ],
)
def test_un_refus_definitif_marque_l_adresse_de_ce_courriel(place, options, marquee):
    message = Message.objects.get(uid=place.uid)
    recevoir(rapport(message, **options), quand=PLUS_TARD)
    assert Personne.objects.get(pk=place.personne_id).courriel_en_erreur is marquee
    assert etat(place) == ("confirmee", "")
    message.refresh_from_db()
    # Her news is to be said otherwise: a failure is on the call list.
    assert message.etat == ("echec" if marquee else "envoye")


def test_un_rapport_invente_ne_coupe_le_courriel_de_personne(place):
    faux = Message(message_id="<invente@example.org>")
    recevoir(rapport(faux), quand=PLUS_TARD)
    assert not Personne.objects.get(pk=place.personne_id).courriel_en_erreur


GROS = b"A" * (OCTETS + 1)
IMBRIQUE = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(900)
)
BEAUCOUP = courriel(*[vevent("x")] * (EVENEMENTS + 1))
LONG_MOT = courriel(vevent("x", lignes=("COMMENT:" + "a" * 1_500_000,)))
FAUX_JEU = courriel(vevent("x", lignes=("COMMENT:d\xe9j\xe0",)))
FAUX_JEU = FAUX_JEU.replace(b"charset=UTF-8", b"charset=klingon").replace(b"\xc3\xa9", b"\xe9")
AN_1 = courriel(vevent("x", lignes=("RECURRENCE-ID;TZID=Europe/Paris:00010101T000000",)))
AN_9999 = courriel(vevent("x", lignes=("RECURRENCE-ID;TZID=America/Lima:99991231T235959",)))
DOSSIER = courriel(vevent("x", lignes=("RECURRENCE-ID;TZID=Europe:20261119T140000",)))


@pytest.mark.parametrize(
    ("octets", "nature"),
    [
        (GROS, Nature.TROP_GROS),
        (IMBRIQUE, Nature.TROP_GROS),
        (b"\r\n--b" * 100_000, Nature.TROP_GROS),
        (BEAUCOUP, Nature.TROP_GROS),
        (LONG_MOT, Nature.TROP_GROS),
        (FAUX_JEU, Nature.REPONSE),
        (b"", Nature.ECRIT),
        (b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR", Nature.ILLISIBLE),
        (courriel(vevent("x")) + b"sans deux-points", Nature.ILLISIBLE),
        (courriel("BEGIN:VEVENT\r\nDTSTAMP:hier\r\nEND:VEVENT"), Nature.REPONSE),
        (AN_1, Nature.ILLISIBLE),
        (AN_9999, Nature.ILLISIBLE),
        (DOSSIER, Nature.ILLISIBLE),
    ],
)
def test_ce_qui_depasse_n_est_pas_ouvert(octets, nature):
    assert lire(octets).nature == nature


def test_un_octet_nul_n_entre_pas_dans_la_base():
    """PostgreSQL refuses it in any text."""
    recu = lire(courriel(vevent("x\0y"), de="am\0ina@example.org"))
    assert (recu.expediteurs, recu.evenements[0].uid) == ((ADRESSE,), "xy")


def test_un_courriel_qui_n_est_pas_ouvert_dit_quand_meme_de_qui(amina):
    amina.centre.courriel = "centre@lierre.example"
    amina.centre.save()
    [recue] = recevoir(LONG_MOT, quand=PLUS_TARD)
    assert (recue.decision, recue.raison, recue.personne) == ("a_lire", "trop_gros", amina)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_aucun_octet_change_n_atteint_l_autre_personne(place, data):
    """Cut, doubled, overwritten: whatever comes, it is read, and her neighbour keeps her place."""
    autre = creer_personne(place.personne.centre, canal="courriel", courriel="zoe@example.org")
    sienne = prendre_place(seance=place.seance, personne=autre, par=None, quand=QUAND)
    octets = courriel(vevent(sienne.uid, partstat="DECLINED"))
    debut = data.draw(st.integers(0, len(octets)))
    fin = data.draw(st.integers(debut, len(octets)))
    octets = octets[:debut] + data.draw(st.binary(max_size=40)) + octets[fin:]
    recevoir(octets, quand=PLUS_TARD)
    assert etat(sienne) == ("confirmee", "")
    annuler_place(sienne, par=None, quand=QUAND)
    autre.delete()
