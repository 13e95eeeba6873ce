"""What the database refuses of frames, renewals, points and individual bilans."""

import datetime as dt

import pytest

from centre.temps import maintenant
from parcours.models import BilanIndividuel, PartFinanceur, Tarif
from tests.builders import (
    JOUR,
    creer_bilan,
    creer_dispositif,
    creer_parcours,
    creer_point,
    creer_professionnel,
    creer_renouvellement,
)
from tests.parcours.test_contraintes import refuse

pytestmark = pytest.mark.django_db


def decide(decision="accord", **champs):
    """A whole decision: who, when, by which way."""
    return {
        **{"demande_le": maintenant(), "decision": decision, "decide_le": maintenant()},
        **{"decide_par": creer_professionnel(), "voie": "compte"},
    } | champs


def test_asi_09_un_second_renouvellement_est_refuse_par_la_base():
    """Never the same period twice, never a rank beyond what the frame allows."""
    parcours = creer_parcours()
    creer_renouvellement(parcours, **decide())
    refuse("renouvellement_un_par_rang", creer_renouvellement, parcours)
    refuse("renouvellement_rang_permis", creer_renouvellement, parcours, rang=2)
    refuse("renouvellement_rang_permis", creer_renouvellement, rang=0)


def test_un_refus_laisse_redemander():
    parcours = creer_parcours()
    creer_renouvellement(parcours, **decide("refus"))
    assert creer_renouvellement(parcours).rang == 1


@pytest.mark.parametrize("manque", [{"argument": ""}, {"accord_personne_le": None}])
def test_asi_09_une_demande_sans_argument_ni_accord_est_refusee(manque):
    champs = {"demande_le": maintenant(), **manque}
    refuse("renouvellement_demande_argumentee", creer_renouvellement, **champs)


@pytest.mark.parametrize(
    "manque", [{"decide_par": None}, {"decide_le": None}, {"demande_le": None}, {"voie": ""}]
)
def test_asi_09_une_decision_sans_nom_ni_date_est_refusee(manque):
    refuse("renouvellement_decide_par_quelqu_un", creer_renouvellement, **decide(**manque))


def test_un_renouvellement_finit_apres_avoir_commence():
    fin = dt.date(2026, 9, 17)
    refuse("renouvellement_fin_apres_debut", creer_renouvellement, nouvelle_fin=fin)


def test_le_motif_est_celui_d_un_refus():
    motif = {"motif": "autre_suite"}
    refuse("renouvellement_motif_du_refus", creer_renouvellement, **decide(**motif))


@pytest.mark.parametrize(
    "manque", [{"relu_le": None}, {"destinataire": None}, {"texte": ""}, {"empreinte": ""}]
)
def test_asi_11_un_point_part_relu_scelle_et_a_quelqu_un(manque):
    assert creer_point(envoye_le=maintenant()).est_envoye
    refuse("point_envoye_est_relu", creer_point, envoye_le=maintenant(), **manque)


def test_un_seul_point_se_prepare_a_la_fois():
    parcours = creer_parcours()
    creer_point(parcours, envoye_le=maintenant())
    creer_point(parcours)
    refuse("point_un_brouillon", creer_point, parcours)
    refuse("point_periode", creer_point, au=dt.date(2026, 11, 11))


@pytest.mark.parametrize("manque", [{"lu_le": None}, {"partie_personne": ""}, {"empreinte": ""}])
def test_asi_18_un_bilan_signe_est_lu_avec_elle(manque):
    assert creer_bilan(signe_le=maintenant()).est_signe
    refuse("bilan_signe_est_lu", creer_bilan, signe_le=maintenant(), **manque)


def test_asi_18_un_relais_est_entier():
    refuse("bilan_relais_entier", creer_bilan, relais_nom="Inès")
    refuse("bilan_relais_entier", creer_bilan, relais_le=dt.date(2026, 11, 12))


def test_un_parcours_a_un_bilan_final_et_un_brouillon_au_plus():
    parcours = creer_parcours()
    creer_bilan(parcours, genre="intermediaire")
    refuse("bilan_un_brouillon", creer_bilan, parcours)
    BilanIndividuel.objects.update(
        signe_le=maintenant(), lu_le=JOUR, partie_personne="Fait.", empreinte="a" * 64
    )
    creer_bilan(parcours, signe_le=maintenant())
    refuse("bilan_final_unique", creer_bilan, parcours, signe_le=maintenant())


def test_les_parts_et_les_tarifs_d_un_dispositif():
    asi = creer_dispositif("asi")
    PartFinanceur.objects.create(dispositif=asi, financeur="fse", part=100)
    ecrire = PartFinanceur.objects.create
    refuse("part_par_financeur", ecrire, dispositif=asi, financeur="fse", part=1)
    refuse("part_entre_0_et_100", ecrire, dispositif=asi, financeur="caf", part=101)
    refuse("part_entre_0_et_100", ecrire, dispositif=asi, financeur="caf", part=0)
    jour, tarifer = dt.date(2026, 1, 1), Tarif.objects.create
    tarifer(dispositif=asi, montant=732, valide_du=jour, valide_au=jour)
    refuse("tarif_par_debut", tarifer, dispositif=asi, montant=1, valide_du=jour)
    plus_tard = jour + dt.timedelta(days=1)
    tarifer(dispositif=asi, montant=732, valide_du=plus_tard)
    apres = {"dispositif": asi, "valide_du": dt.date(2027, 1, 1)}
    refuse("tarif_ouvert_unique", tarifer, montant=1, **apres)
    refuse("tarif_positif", tarifer, montant=-1, valide_au=dt.date(2027, 1, 2), **apres)
    refuse("tarif_fin_apres_debut", tarifer, montant=1, valide_au=jour, **apres)


def test_une_validite_ne_finit_pas_avant_de_commencer():
    dates = {"valide_du": dt.date(2026, 2, 1), "valide_au": dt.date(2026, 1, 31)}
    refuse("dispositif_validite", creer_dispositif, "cer", **dates)
