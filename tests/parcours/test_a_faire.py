"""What the column « À faire » says of orientations and of parcours near their end."""

import datetime as dt

import pytest

from centre.temps import instant
from parcours.queries import taches
from tests.builders import (
    creer_centre,
    creer_dispositif,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_professionnel,
    creer_referent,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db

JEUDI = instant(dt.date(2026, 11, 19), dt.time(10, 35))


def dites(utilisateur):
    return [(t.titre, t.pourquoi) for t in taches(utilisateur, creer_centre(), JEUDI)]


def test_les_appels_a_faire_sont_comptes_depuis_le_plus_ancien():
    creer_orientation(recue_le=dt.date(2026, 11, 17))
    creer_orientation(recue_le=dt.date(2026, 11, 16), etat="contact_en_cours")
    creer_orientation(recue_le=dt.date(2026, 9, 1), etat="entree")
    creer_orientation(creer_personne(creer_centre("ailleurs")))
    assert dites(creer_utilisateur("accueil")) == [
        ("2\u00a0premiers appels à passer", "Personnes orientées, la première le 16 novembre.")
    ]


def test_un_parcours_pres_de_sa_fin_est_liste_avec_sa_date():
    asi = creer_dispositif("asi", renouvellements_max=1, accord_prescripteur=True)
    personne = creer_personne(prenom="Yasmina", nom="Belkacem")
    creer_parcours(personne, dispositif=asi, date_fin_prevue=dt.date(2026, 12, 17))
    creer_parcours(date_fin_prevue=dt.date(2027, 3, 13))
    assert dites(creer_utilisateur("coordination")) == [
        (
            "Renouvellement à demander\u00a0: Yasmina B.",
            "Fin prévue le 17 décembre, avec l’accord du prescripteur.",
        )
    ]


def test_plusieurs_fins_font_une_tache_et_ses_lignes():
    for jour in (3, 1):
        creer_parcours(creer_personne(prenom=f"Ana{jour}"), date_fin_prevue=dt.date(2026, 12, jour))
    tache = next(iter(taches(creer_utilisateur("coordination"), creer_centre(), JEUDI)))
    assert (tache.titre, tache.pourquoi, [ligne.texte[:4] for ligne in tache.lignes]) == (
        "2\u00a0fins de parcours à préparer",
        "Première fin prévue le 1er décembre.",
        ["Ana1", "Ana3"],
    )


def test_un_referent_ne_lit_que_ses_parcours():
    suivi = creer_parcours(date_fin_prevue=dt.date(2026, 12, 1))
    creer_parcours(date_fin_prevue=dt.date(2026, 12, 2))
    referent = creer_utilisateur("referent")
    creer_referent(suivi, creer_professionnel(referent))
    assert [titre for titre, _ in dites(referent)] == [
        f"Fin de parcours à préparer\u00a0: {suivi.personne.nom_court}"
    ]


@pytest.mark.parametrize("role", ["animation", "prescripteur"])
def test_les_autres_ne_lisent_rien(role):
    creer_orientation()
    creer_parcours(date_fin_prevue=dt.date(2026, 12, 1))
    assert dites(creer_utilisateur(role)) == []


@pytest.mark.parametrize("nombre", [1, 30])
def test_la_colonne_coute_cinq_requetes(nombre, django_assert_num_queries):
    for _ in range(nombre):
        creer_orientation()
        creer_parcours(creer_personne(), date_fin_prevue=dt.date(2026, 12, 1))
    coordination, centre = creer_utilisateur("coordination"), creer_centre()
    # Roles, calls, parcours near their end with their renewals, points.
    with django_assert_num_queries(5):
        list(taches(coordination, centre, JEUDI))
