"""Points of attention: each nature is found, explained, set aside, and comes back."""

import datetime as dt

import pytest

from ateliers.models import Absence, PointEcarte
from ateliers.operations.points import ecarter, reprendre
from ateliers.queries.points import points_autour, points_du_centre
from ateliers.queries.prevision import avertissements_de_la_serie
from centre.erreurs import Refus
from centre.models import PeriodeCalendrier
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_personne,
    creer_place,
    creer_presence,
    creer_professionnel,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db

DEMI_HEURE = dt.timedelta(minutes=30)


def vus(centre=None, utilisateur=None):
    centre = centre or creer_centre()
    utilisateur = utilisateur or creer_utilisateur("coordination", centre)
    return points_du_centre(utilisateur, centre, JOUR, JOUR + dt.timedelta(days=27))


def natures(centre=None):
    return [vu.point.nature for vu in vus(centre)]


def animee(*animateurs, **champs):
    seance = creer_seance(**champs)
    seance.animateurs.set(animateurs)
    return seance


def test_une_semaine_sans_rien_d_etrange_ne_dit_rien():
    helene = creer_professionnel()
    animee(helene, heure=9)
    animee(helene, heure=14)
    assert natures() == []


def test_la_salle_l_animatrice_et_le_battement():
    lieu, helene = creer_lieu(nom="Cuisine"), creer_professionnel(nom="Roux")
    animee(helene, lieu=lieu, heure=9)
    animee(helene, lieu=lieu, heure=10)
    animee(lieu=lieu, heure=12)
    assert [(v.point.nature, v.point.titre) for v in vus()] == [
        ("animateur", "Hélène R. anime déjà une autre séance"),
        ("lieu", "Cuisine\u00a0: la salle est déjà prise"),
        ("battement", "Cuisine\u00a0: moins de dix minutes entre deux séances"),
    ]


@pytest.mark.parametrize(
    ("minutes", "adresse", "attendus"),
    [
        (25, "56 route de la Briquerie", ["trajet"]),
        (15, "56 route de la Briquerie", []),
        (25, "31 Avenue de Guise ", []),
    ],
)
def test_le_trajet_demande_ses_minutes(minutes, adresse, attendus):
    helene = creer_professionnel()
    loin = creer_lieu(adresse=adresse, minutes_de_trajet=minutes)
    animee(helene, heure=9, duree=100)
    animee(helene, heure=11, lieu=loin)
    assert natures() == attendus


def test_deja_pris_ailleurs_ne_dit_rien_de_l_autre_centre():
    compte, autre = creer_utilisateur("animation"), creer_centre("chene", nom="Le Chêne")
    ici, la_bas = creer_professionnel(compte), creer_professionnel(compte, autre)
    animee(ici, heure=9)
    secrete = animee(la_bas, atelier=creer_atelier(autre, titre="Yoga secret"), heure=10)
    [vu] = vus()
    assert (vu.point.nature, vu.point.titre) == (
        "ailleurs",
        f"{ici.nom_court}\u00a0: déjà pris·e ailleurs",
    )
    dit = f"{vu.point.titre} {vu.point.texte}"
    assert not [m for m in ("Yoga", "Chêne", str(secrete.lieu)) if m in dit]
    # Its hours are not said either: at another hour, over there, the point reads the same.
    secrete.debut, secrete.fin = secrete.debut + DEMI_HEURE, secrete.fin + DEMI_HEURE
    secrete.save()
    [apres] = vus()
    assert apres.point == vu.point
    secrete.etat, secrete.motif_annulation = "annulee", "autre"
    secrete.save()
    assert natures() == []


def test_absence_ferie_fermeture_et_heure_tardive():
    centre, helene = creer_centre(), creer_professionnel()
    animee(helene, heure=18, duree=150)
    Absence.objects.create(centre=centre, professionnel=helene, du=JOUR, au=JOUR)
    for genre in ("ferie", "fermeture", "vacances"):
        PeriodeCalendrier.objects.create(
            centre=centre, genre=genre, nom="Repos", debut=JOUR, fin=JOUR
        )
    assert natures() == ["absence", "ferie", "fermeture", "heure"]


def test_capacite_du_lieu_et_entretien_dans_un_lieu_ouvert():
    petit = creer_lieu(capacite=6)
    creer_seance(creer_atelier(genre="entretien"), lieu=petit, capacite=1)
    creer_seance(lieu=petit, capacite=8, heure=14)
    creer_seance(creer_atelier(genre="sortie"), lieu=petit, capacite=22, heure=17)
    assert natures() == ["confidentiel", "capacite"]


