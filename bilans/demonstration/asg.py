"""The golden set of the accompagnement social global: 12 people, partners, three committees."""

from __future__ import annotations

import datetime as dt
import random

from bilans.demonstration import dorees
from bilans.demonstration.monde import Monde, compter_les_tables
from centre.models import Organisme, Professionnel
from centre.temps import JOUR, fin_de_periode, instant
from parcours.models import (
    Comite,
    Consentement,
    Dispositif,
    Entretien,
    LignePlan,
    NotePartagee,
    Orientation,
    Parcours,
    ParticipantComite,
    Personne,
    ReferentParcours,
    SituationComite,
)
from parcours.textes_accords import texte_d_accord

SLUG = "pays-d-aix"
ARRETE = dt.date(2017, 6, 30)
Type, Domaine, Droit = Organisme.Type, ReferentParcours.Domaine, LignePlan.Droit
# how many act around each of the twelve
INTERVENANTS = (2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 3, 2)
NOMMEES, NOTES = 9, 20
# two notes out of five are hers
DE_LA_PERSONNE = 8
COMITES = (dt.date(2017, 4, 6), dt.date(2017, 5, 11), dt.date(2017, 6, 29))
DROITS = (
    *(Droit.RESSOURCES, Droit.SANTE, Droit.LOGEMENT, Droit.TRANSPORT),
    *(Droit.RESSOURCES, Droit.ENERGIE, Droit.SANTE),
)
PARTENAIRES = (
    ("Maison de l’emploi du Pays d’Aix", Type.FT, Domaine.EMPLOI, ("Florence", "Gardanno")),
    ("Bureau du logement", Type.ASSO_SOCIALE, Domaine.LOGEMENT, ("Olivier", "Puyricot")),
    ("Relais santé du Pays d’Aix", Type.SANTE, Domaine.SANTE, ("Agnès", "Trets-Roy")),
    ("Insertion en Provence", Type.ASSO_SOCIALE, Domaine.INSERTION, ("Yannis", "Lambescot")),
    ("Culture pour chacun", Type.AUTRE, Domaine.CULTURE, ("Perrine", "Rognac-Bel")),
    ("Régie de quartier", Type.SIAE, Domaine.EMPLOI, ("Mounir", "Septémart")),
)
ECRITS = (
    "La demande de logement est déposée. Réponse attendue dans deux mois.",
    "Elle a visité la médiathèque avec le groupe et souhaite y revenir.",
    "Le dossier de transport est complet.",
    "Rendez-vous pris avec la Maison de l’emploi, elle y va seule.",
)
DITS = (
    "Je connais une association qui prête des vélos.",
    "J’ai gardé les papiers de mon ancien employeur, cela peut servir.",
)


def charger() -> Monde:
    monde = dorees.fonder(
        ARRETE, slug=SLUG, nom="Pays d’Aix", ville="Aix-en-Provence",
        adresse="13100 Aix-en-Provence", telephone="03 53 01 00 13", departement="13",
    )  # fmt: skip
    hasard = random.Random(2017)
    referentes = dorees.embaucher(
        monde, "centre", [("Colette", "Venellan", "Référente"), ("Théo", "Simianot", "Référent")]
    )
    pros = _partenaires(monde)
    gens = _personnes(monde, hasard)
    parcours = _parcours(monde, dorees.dispositif_livre("asg"), gens)
    _membres(parcours, referentes, pros)
    _notes(parcours, referentes)
    _droits(parcours)
    _comites(monde, parcours, pros, gens)
    Entretien.objects.bulk_create(
        e for p in parcours for e in dorees.entretiens_tenus(p, 5, jusqu_a=ARRETE)
    )
    compter_les_tables()
    return monde


def _partenaires(monde: Monde) -> list[tuple[Professionnel, str]]:
    return [
        (dorees.embaucher(monde, nom, [(*qui, "Intervenant·e")], type=genre)[0], domaine)
        for nom, genre, domaine, qui in PARTENAIRES
    ]


def _personnes(monde: Monde, hasard: random.Random) -> list[Personne]:
    return dorees.peupler(
        monde,
        hasard,
        [
            {
                "sexe": "F" if rang % 3 else "H",
                "commune": "Aix-en-Provence",
                "date_naissance": dorees.naissance(hasard, ARRETE, 24, 60),
            }
            for rang in range(len(INTERVENANTS))
        ],
    )


def _parcours(monde: Monde, asg: Dispositif, gens: list[Personne]) -> list[Parcours]:
    """They came by themselves: one entry door, no orienter needed (LIE-18, ASG-08)."""
    entrees = [dt.date(2017, 1, 9) + JOUR * 7 * rang for rang in range(len(gens))]
    fiches = Orientation.objects.bulk_create(
        Orientation(
            centre=monde.centre,
            personne=personne,
            dispositif=asg,
            recue_le=entree - JOUR * 3,
            mode=Orientation.Mode.SPONTANEE,
            etat=Orientation.Etat.ENTREE,
            difficultes=["isolement"],
        )
        for personne, entree in zip(gens, entrees, strict=True)
    )
    return Parcours.objects.bulk_create(
        Parcours(
            centre=monde.centre,
            personne=fiche.personne,
            dispositif=asg,
            orientation=fiche,
            transmission_presence=asg.transmission_presence_defaut,
            date_entree=entree,
            date_fin_prevue=fin_de_periode(entree, asg.duree_mois or 12),
        )
        for fiche, entree in zip(fiches, entrees, strict=True)
    )


