"""How near a parcours is to its end, and what is asked of whom about it (ASI-09, S10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from centre.a_faire import Ligne, Tache
from centre.ecriture import date_courte, pluriel
from centre.models import Affectation
from centre.temps import JOUR, a_paris, fin_de_periode
from parcours.models import Parcours, Renouvellement

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

PREPARER = dt.timedelta(days=45)
DEMANDER = dt.timedelta(days=30)
# Without an answer for this long, the référent is asked to call.
SILENCE = dt.timedelta(days=7)
SEL = "parcours.renouvellement"
LISTEES = 5


class Etat(Enum):
    """Code, words, whose turn it is ("" when nobody waits); in the order of the list."""

    FIN_DEPASSEE = ("fin_depassee", "Fin à confirmer", "equipe")
    A_RELANCER = ("a_relancer", "À relancer", "equipe")
    A_DEMANDER = ("a_demander", "À demander", "equipe")
    A_PREPARER = ("a_preparer", "À préparer", "equipe")
    REFUSE = ("refuse", "Refusé", "equipe")
    DEMANDE = ("demande", "Demandé", "prescripteur")
    DERNIERE = ("derniere", "Fin à préparer", "equipe")
    RENOUVELE = ("renouvele", "Renouvelé", "")
    LOIN = ("loin", "Plus tard", "")

    def __init__(self, code: str, nom: str, tour: str) -> None:
        self.code, self.nom, self.tour = code, nom, tour

    @property
    def rang(self) -> int:
        return list(Etat).index(self)


@dataclass(frozen=True)
class Suite:
    """What becomes of a parcours at its planned end; ``demande`` is about the coming period."""

    parcours: Parcours
    etat: Etat
    fin: dt.date
    accordes: int
    demande: Renouvellement | None = None

    @property
    def reste(self) -> int:
        return max(0, self.parcours.dispositif.renouvellements_max - self.accordes)

    @property
    def est_depassee(self) -> bool:
        return self.etat is Etat.FIN_DEPASSEE

    @property
    def peut_se_preparer(self) -> bool:
        return self.reste > 0 and self.etat not in (Etat.LOIN, Etat.RENOUVELE)


def suite_de(parcours: Parcours, lignes: Iterable[Renouvellement], jour: dt.date) -> Suite | None:
    """Compute the state on ``jour``; nothing for a parcours without end, or ended.

    ``lignes`` are all the renewals of the parcours, in any order.
    """
    fin = parcours.date_fin_prevue
    if fin is None or not parcours.est_ouvert:
        return None
    triees = sorted(lignes, key=lambda r: r.pk or 0)
    accordes = sum(r.est_accorde for r in triees)
    suivants = [r for r in triees if r.du == fin + JOUR and not r.est_accorde]
    demande = suivants[-1] if suivants else None
    etat = _etat(parcours, fin, accordes, demande, jour)
    return Suite(parcours, etat, fin, accordes, demande)


def _etat(
    parcours: Parcours,
    fin: dt.date,
    accordes: int,
    demande: Renouvellement | None,
    jour: dt.date,
) -> Etat:
    if demande and demande.est_en_attente:
        return Etat.A_RELANCER if _est_sans_reponse(demande, jour) else Etat.DEMANDE
    if fin < jour:
        return Etat.FIN_DEPASSEE
    if demande and demande.decision:
        return Etat.REFUSE
    if jour < fin - PREPARER:
        return Etat.RENOUVELE if accordes else Etat.LOIN
    if accordes >= parcours.dispositif.renouvellements_max:
        return Etat.DERNIERE
    return Etat.A_PREPARER if jour < fin - DEMANDER else Etat.A_DEMANDER


def _est_sans_reponse(demande: Renouvellement, jour: dt.date) -> bool:
    """Silent for a week, the planned end gone by, or another prescriber: somebody calls."""
    envoye = demande.relance_le or demande.demande_le
    if envoye is None or demande.lien_jusquau is None or demande.du <= jour:
        return envoye is not None
    return a_paris(envoye).date() + SILENCE <= jour


def fin_renouvelee(parcours: Parcours, rang: int) -> tuple[dt.date, dt.date]:
    """First and last day of the period ``rang`` (1 is the first one added).

    Counted from the entry, so that a month's end never drifts (31/08 + 12 months = 30/08); from
    the planned end when something else moved it. Raises ValueError without an end or a length.
    """
    fin, duree = parcours.date_fin_prevue, parcours.dispositif.duree_mois
    if fin is None or not duree:
        raise ValueError("a parcours without end is not renewed")
    du = fin + JOUR
    if fin == fin_de_periode(parcours.date_entree, duree * rang):
        return du, fin_de_periode(parcours.date_entree, duree * (rang + 1))
    return du, fin_de_periode(du, duree)


def suites(
    utilisateur: Utilisateur, centre: Centre, jour: dt.date, *, toutes: bool = False
) -> list[Suite]:
    """Open parcours of this reader that come near their end or wait: two queries.

    ``toutes``: those renewed and far from the end too.
    """
    proches = Q(date_fin_prevue__lte=jour + PREPARER)
    attendus = Q(
        pk__in=Renouvellement.objects.filter(parcours__centre=centre)
        .exclude(decision="" if toutes else Renouvellement.Decision.ACCORD)
        .values("parcours")
    ) | Q(pk__in=Renouvellement.objects.en_attente().values("parcours"))
    lus = (
        Parcours.objects.visibles_par(utilisateur)
        .filter(proches | attendus, centre=centre, date_fin_reelle__isnull=True)
        .filter(date_fin_prevue__isnull=False)
        .select_related("personne", "dispositif", "prescripteur__organisme")
        .prefetch_related("renouvellements")
    )
    trouvees = (suite_de(p, p.renouvellements.all(), jour) for p in lus)
    gardees = [s for s in trouvees if s and (toutes or s.etat.tour)]
    return sorted(gardees, key=lambda s: (s.etat.rang, s.fin, s.parcours.pk))


_TITRES = {
    Etat.FIN_DEPASSEE: "fin de parcours à confirmer,fins de parcours à confirmer",
    Etat.A_RELANCER: "renouvellement à relancer,renouvellements à relancer",
    Etat.A_DEMANDER: "renouvellement à demander,renouvellements à demander",
    Etat.A_PREPARER: "renouvellement à préparer,renouvellements à préparer",
    Etat.REFUSE: "fin de parcours à préparer,fins de parcours à préparer",
    Etat.DERNIERE: "fin de parcours à préparer,fins de parcours à préparer",
}


def taches_de_fin(utilisateur: Utilisateur, centre: Centre, jour: dt.date) -> Iterator[Tache]:
    """One task per kind of act: it names its parcours when it is alone, lists them otherwise."""
    attendues = [s for s in suites(utilisateur, centre, jour) if s.etat.tour == "equipe"]
    for mots, lot in groupby(attendues, key=lambda suite: _TITRES[suite.etat]):
        ensemble = list(lot)
        yield _tache(mots, ensemble[0]) if len(ensemble) == 1 else _taches(mots, ensemble)


def _tache(mots: str, suite: Suite) -> Tache:
    titre = mots.partition(",")[0].capitalize()
    return Tache(
        titre=f"{titre}\u00a0: {suite.parcours.personne.nom_court}",
        pourquoi=pourquoi(suite),
        url=page_de(suite),
        action="Ouvrir",
        icone="sablier",
        ordre=40,
    )


def _taches(mots: str, ensemble: list[Suite]) -> Tache:
    return Tache(
        titre=pluriel(len(ensemble), mots),
        pourquoi=f"Première fin prévue le {date_courte(ensemble[0].fin)}.",
        url=reverse("parcours:renouvellement-list"),
        action="Voir la liste",
        icone="sablier",
        ordre=40,
        lignes=tuple(
            Ligne(f"{s.parcours.personne.nom_court}, {date_courte(s.fin)}", page_de(s))
            for s in ensemble[:LISTEES]
        ),
    )


def page_de(suite: Suite) -> str:
    """Where the team acts: the renewal while there is one to write, else the person's page."""
    if suite.reste and not suite.est_depassee:
        return reverse("parcours:renouvellement", args=[suite.parcours.pk])
    return reverse("presences:personne-detail", args=[suite.parcours.personne.reference])


