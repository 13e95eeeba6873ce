"""Around one person: intervenants, shared notes, her contributions, committees (ASG-01 to 09)."""

import datetime as dt

import pytest
from django.core.management import call_command

from centre.acces import lectures_de
from centre.effacement import apercu, copier, effacer
from centre.erreurs import Refus
from centre.models import JournalAcces
from centre.temps import aujourdhui, maintenant
from parcours.models import (
    Comite,
    Consentement,
    Dispositif,
    LignePlan,
    NotePartagee,
    Parcours,
    ParticipantComite,
    SituationComite,
)
from parcours.operations.accords import retirer
from parcours.operations.comites import creer_comite as ouvrir_un_comite
from parcours.operations.comites import (
    faire_sieger,
    noter_compte_rendu,
    presenter_situation,
    suivre_situation,
)
from parcours.operations.fusion import fusionner
from parcours.operations.intervenants import ajouter_intervenant, retirer_intervenant
from parcours.operations.notes_partagees import contribuer, ecrire_note
from parcours.operations.parcours import clore_parcours
from parcours.operations.personnes import decider
from parcours.queries.espace import situations_de
from presences.queries.accompagnement import espaces_de_la_personne
from tests.builders import (
    creer_asg,
    creer_binome,
    creer_centre,
    creer_comite,
    creer_intervenant,
    creer_ligne_plan,
    creer_organisme,
    creer_parcours,
    creer_personne,
    creer_professionnel,
    creer_referent,
    creer_situation,
    creer_utilisateur,
)
from tests.contraintes import refuse
from tests.navigateurs import connecter

pytestmark = pytest.mark.django_db

HIER = dt.date(2026, 11, 19)
SUITE = {"decision": "Un rendez-vous à trois", "qui": "Claire", "echeance": None, "suite": ""}


@pytest.fixture
def parcours(db):
    return creer_asg()


def partenaire(role="binome", centre=None):
    return creer_professionnel(creer_utilisateur(role, centre), centre)


def referente(parcours):
    return parcours.referents.get(role="referent_unique").professionnel.utilisateur


def test_asg_le_dispositif_livre_se_partage():
    call_command("loaddata", "dispositifs", verbosity=0)
    asg = Dispositif.objects.get(code="asg")
    assert (asg.est_partage, asg.nb_referents, asg.transmission_presence_defaut) == (
        True,
        1,
        "aucune",
    )


def test_asg_01_des_intervenants_chacun_son_domaine_et_son_organisme(parcours):
    pros, par = [partenaire() for _ in range(3)], referente(parcours)
    domaines = ("emploi", "logement", "culture")
    for pro, domaine in zip(pros, domaines, strict=True):
        ajouter_intervenant(parcours, professionnel=pro, domaine=domaine, accord_le=HIER, par=par)
    lignes = parcours.referents.filter(role="intervenant")
    assert list(lignes.values_list("professionnel", "domaine", "accord_le")) == [
        (pro.pk, domaine, HIER) for pro, domaine in zip(pros, domaines, strict=True)
    ]
    assert len({pro.organisme_id for pro in pros}) == 3


def test_asg_01_sans_accord_sans_domaine_ou_deux_fois_la_base_refuse(parcours):
    pro = partenaire()
    creer_intervenant(parcours, pro)
    nom = "intervenant_a_un_domaine_et_un_accord"
    refuse(nom, creer_intervenant, parcours, partenaire(), accord_le=None)
    refuse(nom, creer_intervenant, parcours, partenaire(), domaine="")
    refuse("intervenant_une_fois", creer_intervenant, parcours, pro)


def test_asg_02_un_seul_referent_garantit_la_coordination(parcours):
    commun = {"domaine": "emploi", "accord_le": HIER, "par": referente(parcours)}
    refuse("referent_ou_binome_social", creer_referent, parcours, partenaire(), debut=HIER)
    sans_referent = creer_parcours(dispositif=parcours.dispositif)
    refus = []
    for ou, qui, champs in (
        (sans_referent, partenaire(), commun),
        (creer_parcours(), partenaire(), commun),
        (parcours, partenaire(), {**commun, "accord_le": dt.date(2090, 1, 1)}),
        (parcours, parcours.referents.get().professionnel, commun),
    ):
        with pytest.raises(Refus) as non:
            ajouter_intervenant(ou, professionnel=qui, **champs)
        refus.append(non.value.code)
    assert refus == ["referent", "dispositif", "accord", "deja"]