def _membres(
    parcours: list[Parcours],
    referentes: list[Professionnel],
    pros: list[tuple[Professionnel, str]],
) -> None:
    """One who guarantees the coordination, two to six others in their field (ASG-01, ASG-02)."""
    lignes = []
    for rang, (ligne, nombre) in enumerate(zip(parcours, INTERVENANTS, strict=True)):
        entree = ligne.date_entree
        lignes.append(
            ReferentParcours(
                parcours=ligne, professionnel=referentes[rang % len(referentes)], debut=entree
            )
        )
        for pas in range(nombre):
            pro, domaine = pros[(rang + pas) % len(pros)]
            lignes.append(
                ReferentParcours(
                    parcours=ligne,
                    professionnel=pro,
                    role=ReferentParcours.Role.INTERVENANT,
                    domaine=domaine,
                    accord_le=entree,
                    debut=entree,
                )
            )
    ReferentParcours.objects.bulk_create(lignes)
    _ouis(lignes)


def _ouis(membres: list[ReferentParcours]) -> None:
    """Each intervenant reads for her yes to his organisation, once each (ASG-01)."""
    ouis = {
        (membre.parcours_id, membre.professionnel.organisme_id): membre
        for membre in membres
        if membre.accord_le
    }
    Consentement.objects.bulk_create(
        Consentement(
            personne=membre.parcours.personne,
            objet=Consentement.Objet.PARTAGE_ORGANISME,
            destinataire=membre.professionnel.organisme,
            texte=texte_d_accord("partage_organisme"),
            canal="entretien",
            donne_le=instant(membre.debut, dt.time(10)),
        )
        for membre in ouis.values()
    )


def _notes(parcours: list[Parcours], referentes: list[Professionnel]) -> None:
    lignes = []
    for rang in range(NOTES):
        sienne = rang < DE_LA_PERSONNE
        ligne = parcours[rang % len(parcours)]
        referente = referentes[rang % len(parcours) % len(referentes)]
        lignes.append(
            NotePartagee(
                parcours=ligne,
                texte=(DITS if sienne else ECRITS)[rang % (2 if sienne else 4)],
                est_de_la_personne=sienne,
                signature="" if sienne else f"{referente}, {referente.organisme}",
                ecrite_le=instant(dt.date(2017, 4, 10) + JOUR * rang, dt.time(11)),
            )
        )
    NotePartagee.objects.bulk_create(lignes)


def _droits(parcours: list[Parcours]) -> None:
    """Seven rights opened, and five still asked for (ASG-09)."""
    LignePlan.objects.bulk_create(
        LignePlan(
            parcours=ligne,
            genre=LignePlan.Genre.DROITS,
            theme="difficultes-administratives-ou-juridiques",
            quoi="Demander ce droit et suivre la réponse",
            qui=LignePlan.Qui.REFERENT,
            droit=DROITS[rang % len(DROITS)],
            echeance=ligne.date_entree + JOUR * 60,
            etat=LignePlan.Etat.FAITE if rang < len(DROITS) else LignePlan.Etat.EN_COURS,
            faite_le=ligne.date_entree + JOUR * 50 if rang < len(DROITS) else None,
            resultat="Droit ouvert" if rang < len(DROITS) else "",
        )
        for rang, ligne in enumerate(parcours)
    )


def _comites(
    monde: Monde,
    parcours: list[Parcours],
    pros: list[tuple[Professionnel, str]],
    gens: list[Personne],
) -> None:
    """Three meetings of all the partners, and of one who takes part for the others (ASG-07)."""
    comites = Comite.objects.bulk_create(
        Comite(
            centre=monde.centre,
            jour=jour,
            heure=dt.time(14),
            territoire="Aix-en-Provence",
            lieu="Maison des associations",
            compte_rendu="Quatre situations, une suite pour chacune.",
        )
        for jour in COMITES
    )
    sieges = [
        ParticipantComite(comite=comite, professionnel=pro) for comite in comites for pro, _ in pros
    ]
    sieges += [ParticipantComite(comite=comite, personne=gens[0]) for comite in comites]
    ParticipantComite.objects.bulk_create(sieges)
    _situations(parcours, comites)
    monde.centre.tient_des_comites = True
    monde.centre.save(update_fields=["tient_des_comites"])


def _situations(parcours: list[Parcours], comites: list[Comite]) -> None:
    """Four each; nine people said yes to their name, three did not (ASG-06)."""
    SituationComite.objects.bulk_create(
        SituationComite(
            comite=comites[rang % 3],
            parcours=ligne,
            rang=rang // 3 + 1,
            est_nommee=rang < NOMMEES,
            accord_le=comites[rang % 3].jour - JOUR * 7 if rang < NOMMEES else None,
            question="Comment avancer ensemble sur le logement et le travail\u00a0?",
            decision="Un rendez-vous commun avec les deux partenaires.",
            qui="La référente",
            echeance=comites[rang % 3].jour + JOUR * 30,
            suite="Le rendez-vous a eu lieu." if rang % 3 < 2 else "",
            suivie_le=comites[rang % 3].jour + JOUR * 21 if rang % 3 < 2 else None,
        )
        for rang, ligne in enumerate(parcours)
    )
    Consentement.objects.bulk_create(
        Consentement(
            personne=ligne.personne,
            objet=Consentement.Objet.COMITE,
            texte=texte_d_accord("comite"),
            canal="entretien",
            donne_le=instant(comites[rang % 3].jour - JOUR * 7, dt.time(10)),
        )
        for rang, ligne in enumerate(parcours[:NOMMEES])
    )
