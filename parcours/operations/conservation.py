"""The end of keeping: warn, wait thirty days, then take the names away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from centre import effacement
from centre.conservation import derniers_contacts
from centre.erreurs import Refus
from centre.temps import a_paris, ajouter_mois
from parcours.models import AvisConservation, Entretien, LienFiche, Personne, PreuveConservee
from parcours.models.conservation import PREAVIS

if TYPE_CHECKING:
    from centre.models import Utilisateur

MOIS_APRES_LE_CONTACT = 24
MOIS_DES_CONFIDENCES = 6
MOIS_D_UN_LIEN = 12


def _jour(quand: dt.datetime) -> dt.date:
    return a_paris(quand).date()


def _fin(dernier: dt.datetime) -> dt.date:
    """The last day of keeping: two years after the last contact, in civil dates of Paris."""
    return ajouter_mois(_jour(dernier), MOIS_APRES_LE_CONTACT)


def retenues() -> QuerySet[Personne]:
    """Files that do not go, whatever their age: a parcours left open, a request not answered."""
    return Personne.objects.filter(
        Q(parcours__isnull=False, parcours__date_fin_reelle__isnull=True)
        | Q(demandes_de_droit__isnull=False, demandes_de_droit__close_le__isnull=True)
    )


def _silencieuses(quand: dt.datetime) -> Iterator[tuple[Personne, dt.datetime]]:
    """People whose time ends within thirty days, with their last contact; held ones apart."""
    # A row set aside by a merge goes with the one that was kept.
    connues = Personne.objects.actives().filter(creee_le__lt=quand)
    return _sans_nouvelles(connues.exclude(pk__in=retenues().values("pk")), quand)


def _sans_nouvelles(
    personnes: QuerySet[Personne], quand: dt.datetime
) -> Iterator[tuple[Personne, dt.datetime]]:
    jour, contacts = _jour(quand), derniers_contacts()
    for personne in personnes.order_by("pk").iterator():
        dernier = contacts.get(personne.reference, personne.creee_le)
        if _fin(dernier) - PREAVIS <= jour:
            yield personne, dernier


def oubliees(personnes: QuerySet[Personne], quand: dt.datetime) -> list[Personne]:
    """Those whose time is over too, but whom a parcours or a request left open holds."""
    retenues_ici = personnes.filter(pk__in=retenues().values("pk"), creee_le__lt=quand)
    return [personne for personne, _ in _sans_nouvelles(retenues_ici, quand)]


def a_annoncer(quand: dt.datetime) -> int:
    deja = set(AvisConservation.objects.values_list("personne_id", flat=True))
    return sum(personne.pk not in deja for personne, _ in _silencieuses(quand))


@transaction.atomic
def annoncer(quand: dt.datetime) -> int:
    """Write the notice of files that end within thirty days; take back those met meanwhile.

    A file is never announced less than thirty days before it goes, however late this runs.
    """
    jour = _jour(quand)
    silencieuses = {personne.pk: dernier for personne, dernier in _silencieuses(quand)}
    avis = AvisConservation.objects.all()
    avis.exclude(personne__in=silencieuses).delete()
    deja = set(avis.values_list("personne_id", flat=True))
    nouveaux = [
        AvisConservation(
            personne_id=pk,
            dernier_contact=_jour(dernier),
            annonce_le=jour,
            echeance=max(_fin(dernier) + dt.timedelta(days=1), jour + PREAVIS),
        )
        for pk, dernier in silencieuses.items()
        if pk not in deja
    ]
    AvisConservation.objects.bulk_create(nouveaux, batch_size=500)
    return len(nouveaux)


def _echus(quand: dt.datetime) -> list[uuid.UUID]:
    """People announced, whose day has come and who have not been met since."""
    muettes = {personne.pk for personne, _ in _silencieuses(quand)}
    echus = AvisConservation.objects.filter(echeance__lte=_jour(quand))
    return [
        avis.personne.reference
        for avis in echus.select_related("personne").order_by("personne")
        if avis.personne_id in muettes
    ]


def a_effacer(quand: dt.datetime) -> int:
    return len(_echus(quand))


def effacer_les_echues(quand: dt.datetime) -> int:
    """Take away the names of those whose time is over, one transaction each: a stop loses none."""
    references = _echus(quand)
    for reference in references:
        effacement.effacer(reference)
    return len(references)


@transaction.atomic
def garder(
    avis: AvisConservation, *, jusqu_au: dt.date, raison: str, par: Utilisateur, jour: dt.date
) -> AvisConservation:
    """Put a file's end off, for a written reason (limitation, a dispute): one year at most."""
    garde = AvisConservation.objects.select_for_update(of=("self",)).get(pk=avis.pk)
    if not raison.strip():
        raise Refus("Écrivez pourquoi ce dossier reste.", code="raison")
    if not jour + PREAVIS <= jusqu_au <= ajouter_mois(jour, 12):
        raise Refus("Choisissez une date d’ici un an, dans trente jours au moins.", code="date")
    garde.echeance, garde.raison = jusqu_au, f"{raison.strip()} ({par})"[:300]
    garde.save(update_fields=["echeance", "raison"])
    return garde


def confidences(quand: dt.datetime) -> QuerySet[Entretien]:
    """Confidential texts six months after the end of the parcours, or of a fiche without entry."""
    limite = ajouter_mois(_jour(quand), -MOIS_DES_CONFIDENCES)
    return Entretien.objects.exclude(confidentiel="").filter(
        Q(parcours__date_fin_reelle__lt=limite)
        | Q(parcours__isnull=True, orientation__close_le__lt=limite)
    )


def preuves_finies(quand: dt.datetime) -> QuerySet[PreuveConservee]:
    return PreuveConservee.objects.filter(jusqu_au__lt=_jour(quand))


def liens_anciens(quand: dt.datetime) -> QuerySet[LienFiche]:
    return LienFiche.objects.filter(expire_le__lt=quand - dt.timedelta(days=30 * MOIS_D_UN_LIEN))
