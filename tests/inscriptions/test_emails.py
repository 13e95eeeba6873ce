"""The words that leave: SMS in their own alphabet, mails whole without a calendar."""

import datetime as dt
import re

import pytest
from django.utils import translation

from centre.messagerie.rendu import nom_du_message, octets_de
from centre.models import Message
from centre.temps import instant
from inscriptions.emails import dire, en_gsm7, langue_ecrite, rendre, sms
from inscriptions.emails.gsm import GSM7
from inscriptions.emails.preavis import rendre_le_preavis
from inscriptions.models import Envoi, Place
from inscriptions.operations import (
    AnnulationVoulue,
    DeplacementVoulu,
    annuler_place,
    changer_seances,
    prendre_place,
)
from tests.builders import creer_atelier, creer_lieu, creer_personne, creer_place, creer_seance

MOTIFS = [
    *("invitation", "deplacement", "retour", "annulation", "absence_notee", "retrait"),
    *("fin", "place", "rappel"),
    *("attente_deplacement", "attente_retour", "attente_annulation"),
]
# The longest day, month and hour that French writes.
LONG = instant(dt.date(2026, 9, 23), dt.time(10, 30)).isoformat()
AOUT = instant(dt.date(2026, 8, 12), dt.time(9)).isoformat()
VEILLE = instant(dt.date(2026, 11, 16), dt.time(10))


def graine(motif, **champs):
    evenement = {"debut": LONG, "fin": LONG, "lieu": "31 avenue de Guise", "rid": None}
    return {
        "motif": motif,
        "prenom": "Nadia",
        "titre": "RDV Le Lierre",
        "centre": "Le Lierre",
        "telephone": "+33353010000",
        "evenements": [{**evenement, "annule": False}],
        "regle": None,
        "avant": evenement,
        "prochain": AOUT,
        "avant_le": AOUT,
        **champs,
    }


@pytest.mark.parametrize("motif", MOTIFS)
def test_chaque_sms_tient_en_un_seul(motif):
    texte = sms(graine(motif))
    assert len(texte) <= 160
    assert set(texte) <= GSM7
    assert "03 53 01 00 00" in texte
    assert texte.startswith("Bonjour. ")
    assert texte.endswith("Le Lierre")


@pytest.mark.parametrize("motif", MOTIFS)
def test_un_lieu_tres_long_ne_coupe_pas_le_sms(motif):
    long = graine(motif)
    long["evenements"][0]["lieu"] = "salle polyvalente, résidence des Tilleuls, " * 3
    texte = sms(long)
    assert len(texte) <= 160
    assert "03 53 01 00 00" in texte


def test_le_sms_deplace_dit_le_jour_l_heure_le_lieu():
    assert sms(graine("deplacement")) == (
        "Bonjour. Votre rendez-vous change. Nouveau jour : mercredi 23 septembre, à 10 heures 30. "
        "Lieu : 31 avenue de Guise. Question : 03 53 01 00 00. Le Lierre"
    )


@pytest.mark.parametrize("motif", MOTIFS)
def test_aucun_sms_ne_demande_de_reponse_ni_ne_nomme_le_social(motif):
    texte = sms(graine(motif)).lower()
    for interdit in ("répond", "stop", "rsa", "social", "insertion", "http"):
        assert interdit not in texte


@pytest.mark.parametrize(
    ("texte", "ecrit"),
    [
        ("août, Noël, ça", "aout, Noel, ca"),
        ("l’œuvre «\u00a0é\u00a0»", 'l\'oeuvre " é "'),
        ("Łódź 日", "Lodz ?"),
        ("n° 3 — 5\u00a0€ “sans” [car]", 'no 3 - 5 euros "sans" (car)'),
    ],
)
def test_en_gsm7_garde_ce_qu_il_peut(texte, ecrit):
    assert en_gsm7(texte) == ecrit


@pytest.mark.parametrize("motif", MOTIFS)
def test_chaque_courriel_dit_bonjour_et_qui_appeler(motif):
    contenu = dire(graine(motif))
    assert contenu.phrases[0] == "Bonjour Nadia."
    assert "03\u00a053\u00a001\u00a000\u00a000" in contenu.fin[-1]
    assert contenu.sujet


