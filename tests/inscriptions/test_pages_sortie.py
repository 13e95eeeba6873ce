"""Pages of an outing: its facts, the sharing out, families, the paper list, the person's own."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ateliers.models import Atelier, Sortie
from centre.a_faire import taches
from centre.models import JournalAcces
from centre.temps import instant
from inscriptions.exports import donnees_de_la_liste, places_du_jour
from inscriptions.models import Accompagnant, FicheSortie, Place
from tests.builders import (
    creer_atelier,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)
from tests.navigateurs import navigateur_de, ouvrir_sa_page

pytestmark = pytest.mark.django_db
QUAND = instant(dt.date(2026, 11, 24), dt.time(10))
SAMEDI = dt.date(2026, 12, 5)


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(QUAND, tick=False) as voyage:
        yield voyage


def sortie(ouverte=True, capacite=4, **champs):
    seance = creer_seance(
        creer_atelier(genre="sortie", titre="Musée", **champs), SAMEDI, 13, 240, capacite=capacite
    )
    fin = QUAND + dt.timedelta(days=2 if ouverte else -1)
    Sortie.objects.create(seance=seance, souhaits_jusqu_au=fin)
    return seance


def url(nom, *args):
    return reverse(f"inscriptions:{nom}", args=args)


def texte(reponse):
    return reponse.content.decode()


def test_sortie_modifier_garde_ce_qui_est_ecrit_et_dit_l_erreur():
    seance = sortie()
    donnees = {"prix_adulte": "-1", "prix_enfant": "0", "souhaits_jour": "2026-12-05"}
    page = texte(navigateur_de("coordination").post(url("sortie-modifier", seance.pk), donnees))
    assert "Choisissez un jour avant la sortie." in page
    assert 'value="-1"' in page


def test_sortie_modifier_ecrit_la_fiche():
    seance = sortie()
    donnees = {
        "point_rdv": "Gare",
        "transport": "train",
        "prix_adulte": "2.50",
        "prix_enfant": "0",
        "souhaits_jour": "2026-11-30",
    }
    navigateur_de("coordination").post(url("sortie-modifier", seance.pk), donnees)
    fiche = Sortie.objects.get(seance=seance)
    assert (fiche.point_rdv, fiche.prix_ecrit, fiche.souhaits_jusqu_au) == (
        "Gare",
        "2,50\u00a0€ par adulte, gratuit pour les enfants",
        instant(dt.date(2026, 11, 30), dt.time(18)),
    )


def test_attribuer_attend_la_fin_des_demandes_puis_previent():
    seance = sortie()
    creer_place(seance, creer_personne(prenom="Awa"), etat="demandee", sieges=3)
    client, adresse = navigateur_de("coordination"), url("sortie-attribuer", seance.pk)
    assert "Les demandes sont encore ouvertes" in texte(client.get(adresse))
    Sortie.objects.update(souhaits_jusqu_au=QUAND)
    marque = client.get(adresse).context["partage"].marque
    client.post(adresse, {"marque": marque})
    assert Place.objects.get().etat == "confirmee"
    assert "Pas encore venue. C’est son tour." in texte(client.get(adresse))


def test_l_accueil_note_une_demande_et_la_coordination_choisit():
    seance = sortie()
    personne = creer_personne()
    donnees = {"personne": personne.reference, "sieges": 2}
    navigateur_de("accueil").post(url("place-prendre", seance.pk), donnees)
    place = Place.objects.get()
    assert place.etat == "demandee"
    navigateur_de("coordination").post(url("place-accepter", place.pk))
    place.refresh_from_db()
    assert place.etat == "confirmee"


def test_la_liste_des_demandes_accorde_une_place_et_quatre():
    seance = sortie()
    for sieges in (1, 4):
        creer_place(seance, creer_personne(), etat="demandee", sieges=sieges)
    page = texte(navigateur_de("coordination").get(url("seance-detail", seance.pk)))
    assert "1\xa0place demandée <" in page
    assert "4\xa0places demandées <" in page


def test_seule_la_coordination_ajoute_une_place_avec_une_raison():
    seance = sortie(ouverte=False, capacite=1)
    creer_place(seance)
    donnees = {"personne": creer_personne().reference, "sieges": 1, "raison": "CCAS"}
    page = navigateur_de("accueil").post(url("place-prendre", seance.pk), donnees, follow=True)
    assert "Seule la coordination" in texte(page)
    assert Place.objects.count() == 1
    navigateur_de("coordination").post(url("place-prendre", seance.pk), donnees)
    assert Place.objects.filter(etat="confirmee", raison="CCAS").count() == 1


def test_place_famille_ecrit_prenoms_ages_repas_et_urgence():
    place = creer_place(sortie(), sieges=2)
    donnees = {
        "proche0-prenom": "Lina",
        "proche0-age": "9",
        "repas_sans_viande": "1",
        "urgence_nom": "Sa sœur",
    }
    navigateur_de("accueil").post(url("place-famille", place.pk), donnees)
    assert list(Accompagnant.objects.values_list("prenom", "age")) == [("Lina", 9)]
    assert FicheSortie.objects.get().urgence_nom == "Sa sœur"


def test_place_famille_dit_l_erreur_et_n_ecrit_rien():
    place = creer_place(sortie(), sieges=2)
    donnees = {"proche0-age": "9", "repas_sans_viande": "5"}
    page = texte(navigateur_de("coordination").post(url("place-famille", place.pk), donnees))
    assert "Écrivez le prénom." in page
    assert "C’est plus que le nombre de personnes." in page
    assert (Accompagnant.objects.count(), FicheSortie.objects.count()) == (0, 0)


def test_la_liste_du_jour_dit_qui_appeler_et_ne_se_garde_pas():
    seance = sortie()
    place = creer_place(seance, creer_personne(prenom="Awa", nom="Zongo"), sieges=3)
    Accompagnant.objects.create(place=place, prenom="Lina", age=9)
    FicheSortie.objects.create(place=place, repas_sans_viande=1, a_eviter="arachide")
    coordination = creer_utilisateur("coordination")
    donnees = donnees_de_la_liste(seance, places_du_jour(seance, coordination))
    assert donnees["groupes"] == [
        {
            "nom": "Awa Zongo",
            "telephone": "06\u00a039\u00a098\u00a000\u00a001",
            "sieges": "3",
            "avec": "Lina, 9 ans · 1\u00a0autre personne",
            "repas": "1 sans viande · éviter\u00a0: arachide",
            "urgence": "",
        }
    ]


def test_sortie_liste_est_un_pdf_note_au_journal_et_a_detruire(horloge):
    seance = sortie()
    creer_place(seance)
    client, utilisateur = Client(), creer_utilisateur("coordination")
    client.force_login(utilisateur)
    reponse = client.post(url("sortie-liste", seance.pk))
    assert (reponse.content[:5], reponse["Cache-Control"]) == (b"%PDF-", "private, no-store")
    assert JournalAcces.objects.get().acte == "export"
    horloge.move_to(instant(dt.date(2026, 12, 6), dt.time(9)))
    titres = [t.titre for t in taches(utilisateur, seance.centre, QUAND + dt.timedelta(days=12))]
    assert "Détruire la liste imprimée" in titres
    client.force_login(utilisateur)
    client.post(url("sortie-papiers", seance.pk))
    titres = [t.titre for t in taches(utilisateur, seance.centre, QUAND + dt.timedelta(days=12))]
    assert "Détruire la liste imprimée" not in titres


def test_sortie_liste_est_pour_qui_mene_la_sortie():
    seance = sortie()
    meneuse, autre = creer_utilisateur("animation"), creer_utilisateur("animation")
    seance.animateurs.add(creer_professionnel(meneuse), creer_professionnel())
    statuts = []
    for compte in (meneuse, autre):
        client = Client()
        client.force_login(compte)
        statuts.append(client.post(url("sortie-liste", seance.pk)).status_code)
    assert statuts == [200, 403]


@pytest.mark.parametrize(("jour", "manquent"), [(2, []), (3, ["2\u00a0autorisations manquent"])])
def test_a_j_moins_2_la_coordination_sait_quels_papiers_manquent(jour, manquent):
    """Lina has no paper, Adam has one, the third seat has no name; the grandfather needs none."""
    seance = sortie(capacite=9)
    place = creer_place(seance, sieges=5)
    for prenom, age, recue in (("Lina", 9, None), ("Adam", 6, SAMEDI), ("Jo", 70, None)):
        Accompagnant.objects.create(place=place, prenom=prenom, age=age, autorisation_le=recue)
    quand = instant(dt.date(2026, 12, jour), dt.time(9))
    listees = taches(creer_utilisateur("coordination"), seance.centre, quand)
    assert [t.titre for t in listees if "autorisation" in t.titre] == manquent


def test_atelier_places_garde_la_regle_et_refuse_trop_de_places_gardees():
    atelier = creer_atelier(capacite=10)
    client, adresse = navigateur_de("coordination"), url("atelier-places", atelier.pk)
    donnees = {
        **{"places_gardees": "10", "gardees_heures": "24", "proposition_heures": "12"},
        "rappels": "veille",
    }
    assert "gardez-en moins" in texte(client.post(adresse, donnees))
    client.post(adresse, donnees | {"places_gardees": "2", "premier_qui_tient": "on"})
    lu = Atelier.objects.get(pk=atelier.pk)
    assert (lu.places_gardees, lu.premier_qui_tient, lu.proposition_automatique) == (2, True, False)


def test_moi_souhait_se_dit_une_fois_meme_en_cliquant_deux_fois():
    seance, personne = sortie(), creer_personne()
    client = ouvrir_sa_page(personne, lettres=False)
    assert "Je voudrais venir" in texte(client.get(url("moi-sorties")))
    for _ in range(2):
        client.post(url("moi-souhait", seance.pk), {"sieges": 3})
    assert list(Place.objects.values_list("personne", "etat", "sieges")) == [
        (personne.pk, "demandee", 3)
    ]
    assert "Demande envoyée" in texte(client.get(url("moi-sorties")))


def test_moi_sorties_dit_une_offre_et_le_tour_que_la_regle_donne():
    """She went out less than who came first: she is next, and reads so."""
    seance, personne = sortie(sur_demande=True, moins_sortis_d_abord=True), creer_personne()
    habituee = creer_place(seance, etat="liste_attente", rang=1)
    creer_place(creer_seance(seance.atelier, dt.date(2026, 3, 7)), habituee.personne)
    place = creer_place(seance, personne, etat="liste_attente", rang=2)
    client = ouvrir_sa_page(personne)
    lues = [texte(client.get(url(page))) for page in ("moi", "moi-sorties")]
    assert ["Liste d’attente, rang 1" in page for page in lues] == [True, True]
    limite = instant(dt.date(2026, 11, 25), dt.time(10))
    Place.objects.filter(pk=place.pk).update(etat="proposee", rang=None, offre_jusqua=limite)
    page = texte(client.get(url("moi-sorties")))
    dites = ["Il y a une place pour vous.", "mercredi 25 novembre", 'value="vient"', "acceptée"]
    assert [mot in page for mot in dites] == [True, True, True, False]


@pytest.mark.parametrize("sieges", ["0", "10", "x", ""])
def test_moi_souhait_refuse_un_groupe_impossible(sieges):
    seance = sortie()
    client = ouvrir_sa_page(creer_personne(), lettres=False)
    client.post(url("moi-souhait", seance.pk), {"sieges": sieges})
    assert Place.objects.count() == 0


def test_moi_souhait_est_ferme_apres_la_date_et_pour_un_atelier_discret():
    fermee, discrete = sortie(ouverte=False), sortie(sensibilite=2)
    client = ouvrir_sa_page(creer_personne(), lettres=False)
    statuts = [
        client.post(url("moi-souhait", s.pk), {"sieges": 1}).status_code for s in (fermee, discrete)
    ]
    assert statuts == [404, 404]


def test_moi_famille_demande_les_lettres_et_garde_l_autorisation():
    place = creer_place(sortie(), creer_personne(nom="Zongo"), sieges=3)
    Accompagnant.objects.create(place=place, prenom="Lina", age=9, autorisation_le=SAMEDI)
    donnees = {"proche0-prenom": "Lina", "proche0-age": "9", "proche1-prenom": "Adam"}
    ouvrir_sa_page(place.personne, lettres=False).post(url("moi-famille", place.pk), donnees)
    assert Accompagnant.objects.count() == 1
    ouvrir_sa_page(place.personne).post(url("moi-famille", place.pk), donnees)
    assert list(Accompagnant.objects.values_list("prenom", "age", "autorisation_le")) == [
        ("Lina", 9, SAMEDI),
        ("Adam", None, None),
    ]


def test_moi_montre_son_rang_et_jusqu_a_quand_repondre():
    personne, seance = creer_personne(nom="Zongo"), sortie()
    # The first and the third have left.
    creer_place(seance, etat="liste_attente", rang=2)
    creer_place(seance, personne, etat="liste_attente", rang=4)
    offre = QUAND + dt.timedelta(hours=24)
    creer_place(sortie(), personne, etat="proposee", offre_jusqua=offre)
    page = texte(ouvrir_sa_page(personne).get(url("moi")))
    assert "Liste d’attente, rang 2" in page
    assert "Répondez avant mercredi 25 novembre, 10\u00a0heures." in page
    # She has not said yes: it is a place for her, no rendez-vous of hers.
    assert ("Il y a une place pour vous." in page, "Votre prochain" in page) == (True, False)


def test_les_creneaux_d_une_permanence_ont_un_seul_rang():
    permanence = creer_atelier(genre="permanence")
    fenetre = creer_seance(permanence, dt.date(2026, 11, 25))
    personne = creer_personne(nom="Zongo")
    for heure, qui in ((15, None), (14, personne)):
        creneau = creer_seance(permanence, dt.date(2026, 11, 25), heure, fenetre=fenetre)
        creer_place(creneau, qui, etat="liste_attente", rang=1)
    page = texte(ouvrir_sa_page(personne).get(url("moi")))
    assert "Liste d’attente, rang 2" in page


@pytest.mark.parametrize("combien", [1, 12])
def test_la_seance_d_une_sortie_fait_le_meme_nombre_de_requetes(combien, django_assert_num_queries):
    seance = sortie(capacite=60)
    for _ in range(combien):
        creer_place(seance, sieges=2)
        creer_place(seance, etat="demandee")
    client = navigateur_de("coordination")
    client.get(url("seance-detail", seance.pk))
    with django_assert_num_queries(12):
        client.get(url("seance-detail", seance.pk))
