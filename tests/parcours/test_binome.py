"""The binôme: two organisations, one diagnosis, one plan, a job that begins (AGL-01 to AGL-10)."""

import datetime as dt

import pytest
from django.core.management import call_command

from centre.erreurs import Refus
from parcours.models import (
    DiagnosticCommun,
    Dispositif,
    Entretien,
    LignePlan,
    TransitionParcours,
    ValidationDiagnostic,
)
from parcours.operations.diagnostics import ecrire_diagnostic, valider_diagnostic
from parcours.operations.maintien import arreter_emploi, commencer_emploi
from parcours.operations.parcours import Entree, changer_referent, clore_parcours, ouvrir_parcours
from parcours.operations.plans import ecrire_ligne, suivre_ligne
from tests.builders import (
    creer_binome,
    creer_dispositif,
    creer_ligne_plan,
    creer_organisme,
    creer_parcours,
    creer_personne,
    creer_professionnel,
    creer_utilisateur,
)
from tests.contraintes import refuse
from tests.navigateurs import connecter

pytestmark = pytest.mark.django_db

SOCIAL, EMPLOI = "binome_social", "binome_emploi"
TEXTES = {
    "paroles": "Travailler près de l’école.",
    "atouts": "Ponctuelle",
    "volet_social": "Garde du petit à trouver.",
    "volet_emploi": "Aide à domicile.",
}
LIGNE = {
    "genre": "action",
    "theme": "famille",
    "quoi": "Demander une place à la crèche",
    "qui": "social",
    "domaine": "",
    "droit": "",
    "partenaire": None,
    "echeance": dt.date(2027, 1, 31),
}
AUJOURD_HUI = dt.date(2027, 2, 25)
DEUX = ["frein_social_et_professionnel"]


@pytest.fixture
def parcours(db):
    return creer_binome(date_fin_prevue=dt.date(2027, 3, 13))


def compte(parcours, role):
    return parcours.referents.get(role=role).professionnel.utilisateur


def valider(parcours, *roles):
    for role in roles or (SOCIAL, EMPLOI):
        version = DiagnosticCommun.objects.get(parcours=parcours).version
        valider_diagnostic(parcours, role=role, version=version, par=compte(parcours, role))


def ecrire(parcours, version=0, **textes):
    par = compte(parcours, SOCIAL)
    return ecrire_diagnostic(parcours, champs={**TEXTES, **textes}, par=par, version=version)


def test_agl_01_le_dispositif_livre_dure_six_mois_renouvelables_une_fois():
    call_command("loaddata", "dispositifs", verbosity=0)
    agl = Dispositif.objects.get(code="accompagnement-global")
    assert (agl.duree_mois, agl.renouvellements_max, agl.nb_referents) == (6, 1, 2)
    assert (agl.fin_apres_emploi_mois, agl.accord_prescripteur) == (1, False)
    assert agl.etapes == ["frein_social_et_professionnel", "diagnostic_commun"]


@pytest.mark.parametrize("freins", [(), ("famille",), ("trouver-un-emploi", "se-former")])
def test_agl_02_l_entree_demande_un_frein_social_et_un_frein_professionnel(freins):
    agl = creer_dispositif("accompagnement-global", nb_referents=2, duree_mois=6, etapes=DEUX)
    entree = Entree(
        date_entree=dt.date(2026, 9, 1),
        dispositif=agl,
        referent=creer_professionnel(),
        second_referent=creer_professionnel(),
        freins=freins,
    )
    par = creer_utilisateur("coordination")
    with pytest.raises(Refus) as refus:
        ouvrir_parcours(personne=creer_personne(), entree=entree, par=par)
    assert refus.value.code == "freins"


