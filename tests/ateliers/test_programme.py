import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ateliers.forms import AtelierForm
from ateliers.models import Atelier, ObjectifAnnuel, Seance, Serie, VersionAgenda
from ateliers.operations import enregistrer_atelier, enregistrer_serie, planifier, publier
from centre.models import PeriodeCalendrier
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_professionnel,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(dt.date(2026, 9, 1), dt.time(8)), tick=False),
]
MEMBRES = ["coordination", "referent", "accueil", "animation"]


def champs_atelier(**champs):
    valeurs = {
        **{"titre": "Jardin", "titre_discret": "RDV Le Lierre", "genre": "atelier"},
        **{"theme": "lien", "pictogramme": "pousse", "sensibilite": "0", "capacite": "8"},
    }
    return {**valeurs, **champs}


def champs_serie(lieu, **champs):
    valeurs = {
        **{"regle": "hors_vacances", "jour": "0", "intervalle": "1", "capacite": "10"},
        **{"heure_debut": "14:00", "heure_fin": "16:00", "lieu": lieu.pk},
        **{"du": "2026-11-01", "au": "2026-11-30"},
    }
    return {**valeurs, **champs}


def test_atelier_list_compte_l_annee(client, claire):
    atelier = creer_atelier(titre="Sophrologie")
    for annee, seances in ((2025, 20), (2026, 24), (2027, 26)):
        ObjectifAnnuel.objects.create(atelier=atelier, annee=annee, seances=seances)
    creer_seance(atelier, etat="tenue")
    creer_seance(atelier, heure=14)
    creer_seance(atelier, heure=16, etat="annulee", motif_annulation="autre")
    creer_seance(atelier, jour=dt.date(2027, 1, 7))

    (ligne,) = client.get("/ateliers/").context["ateliers"]
    assert (ligne.planifiees, ligne.tenues, ligne.annulees, ligne.objectif) == (2, 1, 1, 24)
    assert client.get("/ateliers/?annee=2027").context["ateliers"][0].planifiees == 1


def test_atelier_list_ne_nomme_pas_un_atelier_protege_a_l_accueil(client):
    creer_atelier(titre="Groupe de paroles", titre_discret="RDV L", sensibilite=3)
    creer_atelier(creer_centre("autre"), titre="Ailleurs")
    creer_atelier(titre="Couture")
    client.force_login(creer_utilisateur("accueil"))

    assert [a.titre for a in client.get("/ateliers/").context["ateliers"]] == ["Couture"]


@pytest.mark.parametrize("annee", ["2026x", "²²²²", "0001", "99999", ""])
def test_atelier_list_d_une_annee_mal_ecrite_montre_la_presente(client, claire, annee):
    assert client.get("/ateliers/", {"annee": annee}).context["annee"] == 2026


def test_atelier_list_fait_le_meme_nombre_de_requetes_pour_1_ou_20(
    client, claire, django_assert_num_queries
):
    creer_seance(creer_atelier())
    client.get("/ateliers/")
    with CaptureQueriesContext(connection) as une:
        client.get("/ateliers/")
    for _ in range(20):
        creer_seance(creer_atelier())
    with django_assert_num_queries(5):
        client.get("/ateliers/")
    assert len(une) == 5


def test_atelier_detail_dit_l_objectif_et_les_dates(client, claire):
    atelier = creer_atelier()
    ObjectifAnnuel.objects.create(atelier=atelier, annee=2026, seances=24)
    creer_seance(atelier, jour=dt.date(2026, 3, 5), etat="tenue")
    creer_seance(atelier, jour=dt.date(2026, 3, 12))
    creer_seance(atelier)

    reponse = client.get(f"/ateliers/{atelier.pk}/")
    assert "3/24 planifiées, 1\u00a0tenue" in reponse.content.decode()
    assert [(d["jour"], d["etat"]) for d in reponse.context["dates"]] == [
        ("jeu. 5 mars", "Tenue"),
        ("jeu. 12 mars", "À émarger"),
        ("jeu. 19 nov.", "Prévue"),
    ]


