"""The queue follows its rule (decision 32): strict, or the options that the page shows (S8)."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import translation

from ateliers.models import Atelier, Seance
from centre.erreurs import Refus
from centre.models import Message
from centre.temps import instant
from inscriptions.emails import en_gsm7, langue_ecrite, rendre
from inscriptions.models import Place
from inscriptions.operations import (
    annuler_place,
    desinscrire,
    echeances,
    inscrire,
    prendre_place,
    proposer_place,
)
from inscriptions.operations.echeances import offres_sans_reponse, suivre_les_attentes
from inscriptions.operations.file import attentes_a_proposer
from inscriptions.operations.offres import de_jour
from inscriptions.operations.reponses import repondre
from inscriptions.operations.sorties import regler_les_places
from tests.builders import creer_atelier, creer_personne, creer_place, creer_seance
from tests.inscriptions.test_invitations import QUAND as JEUDI
from tests.inscriptions.test_invitations import serie_du_lundi

pytestmark = pytest.mark.django_db
SAMEDI = dt.date(2026, 12, 5)
# A Tuesday morning, eleven days before the outing.
QUAND = instant(dt.date(2026, 11, 24), dt.time(10))


def sortie(capacite=22, prises=20, **regles):
    """The outing of scenario S8; one group holds the seats taken."""
    seance = creer_seance(
        creer_atelier(genre="sortie", accepte_enfants=True, **regles),
        SAMEDI,
        13,
        240,
        capacite=capacite,
    )
    if prises:
        creer_place(seance, creer_personne(seance.centre, canal="papier"), sieges=prises)
    return seance


def prendre(seance, sieges=1, quand=QUAND, **champs):
    personne = creer_personne(seance.centre, canal=champs.pop("canal", "sms"))
    return prendre_place(
        seance=seance, personne=personne, sieges=sieges, par=None, quand=quand, **champs
    )


def etats(*places):
    lues = Place.objects.in_bulk([p.pk for p in places])
    return [(lues[p.pk].etat, lues[p.pk].rang) for p in places]


def liberer(seance, sieges, quand=QUAND):
    """Somebody who held ``sieges`` seats gives them back."""
    seance.refresh_from_db()
    place = creer_place(seance, creer_personne(seance.centre), sieges=sieges)
    annuler_place(place, par=None, par_la_personne=True, quand=quand)


def test_un_groupe_de_trois_attend_et_personne_ne_passe_devant():
    seance = sortie()
    a, b = prendre(seance, 3), prendre(seance, 1)
    assert etats(a, b) == [("liste_attente", 1), ("liste_attente", 2)]


def test_un_groupe_plus_grand_que_la_seance_n_arrete_plus_la_file():
    """It asked while the séance was bigger: no seat that frees will ever be enough."""
    seance = sortie(capacite=6, prises=4)
    a, b = prendre(seance, 5), prendre(seance, 1)
    Seance.objects.filter(pk=seance.pk).update(capacite=4)
    tous = Place.objects.get(seance=seance, sieges=4)
    annuler_place(tous, par=None, par_la_personne=True, quand=QUAND)
    assert etats(a, b) == [("liste_attente", 1), ("proposee", None)]


def test_premier_groupe_qui_tient_donne_une_des_deux_places_a_la_seconde():
    seance = sortie(premier_qui_tient=True)
    a, b = prendre(seance, 3), prendre(seance, 1)
    assert etats(a, b) == [("liste_attente", 1), ("confirmee", None)]
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 21


def test_premier_groupe_qui_tient_ne_double_pas_un_groupe_qui_tiendrait():
    seance = sortie(capacite=4, prises=4, premier_qui_tient=True, proposition_automatique=False)
    attend = prendre(seance, 2)
    Seance.objects.filter(pk=seance.pk).update(capacite=6)
    assert etats(attend, prendre(seance, 1)) == [("liste_attente", 1), ("liste_attente", 2)]


def test_une_place_de_plus_et_le_groupe_est_propose_pour_24_heures():
    seance = sortie()
    a, b = prendre(seance, 3), prendre(seance, 1)
    Seance.objects.filter(pk=seance.pk).update(capacite=23)
    assert suivre_les_attentes(QUAND) == 1
    assert etats(a, b) == [("proposee", None), ("liste_attente", 2)]
    a.refresh_from_db()
    seance.refresh_from_db()
    assert (a.offre_jusqua, seance.sieges_pris) == (QUAND + dt.timedelta(hours=24), 23)
    [message] = Message.objects.filter(envoi__place=a, graine__motif="place")
    assert message.canal == "sms"


def test_sans_reponse_c_est_a_la_suivante():
    seance = sortie(capacite=3, prises=3)
    a, b = prendre(seance, 2), prendre(seance, 2)
    liberer_tout = Place.objects.get(seance=seance, sieges=3)
    annuler_place(liberer_tout, par=None, par_la_personne=True, quand=QUAND)
    assert etats(a, b) == [("proposee", None), ("liste_attente", 2)]
    assert offres_sans_reponse(QUAND + dt.timedelta(hours=24)) == 1
    assert etats(a, b) == [("annulee_centre", None), ("proposee", None)]


def test_les_offres_d_hier_ne_cachent_pas_celle_qui_finit(monkeypatch):
    """Nobody answered before a séance that is over: its offer stays as it was, and stops no one."""
    monkeypatch.setattr(echeances, "LOT", 1)
    hier = creer_seance()
    offre = {"etat": "proposee", "offre_jusqua": hier.debut}
    ancienne = creer_place(hier, creer_personne(hier.centre), **offre)
    finie = creer_place(
        creer_seance(hier.atelier, SAMEDI, 13), creer_personne(hier.centre), **offre
    )
    assert offres_sans_reponse(QUAND) == 1
    assert etats(ancienne, finie) == [("proposee", None), ("annulee_centre", None)]


def test_un_groupe_qui_ne_tient_pas_ne_cache_pas_les_autres_dates(monkeypatch):
    monkeypatch.setattr(echeances, "LOT", 1)
    bloquee = sortie()
    libre = creer_seance(bloquee.atelier, SAMEDI + dt.timedelta(days=7), 13, capacite=1)
    creer_place(bloquee, creer_personne(bloquee.centre), sieges=3, etat="liste_attente", rang=1)
    attend = creer_place(libre, creer_personne(libre.centre), etat="liste_attente", rang=1)
    minutes = [QUAND + dt.timedelta(minutes=m) for m in range(2)]
    assert sum(suivre_les_attentes(quand) for quand in minutes) == 1
    assert etats(attend) == [("proposee", None)]


def test_plusieurs_places_liberees_ensemble_vont_a_plusieurs():
    seance = sortie(capacite=3, prises=3)
    attente = [prendre(seance, 1) for _ in range(4)]
    annuler_place(
        Place.objects.get(seance=seance, sieges=3), par=None, par_la_personne=True, quand=QUAND
    )
    assert etats(*attente) == [("proposee", None)] * 3 + [("liste_attente", 4)]


def test_plusieurs_dates_liberees_ensemble_sont_un_seul_message():
    """Somebody leaves a full series: who waits for all of it reads one SMS, and until when."""
    serie, _ = serie_du_lundi()
    Seance.objects.update(capacite=1)
    partante, suivante = (creer_personne(serie.atelier.centre, canal="sms") for _ in range(2))
    prise, attend = (
        inscrire(personne=p, serie=serie, par=None, quand=JEUDI) for p in (partante, suivante)
    )
    desinscrire(prise, par=None, quand=JEUDI)
    assert {p.etat for p in attend.places.all()} == {"proposee"}
    [message] = Message.objects.filter(envoi__motif="place")
    for langue, _ in settings.LANGUAGES:
        message.langue = langue_ecrite(langue, "sms")
        texte = rendre(message).texte
        assert "05/10, 12/10, 26/10, 02/11 (+ 5)" in texte
        with translation.override(message.langue):
            avant = translation.gettext("Appelez avant %(quand)s.").split("%(quand)s")[0]
        assert (en_gsm7(avant) in texte, len(texte) <= 160) == (True, True), texte


def test_elle_accepte_depuis_sa_page_et_la_place_est_a_elle():
    seance = sortie(capacite=1, prises=1)
    a = prendre(seance)
    annuler_place(Place.objects.earliest("pk"), par=None, par_la_personne=True, quand=QUAND)
    assert repondre(a, intention="vient", quand=QUAND).etat == Place.Etat.CONFIRMEE


@pytest.mark.parametrize(("heures", "etat"), [(13, "proposee"), (12, "liste_attente")])
def test_rien_ne_se_propose_tout_seul_dans_les_dernieres_heures(heures, etat):
    seance = sortie(capacite=1, prises=1)
    a = prendre(seance)
    tard = seance.debut - dt.timedelta(hours=heures)
    annuler_place(Place.objects.earliest("pk"), par=None, par_la_personne=True, quand=tard)
    assert etats(a)[0][0] == etat
    assert [p.pk for p in attentes_a_proposer(seance.centre, tard)] == (
        [a.pk] if etat == "liste_attente" else []
    )


def test_a_la_main_l_equipe_propose_elle_meme():
    seance = sortie(capacite=1, prises=1, proposition_automatique=False)
    a = prendre(seance)
    annuler_place(Place.objects.earliest("pk"), par=None, par_la_personne=True, quand=QUAND)
    assert etats(a) == [("liste_attente", 1)]
    assert proposer_place(a, par=None, quand=QUAND).etat == Place.Etat.PROPOSEE


@pytest.mark.parametrize(
    ("heure", "depart"), [(7, (24, 8)), (8, (24, 8)), (19, (24, 19)), (20, (25, 8)), (23, (25, 8))]
)
def test_une_offre_de_la_nuit_part_le_matin(heure, depart):
    jour, a = depart
    parti = de_jour(instant(dt.date(2026, 11, 24), dt.time(heure)))
    assert parti == instant(dt.date(2026, 11, jour), dt.time(a))


def deja_sortie(place, combien):
    atelier = creer_atelier(genre=Atelier.Genre.SORTIE)
    for rang in range(combien):
        creer_place(creer_seance(atelier, dt.date(2026, 3 + rang, 7)), place.personne)


def test_ceux_qui_sont_sortis_le_moins_passent_si_la_regle_est_mise():
    seance = sortie(capacite=1, prises=1, moins_sortis_d_abord=True)
    habituee, nouvelle = prendre(seance), prendre(seance)
    deja_sortie(habituee, 2)
    annuler_place(Place.objects.earliest("pk"), par=None, par_la_personne=True, quand=QUAND)
    assert etats(habituee, nouvelle) == [("liste_attente", 1), ("proposee", None)]


def test_sans_la_regle_le_nombre_de_sorties_ne_compte_pas():
    seance = sortie(capacite=1, prises=1)
    habituee, nouvelle = prendre(seance), prendre(seance)
    deja_sortie(habituee, 2)
    annuler_place(Place.objects.earliest("pk"), par=None, par_la_personne=True, quand=QUAND)
    assert etats(habituee, nouvelle) == [("proposee", None), ("liste_attente", 2)]


def test_changer_la_regle_fait_avancer_la_file_tout_de_suite():
    seance = sortie()
    a, b = prendre(seance, 3), prendre(seance, 1)
    regler_les_places(seance.atelier, {"premier_qui_tient": True}, quand=QUAND)
    assert etats(a, b) == [("liste_attente", 1), ("proposee", None)]


def test_les_places_gardees_ne_sont_ni_a_la_file_ni_au_public():
    seance = sortie(capacite=4, prises=2, places_gardees=2)
    a = prendre(seance)
    assert etats(a) == [("liste_attente", 1)]
    gardee = prendre(seance, 2, sur_place_gardee=True)
    assert (gardee.etat, gardee.sur_place_gardee) == (Place.Etat.CONFIRMEE, True)
    with pytest.raises(Refus) as saisi:
        prendre(seance, sur_place_gardee=True)
    assert saisi.value.code == "gardees"


def test_les_places_gardees_s_ouvrent_a_tous_la_veille():
    seance = sortie(capacite=4, prises=2, places_gardees=2, gardees_heures=24)
    assert prendre(seance, quand=seance.debut - dt.timedelta(hours=25)).rang == 1
    suivre_les_attentes(seance.debut - dt.timedelta(hours=24))
    assert Place.objects.filter(seance=seance, etat="proposee").count() == 1


def test_une_place_ajoutee_a_une_raison_et_ne_prend_rien_a_la_file():
    seance = sortie(capacite=3, prises=2)
    attend = prendre(seance, 2)
    forcee = prendre(seance, 2, raison="Demande du CCAS")
    assert (forcee.etat, forcee.sieges_en_plus, forcee.raison) == (
        "confirmee",
        2,
        "Demande du CCAS",
    )
    seance.refresh_from_db()
    assert (seance.sieges_pris, seance.capacite, seance.surreservation) == (4, 3, 2)
    liberer(seance, 1)
    assert etats(attend) == [("liste_attente", 1)]


def test_les_places_ajoutees_repartent_avec_le_groupe():
    seance = sortie(capacite=2, prises=2)
    attend = prendre(seance, 1)
    forcee = prendre(seance, 1, raison="Demande du CCAS")
    annuler_place(forcee, par=None, par_la_personne=True, quand=QUAND)
    seance.refresh_from_db()
    assert (seance.sieges_pris, seance.surreservation) == (2, 0)
    assert etats(attend) == [("liste_attente", 1)]


def test_une_raison_sans_besoin_n_ajoute_rien():
    seance = sortie(capacite=3, prises=1)
    place = prendre(seance, 1, raison="Par précaution")
    assert (place.sieges_en_plus, place.raison) == (0, "")