def test_agl_02_les_deux_freins_entrent_avec_la_personne():
    agl = creer_dispositif("accompagnement-global", nb_referents=2, duree_mois=6, etapes=DEUX)
    entree = Entree(
        date_entree=dt.date(2026, 9, 1),
        dispositif=agl,
        referent=creer_professionnel(),
        second_referent=creer_professionnel(),
        freins=("famille", "se-former"),
    )
    parcours = ouvrir_parcours(
        personne=creer_personne(), entree=entree, par=creer_utilisateur("coordination")
    )
    assert list(parcours.freins.values_list("theme", "declare_le")) == [
        ("famille", dt.date(2026, 9, 1)),
        ("se-former", dt.date(2026, 9, 1)),
    ]
    assert parcours.date_fin_prevue == dt.date(2027, 2, 28)


def test_agl_03_un_relais_garde_deux_organismes(parcours):
    autre = parcours.referents.get(role=EMPLOI).professionnel
    collegue = creer_professionnel(organisme=autre.organisme)
    quand = dt.date(2026, 11, 1)
    with pytest.raises(Refus, match="déjà de cet organisme"):
        changer_referent(parcours, role=SOCIAL, professionnel=collegue, a_partir_de=quand)
    nouveau = creer_professionnel()
    changer_referent(parcours, role=SOCIAL, professionnel=nouveau, a_partir_de=quand)
    ouverts = parcours.referents.filter(fin__isnull=True).values_list("role", "professionnel")
    assert dict(ouverts) == {SOCIAL: nouveau.pk, EMPLOI: autre.pk}


def test_agl_03_le_diagnostic_attend_un_binome_complet(parcours):
    par = compte(parcours, SOCIAL)
    parcours.referents.filter(role=EMPLOI).update(fin=dt.date(2026, 10, 1))
    with pytest.raises(Refus, match="binôme n’est pas complet"):
        ecrire_diagnostic(parcours, champs=TEXTES, par=par)
    assert DiagnosticCommun.objects.count() == 0


def test_agl_04_le_plan_ne_s_ouvre_qu_apres_les_deux_validations(parcours):
    par = compte(parcours, EMPLOI)
    refus = []
    for geste in (lambda: None, lambda: ecrire(parcours), lambda: valider(parcours, SOCIAL)):
        geste()
        with pytest.raises(Refus) as non:
            ecrire_ligne(parcours, champs=LIGNE, par=par)
        refus.append(non.value.code)
    valider(parcours, EMPLOI)
    ligne = ecrire_ligne(parcours, champs=LIGNE, par=par)
    assert refus == ["diagnostic_commun"] * 3
    assert list(LignePlan.objects.values_list("pk", "ecrite_par")) == [(ligne.pk, par.pk)]


def test_agl_04_l_etape_demandee_decide_du_diagnostic_et_non_le_nombre_de_referents(parcours):
    """Two référents without the step: no diagnosis to write, nothing awaited, an open plan."""
    parcours.dispositif.etapes = ["frein_social_et_professionnel"]
    parcours.dispositif.save(update_fields=["etapes"])
    with pytest.raises(Refus) as refus:
        ecrire(parcours)
    assert refus.value.code == "dispositif"
    assert ecrire_ligne(parcours, champs=LIGNE, par=compte(parcours, EMPLOI)).etat == "prevue"
    client = connecter(compte(parcours, SOCIAL))
    espace = client.get(f"/parcours/{parcours.pk}/espace/").text
    page = client.get(f"/personnes/{parcours.personne.reference}/")
    attendus = [a.titre for a in page.context["attendus"]]
    assert ("Diagnostic commun" in espace, attendus) == (False, ["Prendre rendez-vous avec elle"])


def test_agl_04_un_changement_demande_deux_nouvelles_validations(parcours):
    ecrire(parcours)
    valider(parcours)
    assert DiagnosticCommun.objects.get().est_valide
    ecrire(parcours, version=1, atouts="Ponctuelle, permis en cours")
    diagnostic = DiagnosticCommun.objects.get()
    assert (diagnostic.version, diagnostic.valides) == (2, {})
    with pytest.raises(Refus, match="le volet social et le volet emploi ont validé"):
        ecrire_ligne(parcours, champs=LIGNE, par=compte(parcours, SOCIAL))
    # The first two stay written, with their dates.
    assert ValidationDiagnostic.objects.filter(version=1).count() == 2


