"""One timeline for a person: how she came, who met her, what she does, by the reader's rights.

Each source is read from its newest row and cut at the same length, so that ten years of history
cost as many queries as one month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from centre.permissions import COORDINATION, REFERENT
from centre.temps import a_paris, instant
from inscriptions.models import Place
from parcours.models import Entretien, Orientation, Parcours, Personne, TentativeContact
from presences.models import Presence

if TYPE_CHECKING:
    from centre.models import Utilisateur

PAS = 30
PAS_MAX = 600
GENRES = {"tout": "Tout", "entretiens": "Entretiens", "ateliers": "Ateliers", "arrivee": "Arrivée"}


@dataclass(frozen=True)
class Droits:
    """What this reader may see of this person: one computation for the whole page."""

    suit: bool
    coordonne: bool
    parcours: tuple[Parcours, ...]

    @property
    def voit_tout(self) -> bool:
        """Attendance, interviews, agreements: coordination, or référent of one of her parcours."""
        return self.coordonne or (self.suit and bool(self.parcours))


@dataclass(frozen=True)
class Puce:
    titre: str
    theme: str
    icone: str
    fois: int


@dataclass(frozen=True)
class Etape:
    """One step of the timeline, already cut to the reader's rights."""

    quand: dt.datetime
    genre: str
    titre: str
    texte: str = ""
    icone: str = "note"
    marque: str = ""
    est_mensuelle: bool = False
    puces: tuple[Puce, ...] = ()
    entretien: Entretien | None = None
    confidentiel: str = ""


@dataclass
class Frise:
    etapes: list[Etape] = field(default_factory=list)
    a_une_suite: bool = False


def droits_sur(personne: Personne, utilisateur: Utilisateur) -> Droits:
    centre = personne.centre_id
    parcours: tuple[Parcours, ...] = ()
    if utilisateur.a_role(centre, REFERENT, COORDINATION):
        parcours = tuple(
            Parcours.objects.visibles_par(utilisateur)
            .filter(personne=personne)
            .select_related("dispositif", "prescripteur__organisme", "orientation")
            .prefetch_related("referents__professionnel")
        )
    return Droits(
        suit=utilisateur.a_role(centre, REFERENT, COORDINATION),
        coordonne=utilisateur.a_role(centre, COORDINATION),
        parcours=parcours,
    )


@dataclass(frozen=True)
class Prevue:
    """A planned séance as this reader may name it."""

    place: Place
    titre: str


def prochaines_de(
    personne: Personne, utilisateur: Utilisateur, quand: dt.datetime, limite: int = 8
) -> list[Prevue]:
    """Planned séances; reception reads « Occupé » for levels 2–3 (docs/confidentialite.md)."""
    places = (
        Place.objects.visibles_par(utilisateur)
        .filter(personne=personne, seance__fin__gt=quand)
        .vivantes()
        .exclude(seance__etat="annulee")
        .select_related("seance__atelier", "seance__lieu")
        .order_by("seance__debut", "pk")[:limite]
    )
    seulement_accueil = not utilisateur.a_role(personne.centre_id, REFERENT, COORDINATION)
    return [
        Prevue(
            place,
            "Occupé"
            if seulement_accueil and not place.seance.atelier.se_partage
            else place.seance.titre_complet,
        )
        for place in places
    ]


def frise_de(
    personne: Personne,
    utilisateur: Utilisateur,
    droits: Droits,
    *,
    voir: str = "tout",
    nombre: int = PAS,
) -> Frise:
    """The newest ``nombre`` steps of the kinds asked for."""
    sources: dict[str, list[Callable[[], Iterator[Etape]]]] = {
        "arrivee": [
            lambda: _orientations(personne, utilisateur, nombre),
            lambda: _appels(personne, utilisateur, nombre),
            lambda: _entrees(droits),
        ],
        "entretiens": [lambda: _entretiens(personne, utilisateur, nombre)],
        "ateliers": [lambda: _ateliers(personne, utilisateur, nombre)],
    }
    ouvertes = {"arrivee"} | ({"entretiens", "ateliers"} if droits.voit_tout else set())
    voulues = ouvertes if voir == "tout" else ouvertes & {voir}
    etapes = [e for nom in sorted(voulues) for source in sources[nom] for e in source()]
    etapes.sort(key=lambda etape: (etape.quand, etape.titre), reverse=True)
    return Frise(etapes[:nombre], len(etapes) > nombre)


