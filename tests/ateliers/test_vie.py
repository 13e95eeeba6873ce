"""A séance is drafted, published, copied, led by another, noted, cancelled."""

import datetime as dt

import pytest

from ateliers.models import Absence, Seance, VersionAgenda
from ateliers.operations import (
    annuler,
    dupliquer,
    noter_pour_l_equipe,
    publier_seance,
    remplacer,
    retablir,
    retirer_brouillon,
)
from ateliers.operations.absences import noter_absence
from ateliers.queries.touchees import touchees_par_l_absence, touchees_par_la_periode
from centre.erreurs import Refus
from centre.models import Lieu, PeriodeCalendrier
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_professionnel,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
QUAND = instant(dt.date(2026, 11, 12), dt.time(9))


def a(heures, jour=JOUR):
    return instant(jour, dt.time(heures))


def faits(seance):
    return list(seance.faits.values_list("genre", "motif", "avant", "apres"))


def test_annuler_puis_retablir_restent_dans_l_histoire():
    claire, seance = creer_utilisateur("coordination"), creer_seance()
    annuler(seance, motif="meteo_transport", par=claire, quand=QUAND)
    retablir(seance, par=claire, quand=QUAND)
    assert faits(seance) == [
        ("annulee", "meteo_transport", None, None),
        ("retablie", "", None, None),
    ]
    assert set(seance.faits.values_list("par", "le")) == {(claire.pk, QUAND)}


def test_annuler_refuse_un_brouillon():
    seance = creer_seance(etat="brouillon")
    with pytest.raises(Refus) as refus:
        annuler(seance, motif="autre", par=None)
    assert refus.value.code == "brouillon"


def test_remplacer_garde_l_heure_et_l_etat_et_nomme_les_deux():
    helene, karim = creer_professionnel(), creer_professionnel(prenom="Karim")
    seance = creer_seance()
    seance.animateurs.add(helene)
    remplacer(seance, avant=helene, apres=karim, par=None, quand=QUAND)
    lue = Seance.objects.get(pk=seance.pk)
    assert (lue.etat, lue.debut, lue.sequence, lue.version) == ("prevue", a(9), 1, 2)
    assert list(lue.animateurs.all()) == [karim]
    assert faits(seance) == [("remplacement", "", helene.pk, karim.pk)]


def test_remplacer_renouvelle_les_agendas_des_deux():
    helene, karim = creer_professionnel(), creer_professionnel()
    seance = creer_seance()
    seance.animateurs.add(helene)
    remplacer(seance, avant=helene, apres=karim, par=None, quand=QUAND)
    cles = set(VersionAgenda.objects.values_list("cle", flat=True))
    assert {f"animateur:{helene.pk}", f"animateur:{karim.pk}"} <= cles


def test_remplacer_deux_fois_ne_change_rien():
    helene, karim = creer_professionnel(), creer_professionnel()
    seance = creer_seance()
    seance.animateurs.add(helene)
    for _ in range(2):
        remplacer(seance, avant=helene, apres=karim, par=None, version=1, quand=QUAND)
    assert (seance.version, seance.faits.count()) == (2, 1)


def test_remplacer_refuse_ce_qui_n_a_pas_de_sens():
    karim, seance = creer_professionnel(), creer_seance()
    ailleurs = creer_professionnel(centre=creer_centre("autre"))
    tenue = creer_seance(etat="tenue")
    codes = []
    for ligne, avant, apres, version in (
        (seance, None, ailleurs, 1),
        (seance, karim, creer_professionnel(), 1),
        (seance, None, karim, 7),
        (tenue, None, karim, 1),
    ):
        with pytest.raises(Refus) as refus:
            remplacer(ligne, avant=avant, apres=apres, par=None, version=version)
        codes.append(refus.value.code)
    assert codes == ["centre", "avant", "version", "etat"]


def test_dupliquer_fait_un_brouillon_avec_les_memes_animateurs():
    helene = creer_professionnel()
    seance = creer_seance(capacite=7, titre_propre="Couture de Noël")
    seance.animateurs.add(helene)
    copie = dupliquer(seance, debut=a(14), fin=a(15), lieu=seance.lieu, par=None, quand=QUAND)
    lue = Seance.objects.get(pk=copie.pk)
    assert (lue.etat, lue.debut, lue.fin, lue.capacite, lue.titre_propre, lue.serie) == (
        *("brouillon", a(14), a(15), 7, "Couture de Noël"),
        None,
    )
    assert list(lue.animateurs.all()) == [helene]
    assert (lue.uid == seance.uid, faits(lue)) == (False, [("creee", "", None, None)])


