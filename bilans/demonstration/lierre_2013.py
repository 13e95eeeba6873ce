"""The golden orientations of Le Lierre: 77 people in 2012, 86 in 2013 up to 10 December."""

from __future__ import annotations

import datetime as dt
import random

from bilans.demonstration import annuaire
from bilans.demonstration.monde import Monde
from bilans.demonstration.noms import identites
from bilans.demonstration.suivis import jours_possibles
from centre.models import Organisme, Professionnel
from centre.temps import instant
from centre.textes import cle_de_nom
from parcours.models import Orientation, Personne

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


def charger() -> Monde:
    """One centre of its own, so that the golden year can stand beside the living one."""
    centre = annuaire.creer_centre(slug=SLUG, nom="Le Lierre 2013", telephone="03 53 01 00 13")
    centre.est_public = False
    centre.save(update_fields=["est_public"])
    monde = Monde(jour=ARRETE, graine="2013", centre=centre)
    annuaire.creer_organisme_du_centre(monde)
    hasard = random.Random(2013)
    prescripteurs = _prescripteurs(monde)
    gens = _personnes(monde, hasard)
    Orientation.objects.bulk_create(_fiches(monde, hasard, gens, prescripteurs))
    return monde


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


def _personnes(monde: Monde, hasard: random.Random) -> list[Personne]:
    """Everybody once: 86 of 2013, 65 of 2012 only, three of late December, six spontaneous."""
    nombre = EN_2013 + (EN_2012 - DEJA_EN_2012) + APRES + SPONTANEES
    sexes = ["F"] * 61 + ["H"] * 25
    sexes += hasard.choices("FFH", k=nombre - len(sexes))
    return Personne.objects.bulk_create(
        Personne(
            centre=monde.centre,
            prenom=nom.prenom,
            nom=nom.nom,
            cle=cle_de_nom(nom.prenom, nom.nom),
            sexe=sexe,
            creee_le=instant(dt.date(2012, 1, 3), dt.time(9)),
        )
        for nom, sexe in zip(identites(hasard, sexes), sexes, strict=True)
    )


def _fiches(
    monde: Monde,
    hasard: random.Random,
    gens: list[Personne],
    prescripteurs: list[Professionnel],
) -> list[Orientation]:
    de_2013, reste = gens[:EN_2013], gens[EN_2013:]
    de_2012 = reste[: EN_2012 - DEJA_EN_2012]
    tardives, spontanees = reste[len(de_2012) :][:APRES], reste[-SPONTANEES:]
    ordre = hasard.sample(prescripteurs, len(prescripteurs))
    fiches = [
        _fiche(monde, personne, jour, pro)
        for personne, jour, pro in zip(de_2013, _dates_de_2013(hasard), ordre, strict=True)
    ]
    fiches += _en_double(monde, hasard, fiches, prescripteurs)
    jours = jours_possibles(dt.date(2012, 1, 9), dt.date(2012, 12, 20))
    for personne in [*de_2012, *hasard.sample(de_2013, DEJA_EN_2012)]:
        fiches.append(_fiche(monde, personne, hasard.choice(jours), hasard.choice(prescripteurs)))
    for personne, jour in zip(tardives, (12, 16, 18), strict=True):
        fiches.append(
            _fiche(monde, personne, dt.date(2013, 12, jour), hasard.choice(prescripteurs))
        )
    for rang, personne in enumerate(spontanees):
        fiches.append(_fiche(monde, personne, dt.date(2013, 2 + rang, 12), None))
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
    prescripteurs: list[Professionnel],
) -> list[Orientation]:
    """Four people sent twice by different orienters, and one fiche cancelled as a duplicate."""
    anciennes = [f for f in fiches if f.recue_le < dt.date(2013, 9, 1)]
    lignes = []
    for fiche in hasard.sample(anciennes, DEUX_FOIS + 1):
        autres = [p for p in prescripteurs if p.pk != fiche.prescripteur_id]
        jour = fiche.recue_le + dt.timedelta(days=14)
        lignes.append(_fiche(monde, fiche.personne, jour, hasard.choice(autres)))
    lignes[-1].etat = Etat.ANNULEE_DOUBLON
    return lignes


def _fiche(
    monde: Monde, personne: Personne, jour: dt.date, prescripteur: Professionnel | None
) -> Orientation:
    return Orientation(
        centre=monde.centre,
        personne=personne,
        dispositif=monde.dispositif,
        prescripteur=prescripteur,
        recue_le=jour,
        mode=Mode.FICHE_LIAISON if prescripteur else Mode.SPONTANEE,
        etat=Etat.ENTREE,
        difficultes=["isolement"],
        accord_personne_le=jour,
        creee_le=instant(jour, dt.time(10)),
    )
