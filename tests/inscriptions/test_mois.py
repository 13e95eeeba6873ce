"""The month sheet: what a person's paper says, in her language, and who may print it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from centre.models import JournalAcces
from centre.temps import instant
from inscriptions.feuille_mois import donnees_du_mois, feuille_du_mois, lire_le_mois
from inscriptions.queries import prochain_rendez_vous
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_personne,
    creer_place,
    creer_seance,
    creer_utilisateur,
)
from tests.documents import lire, texte
from tests.inscriptions.test_pages_moi import ouvrir

QUAND = instant(dt.date(2026, 11, 19), dt.time(10))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]
NOVEMBRE = dt.date(2026, 11, 1)


def monde(**champs):
    """Four dates of a month: past, to come with a bus stop, cancelled, waiting; one of December."""
    personne = creer_personne(**{"nom": "Ferhat", "prenom": "Zohra", "langue": "fr", **champs})
    couture = creer_atelier(titre="Couture", pictogramme="aiguille")
    parole = creer_atelier(titre="Paroles", sensibilite=3, titre_discret="RDV Le Lierre")
    lieu = creer_lieu(arret="Place Roland")
    discret = creer_lieu(adresse_discrete="RDV au centre", arret="CSAPA")
    for atelier, jour, ou, etat in (
        (couture, 2, lieu, "confirmee"),
        (couture, 20, lieu, "confirmee"),
        (parole, 24, discret, "confirmee"),
        (couture, 30, lieu, "liste_attente"),
    ):
        seance = creer_seance(atelier, dt.date(2026, 11, jour), 14, lieu=ou)
        rang = 2 if etat == "liste_attente" else None
        creer_place(seance, personne, etat=etat, rang=rang)
        if rang:
            creer_place(seance, etat=etat, rang=1)
    creer_place(creer_seance(couture, dt.date(2026, 12, 1), 14), personne)
    annulee = creer_seance(couture, dt.date(2026, 11, 26), 14, lieu=lieu)
    creer_place(annulee, personne, etat="annulee_centre")
    type(annulee).objects.filter(pk=annulee.pk).update(
        etat="annulee", motif_annulation="autre", annulee_le=QUAND
    )
    return personne


def dire(personne, langue="fr"):
    with translation.override(langue):
        return donnees_du_mois(personne, NOVEMBRE, langue=langue, quand=QUAND)


def test_le_mois_dit_les_dates_l_arret_et_l_etat_sous_un_titre_discret():
    dates = dire(monde())["dates"]
    assert [(d["jour"], d["etat"], d["arret"]) for d in dates] == [
        ("Lundi 2 novembre", "", "Place Roland"),
        ("Vendredi 20 novembre", "", "Place Roland"),
        ("Mardi 24 novembre", "", ""),
        ("Jeudi 26 novembre", "Annulé", "Place Roland"),
        ("Lundi 30 novembre", "Liste d’attente, rang 2", "Place Roland"),
    ]
    assert {(d["titre"], d["dessin"]) for d in dates} == {("RDV Le Lierre", "lierre")}
    assert dates[2]["adresse"] == "RDV au centre"


def test_le_papier_ne_promet_pas_une_place_proposee():
    """The month says until when to answer; the card waits for her yes."""
    offre = creer_place(
        creer_seance(jour=dt.date(2026, 11, 27)), etat="proposee", offre_jusqua=QUAND
    )
    [date] = dire(offre.personne)["dates"]
    assert date["etat"] == "Répondez avant jeudi 19 novembre, 10\u00a0heures."
    assert prochain_rendez_vous(offre.personne, QUAND) is None


def test_son_accord_montre_les_titres_jamais_ceux_d_un_atelier_protege():
    dates = dire(monde(titres_explicites_le=QUAND))["dates"]
    assert [(d["titre"], d["dessin"]) for d in dates[1:3]] == [
        ("Couture", "aiguille"),
        ("RDV Le Lierre", "lierre"),
    ]


def test_en_arabe_la_feuille_va_de_droite_a_gauche():
    personne = monde(langue="ar")
    donnees = dire(personne, "ar")
    assert (donnees["sens"], donnees["dates"][1]["jour"]) == ("rtl", "الجمعة 20 نوفمبر")
    pdf = lire(feuille_du_mois(personne, NOVEMBRE, langue="ar", quand=QUAND))
    polices = {
        str(police.get_object()["/BaseFont"])
        for police in pdf.pages[0]["/Resources"]["/Font"].values()
    }
    assert (pdf.trailer["/Root"]["/Lang"], any("Arabic" in nom for nom in polices)) == ("ar", True)
    assert [round(float(cote)) for cote in pdf.pages[0].mediabox[2:]] == [595, 842]


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [("2026-12", (2026, 12)), ("", (2026, 11)), ("demain", (2026, 11)), ("9999-01", (2026, 11))],
)
def test_un_mois_qui_ne_se_lit_pas_est_ce_mois_ci(ecrit, lu):
    assert lire_le_mois(ecrit, jour=QUAND.date()) == dt.date(*lu, 1)


def test_l_equipe_imprime_dans_la_langue_de_la_fiche_et_cela_se_sait(client):
    personne = monde(langue="en")
    client.force_login(creer_utilisateur("accueil"))
    adresse = reverse("inscriptions:personne-mois", args=[personne.reference])
    reponse = client.get(adresse, {"mois": "2026-11"})
    assert "Friday 20 November" in texte(reponse.content)
    assert (reponse["Content-Type"], reponse["Cache-Control"]) == (
        *("application/pdf", "private, no-store"),
    )
    assert JournalAcces.objects.filter(sujet=personne.reference).count() == 1
    client.force_login(creer_utilisateur("accueil", creer_centre("ailleurs")))
    assert client.get(adresse).status_code == 404


def test_elle_imprime_la_sienne_une_fois_les_lettres_ecrites(client):
    personne = monde()
    ouvrir(client, personne)
    adresse = reverse("inscriptions:moi-mois")
    assert client.get(adresse).status_code == 302
    client.post(reverse("inscriptions:moi-lettres"), {"lettres": "fer"})
    assert adresse in client.get(reverse("inscriptions:moi")).content.decode()
    dit = texte(client.get(adresse).content)
    assert ("Vendredi 20 novembre" in dit, "Mardi 1er décembre" in dit) == (True, False)
    assert ("Zohra" in dit, "Ferhat" in dit) == (True, False)
