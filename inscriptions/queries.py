"""Reading séances, rosters, queues, calls, a person's own dates: constant numbers of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from ateliers.ical import depuis
from ateliers.models import Deplacement, FaitSeance, Seance, Serie
from ateliers.queries.agendas import avec_version
from centre.lecture import LecturePreparee
from centre.models import Affectation, Message
from centre.models.acces import empreinte_de
from centre.temps import bornes_du_jour
from centre.textes import cle_de_nom
from inscriptions.models import Envoi, Inscription, JetonParticipant, Place
from parcours.models import Personne

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

TROUVEES = 8
# Places that ended with their séance: hers still, to read that it is cancelled.
TOMBEES = Q(etat=Place.Etat.ANNULEE_CENTRE, seance__etat=Seance.Etat.ANNULEE)


def seances_de_l_equipe(utilisateur: Utilisateur) -> QuerySet[Seance]:
    """Séances whose page a member of the team may open; level 3: its own team only."""
    animees = Seance.objects.animees_par(utilisateur).values("pk")
    de_l_equipe = Q(atelier__equipe=utilisateur.pk) | Q(pk__in=animees)
    return (
        Seance.objects.visibles_par(utilisateur)
        .filter(centre__in=utilisateur.centres_ids(*Affectation.EQUIPE))
        .filter(Q(atelier__sensibilite__lt=3) | de_l_equipe)
        .select_related("atelier", "centre", "lieu", "serie", "fenetre", "sortie")
        .distinct()
    )


def voit_la_liste(utilisateur: Utilisateur, seance: Seance) -> bool:
    """Whether an empty roster means nobody, or « not for you » (animation elsewhere)."""
    equipe = utilisateur.a_role(seance.centre_id, "coordination", "accueil", "referent")
    if equipe and not seance.atelier.est_protege:
        return True
    anime = Seance.objects.animees_par(utilisateur).filter(pk=seance.pk).exists()
    return anime or seance.atelier.equipe.filter(pk=utilisateur.pk).exists()


def liste(seance: Seance, utilisateur: Utilisateur) -> list[Place]:
    """The living places of a séance, confirmed and offered first, then the queue by rank."""
    places = (
        Place.objects.visibles_par(utilisateur)
        .vivantes()
        .filter(seance=seance)
        .select_related("personne", "inscription")
        .order_by(F("rang").asc(nulls_first=True), "personne__nom", "personne__prenom", "pk")
    )
    return list(places)


def prises_ailleurs(
    personnes: Iterable[int],
    seances: Sequence[Seance],
    utilisateur: Utilisateur,
) -> list[Place]:
    """Confirmed places of these people at the hours of these séances, elsewhere (A2).

    Only on the rosters that this user may read: a protected séance is never told. One query.
    """
    if not seances:
        return []
    pks = [s.pk for s in seances]
    places = (
        Place.objects.visibles_par(utilisateur)
        .confirmees()
        .filter(
            personne__in=list(personnes),
            seance__etat=Seance.Etat.PREVUE,
            seance__debut__lt=max(s.fin for s in seances),
            seance__fin__gt=min(s.debut for s in seances),
        )
        .exclude(seance__in=pks)
        .exclude(seance__creneaux__in=pks)
        .select_related("personne", "seance__atelier")
        .order_by("seance__debut", "personne__nom", "personne__prenom", "pk")
    )
    return [p for p in places if any(_se_touchent(p.seance, seance) for seance in seances)]


def _se_touchent(une: Seance, autre: Seance) -> bool:
    return une.debut < autre.fin and autre.debut < une.fin


def historique(seance: Seance) -> list[Deplacement]:
    """The moves of a séance, the last one first."""
    moves = seance.deplacements.select_related("par", "avant_lieu", "apres_lieu")
    return list(moves.order_by("-le", "-pk"))


def faits_de(seance: Seance) -> list[FaitSeance]:
    """What else happened to it: cancelled, put back, led by another; the last one first."""
    return list(seance.faits.select_related("par", "avant", "apres").order_by("-le", "-pk"))


def envois_de(seance: Seance) -> QuerySet[Envoi]:
    """Messages about a séance, with the person and the state."""
    return (
        Envoi.objects.filter(Q(seance=seance) | Q(seance__fenetre=seance))
        .select_related("message", "personne__passer_par__organisme")
        .order_by("-pk")
    )


def chercher_pour_placer(centre: Centre, q: str) -> list[Personne]:
    """People of one centre whose name holds every word typed, a few at most."""
    mots = cle_de_nom(q).split()
    if not mots:
        return []
    personnes = Personne.objects.actives().filter(centre=centre)
    for mot in mots:
        personnes = personnes.filter(cle__contains=mot)
    return list(personnes.order_by("nom", "prenom", "pk")[:TROUVEES])


def series_ouvertes(centre: Centre, utilisateur: Utilisateur, jour: dt.date) -> QuerySet[Serie]:
    """Series somebody can still be enrolled in; a permanence is booked slot by slot."""
    return (
        Serie.objects.visibles_par(utilisateur)
        .publiees()
        .filter(atelier__centre=centre, au__gte=jour, atelier__archive_le__isnull=True)
        .exclude(atelier__genre="permanence")
        .exclude(atelier__genre="entretien")
        .select_related("atelier")
        .order_by("atelier__titre", "jour", "heure_debut", "pk")
    )


def appels(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> QuerySet[Envoi]:
    """Calls to make and papers to hand over, the nearest séance first.

    A mail or an SMS that did not leave is one of them as long as its news is of use.
    """
    humains = Q(message__canal__in=Message.CANAUX_HUMAINS, message__etat=Message.Etat.EN_ATTENTE)
    perdus = Q(message__etat=Message.Etat.ECHEC, message__perime_le__gt=quand)
    return (
        Envoi.objects.visibles_par(utilisateur)
        .filter(humains | perdus, message__centre=centre)
        .select_related("message", "personne__passer_par__organisme", "seance")
        .order_by("message__perime_le", "personne__nom", "pk")
    )


def rendez_vous(personne: Personne, quand: dt.datetime) -> list[Place]:
    """A person's own dates to come, cancelled ones included: she must see that they are."""
    places = Place.objects.filter(
        Q(etat__in=Place.VIVANTES) | TOMBEES, personne=personne, seance__fin__gt=quand
    )
    return list(
        places.exclude(seance__etat=Seance.Etat.BROUILLON)
        .select_related("seance__atelier", "seance__lieu", "seance__centre")
        .avec_tour()
        .order_by("seance__debut", "pk")
    )