def test_asg_04_les_membres_lisent_le_prescripteur_et_les_autres_non(parcours):
    membre, autre = partenaire(), partenaire()
    prescripteur = partenaire("prescripteur")
    creer_intervenant(parcours, membre)
    Parcours.objects.filter(pk=parcours.pk).update(prescripteur=prescripteur)
    note = ecrire_note(parcours, texte="canari-partage", par=referente(parcours))
    lecteurs = {
        "membre": membre.utilisateur,
        "même rôle, sans lien": autre.utilisateur,
        "prescripteur": prescripteur.utilisateur,
        "référente d’ailleurs": creer_utilisateur("referent"),
        "coordination": creer_utilisateur("coordination"),
        "coordination d’ailleurs": creer_utilisateur("coordination", creer_centre("ailleurs")),
        "accueil": creer_utilisateur("accueil"),
    }
    url = f"/parcours/{parcours.pk}/espace/"
    statuts = {nom: connecter(u).get(url).status_code for nom, u in lecteurs.items()}
    assert statuts == {
        "membre": 200,
        "même rôle, sans lien": 404,
        "prescripteur": 403,
        "référente d’ailleurs": 404,
        "coordination": 200,
        "coordination d’ailleurs": 404,
        "accueil": 404,
    }
    lues = {nom: list(NotePartagee.objects.visibles_par(u)) for nom, u in lecteurs.items()}
    assert {nom for nom, notes in lues.items() if notes == [note]} == {"membre", "coordination"}
    assert "canari-partage" in connecter(membre.utilisateur).get(url).text


def test_chaque_page_de_l_espace_lue_de_dehors_s_ecrit_dans_son_journal(parcours):
    """The form of the diagnosis, and that of a line of the plan, show what is written there."""
    membre, ligne = partenaire(), creer_ligne_plan(parcours)
    creer_intervenant(parcours, membre)
    client = connecter(membre.utilisateur)
    espace = f"/parcours/{parcours.pk}/espace/"
    pages = (espace, f"{espace}diagnostic/", f"{espace}plan/", f"/plan/{ligne.pk}/")
    assert [client.get(page).status_code for page in pages] == [200] * 4
    [regard] = lectures_de(parcours.personne.reference)
    assert (regard.qui.split(",")[0], regard.fois) == (str(membre.utilisateur), 4)


@pytest.mark.parametrize(("jours", "statut"), [(30, 200), (31, 404)])
def test_asg_04_un_membre_lit_encore_trente_jours_apres_la_fin(parcours, jours, statut):
    membre = partenaire()
    creer_intervenant(parcours, membre)
    fin = aujourdhui() - dt.timedelta(days=jours)
    Parcours.objects.filter(pk=parcours.pk).update(
        date_entree=dt.date(2026, 1, 5), date_fin_reelle=fin, motif_sortie="autonomie"
    )
    client = connecter(membre.utilisateur)
    assert client.get(f"/parcours/{parcours.pk}/espace/").status_code == statut


@pytest.mark.parametrize("debut", [dt.date(2026, 10, 1), aujourdhui()])
def test_asg_04_un_intervenant_retire_ne_lit_plus_aussitot(parcours, debut):
    membre = partenaire()
    ligne = creer_intervenant(parcours, membre, debut=debut)
    client, url = connecter(membre.utilisateur), f"/parcours/{parcours.pk}/espace/"
    assert client.get(url).status_code == 200
    retirer_intervenant(ligne)
    assert client.get(url).status_code == 404
    with pytest.raises(Refus, match="passe le relais"):
        retirer_intervenant(parcours.referents.get(role="referent_unique"))


