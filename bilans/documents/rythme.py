"""The year along its months and weeks, atelier by atelier, and the way from fiche to exit."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace

from ateliers.models import Atelier
from bilans.documents import Cellule, Colonne, Ligne, Table
from bilans.figures import Figure, Perimetre, Periode, calculer
from bilans.figures.ateliers import LigneAtelier, par_atelier
from bilans.figures.personnes import orientations_de, parcours_de, racines
from bilans.figures.presences import par_seance, venues
from bilans.tableaux import sous_total
from centre.ecriture import JOURS, MOIS
from centre.temps import a_paris, ajouter_mois, lundi_de
from inscriptions.models import Place

COLONNES = [
    Colonne("Prévues"), Colonne("Tenues"), Colonne("Annulées"), Colonne("Objectif"),
    Colonne("Écart"), Colonne("Inscrites", "personnes"), Colonne("Venues", "personnes"),
    Colonne("Présences", "presences"), Colonne("Heures", "heures"),
    Colonne("Taux de présence", "taux"), Colonne("Taux d’assiduité", "taux"),
    Colonne("Taux de remplissage", "taux"),
]  # fmt: skip
# From this level on, an atelier leaves the centre under the name of its family (§3.7).
NIVEAU_DISCRET = 2
FAMILLE = "Santé et bien-être"


def ateliers(perimetre: Perimetre, periode: Periode, *, externe: bool) -> Table:
    """R1 (c): séances, people, presences, hours and both rates; people distinct in the total."""
    brutes = par_atelier(perimetre, periode)
    lignes = [_ligne(x) for x in brutes]
    if externe:
        lignes = _par_famille(perimetre, periode, brutes)
    total = sous_total(perimetre, periode, brutes)
    if total:
        lignes.append(replace(_ligne(total), code="sous-total", est_total=True))
    lignes.append(_ensemble(perimetre, periode, brutes))
    return Table(
        "ateliers", "Atelier par atelier", COLONNES, lignes, "Atelier", est_somme=False,
        dessin="barres:8",
        notes=["Taux de présence\u00a0: présences ÷ (présences + absences prévenues + pas venues). "
               "Taux d’assiduité\u00a0: sans les absences prévenues."],
    )  # fmt: skip


def _ligne(x: LigneAtelier) -> Ligne:
    sans_gens = x.atelier.pk is None
    cellules: list[Cellule] = [
        x.seances["prevues"], x.seances["tenues"], x.seances["annulees"], x.objectif,
        None if x.objectif is None else x.seances["tenues"] - x.objectif,
        None if sans_gens else x.inscrits, None if sans_gens else x.participants,
        x.participations, x.minutes, x.taux_de_presence, x.taux_d_assiduite,
        x.taux_de_remplissage,
    ]  # fmt: skip
    a_part = x.atelier.genre == Atelier.Genre.SORTIE
    return Ligne(x.atelier.titre, cellules, x.atelier.code, a_part=a_part)


def _par_famille(perimetre: Perimetre, periode: Periode, brutes: list[LigneAtelier]) -> list[Ligne]:
    """Discreet and protected ateliers become one row, each person counted once."""
    discrets = [x for x in brutes if x.atelier.sensibilite >= NIVEAU_DISCRET]
    if not discrets:
        return [_ligne(x) for x in brutes]
    somme = LigneAtelier(
        Atelier(titre=FAMILLE, code="FAMILLE"),
        {etat: sum(x.seances[etat] for x in discrets) for etat in discrets[0].seances},
        None,
    )
    for champ in ("participations", "minutes", "presents", "excuses", "absents", "capacite"):
        setattr(somme, champ, sum(getattr(x, champ) for x in discrets))
    ids = [x.atelier.pk for x in discrets]
    ligne = _ligne(somme)
    ligne.cellules[5] = _distincts(perimetre, periode, ids, inscrits=True)
    ligne.cellules[6] = _distincts(perimetre, periode, ids, inscrits=False)
    autres = [_ligne(x) for x in brutes if x.atelier.sensibilite < NIVEAU_DISCRET]
    return [*autres, ligne]


def _distincts(
    perimetre: Perimetre, periode: Periode, ids: list[int] | None, *, inscrits: bool
) -> int:
    if not inscrits:
        lignes = venues(perimetre, periode)
        if ids is None:
            return int(calculer("F07", perimetre, periode).numerateur or 0)
        return racines(lignes.filter(place__seance__atelier__in=ids), "place__personne").count()
    debut, fin = periode.bornes
    places = Place.objects.attendues().filter(
        seance__centre=perimetre.centre, seance__debut__gte=debut, seance__debut__lt=fin
    )
    places = places.filter(seance__atelier__genre__in=perimetre.genres)
    if perimetre.dispositif:
        places = places.filter(parcours__dispositif=perimetre.dispositif)
    if ids is not None:
        places = places.filter(seance__atelier__in=ids)
    qui = places.order_by().values_list("personne__fusionnee_dans", "personne").distinct()
    return len({racine or personne for racine, personne in qui})


def _ensemble(perimetre: Perimetre, periode: Periode, brutes: list[LigneAtelier]) -> Ligne:
    """Every genre together, each person once; an hour spent in two places counts once."""
    f = {code: calculer(code, perimetre, periode) for code in ("F09", "F10", "F13", "F14", "F15")}

    def somme(etat: str) -> int:
        return sum(x.seances[etat] for x in brutes)

    cellules: list[Cellule] = [
        somme("prevues"), somme("tenues"), somme("annulees"), None, None,
        _distincts(perimetre, periode, None, inscrits=True),
        _distincts(perimetre, periode, None, inscrits=False),
        _nombre(f["F09"]), f["F10"].numerateur, _nombre(f["F13"]), _nombre(f["F14"]),
        _nombre(f["F15"]),
    ]  # fmt: skip
    return Ligne("Ensemble, chaque personne une fois", cellules, "total", est_total=True)


def _nombre(figure: Figure) -> Cellule:
    return None if isinstance(figure.valeur, dict) else figure.valeur


def mois(perimetre: Perimetre, periode: Periode) -> Table:
    """People oriented for the first time of the period, entries, presences, by civil month."""
    premieres: dict[int, dt.date] = {}
    fiches = orientations_de(perimetre, periode).order_by("-recue_le")
    for racine, qui, jour in fiches.values_list("personne__fusionnee_dans", "personne", "recue_le"):
        premieres[racine or qui] = jour
    nouvelles = Counter((jour.year, jour.month) for jour in premieres.values())
    entrees = Counter(
        (jour.year, jour.month)
        for jour in parcours_de(perimetre)
        .filter(date_entree__range=(periode.du, periode.au))
        .values_list("date_entree", flat=True)
    )
    presences: Counter[tuple[int, int]] = Counter()
    for compte in par_seance(perimetre, periode):
        jour = a_paris(compte.debut).date()
        presences[jour.year, jour.month] += compte.participations
    lignes, premier = [], periode.du.replace(day=1)
    while premier <= periode.au:
        cle = premier.year, premier.month
        nom = f"{MOIS[premier.month - 1]} {premier.year}"
        lignes.append(
            Ligne(nom, [nouvelles[cle], entrees[cle], presences[cle]], f"{premier:%Y-%m}")
        )
        premier = ajouter_mois(premier, 1)
    sommes: list[Cellule] = [nouvelles.total(), entrees.total(), presences.total()]
    lignes.append(Ligne("Ensemble", sommes, "total", est_total=True))
    colonnes = [
        Colonne("Nouvelles personnes orientées", "personnes"), Colonne("Entrées", "personnes"),
        Colonne("Présences", "presences"),
    ]  # fmt: skip
    notes = ["Présences aux ateliers, aux permanences et aux sorties."]
    return Table("mois", "Mois par mois", colonnes, lignes, "Mois", notes, "colonnes:2")


def semaines(perimetre: Perimetre, periode: Periode) -> Table:
    """Presences by week and day, outings apart: the heat of the year."""
    comptes: dict[dt.date, Counter[int]] = defaultdict(Counter)
    for seance in par_seance(perimetre.sans_sorties(), periode):
        jour = a_paris(seance.debut).date()
        comptes[lundi_de(jour)][jour.weekday()] += seance.participations
    # A Sunday is shown in the year that has one: a week says what its days add up to.
    ouverts = 7 if any(compte[6] for compte in comptes.values()) else 6
    lignes, lundi = [], lundi_de(periode.du)
    while lundi <= periode.au:
        compte = comptes[lundi]
        cellules: list[Cellule] = [compte[n] for n in range(ouverts)]
        lignes.append(Ligne(f"{lundi:%d/%m/%Y}", [*cellules, compte.total()], f"{lundi:%G-W%V}"))
        lundi += dt.timedelta(days=7)
    # Those who came on one day are people: a handful of them does not leave.
    jours = [Colonne(nom.capitalize(), "personnes") for nom in JOURS[:ouverts]]
    colonnes = [*jours, Colonne("Semaine", "presences")]
    return Table(
        "semaines", "Présences par semaine", colonnes, lignes, "Semaine du", dessin="chaleur"
    )


def cascade(perimetre: Perimetre, periode: Periode) -> Table:
    """What became of the people oriented in the period, seen on its last day."""
    fiches = orientations_de(perimetre, periode)
    orientees = {r or p for r, p in fiches.values_list("personne__fusionnee_dans", "personne")}
    jointes = calculer("F03", perimetre, periode).numerateur
    ouverts: set[int] = set()
    finis: set[int] = set()
    lignes = parcours_de(perimetre).filter(date_entree__lte=periode.au)
    for racine, personne, fin in lignes.values_list(
        "personne__fusionnee_dans", "personne", "date_fin_reelle"
    ):
        qui = racine or personne
        if qui in orientees:
            if fin is not None and fin < periode.du:
                continue
            (ouverts if fin is None or fin > periode.au else finis).add(qui)
    finis -= ouverts
    entrees = ouverts | finis
    lus: list[tuple[str, str, Cellule]] = [
        ("orientees", "Orientées", len(orientees)),
        ("jointes", "Jointes au téléphone", jointes),
        ("sans-entree", "Sans entrée", len(orientees) - len(entrees)),
        ("entrees", "Entrées dans un parcours", len(entrees)),
        ("en-cours", "En parcours", len(ouverts)),
        ("sorties", "Sorties", len(finis)),
    ]
    return Table(
        "devenir", "Ce que sont devenues les personnes orientées",
        [Colonne("Personnes", "personnes")],
        [Ligne(mots, [nombre], code) for code, mots, nombre in lus],
        "Étape", dessin="cascade", est_somme=False,
        notes=["Vues au dernier jour de la période."],
    )  # fmt: skip
