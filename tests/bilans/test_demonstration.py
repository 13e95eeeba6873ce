import datetime as dt
import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from ateliers.models import Atelier, ReglePermanence, Seance
from bilans.demonstration import jeux
from bilans.figures import FIGURES, Perimetre, Periode, calculer
from bilans.figures.derriere import DES_SEANCES, listes_de
from bilans.figures.personnes import personnes_accompagnees
from centre.models import Centre, Message, Organisme, Utilisateur
from centre.temps import a_paris, instant
from inscriptions.models import JetonParticipant, Place
from parcours.models import (
    AvisConservation,
    BrisDeGlace,
    Consentement,
    DemandeDroit,
    LienFiche,
    Orientation,
    Parcours,
    Personne,
)
from parcours.operations.bris_de_glace import a_lire_par
from parcours.operations.conservation import annoncer
from presences.models import Emport, Presence
from presences.queries.silence import silences
from presences.queries.tablette import a_emporter, emports_en_retard
from tests.builders import creer_centre

JOUR = dt.date(2026, 11, 19)
ANNEE, AUTOMNE = (Periode(dt.date(2026, mois, 1), JOUR) for mois in (1, 10))
ETATS = {
    "F11": ("tenues", "prevues", "annulees", "a_renseigner", "a_venir"),
    "F18": ("accordes", "demandes", "refuses"),
}
QUAND = instant(JOUR, dt.time(10, 35))


def lancer(*options: str) -> str:
    sortie = io.StringIO()
    call_command("demonstration", *options, stdout=sortie)
    return sortie.getvalue()


@pytest.fixture(scope="module")
def _charge(django_db_setup, django_db_blocker):
    """The living centre once for the module, undone whole: no row is left to the next one."""
    with django_db_blocker.unblock(), transaction.atomic():
        lancer("--date", "2026-11-19")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def lierre(_charge, db):
    return Centre.objects.get(slug="le-lierre")


