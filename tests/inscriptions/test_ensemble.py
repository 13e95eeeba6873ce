"""Several dates at once are one message, in calendars as in words; a whole life replayed."""

import datetime as dt

import pytest

from ateliers.models import Seance
from centre.messagerie.travail import Ouvrier
from centre.models import Message, PeriodeCalendrier
from centre.temps import JOUR
from inscriptions.emails import rendre
from inscriptions.models import Envoi
from inscriptions.operations import (
    AnnulationVoulue,
    DeplacementVoulu,
    changer_seances,
    defaire,
    desinscrire,
    inscrire,
    retablir,
)
from tests.builders import creer_personne
from tests.inscriptions.client_agenda import Client, lire_icalendar, lire_vobject
from tests.inscriptions.test_changer_serie import LUNDI, QUAND, changer, serie_publiee
from tests.inscriptions.test_invitations import de_la_base, distribuer

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]
SMS = {"canal": "sms", "telephone": "06 39 98 00 02", "courriel": ""}


def monde(lire=lire_icalendar, **champs):
    """Mondays 2 November to 14 December; her invitation has left."""
    serie, client = serie_publiee(), Client(lire)
    personne = creer_personne(serie.atelier.centre, **champs)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    Message.objects.exclude(etat="envoye").delete()
    return inscription, list(serie.seances.filter(debut__gt=QUAND).order_by("debut")), client


def bouger(*seances, jours=1, quand=QUAND):
    voulus = []
    for seance in seances:
        seance.refresh_from_db()
        ecart = jours * JOUR
        fin = seance.fin + ecart
        voulus.append(DeplacementVoulu(seance, seance.debut + ecart, fin, seance.lieu))
    return changer_seances(deplacements=voulus, par=None, quand=quand)


def annuler(*seances):
    for seance in seances:
        seance.refresh_from_db()
    voulues = [AnnulationVoulue(s, "autre") for s in seances]
    return changer_seances(annulations=voulues, par=None, quand=QUAND)


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_trois_dates_deplacees_sont_un_seul_courriel(lire):
    inscription, seances, client = monde(lire)
    bouger(*seances[1:4])
    [(message, _, octets)] = distribuer([client])
    assert (message.methode, octets.count(b"BEGIN:VEVENT"), octets.count(b"RECURRENCE-ID")) == (
        *("REQUEST", 3, 3),
    )
    assert client.seances() == de_la_base(inscription.personne)
    texte = rendre(message).texte
    assert texte.count("Maintenant\u00a0: mardi ") == texte.count("Avant\u00a0: lundi ") == 3


def test_une_date_du_groupe_bouge_encore_le_groupe_repart_entier():
    inscription, seances, client = monde()
    bouger(seances[1], seances[2])
    bouger(seances[1])
    [(_, _, octets)] = distribuer([client])
    assert octets.count(b"BEGIN:VEVENT") == 2
    assert client.seances() == de_la_base(inscription.personne)


def test_un_groupe_deja_essaye_part_avant_la_nouvelle_de_sa_premiere_date():
    """It may have been received: it is not taken back, and its other date is not lost."""
    inscription, seances, client = monde()
    bouger(seances[1], seances[2])
    Message.objects.filter(etat="en_attente").update(etat="a_reessayer", tentatives=1)
    bouger(seances[1])
    Message.objects.filter(etat="a_reessayer").update(etat="en_attente")
    assert len(distribuer([client])) == 2
    assert client.seances() == de_la_base(inscription.personne)


def test_par_sms_deux_dates_deplacees_sont_un_sms():
    _, seances, _ = monde(**SMS)
    bouger(seances[0], seances[1])
    assert [rendre(m).texte for m in Message.objects.all()] == [
        "Bonjour. Vos rendez-vous changent. Premier : mardi 3 novembre, à 14 heures. "
        "Et d'autres dates : appelez. Question : 03 53 01 00 00. Le Lierre"
    ]


def test_par_telephone_deux_dates_annulees_sont_un_appel():
    _, seances, _ = monde(canal="appel", telephone="06 39 98 00 02")
    annuler(seances[0], seances[1])
    [message] = Message.objects.all()
    texte = rendre(message).texte.replace("\u00a0", " ")
    assert [ligne for ligne in texte.splitlines() if ligne.startswith("-")] == [
        "- lundi 2 novembre, de 14 heures à 16 heures",
        "- lundi 9 novembre, de 14 heures à 16 heures",
    ]


