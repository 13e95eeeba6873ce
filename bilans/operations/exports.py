"""Making a file to take away; a day later its rows are gone, its line stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bilans.documents.deduction import SEUIL, est_petit
from bilans.extraits import EXTRAITS, Extrait, ecrire
from bilans.figures import Periode
from bilans.models import Audience, Export
from centre.erreurs import Refus
from centre.models import Centre
from centre.temps import maintenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bilans.figures import Perimetre
    from centre.models import Utilisateur


@transaction.atomic
def exporter(
    genre: str,
    perimetre: Perimetre,
    periode: Periode,
    audience: str,
    extension: str,
    *,
    par: Utilisateur,
) -> Export:
    """Write the file and keep it for its author, for 24 hours. KeyError for an unknown kind.

    For partners, the centre is locked: two files given out at once see each other. Refus when the
    file, or what it adds to another one or lacks of it, is the rows of 1 to 4 people.
    """
    extrait = EXTRAITS[genre]
    if audience == Audience.EXTERNE:
        Centre.objects.select_for_update(of=("self",)).get(pk=perimetre.centre.pk)
        _refuser_ce_qui_se_devine(extrait, perimetre, periode, par=par)
    lignes = extrait.pour(par, perimetre, periode, audience)
    rangees = list(extrait.rangees(lignes, audience))
    dispositif = perimetre.dispositif
    filtre = [f"du {periode.du:%d/%m/%Y} au {periode.au:%d/%m/%Y}"] if genre != "personnes" else []
    filtre += [dispositif.nom] if dispositif else []
    filtre += ["sans nom, pour les partenaires"] if audience == "externe" else ["avec les noms"]
    return Export.objects.create(
        centre=perimetre.centre,
        utilisateur=par,
        genre=genre,
        audience=audience,
        du=periode.du if genre != "personnes" else None,
        au=periode.au if genre != "personnes" else None,
        dispositif=dispositif,
        filtre=", ".join(filtre)[:160],
        extension=extension,
        nombre=len(rangees),
        contenu=ecrire(extension, extrait.colonnes_pour(audience), rangees),
    )


def _refuser_ce_qui_se_devine(
    extrait: Extrait, perimetre: Perimetre, periode: Periode, *, par: Utilisateur
) -> None:
    """Files given out are read again as they would be now, under each filter once."""
    ici = extrait.pour(par, perimetre, periode, Audience.EXTERNE)
    if _est_une_poignee(extrait, ici):
        raise Refus(
            "Ce fichier ne parle que d’une à quatre personnes\u00a0: même sans nom, elles se "
            "reconnaîtraient. Choisissez une période plus longue, ou tous les dispositifs.",
            code="poignee",
        )
    remis = Export.objects.filter(
        centre=perimetre.centre, genre=extrait.code, audience=Audience.EXTERNE
    )
    filtres = {
        (remis_.du, remis_.au, remis_.dispositif_id): remis_
        for remis_ in remis.select_related("dispositif").defer("contenu")
    }
    for autre in filtres.values():
        dates = Periode(autre.du, autre.au) if autre.du and autre.au else periode
        la = extrait.pour(
            par, replace(perimetre, dispositif=autre.dispositif), dates, Audience.EXTERNE
        )
        for un, deux in ((ici, la), (la, ici)):
            if _est_une_poignee(extrait, un.exclude(pk__in=deux.order_by().values("pk"))):
                raise Refus(
                    f"Un autre fichier a été préparé\u00a0: {autre.filtre}. Comparés, les deux "
                    "montreraient les lignes d’une à quatre personnes. Choisissez la même "
                    "période et le même dispositif que ce fichier.",
                    code="difference",
                )


def _est_une_poignee(extrait: Extrait, lignes: QuerySet[Any]) -> bool:
    """Whether they are the rows of 1 to 4 people; a séance is nobody's."""
    if not extrait.personne:
        return False
    gens = lignes.order_by().values(extrait.personne).distinct()
    return est_petit(len(gens[:SEUIL]))


def vider_les_exports(quand: dt.datetime | None = None) -> int:
    """Forget the content of every file older than a day; return how many."""
    perimes = Export.objects.perimes(quand or maintenant()).filter(contenu__isnull=False)
    return perimes.update(contenu=None)
