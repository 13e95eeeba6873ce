"""Past attendance taken over from a centre's own tables: séances held, places, answers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models.functions import Coalesce

from ateliers.models import Seance
from ateliers.operations.agendas import marquer_modifiee, seances_en_agenda
from centre.erreurs import Refus
from centre.temps import a_paris
from inscriptions.models import Place
from parcours.models import Parcours
from presences.models import Feuille, Presence
from presences.operations.feuille import marquer_changee, verifier_ouverte, verrouiller

if TYPE_CHECKING:
    from ateliers.models import Atelier
    from centre.models import Utilisateur

PAR_REQUETE = 500


@dataclass(frozen=True)
class PresencePassee:
    """One answer of a paper sheet: ``seance`` when the base has it, else its hours."""

    atelier: Atelier
    debut: dt.datetime
    fin: dt.datetime
    personne_id: int
    statut: str
    seance: Seance | None = None
    # The place that waits for its answer, when she already has one there.
    place: Place | None = None
    arrivee: dt.datetime | None = None
    depart: dt.datetime | None = None
    motif: str = ""


def _par_seance(lignes: Iterable[PresencePassee]) -> dict[object, list[PresencePassee]]:
    groupes: dict[object, list[PresencePassee]] = {}
    for ligne in lignes:
        cle = ligne.seance.pk if ligne.seance else (ligne.atelier.pk, ligne.debut, ligne.fin)
        groupes.setdefault(cle, []).append(ligne)
    return groupes


def _seance_tenue(
    lignes: Sequence[PresencePassee], *, par: Utilisateur, quand: dt.datetime
) -> Seance:
    """A séance that the base did not have, held, its sheet closed by who imports."""
    modele = lignes[0]
    atelier = modele.atelier
    if atelier.lieu is None:
        raise Refus(f"{atelier}\u00a0: choisissez d’abord son lieu habituel.", code="lieu")
    seance = Seance.objects.create(
        centre=atelier.centre,
        atelier=atelier,
        lieu=atelier.lieu,
        debut=modele.debut,
        fin=modele.fin,
        capacite=max(atelier.capacite, len(lignes)),
        sieges_pris=len(lignes),
        etat=Seance.Etat.TENUE,
        est_touchee=True,
    )
    Feuille.objects.create(seance=seance, fermee_le=quand, fermee_par=par)
    return seance


def _seance_connue(lignes: Sequence[PresencePassee], seance: Seance) -> Seance:
    """Lock the séance and its sheet, which is still open, and make room for those who came.

    The sheet of a slot is that of its window.
    """
    feuille = verrouiller(seance)
    verifier_ouverte(feuille)
    tenue = feuille.seance
    if seance.fenetre_id:
        tenue = Seance.objects.select_for_update(of=("self",)).get(pk=seance.pk)
    nouvelles = sum(ligne.place is None for ligne in lignes)
    manque = tenue.sieges_pris + nouvelles - tenue.capacite - tenue.surreservation
    tenue.surreservation += max(0, manque)
    tenue.sieges_pris += nouvelles
    tenue.save(update_fields=["surreservation", "sieges_pris"])
    marquer_changee(feuille)
    return tenue


def _parcours_au(jour: dt.date, personnes: Sequence[int]) -> dict[int, int | None]:
    """The only parcours that each person had open that day; None when she had several."""
    trouves: dict[int, int | None] = {}
    ouverts = Parcours.objects.ouverts(jour).filter(personne__in=personnes)
    for personne, parcours in ouverts.values_list("personne", "pk"):
        trouves[personne] = None if personne in trouves else parcours
    return trouves


@transaction.atomic
def reprendre_presences(
    lignes: Sequence[PresencePassee], *, par: Utilisateur, quand: dt.datetime
) -> list[models.Model]:
    """Write answers of the past and return every row made: séances, sheets, places, presences.

    Nobody is told. Raises Refus when a sheet was closed: its answers are those signed.
    """
    faits: list[models.Model] = []
    nouvelles: list[Seance] = []
    for groupe in _par_seance(lignes).values():
        connue = groupe[0].seance
        if connue is None:
            seance = _seance_tenue(groupe, par=par, quand=quand)
            nouvelles.append(seance)
            faits += [seance, seance.feuille]
        else:
            seance = _seance_connue(groupe, connue)
        faits += _ecrire(seance, groupe, par=par, quand=quand)
    en_agenda = Seance.objects.filter(pk__in=[s.pk for s in nouvelles])
    marquer_modifiee(list(seances_en_agenda(en_agenda)), quand=quand)
    return faits


def _ecrire(
    seance: Seance, groupe: Sequence[PresencePassee], *, par: Utilisateur, quand: dt.datetime
) -> list[models.Model]:
    parcours = _parcours_au(a_paris(seance.debut).date(), [x.personne_id for x in groupe])
    places = {
        ligne.personne_id: ligne.place
        or Place(
            seance=seance,
            personne_id=ligne.personne_id,
            parcours_id=parcours.get(ligne.personne_id),
            etat=Place.Etat.CONFIRMEE,
            origine=Place.Origine.PONCTUELLE,
            faite_le=min(quand, seance.debut),
            faite_par=par,
        )
        for ligne in groupe
    }
    nouvelles = Place.objects.bulk_create(p for p in places.values() if p.pk is None)
    presences = Presence.objects.bulk_create(
        [
            Presence(
                place=places[ligne.personne_id],
                statut=ligne.statut,
                arrivee=ligne.arrivee,
                depart=ligne.depart,
                motif=ligne.motif,
                **_sieges(ligne),
                saisie_par=par,
                saisie_le=quand,
            )
            for ligne in groupe
        ]
    )
    return [*nouvelles, *presences]


def _sieges(ligne: PresencePassee) -> dict[str, int]:
    """A family that holds several seats came, or told, as one."""
    tous = ligne.place.sieges if ligne.place else 1
    est_excusee = ligne.statut == Presence.Statut.ABSENT_EXCUSE
    return {
        "sieges_presents": tous if ligne.statut in Presence.POSITIFS else 0,
        "sieges_excuses": tous if est_excusee else 0,
    }


def _paquets(cles: Sequence[int]) -> Iterator[Sequence[int]]:
    for debut in range(0, len(cles), PAR_REQUETE):
        yield cles[debut : debut + PAR_REQUETE]


def presences_signees(cles: Collection[int], nouvelles: Collection[int]) -> set[int]:
    """Of these answers, those of a closed sheet, but for the séances ``nouvelles``."""
    signees: set[int] = set()
    for paquet in _paquets(list(cles)):
        lignes = Presence.objects.filter(pk__in=paquet).annotate(
            fermee_le=Coalesce(
                "place__seance__feuille__fermee_le", "place__seance__fenetre__feuille__fermee_le"
            )
        )
        for cle, seance, fermee_le in lignes.values_list("pk", "place__seance", "fermee_le"):
            if fermee_le and seance not in nouvelles:
                signees.add(cle)
    return signees


def rendre_les_sieges(places: Sequence[int]) -> None:
    """Take back the seats of places about to be removed, and the room that was made for them."""
    sieges: Counter[int] = Counter()
    for paquet in _paquets(places):
        for cle, nombre in Place.objects.filter(pk__in=paquet).values_list("seance", "sieges"):
            sieges[cle] += nombre
    for paquet in _paquets(sorted(sieges)):
        for seance in Seance.objects.select_for_update(of=("self",)).filter(pk__in=paquet):
            seance.sieges_pris -= sieges[seance.pk]
            de_trop = max(0, seance.sieges_pris - seance.capacite)
            seance.surreservation = min(seance.surreservation, de_trop)
            seance.save(update_fields=["surreservation", "sieges_pris"])
