"""What the month, the year and the list read: séances that this member of the team may name."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from ateliers.models import Atelier, Seance
from ateliers.models.seances import SeanceQuerySet
from ateliers.queries.lignes import CHAMPS
from ateliers.queries.semaine import avec_equipe
from centre.models import Centre, PeriodeCalendrier, Professionnel, Utilisateur
from centre.permissions import COORDINATION
from centre.temps import PARIS, bornes
from centre.textes import nombre_lu


def nommables(
    utilisateur: Utilisateur, centre: Centre, *, du: dt.date, au: dt.date
) -> SeanceQuerySet:
    """Séances from ``du`` to ``au`` included; a protected one only for its team, whoever leads it
    and the coordination, as on the week page."""
    siennes = (
        Seance.objects.visibles_par(utilisateur)
        .comptees()
        .filter(centre=centre)
        .entre(*bornes(du, au))
    )
    if utilisateur.a_role(centre.pk, COORDINATION):
        return siennes
    ouvertes = Q(atelier__sensibilite__lt=Atelier.Sensibilite.PROTEGE)
    return avec_equipe(siennes, utilisateur).filter(
        ouvertes | Q(est_de_l_equipe=True) | Q(est_animee_par_moi=True)
    )


def filtrees(
    seances: SeanceQuerySet, *, lieu: str, animateur: str, atelier: str, annulees: bool
) -> SeanceQuerySet:
    """Those that the filters of the address keep; an unreadable number keeps none."""
    if lieu:
        seances = seances.filter(lieu__slug=lieu)
    if atelier:
        seances = seances.filter(atelier__slug=atelier)
    if animateur:
        seances = seances.filter(animateurs=nombre_lu(animateur, chiffres=18) or 0)
    return seances if annulees else seances.exclude(etat=Seance.Etat.ANNULEE)


def completes(seances: SeanceQuerySet) -> SeanceQuerySet:
    """With what a line shows, in one more query."""
    return (
        seances.select_related("atelier", "lieu")
        .only(*CHAMPS)
        .avec_meneurs()
        .order_by("debut", "id")
    )


def compter_par_jour(seances: SeanceQuerySet) -> dict[dt.date, int]:
    """How many start on each civil date of Paris; cancelled ones do not count."""
    lignes = (
        seances.exclude(etat=Seance.Etat.ANNULEE)
        .order_by()
        .annotate(jour=TruncDate("debut", tzinfo=PARIS))
        .values_list("jour")
        .annotate(n=Count("pk"))
    )
    return dict(lignes)


def comptes_par_jour(
    utilisateur: Utilisateur, centre: Centre, *, du: dt.date, au: dt.date
) -> dict[dt.date, int]:
    return compter_par_jour(nommables(utilisateur, centre, du=du, au=au))


def periodes(centre: Centre, *, du: dt.date, au: dt.date) -> list[PeriodeCalendrier]:
    return list(PeriodeCalendrier.objects.filter(centre=centre).entre(du, au))


def choix_des_menus(seances: SeanceQuerySet) -> dict[str, dict[str, str]]:
    """The places, animateurs and ateliers of a period, for its three menus: three queries."""
    lieux = seances.order_by("lieu__nom").values_list("lieu__slug", "lieu__nom").distinct()
    ateliers = (
        seances.order_by("atelier__titre").values_list("atelier__slug", "atelier__titre").distinct()
    )
    animateurs = Professionnel.objects.filter(seances__in=seances.order_by().values("pk"))
    return {
        "lieux": dict(lieux),
        "ateliers": {slug: titre.split(",")[0] for slug, titre in ateliers},
        "animateurs": {str(a.pk): a.nom_court for a in animateurs.distinct().order_by("nom")},
    }
