"""What the database refuses, whatever the page, the import or the admin that writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from centre.temps import JOUR, maintenant
from parcours.models import (
    Consentement,
    Dispositif,
    Entretien,
    Orientation,
    Parcours,
    Personne,
    ReferentParcours,
)
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_operation,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_professionnel,
    creer_referent,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db


def refuse(contrainte, ecriture, /, *args, **champs):
    """The named constraint, and not another one, says no (SQLite names only CHECKs)."""
    with pytest.raises(IntegrityError) as erreur, transaction.atomic():
        ecriture(*args, **champs)
    texte = str(erreur.value)
    assert contrainte in texte or "UNIQUE constraint failed" in texte


def test_une_personne_sans_nom_est_refusee():
    refuse("personne_a_un_nom", creer_personne, nom="")


def test_une_personne_effacee_n_a_plus_de_nom():
    assert creer_personne(prenom="", nom="", anonymisee_le=maintenant()).pk


def test_une_orientation_sans_prescripteur_est_refusee():
    orientation = creer_orientation()
    filtre = Orientation.objects.filter(pk=orientation.pk)
    refuse("orientation_a_un_prescripteur", filtre.update, prescripteur=None)


def test_une_orientation_spontanee_n_a_pas_de_prescripteur():
    orientation = creer_orientation()
    filtre = Orientation.objects.filter(pk=orientation.pk)
    refuse("orientation_a_un_prescripteur", filtre.update, mode="spontanee")


def test_un_parcours_clos_sans_motif_est_refuse():
    refuse("parcours_clos_a_un_motif", creer_parcours, date_fin_reelle=dt.date(2026, 10, 1))


def test_un_motif_sans_fin_est_refuse():
    refuse("parcours_clos_a_un_motif", creer_parcours, motif_sortie=Parcours.Motif.CDI)


def test_une_fin_avant_l_entree_est_refusee():
    refuse(
        "parcours_fin_apres_entree",
        creer_parcours,
        date_fin_reelle=dt.date(2026, 9, 13),
        motif_sortie=Parcours.Motif.CDI,
    )


def test_deux_parcours_ouverts_dans_un_dispositif_sont_refuses():
    personne = creer_personne()
    creer_parcours(personne)
    refuse("parcours_ouvert_unique", creer_parcours, personne)


def test_une_orientation_n_ouvre_qu_un_parcours():
    orientation = creer_orientation()
    creer_parcours(orientation.personne, orientation=orientation)
    autre = creer_dispositif("asi")
    refuse(
        "parcours_orientation_id_key",
        creer_parcours,
        orientation.personne,
        orientation=orientation,
        dispositif=autre,
    )


def test_deux_referents_uniques_a_la_fois_sont_refuses():
    parcours = creer_parcours()
    creer_referent(parcours, creer_professionnel())
    lendemain = parcours.date_entree + JOUR
    refuse(
        "referent_ou_binome_social",
        creer_referent,
        parcours,
        creer_professionnel(),
        debut=lendemain,
    )


def test_un_binome_est_de_deux_roles_et_de_deux_organismes():
    """ASN-07, AGL-03: what the database holds of « exactly two »."""
    parcours = creer_parcours()
    social, emploi = creer_professionnel(), creer_professionnel()
    creer_referent(parcours, social, role="binome_social")
    voulue = {"role": "binome_emploi", "debut": parcours.date_entree + JOUR}
    collegue = creer_professionnel(organisme=social.organisme)
    refuse("binome_deux_organismes", creer_referent, parcours, collegue, **voulue)
    refuse("binome_a_un_organisme", creer_referent, parcours, emploi, **voulue, organisme=None)
    creer_referent(parcours, emploi, **voulue)
    suite = {"debut": parcours.date_entree + 2 * JOUR}
    autre = creer_professionnel()
    for nom, role in (
        ("referent_ou_binome_social", "binome_social"),
        ("referent_ou_binome_emploi", "binome_emploi"),
    ):
        refuse(nom, creer_referent, parcours, autre, **suite, role=role)
    refuse("referent_ou_binome_social", creer_referent, parcours, autre, **suite)
    ReferentParcours.objects.filter(parcours=parcours).update(fin=parcours.date_entree + JOUR)
    refuse("referent_un_par_jour", creer_referent, parcours, autre, **voulue)


def test_un_autre_role_est_tenu_par_une_seule_personne():
    parcours, role = creer_parcours(), {"role": "cellule_appui"}
    creer_referent(parcours, creer_professionnel(), **role)
    suite = {**role, "debut": parcours.date_entree + JOUR}
    refuse("referent_ouvert_unique", creer_referent, parcours, creer_professionnel(), **suite)


def test_un_referent_ne_finit_pas_avant_de_commencer():
    parcours = creer_parcours()
    refuse(
        "referent_fin_apres_debut",
        creer_referent,
        parcours,
        creer_professionnel(),
        fin=dt.date(2026, 9, 13),
    )


def test_un_entretien_sans_rattachement_est_refuse():
    refuse("entretien_rattache", Entretien.objects.create, debut=maintenant())


def test_une_confidence_a_un_auteur():
    refuse(
        "entretien_confidentiel_a_un_auteur",
        Entretien.objects.create,
        parcours=creer_parcours(),
        debut=maintenant(),
        confidentiel="secret",
    )
    assert Entretien.objects.create(
        parcours=creer_parcours(),
        debut=maintenant(),
        confidentiel="secret",
        auteur=creer_utilisateur("referent"),
    ).pk


def test_un_accord_ouvert_est_unique_par_objet():
    parcours = creer_parcours()
    champs = {"personne": parcours.personne, "parcours": parcours, "texte": "oui", "canal": "oral"}
    Consentement.objects.create(objet="partage_presences", **champs)
    refuse(
        "consentement_ouvert_unique",
        Consentement.objects.create,
        objet="partage_presences",
        **champs,
    )


def test_un_accord_sans_parcours_est_unique_aussi():
    personne = creer_personne()
    champs = {"personne": personne, "objet": "titres", "texte": "oui", "canal": "oral"}
    Consentement.objects.create(**champs)
    refuse("consentement_general_unique", Consentement.objects.create, **champs)


@pytest.mark.parametrize("nombre", [0, 10])
def test_un_dispositif_a_de_un_a_neuf_referents(nombre):
    refuse(
        "dispositif_nb_referents", Dispositif.objects.create, code="x", nom="X", nb_referents=nombre
    )


def test_un_code_commun_est_unique():
    creer_dispositif("asi")
    refuse("dispositif_code_commun", Dispositif.objects.create, code="asi", nom="ASI bis")


def test_un_centre_reprend_un_code_commun_une_seule_fois():
    creer_dispositif("asi")
    Dispositif.objects.create(code="asi", nom="ASI d’ici", centre=creer_centre())
    refuse(
        "dispositif_code_du_centre",
        Dispositif.objects.create,
        code="asi",
        nom="ASI ter",
        centre=creer_centre(),
    )


def test_une_personne_suivie_ne_se_supprime_pas_d_un_coup():
    """Whatever writes, even past the models: the foreign keys keep the row that others name."""
    personne = creer_parcours().personne
    ligne = Personne.objects.filter(pk=personne.pk)

    def supprimer():
        ligne._raw_delete(connection.alias)
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        supprimer()
    assert ligne.exists()


def test_la_reference_d_une_personne_est_unique():
    personne = creer_personne()
    refuse("personne_reference_key", creer_personne, reference=personne.reference)
    assert Personne.objects.count() == 1


def test_une_operation_finit_apres_son_premier_jour():
    la_veille = dt.date(2025, 12, 31)
    refuse("operation_fin_apres_debut", creer_operation, creer_atelier(), fin=la_veille)


def test_le_numero_d_une_operation_est_unique_dans_son_centre():
    atelier, ailleurs = creer_atelier(), creer_atelier(creer_centre("le-chene"))
    creer_operation(atelier, numero="2026-57")
    creer_operation(ailleurs, numero="2026-57")
    refuse("operation_numero_du_centre", creer_operation, atelier, numero="2026-57")
