"""Writing the sheet of a séance (decision 4, decision 21)."""

import datetime as dt

import pytest

from ateliers.models import Atelier, Seance
from centre.erreurs import Refus
from centre.temps import instant
from inscriptions.models import Place
from parcours.models import Personne
from presences.models import Correction, Feuille, Presence
from presences.operations import (
    Conflit,
    Reponse,
    effacer_pointage,
    fermer_feuille,
    partager_les_heures,
    pointer,
    remplir,
    rouvrir_feuille,
    tout_le_monde_sauf,
    venir_sans_inscription,
)
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db

# The séance of every test: Thursday 19 November, 9:00 to 11:00.
AVANT = instant(JOUR, dt.time(8, 59))
PENDANT = instant(JOUR, dt.time(9, 30))
APRES = instant(JOUR, dt.time(11, 30))
HUIT_JOURS = APRES + dt.timedelta(days=8)


def a(heure, minute=0):
    return instant(JOUR, dt.time(heure, minute))


def etat(place):
    """What is written for a place: (answer, arrival, departure, category, seats, excused)."""
    presence = Presence.objects.filter(place=place).first()
    if presence is None:
        return None
    return (
        presence.statut,
        presence.arrivee,
        presence.depart,
        presence.motif,
        presence.sieges_presents,
        presence.sieges_excuses,
    )


@pytest.fixture
def coordination():
    return creer_utilisateur("coordination")


@pytest.fixture
def animation():
    return creer_utilisateur("animation")


def test_pointer_la_ecrit_une_presence(coordination):
    place = creer_place()
    presence = pointer(place, statut="present", par=coordination, quand=PENDANT)
    assert etat(place) == ("present", None, None, "", 1, 0)
    assert (presence.saisie_par, presence.saisie_le) == (coordination, PENDANT)


def test_pointer_deux_fois_n_ecrit_qu_une_fois(coordination):
    place = creer_place()
    pointer(place, statut="present", par=coordination, quand=PENDANT)
    pointer(place, statut="present", par=coordination, quand=APRES)
    assert Presence.objects.get().saisie_le == PENDANT
    assert (Feuille.objects.get().version, Correction.objects.count()) == (2, 0)


def test_pointer_avant_le_debut_est_refuse_sauf_a_prevenu(coordination):
    place = creer_place()
    with pytest.raises(Refus) as refus:
        pointer(place, statut="present", par=coordination, quand=AVANT)
    assert refus.value.code == "avant"
    pointer(place, statut="absent_excuse", motif="transport", par=coordination, quand=AVANT)
    assert etat(place) == ("absent_excuse", None, None, "transport", 0, 1)


def test_pointer_a_prevenu_sans_categorie_dit_non_precise(coordination):
    place = creer_place()
    pointer(place, statut="absent_excuse", par=coordination, quand=PENDANT)
    assert etat(place) == ("absent_excuse", None, None, "non_precise", 0, 1)


def test_pointer_en_retard_sans_heure_prend_l_heure_du_moment(coordination):
    place = creer_place()
    pointer(place, statut="present_partiel", par=coordination, quand=PENDANT)
    assert etat(place) == ("present_partiel", PENDANT, None, "", 1, 0)
    pointer(place, statut="present_partiel", par=coordination, quand=a(9, 50))
    assert etat(place)[1] == PENDANT


def test_pointer_en_retard_apres_la_seance_demande_l_heure(coordination):
    with pytest.raises(Refus, match="heure d’arrivée"):
        pointer(creer_place(), statut="present_partiel", par=coordination, quand=APRES)


@pytest.mark.parametrize(
    ("arrivee", "depart"),
    [(a(9), None), (a(11), None), (a(8), None), (None, a(11)), (None, a(12)), (a(10), a(9, 30))],
)
def test_pointer_une_heure_hors_de_la_seance_est_refuse(coordination, arrivee, depart):
    place = creer_place()
    with pytest.raises(Refus) as refus:
        pointer(
            place,
            statut="present_partiel",
            arrivee=arrivee,
            depart=depart,
            par=coordination,
            quand=APRES,
        )
    assert (refus.value.code, etat(place)) == ("heure", None)


