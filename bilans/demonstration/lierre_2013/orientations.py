"""The golden orientations of Le Lierre: 77 people in 2012, 86 in 2013 up to 10 December."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection
from dataclasses import dataclass

from bilans.demonstration import personnes
from bilans.demonstration.monde import Monde
from bilans.demonstration.noms import identites
from bilans.demonstration.personnes import Profil
from bilans.demonstration.suivis import DIFFICULTES, jours_possibles
from centre.models import Organisme, Professionnel
from centre.temps import instant
from parcours.models import Orientation

SLUG = "le-lierre-2013"
ARRETE = dt.date(2013, 12, 10)
# new people of 2013, January to 10 December (sum 86)
PAR_MOIS = (9, 8, 8, 7, 6, 7, 5, 0, 13, 11, 9, 3)
EN_2012, EN_2013, APRES, DEJA_EN_2012, DEUX_FOIS, SPONTANEES = 77, 86, 3, 12, 4, 6
ORIENTEURS = {
    "CMS de secteur": (Organisme.Type.DEPT, 38),
    "UDAF / SASI": (Organisme.Type.UDAF, 21),
    "CCAS de Thionville": (Organisme.Type.CCAS, 8),
    "CMP": (Organisme.Type.CMP, 6),
    "CSAPA": (Organisme.Type.CSAPA, 3),
    "Pôle emploi Thionville": (Organisme.Type.FT, 3),
    "GEM Théo": (Organisme.Type.GEM, 2),
    "Tremplin": (Organisme.Type.SIAE, 2),
    "CIDFF": (Organisme.Type.CIDFF, 1),
    "Association Athènes": (Organisme.Type.ASSO_SOCIALE, 1),
    "Autre association": (Organisme.Type.ASSO_SOCIALE, 1),
}
Mode, Etat = Orientation.Mode, Orientation.Etat


@dataclass
class Gens:
    """Everybody once, and the fiches by which they came: what the paths are traced from."""

    de_2013: list[Profil]
    revenues: list[Profil]
    de_2012: list[Profil]
    tardives: list[Profil]
    spontanees: list[Profil]
    fiches: list[Orientation]

    def premieres(self, profils: Collection[Profil]) -> list[Orientation]:
        """The first fiche of each, in the same order."""
        par_personne: dict[int, Orientation] = {}
        for fiche in sorted(self.fiches, key=lambda f: (f.recue_le, f.pk), reverse=True):
            if fiche.etat != Etat.ANNULEE_DOUBLON:
                par_personne[fiche.personne_id] = fiche
        return [par_personne[profil.ligne.pk] for profil in profils]


def charger(monde: Monde, hasard: random.Random) -> Gens:
    """People drawn to the shares of the report, and 90 valid fiches up to 10 December."""
    profils = personnes.tirer(monde)
    profils += _tardives(hasard, len(profils))
    personnes.enregistrer(monde, profils)
    de_2013 = profils[:EN_2013]
    reste = profils[EN_2013 + SPONTANEES :]
    # People for whom French is an obstacle know the house since the year before.
    parlent_peu = [p for p in de_2013 if p.parle_peu_francais]
    autres = [p for p in de_2013 if not p.parle_peu_francais]
    revenues = hasard.sample(parlent_peu, 10) + hasard.sample(autres, DEJA_EN_2012 - 10)
    gens = Gens(
        de_2013,
        revenues,
        reste[: EN_2012 - DEJA_EN_2012],
        reste[-APRES:],
        profils[EN_2013 : EN_2013 + SPONTANEES],
        [],
    )
    gens.fiches = Orientation.objects.bulk_create(_fiches(monde, hasard, gens))
    return gens


def _tardives(hasard: random.Random, rang: int) -> list[Profil]:
    noms = identites(hasard, ["F", "H", "F"])
    return [
        Profil(nom, sexe, rang + n, [], False, {})
        for n, (nom, sexe) in enumerate(zip(noms, "FHF", strict=True))
    ]


def _prescripteurs(monde: Monde) -> list[Professionnel]:
    """One professional per organisation, repeated as often as she oriented in 2013."""
    liste = []
    for nom, (genre, nombre) in ORIENTEURS.items():
        organisme = Organisme.objects.create(
            centre=monde.centre, nom=nom, type=genre, est_orienteur=True
        )
        pro = Professionnel.objects.create(
            centre=monde.centre, organisme=organisme, nom=f"Service {nom}"
        )
        liste += [pro] * nombre
    return liste


def _fiches(monde: Monde, hasard: random.Random, gens: Gens) -> list[Orientation]:
    prescripteurs = _prescripteurs(monde)
    ordre = hasard.sample(prescripteurs, len(prescripteurs))
    fiches = [
        _fiche(monde, profil, jour, pro)
        for profil, jour, pro in zip(gens.de_2013, _dates_de_2013(hasard), ordre, strict=True)
    ]
    fiches += _en_double(monde, hasard, fiches, gens.de_2013, prescripteurs)
    jours = jours_possibles(dt.date(2012, 1, 9), dt.date(2012, 12, 3))
    for profil in [*gens.de_2012, *gens.revenues]:
        fiches.append(_fiche(monde, profil, hasard.choice(jours), hasard.choice(prescripteurs)))
    for profil, jour in zip(gens.tardives, (12, 16, 18), strict=True):
        fiches.append(_fiche(monde, profil, dt.date(2013, 12, jour), hasard.choice(prescripteurs)))
    for rang, profil in enumerate(gens.spontanees):
        fiches.append(_fiche(monde, profil, dt.date(2013, 2 + rang, 12), None))
    return fiches


def _dates_de_2013(hasard: random.Random) -> list[dt.date]:
    dates = []
    for mois, nombre in enumerate(PAR_MOIS, start=1):
        premier = dt.date(2013, mois, 1)
        dernier = min(dt.date(2013 + mois // 12, mois % 12 + 1, 1) - dt.timedelta(days=1), ARRETE)
        dates += hasard.choices(jours_possibles(premier, dernier), k=nombre)
    return dates


def _en_double(
    monde: Monde,
    hasard: random.Random,
    fiches: list[Orientation],
    profils: list[Profil],
    prescripteurs: list[Professionnel],
) -> list[Orientation]:
    """Four people sent twice by different orienters, and one fiche cancelled as a duplicate."""
    couples = list(zip(fiches, profils, strict=True))
    anciennes = [(f, p) for f, p in couples if f.recue_le < dt.date(2013, 9, 1)]
    lignes = []
    for fiche, profil in hasard.sample(anciennes, DEUX_FOIS + 1):
        autres = [p for p in prescripteurs if p.pk != fiche.prescripteur_id]
        jour = fiche.recue_le + dt.timedelta(days=14)
        lignes.append(_fiche(monde, profil, jour, hasard.choice(autres)))
    lignes[-1].etat = Etat.ANNULEE_DOUBLON
    return lignes


def _fiche(
    monde: Monde, profil: Profil, jour: dt.date, prescripteur: Professionnel | None
) -> Orientation:
    return Orientation(
        centre=monde.centre,
        personne=profil.ligne,
        dispositif=monde.dispositif,
        prescripteur=prescripteur,
        recue_le=jour,
        mode=Mode.FICHE_LIAISON if prescripteur else Mode.SPONTANEE,
        etat=Etat.ENTREE,
        difficultes=[DIFFICULTES[theme] for theme in profil.freins],
        accord_personne_le=jour,
        creee_le=instant(jour, dt.time(10)),
    )
