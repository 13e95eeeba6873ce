"""A person's own presences, for herself: her week, her dates, what an attestation may say.

No figure here says what is missing: neither hours expected, nor a rate, nor a colour (ETH-01).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from centre.ecriture import date_courte, duree, jour_long_annee, plage
from centre.pdf import dessin
from centre.temps import a_paris, instant
from presences.models import DemandeCorrection, Presence
from presences.queries.minutes import duree_totale

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from inscriptions.session import Visite
    from parcours.models import Personne

# « Activités d’insertion »: what level 2 and 3 are called on paper, together (ETH-04).
PROTEGEES = "Activités d’insertion"
DATES_MONTREES = 60


@dataclass(frozen=True)
class Semaine:
    """Monday to Sunday, Europe/Paris."""

    lundi: dt.date
    duree: dt.timedelta
    presences: int


@dataclass(frozen=True)
class LigneAttestee:
    """One presence that the person may keep on her attestation, or take off."""

    presence: Presence
    titre: str
    temps: dt.timedelta
    est_protegee: bool


def presences_de(personne: Personne) -> QuerySet[Presence]:
    """Hers, in every séance that was not cancelled, the latest first; merged files included."""
    return (
        Presence.objects.filter(
            Q(place__personne=personne) | Q(place__personne__fusionnee_dans=personne)
        )
        .comptees()
        .select_related("place__seance__atelier", "place__seance__lieu")
        .order_by("-place__seance__debut", "-pk")
    )


def _entre(presences: QuerySet[Presence], du: dt.date, au: dt.date) -> QuerySet[Presence]:
    """Séances that begin on a day of [du, au], both included, Europe/Paris."""
    fin = instant(au + dt.timedelta(days=1), dt.time())
    debut = instant(du, dt.time())
    return presences.filter(place__seance__debut__gte=debut, place__seance__debut__lt=fin)


def semaine_de(personne: Personne, quand: dt.datetime) -> Semaine:
    """« Vos heures cette semaine » (ETH-06): one query."""
    jour = a_paris(quand).date()
    lundi = jour - dt.timedelta(days=jour.weekday())
    siennes = _entre(presences_de(personne), lundi, lundi + dt.timedelta(days=6))
    positives = [p for p in siennes if p.statut in Presence.POSITIFS]
    return Semaine(lundi, duree_totale(positives), len(positives))


def bloc_des_heures(visite: Visite) -> dict[str, Any]:
    """What ``/moi/`` shows of them, once the three letters are written."""
    return {"semaine": semaine_de(visite.personne, visite.quand)}


def dates_de(personne: Personne, *, nombre: int = DATES_MONTREES) -> list[Presence]:
    """Her latest answers with the request that waits, if there is one: two queries."""
    siennes = list(presences_de(personne)[:nombre])
    demandes = DemandeCorrection.objects.filter(presence__in=siennes).order_by("demandee_le")
    par_presence = {d.presence_id: d for d in demandes}
    for presence in siennes:
        presence.demande = par_presence.get(presence.pk)  # type: ignore[attr-defined]
    return siennes


def lignes_attestables(
    personne: Personne, du: dt.date, au: dt.date, *, lecteur: Utilisateur | None = None
) -> list[LigneAttestee]:
    """Her presences of the period, by date; for the team, those that ``lecteur`` may read."""
    siennes = _entre(presences_de(personne), du, au).filter(statut__in=Presence.POSITIFS)
    if lecteur is not None:
        siennes = siennes.filter(pk__in=Presence.objects.visibles_par(lecteur).values("pk"))
    return [
        LigneAttestee(
            presence=presence,
            titre=_titre(presence),
            temps=duree_totale([presence]),
            est_protegee=not presence.place.seance.atelier.se_partage,
        )
        for presence in siennes.order_by("place__seance__debut", "pk")
    ]


def _titre(presence: Presence) -> str:
    seance = presence.place.seance
    return seance.titre_complet if seance.atelier.se_partage else seance.atelier.titre_discret


def attestation(
    personne: Personne,
    lignes: Collection[LigneAttestee],
    *,
    periode: tuple[dt.date, dt.date],
    par_semaine: bool,
    quand: dt.datetime,
) -> dict[str, Any]:
    """The data of the document (R7): dates and hours of what she kept, and their own sum.

    Protected activities are one line, without dates. No absence, no total but this one.
    """
    du, au = periode
    centre = personne.centre
    ouvertes = [x for x in lignes if not x.est_protegee]
    protegees = [x for x in lignes if x.est_protegee]
    return {
        "titre-document": "Attestation de présence",
        "centre": _centre(centre),
        "dessins": {"lierre": dessin("lierre")},
        "personne": str(personne),
        "naissance": f"{personne.date_naissance:%d/%m/%Y}" if personne.date_naissance else "",
        "du": jour_long_annee(du),
        "au": jour_long_annee(au),
        "total": duree(duree_totale(x.presence for x in lignes)) or "0 h",
        "lignes": [_imprimee(x) for x in ouvertes],
        "protegees": {
            "titre": PROTEGEES,
            "duree": duree(duree_totale(x.presence for x in protegees)),
        }
        if protegees
        else None,
        "semaines": _semaines(ouvertes) if par_semaine else [],
        "fait": jour_long_annee(quand),
    }


def _centre(centre: Centre) -> dict[str, str]:
    return {
        "nom": centre.nom,
        "adresse": centre.adresse,
        "ville": centre.ville,
        "telephone": str(centre.telephone.as_national),
    }


def _imprimee(ligne: LigneAttestee) -> dict[str, str]:
    presence = ligne.presence
    seance = presence.place.seance
    debut, fin = presence.arrivee or seance.debut, presence.depart or seance.fin
    return {
        "date": jour_long_annee(seance.debut),
        "titre": ligne.titre,
        "horaires": plage(debut, fin),
        "duree": duree(ligne.temps),
    }


def _semaines(lignes: Iterable[LigneAttestee]) -> list[dict[str, str]]:
    """Hours of each week, Monday to Sunday, of the lines that are named; empty weeks are absent.

    A week's sum with protected hours in it would date them.
    """
    rangees: dict[dt.date, list[Presence]] = {}
    for ligne in lignes:
        jour = a_paris(ligne.presence.place.seance.debut).date()
        lundi = jour - dt.timedelta(days=jour.weekday())
        rangees.setdefault(lundi, []).append(ligne.presence)
    return [
        {
            "semaine": f"du {date_courte(lundi)} au {date_courte(lundi + dt.timedelta(days=6))}",
            "duree": duree(duree_totale(presences)),
        }
        for lundi, presences in sorted(rangees.items())
    ]
