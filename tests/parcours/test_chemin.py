"""What is written along the way: seconds to write, her agreement first, nothing that judges."""

import datetime as dt

import pytest

from centre.erreurs import Refus
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Consentement,
    Frein,
    Jalon,
    Objectif,
    Observation,
    OrientationPartenaire,
    Projet,
    Repere,
)
from parcours.operations.freins import declarer_frein, suivre_frein
from parcours.operations.notes import ecrire, retirer
from parcours.operations.objectifs import (
    atteindre_objectif,
    changer_jalon,
    poser_jalon,
    poser_objectif,
)
from parcours.operations.parcours import clore_parcours
from parcours.operations.partenaires import changer_etat_partenaire, orienter_vers
from parcours.operations.projets import dire_son_projet, relire_le_projet
from parcours.operations.reperes import poser_reperes
from tests import builders as b
from tests.navigateurs import connecter

JEUDI = dt.datetime(2026, 11, 19, 9, 35, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]
JOUR = JEUDI.date()


@pytest.fixture
def parcours(db):
    return b.creer_parcours(b.creer_personne(prenom="Yasmina", nom="Belkacem"))


@pytest.fixture
def referente(parcours):
    utilisateur = b.creer_utilisateur("referent")
    b.creer_referent(parcours, b.creer_professionnel(utilisateur))
    return utilisateur


def code_du_refus(operation, *args, **champs):
    with pytest.raises(Refus) as saisi:
        operation(*args, **champs)
    return saisi.value.code


def la_page(client, parcours):
    return client.get(f"/personnes/{parcours.personne.reference}/").text


# --- Lines ----------------------------------------------------------------------------------


def test_une_aide_urgente_s_ecrit_d_un_appui_et_sans_montant(parcours, referente):
    """ASI-17, ASN-06: one button of the page, no date to type, no amount anywhere."""
    client = connecter(referente)
    adresse = f"/parcours/{parcours.pk}/noter/aide/"
    assert f'action="{adresse}"' in la_page(client, parcours)
    assert client.post(adresse, {"nature": "alimentation"}).status_code == 302
    assert list(AideUrgente.objects.values_list("nature", "le", "auteur")) == [
        ("alimentation", JOUR, referente.pk)
    ]
    champs = {f.name for f in AideUrgente._meta.get_fields()}
    assert champs & {"montant", "prix", "euros"} == set()
    assert "Aide urgente\u00a0: de quoi manger" in la_page(client, parcours)


def test_les_actions_sont_typees_en_deux_volets(parcours, referente):
    """ASN-08, AGL-08: social and professional kinds, with the visit made together and a result."""
    assert {t.value for t in ActionParcours.Type if t in ActionParcours.SOCIALES} == {
        *("accueil_ecoute", "aide_demarches", "organisation_familiale"),
        *("maintien", "resolution_durable", "ouverture_de_droits"),
    }
    caf = b.creer_organisme(nom="CAF de Moselle")
    donnees = {
        "type": "ouverture_de_droits",
        "organisme": caf.pk,
        "accompagnement_physique": "on",
        "resultat": "obtenu",
        "note": "allocation logement",
        "le": "18/11/2026",
    }
    client = connecter(referente)
    client.post(f"/parcours/{parcours.pk}/noter/action/", donnees)
    action = ActionParcours.objects.get()
    assert (action.est_sociale, action.organisme, action.resultat) == (True, caf, "obtenu")
    page = la_page(client, parcours)
    assert "avec elle sur place · CAF de Moselle · allocation logement" in page


def test_nul_ne_place_sur_un_contrat_d_ici(parcours, referente):
    """ASI-19: a suggestion to the prescriber is the only action that comes near it."""
    interdits = ("contrat", "plie", "embauche", "placement")
    libelles = [f"{t.value} {t.label}".lower() for t in ActionParcours.Type]
    assert [nom for nom in libelles if any(mot in nom for mot in interdits)] == []
    assert "suggestion_prescripteur" in ActionParcours.Type.values
    page = connecter(referente).get(f"/parcours/{parcours.pk}/noter/action/").text
    assert "Entrer en contrat aidé ou au PLIE ne se décide pas ici" in page


def test_une_avancee_garde_ses_mots(parcours, referente):
    """ASI-21: start of a contract, family, rights, housing; her words between guillemets."""
    assert {"debut_contrat", "reconciliation_familiale", "deblocage_droits", "logement"} <= set(
        Avancee.Type.values
    )
    client = connecter(referente)
    donnees = {"type": "logement", "mots": "J’ai les clés.", "le": "2026-11-18"}
    client.post(f"/parcours/{parcours.pk}/noter/avancee/", donnees)
    page = la_page(client, parcours)
    assert ("Avancée\u00a0: logement" in page, "«&nbsp;J’ai les clés.&nbsp;»" in page) == (
        True,
        True,
    )


