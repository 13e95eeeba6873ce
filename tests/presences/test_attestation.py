"""Her hours, her presences, and the attestation that stays in her hands."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from centre.temps import instant
from presences.queries.personnelles import attestation, lignes_attestables, semaine_de
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_presence,
    creer_seance,
    creer_utilisateur,
)
from tests.navigateurs import ouvrir_sa_page

APRES = instant(JOUR, dt.time(18))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(APRES, tick=False)]
OCTOBRE = (dt.date(2026, 11, 1), JOUR)


@pytest.fixture
def rosa():
    return creer_personne(prenom="Rosa", nom="Pinto")


def etre_la(personne, jour=JOUR, statut="present", **atelier):
    seance = creer_seance(creer_atelier(personne.centre, **atelier), jour=jour)
    return creer_presence(creer_place(seance, personne), statut=statut)


def donnees(personne, lignes, **options):
    valeurs = {"periode": OCTOBRE, "par_semaine": False, "quand": APRES}
    return attestation(personne, lignes, **{**valeurs, **options})


def test_la_semaine_va_du_lundi_au_dimanche_a_paris(rosa):
    for jour in (JOUR, dt.date(2026, 11, 16), dt.date(2026, 11, 15), dt.date(2026, 11, 23)):
        etre_la(rosa, jour)
    etre_la(rosa, dt.date(2026, 11, 17), statut="absent")
    semaine = semaine_de(rosa, APRES)
    assert (semaine.lundi, semaine.duree, semaine.presences) == (
        dt.date(2026, 11, 16),
        dt.timedelta(hours=4),
        2,
    )


def test_l_attestation_dit_les_presences_et_jamais_une_absence(rosa):
    etre_la(rosa, titre="Couture")
    etre_la(rosa, dt.date(2026, 11, 10), statut="absent", titre="Cuisine")
    etre_la(rosa, dt.date(2026, 11, 12), statut="absent_excuse", titre="Chant")
    lu = donnees(rosa, lignes_attestables(rosa, *OCTOBRE))
    assert [(x["titre"], x["duree"]) for x in lu["lignes"]] == [("Couture", "2\u00a0h")]
    assert (lu["total"], lu["protegees"]) == ("2\u00a0h", None)


def test_les_activites_protegees_sont_une_seule_ligne_sans_date(rosa):
    etre_la(rosa, titre="Couture")
    for n, sensibilite in ((10, 2), (11, 3)):
        etre_la(
            rosa,
            dt.date(2026, 11, n),
            titre="Groupe de paroles",
            titre_discret="RDV Le Lierre",
            sensibilite=sensibilite,
        )
    lu = donnees(rosa, lignes_attestables(rosa, *OCTOBRE), par_semaine=True)
    assert lu["protegees"] == {"titre": "Activités d’insertion", "duree": "4\u00a0h"}
    assert (len(lu["lignes"]), lu["total"]) == (1, "6\u00a0h")
    assert lu["semaines"] == [{"semaine": "du 16 novembre au 22 novembre", "duree": "2\u00a0h"}]
    assert "paroles" not in str(lu)


def test_la_somme_est_celle_des_lignes_gardees(rosa):
    etre_la(rosa, titre="Couture")
    etre_la(rosa, dt.date(2026, 11, 10), titre="Cuisine")
    lignes = [x for x in lignes_attestables(rosa, *OCTOBRE) if x.titre == "Couture"]
    assert donnees(rosa, lignes)["total"] == "2\u00a0h"


def test_l_equipe_n_imprime_pas_ce_qu_elle_ne_voit_pas(rosa):
    etre_la(rosa, sensibilite=3, titre_discret="RDV Le Lierre")
    etre_la(rosa, titre="Couture")
    coordination = creer_utilisateur("coordination")
    ailleurs = creer_utilisateur("coordination", creer_centre("amitie-partage"))
    siennes = [x.titre for x in lignes_attestables(rosa, *OCTOBRE, lecteur=coordination)]
    assert siennes == ["Couture"]
    assert lignes_attestables(rosa, *OCTOBRE, lecteur=ailleurs) == []


def test_l_attestation_s_imprime_pour_elle_sans_les_lignes_retirees(client, rosa):
    gardee, retiree = etre_la(rosa, titre="Couture"), etre_la(rosa, titre="Cuisine")
    client.force_login(creer_utilisateur("coordination"))
    url = reverse("presences:personne-attestation", args=[rosa.reference])
    champs = {"du": "2026-11-01", "au": "2026-11-19", "ligne": [gardee.pk]}
    reponse = client.post(url, champs)
    [page] = PdfReader(io.BytesIO(reponse.content)).pages
    texte = page.extract_text()
    assert (retiree.pk != gardee.pk, reponse["Cache-Control"]) == (True, "private, no-store")
    assert ("Couture" in texte, "Cuisine" in texte, "Rosa Pinto" in texte) == (True, False, True)
    assert "remis en main propre" in " ".join(texte.split())


def test_sans_une_ligne_gardee_aucun_papier_ne_dit_zero(client, rosa):
    etre_la(rosa)
    dates = {"du": "2026-11-01", "au": "2026-11-19"}
    client.force_login(creer_utilisateur("coordination"))
    equipe = client.post(reverse("presences:personne-attestation", args=[rosa.reference]), dates)
    moi = ouvrir_sa_page(rosa).post(reverse("presences:moi-attestation"), dates)
    types = [r["Content-Type"] for r in (equipe, moi)]
    assert types == ["text/html; charset=utf-8"] * 2
    assert "Gardez au moins une ligne." in equipe.content.decode()
    assert "Gardez au moins une ligne." in moi.content.decode()


def test_une_ligne_d_une_autre_personne_ne_s_ajoute_pas(client, rosa):
    autre = etre_la(creer_personne(rosa.centre), titre="Vannerie")
    sienne = etre_la(rosa, titre="Couture")
    client.force_login(creer_utilisateur("coordination"))
    url = reverse("presences:personne-attestation", args=[rosa.reference])
    champs = {"du": "2026-11-01", "au": "2026-11-19", "ligne": [autre.pk, sienne.pk]}
    pdf = client.post(url, champs).content
    assert "Vannerie" not in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_une_periode_a_l_envers_est_dite_et_rien_n_est_imprime(client, rosa):
    client.force_login(creer_utilisateur("coordination"))
    url = reverse("presences:personne-attestation", args=[rosa.reference])
    page = client.post(url, {"du": "2026-11-19", "au": "2026-11-01"})
    assert page.context["form"].errors["au"] == ["La fin vient après le début."]