def prochain_rendez_vous(personne: Personne, quand: dt.datetime) -> Place | None:
    """The first date that is hers: neither cancelled, nor waiting, nor an offer that may lapse
    after its card is printed."""
    sures = (p for p in rendez_vous(personne, quand) if p.etat == Place.Etat.CONFIRMEE)
    return next((p for p in sures if not p.seance.est_annulee), None)


def place_a_venir(personne: Personne, pk: int, quand: dt.datetime) -> QuerySet[Place]:
    """One of her own places, by id; somebody else's does not exist for her."""
    return (
        Place.objects.vivantes()
        .filter(personne=personne, pk=pk, seance__fin__gt=quand)
        .select_related("seance__atelier", "seance__lieu", "seance__centre", "personne")
        .avec_tour()
    )


def seance_annulee(personne: Personne, pk: int) -> Seance | None:
    """The séance of one of her own places, if the centre cancelled it."""
    places = Place.objects.filter(TOMBEES, personne=personne, pk=pk).select_related("seance")
    place = places.first()
    return place.seance if place else None


class FluxPersonnel(NamedTuple):
    """A private feed behind a live secret: whose, last read when, and its validator."""

    pk: int
    personne_id: int
    derniere_utilisation: dt.datetime | None
    titres_explicites_le: dt.datetime | None
    version: int | None
    version_le: dt.datetime | None
    seances_le: dt.datetime | None

    @property
    def marque(self) -> str:
        """What the ETag says beside the version: the last change of a séance, the titles."""
        derniere = int(self.seances_le.timestamp() * 1e6) if self.seances_le else 0
        return f"{derniere}-{self.titres_explicites_le is not None:d}"

    @property
    def change_le(self) -> dt.datetime | None:
        return max(filter(None, (self.version_le, self.seances_le)), default=None)


def _flux_de_l_empreinte(empreinte: str) -> QuerySet[Any, tuple[Any, ...]]:
    siennes = Place.objects.filter(personne=OuterRef("personne_id")).order_by()
    derniere = siennes.values("personne").annotate(derniere=Max("seance__modifiee_le"))
    jetons = JetonParticipant.objects.vivants().filter(
        empreinte=empreinte,
        usage=JetonParticipant.Usage.AGENDA,
        personne__anonymisee_le__isnull=True,
    )
    return (
        avec_version(jetons, "personne", champ="personne_id")
        .annotate(seances_le=Subquery(derniere.values("derniere")))
        .values_list(
            "pk",
            "personne_id",
            "derniere_utilisation",
            "personne__titres_explicites_le",
            "version",
            "change_le",
            "seances_le",
        )
    )


FLUX = LecturePreparee(_flux_de_l_empreinte, str)


def flux_personnel(jeton: str) -> FluxPersonnel | None:
    """The private feed that a secret opens, in one query; None when it is unknown, revoked, or
    the secret of a page (agenda rule T3)."""
    ligne = FLUX.ligne(empreinte_de(jeton))
    return FluxPersonnel(*ligne) if ligne else None


def places_de_l_agenda(personne: Personne, jour: dt.date) -> list[Place]:
    """What a private feed lists: 60 days back and everything ahead, one entry per séance."""
    a_elle = Q(etat__in=Place.VIVANTES) | Q(
        etat=Place.Etat.ANNULEE_CENTRE, seance__etat=Seance.Etat.ANNULEE
    )
    debut = bornes_du_jour(depuis(jour))[0]
    return list(
        Place.objects.filter(a_elle, personne=personne, seance__debut__gte=debut)
        .exclude(seance__etat=Seance.Etat.BROUILLON)
        .select_related("seance__atelier", "seance__lieu")
        .order_by("seance__debut", "pk")
    )


def seances_a_venir(serie: Serie, *, du: dt.date | None, quand: dt.datetime) -> QuerySet[Seance]:
    """The dates that an enrolment from ``du`` on takes, those already begun left out."""
    depuis_quand = max(quand, bornes_du_jour(du)[0]) if du else quand
    return Seance.objects.filter(serie=serie, etat=Seance.Etat.PREVUE, debut__gte=depuis_quand)


def inscriptions_de(personne: Personne, utilisateur: Utilisateur) -> QuerySet[Inscription]:
    return (
        Inscription.objects.visibles_par(utilisateur)
        .actives()
        .filter(personne=personne)
        .select_related("atelier", "serie")
        .order_by("atelier__titre", "pk")
    )
