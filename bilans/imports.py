"""Importing people: what each row of a file would do, then all of it in one transaction.

The dry run of import-export reads and validates; nothing is written but by ``operations``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tablib
from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from bilans.fichiers import Tableau
from bilans.repertoire import Fiche, Repertoire
from centre.erreurs import Refus
from centre.temps import aujourdhui
from centre.textes import sans_accent
from parcours.models import Personne

if TYPE_CHECKING:
    from centre.models import Centre

# Column, the headings that name it (without accents), an example for the template.
COLONNES: dict[str, tuple[tuple[str, ...], str]] = {
    "prenom": (("prenom",), "Nadia"),
    "nom": (("nom", "nom de famille", "nom d'usage"), "Ferhat"),
    "date_naissance": (("date de naissance", "naissance", "ne le", "nee le"), "14/03/1984"),
    "sexe": (("sexe", "genre", "civilite"), "F"),
    "telephone": (("telephone", "tel", "portable", "mobile"), "06 39 98 00 01"),
    "courriel": (("courriel", "email", "e-mail", "mail", "adresse mail"), "nadia@example.org"),
    "canal": (("prevenir par", "canal"), "SMS"),
    "commune": (("commune", "ville"), "Thionville"),
    "quartier": (("quartier",), "Quartier-Est"),
}
SEXES = {"f": "F", "femme": "F", "mme": "F", "madame": "F", "h": "H", "m": "H", "homme": "H"}
SEXES |= {"m.": "H", "monsieur": "H", "a": "A", "autre": "A"}
CANAUX = {sans_accent(str(c.label)): c.value for c in Personne.Canal}
CANAUX |= {c.value: c.value for c in Personne.Canal} | {"telephone": "appel", "mail": "courriel"}


class Choix(Widget):
    """A word of a closed list, whatever its capitals and accents."""

    def __init__(self, choix: dict[str, str], message: str) -> None:
        super().__init__()
        self.choix, self.message = choix, message

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        mot = sans_accent(str(value or "")).strip()
        if mot and mot not in self.choix:
            raise ValueError(self.message)
        return self.choix.get(mot, "")


class Naissance(Widget):
    """Day, month, year, as in France; neither in the future nor before 1900."""

    MESSAGE = "Écrivez la date de naissance comme 14/03/1984."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        texte = str(value or "").strip()
        if not texte:
            return None
        for forme in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
            try:
                jour = dt.datetime.strptime(texte, forme).date()  # noqa: DTZ007 (a civil date)
            except ValueError:
                continue
            if dt.date(1900, 1, 1) <= jour <= aujourdhui():
                return jour
        raise ValueError(self.MESSAGE)


class Telephone(Widget):
    """A French number; a spreadsheet may have eaten its first zero."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        texte = str(value or "").strip()
        return f"0{texte}" if re.fullmatch(r"[1-79]\d{8}", texte) else texte