def test_asg_01_son_non_a_un_organisme_ferme_l_espace_aussitot(parcours):
    """The yes to an intervenant is a consent she sees; taken back, an older date is no yes."""
    clcv, ft, par = partenaire(), partenaire(), referente(parcours)
    commun = {"domaine": "droits", "par": par}
    for pro in (clcv, ft):
        ajouter_intervenant(parcours, professionnel=pro, accord_le=HIER, **commun)
    siens = parcours.personne.consentements
    assert list(siens.values_list("objet", "destinataire", "canal").order_by("pk")) == [
        ("partage_organisme", pro.organisme_id, str(par)) for pro in (clcv, ft)
    ]
    retirer(siens.get(destinataire=clcv.organisme))
    url = f"/parcours/{parcours.pk}/espace/"
    assert [connecter(p.utilisateur).get(url).status_code for p in (clcv, ft)] == [404, 200]
    with pytest.raises(Refus, match="Elle a retiré cet accord"):
        ajouter_intervenant(parcours, professionnel=clcv, accord_le=HIER, **commun)
    ajouter_intervenant(parcours, professionnel=clcv, accord_le=aujourdhui(), **commun)
    assert connecter(clcv.utilisateur).get(url).status_code == 200


def test_asg_01_un_intervenant_ne_lit_que_par_un_oui_qu_elle_peut_retirer(parcours):
    """Noted before agreements had rows, or given to the organisation he left: nothing opens."""
    pro, par = partenaire(), referente(parcours)
    ligne = creer_intervenant(parcours, pro)
    Consentement.objects.all().delete()
    client, url = connecter(pro.utilisateur), f"/parcours/{parcours.pk}/espace/"
    lus = [client.get(url).status_code]
    assert "ne lit rien" in connecter(par).get(url).text
    champs = {"professionnel": pro, "domaine": "droits", "accord_le": HIER, "par": par}
    ajouter_intervenant(parcours, **champs)
    lus.append(client.get(url).status_code)
    pro.organisme = creer_organisme()
    pro.save(update_fields=["organisme"])
    lus.append(client.get(url).status_code)
    assert lus == [404, 200, 404]
    ligne.refresh_from_db()
    assert ligne.fin is not None


def test_lie_11_un_correspondant_et_une_cellule_entrent_par_son_oui():
    """In any frame, one of each role, through her yes; what they read there, she reads too."""
    asi, par, assia = creer_parcours(), creer_utilisateur("referent"), partenaire()
    creer_referent(asi, creer_professionnel(par))
    url, refus = f"/parcours/{asi.pk}/espace/", []
    page = connecter(par).post(
        f"{url}intervenants/",
        {"professionnel": assia.pk, "role": "correspondant_social", "accord_le": HIER},
    )
    assert (page.status_code, connecter(assia.utilisateur).get(url).status_code) == (302, 200)
    assert list(espaces_de_la_personne(asi.personne)) == [asi]
    for role in ("correspondant_social", "intervenant"):
        with pytest.raises(Refus) as non:
            ajouter_intervenant(asi, professionnel=partenaire(), role=role, accord_le=HIER, par=par)
        refus.append(non.value.code)
    assert refus == ["role", "dispositif"]
    ajouter_intervenant(
        asi, professionnel=partenaire(), role="cellule_appui", accord_le=HIER, par=par
    )
    retirer(asi.personne.consentements.get(destinataire=assia.organisme))
    assert connecter(assia.utilisateur).get(url).status_code == 404
    ouverts = asi.referents.filter(fin__isnull=True).values_list("role", flat=True)
    assert sorted(ouverts) == ["cellule_appui", "referent_unique"]


def test_asg_01_deux_fiches_reunies_gardent_chacune_son_oui(parcours):
    """Each organisation keeps the row by which she closes it; one said twice stays once."""
    autre = creer_asg(personne=creer_personne())
    clore_parcours(autre, date_fin=HIER, motif="autonomie")
    ici, la, deux = (partenaire() for _ in range(3))
    for suivi, pro in ((parcours, ici), (autre, la), (parcours, deux), (autre, deux)):
        creer_intervenant(suivi, pro)
    fusionner(garde=parcours.personne, doublon=autre.personne)
    ouverts = parcours.personne.consentements.en_vigueur().values_list("destinataire", flat=True)
    assert sorted(ouverts) == sorted(pro.organisme_id for pro in (ici, la, deux))
    url = f"/parcours/{autre.pk}/espace/"
    assert connecter(la.utilisateur).get(url).status_code == 200


def test_asg_04_une_note_ne_peut_pas_lui_etre_cachee():
    champs = {champ.name for champ in NotePartagee._meta.get_fields()}
    assert champs == {
        *("id", "parcours", "texte", "auteur", "signature"),
        *("est_de_la_personne", "ecrite_le"),
    }


