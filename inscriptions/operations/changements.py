"""A published séance changes: its rows, its places and its messages in one transaction.

Every page, command or import that moves or cancels a published séance goes through here. The
preview is the change itself, rolled back: what it shows is what would leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from ateliers import operations as ateliers
from ateliers.models import Deplacement, Seance
from centre.erreurs import Refus
from centre.models import Lieu, Message, Professionnel
from centre.temps import maintenant
from inscriptions.models import Envoi, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.ensemble import (
    messages_du_geste,
    redire_le_reste,
    reprendre,
)
from inscriptions.operations.prevenir import retirer_les_rappels
from inscriptions.operations.retour import rendre, suspendre
from inscriptions.operations.verrou import ecriture, verrouiller
from parcours.operations.salle import suivre_les_seances

if TYPE_CHECKING:
    from centre.models import Utilisateur

# As long as the messages wait before they leave.
DELAI_POUR_DEFAIRE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class DeplacementVoulu:
    """New hours and place of one séance; ``version`` is the one the form was shown with."""

    seance: Seance
    debut: dt.datetime
    fin: dt.datetime
    lieu: Lieu
    raison: str = ""
    version: int | None = None


@dataclass(frozen=True)
class AnnulationVoulue:
    """One séance that will not happen."""

    seance: Seance
    motif: str
    version: int | None = None


@dataclass(frozen=True)
class RemplacementVoulu:
    """Somebody else leads one séance; ``avant`` none only adds her."""

    seance: Seance
    avant: Professionnel | None
    apres: Professionnel
    version: int | None = None


Voulu = DeplacementVoulu | AnnulationVoulue | RemplacementVoulu


@dataclass
class Changement:
    """What was done, and what will leave because of it."""

    deplacements: list[Deplacement] = field(default_factory=list)
    annulees: list[Seance] = field(default_factory=list)
    remplacees: list[Seance] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    envois: list[Envoi] = field(default_factory=list)


def changer_seances(
    *,
    deplacements: Sequence[DeplacementVoulu] = (),
    annulations: Sequence[AnnulationVoulue] = (),
    remplacements: Sequence[RemplacementVoulu] = (),
    par: Utilisateur | None,
    prevenir: bool = True,
    quand: dt.datetime | None = None,
) -> Changement:
    """Move, cancel, hand over published séances, all or none, and tell everybody concerned.

    With ``prevenir`` false only calendars follow: nobody is called, no SMS leaves. Another
    animateur concerns nobody's coming: nothing leaves for it.
    """
    quand = quand or maintenant()
    with ecriture():
        voulus: list[Voulu] = [*deplacements, *annulations, *remplacements]
        _avec_creneaux(v.seance.pk for v in voulus)
        changement = Changement()
        commun: dict[str, Any] = {"par": par, "quand": quand}
        for voulu in deplacements:
            changement.deplacements.append(_deplacer(voulu, **commun))
        for annulation in annulations:
            changement.annulees += ateliers.annuler(
                annulation.seance, motif=annulation.motif, version=annulation.version, **commun
            )
        for relais in remplacements:
            changement.remplacees.append(
                ateliers.remplacer(
                    relais.seance,
                    avant=relais.avant,
                    apres=relais.apres,
                    version=relais.version,
                    **commun,
                )
            )
        _suivre(changement, quand=quand, dire=prevenir)
        return changement


def _deplacer(voulu: DeplacementVoulu, **commun: Any) -> Deplacement:
    return ateliers.deplacer(
        voulu.seance,
        debut=voulu.debut,
        fin=voulu.fin,
        lieu=voulu.lieu,
        raison=voulu.raison,
        version=voulu.version,
        **commun,
    )


def _avec_creneaux(pks: Iterable[int]) -> list[Seance]:
    """Lock séances and the slots of windows, in the order of their ids."""
    voulus = list(pks)
    tous = Seance.objects.filter(Q(pk__in=voulus) | Q(fenetre__in=voulus))
    return verrouiller(tous.values_list("pk", flat=True))


def _places_vivantes(pks: Iterable[int]) -> list[Place]:
    """Living places of séances and of the slots of windows, locked in the order of their ids."""
    seances = list(pks)
    return list(
        Place.objects.vivantes()
        .filter(Q(seance__in=seances) | Q(seance__fenetre__in=seances))
        .select_for_update(of=("self",))
        .select_related(
            "personne", "inscription", "seance__atelier", "seance__centre", "seance__lieu"
        )
        .order_by("pk")
    )


def _suivre(changement: Changement, *, quand: dt.datetime, dire: bool) -> None:
    """Let interviews, places, calendars and other channels follow the rows that changed."""
    suivre_les_seances(
        [d.seance_id for d in changement.deplacements] + [s.pk for s in changement.annulees]
    )
    bougees = _places_vivantes(d.seance_id for d in changement.deplacements)
    perdues = _places_vivantes(s.pk for s in changement.annulees)
    attendus = {p.pk for p in (*bougees, *perdues) if p.etat in Place.TENUES}
    suspendre(perdues, quand=quand)
    changement.places = [*bougees, *perdues]
    retirer_les_rappels(changement.places)
    personnes = [place.personne for place in changement.places]
    agenda_change([p.pk for p in personnes], quand=quand)
    courrier = invitations.synchroniser(
        personnes, quand=quand, deplacements=_historiques(changement.deplacements, bougees)
    )
    if dire:
        for motif, places in (("deplacement", bougees), ("annulation", perdues)):
            prevenir.tout_le_monde(places, attendus, motif=motif, courrier=courrier)
    changement.envois = courrier.envois


def _historiques(deplacements: Sequence[Deplacement], places: Sequence[Place]) -> list[Deplacement]:
    """The history rows of the séances moved and of their slots: what each person knew before."""
    creneaux = {p.seance_id for p in places} - {d.seance_id for d in deplacements}
    if not creneaux:
        return list(deplacements)
    des_creneaux = Deplacement.objects.filter(
        seance__in=creneaux, le__in={d.le for d in deplacements}, annule_le__isnull=True
    )
    return [*deplacements, *des_creneaux.select_related("avant_lieu")]


def peut_se_defaire(deplacement: Deplacement, *, quand: dt.datetime) -> bool:
    """Whether the undo button still stands: ten minutes after the move."""
    return deplacement.annule_le is None and quand < deplacement.le + DELAI_POUR_DEFAIRE


def annulation_se_defait(seance: Seance, *, quand: dt.datetime) -> bool:
    """Whether a cancellation can still be undone: ten minutes, and the séance is ahead."""
    recente = seance.annulee_le is not None and quand < seance.annulee_le + DELAI_POUR_DEFAIRE
    return recente and seance.fin > quand


def defaire(
    deplacement: Deplacement, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Changement:
    """Put a séance back and take back the messages that have not left, within ten minutes.

    Who was told already is told again, by the same road.
    """
    quand = quand or maintenant()
    with ecriture():
        _avec_creneaux([deplacement.seance_id])
        if not peut_se_defaire(deplacement, quand=quand):
            raise Refus(
                "Les dix minutes sont passées. Déplacez de nouveau la séance.", code="trop_tard"
            )
        du_geste = Q(envoi__deplacement__seance=deplacement.seance_id) | Q(
            envoi__deplacement__seance__fenetre=deplacement.seance_id
        )
        directs = Message.objects.filter(du_geste, envoi__deplacement__le=deplacement.le)
        messages = messages_du_geste(directs, [deplacement.seance_id], le=deplacement.le)
        partis, repris = reprendre(messages)
        ateliers.defaire(deplacement, par=par, quand=quand)
        changement = _revenir(deplacement.seance_id, partis, quand)
        reste = {cle for cle in repris if cle[1] != deplacement.seance_id}
        changement.envois += redire_le_reste(
            reste, le=deplacement.le, motif="deplacement", quand=quand
        )
        return changement


def _revenir(seance_id: int, partis: set[tuple[int, int]], quand: dt.datetime) -> Changement:
    suivre_les_seances([seance_id])
    places = _places_vivantes([seance_id])
    agenda_change([p.personne_id for p in places], quand=quand)
    courrier = invitations.synchroniser([p.personne for p in places], quand=quand)
    informees = [p for p in places if (p.personne_id, p.seance_id) in partis]
    attendus = {p.pk for p in informees if p.etat == Place.Etat.CONFIRMEE}
    # An offer that was taken away is made again: « your date is on » would promise a seat.
    proposees = [p for p in informees if p.etat == Place.Etat.PROPOSEE]
    dites = [p for p in informees if p not in proposees]
    prevenir.tout_le_monde(dites, attendus, motif="retour", courrier=courrier)
    for place in proposees:
        prevenir.de_l_offre(place, quand=quand, a_partir_de=None)
    return Changement(places=places, envois=courrier.envois)


def retablir(
    seance: Seance, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Changement:
    """Put a cancelled séance back with the places that its cancellation took, and say so."""
    quand = quand or maintenant()
    with ecriture():
        _avec_creneaux([seance.pk])
        annulee_le = Seance.objects.values_list("annulee_le", flat=True).get(pk=seance.pk)
        rendues = ateliers.retablir(seance, par=par, quand=quand)
        rendre([s.pk for s in rendues], annulee_le)
        pks = {s.pk for s in rendues}
        directs = Message.objects.filter(envoi__seance__in=pks, envoi__motif=Envoi.Motif.ANNULATION)
        partis, repris = reprendre(messages_du_geste(directs, pks, le=annulee_le or quand))
        changement = _revenir(seance.pk, partis, quand)
        reste = {cle for cle in repris if cle[1] not in pks}
        changement.envois += redire_le_reste(
            reste, le=annulee_le or quand, motif="annulation", quand=quand
        )
        return changement