def test_une_observation_a_un_theme_une_voix_et_jamais_de_note(parcours, referente):
    """LIE-15: hers and the team's, in three families of themes; the model holds no number."""
    volets = {theme.partition("-")[0] for theme in Observation.Theme.values}
    assert (volets, len(Observation.Theme.values)) == ({"ateliers", "social", "professionnel"}, 23)
    types = {f.get_internal_type() for f in Observation._meta.concrete_fields if not f.is_relation}
    assert types == {"BigAutoField", "DateField", "DateTimeField", "CharField", "TextField"}
    client = connecter(referente)
    for voix, texte in (("personne", "Le matin c’est mieux."), ("equipe", "Aide les autres.")):
        donnees = {"voix": voix, "theme": "ateliers-horaires", "texte": texte, "le": "2026-11-18"}
        client.post(f"/parcours/{parcours.pk}/noter/observation/", donnees)
    page = la_page(client, parcours)
    assert "«&nbsp;Le matin c’est mieux.&nbsp;»" in page
    assert ("Elle le dit" in page, "L’équipe le voit" in page) == (True, True)


@pytest.mark.parametrize(
    ("le", "code"),
    [(dt.date(2026, 11, 20), "avenir"), (dt.date(2026, 9, 13), "avant_entree")],
)
def test_une_ligne_se_date_dans_le_parcours(parcours, referente, le, code):
    champs = {"le": le, "nature": "nuit"}
    assert code_du_refus(ecrire, AideUrgente, parcours, champs=champs, auteur=referente) == code


def test_apres_la_fin_rien_ne_s_ecrit_plus(parcours, referente):
    clore_parcours(parcours, date_fin=dt.date(2026, 11, 10), motif="autonomie")
    champs = {"le": JOUR, "nature": "nuit"}
    assert code_du_refus(ecrire, AideUrgente, parcours, champs=champs, auteur=referente) == "clos"


def test_une_erreur_se_retire_deux_jours_par_son_auteur(parcours, referente):
    ligne = ecrire(AideUrgente, parcours, champs={"le": JOUR, "nature": "nuit"}, auteur=referente)
    collegue = b.creer_utilisateur("referent")
    assert code_du_refus(retirer, ligne, par=collegue) == "auteur"
    trois_jours = JEUDI + dt.timedelta(days=3)
    assert code_du_refus(retirer, ligne, par=referente, quand=trois_jours) == "trop_tard"
    client = connecter(referente)
    client.post(f"/notes/aide/{ligne.pk}/retirer/")
    assert "Aide urgente" not in la_page(client, parcours).partition('class="frise"')[2]
    assert AideUrgente.objects.get().retiree_le == JEUDI


# --- Freins ---------------------------------------------------------------------------------


def test_les_freins_tiennent_la_taxonomie(parcours):
    """ASI-13, AGL-07: 16 public themes; the finer words; the sensitive ones marked by nature."""
    assert len(Frein.Theme.values) == 16
    attendus = {
        *("sante--depression", "sante--alcool", "sante--drogues", "sante--douleur"),
        *("sante--suites-operation", "sante--metier-eprouvant", "remobilisation--deuil"),
        *("famille--surmonter-conflits-separation-violence", "remobilisation--estime-de-soi"),
        *("lecture-ecriture-calcul--oral", "lecture-ecriture-calcul--lecture"),
        *("lecture-ecriture-calcul--ecriture", "remobilisation--lien-social"),
        *("famille--separation", "famille--garde-d-enfants", "se-former--qualification"),
        "difficultes-financieres--situation-dendettement-surendettement",
        "difficultes-administratives-ou-juridiques--droit",
        "remobilisation--bien-etre-confiance-en-soi",
    }
    assert attendus - set(Frein.Detail.values) == set()
    freins = [
        b.creer_frein(parcours, theme=detail.partition("--")[0], detail=detail)
        for detail in Frein.Detail.values
    ]
    sensibles = {frein.detail for frein in freins if frein.est_sensible}
    assert sensibles == set(Frein.DETAILS_SENSIBLES)


def test_un_frein_entre_avance_puis_sort_avec_ce_qui_a_aide(parcours, referente):
    frein = declarer_frein(
        parcours, champs={"theme": "", "detail": "famille--separation", "declare_le": JOUR},
        auteur=referente,
    )  # fmt: skip
    assert (frein.theme, frein.situation) == ("famille", "la")
    suivre_frein(frein, point_actuel="voit un médiateur", avance=True)
    frein.refresh_from_db()
    assert frein.situation == "avance"
    champs = {"point_actuel": "", "avance": True, "leve_le": JOUR, "ce_qui_a_aide": "la médiation"}
    suivre_frein(frein, **champs)
    frein.refresh_from_db()
    assert (frein.situation, frein.ce_qui_a_aide) == ("regle", "la médiation")
    page = la_page(connecter(referente), parcours)
    assert "Ce qui a aidé\u00a0: la médiation" in page
    tot = {**champs, "leve_le": JOUR - dt.timedelta(days=9)}
    assert code_du_refus(suivre_frein, frein, **tot) == "avant"


