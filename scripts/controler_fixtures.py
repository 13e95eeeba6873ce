"""Loads every Django fixture of fixtures/ into an empty database: a renamed field shows here."""

import json
import os
import sys
import tempfile
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))


def est_une_fixture(chemin: Path) -> bool:
    """A list of objects with a model; timetables and golden sets have another shape."""
    import yaml  # noqa: PLC0415 (after the path is set)

    texte = chemin.read_text(encoding="utf-8")
    lu = json.loads(texte) if chemin.suffix == ".json" else yaml.safe_load(texte)
    return isinstance(lu, list) and all(isinstance(x, dict) and "model" in x for x in lu)


def main() -> None:
    candidats = sorted((RACINE / "fixtures").glob("*.json")) + sorted(
        (RACINE / "fixtures").glob("*.y*ml")
    )
    fixtures = [str(c) for c in candidats if est_une_fixture(c)]
    if not fixtures:
        print("Aucune fixture de Django à charger.")
        return
    with tempfile.TemporaryDirectory() as dossier:
        os.environ["DATABASE_URL"] = f"sqlite:///{dossier}/vide.sqlite3"
        os.environ["DEMONSTRATION"] = "oui"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
        import django  # noqa: PLC0415 (after the environment is set)
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("loaddata", *fixtures)


if __name__ == "__main__":
    main()
