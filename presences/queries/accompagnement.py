"""Which of her parcours have a space that she shares with those who walk with her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from parcours.models import Parcours

if TYPE_CHECKING:
    from inscriptions.session import Visite
    from parcours.models import Personne
    from parcours.models.parcours import ParcoursQuerySet


def espaces_de_la_personne(personne: Personne) -> ParcoursQuerySet:
    """Open parcours of a binôme, or with intervenants and shared notes."""
    en_commun = Q(dispositif__est_partage=True) | Q(dispositif__nb_referents__gt=1)
    ouverts = Parcours.objects.ouverts().filter(en_commun, personne=personne)
    return ouverts.select_related("dispositif", "personne", "centre")


def bloc_de_l_accompagnement(visite: Visite) -> dict[str, Any]:
    return {"a_un_espace": espaces_de_la_personne(visite.personne).exists()}
