"""The invitations that leave, replayed by two independent readers (docs/regles-agenda.md)."""

import datetime as dt

import pytest

from centre.messagerie.rendu import octets_de
from centre.models import Message
from centre.temps import JOUR, a_paris, instant
from inscriptions.models import Envoi, Place
from inscriptions.operations import (
    AnnulationVoulue,
    DeplacementVoulu,
    annuler_place,
    changer_seances,
    defaire,
    desinscrire,
    inscrire,
    prendre_place,
    retablir,
)
from inscriptions.operations.echeances import fenetre_des_dates, suivre_les_adresses
from tests.builders import (
    creer_atelier,
    creer_lieu,
    creer_personne,
    creer_seance,
    creer_serie,
)
from tests.inscriptions.client_agenda import Client, lire_icalendar, lire_vobject

pytestmark = pytest.mark.django_db
QUAND = instant(dt.date(2026, 10, 1), dt.time(10))
LUNDI = dt.date(2026, 10, 5)


def serie_du_lundi(jours=10, sautes=(2,), **champs):
    """Mondays 14:00–16:00 over the change of hour; ranks in ``sautes`` are holidays."""
    serie = creer_serie(creer_atelier(**champs), etat="publiee")
    seances = [
        creer_seance(
            serie.atelier,
            LUNDI + 7 * n * JOUR,
            14,
            serie=serie,
            lieu=serie.lieu,
            date_origine=LUNDI + 7 * n * JOUR,
        )
        for n in range(jours)
        if n not in sautes
    ]
    return serie, seances


def partir(quand=QUAND):
    """Let every mail of the outbox leave; return their bytes, in the order of the outbox."""
    messages = Message.objects.filter(etat="en_attente", canal="courriel").order_by("pk")
    partis = [(m, m.destinataire, invitation_de(m)) for m in messages]
    messages.update(etat="envoye", envoye_le=quand, tentatives=1)
    return partis


def invitation_de(message):
    from email import message_from_bytes, policy  # noqa: PLC0415

    courriel = message_from_bytes(octets_de(message), policy=policy.SMTP)
    parties = [p for p in courriel.walk() if p.get_content_type() == "text/calendar"]
    return parties[0].get_payload(decode=True) if parties else None


def distribuer(clients, quand=QUAND):
    partis = partir(quand)
    for _, _, octets in partis:
        for client in clients if octets else ():
            client.recevoir(octets)
    return partis


def de_la_base(personne):
    places = Place.objects.confirmees().filter(personne=personne).select_related("seance__lieu")
    return sorted(
        (
            p.seance.debut.astimezone(dt.UTC),
            p.seance.fin.astimezone(dt.UTC),
            p.seance.lieu.adresse_dehors,
        )
        for p in places
    )


def bouger(seance, jours=1, **champs):
    voulu = DeplacementVoulu(
        seance, seance.debut + jours * JOUR, seance.fin + jours * JOUR, seance.lieu, **champs
    )
    changement = changer_seances(deplacements=[voulu], par=None, quand=QUAND)
    return changement.deplacements[0]


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_la_vie_d_une_inscription_laisse_les_dates_de_la_base(lire):
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    client = Client(lire)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    assert client.seances() == de_la_base(personne)
    assert len(client.seances()) == 9

    bouger(seances[1])
    bouger(seances[4])
    distribuer([client])
    assert client.seances() == de_la_base(personne)

    annulation = AnnulationVoulue(seances[5], "autre")
    changer_seances(annulations=[annulation], par=None, quand=QUAND)
    distribuer([client])
    assert client.seances() == de_la_base(personne)
    assert len(client.seances()) == 8

    desinscrire(inscription, par=None, quand=QUAND)
    distribuer([client])
    assert client.seances() == de_la_base(personne) == []


def test_une_inscription_est_un_seul_courriel_a_une_seule_personne():
    serie, _ = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    [(message, adresse, octets)] = partir()
    assert (message.methode, message.sequence, message.uid) == ("REQUEST", 0, inscription.uid)
    assert adresse == personne.courriel
    assert octets.count(b"ATTENDEE") == 1
    # Monday 14:00 in winter is 13:00Z: the offset of the last date, not of the first.
    assert b"RRULE:FREQ=WEEKLY;UNTIL=20261207T130000Z;BYDAY=MO" in octets
    assert b"EXDATE;TZID=Europe/Paris:20261019T140000" in octets
    assert b"DTSTART;TZID=Europe/Paris:20261005T140000" in octets


