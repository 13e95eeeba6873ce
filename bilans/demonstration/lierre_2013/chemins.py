"""What became of them by 31 December 2013: 8 without entry, 41 followed, 37 gone out."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from bilans.demonstration.lierre_2013.orientations import Gens
from bilans.demonstration.monde import Monde, repartir
from bilans.demonstration.personnes import AGES, Profil
from bilans.demonstration.suivis import jour_ouvre
from centre.temps import fin_de_periode, instant
from parcours.models import Entretien, Frein, Orientation, Parcours, Personne, TentativeContact

Etat, Motif = Orientation.Etat, Parcours.Motif
SANS_ENTREE = {Etat.SANS_SUITE: 5, Etat.SANS_REPONSE: 3}
SORTIES = {
    Motif.CDI: 2, Motif.CDD_6_PLUS: 1, Motif.CDD_MOINS_6: 3, Motif.CONTRAT_AIDE: 1,
    Motif.FORMATION: 5, Motif.SIAE: 4, Motif.PROBLEME_REGLE: 3, Motif.AUTONOMIE: 3,
    Motif.REORIENTATION: 4, Motif.RELAIS: 2, Motif.SOINS: 2, Motif.DEMENAGEMENT: 3,
    Motif.ABANDON: 3, Motif.PERDU_DE_VUE: 1,
}  # fmt: skip
FIN = dt.date(2013, 12, 31)
# Whoever leaves in the year has entered by then.
ASSEZ_TOT = dt.date(2013, 10, 18)
DERNIERES_SEMAINES = dt.date(2013, 12, 1)


@dataclass(eq=False)
class Chemin:
    """One person in 2013: her parcours, and whether the house knew her before the year."""

    profil: Profil
    parcours: Parcours
    est_revenue: bool = False

    @property
    def entree(self) -> dt.date:
        return self.parcours.date_entree

    @property
    def fin(self) -> dt.date:
        return self.parcours.date_fin_reelle or FIN

    @property
    def reste(self) -> bool:
        """Until the last weeks of the year at least: somebody a group can count on."""
        return self.fin >= DERNIERES_SEMAINES

    def est_la(self, jour: dt.date) -> bool:
        return self.entree <= jour <= self.fin


def tracer(monde: Monde, hasard: random.Random, gens: Gens) -> list[Chemin]:
    """Write calls, parcours, first interviews and obstacles; return the 84 of the year."""
    entrants = _sans_entree(hasard, gens)
    fiches = {p.rang: f for p, f in _couples(gens, gens.de_2013)}
    avant = [_ancien(monde, hasard, p, f) for p, f in _couples(gens, gens.de_2012)]
    revenues = [_entrer(monde, hasard, p, fiches[p.rang]) for p in gens.revenues]
    nouveaux = [_entrer(monde, hasard, p, fiches[p.rang]) for p in entrants]
    _faire_sortir(hasard, nouveaux)
    seules = [_entrer(monde, hasard, p, f, delai=0) for p, f in _couples(gens, gens.spontanees)]
    tardives = [_entrer(monde, hasard, p, f, delai=21) for p, f in _couples(gens, gens.tardives)]
    Parcours.objects.bulk_create(
        c.parcours for c in [*avant, *revenues, *nouveaux, *seules, *tardives]
    )
    annee = [*revenues, *nouveaux, *seules]
    for chemin in revenues:
        chemin.est_revenue = True
    _appels(monde, hasard, gens)
    _entretiens(monde, [*avant, *annee])
    _ages(hasard, gens, {c.profil.rang: c.entree for c in annee})
    _freins(annee)
    return annee


def _couples(gens: Gens, profils: list[Profil]) -> list[tuple[Profil, Orientation]]:
    return list(zip(profils, gens.premieres(profils), strict=True))


def _sans_entree(hasard: random.Random, gens: Gens) -> list[Profil]:
    """Eight fiches closed without entry; those who enter are the others, the returned apart."""
    rangs = {p.rang for p in gens.revenues}
    nouvelles = [p for p in gens.de_2013 if p.rang not in rangs]
    restees = hasard.sample([p for p in nouvelles if not p.parle_peu_francais], 8)
    etats = dict(zip([p.ligne.pk for p in restees], repartir(hasard, SANS_ENTREE), strict=True))
    closes = []
    for fiche in gens.fiches:
        if fiche.personne_id in etats and fiche.etat != Etat.ANNULEE_DOUBLON:
            fiche.etat = etats[fiche.personne_id]
            fiche.close_le = min(jour_ouvre(fiche.recue_le + dt.timedelta(days=25)), FIN)
            closes.append(fiche)
    Orientation.objects.bulk_update(closes, ["etat", "close_le"])
    rangs |= {p.rang for p in restees}
    return [p for p in gens.de_2013 if p.rang not in rangs]


def _entrer(
    monde: Monde,
    hasard: random.Random,
    profil: Profil,
    fiche: Orientation,
    delai: int | None = None,
) -> Chemin:
    """Entered some days after the fiche; those of the year before were already in."""
    attente = hasard.randint(7, 20) if delai is None else delai
    entree = jour_ouvre(fiche.recue_le + dt.timedelta(days=attente))
    if fiche.recue_le.year == 2013:
        entree = min(entree, dt.date(2013, 12, 20)) if fiche.recue_le.day < 11 else entree
    parcours = Parcours(
        centre=monde.centre,
        personne=profil.ligne,
        dispositif=monde.dispositif,
        orientation=fiche,
        prescripteur=fiche.prescripteur,
        date_entree=entree,
        date_fin_prevue=max(fin_de_periode(entree, 12), dt.date(2014, 6, 30)),
        transmission_decidee_le=entree,
    )
    return Chemin(profil, parcours)


def _ancien(monde: Monde, hasard: random.Random, profil: Profil, fiche: Orientation) -> Chemin:
    chemin = _entrer(monde, hasard, profil, fiche)
    fin = jour_ouvre(chemin.entree + dt.timedelta(days=hasard.randint(30, 250)))
    _clore(chemin, min(max(fin, chemin.entree), dt.date(2012, 12, 31)), Motif.FIN_DE_MESURE)
    return chemin


def _faire_sortir(hasard: random.Random, nouveaux: list[Chemin]) -> None:
    """37 ends with their motives; nobody of the roster that learns French is among them."""
    partants = [c for c in nouveaux if c.entree <= ASSEZ_TOT and not c.profil.parle_peu_francais]
    motifs = repartir(hasard, SORTIES)
    partants = sorted(hasard.sample(partants, len(motifs)), key=lambda c: c.entree)
    for rang, (chemin, motif) in enumerate(zip(partants, motifs, strict=True)):
        # Most go at the end of the year, the others along it.
        tot = max(chemin.entree + dt.timedelta(days=45), dt.date(2013, 12, 2))
        if rang % 3 == 0:
            tot = chemin.entree + dt.timedelta(days=hasard.randint(45, 75))
        jour = tot + dt.timedelta(days=hasard.randint(0, max(0, min(25, (FIN - tot).days))))
        _clore(chemin, min(jour_ouvre(jour), FIN), motif)


def _clore(chemin: Chemin, jour: dt.date, motif: str) -> None:
    chemin.parcours.date_fin_reelle, chemin.parcours.motif_sortie = jour, motif
    chemin.parcours.date_fin_prevue = max(jour, chemin.entree)


def _appels(monde: Monde, hasard: random.Random, gens: Gens) -> None:
    """First answer after 1 to 40 days, six for half of them; three never answered."""
    jointes = [
        f
        for f in gens.fiches
        if f.recue_le.year == 2013
        and f.prescripteur_id
        and f.etat in (Etat.ENTREE, Etat.SANS_SUITE)
    ]
    milieu = len(jointes) // 2
    delais = [hasard.choice((1, 2, 3, 4, 5)) for _ in range(milieu - 1)] + [6, 6]
    delais += [min(40, 6 + int(hasard.expovariate(0.2))) for _ in range(len(jointes) - milieu - 1)]
    hasard.shuffle(delais)
    TentativeContact.objects.bulk_create(
        TentativeContact(
            orientation=fiche,
            le=instant(fiche.recue_le + dt.timedelta(days=delai), dt.time(10)),
            issue=TentativeContact.Issue.JOINT,
            par=monde.comptes["coordination"],
        )
        for fiche, delai in zip(jointes, delais, strict=True)
    )


def _entretiens(monde: Monde, chemins: list[Chemin]) -> None:
    """A first interview on the day of the entry, one more in 2013 for those who were in before."""
    lignes = []
    for chemin in chemins:
        jours = [chemin.entree]
        if chemin.entree.year == 2012 and chemin.fin >= dt.date(2013, 1, 8):
            jours.append(dt.date(2013, 1, 8))
        for rang, jour in enumerate(jours):
            lignes.append(
                Entretien(
                    parcours=chemin.parcours,
                    debut=instant(jour, dt.time(11, 15)),
                    type=Entretien.Type.SUIVI if rang else Entretien.Type.PREMIER,
                    etat=Entretien.Etat.TENU,
                    lieu=monde.lieux["bureau"],
                    auteur=monde.comptes["coordination"],
                )
            )
    Entretien.objects.bulk_create(lignes)


def _ages(hasard: random.Random, gens: Gens, entrees: dict[int, dt.date]) -> None:
    """The shares are those of the day of entry, or of the fiche for whoever never entered."""
    fiches = gens.premieres(gens.de_2013)
    tranches = repartir(hasard, AGES)
    for profil, fiche, (mini, maxi) in zip(gens.de_2013, fiches, tranches, strict=True):
        repere = entrees.get(profil.rang, fiche.recue_le)
        age = hasard.randint(mini, maxi)
        naissance = repere.replace(year=repere.year - age, day=min(repere.day, 28))
        profil.ligne.date_naissance = naissance - dt.timedelta(days=hasard.randint(2, 300))
        # The day of the entry stays within the same birthday year.
    Personne.objects.bulk_update([p.ligne for p in gens.de_2013], ["date_naissance"])


def _freins(chemins: list[Chemin]) -> None:
    Frein.objects.bulk_create(
        Frein(
            parcours=chemin.parcours,
            theme=theme,
            est_sensible=theme == Frein.Theme.SANTE,
            declare_le=chemin.entree,
        )
        for chemin in chemins
        for theme in chemin.profil.freins
    )
