"""« Mes orientations »: what a partner may read of the people she sent, and nothing else.

Attendance comes from ``Presence.partagees_avec`` alone: presences of level 0–1 of the parcours
whose own setting opens them (decision 14, ETH-02). Levels 2–3, absences, reasons and silence
leave no trace here, not even a gap or a total (S7): nothing else is counted, sorted or dated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from centre.ecriture import MOIS_COURTS
from centre.models import Affectation, PeriodeCalendrier
from centre.temps import a_paris, bornes, lundi_de
from inscriptions.models import Place
from parcours.models import Entretien, Orientation, Parcours
from presences.models import Presence
from presences.queries.etats import Echeance, Etat, echeance_de, etat_de

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models import Personne

SEMAINES = 12


@dataclass(frozen=True)
class Periode:
    """Two civil dates, both included."""

    du: dt.date
    au: dt.date


@dataclass(frozen=True)
class Semaine:
    """One cell of the strip: up to three discs, holidays hatched, nothing for nothing."""

    lundi: dt.date
    presences: int
    est_fermee: bool
    est_courante: bool


@dataclass(frozen=True)
class Partagee:
    """One shared presence; ``minutes`` are counted once when two séances overlap (A2)."""

    debut: dt.datetime
    titre: str
    minutes: int


@dataclass
class Ligne:
    """One person that this partner follows, by her orientation or by a parcours."""

    personne: Personne
    centre: Centre
    orientation: Orientation | None
    parcours: Parcours | None
    etat: Etat
    echeance: Echeance | None
    premier_entretien: dt.datetime | None = None
    presences: list[Partagee] = field(default_factory=list)
    semaines: list[Semaine] = field(default_factory=list)
    prochaine: Place | None = None

    @property
    def est_ouverte(self) -> bool:
        """Whether this parcours lets presences and planned séances be shown on screen."""
        return self.parcours is not None and self.parcours.est_transmis

    @property
    def minutes(self) -> int:
        return sum(p.minutes for p in self.presences)

    @property
    def douze_semaines(self) -> int:
        return sum(s.presences for s in self.semaines)


def periode_par_defaut(jour: dt.date) -> Periode:
    """The twelve weeks of the strip, to the end of the present one."""
    lundi = lundi_de(jour)
    return Periode(lundi - dt.timedelta(weeks=SEMAINES - 1), lundi + dt.timedelta(days=6))


def _premiers_entretiens(cle: str) -> Subquery:
    """Date of the first interview while it is fixed: of interviews, its state is all that shows."""
    fixes = Entretien.objects.filter(
        type=Entretien.Type.PREMIER, etat=Entretien.Etat.FIXE, **{cle: OuterRef("pk")}
    )
    return Subquery(fixes.order_by("debut").values("debut")[:1])


def _orientations(utilisateur: Utilisateur, jour: dt.date) -> list[Orientation]:
    return list(
        Orientation.objects.envoyees_par(utilisateur, jour)
        .select_related("personne", "centre", "dispositif", "parcours__dispositif")
        .annotate(premier_entretien=_premiers_entretiens("orientation"))
    )


def _parcours(utilisateur: Utilisateur, jour: dt.date) -> list[Parcours]:
    return list(
        Parcours.objects.lies_a(utilisateur, jour)
        .filter(centre__in=utilisateur.centres_ids(*Affectation.PARTENAIRES))
        .select_related("personne", "centre", "dispositif")
    )


def lignes_de(utilisateur: Utilisateur, jour: dt.date) -> list[Ligne]:
    """All the lines of a partner, without attendance yet: two queries, whatever their number."""
    lignes, vus = [], set()
    for orientation in _orientations(utilisateur, jour):
        parcours = getattr(orientation, "parcours", None)
        vus.add(parcours.pk if parcours else None)
        lignes.append(_ligne(orientation, parcours, jour))
    suivis = (p for p in _parcours(utilisateur, jour) if p.pk not in vus)
    lignes += [_ligne(None, parcours, jour) for parcours in suivis]
    return sorted(lignes, key=_ordre)


def _ordre(ligne: Ligne) -> tuple[int, str, str, int]:
    rattachement = ligne.orientation or ligne.parcours
    rang = rattachement.pk if rattachement else 0
    return ligne.etat.rang, ligne.personne.prenom, ligne.personne.nom, rang


def _ligne(orientation: Orientation | None, parcours: Parcours | None, jour: dt.date) -> Ligne:
    source = orientation or parcours
    if source is None:
        raise ValueError("neither an orientation nor a parcours")
    entretien: dt.datetime | None = getattr(orientation, "premier_entretien", None)
    return Ligne(
        personne=source.personne,
        centre=source.centre,
        orientation=orientation,
        parcours=parcours,
        etat=etat_de(orientation, parcours, entretien, jour),
        echeance=echeance_de(parcours, jour),
        premier_entretien=entretien,
    )


def completer(
    utilisateur: Utilisateur, lignes: Sequence[Ligne], *, periode: Periode, quand: dt.datetime
) -> None:
    """Add shared presences, strip and next shared séance to the lines of a page: three queries."""
    jour = a_paris(quand).date()
    bande = periode_par_defaut(jour)
    ouvertes = {
        ligne.parcours.pk: ligne for ligne in lignes if ligne.parcours and ligne.est_ouverte
    }
    partagees = _presences(utilisateur, list(ouvertes), periode, bande)
    prochaines = _prochaines(list(ouvertes), quand)
    fermees = _semaines_fermees({ligne.centre.pk for ligne in lignes}, bande)
    for pk, ligne in ouvertes.items():
        siennes = partagees.get(pk, [])
        ligne.presences = [
            p for p in siennes if periode.du <= a_paris(p.debut).date() <= periode.au
        ]
        ligne.semaines = _semaines(siennes, fermees.get(ligne.centre.pk, set()), bande, jour)
        ligne.prochaine = prochaines.get(pk)


def _presences(
    utilisateur: Utilisateur, parcours: list[int], *periodes: Periode
) -> dict[int, list[Partagee]]:
    dedans = Q()
    for periode in periodes:
        debut, fin = bornes(periode.du, periode.au)
        dedans |= Q(place__seance__debut__gte=debut, place__seance__debut__lt=fin)
    lues = (
        Presence.objects.partagees_avec(utilisateur)
        .filter(dedans, place__parcours__in=parcours)
        .select_related("place__seance__atelier")
        .order_by("place__seance__debut", "place__seance__fin", "pk")
    )
    par_parcours: dict[int, list[Presence]] = {}
    for presence in lues:
        par_parcours.setdefault(presence.place.parcours_id or 0, []).append(presence)
    return {pk: _compter_une_fois(siennes) for pk, siennes in par_parcours.items()}


def _compter_une_fois(presences: Iterable[Presence]) -> list[Partagee]:
    """Cut what overlaps an earlier shared presence, so that lines and total always agree (S7)."""
    partagees: list[Partagee] = []
    couvert: dt.datetime | None = None
    for presence in presences:
        seance = presence.place.seance
        debut, fin = presence.arrivee or seance.debut, presence.depart or seance.fin
        depart = max(debut, couvert) if couvert else debut
        minutes = max(0, int((fin - depart).total_seconds() // 60))
        couvert = max(fin, couvert) if couvert else fin
        partagees.append(Partagee(seance.debut, seance.titre_complet, minutes))
    return partagees


def _prochaines(parcours: list[int], quand: dt.datetime) -> dict[int, Place]:
    """The next shared planned séance of each open parcours: level 0–1, confirmed, not cancelled."""
    partageables = Place.objects.confirmees().filter(
        seance__debut__gt=quand,
        seance__etat="prevue",
        seance__atelier__sensibilite__lte=1,
        seance__atelier__genre__in=["atelier", "permanence", "sortie"],
    )
    premiere = partageables.filter(parcours=OuterRef("pk")).order_by("seance__debut", "pk")
    choisies = (
        Parcours.objects.filter(pk__in=parcours)
        .annotate(place=Subquery(premiere.values("pk")[:1]))
        .values("place")
    )
    places = Place.objects.filter(pk__in=choisies).select_related("seance__atelier")
    return {place.parcours_id or 0: place for place in places}


def _semaines_fermees(centres: set[int], bande: Periode) -> dict[int, set[dt.date]]:
    """Mondays of the weeks without class or closed, by centre (their Wednesday decides)."""
    genres = (PeriodeCalendrier.Genre.VACANCES, PeriodeCalendrier.Genre.FERMETURE)
    periodes = PeriodeCalendrier.objects.entre(bande.du, bande.au).filter(
        centre__in=centres, genre__in=genres
    )
    fermees: dict[int, set[dt.date]] = {}
    for periode in periodes:
        for lundi in _lundis(bande):
            if periode.contient(lundi + dt.timedelta(days=2)):
                fermees.setdefault(periode.centre_id, set()).add(lundi)
    return fermees


def mois_de(bande: Periode) -> list[str]:
    """The month above each cell of the strip: written once, over the first week it begins."""
    return [MOIS_COURTS[lundi.month - 1] if lundi.day <= 7 else "" for lundi in _lundis(bande)]


def _lundis(bande: Periode) -> list[dt.date]:
    return [bande.du + dt.timedelta(weeks=n) for n in range(SEMAINES)]


def _semaines(
    presences: list[Partagee], fermees: set[dt.date], bande: Periode, jour: dt.date
) -> list[Semaine]:
    comptes = dict.fromkeys(_lundis(bande), 0)
    for presence in presences:
        lundi = lundi_de(a_paris(presence.debut).date())
        if lundi in comptes:
            comptes[lundi] += 1
    return [
        Semaine(lundi, n, lundi in fermees, lundi == lundi_de(jour)) for lundi, n in comptes.items()
    ]
