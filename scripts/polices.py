"""Make the woff2 subsets of ``static/polices/`` from the packaged OFL fonts.

Run it only when a font or the list of letters changes; the result is committed:

    uv run --no-project --with fonttools --with brotli --with fontpkg-atkinson-hyperlegible==1.6 \\
        --with fontpkg-noto-sans-arabic==2.12 python scripts/polices.py
"""

from importlib.metadata import distribution
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SORTIE = Path(__file__).resolve().parent.parent / "static" / "polices"

# French and the Latin languages of participants; punctuation, no-break space, euro, middle dot.
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B]
LATIN += [*range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2020, 0x2022, 0x2026, 0x2030]
LATIN += [0x2039, 0x203A, 0x20AC, 0x2122, 0x2212]
ARABE = [*range(0x600, 0x700), *range(0x750, 0x780), 0x200C, 0x200D, *range(0xFB50, 0xFB60)]

POLICES = [
    ("fontpkg-atkinson-hyperlegible", "AtkinsonHyperlegible-Regular.ttf", "atkinson-400", LATIN),
    ("fontpkg-atkinson-hyperlegible", "AtkinsonHyperlegible-Bold.ttf", "atkinson-700", LATIN),
    ("fontpkg-noto-sans-arabic", "NotoSansArabic[wdth,wght].ttf", "noto-arabe", ARABE),
]


def fichier(paquet: str, nom: str) -> Path:
    for chemin in distribution(paquet).files or []:
        if chemin.name == nom:
            return Path(str(chemin.locate()))
    raise FileNotFoundError(f"{nom} in {paquet}")


def reduire(source: Path, sortie: Path, lettres: list[int]) -> None:
    """Keep the letters asked for, their shaping and kerning; 400 to 700 of a variable font."""
    police = TTFont(source)
    options = subset.Options(flavor="woff2", layout_features=["*"], desubroutinize=True)
    reducteur = subset.Subsetter(options)
    reducteur.populate(unicodes=lettres)
    reducteur.subset(police)
    if "fvar" in police:
        police = instancer.instantiateVariableFont(police, {"wdth": 100, "wght": (400, 700)})
    subset.save_font(police, str(sortie), options)


def main() -> None:
    SORTIE.mkdir(parents=True, exist_ok=True)
    for paquet, nom, cible, lettres in POLICES:
        sortie = SORTIE / f"{cible}.woff2"
        reduire(fichier(paquet, nom), sortie, lettres)
        famille = cible.split("-")[0]
        licence = fichier(paquet, "LICENSE").read_text(encoding="utf-8")
        (SORTIE / f"OFL-{famille}.txt").write_text(licence, encoding="utf-8")
        print(f"{sortie.name}: {sortie.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