def test_l_invitation_tait_le_nom_de_l_atelier():
    serie, _ = serie_du_lundi(titre="Alcool et moi", titre_discret="RDV Le Lierre", sensibilite=2)
    inscrire(personne=creer_personne(serie.atelier.centre), serie=serie, par=None, quand=QUAND)
    [(message, _, _)] = partir()
    assert b"Alcool" not in octets_de(message)
    assert message.est_sensible


def test_un_atelier_protege_reste_discret_meme_avec_l_accord():
    serie, _ = serie_du_lundi(
        titre="Groupe de paroles", titre_discret="RDV Le Lierre", sensibilite=3
    )
    personne = creer_personne(serie.atelier.centre, titres_explicites_le=QUAND)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    [(message, _, octets)] = partir()
    assert b"paroles" not in octets_de(message) + octets


def test_une_date_bougee_avant_le_premier_envoi_a_sa_propre_invitation():
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    bouger(seances[0])
    client = Client(lire_icalendar)
    partis = distribuer([client])
    assert [(m.uid == inscription.uid, m.recurrence_id) for m, _, _ in partis] == [
        (True, None),
        (False, None),
    ]
    assert client.seances() == de_la_base(personne)


def test_une_date_bougee_apres_est_une_exception_seule():
    serie, seances = serie_du_lundi()
    inscription = inscrire(
        personne=creer_personne(serie.atelier.centre), serie=serie, par=None, quand=QUAND
    )
    partir()
    bouger(seances[3])
    [(message, _, octets)] = partir()
    assert (message.uid, message.sequence) == (inscription.uid, 1)
    assert b"RECURRENCE-ID;TZID=Europe/Paris:20261102T140000" in octets
    assert b"RRULE" not in octets.split(b"BEGIN:VEVENT")[1]
    assert message.envoi.motif == Envoi.Motif.DEPLACEMENT


def test_defaire_ne_laisse_rien_partir():
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    partir()
    deplacement = bouger(seances[3])
    defaire(deplacement, par=None, quand=QUAND + dt.timedelta(minutes=5))
    assert partir() == []


def test_defaire_redit_a_qui_savait_deja():
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    client = Client(lire_vobject)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    deplacement = bouger(seances[3])
    distribuer([client])
    defaire(deplacement, par=None, quand=QUAND + dt.timedelta(minutes=5))
    assert len(distribuer([client])) == 1
    assert client.seances() == de_la_base(personne)


def test_retablir_rend_les_places_et_les_dates():
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    client = Client(lire_icalendar)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    changer_seances(annulations=[AnnulationVoulue(seances[0], "autre")], par=None, quand=QUAND)
    distribuer([client])
    retablir(seances[0], par=None, quand=QUAND)
    distribuer([client])
    assert client.seances() == de_la_base(personne)
    assert len(client.seances()) == 9


def test_partir_plus_tard_ne_retire_que_la_suite():
    serie, _ = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    client = Client(lire_vobject)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    desinscrire(
        inscription, par=None, quand=QUAND, a_partir_de=instant(LUNDI + 20 * JOUR, dt.time())
    )
    [(message, _, octets)] = distribuer([client])
    assert client.seances() == de_la_base(personne)
    assert (message.methode, octets.count(b"RECURRENCE-ID")) == ("CANCEL", 7)


def test_une_date_lointaine_attend_la_fenetre_de_quatorze_jours():
    seance = creer_seance()
    personne = creer_personne(seance.centre)
    place = prendre_place(seance=seance, personne=personne, par=None, quand=QUAND)
    assert partir() == []
    avant = seance.debut - 15 * JOUR
    fenetre_des_dates(avant)
    assert partir() == []
    fenetre_des_dates(seance.debut - 14 * JOUR)
    fenetre_des_dates(seance.debut - 14 * JOUR)
    [(message, _, _)] = partir()
    assert (message.uid, message.sequence, message.methode) == (place.uid, 0, "REQUEST")


def test_rendre_une_place_non_partie_ne_laisse_rien_partir():
    seance = creer_seance()
    personne = creer_personne(seance.centre)
    quand = seance.debut - 2 * JOUR
    place = prendre_place(seance=seance, personne=personne, par=None, quand=quand)
    annuler_place(place, par=None, par_la_personne=True, quand=quand)
    assert partir() == []