def test_pointer_un_statut_inconnu_est_refuse(coordination):
    with pytest.raises(Refus) as refus:
        pointer(creer_place(), statut="gentille", par=coordination, quand=PENDANT)
    assert refus.value.code == "statut"


def test_pointer_une_correction_garde_les_deux_reponses(coordination, animation):
    place = creer_place()
    pointer(place, statut="absent", par=animation, quand=PENDANT)
    pointer(place, statut="present_partiel", arrivee=a(9, 40), par=coordination, quand=APRES)
    trace = Correction.objects.get()
    assert (trace.avant, trace.apres) == ("absent", "present_partiel de 09:40")
    assert (trace.par, trace.le) == (coordination, APRES)


def test_pointer_apres_sept_jours_est_a_la_coordination_et_journalise(coordination, animation):
    place = creer_place()
    with pytest.raises(Refus) as refus:
        pointer(place, statut="present", par=animation, quand=HUIT_JOURS)
    assert refus.value.code == "delai"
    pointer(place, statut="present", par=coordination, quand=HUIT_JOURS)
    assert [(c.avant, c.apres) for c in Correction.objects.all()] == [("", "present")]


def test_pointer_le_septieme_jour_reste_a_l_animation(animation):
    place = creer_place()
    septieme = place.seance.fin + dt.timedelta(days=7)
    pointer(place, statut="present", par=animation, quand=septieme)
    assert Correction.objects.count() == 0


def test_pointer_la_coordination_d_un_autre_centre_n_a_pas_de_delai_plus_long():
    ailleurs = creer_utilisateur("coordination", creer_centre("ailleurs"))
    with pytest.raises(Refus) as refus:
        pointer(creer_place(), statut="present", par=ailleurs, quand=HUIT_JOURS)
    assert refus.value.code == "delai"


def test_pointer_une_seance_annulee_est_refuse(coordination):
    seance = creer_seance(etat=Seance.Etat.ANNULEE, motif_annulation="autre")
    with pytest.raises(Refus) as refus:
        pointer(creer_place(seance), statut="present", par=coordination, quand=PENDANT)
    assert refus.value.code == "annulee"


def test_pointer_une_place_annulee_est_refuse(coordination):
    place = creer_place(etat=Place.Etat.ANNULEE_PERSONNE)
    with pytest.raises(Refus) as refus:
        pointer(place, statut="present", par=coordination, quand=PENDANT)
    assert refus.value.code == "place"


def test_pointer_deux_onglets_le_second_apprend_le_premier(coordination, animation):
    place = creer_place()
    pointer(place, statut="absent_excuse", par=animation, avant="", quand=PENDANT)
    with pytest.raises(
        Conflit,
        match=r"mis «\u00a0Là\u00a0», mais .* mis «\u00a0A prévenu\u00a0» à 9\u00a0h\u00a030",
    ):
        pointer(place, statut="present", par=coordination, avant="", quand=a(9, 35))
    assert etat(place) == ("absent_excuse", None, None, "non_precise", 0, 1)
    pointer(place, statut="present", par=coordination, avant="absent_excuse", quand=a(9, 36))
    assert etat(place)[0] == "present"


def test_remplir_un_ecran_perime_ne_remet_pas_sa_reponse(coordination, animation):
    place = creer_place()
    pointer(place, statut="present", par=animation, quand=PENDANT)
    pointer(place, statut="absent", par=animation, quand=a(9, 35))
    envoi = {place.pk: Reponse("present", avant="present")}
    bilan = remplir(place.seance, envoi, par=coordination, quand=a(9, 40))
    assert (bilan.ecrites, len(bilan.refusees), etat(place)[0]) == (0, 1, "absent")


def test_pointer_une_sortie_compte_la_famille_a_part(coordination):
    sortie = creer_seance(creer_atelier(genre=Atelier.Genre.SORTIE))
    place = creer_place(sortie, sieges=3)
    pointer(place, statut="present", sieges_presents=2, par=coordination, quand=PENDANT)
    assert etat(place) == ("present", None, None, "", 2, 0)
    pointer(place, statut="absent_excuse", par=coordination, quand=PENDANT)
    assert etat(place) == ("absent_excuse", None, None, "non_precise", 0, 3)