def test_asg_04_une_note_est_signee_et_ecrite_une_fois(parcours):
    par = referente(parcours)
    premiere = ecrire_note(parcours, texte="  Rendez-vous pris.  ", par=par)
    assert ecrire_note(parcours, texte="Rendez-vous pris.", par=par) == premiere
    organisme = parcours.referents.get().professionnel.organisme
    assert (premiere.texte, premiere.signature) == ("Rendez-vous pris.", f"{par}, {organisme}")
    with pytest.raises(Refus, match="Écrivez quelque chose"):
        ecrire_note(parcours, texte="   ", par=par)
    with pytest.raises(Refus, match="pas de notes partagées"):
        ecrire_note(creer_binome(), texte="x", par=par)
    clore_parcours(parcours, date_fin=HIER, motif="autonomie")
    with pytest.raises(Refus, match="clos"):
        ecrire_note(parcours, texte="Après", par=par)


def test_asg_05_la_personne_ecrit_dans_le_meme_espace(parcours):
    quand = maintenant()
    note = contribuer(parcours, texte="Je connais un garage solidaire.", quand=quand)
    assert contribuer(parcours, texte="Je connais un garage solidaire.", quand=quand) == note
    assert (note.auteur, note.signature, note.est_de_la_personne) == (None, "", True)
    page = connecter(referente(parcours)).get(f"/parcours/{parcours.pk}/espace/")
    assert "garage solidaire" in page.text


def test_les_notes_ont_leurs_contraintes(parcours):
    creer = NotePartagee.objects.create
    refuse("note_partagee_a_un_texte", creer, parcours=parcours, texte="")
    commun = {"parcours": parcours, "texte": "x", "est_de_la_personne": True}
    refuse("note_partagee_un_auteur", creer, auteur=creer_utilisateur(), **commun)


def test_asg_06_un_comite_se_prepare_se_tient_et_se_suit(parcours):
    par = referente(parcours)
    champs = {"jour": HIER, "heure": dt.time(14), "territoire": "Est", "lieu": "Mairie"}
    comite = ouvrir_un_comite(centre=parcours.centre, champs=champs, par=par)
    pro = partenaire()
    faire_sieger(comite, professionnel=pro)
    situation = presenter_situation(
        comite, parcours=parcours, question="Quel logement\u00a0?", par=par, accord_le=HIER
    )
    suivre_situation(situation, champs=SUITE)
    suivre_situation(situation, champs={**SUITE, "suite": "Rendez-vous tenu."})
    noter_compte_rendu(comite, texte="Une suite pour chacune.")
    situation.refresh_from_db()
    assert (situation.est_nommee, situation.accord_le, situation.suivie_le) == (
        True,
        HIER,
        aujourdhui(),
    )
    accord = Consentement.objects.get()
    assert (accord.objet, accord.canal, accord.retire_le) == ("comite", str(par), None)
    page = connecter(pro.utilisateur).get(f"/comites/{comite.pk}/")
    attendus = (parcours.personne.nom_court, "Un rendez-vous à trois", "Une suite pour chacune.")
    assert [mot for mot in attendus if mot not in page.text] == []


def test_asg_06_sans_accord_seule_son_equipe_sait_qui_elle_est(parcours):
    siege, collegue = partenaire(), creer_utilisateur("referent")
    creer_intervenant(parcours, siege)
    comite = creer_comite(parcours.centre, siege)
    presenter_situation(comite, parcours=parcours, question="?", par=referente(parcours))
    titres = {
        nom: [(p.titre, p.est_anonyme) for p in situations_de(comite, qui)]
        for nom, qui in {
            "siège": siege.utilisateur,
            "collègue": collegue,
            "référente": referente(parcours),
        }.items()
    }
    assert titres == {
        "siège": [("Situation 1", True)],
        "collègue": [("Situation 1", True)],
        "référente": [(parcours.personne.nom_court, True)],
    }
    page = connecter(siege.utilisateur).get(f"/comites/{comite.pk}/")
    assert parcours.personne.nom not in page.text


