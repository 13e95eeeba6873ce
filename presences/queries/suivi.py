"""« Mes orientations »: what somebody may read of the people she sent or leads, nothing else.

A partner's attendance comes from ``Presence.partagees_avec`` alone: presences of level 0–1 of the
parcours whose own setting opens them (decision 14, ETH-02). Levels 2–3, absences, reasons and
silence leave no trace here, not even a gap or a total (S7): nothing else is counted, sorted or
dated. A référent of the team reads the same lines of her own parcours through
``Presence.visibles_par`` (decision 43).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from centre.models import Affectation
from centre.temps import a_paris, bornes
from inscriptions.models import Place
from parcours.models import Entretien, Orientation, Parcours
from parcours.permissions import SUIVI
from presences.models import Presence
from presences.queries.bande import Periode, Semaine, periode_par_defaut, semaines, semaines_fermees
from presences.queries.etats import (
    SANS_FAIT,
    Echeance,
    Etat,
    Faits,
    echeance_de,
    etat_de,
    faits_de,
)

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from inscriptions.models.places import PlaceQuerySet
    from parcours.models import Personne


@dataclass(frozen=True)
class Partagee:
    """One shared presence; ``minutes`` are counted once when two séances overlap (A2)."""

    debut: dt.datetime
    titre: str
    minutes: int


@dataclass
class Ligne:
    """One person that this reader follows, by her orientation or by a parcours.

    ``est_ouverte``: presences and planned séances of this parcours may be shown to this reader.
    """

    personne: Personne
    centre: Centre
    orientation: Orientation | None
    parcours: Parcours | None
    etat: Etat
    echeance: Echeance | None
    est_ouverte: bool
    premier_entretien: dt.datetime | None = None
    presences: list[Partagee] = field(default_factory=list)
    derniere: dt.datetime | None = None
    semaines: list[Semaine] = field(default_factory=list)
    prochaine: Place | None = None

    @property
    def minutes(self) -> int:
        return sum(p.minutes for p in self.presences)

    @property
    def douze_semaines(self) -> int:
        return sum(s.presences for s in self.semaines)


class _Lue(NamedTuple):
    parcours: int
    debut: dt.datetime
    fin: dt.datetime
    arrivee: dt.datetime | None
    depart: dt.datetime | None
    titre_propre: str
    titre: str


def _premiers_entretiens(cle: str) -> Subquery:
    """Date of the first interview while it is fixed: of interviews, its state is all that shows."""
    fixes = Entretien.objects.filter(
        type=Entretien.Type.PREMIER, etat=Entretien.Etat.FIXE, **{cle: OuterRef("pk")}
    )
    return Subquery(fixes.order_by("debut").values("debut")[:1])


def _orientations(utilisateur: Utilisateur, jour: dt.date) -> list[Orientation]:
    return list(
        Orientation.objects.envoyees_par(utilisateur, jour)
        .select_related("personne", "parcours")
        .prefetch_related("centre", "parcours__dispositif")
        .annotate(premier_entretien=_premiers_entretiens("orientation"))
    )


def _parcours(
    utilisateur: Utilisateur, jour: dt.date, roles: Sequence[str], *, sauf: Iterable[int] = ()
) -> list[Parcours]:
    """Rows of a centre or of a frame are read once, not joined to each line."""
    transmis = Parcours.objects.transmis_a(utilisateur, jour).filter(pk=OuterRef("pk"))
    return list(
        Parcours.objects.lies_a(utilisateur, jour)
        .annotate(lui_est_transmis=Exists(transmis))
        .filter(centre__in=utilisateur.centres_ids(*roles))
        .exclude(pk__in=list(sauf))
        .select_related("personne")
        .prefetch_related("centre", "dispositif")
    )


def lignes_de(utilisateur: Utilisateur, jour: dt.date) -> list[Ligne]:
    """All the lines of a partner, without attendance yet: as many queries for one as for 300."""
    couples: list[tuple[Orientation | None, Parcours | None]] = [
        (o, getattr(o, "parcours", None)) for o in _orientations(utilisateur, jour)
    ]
    vus = {parcours.pk for _, parcours in couples if parcours}
    suivis = _parcours(utilisateur, jour, Affectation.PARTENAIRES, sauf=vus)
    couples += [(None, parcours) for parcours in suivis]
    faits = faits_de(parcours for _, parcours in couples if parcours)
    lignes = [_ligne(o, p, jour, faits=faits, lecteur=utilisateur.pk) for o, p in couples]
    return sorted(lignes, key=_ordre)


def lignes_menees(utilisateur: Utilisateur, jour: dt.date) -> list[Ligne]:
    """The parcours that a référent of the team leads now, all open to her: three queries."""
    menes = _parcours(utilisateur, jour, SUIVI)
    faits = faits_de(menes)
    return sorted((_ligne(None, p, jour, est_menee=True, faits=faits) for p in menes), key=_ordre)


def _ordre(ligne: Ligne) -> tuple[int, str, str, int]:
    rattachement = ligne.orientation or ligne.parcours
    rang = rattachement.pk if rattachement else 0
    return ligne.etat.rang, ligne.personne.prenom, ligne.personne.nom, rang


def _ligne(
    orientation: Orientation | None,
    parcours: Parcours | None,
    jour: dt.date,
    *,
    faits: Mapping[int, Faits],
    lecteur: int | None = None,
    est_menee: bool = False,
) -> Ligne:
    source = orientation or parcours
    if source is None:
        raise ValueError("neither an orientation nor a parcours")
    entretien: dt.datetime | None = getattr(orientation, "premier_entretien", None)
    connus = faits.get(parcours.pk, SANS_FAIT) if parcours else SANS_FAIT
    return Ligne(
        personne=source.personne,
        centre=source.centre,
        orientation=orientation,
        parcours=parcours,
        etat=etat_de(orientation, parcours, entretien, jour, connus),
        echeance=echeance_de(parcours, jour, connus, lecteur),
        est_ouverte=parcours is not None and (est_menee or _est_transmis(parcours)),
        premier_entretien=entretien,
    )


def _est_transmis(parcours: Parcours) -> bool:
    """To this reader; behind an orientation, he is its prescriber."""
    return bool(getattr(parcours, "lui_est_transmis", parcours.est_transmis))


def completer(
    utilisateur: Utilisateur, lignes: Sequence[Ligne], *, periode: Periode, quand: dt.datetime
) -> None:
    """Add shared presences, strip and next shared séance to a partner's lines: four queries."""
    partageables = Place.objects.filter(
        seance__atelier__sensibilite__lte=1,
        seance__atelier__genre__in=["atelier", "permanence", "sortie"],
    )
    partagees = Presence.objects.partagees_avec(utilisateur)
    _completer(lignes, partagees, partageables, periode=periode, quand=quand)


