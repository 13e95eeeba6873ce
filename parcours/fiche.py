"""The page of a person: what each part of the house adds to it, already cut to the reader's rights.

Four doors, each used once by a ``ready()``:

``enregistrer_etapes(genre, source)``
    steps of the timeline, from ``Lecture`` to at most ``lecture.nombre + 1`` newest ``Etape``;
``enregistrer_carte(gabarit, fournisseur)``
    a card beside the timeline: the template reads ``carte``; nothing when the provider gives None;
``enregistrer_attendu(fournisseur)``
    what waits for somebody on an open parcours (« une action est attendue »);
``enregistrer_geste(fournisseur)``
    a link of « Noter », for those who lead an open parcours.

A provider reads through ``visibles_par`` or ``lecture.droits.parcours``, and asks a constant number
of queries whatever the length of the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from centre.permissions import COORDINATION, REFERENT
from centre.temps import a_paris
from parcours.models import Parcours, ReferentParcours
from parcours.models.orientations import LECTURE_APRES_FIN
from parcours.models.referents import PAR_SON_OUI

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from parcours.models import Entretien, Personne

# Filters of the timeline, in the order of the page. A new source takes one of these codes.
GENRES = {
    "tout": "Tout",
    "entretiens": "Entretiens",
    "ateliers": "Ateliers",
    "sorties": "Sorties",
    "avancees": "Avancées",
    "demarches": "Démarches",
    "freins": "Freins",
    "mots": "Ses mots",
    "echeances": "Échéances",
    "arrivee": "Arrivée",
}
# The only steps that reception may read.
SANS_PARCOURS = ("arrivee",)


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

    @property
    def ouverts(self) -> tuple[Parcours, ...]:
        return tuple(parcours for parcours in self.parcours if parcours.est_ouvert)


@dataclass(frozen=True)
class Lecture:
    """One reader opens one person's page; ``quand`` is the clock of the page."""

    personne: Personne
    utilisateur: Utilisateur
    droits: Droits
    quand: dt.datetime
    nombre: int = 30

    def mene(self, parcours_id: int) -> bool:
        """Whether this reader leads that parcours today: who reads what is sensitive in it."""
        return any(
            self.utilisateur.pk in self._comptes_qui_menent(parcours)
            for parcours in self.droits.parcours
            if parcours.pk == parcours_id
        )

    @property
    def nomme_les_sensibles(self) -> bool:
        """To whom she said yes, where it tells of health or justice (§3.7): read by who leads one
        of her parcours, and by the coordination once nobody else is left to tell her."""
        menees = [self._comptes_qui_menent(parcours) for parcours in self.droits.parcours]
        if any(self.utilisateur.pk in comptes for comptes in menees):
            return True
        return self.droits.coordonne and not any(menees)

    def _comptes_qui_menent(self, parcours: Parcours) -> set[int]:
        """Accounts of its référents today; none once nobody of them opens it any more."""
        jour = a_paris(self.quand).date()
        fin = parcours.date_fin_reelle
        if fin and fin < jour - LECTURE_APRES_FIN:
            return set()
        return {
            referent.professionnel.utilisateur_id
            for referent in parcours.referents.all()
            if referent.professionnel.utilisateur_id
            and referent.role not in PAR_SON_OUI
            and referent.debut <= jour
            and (referent.fin is None or referent.fin >= jour)
        }


@dataclass(frozen=True)
class Puce:
    titre: str
    theme: str
    icone: str
    fois: int


@dataclass(frozen=True)
class Etape:
    """One step of the timeline; ``marque`` is "plein", "miel" or nothing.

    ``url`` and ``action`` are a link under the step; ``etiquette`` a word beside its title;
    ``texte`` is read by whoever reads the step, ``paroles`` are hers, shown between guillemets.
    ``retrait`` is the kind and the key of a line that this reader may still take back.
    """

    quand: dt.datetime
    genre: str
    titre: str
    texte: str = ""
    paroles: str = ""
    icone: str = "note"
    marque: str = ""
    etiquette: str = ""
    url: str = ""
    action: str = ""
    retrait: tuple[str, int] | None = None
    est_mensuelle: bool = False
    puces: tuple[Puce, ...] = ()
    entretien: Entretien | None = None
    confidentiel: str = ""


