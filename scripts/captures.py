"""Pictures of the README, taken from the demonstration of 19 November 2026 at 10:35.

``python scripts/captures.py [folder [name…]]`` builds a database of its own in a temporary folder,
stops the clock of this process, serves it from threads and drives the system's Chromium. With
names, only these pictures are taken.
"""

import datetime as dt
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import captures_parcours
from essayer import NOMS_CHROMIUM

RACINE = Path(__file__).resolve().parent.parent
JOUR = "2026-11-19"
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=fr-FR")
LARGEURS = {"bureau": (1440, 1000), "tablette": (820, 1180), "telephone": (390, 844)}


@dataclass(frozen=True)
class Vue:
    """One picture: its file, whose eyes, which page, how wide, in which light."""

    nom: str
    compte: str
    url: str
    largeur: str = "bureau"
    est_sombre: bool = False
    est_entiere: bool = False
    geste: Callable[[Any], None] | None = None


def voir_avant_d_envoyer(page: Any) -> None:
    """Fill the form of a move up to the sheet that says who will be told."""
    page.locator("#id_jour").fill("2026-11-25")
    page.locator("#id_debut").fill("10:00")
    page.locator("#id_fin").fill("12:00")
    page.get_by_role("button", name="Voir qui est prévenu").click()
    page.wait_for_load_state("networkidle")


def preparer(dossier: Path) -> None:
    """Tables and the living centre in a file that nobody else reads."""
    os.environ["LIRE_ENV"] = "non"
    os.environ["DEMONSTRATION"] = "oui"
    os.environ["DATABASE_URL"] = f"sqlite:///{dossier / 'captures.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "centre.settings"
    # playwright's loop runs in the thread that also reads the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415 (the environment comes first)
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("demonstration", "--date", JOUR)


@contextmanager
def servir():
    """The site on a free port, from threads of this process: they share its stopped clock."""
    import time_machine  # noqa: PLC0415 (a development tool)
    from django.core.servers.basehttp import (  # noqa: PLC0415
        ThreadedWSGIServer,
        WSGIRequestHandler,
        get_internal_wsgi_application,
    )

    from centre.temps import instant  # noqa: PLC0415

    class Discret(WSGIRequestHandler):
        def log_message(self, *details):
            pass

    serveur = ThreadedWSGIServer(("127.0.0.1", 0), Discret, ipv6=False)
    serveur.set_app(get_internal_wsgi_application())
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    with time_machine.travel(instant(dt.date.fromisoformat(JOUR), dt.time(10, 35)), tick=True):
        fil.start()
        yield f"http://127.0.0.1:{serveur.server_port}"
        serveur.shutdown()
        serveur.server_close()


def chromium() -> str:
    chemin = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, NOMS_CHROMIUM)), None
    )
    if chemin is None:
        sys.exit("Chromium n’est pas installé sur cette machine : aucune image n’est prise.")
    return chemin


@contextmanager
def navigateur():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (a development tool)

    with sync_playwright() as outil:
        yield outil.chromium.launch(
            executable_path=chromium(),
            args=[*OPTIONS],
        )


class Photographe:
    """Logs in once per account, width and light, then takes the pictures."""

    def __init__(self, fenetre, adresse: str, dossier: Path) -> None:
        self.fenetre, self.adresse, self.dossier = fenetre, adresse, dossier
        self.pages: dict[tuple[str, str, bool], object] = {}

    def page(self, compte: str, largeur: str, est_sombre: bool):
        cle = (compte, largeur, est_sombre)
        if cle not in self.pages:
            w, h = LARGEURS[largeur]
            contexte = self.fenetre.new_context(
                viewport={"width": w, "height": h},
                locale="fr-FR",
                timezone_id="Europe/Paris",
                color_scheme="dark" if est_sombre else "light",
                reduced_motion="reduce",
            )
            self.pages[cle] = contexte.new_page()
            if compte:
                self.connecter(self.pages[cle], compte)
        return self.pages[cle]

    def connecter(self, page, compte: str) -> None:
        from django.conf import settings  # noqa: PLC0415

        page.goto(f"{self.adresse}/connexion/")
        page.locator("#id_login").fill(f"{compte}@lierre.example")
        page.locator("#id_password").fill(settings.DEMONSTRATION_MOT_DE_PASSE)
        page.locator("form:has(#id_password) button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")

    def prendre(self, vue: Vue) -> int:
        page = self.page(vue.compte, vue.largeur, vue.est_sombre)
        reponse = page.goto(f"{self.adresse}{vue.url}")
        page.wait_for_load_state("networkidle")
        if vue.geste:
            vue.geste(page)
        chemin = self.dossier / f"{vue.nom}.png"
        page.screenshot(path=chemin, full_page=vue.est_entiere, animations="disabled")
        alleger(chemin)
        return reponse.status if reponse else 0


def alleger(image: Path) -> None:
    """Two hundred colours are enough for a page, and a third of the weight."""
    from PIL import Image  # noqa: PLC0415 (a dependency of the site)

    with Image.open(image) as lue:
        lue.convert("RGB").quantize(200, dither=Image.Dither.NONE).save(image, optimize=True)


