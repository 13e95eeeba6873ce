"""Two shared spaces and a committee in the living centre, beside the action of the house."""

from __future__ import annotations

import datetime as dt

from bilans.demonstration import dorees
from bilans.demonstration.monde import Monde
from bilans.demonstration.suivis import Suivi
from centre.temps import JOUR, fin_de_periode, instant
from parcours.models import (
    Comite,
    Consentement,
    DiagnosticCommun,
    Entretien,
    Frein,
    LignePlan,
    NotePartagee,
    Parcours,
    ParticipantComite,
    Personne,
    ReferentParcours,
    SituationComite,
    ValidationDiagnostic,
)
from parcours.models.diagnostics import BINOME
from parcours.operations.binome import organisme_du_role
from parcours.textes_accords import texte_d_accord

Role, Domaine = ReferentParcours.Role, ReferentParcours.Domaine
# The action of the house ended long enough ago: one open parcours each, and no scene.
DEPUIS = dt.timedelta(days=60)


def partager(monde: Monde, suivis: list[Suivi]) -> None:
    """One person with a binôme, one with intervenants; both come back after the action."""
    anciens = [
        s.profil.ligne
        for s in suivis
        if s.fin and s.fin < monde.jour - DEPUIS and not s.scene and s.prescripteur
    ]
    if len(anciens) < 2:
        return
    binome = _parcours(monde, anciens[0], "accompagnement-global", semaines=7)
    asg = _parcours(monde, anciens[1], "asg", semaines=8)
    _binome(monde, binome)
    _asg(monde, asg)
    _comites(monde, asg, binome)


def _parcours(monde: Monde, personne: Personne, code: str, *, semaines: int) -> Parcours:
    dispositif = dorees.dispositif_livre(code)
    entree = monde.jour - JOUR * 7 * semaines
    parcours = Parcours.objects.create(
        centre=monde.centre,
        personne=personne,
        dispositif=dispositif,
        transmission_presence="aucune",
        transmission_decidee_le=entree,
        date_entree=entree,
        date_fin_prevue=fin_de_periode(entree, dispositif.duree_mois or 12),
    )
    Entretien.objects.bulk_create(dorees.entretiens_tenus(parcours, 3, jusqu_a=monde.jour))
    return parcours


def _membre(monde: Monde, parcours: Parcours, cle: str, role: str, **champs: object) -> None:
    ReferentParcours.objects.create(
        parcours=parcours,
        professionnel=monde.pros[cle],
        role=role,
        organisme=organisme_du_role(monde.pros[cle], role),
        debut=parcours.date_entree,
        **champs,
    )


def _binome(monde: Monde, parcours: Parcours) -> None:
    """Agreed to by the social side; the other one has still to say yes."""
    social, emploi = BINOME
    _membre(monde, parcours, "ts.cms", social)
    _membre(monde, parcours, "ts.ft", emploi)
    Frein.objects.bulk_create(
        Frein(parcours=parcours, theme=theme, declare_le=parcours.date_entree)
        for theme in (Frein.Theme.MOBILITE, Frein.Theme.EMPLOI)
    )
    diagnostic = DiagnosticCommun.objects.create(
        parcours=parcours,
        paroles="Je veux travailler, pas trop loin de l’école.",
        atouts="Connaît bien la ville, aime s’occuper des autres.",
        volet_social="Mode de garde à trouver, permis à préparer.",
        volet_emploi="Aide à domicile\u00a0: une semaine d’essai à organiser.",
        modifie_le=instant(parcours.date_entree + JOUR * 10, dt.time(10)),
        modifie_par=monde.comptes["ts.cms"],
    )
    ValidationDiagnostic.objects.create(
        diagnostic=diagnostic,
        role=social,
        version=1,
        professionnel=monde.pros["ts.cms"],
        le=instant(parcours.date_entree + JOUR * 12, dt.time(11)),
    )