@pytest.mark.parametrize("sieges", [0, 2])
def test_pointer_plus_ou_moins_que_la_place_est_refuse(coordination, sieges):
    with pytest.raises(Refus) as refus:
        pointer(
            creer_place(),
            statut="present",
            sieges_presents=sieges,
            par=coordination,
            quand=PENDANT,
        )
    assert refus.value.code == "sieges"


def test_remplir_ecrit_chaque_ligne_et_dit_celle_qu_elle_refuse(coordination):
    seance = creer_seance()
    une, autre = creer_place(seance), creer_place(seance)
    reponses = {une.pk: Reponse("present"), autre.pk: Reponse("present_partiel", arrivee=a(12))}
    fait = remplir(seance, reponses, par=coordination, quand=APRES)
    assert (fait.ecrites, etat(une)[0], etat(autre)) == (1, "present", None)
    assert fait.refusees == ("Nadia F.\u00a0: L’heure doit être entre 09:00 et 11:00.",)


def test_tout_le_monde_sauf_garde_les_reponses_deja_donnees(coordination):
    seance = creer_seance()
    prevenue, absente, la = (creer_place(seance) for _ in range(3))
    pointer(prevenue, statut="absent_excuse", par=coordination, quand=AVANT)
    ecrites = tout_le_monde_sauf(seance, absents={absente.pk}, par=coordination, quand=PENDANT)
    assert ecrites == 2
    assert [etat(p)[0] for p in (prevenue, absente, la)] == ["absent_excuse", "absent", "present"]


def test_tout_le_monde_sauf_avant_le_debut_est_refuse(coordination):
    place = creer_place()
    with pytest.raises(Refus):
        tout_le_monde_sauf(place.seance, par=coordination, quand=AVANT)
    assert etat(place) is None


def test_tout_le_monde_sauf_ne_touche_pas_un_creneau_a_venir(coordination):
    fenetre = creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE), capacite=2)
    commun = {"fenetre": fenetre, "capacite": 1, "duree": 30, "lieu": fenetre.lieu}
    premier = creer_place(creer_seance(fenetre.atelier, heure=9, **commun))
    second = creer_place(creer_seance(fenetre.atelier, heure=10, **commun))
    tout_le_monde_sauf(fenetre, par=coordination, quand=PENDANT)
    assert (etat(premier)[0], etat(second)) == ("present", None)


def test_fermer_rend_la_seance_tenue(coordination):
    place = creer_place()
    pointer(place, statut="present", par=coordination, quand=PENDANT)
    feuille = fermer_feuille(place.seance, par=coordination, quand=APRES)
    place.seance.refresh_from_db()
    assert (place.seance.etat, feuille.fermee_par) == (Seance.Etat.TENUE, coordination)


def test_fermer_sans_personne_rend_la_seance_tenue(coordination):
    seance = creer_seance()
    fermer_feuille(seance, par=coordination, quand=APRES)
    seance.refresh_from_db()
    assert seance.etat == Seance.Etat.TENUE


def test_fermer_avec_une_reponse_manquante_dit_qui(coordination):
    seance = creer_seance()
    creer_place(seance, creer_personne(prenom="Rosa", nom="Pinto"))
    with pytest.raises(Refus, match=r"Il manque une réponse pour Rosa P\."):
        fermer_feuille(seance, par=coordination, quand=APRES)
    seance.refresh_from_db()
    assert seance.etat == Seance.Etat.PREVUE


def test_fermer_ignore_la_liste_d_attente(coordination):
    seance = creer_seance()
    creer_place(seance, etat=Place.Etat.LISTE_ATTENTE, rang=1)
    assert fermer_feuille(seance, par=coordination, quand=APRES).fermee_le == APRES


def test_fermer_deux_fois_garde_la_premiere_heure(coordination):
    seance = creer_seance()
    fermer_feuille(seance, par=coordination, quand=APRES)
    assert fermer_feuille(seance, par=coordination, quand=HUIT_JOURS).fermee_le == APRES


