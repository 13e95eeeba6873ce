"""Her project, said again: a new version each time, none rewritten (ASG-03)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import aujourdhui
from parcours.models import Personne, Projet

if TYPE_CHECKING:
    from centre.models import Utilisateur


@transaction.atomic
def dire_son_projet(
    personne: Personne, *, texte: str, dit_le: dt.date, auteur: Utilisateur
) -> Projet:
    """Keep her words of that day. The same words again are a reading, not a version."""
    Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if dit_le > aujourdhui():
        raise Refus("Cette date n’est pas encore passée.", code="avenir")
    dernier = personne.projets.first()
    if dernier and dit_le < dernier.dit_le:
        raise Refus(
            f"La dernière version est du {dernier.dit_le:%d/%m/%Y}\u00a0: "
            "choisissez ce jour ou un jour après.",
            code="avant",
        )
    if dernier and dernier.texte == texte:
        return _relire(dernier, dit_le)
    return Projet.objects.create(personne=personne, texte=texte, dit_le=dit_le, ecrit_par=auteur)


def _relire(projet: Projet, le: dt.date) -> Projet:
    projet.relu_le = le
    projet.save(update_fields=["relu_le"])
    return projet


@transaction.atomic
def relire_le_projet(personne: Personne, *, le: dt.date | None = None) -> Projet:
    """Read together again, and still what she wants."""
    Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    projet = personne.projets.first()
    if projet is None:
        raise Refus("Son projet n’est pas encore écrit.", code="vide")
    return _relire(projet, le or aujourdhui())
