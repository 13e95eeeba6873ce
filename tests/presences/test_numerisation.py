"""A scan that arrives as PDF: drawn page by page in a process of its own, nothing else is kept."""

import io
import subprocess
import sys

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from centre.erreurs import Refus
from presences.models import PhotoFeuille
from presences.operations import ajouter_photos, lire_photos, numerisation, numerisation_ouvrier
from tests.builders import creer_seance, creer_utilisateur, image

pytestmark = pytest.mark.django_db


def pdf(*, pages=2, secret="", script=False):
    """A scan as a scanner writes it: one image per page."""
    sortie = io.BytesIO()
    feuilles = [Image.new("RGB", (620, 877), (250 - 9 * n, 250 - 9 * n, 240)) for n in range(pages)]
    feuilles[0].save(sortie, "PDF", save_all=True, append_images=feuilles[1:])
    ecrivain = pypdf.PdfWriter(io.BytesIO(sortie.getvalue()))
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('Rosa')")}
        ecrivain.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(nom): valeur for nom, valeur in action.items()}
        )
        ecrivain.add_attachment("cache.txt", b"chez Rosa")
    if secret:
        ecrivain.encrypt(secret)
    sortie = io.BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()


def test_un_scan_en_pdf_devient_une_image_par_page(navigateur):
    seance = creer_seance()
    url = reverse("presences:photo-ajouter", args=[seance.pk])
    for _ in range(2):
        envoi = {"photo": SimpleUploadedFile("scan.pdf", pdf(script=True))}
        page = navigateur.post(url, envoi, follow=True).content.decode()
        assert "2 pages sont gardées avec la feuille." in page
    octets = [
        navigateur.get(reverse("presences:photo", args=[photo.pk])).content
        for photo in PhotoFeuille.objects.order_by("pk")
    ]
    lues = [Image.open(io.BytesIO(un)) for un in octets]
    assert [(lue.format, lue.size) for lue in lues] == [("JPEG", (1655, 2340))] * 2
    assert [mot for mot in (b"Rosa", b"%PDF", b"JavaScript") if mot in b"".join(octets)] == []


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (pdf(secret="secret"), "mot de passe"),
        (pdf(pages=11), "plus de 10 pages"),
        (pdf()[:600], "n’est pas lisible"),
    ],
)
def test_un_pdf_qui_ne_se_dessine_pas_est_refuse_en_francais(octets, phrase):
    with pytest.raises(Refus, match=phrase):
        lire_photos(io.BytesIO(octets))


def test_un_pdf_qui_n_en_finit_pas_est_arrete(monkeypatch):
    monkeypatch.setattr(numerisation, "LIMITE_SECONDES", 0.01)
    with pytest.raises(Refus, match="n’est pas lisible"):
        lire_photos(io.BytesIO(pdf()))


@pytest.mark.skipif(sys.platform != "linux", reason="bounds of the Linux kernel")
def test_un_pdf_qui_demande_trop_de_memoire_n_arrete_que_son_processus():
    """The bounds of the child, tried in one: a gigabyte is refused, and no file may grow."""
    essai = (
        "import runpy; runpy.run_path({!r})['borner']()\n"
        "try: bytearray(2**30)\nexcept MemoryError: print('borne')"
    )
    commande = [sys.executable, "-I", "-c", essai.format(numerisation_ouvrier.__file__)]
    fini = subprocess.run(commande, capture_output=True, env={}, timeout=20)
    assert fini.stdout == b"borne\n"


def test_un_pdf_de_trop_ne_garde_aucune_page(navigateur):
    seance = creer_seance()
    ajouter_photos(
        seance,
        images=lire_photos(io.BytesIO(pdf(pages=9))),
        par=creer_utilisateur("coordination"),
    )
    autres = lire_photos(io.BytesIO(image())) + lire_photos(io.BytesIO(image(cote=50)))
    with pytest.raises(Refus, match="au plus"):
        ajouter_photos(seance, images=autres, par=creer_utilisateur("coordination"))
    assert PhotoFeuille.objects.count() == 9
