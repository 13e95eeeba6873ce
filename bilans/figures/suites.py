"""F16–F24: how fast people were met, how long they were followed, and how they left."""

from __future__ import annotations

from statistics import median

from django.db.models import Min, QuerySet

from bilans.figures.perimetre import Figure, Perimetre, Periode, arrondi, pourcentage
from bilans.figures.personnes import orientations_de, parcours_de, racines
from centre.temps import a_paris
from parcours.models import Parcours, Personne, TentativeContact


def delai_de_premier_contact(perimetre: Perimetre, periode: Periode) -> Figure:
    """Median of civil days from the orientation to the first call answered (Paris); over F01.

    An orientation nobody has answered yet has no delay: it stays out of the median.
    """
    orientations = orientations_de(perimetre, periode)
    delais = delais_de_contact(perimetre, periode)
    valeur = median(delais.values()) if delais else None
    jointes = orientations.filter(pk__in=delais)
    return Figure("F16", valeur, len(delais), orientations.count(), jointes)


def delais_de_contact(perimetre: Perimetre, periode: Periode) -> dict[int, int]:
    """Days that each orientation waited for its first call answered, by id."""
    premiers = (
        TentativeContact.objects.filter(
            issue=TentativeContact.Issue.JOINT,
            orientation__in=orientations_de(perimetre, periode).values("pk"),
        )
        .order_by()
        .values_list("orientation", "orientation__recue_le")
        .annotate(premier=Min("le"))
    )
    return {pk: max(0, (a_paris(quand).date() - recue).days) for pk, recue, quand in premiers}


def _sortis(perimetre: Perimetre, periode: Periode) -> QuerySet[Parcours]:
    lignes = parcours_de(perimetre).filter(date_fin_reelle__range=(periode.du, periode.au))
    return lignes.select_related("personne", "dispositif").order_by("date_fin_reelle", "pk")


def duree_moyenne(perimetre: Perimetre, periode: Periode) -> Figure:
    """Mean of the days from entry to end of what closed in the period; open ones say nothing."""
    lignes = _sortis(perimetre, periode)
    dates = lignes.values_list("date_entree", "date_fin_reelle")
    jours = [(fin - entree).days for entree, fin in dates if fin]
    valeur = arrondi(sum(jours), len(jours)) if jours else None
    return Figure("F17", valeur, sum(jours), len(jours), lignes)


def sorties(perimetre: Perimetre, periode: Periode) -> Figure:
    lignes = _sortis(perimetre, periode)
    valeur = lignes.count()
    return Figure("F19", valeur, valeur, None, lignes)


def sorties_dynamiques(perimetre: Perimetre, periode: Periode) -> Figure:
    """Job, training or SIAE, over all that closed: the denominator is the exits."""
    toutes = _sortis(perimetre, periode)
    lignes = toutes.filter(motif_sortie__in=Parcours.Groupe.DYNAMIQUE.motifs)
    valeur = lignes.count()
    return Figure("F20", valeur, valeur, toutes.count(), lignes)


def part_qpv(perimetre: Perimetre, periode: Periode) -> Figure:
    """People oriented in the period who live in a priority district; « inconnu » is neither."""
    reponses = personnes_par_quartier(perimetre, periode)
    oui, non = (reponses[qpv].count() for qpv in (Personne.Qpv.OUI, Personne.Qpv.NON))
    return Figure("F24", pourcentage(oui, oui + non), oui, oui + non, reponses[Personne.Qpv.OUI])


def personnes_par_quartier(perimetre: Perimetre, periode: Periode) -> dict[str, QuerySet[Personne]]:
    """People oriented in the period, by their answer."""
    gens = Personne.objects.filter(pk__in=racines(orientations_de(perimetre, periode)))
    gens = gens.order_by("nom", "prenom", "pk")
    return {qpv: gens.filter(qpv=qpv) for qpv in Personne.Qpv.values}