def test_fermer_une_permanence_rend_tenus_ses_creneaux(coordination):
    fenetre = creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE), capacite=2)
    creneau = creer_seance(fenetre.atelier, fenetre=fenetre, capacite=1, duree=30)
    place = creer_place(creneau)
    with pytest.raises(Refus):
        fermer_feuille(fenetre, par=coordination, quand=APRES)
    pointer(place, statut="present", par=coordination, quand=APRES)
    fermer_feuille(creneau, par=coordination, quand=APRES)
    etats = Seance.objects.order_by("pk").values_list("etat", flat=True)
    assert list(etats) == ["tenue", "tenue"]


def test_une_feuille_fermee_refuse_les_reponses(coordination):
    place = creer_place()
    pointer(place, statut="present", par=coordination, quand=PENDANT)
    fermer_feuille(place.seance, par=coordination, quand=APRES)
    for acte in (
        lambda: pointer(place, statut="absent", par=coordination, quand=APRES),
        lambda: effacer_pointage(place, par=coordination, quand=APRES),
        lambda: tout_le_monde_sauf(place.seance, par=coordination, quand=APRES),
    ):
        with pytest.raises(Refus, match="fermée"):
            acte()
    assert etat(place)[0] == "present"


def test_rouvrir_demande_une_raison_et_la_garde(coordination):
    seance = creer_seance()
    fermer_feuille(seance, par=coordination, quand=APRES)
    with pytest.raises(Refus):
        rouvrir_feuille(seance, raison="  ", par=coordination, quand=APRES)
    with pytest.raises(Refus, match="caractère invisible"):
        rouvrir_feuille(seance, raison="Rosa\x00", par=coordination, quand=APRES)
    feuille = rouvrir_feuille(seance, raison="Rosa était là", par=coordination, quand=APRES)
    seance.refresh_from_db()
    assert (seance.etat, feuille.fermee_le) == (Seance.Etat.PREVUE, None)
    assert [(r.raison, r.par) for r in feuille.reouvertures.all()] == [
        ("Rosa était là", coordination)
    ]


def test_effacer_revient_a_renseigner(coordination):
    place = creer_place()
    pointer(place, statut="present", par=coordination, quand=PENDANT)
    effacer_pointage(place, par=coordination, quand=PENDANT)
    assert etat(place) is None


def test_effacer_une_reponse_validee_est_refuse(coordination):
    place = creer_place()
    pointer(place, statut="present", par=coordination, quand=PENDANT)
    fermer_feuille(place.seance, par=coordination, quand=APRES)
    rouvrir_feuille(place.seance, raison="erreur", par=coordination, quand=APRES)
    with pytest.raises(Refus) as refus:
        effacer_pointage(place, par=coordination, quand=APRES)
    assert (refus.value.code, etat(place)[0]) == ("validee", "present")


def test_venir_une_personne_connue_est_la_sans_etre_attendue(coordination):
    seance, personne = creer_seance(capacite=1), creer_personne()
    creer_place(seance)
    parcours = creer_parcours(personne)
    presence = venir_sans_inscription(seance, personne=personne, par=coordination, quand=PENDANT)
    place = presence.place
    assert (presence.statut, place.origine) == ("present", "sans_inscription")
    assert (place.parcours, place.etat) == (parcours, Place.Etat.CONFIRMEE)
    seance.refresh_from_db()
    assert (seance.sieges_pris, seance.capacite + seance.surreservation) == (2, 2)


def test_venir_deux_fois_fait_une_seule_place(coordination):
    seance, personne = creer_seance(), creer_personne()
    for _ in range(2):
        venir_sans_inscription(seance, personne=personne, par=coordination, quand=PENDANT)
    assert (Place.objects.count(), Presence.objects.count()) == (1, 1)


def test_venir_une_personne_attendue_est_pointee_sur_sa_place(coordination):
    place = creer_place()
    venir_sans_inscription(place.seance, personne=place.personne, par=coordination, quand=PENDANT)
    assert (etat(place)[0], Place.objects.get().origine) == ("present", "ponctuelle")