def completer_en_equipe(
    utilisateur: Utilisateur, lignes: Sequence[Ligne], *, periode: Periode, quand: dt.datetime
) -> None:
    """The same for a référent of the team: levels 0–2, level 3 for its own team (decision 43)."""
    presences = Presence.objects.visibles_par(utilisateur).positives().comptees()
    places = Place.objects.visibles_par(utilisateur)
    _completer(lignes, presences, places, periode=periode, quand=quand)


def _completer(
    lignes: Sequence[Ligne],
    visibles: QuerySet[Presence],
    places: PlaceQuerySet,
    *,
    periode: Periode,
    quand: dt.datetime,
) -> None:
    jour = a_paris(quand).date()
    bande = periode_par_defaut(jour)
    ouvertes = {li.parcours.pk: li for li in lignes if li.parcours and li.est_ouverte}
    visibles = visibles.filter(place__parcours__in=list(ouvertes))
    lues = _presences(visibles, periode, bande)
    dernieres = _dernieres(visibles, lues, ouvertes, bande)
    prochaines = _prochaines(places, list(ouvertes), quand)
    fermees = semaines_fermees({ligne.centre.pk for ligne in lignes}, bande)
    for pk, ligne in ouvertes.items():
        siennes = [(a_paris(p.debut).date(), p) for p in lues.get(pk, [])]
        ligne.presences = [p for le, p in siennes if periode.du <= le <= periode.au]
        ligne.semaines = semaines(
            (le for le, _ in siennes), fermees.get(ligne.centre.pk, set()), bande, jour
        )
        ligne.derniere = dernieres.get(pk)
        ligne.prochaine = prochaines.get(pk)
        ligne.etat = _en_ateliers(ligne)


