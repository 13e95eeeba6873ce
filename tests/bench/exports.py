"""Twenty thousand people taken out as a file: the memory of the process that writes it.

``python -m tests.bench exports [postgresql]``; each file is written by a process of its own, whose
highest memory the kernel tells.
"""

import subprocess
import sys

import django

TITRE = "Vingt mille personnes emportées"
TEXTE = """
Écrit par `python -m tests.bench exports` (SQLite) et `python scripts/postgresql_temporaire.py
python -m tests.bench exports postgresql`. Chaque fichier est écrit dans un processus à part :
« départ » est sa mémoire quand le service est chargé, « sommet » la plus haute (VmHWM), qui doit
rester sous 200 Mo.

"""
GENS = 20_000
FORMATS = ("xlsx", "csv")


def emporter(extension: str) -> None:
    """In the child: one line with what it cost."""
    from bilans.figures import Perimetre, Periode  # noqa: PLC0415 (Django comes first)
    from bilans.operations.exports import exporter  # noqa: PLC0415
    from centre.models import Centre, Utilisateur  # noqa: PLC0415
    from centre.temps import aujourdhui  # noqa: PLC0415
    from tests.bench.mesure import couter, memoire  # noqa: PLC0415

    centre, par = Centre.objects.latest("pk"), Utilisateur.objects.latest("pk")
    ici, jour, depart = Perimetre(centre), aujourdhui(), memoire("VmRSS")
    export, cout = couter(
        lambda: exporter("personnes", ici, Periode(jour, jour), "interne", extension, par=par)
    )
    octets = len(bytes(export.contenu or b"")) / 2**20
    quoi = f"{export.nombre} personnes, {extension}, {octets:.1f} Mo"
    sys.stdout.write(f"{quoi} | {cout} | {depart} | {memoire('VmHWM')}\n")


def peupler() -> None:
    from parcours.models import Personne  # noqa: PLC0415 (Django comes first)
    from tests import builders  # noqa: PLC0415

    centre = builders.creer_centre("banc-exports", nom="Banc")
    builders.creer_utilisateur("coordination", centre)
    Personne.objects.bulk_create(
        (
            Personne(
                centre=centre, prenom=f"Prénom{n}", nom=f"Nom{n % 977}-{n}", cle=f"nom{n}",
                courriel=f"p{n}@example.org", commune="Thionville",
                quartier=f"Quartier {n % 12}",
            )
            for n in range(GENS)
        ),
        batch_size=1_000,
    )  # fmt: skip
    # A number is checked each time it is written: one for all.
    Personne.objects.filter(centre=centre).update(telephone="+33639980001")


def tableau() -> str:
    from tests.bench.mesure import ici  # noqa: PLC0415

    peupler()
    lignes = []
    for extension in FORMATS:
        fait = subprocess.run(
            [sys.executable, "-m", "tests.bench.exports", extension],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        lignes.append(f"| {fait.stdout.splitlines()[-1]} |\n")
    entete = f"| {ici()} | s | s CPU | Mo en plus | SQL | départ, Mo | sommet, Mo |"
    return f"{TEXTE}{entete}\n|---|--:|--:|--:|--:|--:|--:|\n{''.join(lignes)}"


if __name__ == "__main__":
    django.setup()
    emporter(sys.argv[1])
