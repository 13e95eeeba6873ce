"""Asking, answering, sharing out (decision 33), who comes along, what is destroyed after."""

import datetime as dt

import pytest

from ateliers.models import Sortie
from centre.erreurs import Refus
from centre.models import Message
from centre.temps import instant
from inscriptions.ical import agenda_de_la_personne
from inscriptions.models import Accompagnant, FicheSortie, LigneAttribution, Place
from inscriptions.operations import AnnulationVoulue, annuler_place, changer_seances
from inscriptions.operations.attribution import attribuer, partager
from inscriptions.operations.demandes import (
    Proche,
    accepter_demande,
    demander_place,
    ecrire_la_famille,
    refuser_demande,
)
from inscriptions.operations.papiers import detruire
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_presence,
    creer_seance,
)

pytestmark = pytest.mark.django_db
SAMEDI = dt.date(2026, 12, 5)
QUAND = instant(dt.date(2026, 11, 24), dt.time(10))
APRES = instant(dt.date(2026, 11, 27), dt.time(9))


def sortie(capacite=4, **champs):
    """An outing whose first step ends on the evening of 26 November."""
    seance = creer_seance(
        creer_atelier(genre="sortie", **champs), SAMEDI, 13, 240, capacite=capacite
    )
    Sortie.objects.create(
        seance=seance, souhaits_jusqu_au=instant(dt.date(2026, 11, 26), dt.time(18))
    )
    return seance


def demander(seance, sieges=1, minute=0, **champs):
    personne = creer_personne(seance.centre, canal="appel", **champs)
    return demander_place(
        seance=seance,
        personne=personne,
        sieges=sieges,
        par=None,
        quand=QUAND + dt.timedelta(minutes=minute),
    )


def deja_venue(place, jour, statut="present"):
    avant = creer_seance(creer_atelier(genre="sortie"), jour)
    creer_presence(creer_place(avant, place.personne), statut=statut)


def lu(place):
    return Place.objects.get(pk=place.pk)


def test_une_demande_ne_prend_pas_de_siege_et_n_ecrit_a_personne():
    seance = sortie()
    place = demander(seance, 3)
    seance.refresh_from_db()
    assert (place.etat, seance.sieges_pris, Message.objects.count()) == ("demandee", 0, 0)


def test_l_agenda_ne_dit_pas_qu_une_demande_est_une_place():
    place = demander(sortie())
    octets = agenda_de_la_personne([place], titres_explicites=False, telephone="03 53 01 00 00")
    assert "SUMMARY:Demande envoyée\u00a0: RDV Le Lierre" in octets.decode()


def test_apres_la_date_on_ne_demande_plus():
    seance = sortie()
    with pytest.raises(Refus) as saisi:
        demander_place(seance=seance, personne=creer_personne(seance.centre), par=None, quand=APRES)
    assert saisi.value.code == "fermee"


@pytest.mark.parametrize(("sieges", "code"), [(0, "capacite"), (5, "capacite")])
def test_demander_plus_que_la_sortie_est_refuse(sieges, code):
    with pytest.raises(Refus) as saisi:
        demander(sortie(), sieges)
    assert saisi.value.code == code


def test_demander_deux_fois_est_refuse():
    seance = sortie()
    place = demander(seance)
    with pytest.raises(Refus) as saisi:
        demander_place(seance=seance, personne=place.personne, par=None, quand=QUAND)
    assert saisi.value.code == "deja_inscrite"


def test_une_personne_d_un_autre_centre_ne_demande_pas_ici():
    with pytest.raises(Refus) as saisi:
        demander_place(
            seance=sortie(), personne=creer_personne(creer_centre("autre")), par=None, quand=QUAND
        )
    assert saisi.value.code == "autre_centre"


def test_accepter_donne_la_place_puis_le_rang_et_le_dit():
    seance = sortie(capacite=2)
    a, b = demander(seance, 2), demander(seance)
    assert [accepter_demande(p, par=None, quand=APRES).etat for p in (a, b)] == [
        "confirmee",
        "liste_attente",
    ]
    motifs = [m.graine["motif"] for m in Message.objects.order_by("pk")]
    assert motifs == ["place_obtenue", "place_en_attente"]


def test_le_message_dit_le_meme_tour_que_la_page_quand_un_rang_est_reste_vide():
    seance = sortie(capacite=2)
    places = [demander(seance, 2), *(demander(seance) for _ in range(3))]
    for place in places[:3]:
        accepter_demande(place, par=None, quand=APRES)
    annuler_place(places[1], par=None, par_la_personne=True, quand=APRES)
    attend = accepter_demande(places[3], par=None, quand=APRES)
    message = Message.objects.latest("pk")
    assert (attend.rang, message.graine["rang"]) == (3, 2)


def test_refuser_le_dit_et_une_seule_fois():
    place = demander(sortie())
    assert refuser_demande(place, par=None, quand=APRES).etat == "annulee_centre"
    with pytest.raises(Refus) as saisi:
        accepter_demande(place, par=None, quand=APRES)
    assert saisi.value.code == "etat"
    assert [m.graine["motif"] for m in Message.objects.all()] == ["demande_refusee"]


def test_le_partage_commence_par_qui_n_est_pas_venu_depuis_le_plus_longtemps():
    seance = sortie(capacite=4)
    recente, ancienne, jamais = (demander(seance, 2, minute=m) for m in range(3))
    deja_venue(recente, dt.date(2026, 10, 3))
    deja_venue(ancienne, dt.date(2025, 5, 3))
    partage = partager(seance, quand=APRES)
    assert [(t.place.pk, t.est_retenue, t.explication) for t in partage.tours] == [
        (jamais.pk, True, "Pas encore venue. C’est son tour."),
        (ancienne.pk, True, "Dernière sortie\u00a0: samedi 3 mai 2025. C’est son tour."),
        (
            recente.pk,
            False,
            "Dernière sortie\u00a0: samedi 3 octobre 2026. Il reste aucune place, il en faut 2.",
        ),
    ]


