"""The page of a séance, its move and its cancellation, by the roles of the team."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ateliers.models import Seance
from centre.models import Message
from centre.temps import JOUR, a_paris, aujourdhui, instant
from inscriptions.models import Place
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_lieu,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_referent,
    creer_seance,
    creer_utilisateur,
)

# A Thursday of term time; the clock runs from there.
JEUDI = instant(dt.date(2026, 11, 19), dt.time(10))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI)]


def dans(jours):
    return aujourdhui() + jours * JOUR


def seance_a_venir(atelier=None, jours=10, **champs):
    return creer_seance(atelier, dans(jours), **champs)


def connecte(client, role="coordination", **champs):
    utilisateur = creer_utilisateur(role, **champs)
    client.force_login(utilisateur)
    return utilisateur


def page(nom, *args):
    return reverse(f"inscriptions:{nom}", args=args)


def deplacement(seance, etape, **champs):
    debut = a_paris(seance.debut)
    return {
        "jour": (debut.date() + JOUR).isoformat(),
        "debut": "10:00",
        "fin": "12:00",
        "lieu": seance.lieu_id,
        "raison": "",
        "version": seance.version,
        "etape": etape,
        **champs,
    }


@pytest.mark.parametrize("role", ["coordination", "accueil", "referent"])
def test_seance_detail_montre_la_liste_a_l_equipe(client, role):
    place = creer_place(seance_a_venir(), creer_personne(prenom="Olena", nom="Hanff"))
    connecte(client, role)
    reponse = client.get(page("seance-detail", place.seance_id))
    assert "Olena H." in reponse.content.decode()


@pytest.mark.parametrize(("role", "ouvre"), [("coordination", True), ("accueil", False)])
def test_seance_detail_ne_mene_pas_l_accueil_a_la_feuille(client, role, ouvre):
    seance = seance_a_venir()
    connecte(client, role)
    texte = client.get(page("seance-detail", seance.pk)).content.decode()
    assert (reverse("presences:feuille", args=[seance.pk]) in texte) == ouvre


def test_seance_detail_a_l_animation_ailleurs_cache_la_liste(client):
    place = creer_place(seance_a_venir(), creer_personne(prenom="Olena"))
    connecte(client, "animation")
    texte = client.get(page("seance-detail", place.seance_id)).content.decode()
    assert "Olena" not in texte
    assert "réservée à l’équipe" in texte


def test_seance_detail_a_son_animateur_montre_la_liste_sans_l_inscrire(client):
    place = creer_place(seance_a_venir(), creer_personne(prenom="Olena", nom="Hanff"))
    utilisateur = connecte(client, "animation")
    place.seance.animateurs.add(creer_professionnel(utilisateur))
    texte = client.get(page("seance-detail", place.seance_id)).content.decode()
    assert "Olena H." in texte
    assert "Inscrire quelqu’un" not in texte


@pytest.mark.parametrize("role", ["coordination", "accueil", "prescripteur", "administration"])
def test_seance_detail_protegee_n_existe_que_pour_son_equipe(client, role):
    atelier = creer_atelier(sensibilite=3, titre_discret="RDV Le Lierre")
    seance = seance_a_venir(atelier)
    utilisateur = connecte(client, role)
    assert client.get(page("seance-detail", seance.pk)).status_code == 404
    atelier.equipe.add(utilisateur)
    attendu = 200 if role in ("coordination", "accueil") else 404
    assert client.get(page("seance-detail", seance.pk)).status_code == attendu


def test_seance_detail_d_un_autre_centre_n_existe_pas(client):
    seance = seance_a_venir()
    connecte(client, centre=creer_centre("autre"))
    for nom in ("seance-detail", "seance-deplacer", "seance-annuler"):
        assert client.get(page(nom, seance.pk)).status_code == 404


@pytest.mark.parametrize("nombre", [2, 30])
def test_seance_detail_fait_le_meme_nombre_de_requetes(client, django_assert_num_queries, nombre):
    seance = seance_a_venir(capacite=40)
    for _ in range(nombre):
        creer_place(seance)
    creer_place(seance, etat="liste_attente", rang=1)
    connecte(client)
    client.get(page("seance-detail", seance.pk))
    with django_assert_num_queries(REQUETES_SEANCE):
        client.get(page("seance-detail", seance.pk))


REQUETES_SEANCE = 12


def test_chercher_et_placer_sans_script(client):
    seance = seance_a_venir()
    personne = creer_personne(prenom="Éloïse", nom="Le Goff")
    connecte(client, "accueil")
    trouvees = client.get(page("seance-detail", seance.pk), {"q": "legoff eloise le"})
    assert "personne=" not in trouvees.content.decode()
    trouvees = client.get(page("seance-detail", seance.pk), {"q": "goff eloise"})
    assert str(personne.reference) in trouvees.content.decode()
    choisie = client.get(page("seance-detail", seance.pk), {"personne": personne.reference})
    assert "Inscrire Éloïse" in choisie.content.decode()
    donnees = {"personne": personne.reference, "sieges": 2}
    client.post(page("place-prendre", seance.pk), donnees)
    place = Place.objects.get(seance=seance)
    assert (place.personne, place.sieges, place.etat) == (personne, 2, "confirmee")


def test_placer_deux_fois_se_dit(client):
    seance = seance_a_venir()
    donnees = {"personne": creer_personne().reference, "sieges": 1}
    connecte(client)
    client.post(page("place-prendre", seance.pk), donnees)
    reponse = client.post(page("place-prendre", seance.pk), donnees, follow=True)
    assert "a déjà une place à cette date" in reponse.content.decode()
    assert Place.objects.filter(seance=seance).count() == 1


def test_placer_demande_le_parcours_quand_il_y_en_a_deux(client):
    seance = seance_a_venir()
    premier = creer_parcours()
    second = creer_parcours(premier.personne, dispositif=creer_dispositif("asi"))
    connecte(client)
    donnees = {"personne": premier.personne.reference, "sieges": 1, "parcours": second.pk}
    client.post(page("place-prendre", seance.pk), donnees)
    assert Place.objects.get(seance=seance).parcours == second


@pytest.mark.parametrize(
    "personne", ["", "x", "00000000-0000-0000-0000-000000000000", "9" * 21, "a\r\nb"]
)
def test_placer_une_personne_inconnue_se_dit(client, personne):
    seance = seance_a_venir()
    connecte(client)
    reponse = client.post(
        page("place-prendre", seance.pk), {"personne": personne, "sieges": 1}, follow=True
    )
    assert "Choisissez une personne de votre centre" in reponse.content.decode()


def test_placer_une_personne_d_un_autre_centre_ne_la_montre_pas(client):
    seance = seance_a_venir()
    ailleurs = creer_personne(creer_centre("autre"), prenom="Zélie")
    connecte(client)
    donnees = {"personne": ailleurs.reference, "sieges": 1}
    reponse = client.post(page("place-prendre", seance.pk), donnees, follow=True)
    assert "Zélie" not in reponse.content.decode()
    assert not Place.objects.filter(seance=seance).exists()


def test_un_referent_ne_place_que_les_siens(client):
    seance = seance_a_venir()
    utilisateur = connecte(client, "referent")
    parcours = creer_parcours()
    donnees = {"personne": parcours.personne.reference, "sieges": 1}
    assert client.post(page("place-prendre", seance.pk), donnees).status_code == 403
    creer_referent(parcours, creer_professionnel(utilisateur))
    assert client.post(page("place-prendre", seance.pk), donnees).status_code == 302


def test_annuler_une_place_libere_et_propose(client):
    seance = seance_a_venir(capacite=1)
    place = creer_place(seance)
    suivante = creer_place(seance, etat="liste_attente", rang=1)
    connecte(client, "accueil")
    client.post(page("place-annuler", place.pk), {"qui": "personne"})
    client.post(page("place-annuler", place.pk), {"qui": "personne"})
    client.post(page("place-proposer", suivante.pk))
    suivante.refresh_from_db()
    assert suivante.etat == Place.Etat.PROPOSEE
    client.post(page("place-confirmer", suivante.pk))
    suivante.refresh_from_db()
    assert suivante.etat == Place.Etat.CONFIRMEE
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 1


def test_proposer_hors_rang_se_dit(client):
    seance = seance_a_venir(capacite=2)
    creer_place(seance, etat="liste_attente", rang=1)
    seconde = creer_place(seance, etat="liste_attente", rang=2)
    connecte(client)
    reponse = client.post(page("place-proposer", seconde.pk), follow=True)
    assert "attend depuis plus longtemps" in reponse.content.decode()


def test_deplacer_montre_avant_d_envoyer_sans_rien_changer(client):
    seance = seance_a_venir()
    creer_place(seance, creer_personne(prenom="Olena", nom="Hanff", canal="sms"))
    creer_place(seance, creer_personne(prenom="Aïcha", nom="Morel", canal="appel"))
    creer_place(seance, creer_personne(prenom="Rosa", nom="Pinto", ne_pas_ecrire=True))
    connecte(client)
    reponse = client.post(page("seance-deplacer", seance.pk), deplacement(seance, "apercu"))
    texte = reponse.content.decode()
    assert "Votre rendez-vous change." in texte
    assert "Déplacer et prévenir 2\u00a0personnes" in texte
    assert [e.personne.prenom for e in reponse.context["apercu"].appels] == ["Aïcha"]
    assert [e.personne.prenom for e in reponse.context["apercu"].muettes] == ["Rosa"]
    assert Seance.objects.get(pk=seance.pk).debut == seance.debut
    assert Message.objects.count() == 0


def test_deplacer_previent_puis_se_defait(client):
    seance = seance_a_venir()
    creer_place(seance, creer_personne(canal="sms"))
    connecte(client)
    client.post(page("seance-deplacer", seance.pk), deplacement(seance, "prevenir"))
    [message] = Message.objects.all()
    assert (message.canal, message.etat) == ("sms", "en_attente")
    assert Seance.objects.get(pk=seance.pk).debut == seance.debut + dt.timedelta(hours=25)
    assert "Défaire" in client.get(page("seance-detail", seance.pk)).content.decode()
    client.post(page("seance-defaire", seance.pk))
    message.refresh_from_db()
    assert message.etat == "annule"
    assert Seance.objects.get(pk=seance.pk).debut == seance.debut


def test_deplacer_sans_prevenir_n_ecrit_a_personne(client):
    seance = seance_a_venir()
    creer_place(seance, creer_personne(canal="sms"))
    connecte(client)
    client.post(page("seance-deplacer", seance.pk), deplacement(seance, "sans_prevenir"))
    assert Message.objects.count() == 0


def test_deplacer_deux_onglets_se_dit(client):
    seance = seance_a_venir()
    connecte(client)
    client.post(page("seance-deplacer", seance.pk), deplacement(seance, "prevenir"))
    reponse = client.post(
        page("seance-deplacer", seance.pk), deplacement(seance, "prevenir", debut="11:00")
    )
    assert "a changé cette séance pendant que vous la regardiez" in reponse.content.decode()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"jour": "2027-02-31"}, "Cette date n’existe pas"),
        ({"debut": "12:00", "fin": "10:00"}, "L’heure de fin vient après"),
        ({"fin": "26:00"}, "Cette heure n’existe pas"),
        ({"lieu": ""}, "obligatoire"),
        ({"lieu": "9" * 21}, "choix"),
        ({"jour": "2020-01-01"}, "déjà passée"),
        ({"version": "9" * 21}, ""),
        ({"raison": "a\r\nBcc: x"}, "retour à la ligne"),
    ],
)
def test_deplacer_saisie_fausse_se_dit(client, champs, phrase):
    seance = seance_a_venir()
    connecte(client)
    donnees = deplacement(seance, "prevenir", **champs)
    reponse = client.post(page("seance-deplacer", seance.pk), donnees)
    assert reponse.status_code == 200
    assert phrase in reponse.content.decode()
    assert Seance.objects.get(pk=seance.pk).debut == seance.debut


def test_deplacer_dans_le_lieu_d_un_autre_centre_refuse(client):
    seance = seance_a_venir()
    ailleurs = creer_lieu(creer_centre("autre"))
    connecte(client)
    donnees = deplacement(seance, "prevenir", lieu=ailleurs.pk)
    client.post(page("seance-deplacer", seance.pk), donnees)
    assert Seance.objects.get(pk=seance.pk).lieu_id == seance.lieu_id


@pytest.mark.parametrize("role", ["accueil", "referent", "animation"])
def test_deplacer_et_annuler_sont_a_la_coordination(client, role):
    seance = seance_a_venir()
    connecte(client, role)
    for nom in ("seance-deplacer", "seance-annuler"):
        assert client.get(page(nom, seance.pk)).status_code == 403
    assert client.post(page("seance-defaire", seance.pk)).status_code == 403


def test_annuler_rend_les_places_et_previent(client):
    seance = seance_a_venir()
    place = creer_place(seance, creer_personne(canal="appel"))
    connecte(client)
    donnees = {"motif": "intervenant_absent", "version": seance.version}
    apercu = client.post(page("seance-annuler", seance.pk), {**donnees, "etape": "apercu"})
    assert "Annuler et prévenir 1\u00a0personne" in apercu.content.decode()
    for _ in range(2):
        client.post(page("seance-annuler", seance.pk), {**donnees, "etape": "prevenir"})
    place.refresh_from_db()
    assert place.etat == Place.Etat.ANNULEE_CENTRE
    assert Message.objects.filter(canal="appel", etat="en_attente").count() == 1
    seance.refresh_from_db()
    assert (seance.etat, seance.sieges_pris) == ("annulee", 0)


def test_annuler_se_defait_et_rend_les_places(client):
    seance = seance_a_venir()
    place = creer_place(seance, creer_personne(canal="sms"))
    connecte(client)
    donnees = {"motif": "autre", "version": seance.version, "etape": "prevenir"}
    client.post(page("seance-annuler", seance.pk), donnees)
    client.post(page("seance-defaire", seance.pk))
    place.refresh_from_db()
    seance.refresh_from_db()
    assert (place.etat, seance.etat, seance.sieges_pris) == ("confirmee", "prevue", 1)
    assert Message.objects.exclude(etat="annule").count() == 0


def test_defaire_deux_fois_ne_defait_qu_un_geste(client):
    """Moved, then cancelled: a double click gives the date back and leaves the move alone."""
    seance = seance_a_venir()
    connecte(client)
    client.post(page("seance-deplacer", seance.pk), deplacement(seance, "prevenir"))
    seance.refresh_from_db()
    deplacee = seance.debut
    donnees = {"motif": "autre", "version": seance.version, "etape": "prevenir"}
    client.post(page("seance-annuler", seance.pk), donnees)
    contenu = client.get(page("seance-detail", seance.pk)).content.decode()
    [version] = re.findall(r'name="version" value="(\d+)"', contenu)
    for _ in range(2):
        client.post(page("seance-defaire", seance.pk), {"version": version})
    seance.refresh_from_db()
    assert (seance.etat, seance.debut) == ("prevue", deplacee)


def test_l_apercu_signale_qui_est_deja_pris(client):
    seance = seance_a_venir()
    personne = creer_personne(canal="sms")
    creer_place(seance, personne)
    autre = creer_seance(jour=dans(11), heure=11, atelier=creer_atelier(titre="Multimédia"))
    creer_place(autre, personne)
    connecte(client)
    reponse = client.post(page("seance-deplacer", seance.pk), deplacement(seance, "apercu"))
    assert "Aussi à Multimédia" in reponse.content.decode()


def test_l_apercu_signale_la_salle_et_l_animatrice_deja_prises(client):
    seance = seance_a_venir()
    helene = creer_professionnel(prenom="Hélène", nom="Roux")
    autre = creer_seance(jour=dans(11), heure=11, lieu=seance.lieu)
    for animee in (seance, autre):
        animee.animateurs.add(helene)
    connecte(client)
    texte = client.post(
        page("seance-deplacer", seance.pk), deplacement(seance, "apercu")
    ).content.decode()
    assert "la salle est déjà prise" in texte
    assert "Hélène R. anime déjà une autre séance" in texte


def test_l_apercu_d_un_moment_libre_ne_signale_rien(client):
    seance = seance_a_venir()
    creer_seance(jour=dans(11), heure=15, lieu=seance.lieu)
    connecte(client)
    reponse = client.post(page("seance-deplacer", seance.pk), deplacement(seance, "apercu"))
    assert reponse.context["apercu"].points == []
