"""What is promised to funders and reported to them."""

import datetime as dt
from typing import Any

from bilans.documents import Chiffre, Document, empreinte
from bilans.models import Convention, Rapport
from centre.models import Centre
from tests.builders.centre import JOUR, creer_centre
from tests.builders.parcours import creer_dispositif


def creer_convention(centre: Centre | None = None, **champs: Any) -> Convention:
    """Forty places in the Moselle, all of 2026."""
    valeurs = {
        "signataire": "Département de la Moselle",
        "departement": "57",
        "debut": dt.date(2026, 1, 1),
        "fin": dt.date(2026, 12, 31),
        "places": 40,
    }
    if "dispositif" not in champs:
        champs["dispositif"] = creer_dispositif()
    return Convention.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_rapport(centre: Centre | None = None, **champs: Any) -> Rapport:
    """A frozen report of one figure: 86 people oriented."""
    orientees = Chiffre("F02", "Personnes orientées", "personnes", 86, 86, None, "", 77, "+11,7 %")
    jour = champs.get("du", JOUR).isoformat(), champs.get("au", JOUR).isoformat()
    document = Document(
        genre="activite", audience="interne", titre="Rapport d’activité", centre="Centre Le Lierre",
        action="Tous les dispositifs", du=jour[0], au=jour[1], compte_le=f"{jour[1]}T18:00+01:00",
        chiffres=[orientees], tables=[], textes=[], notes=[],
    )  # fmt: skip
    valeurs = {"genre": "activite", "audience": "interne", "du": JOUR, "au": JOUR}
    contenu = champs.pop("contenu", document.en_donnees())
    return Rapport.objects.create(
        centre=centre or creer_centre(), contenu=contenu,
        **{"empreinte": empreinte(contenu), **valeurs, **champs},
    )  # fmt: skip
