"""The wizard: several weekdays, n séances, once a month, dates ticked, shifted, two editors."""

import datetime as dt

import pytest

from ateliers.forms.fusion import lire_photo
from ateliers.models import ObjectifAnnuel, Serie
from ateliers.operations import decaler_date, enregistrer_serie, fixer_objectif, publier
from ateliers.recurrence import dates_prevues
from centre.erreurs import Refus
from centre.temps import instant
from tests.ateliers.calendrier import poser_calendrier
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_organisme,
    creer_professionnel,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(dt.date(2026, 1, 1), dt.time(8)), tick=False),
]
JEUDI = 3


@pytest.fixture
def claire(client):
    utilisateur = creer_utilisateur("coordination", nom="Martin")
    client.force_login(utilisateur)
    return utilisateur


def champs(**autres):
    valeurs = {
        **{"regle": "hors_vacances", "jour": "3", "intervalle": "1", "capacite": "10"},
        **{"heure_debut": "14:00", "heure_fin": "15:15", "lieu": creer_lieu().pk},
        **{"du": "2026-01-01", "au": "2026-12-31"},
    }
    return {**valeurs, **autres}


def creer(client, atelier=None, **autres):
    atelier = atelier or creer_atelier()
    return client.post(f"/ateliers/{atelier.pk}/series/nouvelle/", champs(**autres), follow=True)


def jours(serie):
    return [p.jour for p in dates_prevues(serie) if p.est_gardee]


def test_serie_creer_plusieurs_jours_fait_autant_de_series(client, claire):
    animateur = creer_professionnel(organisme=creer_organisme(type="CENTRE"))
    creer(client, jour=["0", "3"], animateurs=[animateur.pk])

    series = Serie.objects.order_by("jour")
    assert [(s.jour, s.heure_debut, list(s.animateurs.all())) for s in series] == [
        (0, dt.time(14), [animateur]),
        (JEUDI, dt.time(14), [animateur]),
    ]


def test_serie_creer_24_seances_le_jeudi_hors_vacances_calcule_la_fin(client, claire):
    atelier = creer_atelier()
    poser_calendrier(atelier.centre)
    reponse = creer(client, atelier, fin_par="nombre", nombre="24", au="")

    serie = Serie.objects.get()
    assert (len(jours(serie)), serie.nombre, serie.au) == (24, 24, jours(serie)[-1])
    assert "24 sur 24 demandées" in reponse.content.decode()


def test_serie_creer_une_fois_par_mois(client, claire):
    creer(client, regle="toute_annee", rang_du_mois="-1", au="2026-04-30")

    assert jours(Serie.objects.get()) == [
        dt.date(2026, mois, jour) for mois, jour in ((1, 29), (2, 26), (3, 26), (4, 30))
    ]


def test_serie_creer_coche_et_ecrit_des_dates(client, claire):
    creer(
        client,
        regle="dates_explicites",
        jour=[],
        cochees=["2026-02-05", "2026-01-08"],
        dates="15/01/2026",
    )

    assert Serie.objects.get().dates == ["2026-01-08", "2026-01-15", "2026-02-05"]


def test_serie_modifier_montre_les_dates_cochees_et_en_retire_une(client, claire):
    dates = ["2026-01-08", "2026-01-15"]
    serie = creer_serie(regle="dates_explicites", jour=None, dates=dates)
    enregistrer_serie(serie)
    page = client.get(f"/ateliers/series/{serie.pk}/modifier/").content.decode()
    donnees = champs(regle="dates_explicites", jour="", cochees=dates[:1], version=serie.version)
    client.post(f"/ateliers/series/{serie.pk}/modifier/", donnees)

    assert [page.count(f'value="{d}" aria-label') for d in dates] == [1, 1]
    assert page.count(" checked>") >= 2
    assert Serie.objects.get().dates == dates[:1]


def test_aucun_choix_vide_ne_reste_sans_mot(client, claire):
    serie = enregistrer_serie(creer_serie())
    for chemin in (f"{serie.atelier_id}/series/nouvelle/", f"series/{serie.pk}/modifier/"):
        assert "----" not in client.get(f"/ateliers/{chemin}").content.decode()


def test_serie_decaler_saute_un_jour_et_garde_l_autre(client, claire):
    serie = enregistrer_serie(creer_serie(du=dt.date(2026, 1, 5), au=dt.date(2026, 1, 26)))
    adresse = f"/ateliers/series/{serie.pk}/dates/decaler/"
    reponse = client.post(adresse, {"jour": "2026-01-12", "vers": "2026-01-14"}, follow=True)

    serie.refresh_from_db()
    assert [jour.day for jour in jours(serie)] == [5, 14, 19, 26]
    assert [str(m) for m in reponse.context["messages"]] == [
        "Le lundi 12 janvier passe au mercredi 14 janvier."
    ]


@pytest.mark.parametrize(
    ("jour", "vers", "code"),
    [
        ((2026, 1, 13), (2026, 1, 14), "pas_gardee"),
        ((2026, 1, 12), (2026, 1, 19), "deja_gardee"),
        ((2026, 1, 12), (2027, 1, 19), "hors_periode"),
    ],
)
def test_decaler_date_refuse(jour, vers, code):
    serie = enregistrer_serie(creer_serie())
    with pytest.raises(Refus) as refus:
        decaler_date(serie, dt.date(*jour), dt.date(*vers))

    serie.refresh_from_db()
    assert (refus.value.code, serie.dates_gardees, serie.dates_sautees) == (code, [], [])


