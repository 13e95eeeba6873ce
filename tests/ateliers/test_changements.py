import datetime as dt

import pytest

from ateliers.models import Atelier, Deplacement, Seance, VersionAgenda
from ateliers.operations import annuler, defaire, deplacer, marquer_modifiee, publier, retablir
from centre.erreurs import Refus
from centre.temps import a_paris, instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_lieu,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
QUAND = instant(dt.date(2026, 11, 17), dt.time(8))
VENDREDI = dt.date(2026, 11, 20)


def a(heure, minute=0, jour=VENDREDI):
    return instant(jour, dt.time(heure, minute))


def vers_vendredi(seance, **champs):
    valeurs = {"debut": a(10), "fin": a(12), "lieu": seance.lieu, "par": None, "quand": QUAND}
    return deplacer(seance, **{**valeurs, **champs})


def permanence():
    atelier = creer_atelier(genre=Atelier.Genre.PERMANENCE)
    serie = creer_serie(
        atelier, jour=3, du=JOUR, au=JOUR, heure_debut=dt.time(16), heure_fin=dt.time(18)
    )
    serie.duree_creneau = 30
    serie.save()
    publier(serie, par=None, quand=QUAND)
    return Seance.objects.comptees().get()


def debuts(fenetre):
    lignes = fenetre.creneaux.order_by("debut")
    return [a_paris(s.debut).strftime("%d %H:%M") for s in lignes]


def versions():
    return dict(VersionAgenda.objects.values_list("cle", "version"))


def test_deplacer_change_la_ligne_et_garde_l_histoire():
    seance = creer_seance(heure=9)
    ancien, nouveau, claire = seance.lieu, creer_lieu(), creer_utilisateur("coordination")

    fait = vers_vendredi(seance, lieu=nouveau, raison="Salle prise", par=claire)

    ligne = Seance.objects.get()
    assert (ligne.debut, ligne.fin, ligne.lieu) == (a(10), a(12), nouveau)
    assert (ligne.sequence, ligne.version, ligne.est_touchee) == (1, 2, True)
    assert (fait.avant_debut, fait.avant_lieu) == (instant(JOUR, dt.time(9)), ancien)
    assert (fait.apres_debut, fait.apres_lieu, fait.raison) == (a(10), nouveau, "Salle prise")
    assert (fait.par, fait.le, fait.annule_le) == (claire, QUAND, None)
    assert (seance.debut, seance.version, seance.sequence) == (a(10), 2, 1)


def test_deplacer_change_l_agenda_des_deux_lieux():
    seance = creer_seance()
    ancien, nouveau = seance.lieu, creer_lieu()
    vers_vendredi(seance, lieu=nouveau)

    assert versions() == {
        f"centre:{seance.centre_id}": 1,
        f"atelier:{seance.atelier_id}": 1,
        f"lieu:{ancien.pk}": 1,
        f"lieu:{nouveau.pk}": 1,
    }
    ligne = Seance.objects.get()
    assert b"DTSTART;TZID=Europe/Paris:20261120T100000" in bytes(ligne.vevent)
    assert ligne.modifiee_le == QUAND


def test_deplacer_une_permanence_emmene_ses_creneaux():
    fenetre = permanence()
    lieu = creer_lieu()
    vers_vendredi(fenetre, debut=a(16, 30), fin=a(18, 30), lieu=lieu)

    assert debuts(fenetre) == ["20 16:30", "20 17:00", "20 17:30", "20 18:00"]
    assert set(fenetre.creneaux.values_list("lieu", "sequence")) == {(lieu.pk, 1)}
    assert Deplacement.objects.count() == 5


@pytest.mark.parametrize(
    ("debut", "attendus"),
    [
        ((16, 30), ["19 16:30", "19 17:00", "19 17:30", "19 18:00"]),
        ((15, 30), ["19 15:30", "19 16:00", "19 16:30", "19 17:00"]),
    ],
)
def test_deplacer_une_permanence_d_un_creneau_garde_l_unicite(debut, attendus):
    fenetre = permanence()
    depart = a(*debut, jour=JOUR)
    vers_vendredi(fenetre, debut=depart, fin=depart + dt.timedelta(hours=2))

    assert debuts(fenetre) == attendus


@pytest.mark.parametrize(
    ("champs", "code"),
    [
        ({"fin": a(10)}, "fin_avant_debut"),
        ({"debut": a(10, jour=dt.date(2026, 11, 16)), "fin": a(12)}, "passee"),
        ({"lieu": None}, "sans_lieu"),
        ({"version": 7}, "version"),
    ],
)
def test_deplacer_refuse_ce_qui_n_a_pas_de_sens(champs, code):
    seance = creer_seance()

    with pytest.raises(Refus) as refus:
        vers_vendredi(seance, **champs)

    assert refus.value.code == code
    assert (Seance.objects.get().sequence, Deplacement.objects.count()) == (0, 0)


def test_deplacer_au_meme_endroit_est_refuse():
    seance = creer_seance()

    with pytest.raises(Refus) as refus:
        vers_vendredi(seance, debut=seance.debut, fin=seance.fin)
    assert refus.value.code == "identique"


@pytest.mark.parametrize(
    ("etat", "motif"), [("annulee", "autre"), ("tenue", "")], ids=["annulee", "tenue"]
)
def test_deplacer_refuse_une_seance_annulee_ou_tenue(etat, motif):
    seance = creer_seance(etat=etat, motif_annulation=motif)

    with pytest.raises(Refus) as refus:
        vers_vendredi(seance)
    assert refus.value.code == etat


