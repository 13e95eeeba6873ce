"""The word before a séance: by her channel, by day, never to whom somebody just spoke."""

import datetime as dt
import email
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from centre.messagerie import marquer_fait
from centre.messagerie.rendu import octets_de
from centre.messagerie.travail import perimer
from centre.models import Message
from centre.temps import instant
from inscriptions.emails import rendre
from inscriptions.emails.gsm import en_gsm7
from inscriptions.models import Envoi, Place
from inscriptions.operations import AnnulationVoulue, annuler_place, changer_seances
from inscriptions.operations.rappels import rappeler_les_seances
from tests.builders import (
    creer_atelier,
    creer_personne,
    creer_place,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
# Thursday; the séance is on Friday 20 November at 14:00.
JEUDI = instant(dt.date(2026, 11, 19), dt.time(10))
DEMAIN = dt.date(2026, 11, 20)
JOUR = dt.timedelta(days=1)


def attendue(jour=DEMAIN, rappels="veille", **champs):
    valeurs = {"canal": "sms", "telephone": "+33639980001"}
    personne = creer_personne(**{**valeurs, **champs})
    place = creer_place(creer_seance(creer_atelier(rappels=rappels), jour=jour, heure=14), personne)
    Place.objects.filter(pk=place.pk).update(faite_le=JEUDI - 30 * JOUR)
    return place


def rappeler(*instants):
    return [rappeler_les_seances(quand) for quand in instants]


def test_le_rappel_dit_le_jour_l_heure_le_lieu_et_le_telephone():
    attendue()
    assert rappeler(JEUDI) == [1]
    message = Message.objects.get()
    texte = rendre(message).texte
    assert texte == (
        "Bonjour. Rendez-vous demain, vendredi 20 novembre, à 14 heures. "
        "Lieu : 31 avenue de Guise. Question : 03 53 01 00 00. Le Lierre"
    )
    assert (len(texte) <= 160, en_gsm7(texte)) == (True, texte)
    assert (message.a_partir_de, message.perime_le) == (JEUDI, JEUDI.replace(hour=20))


def test_chaque_atelier_dit_quand_il_rappelle():
    """J-7 on the 13th, J-1 on the 19th, and nothing in between."""
    places = {r: attendue(rappels=r) for r in ("veille", "semaine", "deux", "aucun")}
    jours = [JEUDI - n * JOUR for n in (8, 7, 6, 5, 4, 3, 2, 1, 0)]
    assert rappeler(*jours) == [0, 0, 2, 0, 0, 0, 0, 0, 2]
    par_place = {
        r: list(Envoi.objects.filter(place=p).values_list("message__dtstamp", flat=True))
        for r, p in places.items()
    }
    sept, un = JEUDI - 6 * JOUR, JEUDI
    assert par_place == {"veille": [un], "semaine": [sept], "deux": [sept, un], "aucun": []}


def test_une_semaine_avant_le_sms_ne_dit_pas_demain():
    attendue(JEUDI.date() + 7 * JOUR, rappels="semaine")
    assert rappeler(JEUDI) == [1]
    assert rendre(Message.objects.get()).texte == (
        "Bonjour. Votre rendez-vous : jeudi 26 novembre, à 14 heures. "
        "Lieu : 31 avenue de Guise. Question : 03 53 01 00 00. Le Lierre"
    )


def test_chacun_est_rappele_par_son_canal():
    """Mail, SMS, the call list; paper is in the hand already; nobody writes to whom it harms."""
    for champs in (
        {"canal": "sms"},
        {"canal": "courriel", "courriel": "a@example.org"},
        {"canal": "courriel", "courriel": "b@example.org", "courriel_en_erreur": True},
        {"canal": "appel"},
        {"canal": "papier"},
        {"canal": "appel", "telephone": ""},
        {"canal": "sms", "ne_pas_ecrire": True},
    ):
        attendue(**champs)
    assert rappeler(JEUDI) == [4]
    canaux = sorted(Message.objects.values_list("canal", "destinataire"))
    assert canaux == [
        ("appel", "06 39 98 00 01"),
        ("appel", "06 39 98 00 01"),
        ("courriel", "a@example.org"),
        ("sms", "06 39 98 00 01"),
    ]


def test_le_rappel_par_courriel_est_dans_sa_langue_et_sans_second_agenda():
    attendue(canal="courriel", courriel="a@example.org", langue="ar")
    rappeler(JEUDI)
    courriel = email.message_from_bytes(octets_de(Message.objects.get()))
    assert [p.get_content_type() for p in courriel.walk()] == [
        *("multipart/alternative", "text/plain", "text/html"),
    ]
    assert (courriel["Auto-Submitted"], courriel.get_all("To")) == (
        *("auto-generated", ["a@example.org"]),
    )
    html = courriel.get_payload()[1].get_payload(decode=True).decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert "03\u00a053\u00a001\u00a000\u00a000" in html


def test_a_appeler_la_veille_reste_dans_la_liste_jusqu_a_la_seance():
    place = attendue(canal="appel")
    assert rappeler(JEUDI, JEUDI) == [1, 0]
    message = Message.objects.get()
    assert (message.perime_le, message.langue) == (place.seance.debut, "fr")
    assert "Rendez-vous demain, vendredi 20 novembre" in rendre(message).texte


def test_ni_la_nuit_ni_deux_fois_ni_pour_qui_ne_vient_pas():
    place, refus = attendue(), attendue()
    Place.objects.filter(pk=refus.pk).update(intention="ne_vient_pas")
    nuits = [JEUDI.replace(hour=h, minute=m) for h, m in ((8, 59), (19, 0), (23, 30))]
    assert rappeler(*nuits, JEUDI.replace(hour=18, minute=59), JEUDI) == [0, 0, 0, 1, 0]
    message = Message.objects.get()
    assert message.envoi.place == place
    assert perimer(JEUDI.replace(hour=20)) == 1


def test_qui_l_a_entendu_ou_lu_depuis_peu_n_est_pas_rappele():
    """Told on the telephone this week, told of a change since yesterday, or about to be called."""
    appelee, ecrite, a_appeler, ancienne = (attendue() for _ in range(4))
    par = creer_utilisateur("accueil")
    for place, canal, quand in (
        (appelee, "appel", JEUDI - 6 * JOUR),
        (ecrite, "sms", JEUDI - dt.timedelta(hours=20)),
        (a_appeler, "papier", JEUDI - 9 * JOUR),
        (ancienne, "sms", JEUDI - 9 * JOUR),
    ):
        message = Message.objects.create(
            **{"centre": place.seance.centre, "canal": canal, "modele": "inscriptions.message"},
            **{"cle": f"c{place.pk}", "message_id": f"<{place.pk}@x>", "dtstamp": quand},
        )
        Envoi.objects.create(
            message=message, personne=place.personne, seance=place.seance, motif="deplacement"
        )
        if canal == "appel":
            with time_machine.travel(quand, tick=False):
                marquer_fait(message, par=par)
    assert rappeler(JEUDI) == [1]
    assert Envoi.objects.get(motif="rappel").place == ancienne


def test_une_date_qui_change_retire_le_rappel_qui_attend():
    annulee, rendue = attendue(canal="appel"), attendue(canal="appel")
    assert rappeler(JEUDI) == [2]
    changer_seances(annulations=[AnnulationVoulue(annulee.seance, "autre")], par=None, quand=JEUDI)
    annuler_place(rendue, par=None, par_la_personne=True, quand=JEUDI)
    assert list(Envoi.objects.order_by("pk").values_list("motif", "message__etat")) == [
        *(("rappel", "annule"), ("rappel", "annule"), ("annulation", "en_attente")),
    ]


@pytest.mark.parametrize(
    ("dimanche", "heures"),
    [(dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25)],
)
def test_aux_changements_d_heure_la_veille_reste_la_veille(dimanche, heures):
    """Saturday reminds Sunday's séances, a day of 23 or 25 hours, from its first to its last."""
    samedi = dimanche - JOUR
    debuts = [instant(dimanche, dt.time(0)), instant(dimanche + JOUR, dt.time(0))]
    assert debuts[1].timestamp() - debuts[0].timestamp() == heures * 3600
    atelier = creer_atelier(rappels="deux")
    for jour, heure in ((samedi, 23), (dimanche, 0), (dimanche, 23), (dimanche + JOUR, 0)):
        personne = creer_personne(canal="sms", telephone="+33639980001")
        place = creer_place(creer_seance(atelier, jour=jour, heure=heure, duree=30), personne)
        Place.objects.filter(pk=place.pk).update(faite_le=instant(jour - 30 * JOUR, dt.time(9)))
    veille, lendemain = (instant(j, dt.time(9)) for j in (samedi, dimanche))
    semaine = instant(dimanche - 7 * JOUR, dt.time(18, 59))
    assert rappeler(semaine, veille, lendemain) == [2, 2, 1]


def test_une_seance_annulee_ou_d_un_autre_jour_n_est_pas_rappelee():
    annulee = attendue().seance
    annulee.etat, annulee.motif_annulation = "annulee", "autre"
    annulee.save()
    attendue()
    assert rappeler(JEUDI - JOUR, JEUDI) == [0, 1]


def test_la_commande_rappels_dit_combien():
    attendue()
    sortie = StringIO()
    with time_machine.travel(JEUDI, tick=False):
        call_command("rappels", stdout=sortie)
    assert sortie.getvalue() == "1\u00a0rappel écrit.\n"