@pytest.mark.parametrize("role", [*MEMBRES, "prescripteur"])
def test_atelier_detail_est_introuvable_pour_le_meme_role_ailleurs(client, role):
    atelier = creer_atelier()
    client.force_login(creer_utilisateur(role, creer_centre("autre")))

    assert client.get(f"/ateliers/{atelier.pk}/").status_code == 404


def test_atelier_detail_est_introuvable_pour_un_partenaire(client):
    atelier = creer_atelier()
    client.force_login(creer_utilisateur("prescripteur"))

    assert client.get(f"/ateliers/{atelier.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("chemin", "role", "statut"),
    [
        (c, r, 403)
        for c in ("nouveau/", "{pk}/modifier/", "{pk}/series/nouvelle/")
        for r in MEMBRES[1:]
    ],
)
def test_atelier_creer_et_modifier_reviennent_a_la_coordination(client, chemin, role, statut):
    atelier = creer_atelier()
    client.force_login(creer_utilisateur(role))

    assert client.get(f"/ateliers/{chemin.format(pk=atelier.pk)}").status_code == statut


def test_atelier_creer_propose_code_et_adresse(client, claire):
    creer_atelier(code="JAR", slug="jardin-d-hiver")

    reponse = client.post("/ateliers/nouveau/", champs_atelier(titre="Jardin d’hiver"))

    atelier = Atelier.objects.get(titre="Jardin d’hiver")
    assert (atelier.code, atelier.slug, atelier.est_publie) == ("JAR-2", "jardin-dhiver", False)
    assert reponse["Location"] == f"/ateliers/{atelier.pk}/series/nouvelle/"


@pytest.mark.parametrize(
    ("champs", "champ", "erreur"),
    [
        ({"titre": ""}, "titre", "Ce champ est obligatoire."),
        ({"titre": "Jeu\r\nBcc: x"}, "titre", "retour à la ligne"),
        ({"slug": "p"}, None, "Cette adresse est réservée"),
        ({"code": "COU"}, None, "Un atelier porte déjà ce code"),
        ({"capacite": "0"}, None, "La capacité est d’au moins 1"),
        ({"capacite": "9" * 21}, "capacite", ""),
        ({"sensibilite": "3", "titre_discret": "RDV Paroles"}, "titre_discret", "RDV Le Lierre"),
    ],
)
def test_atelier_creer_refuse_et_garde_la_saisie(client, claire, champs, champ, erreur):
    creer_atelier(code="COU")

    reponse = client.post("/ateliers/nouveau/", champs_atelier(description="À garder", **champs))

    form = reponse.context["form"]
    assert erreur in " ".join(form.errors[champ or "__all__"])
    assert "À garder" in reponse.content.decode()
    assert Atelier.objects.count() == 1


def test_atelier_modifier_reecrit_les_agendas(client, claire):
    atelier = creer_atelier(titre="Couture", slug="couture", code="COU")
    seance = creer_seance(atelier)

    client.post(
        f"/ateliers/{atelier.pk}/modifier/",
        champs_atelier(titre="Couture et tricot", slug="couture", code="COU"),
    )

    seance.refresh_from_db()
    assert b"SUMMARY:Couture et tricot" in bytes(seance.vevent)
    assert seance.sequence == 1
    assert VersionAgenda.objects.get(cle=f"centre:{atelier.centre_id}").version == 2


def test_enregistrer_atelier_ne_touche_pas_aux_seances_sorties_des_agendas():
    atelier = creer_atelier()
    vieille = creer_seance(atelier, jour=dt.date(2026, 6, 1))
    brouillon = creer_seance(atelier, etat="brouillon")
    enregistrer_atelier(atelier)

    for seance in (vieille, brouillon):
        seance.refresh_from_db()
        assert seance.sequence == 0


