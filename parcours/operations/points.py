"""Writing, reading again, sending the point with the prescriber (ASI-11, ASI-12)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.messagerie import deposer
from centre.models import Message
from centre.temps import JOUR, a_paris, maintenant
from parcours.models import Parcours, PointPrescripteur
from parcours.operations.empreintes import empreinte_du_point, exiger_ce_qui_est_lu
from parcours.queries.partageables import lignes_generales
from parcours.queries.points import echeance_du_point

if TYPE_CHECKING:
    from centre.models import Utilisateur

FIGE = "Ce point est envoyé\u00a0: il ne change plus."


def _relire(point: PointPrescripteur, vu: str | None) -> PointPrescripteur:
    """Lock the parcours, then the point: not sent yet, and still the one of the page (``vu``)."""
    Parcours.objects.select_for_update(of=("self",)).get(pk=point.parcours_id)
    relu = PointPrescripteur.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if relu.est_envoye:
        raise Refus(FIGE, code="fige")
    exiger_ce_qui_est_lu(relu, vu)
    return relu


@transaction.atomic
def commencer(
    parcours: Parcours, *, par: Utilisateur, quand: dt.datetime | None = None
) -> PointPrescripteur:
    """Start the note from what may be shared since the last one; begun twice, it is the same."""
    jour = a_paris(quand or maintenant()).date()
    Parcours.objects.select_for_update(of=("self",)).get(pk=parcours.pk)
    parcours = Parcours.objects.select_related("dispositif").get(pk=parcours.pk)
    if not parcours.est_ouvert:
        raise Refus("Ce parcours est clos.", code="clos")
    if parcours.prescripteur_id is None:
        raise Refus("Ce parcours n’a pas de prescripteur.", code="prescripteur")
    brouillon = parcours.points.brouillons().first()
    if brouillon:
        return brouillon
    dernier = parcours.points.envoyes().order_by("-au").values_list("au", flat=True).first()
    if dernier and dernier >= jour:
        raise Refus("Un point est déjà parti aujourd’hui.", code="deja")
    du = dernier + JOUR if dernier else parcours.date_entree
    return PointPrescripteur.objects.create(
        parcours=parcours,
        du=du,
        au=jour,
        prevu_le=echeance_du_point(parcours, dernier) or jour,
        texte=lignes_generales(parcours, du, jour),
        ecrit_par=par,
        ecrit_le=quand or maintenant(),
    )


@transaction.atomic
def ecrire(
    point: PointPrescripteur,
    *,
    texte: str,
    remarque: str = "",
    relu_le: dt.date | None = None,
    vu: str | None = None,
    quand: dt.datetime | None = None,
) -> PointPrescripteur:
    """Rewrite the note; one word changed since it was read with her, and it is to be read again.

    ``vu`` is the ``empreinte_lue`` of the page: a note that another account changed is refused.
    """
    jour = a_paris(quand or maintenant()).date()
    point = _relire(point, vu)
    if not texte.strip():
        raise Refus("Écrivez au moins une ligne.", code="texte")
    if relu_le and not point.du <= relu_le <= jour:
        raise Refus("La relecture se place dans la période du point.", code="relu")
    if (texte, remarque) != (point.texte, point.remarque) and relu_le == point.relu_le:
        relu_le = None
    point.texte, point.remarque, point.relu_le = texte, remarque, relu_le
    point.save(update_fields=["texte", "remarque", "relu_le"])
    return point


@transaction.atomic
def envoyer(
    point: PointPrescripteur,
    *,
    par: Utilisateur,
    vu: str | None = None,
    quand: dt.datetime | None = None,
) -> PointPrescripteur:
    """Freeze the note and open it to the prescriber; a mail tells him, without a name."""
    quand = quand or maintenant()
    point = _relire(point, vu)
    parcours = Parcours.objects.select_related("centre", "prescripteur__utilisateur").get(
        pk=point.parcours_id
    )
    if point.relu_le is None:
        raise Refus("Relisez-le d’abord avec la personne, et notez la date.", code="relu")
    prescripteur = parcours.prescripteur
    if prescripteur is None or not parcours.est_ouvert:
        raise Refus("Ce parcours n’a plus de prescripteur à qui l’envoyer.", code="prescripteur")
    point.au = a_paris(quand).date()
    point.envoye_le, point.envoye_par, point.destinataire = quand, par, prescripteur
    point.empreinte = empreinte_du_point(point)
    point.save(update_fields=["au", "envoye_le", "envoye_par", "destinataire", "empreinte"])
    compte = prescripteur.utilisateur
    if compte and compte.is_active:
        deposer(
            centre=parcours.centre,
            canal=Message.Canal.COURRIEL,
            langue="fr",
            destinataire=compte.courriel,
            modele="parcours.point",
            graine={"point": point.pk},
            cle=f"parcours.point:{point.pk}",
        )
    return point