def test_venir_de_la_liste_d_attente_prend_une_place(coordination):
    seance = creer_seance()
    attente = creer_place(seance, etat=Place.Etat.LISTE_ATTENTE, rang=1)
    venir_sans_inscription(seance, personne=attente.personne, par=coordination, quand=PENDANT)
    etats = set(Place.objects.values_list("etat", "origine"))
    assert etats == {("annulee_centre", "ponctuelle"), ("confirmee", "sans_inscription")}


def test_venir_une_personne_nouvelle_envoyee_deux_fois_est_une_fiche(coordination):
    seance = creer_seance()
    cle = creer_personne().reference.__class__(int=7)
    for _ in range(2):
        venir_sans_inscription(
            seance, prenom="Olena", initiale="h", reference=cle, par=coordination, quand=PENDANT
        )
    olena = Personne.objects.get(prenom="Olena")
    assert (olena.nom, olena.nom_court, Place.objects.count()) == ("H.", "Olena H.", 1)


@pytest.mark.parametrize(
    ("prenom", "initiale"), [("", "F"), ("Nadia", " "), ("Na\nd\u202eia", "F")]
)
def test_venir_un_nom_illisible_est_refuse(coordination, prenom, initiale):
    with pytest.raises(Refus):
        venir_sans_inscription(
            creer_seance(), prenom=prenom, initiale=initiale, par=coordination, quand=PENDANT
        )
    assert Personne.objects.count() == 0


def test_venir_une_personne_d_un_autre_centre_est_refuse(coordination):
    ailleurs = creer_personne(creer_centre("ailleurs"))
    with pytest.raises(Refus) as refus:
        venir_sans_inscription(creer_seance(), personne=ailleurs, par=coordination, quand=PENDANT)
    assert (refus.value.code, Presence.objects.count()) == ("autre_centre", 0)


def test_venir_avant_le_debut_ne_laisse_pas_de_place(coordination):
    with pytest.raises(Refus):
        venir_sans_inscription(
            creer_seance(), personne=creer_personne(), par=coordination, quand=AVANT
        )
    assert Place.objects.count() == 0


def deux_presences(premiere, seconde, par):
    """The same person there at two séances given as (hour, minutes)."""
    personne = creer_personne()
    presences = []
    for heure, duree in (premiere, seconde):
        place = creer_place(creer_seance(heure=heure, duree=duree), personne)
        presences.append(pointer(place, statut="present", par=par, quand=HUIT_JOURS))
    return presences


def test_partager_la_personne_quitte_la_premiere_au_debut_de_la_seconde(coordination):
    une, autre = deux_presences((9, 120), (10, 120), coordination)
    partager_les_heures(autre, une, par=coordination, quand=HUIT_JOURS)
    assert etat(une.place)[:3] == ("present_partiel", None, a(10))
    assert etat(autre.place)[:3] == ("present", None, None)
    assert Correction.objects.last().apres == "present_partiel à 10:00"


def test_partager_deux_debuts_egaux_commence_par_la_plus_courte(coordination):
    une, autre = deux_presences((9, 120), (9, 60), coordination)
    partager_les_heures(une, autre, par=coordination, quand=HUIT_JOURS)
    assert etat(une.place)[:3] == ("present_partiel", a(10), None)
    assert etat(autre.place)[0] == "present"


def test_partager_deux_fois_ne_change_plus_rien(coordination):
    une, autre = deux_presences((9, 120), (10, 120), coordination)
    for _ in range(2):
        partager_les_heures(une, autre, par=coordination, quand=HUIT_JOURS)
    # Two first writings after the delay, then one change of hours.
    assert Correction.objects.count() == 3


def test_partager_des_heures_identiques_est_refuse(coordination):
    une, autre = deux_presences((9, 120), (9, 120), coordination)
    with pytest.raises(Refus) as refus:
        partager_les_heures(une, autre, par=coordination, quand=HUIT_JOURS)
    assert refus.value.code == "memes_heures"


def test_partager_les_heures_de_deux_personnes_est_refuse(coordination):
    une, _ = deux_presences((9, 120), (10, 120), coordination)
    autre, _ = deux_presences((9, 120), (10, 120), coordination)
    with pytest.raises(Refus):
        partager_les_heures(une, autre, par=coordination, quand=HUIT_JOURS)
