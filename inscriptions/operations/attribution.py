"""Share out the places of an outing between those who asked (decision 33).

The rule is written once and shown as it is: who came least recently passes first, then who went
out least this year, then who asked first. Same wishes, same answer; each line says why.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from ateliers.models import Seance
from centre.ecriture import jour_long_annee, pluriel
from centre.erreurs import Refus
from centre.temps import a_paris, maintenant
from inscriptions.models import Attribution, LigneAttribution, Place
from inscriptions.operations.demandes import asseoir_les_demandes
from inscriptions.operations.file import libres_pour_tous, sorties_de_l_annee, sorties_passees
from inscriptions.operations.verrou import ecriture, verrouiller

if TYPE_CHECKING:
    from centre.models import Utilisateur

REGLE = (
    "D’abord qui n’est pas venu en sortie depuis le plus longtemps. "
    "À égalité, qui est le moins sorti cette année, puis qui a demandé en premier."
)


@dataclass(frozen=True)
class Tour:
    """One wish in its turn: what was looked at, and what it gives."""

    ordre: int
    place: Place
    derniere_sortie: dt.date | None
    sorties: int
    est_retenue: bool
    explication: str


@dataclass(frozen=True)
class Partage:
    """A whole sharing out, and the mark by which a confirmation knows the preview it was shown."""

    tours: tuple[Tour, ...]
    libres: int
    attendent: int

    @property
    def marque(self) -> str:
        lignes = [f"{t.place.pk}:{t.place.sieges}:{t.est_retenue}" for t in self.tours]
        texte = "|".join([str(self.libres), str(self.attendent), *lignes])
        return hashlib.sha256(texte.encode()).hexdigest()[:16]

    @property
    def retenues(self) -> int:
        return sum(tour.est_retenue for tour in self.tours)


def partager(seance: Seance, *, quand: dt.datetime) -> Partage:
    """Compute the turns of the wishes of a séance; changes nothing, draws no lot."""
    demandes = list(
        Place.objects.filter(seance=seance.pk, etat=Place.Etat.DEMANDEE).select_related("personne")
    )
    personnes = [p.personne_id for p in demandes]
    vues = sorties_passees(personnes, seance).values("personne")
    dernieres = {
        v["personne"]: a_paris(v["le"]).date() for v in vues.annotate(le=Max("seance__debut"))
    }
    annee = sorties_de_l_annee(personnes, seance)
    demandes.sort(
        key=lambda p: (
            dernieres.get(p.personne_id, dt.date.min),
            annee.get(p.personne_id, 0),
            p.faite_le,
            p.pk,
        )
    )
    libres = libres_pour_tous(seance, quand)
    attente = list(Place.objects.en_attente().filter(seance=seance.pk))
    passent = not seance.atelier.premier_qui_tient or any(p.sieges <= libres for p in attente)
    bloque = bool(attente) and passent
    tours = _donner(demandes, seance, libres, dernieres, annee, bloque=bloque)
    return Partage(tuple(tours), libres, len(attente))


def _donner(
    demandes: Sequence[Place],
    seance: Seance,
    libres: int,
    dernieres: dict[int, dt.date],
    annee: dict[int, int],
    *,
    bloque: bool,
) -> list[Tour]:
    """Walk the turns: a group that does not fit waits, and in strict order so do the next ones."""
    tours, reste = [], libres
    for ordre, place in enumerate(demandes, start=1):
        retenue = place.sieges <= reste and not bloque
        derniere = dernieres.get(place.personne_id)
        tours.append(
            Tour(
                ordre,
                place,
                derniere,
                annee.get(place.personne_id, 0),
                retenue,
                _dire(place, derniere, retenue=retenue, reste=reste, bloque=bloque),
            )
        )
        if retenue:
            reste -= place.sieges
        elif not seance.atelier.premier_qui_tient:
            bloque = True
    return tours


def _dire(
    place: Place, derniere: dt.date | None, *, retenue: bool, reste: int, bloque: bool
) -> str:
    """Why, in a sentence that may be read to the person."""
    vue = (
        f"Dernière sortie\u00a0: {jour_long_annee(derniere)}." if derniere else "Pas encore venue."
    )
    if retenue:
        return f"{vue} C’est son tour."
    if bloque:
        return f"{vue} Un groupe attend déjà avant elle\u00a0: personne ne passe devant."
    restent = pluriel(reste, "place,places") if reste else "aucune place"
    return f"{vue} Il reste {restent}, il en faut {place.sieges}."


def attribuer(
    seance: Seance,
    *,
    marque: str,
    par: Utilisateur | None,
    quand: dt.datetime | None = None,
) -> Attribution:
    """Do what the preview showed, and tell everybody: a place, or a rank in the queue.

    Refuses with the codes ``ouverte`` (people may still ask), ``vide``, and ``version`` when the
    wishes or the seats are no longer those of the preview.
    """
    quand = quand or maintenant()
    with ecriture():
        [lue] = verrouiller([seance.pk])
        _refuser_trop_tot(lue, quand)
        partage = partager(lue, quand=quand)
        if not partage.tours:
            raise Refus("Personne n’attend de réponse pour cette sortie.", code="vide")
        if partage.marque != marque:
            raise Refus(
                "Une demande ou une place a changé depuis l’aperçu. Relisez, puis confirmez.",
                code="version",
            )
        return _ecrire(lue, partage, par, quand)


def _refuser_trop_tot(seance: Seance, quand: dt.datetime) -> None:
    if seance.est_annulee or seance.debut <= quand:
        raise Refus("Cette séance est annulée ou passée.", code="passee")
    sortie = getattr(seance, "sortie", None)
    if sortie is not None and sortie.prend_les_souhaits(quand):
        raise Refus(
            "Les demandes sont encore ouvertes. Attendez leur fin, ou changez la date de fin.",
            code="ouverte",
        )


def _ecrire(
    seance: Seance, partage: Partage, par: Utilisateur | None, quand: dt.datetime
) -> Attribution:
    attribution = Attribution.objects.create(
        seance=seance, le=quand, par=par, regle=REGLE, offertes=partage.libres
    )
    for tour in partage.tours:
        tour.place.seance = seance
    asseoir_les_demandes([tour.place for tour in partage.tours], quand=quand)
    LigneAttribution.objects.bulk_create(
        LigneAttribution(
            attribution=attribution,
            place=tour.place,
            ordre=tour.ordre,
            derniere_sortie=tour.derniere_sortie,
            sorties=tour.sorties,
            est_retenue=tour.place.etat == Place.Etat.CONFIRMEE,
            explication=tour.explication,
        )
        for tour in partage.tours
    )
    return attribution
