"""How a line behind a figure is written: its cells, and the pages they lead to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ateliers.models import Seance
from bilans.figures.argent import PeriodePayee
from bilans.figures.echeances import PointDu
from bilans.figures.europe import Participant
from centre.ecriture import jour_court, plage
from centre.temps import a_paris
from parcours.models import Orientation, Parcours, Personne, Renouvellement
from presences.models import Presence


@dataclass(frozen=True)
class Case:
    nom: str
    mots: str
    adresse: str = ""


def rangee(ligne: Any) -> list[Case]:
    """The first cell names the line."""
    return ECRITURES[type(ligne)](ligne)


def _de(personne: Personne) -> Case:
    adresse = reverse("presences:personne-detail", args=[personne.reference])
    return Case("Personne", str(personne), adresse)


def _seance(seance: Seance, nom: str = "Séance") -> Case:
    return Case(nom, seance.titre_complet, reverse("presences:feuille", args=[seance.pk]))


def _horaire(seance: Seance) -> Case:
    jour = _jour(a_paris(seance.debut).date())
    return Case("Date", f"{jour}, {plage(seance.debut, seance.fin)}")


def _jour(jour: dt.date | None) -> str:
    return f"{jour_court(jour)} {jour.year}" if jour else "–"


def _presence(x: Presence) -> list[Case]:
    seance = x.place.seance
    reponse = Case("Réponse", x.get_statut_display())
    return [_de(x.place.personne), _seance(seance), _horaire(seance), reponse]


def _tenue(x: Seance) -> list[Case]:
    motif = f"\u00a0: {x.get_motif_annulation_display()}" if x.motif_annulation else ""
    return [_seance(x), _horaire(x), Case("État", f"{x.get_etat_display()}{motif}")]


def _orientation(x: Orientation) -> list[Case]:
    recue, de = Case("Reçue le", _jour(x.recue_le)), Case("De", str(x.prescripteur or "–"))
    return [_de(x.personne), recue, de, Case("État", x.get_etat_display())]


def _parcours(x: Parcours) -> list[Case]:
    dates = [Case("Entrée", _jour(x.date_entree)), Case("Fin", _jour(x.date_fin_reelle))]
    return [_de(x.personne), Case("Dispositif", str(x.dispositif)), *dates]


def _renouvellement(x: Renouvellement) -> list[Case]:
    demande, decide = (quand and a_paris(quand).date() for quand in (x.demande_le, x.decide_le))
    reponse = Case("Réponse", x.get_decision_display() or "–")
    return [
        _de(x.parcours.personne), Case("Demandé", _jour(demande)), Case("Décidé", _jour(decide)),
        reponse,
    ]  # fmt: skip


def _point(x: PointDu) -> list[Case]:
    fait = Case("Point", "fait" if x.est_fait else "pas fait à cette date")
    return [_de(x.parcours.personne), Case("Dû le", _jour(x.jour)), fait]


def _periode(x: PeriodePayee) -> list[Case]:
    genre = Case("Période", "renouvellement" if x.est_renouvellement else "entrée")
    dispositif = Case("Dispositif", str(x.parcours.dispositif))
    return [_de(x.parcours.personne), dispositif, Case("Depuis", _jour(x.debut)), genre]


def _dossier(x: Participant) -> list[Case]:
    manques = Case("À demander", ", ".join(x.manques_en_bref) or "rien")
    operation = Case("Opération", str(x.operation), reverse("bilans:fse", args=[x.operation.pk]))
    return [_de(x.personne), operation, manques]


ECRITURES: dict[type, Callable[[Any], list[Case]]] = {
    Presence: _presence,
    Seance: _tenue,
    Orientation: _orientation,
    Parcours: _parcours,
    Personne: lambda x: [_de(x)],
    Renouvellement: _renouvellement,
    PointDu: _point,
    PeriodePayee: _periode,
    Participant: _dossier,
}
