"""What one answer means, and writing it on a place whose séance is locked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ateliers.models import Atelier, Seance
from centre.ecriture import heure
from centre.erreurs import Refus
from centre.temps import a_paris
from presences.models import Correction, Presence
from presences.permissions import DELAI_ANIMATION, peut_ecrire_apres_delai
from presences.queries.feuilles import reponse_de

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from inscriptions.models import Place

Statut = Presence.Statut
ACCOMPAGNANTS_MAX = 20
CHAMPS = ("statut", "arrivee", "depart", "motif", "sieges_presents", "sieges_excuses")


@dataclass(frozen=True)
class Reponse:
    """What was tapped for one place; ``avant`` is the answer this screen knew (None: unknown)."""

    statut: str
    arrivee: dt.datetime | None = None
    depart: dt.datetime | None = None
    motif: str = ""
    sieges_presents: int | None = None
    avant: str | None = None


class Conflit(Refus):
    """Somebody else answered meanwhile: the message says both, nothing is overwritten."""

    def __init__(self, presence: Presence, voulu: str) -> None:
        qui = presence.saisie_par or "quelqu’un"
        super().__init__(
            f"{presence.place.personne.nom_court}\u00a0: vous avez mis "
            f"«\u00a0{Statut(voulu).label}\u00a0», mais {qui} a mis "
            f"«\u00a0{presence.get_statut_display()}\u00a0» à {heure(presence.saisie_le)}. "
            "Sa réponse est gardée. Touchez de nouveau la vôtre pour la changer.",
            code="conflit",
        )
        self.presence = presence


def verifier_le_moment(
    seance: Seance, *, statut: str, par: Utilisateur, quand: dt.datetime
) -> None:
    if quand < seance.debut and statut != Statut.ABSENT_EXCUSE:
        raise Refus(
            "La séance n’a pas commencé\u00a0: seul «\u00a0A prévenu\u00a0» peut être noté.",
            code="avant",
        )
    en_retard = quand > seance.fin + DELAI_ANIMATION
    if en_retard and not peut_ecrire_apres_delai(par, seance):
        raise Refus(
            f"La séance est finie depuis plus de {DELAI_ANIMATION.days} jours\u00a0: "
            "demandez à la coordination.",
            code="delai",
        )


def _heures(
    seance: Seance, reponse: Reponse, quand: dt.datetime
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Arrival and departure strictly inside the séance; « en retard » without hour means now."""
    arrivee, depart = reponse.arrivee, reponse.depart
    if arrivee is None and depart is None and seance.debut < quand < seance.fin:
        arrivee = quand.replace(second=0, microsecond=0)
        arrivee = arrivee if arrivee > seance.debut else None
    return heures_dans(seance, arrivee, depart)


def heures_dans(
    seance: Seance, arrivee: dt.datetime | None, depart: dt.datetime | None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The hours that differ from those of the séance: its own start or end beside another is none.

    Raises Refus on no hour at all, one outside, a departure before the arrival.
    """
    if arrivee is None and depart is None:
        raise Refus("Écrivez l’heure d’arrivée ou l’heure de départ.", code="heure")
    if depart and arrivee == seance.debut:
        arrivee = None
    if arrivee and depart == seance.fin:
        depart = None
    for moment in (arrivee, depart):
        if moment is not None and not seance.debut < moment < seance.fin:
            raise Refus(
                f"L’heure doit être entre {a_paris(seance.debut):%H:%M} "
                f"et {a_paris(seance.fin):%H:%M}.",
                code="heure",
            )
    if arrivee and depart and depart <= arrivee:
        raise Refus("Le départ vient après l’arrivée.", code="heure")
    return arrivee, depart


def _sieges(place: Place, voulus: int | None, statut: str) -> tuple[int, int]:
    """Seats present and seats excused; a family of an outing may be one more than expected."""
    if statut == Statut.ABSENT_EXCUSE:
        return 0, place.sieges
    if statut == Statut.ABSENT:
        return 0, 0
    famille = place.seance.atelier.genre == Atelier.Genre.SORTIE
    limite = max(place.sieges, ACCOMPAGNANTS_MAX) if famille else place.sieges
    presents = place.sieges if voulus is None else voulus
    if not 1 <= presents <= limite:
        raise Refus(
            f"Le nombre de personnes présentes va de 1 à {limite}, famille comprise.",
            code="sieges",
        )
    return presents, 0


def _valeurs(place: Place, reponse: Reponse, quand: dt.datetime) -> tuple[object, ...]:
    """Values of CHAMPS that this answer means; raises Refus on an answer that cannot be."""
    if reponse.statut not in Statut.values:
        raise Refus("Cette réponse n’existe pas.", code="statut")
    if reponse.motif and reponse.motif not in Presence.Motif.values:
        raise Refus("Cette raison n’existe pas.", code="motif")
    arrivee = depart = None
    if reponse.statut == Statut.PRESENT_PARTIEL:
        arrivee, depart = _heures(place.seance, reponse, quand)
    motif = ""
    if reponse.statut == Statut.ABSENT_EXCUSE:
        motif = reponse.motif or Presence.Motif.NON_PRECISE
    presents, excuses = _sieges(place, reponse.sieges_presents, reponse.statut)
    return (reponse.statut, arrivee, depart, str(motif), presents, excuses)


def _completee(reponse: Reponse, presence: Presence) -> Reponse:
    """The same answer sent again without its details keeps those already written."""
    if reponse.statut != presence.statut:
        return reponse
    sans_heure = reponse.arrivee is None and reponse.depart is None
    positive = presence.statut in Presence.POSITIFS
    return Reponse(
        statut=reponse.statut,
        arrivee=presence.arrivee if sans_heure else reponse.arrivee,
        depart=presence.depart if sans_heure else reponse.depart,
        motif=reponse.motif or presence.motif,
        sieges_presents=presence.sieges_presents
        if positive and reponse.sieges_presents is None
        else reponse.sieges_presents,
        avant=reponse.avant,
    )


def ecrite(presence: Presence) -> str:
    """An answer with its hours, as the journal of corrections keeps it."""
    heures = [
        f"{signe}{a_paris(moment):%H:%M}"
        for signe, moment in (("de ", presence.arrivee), ("à ", presence.depart))
        if moment
    ]
    return " ".join([presence.statut, *heures])


def appliquer(
    place: Place, reponse: Reponse, *, par: Utilisateur, quand: dt.datetime
) -> tuple[Presence, bool]:
    """Write one answer on a place that is locked; say whether anything changed."""
    presence = reponse_de(place)
    verifier_le_moment(place.seance, statut=reponse.statut, par=par, quand=quand)
    avant = ""
    if presence is None:
        presence = Presence(place=place)
        valeurs = _valeurs(place, reponse, quand)
    else:
        valeurs = _valeurs(place, _completee(reponse, presence), quand)
        if valeurs == tuple(getattr(presence, champ) for champ in CHAMPS):
            return presence, False
        if reponse.avant not in (None, presence.statut):
            raise Conflit(presence, reponse.statut)
        avant = ecrite(presence)
    for champ, valeur in zip(CHAMPS, valeurs, strict=True):
        setattr(presence, champ, valeur)
    presence.saisie_par, presence.saisie_le = par, quand
    presence.save()
    if avant or quand > place.seance.fin + DELAI_ANIMATION:
        Correction.objects.create(
            presence=presence, avant=avant, apres=ecrite(presence), par=par, le=quand
        )
    return presence, True