def test_deplacer_refuse_un_creneau_seul_et_une_permanence_trop_courte():
    fenetre = permanence()

    with pytest.raises(Refus) as seul:
        vers_vendredi(fenetre.creneaux.first())
    with pytest.raises(Refus) as courte:
        vers_vendredi(fenetre, debut=a(16), fin=a(17, 45))
    assert (seul.value.code, courte.value.code) == ("creneau", "trop_courte")
    assert debuts(fenetre)[0] == "19 16:00"


def test_defaire_remet_tout_en_place_et_monte_la_sequence():
    fenetre = permanence()
    lieu = fenetre.lieu
    fait = vers_vendredi(fenetre, debut=a(16, 30), fin=a(18, 30), lieu=creer_lieu())

    defaire(fait, par=None, quand=QUAND)

    fenetre.refresh_from_db()
    assert (fenetre.debut, fenetre.lieu, fenetre.sequence) == (a(16, jour=JOUR), lieu, 2)
    assert debuts(fenetre) == ["19 16:00", "19 16:30", "19 17:00", "19 17:30"]
    assert not Deplacement.objects.filter(annule_le__isnull=True).exists()


def test_defaire_deux_fois_ou_un_ancien_deplacement_est_refuse():
    seance = creer_seance()
    premier = vers_vendredi(seance)
    second = vers_vendredi(seance, debut=a(14), fin=a(16))

    with pytest.raises(Refus) as ancien:
        defaire(premier, par=None, quand=QUAND)
    defaire(second, par=None, quand=QUAND)
    with pytest.raises(Refus) as deja:
        defaire(second, par=None, quand=QUAND)
    assert (ancien.value.code, deja.value.code) == ("pas_le_dernier", "deja_defait")
    assert Seance.objects.get().debut == a(10)


def test_defaire_vers_une_date_passee_est_refuse():
    fait = vers_vendredi(creer_seance())

    with pytest.raises(Refus) as refus:
        defaire(fait, par=None, quand=instant(JOUR, dt.time(12)))
    assert refus.value.code == "passee"


def test_annuler_garde_la_raison_et_l_ecrit_dans_l_agenda():
    seance = creer_seance()

    assert annuler(seance, motif="intervenant_absent", par=None, quand=QUAND) == [seance]

    ligne = Seance.objects.get()
    assert (ligne.etat, ligne.motif_annulation) == ("annulee", "intervenant_absent")
    assert (ligne.annulee_le, ligne.sequence, ligne.est_touchee) == (QUAND, 1, True)
    assert b"STATUS:CANCELLED" in bytes(ligne.vevent)
    assert (seance.etat, seance.version) == ("annulee", 2)


def test_annuler_deux_fois_ne_change_rien():
    seance = creer_seance()
    annuler(seance, motif="autre", par=None, quand=QUAND)

    assert annuler(seance, motif="meteo_transport", par=None) == []
    assert Seance.objects.get().sequence == 1


@pytest.mark.parametrize("motif", ["", "vacances"])
def test_annuler_demande_une_raison_connue(motif):
    with pytest.raises(Refus) as refus:
        annuler(creer_seance(), motif=motif, par=None)
    assert refus.value.code == "motif"


def test_annuler_refuse_une_seance_tenue_et_une_version_ancienne():
    with pytest.raises(Refus) as tenue:
        annuler(creer_seance(etat="tenue"), motif="autre", par=None)
    with pytest.raises(Refus) as version:
        annuler(creer_seance(), motif="autre", par=None, version=3)
    assert (tenue.value.code, version.value.code) == ("tenue", "version")


def test_annuler_puis_retablir_une_permanence_entraine_ses_creneaux():
    fenetre = permanence()
    deja = fenetre.creneaux.order_by("debut").first()
    annuler(deja, motif="autre", par=None, quand=QUAND)
    plus_tard = QUAND + dt.timedelta(minutes=1)

    annuler(fenetre, motif="lieu_indisponible", par=None, quand=plus_tard)
    assert set(Seance.objects.values_list("etat", flat=True)) == {"annulee"}

    retablir(fenetre, par=None, quand=plus_tard)
    encore = Seance.objects.filter(etat="annulee")
    assert list(encore) == [deja]


def test_retablir_refuse_une_seance_passee_ou_prevue():
    seance = creer_seance()
    with pytest.raises(Refus) as prevue:
        retablir(seance, par=None, quand=QUAND)
    annuler(seance, motif="autre", par=None, quand=QUAND)
    with pytest.raises(Refus) as passee:
        retablir(seance, par=None, quand=instant(VENDREDI, dt.time(12)))
    assert (prevue.value.code, passee.value.code) == ("pas_annulee", "passee")


def test_marquer_modifiee_part_de_la_sequence_enregistree():
    """Two pages hold the same séance: the second change still rises above the first."""
    seance = creer_seance()
    copie = Seance.objects.get()
    marquer_modifiee([seance], quand=QUAND)
    marquer_modifiee([copie], quand=QUAND)

    assert (copie.sequence, Seance.objects.get().sequence) == (2, 2)
    assert set(versions().values()) == {2}


def test_marquer_modifiee_fait_le_meme_nombre_de_requetes_pour_1_ou_30(
    django_assert_num_queries,
):
    atelier, lieu = creer_atelier(), creer_lieu()
    for jour in range(30):
        creer_seance(atelier, jour=JOUR + dt.timedelta(days=jour), lieu=lieu)
    seances = list(Seance.objects.select_related("atelier__centre", "lieu"))

    for lot in (seances[:1], seances):
        with django_assert_num_queries(8):
            marquer_modifiee(lot, quand=QUAND)
