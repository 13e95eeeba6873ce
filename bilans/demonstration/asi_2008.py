"""The golden year of the ASI: 90 people accompanied in 2008, 17 into work, 28 renewals.

All 90 entered in 2008, so that 90 first periods and 28 second ones began in the year.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from bilans.demonstration import dorees
from bilans.demonstration.monde import Monde, compter_les_tables, repartir
from bilans.models import Convention
from centre.models import Organisme, Professionnel
from centre.temps import JOUR, ajouter_mois, fin_de_periode, instant
from parcours.models import (
    Dispositif,
    Entretien,
    Orientation,
    Parcours,
    Personne,
    ReferentParcours,
    Renouvellement,
    TentativeContact,
)
from parcours.models.dispositifs import Public

SLUG = "amitie-partage"
ARRETE = dt.date(2008, 12, 31)
Motif, Cadence = Parcours.Motif, Parcours.Cadence
INSERTIONS = {
    Motif.CDD_6_PLUS: 6,
    Motif.CDD_MOINS_6: 5,
    Motif.CONTRAT_AIDE: 3,
    Motif.FORMATION: 2,
    Motif.CREATION: 1,
}
# how the 63 left, and how many of them after a renewal; the 27 others are still there
SORTIES: tuple[tuple[dict[str, int], int], ...] = (
    ({str(motif): nombre for motif, nombre in INSERTIONS.items()}, 8),
    ({Motif.PROBLEME_REGLE: 14}, 5),
    ({Motif.ABANDON: 9}, 0),
    ({Motif.FIN_DE_MESURE: 12}, 0),
    ({Motif.RELAIS: 11}, 3),
    ({"": 27}, 12),
)
REFUSES = 3
ALMA, SUD = 48, 42
CADENCES = {Cadence.HEBDOMADAIRE: 38, Cadence.QUINZAINE: 45, Cadence.MENSUELLE: 7}
PAS = {Cadence.HEBDOMADAIRE: 7, Cadence.QUINZAINE: 14, Cadence.MENSUELLE: 28}
AGES = {(18, 25): 14, (26, 49): 58, (50, 63): 18}
DECLARES = {Public.DELD: 41, Public.RSA: 38, Public.HANDICAP: 9}
ENTRETIENS = 9 * 90
REFERENTES = (
    ("Marie-Line", "Vanhove", "Référente ASI"),
    ("Sofia", "Delattre", "Référente ASI"),
    ("Jean", "Lemaire", "Référent ASI"),
)


@dataclass
class Trajet:
    """One person's year, drawn before any row is written."""

    motif: str
    est_renouvele: bool
    est_refuse: bool = False
    entree: dt.date = ARRETE
    fin: dt.date | None = None
    publics: list[str] = field(default_factory=list)
    fiche: dict[str, Any] = field(default_factory=dict)
    cadence: str = ""

    @property
    def premiere_fin(self) -> dt.date:
        return fin_de_periode(self.entree, 6)

    @property
    def jours(self) -> int:
        return ((self.fin or ARRETE) - self.entree).days


def charger() -> Monde:
    monde = dorees.fonder(
        ARRETE, slug=SLUG, nom="Amitié Partage", ville="Roubaix", adresse="59100 Roubaix",
        telephone="03 53 01 00 08", departement="59",
    )  # fmt: skip
    hasard = random.Random(2008)
    trajets = _trajets(hasard)
    agences = repartir(hasard, {"Alma": ALMA, "Sud": SUD})
    prescripteurs = {nom: _agence(monde, nom) for nom in ("Alma", "Sud")}
    gens = dorees.peupler(monde, hasard, [trajet.fiche for trajet in trajets])
    asi = dorees.dispositif_livre("asi")
    referentes = dorees.embaucher(monde, "centre", REFERENTES)
    fiches = _fiches(monde, hasard, asi, gens, trajets, [prescripteurs[a] for a in agences])
    parcours = _parcours(monde, asi, fiches, trajets, referentes)
    _entretiens(parcours, trajets)
    _renouvellements(parcours, trajets)
    Convention.objects.create(
        centre=monde.centre, dispositif=asi, signataire="DDASS du Nord", numero="ASI 2008",
        departement="59", debut=dt.date(2008, 1, 1), fin=ARRETE, places=90,
    )  # fmt: skip
    compter_les_tables()
    return monde


