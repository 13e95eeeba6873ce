"""Seats: one locked function for every path (decision 3, decision 4)."""

import datetime as dt

import pytest

from ateliers.models import Atelier, Seance
from centre.erreurs import Refus
from centre.temps import instant
from inscriptions.models import Place
from inscriptions.operations import PAR_DEFAUT, annuler_place, parcours_par_defaut, prendre_place
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
# The day before the séances of the builders.
VEILLE = instant(dt.date(2026, 11, 18), dt.time(10))


def prendre(seance, personne=None, **champs):
    personne = personne or creer_personne(seance.centre)
    champs.setdefault("quand", VEILLE)
    return prendre_place(seance=seance, personne=personne, par=None, **champs)


def refus(**champs):
    with pytest.raises(Refus) as saisi:
        prendre(**champs)
    return saisi.value.code


def relue(seance):
    return Seance.objects.get(pk=seance.pk)


def test_prendre_place_compte_le_siege():
    seance = creer_seance(capacite=2)
    place = prendre(seance)
    assert (place.etat, place.rang) == (Place.Etat.CONFIRMEE, None)
    assert relue(seance).sieges_pris == 1


def test_prendre_place_pleine_donne_un_rang():
    seance = creer_seance(capacite=1)
    prendre(seance)
    rangs = [prendre(seance).rang, prendre(seance).rang]
    assert rangs == [1, 2]
    assert relue(seance).sieges_pris == 1


def test_prendre_place_un_groupe_ne_se_coupe_pas():
    seance = creer_seance(capacite=3)
    prendre(seance, sieges=2)
    groupe = prendre(seance, sieges=2)
    assert (groupe.etat, groupe.rang) == (Place.Etat.LISTE_ATTENTE, 1)
    # Strict order: one seat is free, but somebody waits already.
    assert prendre(seance).rang == 2


def test_prendre_place_groupe_trop_grand_refuse():
    assert refus(seance=creer_seance(capacite=3), sieges=4) == "capacite"
    assert refus(seance=creer_seance(capacite=3), sieges=0) == "capacite"


def test_prendre_place_les_places_en_plus_comptent():
    seance = creer_seance(capacite=1, surreservation=1)
    assert [prendre(seance).etat for _ in range(3)] == ["confirmee", "confirmee", "liste_attente"]


def test_prendre_place_deux_fois_refuse():
    seance = creer_seance()
    personne = creer_personne(seance.centre)
    prendre(seance, personne)
    assert refus(seance=seance, personne=personne) == "deja_inscrite"
    assert relue(seance).sieges_pris == 1


@pytest.mark.parametrize(
    ("champs", "code"),
    [
        ({"etat": "brouillon"}, "brouillon"),
        ({"etat": "annulee", "motif_annulation": "autre"}, "annulee"),
        ({"etat": "tenue"}, "passee"),
        ({"jour": dt.date(2026, 11, 17)}, "passee"),
    ],
)
def test_prendre_place_refuse_selon_l_etat(champs, code):
    assert refus(seance=creer_seance(**champs)) == code


def test_prendre_place_refuse_la_fenetre_et_prend_le_creneau():
    atelier = creer_atelier(genre=Atelier.Genre.PERMANENCE)
    fenetre = creer_seance(atelier)
    creneau = creer_seance(atelier, fenetre=fenetre, duree=30, capacite=1)
    assert refus(seance=fenetre) == "fenetre"
    assert prendre(creneau).etat == Place.Etat.CONFIRMEE


def test_prendre_place_refuse_une_personne_d_un_autre_centre():
    ailleurs = creer_personne(creer_centre("autre"))
    assert refus(seance=creer_seance(), personne=ailleurs) == "autre_centre"


def test_prendre_place_copie_le_seul_parcours_ouvert():
    seance = creer_seance()
    parcours = creer_parcours(creer_personne(seance.centre))
    assert prendre(seance, parcours.personne).parcours == parcours


