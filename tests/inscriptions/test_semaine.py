"""People taken twice at one time, and names in slots: in the week, on the séance, at enrolment."""

import datetime as dt

import pytest
from django.urls import reverse

from ateliers.models import Seance
from centre.temps import JOUR, instant
from inscriptions.models import Place
from inscriptions.semaine import croisements, noms_des_creneaux
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

LUNDI = dt.date(2026, 11, 16)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(LUNDI, dt.time(9)), tick=False),
]


def deux_ateliers(**champs):
    """EVQ 14:00–16:00 and Relaxation 14:30–15:45; ``champs`` are those of the second atelier."""
    evq = creer_seance(creer_atelier(titre="EVQ"), LUNDI, 14)
    relaxation = creer_seance(creer_atelier(titre="Relaxation", **champs), LUNDI, 14)
    relaxation.debut, relaxation.fin = (
        instant(LUNDI, dt.time(14, 30)),
        instant(LUNDI, dt.time(15, 45)),
    )
    relaxation.save()
    return evq, relaxation


def inscrire_aux_deux(seances, nombre=1):
    personnes = [creer_personne(prenom="Fatima", nom=f"Benali {n}") for n in range(nombre)]
    for personne in personnes:
        for seance in seances:
            creer_place(seance, personne=personne)
    return personnes


def textes(utilisateur, seances):
    return [a.texte for a in croisements(utilisateur, seances[0].centre, list(seances))]


def test_croisements_compte_les_personnes_inscrites_aux_deux():
    seances = evq, relaxation = deux_ateliers()
    inscrire_aux_deux(seances, 3)
    creer_place(evq)
    attente = creer_personne()
    creer_place(evq, personne=attente)
    creer_place(relaxation, personne=attente, etat="liste_attente", rang=1)

    [annonce] = croisements(creer_utilisateur("accueil"), evq.centre, [relaxation, evq])
    assert (annonce.titre, annonce.texte, annonce.entre) == (
        "Croisement, 14\u00a0h\u00a030 – 15\u00a0h\u00a045.",
        "3\u00a0personnes sont inscrites aux deux ateliers. Rien n’est bloqué.",
        (evq.pk, relaxation.pk),
    )
    assert annonce.url == f"/seances/{relaxation.pk}/#croisements"


def test_croisements_se_tait_sans_personne_commune_ou_sans_chevauchement():
    evq, relaxation = deux_ateliers()
    creer_place(evq)
    creer_place(relaxation)
    apres = creer_seance(creer_atelier(titre="Après"), LUNDI, 16)
    inscrire_aux_deux([evq, apres])

    assert textes(creer_utilisateur("coordination"), [evq, relaxation, apres]) == []


def test_croisements_ne_demande_rien_quand_un_des_deux_est_vide(django_assert_num_queries):
    seances = evq, _ = deux_ateliers()
    creer_place(evq)
    claire = creer_utilisateur("coordination")

    with django_assert_num_queries(0):
        assert textes(claire, seances) == []


def test_croisements_oublie_une_seance_annulee():
    evq, relaxation = deux_ateliers()
    inscrire_aux_deux([evq, relaxation])
    Seance.objects.filter(pk=evq.pk).update(etat="annulee", motif_annulation="autre")
    evq.refresh_from_db()

    assert textes(creer_utilisateur("coordination"), [evq, relaxation]) == []


def test_croisements_d_un_atelier_protege_ne_se_comptent_que_dans_son_equipe():
    seances = deux_ateliers(sensibilite=3)
    inscrire_aux_deux(seances)
    dehors, dedans = creer_utilisateur("coordination"), creer_utilisateur("referent")
    seances[1].atelier.equipe.add(dedans)

    assert (len(textes(dehors, seances)), len(textes(dedans, seances))) == (0, 1)


def test_croisements_ne_comptent_pas_pour_une_animatrice_d_ailleurs():
    seances = deux_ateliers()
    inscrire_aux_deux(seances)
    utilisateurs = [
        creer_utilisateur("animation"),
        creer_utilisateur("coordination", creer_centre("autre")),
    ]

    assert [textes(u, seances) for u in utilisateurs] == [[], []]


