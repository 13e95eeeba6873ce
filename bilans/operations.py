"""Keeping an uploaded file between its preview and its confirmation, then applying it once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import transaction

from bilans.fichiers import lire
from bilans.imports import Apercu, preparer, reconnaitre
from bilans.models import Import
from bilans.repertoire import Fiche, Repertoire
from centre.erreurs import Refus
from centre.temps import maintenant
from centre.textes import CONTROLES_LIGNE
from parcours.operations.personnes import creer_personnes

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


def deposer_import(*, centre: Centre, par: Utilisateur, nom: str, contenu: bytes) -> Import:
    """Keep a file that can be read, bound to who sent it; raises Refus with what to do."""
    reconnaitre(lire(nom, contenu).entetes)
    return Import.objects.create(
        centre=centre,
        utilisateur=par,
        nom_fichier=CONTROLES_LIGNE.sub("", PurePath(nom).name)[-150:] or "fichier",
        contenu=contenu,
        empreinte=hashlib.sha256(contenu).hexdigest(),
    )


def apercu_import(importe: Import, choisies: Collection[int] = ()) -> Apercu:
    """The dry run, against the people the centre knows now."""
    return preparer(importe.centre, lire(importe.nom_fichier, bytes(importe.contenu)), choisies)


def appliquer_import(importe: Import, *, choisies: Collection[int] = ()) -> int:
    """Add the people of the file in one transaction and forget its content; return how many.

    The file is read before the transaction, which is short: it locks the import, then looks again
    for people added meanwhile. A file is applied once; a second click is a Refus.
    """
    ajoutees = [ligne.personne for ligne in apercu_import(importe, choisies).ajoutees]
    with transaction.atomic():
        garde = Import.objects.select_for_update(of=("self",)).get(pk=importe.pk)
        if garde.etat != Import.Etat.APERCU:
            raise Refus("Ce fichier a déjà été traité.", code="deja")
        connues = Repertoire.du_centre(importe.centre)
        nouvelles = [
            personne
            for personne in ajoutees
            if personne and not connues.connue(Fiche.de(personne, connue=False))
        ]
        creer_personnes(nouvelles)
        _clore(garde, Import.Etat.APPLIQUE, len(nouvelles))
    return len(nouvelles)


@transaction.atomic
def abandonner_import(importe: Import) -> None:
    garde = Import.objects.select_for_update(of=("self",)).get(pk=importe.pk)
    if garde.etat == Import.Etat.APERCU:
        _clore(garde, Import.Etat.ABANDONNE, 0)


def _clore(importe: Import, etat: str, ajoutees: int) -> None:
    """The names in the file are not kept once it has served."""
    importe.etat, importe.ajoutees, importe.contenu = etat, ajoutees, b""
    importe.applique_le = maintenant() if etat == Import.Etat.APPLIQUE else None
    importe.save(update_fields=["etat", "ajoutees", "contenu", "applique_le"])