def en_2026(code: str) -> int:
    seances = Seance.objects.comptees().filter(atelier__centre__slug="le-lierre")
    return seances.filter(
        atelier__code=code, date_origine__range=(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    ).count()


def test_demonstration_plans_the_counts_of_the_year(lierre):
    codes = ["EVQ", "REL", "PEM", "COU", "FRA", "MUL", "CUI", "FLE"]
    choisis = ["SOP", "GDP", "ART", "VID", "MUS", "SOR"]
    assert {code: en_2026(code) for code in codes + choisis} == {
        "EVQ": 33, "REL": 44, "PEM": 44, "COU": 46, "FRA": 46, "MUL": 45, "CUI": 44, "FLE": 44,
        "SOP": 24, "GDP": 20, "ART": 15, "VID": 4, "MUS": 5, "SOR": 10,
    }  # fmt: skip


def test_demonstration_goes_on_to_the_end_of_the_school_year(lierre):
    derniere = Seance.objects.comptees().filter(centre=lierre).latest("debut")
    assert dt.date(2027, 6, 28) <= a_paris(derniere.debut).date() <= dt.date(2027, 7, 9)


def test_demonstration_shapes_of_the_86(lierre):
    orientees = Orientation.objects.filter(centre=lierre).recues_entre(dt.date(2026, 1, 1), JOUR)
    gens = Personne.objects.filter(pk__in=orientees.values("personne"))
    assert orientees.count() == 90
    assert gens.count() == 86
    assert gens.filter(sexe="F").count() == 61
    assert gens.filter(qpv="oui").count() == 52
    assert gens.filter(ressources__startswith="rsa").count() == 54
    assert sum(str(p.telephone).startswith(("+336", "06")) for p in gens) == 79
    assert gens.filter(telephone_est_partage=True).count() == 12
    assert gens.exclude(courriel="").count() == 41
    assert gens.filter(courriel="", telephone="").count() == 4
    assert gens.exclude(langue="fr").count() == 22


def test_demonstration_compares_with_a_year_of_77_of_whom_12_are_back(lierre):
    recues = Orientation.objects.filter(centre=lierre)
    avant = set(
        recues.recues_entre(dt.date(2025, 1, 1), dt.date(2025, 12, 31)).values_list(
            "personne", flat=True
        )
    )
    annee = set(recues.recues_entre(dt.date(2026, 1, 1), JOUR).values_list("personne", flat=True))
    assert (len(avant), len(avant & annee)) == (77, 12)
    accompagnees = personnes_accompagnees(Perimetre(lierre), Periode(dt.date(2026, 1, 1), JOUR))
    assert 80 <= accompagnees.valeur <= 86


def compter(liste):
    """As a reader does, line after line."""
    lignes = list(liste.lignes)
    return sum(liste.valeurs(lignes, liste.lignes)) if liste.compte else len(lignes)


def ecrits(figure):
    """Numbers that the figure prints, in the order of its lists."""
    if figure.code in ETATS:
        return [figure.valeur[etat] for etat in ETATS[figure.code]]
    if figure.code in ("F10", "F17", "F25") or figure.denominateur is None:
        return [figure.numerateur]
    return [figure.numerateur, figure.denominateur]


@pytest.mark.parametrize("code", FIGURES)
def test_demonstration_counts_each_figure_again_on_its_lists(lierre, code):
    """Here, a year before, in one frame; those of séances without the outings, for one atelier."""
    ici, periode = Perimetre(lierre, None, QUAND), AUTOMNE if code in DES_SEANCES else ANNEE
    cadre = replace(ici, dispositif=lierre.dispositifs.first())
    lieux = [(ici, periode), (ici, periode.un_an_avant()), (cadre, periode)]
    if code in DES_SEANCES:
        sorties = Atelier.objects.get(centre=lierre, code="SOR")
        lieux += [(ici.sans_sorties(), periode), (replace(ici, atelier=sorties), periode)]
    for lieu, periode in lieux:
        lue, listes = calculer(code, lieu, periode), listes_de(code, lieu, periode)
        comptes = [compter(liste) for liste in listes]
        if code == "F16":  # the lines are counted, their column has a median
            assert listes[0].total(listes[0].lignes) == (lue.valeur or 0)
            comptes = [len(liste.lignes) for liste in listes]
        else:
            assert comptes == [liste.total(liste.lignes) for liste in listes]
        assert comptes[: len(ecrits(lue))] == ecrits(lue), (code, lieu)


def test_demonstration_has_34_partners_and_the_house(lierre):
    assert Organisme.objects.filter(centre=lierre).exclude(type="CENTRE").count() == 34


def test_demonstration_shows_the_four_transmissions_to_the_social_worker(lierre):
    siennes = Orientation.objects.filter(prescripteur__utilisateur__courriel__startswith="ts.udaf")
    assert siennes.count() == 6
    assert set(siennes.values_list("parcours__transmission_presence", flat=True)) == {
        None,
        "aucune",
        "attestation_remise_a_la_personne",
        "avec_accord_au_referent",
        "prevue_au_contrat",
    }


def test_demonstration_hides_only_reserved_presences_of_one_orientee(lierre):
    siens = Parcours.objects.filter(prescripteur__utilisateur__courriel__startswith="ts.udaf")
    presences = Presence.objects.positives().filter(place__parcours__in=siens.transmis())
    niveaux = {}
    for pk, niveau in presences.values_list(
        "place__parcours", "place__seance__atelier__sensibilite"
    ):
        niveaux.setdefault(pk, set()).add(niveau)
    assert any(vus <= {2, 3} for vus in niveaux.values())
    assert any(3 in vus and vus & {0, 1} for vus in niveaux.values())


def test_demonstration_leaves_monday_unfilled(lierre):
    oubliees = Seance.objects.a_renseigner(QUAND).filter(centre=lierre)
    assert [(s.atelier.code, a_paris(s.debut).date()) for s in oubliees] == [
        ("EVQ", dt.date(2026, 11, 16))
    ]
    assert not Presence.objects.filter(place__seance__in=oubliees).exists()


def test_demonstration_waits_for_two_tablets_that_hold_monday(lierre):
    retards = list(emports_en_retard(lierre.pk, QUAND))
    assert [(e.appareil.libelle, e.jour) for e in retards] == [
        ("Tablette de la cuisine", dt.date(2026, 11, 16)),
        ("Tablette bleue", dt.date(2026, 11, 16)),
    ]
    for emport in retards:
        sienne = a_emporter(emport.appareil.proprietaire).filter(emports=emport)
        assert [s.atelier.code for s in sienne] == ["EVQ"]
    assert Emport.objects.count() == 2


def test_demonstration_proposes_one_caring_call_to_the_referente_only(lierre):
    appels = {
        qui: len(silences(Utilisateur.objects.get(courriel=f"{qui}@lierre.example"), lierre, QUAND))
        for qui in ("referent", "coordination", "animation", "ts.udaf", "ts.cms")
    }
    attendus = {"referent": 1, "coordination": 0, "animation": 0, "ts.udaf": 0, "ts.cms": 0}
    assert appels == attendus


def test_demonstration_has_people_in_both_lines_that_cross_on_monday(lierre):
    lundi = Place.objects.confirmees().filter(
        seance__centre=lierre, seance__date_origine=dt.date(2026, 11, 16)
    )
    evq, relaxation = (
        set(lundi.filter(seance__atelier__code=code).values_list("personne", flat=True))
        for code in ("EVQ", "REL")
    )
    assert len(evq & relaxation) >= 2


def test_demonstration_has_a_queue_for_the_next_outing(lierre):
    sortie = Seance.objects.filter(atelier__code="SOR", centre=lierre, debut__gt=QUAND).first()
    attente = list(Place.objects.en_attente().filter(seance=sortie).values_list("rang", "sieges"))
    assert attente == [(1, 3), (2, 1)]
    assert sortie.places_libres == 2


def test_demonstration_keeps_a_slot_of_each_permanence_for_prescribers(lierre):
    regles = ReglePermanence.objects.filter(atelier__centre=lierre)
    champs = ("atelier__code", "creneaux_gardes", "prescripteurs_reservent")
    assert list(regles.values_list(*champs)) == [("PEM", 1, True)]


def test_demonstration_cancels_thirteen_séances_and_moves_some(lierre):
    lignes = Seance.objects.comptees().filter(centre=lierre)
    assert lignes.filter(etat="annulee").count() == 13
    assert lignes.filter(deplacements__isnull=False).distinct().count() == 5


def test_demonstration_has_a_failed_message_and_calls_to_make(lierre):
    messages = Message.objects.filter(centre=lierre)
    assert [m.raison for m in messages.filter(etat=Message.Etat.ECHEC)] == [
        "Le numéro ne répond plus."
    ]
    a_faire = messages.filter(etat=Message.Etat.EN_ATTENTE).select_related("envoi__seance")
    assert {(m.canal, m.envoi.seance.atelier.code) for m in a_faire} == {("appel", "SOP")}


def test_demonstration_counters_agree_with_places(lierre):
    for seance in Seance.objects.filter(centre=lierre).prefetch_related("places"):
        pris = sum(p.sieges for p in seance.places.all() if p.etat in Place.TENUES)
        assert seance.sieges_pris == pris


def test_demonstration_opens_a_second_centre_apart(lierre):
    autre = Centre.objects.get(slug="le-chene")
    assert Atelier.objects.filter(centre=autre).count() == 3
    assert not Place.objects.filter(seance__centre=autre, personne__centre=lierre).exists()


def test_demonstration_shows_what_people_ask_about_their_data(lierre):
    siennes = {"personne__centre": lierre}
    demande = DemandeDroit.objects.ouvertes().get(**siennes)
    retires = Consentement.objects.filter(retire_le__isnull=False, **siennes)
    referente = Utilisateur.objects.get(courriel="referent@lierre.example")
    lien = LienFiche.objects.get(centre=lierre)
    assert (demande.genre, demande.echeance) == ("acces", dt.date(2026, 12, 7))
    assert [(c.objet, c.canal) for c in retires] == [("photo", "Sa page personnelle")]
    assert BrisDeGlace.objects.filter(a_lire_par(referente)).count() == 1
    assert (lien.expire_le - lien.cree_le, lien.fiches) == (dt.timedelta(days=8), 1)


def test_demonstration_announces_a_file_that_the_nightly_run_keeps_announced(lierre):
    avis = AvisConservation.objects.filter(personne__centre=lierre)
    avant = list(avis.values())
    assert [(a.personne.nom, a.echeance) for a in avis] == [("Vaucresson", dt.date(2026, 12, 10))]
    annoncer(QUAND)
    assert list(avis.values()) == avant


def test_demonstration_dates_the_end_of_every_closed_fiche(lierre):
    closes = Orientation.objects.filter(centre=lierre, etat__in=Orientation.CLOSES)
    assert closes.count() > 5
    assert not closes.exclude(close_le__range=(F("recue_le"), JOUR)).exists()


def test_demonstration_run_again_changes_nothing(lierre):
    avant = set(Personne.objects.values_list("pk", flat=True))
    assert "à la date du 19/11/2026" in lancer("--date", "2026-12-01")
    assert set(Personne.objects.values_list("pk", flat=True)) == avant


def test_demonstration_is_the_same_for_the_same_date(lierre):
    def empreinte():
        return (
            list(Personne.objects.filter(centre__slug="le-lierre").values_list("reference", "nom")),
            list(Place.objects.filter(inscription__isnull=False).order_by("uid").values_list("uid"))
            and Presence.objects.filter(statut="present").count(),
            JetonParticipant.objects.get(usage="page").empreinte,
        )

    avant = empreinte()
    lancer("--date", "2026-11-19", "--refaire")
    assert empreinte() == avant


def test_demonstration_refuses_a_real_installation(db, settings):
    settings.DEMONSTRATION = False
    avant = Utilisateur.objects.count()
    with pytest.raises(CommandError, match="mot de passe est public"):
        lancer("--refaire")
    assert Utilisateur.objects.count() == avant


def test_demonstration_refuses_a_centre_of_that_name(db):
    creer_centre("le-lierre-2013")
    with pytest.raises(CommandError, match="n’est pas une démonstration"):
        lancer("--jeu", "le_lierre_2013", "--refaire")


@pytest.mark.parametrize(
    ("aujourdhui", "attendu"),
    [
        (dt.date(2026, 11, 21), dt.date(2026, 11, 20)),
        (dt.date(2026, 8, 15), dt.date(2026, 7, 31)),
        (dt.date(2026, 5, 8), dt.date(2026, 5, 7)),
    ],
)
def test_dernier_jour_skips_week_ends_and_closures(aujourdhui, attendu):
    assert jeux.dernier_jour(aujourdhui) == attendu
