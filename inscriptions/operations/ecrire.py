"""A word from the team to everybody of a séance, or of its whole atelier."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.messagerie import quand_partir
from centre.temps import maintenant
from inscriptions.models import Place
from inscriptions.operations import graines
from inscriptions.operations.apercu import Apercu, raconter
from inscriptions.operations.changements import Changement
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.offres import de_jour
from inscriptions.operations.prevenir import ecrire_a
from inscriptions.operations.verrou import ecriture
from parcours.models import Personne

if TYPE_CHECKING:
    from centre.models import Utilisateur


def lecteurs(seance: Seance, *, a_tout_l_atelier: bool, quand: dt.datetime) -> list[Place]:
    """One place per person: hers at this séance, or her next one in the atelier.

    Refuses once the séance has begun or is cancelled: a word about it would come too late.
    """
    if seance.debut <= quand or seance.est_annulee:
        raise Refus("Cette séance est passée ou annulée\u00a0: il est trop tard.", code="passee")
    places = Place.objects.tenues().select_related(
        "personne", "inscription", "seance__atelier", "seance__centre", "seance__lieu"
    )
    if not a_tout_l_atelier:
        return list(places.filter(seance=seance).order_by("pk"))
    a_venir = places.filter(
        seance__atelier=seance.atelier_id, seance__debut__gt=quand, seance__etat=Seance.Etat.PREVUE
    )
    premieres: dict[int, Place] = {}
    for place in a_venir.order_by("seance__debut", "pk"):
        premieres.setdefault(place.personne_id, place)
    return list(premieres.values())


def canaux(places: list[Place]) -> set[str]:
    return {canal for p in places if (canal := p.personne.canal_effectif()) is not None}


def ecrire_a_tous(
    seance: Seance,
    *,
    texte: str,
    cle: str,
    a_tout_l_atelier: bool = False,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Changement:
    """Deposit one message per person, by her channel; ``cle`` names the act, twice is once.

    Who is called or given paper enters the call list; nobody under the « ne pas écrire » flag gets
    anything. Far from the date it leaves after ten minutes, like every message, and by day.
    """
    quand = quand or maintenant()
    with ecriture():
        places = lecteurs(seance, a_tout_l_atelier=a_tout_l_atelier, quand=quand)
        courrier = Courrier(quand)
        with courrier.en_lot():
            for place in places:
                graine = graines.base(place.personne, place.seance, motif="mot")
                graine["evenements"] = [graines.evenement(place.seance)]
                graine |= {"mot": texte, "cle": cle, "par": par.pk}
                ecrire_a(place, graine, courrier=courrier, a_partir_de=_depart(place.seance, quand))
        return Changement(places=places, envois=courrier.envois)


def _depart(seance: Seance, quand: dt.datetime) -> dt.datetime:
    """A word that can wait wakes nobody; one about the next hours leaves at once."""
    depart = quand_partir(seance.debut, quand=quand)
    return depart if depart <= quand else de_jour(depart)


def apercu_du_mot(
    seance: Seance, *, texte: str, a_tout_l_atelier: bool, par: Utilisateur
) -> Apercu:
    """Write, read what would leave, roll everything back."""
    quand = maintenant()
    with transaction.atomic():
        ecrit = ecrire_a_tous(
            seance, texte=texte, cle="apercu", a_tout_l_atelier=a_tout_l_atelier, par=par
        )
        apercu = raconter(ecrit, quand)
        transaction.set_rollback(True)
    return apercu


def est_par_sms(places: list[Place]) -> bool:
    return Personne.Canal.SMS in canaux(places)
