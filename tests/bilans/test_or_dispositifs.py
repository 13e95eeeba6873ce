"""The golden sets of three dispositifs: plain counts of rows, then the figures of the bilans."""

import datetime as dt
import io
import json
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction

from bilans.demonstration import accompagnement_global, asg, asi_2008
from centre.models import Centre
from parcours.models import (
    Comite,
    Consentement,
    DiagnosticCommun,
    Entretien,
    LignePlan,
    NotePartagee,
    Orientation,
    Parcours,
    ReferentParcours,
    Renouvellement,
    SituationComite,
    TransitionParcours,
)
from parcours.operations.parcours import publics_a_l_entree

JEUX = ("asi_2008", "accompagnement_global", "asg")
DYNAMIQUE = Parcours.Groupe.DYNAMIQUE.motifs


@pytest.fixture(scope="module")
def _charges(django_db_setup, django_db_blocker):
    """The three sets once, side by side, through the command; undone whole."""
    with django_db_blocker.unblock(), transaction.atomic():
        for jeu in JEUX:
            call_command("demonstration", "--jeu", jeu, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _or(_charges, db):
    return None


def du_centre(slug):
    return Parcours.objects.filter(centre__slug=slug)


def bilan(centre, dispositif, du, au, *options):
    sortie = io.StringIO()
    arguments = ("--centre", centre, "--dispositif", dispositif, "--du", du, "--au", au)
    call_command("bilan", *arguments, "--json", *options, stdout=sortie)
    return json.loads(sortie.getvalue())


def figure(lu, code):
    f = lu["figures"][code]
    return f["valeur"], f["numerateur"], f["denominateur"]


@pytest.mark.usefixtures("_or")
def test_or_asi_90_accompagnes_par_agence_et_par_motif():
    """ASI-01, ASI-10: two agencies, each with its count; ends before the planned day."""
    parcours = du_centre(asi_2008.SLUG)
    agences = Counter(parcours.values_list("prescripteur__organisme__nom", flat=True))
    assert agences == {"Pôle emploi Roubaix-Alma": 48, "Pôle emploi Roubaix-Sud": 42}
    assert Counter(parcours.values_list("motif_sortie", flat=True)) == {
        "cdd_6_plus": 6,
        "cdd_moins_6": 5,
        "contrat_aide": 3,
        "formation_qualifiante": 2,
        "creation_entreprise": 1,
        "probleme_regle": 14,
        "abandon": 9,
        "fin_de_mesure": 12,
        "relais_referent": 11,
        "": 27,
    }
    assert Orientation.objects.filter(centre__slug=asi_2008.SLUG).count() == 90


@pytest.mark.usefixtures("_or")
def test_or_asi_31_demandes_28_accords_3_refus():
    lignes = Renouvellement.objects.filter(parcours__centre__slug=asi_2008.SLUG)
    assert Counter(lignes.values_list("decision", flat=True)) == {"accord": 28, "refus": 3}
    assert {ligne.demande_le.year for ligne in lignes} == {2008}
    # 90 first periods and 28 second ones begin in the year.
    debuts = [p.date_entree for p in du_centre(asi_2008.SLUG)]
    debuts += [ligne.du for ligne in lignes.filter(decision="accord")]
    assert (len(debuts), {jour.year for jour in debuts}) == (118, {2008})


@pytest.mark.usefixtures("_or")
def test_or_asi_neuf_entretiens_d_une_heure_en_moyenne():
    tenus = Entretien.objects.filter(parcours__centre__slug=asi_2008.SLUG, etat="tenu")
    assert (tenus.count(), set(tenus.values_list("duree_minutes", flat=True))) == (810, {60})
    assert len(set(tenus.values_list("parcours", flat=True))) == 90
    assert tenus.filter(type="premier_entretien").count() == 90


@pytest.mark.usefixtures("_or")
def test_or_asi_cadences_et_publics():
    parcours = list(du_centre(asi_2008.SLUG).select_related("personne"))
    assert Counter(p.cadence for p in parcours) == {
        "hebdomadaire": 38,
        "quinzaine": 45,
        "mensuelle": 7,
    }
    publics = Counter(public for p in parcours for public in p.publics)
    assert publics == {
        "jeune_18_25": 14, "deld": 41, "plus_50": 18, "rsa": 38, "handicap": 9,
    }  # fmt: skip
    # ASN-03: ages of the day of entry give the same marks.
    for p in parcours:
        assert set(publics_a_l_entree(p.personne, p.date_entree, p.publics)) == set(p.publics)


@pytest.mark.usefixtures("_or")
def test_or_asi_les_chiffres_du_bilan_2008():
    """ASI-23: 17 of 90, and the rate beside them."""
    lu = bilan("amitie-partage", "asi", "2008-01-01", "2008-12-31")
    assert figure(lu, "F05") == (90, 90, 90)
    assert figure(lu, "F18")[0] == {"demandes": 31, "accordes": 28, "refuses": 3}
    assert figure(lu, "F19")[0] == 63
    assert figure(lu, "F21") == (17, 17, 90)
    assert figure(lu, "F22") == (27.0, 17, 63)
    assert lu["figures"]["F21"]["taux"] == 18.9


@pytest.mark.usefixtures("_or")
def test_or_global_28_sur_40_et_120_sur_250():
    parcours = du_centre(accompagnement_global.SLUG)
    clos = parcours.filter(date_fin_reelle__isnull=False)
    la = clos.filter(personne__commune="Rambouillet")
    assert (clos.count(), clos.filter(motif_sortie__in=DYNAMIQUE).count()) == (250, 120)
    assert (la.count(), la.filter(motif_sortie__in=DYNAMIQUE).count()) == (40, 28)
    suivis = parcours.filter(personne__commune="Rambouillet")
    assert (suivis.count(), suivis.filter(date_fin_reelle__isnull=True).count()) == (57, 17)


@pytest.mark.usefixtures("_or")
def test_or_global_70_et_48_pour_cent_avec_leurs_denominateurs():
    periode = ("yvelines", "accompagnement-global", "2018-01-01", "2020-12-31")
    tout, la = bilan(*periode), bilan(*periode, "--territoire", "Rambouillet")
    assert figure(tout, "F22") == (48.0, 120, 250)
    assert figure(la, "F22") == (70.0, 28, 40)
    assert (la["territoire"], figure(la, "F05")[0]) == ("Rambouillet", 57)


@pytest.mark.usefixtures("_or")
def test_or_global_deux_organismes_un_diagnostic_et_un_mois_apres_l_emploi():
    siens = {"parcours__centre__slug": accompagnement_global.SLUG}
    membres = ReferentParcours.objects.filter(**siens).select_related("professionnel")
    par_parcours = {}
    for membre in membres:
        ligne = par_parcours.setdefault(membre.parcours_id, {})
        ligne[membre.role] = membre.professionnel.organisme_id
    assert len(par_parcours) == du_centre(accompagnement_global.SLUG).count()
    assert {(len(m), len(set(m.values()))) for m in par_parcours.values()} == {(2, 2)}
    diagnostics = DiagnosticCommun.objects.filter(**siens).prefetch_related("validations")
    assert {d.est_valide for d in diagnostics} == {True}
    emplois = TransitionParcours.objects.filter(**siens).select_related("parcours")
    assert {t.fin_apres == t.parcours.date_fin_reelle for t in emplois} == {True}


@pytest.mark.usefixtures("_or")
def test_or_asg_douze_personnes_et_leurs_partenaires():
    parcours = du_centre(asg.SLUG)
    membres = ReferentParcours.objects.filter(parcours__in=parcours, role="intervenant")
    nombres = Counter(membres.values_list("parcours", flat=True))
    assert (parcours.count(), min(nombres.values()), max(nombres.values())) == (12, 2, 6)
    assert set(membres.values_list("domaine", flat=True)) == {
        "emploi", "logement", "sante", "insertion", "culture",
    }  # fmt: skip
    assert (
        ReferentParcours.objects.filter(
            parcours__in=parcours, role="referent_unique", fin__isnull=True
        ).count()
        == 12
    )


@pytest.mark.usefixtures("_or")
def test_or_asg_trois_comites_neuf_noms_vingt_notes_sept_droits():
    du_jeu = {"parcours__centre__slug": asg.SLUG}
    situations = SituationComite.objects.filter(**du_jeu).avec_accord()
    assert Comite.objects.filter(centre__slug=asg.SLUG).count() == 3
    assert Counter(s.est_nommee and s.accord_en_cours for s in situations) == {True: 9, False: 3}
    accords = Consentement.objects.filter(personne__centre__slug=asg.SLUG, objet="comite")
    assert accords.filter(retire_le__isnull=True).count() == 9
    assert NotePartagee.objects.filter(**du_jeu).count() == 20
    assert LignePlan.objects.filter(**du_jeu).droits_ouverts().count() == 7


@pytest.mark.usefixtures("_or")
def test_or_les_jeux_sont_les_memes_a_chaque_chargement():
    def empreinte():
        return [
            list(du_centre(slug).order_by("pk").values_list(*champs))
            for slug in (asi_2008.SLUG, accompagnement_global.SLUG, asg.SLUG)
        ]

    champs = ("personne__nom", "personne__prenom", "date_entree", "motif_sortie", "cadence")
    avant = empreinte()
    for jeu in JEUX:
        call_command("demonstration", "--jeu", jeu, "--refaire", stdout=io.StringIO())
    assert empreinte() == avant
    assert Centre.objects.filter(slug=asg.SLUG).count() == 1


@pytest.mark.usefixtures("_or")
def test_or_rien_n_est_apres_la_date_du_jeu():
    for module in (asi_2008, accompagnement_global, asg):
        parcours = du_centre(module.SLUG)
        assert not parcours.filter(date_entree__gt=module.ARRETE).exists()
        tenus = Entretien.objects.filter(parcours__in=parcours)
        assert not tenus.filter(debut__date__gt=module.ARRETE + dt.timedelta(days=1)).exists()
