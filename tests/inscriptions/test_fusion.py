"""Two files of one person become one: her calendars keep one entry of each date."""

import pytest

from ateliers.models import Seance
from centre.temps import JOUR
from inscriptions.models import Accompagnant, Inscription, Place
from inscriptions.operations import annuler_place, inscrire
from inscriptions.operations.echeances import fenetre_des_dates
from parcours.operations.fusion import fusionner
from tests.builders import creer_atelier, creer_personne, creer_place, creer_seance
from tests.inscriptions.client_agenda import Client, lire_icalendar
from tests.inscriptions.test_invitations import QUAND, de_la_base, partir, serie_du_lundi

pytestmark = pytest.mark.django_db
A, B = "a@example.org", "b@example.org"


def distribuer(boites, quand=QUAND):
    for _, adresse, octets in partir(quand):
        if octets:
            boites[adresse].recevoir(octets)


@pytest.mark.parametrize("adresse", [A, B])
def test_inscrite_deux_fois_ses_agendas_ne_gardent_qu_une_entree_par_date(adresse):
    """Invited twice to one series; one date of the file that stays was given back."""
    serie, seances = serie_du_lundi()
    doublon = creer_personne(serie.atelier.centre, canal="courriel", courriel=adresse)
    garde = creer_personne(serie.atelier.centre, canal="courriel", courriel=A)
    for personne in (doublon, garde):
        inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    rendue = Place.objects.get(seance=seances[3], personne=garde)
    annuler_place(rendue, par=None, quand=QUAND)
    boites = {A: Client(lire_icalendar), B: Client(lire_icalendar)}
    distribuer(boites)
    fusionner(garde=garde, doublon=doublon, quand=QUAND)
    distribuer(boites)
    fenetre_des_dates(seances[3].debut - JOUR)
    distribuer(boites, seances[3].debut - JOUR)
    assert boites[A].seances() == de_la_base(garde)
    assert (len(boites[A].seances()), boites[B].seances()) == (9, [])


def test_la_place_qui_part_rend_ses_sieges_et_laisse_qui_vient_avec_elle():
    """Seats were added for the duplicate, who named her daughter."""
    seance = creer_seance(creer_atelier(genre="sortie"), capacite=3)
    garde, doublon = creer_personne(seance.centre), creer_personne(seance.centre)
    creer_place(seance, garde, sieges=2)
    Seance.objects.filter(pk=seance.pk).update(surreservation=2)
    ajoutee = creer_place(seance, doublon, sieges=2, sieges_en_plus=2, raison="Sa fille")
    Accompagnant.objects.create(place=ajoutee, prenom="Lina", age=9)
    fusionner(garde=garde, doublon=doublon, quand=QUAND)
    seance.refresh_from_db()
    [tenue] = Place.objects.vivantes()
    assert (seance.sieges_pris, seance.surreservation) == (2, 0)
    assert [str(proche) for proche in tenue.accompagnants.all()] == ["Lina"]


def test_inscrite_sur_une_fiche_et_en_attente_sur_l_autre_elle_est_inscrite():
    serie, seances = serie_du_lundi()
    Seance.objects.filter(serie=serie).update(capacite=1)
    doublon, garde = creer_personne(serie.atelier.centre), creer_personne(serie.atelier.centre)
    for personne in (doublon, garde):
        inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    fusionner(garde=garde, doublon=doublon, quand=QUAND)
    assert Inscription.objects.actives().get().etat == "confirmee"
    assert Place.objects.confirmees().filter(personne=garde).count() == len(seances)
