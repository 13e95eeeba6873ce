"""The page of the requirements says the truth: every id once, every path there, every id tested."""

import re
from pathlib import Path

from tests.contraintes import contraintes

RACINE = Path(__file__).resolve().parents[1]
PAGE = (RACINE / "docs" / "exigences.md").read_text(encoding="utf-8")
NOMBRES = {"ASI": 24, "ASN": 15, "LIE": 19, "AGL": 12, "ASG": 9, "ETH": 8}
TOUS = [f"{famille}-{n:02}" for famille, nombre in NOMBRES.items() for n in range(1, nombre + 1)]
# Timetable, money and reports have their own pages and tests.
HORS = {
    *(f"ASN-{n}" for n in range(11, 16)),
    *("AGL-11", "AGL-12", "LIE-12", "ASI-23"),
    *(f"LIE-{n:02}" for n in range(1, 8)),
}

# What holds a rule that no constraint of one table can say.
OPERATIONS = {
    *("binome_de", "clore_parcours", "exiger_cent_pour_cent", "noter"),
    "_taire_un_atelier_protege",
}


def lignes():
    return re.findall(r"^\| ([A-Z]{3}-\d\d) \|(.*)\|$", PAGE, re.M)


def cites(texte):
    """Ids written « ASI-07 », « ETH-01 to ETH-08 », or in a test's name: « test_agl_05_06_… »."""
    ids = set(re.findall(r"\b(?:ASI|ASN|LIE|AGL|ASG|ETH)-\d\d\b", texte))
    for famille, de, a in re.findall(r"\b([A-Z]{3})-(\d\d) to (?:[A-Z]{3}-)?(\d\d)\b", texte):
        ids |= {f"{famille}-{n:02}" for n in range(int(de), int(a) + 1)}
    for famille, nombres in re.findall(r"def test_(asi|asn|lie|agl|asg|eth)((?:_\d\d)+)", texte):
        ids |= {f"{famille.upper()}-{n}" for n in nombres.strip("_").split("_")}
    return ids


def test_chaque_exigence_est_sur_la_page_une_fois():
    assert [code for code, _ in lignes()] == TOUS


def test_chaque_chemin_de_la_page_existe():
    chemins = set(re.findall(r"`((?:[a-z_]+/)+[\w.]*)`", PAGE))
    assert len(chemins) > 50
    assert [chemin for chemin in sorted(chemins) if not (RACINE / chemin).exists()] == []


def test_chaque_exigence_est_citee_par_le_test_de_sa_ligne():
    faux = {}
    for code, reste in lignes():
        preuve = reste.rpartition("|")[2].strip()
        if preuve.startswith("hors"):
            faux |= {} if code in HORS else {code: preuve}
            continue
        texte = (RACINE / preuve.strip("`")).read_text(encoding="utf-8")
        faux |= {} if code in cites(texte) else {code: preuve}
    assert faux == {}


def test_les_douze_regles_de_la_base_ont_leur_contrainte_et_leur_test():
    lignes_douze = re.findall(r"^\| (\d+) \|[^|]*\|([^|]*)\| `([^`|]*)` \|$", PAGE, re.M)
    assert sorted({int(n) for n, _, _ in lignes_douze}) == list(range(1, 13))
    connues, faux = contraintes(), []
    for n, tenue, preuve in lignes_douze:
        texte = (RACINE / preuve).read_text(encoding="utf-8")
        dits = re.findall(r"`([a-z_0-9]+)`", tenue)
        faux += [(n, nom) for nom in dits if nom in connues and nom not in texte]
        faux += [(n, nom) for nom in dits if nom not in connues and nom not in OPERATIONS]
    assert faux == []


def test_ce_qui_n_est_pas_construit_se_dit():
    section = PAGE.partition("## Deliberately not built")[2]
    assert len(re.findall(r"^- ", section, re.M)) == 5
