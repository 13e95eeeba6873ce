"""The shared space of one parcours: the same rows for its members, and for the person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parcours.models import (
    Comite,
    DiagnosticCommun,
    LignePlan,
    NotePartagee,
    Parcours,
    ReferentParcours,
    SituationComite,
    TransitionParcours,
    ValidationDiagnostic,
)
from parcours.models.diagnostics import BINOME
from parcours.models.dispositifs import EtapeRequise
from parcours.models.referents import PAR_SON_OUI

if TYPE_CHECKING:
    from centre.models import Utilisateur

Role = ReferentParcours.Role


@dataclass(frozen=True)
class Moitie:
    """One half of the binôme and its agreement to the present diagnosis."""

    membre: ReferentParcours
    validation: ValidationDiagnostic | None


@dataclass(frozen=True)
class Espace:
    """What one page shows; eight queries whatever the length of the history."""

    parcours: Parcours
    referents: list[ReferentParcours]
    moities: list[Moitie]
    intervenants: list[ReferentParcours]
    diagnostic: DiagnosticCommun | None
    plan: list[LignePlan]
    transitions: list[TransitionParcours]
    notes: list[NotePartagee]
    situations: list[SituationComite]

    @property
    def a_un_diagnostic(self) -> bool:
        """Asked for by the frame, or written while it was."""
        demande = self.parcours.dispositif.demande(EtapeRequise.DIAGNOSTIC)
        return self.diagnostic is not None or demande

    @property
    def est_en_emploi(self) -> bool:
        return bool(self.transitions) and (
            self.transitions[-1].vers == TransitionParcours.Etat.MAINTIEN
        )

    @property
    def etat(self) -> str:
        if not self.parcours.est_ouvert:
            return "Parcours terminé"
        en_emploi, en_cours = TransitionParcours.Etat.MAINTIEN, TransitionParcours.Etat.EN_COURS
        return str((en_emploi if self.est_en_emploi else en_cours).label)

    @property
    def textes_du_diagnostic(self) -> list[str]:
        d = self.diagnostic
        textes = (d.paroles, d.atouts, d.volet_social, d.volet_emploi) if d else ()
        return [texte for texte in textes if texte]

    @property
    def droits_ouverts(self) -> int:
        """Rights opened during the parcours (ASG-09)."""
        return sum(
            ligne.genre == LignePlan.Genre.DROITS and ligne.etat == LignePlan.Etat.FAITE
            for ligne in self.plan
        )


def espace_de(parcours: Parcours, jour: dt.date) -> Espace:
    """Read the space of a parcours that the caller was allowed to open."""
    membres = [
        membre
        for membre in parcours.referents.avec_son_oui().select_related("professionnel__organisme")
        if membre.fin is None or membre.fin >= jour
    ]
    diagnostic = (
        DiagnosticCommun.objects.filter(parcours=parcours)
        .prefetch_related("validations__professionnel")
        .first()
    )
    valides = diagnostic.valides if diagnostic else {}
    return Espace(
        parcours=parcours,
        referents=[m for m in membres if m.role not in (*BINOME, *PAR_SON_OUI)],
        moities=[Moitie(m, valides.get(m.role)) for m in membres if m.role in BINOME],
        intervenants=[m for m in membres if m.role in PAR_SON_OUI],
        diagnostic=diagnostic,
        plan=list(parcours.lignes_plan.select_related("partenaire")),
        transitions=list(parcours.transitions.select_related("par")),
        notes=list(parcours.notes_partagees.all()[:100]),
        situations=list(
            SituationComite.objects.filter(parcours=parcours)
            .avec_accord()
            .select_related("comite")
            .order_by("-comite__jour", "-pk")
        ),
    )


@dataclass(frozen=True)
class Presentee:
    """One situation as this reader may name it."""

    situation: SituationComite
    titre: str
    est_anonyme: bool


def situations_de(comite: Comite, utilisateur: Utilisateur) -> list[Presentee]:
    """By name with her agreement in force; else her own team alone reads who « Situation n » is."""
    equipe = utilisateur.a_role(comite.centre_id, "referent", "coordination")
    siens = set(
        Parcours.objects.visibles_par(utilisateur)
        .filter(situations__comite=comite)
        .values_list("pk", flat=True)
        if equipe
        else ()
    )
    lues = comite.situations.avec_accord().select_related("parcours__personne")
    presentees = []
    for situation in lues:
        nommee = situation.est_nommee and situation.accord_en_cours
        vue = nommee or situation.parcours_id in siens
        titre = situation.parcours.personne.nom_court if vue else str(situation)
        presentees.append(Presentee(situation, titre, not nommee))
    return presentees