def test_rendre_une_place_partie_annule_dans_l_agenda():
    seance = creer_seance()
    personne = creer_personne(seance.centre)
    quand, client = seance.debut - 2 * JOUR, Client(lire_icalendar)
    place = prendre_place(seance=seance, personne=personne, par=None, quand=quand)
    distribuer([client])
    annuler_place(place, par=None, par_la_personne=True, quand=quand)
    [(message, _, octets)] = distribuer([client])
    assert (message.methode, message.sequence) == ("CANCEL", 1)
    assert b"STATUS:CANCELLED" in octets
    assert client.seances() == []


def test_changer_d_adresse_annule_a_l_ancienne_et_invite_a_la_nouvelle():
    serie, _ = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre, courriel="avant@example.org")
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    partir()
    personne.courriel = "apres@example.org"
    personne.save(update_fields=["courriel"])
    suivre_les_adresses(QUAND)
    dits = [(m.methode, adresse, m.sequence) for m, adresse, _ in partir()]
    assert dits == [("CANCEL", "avant@example.org", 1), ("REQUEST", "apres@example.org", 2)]
    suivre_les_adresses(QUAND)
    assert partir() == []


def test_ne_pas_ecrire_fait_taire_tout():
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    partir()
    personne.ne_pas_ecrire = True
    personne.save(update_fields=["ne_pas_ecrire"])
    bouger(seances[0])
    changer_seances(annulations=[AnnulationVoulue(seances[1], "autre")], par=None, quand=QUAND)
    desinscrire(inscription, par=None, quand=QUAND)
    suivre_les_adresses(QUAND)
    assert Message.objects.filter(etat="en_attente").count() == 0


def test_un_changement_de_lieu_se_dit_et_garde_l_heure():
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre)
    client = Client(lire_vobject)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    s = seances[4]
    ailleurs = creer_lieu(serie.atelier.centre, adresse="place Roland")
    voulu = DeplacementVoulu(s, s.debut, s.fin, ailleurs)
    changer_seances(deplacements=[voulu], par=None, quand=QUAND)
    distribuer([client])
    assert client.seances() == de_la_base(personne)
    assert a_paris(s.debut).hour == 14


def test_deplacer_une_permanence_previent_chaque_creneau_a_son_heure():
    atelier = creer_atelier(genre="permanence")
    fenetre = creer_seance(atelier, capacite=2)
    creneaux = [
        creer_seance(atelier, heure=9 + n, duree=60, fenetre=fenetre, capacite=1, lieu=fenetre.lieu)
        for n in range(2)
    ]
    for creneau in creneaux:
        personne = creer_personne(atelier.centre, canal="sms")
        prendre_place(seance=creneau, personne=personne, par=None, quand=QUAND)
    Message.objects.update(etat="envoye", envoye_le=QUAND, tentatives=1)
    deplacement = bouger(fenetre)
    textes = [octets_de(m).decode() for m in Message.objects.filter(etat="en_attente")]
    assert [t.split(", à ")[1][:8] for t in textes] == ["9 heures", "10 heure"]
    defaire(deplacement, par=None, quand=QUAND + dt.timedelta(minutes=5))
    assert Message.objects.filter(etat="en_attente").count() == 0


def test_annuler_une_permanence_libere_ses_creneaux():
    atelier = creer_atelier(genre="permanence")
    fenetre = creer_seance(atelier)
    creneau = creer_seance(atelier, duree=60, fenetre=fenetre, capacite=1, lieu=fenetre.lieu)
    personne = creer_personne(atelier.centre, canal="sms")
    place = prendre_place(seance=creneau, personne=personne, par=None, quand=QUAND)
    annulation = AnnulationVoulue(fenetre, "intervenant_absent")
    changer_seances(annulations=[annulation], par=None, quand=QUAND)
    place.refresh_from_db()
    creneau.refresh_from_db()
    assert (place.etat, creneau.etat, creneau.sieges_pris) == ("annulee_centre", "annulee", 0)
    assert Message.objects.filter(envoi__motif="annulation").count() == 1


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_partir_au_milieu_garde_les_dates_passees(lire):
    serie, _ = serie_du_lundi()
    personne, client = creer_personne(serie.atelier.centre), Client(lire)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    milieu = instant(LUNDI + 24 * JOUR, dt.time(10))
    desinscrire(inscription, par=None, quand=milieu)
    [(message, _, octets)] = distribuer([client], milieu)
    assert (message.methode, octets.count(b"RECURRENCE-ID")) == ("CANCEL", 6)
    assert message.graine["motif"] == "fin"
    assert client.seances() == de_la_base(personne)
    assert [debut.date() for debut, _, _ in client.seances()] == [
        LUNDI + n * JOUR for n in (0, 7, 21)
    ]


