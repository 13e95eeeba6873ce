"""Finding people without revealing more than the reader may know, and what waits for the team."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import CharField, Count, Min, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse

from centre.a_faire import Tache
from centre.ecriture import date_courte, pluriel
from centre.permissions import ACCUEIL, COORDINATION, REFERENT
from centre.temps import a_paris
from centre.textes import cle_de_nom, sans_accent
from parcours.models import Orientation, Parcours, Personne
from parcours.queries.points import taches_des_points
from parcours.queries.renouvellements import taches_de_fin

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models.personnes import PersonneQuerySet

# How long before the planned end a parcours is listed (S10: task for the référent).
AVANT_LA_FIN = dt.timedelta(days=45)


def chercher(personnes: PersonneQuerySet, texte: str) -> PersonneQuerySet:
    """Keep those whose name holds every word, in any order and without accents, or by phone."""
    chiffres = re.sub(r"\D", "", texte)
    if len(chiffres) >= 4 and not re.search(r"[^\W\d_]", texte):
        fin = re.sub(r"^(0033|33|0)", "", chiffres)
        return personnes.annotate(numero=Cast("telephone", CharField())).filter(
            numero__contains=fin
        )
    for mot in re.findall(r"\w+", sans_accent(texte))[:6]:
        personnes = personnes.filter(cle__contains=mot)
    return personnes


def doublons_de(
    centre_id: int,
    *,
    prenom: str,
    nom: str,
    date_naissance: dt.date | None = None,
    telephone: str = "",
    courriel: str = "",
    sauf: int | None = None,
) -> list[Personne]:
    """People of one centre who may be this one (ETH-08), the most likely first.

    Same name but for accents, hyphens and order; or same birth date and one word of the name in
    common; or same telephone or address.
    """
    cle = cle_de_nom(prenom, nom)
    critere = Q(cle=cle)
    if telephone:
        critere |= Q(telephone=telephone)
    if courriel:
        critere |= Q(courriel__iexact=courriel)
    if date_naissance:
        mots = Q()
        for mot in cle.split():
            mots |= Q(cle__contains=mot)
        critere |= Q(date_naissance=date_naissance) & mots
    trouvees = Personne.objects.actives().filter(critere, centre=centre_id)
    if sauf is not None:
        trouvees = trouvees.exclude(pk=sauf)
    return sorted(
        trouvees.order_by("pk")[:10],
        key=lambda p: (p.cle != cle, p.date_naissance != date_naissance),
    )


def recues(
    utilisateur: Utilisateur, centre: Centre, etats: Sequence[str] = ()
) -> QuerySet[Orientation]:
    """Fiches received by a centre, in some states or all, with what their list shows."""
    lignes = (
        Orientation.objects.visibles_par(utilisateur)
        .filter(centre=centre)
        .select_related("personne", "dispositif", "prescripteur__organisme")
        .prefetch_related("tentatives")
    )
    return lignes.filter(etat__in=etats) if etats else lignes


def comptes_par_etat(utilisateur: Utilisateur, centre: Centre) -> dict[str, int]:
    """How many received orientations of a centre are in each state."""
    lignes = (
        Orientation.objects.visibles_par(utilisateur)
        .filter(centre=centre)
        .order_by()
        .values_list("etat")
        .annotate(n=Count("pk"))
    )
    return dict(lignes)


def _appels(centre: Centre) -> Iterator[Tache]:
    attente = Orientation.objects.a_appeler().filter(centre=centre)
    compte = attente.aggregate(n=Count("pk"), depuis=Min("recue_le"))
    if not compte["n"]:
        return
    yield Tache(
        titre=pluriel(compte["n"], "premier appel à passer,premiers appels à passer"),
        pourquoi=f"Personnes orientées, la première le {date_courte(compte['depuis'])}.",
        url=f"{reverse('parcours:orientation-list')}?etat=a_appeler",
        action="Voir les orientations",
        icone="tel",
        ordre=30,
    )


def fins_proches(utilisateur: Utilisateur, centre: Centre, jour: dt.date) -> list[Parcours]:
    """Open parcours of this reader whose planned end comes soon or has passed."""
    return list(
        Parcours.objects.visibles_par(utilisateur)
        .filter(
            centre=centre,
            date_fin_reelle__isnull=True,
            date_fin_prevue__lte=jour + AVANT_LA_FIN,
        )
        .select_related("personne", "dispositif")
        .order_by("date_fin_prevue", "pk")
    )


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterable[Tache]:
    """Calls to make, parcours near their end, points: six queries at most."""
    jour = a_paris(quand).date()
    if utilisateur.a_role(centre.pk, ACCUEIL, REFERENT, COORDINATION):
        yield from _appels(centre)
    if utilisateur.a_role(centre.pk, REFERENT, COORDINATION):
        yield from taches_de_fin(utilisateur, centre, jour)
        yield from taches_des_points(utilisateur, centre, jour)
