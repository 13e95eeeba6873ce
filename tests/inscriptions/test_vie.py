"""A cancelled séance gives each place back as it was; who leads changes nobody's coming."""

import datetime as dt

import pytest

from ateliers.models import Absence, Seance
from centre.messagerie.suivi import marquer_fait
from centre.models import Message, PeriodeCalendrier
from centre.temps import instant
from inscriptions.emails import rendre
from inscriptions.models import Envoi, Place
from inscriptions.operations import (
    AnnulationVoulue,
    DeplacementVoulu,
    RemplacementVoulu,
    apercu_changement,
    changer_seances,
    defaire,
    retablir,
)
from inscriptions.queries import appels
from tests.builders import (
    JOUR,
    creer_centre,
    creer_lieu,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
QUAND = instant(dt.date(2026, 11, 12), dt.time(9))
MATIN = instant(JOUR, dt.time(8, 5))
MINUTE = dt.timedelta(minutes=1)


def sms(seance, **champs):
    personne = creer_personne(seance.centre, canal="sms", courriel="")
    return creer_place(seance, personne, **champs)


def annuler(seance, quand=QUAND, **champs):
    voulue = AnnulationVoulue(seance, "intervenant_absent")
    return changer_seances(annulations=[voulue], par=None, quand=quand, **champs)


def etats(seance):
    champs = ("etat", "rang", "offre_jusqua", "etat_avant")
    return list(Place.objects.filter(seance=seance).order_by("pk").values_list(*champs))


def test_retablir_rend_a_chaque_place_son_ancien_etat():
    seance, fin = creer_seance(capacite=3), QUAND + dt.timedelta(hours=20)
    sms(seance)
    sms(seance, etat="proposee", offre_jusqua=fin, sieges=2)
    sms(seance, etat="liste_attente", rang=1)
    sms(seance, etat="demandee")
    avant = etats(seance)
    annuler(seance)
    assert [(e, a) for e, _, _, a in etats(seance)] == [
        *(("annulee_centre", "confirmee"), ("annulee_centre", "proposee")),
        *(("annulee_centre", "liste_attente"), ("annulee_centre", "demandee")),
    ]
    retablir(seance, par=None, quand=QUAND + MINUTE)
    seance.refresh_from_db()
    assert (etats(seance), seance.sieges_pris, seance.etat) == (avant, 3, "prevue")


def test_retablir_n_invite_pas_de_nouveau_qui_etait_partie_avant():
    seance = creer_seance()
    partie = sms(seance, etat="annulee_centre", annulee_le=QUAND)
    annuler(seance)
    retablir(seance, par=None, quand=QUAND + MINUTE)
    partie.refresh_from_db()
    assert partie.etat == "annulee_centre"


def test_retablir_avant_l_envoi_ne_dit_rien_a_personne():
    seance = creer_seance()
    sms(seance)
    sms(seance, etat="liste_attente", rang=1)
    annuler(seance)
    retablir(seance, par=None, quand=QUAND + MINUTE)
    assert set(Message.objects.values_list("etat", flat=True)) == {"annule"}


def test_retablir_apres_l_envoi_refait_l_offre_et_ne_promet_rien():
    seance, fin = creer_seance(capacite=3), QUAND + dt.timedelta(hours=20)
    sms(seance)
    sms(seance, etat="proposee", offre_jusqua=fin)
    annuler(seance)
    Message.objects.update(etat="envoye", envoye_le=QUAND + MINUTE, tentatives=1)
    retablir(seance, par=None, quand=QUAND + 2 * MINUTE)
    nouveaux = Message.objects.filter(etat="en_attente").order_by("pk")
    assert [m.graine["motif"] for m in nouveaux] == ["retour", "place"]


def test_remplacer_ne_derange_personne():
    helene, karim = creer_professionnel(), creer_professionnel(prenom="Karim")
    seance = creer_seance()
    seance.animateurs.add(helene)
    sms(seance)
    avant = etats(seance)
    relais = RemplacementVoulu(seance, helene, karim, seance.version)
    fait = changer_seances(remplacements=[relais], par=None, quand=MATIN)
    assert ([s.pk for s in fait.remplacees], fait.envois) == ([seance.pk], [])
    assert (etats(seance), Message.objects.count()) == (avant, 0)
    assert Seance.objects.get(pk=seance.pk).etat == "prevue"


def test_l_apercu_d_un_remplacement_dit_que_la_personne_est_prise():
    karim = creer_professionnel(prenom="Karim", nom="Zidi")
    seance, autre = creer_seance(), creer_seance(heure=10)
    autre.animateurs.add(karim)
    apercu = apercu_changement(
        remplacements=[RemplacementVoulu(seance, None, karim)], par=None, quand=QUAND
    )
    assert [p.titre for p in apercu.points] == ["Karim Z. anime déjà une autre séance"]
    assert not seance.animateurs.exists()


def test_tout_ou_rien_quand_une_des_seances_a_change():
    une, deux = creer_seance(), creer_seance(heure=14)
    voulues = [AnnulationVoulue(une, "autre", 1), AnnulationVoulue(deux, "autre", 7)]
    with pytest.raises(Exception, match="changé cette séance"):
        changer_seances(annulations=voulues, par=None, quand=QUAND)
    assert set(Seance.objects.values_list("etat", flat=True)) == {"prevue"}


def test_un_lieu_exceptionnel_ne_vit_que_le_temps_de_l_apercu():
    seance = creer_seance()
    lieu = creer_lieu(est_ponctuel=True)
    lieu.pk, lieu.nom = None, "Parc Napoléon"
    voulu = DeplacementVoulu(seance, seance.debut, seance.fin, lieu)
    apercu_changement(deplacements=[voulu], par=None, quand=QUAND)
    assert not type(lieu).objects.filter(nom="Parc Napoléon").exists()


@pytest.mark.parametrize(
    ("heure", "dit"), [(9, "de ce matin"), (14, "de cet après-midi"), (19, "de ce soir")]
)
def test_le_sms_d_une_seance_d_aujourd_hui_le_dit(heure, dit):
    seance = creer_seance(heure=heure)
    suivante = creer_seance(seance.atelier, JOUR + dt.timedelta(days=7), heure=heure)
    place = sms(seance)
    creer_place(suivante, place.personne)
    [envoi] = annuler(seance, MATIN).envois
    prochain = f"jeudi 26 novembre, à {heure} heures"
    assert envoi.message.a_partir_de == MATIN
    assert apercu_texte(envoi) == (
        f"Bonjour. Le rendez-vous {dit} est annulé. Prochain rendez-vous : {prochain}. "
        "Question : 03 53 01 00 00. Le Lierre"
    )
    assert len(apercu_texte(envoi)) <= 160


def apercu_texte(envoi):
    return rendre(envoi.message).texte


def test_la_liste_d_appels_reprend_un_sms_perdu_jusqu_a_la_seance():
    seance, claire = creer_seance(), creer_utilisateur("coordination")
    sms(seance)
    [envoi] = annuler(seance, MATIN).envois
    assert list(appels(claire, seance.centre, MATIN)) == []
    Message.objects.update(etat="echec", tentatives=3)
    assert list(appels(claire, seance.centre, MATIN)) == [envoi]
    assert list(appels(claire, seance.centre, seance.fin)) == []
    ailleurs = creer_utilisateur("coordination", creer_centre("autre"))
    assert list(appels(ailleurs, seance.centre, MATIN)) == []
    marquer_fait(Message.objects.get(), par=claire)
    assert list(appels(claire, seance.centre, MATIN)) == []
    assert Message.objects.get().fait_par == claire


def test_defaire_un_deplacement_rappelle_le_message_et_garde_les_deux_heures():
    seance = creer_seance()
    sms(seance)
    debut = seance.debut + dt.timedelta(days=1, minutes=30)
    voulu = DeplacementVoulu(seance, debut, debut + dt.timedelta(hours=2), creer_lieu())
    [deplacement] = changer_seances(deplacements=[voulu], par=None, quand=QUAND).deplacements
    defaire(deplacement, par=None, quand=QUAND + 9 * MINUTE)
    assert set(Message.objects.values_list("etat", flat=True)) == {"annule"}
    assert (seance.deplacements.count(), Envoi.objects.count()) == (1, 1)


# --- Pages -----------------------------------------------------------------------------------


def page_d_absence(client, **choix):
    """Two séances of somebody who is away; the fields of the form by séance."""
    claire, helene = creer_utilisateur("coordination"), creer_professionnel()
    client.force_login(claire)
    jour = dt.date(2027, 3, 4)
    seances = [creer_seance(jour=jour, heure=heure) for heure in (9, 14)]
    for seance in seances:
        seance.animateurs.add(helene)
        sms(seance)
    absence = Absence.objects.create(centre=helene.centre, professionnel=helene, du=jour, au=jour)
    return f"/absences/{absence.pk}/seances/", seances


def champs(seances, *choix, **autres):
    donnees = {}
    for seance, voulu in zip(seances, choix, strict=True):
        donnees |= {f"s{seance.pk}-choix": voulu, f"s{seance.pk}-version": seance.version}
    return {**donnees, **autres}


def test_absence_effet_annule_l_une_et_confie_l_autre_en_un_geste(client):
    url, seances = page_d_absence(client)
    karim = creer_professionnel()
    creer_seance(jour=dt.date(2026, 1, 5)).animateurs.add(karim)
    assert f"Remplacer\u00a0: {karim}" in client.get(url).content.decode()
    donnees = champs(seances, "annuler", karim.pk)
    apercu = client.post(url, {**donnees, "etape": "apercu"}).content.decode()
    assert "Tout faire et prévenir 1\u00a0personne" in apercu
    assert Message.objects.count() == 0
    client.post(url, {**donnees, "etape": "prevenir"})
    lues = [Seance.objects.get(pk=s.pk) for s in seances]
    assert [(s.etat, s.motif_annulation) for s in lues] == [
        ("annulee", "intervenant_absent"),
        ("prevue", ""),
    ]
    assert list(lues[1].animateurs.all()) == [karim]
    assert Message.objects.count() == 1


def test_absence_effet_garde_la_saisie_et_dit_qu_une_seance_a_change(client):
    url, seances = page_d_absence(client)
    faux = client.post(url, champs(seances, "garder", "rien", etape="apercu")).content.decode()
    assert "Ce n’est pas enregistré" in faux
    assert '<option value="garder" selected>' in faux
    Seance.objects.filter(pk=seances[0].pk).update(version=5)
    donnees = champs(seances, "annuler", "garder", etape="prevenir")
    assert "a changé cette séance pendant" in client.post(url, donnees).content.decode()
    assert Seance.objects.filter(etat="annulee").count() == 0


@pytest.mark.parametrize("nombre", [1, 12])
def test_absence_effet_fait_le_meme_nombre_de_requetes(client, nombre, django_assert_num_queries):
    url, _ = page_d_absence(client)
    absence = Absence.objects.get()
    for _rang in range(nombre):
        creer_seance(jour=absence.du).animateurs.add(absence.professionnel)
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)


def test_une_fermeture_mene_a_ses_seances_et_les_jours_libres_au_calendrier(client):
    client.force_login(creer_utilisateur("coordination"))
    seance = creer_seance(jour=dt.date(2027, 5, 7))
    donnees = {"genre": "fermeture", "nom": "Pont", "debut": "2027-05-07", "fin": "2027-05-08"}
    reponse = client.post("/calendrier/nouvelle/", donnees)
    periode = PeriodeCalendrier.objects.get()
    assert reponse.url == f"/calendrier/{periode.pk}/seances/"
    client.post(reponse.url, champs([seance], "annuler", etape="prevenir"))
    seance.refresh_from_db()
    assert (seance.etat, seance.motif_annulation) == ("annulee", "lieu_indisponible")
    libre = {"genre": "fermeture", "nom": "Été", "debut": "2027-08-01", "fin": "2027-08-31"}
    assert client.post("/calendrier/nouvelle/", libre).url == "/calendrier/"
