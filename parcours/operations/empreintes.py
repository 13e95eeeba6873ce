"""The seal of what was sent or signed: a hash over all that the reader got."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable

from centre.erreurs import Refus
from parcours.models import BilanIndividuel, PointPrescripteur

# All of a bilan that she hears before it is signed.
LUS_AVEC_ELLE = (
    *("partie_personne", "relais_nom", "relais_organisme", "relais_le"),
    *("partie_prescripteur", "commentaire"),
)


def _sceau(valeurs: Iterable[object]) -> str:
    """SHA-256 of the values as JSON; instants in UTC, so that the database's zone is nothing."""
    lues = [v.astimezone(dt.UTC).isoformat() if isinstance(v, dt.datetime) else v for v in valeurs]
    return hashlib.sha256(json.dumps(lues, default=str).encode()).hexdigest()


def empreinte_lue(ecrit: PointPrescripteur | BilanIndividuel) -> str:
    """Of the words that she was read, and of the day: what a page shows and sends back."""
    if isinstance(ecrit, PointPrescripteur):
        return _sceau((ecrit.texte, ecrit.remarque, ecrit.relu_le))
    return _sceau(getattr(ecrit, champ) for champ in ("lu_le", *LUS_AVEC_ELLE))


def exiger_ce_qui_est_lu(ecrit: PointPrescripteur | BilanIndividuel, vu: str | None) -> None:
    """``vu`` is the ``empreinte_lue`` of the page: refuse what another account changed since."""
    if vu is not None and vu != empreinte_lue(ecrit):
        raise Refus(
            "Quelqu’un a changé ce texte pendant que vous l’aviez sous les yeux. Relisez ce qui "
            "est enregistré, puis recommencez.",
            code="change",
        )


def empreinte_du_point(point: PointPrescripteur) -> str:
    return _sceau(
        (
            *(point.parcours_id, point.du, point.au, point.texte, point.remarque),
            *(point.relu_le, point.envoye_le, point.destinataire_id),
        )
    )


def empreinte_du_bilan(bilan: BilanIndividuel) -> str:
    return _sceau(
        (
            *(bilan.parcours_id, bilan.genre, bilan.partie_personne, bilan.partie_prescripteur),
            *(bilan.relais_nom, bilan.relais_organisme, bilan.relais_le),
            *(bilan.lu_le, bilan.commentaire, bilan.signe_le),
        )
    )


def est_intact(ecrit: PointPrescripteur | BilanIndividuel) -> bool:
    """Whether a frozen text is the one of its seal; an erased one is not, and says so."""
    if isinstance(ecrit, PointPrescripteur):
        return ecrit.empreinte == empreinte_du_point(ecrit)
    return ecrit.empreinte == empreinte_du_bilan(ecrit)
