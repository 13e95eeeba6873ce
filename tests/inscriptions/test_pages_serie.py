"""The pages that change a published series, and the rule of several."""

import datetime as dt

import pytest

from ateliers.models import Serie
from ateliers.operations import deplacer, enregistrer_serie
from centre.models import PeriodeCalendrier
from centre.temps import JOUR
from inscriptions.models import Inscription
from tests.builders import creer_centre, creer_serie, creer_utilisateur
from tests.inscriptions.test_changer_serie import (
    LUNDI,
    QUAND,
    changer,
    inscrite,
    lignes,
    serie_publiee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]


@pytest.fixture
def claire(client):
    utilisateur = creer_utilisateur("coordination", nom="Martin")
    client.force_login(utilisateur)
    return utilisateur


def reponses(serie, **champs):
    valeurs = {
        **{"regle": serie.regle, "jour": serie.jour, "intervalle": 1, "capacite": 10},
        **{"heure_debut": "14:00", "heure_fin": "16:00", "lieu": serie.lieu_id},
        **{"au": serie.au.isoformat(), "portee": "toute", "version": serie.version},
    }
    return {**valeurs, **champs}


def adresse(serie):
    return f"/series/{serie.pk}/changer/"


def test_serie_changer_montre_puis_fait(client, claire):
    serie = serie_publiee()
    personne = inscrite(serie)
    serie.refresh_from_db()
    donnees = reponses(serie, jour="1", portee="suivantes", le="2026-11-09")
    feuille = client.post(adresse(serie), {**donnees, "etape": "apercu"})

    assert "inscriptions/serie_changement.html" in [t.name for t in feuille.templates]
    assert [str(li.personne) for li in feuille.context["apercu"].lignes] == [str(personne)]
    assert Serie.objects.count() == 1
    cache = dict(feuille.context["donnees"])
    client.post(adresse(serie), {**cache, "etape": "prevenir"})
    suite = Serie.objects.get(remplace=serie)
    assert lignes(suite)[0] == ("10/11 14:00", "prevue")
    assert Inscription.objects.filter(personne=personne, serie=suite).exists()


def test_serie_changer_propose_de_garder_ou_de_realigner(client, claire):
    serie = serie_publiee()
    seance = serie.seances.get(date_origine=LUNDI)
    ecart = dt.timedelta(hours=2)
    deplacer(seance, debut=seance.debut + ecart, fin=seance.fin + ecart, lieu=seance.lieu, par=None)
    donnees = reponses(serie, heure_debut="09:00", heure_fin="11:00")
    lues = {}
    for choix in ("garder", "realigner"):
        donnees[f"touchee-{seance.pk}"] = choix
        feuille = client.post(adresse(serie), {**donnees, "etape": "apercu"})
        assert [s.pk for s in feuille.context["prevu"].touchees] == [seance.pk]
        alignees = feuille.context["prevu"].reprise.alignees
        lues[choix] = seance.pk in {s.pk for s in alignees}
    assert lues == {"garder": False, "realigner": True}


def test_serie_changer_cette_seance_mene_a_sa_page(client, claire):
    serie = serie_publiee()
    seance = serie.seances.get(date_origine=LUNDI)
    donnees = reponses(serie, portee="seance", le=LUNDI.isoformat())
    bonne = client.post(adresse(serie), donnees)
    fausse = client.post(adresse(serie), {**donnees, "le": "2026-11-03"})

    assert bonne["Location"] == f"/seances/{seance.pk}/"
    assert set(fausse.context["form"].errors) == {"le"}


def test_serie_changer_cette_seance_emporte_les_heures_ecrites(client, claire):
    serie = serie_publiee()
    seance = serie.seances.get(date_origine=LUNDI)
    heures = {"heure_debut": "15:00", "heure_fin": "17:00"}
    donnees = reponses(serie, portee="seance", le=LUNDI.isoformat(), **heures)
    page = client.post(adresse(serie), donnees, follow=True)
    assert page.request["PATH_INFO"] == f"/seances/{seance.pk}/deplacer/"
    form = page.context["form"]
    valeurs = [str(form[nom].value())[:10] for nom in ("jour", "debut", "fin", "lieu")]
    assert valeurs == [LUNDI.isoformat(), "15:00:00", "17:00:00", str(serie.lieu_id)]
    assert Serie.objects.count() == 1


