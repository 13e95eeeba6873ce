"""« Ce n’est pas juste »: said by the person, answered by the team, on a closed sheet too."""

import datetime as dt

import pytest

from centre.erreurs import Refus
from centre.temps import instant
from presences import effacement
from presences.models import Correction, DemandeCorrection, Feuille
from presences.operations import demander_correction, fermer_feuille, repondre_a_la_demande
from presences.queries.a_faire import taches
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_demande,
    creer_personne,
    creer_place,
    creer_presence,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
APRES = instant(JOUR, dt.time(18))


def presence_fermee(**champs):
    """An answer on a sheet that is closed."""
    presence = creer_presence(**champs)
    fermer_feuille(presence.place.seance, par=creer_utilisateur("coordination"), quand=APRES)
    return presence


def test_une_demande_arrive_dans_a_faire_de_qui_tient_la_feuille():
    place = creer_place(personne=creer_personne(prenom="Rosa", nom="Pinto"))
    presence = presence_fermee(place=place, statut="absent")
    demander_correction(presence, objet="la", quand=APRES)
    centre = place.seance.centre
    [tache] = taches(creer_utilisateur("coordination"), centre, APRES)
    assert (tache.titre, tache.pourquoi) == (
        "Rosa P. demande une correction",
        "«\u00a0J’étais là\u00a0», jeudi 19 novembre.",
    )
    assert list(taches(creer_utilisateur("accueil"), centre, APRES)) == []
    assert list(taches(creer_utilisateur("animation"), centre, APRES)) == []


def test_une_demande_sur_un_atelier_protege_reste_a_son_equipe():
    seance = creer_seance(creer_atelier(sensibilite=3, titre_discret="RDV Le Lierre"))
    creer_demande(creer_presence(creer_place(seance)))
    coordination = creer_utilisateur("coordination")
    assert list(DemandeCorrection.objects.visibles_par(coordination)) == []
    seance.atelier.equipe.add(coordination)
    assert DemandeCorrection.objects.visibles_par(coordination).count() == 1


@pytest.mark.parametrize(
    ("objet", "heures", "statut"),
    [
        ("la", {}, "present"),
        ("heures", {"arrivee": dt.time(9, 20)}, "present_partiel"),
        ("prevenu", {}, "absent_excuse"),
    ],
)
def test_corriger_ecrit_ce_qu_elle_dit_et_garde_l_avant(objet, heures, statut):
    presence = presence_fermee(statut="absent")
    demande = demander_correction(presence, objet=objet, **heures, quand=APRES)
    qui = creer_utilisateur("coordination")
    repondre_a_la_demande(demande, corriger=True, par=qui, quand=APRES)
    presence.refresh_from_db()
    demande.refresh_from_db()
    correction = Correction.objects.get()
    assert (presence.statut, demande.issue, demande.traitee_par) == (statut, "corrigee", qui)
    assert (correction.avant, correction.apres.split()[0]) == ("absent", statut)
    assert Feuille.objects.get().fermee_le == APRES


def test_garder_ne_change_rien_et_repondre_deux_fois_non_plus():
    presence = presence_fermee(statut="absent")
    demande = demander_correction(presence, objet="la", quand=APRES)
    qui = creer_utilisateur("coordination")
    repondre_a_la_demande(demande, corriger=False, par=qui, quand=APRES)
    repondre_a_la_demande(demande, corriger=True, par=qui, quand=APRES)
    presence.refresh_from_db()
    demande.refresh_from_db()
    assert (presence.statut, demande.issue, Correction.objects.count()) == ("absent", "gardee", 0)


@pytest.mark.parametrize(
    ("objet", "code"), [("absente", "objet"), ("pas_la", "pareil"), ("heures", "heure")]
)
def test_une_phrase_sans_objet_est_refusee(objet, code):
    with pytest.raises(Refus) as refus:
        demander_correction(creer_presence(statut="absent"), objet=objet, quand=APRES)
    assert (refus.value.code, DemandeCorrection.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("arrivee", "depart"),
    [(dt.time(3), None), (None, dt.time(11, 1)), (dt.time(10, 30), dt.time(10))],
)
def test_des_heures_hors_de_l_atelier_se_disent_avant_d_etre_demandees(arrivee, depart):
    with pytest.raises(Refus, match="Ces heures ne vont pas avec l’atelier"):
        demander_correction(
            creer_presence(), objet="heures", arrivee=arrivee, depart=depart, quand=APRES
        )
    assert DemandeCorrection.objects.count() == 0


def test_l_heure_du_debut_avec_un_depart_est_un_depart():
    presence, qui = presence_fermee(), creer_utilisateur("coordination")
    heures = {"arrivee": dt.time(9), "depart": dt.time(10)}
    demande = demander_correction(presence, objet="heures", **heures, quand=APRES)
    repondre_a_la_demande(demande, corriger=True, par=qui, quand=APRES)
    presence.refresh_from_db()
    assert (presence.statut, presence.arrivee, presence.depart) == (
        "present_partiel",
        None,
        instant(JOUR, dt.time(10)),
    )


def test_une_seconde_demande_remplace_celle_qui_attend():
    presence = creer_presence(statut="absent")
    demander_correction(presence, objet="la", quand=APRES)
    demander_correction(presence, objet="prevenu", quand=APRES)
    assert list(DemandeCorrection.objects.values_list("objet", flat=True)) == ["prevenu"]


def test_apres_une_semaine_la_coordination_seule_corrige():
    presence = presence_fermee(statut="absent")
    demande = demander_correction(presence, objet="la", quand=APRES)
    tard = APRES + dt.timedelta(days=8)
    with pytest.raises(Refus, match="demandez à la coordination"):
        repondre_a_la_demande(demande, corriger=True, par=creer_utilisateur("referent"), quand=tard)
    demande.refresh_from_db()
    assert demande.issue == ""


def test_les_demandes_partent_avec_le_nom():
    demande = creer_demande()
    reference = demande.presence.place.personne.reference
    assert effacement.copier(reference)["demandes_de_correction"][0]["objet"] == "pas_la"
    effacement.effacer(reference)
    assert DemandeCorrection.objects.count() == 0
