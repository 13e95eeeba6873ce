"""The golden set of the accompagnement global: 250 people gone out in 2018–2020, 120 into work.

Of them 40 live in Rambouillet, 28 into work; 17 others are still followed there (57 in all). The
report gives rates alone: the numbers under them are assumptions, told as such in the guide.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from bilans.demonstration import dorees
from bilans.demonstration.monde import Monde, compter_les_tables
from centre.models import Organisme, Professionnel
from centre.temps import JOUR, ajouter_mois, fin_de_periode, instant
from parcours.models import (
    DiagnosticCommun,
    Dispositif,
    Entretien,
    Frein,
    LignePlan,
    Orientation,
    Parcours,
    Personne,
    ReferentParcours,
    TransitionParcours,
    ValidationDiagnostic,
)
from parcours.models.diagnostics import BINOME
from parcours.operations.parcours import transmission_sans_reponse

SLUG = "yvelines"
TERRITOIRE = "Rambouillet"
DEBUT, ARRETE = dt.date(2018, 1, 1), dt.date(2020, 12, 31)
Motif, Etat = Parcours.Motif, TransitionParcours.Etat
VILLES = (TERRITOIRE, "Mantes-la-Jolie", "Les Mureaux", "Trappes", "Versailles")
# place: back to work or training, gone out otherwise, still there
SUITES = {TERRITOIRE: (28, 12, 17), "ailleurs": (92, 118, 23)}
RETOURS = (Motif.CDI, Motif.CDD_6_PLUS, Motif.CDD_MOINS_6, Motif.FORMATION)
AUTRES = (
    *(Motif.FIN_DE_MESURE, Motif.AUTONOMIE, Motif.PROBLEME_REGLE, Motif.DEMENAGEMENT),
    *(Motif.RELAIS, Motif.ABANDON, Motif.DROITS_OUVERTS),
)
SOCIAUX = (("Hélène", "Marchandeau"), ("Luc", "Ferrières"), ("Aline", "Cosnard"))
EMPLOIS = (("David", "Rossignel"), ("Karine", "Beaulieux"), ("Sami", "Tourneur"))
PARTENAIRES = {
    "Aide à la mobilité": LignePlan.Domaine.MOBILITE,
    "MDPH des Yvelines": LignePlan.Domaine.MEDICO_SOCIAL,
    "Une semaine pour l’emploi": LignePlan.Domaine.COACHING,
    "Cité des métiers": LignePlan.Domaine.FORMATION,
}


@dataclass
class Trajet:
    """One person's way, drawn before any row is written."""

    ville: str
    motif: str
    entree: dt.date = DEBUT
    fin: dt.date | None = None
    emploi: dt.date | None = None
    fiche: dict[str, Any] = field(default_factory=dict)


def charger() -> Monde:
    monde = dorees.fonder(
        ARRETE, slug=SLUG, nom="Yvelines", ville="Versailles", adresse="78000 Versailles",
        telephone="03 53 01 00 78", departement="78",
    )  # fmt: skip
    hasard = random.Random(2018)
    trajets = _trajets(hasard)
    gens = dorees.peupler(monde, hasard, [trajet.fiche for trajet in trajets])
    moities = _binomes(monde)
    dispositif = dorees.dispositif_livre("accompagnement-global")
    fiches = _fiches(monde, dispositif, gens, trajets, moities)
    parcours = _parcours(monde, dispositif, fiches, trajets)
    _referents(parcours, moities)
    _diagnostics(parcours, moities)
    _plans(monde, hasard, parcours)
    _emplois(parcours, trajets)
    Entretien.objects.bulk_create(
        [e for p in parcours for e in dorees.entretiens_tenus(p, 4, jusqu_a=ARRETE)],
        batch_size=500,
    )
    compter_les_tables()
    return monde