def test_serie_creer_montre_les_dates_avant_de_publier(client, claire):
    atelier, lieu = creer_atelier(est_publie=False), creer_lieu()
    PeriodeCalendrier.objects.create(
        centre=atelier.centre,
        genre="ferie",
        nom="Fête",
        debut=dt.date(2026, 11, 16),
        fin=dt.date(2026, 11, 16),
    )

    reponse = client.post(
        f"/ateliers/{atelier.pk}/series/nouvelle/", champs_serie(lieu), follow=True
    )

    assert reponse.context["annees"] == [
        {"annee": 2026, "nombre": 4, "objectif": None, "planifiees": 0, "tenues": 0}
    ]
    assert [(str(p.jour), p.raison) for p in reponse.context["sautees"]] == [
        ("2026-11-16", "jour férié\u00a0: Fête")
    ]
    assert (Seance.objects.count(), Serie.objects.get().etat) == (0, "brouillon")


@pytest.mark.parametrize(
    ("champs", "erreurs"),
    [
        ({"heure_fin": "14:00"}, {"heure_fin"}),
        ({"heure_fin": "25:00"}, {"heure_fin"}),
        ({"du": "2026-02-31"}, {"du"}),
        ({"au": "2026-10-01"}, {"au"}),
        ({"au": "2036-10-01"}, {"au"}),
        ({"du": "0001-01-01"}, {"du"}),
        ({"du": "", "au": ""}, {"du", "au"}),
        ({"jour": []}, {"jour"}),
        ({"jour": ["7"]}, {"jour"}),
        ({"rang_du_mois": "5"}, {"rang_du_mois"}),
        ({"rang_du_mois": "1", "intervalle": "2"}, {"rang_du_mois"}),
        ({"fin_par": "nombre"}, {"nombre"}),
        ({"fin_par": "nombre", "nombre": "401"}, {"nombre"}),
        ({"fin_par": "nombre", "nombre": "400"}, {"nombre"}),
        ({"fin_par": "nombre", "nombre": "4", "du": "9999-01-01"}, {"du"}),
        ({"regle": "dates_explicites", "cochees": ["2026-02-31"]}, {"cochees"}),
        ({"intervalle": "0"}, {"intervalle"}),
        ({"lieu": ""}, {"lieu"}),
        ({"capacite": "0"}, {"__all__"}),
        ({"regle": "dates_explicites", "dates": ""}, {"dates"}),
        ({"regle": "dates_explicites", "dates": "31/02/2026"}, {"dates"}),
        ({"regle": "dates_explicites", "dates": "5 novembre"}, {"dates"}),
    ],
)
def test_serie_creer_refuse_a_cote_du_champ_et_garde_la_saisie(client, claire, champs, erreurs):
    atelier = creer_atelier()
    donnees = {**champs_serie(creer_lieu(), capacite="17"), **champs}

    reponse = client.post(f"/ateliers/{atelier.pk}/series/nouvelle/", donnees)

    assert set(reponse.context["form"].errors) == erreurs
    assert f'value="{donnees["capacite"]}"' in reponse.content.decode()
    assert Serie.objects.count() == 0


def test_serie_creer_dit_quelle_date_n_existe_pas(client, claire):
    donnees = champs_serie(creer_lieu(), regle="dates_explicites", dates="05/11/2026, 31/02/2026")
    reponse = client.post(f"/ateliers/{creer_atelier().pk}/series/nouvelle/", donnees)

    assert reponse.context["form"].errors["dates"] == [
        "«\u00a031/02/2026\u00a0» n’est pas une date. Écrivez par exemple 05/11/2026."
    ]


