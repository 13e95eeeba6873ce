"""Drawings made from a table, by the server: plain SVG that reads in black and white too.

Marks are told apart by their pattern and their place, never by colour alone; every drawing stands
beside the table it is made from. Colours are attributes; the page's stylesheet may replace them.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from bilans.documents import Cellule, Ligne, Table
from bilans.documents.ecriture import ecrire
from centre.ecriture import MOIS_COURTS

VERT, VERT_DOUX, ENCRE, TRAIT = "#1f5c4a", "#d5e6de", "#1f2430", "#8a8378"
LARGEUR = 640
HACHURES = (
    '<pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{VERT_DOUX}"/>'
    f'<rect width="2.5" height="6" fill="{VERT}"/></pattern>'
)
# From few to many: white, dots of one ink ever closer, full.
CHALEUR = ("#ffffff", "#e3eee9", "#b9d3c8", "#84b19f", "#47806c", "#1f5c4a")


def dessiner(table: Table) -> str:
    """The drawing that the table asks for; nothing where every number is zero or hidden."""
    genre, _, rang = table.dessin.partition(":")
    if not any(nombre(valeur) for ligne in table.corps for valeur in ligne.cellules):
        return ""
    if genre == "barres":
        return barres(table, int(rang))
    if genre == "colonnes":
        return colonnes(table, int(rang))
    if genre == "cascade":
        return cascade(table)
    return chaleur(table) if genre == "chaleur" else ""


def decrire(table: Table) -> str:
    """What the picture says, for those who hear it: its title and where the numbers are."""
    return f"{table.titre}\u00a0: dessin du tableau de même titre."


def nombre(valeur: Cellule) -> float:
    return float(valeur) if isinstance(valeur, int | float) else 0.0


def _svg(hauteur: int, corps: Sequence[str], titre: str, cle: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dessin" viewBox="0 0 {LARGEUR} {hauteur}" '
        f'role="img" aria-label="{escape(titre)}" font-family="Noto Sans, sans-serif" '
        f'font-size="13" fill="{ENCRE}"><defs>{HACHURES.format(id=f"hachures-{cle}")}</defs>'
        f"{''.join(corps)}</svg>"
    )


def _texte(x: float, y: float, texte: str, ancre: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{ancre}">{escape(texte)}</text>'


def _barre(x: float, y: float, large: float, haut: float, fond: str, classe: str = "plein") -> str:
    return (
        f'<rect class="dessin--{classe}" x="{x:.1f}" y="{y:.1f}" width="{max(0, large):.1f}" '
        f'height="{max(0, haut):.1f}" fill="{fond}" stroke="{TRAIT}" stroke-width="0.6"/>'
    )


def _court(texte: str, lettres: int) -> str:
    return texte if len(texte) <= lettres else f"{texte[: lettres - 1]}…"


def barres(table: Table, rang: int) -> str:
    """One bar a row, all on one scale, the number at its end."""
    lignes = [ligne for ligne in table.corps if nombre(ligne.cellules[rang])]
    plus = max((nombre(ligne.cellules[rang]) for ligne in lignes), default=0) or 1
    genre = table.colonnes[rang].genre
    corps = []
    for n, ligne in enumerate(lignes):
        y, large = 6 + n * 26, 330 * nombre(ligne.cellules[rang]) / plus
        corps += [
            _texte(222, y + 14, _court(ligne.libelle, 28), "end"),
            _barre(230, y, large, 18, VERT),
            _texte(236 + large, y + 14, ecrire(ligne.cellules[rang], genre)),
        ]
    return _svg(12 + 26 * len(lignes), corps, decrire(table), table.cle) if lignes else ""


def colonnes(table: Table, rang: int) -> str:
    """Columns along the year, a month each; the number stands on each."""
    lignes = table.corps
    plus = max((nombre(ligne.cellules[rang]) for ligne in lignes), default=0) or 1
    pas = (LARGEUR - 20) / max(1, len(lignes))
    corps = [f'<line x1="10" y1="190" x2="{LARGEUR - 10}" y2="190" stroke="{TRAIT}"/>']
    for n, ligne in enumerate(lignes):
        haut = 150 * nombre(ligne.cellules[rang]) / plus
        x = 10 + n * pas
        corps += [
            _barre(x + pas * 0.15, 190 - haut, pas * 0.7, haut, VERT),
            _texte(x + pas / 2, 184 - haut, ecrire(ligne.cellules[rang]), "middle"),
            _texte(x + pas / 2, 206, MOIS_COURTS[int(ligne.code[5:7]) - 1], "middle"),
        ]
    return _svg(214, corps, decrire(table), table.cle)


def cascade(table: Table) -> str:
    """From those sent to those gone out: each step hangs where the one before it ends."""
    par_code = {ligne.code: ligne for ligne in table.lignes}
    valeurs = {code: nombre(ligne.cellules[0]) for code, ligne in par_code.items()}
    # A step that is hidden has no height, were it the first: the others keep their scale.
    tout = max(valeurs.values(), default=0) or 1
    entrees = valeurs.get("entrees", 0)
    marches = [
        ("orientees", 0.0, "plein"), ("jointes", 0.0, "vide"), ("sans-entree", entrees, "hachures"),
        ("entrees", 0.0, "plein"), ("en-cours", valeurs.get("sorties", 0), "hachures"),
        ("sorties", 0.0, "plein"),
    ]  # fmt: skip
    fonds = {"plein": VERT, "vide": "#ffffff", "hachures": f"url(#hachures-{table.cle})"}
    pas, corps = (LARGEUR - 20) / len(marches), []
    for n, (code, base, allure) in enumerate(marches):
        ligne: Ligne = par_code[code]
        x, haut = 10 + n * pas, 150 * valeurs[code] / tout
        y = 180 - 150 * base / tout - haut
        corps += [
            _barre(x + pas * 0.12, y, pas * 0.76, haut, fonds[allure], allure),
            _texte(x + pas / 2, y - 5, ecrire(ligne.cellules[0]), "middle"),
            *(
                _texte(x + pas / 2, 198 + 16 * rang, mots, "middle")
                for rang, mots in enumerate(wrap(ligne.libelle, 14))
            ),
        ]
    corps.append(f'<line x1="10" y1="180" x2="{LARGEUR - 10}" y2="180" stroke="{TRAIT}"/>')
    return _svg(222, corps, decrire(table), table.cle)


def chaleur(table: Table) -> str:
    """One column a week, one row a day: the darker, the more people came."""
    lignes, jours = table.corps, [c.nom for c in table.colonnes[:-1]]
    plus = max((nombre(v) for ligne in lignes for v in ligne.cellules[:-1]), default=0) or 1
    pas = (LARGEUR - 90) / max(1, len(lignes))
    corps = [_texte(78, 16 + 24 * n + 14, jour, "end") for n, jour in enumerate(jours)]
    for n, ligne in enumerate(lignes):
        for rang, valeur in enumerate(ligne.cellules[:-1]):
            niveau = -(-int(nombre(valeur)) * (len(CHALEUR) - 1) // int(plus)) if valeur else 0
            x, y = 84 + n * pas, 16 + 24 * rang
            corps.append(_barre(x, y, pas - 0.8, 21, CHALEUR[niveau], f"chaleur-{niveau}"))
        if n % 8 == 0:
            corps.append(_texte(84 + n * pas, 24 * len(jours) + 32, ligne.libelle[:5]))
    return _svg(24 * len(jours) + 40, corps, decrire(table), table.cle)