def test_une_suite_apres_la_fin_ne_touche_pas_aux_dates_passees():
    serie, seances = serie_du_lundi()
    personne, client = creer_personne(serie.atelier.centre), Client(lire_icalendar)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    milieu = instant(LUNDI + 24 * JOUR, dt.time(10))
    annulations = [AnnulationVoulue(s, "autre") for s in seances[3:]]
    changer_seances(annulations=annulations, par=None, quand=milieu)
    distribuer([client], milieu)
    assert len(client.seances()) == 3
    for seance in seances[5:7]:
        retablir(seance, par=None, quand=milieu)
    distribuer([client], milieu)
    assert client.seances() == de_la_base(personne)
    assert len(client.seances()) == 5


def test_partir_retire_une_date_passee_remise_a_plus_tard():
    serie, seances = serie_du_lundi()
    personne, client = creer_personne(serie.atelier.centre), Client(lire_vobject)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    bouger(seances[0], jours=3)
    distribuer([client])
    entre = instant(LUNDI + JOUR, dt.time(10))
    desinscrire(inscription, par=None, quand=entre)
    distribuer([client], entre)
    assert client.seances() == de_la_base(personne) == []


def changer_de_canal(personne, **champs):
    for nom, valeur in champs.items():
        setattr(personne, nom, valeur)
    personne.save(update_fields=list(champs))


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_revenir_au_courriel_rend_la_date_a_l_agenda(lire):
    seance = creer_seance(jour=LUNDI)
    personne, client = creer_personne(seance.centre), Client(lire)
    prendre_place(seance=seance, personne=personne, par=None, quand=QUAND)
    distribuer([client])
    changer_de_canal(personne, canal="sms")
    suivre_les_adresses(QUAND)
    distribuer([client])
    assert client.seances() == []
    changer_de_canal(personne, canal="courriel")
    assert fenetre_des_dates(QUAND) == 1
    distribuer([client])
    assert client.seances() == de_la_base(personne)
    assert fenetre_des_dates(QUAND) == 0


def test_une_invitation_reprise_avant_l_envoi_laisse_sa_date_a_la_fenetre():
    serie, [premiere, seconde] = serie_du_lundi(jours=4, sautes=(0, 1))
    personne, client = creer_personne(serie.atelier.centre), Client(lire_icalendar)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    annulation = AnnulationVoulue(premiere, "autre")
    changer_seances(annulations=[annulation], par=None, quand=QUAND)
    distribuer([client])
    assert client.seances() == []
    proche = seconde.debut - 3 * JOUR
    assert fenetre_des_dates(proche) == 1
    distribuer([client], proche)
    assert client.seances() == de_la_base(personne)
    assert len(client.seances()) == 1


def test_une_annulation_defaite_puis_une_autre_adresse_se_suivent():
    seance = creer_seance(jour=LUNDI)
    personne = creer_personne(seance.centre)
    ancienne, nouvelle = Client(lire_icalendar), Client(lire_icalendar)
    prendre_place(seance=seance, personne=personne, par=None, quand=QUAND)
    distribuer([ancienne])
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None, quand=QUAND)
    retablir(seance, par=None, quand=QUAND)
    assert distribuer([ancienne]) == []
    changer_de_canal(personne, courriel="nouvelle@example.org")
    assert suivre_les_adresses(QUAND) == 1
    for message, adresse, octets in partir():
        {"nouvelle@example.org": nouvelle}.get(adresse, ancienne).recevoir(octets)
        assert message.uid
    assert ancienne.seances() == []
    assert nouvelle.seances() == de_la_base(personne)


def test_deux_seances_a_la_meme_heure_sont_deux_dates():
    serie, seances = serie_du_lundi(jours=3, sautes=())
    personne, client = creer_personne(serie.atelier.centre), Client(lire_icalendar)
    bouger(seances[0], jours=7)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    assert client.seances() == de_la_base(personne)
    assert len(client.seances()) == 3


def test_une_date_avancee_et_passee_sans_envoi_reste_annoncee():
    serie, seances = serie_du_lundi(jours=4, sautes=())
    personne, client = creer_personne(serie.atelier.centre), Client(lire_icalendar)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    distribuer([client])
    bouger(seances[2], jours=-14)
    apres = instant(LUNDI + JOUR, dt.time(10))
    bouger_apres = DeplacementVoulu(
        seances[3], seances[3].debut + JOUR, seances[3].fin + JOUR, seances[3].lieu
    )
    changer_seances(deplacements=[bouger_apres], par=None, quand=apres)
    distribuer([client], apres)
    assert client.seances() == de_la_base(personne)