def test_serie_creer_de_dates_choisies(client, claire):
    donnees = champs_serie(
        creer_lieu(),
        regle="dates_explicites",
        jour=[],
        du="",
        au="",
        dates="19/11/2026\n2026-11-05",
    )
    client.post(f"/ateliers/{creer_atelier().pk}/series/nouvelle/", donnees)

    serie = Serie.objects.get()
    assert serie.dates == ["2026-11-05", "2026-11-19"]
    assert (serie.du, serie.au) == (dt.date(2026, 11, 5), dt.date(2026, 11, 19))


@pytest.mark.parametrize(("creneau", "statut"), [("", 200), ("121", 200), ("30", 302)])
def test_serie_creer_d_une_permanence_demande_la_duree_du_creneau(client, claire, creneau, statut):
    atelier = creer_atelier(genre=Atelier.Genre.PERMANENCE)
    donnees = champs_serie(creer_lieu(), duree_creneau=creneau)

    reponse = client.post(f"/ateliers/{atelier.pk}/series/nouvelle/", donnees)
    assert reponse.status_code == statut


def test_serie_creer_ne_propose_pas_le_lieu_d_un_autre_centre(client, claire):
    ailleurs = creer_lieu(creer_centre("autre"))
    donnees = champs_serie(ailleurs)
    reponse = client.post(f"/ateliers/{creer_atelier().pk}/series/nouvelle/", donnees)

    assert set(reponse.context["form"].errors) == {"lieu"}


def serie_de_novembre(**champs):
    serie = creer_serie(du=dt.date(2026, 11, 2), au=dt.date(2026, 11, 23), **champs)
    return enregistrer_serie(serie)


def test_serie_basculer_saute_puis_garde_un_jour(client, claire):
    serie = serie_de_novembre()
    adresse = f"/ateliers/series/{serie.pk}/dates/basculer/"
    lues = []
    for _ in range(2):
        client.post(adresse, {"jour": "2026-11-09"})
        serie.refresh_from_db()
        lues.append((serie.dates_sautees, serie.dates_gardees))

    assert lues == [(["2026-11-09"], []), ([], [])]


def test_serie_basculer_garde_un_jour_hors_de_la_regle(client, claire):
    serie = serie_de_novembre()
    reponse = client.post(
        f"/ateliers/series/{serie.pk}/dates/basculer/", {"jour": "2026-11-11"}, follow=True
    )

    serie.refresh_from_db()
    assert serie.dates_gardees == ["2026-11-11"]
    assert reponse.context["nombre"] == 5
    assert [str(m) for m in reponse.context["messages"]] == ["Mercredi 11 novembre\u00a0: gardé."]


def test_serie_basculer_d_une_serie_publiee_ne_passe_pas_par_ici(client, claire):
    serie = serie_de_novembre()
    publier(serie, par=None)
    adresse = f"/ateliers/series/{serie.pk}/dates/basculer/"
    reponse = client.post(adresse, {"jour": "2026-11-09"}, follow=True)

    assert [m.level_tag for m in reponse.context["messages"]] == ["error"]
    assert [s.date_origine.day for s in serie.seances.all()] == [2, 9, 16, 23]
    # The page posts where the people enrolled are told.
    assert f'action="/series/{serie.pk}/dates/"' in reponse.content.decode()


@pytest.mark.parametrize("jour", ["", "demain", "2026-02-31", "2027-01-01", "9" * 21])
def test_serie_basculer_refuse_un_jour_impossible(client, claire, jour):
    serie = serie_de_novembre()
    reponse = client.post(
        f"/ateliers/series/{serie.pk}/dates/basculer/", {"jour": jour}, follow=True
    )

    assert [m.level_tag for m in reponse.context["messages"]] == ["error"]
    assert reponse.context["nombre"] == 4


def test_serie_publier_puis_publier_encore(client, claire):
    serie = serie_de_novembre()
    dits = []
    for _ in range(2):
        reponse = client.post(f"/ateliers/series/{serie.pk}/publier/", follow=True)
        dits += [str(message) for message in reponse.context["messages"]]

    assert dits == [
        "La série est publiée\u00a0: 4\u00a0séances ajoutées.",
        "La série était déjà publiée. Rien n’a changé.",
    ]
    assert Seance.objects.filter(etat="prevue").count() == 4


