"""The individual bilan in three outputs, exits by groups, the open door (ASI-18, ASI-20)."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from centre.effacement import apercu, copier, effacer
from centre.temps import instant
from parcours.conservation import contacts
from parcours.exports.ecrits import bilan_imprime
from parcours.forms.parcours import ClotureForm
from parcours.models import BilanIndividuel, ContactApresFin, Entretien, Parcours
from parcours.operations import bilans as operations
from parcours.operations import points, renouvellements
from parcours.operations.empreintes import est_intact
from parcours.operations.parcours import clore_parcours
from tests.builders import creer_parcours, creer_professionnel, creer_utilisateur
from tests.documents import texte as lire_pdf
from tests.parcours.test_points import MARQUEUR, creer_suivi
from tests.refus import refus

pytestmark = pytest.mark.django_db

JOUR = dt.date(2026, 11, 12)
QUAND = instant(JOUR, dt.time(10))
PARTIES = {
    "partie_personne": "Nous avons cherché un logement ensemble.",
    "relais_nom": "Inès Lorrain",
    "relais_organisme": "CCAS",
    "relais_le": JOUR,
    "partie_prescripteur": "Le projet est prêt.",
    "lu_le": JOUR,
    "commentaire": "Je continue.",
}


@pytest.fixture(autouse=True)
def _horloge(time_machine):
    time_machine.move_to(QUAND, tick=False)


@pytest.fixture
def suivi(db):
    return creer_suivi()


def commencer(parcours, genre="final"):
    return operations.commencer(parcours, genre=genre, par=parcours.compte)


def signer(parcours, **champs):
    bilan = operations.ecrire(commencer(parcours), champs=PARTIES | champs)
    return operations.signer(bilan, par=parcours.compte)


def test_asi_18_la_partie_du_prescripteur_part_de_ce_qui_se_partage(suivi):
    Entretien.objects.create(
        parcours=suivi,
        debut=QUAND,
        etat="tenu",
        auteur=suivi.compte,
        partageable="Cherche un logement.",
        confidentiel=MARQUEUR,
    )
    bilan = commencer(suivi)
    assert bilan.partie_prescripteur.splitlines()[1:] == [
        "1\u00a0entretien depuis le 14 septembre.",
        "Le 12 novembre\u00a0: Cherche un logement.",
    ]
    assert (bilan.partie_personne, commencer(suivi)) == ("", bilan)


def test_asi_18_le_bilan_se_lit_avec_elle_puis_se_signe_et_ne_change_plus(suivi):
    bilan = commencer(suivi)
    refus("personne", operations.signer, bilan, par=suivi.compte)
    operations.ecrire(bilan, champs=PARTIES | {"lu_le": None})
    refus("lu", operations.signer, bilan, par=suivi.compte)
    refus("lu", operations.ecrire, bilan, champs=PARTIES | {"lu_le": dt.date(2026, 11, 13)})
    refus("relais", operations.ecrire, bilan, champs=PARTIES | {"relais_nom": ""})
    operations.ecrire(bilan, champs=PARTIES)
    change = PARTIES | {"commentaire": "Je m’arrête là."}
    assert operations.ecrire(bilan, champs=change).lu_le is None
    assert operations.ecrire(bilan, champs=PARTIES).lu_le == JOUR
    signe = operations.signer(bilan, par=suivi.compte)
    signe.refresh_from_db()
    assert (signe.signe_le, signe.signe_par, est_intact(signe)) == (QUAND, suivi.compte, True)
    refus("fige", operations.ecrire, bilan, champs=PARTIES)
    refus("fige", operations.signer, bilan, par=suivi.compte)
    refus("deja", commencer, suivi)
    BilanIndividuel.objects.update(commentaire="Autre chose")
    signe.refresh_from_db()
    assert not est_intact(signe)


def test_asi_18_trois_papiers_et_celui_du_prescripteur_n_a_que_sa_partie(suivi):
    bilan = signer(suivi)

    def blocs(partie):
        return [(b["titre"], b["lignes"][0]) for b in bilan_imprime(bilan, partie)["blocs"]]

    lu = ("Lu et discuté", "Le jeudi 12 novembre 2026.")
    relais = ("Qui prend le relais", "Inès Lorrain, CCAS")
    assert blocs("personne") == [
        ("Ce que nous avons fait ensemble", PARTIES["partie_personne"]),
        relais,
        ("Ce que le prescripteur lit", PARTIES["partie_prescripteur"]),
        ("Votre commentaire", PARTIES["commentaire"]),
        lu,
    ]
    assert blocs("relais") == [relais, lu]
    assert blocs("prescripteur") == [("Lignes générales", PARTIES["partie_prescripteur"]), lu]


def test_le_prescripteur_lit_sa_partie_une_fois_signee(suivi, client):
    adresse = reverse("parcours:bilan-individuel", args=[commencer(suivi).pk])
    client.force_login(suivi.prescripteur.utilisateur)
    assert client.get(adresse).status_code == 404
    bilan = signer(suivi)
    lue = client.get(adresse).text
    dits = [
        PARTIES[nom] in lue for nom in ("partie_prescripteur", "partie_personne", "commentaire")
    ]
    assert dits == [True, False, False]
    papiers = [
        client.get(reverse("parcours:bilan-pdf", args=[bilan.pk, partie])).status_code
        for partie in ("prescripteur", "personne", "relais", "autre")
    ]
    assert papiers == [200, 403, 403, 404]
    assert client.post(adresse, PARTIES).status_code == 403
    client.force_login(creer_utilisateur("prescripteur"))
    assert client.get(adresse).status_code == 404


@pytest.mark.parametrize("motif", ["abandon", "perdu_de_vue", "refus_apres_entree"])
def test_asn_04_un_arret_n_envoie_aucun_bilan_au_prescripteur(suivi, motif):
    bilan, compte = signer(suivi), suivi.prescripteur.utilisateur
    assert list(BilanIndividuel.objects.visibles_par(compte)) == [bilan]
    clore_parcours(suivi, date_fin=JOUR, motif=motif)
    assert list(BilanIndividuel.objects.visibles_par(compte)) == []
    assert list(BilanIndividuel.objects.visibles_par(suivi.compte)) == [bilan]


def test_un_bilan_intermediaire_puis_un_final(suivi):
    intermediaire = commencer(suivi, "intermediaire")
    operations.ecrire(intermediaire, champs=PARTIES)
    operations.signer(intermediaire, par=suivi.compte)
    assert commencer(suivi).genre == "final"
    clos = creer_suivi(date_fin_reelle=JOUR, motif_sortie="cdi")
    refus("clos", commencer, clos, "intermediaire")


def test_sa_page_propose_les_bilans_qui_restent_a_ecrire(suivi, client):
    """One signed on the way leaves the final one to write; a signed final one, nothing."""
    client.force_login(suivi.compte)
    fiche = reverse("presences:personne-detail", args=[suivi.personne.reference])

    def proposes():
        return re.findall('name="genre" value="(.+?)"', client.get(fiche).text)

    lus = [proposes()]
    for genre in ("intermediaire", "final"):
        bilan = commencer(suivi, genre)
        lus.append(proposes())
        operations.ecrire(bilan, champs=PARTIES)
        operations.signer(bilan, par=suivi.compte)
        lus.append(proposes())
    assert lus == [["intermediaire", "final"], [], ["intermediaire", "final"], [], []]


def test_les_pages_d_un_bilan_du_debut_a_la_fin(suivi, client):
    client.force_login(suivi.compte)
    client.post(reverse("parcours:bilan-commencer", args=[suivi.pk]), {"genre": "final"})
    pk = BilanIndividuel.objects.get().pk
    page = reverse("parcours:bilan-individuel", args=[pk])
    vu = {"vu": client.get(page).context["vu"]}
    assert "Un relais a un nom" in client.post(page, {**vu, "relais_nom": "Inès"}).text
    client.post(page, {**vu, **PARTIES})
    refuse = client.post(page, {**vu, **PARTIES, "partie_personne": "Autre chose."})
    assert [PARTIES["partie_personne"] in refuse.text, "Autre chose." in refuse.text] == [True] * 2
    signer_page, vu = reverse("parcours:bilan-signer", args=[pk]), refuse.context["vu"]
    client.post(signer_page, {"vu": "d’avant"})
    assert BilanIndividuel.objects.get().est_signe is False
    suite = client.post(signer_page, {"vu": vu}, follow=True)
    assert "Il n’a pas changé depuis" in suite.text
    pdf = client.get(reverse("parcours:bilan-pdf", args=[pk, "personne"])).content
    assert "Je continue." in lire_pdf(pdf)


def test_les_motifs_de_sortie_se_choisissent_par_groupes():
    groupes = dict(ClotureForm().fields["motif"].choices[1:])
    assert list(groupes) == [groupe.value for groupe in Parcours.Groupe]
    assert [code for lignes in groupes.values() for code, _ in lignes] == [
        code for groupe in Parcours.Groupe for code in groupe.motifs
    ]
    assert {c for lignes in groupes.values() for c, _ in lignes} == set(Parcours.Motif.values)


def test_s10_confirmer_la_fin_propose_la_fin_de_mesure(suivi, client):
    client.force_login(suivi.compte)
    adresse = reverse("parcours:parcours-clore", args=[suivi.pk])
    page = client.get(f"{adresse}?motif=fin_de_mesure").text
    assert '<option value="fin_de_mesure" selected>' in page
    assert "selected>Fin de la mesure" not in client.get(f"{adresse}?motif=n-importe").text


def test_asi_20_la_porte_reste_ouverte_sans_rouvrir_ni_compter(suivi, client):
    du, au = dt.date(2026, 11, 11), dt.date(2026, 12, 31)
    refus("ouvert", operations.noter_contact, suivi, le=JOUR, mode="appel", par=suivi.compte)
    clore_parcours(suivi, date_fin=dt.date(2026, 11, 10), motif="autonomie")
    avant = dt.date(2026, 11, 9)
    refus("date", operations.noter_contact, suivi, le=avant, mode="appel", par=suivi.compte)
    client.force_login(suivi.compte)
    adresse = reverse("parcours:contact-apres-fin", args=[suivi.pk])
    client.post(adresse, {"le": "2026-11-12", "mode": "visite", "note": "A trouvé un travail"})
    contact = ContactApresFin.objects.get()
    suivi.refresh_from_db()
    assert (contact.le, contact.mode, contact.par) == (JOUR, "visite", suivi.compte)
    assert (suivi.est_ouvert, suivi.date_fin_reelle) == (False, dt.date(2026, 11, 10))
    assert list(Parcours.objects.ouverts_entre(du, au)) == []
    fiche = client.get(reverse("presences:personne-detail", args=[suivi.personne.reference])).text
    assert "A trouvé un travail" in fiche
    client.force_login(creer_utilisateur("referent"))
    assert client.post(adresse, {"le": "2026-11-12", "mode": "visite"}).status_code == 404


@pytest.mark.parametrize("revenue", [True, False])
def test_asi_20_revenir_ou_relire_son_bilan_est_un_contact(suivi, revenue, time_machine):
    """Her file is kept two years from that day, not from the end of the parcours."""
    clore_parcours(suivi, date_fin=JOUR, motif="autonomie")
    plus_tard = JOUR + dt.timedelta(days=300)
    time_machine.move_to(instant(plus_tard, dt.time(10)), tick=False)
    if revenue:
        operations.noter_contact(suivi, le=plus_tard, mode="visite", par=suivi.compte)
    else:
        signer(suivi, lu_le=plus_tard)
    dernier = max(le for reference, le in contacts() if reference == suivi.personne.reference)
    assert dernier.date() == plus_tard


def test_effacer_vide_les_ecrits_et_garde_les_dates(suivi):
    bilan = signer(suivi)
    point = points.commencer(suivi, par=suivi.compte)
    points.ecrire(point, texte="Une ligne à dire.", relu_le=JOUR, remarque="Oui.")
    points.envoyer(point, par=suivi.compte)
    reference = suivi.personne.reference
    copie = copier(reference)
    assert (copie["points"][0]["remarque"], copie["bilans"][0]["commentaire"]) == (
        *("Oui.", "Je continue."),
    )
    quoi = {ligne.quoi: ligne.nombre for ligne in apercu(reference)}
    assert (quoi["points avec le prescripteur"], quoi["bilans individuels"]) == (1, 1)
    effacer(reference)
    point.refresh_from_db()
    bilan.refresh_from_db()
    assert (point.texte, point.remarque, est_intact(point)) == ("Texte effacé.", "", False)
    assert (bilan.partie_personne, bilan.partie_prescripteur, bilan.relais_nom) == (
        *("Texte effacé.", "", ""),
    )
    assert (bilan.signe_le, point.envoye_le) == (QUAND, QUAND)


def test_effacer_garde_la_decision_d_un_renouvellement():
    suivi = creer_parcours(
        dispositif=creer_suivi().dispositif,
        date_fin_prevue=dt.date(2026, 11, 30),
        prescripteur=creer_professionnel(),
    )
    suivi.dispositif.renouvellements_max = 1
    suivi.dispositif.save()
    ecrit = renouvellements.preparer(
        suivi, argument="Trois mots suffisent.", accord_personne_le=JOUR, par=None
    )
    demande = renouvellements.demander(ecrit, par=None)
    effacer(suivi.personne.reference)
    demande.refresh_from_db()
    assert (demande.argument, demande.demande_le) == ("Texte effacé.", QUAND)