def test_asg_06_un_accord_retire_efface_son_nom_aussitot(parcours):
    siege = partenaire()
    comite = creer_comite(parcours.centre, siege)
    par = referente(parcours)
    presenter_situation(comite, parcours=parcours, question="?", par=par, accord_le=HIER)
    assert [p.titre for p in situations_de(comite, siege.utilisateur)] == [
        parcours.personne.nom_court
    ]
    decider(
        parcours.personne,
        objet=Consentement.Objet.COMITE,
        accepte=False,
        recueilli_par="téléphone",
    )
    assert [p.titre for p in situations_de(comite, siege.utilisateur)] == ["Situation 1"]
    suivant = creer_comite(parcours.centre, siege, jour=aujourdhui(), territoire="Ouest")
    with pytest.raises(Refus, match="Elle a retiré cet accord"):
        presenter_situation(suivant, parcours=parcours, question="?", par=par, accord_le=HIER)


def test_asg_06_les_actes_impossibles_sont_refuses(parcours):
    par, futur = referente(parcours), creer_comite(parcours.centre, jour=dt.date(2090, 1, 5))
    ailleurs = creer_comite(creer_centre("ailleurs"))
    commun = {"question": "?", "par": par}
    situation = presenter_situation(futur, parcours=parcours, **commun)
    refus = []
    for acte in (
        lambda: presenter_situation(futur, parcours=parcours, **commun),
        lambda: presenter_situation(ailleurs, parcours=parcours, **commun),
        lambda: presenter_situation(
            futur, parcours=creer_asg(), accord_le=dt.date(2090, 1, 1), **commun
        ),
        lambda: suivre_situation(situation, champs=SUITE),
        lambda: noter_compte_rendu(futur, texte="x"),
        lambda: faire_sieger(futur),
        lambda: faire_sieger(ailleurs, personne=parcours.personne),
    ):
        with pytest.raises(Refus) as non:
            acte()
        refus.append(non.value.code)
    assert refus == ["deja", "ailleurs", "accord", "avenir", "avenir", "un_seul", "ailleurs"]


@pytest.mark.parametrize(("jours", "statut"), [(30, 200), (31, 404)])
def test_asg_06_qui_a_siege_lit_trente_jours(parcours, jours, statut):
    siege, absent = partenaire(), partenaire()
    jour = aujourdhui() - dt.timedelta(days=jours)
    comite = creer_comite(parcours.centre, siege, jour=jour)
    statuts = [
        connecter(pro.utilisateur).get(f"/comites/{comite.pk}/").status_code
        for pro in (siege, absent)
    ]
    assert statuts == [statut, 404]


def test_asg_06_chaque_personne_nommee_a_sa_ligne_de_journal(parcours):
    comite = creer_comite(parcours.centre)
    par = referente(parcours)
    presenter_situation(comite, parcours=parcours, question="?", par=par, accord_le=HIER)
    presenter_situation(comite, parcours=creer_asg(), question="?", par=par)
    connecter(par).get(f"/comites/{comite.pk}/")
    sujets = JournalAcces.objects.filter(acte="liste").values_list("sujet", flat=True)
    assert list(sujets) == [parcours.personne.reference]


def test_les_comites_ont_leurs_contraintes(parcours):
    pro = partenaire()
    comite = creer_comite(parcours.centre, pro)
    creer_situation(comite, parcours)
    autre = creer_asg()
    siege, qui = ParticipantComite.objects.create, {"comite": comite, "professionnel": pro}
    elle = {"comite": comite, "personne": parcours.personne}
    siege(**elle)
    refuse("comite_un_par_jour", creer_comite, parcours.centre)
    refuse("participant_l_un_ou_l_autre", siege, comite=comite)
    refuse("participant_professionnel_unique", siege, **qui)
    refuse("participant_personne_unique", siege, **elle)
    refuse("situation_nommee_avec_accord", creer_situation, comite, autre, est_nommee=True)
    refuse("situation_une_par_comite", creer_situation, comite, parcours, rang=7)
    refuse("situation_rang_unique", creer_situation, comite, autre, rang=1)


def test_asg_07_une_personne_accompagnee_siege_et_sa_fiche_reunie_aussi(parcours):
    comite, double = creer_comite(parcours.centre), creer_personne(parcours.centre)
    faire_sieger(comite, personne=double)
    faire_sieger(comite, personne=parcours.personne)
    autre = creer_comite(parcours.centre, territoire="Ouest")
    faire_sieger(autre, personne=double)
    fusionner(garde=parcours.personne, doublon=double)
    sieges = ParticipantComite.objects.order_by("comite").values_list("comite", "personne")
    assert list(sieges) == [
        (comite.pk, parcours.personne_id),
        (autre.pk, parcours.personne_id),
    ]


