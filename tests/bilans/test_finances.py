"""The financial sheet: agreements, periods, shares, AGEFIPH (ASN-11 to ASN-13)."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bilans.demonstration import asi_2008
from bilans.documents.finances import composer
from bilans.figures import Perimetre, Periode
from bilans.figures.conventions import places
from bilans.models import Convention
from bilans.operations import conventions
from centre.erreurs import Refus
from centre.models import Centre, JournalAcces
from centre.temps import instant
from parcours.models import Dispositif, Operation, PartFinanceur, Tarif
from tests import builders as b

JOUR = dt.date(2026, 11, 19)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(JOUR, dt.time(18)), tick=False),
]
EN_2026 = Periode(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
EN_2008 = Periode(dt.date(2008, 1, 1), dt.date(2008, 12, 31))
# The period, the figures and the year before, five tables, the journal, the account.
REQUETES = 29


def envoi(**champs):
    valeurs = {
        "signataire": "Département du Nord", "numero": "2026-1", "departement": "59",
        "dispositif": b.creer_dispositif().pk, "debut": "01/01/2026", "fin": "31/12/2026",
        "places": "90",
    }  # fmt: skip
    return {**valeurs, **champs}


def cellules(document, cle):
    return {x.libelle: x.cellules for x in document.table(cle).lignes}


def test_or_fiche_financiere_de_l_asi_65_880_puis_86_376_euros():
    asi_2008.charger()
    centre = Centre.objects.get(slug="amitie-partage")
    asi = Dispositif.objects.get(code="asi", centre=None)
    PartFinanceur.objects.filter(dispositif=asi).delete()
    for financeur, part in (("etat", 60), ("fse", 30), ("agefiph", 10)):
        PartFinanceur.objects.create(dispositif=asi, financeur=financeur, part=Decimal(part))
    document = composer(Perimetre(centre, asi), EN_2008)
    [ligne, total] = document.table("periodes").lignes
    assert ligne.cellules == [90, 28, 118, 732.0, 86_376.0]
    assert ligne.cellules[0] * ligne.cellules[3] == 65_880
    assert total.cellules == [90, 28, 118, None, 86_376.0]
    lues = cellules(document, "financeurs")
    assert [lues[nom][1:3] for nom in ("État (DDASS puis DDETS)", "AGEFIPH")] == [
        [60.0, 51_825.6], [10.0, 8_637.6]
    ]  # fmt: skip
    assert lues["Ensemble"][2] == 86_376
    assert cellules(document, "places") == {f"2008 · {asi.nom}": ["59", 90, 90, 0, 100.0]}


def test_une_periode_sans_tarif_est_dite_et_un_changement_de_tarif_fait_deux_lignes():
    cadre = b.creer_dispositif("essai")
    for jour in (dt.date(2026, 1, 5), dt.date(2026, 3, 2), dt.date(2026, 9, 7)):
        b.creer_parcours(dispositif=cadre, date_entree=jour)
    dates = {"valide_du": dt.date(2026, 2, 1), "valide_au": dt.date(2026, 8, 31)}
    Tarif.objects.create(dispositif=cadre, montant=Decimal(700), **dates)
    Tarif.objects.create(dispositif=cadre, montant=Decimal(800), valide_du=dt.date(2026, 9, 1))
    table = composer(Perimetre(b.creer_centre(), cadre), EN_2026).table("periodes")
    assert [x.cellules for x in table.lignes] == [
        [1, 0, 1, 700.0, 700.0], [1, 0, 1, 800.0, 800.0], [2, 0, 2, None, 1500.0]
    ]  # fmt: skip
    assert table.notes == ["1\u00a0période commencée sans tarif\u00a0: leur coût n’est pas connu."]


def test_les_places_se_comptent_par_annee_et_une_personne_en_prend_une():
    centre, cadre = b.creer_centre(), b.creer_dispositif()
    b.creer_convention(departement="59", places=3)
    b.creer_convention(debut=dt.date(2026, 7, 1), fin=dt.date(2027, 6, 30), places=5)
    b.creer_convention(dispositif=b.creer_dispositif("autre"), places=1)
    b.creer_convention(b.creer_centre("ailleurs"), places=99)
    deux_fois = b.creer_personne()
    fin = {"date_fin_reelle": dt.date(2026, 3, 1), "motif_sortie": "cdi"}
    b.creer_parcours(deux_fois, date_entree=dt.date(2026, 1, 5), **fin)
    b.creer_parcours(deux_fois, date_entree=dt.date(2026, 9, 1))
    b.creer_parcours(date_entree=dt.date(2027, 2, 1))
    b.creer_parcours(date_entree=dt.date(2027, 7, 1))
    lues = places(Perimetre(centre, cadre), Periode(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
    dites = [(x.annee, x.departements, x.prevues, x.prises, x.libres) for x in lues]
    assert dites == [(2026, ["57", "59"], 8, 1, 7), (2027, ["57"], 5, 2, 3)]


def test_l_agefiph_ne_paie_que_pour_une_personne_marquee(navigateur):
    cadre = b.creer_dispositif()
    PartFinanceur.objects.create(dispositif=cadre, financeur="agefiph", part=Decimal(100))
    Tarif.objects.create(dispositif=cadre, montant=Decimal(732), valide_du=dt.date(2026, 1, 1))
    b.creer_parcours(b.creer_personne(prenom="Marquée"), publics=["handicap"])
    autre = b.creer_parcours(b.creer_personne(prenom="Autre"), publics=["rsa"])
    reponse = navigateur.get(reverse("bilans:finances"))
    assert reponse.context["hors_public"] == [("AGEFIPH", autre)]
    page = reponse.content.decode()
    assert ("Autre" in page, "Marquée" in page) == (True, False)
    assert JournalAcces.objects.get().nombre == 1


def test_la_coordination_ecrit_une_convention_la_change_et_la_finit(navigateur):
    adresse = reverse("bilans:convention-creer")
    navigateur.post(adresse, envoi(departement="2a"))
    ecrite = Convention.objects.get()
    assert (ecrite.signataire, ecrite.departement, ecrite.places, ecrite.centre.slug) == (
        "Département du Nord", "2A", 90, b.creer_centre().slug
    )  # fmt: skip
    reponse = navigateur.post(adresse, envoi(departement="2A"))
    assert reponse.context["form"].errors["debut"] == [
        "Cette convention est déjà écrite, avec le même premier jour."
    ]
    page = reverse("bilans:convention-modifier", args=[ecrite.pk])
    navigateur.post(page, envoi(departement="59", places="80"))
    ecrite.refresh_from_db()
    assert (ecrite.departement, ecrite.places) == ("59", 80)
    assert "Département du Nord" in navigateur.get(reverse("bilans:finances")).content.decode()
    navigateur.post(reverse("bilans:convention-terminer", args=[ecrite.pk]))
    ecrite.refresh_from_db()
    assert ecrite.fin == JOUR
    with pytest.raises(Refus, match="déjà finie"):
        conventions.terminer(ecrite, jour=JOUR)
    with pytest.raises(Refus, match="pas encore commencé"):
        conventions.terminer(ecrite, jour=dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    ("champs", "fautif"),
    [
        ({"places": "0"}, "places"),
        ({"departement": "20"}, "departement"),
        ({"departement": "99"}, "departement"),
        ({"fin": "31/12/2025"}, "fin"),
        ({"dispositif": "9" * 30}, "dispositif"),
    ],
)
def test_une_convention_fausse_reste_comme_elle_est_ecrite(navigateur, champs, fautif):
    reponse = navigateur.post(reverse("bilans:convention-creer"), envoi(**champs))
    assert (list(reponse.context["form"].errors), Convention.objects.count()) == ([fautif], 0)
    assert 'value="Département du Nord"' in reponse.content.decode()


def test_la_base_refuse_une_convention_a_l_envers_sans_place_et_un_taux_impossible():
    """convention_fin_apres_debut, convention_a_des_places, operation_taux_entre_0_et_100."""
    fausses = [{"fin": dt.date(2025, 1, 1)}, {"places": 0}]
    for champs in fausses:
        with pytest.raises(IntegrityError), transaction.atomic():
            b.creer_convention(**champs)
    with pytest.raises(IntegrityError), transaction.atomic():
        Operation.objects.create(
            centre=b.creer_centre(), numero="1", intitule="x", debut=JOUR, taux=Decimal(101)
        )


def test_une_operation_dit_ses_dates_sa_part_ses_logos_et_ses_preuves(navigateur):
    operation = b.creer_operation(
        b.creer_atelier(), numero="57-1", intitule="Pas à pas", taux=Decimal(50),
        conserver_jusqu_au=dt.date(2032, 12, 31),
    )  # fmt: skip
    b.creer_logo(operation, "Région")
    document = composer(Perimetre(b.creer_centre()), EN_2026)
    assert cellules(document, "operations") == {
        "57-1 · Pas à pas": [
            "01/01/2026", "31/12/2026", 50.0, "Union européenne, Région", "31/12/2032"
        ]
    }  # fmt: skip


def test_la_fiche_s_emporte_et_chaque_fichier_est_note(navigateur):
    b.creer_convention(signataire="=1+1")
    lus = {x: navigateur.get(reverse("bilans:finances-fichier", args=[x])) for x in ("csv", "xlsx")}
    feuille = openpyxl.load_workbook(io.BytesIO(lus["xlsx"].content))["Conventions du centre"]
    assert feuille["A2"].value == "'=1+1"
    assert "'=1+1;" in lus["csv"].content.decode("utf-8-sig")
    pdf = navigateur.get(reverse("bilans:finances-fichier", args=["pdf"]))
    assert (pdf.content[:5], JournalAcces.objects.filter(acte="export").count()) == (b"%PDF-", 3)
    assert navigateur.get(reverse("bilans:finances-fichier", args=["exe"])).status_code == 404


def test_une_ou_trente_conventions_les_memes_requetes(navigateur):
    def compter():
        with CaptureQueriesContext(connection) as requetes:
            navigateur.get(reverse("bilans:finances"))
        return len(requetes)

    b.creer_convention()
    b.creer_operation(b.creer_atelier())
    tarif = {"montant": Decimal(732), "valide_du": dt.date(2026, 1, 1)}
    Tarif.objects.create(dispositif=b.creer_parcours().dispositif, **tarif)
    compter()
    peu = compter()
    for rang in range(15):
        b.creer_convention(numero=str(rang))
        b.creer_operation(b.creer_atelier())
        b.creer_parcours()
    assert (peu, compter()) == (REQUETES, REQUETES)


def test_la_coordination_d_un_autre_centre_ne_trouve_pas_la_convention(navigateur):
    autre = b.creer_convention(b.creer_centre("ailleurs"))
    for nom in ("convention-modifier", "convention-terminer"):
        assert navigateur.post(reverse(f"bilans:{nom}", args=[autre.pk])).status_code == 404
