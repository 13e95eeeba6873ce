"""Rules of the house that no other tool checks: sizes, words, templates, doors kept shut."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.module_loading import import_string

from tests.contraintes import APPS, contraintes

RACINE = Path(__file__).resolve().parent.parent
GABARITS = sorted((RACINE / "templates").rglob("*.html"))
STYLES = sorted((RACINE / "static").rglob("*.css"))
SCRIPTS = sorted((RACINE / "static").rglob("*.js"))
MODULES = sorted(
    m for app in APPS for m in (RACINE / app).rglob("*.py") if "migrations" not in m.parts
)
ARBRES = {m: ast.parse(m.read_text()) for m in MODULES}
# Looked up by Django itself.
GABARITS_DE_DJANGO = {f"{code}.html" for code in (400, 403, 404, 429, 500)}
# The settings are read from top to bottom, in one file, as Django wants them.
MODULES_LONGS = {"centre/settings.py"}
# Flat lists of the sections of a copy, of the columns of a table: nothing to cut in them.
FONCTIONS_LONGUES = {"copier", "_remplir"}
# A few lines over, each a straight run of guards.
VUES_LONGUES = {"figure", "agenda_personne", "place_prendre"}
# Django writes help texts so: they come from the code, never from a person.
SANS_ECHAPPEMENT = {"templates/_composants/champ.html"}
# Put by htmx on what waits for its answer.
CLASSES_DE_HTMX = {"htmx-request"}
# The sheet draws its own lines and words its own errors.
FORMULAIRES_DESSINES = {"ReponseForm", "VenueForm"}


def nom(chemin):
    return str(chemin.relative_to(RACINE))


def ids(chemins):
    return {"argvalues": chemins, "ids": nom}


def visible(texte):
    """A template without its comments and the inside of its Django tags."""
    texte = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", "", texte, flags=re.S)
    return re.sub(r"{%.*?%}|{{.*?}}", "\N{REPLACEMENT CHARACTER}", texte, flags=re.S)


def lignes_de(texte, motif):
    return [ligne.strip() for ligne in texte.splitlines() if re.search(motif, ligne)]


# --- Sizes -----------------------------------------------------------------------------------


def test_un_module_tient_en_300_lignes():
    longs = {nom(m) for m in MODULES if len(m.read_text().splitlines()) > 300}
    assert longs - MODULES_LONGS == set()


def test_un_gabarit_tient_en_150_lignes():
    assert [nom(g) for g in GABARITS if len(g.read_text().splitlines()) > 150] == []


def fonctions():
    """Every function, with its lines of code: neither signature nor docstring."""
    for module, arbre in ARBRES.items():
        for noeud in ast.walk(arbre):
            if isinstance(noeud, ast.FunctionDef):
                corps = noeud.body[1:] if ast.get_docstring(noeud) else noeud.body
                yield module, noeud, (corps and noeud.end_lineno - corps[0].lineno + 1) or 0


def test_une_fonction_tient_en_40_lignes():
    longues = {f.name: n for _, f, n in fonctions() if n > 40 and f.name not in FONCTIONS_LONGUES}
    assert longues == {}


def test_une_vue_tient_en_20_lignes():
    vues = [(f, n) for m, f, n in fonctions() if "views" in m.parts and f.args.args]
    longues = {f.name: n for f, n in vues if f.args.args[0].arg == "request" and n > 20}
    assert {f: n for f, n in longues.items() if f not in VUES_LONGUES} == {}


# --- Templates -------------------------------------------------------------------------------


def gabarits_nommes():
    """Every ``….html`` named by a module or by another template."""
    sources = [*MODULES, *GABARITS]
    return {n for s in sources for n in re.findall(r"[\w./-]+\.html", s.read_text())}


def est_nomme_par_son_radical(gabarit):
    """Whether a module of its app builds the name from the stem: ``f"parcours/{nom}.html"``."""
    modules = (RACINE / gabarit.parent.name).rglob("*.py")
    return any(f'"{gabarit.stem}"' in m.read_text() for m in modules)


def vient_d_un_paquet(gabarit):
    """Whether it replaces a template that a package looks for by the same name."""
    chemin = str(gabarit.relative_to(RACINE / "templates"))
    if chemin.startswith(("account/", "allauth/", "mfa/", "django/forms/", "admin/")):
        return True
    return chemin in GABARITS_DE_DJANGO


def test_aucun_gabarit_n_est_sans_usage():
    noms = {str(g.relative_to(RACINE / "templates")): g for g in GABARITS}
    orphelins = set(noms) - gabarits_nommes()
    orphelins = {n for n in orphelins if not est_nomme_par_son_radical(noms[n])}
    assert {n for n in orphelins if not vient_d_un_paquet(noms[n])} == set()


@pytest.mark.parametrize("gabarit", **ids(GABARITS))
def test_un_gabarit_se_compile(gabarit):
    assert get_template(str(gabarit.relative_to(RACINE / "templates")))


INTERDITS = {
    "style en ligne": r"\sstyle\s*=|<style\b",
    "script en ligne": r"<script(?![^>]*\bsrc=)",
    "gestionnaire en ligne": r"<[^>]*\son[a-z]+\s*=",
    "adresse javascript": r"javascript:",
    "chargement d’ailleurs": r"<(?:script|link|img|iframe|source|use)\b[^>]*(?:https?:)?//",
    "échappement levé": r"\|\s*safe\b|{%\s*autoescape off",
}


@pytest.mark.parametrize("defaut", INTERDITS)
def test_les_gabarits_respectent_la_politique_de_contenu(defaut):
    motif = re.compile(INTERDITS[defaut], re.S)
    fautifs = {nom(g) for g in GABARITS if motif.search(g.read_text())}
    assert fautifs - (SANS_ECHAPPEMENT if defaut == "échappement levé" else set()) == set()


def test_les_styles_ne_chargent_rien_d_ailleurs():
    ailleurs = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import")
    assert [nom(s) for s in STYLES if ailleurs.search(s.read_text())] == []


def classes_des_styles():
    for style in STYLES:
        regles = re.sub(r"/\*.*?\*/", "", style.read_text(), flags=re.S)
        for selecteur in re.findall(r"([^{}]+){", regles):
            yield from re.findall(r"\.([a-z_][\w-]*)", selecteur)


def test_aucune_classe_de_style_n_est_sans_usage():
    ecrit = "".join(s.read_text() for s in (*GABARITS, *SCRIPTS, *MODULES))
    mots = set(re.findall(r"[\w-]+", ecrit))
    # Classes made of a beginning and a value: puce--{etat}, th-{{ atelier.theme }}.
    debuts = tuple(set(re.findall(r"[\w-]+-(?={)", ecrit)))

    orphelines = {c for c in classes_des_styles() if c not in mots and not c.startswith(debuts)}
    assert orphelines == CLASSES_DE_HTMX


TYPOGRAPHIE = {
    "apostrophe droite": r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ\N{REPLACEMENT CHARACTER}]",
    "espace sécable avant ponctuation": r"[\wÀ-ÿ)»\N{REPLACEMENT CHARACTER}] [:;?!»](?=\s|<|$)",
    "espace sécable après guillemet": r"« ",
    "trois points": r"[a-zé]\.\.\.",
}


@pytest.mark.parametrize("faute", TYPOGRAPHIE)
def test_les_gabarits_sont_en_francais_typographie(faute):
    fautes = {nom(g): lignes_de(visible(g.read_text()), TYPOGRAPHIE[faute]) for g in GABARITS}
    assert {g: lignes for g, lignes in fautes.items() if lignes} == {}


def textes(module):
    """String constants of a module, docstrings apart."""
    docs = {
        id(n.body[0].value)
        for n in ast.walk(ARBRES[module])
        if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and n.body
        and isinstance(n.body[0], ast.Expr)
    }
    for noeud in ast.walk(ARBRES[module]):
        texte = isinstance(noeud, ast.Constant) and isinstance(noeud.value, str)
        if texte and id(noeud) not in docs:
            yield noeud.value


# French said to people: an accent, a no-break space or a typographic apostrophe betrays it.
FRANCAIS = re.compile("[àâçéèêëîïôùûœ’\u00a0]", re.I)


def s_ecrit_sur_un_terminal(module):
    return "management" in module.parts or module.name in {"checks.py", "jeux.py"}


@pytest.mark.parametrize("faute", TYPOGRAPHIE)
def test_les_phrases_des_modules_sont_en_francais_typographie(faute):
    motif = re.compile(TYPOGRAPHIE[faute])
    trouvees = [
        (nom(m), t)
        for m in MODULES
        if not s_ecrit_sur_un_terminal(m)
        for t in textes(m)
        if FRANCAIS.search(t) and motif.search(t)
    ]
    assert trouvees == []


# --- Words -----------------------------------------------------------------------------------

SIGLES = ("UID", "SEQUENCE", "VEVENT", "DTSTAMP", "Message-ID", "SMS", "QR")


def noms_affiches():
    for app in APPS:
        for modele in apps.get_app_config(app).get_models():
            yield modele.__name__, str(modele._meta.verbose_name)
            for champ in modele._meta.get_fields():
                if not champ.auto_created and champ.name != "id":
                    yield f"{modele.__name__}.{champ.name}", str(champ.verbose_name)


def test_les_noms_affiches_commencent_par_une_minuscule():
    grands = {n: v for n, v in noms_affiches() if v[:1].isupper() and not v.startswith(SIGLES)}
    assert grands == {}


def formulaires():
    """Every form class written in the project."""
    for module in MODULES:
        if "forms" not in nom(module):
            continue
        chemin = nom(module).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for noeud in ARBRES[module].body:
            if isinstance(noeud, ast.ClassDef):
                classe = import_string(f"{chemin}.{noeud.name}")
                if issubclass(classe, forms.BaseForm):
                    yield classe


def test_chaque_champ_de_formulaire_a_un_nom_en_clair():
    muets = [
        (classe.__name__, champ)
        for classe in formulaires()
        for champ, f in classe.base_fields.items()
        if not f.label and not f.widget.is_hidden and classe.__name__ not in FORMULAIRES_DESSINES
    ]
    assert muets == []


# --- Doors kept shut -------------------------------------------------------------------------


def importes(arbre):
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            yield from (f"{noeud.module}.{alias.name}" for alias in noeud.names)


def modules_qui_importent(*prefixes):
    return {
        nom(m)
        for m, arbre in ARBRES.items()
        if any(i.startswith(prefixes) for i in importes(arbre))
    }


def test_django_scheduler_n_a_qu_une_porte():
    assert modules_qui_importent("schedule") == {"ateliers/recurrence.py"}


def test_aucune_adresse_de_django_scheduler():
    def vues(motifs):
        for motif in motifs:
            yield from vues(motif.url_patterns) if hasattr(motif, "url_patterns") else [motif]

    modules = {v.callback.__module__ for v in vues(get_resolver().url_patterns)}
    assert {m for m in modules if m.startswith("schedule")} == set()


def test_les_courriers_partent_de_la_boite_d_envoi():
    portes = modules_qui_importent("django.core.mail", "smtplib")
    assert {p for p in portes if not p.startswith("centre/messagerie/")} == set()


def test_aucun_signal_de_l_orm_n_ecrit_a_notre_place():
    signaux = modules_qui_importent("django.db.models.signals", "django.dispatch")
    assert signaux == set()


def relations_d_en_haut(app):
    """Names by which models of upper apps hang on models of ``app`` and below."""
    rang = APPS.index(app)
    propres, venues = set(), set()
    for bas in APPS[: rang + 1]:
        for modele in apps.get_app_config(bas).get_models():
            for champ in modele._meta.get_fields(include_hidden=False):
                vers = (
                    champ.related_model._meta.app_label
                    if champ.auto_created and champ.is_relation
                    else bas
                )
                haut = vers in APPS and APPS.index(vers) > rang
                (venues if haut else propres).add(champ.name)
    return venues - propres


LECTURES = {"all", "filter", "exclude", "count", "exists", "get", "first"}


def chemins_nommes(arbre):
    """Paths of lookups: keywords of calls, and strings made of names joined by ``__``."""
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.keyword) and noeud.arg and "__" in noeud.arg:
            yield noeud.arg
        elif isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
            if re.fullmatch(r"-?[a-z_]+(?:__[a-z_]+)+", noeud.value):
                yield noeud.value
        elif isinstance(noeud, ast.Attribute) and noeud.attr in LECTURES:
            yield getattr(noeud.value, "attr", "")


@pytest.mark.parametrize("app", APPS[:-1])
def test_une_app_ne_nomme_pas_les_relations_des_apps_au_dessus(app):
    interdits = relations_d_en_haut(app)
    trouves = [
        (nom(m), chemin)
        for m, arbre in ARBRES.items()
        if m.relative_to(RACINE).parts[0] == app
        for chemin in chemins_nommes(arbre)
        if interdits & set(chemin.removeprefix("-").split("__"))
    ]
    assert trouves == []


def test_chaque_contrainte_est_nommee_par_un_test():
    ecrit = "".join(t.read_text() for t in (RACINE / "tests").rglob("test_*.py"))
    # Names built in two pieces: atelier_{champ}_unique.
    ecrit += "atelier_slug_unique atelier_code_unique"
    assert [n for n in contraintes() if n not in ecrit] == []
