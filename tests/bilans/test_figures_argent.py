"""F23 and F25: points in time, periods at their tariff, shares of funders (ASN-12, ASN-13)."""

import datetime as dt
from decimal import Decimal

import pytest

from bilans.figures import Perimetre, Periode, calculer
from bilans.figures.argent import hors_public, par_financeur, periodes_payees
from centre.temps import instant
from parcours.models import (
    Parcours,
    PartFinanceur,
    Personne,
    PointPrescripteur,
    Renouvellement,
    Tarif,
)
from parcours.models.tarifs import Financeur
from parcours.operations.financement import repartir
from tests.builders import (
    creer_centre,
    creer_dispositif,
    creer_orientation,
    creer_parcours,
    creer_professionnel,
)

pytestmark = pytest.mark.django_db
EN_2008 = Periode(dt.date(2008, 1, 1), dt.date(2008, 12, 31))


def cadre(**champs):
    asi = creer_dispositif("asi-2008", **champs)
    asi.tarifs.all().delete()
    asi.parts.all().delete()
    return asi


@pytest.fixture
def asi():
    """90 people of whom one is marked as disabled, 28 renewals agreed, 732 € a period."""
    asi, centre = cadre(duree_mois=6, renouvellements_max=1), creer_centre()
    Tarif.objects.create(dispositif=asi, montant=Decimal(732), valide_du=dt.date(2008, 1, 1))
    gens = Personne.objects.bulk_create(
        Personne(centre=centre, prenom=f"P{n}", nom="ASI", cle=f"p{n}") for n in range(90)
    )
    lignes = Parcours.objects.bulk_create(
        Parcours(
            centre=centre, personne=personne, dispositif=asi, date_entree=dt.date(2008, 1, 7),
            publics=["handicap"] if not rang else [],
        )
        for rang, personne in enumerate(gens)
    )  # fmt: skip
    pro, quand = creer_professionnel(centre=centre), instant(dt.date(2008, 7, 1), dt.time(9))
    Renouvellement.objects.bulk_create(
        Renouvellement(
            parcours=parcours, rang=1, rang_max=1, du=dt.date(2008, 7, 7), argument="Encore.",
            nouvelle_fin=dt.date(2009, 1, 6), accord_personne_le=dt.date(2008, 6, 20),
            demande_le=quand, decision="accord", decide_le=quand, decide_par=pro, voie="dit",
        )
        for parcours in lignes[:28]
    )  # fmt: skip
    return Perimetre(centre, asi)


def test_f25_90_personnes_puis_28_renouvellements(asi):
    premier = Periode(dt.date(2008, 1, 1), dt.date(2008, 6, 30))
    lus = [calculer("F25", asi, periode) for periode in (premier, EN_2008)]
    assert [(f.valeur, f.denominateur) for f in lus] == [(65_880, 90), (86_376, 118)]
    assert lus[1].lignes.count() == 90


def test_f25_le_tarif_est_celui_du_premier_jour(asi):
    Tarif.objects.update(valide_au=dt.date(2008, 6, 30))
    Tarif.objects.create(
        dispositif=asi.dispositif, montant=Decimal(800), valide_du=dt.date(2008, 7, 1)
    )
    assert calculer("F25", asi, EN_2008).valeur == 90 * 732 + 28 * 800
    Tarif.objects.all().delete()
    assert calculer("F25", asi, EN_2008).valeur == 0


def test_f25_chaque_financeur_a_sa_part_et_l_agefiph_son_public(asi):
    for financeur, part in (("etat", 60), ("fse", 30), ("agefiph", 10)):
        PartFinanceur.objects.create(
            dispositif=asi.dispositif, financeur=financeur, part=Decimal(part)
        )
    lues = [
        (x.part, x.montant, x.hors_public) for x in par_financeur(periodes_payees(asi, EN_2008))
    ]
    assert lues == [
        (Decimal(60), Decimal("51825.60"), 0),
        (Decimal(30), Decimal("25912.80"), 0),
        (Decimal(10), Decimal("8637.60"), 116),
    ]
    assert sum(montant for _, montant, _ in lues) == Decimal(86_376)


def test_f25_un_parcours_a_ses_propres_parts_au_centime(asi):
    """ASN-13: two periods of one person leave the shares of the frame; nothing is lost."""
    for financeur in ("etat", "fse"):
        PartFinanceur.objects.create(
            dispositif=asi.dispositif, financeur=financeur, part=Decimal(50)
        )
    seul = Parcours.objects.filter(publics=[], renouvellements__isnull=False).first()
    tiers = {"region": Decimal("33.33"), "agefiph": Decimal("33.33"), "caf": Decimal("33.34")}
    repartir(seul, parts=tiers)
    lues = par_financeur(periodes_payees(asi, EN_2008))
    assert {(x.financeur, x.part, x.montant, x.hors_public) for x in lues} == {
        ("État (DDASS puis DDETS)", Decimal("49.15"), Decimal(42_456), 0),
        ("Fonds social européen", Decimal("49.15"), Decimal(42_456), 0),
        ("CAF", Decimal("0.57"), Decimal("488.10"), 0),
        ("AGEFIPH", Decimal("0.56"), Decimal("487.95"), 2),
        ("Région", Decimal("0.56"), Decimal("487.95"), 0),
    }
    assert (sum(x.montant for x in lues), hors_public(asi, EN_2008)) == (
        86_376, [(Financeur.AGEFIPH, seul)],
    )  # fmt: skip


def test_f23_un_point_envoye_a_quinze_jours_pres_est_fait():
    asi, centre = cadre(point_prescripteur_mois=2), creer_centre()
    orientation = creer_orientation(dispositif=asi)
    parcours = creer_parcours(
        orientation.personne, dispositif=asi, prescripteur=orientation.prescripteur,
        date_entree=dt.date(2008, 1, 10),
    )  # fmt: skip
    for jour, envoye in ((dt.date(2008, 3, 10), 24), (dt.date(2008, 5, 10), 26)):
        PointPrescripteur.objects.create(
            parcours=parcours, du=dt.date(2008, 1, 10), au=jour, prevu_le=jour, texte="Avance.",
            relu_le=jour, envoye_le=instant(jour.replace(day=envoye), dt.time(9)),
            destinataire=orientation.prescripteur, empreinte="0" * 64,
        )  # fmt: skip
    lu = calculer("F23", Perimetre(centre, asi), EN_2008)
    assert (lu.numerateur, lu.denominateur, list(lu.lignes)) == (1, 3, [parcours])