def test_un_message_s_ecrit_dans_une_langue_que_le_catalogue_a():
    ecrites = {
        canal: [langue_ecrite(code, canal) for code in ("fr", "tr", "uk", "xx")]
        for canal in ("courriel", "papier", "sms", "appel")
    }
    assert ecrites == {
        "courriel": ["fr", "tr", "uk", "fr"],
        "papier": ["fr", "tr", "uk", "fr"],
        "sms": ["fr", "tr", "fr", "fr"],
        "appel": ["fr", "fr", "fr", "fr"],
    }


@pytest.mark.django_db
def test_le_courriel_dit_tout_sans_agenda():
    seance = creer_seance()
    prendre_place(seance=seance, personne=creer_personne(seance.centre), par=None, quand=VEILLE)
    courriel = octets_de(Message.objects.get()).decode()
    assert "text/calendar" in courriel
    assert "jeudi 19 novembre" in courriel
    assert "31 avenue de Guise" in courriel
    assert '<html lang=3D"fr">' in courriel


@pytest.mark.django_db
def test_un_nom_piege_ne_casse_ni_l_en_tete_ni_l_agenda():
    seance = creer_seance(creer_atelier(titre_discret='RDV "X"; Y'))
    personne = creer_personne(seance.centre, prenom='A"; CN=x\\^')
    prendre_place(seance=seance, personne=personne, par=None, quand=VEILLE)
    [message] = Message.objects.all()
    octets = octets_de(message)
    assert b"Bcc" not in octets
    assert message.destinataire == personne.courriel


@pytest.mark.django_db
def test_chacun_est_prevenu_par_son_canal_et_personne_deux_fois():
    seance = creer_seance()
    canaux = ("courriel", "sms", "appel", "papier")
    for canal in canaux:
        creer_place(seance, creer_personne(seance.centre, canal=canal))
    creer_place(seance, creer_personne(seance.centre, canal="courriel", courriel="", telephone=""))
    creer_place(seance, creer_personne(seance.centre, ne_pas_ecrire=True))
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None, quand=VEILLE)
    assert sorted(Message.objects.values_list("canal", flat=True)) == [
        *("appel", "courriel", "papier", "papier", "sms")
    ]
    assert set(Envoi.objects.values_list("motif", flat=True)) == {"annulation"}


@pytest.mark.django_db
@pytest.mark.parametrize(("heures", "minutes"), [(25, 10), (24, 0), (2, 0)])
def test_le_delai_de_dix_minutes_vaut_a_plus_d_un_jour(heures, minutes):
    seance = creer_seance()
    creer_place(seance, creer_personne(canal="sms"))
    quand = seance.debut - dt.timedelta(hours=heures)
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None, quand=quand)
    message = Message.objects.get()
    assert message.a_partir_de - quand == dt.timedelta(minutes=minutes)
    assert message.perime_le == seance.debut


@pytest.mark.django_db
def test_une_seance_passee_ne_previent_personne():
    seance = creer_seance()
    creer_place(seance, creer_personne(canal="sms"))
    quand = seance.debut + dt.timedelta(minutes=1)
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None, quand=quand)
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_l_adresse_discrete_est_la_seule_qui_sort():
    centre = creer_seance().centre
    ailleurs = creer_lieu(centre, adresse="CSAPA, 3 rue X", adresse_discrete="31 avenue de Guise")
    seance = creer_seance()
    creer_place(seance, creer_personne(canal="sms"))
    voulu = DeplacementVoulu(seance, seance.debut, seance.fin, ailleurs)
    changer_seances(deplacements=[voulu], par=None, quand=VEILLE)
    assert "CSAPA" not in str(Message.objects.get().graine)