def _trajets(hasard: random.Random) -> list[Trajet]:
    trajets = []
    for lieu, (retours, autres, ouverts) in SUITES.items():
        motifs = [
            *(hasard.choice(RETOURS) for _ in range(retours)),
            *(hasard.choice(AUTRES) for _ in range(autres)),
            *("" for _ in range(ouverts)),
        ]
        for motif in motifs:
            ville = lieu if lieu == TERRITOIRE else hasard.choice(VILLES[1:])
            trajets.append(_dater(hasard, Trajet(ville, str(motif))))
    hasard.shuffle(trajets)
    return trajets


def _dater(hasard: random.Random, trajet: Trajet) -> Trajet:
    """Who found a job leaves one month after it began (AGL-10)."""
    if not trajet.motif:
        trajet.entree = dorees.entre(hasard, dt.date(2020, 7, 6), dt.date(2020, 12, 4))
    else:
        trajet.entree = dorees.entre(hasard, DEBUT + JOUR, dt.date(2020, 4, 30))
        trajet.fin = trajet.entree + JOUR * hasard.randint(90, 180)
    if trajet.motif in RETOURS and trajet.motif != Motif.FORMATION and trajet.fin:
        trajet.emploi = ajouter_mois(trajet.fin, -1)
        trajet.fin = ajouter_mois(trajet.emploi, 1)
    trajet.fiche = {
        "sexe": hasard.choice("FH"),
        "date_naissance": dorees.naissance(hasard, trajet.entree, 21, 60),
        "commune": trajet.ville,
        "ressources": hasard.choice([Personne.Ressources.RSA, Personne.Ressources.ASS]),
    }
    return trajet


def _binomes(monde: Monde) -> dict[str, list[Professionnel]]:
    departement = dorees.embaucher(
        monde,
        "Département des Yvelines, service social",
        [(*nom, "Assistante sociale") for nom in SOCIAUX],
        type=Organisme.Type.DEPT,
        est_orienteur=True,
    )
    emploi = dorees.embaucher(
        monde,
        "Pôle emploi Yvelines",
        [(*nom, "Conseiller à l’emploi") for nom in EMPLOIS],
        type=Organisme.Type.FT,
    )
    social, travail = BINOME
    return {str(social): departement, str(travail): emploi}


def _fiches(
    monde: Monde,
    dispositif: Dispositif,
    gens: list[Personne],
    trajets: list[Trajet],
    moities: dict[str, list[Professionnel]],
) -> list[Orientation]:
    sociaux = moities[BINOME[0]]
    return Orientation.objects.bulk_create(
        [
            Orientation(
                centre=monde.centre,
                personne=personne,
                dispositif=dispositif,
                prescripteur=sociaux[rang % len(sociaux)],
                recue_le=trajet.entree - JOUR * 10,
                etat=Orientation.Etat.ENTREE,
                difficultes=["emploi", "mobilite"],
                accord_personne_le=trajet.entree - JOUR * 10,
            )
            for rang, (personne, trajet) in enumerate(zip(gens, trajets, strict=True))
        ],
        batch_size=500,
    )


def _parcours(
    monde: Monde, dispositif: Dispositif, fiches: list[Orientation], trajets: list[Trajet]
) -> list[Parcours]:
    """Each with one obstacle on each side (AGL-02)."""
    lignes = Parcours.objects.bulk_create(
        [
            Parcours(
                centre=monde.centre,
                personne=fiche.personne,
                dispositif=dispositif,
                orientation=fiche,
                prescripteur=fiche.prescripteur,
                transmission_presence=transmission_sans_reponse(dispositif),
                transmission_decidee_le=trajet.entree,
                date_entree=trajet.entree,
                date_fin_prevue=ajouter_mois(trajet.emploi, 1)
                if trajet.emploi
                else fin_de_periode(trajet.entree, 6),
                date_fin_reelle=trajet.fin,
                motif_sortie=trajet.motif,
            )
            for fiche, trajet in zip(fiches, trajets, strict=True)
        ],
        batch_size=500,
    )
    Frein.objects.bulk_create(
        [
            Frein(parcours=ligne, theme=theme, declare_le=ligne.date_entree)
            for ligne in lignes
            for theme in (Frein.Theme.MOBILITE, Frein.Theme.EMPLOI)
        ],
        batch_size=500,
    )
    return lignes