def test_un_frein_sensible_se_lit_par_qui_mene_le_parcours(parcours, referente):
    """§3.7: the coordination ticks that it is there, the référente reads it, a partner nothing."""
    b.creer_frein(parcours, theme="sante", detail="sante--alcool", precision="canari-soin")
    b.creer_frein(parcours, theme="mobilite", precision="canari-bus")
    coordination = b.creer_utilisateur("coordination")
    lus = {
        nom: [mot in la_page(connecter(qui), parcours) for mot in MOTS_DU_FREIN]
        for nom, qui in (("referente", referente), ("coordination", coordination))
    }
    assert lus == {
        "referente": [True, True, True, False],
        "coordination": [True, False, False, True],
    }
    pro = b.creer_professionnel(coordination)
    b.creer_intervenant(parcours, pro, role="correspondant_social", domaine="")
    assert "canari-soin" not in la_page(connecter(coordination), parcours)
    parcours.referents.filter(role="referent_unique").update(professionnel=pro)
    assert "canari-soin" in la_page(connecter(coordination), parcours)
    autre = b.creer_utilisateur("referent")
    assert "canari" not in la_page(connecter(autre), parcours)


MOTS_DU_FREIN = ("canari-bus", "canari-soin", "Alcool", "Un frein réservé")


# --- Aims -----------------------------------------------------------------------------------


def test_rien_n_est_prevu_sans_son_accord(parcours, referente):
    """LIE-16, AGL-05: an aim in one of three families, its dated steps, each with her yes."""
    commun = {"finalite": "projet_emploi", "texte": "Visiter", "le": JOUR, "auteur": referente}
    assert code_du_refus(poser_objectif, parcours, accord=False, **commun) == "accord"
    objectif = poser_objectif(parcours, accord=True, **commun)
    assert (objectif.accord_le, set(Objectif.Finalite.values)) == (
        JOUR,
        {"rompre_isolement", "construction_soi", "projet_emploi"},
    )
    frein = b.creer_frein(parcours)
    champs = {"quoi": "Écrire", "qui": "ensemble", "echeance": JOUR, "frein": frein}
    refuse = code_du_refus(poser_jalon, objectif, champs=champs, accord=False, auteur=referente)
    assert refuse == "accord"
    ailleurs = {**champs, "frein": b.creer_frein()}
    refuse = code_du_refus(poser_jalon, objectif, champs=ailleurs, accord=True, auteur=referente)
    assert refuse == "frein"
    jalon = poser_jalon(objectif, champs=champs, accord=True, auteur=referente)
    changer_jalon(jalon, etat="fait")
    atteindre_objectif(objectif)
    objectif.refresh_from_db()
    faits = list(Jalon.objects.values_list("etat", "change_le", "accord_le"))
    assert (faits, objectif.atteint_le) == ([("fait", JOUR, JOUR)], JOUR)


def test_les_pages_des_objectifs_suivent_ce_qu_elle_veut(parcours, referente):
    client = connecter(referente)
    donnees = {"texte": "Visiter une cantine", "finalite": "projet_emploi", "le": "2026-11-18"}
    refus = client.post(f"/parcours/{parcours.pk}/noter/objectif/", donnees)
    assert "Elle n’a pas dit oui" in refus.text
    client.post(f"/parcours/{parcours.pk}/noter/objectif/", {**donnees, "accord": "on"})
    objectif = Objectif.objects.get()
    etape = {"quoi": "Écrire", "qui": "ensemble", "accord": "on"}
    client.post(f"/objectifs/{objectif.pk}/etapes/nouvelle/", etape)
    client.post(f"/etapes/{Jalon.objects.get().pk}/", {"etat": "laisse"})
    client.post(f"/objectifs/{objectif.pk}/atteint/")
    page = la_page(client, parcours)
    attendus = ("Visiter une cantine", "laissé de côté le 19 novembre", "Objectif atteint")
    assert [mot for mot in attendus if mot not in page] == []


# --- Partners -------------------------------------------------------------------------------


