"""Opening level 3 of one person's file, for a reason, for two hours, and saying so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from centre.erreurs import Refus
from centre.models import Affectation
from centre.permissions import COORDINATION
from centre.temps import aujourdhui, maintenant
from parcours.models import BrisDeGlace, Personne, ReferentParcours
from parcours.models.bris_de_glace import DUREE_DU_BRIS
from parcours.models.orientations import LECTURE_APRES_FIN
from parcours.permissions import SUIVI

if TYPE_CHECKING:
    from centre.models import Utilisateur

RAISON_MIN = 15


@transaction.atomic
def ouvrir(
    personne: Personne, *, raison: str, par: Utilisateur, quand: dt.datetime | None = None
) -> BrisDeGlace:
    """Open for two hours; asked again meanwhile, the opening in force is given back."""
    quand = quand or maintenant()
    raison = " ".join(raison.split())
    if len(raison) < RAISON_MIN:
        raise Refus("Écrivez pourquoi, en une phrase entière.", code="raison")
    Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    deja = BrisDeGlace.objects.en_vigueur(par, quand).filter(personne=personne).first()
    return deja or BrisDeGlace.objects.create(
        personne=personne,
        utilisateur=par,
        raison=raison[:300],
        ouvert_le=quand,
        jusqu_a=quand + DUREE_DU_BRIS,
    )


@transaction.atomic
def marquer_vu(bris: BrisDeGlace, *, par: Utilisateur, quand: dt.datetime | None = None) -> None:
    """A référent of the person, or another member of the coordination, has read the notice."""
    garde = BrisDeGlace.objects.select_for_update(of=("self",)).get(pk=bris.pk)
    if garde.utilisateur_id == par.pk:
        raise Refus("Quelqu’un d’autre que vous doit le lire.", code="soi_meme")
    if garde.lu_par_le_referent_le is None:
        garde.lu_par_le_referent_le = quand or maintenant()
        garde.save(update_fields=["lu_par_le_referent_le"])


def a_lire_par(utilisateur: Utilisateur) -> Q:
    """Openings that nobody has read yet and that this user must read: not her own.

    Those of people whose parcours she leads; for the coordination, also those that no référent
    can read, so that a second person reads each one.
    """
    menes = ReferentParcours.objects.en_vigueur(aujourdhui())
    siens = menes.filter(professionnel__utilisateur=utilisateur.pk).values("parcours__personne")
    sans_lecteur = Q(personne__centre__in=utilisateur.centres_ids(COORDINATION)) & ~_un_referent()
    a_elle = Q(personne__in=siens) | sans_lecteur
    return Q(lu_par_le_referent_le__isnull=True) & a_elle & ~Q(utilisateur=utilisateur.pk)


def _un_referent() -> Exists:
    """A référent of the team who may read the notice: neither a partner, nor who opened."""
    jour = aujourdhui()
    equipe = Affectation.objects.en_vigueur(jour).filter(
        role__in=SUIVI,
        utilisateur__is_active=True,
        utilisateur=OuterRef("professionnel__utilisateur"),
        centre=OuterRef("parcours__centre"),
    )
    fin = "parcours__date_fin_reelle"
    lisible = Q(**{f"{fin}__isnull": True}) | Q(**{f"{fin}__gte": jour - LECTURE_APRES_FIN})
    return Exists(
        ReferentParcours.objects.en_vigueur(jour)
        .filter(lisible, Exists(equipe), parcours__personne=OuterRef("personne"))
        .exclude(professionnel__utilisateur=OuterRef("utilisateur"))
    )