@pytest.mark.parametrize("nombre", [1, 30])
def test_croisements_et_noms_lisent_une_seule_fois(nombre, django_assert_num_queries):
    seances = deux_ateliers()
    inscrire_aux_deux(seances, min(nombre, 8))
    utilisateur = creer_utilisateur("coordination")
    utilisateur.centres_ids()
    with django_assert_num_queries(1):
        textes(utilisateur, seances * nombre)
    with django_assert_num_queries(1):
        noms_des_creneaux(utilisateur, seances * nombre)


def permanence():
    """A window of two slots; Fatima holds the first."""
    atelier = creer_atelier(titre="Permanence", genre="permanence")
    fenetre = creer_seance(atelier, LUNDI, 16)
    creneaux = [creer_seance(atelier, LUNDI, heure, fenetre=fenetre) for heure in (16, 17)]
    creer_place(creneaux[0], personne=creer_personne(prenom="Fatima", nom="Benali"))
    Seance.objects.filter(pk=creneaux[0].pk).update(sieges_pris=1)
    return fenetre


@pytest.mark.parametrize(
    ("role", "ecrit"),
    [
        ("coordination", "16\u00a0h Fatima B."),
        ("accueil", "16\u00a0h Fatima B."),
        ("referent", "16\u00a0h Fatima B."),
        ("animation", "16\u00a0h pris"),
    ],
)
def test_planning_semaine_nomme_les_creneaux_pris_selon_le_role(client, role, ecrit):
    permanence()
    client.force_login(creer_utilisateur(role))
    jours = client.get("/planning/").context["jours"]

    [bloc] = [b for jour in jours for b in jour.blocs]
    assert [c.texte for c in bloc.creneaux] == [ecrit, "17\u00a0h libre"]


def test_seance_detail_nomme_les_personnes_prises_deux_fois(client):
    seances = evq, relaxation = deux_ateliers()
    [personne] = inscrire_aux_deux(seances)
    creer_place(evq, personne=creer_personne(prenom="Autre"))
    client.force_login(creer_utilisateur("accueil"))
    contexte = client.get(f"/seances/{evq.pk}/").context

    assert [(s, [p.personne for p in ps]) for s, ps in contexte["croisees"]] == [
        (relaxation, [personne])
    ]


def test_seance_detail_tait_le_croisement_d_un_atelier_protege(client):
    seances = deux_ateliers(sensibilite=3)
    inscrire_aux_deux(seances)
    client.force_login(creer_utilisateur("coordination"))
    reponse = client.get(f"/seances/{seances[0].pk}/")

    assert reponse.context["croisees"] == []
    assert "Relaxation" not in reponse.content.decode()


def test_seance_detail_avertit_avant_de_placer_une_personne_prise(client):
    evq, relaxation = deux_ateliers()
    personne = creer_personne()
    creer_place(evq, personne=personne)
    client.force_login(creer_utilisateur("accueil"))
    adresse = f"/seances/{relaxation.pk}/?personne={personne.reference}"
    pris = client.get(adresse).content.decode()
    Place.objects.all().delete()
    libre = client.get(adresse).content.decode()

    assert ("Déjà prise à cette heure" in pris, "Déjà prise à cette heure" in libre) == (
        True,
        False,
    )


@pytest.mark.parametrize(("niveau", "envois"), [(0, 2), (3, 1)])
def test_inscription_creer_montre_les_croisements_avant_d_ecrire(client, niveau, envois):
    """A protected séance of others is not told, not even by a question."""
    serie = creer_serie(creer_atelier(titre="EVQ"), etat="publiee")
    creer_seance(serie.atelier, LUNDI + 7 * JOUR, 14, serie=serie, lieu=serie.lieu)
    relaxation = creer_atelier(titre="Relaxation", sensibilite=niveau)
    autre = creer_place(creer_seance(relaxation, LUNDI + 7 * JOUR, 15))
    client.force_login(creer_utilisateur("coordination"))
    adresse = reverse("inscriptions:inscription-creer", args=[autre.personne.reference])
    donnees = {"serie": serie.pk, "du": LUNDI.isoformat()}
    premiere = client.post(adresse, donnees)
    if envois == 2:
        dit = "Relaxation, 15\u00a0h – 17\u00a0h\u00a0: lundi 23 novembre."
        assert dit in premiere.content.decode().replace("&nbsp;", "\u00a0")
        assert Place.objects.count() == 1
        assert client.post(adresse, {**donnees, "vue": [999]}).context["croisees"] == [autre]
        client.post(adresse, {**donnees, "vue": [autre.pk]})
    assert Place.objects.count() == 2
