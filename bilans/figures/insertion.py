"""F18, F21, F22: what was renewed, who found work or training, and out of whom."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bilans.figures.perimetre import Figure, Perimetre, Periode, pourcentage
from bilans.figures.personnes import ABSENCES, parcours_de, personnes_accompagnees, racines
from inscriptions.models import Place
from parcours.models import (
    Avancee,
    Entretien,
    Parcours,
    Personne,
    Renouvellement,
    TransitionParcours,
)

# Good news that is a job or a training; the others are no access to work.
EMPLOI = (Avancee.Type.CONTRAT, Avancee.Type.FORMATION)


def renouvellements_de(perimetre: Perimetre) -> QuerySet[Renouvellement]:
    lignes = Renouvellement.objects.filter(parcours__in=parcours_de(perimetre))
    return lignes.select_related("parcours__personne").order_by("du", "pk")


def suites_des_renouvellements(periode: Periode) -> dict[str, Q]:
    """Requests made in the period; agreements and refusals of the period, whenever asked."""
    debut, fin = periode.bornes
    decides = Q(decide_le__gte=debut, decide_le__lt=fin)
    return {
        "demandes": Q(demande_le__gte=debut, demande_le__lt=fin),
        "accordes": decides & Q(decision=Renouvellement.Decision.ACCORD),
        "refuses": decides & Q(decision=Renouvellement.Decision.REFUS),
    }


def renouvellements(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes, suites = renouvellements_de(perimetre), suites_des_renouvellements(periode)
    comptes = {nom: Count("pk", filter=suite) for nom, suite in suites.items()}
    etats = lignes.order_by().aggregate(**comptes)
    accordes = lignes.filter(suites["accordes"])
    return Figure("F18", etats, etats["accordes"], etats["demandes"], accordes)


def _evenements(du: dt.date, au: dt.date) -> Q:
    """Parcours with a job, a contract, a creation or a qualifying training dated in [du, au]."""
    emplois = TransitionParcours.objects.filter(
        vers=TransitionParcours.Etat.MAINTIEN, jour__range=(du, au)
    )
    bonnes = Avancee.objects.filter(type__in=EMPLOI, le__range=(du, au), retiree_le__isnull=True)
    return (
        Q(
            motif_sortie__in=Parcours.Groupe.DYNAMIQUE.motifs,
            date_fin_reelle__range=(du, au),
        )
        | Q(pk__in=emplois.values("parcours"))
        | Q(pk__in=bonnes.values("parcours"))
    )


def _qui(lignes: QuerySet[Parcours]) -> QuerySet[Personne]:
    gens = Personne.objects.filter(pk__in=racines(lignes))
    return gens.order_by("nom", "prenom", "pk")


def acces_a_l_insertion(perimetre: Perimetre, periode: Periode) -> Figure:
    """People accompanied in the period (F05) with such an event in it; once each, gone or not."""
    accompagnees = personnes_accompagnees(perimetre, periode)
    evenements = parcours_de(perimetre).filter(_evenements(periode.du, periode.au))
    lignes = accompagnees.lignes.filter(pk__in=racines(evenements))
    valeur = lignes.count()
    return Figure("F21", valeur, valeur, accompagnees.numerateur, lignes)


def suivis_et_sortis(perimetre: Perimetre, periode: Periode) -> QuerySet[Personne]:
    return _qui(_suivis_et_sortis(perimetre, periode))


def _suivis_et_sortis(perimetre: Perimetre, periode: Periode) -> QuerySet[Parcours]:
    """Gone out in the period, and met at least once on the way, whenever that was."""
    tenus = Entretien.objects.filter(parcours=OuterRef("pk"), etat=Entretien.Etat.TENU)
    venues = Place.objects.filter(parcours=OuterRef("pk"), presence__isnull=False).exclude(
        presence__statut__in=ABSENCES
    )
    sortis = parcours_de(perimetre).filter(date_fin_reelle__range=(periode.du, periode.au))
    return sortis.filter(Exists(tenus) | Exists(venues))


def reprise_d_activite(perimetre: Perimetre, periode: Periode) -> Figure:
    """Of the people followed and gone out in the period, those who took up a job or a training.

    The event may be older than the period: a job begun in December counts for an exit in January.
    """
    sortis = _suivis_et_sortis(perimetre, periode)
    repris = _qui(sortis.filter(_evenements(dt.date.min, periode.au)))
    numerateur, denominateur = repris.count(), _qui(sortis).count()
    return Figure("F22", pourcentage(numerateur, denominateur), numerateur, denominateur, repris)