def test_decaler_date_d_une_serie_publiee_se_refuse():
    serie = enregistrer_serie(creer_serie(etat="publiee"))
    with pytest.raises(Refus) as refus:
        decaler_date(serie, dt.date(2026, 1, 12), dt.date(2026, 1, 14))
    assert refus.value.code == "publiee"


def test_serie_publier_tous_les_brouillons_d_un_atelier(client, claire):
    atelier = creer_atelier()
    creer(client, atelier, jour=["0", "3"], au="2026-01-31")
    premiere = Serie.objects.order_by("jour").first()
    for _ in range(2):
        client.post(f"/ateliers/series/{premiere.pk}/publier/", {"toutes": ""})

    assert set(Serie.objects.values_list("etat", flat=True)) == {"publiee"}
    assert atelier.seances.count() == 4 + 5


def test_objectif_fixer_se_garde_et_se_retire(client, claire):
    atelier = creer_atelier()
    for seances in ("24", "20", ""):
        client.post(f"/ateliers/{atelier.pk}/objectif/", {"annee": "2026", "seances": seances})
        lu = ObjectifAnnuel.objects.filter(atelier=atelier).values_list("annee", "seances")
        assert list(lu) == ([(2026, int(seances))] if seances else [])


@pytest.mark.parametrize("seances", ["beaucoup", "-3", "9" * 30, "²"])
def test_objectif_fixer_refuse_ce_qui_n_est_pas_un_nombre(client, claire, seances):
    atelier = creer_atelier()
    fixer_objectif(atelier, 2026, 24)
    reponse = client.post(
        f"/ateliers/{atelier.pk}/objectif/", {"annee": "2026", "seances": seances}, follow=True
    )

    assert "Écrivez un nombre" in str(*reponse.context["messages"])
    assert ObjectifAnnuel.objects.get().seances == 24


def test_serie_apercu_dit_planifiees_et_tenues(client, claire):
    serie = enregistrer_serie(creer_serie(du=dt.date(2026, 1, 5), au=dt.date(2026, 1, 26)))
    fixer_objectif(serie.atelier, 2026, 24)
    publier(serie, par=None)
    creer_seance(serie.atelier, jour=dt.date(2026, 1, 2), etat="tenue")

    texte = client.get(f"/ateliers/series/{serie.pk}/dates/").content.decode()
    assert "5/24 planifiées, 1\u00a0tenue" in texte


def page_de(client, serie):
    """Hidden fields of the page, as a second browser keeps them."""
    contexte = client.get(f"/ateliers/series/{serie.pk}/modifier/").context
    return {"version": contexte["version"], "vu": contexte["vu"]}


def test_serie_modifier_a_deux_garde_tout_et_dit_ce_qui_a_change(client, claire):
    serie = enregistrer_serie(creer_serie(regle="hors_vacances", jour=3, heure_fin=dt.time(15, 15)))
    adresse, cache = f"/ateliers/series/{serie.pk}/modifier/", page_de(client, serie)
    client.post(adresse, champs(lieu=serie.lieu_id, heure_fin="16:00", capacite="8", **cache))
    reponse = client.post(
        adresse, champs(lieu=serie.lieu_id, capacite="9", du="2026-02-01", **cache)
    )

    texte = reponse.content.decode()
    assert "Quelqu’un a changé cette série" in texte
    assert "Claire Martin" in texte
    dits = [
        (e["ecart"].champ, e["ecart"].maintenant, e["ecart"].tape)
        for e in reponse.context["ecarts"]
    ]
    assert dits == [("heure_fin", "16:00", ""), ("capacite", "8", "9")]
    form = reponse.context["form"]
    assert [form[n].value() for n in ("heure_fin", "capacite", "du")] == [
        "16:00",
        "9",
        "2026-02-01",
    ]


def test_serie_modifier_apres_le_conflit_s_enregistre(client, claire):
    serie = enregistrer_serie(creer_serie(regle="hors_vacances", jour=3, heure_fin=dt.time(15, 15)))
    adresse, cache = f"/ateliers/series/{serie.pk}/modifier/", page_de(client, serie)
    client.post(adresse, champs(lieu=serie.lieu_id, heure_fin="16:00", **cache))
    conflit = client.post(adresse, champs(lieu=serie.lieu_id, capacite="9", **cache))
    relu = {nom: conflit.context[nom] for nom in ("version", "vu")}
    client.post(adresse, champs(lieu=serie.lieu_id, heure_fin="16:00", capacite="9", **relu))

    serie.refresh_from_db()
    assert (serie.heure_fin, serie.capacite, serie.modifiee_par) == (dt.time(16), 9, claire)


@pytest.mark.parametrize("texte", ["", "{", "[]", '{"a": 1}', '{"a": [1]}', "null"])
def test_lire_photo_refuse_ce_qu_une_page_n_ecrit_pas(texte):
    assert lire_photo(texte) is None


@pytest.mark.parametrize("role", ["accueil", "referent", "animation"])
@pytest.mark.parametrize("page", ["series/{serie}/dates/decaler/", "{atelier}/objectif/"])
def test_decaler_et_objectif_reviennent_a_la_coordination(client, role, page):
    serie = enregistrer_serie(creer_serie())
    adresse = f"/ateliers/{page.format(serie=serie.pk, atelier=serie.atelier_id)}"
    client.force_login(creer_utilisateur(role))
    ici = client.post(adresse, {"annee": "2026", "seances": "4"}).status_code
    client.force_login(creer_utilisateur("coordination", creer_centre("autre")))

    assert (ici, client.post(adresse).status_code) == (403, 404)
    assert not ObjectifAnnuel.objects.exists()