@dataclass(frozen=True)
class Attendu:
    """One thing that waits: a short title, since or until when, one place to act."""

    titre: str
    detail: str
    url: str
    action: str
    icone: str = "sablier"


@dataclass(frozen=True)
class Geste:
    titre: str
    url: str
    icone: str = "plus"
    ordre: int = 50


Source = Callable[[Lecture], Iterable[Etape]]
FournisseurDeCarte = Callable[[Lecture], dict[str, Any] | None]
FournisseurDAttendu = Callable[[Lecture, Parcours], Iterable[Attendu]]
FournisseurDeGeste = Callable[[Lecture, Parcours], Iterable[Geste]]
_sources: list[tuple[str, Source]] = []
_cartes: dict[str, tuple[int, FournisseurDeCarte]] = {}
_attendus: list[FournisseurDAttendu] = []
_gestes: list[FournisseurDeGeste] = []


def enregistrer_etapes(genre: str, source: Source) -> None:
    if genre not in GENRES:
        raise ValueError(genre)
    if (genre, source) not in _sources:
        _sources.append((genre, source))


def enregistrer_carte(gabarit: str, fournisseur: FournisseurDeCarte, *, ordre: int = 50) -> None:
    """Cards stand in rising ``ordre``; whoever may not read the parcours gets none."""
    _cartes[gabarit] = (ordre, fournisseur)


def enregistrer_attendu(fournisseur: FournisseurDAttendu) -> None:
    if fournisseur not in _attendus:
        _attendus.append(fournisseur)


def enregistrer_geste(fournisseur: FournisseurDeGeste) -> None:
    if fournisseur not in _gestes:
        _gestes.append(fournisseur)


def sources(genre: str) -> list[Source]:
    return [source for g, source in _sources if g == genre]


def cartes(lecture: Lecture) -> list[dict[str, Any]]:
    """What each template reads as ``carte``, with its own name under ``gabarit``."""
    if not lecture.droits.voit_tout:
        return []
    lues = []
    for gabarit, (_, fournir) in sorted(_cartes.items(), key=lambda ligne: ligne[1][0]):
        contenu = fournir(lecture)
        if contenu is not None:
            lues.append({"gabarit": gabarit, **contenu})
    return lues


def attendus(lecture: Lecture, parcours: Parcours) -> list[Attendu]:
    return [attendu for fournir in _attendus for attendu in fournir(lecture, parcours)]


def gestes(lecture: Lecture, parcours: Parcours) -> list[Geste]:
    tous = [geste for fournir in _gestes for geste in fournir(lecture, parcours)]
    return sorted(tous, key=lambda geste: (geste.ordre, geste.titre))


def lecture_de(personne: Personne, utilisateur: Utilisateur, quand: dt.datetime) -> Lecture:
    """For a page beside hers, that asks what this reader may know of her."""
    return Lecture(personne, utilisateur, droits_sur(personne, utilisateur), quand)


def droits_sur(personne: Personne, utilisateur: Utilisateur) -> Droits:
    """Read her parcours once; a référent gets those she walks, the coordination all."""
    centre = personne.centre_id
    parcours: tuple[Parcours, ...] = ()
    if utilisateur.a_role(centre, REFERENT, COORDINATION):
        parcours = tuple(
            Parcours.objects.visibles_par(utilisateur)
            .filter(personne=personne)
            .select_related("dispositif", "prescripteur__organisme", "orientation")
            .prefetch_related(
                Prefetch("referents", ReferentParcours.objects.avec_son_oui()),
                "referents__professionnel",
            )
        )
    return Droits(
        suit=utilisateur.a_role(centre, REFERENT, COORDINATION),
        coordonne=utilisateur.a_role(centre, COORDINATION),
        parcours=parcours,
    )
