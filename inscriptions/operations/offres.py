"""A seat is free and somebody waits: offer it to whose turn it is, hold it, seat her (S8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import F, Q

from ateliers.models import Seance
from ateliers.operations.creneaux import rouvrir_creneau
from centre.erreurs import Refus
from centre.temps import a_paris, instant, maintenant
from inscriptions.models import Inscription, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.file import file_de, libres_pour_tous, prochaine
from inscriptions.operations.permanences import est_garde, refuser_les_gardes
from inscriptions.operations.verrou import ecriture, verrouiller

if TYPE_CHECKING:
    from centre.models import Utilisateur

DUREE = dt.timedelta(hours=24)
# An offer found at night is read in the morning: its 24 hours begin then.
MATIN, SOIR = dt.time(8), dt.time(20)


def de_jour(quand: dt.datetime) -> dt.datetime:
    """When what can wait may leave: by day, between 8:00 and 20:00 in Paris."""
    ici = a_paris(quand)
    if MATIN <= ici.time() < SOIR:
        return quand
    jour = ici.date() + dt.timedelta(days=ici.time() >= SOIR)
    return instant(jour, MATIN)


def tour_de(seance: Seance, quand: dt.datetime) -> Place | None:
    """Whose turn it is in a locked séance, if her group fits in the seats free for all.

    A closed slot is nobody's turn, nor one kept for prescribers until it is given back.
    """
    if seance.ferme_le is not None:
        return None
    if seance.fenetre_id and seance.places_libres and est_garde(seance, quand):
        return None
    return prochaine(
        file_de(seance),
        libres=libres_pour_tous(seance, quand),
        premier_qui_tient=seance.atelier.premier_qui_tient,
    )


def _son_tour(seance: Seance, place: Place, quand: dt.datetime) -> Place:
    """Read a waiting place again under the lock of its séance; refuse what is not its turn."""
    lue = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    lue.seance = seance
    if lue.etat != Place.Etat.LISTE_ATTENTE:
        raise Refus("Cette personne n’attend plus de place à cette date.", code="etat")
    if seance.est_annulee or seance.debut <= quand:
        raise Refus("Cette séance est annulée ou passée.", code="passee")
    if seance.ferme_le is not None:
        raise Refus("Ce créneau est fermé.", code="ferme")
    if seance.fenetre_id and seance.places_libres:
        refuser_les_gardes(seance, quand=quand)
    # The team may open the seats it keeps to whose turn it is.
    file, libres = file_de(seance), seance.places_libres
    regle = seance.atelier.premier_qui_tient
    attendue = prochaine(file, libres=libres, premier_qui_tient=regle)
    if attendue is not None and attendue.pk == lue.pk:
        return lue
    if libres < lue.sieges:
        raise Refus("Il n’y a pas encore assez de places libres.", code="complet")
    atelier = seance.atelier
    strict = not (atelier.premier_qui_tient or atelier.moins_sortis_d_abord)
    phrase = "attend depuis plus longtemps" if strict else "passe avant elle"
    raise Refus(f"Une autre personne {phrase}.", code="rang")


def _offrir(lue: Place, quand: dt.datetime) -> None:
    depart, debut = de_jour(quand), lue.seance.debut
    lue.etat, lue.rang = Place.Etat.PROPOSEE, None
    lue.offre_jusqua = min(max(depart, quand) + DUREE, debut)
    # Of the queue of a permanence, the slot that is free is the one she is offered.
    lue.save(update_fields=["seance", "etat", "rang", "offre_jusqua"])
    Seance.objects.filter(pk=lue.seance_id).update(sieges_pris=F("sieges_pris") + lue.sieges)
    lue.seance.sieges_pris += lue.sieges
    agenda_change([lue.personne_id], quand=quand)


def _annoncer(offertes: Sequence[Place], quand: dt.datetime) -> None:
    depart = de_jour(quand)
    prevenir.des_offres(offertes, quand=quand, a_partir_de=depart if depart > quand else None)


def _verrouiller_pour(place: Place, creneau: int | None) -> Seance:
    """Lock the date she waits for, or the slot of the same permanence that she is offered."""
    ici = place.seance
    if creneau is not None and creneau != ici.pk:
        voulu = Seance.objects.filter(pk=creneau, fenetre=ici.fenetre_id).first()
        if ici.fenetre_id is None or voulu is None:
            raise Refus("Ce créneau n’est pas de cette permanence.", code="creneau")
        ici = voulu
    lues = verrouiller({pk for pk in (ici.pk, ici.fenetre_id) if pk})
    return next(lue for lue in lues if lue.pk == ici.pk)


def proposer_place(
    place: Place,
    *,
    par: Utilisateur | None,
    creneau: int | None = None,
    quand: dt.datetime | None = None,
) -> Place:
    """Hold the seats for whose turn it is and tell her: 24 hours, never past the start.

    ``creneau`` is the slot of her permanence that is free, where she waits for another.
    """
    quand = quand or maintenant()
    with ecriture():
        seance = _verrouiller_pour(place, creneau)
        lue = _son_tour(seance, place, quand)
        _offrir(lue, quand)
        _annoncer([lue], quand)
        return lue


def suivre_la_file(seance: Seance, *, quand: dt.datetime) -> list[Place]:
    """Offer every seat free for all, turn by turn, in a séance that the caller has locked.

    Nothing is offered in the last hours, nor where the team offers by hand: « À faire » says so.
    """
    offertes = _offrir_a_la_file(seance, quand)
    _annoncer(offertes, quand)
    return offertes


def _offrir_a_la_file(seance: Seance, quand: dt.datetime) -> list[Place]:
    atelier = seance.atelier
    if (
        not atelier.proposition_automatique
        or seance.etat != Seance.Etat.PREVUE
        or quand >= atelier.arret_des_propositions(seance.debut)
    ):
        return []
    offertes = []
    while (suivante := tour_de(seance, quand)) is not None:
        suivante.seance = seance
        _offrir(suivante, quand)
        offertes.append(suivante)
    return offertes


def suivre_les_files(seances: Iterable[int], *, quand: dt.datetime | None = None) -> list[Place]:
    """Follow the queues of séances whose seats changed: a group left, more seats, another rule.

    Whoever is offered several dates reads them in one message.
    """
    quand = quand or maintenant()
    attente = Place.Etat.LISTE_ATTENTE
    attendues = Seance.objects.filter(pk__in=list(seances)).filter(
        Q(places__etat=attente) | Q(fenetre__creneaux__places__etat=attente)
    )
    with ecriture():
        voulues = dict(attendues.order_by().values_list("pk", "fenetre"))
        lues = verrouiller({*voulues, *filter(None, voulues.values())})
        suivies = [seance for seance in lues if seance.pk in voulues]
        offertes = [place for seance in suivies for place in _offrir_a_la_file(seance, quand)]
        _annoncer(offertes, quand)
        return offertes


def rouvrir_et_offrir(creneau: Seance, *, quand: dt.datetime | None = None) -> Seance:
    """Give a closed slot back: first to whoever waits for one of its permanence."""
    quand = quand or maintenant()
    with ecriture():
        lues = verrouiller({pk for pk in (creneau.pk, creneau.fenetre_id) if pk})
        lue = next(lue for lue in lues if lue.pk == creneau.pk)
        rouvert = rouvrir_creneau(lue, quand=quand)
        suivre_la_file(lue, quand=quand)
        return rouvert


def confirmer_place(
    place: Place,
    *,
    par: Utilisateur | None,
    creneau: int | None = None,
    quand: dt.datetime | None = None,
) -> Place:
    """Turn an offer, or whose turn it is, into a place; twice is once."""
    quand = quand or maintenant()
    with ecriture():
        seance = _verrouiller_pour(place, creneau)
        lue = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        if lue.etat == Place.Etat.CONFIRMEE:
            return lue
        if lue.etat != Place.Etat.PROPOSEE:
            lue = _son_tour(seance, place, quand)
            Seance.objects.filter(pk=seance.pk).update(sieges_pris=F("sieges_pris") + lue.sieges)
        elif lue.seance_id != seance.pk:
            raise Refus("Une place à une autre heure lui est déjà proposée.", code="etat")
        elif seance.est_annulee or seance.debut <= quand:
            raise Refus("Cette séance est annulée ou passée.", code="passee")
        lue.seance = seance
        lue.etat, lue.rang, lue.offre_jusqua = Place.Etat.CONFIRMEE, None, None
        lue.save(update_fields=["seance", "etat", "rang", "offre_jusqua"])
        Inscription.objects.filter(places=lue, etat=Inscription.Etat.LISTE_ATTENTE).update(
            etat=Inscription.Etat.CONFIRMEE
        )
        agenda_change([lue.personne_id], quand=quand)
        invitations.synchroniser([lue.personne], quand=quand)
        prevenir.de_la_place(lue, quand=quand)
        return lue
