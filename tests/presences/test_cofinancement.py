"""Operations that pay for ateliers: written by the coordination, carried by the sheets."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from centre.erreurs import Refus
from centre.pdf import composer
from centre.temps import instant
from parcours.models import LogoFinanceur, Operation
from presences.operations.cofinancement import (
    LOGOS_MAX,
    enregistrer_operation,
    poser_un_logo,
    recrire_un_logo,
)
from presences.queries.emargement import document
from tests import builders as b

pytestmark = pytest.mark.django_db
LISTE = "presences:operation-list"
QUAND = instant(b.JOUR, dt.time(18))


def envoi(*ateliers, **champs):
    valeurs = {"numero": "2026-57", "intitule": "Reprendre pied", "debut": "01/01/2026"}
    return {**valeurs, "ateliers": [atelier.pk for atelier in ateliers], **champs}


def test_la_coordination_ecrit_une_operation_ses_ateliers_et_la_change(navigateur):
    couture, cuisine = b.creer_atelier(titre="Couture"), b.creer_atelier(titre="Cuisine")
    navigateur.post(reverse("presences:operation-creer"), envoi(couture, est_europeenne="on"))
    operation = Operation.objects.get()
    assert (str(operation), operation.centre, operation.debut, operation.fin) == (
        "2026-57 · Reprendre pied",
        couture.centre,
        dt.date(2026, 1, 1),
        None,
    )
    assert (list(operation.ateliers.all()), operation.est_europeenne) == ([couture], True)
    page = reverse("presences:operation-modifier", args=[operation.pk])
    change = envoi(cuisine, fin="2026-12-31", autres_financeurs="Région Grand Est")
    navigateur.post(page, change)
    operation.refresh_from_db()
    assert (operation.fin, operation.est_europeenne) == (dt.date(2026, 12, 31), False)
    assert list(operation.ateliers.all()) == [cuisine]
    assert "Région Grand Est" in navigateur.get(reverse(LISTE)).content.decode()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"numero": "2026-1"}, "porte déjà ce numéro"),
        ({"fin": "2025-01-01"}, "Le dernier jour vient après le premier jour."),
        ({"ateliers": [9**9]}, "ateliers"),
    ],
)
def test_une_operation_fausse_garde_ce_qui_est_ecrit(navigateur, champs, phrase):
    b.creer_operation(b.creer_atelier(), numero="2026-1")
    corps = navigateur.post(reverse("presences:operation-creer"), envoi(**champs))
    texte = corps.content.decode()
    assert (corps.status_code, phrase in texte, "Reprendre pied" in texte) == (200, True, True)
    assert Operation.objects.count() == 1


def test_l_atelier_d_un_autre_centre_ne_se_lie_pas(navigateur):
    ailleurs = b.creer_atelier(b.creer_centre("chene"))
    b.creer_atelier()
    navigateur.post(reverse("presences:operation-creer"), envoi(ailleurs))
    assert Operation.objects.count() == 0


def test_le_meme_numero_ecrit_par_deux_coordinatrices_est_refuse_a_la_seconde():
    tenue = b.creer_operation(b.creer_atelier(), numero="2026-57")
    seconde = Operation(
        centre=tenue.centre, numero="2026-57", intitule="Autre", debut=dt.date(2026, 1, 1)
    )
    with pytest.raises(Refus, match="porte déjà ce numéro"):
        enregistrer_operation(seconde, champs=[], ateliers=[])


@pytest.mark.parametrize(
    ("ecrit", "garde"), [("123 456 789 00012", "12345678900012"), ("", ""), ("1234", "999")]
)
def test_le_siret_est_ecrit_par_la_coordination(navigateur, ecrit, garde):
    centre = b.creer_centre()
    centre.siret = "999"
    centre.save(update_fields=["siret"])
    navigateur.post(reverse(LISTE), {"siret": ecrit})
    centre.refresh_from_db()
    assert centre.siret == garde


def test_un_logo_est_reecrit_et_mis_sur_les_feuilles(navigateur):
    atelier = b.creer_atelier()
    operation = b.creer_operation(atelier)
    adresse = reverse("presences:logo-poser", args=[operation.pk])
    for couleur in ("red", "navy"):  # sent again, it replaces the one before
        fichier = SimpleUploadedFile("l.png", b.image(600, couleur=couleur) + b"cache")
        navigateur.post(adresse, {"financeur": "Région", "image": fichier})
    logo = LogoFinanceur.objects.get()
    vue = navigateur.get(reverse("presences:logo", args=[logo.pk]))
    lue = Image.open(io.BytesIO(vue.content))
    assert (vue["Content-Type"], lue.format, lue.size) == ("image/png", "PNG", (144, 144))
    assert (lue.convert("RGB").getpixel((0, 0)), b"cache" in vue.content) == ((0, 0, 128), False)

    seances = [b.creer_seance(atelier), b.creer_seance(b.creer_atelier())]
    donnees = document(atelier.centre, seances, quand=QUAND, avant={})
    lecteur = PdfReader(io.BytesIO(composer("emargement.typ", donnees, quand=QUAND)))
    assert [len(page.images) for page in lecteur.pages] == [1, 0]
    navigateur.post(reverse("presences:logo-retirer", args=[logo.pk]))
    assert LogoFinanceur.objects.count() == 0


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"<svg onload='x()'/>", "pas une image lisible"),
        (b"%PDF-1.7", "pas une image lisible"),
        (b"\xff\xd8" + bytes(2 * 2**20), "2 Mo"),
    ],
)
def test_ce_qui_n_est_pas_un_logo_est_refuse(octets, phrase):
    with pytest.raises(Refus, match=phrase):
        recrire_un_logo(io.BytesIO(octets))


def test_six_logos_au_plus_tiennent_sur_une_feuille_de_huit_personnes():
    atelier = b.creer_atelier()
    operation = b.creer_operation(atelier)
    for rang in range(LOGOS_MAX):
        logo = b.creer_logo(operation, f"Financeur {rang}")
    with pytest.raises(Refus, match="6 logos"):
        poser_un_logo(operation, financeur="Un de trop", image=bytes(logo.image))
    seance = b.creer_seance(atelier)
    seance.animateurs.set([b.creer_professionnel(centre=atelier.centre) for _ in range(2)])
    for _ in range(8):
        b.creer_place(seance, b.creer_personne(atelier.centre))
    donnees = document(atelier.centre, [seance], quand=QUAND, avant={})
    corps = composer("emargement.typ", donnees, quand=QUAND)
    assert len(PdfReader(io.BytesIO(corps)).pages) == 1


def test_la_liste_des_operations_coute_autant_de_requetes_pour_une_que_pour_vingt(
    navigateur, django_assert_num_queries
):
    atelier = b.creer_atelier()
    b.creer_operation(atelier)
    navigateur.get(reverse(LISTE))
    with django_assert_num_queries(7):
        navigateur.get(reverse(LISTE))
    for _ in range(19):
        b.creer_operation(atelier)
    with django_assert_num_queries(7):
        navigateur.get(reverse(LISTE))