def test_prendre_place_sans_parcours_reste_a_la_personne():
    assert prendre(creer_seance()).parcours is None


def test_prendre_place_demande_lequel_de_deux_parcours():
    seance = creer_seance()
    premier = creer_parcours(creer_personne(seance.centre))
    second = creer_parcours(premier.personne, dispositif=creer_dispositif("asi"))
    assert parcours_par_defaut(premier.personne) is None
    assert refus(seance=seance, personne=premier.personne) == "choisir_parcours"
    assert prendre(seance, premier.personne, parcours=second).parcours == second


def test_prendre_place_refuse_le_parcours_d_une_autre():
    seance = creer_seance()
    assert refus(seance=seance, parcours=creer_parcours()) == "parcours"
    assert prendre(seance, parcours=PAR_DEFAUT).parcours is None


def test_prendre_place_venue_sans_inscription_entre_dans_une_salle_pleine():
    seance = creer_seance(capacite=1)
    prendre(seance)
    pendant = seance.debut + dt.timedelta(minutes=20)
    place = prendre(seance, origine=Place.Origine.SANS_INSCRIPTION, quand=pendant)
    assert place.etat == Place.Etat.CONFIRMEE
    lue = relue(seance)
    assert (lue.sieges_pris, lue.capacite, lue.surreservation) == (2, 1, 1)


def test_annuler_place_rend_le_siege_une_seule_fois():
    seance = creer_seance(capacite=2)
    place = prendre(seance, sieges=2)
    for _ in range(2):
        annulee = annuler_place(place, par=None, par_la_personne=True, quand=VEILLE)
    assert annulee.etat == Place.Etat.ANNULEE_PERSONNE
    assert relue(seance).sieges_pris == 0


def test_annuler_place_du_centre_n_est_pas_de_la_personne():
    place = prendre(creer_seance())
    assert annuler_place(place, par=None, quand=VEILLE).etat == Place.Etat.ANNULEE_CENTRE


def test_annuler_place_commencee_refuse():
    seance = creer_seance()
    place = prendre(seance)
    with pytest.raises(Refus) as saisi:
        annuler_place(place, par=None, quand=seance.debut)
    assert saisi.value.code == "passee"
    assert relue(seance).sieges_pris == 1


def un_creneau_et_sa_place():
    """A slot without animateurs of its own, in a window that somebody leads."""
    fenetre = creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE), capacite=2)
    animateur = creer_utilisateur("animation", fenetre.centre)
    fenetre.animateurs.add(creer_professionnel(animateur, fenetre.centre))
    creneau = creer_seance(
        fenetre.atelier, duree=60, fenetre=fenetre, lieu=fenetre.lieu, capacite=1
    )
    return animateur, creer_place(creneau)


def test_l_animateur_d_une_permanence_voit_les_places_de_ses_creneaux():
    animateur, place = un_creneau_et_sa_place()
    creer_place(creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE)))
    assert list(Place.objects.visibles_par(animateur)) == [place]


@pytest.mark.parametrize("slug", ["le-lierre", "ailleurs"])
def test_l_animateur_d_une_autre_permanence_ne_voit_pas_ces_places(slug):
    un_creneau_et_sa_place()
    autre = creer_utilisateur("animation", creer_centre(slug))
    permanence = creer_atelier(creer_centre(slug), genre=Atelier.Genre.PERMANENCE)
    creer_seance(permanence).animateurs.add(creer_professionnel(autre, creer_centre(slug)))
    assert list(Place.objects.visibles_par(autre)) == []


@pytest.mark.parametrize(("role", "lues"), [("animation", 1), ("prescripteur", 0)])
def test_la_liste_protegee_ne_suit_pas_qui_a_quitte_l_equipe(role, lues):
    """Still named in the team of the atelier, she works for a partner by now."""
    compte = creer_utilisateur(role)
    atelier = creer_atelier(sensibilite=3)
    atelier.equipe.add(compte)
    creer_place(creer_seance(atelier))
    assert Place.objects.visibles_par(compte).count() == lues
