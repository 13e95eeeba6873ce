"""Giving a partner without account the address where she writes fiches, for eight days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from centre.erreurs import Refus
from centre.models import Professionnel
from centre.temps import maintenant
from centre.textes import cle_de_nom
from parcours.models import LienFiche
from parcours.models.liens import DUREE_DU_LIEN
from parcours.operations.orientations import envoyer_fiche

if TYPE_CHECKING:
    from centre.models import Centre, Organisme, Utilisateur
    from parcours.models import Orientation

# More than a service sends in a week; beyond it, somebody is trying something.
FICHES_PAR_LIEN = 20


@transaction.atomic
def donner_un_lien(
    *,
    centre: Centre,
    organisme: Organisme,
    par: Utilisateur,
    professionnel: Professionnel | None = None,
    quand: dt.datetime | None = None,
) -> tuple[LienFiche, str]:
    """Return the link and its secret, which is shown once and kept as a hash."""
    if professionnel and professionnel.organisme_id != organisme.pk:
        raise Refus("Cette personne travaille pour un autre organisme.", code="organisme")
    quand = quand or maintenant()
    jeton, empreinte = LienFiche.tirer()
    lien = LienFiche.objects.create(
        centre=centre,
        organisme=organisme,
        professionnel=professionnel,
        empreinte=empreinte,
        libelle=str(professionnel or organisme)[:60],
        cree_le=quand,
        expire_le=quand + DUREE_DU_LIEN,
        cree_par=par,
    )
    return lien, jeton


@transaction.atomic
def retirer_le_lien(lien: LienFiche) -> None:
    LienFiche.objects.filter(pk=lien.pk, revoque_le__isnull=True).update(revoque_le=maintenant())


def _qui_ecrit(lien: LienFiche, *, prenom: str, nom: str) -> Professionnel:
    """The professional named on the link, or the one of the organisation who says her name."""
    if lien.professionnel:
        return lien.professionnel
    cle = cle_de_nom(prenom, nom)
    connus = Professionnel.objects.filter(centre=lien.centre_id, organisme=lien.organisme_id)
    trouve = next((p for p in connus if cle_de_nom(p.prenom, p.nom) == cle), None)
    return trouve or Professionnel.objects.create(
        centre_id=lien.centre_id, organisme_id=lien.organisme_id, prenom=prenom, nom=nom
    )


@transaction.atomic
def envoyer_par_lien(
    lien: LienFiche, *, prenom: str = "", nom: str = "", **fiche: object
) -> Orientation:
    """Receive a fiche written behind a link, with the rules of ``envoyer_fiche``.

    The link is read again under lock: dead or used up, it refuses (codes « lien », « nombre »).
    """
    garde = LienFiche.objects.vivants().select_for_update(of=("self",)).filter(pk=lien.pk).first()
    if garde is None:
        raise Refus("Ce lien ne sert plus. Demandez-en un autre au centre.", code="lien")
    if garde.fiches >= FICHES_PAR_LIEN:
        raise Refus("Ce lien a assez servi. Appelez le centre.", code="nombre")
    orientation = envoyer_fiche(
        centre=garde.centre,
        prescripteur=_qui_ecrit(garde, prenom=prenom, nom=nom),
        par=None,
        **fiche,  # type: ignore[arg-type]
    )
    LienFiche.objects.filter(pk=garde.pk).update(
        fiches=F("fiches") + 1, derniere_utilisation=maintenant()
    )
    return orientation
