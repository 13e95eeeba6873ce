"""Two files of one person become one: her calendars keep one entry of each date."""

import pytest

from centre.temps import JOUR
from inscriptions.models import Place
from inscriptions.operations import annuler_place, inscrire
from inscriptions.operations.echeances import fenetre_des_dates
from parcours.operations.fusion import fusionner
from tests.builders import creer_personne
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