def test_une_absence_notee_n_est_pas_une_venue():
    seance = sortie()
    absente, venue = demander(seance), demander(seance, minute=1)
    deja_venue(absente, dt.date(2026, 10, 3), statut="absent")
    deja_venue(venue, dt.date(2026, 3, 7))
    assert [t.place.pk for t in partager(seance, quand=APRES).tours] == [absente.pk, venue.pk]


def test_a_egalite_qui_a_demande_en_premier():
    seance = sortie()
    places = [demander(seance, minute=m) for m in (2, 0, 1)]
    tours = partager(seance, quand=APRES).tours
    assert [t.place.pk for t in tours] == [places[1].pk, places[2].pk, places[0].pk]


@pytest.mark.parametrize(("tient", "retenues"), [(False, [True, False, False]), (True, [1, 0, 1])])
def test_un_groupe_qui_ne_tient_pas_arrete_le_partage_ou_non(tient, retenues):
    seance = sortie(capacite=4, premier_qui_tient=tient)
    for minute, sieges in enumerate((3, 2, 1)):
        demander(seance, sieges, minute=minute)
    assert [t.est_retenue for t in partager(seance, quand=APRES).tours] == [
        bool(r) for r in retenues
    ]


def test_attribuer_fait_ce_que_l_apercu_montrait_et_garde_pourquoi():
    seance = sortie(capacite=3)
    places = [demander(seance, 2, minute=m) for m in range(2)]
    attribuer(seance, marque=partager(seance, quand=APRES).marque, par=None, quand=APRES)
    assert [(lu(p).etat, lu(p).rang) for p in places] == [
        ("confirmee", None),
        ("liste_attente", 1),
    ]
    lignes = LigneAttribution.objects.values_list("ordre", "est_retenue", "explication")
    assert list(lignes) == [
        (1, True, "Pas encore venue. C’est son tour."),
        (2, False, "Pas encore venue. Il reste 1\u00a0place, il en faut 2."),
    ]
    assert {m.canal for m in Message.objects.all()} == {"appel"}


def test_attribuer_refuse_ce_qui_a_change_depuis_l_apercu():
    seance = sortie()
    demander(seance)
    marque = partager(seance, quand=APRES).marque
    demander(seance, minute=1)
    with pytest.raises(Refus) as saisi:
        attribuer(seance, marque=marque, par=None, quand=APRES)
    assert saisi.value.code == "version"
    assert Place.objects.filter(etat="demandee").count() == 2


def test_attribuer_trop_tot_ou_deux_fois_est_refuse():
    seance = sortie()
    demander(seance)
    marque, codes = partager(seance, quand=APRES).marque, []
    for quand in (QUAND, APRES, APRES):
        try:
            attribuer(seance, marque=marque, par=None, quand=quand)
        except Refus as refus:
            codes.append(refus.code)
    assert codes == ["ouverte", "vide"]


def test_la_meteo_annule_pour_tous_les_groupes():
    """A place, a rank and a mere wish: all three hear of it."""
    seance = sortie(capacite=2)
    tenue, attend = (accepter_demande(demander(seance, 2), par=None, quand=QUAND) for _ in "ab")
    souhait = demander(seance)
    voulue = AnnulationVoulue(seance, "meteo_transport")
    changer_seances(annulations=[voulue], par=None, quand=APRES)
    dits = Message.objects.filter(envoi__motif="annulation", etat="en_attente")
    assert {m.envoi.place_id for m in dits} == {tenue.pk, attend.pk, souhait.pk}


def test_la_famille_tient_dans_les_places_du_groupe():
    seance = sortie()
    place = accepter_demande(demander(seance, 3), par=None, quand=QUAND)
    enfants = [Proche("Lina", 9), Proche("Adam", 6, dt.date(2026, 11, 20))]
    ecrire_la_famille(place, enfants)
    assert list(place.accompagnants.values_list("prenom", "age", "autorisation_le")) == [
        ("Lina", 9, None),
        ("Adam", 6, dt.date(2026, 11, 20)),
    ]
    with pytest.raises(Refus) as saisi:
        ecrire_la_famille(place, [*enfants, Proche("Noé", 3)])
    assert (saisi.value.code, place.accompagnants.count()) == ("capacite", 2)


def test_a_un_atelier_sans_enfants_on_vient_seul():
    place = creer_place(creer_seance(), sieges=2)
    with pytest.raises(Refus) as saisi:
        ecrire_la_famille(place, [Proche("Lina", 9)])
    assert saisi.value.code == "seul"


@pytest.mark.parametrize(
    ("jour", "fiches", "proches"),
    [
        (dt.date(2026, 12, 5), 1, 1),
        (dt.date(2026, 12, 6), 0, 1),
        (dt.date(2027, 1, 5), 0, 1),
        (dt.date(2027, 1, 6), 0, 0),
    ],
)
def test_les_reponses_partent_le_lendemain_et_les_prenoms_un_mois_apres(jour, fiches, proches):
    place = creer_place(sortie(), sieges=2)
    Accompagnant.objects.create(place=place, prenom="Lina", age=9)
    FicheSortie.objects.create(place=place, a_eviter="arachide")
    detruire(instant(jour, dt.time(23, 30)))
    assert (FicheSortie.objects.count(), Accompagnant.objects.count()) == (fiches, proches)
