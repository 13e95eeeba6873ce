"""What renewals, points and bilans add to the house: steps, a card, mails, an erasure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse

from centre import effacement
from centre.ecriture import date_situee
from centre.messagerie import enregistrer_modele
from centre.temps import a_paris
from parcours import effacement_echeances, fiche
from parcours.emails import renouvellements as emails
from parcours.etapes import minuit
from parcours.fiche import Etape, Lecture
from parcours.models import (
    BilanIndividuel,
    ContactApresFin,
    Parcours,
    PointPrescripteur,
    Renouvellement,
)
from parcours.queries.points import AVANT, avec_dernier_point, echeance_du_point
from parcours.queries.renouvellements import suite_de

if TYPE_CHECKING:
    import datetime as dt


def renouvellements(lecture: Lecture) -> Iterator[Etape]:
    """Asked, then answered: two dates, so two steps."""
    lus = (
        Renouvellement.objects.visibles_par(lecture.utilisateur)
        .filter(parcours__personne=lecture.personne, demande_le__isnull=False)
        .select_related("decide_par__organisme")
        .order_by("-demande_le", "-pk")[: lecture.nombre + 1]
    )
    for demande in lus:
        url = reverse("parcours:renouvellement", args=[demande.parcours_id])
        if demande.demande_le:
            yield Etape(
                demande.demande_le,
                "echeances",
                "Renouvellement demandé",
                texte=demande.argument,
                icone="sablier",
                url=url,
                action="Ouvrir",
            )
        if demande.decide_le:
            fin = date_situee(demande.nouvelle_fin, a_paris(demande.decide_le).date())
            suite = f", jusqu’au {fin}" if demande.est_accorde else ""
            yield Etape(
                demande.decide_le,
                "echeances",
                f"Renouvellement\u00a0: {demande.get_decision_display().lower()}{suite}",
                texte=f"{demande.decide_par}, {demande.get_voie_display()}",
                icone="sablier",
                marque="plein" if demande.est_accorde else "",
            )


def points(lecture: Lecture) -> Iterator[Etape]:
    lus = (
        PointPrescripteur.objects.visibles_par(lecture.utilisateur)
        .envoyes()
        .filter(parcours__personne=lecture.personne)[: lecture.nombre + 1]
    )
    for point in lus:
        if point.envoye_le:
            yield Etape(
                point.envoye_le,
                "echeances",
                "Point avec le prescripteur",
                texte=point.texte,
                paroles=point.remarque,
                icone="papier",
                url=reverse("parcours:point", args=[point.pk]),
                action="Lire le point",
            )


def bilans(lecture: Lecture) -> Iterator[Etape]:
    lus = (
        BilanIndividuel.objects.visibles_par(lecture.utilisateur)
        .filter(parcours__personne=lecture.personne, signe_le__isnull=False)
        .order_by("-signe_le", "-pk")[: lecture.nombre + 1]
    )
    for bilan in lus:
        if bilan.signe_le:
            yield Etape(
                bilan.signe_le,
                "echeances",
                bilan.get_genre_display(),
                texte=bilan.partie_personne,
                paroles=bilan.commentaire,
                icone="papier",
                url=reverse("parcours:bilan-individuel", args=[bilan.pk]),
                action="Lire le bilan",
            )


def contacts(lecture: Lecture) -> Iterator[Etape]:
    """After the end: the door stays open (ASI-20)."""
    lus = ContactApresFin.objects.visibles_par(lecture.utilisateur).filter(
        parcours__personne=lecture.personne
    )[: lecture.nombre + 1]
    for contact in lus:
        yield Etape(
            minuit(contact.le),
            "echeances",
            f"Après la fin\u00a0: {contact.get_mode_display().lower()}",
            texte=contact.note,
            icone="main",
        )


def carte(lecture: Lecture) -> dict[str, Any] | None:
    """The coming end, point and bilan of each of her parcours: four queries."""
    if not lecture.droits.parcours:
        return None
    jour = a_paris(lecture.quand).date()
    lus = avec_dernier_point(
        Parcours.objects.filter(pk__in=[p.pk for p in lecture.droits.parcours])
    ).select_related("dispositif", "prescripteur__organisme")
    brouillons = Prefetch(
        "points", PointPrescripteur.objects.brouillons(), to_attr="points_en_cours"
    )
    lignes = [
        _ligne(p, jour)
        for p in lus.prefetch_related("renouvellements", "bilans_individuels", brouillons)
    ]
    return {"lignes": lignes}


def _ligne(parcours: Parcours, jour: dt.date) -> dict[str, Any]:
    dernier: dt.date | None = getattr(parcours, "dernier_point", None)
    point = echeance_du_point(parcours, dernier)
    fin = parcours.date_fin_prevue
    ecrits = list(parcours.bilans_individuels.all())
    return {
        "parcours": parcours,
        "suite": suite_de(parcours, parcours.renouvellements.all(), jour),
        "jours": (fin - jour).days if fin else None,
        "point": point,
        "point_est_proche": point is not None and point <= jour + AVANT,
        "brouillon": next(iter(getattr(parcours, "points_en_cours", [])), None),
        "bilans": ecrits,
        "a_ecrire": _bilans_a_ecrire(parcours, ecrits),
    }


def _bilans_a_ecrire(
    parcours: Parcours, ecrits: list[BilanIndividuel]
) -> list[BilanIndividuel.Genre]:
    """One draft at a time, one final bilan; as many on the way as they wish (ASI-18)."""
    genres = BilanIndividuel.Genre
    if any(not bilan.est_signe or bilan.genre == genres.FINAL for bilan in ecrits):
        return []
    return list(genres) if parcours.est_ouvert else [genres.FINAL]


def enregistrer() -> None:
    """Open the timeline, the card, the mails and the erasure of due dates, from ``ready()``."""
    effacement.enregistrer(effacement_echeances.REGISTRE)
    for nom, rendre, nommer in (
        ("renouvellement", emails.rendre_la_demande, emails.nommer_la_demande),
        ("reponse", emails.rendre_la_reponse, emails.nommer_la_reponse),
        ("point", emails.rendre_le_point, emails.nommer_le_point),
    ):
        enregistrer_modele(f"parcours.{nom}", rendre, nommer=nommer)
    for source in (renouvellements, points, bilans, contacts):
        fiche.enregistrer_etapes("echeances", source)
    fiche.enregistrer_carte("parcours/_echeances.html", carte, ordre=10)
