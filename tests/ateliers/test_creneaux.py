import datetime as dt

import pytest

from ateliers.models import Atelier, ReglePermanence, Seance
from ateliers.operations import planifier, publier
from ateliers.operations.creneaux import fermer_creneau, rouvrir_creneau
from centre.erreurs import Refus
from centre.temps import a_paris, instant
from tests.builders import creer_atelier, creer_seance, creer_serie

pytestmark = pytest.mark.django_db
AVANT = instant(dt.date(2026, 9, 1), dt.time(8))
LUNDI = dt.date(2026, 11, 23)


def permanence(**champs):
    """Mondays 16:00–18:00, slots of 30 minutes."""
    valeurs = {
        "heure_debut": dt.time(16),
        "heure_fin": dt.time(18),
        "duree_creneau": 30,
        "du": LUNDI,
        "au": LUNDI,
    }
    serie = creer_serie(creer_atelier(genre=Atelier.Genre.PERMANENCE), **{**valeurs, **champs})
    publier(serie, par=None, quand=AVANT)
    return serie


def heures():
    lignes = Seance.objects.creneaux().order_by("debut")
    return [f"{a_paris(c.debut):%H:%M}-{a_paris(c.fin):%H:%M}" for c in lignes]


def premier():
    return Seance.objects.creneaux().order_by("debut").first()


def test_decouper_laisse_la_pause_entre_les_creneaux():
    permanence(duree_creneau=25, pause_creneau=5)

    assert heures() == ["16:00-16:25", "16:30-16:55", "17:00-17:25", "17:30-17:55"]
    assert Seance.objects.comptees().get().capacite == 4


def test_decouper_ne_compte_pas_la_derniere_pause():
    """Two slots of 50 minutes and one rest of 20 fill the two hours to the minute."""
    permanence(duree_creneau=50, pause_creneau=20)

    assert heures() == ["16:00-16:50", "17:10-18:00"]


def test_planifier_recoupe_quand_la_pause_change_sans_changer_le_nombre():
    serie = permanence(duree_creneau=25, pause_creneau=5)
    serie.pause_creneau = 0
    serie.save()

    planifier(serie, quand=AVANT)

    assert heures() == ["16:00-16:25", "16:25-16:50", "16:50-17:15", "17:15-17:40"]


def test_fermer_un_creneau_puis_le_rouvrir():
    permanence()
    creneau = premier()

    fermer_creneau(creneau, quand=AVANT)
    fermer_creneau(creneau, quand=AVANT + dt.timedelta(hours=1))
    lu = Seance.objects.get(pk=creneau.pk)
    assert (lu.ferme_le, lu.est_touchee, lu.etat) == (AVANT, True, Seance.Etat.PREVUE)

    rouvrir_creneau(creneau, quand=AVANT)
    lu.refresh_from_db()
    assert (lu.ferme_le, lu.est_touchee) == (None, False)


def test_planifier_garde_ferme_un_creneau_ferme():
    serie = permanence()
    fermer_creneau(premier(), quand=AVANT)
    serie.duree_creneau = 20
    serie.save()

    planifier(serie, quand=AVANT)

    assert Seance.objects.filter(ferme_le__isnull=False).count() == 1
    assert heures() == ["16:00-16:30", "16:30-17:00", "17:00-17:30", "17:30-18:00"]


@pytest.mark.parametrize(
    ("champs", "quand", "code"),
    [
        ({"sieges_pris": 1}, AVANT, "pris"),
        ({"etat": "annulee", "motif_annulation": "autre"}, AVANT, "annulee"),
        ({}, instant(LUNDI, dt.time(16)), "passee"),
    ],
)
def test_fermer_refuse_un_creneau_pris_annule_ou_passe(champs, quand, code):
    permanence()
    Seance.objects.creneaux().update(**champs)

    with pytest.raises(Refus) as refus:
        fermer_creneau(premier(), quand=quand)
    assert refus.value.code == code
    assert not Seance.objects.filter(ferme_le__isnull=False).exists()


def test_fermer_refuse_une_seance_et_rouvrir_un_creneau_passe():
    permanence()
    with pytest.raises(Refus) as seance:
        fermer_creneau(creer_seance(), quand=AVANT)
    with pytest.raises(Refus) as passe:
        rouvrir_creneau(premier(), quand=instant(LUNDI, dt.time(17)))
    assert (seance.value.code, passe.value.code) == ("creneau", "passee")


def test_regle_d_une_permanence_jamais_ecrite_est_l_ordinaire():
    atelier = creer_atelier(genre=Atelier.Genre.PERMANENCE)
    regle = ReglePermanence.objects.de(atelier)
    valeurs = (regle.participants_reservent, regle.prescripteurs_reservent, regle.creneaux_gardes)
    assert (regle.pk, *valeurs, regle.preavis_min_heures) == (None, False, True, 0, 2)
