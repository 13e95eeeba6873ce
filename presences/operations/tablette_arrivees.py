"""« Je suis là » : the person's own card, read at a desk that is nobody's session."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import Atelier, Seance
from centre.erreurs import Refus
from centre.models.acces import code_court
from centre.temps import a_paris, bornes_du_jour, maintenant
from inscriptions.models import JetonParticipant, Place
from presences.models import AppareilTablette, ArriveeParCarte, Presence
from presences.operations.feuille import marquer_changee, verifier_ouverte, verrouiller
from presences.operations.reponses import Reponse, appliquer
from presences.queries.feuilles import reponse_de

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

# From half an hour before the start; up to ten minutes after it nobody is late.
AVANCE = dt.timedelta(minutes=30)
TOLERANCE = dt.timedelta(minutes=10)
INCONNUE = "Adressez-vous à l’accueil."


@transaction.atomic
def choisir_l_arrivee_par_carte(
    centre: Centre, *, ateliers: set[int], par: Utilisateur, quand: dt.datetime | None = None
) -> None:
    """The ateliers of this centre whose people check in themselves; never one of level 3."""
    permis = Atelier.objects.filter(centre=centre, sensibilite__lt=Atelier.Sensibilite.PROTEGE)
    voulus = set(permis.filter(pk__in=ateliers).values_list("pk", flat=True))
    tenus = ArriveeParCarte.objects.filter(atelier__centre=centre)
    tenus.exclude(atelier__in=voulus).delete()
    deja = set(tenus.values_list("atelier", flat=True))
    ArriveeParCarte.objects.bulk_create(
        ArriveeParCarte(atelier_id=pk, choisie_par=par, choisie_le=quand or maintenant())
        for pk in sorted(voulus - deja)
    )


def arriver(borne: AppareilTablette, lu: str, *, quand: dt.datetime | None = None) -> str:
    """Note that the holder of a card is there; return her first name, and nothing else.

    ``lu`` is the address of the card, its secret, or the eight figures under the QR. Raises Refus
    with one sentence for every reason. An answer already written stays as it is.
    """
    quand = quand or maintenant()
    places = _places_ouvertes(borne.centre_id, quand)
    jeton = _jeton(places, lu)
    siennes = [p for p in places if jeton and p.personne_id == jeton.personne_id]
    if not siennes:
        raise Refus(INCONNUE, code="inconnue")
    for place in siennes:
        _noter_presente(place, quand=quand)
    return siennes[0].personne.prenom


def _places_ouvertes(centre_id: int, quand: dt.datetime) -> list[Place]:
    """Places of today's séances that let people in by card and are about to begin, or on."""
    du, au = bornes_du_jour(a_paris(quand).date())
    return list(
        Place.objects.confirmees()
        .filter(
            seance__centre=centre_id,
            seance__etat=Seance.Etat.PREVUE,
            seance__debut__gte=du,
            seance__debut__lt=min(au, quand + AVANCE),
            seance__fin__gt=quand,
            seance__atelier__in=ArriveeParCarte.objects.values("atelier"),
            personne__anonymisee_le__isnull=True,
        )
        .select_related("personne", "seance__atelier")
        .order_by("seance__debut", "pk")
    )


def _jeton(places: list[Place], lu: str) -> JetonParticipant | None:
    """The card among those of the people expected; two with one short code are nobody."""
    cartes = JetonParticipant.objects.vivants().filter(
        usage=JetonParticipant.Usage.PAGE, personne__in={p.personne_id for p in places}
    )
    chiffres = re.sub(r"[\s.-]", "", lu)
    if re.fullmatch(r"[0-9]{8}", chiffres):
        trouvees = [carte for carte in cartes if code_court(carte.empreinte) == chiffres]
        return trouvees[0] if len(trouvees) == 1 else None
    secret = re.search(r"/moi/([^/\s?#]+)", lu)
    return cartes.du_jeton(secret[1] if secret else lu.strip()).first()


@transaction.atomic
def _noter_presente(place: Place, *, quand: dt.datetime) -> None:
    """Locked, read again; what somebody has answered is never changed by a card."""
    try:
        feuille = verrouiller(place.seance)
        verifier_ouverte(feuille)
    except Refus as refus:
        raise Refus(INCONNUE, code=refus.code) from refus
    lue = (
        Place.objects.confirmees()
        .select_related("personne", "seance__atelier", "presence")
        .filter(pk=place.pk)
        .first()
    )
    if lue is None or reponse_de(lue) is not None:
        return
    tard = quand > lue.seance.debut + TOLERANCE
    reponse = (
        Reponse(Presence.Statut.PRESENT_PARTIEL, arrivee=quand.replace(second=0, microsecond=0))
        if tard
        else Reponse(Presence.Statut.PRESENT)
    )
    # Nobody of the team answered: the card did; before the start it counts from the start.
    presence, _ = appliquer(lue, reponse, par=None, quand=max(quand, lue.seance.debut))  # type: ignore[arg-type]
    presence.saisie_le = quand
    presence.save(update_fields=["saisie_le"])
    marquer_changee(feuille)