def pourquoi(suite: Suite) -> str:
    if suite.etat is Etat.FIN_DEPASSEE:
        return f"Fin prévue le {date_courte(suite.fin)}. Rien ne se ferme sans vous."
    if suite.etat is Etat.A_RELANCER and suite.demande:
        envoye = suite.demande.relance_le or suite.demande.demande_le
        return f"Sans réponse du prescripteur depuis le {date_courte(envoye)}."
    if suite.etat is Etat.REFUSE:
        return f"Le parcours va jusqu’au {date_courte(suite.fin)}."
    accord = suite.reste and suite.parcours.dispositif.accord_prescripteur
    suffixe = ", avec l’accord du prescripteur" if accord else ""
    return f"Fin prévue le {date_courte(suite.fin)}{suffixe}."


def jeton_de(renouvellement: Renouvellement) -> str:
    """The signed part of the link: three numbers, nothing about the person."""
    valeurs = (
        renouvellement.pk,
        renouvellement.tour,
        renouvellement.parcours.prescripteur_id,
    )
    return signing.Signer(salt=SEL, sep="~").sign("-".join(map(str, valeurs)))


def _lire_le_jeton(jeton: str) -> tuple[int, ...] | None:
    """Renewal, sending, prescriber; nothing when this house did not sign it."""
    try:
        lu = signing.Signer(salt=SEL, sep="~").unsign(jeton)
    except signing.BadSignature:
        return None
    # Rendered after the prescriber left the parcours, the last one is not a number.
    return tuple(int(v) if v.isdigit() else 0 for v in lu.split("-"))


