"""In production only hashed files are kept: our modules must load each other by those names."""

import re
from pathlib import Path

from django.core.files.base import ContentFile

from centre.statiques import FichiersEmpreints

JS = Path(__file__).resolve().parents[2] / "static" / "js"
IMPORT = re.compile(r'from "\./([^"]+)"')


def test_les_modules_se_chargent_sous_leur_nom_empreint(tmp_path):
    fichiers = FichiersEmpreints(location=tmp_path, base_url="/static/")
    a_traiter = {}
    for module in JS.glob("*.js"):
        nom = f"js/{module.name}"
        fichiers._save(nom, ContentFile(module.read_bytes()))
        a_traiter[nom] = (fichiers, nom)
    list(fichiers.post_process(a_traiter))
    charges = {n for f in (tmp_path / "js").glob("*.js") for n in IMPORT.findall(f.read_text())}
    empreints = {n for n in charges if re.search(r"\.[0-9a-f]{12}\.js$", n)}
    assert charges == empreints
    assert all((tmp_path / "js" / n).exists() for n in empreints)
