"""After n missed séances a caring call is proposed: to the team alone, back to zero at once."""

import datetime as dt

import pytest

from ateliers.models import Seance
from centre.a_faire import taches
from centre.erreurs import Refus
from centre.temps import instant
from presences.models import PriseDeNouvelles
from presences.operations.nouvelles import noter_des_nouvelles
from presences.queries.silence import silence_de, silences
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_intervenant,
    creer_parcours,
    creer_place,
    creer_presence,
    creer_referent,
    creer_seance,
)
from tests.presences.test_orientations import JEUDI, navigateur

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]
QUAND = instant(dt.date(2026, 11, 19), dt.time(10, 35))


@pytest.fixture
def referent(db):
    client = navigateur("referent")
    client.parcours = creer_parcours()
    creer_referent(client.parcours, client.professionnel)
    return client


def absences(parcours, *jours, statut="absent", sensibilite=0, **presence):
    for jour in jours:
        seance = creer_seance(creer_atelier(sensibilite=sensibilite), dt.date(2026, 11, jour))
        place = creer_place(seance, parcours.personne, parcours=parcours)
        creer_presence(place, statut=statut, **presence)


def appels(client):
    lues = taches(client.utilisateur, creer_centre(), QUAND)
    return [t.titre for t in lues if "nouvelles" in t.titre]


def test_trois_absences_de_suite_proposent_un_appel_au_referent(referent):
    absences(referent.parcours, 3, 10)
    assert appels(referent) == []
    absences(referent.parcours, 17)
    nom = referent.parcours.personne.nom_court
    assert appels(referent) == [f"Prendre des nouvelles de {nom}"]
    page = referent.get(f"/parcours/{referent.parcours.pk}/nouvelles/").text
    assert "3\u00a0séances manquées de suite, la dernière le 17 novembre" in page
    assert "Je voulais prendre de vos nouvelles" in page


@pytest.mark.parametrize("statut", ["present", "absent_excuse"])
def test_une_presence_ou_un_mot_remet_a_zero(referent, statut):
    absences(referent.parcours, 3, 10, 12)
    absences(referent.parcours, 17, statut=statut)
    assert appels(referent) == []
    absences(referent.parcours, 18)
    assert silence_de(referent.parcours, QUAND) is None


def test_une_seance_annulee_apres_coup_n_est_pas_un_silence(referent):
    absences(referent.parcours, 10, 12, 17)
    Seance.objects.filter(debut__day=12).update(etat="annulee", motif_annulation="autre")
    assert (appels(referent), silence_de(referent.parcours, QUAND)) == ([], None)


@pytest.mark.parametrize(
    ("centre", "dispositif", "propose"),
    [(2, None, 1), (3, 2, 1), (0, None, 0), (2, 0, 0), (2, 5, 0)],
)
def test_le_nombre_est_celui_du_dispositif_sinon_du_centre(referent, centre, dispositif, propose):
    absences(referent.parcours, 10, 17)
    maison = creer_centre()
    maison.silence_apres = centre
    maison.save()
    cadre = creer_dispositif()
    cadre.silence_apres = dispositif
    cadre.save()
    assert len(appels(referent)) == propose


def test_un_appel_qui_joint_remet_a_zero(referent):
    absences(referent.parcours, 3, 10, 17)
    url = f"/parcours/{referent.parcours.pk}/nouvelles/"
    assert referent.post(url, {"issue": "pause"}).status_code == 302
    assert [(p.issue, p.par) for p in PriseDeNouvelles.objects.all()] == [
        ("pause", referent.utilisateur)
    ]
    assert appels(referent) == []


def test_sans_reponse_l_appel_revient_une_semaine_apres(referent):
    absences(referent.parcours, 3, 5, 10)
    par, il_y_a = referent.utilisateur, dt.timedelta(days=7)
    noter_des_nouvelles(referent.parcours, issue="sans_reponse", par=par, quand=QUAND)
    assert appels(referent) == []
    PriseDeNouvelles.objects.update(le=QUAND - il_y_a)
    assert len(appels(referent)) == 1


def test_deux_clics_font_un_appel_et_une_issue_inconnue_est_refusee(referent):
    for _ in range(2):
        noter_des_nouvelles(referent.parcours, issue="pause", par=referent.utilisateur, quand=QUAND)
    assert PriseDeNouvelles.objects.count() == 1
    with pytest.raises(Refus, match="Choisissez"):
        noter_des_nouvelles(referent.parcours, issue="zz", par=referent.utilisateur)


def test_le_niveau_3_et_une_vieille_absence_ne_comptent_pas(referent):
    absences(referent.parcours, 3, 10, 17, sensibilite=3)
    assert appels(referent) == []


def test_un_autre_referent_et_un_partenaire_n_en_savent_rien(referent):
    absences(referent.parcours, 3, 10, 17)
    autre, ts, binome = (navigateur(r) for r in ("referent", "prescripteur", "binome"))
    referent.parcours.prescripteur = ts.professionnel
    referent.parcours.save()
    creer_intervenant(referent.parcours, binome.professionnel)
    assert [appels(c) for c in (autre, ts, binome)] == [[], [], []]
    url = f"/parcours/{referent.parcours.pk}/nouvelles/"
    assert [c.get(url).status_code for c in (autre, ts, binome)] == [404, 403, 403]
    assert list(PriseDeNouvelles.objects.visibles_par(ts.utilisateur)) == []


def test_un_parcours_mene_au_dehors_revient_a_la_coordination(referent):
    dehors = creer_parcours()
    creer_referent(dehors, navigateur("binome").professionnel)
    for parcours in (dehors, referent.parcours):
        absences(parcours, 3, 10, 17)
    coordination = navigateur("coordination")
    assert appels(coordination) == [f"Prendre des nouvelles de {dehors.personne.nom_court}"]


def test_qui_ne_doit_pas_etre_appelee_ne_l_est_pas(referent):
    referent.parcours.personne.ne_pas_ecrire = True
    referent.parcours.personne.save()
    page = referent.get(f"/parcours/{referent.parcours.pk}/nouvelles/").text
    assert ("Ne pas appeler" in page, "tel:+33639980001" in page) == (True, False)


@pytest.mark.parametrize("nombre", [1, 12])
def test_les_appels_proposes_coutent_autant(referent, nombre, django_assert_num_queries):
    for _ in range(nombre):
        parcours = creer_parcours()
        creer_referent(parcours, referent.professionnel)
        absences(parcours, 3, 10, 17)
    qui, maison = referent.utilisateur, creer_centre()
    assert qui.a_role(maison.pk, "referent")
    with django_assert_num_queries(3):
        assert len(silences(qui, maison, QUAND)) == nombre


def test_une_absence_du_jour_ne_compte_pas_encore(referent):
    absences(referent.parcours, 10, 17, 18)
    assert silence_de(referent.parcours, instant(dt.date(2026, 11, 19), dt.time(10))) is None
    assert silence_de(referent.parcours, instant(dt.date(2026, 11, 19), dt.time(11))) is not None