def _agence(monde: Monde, nom: str) -> Professionnel:
    agence = f"Pôle emploi Roubaix-{nom}"
    conseillers = {"Alma": ("Nathalie", "Carlier"), "Sud": ("Patrick", "Wattel")}
    return dorees.embaucher(
        monde,
        agence,
        [(*conseillers[nom], "Conseiller à l’emploi")],
        type=Organisme.Type.FT,
        est_orienteur=True,
    )[0]


def _trajets(hasard: random.Random) -> list[Trajet]:
    trajets = []
    for motifs, renouveles in SORTIES:
        tires = repartir(hasard, motifs)
        trajets += [Trajet(motif, rang < renouveles) for rang, motif in enumerate(tires)]
    finis = [t for t in trajets if t.motif == Motif.FIN_DE_MESURE]
    for trajet in finis[:REFUSES]:
        trajet.est_refuse = True
    for trajet in trajets:
        _dater(hasard, trajet)
    _situer(hasard, trajets)
    hasard.shuffle(trajets)
    return trajets


def _dater(hasard: random.Random, trajet: Trajet) -> None:
    """Entry and end, all inside 2008, from what became of her."""
    debut, juin = dt.date(2008, 1, 2), dt.date(2008, 6, 13)
    if trajet.est_renouvele:
        trajet.entree = dorees.entre(hasard, debut, juin)
        if trajet.motif:
            trajet.fin = dorees.entre(hasard, trajet.premiere_fin + JOUR * 4, ARRETE)
    elif trajet.motif == Motif.FIN_DE_MESURE:
        trajet.entree = dorees.entre(hasard, debut, juin)
        trajet.fin = trajet.premiere_fin
    elif trajet.motif:
        trajet.entree = dorees.entre(hasard, debut, dt.date(2008, 10, 15))
        dernier = min(trajet.premiere_fin, ARRETE)
        trajet.fin = dorees.entre(hasard, trajet.entree + JOUR * 45, dernier)
    else:
        trajet.entree = dorees.entre(hasard, dt.date(2008, 7, 7), dt.date(2008, 11, 28))


def _situer(hasard: random.Random, trajets: list[Trajet]) -> None:
    """Ages at the entry, declared publics, cadence: each exactly as often as the report says."""
    ages = repartir(hasard, AGES)
    cadences = repartir(hasard, CADENCES)
    for trajet, (mini, maxi), cadence in zip(trajets, ages, cadences, strict=True):
        ne = dorees.naissance(hasard, trajet.entree, mini, maxi)
        trajet.fiche = {
            "sexe": hasard.choice("FFH"),
            "date_naissance": ne,
            "commune": "Roubaix",
            "ressources": Personne.Ressources.INCONNUE,
        }
        trajet.cadence = str(cadence)
        if maxi <= 25:
            trajet.publics.append(Public.JEUNES)
        if mini >= 50:
            trajet.publics.append(Public.PLUS_50)
    for public, nombre in DECLARES.items():
        for trajet in hasard.sample(trajets, nombre):
            trajet.publics.append(public)
            if public == Public.RSA:
                trajet.fiche["ressources"] = Personne.Ressources.RSA


