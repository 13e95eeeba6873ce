"""What she may ask, take back and read: requests, agreements, openings (RGPD 7, 12, 15–19)."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from centre.acces import lectures_de
from centre.effacement import effacer
from centre.erreurs import Refus
from centre.messagerie.rendu import rendre
from centre.models import JournalAcces, Message
from centre.temps import aujourdhui, instant, maintenant
from inscriptions.models import Accompagnant, Place
from parcours import copie
from parcours.droits import taches
from parcours.models import BrisDeGlace, Consentement, Entretien, InformationRemise
from parcours.operations import droits
from parcours.operations.accords import choisir
from parcours.operations.bris_de_glace import a_lire_par, marquer_vu, ouvrir
from parcours.operations.parcours import clore_parcours
from parcours.operations.personnes import modifier_personne
from parcours.queries.destinataires import destinataires_de
from parcours.textes_accords import texte_d_accord
from presences.models import Presence
from tests import builders as b
from tests.documents import texte as texte_du_pdf
from tests.navigateurs import connecter

pytestmark = pytest.mark.django_db
RAISON = "Elle est attendue à l’hôpital ce matin."


@pytest.fixture
def nadia():
    return b.creer_personne(prenom="Nadia", nom="Ferhat", canal="sms")


# --- Requests -------------------------------------------------------------------------------


def test_une_demande_est_due_un_mois_plus_tard_et_se_note_une_fois(nadia):
    par = b.creer_utilisateur("accueil")
    with time_machine.travel(instant(dt.date(2026, 11, 2), dt.time(10))):
        lues = {
            droits.noter_la_demande(nadia, genre="acces", identite="connue", par=par)
            for _ in range(2)
        }
    [demande] = lues
    assert (demande.recue_le, demande.echeance) == (dt.date(2026, 11, 2), dt.date(2026, 12, 2))


def test_la_copie_se_relit_avant_de_se_remettre(nadia):
    par = b.creer_utilisateur("coordination")
    demande = droits.noter_la_demande(nadia, genre="acces", identite="connue", par=par)
    with pytest.raises(Refus) as refus:
        droits.remettre(demande)
    assert refus.value.code == "relire"
    droits.relire(demande, a_masquer="Karim Benali", par=par)
    remise = droits.remettre(demande)
    assert (remise.a_masquer, remise.close_le is not None) == ("", True)


def test_la_copie_cache_les_autres_et_garde_la_note_confidentielle_a_son_auteur(nadia):
    auteur = b.creer_utilisateur("referent")
    parcours = b.creer_parcours(nadia)
    Entretien.objects.create(
        parcours=parcours,
        debut=instant(dt.date(2026, 10, 1), dt.time(9)),
        auteur=auteur,
        partageable="Elle est venue avec KARIM Benali.",
        confidentiel="canari-secret",
    )
    Accompagnant.objects.create(place=b.creer_place(personne=nadia), prenom="Sami", age=4)
    lignes = copie.lignes_de(nadia.reference, a_masquer="Karim Benali\n")
    table = copie.csv_de_la_copie(lignes).decode("utf-8-sig")
    papier = texte_du_pdf(copie.pdf_de_la_copie(nadia, lignes, quand=maintenant()))
    assert "Elle est venue avec [autre personne]." in table
    assert ("canari-secret" in table + papier, "Benali" in table + papier) == (False, False)
    assert ("Nadia" in table, "[autre personne]" in papier, "Sami" in table) == (True, True, True)
    assert copie.notes_gardees(nadia.reference) == 1


def test_la_copie_est_en_mots_et_non_en_codes(nadia):
    b.creer_orientation(nadia, etat="contact_en_cours", difficultes=["familial"])
    suivi = b.creer_parcours(nadia, transmission_presence="attestation_remise_a_la_personne")
    b.creer_referent(suivi, b.creer_professionnel())
    b.creer_presence(b.creer_place(personne=nadia, parcours=suivi), statut="absent_excuse")
    dit = {(li.section, li.champ): li.valeur for li in copie.lignes_de(nadia.reference)}
    assert (dit["orientations", "etat"], dit["orientations", "difficultes"]) == (
        *("Nous l’appelons", "Famille"),
    )
    codes = {"attestation_remise_a_la_personne", "referent_unique", "absent_excuse", "confirmee"}
    assert [v for v in dit.values() if v in codes] == []


def test_l_effacement_demande_le_nom_recopie_puis_previent_les_partenaires(nadia):
    par = b.creer_utilisateur("coordination")
    orienteur = b.creer_professionnel(courriel="as@example.org")
    b.creer_orientation(nadia, orienteur, recue_le=dt.date(2026, 9, 1))
    demande = droits.noter_la_demande(nadia, genre="effacement", identite="connue", par=par)
    with pytest.raises(Refus) as refus:
        droits.effacer_a_sa_demande(demande, nom_recopie="Nadia")
    assert refus.value.code == "nom"
    droits.effacer_a_sa_demande(demande, nom_recopie=" nadia  FERHAT ")
    nadia.refresh_from_db()
    demande.refresh_from_db()
    courrier = Message.objects.get(destinataire="as@example.org")
    ecrit = rendre(courrier).texte
    assert (nadia.nom, demande.close_le is not None) == ("", True)
    assert ("1er septembre 2026" in ecrit, "Ferhat" in ecrit) == (True, False)


def test_l_effacement_previent_tous_ceux_qui_ont_lu_et_dit_qui_appeler(nadia):
    """Her prescriber by the account alone, an intervenant, an organisation she said yes to."""
    prescripteur = b.creer_professionnel(b.creer_utilisateur("prescripteur"))
    membre = b.creer_professionnel(b.creer_utilisateur("prescripteur"))
    sans_courriel = b.creer_organisme(nom="AFAD")
    clos = {"date_fin_reelle": dt.date(2026, 9, 30), "motif_sortie": "autonomie"}
    suivi = b.creer_asg(personne=nadia, prescripteur=prescripteur, **clos)
    b.creer_intervenant(suivi, membre)
    nadia.consentements.create(objet="partage_organisme", destinataire=sans_courriel, texte="oui")
    lus = {un.organisme: list(un.faits) for un in destinataires_de(nadia)}
    adresses = [pro.utilisateur.courriel for pro in (prescripteur, membre)]
    assert lus == {
        sans_courriel: [],
        **{p.organisme: [a] for p, a in zip((prescripteur, membre), adresses, strict=True)},
    }
    par = b.creer_utilisateur("coordination")
    demande = droits.noter_la_demande(nadia, genre="effacement", identite="connue", par=par)
    droits.effacer_a_sa_demande(demande, nom_recopie="Nadia Ferhat")
    ecrits = Message.objects.filter(modele="parcours.effacement")
    assert sorted(m.destinataire for m in ecrits) == sorted(adresses)
    assert "son parcours, commencé le" in rendre(ecrits[0]).texte


def test_un_nom_se_cache_avec_ou_sans_ses_accents():
    cacher = copie.masqueur("Helene\nBéa")
    assert cacher("Hélène et BEA, béat, à côté") == (
        "[autre personne] et [autre personne], [autre personne]t, à côté"
    )


def test_un_parcours_ouvert_retient_l_effacement(nadia):
    par = b.creer_utilisateur("coordination")
    b.creer_parcours(nadia)
    demande = droits.noter_la_demande(nadia, genre="effacement", identite="connue", par=par)
    with pytest.raises(Refus) as refus:
        droits.effacer_a_sa_demande(demande, nom_recopie="Nadia Ferhat")
    assert refus.value.code == "parcours"


def test_la_page_d_effacement_mene_a_clore_le_parcours_avant_d_effacer(nadia):
    par = b.creer_utilisateur("coordination")
    demande = droits.noter_la_demande(nadia, genre="effacement", identite="connue", par=par)
    suivi = b.creer_parcours(nadia)
    adresse = reverse("parcours:demande-effacer", args=[demande.pk])
    clore = reverse("parcours:parcours-clore", args=[suivi.pk])

    def dits():
        page = connecter(par).get(adresse).text
        return clore in page, "Effacer pour toujours" in page

    assert (dits(), connecter(par).get(clore).status_code) == ((True, False), 200)
    type(suivi).objects.update(date_fin_reelle=suivi.date_entree, motif_sortie="autonomie")
    assert dits() == (False, True)


def test_la_feuille_d_information_se_lit_et_se_note_une_fois(nadia):
    client = connecter(b.creer_utilisateur("accueil"))
    feuille = client.get(reverse("parcours:information-pdf", args=[nadia.reference]))
    remise = reverse("parcours:information-remettre", args=[nadia.reference])
    for langue in ("fr", "fr", "klingon"):
        client.post(remise, {"langue": langue})
    lu = texte_du_pdf(feuille.content)
    assert "Vos données, vos droits" in lu
    assert "Nadia" not in lu
    assert InformationRemise.objects.get(personne=nadia).langue == "fr"


def test_la_feuille_se_lit_et_se_note_dans_sa_langue(nadia):
    client = connecter(b.creer_utilisateur("accueil"))
    type(nadia).objects.filter(pk=nadia.pk).update(langue="tr")
    page = client.get(reverse("parcours:personne-donnees", args=[nadia.reference])).text
    assert "Imprimer en turc" in page
    assert JournalAcces.objects.filter(sujet=nadia.reference, page="Ses données").count() == 1
    feuille = client.get(f"/personnes/{nadia.reference}/information/?langue=tr")
    assert "Verileriniz, haklarınız" in texte_du_pdf(feuille.content)
    client.post(f"/personnes/{nadia.reference}/information/remise/", {"langue": "tr"})
    assert InformationRemise.objects.get(personne=nadia).langue == "tr"


# --- Agreements -----------------------------------------------------------------------------


def test_retirer_un_accord_agit_tout_de_suite_et_garde_ses_dates(nadia):
    par = b.creer_utilisateur("referent")
    for objet in ("titres", "contact_sms", "photo"):
        choisir(nadia, objet=objet, accepte=True, par=par)
    nadia.refresh_from_db()
    assert (nadia.veut_les_titres, nadia.canal) == (True, "sms")
    for objet in ("titres", "contact_sms", "photo"):
        choisir(nadia, objet=objet, accepte=False, par=par)
    nadia.refresh_from_db()
    assert (nadia.veut_les_titres, nadia.canal) == (False, "appel")
    dates = [(c.objet, c.retire_le is None) for c in Consentement.objects.all()]
    assert sorted(dates) == [("contact_sms", False), ("photo", False), ("titres", False)]


def test_un_accord_est_par_organisme_et_se_retire_pour_lui_seul(nadia):
    par, cms, udaf = b.creer_utilisateur("referent"), b.creer_organisme(), b.creer_organisme()
    for organisme in (cms, udaf):
        choisir(nadia, objet="partage_organisme", accepte=True, par=par, destinataire=organisme)
    choisir(nadia, objet="partage_organisme", accepte=False, par=par, destinataire=cms)
    ouverts = Consentement.objects.en_vigueur().values_list("destinataire", flat=True)
    assert list(ouverts) == [udaf.pk]
    with pytest.raises(Refus) as refus:
        choisir(nadia, objet="partage_organisme", accepte=True, par=par)
    assert refus.value.code == "destinataire"


def test_retirer_le_partage_ferme_l_ecran_du_prescripteur(nadia):
    partenaire, par = b.creer_utilisateur("prescripteur"), b.creer_utilisateur("referent")
    pro = b.creer_professionnel(partenaire)
    parcours = b.creer_parcours(nadia, prescripteur=pro, transmission_presence="aucune")
    b.creer_presence(b.creer_place(personne=nadia, parcours=parcours))
    vues = []
    for accepte in (True, False):
        choisir(nadia, objet="partage_presences", accepte=accepte, par=par, parcours=parcours)
        vues.append(Presence.objects.partagees_avec(partenaire).count())
    choisir(nadia, objet="partage_presences", accepte=True, par=par, parcours=parcours)
    clore_parcours(parcours, date_fin=aujourdhui(), motif="autonomie")
    vues.append(Presence.objects.partagees_avec(partenaire).count())
    effacer(nadia.reference)
    vues.append(Presence.objects.partagees_avec(partenaire).count())
    assert vues == [1, 0, 1, 0]


def accords_de(personne, par):
    return connecter(par), reverse("parcours:personne-accords", args=[personne.reference])


def test_chaque_accord_se_retire_au_bureau_quel_que_soit_son_objet(nadia):
    """Her name at the committee, her first name, her presences: one click, also at reception."""
    client, page = accords_de(nadia, b.creer_utilisateur("accueil"))
    suivi = b.creer_parcours(nadia, transmission_presence="avec_accord_au_referent")
    champs = {"comite": None, "prenom": None, "partage_contact": None, "partage_presences": suivi}
    for objet, parcours in champs.items():
        Consentement.objects.create(personne=nadia, objet=objet, parcours=parcours, texte="oui")
    autre = Consentement.objects.create(personne=b.creer_personne(), objet="comite", texte="oui")
    for accord in [lu.accord for lu in client.get(page).context["accords"]]:
        assert client.post(page, {"accord": accord.pk}).status_code == 302
    suivi.refresh_from_db()
    assert list(Consentement.objects.en_vigueur()) == [autre]
    assert suivi.est_transmis is False
    assert [client.post(page, {"accord": v}).status_code for v in (autre.pk, "x")] == [404, 404]


def test_un_accord_note_au_bureau_garde_la_langue_ou_il_fut_lu(nadia):
    type(nadia).objects.filter(pk=nadia.pk).update(langue="ar")
    client, page = accords_de(nadia, b.creer_utilisateur("accueil"))
    lue = client.get(page)
    assert 'value="ar" selected' in lue.text
    assert texte_d_accord("photo", "ar") in lue.text
    for objet, langue in (("photo", "ar"), ("contact_sms", "tr")):
        client.post(page, {"objet": objet, "accepte": "oui", "langue": langue})
    ecrits = Consentement.objects.values_list("objet", "langue", "texte").order_by("pk")
    assert list(ecrits) == [
        (objet, langue, texte_d_accord(objet, langue))
        for objet, langue in (("photo", "ar"), ("contact_sms", "tr"))
    ]


def les_ouis_d_une_page(suivi):
    """By purpose: the page that shows the sentence, the one that writes, and what it is sent."""
    ailleurs, fiche = b.creer_professionnel(), f"/personnes/{suivi.personne.reference}/"
    intervenants = reverse("parcours:intervenant-ajouter", args=[suivi.pk])
    comite = reverse("parcours:situation-presenter", args=[b.creer_comite(suivi.centre).pk])
    oui, avec = {"accord_le": "2026-11-19"}, {"transmission": "avec_accord_au_referent"}
    membre = {**oui, "professionnel": ailleurs.pk, "role": "intervenant", "domaine": "emploi"}
    situation = {**oui, "parcours": suivi.pk, "question": "Et ensuite\u00a0?"}
    return {
        "partage_organisme": (intervenants, intervenants, membre),
        "comite": (comite, comite, situation),
        "partage_presences": (fiche, reverse("parcours:transmission", args=[suivi.pk]), avec),
        "prenom": (fiche, f"{fiche}prenom/", {"prenom": "oui"}),
    }


def test_chaque_page_ou_l_on_note_un_oui_montre_et_garde_sa_langue(nadia):
    """RGPD 7.1: not only « Ses accords »."""
    type(nadia).objects.filter(pk=nadia.pk).update(langue="ar")
    suivi = b.creer_asg(personne=type(nadia).objects.get(pk=nadia.pk))
    client = connecter(suivi.referents.get().professionnel.utilisateur)
    dits, vues = les_ouis_d_une_page(suivi), []
    for objet, (page, ecrire, donnees) in dits.items():
        vues.append(texte_d_accord(objet, "ar") in client.get(page).text)
        assert client.post(ecrire, donnees).status_code == 302
    gardes = Consentement.objects.values_list("objet", "langue", "texte")
    assert sorted(gardes) == sorted((o, "ar", texte_d_accord(o, "ar")) for o in dits)
    assert vues == [True] * 4
    nadia.refresh_from_db()
    modifier_personne(
        nadia,
        champs={"langue": "tr"},
        par=b.creer_utilisateur("accueil"),
        version=1,
        titres_explicites=True,
    )
    titres = Consentement.objects.get(objet="titres")
    assert (titres.langue, titres.texte) == ("tr", texte_d_accord("titres", "tr"))


def test_tout_accord_s_ecrit_au_meme_endroit():
    """One function keeps the sentence and its language; the demonstration builds its own past."""
    ecrit = re.compile(r"Consentement\(\n|(?:Consentement\.objects|consentements)\.\w*create\w*\(")
    sources = [
        f
        for app in ("parcours", "inscriptions", "presences", "bilans")
        for f in Path(app).rglob("*.py")
    ]
    trouves = {str(f) for f in sources if ecrit.search(f.read_text("utf-8"))}
    assert {f for f in trouves if "demonstration" not in f} == {"parcours/operations/personnes.py"}


def test_l_accueil_ne_lit_pas_qui_l_oriente_ni_un_organisme_sensible(nadia):
    """Who oriented her can reveal health or justice; who leads her parcours knows already."""
    csapa = b.creer_organisme(nom="CSAPA Canari", est_sensible=True)
    pro = b.creer_professionnel(organisme=csapa)
    referent = b.creer_utilisateur("referent")
    suivi = b.creer_parcours(nadia, prescripteur=pro)
    b.creer_referent(suivi, b.creer_professionnel(referent))
    Consentement.objects.create(
        personne=nadia, objet="partage_presences", parcours=suivi, texte="oui"
    )
    par = {"objet": "partage_organisme", "destinataire": csapa, "texte": "oui"}
    Consentement.objects.create(personne=nadia, **par)
    lus = {}
    for role in ("accueil", "coordination"):
        client, page = accords_de(nadia, b.creer_utilisateur(role))
        lus[role] = [lu.avec for lu in client.get(page).context["accords"]]
    client, page = accords_de(nadia, referent)
    lus["referent"] = [lu.avec for lu in client.get(page).context["accords"]]
    assert lus == {
        "accueil": ["un partenaire", ""],
        "coordination": ["un partenaire", "CSAPA Canari"],
        "referent": ["CSAPA Canari", "CSAPA Canari"],
    }
    lues = JournalAcces.objects.filter(sujet=nadia.reference, page="Ses accords")
    assert lues.count() == 3


@pytest.mark.parametrize(
    ("qui", "depuis", "lit"),
    [("coordination", None, False), ("coordination", -1, True), ("referent", None, True)],
)
def test_la_copie_et_l_effacement_taisent_comme_ses_accords(nadia, qui, depuis, lit):
    """A sensitive organisation: whoever leads says it; the coordination, once nobody leads."""
    csapa = b.creer_organisme(nom="CSAPA Canari", est_sensible=True)
    suivi, comptes = b.creer_parcours(nadia), {"coordination": b.creer_utilisateur("coordination")}
    comptes["referent"] = b.creer_utilisateur("referent")
    fin = aujourdhui() + dt.timedelta(days=depuis) if depuis else None
    b.creer_referent(suivi, b.creer_professionnel(comptes["referent"]), fin=fin)
    nadia.consentements.create(objet="partage_organisme", destinataire=csapa, texte="oui")
    demandes = [
        droits.noter_la_demande(nadia, genre=g, identite="connue", par=comptes[qui]).pk
        for g in ("acces", "effacement")
    ]
    client, page = accords_de(nadia, comptes[qui])
    lus = [str([lu.avec for lu in client.get(page).context["accords"]])]
    relire = client.get(reverse("parcours:demande-relire", args=demandes[:1]))
    lus.append(str(relire.context["groupes"]))
    if qui == "coordination":
        effacer = client.get(reverse("parcours:demande-effacer", args=demandes[1:]))
        lus.append(str([nom for nom, _ in effacer.context["prevenir"]]))
    assert ["CSAPA Canari" in lu for lu in lus] == [lit] * len(lus)


# --- Break-glass ----------------------------------------------------------------------------


def protegee(nadia):
    atelier = b.creer_atelier(titre="Groupe de paroles", sensibilite=3)
    return b.creer_place(b.creer_seance(atelier), nadia)


def test_le_bris_ouvre_le_niveau_3_d_une_personne_pendant_deux_heures(nadia):
    place, autre = protegee(nadia), protegee(b.creer_personne())
    coordination = b.creer_utilisateur("coordination")
    voisine = b.creer_utilisateur("coordination")
    lues = [list(Place.objects.visibles_par(coordination))]
    bris = ouvrir(nadia, raison=RAISON, par=coordination)
    lues.append(list(Place.objects.visibles_par(coordination)))
    with time_machine.travel(bris.jusqu_a):
        lues.append(list(Place.objects.visibles_par(coordination)))
    assert lues == [[], [place], []]
    assert list(Place.objects.visibles_par(voisine)) == []
    assert autre.personne != nadia


def test_le_bris_n_ouvre_jamais_une_note_confidentielle(nadia):
    Entretien.objects.create(
        parcours=b.creer_parcours(nadia),
        debut=maintenant(),
        auteur=b.creer_utilisateur("referent"),
        confidentiel="canari-secret",
    )
    coordination = b.creer_utilisateur("coordination")
    ouvrir(nadia, raison=RAISON, par=coordination)
    page = connecter(coordination).get(reverse("presences:personne-detail", args=[nadia.reference]))
    assert "canari-secret" not in page.content.decode()
    assert list(Entretien.objects.ecrits_par(coordination)) == []


def test_sans_raison_rien_ne_s_ouvre_et_deux_clics_n_ouvrent_qu_une_fois(nadia):
    coordination = b.creer_utilisateur("coordination")
    with pytest.raises(Refus) as refus:
        ouvrir(nadia, raison="urgent", par=coordination)
    assert refus.value.code == "raison"
    assert {ouvrir(nadia, raison=RAISON, par=coordination).pk for _ in range(2)} == {
        BrisDeGlace.objects.get().pk
    }


def test_le_referent_est_prevenu_et_la_personne_le_lit(nadia):
    referent, coordination = b.creer_utilisateur("referent"), b.creer_utilisateur("coordination")
    b.creer_referent(b.creer_parcours(nadia), b.creer_professionnel(referent))
    adresse = reverse("parcours:bris-ouvrir", args=[nadia.reference])
    connecter(coordination).post(adresse, {"raison": RAISON})
    bris = BrisDeGlace.objects.get()
    [tache] = taches(referent, nadia.centre, maintenant())
    assert (tache.titre, tache.url) == ("1\u00a0ouverture d’urgence à lire", "/donnees/ouvertures/")
    [regard] = lectures_de(nadia.reference)
    assert str(coordination) in regard.qui
    assert regard.en_urgence_le == regard.derniere_fois
    assert JournalAcces.objects.filter(sujet=nadia.reference, page="Ouverture d’urgence").exists()
    with pytest.raises(Refus):
        marquer_vu(bris, par=coordination)
    marquer_vu(bris, par=referent)
    assert BrisDeGlace.objects.filter(a_lire_par(referent)).count() == 0


def test_sans_referent_c_est_une_autre_coordination_qui_lit_l_avis(nadia):
    """The one who opened is never the one who reads; a second member of that centre is."""
    ana, lea = b.creer_utilisateur("coordination"), b.creer_utilisateur("coordination")
    ailleurs = b.creer_utilisateur("coordination", b.creer_centre("ailleurs"))
    bris = ouvrir(nadia, raison=RAISON, par=ana)
    titres = {u: [t.titre for t in taches(u, nadia.centre, maintenant())] for u in (ana, lea)}
    assert titres == {ana: [], lea: ["1\u00a0ouverture d’urgence à lire"]}
    adresse = reverse("parcours:bris-vu", args=[bris.pk])
    statuts = [connecter(u).post(adresse).status_code for u in (ailleurs, lea)]
    bris.refresh_from_db()
    assert (statuts, bris.lu_par_le_referent_le is not None) == ([404, 302], True)
    assert list(BrisDeGlace.objects.filter(a_lire_par(lea))) == []


@pytest.mark.parametrize("qui", ["qui ouvre", "binome", "ancien compte", "parcours fini"])
def test_un_referent_qui_ne_peut_pas_lire_l_avis_laisse_la_coordination_le_lire(nadia, qui):
    """Who opened leads the parcours herself, or who leads it has no page here: somebody reads."""
    ana, lea = b.creer_utilisateur("coordination"), b.creer_utilisateur("coordination")
    mene = {"qui ouvre": ana, "binome": b.creer_utilisateur("binome")}
    compte = mene.get(qui) or b.creer_utilisateur("referent", is_active=qui != "ancien compte")
    entree, fin = dt.date(2025, 1, 1), dt.date(2025, 6, 1)
    fini = {"date_entree": entree, "date_fin_reelle": fin, "motif_sortie": "cdi"}
    suivi = b.creer_parcours(nadia, **(fini if qui == "parcours fini" else {}))
    b.creer_referent(suivi, b.creer_professionnel(compte))
    bris = ouvrir(nadia, raison=RAISON, par=ana)
    lus = [list(BrisDeGlace.objects.filter(a_lire_par(u))) for u in (ana, lea)]
    assert lus == [[], [bris]]
    lisent = ("qui ouvre", "ancien compte")
    assert list(BrisDeGlace.objects.visibles_par(compte)) == ([bris] if qui in lisent else [])


def test_seule_la_coordination_du_centre_brise_la_glace(nadia):
    ailleurs = b.creer_utilisateur("coordination", b.creer_centre("ailleurs"))
    adresse = reverse("parcours:bris-ouvrir", args=[nadia.reference])
    statuts = [
        connecter(u).post(adresse, {"raison": RAISON}).status_code
        for u in (ailleurs, b.creer_utilisateur("referent"), b.creer_utilisateur("accueil"))
    ]
    assert (statuts, BrisDeGlace.objects.count()) == ([404, 403, 403], 0)