def test_agl_04_enregistrer_sans_rien_changer_garde_les_validations(parcours):
    ecrire(parcours)
    valider(parcours)
    ecrire(parcours, version=1)
    assert DiagnosticCommun.objects.get().est_valide


def test_agl_04_chacun_valide_le_sien_et_la_version_qu_il_a_lue(parcours):
    ecrire(parcours)
    coordination, social = creer_utilisateur("coordination"), compte(parcours, SOCIAL)
    refus = []
    for par, role, version in (
        (coordination, SOCIAL, 1),
        (social, EMPLOI, 1),
        (social, SOCIAL, 7),
        (social, "referent_unique", 1),
    ):
        with pytest.raises(Refus) as non:
            valider_diagnostic(parcours, role=role, version=version, par=par)
        refus.append(non.value.code)
    assert refus == ["autre", "autre", "version", "absent"]
    assert ValidationDiagnostic.objects.count() == 0


def test_agl_04_l_accord_d_une_collegue_sans_compte_est_ecrit_par_quelqu_un(parcours):
    sans_compte = parcours.referents.get(role=EMPLOI).professionnel
    sans_compte.utilisateur = None
    sans_compte.save(update_fields=["utilisateur"])
    ecrire(parcours)
    par = compte(parcours, SOCIAL)
    validation = valider_diagnostic(parcours, role=EMPLOI, version=1, par=par)
    assert (validation.professionnel, validation.recueillie_par) == (sans_compte, str(par))


def test_agl_04_deux_ecritures_sur_la_meme_page_ne_s_ecrasent_pas(parcours):
    ecrire(parcours)
    with pytest.raises(Refus, match="pendant que vous écriviez"):
        ecrire(parcours, version=0, atouts="Autre chose")
    assert DiagnosticCommun.objects.get().atouts == "Ponctuelle"


def test_agl_04_les_validations_ont_leurs_contraintes(parcours):
    diagnostic = ecrire(parcours)
    membre = parcours.referents.get(role=SOCIAL).professionnel
    commun = {"diagnostic": diagnostic, "version": 1, "professionnel": membre}
    ValidationDiagnostic.objects.create(role=SOCIAL, **commun)
    ecriture = ValidationDiagnostic.objects.create
    refuse("validation_une_par_role", ecriture, role=SOCIAL, **commun)
    refuse("validation_par_le_binome", ecriture, role="intervenant", **commun)


def test_agl_05_06_07_une_ligne_dit_le_frein_l_action_qui_avec_qui_et_quand(parcours):
    ecrire(parcours)
    valider(parcours)
    wimoov = creer_organisme(parcours.centre, nom="Aide à la mobilité", domaine="mobilité")
    champs = {
        **LIGNE,
        "genre": "orientation_partenaire",
        "theme": "confiance_en_soi",
        "domaine": "mobilite",
        "partenaire": wimoov,
        "qui": "personne",
    }
    ligne = ecrire_ligne(parcours, champs=champs, par=compte(parcours, EMPLOI))
    ligne.refresh_from_db()
    assert {nom: getattr(ligne, nom) for nom in champs} == champs
    assert (ligne.get_theme_display(), ligne.etat) == ("Confiance en soi", "prevue")
    with pytest.raises(Refus, match="déjà dans le plan"):
        ecrire_ligne(parcours, champs=champs, par=compte(parcours, SOCIAL))


def test_agl_08_l_ouverture_de_droits_est_une_action_et_un_resultat(parcours):
    ligne = creer_ligne_plan(parcours, genre="ouverture_de_droits", droit="couverture_sante")
    with pytest.raises(Refus, match="ce que la demande a donné"):
        suivre_ligne(ligne, etat="faite", resultat="")
    assert LignePlan.objects.droits_ouverts().count() == 0
    ligne = suivre_ligne(ligne, etat="faite", resultat="Accordée pour un an")
    jour = ligne.faite_le
    assert list(LignePlan.objects.ouverts_entre(jour, jour)) == [ligne]
    assert suivre_ligne(ligne, etat="en_cours", resultat="").faite_le is None


