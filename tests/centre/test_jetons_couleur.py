"""Every colour pair stays readable, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FEUILLE = Path(settings.BASE_DIR, "static", "css", "tokens.css")
THEMATIQUES = ("lien", "bien", "fran", "nume", "empl", "cult", "indi")
FONDS = ("papier", "surface", "creux")

TEXTES = [
    *[(encre, fond) for encre in ("encre", "encre-2", "lierre", "terre", "miel") for fond in FONDS],
    *[("encre", fond) for fond in ("lierre-doux", "miel-doux", "terre-doux")],
    *[("encre-2", fond) for fond in ("lierre-doux", "papier")],
    *[("lierre", "lierre-doux"), ("lierre-fort", "lierre-doux"), ("lierre-fort", "papier")],
    *[("sur-lierre", "lierre"), ("sur-lierre", "lierre-fort"), ("sur-aplat", "aplat")],
    *[("terre", "terre-doux"), ("sur-terre", "terre"), ("sur-terre", "terre-fort")],
    *[("miel", "miel-doux"), ("surface", "miel"), ("papier", "encre")],
    *[(f"{th}-encre", f"{th}-fond") for th in THEMATIQUES],
    ("surface", "empl-bande"),
    ("empl-encre", "surface"),
]
GRAPHIQUES = [
    *[(trait, fond) for trait in ("trait-fort", "focus", "lierre", "terre") for fond in FONDS],
    *[(f"{th}-bande", f"{th}-fond") for th in THEMATIQUES],
    ("focus", "lierre-doux"),
    ("lierre", "lierre-doux"),
    ("encre", "surface"),
]


def _jetons(bloc: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", bloc))


def _themes() -> dict[str, dict[str, str]]:
    feuille = FEUILLE.read_text(encoding="utf-8")
    clair = re.search(r"^:root \{(.*?)^\}", feuille, re.S | re.M)
    systeme = re.search(r":not\(\[data-theme=\"clair\"\]\) \{(.*?)\}", feuille, re.S)
    choisi = re.search(r":root\[data-theme=\"sombre\"\] \{(.*?)\}", feuille, re.S)
    assert clair
    assert systeme
    assert choisi
    return {
        "clair": _jetons(clair[1]),
        "systeme": _jetons(systeme[1]),
        "sombre": _jetons(choisi[1]),
    }


def _luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rouge, vert, bleu = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux
    ]
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def _contraste(une: str, autre: str) -> float:
    sombre, claire = sorted((_luminance(une), _luminance(autre)))
    return (claire + 0.05) / (sombre + 0.05)


def test_contraste_calcule_comme_la_norme() -> None:
    assert _contraste("#000000", "#ffffff") == pytest.approx(21)
    assert _contraste("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_textes_lisibles(theme: str) -> None:
    jetons = _themes()[theme]
    faibles = {
        f"{encre} sur {fond}": round(_contraste(jetons[encre], jetons[fond]), 2)
        for encre, fond in TEXTES
        if _contraste(jetons[encre], jetons[fond]) < 4.5
    }
    assert faibles == {}


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_traits_visibles(theme: str) -> None:
    jetons = _themes()[theme]
    faibles = {
        f"{trait} sur {fond}": round(_contraste(jetons[trait], jetons[fond]), 2)
        for trait, fond in GRAPHIQUES
        if _contraste(jetons[trait], jetons[fond]) < 3
    }
    assert faibles == {}


def test_sombre_choisi_et_sombre_du_systeme_sont_les_memes() -> None:
    themes = _themes()
    assert themes["systeme"] == themes["sombre"]
    assert themes["clair"].keys() == themes["sombre"].keys()


def test_aucune_couleur_hors_des_jetons() -> None:
    """White stays under a QR code, a funder's logo and on paper; all else is a token."""
    dehors = {
        (feuille.name, couleur)
        for feuille in FEUILLE.parent.glob("*.css")
        if feuille.name not in {"tokens.css", "impression.css"}
        for couleur in re.findall(r"#[0-9a-fA-F]{3,8}\b", feuille.read_text(encoding="utf-8"))
    }
    assert dehors == {("composants.css", "#fff"), ("feuille.css", "#fff")}