@pytest.mark.parametrize(
    ("champs", "erreurs"),
    [
        ({"portee": ""}, {"portee"}),
        ({"portee": "suivantes", "le": ""}, {"le"}),
        ({"portee": "suivantes", "le": "2026-02-31"}, {"le"}),
        ({"portee": "suivantes", "le": "2026-10-01"}, {"le"}),
        ({"heure_fin": "13:00"}, {"heure_fin"}),
        ({"au": "2026-10-20"}, {"__all__"}),
        ({"lieu": "9" * 30}, {"lieu"}),
        ({"capacite": "0"}, {"__all__"}),
    ],
)
def test_serie_changer_refuse_et_garde_la_saisie(client, claire, champs, erreurs):
    serie = serie_publiee()
    avant = lignes(serie)
    donnees = reponses(serie, **{"capacite": "17", **champs})
    reponse = client.post(adresse(serie), donnees)

    assert set(reponse.context["form"].errors) == erreurs
    assert f'value="{donnees["capacite"]}"' in reponse.content.decode()
    assert lignes(serie) == avant


def test_serie_changer_a_deux_dit_ce_qui_a_change(client, claire):
    serie = serie_publiee()
    vu = client.get(adresse(serie)).context["vu"]
    changer(serie, capacite=6)
    donnees = reponses(serie, heure_fin="17:00", vu=vu)
    reponse = client.post(adresse(serie), {**donnees, "etape": "prevenir"})

    ecarts = [(e["ecart"].champ, e["ecart"].maintenant) for e in reponse.context["ecarts"]]
    assert ecarts == [("capacite", "6")]
    form = reponse.context["form"]
    assert [form[n].value() for n in ("capacite", "heure_fin")] == ["6", "17:00"]
    assert Serie.objects.count() == 1


def test_serie_apercu_mene_a_la_page_de_changement(client, claire):
    serie = serie_publiee()
    fait = changer(serie, jour=1)
    ancienne = client.get(f"/ateliers/series/{serie.pk}/dates/").content.decode()
    suite = client.get(f"/ateliers/series/{fait.suite.pk}/dates/").content.decode()

    assert adresse(fait.suite) in suite
    assert "Elle suit" in suite
    assert "Elle continue par" in ancienne


def test_regles_changer_montre_gagnees_et_perdues_puis_le_fait(client, claire):
    serie = serie_publiee()
    enregistrer_serie(creer_serie(serie.atelier, jour=4))
    debut, fin = LUNDI + 35 * JOUR, LUNDI + 60 * JOUR
    PeriodeCalendrier.objects.create(
        centre=serie.atelier.centre, genre="vacances", nom="Noël", debut=debut, fin=fin
    )
    donnees = {"regle": "hors_vacances", "series": [serie.pk], "etape": "apercu"}
    feuille = client.post("/series/regles/", donnees)
    (bascule,) = feuille.context["bascules"]
    assert (len(bascule.gagnees), [j.day for j in bascule.perdues]) == (0, [7, 14])
    assert Serie.objects.get(pk=serie.pk).regle == "toute_annee"
    donnees |= {"etape": "prevenir", f"version-{serie.pk}": bascule.serie.version}
    reponse = client.post("/series/regles/", donnees, follow=True)

    assert [str(m) for m in reponse.context["messages"]] == [
        "1\u00a0série suit la nouvelle règle\u00a0: 0\u00a0séance gagnée, 2\u00a0séances perdues."
    ]
    assert sorted(Serie.objects.values_list("regle", flat=True)) == ["hors_vacances", "toute_annee"]


@pytest.mark.parametrize(
    ("champs", "erreurs"),
    [({"regle": ""}, {"regle"}), ({"series": []}, {"series"}), ({"series": ["x"]}, {"series"})],
)
def test_regles_changer_refuse_a_cote_du_champ(client, claire, champs, erreurs):
    serie = serie_publiee()
    donnees = {"regle": "hors_vacances", "series": [serie.pk], **champs}
    reponse = client.post("/series/regles/", donnees)
    assert set(reponse.context["form"].errors) == erreurs


def test_regles_changer_depuis_une_page_perimee_se_refuse(client, claire):
    serie = serie_publiee()
    donnees = {"regle": "hors_vacances", "series": [serie.pk], "etape": "prevenir"}
    reponse = client.post("/series/regles/", {**donnees, f"version-{serie.pk}": "0"})
    assert "Quelqu’un a changé cette série" in reponse.content.decode()
    assert Serie.objects.get().regle == "toute_annee"


@pytest.mark.parametrize("role", ["accueil", "referent", "animation"])
def test_changer_une_serie_revient_a_la_coordination(client, role):
    serie = serie_publiee()
    client.force_login(creer_utilisateur(role))
    ici = [client.get(adresse(serie)).status_code, client.get("/series/regles/").status_code]
    client.force_login(creer_utilisateur("coordination", creer_centre("autre")))

    assert ici == [403, 403]
    assert client.post(adresse(serie), reponses(serie)).status_code == 404
    ailleurs = client.post(
        "/series/regles/", {"regle": "hors_vacances", "series": [serie.pk], "etape": "prevenir"}
    )
    assert set(ailleurs.context["form"].errors) == {"series"}
