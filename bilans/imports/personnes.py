"""People: each row a new file, unless the centre already knows her."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from bilans.imports.colonnes import Choix, Colonne, Naissance, Telephone, choix_de
from bilans.imports.genres import Etat, Valeurs, Verdict, controler
from bilans.imports.noms import NOMS, REFERENCE, Nommes
from bilans.imports.repertoire import Fiche, Repertoire
from parcours.models import Personne
from parcours.operations.personnes import creer_personnes

SEXES = {"f": "F", "femme": "F", "mme": "F", "madame": "F", "h": "H", "m": "H", "homme": "H"}
SEXES |= {"m.": "H", "monsieur": "H", "a": "A", "autre": "A"}
CANAUX = {str(c.label): c.value for c in Personne.Canal}
CANAUX |= {c.value: c.value for c in Personne.Canal} | {"telephone": "appel", "mail": "courriel"}
DEJA_CONNUE = "Déjà connue du centre."
NAISSANCE = Naissance("Écrivez la date de naissance comme 14/03/1984.")

DATE_NAISSANCE = Colonne(
    "date_naissance",
    "date de naissance",
    ("naissance", "ne le", "nee le", "ne(e) le"),
    "14/03/1984",
    NAISSANCE,
)
TELEPHONE = Colonne(
    "telephone",
    "téléphone",
    ("tel", "portable", "mobile", "tel.", "numero de telephone"),
    "06 39 98 00 01",
    Telephone(),
)


def fiche_de(valeurs: Valeurs) -> Fiche:
    """What these cells say of somebody, to look for her in the directory."""
    return Fiche.de(
        Personne(
            prenom=valeurs["prenom"],
            nom=valeurs["nom"],
            date_naissance=valeurs.get("date_naissance"),
        )
    )


def lien_vers(reference: str) -> str:
    return reverse("presences:personne-detail", args=[reference]) if reference else ""


class Personnes(Nommes):
    code = "personnes"
    titre = "Personnes"
    ce_que_ca_fait = "Une fiche par ligne, sauf pour les personnes que le centre connaît déjà."
    ordre_de_retrait = ("parcours.personne",)
    colonnes = (
        *NOMS,
        DATE_NAISSANCE,
        Colonne(
            "sexe",
            "sexe",
            ("genre", "civilite"),
            "F",
            Choix(SEXES, "Écrivez F, H ou A pour le sexe."),
        ),
        TELEPHONE,
        Colonne(
            "courriel",
            "courriel",
            ("email", "e-mail", "mail", "adresse mail", "adresse electronique"),
            "nadia@example.org",
        ),
        Colonne(
            "canal",
            "prévenir par",
            ("canal",),
            "SMS",
            Choix(
                CANAUX, "Écrivez courriel, SMS, appel ou papier pour «\u00a0Prévenir par\u00a0»."
            ),
        ),
        Colonne("commune", "commune", ("ville",), "Thionville"),
        Colonne("quartier", "quartier", (), "Quartier-Est"),
        Colonne(
            "qpv",
            "quartier prioritaire",
            (),
            "oui",
            choix_de(Personne.Qpv, o="oui", n="non", x="oui"),
        ),
        Colonne("ressources", "ressources", (), "RSA", choix_de(Personne.Ressources)),
        Colonne(
            "menage",
            "foyer",
            (),
            "Parent isolé",
            choix_de(Personne.Menage, seul="seul", seule="seul", heberge="heberge"),
        ),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.repertoire = Repertoire.du_centre(self.centre)
        self.references = {fiche.reference for fiche in self.repertoire.fiches()}

    def examiner(
        self, valeurs: Valeurs, *, choisie: bool = False, est_relue: bool = False
    ) -> Verdict:
        champs = {n: v for n, v in valeurs.items() if n != REFERENCE.nom}
        personne, reference = Personne(centre=self.centre, **champs), valeurs.get(REFERENCE.nom)
        if reference in self.references:
            return Verdict(Etat.CONNUE, str(personne), DEJA_CONNUE, lien_vers(reference))
        if not est_relue:
            controler(personne, sauf=["centre", "cle"])
        fiche = Fiche.de(personne)
        deja = self.repertoire.connue(fiche)
        if deja:
            ou = DEJA_CONNUE if deja.reference else "Déjà dans ce fichier, plus haut."
            return Verdict(Etat.CONNUE, str(personne), ou, lien_vers(deja.reference))
        proche = self.repertoire.ressemblante(fiche)
        if proche and not choisie:
            question = f"Ressemble à {proche.nom}\u00a0: est-ce la même personne\u00a0?"
            return Verdict(Etat.A_CHOISIR, str(personne), question, lien_vers(proche.reference))
        self.repertoire.ajouter(fiche)
        return Verdict(Etat.AJOUTEE, str(personne), element=personne, memoire=fiche.en_texte())

    def sait(self) -> set[Fiche]:
        return self.repertoire.fiches()

    def se_rappeler(self, memoire: Any) -> None:
        self.repertoire.ajouter(Fiche.du_texte(memoire))

    def ecrire(self, elements: Sequence[Any]) -> list[models.Model]:
        creer_personnes(elements)
        return list(elements)


def trouver(repertoire: Repertoire, valeurs: Valeurs) -> Fiche:
    """The one person of the centre that a row names; ValidationError when none or several."""
    fiche = fiche_de(valeurs)
    memes = {f.reference: f for f in repertoire.par_cle.get(fiche.cle, ())}
    if fiche.date_naissance:
        memes = {r: f for r, f in memes.items() if f.date_naissance in (fiche.date_naissance, None)}
    if not memes:
        raise ValidationError(
            "Le centre ne connaît pas cette personne\u00a0: importez d’abord sa fiche."
        )
    if len(memes) > 1:
        raise ValidationError("Plusieurs personnes portent ce nom\u00a0: ajoutez sa naissance.")
    return next(iter(memes.values()))
