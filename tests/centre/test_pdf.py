import datetime as dt
import re
import time

import pytest

from centre import pdf
from centre.temps import instant
from tests.documents import balises, lire, texte

QUAND = instant(dt.date(2026, 11, 17), dt.time(9))
CARTE = {
    "format": "a5",
    "titre": "Couture",
    "theme": "lien",
    "dessin": "aiguille",
    "habitude": "Mardi, 9\u00a0h – 11\u00a0h",
    "lieu": "Espace adultes",
    "adresse": "31 avenue de Guise",
    "enfants": "",
    "titre-document": "Couture",
    "prochaines": [],
    "centre": {"nom": "Centre", "telephone": "03", "adresse": "31 avenue de Guise"},
    "qr": None,
    "version": "Version 1",
}


def carte(**champs):
    dessins = {nom: pdf.dessin(nom) for nom in ("aiguille", "lieu", "lierre", "tel")}
    return pdf.composer("carte_atelier.typ", {**CARTE, "dessins": dessins, **champs}, quand=QUAND)


def test_composer_donne_un_pdf_balise_date_et_dans_sa_langue():
    document = lire(carte())

    assert document.trailer["/Root"]["/Lang"] == "fr-FR"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.trailer["/Root"]["/Metadata"].get_data()
    assert document.metadata.title == "Couture"
    assert document.metadata.creation_date == QUAND
    assert {"H1", "H2"} <= balises(carte())


def test_composer_montre_les_donnees_sans_les_executer():
    piege = '#panic("lu") *gras* $x$ \\ @preview/x:0.1.0 <a> "'

    assert piege in texte(carte(lieu=piege))


def test_composer_ecrit_aussi_l_arabe():
    polices = {
        str(f.get_object()["/BaseFont"])
        for f in lire(carte(titre="خياطة")).pages[0]["/Resources"]["/Font"].values()
    }
    assert any("NotoSansArabic" in police for police in polices)


def test_composer_ne_s_arrete_pas_a_un_signe_sans_police():
    """A smile, a skin tone, a family, Chinese, Georgian: a sign stands for what cannot be drawn."""
    lu = texte(carte(lieu="Mia 👍🏽 👨‍👩‍👧 中 გ Olga Ş é ☎️ fin"))
    assert ("Mia \ufffd" in lu, "Olga Ş é \ufffd fin" in lu) == (True, True)


def test_composer_refuse_un_gabarit_absent():
    with pytest.raises(pdf.PDFImpossible, match=re.escape("absent.typ")):
        pdf.composer("absent.typ", {}, quand=QUAND)


def test_composer_dit_ce_que_typst_refuse():
    with pytest.raises(pdf.PDFImpossible, match="format"):
        pdf.composer("carte_atelier.typ", {}, quand=QUAND)


def test_composer_arrete_un_document_trop_long(monkeypatch, tmp_path):
    (tmp_path / "sans_fin.typ").write_text(
        '#set document(title: "x")\n#while true {}\n#let n = 0\n'
        "#while n < 9e9 { n += 1; n = calc.max(n - 1, 0) }"
    )
    monkeypatch.setattr(pdf, "GABARITS", tmp_path)
    monkeypatch.setattr(pdf, "LIMITE_SECONDES", 1)
    debut = time.monotonic()

    with pytest.raises(pdf.PDFImpossible):
        pdf.composer("sans_fin.typ", {}, quand=QUAND)
    assert time.monotonic() - debut < 10


def test_dessin_inconnu_devient_la_feuille_de_lierre():
    assert pdf.dessin("inconnu") == pdf.dessin("lierre")
    assert pdf.dessin("aiguille") != pdf.dessin("lierre")


def couleurs(texte_source, motif):
    return dict(re.findall(motif, texte_source))


def test_la_charte_imprimee_a_les_couleurs_du_theme_clair():
    racine = pdf.settings.BASE_DIR
    jetons = (racine / "static" / "css" / "tokens.css").read_text()
    clair = couleurs(
        jetons.partition('data-theme="sombre"')[0].partition("prefers-color")[0],
        r"--([\w-]+): (#[0-9a-f]{6})",
    )
    charte = (racine / "templates_typst" / "charte.typ").read_text()
    simples = couleurs(charte, r'#let ([\w-]+) = rgb\("(#\w+)"\)(?! //)')
    themes = {
        f"{code}-{genre}": valeur
        for code, corps in re.findall(r"^  (\w{4}): \((.*)\),$", charte, re.M)
        for genre, valeur in re.findall(r'(\w+): rgb\("(#\w+)"\)', corps)
    }

    assert len(themes) == 21
    ecrites = {**simples, **themes}
    assert {n: v for n, v in ecrites.items() if clair[n] != v} == {}
