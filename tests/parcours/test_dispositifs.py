"""The frames delivered with the product, as data."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.urls import reverse

from parcours.models import Dispositif, PartFinanceur, Tarif
from parcours.models.dispositifs import EtapeRequise, Public, Transmission
from parcours.models.tarifs import RESERVES_AU_HANDICAP, Financeur
from parcours.operations import dispositifs as operations
from tests.builders import creer_centre, creer_utilisateur
from tests.refus import refus

pytestmark = pytest.mark.django_db

REGLES = ("duree_mois", "renouvellements_max", "accord_prescripteur", "nb_referents")
CADENCE = ("cadence_min_jours", "point_prescripteur_mois", "fin_apres_emploi_mois")


@pytest.fixture
def charges(db):
    call_command("loaddata", "dispositifs", verbosity=0)


def regles(code, noms):
    return Dispositif.objects.values_list(*noms).get(code=code, centre=None)


def test_les_six_dispositifs_sont_livres(charges):
    codes = set(Dispositif.objects.values_list("code", flat=True))
    assert codes == {
        *("asi-2008", "asi", "action-lierre"),
        *("accompagnement-global", "asg", "contrat-engagement"),
    }


def test_asn_01_02_chaque_dispositif_a_son_cadre_ses_publics_et_ses_dates(charges):
    for livre in Dispositif.objects.all():
        assert livre.objectifs, livre.code
        assert livre.pilote, livre.code
        assert livre.famille_juridique, livre.code
        assert livre.valide_du, livre.code
        assert set(livre.publics) <= set(Public.values), livre.code
        assert set(livre.etapes) <= set(EtapeRequise.values), livre.code


def test_agl_04_le_diagnostic_commun_est_demande_au_binome_seul(charges):
    demandent = [d.code for d in Dispositif.objects.all() if d.demande("diagnostic_commun")]
    assert demandent == ["accompagnement-global"]


def test_l_asi_de_2008_est_de_l_histoire(charges):
    asi = Dispositif.objects.get(code="asi-2008")
    jours = (dt.date(2007, 12, 31), dt.date(2008, 1, 1), dt.date(2009, 12, 31), dt.date(2010, 1, 1))
    assert [asi.est_en_vigueur(jour) for jour in jours] == [False, True, True, False]


def test_asn_12_13_les_parts_livrees_font_cent_et_l_asi_a_son_tarif(charges):
    sommes = PartFinanceur.objects.values_list("dispositif__code").annotate(somme=Sum("part"))
    assert {somme for _, somme in sommes} == {Decimal(100)}
    asi = Tarif.objects.get(dispositif__code="asi")
    assert (asi.montant, asi.couvre(dt.date(2008, 6, 1))) == (Decimal(732), True)
    assert 90 * asi.montant == Decimal(65880)


def test_asn_13_l_agefiph_est_reservee_au_handicap():
    assert RESERVES_AU_HANDICAP == (Financeur.AGEFIPH,)


def test_l_asi_suit_la_fiche_nationale(charges):
    """ASN-05: six months, renewable once."""
    assert regles("asi", REGLES + CADENCE) == (6, 1, True, 1, 31, 2, None)


def test_l_accompagnement_global_a_un_binome_et_finit_apres_l_emploi(charges):
    assert regles("accompagnement-global", REGLES + CADENCE) == (6, 1, False, 2, 31, None, 1)


@pytest.mark.parametrize("code", ["asi", "action-lierre"])
def test_les_presences_restent_a_la_personne_par_defaut(charges, code):
    assert regles(code, ["transmission_presence_defaut"]) == (Transmission.ATTESTATION.value,)


def test_chaque_dispositif_est_dit_a_l_equipe_et_a_la_personne(charges):
    assert not Dispositif.objects.filter(texte_equipe="").exists()
    assert not Dispositif.objects.filter(texte_simple="").exists()


def test_charger_deux_fois_n_ajoute_rien(charges):
    call_command("loaddata", "dispositifs", verbosity=0)
    comptes = [modele.objects.count() for modele in (Dispositif, PartFinanceur, Tarif)]
    assert comptes == [6, 3, 2]


def test_un_dispositif_passe_n_est_plus_propose():
    Dispositif.objects.create(code="cer", nom="CER", valide_au=dt.date(2024, 12, 31))
    avant, apres = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
    assert Dispositif.objects.en_vigueur(avant).count() == 1
    assert Dispositif.objects.en_vigueur(apres).count() == 0


def test_le_dispositif_d_un_centre_reste_chez_lui():
    propre = Dispositif.objects.create(code="jardin", nom="Jardin", centre=creer_centre())
    ailleurs = creer_utilisateur("coordination", creer_centre("ailleurs"))
    assert list(Dispositif.objects.du_centre(propre.centre_id)) == [propre]
    assert list(Dispositif.objects.visibles_par(ailleurs)) == []


JARDIN = {"nom": "Jardin", "duree_mois": 6, "renouvellements_max": 1}
MOITIES = {"fse": Decimal("50.00"), "departement": Decimal("50.00")}


def creer(**champs):
    return operations.creer(creer_centre(), champs=JARDIN | champs, parts=MOITIES)


def test_un_centre_ajoute_son_dispositif_sans_code(client):
    client.force_login(creer_utilisateur("coordination"))
    donnees = {
        **{"nom": "Jardin partagé", "duree_mois": 6, "renouvellements_max": 1, "nb_referents": 1},
        **{"cadre_defaut": "volontaire", "transmission_presence_defaut": "aucune"},
        **{"publics": ["rsa"], "etapes": ["projet_dit"], "valide_du": "2026-01-01"},
        **{"part_fse": "60", "part_caf": "30"},
    }
    page = reverse("parcours:dispositif-creer")
    assert "font 90\u00a0%" in client.post(page, donnees).text
    client.post(page, {**donnees, "part_caf": "40"})
    cree = Dispositif.objects.get()
    assert (cree.code, cree.centre, cree.publics, cree.demande("projet_dit")) == (
        *("jardin-partage", creer_centre(), ["rsa"]),
        True,
    )
    assert dict(cree.parts.values_list("financeur", "part")) == {"fse": 60, "caf": 40}
    assert cree.nom in client.get(reverse("parcours:dispositif-list")).text


@pytest.mark.parametrize(
    ("code", "champs", "parts"),
    [
        ("parts", {}, {"fse": Decimal(99)}),
        ("duree", {"duree_mois": None}, {}),
        ("diagnostic", {"etapes": ["diagnostic_commun"], "nb_referents": 1}, {}),
        ("validite", {"valide_du": dt.date(2026, 2, 1), "valide_au": dt.date(2026, 1, 31)}, {}),
    ],
)
def test_une_regle_impossible_est_refusee(code, champs, parts):
    refus(code, operations.creer, creer_centre(), champs=JARDIN | champs, parts=parts)
    assert Dispositif.objects.count() == 0


def test_un_dispositif_livre_se_copie_et_ne_se_change_pas(charges, client):
    livre = Dispositif.objects.get(code="accompagnement-global")
    refus("livre", operations.modifier, livre, champs=JARDIN, parts={})
    demain = dt.date(2027, 1, 1)
    refus("livre", operations.fixer_le_tarif, livre, montant=Decimal(1), valide_du=demain)
    client.force_login(creer_utilisateur("coordination"))
    assert client.post(reverse("parcours:dispositif-modifier", args=[livre.pk])).status_code == 403
    assert "Modifier</a>" not in client.get(livre_url(livre)).text
    client.post(reverse("parcours:dispositif-copier", args=[livre.pk]))
    copie = Dispositif.objects.get(centre=creer_centre())
    assert (copie.nom, copie.etapes, copie.publics) == (
        "Accompagnement global (copie)",
        livre.etapes,
        livre.publics,
    )
    assert dict(copie.parts.values_list("financeur", "part")) == MOITIES
    assert "Modifier</a>" in client.get(livre_url(copie)).text
    operations.modifier(copie, champs=JARDIN, parts={})
    copie.refresh_from_db()
    livre.refresh_from_db()
    assert (copie.nom, copie.parts.count(), livre.parts.count()) == ("Jardin", 0, 2)


def livre_url(dispositif):
    return reverse("parcours:dispositif-detail", args=[dispositif.pk])


def test_deux_dispositifs_du_meme_nom_ont_deux_codes():
    assert [creer().code, creer().code, creer().code] == ["jardin", "jardin-2", "jardin-3"]


def test_asn_12_un_tarif_ferme_celui_d_avant(client):
    jardin = creer()
    operations.fixer_le_tarif(jardin, montant=Decimal(732), valide_du=dt.date(2026, 1, 1))
    client.force_login(creer_utilisateur("coordination"))
    adresse = reverse("parcours:dispositif-tarif", args=[jardin.pk])
    client.post(adresse, {"montant": "750,50", "valide_du": "2027-01-01"})
    assert list(jardin.tarifs.values_list("montant", "valide_du", "valide_au")) == [
        (Decimal("750.50"), dt.date(2027, 1, 1), None),
        (Decimal("732.00"), dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ]
    avant = dt.date(2026, 6, 1)
    refus("tarif", operations.fixer_le_tarif, jardin, montant=Decimal(1), valide_du=avant)


def test_le_referent_lit_les_dispositifs_sans_les_regler(client):
    jardin = creer()
    client.force_login(creer_utilisateur("referent"))
    assert client.get(livre_url(jardin)).status_code == 200
    assert client.get(reverse("parcours:dispositif-modifier", args=[jardin.pk])).status_code == 403
    client.force_login(creer_utilisateur("coordination", creer_centre("ailleurs")))
    assert client.get(livre_url(jardin)).status_code == 404


@pytest.mark.parametrize("nombre", [1, 25])
def test_la_liste_coute_autant_pour_un_que_pour_vingt_cinq(
    nombre, client, django_assert_num_queries
):
    for _ in range(nombre):
        creer()
    client.force_login(creer_utilisateur("referent"))
    with django_assert_num_queries(5):
        client.get(reverse("parcours:dispositif-list"))
