"""Tags, templates of fields, header and the living page of the design system."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from centre.contexte import onglets
from centre.temps import PARIS
from centre.views.composants import ExempleForm, pictogrammes
from tests.builders import creer_utilisateur

CHARGER = "{% load centre_tags %}"


def rendre(texte: str, **contexte: Any) -> str:
    return Template(CHARGER + texte).render(Context(contexte))


def seance(heure: int, minute: int, duree: int) -> SimpleNamespace:
    debut = dt.datetime(2026, 11, 16, heure, minute, tzinfo=PARIS)
    return SimpleNamespace(debut=debut, fin=debut + dt.timedelta(minutes=duree))


def test_icone_decorative_cachee_aux_lecteurs() -> None:
    assert rendre('{% icone "tel" %}') == (
        '<svg class="icone" aria-hidden="true" focusable="false">'
        '<use href="/static/img/sprite.svg#i-tel"></use></svg>'
    )


def test_icone_nommee_et_echappee() -> None:
    dessin = rendre('{% icone "fd" taille="grande" titre=titre %}', titre='Semaine "47" <b>')
    assert 'class="icone icone--grande icone--sens"' in dessin
    assert 'role="img" aria-label="Semaine &quot;47&quot; &lt;b&gt;"' in dessin


def test_pictogrammes_des_gabarits_existent() -> None:
    """A misspelt pictogram draws nothing and says nothing."""
    dessines = set(pictogrammes())
    demandes = {
        nom
        for gabarit in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for nom in re.findall(r'{%\s*icone "(\w+)"', gabarit.read_text(encoding="utf-8"))
    }
    assert demandes - dessines == set()


@pytest.mark.parametrize(
    ("heure", "minute", "duree", "classes"),
    [(14, 0, 120, "d-56 l-8"), (11, 15, 30, "d-45 l-2"), (8, 40, 30, "d-34 l-3")],
)
def test_place_dans_la_grille(heure: int, minute: int, duree: int, classes: str) -> None:
    gabarit = "{{ s|debut_quart }} {{ s|longueur_quart }}"
    assert rendre(gabarit, s=seance(heure, minute, duree)) == classes


def test_plage_lue_a_paris() -> None:
    assert rendre("{{ s|plage }}", s=seance(14, 30, 75)) == "14\u00a0h\u00a030 – 15\u00a0h\u00a045"


def test_cadran_trois_heures() -> None:
    dessin = rendre("{% cadran s.debut s.fin %}", s=seance(15, 0, 60))
    assert 'class="cadran__petite" d="M50 50L71.0 50.0"' in dessin
    assert 'class="cadran__grande" d="M50 50L50.0 19.0"' in dessin


def test_ariane_dernier_sans_lien() -> None:
    fil = rendre('{% ariane "Planning" "/planning/" "Arts plastiques" %}')
    assert '<a href="/planning/">Planning</a>' in fil
    assert '<li aria-current="page">Arts plastiques</li>' in fil


def test_pagination_garde_les_filtres() -> None:
    contexte = {
        "request": RequestFactory().get("/", {"etat": "attente", "page": "2"}),
        "p": Paginator(range(60), 20).page(2),
    }
    assert 'href="?etat=attente&amp;page=3"' in rendre("{% pagination p %}", **contexte)


def test_champ_relie_l_erreur_et_l_aide() -> None:
    formulaire = ExempleForm({"titre": "x" * 30})
    erreur = rendre("{% champ form.titre %}", form=formulaire)
    assert 'id="id_titre_error"' in erreur
    assert re.search(
        r'<input[^>]*aria-invalid="true"[^>]*aria-describedby="id_titre_error"', erreur
    )
    aide = rendre("{% champ form.titre_discret %}", form=formulaire)
    assert 'id="id_titre_discret_helptext"' in aide
    assert 'aria-describedby="id_titre_discret_helptext"' in aide
    assert "(facultatif)" in aide


def test_formulaire_entier_dessine_les_memes_champs() -> None:
    formulaire = ExempleForm({"titre": "x" * 30})
    assert rendre("{% champ form.titre %}", form=formulaire).strip() in str(formulaire)


def test_onglets_selon_les_roles() -> None:
    noms = {
        role: [o.nom for o in onglets(frozenset({role}), "/")]
        for role in ("accueil", "animation", "prescripteur", "administration")
    }
    assert "Personnes" in noms["accueil"]
    assert "Personnes" not in noms["animation"]
    assert "Orienter une personne" in noms["prescripteur"]
    assert noms["administration"] == []


def test_onglet_courant_le_plus_precis() -> None:
    courants = [o.nom for o in onglets(frozenset({"coordination"}), "/parcours/3/") if o.courant]
    assert courants == ["Personnes"]


@pytest.mark.django_db
def test_composants_montre_tous_les_pictogrammes(client: Any) -> None:
    client.force_login(creer_utilisateur("coordination", is_staff=True))
    page = client.get("/composants/")
    assert page.status_code == 200
    assert all(f"#i-{nom}" in page.content.decode() for nom in pictogrammes())


@pytest.mark.django_db
def test_composants_ferme_sans_acces_technique(client: Any) -> None:
    client.force_login(creer_utilisateur("coordination"))
    assert client.get("/composants/").status_code == 403


@pytest.mark.django_db
def test_connexion_propose_les_comptes_en_demonstration_seulement(client: Any, settings) -> None:
    settings.DEMONSTRATION = True
    assert "coordination@lierre.example" in client.get("/connexion/").content.decode()
    settings.DEMONSTRATION = False
    page = client.get("/connexion/").content.decode()
    assert "coordination@lierre.example" not in page
    assert settings.DEMONSTRATION_MOT_DE_PASSE not in page


def test_aucun_style_ni_script_dans_les_gabarits() -> None:
    """The CSP would drop them without a word."""
    fautifs = [
        str(gabarit)
        for gabarit in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if "message" not in gabarit.parts[-2]
        if re.search(r'\sstyle="|<style|\son\w+="', gabarit.read_text(encoding="utf-8"))
    ]
    assert fautifs == []
