"""Making a file to take away; a day later its rows are gone, its line stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bilans.extraits import EXTRAITS, ecrire
from bilans.models import Export
from centre.temps import maintenant

if TYPE_CHECKING:
    from bilans.figures import Perimetre, Periode
    from centre.models import Utilisateur


def exporter(
    genre: str,
    perimetre: Perimetre,
    periode: Periode,
    audience: str,
    extension: str,
    *,
    par: Utilisateur,
) -> Export:
    """Write the file and keep it for its author, for 24 hours. KeyError for an unknown kind."""
    extrait = EXTRAITS[genre]
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
        filtre=", ".join(filtre)[:160],
        extension=extension,
        nombre=len(rangees),
        contenu=ecrire(extension, extrait.colonnes_pour(audience), rangees),
    )


def vider_les_exports(quand: dt.datetime | None = None) -> int:
    """Forget the content of every file older than a day; return how many."""
    perimes = Export.objects.perimes(quand or maintenant()).filter(contenu__isnull=False)
    return perimes.update(contenu=None)