def _fiches(
    monde: Monde,
    hasard: random.Random,
    asi: Dispositif,
    gens: list[Personne],
    trajets: list[Trajet],
    prescripteurs: list[Professionnel],
) -> list[Orientation]:
    """One fiche each, and the telephone call that came first (ASI-04)."""
    lignes = []
    for personne, trajet, pro in zip(gens, trajets, prescripteurs, strict=True):
        recue = dorees.jour_de_semaine(trajet.entree - JOUR * hasard.randint(6, 20))
        lignes.append(
            Orientation(
                centre=monde.centre,
                personne=personne,
                dispositif=asi,
                prescripteur=pro,
                recue_le=recue,
                mode=Orientation.Mode.FICHE_LIAISON,
                etat=Orientation.Etat.ENTREE,
                difficultes=hasard.sample(Orientation.Difficulte.values, 2),
                accord_personne_le=recue,
                creee_le=instant(recue, dt.time(10)),
            )
        )
    fiches = Orientation.objects.bulk_create(lignes)
    TentativeContact.objects.bulk_create(
        TentativeContact(
            orientation=fiche,
            le=instant(fiche.recue_le + JOUR * 2, dt.time(9, 30)),
            issue=TentativeContact.Issue.JOINT,
        )
        for fiche in fiches
    )
    return fiches


def _parcours(
    monde: Monde,
    asi: Dispositif,
    fiches: list[Orientation],
    trajets: list[Trajet],
    referentes: list[Professionnel],
) -> list[Parcours]:
    lignes = Parcours.objects.bulk_create(
        Parcours(
            centre=monde.centre,
            personne=fiche.personne,
            dispositif=asi,
            orientation=fiche,
            prescripteur=fiche.prescripteur,
            date_entree=trajet.entree,
            date_fin_prevue=fin_de_periode(trajet.entree, 12 if trajet.est_renouvele else 6),
            date_fin_reelle=trajet.fin,
            motif_sortie=trajet.motif,
            cadence=trajet.cadence,
            publics=trajet.publics,
            transmission_decidee_le=trajet.entree,
        )
        for fiche, trajet in zip(fiches, trajets, strict=True)
    )
    ReferentParcours.objects.bulk_create(
        ReferentParcours(
            parcours=parcours,
            professionnel=referentes[rang % len(referentes)],
            debut=parcours.date_entree,
        )
        for rang, parcours in enumerate(lignes)
    )
    return lignes


def _entretiens(parcours: list[Parcours], trajets: list[Trajet]) -> None:
    """As many as cadence and length call for, brought to nine a person in the mean."""
    voulus = [max(3, trajet.jours // PAS[Cadence(trajet.cadence)]) for trajet in trajets]
    voulus = [max(2, nombre * ENTRETIENS // sum(voulus)) for nombre in voulus]
    rang = 0
    while sum(voulus) != ENTRETIENS:
        ecart = 1 if sum(voulus) < ENTRETIENS else -1
        if voulus[rang % len(voulus)] + ecart >= 2:
            voulus[rang % len(voulus)] += ecart
        rang += 1
    Entretien.objects.bulk_create(
        [
            entretien
            for ligne, nombre in zip(parcours, voulus, strict=True)
            for entretien in dorees.entretiens_tenus(ligne, nombre, jusqu_a=ARRETE)
        ],
        batch_size=500,
    )


def _renouvellements(parcours: list[Parcours], trajets: list[Trajet]) -> None:
    """31 asked a month before the end; 28 agreed to, 3 refused by the agency (ASI-09)."""
    lignes = []
    for ligne, trajet in zip(parcours, trajets, strict=True):
        if not (trajet.est_renouvele or trajet.est_refuse):
            continue
        demande = dorees.jour_de_semaine(ajouter_mois(trajet.premiere_fin, -1))
        accord = Renouvellement.Decision.ACCORD
        lignes.append(
            Renouvellement(
                parcours=ligne,
                rang=1,
                rang_max=1,
                du=trajet.premiere_fin + JOUR,
                nouvelle_fin=fin_de_periode(trajet.entree, 12),
                argument="Des démarches sont commencées. Elle souhaite continuer.",
                accord_personne_le=demande,
                prepare_le=instant(demande, dt.time(10)),
                demande_le=instant(demande, dt.time(11)),
                decision=Renouvellement.Decision.REFUS if trajet.est_refuse else accord,
                decide_le=instant(demande + JOUR * 9, dt.time(15)),
                decide_par=ligne.prescripteur,
                voie=Renouvellement.Voie.DIT,
                motif=Renouvellement.Motif.FIN_DE_MESURE if trajet.est_refuse else "",
            )
        )
    Renouvellement.objects.bulk_create(lignes)
