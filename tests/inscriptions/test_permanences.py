import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from ateliers.models import Atelier, ReglePermanence, Seance
from ateliers.operations import publier
from ateliers.operations.creneaux import fermer_creneau
from centre.erreurs import Refus
from centre.temps import instant
from inscriptions.models import Place
from inscriptions.operations import annuler_place, prendre_place, proposer_place
from inscriptions.operations.echeances import suivre_les_attentes
from inscriptions.operations.offres import rouvrir_et_offrir
from tests.builders import (
    creer_atelier,
    creer_personne,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
LUNDI = dt.date(2026, 11, 23)
AVANT = instant(dt.date(2026, 11, 19), dt.time(10))


@pytest.fixture
def creneaux():
    """Four slots, Monday 23 November from 16:00 to 18:00."""
    atelier = creer_atelier(genre=Atelier.Genre.PERMANENCE)
    serie = creer_serie(
        atelier,
        heure_debut=dt.time(16),
        heure_fin=dt.time(18),
        duree_creneau=30,
        du=LUNDI,
        au=LUNDI,
    )
    publier(serie, par=None, quand=AVANT)
    return list(Seance.objects.creneaux().order_by("debut"))


def regler(creneaux, **champs):
    return ReglePermanence.objects.create(atelier=creneaux[0].atelier, **champs)


def prendre(creneau, par=None, quand=AVANT, **autres):
    personne = autres.pop("personne", None) or creer_personne(canal="papier")
    return prendre_place(seance=creneau, personne=personne, par=par, quand=quand, **autres)


def refus_de(*args, **kwargs):
    with pytest.raises(Refus) as refus:
        prendre(*args, **kwargs)
    assert Place.objects.filter(seance=args[0]).count() == 0
    return refus.value.code


def test_un_creneau_ferme_se_refuse_a_tous(creneaux):
    regler(creneaux, participants_reservent=True)
    fermer_creneau(creneaux[0], quand=AVANT)
    for qui in ({"par": creer_utilisateur("coordination")}, {"par_la_personne": True}):
        assert refus_de(creneaux[0], **qui) == "ferme"


@pytest.mark.parametrize(
    ("champs", "qui", "dit"),
    [
        ({}, "prescripteur", "confirmee"),
        ({}, "participant", "reserve_a_l_equipe"),
        ({"prescripteurs_reservent": False}, "prescripteur", "reserve_a_l_equipe"),
        ({"prescripteurs_reservent": False}, "binome", "reserve_a_l_equipe"),
        ({"prescripteurs_reservent": False}, "accueil", "confirmee"),
        ({"participants_reservent": True}, "participant", "confirmee"),
    ],
)
def test_qui_reserve_suit_la_regle(creneaux, champs, qui, dit):
    regler(creneaux, **champs)
    if qui == "participant":
        choix = {"par": None, "par_la_personne": True}
    else:
        choix = {"par": creer_utilisateur(qui)}
    if dit == "confirmee":
        assert prendre(creneaux[0], **choix).etat == dit
    else:
        assert refus_de(creneaux[0], **choix) == dit


@pytest.mark.parametrize(
    ("quand", "dit"),
    [
        (instant(dt.date(2026, 11, 13), dt.time(15, 59)), "trop_tot"),
        (instant(dt.date(2026, 11, 13), dt.time(16)), None),
        (instant(LUNDI, dt.time(13)), None),
        (instant(LUNDI, dt.time(13, 1)), "trop_tard"),
    ],
)
def test_le_delai_lie_le_partenaire_et_pas_l_equipe(creneaux, quand, dit):
    """Three hours at least, ten days at most, for the slot of Monday 16:00."""
    regler(creneaux, preavis_min_heures=3, preavis_max_jours=10)
    social = creer_utilisateur("prescripteur")

    if dit:
        assert refus_de(creneaux[0], par=social, quand=quand) == dit
    else:
        assert prendre(creneaux[0], par=social, quand=quand).etat == "confirmee"
    accueil = creer_utilisateur("accueil")
    assert prendre(creneaux[1], par=accueil, quand=quand).etat == "confirmee"


def test_les_creneaux_gardes_restent_aux_prescripteurs(creneaux):
    """Two of four are kept: the team takes two, the third is refused, a social worker takes it."""
    regler(creneaux, creneaux_gardes=2)
    accueil, social = creer_utilisateur("accueil"), creer_utilisateur("prescripteur")
    for creneau in creneaux[:2]:
        prendre(creneau, par=accueil)

    assert refus_de(creneaux[2], par=accueil) == "garde"
    assert prendre(creneaux[2], par=social).etat == "confirmee"
    assert refus_de(creneaux[3], par=accueil) == "garde"
    assert prendre(creneaux[3], par=social).etat == "confirmee"


def test_un_creneau_garde_deja_pris_par_un_prescripteur_ne_se_garde_pas_deux_fois(creneaux):
    regler(creneaux, creneaux_gardes=1)
    prendre(creneaux[0], par=creer_utilisateur("prescripteur"))

    accueil = creer_utilisateur("accueil")
    assert [prendre(c, par=accueil).etat for c in creneaux[1:]] == ["confirmee"] * 3


def test_un_creneau_garde_reste_libre_est_rendu_a_tous(creneaux):
    """Kept until 24 hours before 16:00: given back on Sunday at 16:00."""
    regler(creneaux, creneaux_gardes=4, rendus_heures=24)
    accueil = creer_utilisateur("accueil")
    dimanche = LUNDI - dt.timedelta(days=1)

    assert refus_de(creneaux[0], par=accueil, quand=instant(dimanche, dt.time(15, 59))) == "garde"
    place = prendre(creneaux[0], par=accueil, quand=instant(dimanche, dt.time(16)))
    assert place.etat == "confirmee"


def test_un_creneau_pris_se_dit_au_partenaire_et_met_l_equipe_en_attente(creneaux):
    prendre(creneaux[0])
    avant = Place.objects.count()

    with pytest.raises(Refus) as refus:
        prendre(creneaux[0], par=creer_utilisateur("prescripteur"))
    assert (refus.value.code, str(refus.value), Place.objects.count()) == (
        "pris",
        "Ce créneau vient d’être pris. Choisissez-en un autre.",
        avant,
    )
    assert prendre(creneaux[0], par=creer_utilisateur("accueil")).etat == "liste_attente"


def test_un_creneau_libere_se_reprend(creneaux):
    social = creer_utilisateur("prescripteur")
    place = prendre(creneaux[0], par=social)
    annuler_place(place, par=None, par_la_personne=True, quand=AVANT)

    assert prendre(creneaux[0], par=social).etat == "confirmee"


def test_une_regle_d_une_permanence_ne_lie_pas_une_autre(creneaux):
    """The rule of the permanence next door keeps nothing here."""
    autre = creer_atelier(genre=Atelier.Genre.PERMANENCE)
    ReglePermanence.objects.create(atelier=autre, creneaux_gardes=4)

    assert prendre(creneaux[0], par=creer_utilisateur("accueil")).etat == "confirmee"


def test_un_creneau_garde_qui_se_libere_n_est_pas_offert_a_la_file(creneaux):
    """Kept until Sunday 16:00: neither the service nor the team offers it before."""
    regler(creneaux, creneaux_gardes=1, rendus_heures=24)
    prises = [prendre(creneau) for creneau in creneaux[:3]]
    prendre(creneaux[3], par=creer_utilisateur("prescripteur"))
    attend = prendre(creneaux[3])
    ReglePermanence.objects.update(creneaux_gardes=2)
    annuler_place(prises[0], par=None, par_la_personne=True, quand=AVANT)

    with pytest.raises(Refus) as refus:
        proposer_place(attend, par=None, creneau=creneaux[0].pk, quand=AVANT)
    attend.refresh_from_db()
    assert (attend.etat, refus.value.code) == ("liste_attente", "garde")
    rendu = instant(LUNDI - dt.timedelta(days=1), dt.time(16))
    minutes = (rendu - dt.timedelta(minutes=1), rendu)
    assert [suivre_les_attentes(quand) for quand in minutes] == [0, 1]
    attend.refresh_from_db()
    assert (attend.etat, attend.seance_id) == ("proposee", creneaux[0].pk)


def test_la_page_d_un_creneau_propose_a_la_file_de_la_permanence(creneaux, client):
    """Who waits for 16:30 is offered 16:00, from the page of 16:00 and from no other line's."""
    Atelier.objects.update(proposition_automatique=False)
    prise, autre = prendre(creneaux[0]), prendre(creneaux[1])
    attend = prendre(creneaux[1])
    annuler_place(prise, par=None, par_la_personne=True, quand=AVANT)
    client.force_login(creer_utilisateur("accueil"))
    with time_machine.travel(AVANT, tick=False):
        page = client.get(f"/seances/{creneaux[0].pk}/").content.decode()
        adresse = reverse("inscriptions:place-proposer", args=[attend.pk])
        retour = client.post(adresse, {"creneau": creneaux[0].pk})
    attend.refresh_from_db()
    dit = f'name="creneau" value="{creneaux[0].pk}"' in page
    assert (dit, "créneau de 16\u00a0h\u00a030" in page) == (True, True)
    assert (attend.etat, attend.seance_id) == ("proposee", creneaux[0].pk)
    assert retour["Location"] == f"/seances/{creneaux[0].pk}/"
    with pytest.raises(Refus) as refus:
        proposer_place(autre, par=None, creneau=creer_seance().pk, quand=AVANT)
    assert refus.value.code == "creneau"


def test_un_creneau_ferme_n_est_le_tour_de_personne(creneaux):
    """Freed by hand only once it is open again."""
    prise = prendre(creneaux[0])
    attend = prendre(creneaux[0])
    Atelier.objects.update(proposition_automatique=False)
    annuler_place(prise, par=None, par_la_personne=True, quand=AVANT)
    fermer_creneau(creneaux[0], quand=AVANT)
    Atelier.objects.update(proposition_automatique=True)
    suivre_les_attentes(AVANT)
    with pytest.raises(Refus) as refus:
        proposer_place(attend, par=None, quand=AVANT)
    attend.refresh_from_db()
    assert (attend.etat, refus.value.code) == ("liste_attente", "ferme")
    rouvrir_et_offrir(creneaux[0], quand=AVANT)
    attend.refresh_from_db()
    assert attend.etat == "proposee"
