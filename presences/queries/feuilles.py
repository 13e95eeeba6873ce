"""Reading the sheet of a séance: a constant number of queries, whatever the number of people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from ateliers.models import Atelier, Seance
from centre.permissions import EQUIPE
from centre.textes import cle_de_nom, sans_accent
from inscriptions.models import Place
from parcours.models import Personne
from presences.models import Feuille, Presence

if TYPE_CHECKING:
    from ateliers.models.seances import SeanceQuerySet
    from centre.models import Utilisateur

PROPOSITIONS_MAX = 5


@dataclass(frozen=True)
class Ligne:
    """One line of the sheet: a place, its answer if there is one, the name to show."""

    place: Place
    presence: Presence | None
    nom: str

    @property
    def statut(self) -> str:
        return self.presence.statut if self.presence else ""

    @property
    def est_sans_inscription(self) -> bool:
        return self.place.origine == Place.Origine.SANS_INSCRIPTION


@dataclass(frozen=True)
class Comptes:
    """Answers of a sheet; ``accompagnants`` are seats taken by nobody we know (F08)."""

    attendues: int
    presentes: int
    prevenues: int
    absentes: int
    a_remplir: int
    accompagnants: int


@dataclass(frozen=True)
class Recouvrement:
    """Two presences of one person at one time (A2); ``autre`` is on another sheet."""

    presence: Presence
    autre: Presence
    nom: str


def seances_de_l_equipe(utilisateur: Utilisateur) -> SeanceQuerySet:
    """Séances whose sheet this member of the team may know of.

    Level 3 exists for its own team only; entretiens have no sheet, drafts have none yet.
    """
    animees = Seance.objects.animees_par(utilisateur).values("pk")
    a_elle = Q(atelier__equipe=utilisateur.pk) | Q(pk__in=animees)
    return (
        Seance.objects.visibles_par(utilisateur)
        .publiees()
        .filter(centre__in=utilisateur.centres_ids(*EQUIPE))
        .filter(Q(atelier__sensibilite__lt=Atelier.Sensibilite.PROTEGE) | a_elle)
        .exclude(atelier__genre=Atelier.Genre.ENTRETIEN)
        .select_related("atelier", "lieu", "centre", "fenetre")
        .distinct()
    )


def places_de_la_feuille(seance: Seance) -> QuerySet[Place]:
    """Confirmed places of a séance, or of all the slots of a permanence's window."""
    return (
        Place.objects.confirmees()
        .filter(Q(seance=seance.pk) | Q(seance__fenetre=seance.pk))
        .exclude(seance__etat=Seance.Etat.ANNULEE)
        .select_related("personne", "seance", "presence__saisie_par")
        .order_by("seance__debut", "personne__nom", "personne__prenom", "pk")
    )


def place_de(seance: Seance, pk: int) -> Place | None:
    """A line of this very sheet, read with what an answer needs."""
    return places_de_la_feuille(seance).select_related("seance__atelier").filter(pk=pk).first()


def places_de_l_equipe(utilisateur: Utilisateur) -> QuerySet[Place]:
    """Places of the sheets this member of the team may know of, slots of permanences included."""
    seances = seances_de_l_equipe(utilisateur).values("pk")
    return Place.objects.filter(
        Q(seance__in=seances) | Q(seance__fenetre__in=seances)
    ).select_related(
        "seance__atelier", "seance__fenetre__atelier", "seance__centre", "personne", "presence"
    )


def reponse_de(place: Place) -> Presence | None:
    """The answer already loaded with ``select_related``, or nothing."""
    return getattr(place, "presence", None)


def lignes(places: QuerySet[Place]) -> list[Ligne]:
    """Lines in the order of the sheet; two people with one short name get their full names."""
    toutes = list(places)
    courts = Counter(place.personne.nom_court for place in toutes)
    return [
        Ligne(
            place=place,
            presence=reponse_de(place),
            nom=place.personne.nom_court
            if courts[place.personne.nom_court] == 1
            else str(place.personne),
        )
        for place in toutes
    ]


