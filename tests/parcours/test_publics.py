"""Who may come, by which door, with whom: the lists that the five dispositifs ask for."""

import datetime as dt

import pytest

from centre.models import Organisme
from parcours.models import Orientation, Parcours, Personne, ReferentParcours
from tests import builders as b


@pytest.mark.django_db
def test_une_referente_du_dehors_marche_avec_la_coordination():
    """LIE-08, LIE-11: référent, social correspondent, support team, with or without an account."""
    parcours = b.creer_parcours()
    b.creer_referent(parcours, b.creer_professionnel(b.creer_utilisateur("coordination")))
    for role in ("correspondant_social", "cellule_appui"):
        b.creer_referent(parcours, b.creer_professionnel(prenom="Assia"), role=role)
    le = dt.date(2026, 11, 19)
    en_vigueur = ReferentParcours.objects.en_vigueur(le).filter(parcours=parcours)
    lus = en_vigueur.values_list("role", "professionnel__utilisateur")
    assert {role: compte is not None for role, compte in lus} == {
        "referent_unique": True,
        "correspondant_social": False,
        "cellule_appui": False,
    }


def test_les_ressources_et_l_adresse_se_disent_sans_obliger():
    """LIE-09, LIE-10: resources at the entry, priority district yes, no or unknown."""
    assert {"rsa", "rsa_majore", "aah", "ass", "are", "sans"} <= set(Personne.Ressources.values)
    champs = {code: nom for code, nom in Personne.Ressources.choices if "champ" in code}
    assert champs == {
        "rsa_champ_2": "RSA, champ 2 (socioprofessionnel)",
        "rsa_champ_3": "RSA, champ 3 (social)",
    }
    assert "parent_isole" in Personne.Menage.values
    assert set(Personne.Qpv.values) == {"oui", "non", "inconnu"}
    defauts = [Personne._meta.get_field(c).default for c in ("ressources", "menage", "qpv")]
    assert defauts == ["inconnue", "inconnu", "inconnu"]


def test_les_portes_et_les_prescripteurs_de_la_fiche_nationale():
    """ASN-09, ASN-10: two circuits, the kinds of prescribers; who orients may receive too."""
    assert {"prescripteur_donne_contact", "prescripteur_contacte_centre", "spontanee"} <= set(
        Orientation.Mode.values
    )
    assert {"FT", "ML", "CCAS", "ASSO_SOCIALE", "DEPT", "SSAE", "SIAE", "CHRS"} <= set(
        Organisme.Type.values
    )
    assert Organisme(type="CCAS", est_orienteur=True).est_orienteur


def test_une_autre_structure_est_un_relais_et_jamais_un_abandon():
    """LIE-17: a better structure is counted apart from stopping."""
    assert "reorientation_structure_adaptee" in Parcours.Groupe.RELAIS.motifs
    assert "abandon" in Parcours.Groupe.INTERRUPTION.motifs
    assert set(Parcours.Groupe.RELAIS.motifs) & set(Parcours.Groupe.INTERRUPTION.motifs) == set()