def test_les_lignes_du_plan_ont_leurs_contraintes(parcours):
    for nom, champs in {
        "ligne_faite_a_une_date": {"etat": "faite"},
        "ligne_orientation_a_un_partenaire": {"genre": "orientation_partenaire"},
        "ligne_droits_nomme_le_droit": {"genre": "ouverture_de_droits"},
    }.items():
        refuse(nom, creer_ligne_plan, parcours, **champs)


def test_agl_09_l_autre_moitie_lit_le_plan_et_jamais_la_note_confidentielle(parcours):
    social, emploi = compte(parcours, SOCIAL), compte(parcours, EMPLOI)
    ecrire(parcours)
    valider(parcours)
    ecrire_ligne(parcours, champs=LIGNE, par=social)
    Entretien.objects.create(
        parcours=parcours,
        debut=dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC),
        auteur=social,
        partageable="canari-partage",
        confidentiel="canari-secret",
    )
    page = connecter(emploi).get(f"/parcours/{parcours.pk}/espace/")
    assert (page.status_code, "place à la crèche" in page.text) == (200, True)
    assert [mot for mot in ("canari-partage", "canari-secret") if mot in page.text] == []
    assert connecter(emploi).get(f"/personnes/{parcours.personne.reference}/").status_code == 403


@pytest.mark.parametrize(
    ("debut", "fin"),
    [
        (dt.date(2027, 1, 31), dt.date(2027, 2, 28)),
        (dt.date(2028, 1, 31), dt.date(2028, 2, 29)),
        (dt.date(2027, 2, 28), dt.date(2027, 3, 28)),
    ],
)
def test_agl_10_le_parcours_finit_un_mois_apres_la_prise_d_emploi(parcours, debut, fin):
    par = compte(parcours, EMPLOI)
    transition = commencer_emploi(parcours, debut=debut, par=par, jour=debut)
    parcours.refresh_from_db()
    assert (parcours.date_fin_prevue, parcours.date_fin_reelle) == (fin, None)
    assert (transition.de, transition.vers, transition.fin_avant, transition.par) == (
        "en_cours",
        "maintien_en_emploi",
        dt.date(2027, 3, 13),
        par,
    )


def test_agl_10_un_emploi_perdu_rend_la_fin_d_avant(parcours):
    par = compte(parcours, EMPLOI)
    commencer_emploi(parcours, debut=dt.date(2027, 1, 31), par=par, jour=AUJOURD_HUI)
    arreter_emploi(parcours, fin=dt.date(2027, 2, 20), par=par, jour=AUJOURD_HUI)
    parcours.refresh_from_db()
    assert parcours.date_fin_prevue == dt.date(2027, 3, 13)
    assert list(TransitionParcours.objects.values_list("de", "vers", "jour", "fin_apres")) == [
        ("en_cours", "maintien_en_emploi", dt.date(2027, 1, 31), dt.date(2027, 2, 28)),
        ("maintien_en_emploi", "en_cours", dt.date(2027, 2, 20), dt.date(2027, 3, 13)),
    ]


def test_agl_10_un_second_emploi_recommence_le_mois(parcours):
    par = compte(parcours, EMPLOI)
    commencer_emploi(parcours, debut=dt.date(2027, 1, 31), par=par, jour=AUJOURD_HUI)
    arreter_emploi(parcours, fin=dt.date(2027, 2, 20), par=par, jour=AUJOURD_HUI)
    commencer_emploi(parcours, debut=dt.date(2027, 3, 1), par=par, jour=AUJOURD_HUI)
    parcours.refresh_from_db()
    assert parcours.date_fin_prevue == dt.date(2027, 4, 1)