def compter(feuille: list[Ligne]) -> Comptes:
    statuts = Counter(ligne.statut for ligne in feuille)
    positives = [ligne.presence for ligne in feuille if ligne.statut in Presence.POSITIFS]
    return Comptes(
        attendues=sum(not ligne.est_sans_inscription for ligne in feuille),
        presentes=len(positives),
        prevenues=statuts[Presence.Statut.ABSENT_EXCUSE],
        absentes=statuts[Presence.Statut.ABSENT],
        a_remplir=statuts[""],
        accompagnants=sum(max(0, p.sieges_presents - 1) for p in positives if p),
    )


def creneaux_de(seance: Seance) -> list[Seance]:
    """Slots of a permanence's window, by hour; nothing for an ordinary séance."""
    if seance.atelier.genre != Atelier.Genre.PERMANENCE:
        return []
    return list(seance.creneaux.exclude(etat=Seance.Etat.ANNULEE).order_by("debut"))


def feuille_de(seance: Seance) -> Feuille:
    """The sheet, or the one that the first answer will write."""
    return Feuille.objects.filter(seance=seance.pk).first() or Feuille(seance=seance)


def intervalle(presence: Presence) -> tuple[dt.datetime, dt.datetime]:
    """Real bounds of a presence: those of the séance unless the person came late or left early."""
    seance = presence.place.seance
    return presence.arrivee or seance.debut, presence.depart or seance.fin


def recouvrements(
    seance: Seance, feuille: list[Ligne], *, utilisateur: Utilisateur
) -> list[Recouvrement]:
    """Presences elsewhere that overlap one of this sheet, among those she may read; one query.

    A sheet of level 0 never tells that somebody was at a level-3 atelier at the same hour (ETH-02).
    """
    ici = {ligne.place.personne_id: ligne for ligne in feuille if ligne.statut in Presence.POSITIFS}
    autres = (
        Presence.objects.visibles_par(utilisateur)
        .filter(
            place__personne__in=ici,
            place__seance__debut__lt=seance.fin,
            place__seance__fin__gt=seance.debut,
        )
        .exclude(Q(place__seance=seance.pk) | Q(place__seance__fenetre=seance.pk))
        .exclude(statut__in=(Presence.Statut.ABSENT_EXCUSE, Presence.Statut.ABSENT))
        .annotate(
            de=Coalesce("arrivee", F("place__seance__debut")),
            a=Coalesce("depart", F("place__seance__fin")),
        )
        .select_related("place__seance__atelier")
    )
    trouves = []
    for autre in autres:
        ligne = ici[autre.place.personne_id]
        presence = ligne.presence
        if presence is None:
            continue
        presence.place = ligne.place
        debut, fin = intervalle(presence)
        if autre.de < fin and autre.a > debut:
            trouves.append(Recouvrement(presence, autre, ligne.nom))
    return trouves


def personnes_proposees(*, centre_id: int, prenom: str, initiale: str) -> list[Personne]:
    """Known people with this very first name and initial: no browsing, five at most."""
    voulu, lettre = cle_de_nom(prenom), sans_accent(initiale).strip()[:1]
    if not voulu or not lettre:
        return []
    candidates = (
        Personne.objects.actives()
        .filter(centre=centre_id, cle__contains=voulu.split()[0])
        .only("pk", "reference", "prenom", "nom", "cle")
        .order_by("nom", "prenom", "pk")
    )
    trouvees = [
        p
        for p in candidates
        if cle_de_nom(p.prenom) == voulu and sans_accent(p.nom).startswith(lettre)
    ]
    return trouvees[:PROPOSITIONS_MAX]


def feuilles_en_attente(
    utilisateur: Utilisateur, centre_id: int, quand: dt.datetime
) -> QuerySet[Seance]:
    """Séances and windows that are over with no closed sheet, and hers to fill."""
    miennes = seances_de_l_equipe(utilisateur).comptees().a_renseigner(quand)
    if not utilisateur.a_role(centre_id, "coordination", "referent"):
        miennes = miennes.animees_par(utilisateur)
    return miennes.filter(centre=centre_id).order_by("debut", "pk")