def _minuit(jour: dt.date) -> dt.datetime:
    return instant(jour, dt.time())


def _orientations(personne: Personne, utilisateur: Utilisateur, nombre: int) -> Iterator[Etape]:
    lues = (
        Orientation.objects.visibles_par(utilisateur)
        .filter(personne=personne)
        .select_related("prescripteur__organisme")[: nombre + 1]
    )
    for orientation in lues:
        qui = "venue d’elle-même"
        if orientation.prescripteur and utilisateur.a_role(
            personne.centre_id, REFERENT, COORDINATION
        ):
            qui = f"de {orientation.prescripteur.organisme}"
        elif orientation.prescripteur:
            # Who oriented can reveal health or justice: not for reception.
            qui = "d’un partenaire"
        yield Etape(
            _minuit(orientation.recue_le),
            "arrivee",
            f"Orientation {qui}" if orientation.prescripteur else "Venue spontanée",
            texte=orientation.get_etat_display(),
            icone="main",
        )


def _appels(personne: Personne, utilisateur: Utilisateur, nombre: int) -> Iterator[Etape]:
    visibles = Orientation.objects.visibles_par(utilisateur).filter(personne=personne)
    appels = TentativeContact.objects.filter(orientation__in=visibles)[: nombre + 1]
    for appel in appels:
        titre = f"Appel\u00a0: {appel.get_issue_display().lower()}"
        yield Etape(appel.le, "arrivee", titre, texte=appel.note, icone="tel")


def _entrees(droits: Droits) -> Iterator[Etape]:
    for parcours in droits.parcours:
        yield Etape(
            _minuit(parcours.date_entree),
            "arrivee",
            "Entrée dans le parcours",
            texte=parcours.dispositif.nom,
            icone="drapeau",
            marque="plein",
        )
        if parcours.date_fin_reelle:
            yield Etape(
                _minuit(parcours.date_fin_reelle),
                "arrivee",
                "Fin du parcours",
                texte=f"{parcours.dispositif.nom}\u00a0: {parcours.get_motif_sortie_display()}",
                icone="drapeau",
            )


def _entretiens(personne: Personne, utilisateur: Utilisateur, nombre: int) -> Iterator[Etape]:
    """The confidential text leaves the database page only for its author (ASI-12)."""
    lus: QuerySet[Entretien] = Entretien.objects.visibles_par(utilisateur)
    lus = lus.filter(parcours__personne=personne) | lus.filter(orientation__personne=personne)
    for entretien in lus.distinct().select_related("auteur")[: nombre + 1]:
        est_auteur = entretien.auteur_id == utilisateur.pk
        yield Etape(
            entretien.debut,
            "entretiens",
            f"{entretien.get_type_display()}, {entretien.get_etat_display().lower()}",
            texte=entretien.partageable,
            icone="bulles",
            entretien=entretien if est_auteur else None,
            confidentiel=entretien.confidentiel if est_auteur else "",
        )


def _ateliers(personne: Personne, utilisateur: Utilisateur, nombre: int) -> Iterator[Etape]:
    """Presences by month and atelier; a month cut by the limit is left to the next page."""
    limite = nombre * 6
    lignes = list(
        Presence.objects.visibles_par(utilisateur)
        .positives()
        .filter(place__personne=personne)
        .annotate(mois=TruncMonth("place__seance__debut"))
        .values_list(
            "mois",
            "place__seance__atelier__titre",
            "place__seance__atelier__theme",
            "place__seance__atelier__pictogramme",
        )
        .annotate(fois=Count("pk"))
        .order_by("-mois", "place__seance__atelier__titre")[:limite]
    )
    par_mois: dict[dt.datetime, list[Puce]] = {}
    for mois, titre, theme, icone, fois in lignes:
        par_mois.setdefault(mois, []).append(Puce(titre, theme, icone, fois))
    if len(lignes) == limite and len(par_mois) > 1:
        par_mois.popitem()
    for mois, puces in par_mois.items():
        yield Etape(
            a_paris(mois),
            "ateliers",
            "Ateliers",
            icone="palette",
            est_mensuelle=True,
            puces=tuple(puces),
        )
