"""A month without an interview is a task for the team (ASI-07), never a fault of hers."""

import datetime as dt

import pytest
from django.test import Client

from centre.temps import instant
from parcours.models import Entretien, ReferentParcours
from parcours.operations.parcours import changer_cadence, changer_referent
from parcours.queries.cadence import a_relancer, taches
from tests import builders as b

JEUDI = dt.datetime(2026, 11, 19, 9, 35, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]


def recu(jour, *, etat="tenu", **champs):
    """A parcours whose last interview held was on ``jour``."""
    parcours = b.creer_parcours(**champs)
    if jour:
        debut = instant(jour, dt.time(9))
        Entretien.objects.create(parcours=parcours, debut=debut, etat=etat)
    return parcours


def test_passe_un_mois_le_parcours_est_a_relancer():
    """Clamped like every month: last held on 19 October is not too far, on the 18th it is."""
    recu(dt.date(2026, 10, 19))
    loin = recu(dt.date(2026, 10, 18))
    jamais = recu(None)
    manque = recu(dt.date(2026, 11, 12), etat="excuse")
    recent = b.creer_parcours(date_entree=dt.date(2026, 11, 2))
    membre = b.creer_utilisateur("coordination")
    lus = a_relancer(membre, recent.centre, JEUDI)
    assert {r.parcours for r in lus} == {loin, jamais, manque}
    assert {r.dernier for r in lus} == {dt.date(2026, 10, 18), None}
    ailleurs = b.creer_utilisateur("coordination", b.creer_centre("ailleurs"))
    assert a_relancer(ailleurs, recent.centre, JEUDI) == []


def test_la_relance_se_lit_sur_la_page_dans_la_liste_et_dans_a_faire():
    """« Une action est attendue »: on her page, on the list, in the column of tasks."""
    parcours = recu(dt.date(2026, 10, 2))
    recu(dt.date(2026, 11, 12))
    client = Client()
    membre = b.creer_utilisateur("coordination")
    client.force_login(membre)
    page = client.get(f"/personnes/{parcours.personne.reference}/").text
    assert "Une action est attendue" in page
    assert "Dernier entretien le 2 octobre. Aucun n’est fixé." in page
    liste = client.get("/personnes/?relance=oui")
    assert [p.pk for p in liste.context["page"]] == [parcours.personne_id]
    assert liste.text.count("Une action est attendue") == 1
    titres = [t.titre for t in taches(membre, parcours.centre, JEUDI)]
    assert titres == ["1\u00a0parcours à relancer"]
    accueil = b.creer_utilisateur("accueil")
    assert list(taches(accueil, parcours.centre, JEUDI)) == []


def test_un_entretien_fixe_se_dit_et_ne_demande_rien_dans_a_faire():
    parcours = recu(dt.date(2026, 10, 2))
    Entretien.objects.create(parcours=parcours, debut=JEUDI + dt.timedelta(days=5))
    membre = b.creer_utilisateur("coordination")
    lus = a_relancer(membre, parcours.centre, JEUDI)
    assert [r.prochain for r in lus] == [JEUDI + dt.timedelta(days=5)]
    assert list(taches(membre, parcours.centre, JEUDI)) == []


def test_le_cadre_peut_demander_moins_d_un_mois():
    dispositif = b.creer_dispositif("quinzaine", cadence_min_jours=15)
    serre = recu(dt.date(2026, 11, 3), dispositif=dispositif)
    membre = b.creer_utilisateur("coordination")
    assert [r.parcours for r in a_relancer(membre, serre.centre, JEUDI)] == [serre]


def test_la_cadence_se_regle_et_le_relais_ferme_l_ancien():
    """ASI-07, ASN-07: four rhythms; the former référent ends the day before the relay."""
    parcours = b.creer_parcours()
    ancien, nouveau = b.creer_professionnel(), b.creer_professionnel()
    b.creer_referent(parcours, ancien)
    assert changer_cadence(parcours, cadence="quinzaine").cadence == "quinzaine"
    le = dt.date(2026, 11, 16)
    changer_referent(parcours, role="referent_unique", professionnel=nouveau, a_partir_de=le)
    histoire = ReferentParcours.objects.values_list("professionnel", "debut", "fin")
    assert list(histoire) == [
        (ancien.pk, dt.date(2026, 9, 14), dt.date(2026, 11, 15)),
        (nouveau.pk, le, None),
    ]