def test_dupliquer_une_permanence_copie_ses_creneaux_libres():
    fenetre = creer_seance(creer_atelier(genre="permanence"), heure=16, duree=60, capacite=2)
    for heure in (a(16), a(16) + dt.timedelta(minutes=30)):
        creer_seance(
            fenetre.atelier, fenetre=fenetre, lieu=fenetre.lieu, capacite=1, debut=heure,
            fin=heure + dt.timedelta(minutes=30),
        )  # fmt: skip
    copie = dupliquer(fenetre, debut=a(10), fin=a(11), lieu=fenetre.lieu, par=None, quand=QUAND)
    demie = dt.timedelta(minutes=30)
    assert [c.debut for c in copie.creneaux.order_by("debut")] == [a(10), a(10) + demie]


def test_dupliquer_dans_un_lieu_exceptionnel_l_ecrit_hors_de_la_liste():
    seance = creer_seance()
    lieu = Lieu(centre=seance.centre, nom="Parc", adresse="rue du Parc", est_ponctuel=True)
    copie = dupliquer(seance, debut=a(14), fin=a(15), lieu=lieu, par=None, quand=QUAND)
    assert (copie.lieu.nom, copie.lieu.slug) == ("Parc", "parc")
    assert copie.lieu not in Lieu.objects.durables()


def test_publier_une_seance_la_montre_une_fois():
    seance = creer_seance(etat="brouillon")
    assert [s.pk for s in publier_seance(seance, par=None, quand=QUAND)] == [seance.pk]
    assert publier_seance(seance, par=None, quand=QUAND) == []
    assert (seance.etat, faits(seance)) == ("prevue", [("publiee", "", None, None)])


def test_publier_refuse_ce_qui_ne_peut_pas_se_montrer():
    cache = creer_seance(creer_atelier(est_publie=False), etat="brouillon")
    serie = creer_serie()
    de_la_serie = creer_seance(serie.atelier, serie=serie, date_origine=JOUR, etat="brouillon")
    passee = creer_seance(jour=dt.date(2026, 11, 2), etat="brouillon")
    annulee = creer_seance(etat="annulee", motif_annulation="autre")
    codes = []
    for seance in (cache, de_la_serie, passee, annulee):
        with pytest.raises(Refus) as refus:
            publier_seance(seance, par=None, quand=QUAND)
        codes.append(refus.value.code)
    assert codes == ["atelier", "serie", "passee", "etat"]


def test_retirer_un_brouillon_seul_et_rien_d_autre():
    retirer_brouillon(brouillon := creer_seance(etat="brouillon"))
    assert not Seance.objects.filter(uid=brouillon.uid).exists()
    with pytest.raises(Refus):
        retirer_brouillon(creer_seance())


def test_la_note_dit_a_la_seconde_qu_elle_a_change():
    seance = creer_seance()
    noter_pour_l_equipe(seance, "Clé chez Odile.", version=1)
    with pytest.raises(Refus) as refus:
        noter_pour_l_equipe(seance, "Autre chose.", version=1)
    lue = Seance.objects.get(pk=seance.pk)
    assert (refus.value.code, lue.note_equipe, lue.sequence) == ("version", "Clé chez Odile.", 0)


def test_une_absence_touche_ce_qu_elle_anime_ces_jours_la():
    helene = creer_professionnel()
    sienne, autre = creer_seance(), creer_seance()
    for seance in (sienne, creer_seance(jour=JOUR + dt.timedelta(days=2))):
        seance.animateurs.add(helene)
    absence = Absence(centre=helene.centre, professionnel=helene, du=JOUR, au=JOUR)
    noter_absence(absence, par=None)
    assert touchees_par_l_absence(absence, QUAND) == [sienne]
    assert autre.animateurs.count() == 0
    with pytest.raises(Refus) as refus:
        noter_absence(
            Absence(centre=helene.centre, professionnel=helene, du=JOUR, au=JOUR), par=None
        )
    assert refus.value.code == "deja"


@pytest.mark.parametrize(
    ("genre", "attendues"),
    [("fermeture", [0, 1]), ("ferie", [0, 1]), ("vacances", [0]), ("pont", [0])],
)
def test_une_periode_touche_selon_la_regle_de_chaque_serie(genre, attendues):
    centre = creer_centre()
    seances = []
    for regle in ("hors_vacances", "toute_annee", "toute_annee"):
        serie = creer_serie(creer_atelier(centre), regle=regle)
        seances.append(creer_seance(serie.atelier, serie=serie, date_origine=JOUR))
    gardee = seances[2].serie
    gardee.dates_gardees = [JOUR.isoformat()]
    gardee.save()
    periode = PeriodeCalendrier(centre=centre, genre=genre, nom="Repos", debut=JOUR, fin=JOUR)
    assert touchees_par_la_periode(periode, QUAND) == [seances[rang] for rang in attendues]
    periode.reste_ouvert = True
    assert touchees_par_la_periode(periode, QUAND) == []