class Texte(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return str(value or "").strip()


WIDGETS: dict[str, Widget] = {
    "date_naissance": Naissance(),
    "sexe": Choix(SEXES, "Écrivez F, H ou A pour le sexe."),
    "telephone": Telephone(),
    "canal": Choix(CANAUX, "Écrivez courriel, SMS, appel ou papier pour « Prévenir par »."),
}


class PersonneResource(ModelResource):
    """Reads rows into people of one centre; validates; keeps those to add in ``a_creer``."""

    class Meta:
        model = Personne
        fields = tuple(COLONNES)
        import_id_fields: tuple[str, ...] = ()
        use_transactions = False
        skip_diff = True
        store_row_values = True

    def __init__(self, centre: Centre) -> None:
        super().__init__()
        self.centre = centre
        self.a_creer: list[Personne] = []
        for nom in COLONNES:
            widget = WIDGETS.get(nom) or Texte()
            self.fields[nom] = Field(attribute=nom, column_name=nom, widget=widget)

    def get_instance(self, instance_loader: Any, row: Any) -> None:
        return None

    def init_instance(self, row: Any = None) -> Personne:
        return Personne(centre=self.centre)

    def import_field(self, field: Any, instance: Any, row: Any, *args: Any, **kwargs: Any) -> None:
        """An empty or absent column keeps the default of the model."""
        if str(row.get(field.column_name) or "").strip():
            super().import_field(field, instance, row, *args, **kwargs)

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """All the rules of the model; what the centre and the key are is not the file's to say."""
        erreurs = dict(args[0]) if args else {}
        try:
            instance.full_clean(exclude=[*erreurs, "centre", "cle"], validate_unique=False)
        except ValidationError as erreur:
            erreurs = erreur.update_error_dict(erreurs)
        if erreurs:
            raise ValidationError(erreurs)

    def skip_row(self, instance: Any, original: Any, row: Any, *args: Any) -> bool:
        return False

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing is written by the dry run."""
        self.a_creer.append(instance)


@dataclass(frozen=True)
class Ligne:
    """One row of the file: what would become of it, and why."""

    numero: int
    nom: str
    etat: str  # "ajoutee", "connue", "a_choisir" or "erreur"
    message: str = ""
    reference: str = ""
    personne: Personne | None = None


@dataclass(frozen=True)
class Apercu:
    """The dry run of a file."""

    lignes: list[Ligne]
    ignorees: list[str]

    def dans_l_etat(self, etat: str) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.etat == etat]

    @property
    def ajoutees(self) -> list[Ligne]:
        return self.dans_l_etat("ajoutee")

    @property
    def connues(self) -> list[Ligne]:
        return self.dans_l_etat("connue")

    @property
    def a_choisir(self) -> list[Ligne]:
        return self.dans_l_etat("a_choisir")

    @property
    def erreurs(self) -> list[Ligne]:
        return self.dans_l_etat("erreur")


def reconnaitre(entetes: list[str]) -> tuple[list[str | None], list[str]]:
    """The column that each heading names, and the headings nobody knows."""
    par_mot = {mot: nom for nom, (mots, _) in COLONNES.items() for mot in (nom, *mots)}
    noms = [par_mot.get(sans_accent(e).strip().replace("’", "'")) for e in entetes]
    trouves = [nom for nom in noms if nom]
    doubles = sorted({nom for nom in trouves if trouves.count(nom) > 1})
    if doubles:
        raise Refus(f"Deux colonnes disent la même chose : {', '.join(doubles)}.", code="entetes")
    if not {"prenom", "nom"} <= set(trouves):
        raise Refus(
            "La première ligne doit nommer au moins les colonnes « prenom » et « nom ».",
            code="entetes",
        )
    return noms, [e for e, nom in zip(entetes, noms, strict=True) if e and not nom]


def _donnees(tableau: Tableau, noms: list[str | None]) -> tablib.Dataset:
    rangs = {nom: rang for rang, nom in enumerate(noms) if nom}
    donnees = tablib.Dataset(headers=list(rangs))
    for _, cellules in tableau.lignes:
        donnees.append([cellules[r] if r < len(cellules) else "" for r in rangs.values()])
    return donnees


def _phrases(erreur: ValidationError) -> str:
    """Each field with its sentence, in French."""
    if not hasattr(erreur, "error_dict"):
        return " ".join(erreur.messages)
    morceaux = []
    for nom, messages in erreur.message_dict.items():
        etiquette = (
            str(getattr(Personne._meta.get_field(nom), "verbose_name", nom))
            if nom in COLONNES
            else ""
        )
        texte = " ".join(messages)
        morceaux.append(f"{etiquette} : {texte}" if etiquette else texte)
    return " ".join(morceaux)


def preparer(centre: Centre, tableau: Tableau, choisies: Collection[int] = ()) -> Apercu:
    """Say of each row what importing it would do; ``choisies`` are lookalikes to add anyway."""
    noms, ignorees = reconnaitre(tableau.entetes)
    ressource = PersonneResource(centre)
    resultat = ressource.import_data(_donnees(tableau, noms), dry_run=True, raise_errors=False)
    repertoire = Repertoire.du_centre(centre)
    suite = iter(ressource.a_creer)
    lignes = []
    for (numero, _), rang in zip(tableau.lignes, resultat.rows, strict=True):
        nom = _nom(rang.row_values)
        if rang.validation_error is not None:
            lignes.append(Ligne(numero, nom, "erreur", _phrases(rang.validation_error)))
        elif rang.errors:
            lignes.append(Ligne(numero, nom, "erreur", "Cette ligne ne se lit pas."))
        else:
            lignes.append(_ligne(numero, next(suite), repertoire, choisie=numero in choisies))
    return Apercu(lignes, ignorees)


def _nom(valeurs: dict[str, Any]) -> str:
    return f"{valeurs.get('prenom') or ''} {valeurs.get('nom') or ''}".strip()


def _ligne(numero: int, personne: Personne, repertoire: Repertoire, *, choisie: bool) -> Ligne:
    fiche = Fiche.de(personne, connue=False)
    deja = repertoire.connue(fiche)
    if deja:
        ou = "Déjà connue du centre." if deja.reference else "Déjà dans ce fichier, plus haut."
        return Ligne(numero, str(personne), "connue", ou, deja.reference)
    proche = repertoire.ressemblante(fiche)
    if proche and not choisie:
        return Ligne(
            numero,
            str(personne),
            "a_choisir",
            f"Ressemble à {proche.nom} : est-ce la même personne ?",
            proche.reference,
        )
    repertoire.ajouter(fiche)
    return Ligne(numero, str(personne), "ajoutee", personne=personne)
