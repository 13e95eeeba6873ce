"""Where each paper of the year is found, and the two helpers (R3, R5 to R9)."""

import datetime as dt

import pytest
from django.urls import reverse

from bilans.documents.aides import composer
from bilans.figures import Perimetre, Periode
from centre.models import JournalAcces
from centre.temps import instant
from presences.models import Presence
from tests import builders as b

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(dt.date(2026, 11, 19), dt.time(18)), tick=False),
]
EN_2026 = Periode(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_r8_r9_les_nombres_du_formulaire_et_ce_qu_il_reste_a_ecrire():
    seance = b.creer_seance(jour=dt.date(2026, 3, 2), etat="tenue")
    for sexe in ("F", "F", "H", ""):
        b.creer_presence(b.creer_place(seance, b.creer_personne(sexe=sexe)))
    for genre, codes in (
        ("senacs", "F07 F08 F09 F10 F11"),
        ("compte-rendu", "F07 F09 F10 F11 F25"),
    ):
        document = composer(genre, Perimetre(b.creer_centre()), EN_2026)
        lus = {c.code: c.valeur for c in document.chiffres}
        assert list(lus) == codes.split()
        assert (lus["F07"], lus["F09"], lus["F11"]) == (4, 4, 1)
        assert {x.code: x.cellules for x in document.table("sexes").lignes} == {
            "Femmes": [2], "Hommes": [1], "Autre ou pas dit": [1], "total": [4]
        }  # fmt: skip
        assert {x.cellules[0] for x in document.table("a-ecrire").lignes} == {
            "à écrire par le centre"
        }


def test_r8_les_ages_par_sexe_et_la_part_des_quartiers():
    """Ages of the last day of the period; the share is of the answers known."""
    seance = b.creer_seance(jour=dt.date(2026, 3, 2), etat="tenue")
    for sexe, ne, qpv in (
        ("F", dt.date(2000, 12, 31), "oui"), ("F", dt.date(2001, 1, 1), "non"),
        ("H", dt.date(1961, 12, 31), "oui"), ("", None, "inconnu"),
    ):  # fmt: skip
        champs = {"sexe": sexe, "date_naissance": ne, "qpv": qpv}
        b.creer_presence(b.creer_place(seance, b.creer_personne(**champs)))
    document = composer("senacs", Perimetre(b.creer_centre()), EN_2026)
    ages = {x.code: x.cellules for x in document.table("ages").lignes if any(x.cellules)}
    assert ages == {
        "18 à 25 ans": [1, 0, 0, 1], "26 à 35 ans": [1, 0, 0, 1], "65 ans et plus": [0, 1, 0, 1],
        "inconnu": [0, 0, 1, 1], "total": [2, 1, 1, 4],
    }  # fmt: skip
    assert {x.code: x.cellules for x in document.table("qpv").lignes} == {
        "oui": [2, 66.7], "non": [1, 33.3], "inconnu": [1, None], "total": [4, None]
    }  # fmt: skip
    assert document.table("ateliers").corps[0].cellules[6] == 4


def test_la_page_mene_a_chaque_document(navigateur):
    bilan = navigateur.get(reverse("bilans:bilan")).content.decode()
    assert f'href="{reverse("bilans:aide-list")}?du=2026-01-01' in bilan
    page = navigateur.get(reverse("bilans:aide-list")).content.decode()
    for nom in (
        "bilans:rapport", "bilans:finances", "bilans:individuel-list", "bilans:attestation-list",
        "presences:feuille-list", "ateliers:affiche-semaine", "parcours:orientation-list",
    ):  # fmt: skip
        assert f'href="{reverse(nom)}' in page
    for genre in ("senacs", "compte-rendu"):
        fichier = navigateur.get(reverse("bilans:aide-fichier", args=[genre, "csv"]))
        assert "à écrire par le centre" in fichier.content.decode("utf-8-sig")
    assert JournalAcces.objects.filter(acte="export").count() == 2
    for args in (["autre", "csv"], ["senacs", "exe"]):
        assert navigateur.get(reverse("bilans:aide-fichier", args=args)).status_code == 404


def test_r7_les_personnes_venues_et_leur_derniere_attestation(navigateur):
    """Who came to a protected atelier only is named to its team, not here."""
    ana, marie, cachee = (b.creer_personne(prenom=p) for p in ("Ana", "Marie", "Cachée"))
    ordinaire, protege = b.creer_atelier(), b.creer_atelier(sensibilite=3)
    for jour in (dt.date(2025, 12, 29), dt.date(2026, 3, 2), dt.date(2026, 3, 9)):
        b.creer_presence(b.creer_place(b.creer_seance(ordinaire, jour, etat="tenue"), ana))
    une = b.creer_seance(ordinaire, dt.date(2026, 4, 7), etat="tenue")
    b.creer_presence(b.creer_place(une, marie), statut="absent")
    seance = b.creer_seance(protege, dt.date(2026, 4, 6), etat="tenue")
    b.creer_presence(b.creer_place(seance, cachee))
    page = reverse("bilans:attestation-list")
    [lue] = navigateur.get(page).context["page"]
    assert (lue, lue.presences, f"{lue.derniere:%d/%m}", lue.remise) == (ana, 2, "09/03", None)
    feuille = reverse("presences:personne-attestation", args=[ana.reference])
    assert f'href="{feuille}?du=2026-01-01' in navigateur.get(page).content.decode()
    cochees = {"du": "01/01/2026", "au": "19/11/2026", "ligne": [p.pk for p in lue_de(ana)]}
    assert navigateur.post(feuille, cochees)["Content-Type"] == "application/pdf"
    [lue] = navigateur.get(page).context["page"]
    assert lue.remise == instant(dt.date(2026, 11, 19), dt.time(18))


def lue_de(personne):
    return Presence.objects.filter(place__personne=personne, place__seance__debut__year=2026)


def test_r3_les_bilans_individuels_de_la_periode_et_du_centre(navigateur):
    sien = b.creer_bilan()
    b.creer_bilan(ecrit_le=instant(dt.date(2025, 12, 31), dt.time(23)))
    b.creer_bilan(b.creer_parcours(b.creer_personne(b.creer_centre("ailleurs"))))
    lue = navigateur.get(reverse("bilans:individuel-list"))
    assert list(lue.context["page"]) == [sien]
    assert reverse("parcours:bilan-individuel", args=[sien.pk]) in lue.content.decode()
    asi = b.creer_dispositif("asi")
    autre = navigateur.get(reverse("bilans:individuel-list"), {"dispositif": asi.code})
    assert list(autre.context["page"]) == []
