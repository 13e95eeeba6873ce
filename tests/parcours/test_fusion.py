"""Two files of one person become one; nothing is lost, nothing counts twice (decision 34)."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse

from ateliers.models import Seance
from centre import fusion
from centre.erreurs import Refus
from centre.models import JournalAcces
from centre.temps import instant
from inscriptions.models import Envoi, Inscription, JetonParticipant, Place
from parcours.models import Consentement, Orientation, Parcours, Personne
from parcours.operations.fusion import fusionner
from tests.builders import (
    creer_centre,
    creer_inscription,
    creer_message,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_presence,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
APPS = {"centre", "ateliers", "parcours", "inscriptions", "presences", "bilans"}
QUAND = instant(dt.date(2026, 11, 16), dt.time(10))


def deux_fiches(**champs):
    garde = creer_personne(prenom="Marie-Claude", nom="Petit", canal="appel")
    return garde, creer_personne(prenom="Petit", nom="Marie Claude", canal="appel", **champs)


def reunir(garde, doublon):
    return fusionner(garde=garde, doublon=doublon, quand=QUAND)


def refus(garde, doublon):
    with pytest.raises(Refus) as saisi:
        reunir(garde, doublon)
    return saisi.value.code


def test_chaque_lien_vers_une_personne_est_deplace_par_quelqu_un():
    liens = {
        f"{modele._meta.label}.{champ.name}"
        for modele in apps.get_models()
        if modele._meta.app_label in APPS
        for champ in modele._meta.get_fields()
        if champ.concrete and champ.related_model is Personne
    }
    assert fusion.liens_declares() == liens


def test_tout_ce_qui_tenait_au_doublon_tient_a_la_fiche_gardee():
    garde, doublon = deux_fiches()
    orientation = creer_orientation(doublon)
    parcours = creer_parcours(doublon, orientation=orientation)
    Consentement.objects.create(personne=doublon, objet="titres", texte="oui", canal="x")
    inscription, place = creer_inscription(doublon), creer_place(personne=doublon)
    presence = creer_presence(creer_place(personne=doublon))
    envoi = Envoi.objects.create(message=creer_message(), personne=doublon, motif="rappel")
    JetonParticipant.objects.create(personne=doublon, usage="page", empreinte="1" * 64)
    JournalAcces.objects.create(centre=garde.centre, qui="Claire M.", sujet=doublon.reference)
    reunir(garde, doublon)
    for ligne in (orientation, parcours, inscription, place, presence.place, envoi):
        ligne.refresh_from_db()
        assert ligne.personne_id == garde.pk
    assert Consentement.objects.get().personne_id == garde.pk
    assert JetonParticipant.objects.get(revoque_le=None).personne_id == garde.pk
    assert JournalAcces.objects.get().sujet == garde.reference


def test_personne_fusionner_montre_ce_que_chaque_fiche_porte_avant_de_reunir(client):
    garde, doublon = deux_fiches()
    creer_parcours(garde)
    creer_presence(creer_place(personne=doublon))
    client.force_login(creer_utilisateur("coordination"))
    adresse = reverse("parcours:personne-fusionner", args=[garde.reference])
    page = client.get(adresse, {"avec": doublon.reference})
    assert sorted(page.context["contenus"]) == [
        ("inscriptions et places", 0, 1),
        ("parcours", 1, 0),
        ("présences", 0, 1),
    ]
    assert "On ne peut pas revenir en arrière" in page.content.decode()
    assert Personne.objects.actives().count() == 2
    client.post(adresse, {"avec": doublon.reference})
    assert list(Personne.objects.actives()) == [garde]


def test_le_doublon_ne_se_montre_plus_et_garde_sa_trace():
    garde, doublon = deux_fiches()
    reunir(garde, doublon)
    doublon.refresh_from_db()
    assert list(Personne.objects.actives()) == [garde]
    assert doublon.fusionnee_dans == garde


def test_la_fiche_gardee_reprend_ce_qu_elle_ne_savait_pas_et_les_protections():
    garde, doublon = deux_fiches(ne_pas_ecrire=True, commune="Thionville")
    Personne.objects.filter(pk=garde.pk).update(telephone="", courriel="garde@example.org")
    reunir(Personne.objects.get(pk=garde.pk), doublon)
    garde.refresh_from_db()
    assert (str(garde.telephone), garde.commune, garde.ne_pas_ecrire, garde.courriel) == (
        str(doublon.telephone),
        "Thionville",
        True,
        "garde@example.org",
    )


def test_deux_places_a_une_date_n_en_font_qu_une_et_le_siege_revient():
    garde, doublon = deux_fiches()
    seance = creer_seance(capacite=5)
    attente = creer_place(seance, garde, etat="liste_attente", rang=1)
    tenue = creer_place(seance, doublon)
    reunir(garde, doublon)
    assert list(Place.objects.vivantes().values_list("pk", "personne")) == [(tenue.pk, garde.pk)]
    assert Place.objects.get(pk=attente.pk).etat == "annulee_centre"
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 1


def test_la_place_ou_elle_a_ete_vue_reste():
    garde, doublon = deux_fiches()
    seance = creer_seance(jour=dt.date(2026, 10, 8))
    creer_presence(creer_place(seance, garde), statut="absent")
    vue = creer_place(seance, doublon)
    creer_presence(vue)
    reunir(garde, doublon)
    assert Place.objects.vivantes().get(personne=garde).pk == vue.pk
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 1


def test_inscrite_deux_fois_au_meme_atelier_elle_ne_l_est_plus_qu_une():
    garde, doublon = deux_fiches()
    sienne = creer_inscription(garde)
    autre = creer_inscription(doublon, sienne.serie)
    place = creer_place(personne=doublon, inscription=autre)
    reunir(garde, doublon)
    autre.refresh_from_db()
    place.refresh_from_db()
    assert (autre.etat, place.inscription_id) == (Inscription.Etat.ANNULEE_CENTRE, sienne.pk)


def test_une_seule_carte_reste_ouverte():
    garde, doublon = deux_fiches()
    for rang, personne in enumerate((garde, doublon)):
        JetonParticipant.objects.create(
            personne=personne, usage="page", empreinte=f"{rang}" * 64, cree_le=QUAND
        )
    reunir(garde, doublon)
    assert JetonParticipant.objects.vivants().get().empreinte == "0" * 64


def test_le_meme_parcours_ouvert_deux_fois_est_refuse_sans_rien_changer():
    garde, doublon = deux_fiches()
    parcours = [creer_parcours(garde), creer_parcours(doublon)]
    creer_orientation(doublon)
    assert refus(garde, doublon) == "parcours"
    lus = Parcours.objects.filter(pk__in=[p.pk for p in parcours]).order_by("pk")
    assert [p.personne_id for p in lus] == [garde.pk, doublon.pk]
    assert Orientation.objects.get(personne=doublon).personne_id == doublon.pk


def test_deux_centres_ou_la_meme_fiche_sont_refuses():
    garde, doublon = deux_fiches()
    assert refus(garde, creer_personne(creer_centre("autre"))) == "autre_centre"
    assert refus(garde, garde) == "meme"
    reunir(garde, doublon)
    assert refus(garde, doublon) == "deja"
