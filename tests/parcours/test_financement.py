"""Who pays for one parcours: its own shares or those of its frame, a hundred per cent (ASN-13)."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from centre.effacement import copier, effacer
from centre.erreurs import Refus
from parcours.models import PartDuParcours, PartFinanceur
from parcours.operations.financement import repartir
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db
DU_CADRE = {"etat": Decimal(60), "fse": Decimal(40)}


@pytest.fixture
def parcours():
    cadre = b.creer_dispositif("asi-cofinancee")
    PartFinanceur.objects.bulk_create(
        PartFinanceur(dispositif=cadre, financeur=financeur, part=part)
        for financeur, part in DU_CADRE.items()
    )
    return b.creer_parcours(dispositif=cadre)


def siennes(parcours):
    return dict(parcours.parts.values_list("financeur", "part"))


def test_la_page_propose_les_parts_du_dispositif_puis_garde_les_siennes(client, parcours):
    client.force_login(b.creer_utilisateur("coordination"))
    page = reverse("parcours:financement", args=[parcours.pk])
    proposees = client.get(page).context["form"]
    assert {c: proposees[f"part_{c}"].value() for c in DU_CADRE} == DU_CADRE
    reponse = client.post(page, {"part_region": "33,5", "part_agefiph": "60"})
    assert reponse.context["form"].non_field_errors() == [
        "Les parts des financeurs font 93,5\u00a0%. Elles doivent faire 100\u00a0%."
    ]
    assert 'value="33,5"' in reponse.content.decode()
    gardee = client.post(page, {"part_region": "33,5", "part_agefiph": "66,5"})
    dites = [m.level_tag for m in get_messages(gardee.wsgi_request)]
    assert (siennes(parcours), dites) == (
        {"agefiph": Decimal("66.5"), "region": Decimal("33.5")}, ["success", "warning"],
    )  # fmt: skip
    assert client.get(page).context["hors_public"] == ["agefiph"]
    client.post(page, {"reprendre": "oui", "part_region": "12"})
    assert siennes(parcours) == {}


def test_l_agefiph_ne_previent_pas_pour_une_personne_marquee(client, parcours):
    client.force_login(b.creer_utilisateur("coordination"))
    parcours.publics = ["handicap"]
    parcours.save()
    page = reverse("parcours:financement", args=[parcours.pk])
    gardee = client.post(page, {"part_agefiph": "100"})
    assert [m.level_tag for m in get_messages(gardee.wsgi_request)] == ["success"]


def test_un_refus_garde_les_parts_d_avant_et_la_base_tient_chacune(parcours):
    repartir(parcours, parts=DU_CADRE)
    with pytest.raises(Refus, match="font 99,99"):
        repartir(parcours, parts={"caf": Decimal("99.99")})
    assert siennes(parcours) == DU_CADRE
    creer = PartDuParcours.objects.create
    sienne = {"parcours": parcours, "part": Decimal(10)}
    refuse("part_du_parcours_par_financeur", creer, **sienne, financeur="fse")
    for part in (Decimal(0), Decimal("100.01")):
        refuse("part_du_parcours_entre_0_et_100", creer, **{**sienne, "part": part}, financeur="x")


def test_effacer_garde_les_parts_sans_nom_et_la_copie_les_dit(parcours):
    repartir(parcours, parts={"faj": Decimal(100)})
    reference = parcours.personne.reference
    [ligne] = copier(reference)["financeurs_du_parcours"]
    assert (ligne["financeur"], ligne["part"]) == ("faj", 100)
    effacer(reference)
    assert siennes(parcours) == {"faj": Decimal(100)}