def test_decliner_un_partenaire_ne_change_rien_d_autre(parcours, referente):
    """ASI-15, LIE-13: five states, one directory; « not now » leaves every other row as it was."""
    assert set(OrientationPartenaire.Etat.values) == {
        *("proposee", "demandee_par_la_personne", "acceptee", "declinee"),
        "accompagnement_physique",
    }
    champs = {"etat": "proposee", "le": JOUR, "auteur": referente}
    ailleurs = b.creer_organisme(b.creer_centre("ailleurs"))
    assert code_du_refus(orienter_vers, parcours, organisme=ailleurs, **champs) == "annuaire"
    vers = orienter_vers(parcours, organisme=b.creer_organisme(), **champs)
    avant = type(parcours).objects.values().get(pk=parcours.pk)
    changer_etat_partenaire(vers, etat="declinee")
    vers.refresh_from_db()
    assert (vers.etat, type(parcours).objects.values().get(pk=parcours.pk)) == ("declinee", avant)


def test_un_partenaire_sensible_ne_se_nomme_qu_a_qui_la_suit(parcours, referente):
    csapa = b.creer_organisme(nom="CSAPA canari", est_sensible=True)
    b.creer_orientation_partenaire(parcours, organisme=csapa)
    assert "CSAPA canari" in la_page(connecter(referente), parcours)
    page = la_page(connecter(b.creer_utilisateur("coordination")), parcours)
    assert ("CSAPA canari" in page, "Vers un partenaire" in page) == (False, True)


# --- Her words ------------------------------------------------------------------------------


def test_son_projet_garde_chaque_version(parcours, referente):
    """ASG-03: her words, dated; the same words are a reading, not a version."""
    personne = parcours.personne
    hier = JOUR - dt.timedelta(days=1)
    dire_son_projet(personne, texte="Parler français.", dit_le=hier, auteur=referente)
    dire_son_projet(personne, texte="Une cantine.", dit_le=JOUR, auteur=referente)
    champs = {"texte": "Avant.", "dit_le": hier, "auteur": referente}
    assert code_du_refus(dire_son_projet, personne, **champs) == "avant"
    dire_son_projet(personne, texte="Une cantine.", dit_le=JOUR, auteur=referente)
    relire_le_projet(personne, le=JOUR)
    assert list(Projet.objects.values_list("texte", "dit_le", "relu_le")) == [
        ("Une cantine.", JOUR, JOUR),
        ("Parler français.", hier, None),
    ]
    page = la_page(connecter(referente), parcours)
    assert page.index("Une cantine.") < page.index("Le parcours, pas à pas")
    accueil = la_page(connecter(b.creer_utilisateur("accueil")), parcours)
    assert ("Une cantine." in accueil, "Belkacem" in accueil) == (False, True)


def test_son_prenom_se_demande_et_se_retire(parcours, referente):
    """ASI-16: an agreement with its date; « vous » either way."""
    client, adresse = connecter(referente), f"/personnes/{parcours.personne.reference}/prenom/"
    client.post(adresse, {"prenom": "oui"})
    assert "par son prénom, et vous" in la_page(client, parcours)
    client.post(adresse, {"prenom": "non"})
    assert list(Consentement.objects.values_list("objet", "donne_le", "retire_le")) == [
        ("prenom", JEUDI, JEUDI)
    ]
    assert "Madame ou Monsieur, et vous" in la_page(client, parcours)


def test_ses_reperes_font_un_dessin_et_jamais_un_score(parcours, referente):
    """ASI-22: six themes, three moments, 1 to 5; a drawing with its table, no sum, no mean."""
    for moment, place in (("entree", 2), ("milieu", 4)):
        places = dict.fromkeys(Repere.Theme.values, place)
        poser_reperes(parcours, moment=moment, places=places, le=JOUR, auteur=referente)
    poser_reperes(parcours, moment="milieu", places={"projet": 5}, le=JOUR, auteur=referente)
    assert (len(Repere.Theme.values), Repere.objects.count()) == (6, 12)
    assert Repere.objects.get(moment="milieu", theme="projet").place == 5
    page = connecter(referente).get(f"/parcours/{parcours.pk}/reperes/").text
    assert page.count("dessin__marque--") == 12
    assert ("<svg" in page, "<table" in page, "À la sortie" in page) == (True, True, True)
    dessin = page.partition('<svg class="dessin"')[2].partition("</table>")[0].lower()
    assert [mot for mot in ("score", "moyenne", "total", "%", "/5", "/30") if mot in dessin] == []


def test_la_page_des_reperes_laisse_un_theme_de_cote(parcours, referente):
    client = connecter(referente)
    donnees = {"moment": "entree", "le": "2026-11-18", "place_projet": "3"}
    reponse = client.post(f"/parcours/{parcours.pk}/reperes/poser/", donnees)
    assert reponse["Location"].endswith("#t-reperes")
    assert list(Repere.objects.values_list("theme", "place", "le")) == [
        ("projet", 3, dt.date(2026, 11, 18))
    ]