def _intervenants(monde: Monde, parcours: Parcours) -> None:
    """Each with her dated yes to his organisation."""
    accord = {"accord_le": parcours.date_entree}
    for cle, domaine in (("clcv1", Domaine.LOGEMENT), ("ts.ft", Domaine.EMPLOI)):
        _membre(monde, parcours, cle, Role.INTERVENANT, domaine=domaine, **accord)
        Consentement.objects.create(
            personne=parcours.personne,
            objet=Consentement.Objet.PARTAGE_ORGANISME,
            destinataire=monde.pros[cle].organisme,
            texte=texte_d_accord("partage_organisme"),
            canal="entretien",
            donne_le=instant(parcours.date_entree, dt.time(10)),
        )


def _asg(monde: Monde, parcours: Parcours) -> None:
    _membre(monde, parcours, "coordination", Role.REFERENT_UNIQUE)
    _intervenants(monde, parcours)
    NotePartagee.objects.bulk_create(
        [
            NotePartagee(
                parcours=parcours,
                texte="Le dossier de logement est déposé.",
                auteur=monde.comptes["coordination"],
                signature=f"{monde.comptes['coordination']}, {monde.centre.nom}",
                ecrite_le=monde.quand - dt.timedelta(days=12),
            ),
            NotePartagee(
                parcours=parcours,
                texte="Ma voisine peut garder les enfants le mardi.",
                est_de_la_personne=True,
                ecrite_le=monde.quand - dt.timedelta(days=5),
            ),
        ]
    )
    LignePlan.objects.create(
        parcours=parcours,
        genre=LignePlan.Genre.DROITS,
        theme=Frein.Theme.FINANCES,
        quoi="Demander l’aide au logement",
        qui=LignePlan.Qui.REFERENT,
        droit=LignePlan.Droit.LOGEMENT,
        echeance=monde.jour - JOUR * 7,
        etat=LignePlan.Etat.FAITE,
        faite_le=monde.jour - JOUR * 9,
        resultat="Droit ouvert",
    )


def _comites(monde: Monde, nommee: Parcours, anonyme: Parcours) -> None:
    """One held last week; the next one, this Friday, speaks again of her who agreed to it."""
    _situations(monde, _comite(monde, monde.jour - JOUR * 7), nommee, anonyme)
    SituationComite.objects.create(
        comite=_comite(monde, monde.jour + JOUR),
        parcours=nommee,
        rang=1,
        est_nommee=True,
        accord_le=monde.jour - JOUR * 3,
        question="Comment préparer la visite avec le bailleur\u00a0?",
    )
    monde.centre.tient_des_comites = True
    monde.centre.save(update_fields=["tient_des_comites"])


def _comite(monde: Monde, jour: dt.date) -> Comite:
    comite = Comite.objects.create(
        centre=monde.centre,
        jour=jour,
        heure=dt.time(14),
        territoire="Thionville, Quartier-Est",
        lieu="Espace adultes",
        cree_par=monde.comptes["coordination"],
    )
    ParticipantComite.objects.bulk_create(
        ParticipantComite(comite=comite, professionnel=monde.pros[cle])
        for cle in ("coordination", "ts.cms", "clcv1", "ts.ft")
    )
    return comite


def _situations(monde: Monde, comite: Comite, nommee: Parcours, anonyme: Parcours) -> None:
    jour = comite.jour
    Consentement.objects.create(
        personne=nommee.personne,
        objet=Consentement.Objet.COMITE,
        texte=texte_d_accord("comite"),
        canal="entretien",
        donne_le=instant(jour - JOUR * 6, dt.time(10)),
    )
    SituationComite.objects.bulk_create(
        [
            SituationComite(
                comite=comite,
                parcours=nommee,
                rang=1,
                est_nommee=True,
                accord_le=jour - JOUR * 6,
                question="Un logement plus proche de l’école est-il possible\u00a0?",
                decision="Visite commune avec le bailleur.",
                qui="CLCV",
                echeance=monde.jour + JOUR * 20,
            ),
            SituationComite(
                comite=comite,
                parcours=anonyme,
                rang=2,
                question="Quel mode de garde le matin, avant 8 h\u00a0?",
            ),
        ]
    )
