import re
from pathlib import Path

from django.apps import apps

PAGE = Path(__file__).resolve().parents[1] / "docs" / "glossaire.md"
APPS = ("centre", "ateliers", "parcours", "inscriptions", "presences", "bilans")


def test_le_glossaire_nomme_chaque_modele_dans_son_app_et_lui_seul():
    texte = PAGE.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", texte, re.S | re.M))
    ecrits = {app: set(re.findall(r"^\| `(\w+)` \|", sections[app], re.M)) for app in APPS}
    assert ecrits == {
        app: {m.__name__ for m in apps.get_app_config(app).get_models()} for app in APPS
    }


def test_chaque_modele_dit_ce_qu_il_est_et_ce_qu_il_n_est_pas():
    lignes = re.findall(r"^\| `\w+` \|(.*)\|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.M)
    assert [ligne for ligne in lignes if not all(case.strip() for case in ligne)] == []