@pytest.mark.parametrize("rang", [0, 1])
def test_retablir_une_date_du_groupe_redit_l_autre(rang):
    _, seances, _ = monde(**SMS)
    annuler(seances[0], seances[1])
    retablir(seances[rang], par=None, quand=QUAND)
    vivants = Message.objects.filter(etat="en_attente")
    assert [m.envoi.seance for m in vivants] == [seances[1 - rang]]
    assert vivants[0].graine["motif"] == "annulation"


@pytest.mark.parametrize("rang", [0, 1])
def test_defaire_une_date_du_groupe_redit_l_autre(rang):
    _, seances, _ = monde(**SMS)
    moves = bouger(seances[0], seances[1]).deplacements
    defaire(moves[rang], par=None, quand=QUAND)
    vivants = Message.objects.filter(etat="en_attente")
    assert [(m.envoi.seance, m.graine["motif"]) for m in vivants] == [
        (seances[1 - rang], "deplacement")
    ]


def test_un_groupe_deja_parti_dit_le_retour_de_sa_seconde_date():
    _, seances, _ = monde(**SMS)
    annuler(seances[0], seances[1])
    assert Ouvrier().vider() <= 1
    Message.objects.update(etat="envoye", envoye_le=QUAND, tentatives=1)
    retablir(seances[1], par=None, quand=QUAND)
    assert [e.seance for e in Envoi.objects.filter(message__etat="en_attente")] == [seances[1]]


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_toute_une_vie_laisse_exactement_les_seances_de_la_base(lire):
    """Enrol, move two dates, cancel one, a closure added, other hours from a date, leave."""
    inscription, seances, client = monde(lire)
    personne = inscription.personne

    def pareil(nombre):
        distribuer([client])
        assert client.seances() == de_la_base(personne)
        assert len(client.seances()) == nombre

    pareil(7)
    bouger(seances[1], seances[3])
    pareil(7)
    annuler(seances[2])
    pareil(6)
    PeriodeCalendrier.objects.create(
        centre=personne.centre,
        genre=PeriodeCalendrier.Genre.FERMETURE,
        nom="Travaux",
        debut=LUNDI + 28 * JOUR,
        fin=LUNDI + 28 * JOUR,
    )
    annuler(seances[4])
    pareil(5)
    serie = inscription.serie
    serie.refresh_from_db()
    heures = {"heure_debut": dt.time(15), "heure_fin": dt.time(17)}
    fait = changer(serie, le=LUNDI + 35 * JOUR, **heures)
    pareil(5)
    suite = personne.inscriptions.get(serie=fait.suite)
    assert Seance.objects.filter(serie=fait.suite, etat="prevue").count() == 2
    desinscrire(suite, par=None, quand=QUAND)
    pareil(3)
    inscription.refresh_from_db()
    desinscrire(inscription, par=None, quand=QUAND)
    pareil(0)


@pytest.mark.parametrize(("par_elle", "attendus"), [(False, 1), (True, 0)])
@pytest.mark.parametrize("canal", ["sms", "appel", "papier"])
def test_le_centre_qui_arrete_une_inscription_le_dit(canal, par_elle, attendus):
    """Without a calendar nothing else tells her; what she ended herself she knows."""
    inscription, _, _ = monde(canal=canal, telephone="06 39 98 00 02")
    Message.objects.all().delete()
    for _ in range(2):
        desinscrire(inscription, par=None, par_la_personne=par_elle, quand=QUAND)
    dits = [rendre(m).texte for m in Message.objects.filter(etat="en_attente", canal=canal)]
    assert [("2/11" in t or "lundi 2 novembre" in t) for t in dits] == [True] * attendus


def test_l_agenda_qui_se_vide_dit_deja_la_fin():
    inscription, _, client = monde()
    desinscrire(inscription, par=None, par_la_personne=False, quand=QUAND)
    [(message, _, _)] = distribuer([client])
    assert (message.methode, message.graine["motif"]) == ("CANCEL", "fin")
