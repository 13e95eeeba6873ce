"""Rows that may leave as a file: five kinds, fixed columns in a documented order, two audiences.

« interne » names people; « externe » names nobody, no atelier of level 2 or 3, and of each person
only what many share.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
from django.db.models import QuerySet

from bilans.documents import PETIT
from bilans.documents.deduction import est_petit
from bilans.documents.orienteurs import est_sensible
from bilans.documents.repartitions import TRANCHES, tranche
from bilans.extrait_presences import COLONNES as COLONNES_PRESENCES
from bilans.extrait_presences import PresenceResource, presences_exportables
from bilans.figures.seances import seances_de
from centre.tableur import sans_formule
from centre.temps import a_paris, aujourdhui
from inscriptions.models import Inscription
from parcours.models import Orientation, Personne

if TYPE_CHECKING:
    from bilans.figures import Perimetre, Periode
    from centre.models import Utilisateur

NIVEAU_DISCRET = 2
# What says who somebody is: never in a file for partners.
NOMINATIVES = frozenset(
    {"personne", "prenom", "nom", "date_naissance", "telephone", "courriel", "canal", "quartier",
     "professionnel", "raison", "arrivee", "depart"}
)  # fmt: skip
FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class Extrait:
    """One kind of rows: its documented columns, the rows a reader may have, their cells."""

    code: str
    titre: str
    colonnes: dict[str, str]
    lignes: Callable[[Utilisateur, Perimetre, Periode], QuerySet[Any]]
    cellules: Callable[[Any], list[Any]]
    niveau: str = ""
    personne: str = ""  # The way to whose row it is; none for a séance.
    # Cells for partners, where they say less; and their columns, where they are others.
    cellules_dehors: Callable[[Any], list[Any]] | None = None
    colonnes_dehors: dict[str, str] | None = None

    def colonnes_pour(self, audience: str) -> dict[str, str]:
        if audience == "interne":
            return self.colonnes
        colonnes = self.colonnes_dehors or self.colonnes
        return {nom: dit for nom, dit in colonnes.items() if nom not in NOMINATIVES}

    def pour(
        self, utilisateur: Utilisateur, perimetre: Perimetre, periode: Periode, audience: str
    ) -> QuerySet[Any]:
        lignes = self.lignes(utilisateur, perimetre, periode)
        if audience != "interne" and self.niveau:
            lignes = lignes.filter(**{f"{self.niveau}__lt": NIVEAU_DISCRET})
        if audience != "interne" and self.colonnes_dehors:
            # By name, the rank of a row would say whose it is.
            lignes = lignes.order_by("reference")
        return lignes

    def rangees(self, lignes: QuerySet[Any], audience: str) -> Iterator[list[Any]]:
        gardees = self.colonnes_pour(audience)
        colonnes, lire = self.colonnes, self.cellules
        if audience != "interne":
            colonnes, lire = self.colonnes_dehors or colonnes, self.cellules_dehors or lire
        rangs = [rang for rang, nom in enumerate(colonnes) if nom in gardees]
        for ligne in lignes.iterator(chunk_size=1_000):
            cellules = lire(ligne)
            yield [cellules[rang] for rang in rangs]


def _personnes(utilisateur: Utilisateur, perimetre: Perimetre, periode: Periode) -> QuerySet[Any]:
    """Everybody the centre knows: a directory has no period."""
    lignes = Personne.objects.de_l_equipe(utilisateur).actives().filter(centre=perimetre.centre)
    if perimetre.dispositif:
        lignes = lignes.filter(parcours__dispositif=perimetre.dispositif).distinct()
    return lignes.order_by("nom", "prenom", "pk")


def _personne(p: Personne) -> list[Any]:
    return [
        str(p.reference), p.prenom, p.nom, p.date_naissance.isoformat() if p.date_naissance else "",
        p.date_naissance.year if p.date_naissance else "", p.sexe, str(p.telephone), p.courriel,
        p.canal, p.commune, p.quartier, p.qpv, p.ressources, p.menage,
    ]  # fmt: skip


def _personne_dehors(p: Personne) -> list[Any]:
    """In a small town, a year of birth, a commune and a home are a name."""
    return [tranche(p.age_le(aujourdhui())), p.sexe, p.qpv]


def _inscriptions(
    utilisateur: Utilisateur, perimetre: Perimetre, periode: Periode
) -> QuerySet[Any]:
    lignes = Inscription.objects.visibles_par(utilisateur).filter(
        atelier__centre=perimetre.centre, du__lte=periode.au
    )
    lignes = lignes.exclude(au__lt=periode.du)
    if perimetre.dispositif:
        lignes = lignes.filter(parcours__dispositif=perimetre.dispositif)
    return lignes.select_related("personne", "atelier", "parcours__dispositif").order_by("du", "pk")


def _inscription(i: Inscription) -> list[Any]:
    return [
        i.du.isoformat(), i.au.isoformat() if i.au else "", i.atelier.code, i.atelier.titre,
        str(i.personne.reference), i.personne.prenom, i.personne.nom, i.etat,
        i.parcours.dispositif.code if i.parcours else "",
    ]  # fmt: skip


def _seances(utilisateur: Utilisateur, perimetre: Perimetre, periode: Periode) -> QuerySet[Any]:
    visibles = seances_de(perimetre, periode).model._default_manager.visibles_par(utilisateur)
    return seances_de(perimetre, periode).filter(pk__in=visibles.values("pk"))


def _seance(s: Any) -> list[Any]:
    debut, fin = a_paris(s.debut), a_paris(s.fin)
    return [
        debut.date().isoformat(), f"{debut:%H:%M}", f"{fin:%H:%M}", s.atelier.code, s.titre_complet,
        s.atelier.genre, s.lieu.nom, s.etat, s.motif_annulation, s.capacite, s.sieges_pris,
    ]  # fmt: skip


def _seance_dehors(s: Any) -> list[Any]:
    """A handful of people on a given day are not counted for partners."""
    *cellules, prises = _seance(s)
    return [*cellules, PETIT if est_petit(prises) else prises]


def _orientations(
    utilisateur: Utilisateur, perimetre: Perimetre, periode: Periode
) -> QuerySet[Any]:
    lignes = Orientation.objects.visibles_par(utilisateur).filter(
        centre=perimetre.centre, recue_le__range=(periode.du, periode.au)
    )
    if perimetre.dispositif:
        lignes = lignes.filter(dispositif=perimetre.dispositif)
    return lignes.select_related("personne", "prescripteur__organisme", "dispositif").order_by(
        "recue_le", "pk"
    )


def _orientation(o: Orientation) -> list[Any]:
    pro = o.prescripteur
    return [
        o.recue_le.isoformat(), str(o.personne.reference), o.personne.prenom, o.personne.nom,
        pro.organisme.type if pro else "", pro.organisme.nom if pro else "", str(pro or ""),
        o.dispositif.code, o.mode, o.etat,
    ]  # fmt: skip


def _orientation_dehors(o: Orientation) -> list[Any]:
    """A sensitive organisation would say why the person was sent."""
    cellules = _orientation(o)
    if o.prescripteur and est_sensible(o.prescripteur.organisme):
        cellules[4:6] = ["", "Autre"]
    return cellules


QPV = "Quartier prioritaire\u00a0: oui, non ou inconnu"
PERSONNE = {
    "personne": "Référence de la personne, toujours la même", "prenom": "Prénom", "nom": "Nom",
}  # fmt: skip
EXTRAITS = {
    extrait.code: extrait
    for extrait in (
        Extrait(
            "personnes",
            "Personnes",
            {
                **PERSONNE,
                "date_naissance": "Date de naissance (AAAA-MM-JJ)",
                "annee_naissance": "Année de naissance",
                "sexe": "F, H ou A",
                "telephone": "Téléphone",
                "courriel": "Courriel",
                "canal": "courriel, sms, appel ou papier",
                "commune": "Commune",
                "quartier": "Quartier",
                "qpv": QPV,
                "ressources": "Code des ressources",
                "menage": "Code du foyer",
            },
            _personnes,
            _personne,
            personne="pk",
            cellules_dehors=_personne_dehors,
            colonnes_dehors={
                "tranche_age": f"Âge le jour de l’export\u00a0: {', '.join(TRANCHES)}",
                "sexe": "F, H ou A",
                "qpv": QPV,
            },
        ),
        Extrait(
            "inscriptions",
            "Inscriptions",
            {
                "du": "Inscrite à partir du (AAAA-MM-JJ)",
                "au": "Jusqu’au, si elle est partie",
                "atelier_code": "Code de l’atelier",
                "atelier": "Titre de l’atelier",
                **PERSONNE,
                "etat": "confirmee, liste_attente, terminee…",
                "dispositif": "Code du dispositif du parcours, s’il y en a un",
            },
            _inscriptions,
            _inscription,
            "atelier__sensibilite",
            "personne",
        ),
        Extrait(
            "presences",
            "Présences",
            COLONNES_PRESENCES,
            lambda u, p, q: presences_exportables(u, p, q),
            lambda x: PresenceResource().export_resource(x),
            "place__seance__atelier__sensibilite",
            "place__personne",
        ),
        Extrait(
            "seances",
            "Séances",
            {
                "date": "Jour (AAAA-MM-JJ)",
                "debut": "Heure de début, à Paris",
                "fin": "Heure de fin, à Paris",
                "atelier_code": "Code de l’atelier",
                "atelier": "Titre",
                "genre": "atelier, permanence ou sortie",
                "lieu": "Lieu",
                "etat": "prevue, tenue ou annulee",
                "motif": "Raison d’une annulation",
                "capacite": "Places",
                "places_prises": "Places prises",
            },
            _seances,
            _seance,
            "atelier__sensibilite",
            cellules_dehors=_seance_dehors,
        ),
        Extrait(
            "orientations",
            "Orientations",
            {
                "recue_le": "Reçue le (AAAA-MM-JJ)",
                **PERSONNE,
                "type": "Type de l’organisme",
                "organisme": "Organisme qui oriente",
                "professionnel": "Professionnel qui oriente",
                "dispositif": "Code du dispositif",
                "mode": "Comment la fiche est arrivée",
                "etat": "Ce qu’elle est devenue",
            },
            _orientations,
            _orientation,
            personne="personne",
            cellules_dehors=_orientation_dehors,
        ),
    )
}


def ecrire(extension: str, entetes: Iterable[str], rangees: Iterable[list[Any]]) -> bytes:
    """The file, row by row: twenty thousand people stay far under 200 MB."""
    if extension == "csv":
        texte = io.StringIO(newline="")
        ecrivain = csv.writer(texte, delimiter=";", lineterminator="\r\n")
        ecrivain.writerow(entetes)
        ecrivain.writerows([sans_formule(cellule) for cellule in rangee] for rangee in rangees)
        return texte.getvalue().encode("utf-8-sig")
    classeur = openpyxl.Workbook(write_only=True)
    feuille = classeur.create_sheet("Export")
    feuille.append(list(entetes))
    for rangee in rangees:
        feuille.append([sans_formule(cellule) for cellule in rangee])
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def jour_de_fichier(quand: dt.datetime) -> str:
    return f"{a_paris(quand):%Y%m%d-%H%M}"
