"""What the posters read: only what strangers may know, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Min, Q

from ateliers.models import Atelier, Deplacement, Seance, Serie, VersionAgenda
from ateliers.models.seances import SeanceQuerySet
from ateliers.queries.publics import affiche
from centre.models import Centre
from centre.temps import bornes


def version_de(centre: Centre) -> int:
    """The number printed at the foot: it rises with each change of the public programme."""
    trouvee = VersionAgenda.objects.filter(cle=f"centre:{centre.pk}").values_list("version")
    return next(iter(trouvee), (1,))[0]


def deplacements_affichables(centre: Centre, *, du: dt.date, au: dt.date) -> list[Deplacement]:
    """First moves in force of what may be named, that left these days or came into them."""
    debut, fin = bornes(du, au)
    partis = Q(avant_debut__gte=debut, avant_debut__lt=fin)
    venus = Q(seance__debut__gte=debut, seance__debut__lt=fin)
    publiques = Seance.objects.affichables().comptees().filter(centre=centre)
    lignes = (
        Deplacement.objects.filter(partis | venus, annule_le__isnull=True)
        .filter(seance__in=publiques.values("pk"))
        .filter(seance__lieu__est_confidentiel=False)
        .exclude(seance__etat=Seance.Etat.ANNULEE)
        .select_related("seance__atelier", "seance__lieu", "avant_lieu")
        .order_by("le", "id")
    )
    premiers: dict[int, Deplacement] = {}
    for ligne in lignes:
        premiers.setdefault(ligne.seance_id, ligne)
    return list(premiers.values())


def series_affichables(centre: Centre, *, du: dt.date, au: dt.date) -> list[Serie]:
    """Weekly lines under their own name whose rule the calendar may stop."""
    return list(
        Serie.objects.publiees()
        .filter(atelier__in=Atelier.objects.affichables().filter(centre=centre))
        .filter(jour__isnull=False, intervalle=1, du__lte=au, au__gte=du)
        .exclude(regle=Serie.Regle.DATES_EXPLICITES)
        .filter(lieu__est_confidentiel=False)
        .select_related("atelier")
        .order_by("jour", "heure_debut", "id")
    )


def reprises(ateliers: Iterable[int], *, apres: dt.date) -> dict[int, dt.datetime]:
    """The next public date of each atelier after a day."""
    fin = bornes(apres, apres)[1]
    lignes = (
        Seance.objects.affichables()
        .comptees()
        .filter(atelier__in=list(ateliers), debut__gte=fin, lieu__est_confidentiel=False)
        .exclude(etat=Seance.Etat.ANNULEE)
        .order_by()
    )
    return dict(lignes.values("atelier").annotate(le=Min("debut")).values_list("atelier", "le"))


def a_retenir(centre: Centre, *, du: dt.date, au: dt.date) -> SeanceQuerySet:
    """The second page: outings by name, discreet lines by family."""
    discret = Q(atelier__sensibilite=Atelier.Sensibilite.DISCRET)
    return affiche(centre, du=du, au=au).filter(discret | Q(atelier__genre=Atelier.Genre.SORTIE))


def dates_de_l_affiche(atelier: Atelier, *, du: dt.date, au: dt.date) -> list[Seance]:
    """The public dates of one line, cancelled ones included."""
    return list(affiche(atelier.centre, du=du, au=au).filter(atelier=atelier))