def vues_du_readme() -> list[Vue]:
    """Addresses that depend on the rows are read from them."""
    from bilans.demonstration.monde import jeton_de_demonstration  # noqa: PLC0415

    seance = prochaine_seance("COU")
    lien = f"/moi/{jeton_de_demonstration('actuel')}/"
    return [
        Vue("planning", "coordination", "/planning/"),
        Vue("planning-sombre", "coordination", "/planning/", est_sombre=True),
        Vue("planning-telephone", "coordination", "/planning/", "telephone"),
        Vue("planning-lieux", "coordination", "/planning/?par=lieu"),
        Vue("planning-jour", "coordination", "/planning/jour/?jour=2026-11-23"),
        Vue("planning-mois", "coordination", "/planning/mois/?mois=2026-10"),
        Vue("planning-annee", "coordination", "/planning/annee/"),
        Vue("planning-toussaint", "coordination", "/planning/?semaine=2026-W44"),
        Vue(
            "seance",
            "coordination",
            f"/seances/{seance}/deplacer/",
            geste=voir_avant_d_envoyer,
        ),
        Vue(
            "feuille-tablette", "animation", f"/presences/seances/{feuille_du_jour()}/", "tablette"
        ),
        Vue("participante-telephone", "", lien, "telephone", est_entiere=True),
        Vue("mode-d-emploi", "", "/mode-d-emploi/le-lierre/", est_entiere=True),
        Vue(
            "demander-une-place",
            "",
            "/c/le-lierre/couture/place/?langue=fr",
            "telephone",
            est_entiere=True,
        ),
        Vue("orientations", "ts.udaf", "/orientations/"),
        Vue("orientations-telephone", "ts.udaf", "/orientations/", "telephone"),
        Vue("acces", "ts.udaf", "/orientations/acces/"),
        Vue("nouvelles", "referent", f"/parcours/{parcours_mene()}/nouvelles/"),
        Vue("public", "", "/c/le-lierre/"),
        *(Vue(*prise, geste=geste) for *prise, geste in captures_parcours.prises()),
    ]


def parcours_mene() -> int:
    from parcours.models import Parcours  # noqa: PLC0415

    menes = Parcours.objects.filter(
        referents__professionnel__utilisateur__courriel="referent@lierre.example",
        date_fin_reelle__isnull=True,
    )
    return menes.order_by("pk")[0].pk


def prochaine_seance(code: str) -> int:
    from ateliers.models import Seance  # noqa: PLC0415
    from centre.temps import maintenant  # noqa: PLC0415

    seances = Seance.objects.comptees().filter(
        centre__slug="le-lierre", atelier__code=code, etat="prevue", debut__gt=maintenant()
    )
    return seances.order_by("debut")[0].pk


def feuille_du_jour() -> int:
    from ateliers.models import Seance  # noqa: PLC0415
    from centre.temps import maintenant  # noqa: PLC0415

    seances = Seance.objects.a_renseigner(maintenant()).filter(
        centre__slug="le-lierre", atelier__code="EVQ"
    )
    return seances.order_by("-debut")[0].pk


def affiche(dossier: Path) -> str:
    """The posted week as a picture of its first sheet: the same template and data as the PDF."""
    import typst  # noqa: PLC0415 (as the lines below: the environment comes first)

    from ateliers.affiches.semaine import affiche_semaine  # noqa: PLC0415
    from centre import pdf, polices  # noqa: PLC0415
    from centre.models import Centre  # noqa: PLC0415
    from centre.temps import lundi_de, maintenant  # noqa: PLC0415

    quand = maintenant()
    donnees = affiche_semaine(
        Centre.objects.get(slug="le-lierre"),
        lundi=lundi_de(quand.date()),
        quand=quand,
        papier="a4",
    )
    pages = typst.compile(
        str(pdf.GABARITS / "affiche_semaine.typ"),
        root=str(pdf.GABARITS),
        font_paths=polices.DOSSIERS,
        ignore_system_fonts=True,
        sys_inputs={"donnees": json.dumps(donnees, ensure_ascii=False)},
        format="png",
        ppi=110,
    )
    premiere = pages[0] if isinstance(pages, list) else pages
    (dossier / "affiche-semaine.png").write_bytes(premiere)
    return f"{len(premiere) // 1024} Kio"


def main() -> int:
    dossier = Path(sys.argv[1]) if len(sys.argv) > 1 else RACINE / "docs" / "images"
    dossier.mkdir(parents=True, exist_ok=True)
    noms = sys.argv[2:]
    with tempfile.TemporaryDirectory() as temporaire:
        preparer(Path(temporaire))
        with servir() as adresse, navigateur() as fenetre:
            photographe = Photographe(fenetre, adresse, dossier)
            for vue in vues_du_readme():
                if not noms or vue.nom in noms:
                    print(f"{vue.nom} : {photographe.prendre(vue)}")
            if not noms or "affiche-semaine" in noms:
                print(f"affiche-semaine : {affiche(dossier)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