def _en_ateliers(ligne: Ligne) -> Etat:
    """A shared presence, however old, says « en ateliers »: the word never goes away by silence."""
    if ligne.etat.code == "parcours" and ligne.derniere:
        return replace(ligne.etat, code="ateliers", nom="En ateliers")
    return ligne.etat


def _presences(visibles: QuerySet[Presence], *periodes: Periode) -> dict[int, list[Partagee]]:
    dedans = Q()
    for periode in periodes:
        debut, fin = bornes(periode.du, periode.au)
        dedans |= Q(place__seance__debut__gte=debut, place__seance__debut__lt=fin)
    lues = (
        visibles.filter(dedans)
        .order_by("place__seance__debut", "place__seance__fin", "pk")
        .values_list(
            *("place__parcours", "place__seance__debut", "place__seance__fin"),
            *("arrivee", "depart"),
            *("place__seance__titre_propre", "place__seance__atelier__titre"),
        )
    )
    par_parcours: dict[int, list[_Lue]] = {}
    for ligne in lues:
        par_parcours.setdefault(ligne[0], []).append(_Lue(*ligne))
    return {pk: _compter_une_fois(siennes) for pk, siennes in par_parcours.items()}


def _compter_une_fois(lues: Iterable[_Lue]) -> list[Partagee]:
    """Cut what overlaps an earlier shared presence, so that lines and total always agree (S7)."""
    partagees: list[Partagee] = []
    couvert: dt.datetime | None = None
    for lue in lues:
        debut, fin = lue.arrivee or lue.debut, lue.depart or lue.fin
        depart = max(debut, couvert) if couvert else debut
        minutes = max(0, int((fin - depart).total_seconds() // 60))
        couvert = max(fin, couvert) if couvert else fin
        partagees.append(Partagee(lue.debut, lue.titre_propre or lue.titre, minutes))
    return partagees


def _dernieres(
    visibles: QuerySet[Presence],
    lues: dict[int, list[Partagee]],
    parcours: Iterable[int],
    bande: Periode,
) -> dict[int, dt.datetime]:
    """Start of the last presence that may be shown, by parcours, however old.

    The strip ends now: whoever is in it has her last one there; the others are looked for.
    """
    debut, _ = bornes(bande.du, bande.au)
    finales = {pk: siennes[-1].debut for pk, siennes in lues.items()}
    dernieres = {pk: derniere for pk, derniere in finales.items() if derniere >= debut}
    restants = [pk for pk in parcours if pk not in dernieres]
    anciennes = visibles.filter(place__parcours__in=restants).order_by()
    return dernieres | dict(
        anciennes.values_list("place__parcours").annotate(derniere=Max("place__seance__debut"))
    )


def _prochaines(places: PlaceQuerySet, parcours: list[int], quand: dt.datetime) -> dict[int, Place]:
    """The next planned séance of each open parcours: confirmed, not cancelled; one pass."""
    rang = Window(
        RowNumber(), partition_by="parcours", order_by=["seance__debut", "seance__pk", "pk"]
    )
    prevues = (
        places.confirmees()
        .filter(parcours__in=parcours, seance__debut__gt=quand, seance__etat="prevue")
        .annotate(rang_de_la_date=rang)
        .filter(rang_de_la_date=1)
        .select_related("seance__atelier")
    )
    return {place.parcours_id or 0: place for place in prevues}
