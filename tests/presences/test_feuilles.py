"""The sheet of a séance as its pages show and write it."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ateliers.models import Atelier, Seance
from centre.models import JournalAcces
from centre.temps import instant
from inscriptions.models import Place
from parcours.models import Personne
from presences.models import Feuille, Presence
from presences.queries.a_faire import taches
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_presence,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

# The séance of every test: Thursday 19 November, 9:00 to 11:00.
PENDANT = instant(JOUR, dt.time(9, 30))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(PENDANT, tick=False)]
# Session, account, roles, centre, séance, places, sheet, overlaps, requests, corrections,
# gestures of tablets, signatures, organisation, access line.
REQUETES = 14


def page(client, seance):
    return client.get(reverse("presences:feuille", args=[seance.pk]))


def toucher(client, place, **champs):
    """One tap, as the module of the page sends it."""
    reponse = client.post(
        reverse("presences:pointer", args=[place.pk]),
        {f"p-{place.pk}-{nom}": valeur for nom, valeur in champs.items()},
        headers={"Accept": "application/json"},
    )
    return reponse.status_code, json.loads(reponse.content)


def envoyer(client, seance, action, **champs):
    return client.post(reverse(f"presences:feuille-{action}", args=[seance.pk]), champs)


def phrases(client, seance):
    """The messages that the sheet shows next."""
    return [str(m) for m in page(client, seance).context["messages"]]


def statuts():
    return list(Presence.objects.order_by("place").values_list("statut", flat=True))


def nombre_de_requetes(client, seance):
    page(client, seance)
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        assert page(client, seance).status_code == 200
    return len(requetes)


def test_feuille_une_ou_trente_personnes_les_memes_requetes(navigateur):
    seance = creer_seance()
    creer_presence(creer_place(seance))
    peu = nombre_de_requetes(navigateur, seance)
    for _ in range(9):
        creer_presence(creer_place(seance))
    seance.surreservation = 20
    seance.save()
    for _ in range(20):
        creer_place(seance)
    assert (peu, nombre_de_requetes(navigateur, seance)) == (REQUETES, REQUETES)


def test_feuille_montre_les_places_confirmees_seulement(navigateur):
    seance = creer_seance()
    creer_place(seance, creer_personne(prenom="Rosa", nom="Pinto"))
    creer_place(seance, creer_personne(prenom="Aïcha"), etat="liste_attente", rang=1)
    creer_place(seance, creer_personne(prenom="Lamine"), etat="annulee_personne")
    assert [x.nom for x in page(navigateur, seance).context["lignes"]] == ["Rosa P."]


def test_feuille_deux_homonymes_courts_portent_leur_nom_entier(navigateur):
    seance = creer_seance()
    creer_place(seance, creer_personne(nom="Ferhat"))
    creer_place(seance, creer_personne(nom="Fakir"))
    noms = [x.nom for x in page(navigateur, seance).context["lignes"]]
    assert noms == ["Nadia Fakir", "Nadia Ferhat"]


def test_feuille_d_une_permanence_montre_ses_creneaux(navigateur):
    fenetre = creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE))
    creneau = creer_seance(fenetre.atelier, fenetre=fenetre, duree=30, capacite=1)
    creer_place(creneau)
    contexte = page(navigateur, fenetre).context
    assert ([x.place.seance for x in contexte["lignes"]], contexte["creneaux"]) == (
        [creneau],
        [creneau],
    )
    assert page(navigateur, creneau).url == reverse("presences:feuille", args=[fenetre.pk])


def test_feuille_lue_laisse_une_trace(navigateur):
    creer_place(seance := creer_seance())
    page(navigateur, seance)
    assert list(JournalAcces.objects.values_list("page", "nombre")) == [("Feuille de présence", 1)]


@pytest.mark.parametrize(
    ("role", "sensibilite", "attendu"),
    [("coordination", 2, 200), ("referent", 0, 200), ("accueil", 0, 403), ("animation", 0, 403)]
    + [("prescripteur", 0, 404), ("administration", 0, 404)]
    + [(role, 3, 404) for role in ("coordination", "referent", "accueil", "animation")],
)
def test_feuille_selon_le_role_et_le_niveau(client, role, sensibilite, attendu):
    client.force_login(creer_utilisateur(role))
    seance = creer_seance(creer_atelier(sensibilite=sensibilite))
    assert page(client, seance).status_code == attendu


def test_feuille_son_animatrice_la_tient_celle_d_un_autre_centre_ne_la_trouve_pas(client):
    seance = creer_seance()
    animatrice = creer_utilisateur("animation")
    seance.animateurs.add(creer_professionnel(animatrice))
    client.force_login(animatrice)
    assert page(client, seance).status_code == 200
    client.force_login(creer_utilisateur("animation", creer_centre("ailleurs")))
    assert page(client, seance).status_code == 404


@pytest.mark.parametrize("role", ["coordination", "animation"])
def test_feuille_de_niveau_trois_est_a_son_equipe(client, role):
    seance = creer_seance(creer_atelier(sensibilite=3))
    membre = creer_utilisateur(role)
    seance.atelier.equipe.add(membre)
    if role == "animation":
        seance.animateurs.add(creer_professionnel(membre))
    client.force_login(membre)
    assert page(client, seance).status_code == 200


def test_feuille_d_un_entretien_n_existe_pas(navigateur):
    entretien = creer_seance(creer_atelier(genre=Atelier.Genre.ENTRETIEN))
    assert page(navigateur, entretien).status_code == 404


def test_pointer_un_toucher_repond_l_etat_de_la_ligne(navigateur):
    place = creer_place()
    assert toucher(navigateur, place, statut="present_partiel", arrivee="09:20") == (
        200,
        {
            "erreur": "",
            "statut": "present_partiel",
            "motif": "",
            "arrivee": "09:20",
            "depart": "",
            "sieges": 1,
            "comptes": {
                "attendues": 1,
                "presentes": 1,
                "prevenues": 0,
                "absentes": 0,
                "a_remplir": 0,
                "accompagnants": 0,
            },
            "version": 2,
        },
    )


def test_pointer_deux_onglets_le_second_lit_les_deux_reponses(navigateur):
    place = creer_place()
    toucher(navigateur, place, statut="absent", avant="")
    statut, etat = toucher(navigateur, place, statut="present", avant="")
    assert (statut, etat["statut"], statuts()) == (409, "absent", ["absent"])
    assert "vous avez mis «\u00a0Là\u00a0»" in etat["erreur"]


@pytest.mark.parametrize(
    "champs",
    [
        {"statut": "gentille"},
        {"statut": "present_partiel", "arrivee": "25:99"},
        {"statut": "absent_excuse", "motif": "secret"},
        {"statut": "present", "sieges": "-1"},
        {"statut": "present", "sieges": "9" * 21},
        {"statut": "present", "avant": "x" * 40},
    ],
)
def test_pointer_une_entree_fausse_est_une_phrase(navigateur, champs):
    place = creer_place()
    statut, etat = toucher(navigateur, place, **champs)
    assert (statut, statuts()) == (422, [])
    assert etat["erreur"].endswith(".")


def test_pointer_l_accueil_note_seulement_qui_a_prevenu(client):
    client.force_login(creer_utilisateur("accueil"))
    place = creer_place()
    adresse = reverse("presences:pointer", args=[place.pk])
    assert client.post(adresse, {f"p-{place.pk}-statut": "present"}).status_code == 403
    assert client.post(adresse, {f"p-{place.pk}-statut": "absent_excuse"}).status_code == 302
    assert statuts() == ["absent_excuse"]


def test_pointer_l_accueil_n_ecrase_pas_une_presence(client):
    client.force_login(creer_utilisateur("accueil"))
    place = creer_presence().place
    adresse = reverse("presences:pointer", args=[place.pk])
    assert client.post(adresse, {f"p-{place.pk}-statut": "absent_excuse"}).status_code == 403
    assert statuts() == ["present"]


def test_pointer_l_animatrice_tient_les_creneaux_de_sa_permanence(client):
    fenetre = creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE))
    place = creer_place(creer_seance(fenetre.atelier, fenetre=fenetre, duree=30, capacite=1))
    animatrice = creer_utilisateur("animation")
    fenetre.animateurs.add(creer_professionnel(animatrice))
    client.force_login(animatrice)
    assert toucher(client, place, statut="present")[0] == 200


def test_remplir_le_formulaire_entier_sans_javascript(navigateur):
    seance = creer_seance()
    une, autre, vide = (creer_place(seance) for _ in range(3))
    champs = {
        f"p-{une.pk}-statut": "present",
        f"p-{autre.pk}-statut": "absent_excuse",
        f"p-{autre.pk}-motif": "transport",
        f"p-{vide.pk}-avant": "",
    }
    envoyer(navigateur, seance, "remplir", **champs)
    assert statuts() == ["present", "absent_excuse"]
    assert phrases(navigateur, seance) == ["C’est enregistré."]


def test_remplir_tous_garde_ce_qui_est_touche_et_met_la_aux_autres(navigateur):
    seance = creer_seance()
    une, _ = creer_place(seance), creer_place(seance)
    envoyer(navigateur, seance, "remplir", tous="oui", **{f"p-{une.pk}-statut": "absent"})
    assert statuts() == ["absent", "present"]


def test_remplir_une_heure_illisible_ne_perd_pas_les_autres(navigateur):
    seance = creer_seance()
    une, autre = creer_place(seance), creer_place(seance, creer_personne(prenom="Rosa"))
    champs = {
        f"p-{une.pk}-statut": "present",
        f"p-{autre.pk}-statut": "present_partiel",
        f"p-{autre.pk}-arrivee": "tard",
    }
    envoyer(navigateur, seance, "remplir", **champs)
    assert statuts() == ["present"]
    assert phrases(navigateur, seance) == ["Rosa F.\u00a0: Écrivez l’heure d’arrivée comme 9:10."]


def test_fermer_enregistre_ce_qui_est_a_l_ecran_puis_ferme(navigateur):
    place = creer_place()
    envoyer(navigateur, place.seance, "fermer", **{f"p-{place.pk}-statut": "present"})
    place.seance.refresh_from_db()
    assert (statuts(), place.seance.etat) == (["present"], Seance.Etat.TENUE)


def test_fermer_dit_de_qui_la_reponse_manque(navigateur):
    place = creer_place(personne=creer_personne(prenom="Rosa", nom="Pinto"))
    envoyer(navigateur, place.seance, "fermer")
    assert phrases(navigateur, place.seance) == ["Il manque une réponse pour Rosa P."]


def test_fermer_apres_un_conflit_reste_ouvert(navigateur):
    place = creer_place()
    toucher(navigateur, place, statut="absent")
    champs = {f"p-{place.pk}-statut": "present", f"p-{place.pk}-avant": ""}
    envoyer(navigateur, place.seance, "fermer", **champs)
    place.seance.refresh_from_db()
    assert (statuts(), place.seance.etat) == (["absent"], Seance.Etat.PREVUE)


def test_rouvrir_rend_la_feuille(navigateur):
    seance = creer_seance()
    envoyer(navigateur, seance, "fermer")
    assert "Corriger une réponse" in page(navigateur, seance).content.decode()
    envoyer(navigateur, seance, "rouvrir", raison="Rosa était là")
    seance.refresh_from_db()
    assert seance.etat == Seance.Etat.PREVUE


def test_venir_une_inconnue_cree_une_fiche_une_seule_fois(navigateur):
    seance, cle = creer_seance(), str(uuid.uuid4())
    for _ in range(2):
        envoyer(
            navigateur,
            seance,
            "venir",
            prenom="Olena",
            initiale="H",
            reference=cle,
            nouvelle="1",
        )
    assert list(Personne.objects.values_list("prenom", "nom")) == [("Olena", "H.")]
    assert list(Place.objects.values_list("origine", "presence__statut")) == [
        ("sans_inscription", "present")
    ]


def test_venir_propose_les_personnes_connues_du_centre(navigateur):
    seance = creer_seance()
    connue = creer_personne(prenom="Éloïse", nom="Faure")
    creer_personne(prenom="Éloïse", nom="Martin")
    creer_personne(creer_centre("ailleurs"), prenom="Éloïse", nom="Fabre")
    reponse = envoyer(navigateur, seance, "venir", prenom="eloise", initiale="f")
    assert (reponse.context["propositions"], Place.objects.count()) == ([connue], 0)
    envoyer(navigateur, seance, "venir", personne=connue.reference)
    assert list(Place.objects.values_list("personne", flat=True)) == [connue.pk]


def test_venir_la_personne_d_un_autre_centre_est_introuvable(navigateur):
    ailleurs = creer_personne(creer_centre("ailleurs"))
    reponse = envoyer(navigateur, creer_seance(), "venir", personne=ailleurs.reference)
    assert (reponse.status_code, Place.objects.count()) == (404, 0)


@pytest.mark.parametrize("champs", [{}, {"prenom": "Olena"}, {"personne": "x"}, {"creneau": "z"}])
def test_venir_un_formulaire_faux_est_une_phrase(navigateur, champs):
    seance = creer_seance()
    assert envoyer(navigateur, seance, "venir", **champs).status_code == 302
    assert phrases(navigateur, seance) == ["Écrivez le prénom et la première lettre du nom."]


def test_heures_une_personne_a_deux_endroits_est_signalee_puis_partagee(navigateur):
    personne = creer_personne()
    ici = creer_presence(creer_place(creer_seance(), personne))
    autre = creer_presence(creer_place(creer_seance(heure=10), personne))
    seance = ici.place.seance
    trouves = page(navigateur, seance).context["croisements"]
    assert [(c.presence, c.autre) for c in trouves] == [(ici, autre)]
    envoyer(navigateur, seance, "heures", presence=ici.pk, autre=autre.pk)
    ici.refresh_from_db()
    assert ici.depart == autre.place.seance.debut
    assert page(navigateur, seance).context["croisements"] == []


def test_heures_la_seance_d_une_autre_animatrice_ne_se_partage_pas(client):
    personne, animatrice = creer_personne(), creer_utilisateur("animation")
    ici = creer_presence(creer_place(creer_seance(), personne))
    autre = creer_presence(creer_place(creer_seance(heure=10), personne))
    ici.place.seance.animateurs.add(creer_professionnel(animatrice))
    client.force_login(animatrice)
    reponse = envoyer(client, ici.place.seance, "heures", presence=ici.pk, autre=autre.pk)
    ici.refresh_from_db()
    # Her sheet does not even tell that the other séance exists.
    assert (reponse.status_code, ici.depart) == (302, None)


def test_la_feuille_dit_qui_a_repondu_et_garde_la_suite_des_changements(navigateur):
    seance = creer_seance()
    place = creer_place(seance, creer_personne(prenom="Rosa", nom="Pinto"))
    creer_presence(place, statut="absent", saisie_par=creer_utilisateur(prenom="Yann"))
    assert "noté par Yann" in page(navigateur, seance).content.decode()
    toucher(navigateur, place, statut="present", avant="absent")
    [correction] = page(navigateur, seance).context["corrections"]
    assert (correction.avant_dit, correction.apres_dit) == ("Pas venu·e", "Là")


def test_une_heure_s_ecrit_sans_ses_secondes(navigateur):
    place = creer_place()
    toucher(navigateur, place, statut="present_partiel", arrivee="09:20:40")
    assert Presence.objects.get().arrivee == instant(JOUR, dt.time(9, 20))


def test_tout_le_monde_est_la_sans_quitter_la_page(navigateur):
    seance = creer_seance()
    absente, autre = creer_place(seance), creer_place(seance)
    creer_presence(absente, statut="absent")
    reponse = navigateur.post(
        reverse("presences:feuille-remplir", args=[seance.pk]),
        {"tous": "oui"},
        headers={"Accept": "application/json"},
    )
    etat = json.loads(reponse.content)
    assert {cle: x["statut"] for cle, x in etat["lignes"].items()} == {
        str(absente.pk): "absent",
        str(autre.pk): "present",
    }
    assert etat["comptes"]["a_remplir"] == 0


def test_sans_nom_se_compte_puis_se_rattache(navigateur):
    seance = creer_seance()
    envoyer(navigateur, seance, "carnet", sans_nom="2", note=" Salle  froide ")
    envoyer(navigateur, seance, "venir", prenom="Olena", initiale="H", sans_nom="oui")
    feuille = Feuille.objects.get()
    assert (feuille.sans_nom, feuille.note, statuts()) == (1, "Salle froide", ["present"])


def test_sans_nom_ne_change_plus_une_feuille_fermee(navigateur):
    seance = creer_seance()
    envoyer(navigateur, seance, "fermer")
    envoyer(navigateur, seance, "carnet", sans_nom="2", note="Calme")
    assert phrases(navigateur, seance)[-1].startswith("Cette feuille est fermée")
    assert Feuille.objects.get().sans_nom == 0


def test_l_appel_montre_une_personne_a_la_fois_puis_dit_qu_il_est_fini(navigateur):
    seance = creer_seance()
    premiere = creer_place(seance, creer_personne(prenom="Aïcha", nom="Amrani"))
    seconde = creer_place(seance, creer_personne(prenom="Rosa", nom="Pinto"))
    vues = []
    for place in (premiere, seconde):
        appel = navigateur.get(reverse("presences:feuille-appel", args=[seance.pk]))
        vues.append(appel.context["ligne"].place)
        champs = {f"p-{place.pk}-statut": "present", "suite": "appel"}
        suite = navigateur.post(reverse("presences:pointer", args=[place.pk]), champs)
        assert suite.url == reverse("presences:feuille-appel", args=[seance.pk])
    fini = navigateur.get(reverse("presences:feuille-appel", args=[seance.pk]))
    assert (vues, "ligne" in fini.context) == ([premiere, seconde], False)


def test_a_faire_compte_les_feuilles_a_remplir_sans_les_dire_urgentes():
    seance = creer_seance(creer_atelier(titre="Couture"), jour=dt.date(2026, 11, 16))
    creer_seance(etat=Seance.Etat.TENUE, jour=dt.date(2026, 11, 16))
    creer_seance()
    liste = list(taches(creer_utilisateur("coordination"), seance.centre, PENDANT))
    assert [(t.titre, t.pourquoi, t.lignes, t.est_urgente) for t in liste] == [
        ("1\u00a0feuille à remplir", "Couture, 16\u00a0novembre.", (), False)
    ]
    assert list(taches(creer_utilisateur("animation"), seance.centre, PENDANT)) == []
    assert list(taches(creer_utilisateur("accueil"), seance.centre, PENDANT)) == []


def test_a_faire_liste_cinq_feuilles_les_plus_anciennes_d_abord():
    atelier = creer_atelier(titre="Couture")
    seances = [creer_seance(atelier, jour=dt.date(2026, 11, 9 + n)) for n in range(7)]
    [tache] = taches(creer_utilisateur("coordination"), seances[0].centre, PENDANT)
    assert tache.titre == "7\u00a0feuilles à remplir"
    assert tache.pourquoi == "Les 5 plus anciennes\u00a0:"
    assert tache.url == reverse("presences:feuille", args=[seances[0].pk])
    assert [ligne.texte for ligne in tache.lignes] == [
        *(f"Couture, {9 + n}\u00a0novembre" for n in range(5)),
        "Toutes les feuilles",
    ]
