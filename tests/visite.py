"""A visitor who reads pages as a browser does: their forms, their links, every page in reach."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.test_acces import adresse

CASES = ("checkbox", "radio")


@dataclass
class Champ:
    nom: str
    nature: str
    valeur: str = ""
    # Radio buttons and options: every value on offer.
    choix: list[str] = field(default_factory=list)


@dataclass
class Formulaire:
    """One form of a page: where it goes, what it sends when nothing is touched."""

    action: str
    methode: str
    champs: dict[str, Champ] = field(default_factory=dict)

    @property
    def signature(self):
        """The same for the forms of two rows: the ids of objects do not count."""
        noms = {re.sub(r"\d+", "n", nom) for nom in self.champs}
        return resolve(urlsplit(self.action).path).view_name, self.methode, tuple(sorted(noms))

    @property
    def donnees(self):
        return {c.nom: c.valeur or (c.choix or [""])[0] for c in self.champs.values()}


class Lecteur(HTMLParser):
    """Collects forms and links; fields outside a form through ``form=`` are left aside."""

    def __init__(self, page):
        super().__init__()
        self.page = page
        self.formulaires, self.liens = [], set()
        self.ouvert = self.choix = None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            action = urljoin(self.page, a.get("action") or self.page)
            self.ouvert = Formulaire(action, (a.get("method") or "get").lower())
            self.formulaires.append(self.ouvert)
        elif tag == "a" and a.get("href"):
            self.liens.add(urldefrag(urljoin(self.page, a["href"]))[0])
        elif self.ouvert and tag in ("input", "select", "textarea", "button") and a.get("name"):
            self._champ(tag, a)
        elif self.choix and tag == "option":
            self.choix.choix.append(a.get("value") or "")
            if "selected" in a:
                self.choix.valeur = a.get("value") or ""

    def _champ(self, tag, a):
        nature = a.get("type", "text") if tag == "input" else tag
        champ = self.ouvert.champs.setdefault(a["name"], Champ(a["name"], nature))
        valeur = a.get("value") or ""
        if nature in CASES or tag == "button":
            champ.choix.append(valeur)
            valeur = valeur if "checked" in a else ""
        champ.valeur = valeur or champ.valeur
        self.choix = champ if tag == "select" else None

    def handle_endtag(self, tag):
        if tag == "form":
            self.ouvert = None
        elif tag == "select":
            self.choix = None


def lire(reponse, page):
    lecteur = Lecteur(page)
    if reponse.get("Content-Type", "").startswith("text/html"):
        lecteur.feed(reponse.content.decode())
    return lecteur


def interne(lien):
    """A page of the project: neither a file nor the technical tables of the administration."""
    return bool(re.match(r"/(?!/|static/|admin/)", lien))


def sorte(lien):
    """Where a link leads, whatever the value of its parameters: one week stands for all."""
    adresse = urlsplit(lien)
    return adresse.path, tuple(sorted(nom for nom, _ in parse_qsl(adresse.query)))


# Filters combine into hundreds of addresses of one page; every object of its own is read.
PAR_VUE = 5


def vue_de(lien):
    try:
        return resolve(urlsplit(lien).path).view_name
    except Resolver404:
        return lien


def visiter(client, lignes, monde, departs=(), *, suivre=True):
    """Every page the client gets, from the objects of the world, then link by link."""
    attente = [*(adresse(ligne, monde) for ligne in lignes), *departs]
    vues, reponses = {sorte(lien) for lien in attente}, {}
    par_vue = Counter(vue_de(lien) for lien in attente)
    while attente:
        page = attente.pop(0)
        reponse = client.get(page)
        suites = {urljoin(page, reponse.url)} if reponse.status_code in (301, 302) else set()
        if reponse.status_code == 200:
            reponses[page] = reponse
            suites = lire(reponse, page).liens if suivre else set()
        for lien in sorted(filter(interne, suites)):
            est_filtree = "?" in lien
            if sorte(lien) not in vues and not (est_filtree and par_vue[vue_de(lien)] >= PAR_VUE):
                vues.add(sorte(lien))
                par_vue[vue_de(lien)] += 1
                attente.append(lien)
    return reponses
