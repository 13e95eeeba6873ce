"""The monthly mail of partners: once a month, a link, no name, stopped in one click."""

import datetime as dt

import pytest

from centre.messagerie.rendu import octets_de
from centre.models import Message
from centre.temps import instant
from presences.models import ResumeRefuse
from presences.operations.resume import choisir_le_resume, resumes_du_mois
from tests.builders import creer_dispositif
from tests.presences.test_orientations import navigateur, orienter
from tests.test_fuites import en_clair

pytestmark = pytest.mark.django_db
# Tuesday 1 December 2026.
PREMIER = instant(dt.date(2026, 12, 1), dt.time(9, 30))


@pytest.fixture
def ts(db):
    client = navigateur("prescripteur")
    asi = creer_dispositif("asi", renouvellements_max=1, accord_prescripteur=True)
    proche = orienter(client, dispositif=asi, date_fin_prevue=dt.date(2026, 12, 17))
    client.noms = [proche.personne.nom, orienter(client).personne.nom]
    return client


def test_le_courriel_porte_un_lien_deux_nombres_et_aucun_nom(ts):
    assert resumes_du_mois(PREMIER) == 1
    message = Message.objects.get()
    assert (message.destinataire, message.graine) == (
        ts.utilisateur.courriel,
        {"mois": "2026-12-01", "personnes": 2, "echeances": 1},
    )
    lu = en_clair(octets_de(message)).replace("\u00a0", " ")
    for attendu in ("/orientations/", "2 personnes", "1 échéance approche", "décembre 2026"):
        assert attendu in lu
    assert [nom for nom in (*ts.noms, "Nadia") if nom in lu] == []


def test_il_part_une_fois_par_mois(ts):
    resumes_du_mois(PREMIER)
    assert resumes_du_mois(PREMIER + dt.timedelta(minutes=1)) == 0
    assert resumes_du_mois(instant(dt.date(2027, 1, 4), dt.time(9))) == 1
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    "quand",
    [
        instant(dt.date(2026, 12, 8), dt.time(9, 30)),
        instant(dt.date(2026, 12, 1), dt.time(8, 59)),
        instant(dt.date(2026, 12, 1), dt.time(18)),
        instant(dt.date(2026, 12, 5), dt.time(10)),
    ],
)
def test_il_part_dans_la_premiere_semaine_aux_heures_de_bureau(ts, quand):
    assert (resumes_du_mois(quand), Message.objects.count()) == (0, 0)


def test_un_clic_l_arrete_et_un_autre_le_rend(ts):
    resumes_du_mois(PREMIER)
    ts.post("/orientations/acces/resume/", {"recevoir": "non"})
    assert [m.etat for m in Message.objects.all()] == ["annule"]
    assert "Ne plus le recevoir" not in ts.get("/orientations/acces/").text
    assert resumes_du_mois(instant(dt.date(2027, 1, 4), dt.time(9))) == 0
    ts.post("/orientations/acces/resume/", {"recevoir": "oui"})
    assert resumes_du_mois(instant(dt.date(2027, 1, 4), dt.time(9))) == 1


def test_le_refus_de_l_une_ne_touche_pas_l_autre(ts):
    autre = navigateur("prescripteur")
    orienter(autre)
    choisir_le_resume(autre.utilisateur, recevoir=False)
    resumes_du_mois(PREMIER)
    assert [m.destinataire for m in Message.objects.all()] == [ts.utilisateur.courriel]
    assert ResumeRefuse.objects.get().utilisateur == autre.utilisateur


def test_personne_a_suivre_rien_ne_part():
    navigateur("prescripteur")
    resumes_du_mois(PREMIER)
    assert [m.etat for m in Message.objects.all()] == ["annule"]


def test_un_acces_fini_ne_recoit_rien(ts):
    ts.utilisateur.affectations.update(fin=dt.date(2026, 11, 30))
    assert resumes_du_mois(PREMIER) == 0