def _referents(parcours: list[Parcours], moities: dict[str, list[Professionnel]]) -> None:
    ReferentParcours.objects.bulk_create(
        ReferentParcours(
            parcours=ligne,
            professionnel=pros[rang % len(pros)],
            role=role,
            organisme=pros[rang % len(pros)].organisme,
            debut=ligne.date_entree,
        )
        for rang, ligne in enumerate(parcours)
        for role, pros in moities.items()
    )


def _diagnostics(parcours: list[Parcours], moities: dict[str, list[Professionnel]]) -> None:
    """Written the first week, agreed to by both halves."""
    lignes = DiagnosticCommun.objects.bulk_create(
        [
            DiagnosticCommun(
                parcours=ligne,
                paroles="Un travail pas trop loin, et du temps pour les enfants.",
                atouts="Ponctuelle, connaît bien sa ville.",
                volet_social="Déplacements et papiers à mettre à jour.",
                volet_emploi="Un métier à choisir, des candidatures à préparer.",
                modifie_le=instant(ligne.date_entree + JOUR * 7, dt.time(10)),
            )
            for ligne in parcours
        ],
        batch_size=500,
    )
    ValidationDiagnostic.objects.bulk_create(
        ValidationDiagnostic(
            diagnostic=diagnostic,
            role=role,
            version=1,
            professionnel=pros[rang % len(pros)],
            le=instant(diagnostic.parcours.date_entree + JOUR * 9, dt.time(11)),
        )
        for rang, diagnostic in enumerate(lignes)
        for role, pros in moities.items()
    )


def _plans(monde: Monde, hasard: random.Random, parcours: list[Parcours]) -> None:
    """An orientation to a partner by domain, and a step of her own (AGL-05, AGL-06)."""
    organismes = {
        domaine: Organisme.objects.create(
            centre=monde.centre, nom=nom, type=Organisme.Type.AUTRE, domaine=str(domaine.label)
        )
        for nom, domaine in PARTENAIRES.items()
    }
    lignes = []
    for ligne in parcours:
        domaine = hasard.choice(list(organismes))
        finie = {"etat": LignePlan.Etat.FAITE, "faite_le": ligne.date_fin_reelle}
        suite: dict[str, Any] = finie if ligne.date_fin_reelle else {}
        lignes += [
            LignePlan(
                parcours=ligne,
                genre=LignePlan.Genre.ORIENTATION,
                theme=Frein.Theme.MOBILITE,
                quoi="Prendre un premier rendez-vous",
                qui=LignePlan.Qui.SOCIAL,
                domaine=domaine,
                partenaire=organismes[domaine],
                echeance=ligne.date_entree + JOUR * 45,
                **suite,
            ),
            LignePlan(
                parcours=ligne,
                theme="confiance_en_soi",
                quoi="Préparer ce qu’elle veut dire d’elle",
                qui=LignePlan.Qui.PERSONNE,
                echeance=ligne.date_entree + JOUR * 60,
            ),
        ]
    LignePlan.objects.bulk_create(lignes, batch_size=500)


def _emplois(parcours: list[Parcours], trajets: list[Trajet]) -> None:
    TransitionParcours.objects.bulk_create(
        TransitionParcours(
            parcours=ligne,
            de=Etat.EN_COURS,
            vers=Etat.MAINTIEN,
            jour=trajet.emploi,
            fin_avant=fin_de_periode(trajet.entree, 6),
            fin_apres=ligne.date_fin_prevue,
            ecrite_le=instant(trajet.emploi, dt.time(9)),
        )
        for ligne, trajet in zip(parcours, trajets, strict=True)
        if trajet.emploi
    )