@pytest.mark.django_db
def test_une_offre_se_dit_puis_expire():
    seance = creer_seance(capacite=1)
    tenue = creer_place(seance)
    attente = creer_place(seance, creer_personne(canal="sms"), etat="liste_attente", rang=1)
    annuler_place(tenue, par=None, par_la_personne=True, quand=VEILLE)
    place = Place.objects.get(pk=attente.pk)
    assert "Une place est libre pour vous" in octets_de(Message.objects.latest("pk")).decode()
    assert place.offre_jusqua == VEILLE + dt.timedelta(hours=24)

    from inscriptions.operations.echeances import offres_sans_reponse  # noqa: PLC0415

    offres_sans_reponse(VEILLE + dt.timedelta(hours=23))
    assert Place.objects.get(pk=place.pk).etat == "proposee"
    offres_sans_reponse(VEILLE + dt.timedelta(hours=24))
    assert Place.objects.get(pk=place.pk).etat == "annulee_centre"


def test_le_nom_d_un_message_dit_pour_qui_et_pourquoi():
    message = Message(
        modele="inscriptions.message",
        graine={"motif": "attente_deplacement", "prenom": "Nadia"},
    )

    assert nom_du_message(message) == "Séance déplacée, pour Nadia"


@pytest.mark.parametrize("langue", ["en", "es", "pt", "sq", "tr"])
@pytest.mark.parametrize("motif", MOTIFS)
def test_un_sms_de_chaque_langue_tient_avec_le_telephone(langue, motif):
    with translation.override(langue):
        ecrit = sms(graine(motif))
    assert len(ecrit) <= 160
    assert ecrit == en_gsm7(ecrit)
    assert "03 53 01 00 00" in ecrit


@pytest.mark.parametrize("langue", ["fr", "en", "es", "pt", "sq", "tr"])
@pytest.mark.parametrize("sieges", [1, 9])
def test_le_sms_d_une_offre_dit_toujours_jusqu_a_quand(langue, sieges):
    """Whatever the day is called: without it she would lose a place that is held for her."""
    for jours in range(1, 366, 3):
        debut = dt.datetime.fromisoformat(LONG) + dt.timedelta(days=jours)
        offre = graine("place", sieges=sieges, avant_le=(debut - dt.timedelta(days=1)).isoformat())
        offre["evenements"][0]["debut"] = debut.isoformat()
        with translation.override(langue):
            ecrit = sms(offre)
        heures = re.findall(r"\d(?: heures |:)30", ecrit)
        assert (len(ecrit) <= 160, len(heures)) == (True, 2), ecrit


@pytest.mark.parametrize("langue", ["fr", "en", "es", "pt", "sq", "tr"])
def test_le_sms_d_avant_l_effacement_tient_en_un_seul(langue):
    """Its day in figures where the whole day would make two."""
    semees = {"centre": "Amitié Partage", "telephone": "+33353010000", "prenom": "Nadia"}
    for jours in range(0, 365, 4):
        jour = dt.date(2026, 1, 1) + dt.timedelta(days=jours)
        message = Message(canal="sms", langue=langue, graine={**semees, "jour": f"{jour}"})
        assert len(rendre_le_preavis(message).texte) <= 160


@pytest.mark.django_db
def test_un_courriel_en_arabe_se_lit_de_droite_a_gauche():
    place = creer_place(
        creer_seance(),
        creer_personne(canal="courriel", courriel="amal@example.org", langue="ar"),
    )
    changer_seances(
        annulations=[AnnulationVoulue(seance=place.seance, motif="autre")], par=None, quand=VEILLE
    )
    message = Message.objects.get()
    rendu = rendre(message)
    assert message.langue == "ar"
    assert '<html lang="ar" dir="rtl">' in rendu.html
    assert "المركز يلغي هذا الموعد." in rendu.texte


@pytest.mark.parametrize("langue", ["fr", "en", "es", "pt", "sq", "tr", "ru", "uk", "ar"])
@pytest.mark.parametrize("motif", MOTIFS)
def test_aucun_mot_ne_se_repete(langue, motif):
    """The word for « at » an hour is in the hour of some languages, in the sentence of others."""
    with translation.override(langue):
        contenu = dire(graine(motif))
    dit = " ".join([contenu.sujet, *contenu.phrases, *contenu.fin]).lower()
    assert re.findall(r"\b(\w+),? \1\b", dit) == []