def centre_du_lien(jeton: str) -> Centre | None:
    """Whom to call about a link that was once sent, whether it still opens or not."""
    lu = _lire_le_jeton(jeton) or (0,)
    demande = Renouvellement.objects.filter(pk=lu[0]).select_related("parcours__centre").first()
    return demande.parcours.centre if demande else None


def demande_du_lien(jeton: str, jour: dt.date) -> Renouvellement | None:
    """The request behind a link that still opens: its last sending, not answered, not too old.

    A link serves once; the one before a reminder, or for a former prescriber, opens nothing. Nor
    does it when his account here is closed: a mail kept somewhere shows no more than his account.
    """
    lu = _lire_le_jeton(jeton)
    if lu is None:
        return None
    pk, tour, prescripteur = lu
    comptes = Affectation.objects.en_vigueur(jour).filter(
        utilisateur=OuterRef("parcours__prescripteur__utilisateur"),
        utilisateur__is_active=True,
        centre=OuterRef("parcours__centre"),
    )
    chez = Q(organisme=None) | Q(organisme=OuterRef("parcours__prescripteur__organisme"))
    return (
        Renouvellement.objects.en_attente()
        .filter(pk=pk, tour=tour, lien_jusquau__gte=jour)
        .filter(Q(parcours__prescripteur__utilisateur=None) | Exists(comptes.filter(chez)))
        .filter(
            parcours__prescripteur=prescripteur,
            parcours__date_fin_reelle__isnull=True,
            parcours__personne__anonymisee_le__isnull=True,
        )
        .select_related(
            *("parcours__personne", "parcours__dispositif", "parcours__centre"),
            "parcours__prescripteur__organisme",
        )
        .first()
    )