def test_asg_08_une_page_par_personne_quels_que_soient_ses_dispositifs(parcours):
    creer_parcours(parcours.personne)
    creer_binome(personne=parcours.personne)
    page = connecter(creer_utilisateur("coordination")).get(
        f"/personnes/{parcours.personne.reference}/"
    )
    noms = set(Dispositif.objects.values_list("nom", flat=True))
    assert [nom for nom in noms if nom not in page.text] == []
    assert page.text.count("/espace/") >= 2


def test_asg_09_les_droits_ouverts_pendant_le_parcours_se_comptent(parcours):
    ouvert = {"etat": "faite", "resultat": "Accordé"}
    for faite_le, champs in (
        (HIER, ouvert),
        (dt.date(2026, 10, 1), ouvert),
        (None, {"etat": "en_cours"}),
    ):
        creer_ligne_plan(
            parcours, genre="ouverture_de_droits", droit="logement", faite_le=faite_le, **champs
        )
    creer_ligne_plan(parcours, etat="faite", faite_le=HIER)
    page = connecter(referente(parcours)).get(f"/parcours/{parcours.pk}/espace/")
    assert "2 droits ouverts pendant le parcours" in page.text.replace("\u00a0", " ")
    assert LignePlan.objects.ouverts_entre(HIER, HIER).count() == 1


def test_l_effacement_vide_l_espace_et_garde_ce_qui_se_compte(parcours):
    personne, par = parcours.personne, referente(parcours)
    creer_ligne_plan(parcours, quoi="canari-plan")
    ecrire_note(parcours, texte="canari-note", par=par)
    comite = creer_comite(parcours.centre)
    presenter_situation(comite, parcours=parcours, question="canari-q", par=par, accord_le=HIER)
    faire_sieger(comite, personne=personne)
    assert "canari-note" in str(copier(personne.reference)["notes partagées"])
    lignes = {ligne.quoi: ligne.nombre for ligne in apercu(personne.reference)}
    assert (lignes["notes partagées"], lignes["situations présentées à un comité"]) == (1, 1)
    effacer(personne.reference)
    situation = SituationComite.objects.get()
    assert (situation.est_nommee, situation.accord_le, situation.question) == (False, None, "")
    assert list(LignePlan.objects.values_list("quoi", "etat")) == [("", "prevue")]
    assert (NotePartagee.objects.count(), ParticipantComite.objects.count()) == (0, 0)
    assert Comite.objects.count() == 1


@pytest.mark.parametrize("nombre", [1, 12])
def test_l_espace_se_lit_en_autant_de_requetes(parcours, nombre, django_assert_num_queries):
    par = referente(parcours)
    for rang in range(nombre):
        creer_ligne_plan(parcours, quoi=f"Étape {rang}")
        contribuer(parcours, texte=f"Idée {rang}", quand=maintenant())
        creer_intervenant(parcours, partenaire())
        comite = creer_comite(parcours.centre, jour=dt.date(2026, 1, 1 + rang))
        creer_situation(comite, parcours)
    client, url = connecter(par), f"/parcours/{parcours.pk}/espace/"
    client.get(url)
    with django_assert_num_queries(14):
        client.get(url)


@pytest.mark.parametrize("nombre", [1, 12])
def test_les_comites_se_lisent_en_autant_de_requetes(nombre, django_assert_num_queries):
    comite, siege = creer_comite(), partenaire()
    ParticipantComite.objects.create(comite=comite, professionnel=siege)
    for rang in range(nombre):
        creer_situation(comite, creer_asg())
        creer_comite(comite.centre, siege, jour=dt.date(2026, 10, 20 + rang), territoire="Ouest")
        faire_sieger(comite, professionnel=creer_professionnel())
    client = connecter(siege.utilisateur)
    for url, requetes in (("/comites/", 6), (f"/comites/{comite.pk}/", 9)):
        client.get(url)
        with django_assert_num_queries(requetes):
            client.get(url)