def test_serie_publier_sans_date_le_dit(client, claire):
    serie = enregistrer_serie(creer_serie(jour=6, du=dt.date(2026, 11, 2), au=dt.date(2026, 11, 3)))
    reponse = client.post(f"/ateliers/series/{serie.pk}/publier/", follow=True)

    assert "aucune date" in str(*reponse.context["messages"])
    assert reponse.context["serie"] == serie


def test_serie_modifier_de_deux_onglets_refuse_le_second(client, claire):
    serie = serie_de_novembre()
    ancienne = serie.version
    donnees = champs_serie(serie.lieu, version=ancienne)
    adresse = f"/ateliers/series/{serie.pk}/modifier/"
    assert client.post(adresse, {**donnees, "heure_fin": "17:00"}).status_code == 302

    reponse = client.post(adresse, {**donnees, "heure_fin": "18:00"})
    assert "Quelqu’un a changé cette série" in reponse.content.decode()
    assert Serie.objects.get().heure_fin == dt.time(17)


@pytest.mark.parametrize("role", MEMBRES[1:])
@pytest.mark.parametrize("page", ["publier/", "dates/basculer/"])
def test_serie_publier_et_basculer_reviennent_a_la_coordination(client, role, page):
    serie = serie_de_novembre()
    client.force_login(creer_utilisateur(role))
    ici = client.post(f"/ateliers/series/{serie.pk}/{page}", {"jour": "2026-11-09"})
    client.force_login(creer_utilisateur("coordination", creer_centre("autre")))
    ailleurs = client.post(f"/ateliers/series/{serie.pk}/{page}", {"jour": "2026-11-09"})

    assert (ici.status_code, ailleurs.status_code) == (403, 404)
    assert Serie.objects.get().etat == "brouillon"


def test_serie_apercu_ne_propose_rien_a_qui_ne_peut_rien(client):
    serie = serie_de_novembre()
    client.force_login(creer_utilisateur("accueil"))

    texte = client.get(f"/ateliers/series/{serie.pk}/dates/").content.decode()
    assert "<button" not in texte.split('id="contenu"')[1].split("</main>")[0]


def test_serie_apercu_marque_chaque_jour_du_calendrier(client, claire):
    serie = serie_de_novembre(dates_gardees=["2026-11-11"], dates_sautees=["2026-11-09"])
    PeriodeCalendrier.objects.create(
        centre=serie.atelier.centre,
        genre="vacances",
        nom="Toussaint",
        debut=dt.date(2026, 10, 17),
        fin=dt.date(2026, 11, 1),
    )

    (mois,) = client.get(f"/ateliers/series/{serie.pk}/dates/").context["mois"]
    classes = {case.jour.day: case.classes for case in mois["cases"]}
    assert mois["nom"] == "Novembre 2026"
    assert [classes[n] for n in (1, 2, 9, 10, 11)] == [
        "j j--depart-7 j--vacances",
        "j j--gardee",
        "j j--sautee",
        "j",
        "j j--main",
    ]


def test_planifier_ne_publie_pas_une_serie_en_brouillon():
    serie = serie_de_novembre()
    serie.animateurs.add(creer_professionnel())
    planifier(serie)

    assert set(Seance.objects.values_list("etat", flat=True)) == {"brouillon"}
    assert JOUR not in [s.date_origine for s in serie.seances.all()]


def test_l_equipe_d_un_atelier_se_choisit_parmi_l_equipe_du_centre():
    """A partner holds a role in the centre too, and never a protected list."""
    membre, _ = creer_utilisateur("referent"), creer_utilisateur("prescripteur")
    form = AtelierForm(centre=creer_centre())
    assert list(form.fields["equipe"].queryset) == [membre]