def test_une_personne_a_deux_endroits_est_nommee():
    nadia = creer_personne(prenom="Nadia", nom="Ferhat")
    for heure in (9, 10):
        creer_place(creer_seance(heure=heure), nadia)
    [vu] = vus()
    assert vu.point.nature == "personnes"
    assert "Nadia F." in vu.point.texte


def test_un_atelier_protege_n_est_jamais_dit_pour_une_personne():
    nadia = creer_personne()
    creer_place(creer_seance(heure=9), nadia)
    protege = creer_atelier(sensibilite=3)
    claire = creer_utilisateur("coordination")
    protege.equipe.add(claire)
    creer_place(creer_seance(protege, heure=10), nadia)
    assert vus(utilisateur=claire) == []


def test_deux_presences_a_la_meme_heure():
    nadia = creer_personne()
    for heure in (9, 10):
        creer_presence(creer_place(creer_seance(heure=heure, etat="tenue"), nadia))
    assert natures() == ["presences"]


def test_un_point_ecarte_revient_si_les_faits_changent():
    centre, claire, petit = (
        creer_centre(),
        creer_utilisateur("coordination"),
        creer_lieu(capacite=6),
    )
    creer_seance(lieu=petit, capacite=8)
    [vu] = vus(utilisateur=claire)
    for _ in range(2):
        ecarter(centre, cle=vu.point.cle, empreinte=vu.point.empreinte, vus=[vu], par=claire)
    [ecarte] = PointEcarte.objects.all()
    [relu] = vus(utilisateur=claire)
    assert (relu.est_ecarte, relu.ecarte, ecarte.par) == (True, ecarte, claire)
    petit.capacite = 7
    petit.save()
    [revenu] = vus(utilisateur=claire)
    assert (revenu.est_ecarte, revenu.est_revenu) == (False, True)
    with pytest.raises(Refus) as refus:
        ecarter(centre, cle=vu.point.cle, empreinte=vu.point.empreinte, vus=[revenu], par=claire)
    assert refus.value.code == "change"
    reprendre(ecarte)
    assert not PointEcarte.objects.exists()


def test_une_coordination_d_ailleurs_ne_lit_rien_de_nos_points_ecartes():
    ailleurs = creer_utilisateur("coordination", creer_centre("autre"))
    PointEcarte.objects.create(centre=creer_centre(), cle="x", empreinte="0")
    assert not PointEcarte.objects.visibles_par(ailleurs).exists()


def test_points_autour_ne_garde_que_ceux_des_seances_voulues():
    lieu = creer_lieu()
    une, deux = (creer_seance(lieu=lieu, heure=heure) for heure in (9, 10))
    creer_seance(creer_atelier(genre="entretien"), heure=9, capacite=1)
    lue = points_autour(une.centre, [deux.pk])
    assert [(p.nature, p.seances) for p in lue] == [("lieu", (une.pk, deux.pk))]
    assert points_autour(une.centre, []) == []


def test_les_dates_d_une_serie_a_venir_disent_une_fois_ce_qui_se_repete():
    lieu, helene = creer_lieu(nom="Cuisine"), creer_professionnel(nom="Roux")
    serie = creer_serie(lieu=lieu, heure_debut=dt.time(9), heure_fin=dt.time(11))
    serie.animateurs.add(helene)
    jours = [JOUR + dt.timedelta(days=7 * rang) for rang in range(3)]
    for jour in jours[:2]:
        animee(helene, jour=jour, lieu=lieu, heure=10)
    dits = avertissements_de_la_serie(serie, jours)
    assert [(a.premier.nature, a.nombre, a.premier.titre) for a in dits] == [
        ("animateur", 2, "Hélène R. anime déjà une autre séance"),
        ("lieu", 2, "Cuisine\u00a0: la salle est déjà prise"),
    ]
    assert avertissements_de_la_serie(serie, []) == []


@pytest.mark.parametrize("nombre", [2, 30])
def test_les_points_se_lisent_en_un_nombre_constant_de_requetes(nombre, django_assert_num_queries):
    centre, claire = creer_centre(), creer_utilisateur("coordination")
    helene = creer_professionnel(creer_utilisateur("animation"))
    for rang in range(nombre):
        jour = JOUR + dt.timedelta(days=rang % 25)
        creer_place(animee(helene, jour=jour, debut=instant(jour, dt.time(9))))
    centre.refresh_from_db()
    with django_assert_num_queries(9):
        vus(centre, claire)
