"""Which of her parcours have a space that she shares with those who walk with her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.text import capfirst

from centre.temps import a_paris
from inscriptions.langues import jour_dit
from parcours.models import Parcours, ReferentParcours
from parcours.models.referents import PAR_SON_OUI
from parcours.queries.comites import situations_dites_avec_son_accord

if TYPE_CHECKING:
    from inscriptions.session import Visite
    from parcours.models import Personne
    from parcours.models.parcours import ParcoursQuerySet


LIMITE = 4


def espaces_de_la_personne(personne: Personne) -> ParcoursQuerySet:
    """Open parcours of a binôme, with shared notes, or where she let somebody in: what they read
    there is hers to read (ASG-04)."""
    entres = ReferentParcours.objects.filter(role__in=PAR_SON_OUI, fin__isnull=True)
    en_commun = Q(dispositif__est_partage=True) | Q(dispositif__nb_referents__gt=1)
    en_commun |= Q(pk__in=entres.values("parcours"))
    ouverts = Parcours.objects.ouverts().filter(en_commun, personne=personne)
    return ouverts.select_related("dispositif", "personne", "centre")


def bloc_des_comites(visite: Visite) -> dict[str, Any]:
    """Where she is spoken of with her agreement, in words; nothing is asked of other centres."""
    personne = visite.personne
    if not personne.centre.tient_des_comites:
        return {}
    dites = situations_dites_avec_son_accord(personne, a_paris(visite.quand).date())
    return {
        "comites": [
            (capfirst(jour_dit(dite.comite.jour)), dite.comite.jour, dite.decision)
            for dite in dites[:LIMITE]
        ],
        "aujourdhui": a_paris(visite.quand).date(),
    }


def bloc_de_l_accompagnement(visite: Visite) -> dict[str, Any]:
    return {"a_un_espace": espaces_de_la_personne(visite.personne).exists()}