def test_agl_10_les_ecritures_impossibles_sont_refusees(parcours):
    par, commun = compte(parcours, EMPLOI), {"jour": AUJOURD_HUI}
    refus = []

    def essayer(acte, *args, **champs):
        with pytest.raises(Refus) as non:
            acte(*args, par=par, **commun, **champs)
        refus.append(non.value.code)

    essayer(arreter_emploi, parcours, fin=dt.date(2027, 2, 1))
    essayer(commencer_emploi, parcours, debut=dt.date(2026, 9, 13))
    essayer(commencer_emploi, parcours, debut=dt.date(2027, 3, 29))
    essayer(commencer_emploi, creer_parcours(), debut=dt.date(2027, 1, 31))
    commencer_emploi(parcours, debut=dt.date(2027, 1, 31), par=par, **commun)
    essayer(commencer_emploi, parcours, debut=dt.date(2027, 2, 1))
    essayer(arreter_emploi, parcours, fin=dt.date(2027, 1, 30))
    essayer(arreter_emploi, parcours, fin=dt.date(2027, 2, 26))
    assert refus == ["aucun", "date", "date", "cadre", "deja", "date", "date"]
    assert TransitionParcours.objects.count() == 1


def test_un_parcours_clos_se_lit_seulement(parcours):
    par = compte(parcours, SOCIAL)
    ecrire(parcours)
    clore_parcours(parcours, date_fin=dt.date(2026, 11, 2), motif="autonomie")
    actes = (
        lambda: ecrire(parcours, version=1, atouts="x"),
        lambda: valider(parcours, SOCIAL),
        lambda: ecrire_ligne(parcours, champs=LIGNE, par=par),
        lambda: commencer_emploi(parcours, debut=dt.date(2026, 11, 2), par=par),
    )
    codes = []
    for acte in actes:
        with pytest.raises(Refus) as non:
            acte()
        codes.append(non.value.code)
    assert codes == ["clos"] * 4


def test_les_transitions_ont_leurs_contraintes(parcours):
    commun = {"parcours": parcours, "jour": AUJOURD_HUI}
    creer = TransitionParcours.objects.create
    refuse("transition_change_l_etat", creer, de="en_cours", vers="en_cours", **commun)
    refuse(
        "transition_maintien_a_une_fin",
        creer,
        de="en_cours",
        vers="maintien_en_emploi",
        **commun,
    )


def test_l_espace_commun_s_ecrit_d_un_bout_a_l_autre_par_ses_pages(parcours):
    social, emploi = (connecter(compte(parcours, role)) for role in (SOCIAL, EMPLOI))
    base = f"/parcours/{parcours.pk}/espace/"
    social.post(f"{base}diagnostic/", {**TEXTES, "version": "0"})
    for client, role in ((social, SOCIAL), (emploi, EMPLOI)):
        client.post(f"{base}diagnostic/valider/", {"role": role, "version": "1"})
    envoi = {**LIGNE, "partenaire": "", "echeance": "2027-01-31"}
    emploi.post(f"{base}plan/", envoi)
    ligne = LignePlan.objects.get()
    emploi.post(f"/plan/{ligne.pk}/", {"etat": "en_cours", "resultat": ""})
    social.post(f"{base}emploi/", {"debut": "2026-11-02"})
    parcours.refresh_from_db()
    page = emploi.get(base)
    assert parcours.date_fin_prevue == dt.date(2026, 12, 2)
    attendus = ("Maintien en emploi", "Début d’emploi", "En cours", "Garde du petit", "validé par")
    assert [mot for mot in attendus if mot not in page.text] == []


def test_une_saisie_refusee_reste_comme_elle_etait_ecrite(parcours):
    client = connecter(compte(parcours, SOCIAL))
    envoi = {**LIGNE, "partenaire": "", "echeance": "2027-01-31", "genre": "ouverture_de_droits"}
    page = client.post(f"/parcours/{parcours.pk}/espace/plan/", envoi)
    assert "Choisissez le droit demandé." in page.text
    assert "Demander une place à la crèche" in page.text
