"""R4, one cofinanced operation: who took part, the common indicators, and what is still to ask.

Names and populations of the indicators: Regulation (EU) 2021/1057, annex I and article 2. Their
codes, and what counts as an immediate result (the last situation of the four weeks after leaving,
EECR01 or EECR04 but never both): https://sfc.ec.europa.eu/en/node/3419. What « better » means in
EECR06, kept from 2014-2020:
https://sfc.ec.europa.eu/en/2014/support-ms/part/faq/does-indicator-improved-labour-market-situation-also-cover-participants.
EECO18 and EECO19 count organisations: an operation of a centre has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bilans.documents import Cellule, Colonne, Document, Ligne, Table
from bilans.figures import Periode
from bilans.figures.europe import Participant
from bilans.figures.perimetre import pourcentage
from bilans.models import ParticipationFSE
from parcours.models import Operation

P = ParticipationFSE
TEXTE = "texte"
Test = Callable[[Participant], bool]
# Without a job on the first day, and said so.
HORS_EMPLOI = (P.Travail.CHOMAGE, P.Travail.INACTIF, P.Travail.FORMATION)
INACTIFS = (P.Travail.INACTIF, P.Travail.FORMATION)


@dataclass(frozen=True)
class Indicateur:
    """What is counted (``compte``), out of whom (``parmi``), and whose answer is not known yet."""

    nom: str
    compte: Test
    manque: Test
    parmi: Test = lambda _: True


def _entree(nom: str, champ: str, *valeurs: str) -> Indicateur:
    def lue(x: Participant) -> str:
        return str(getattr(x.reponses, champ))

    return Indicateur(nom, lambda x: lue(x) in valeurs, lambda x: not lue(x))


def _age(nom: str, du: int, au: int) -> Indicateur:
    """On the day of the entry."""

    def dedans(x: Participant) -> bool:
        age = x.personne.age_le(x.entree)
        return age is not None and du <= age <= au

    return Indicateur(nom, dedans, lambda x: x.personne.date_naissance is None)


def _sortie(
    nom: str, champ: str, *valeurs: str, entree: tuple[str, ...] = (), six_mois: bool = False
) -> Indicateur:
    """On leaving, or six months later, of those who were in one of the situations ``entree``."""

    def est_la(x: Participant) -> bool:
        return x.est_sorti_depuis_six_mois if six_mois else x.est_sorti

    def parmi(x: Participant) -> bool:
        return est_la(x) and (not entree or x.reponses.travail in entree)

    def manque(x: Participant) -> bool:
        inconnue = bool(entree) and not x.reponses.travail
        return est_la(x) and (inconnue or (parmi(x) and not getattr(x.reponses, champ)))

    return Indicateur(nom, lambda x: getattr(x.reponses, champ) in valeurs, manque, parmi)


INDICATEURS = {
    "EECO01": Indicateur("Participantes et participants, en tout", lambda _: True, lambda _: False),
    "EECO02": _entree("Au chômage, de longue durée compris", "travail", P.Travail.CHOMAGE),
    "EECO03": Indicateur(
        "Au chômage de longue durée, douze mois et plus",
        lambda x: x.reponses.travail == P.Travail.CHOMAGE
        and x.reponses.recherche == P.Recherche.DOUZE_ET_PLUS,
        lambda x: not x.reponses.travail
        or (x.reponses.travail == P.Travail.CHOMAGE and not x.reponses.recherche),
    ),
    "EECO04": _entree("Inactifs, en études ou en formation compris", "travail", *INACTIFS),
    "EECO05": _entree("En emploi, à leur compte compris", "travail", P.Travail.EMPLOI),
    "EECO06": _age("Moins de 18 ans", 0, 17),
    "EECO07": _age("De 18 à 29 ans", 18, 29),
    "EECO08": _age("55 ans et plus", 55, 200),
    "EECO09": _entree("Brevet ou moins (CITE 0 à 2)", "diplome", P.Diplome.CITE_0_2),
    "EECO10": _entree("CAP, BEP ou bac (CITE 3 et 4)", "diplome", P.Diplome.CITE_3_4),
    "EECO11": _entree("Études supérieures (CITE 5 à 8)", "diplome", P.Diplome.CITE_5_8),
    "EECO12": _entree("En situation de handicap", "handicap", P.OuiNon.OUI),
    "EECO13": _entree(
        "D’un pays hors de l’Union européenne, apatrides compris", "pays_tiers", P.OuiNon.OUI
    ),
    "EECO14": _entree("D’origine étrangère", "origine", P.OuiNon.OUI),
    "EECO15": _entree(
        "D’une minorité, communautés marginalisées comprises", "minorite", P.OuiNon.OUI
    ),
    "EECO16": _entree("Sans-abri, ou exclus du logement", "sans_logement", P.OuiNon.OUI),
    "EECO17": _entree("D’une zone rurale", "rural", P.OuiNon.OUI),
    "EECR01": _sortie(
        "Cherchent un emploi à la sortie", "sortie", P.Sortie.RECHERCHE,
        entree=INACTIFS,
    ),
    "EECR02": _sortie(
        "En études ou en formation à la sortie", "sortie", P.Sortie.FORMATION,
        entree=(P.Travail.CHOMAGE, P.Travail.INACTIF, P.Travail.EMPLOI),
    ),
    "EECR03": _sortie("Ont obtenu une qualification à la sortie", "qualification", P.OuiNon.OUI),
    "EECR04": _sortie(
        "En emploi à la sortie, à leur compte compris", "sortie", P.Sortie.EMPLOI,
        entree=HORS_EMPLOI,
    ),
    "EECR05": _sortie(
        "En emploi six mois après, à leur compte compris", "six_mois", P.SixMois.EMPLOI,
        P.SixMois.MIEUX, entree=HORS_EMPLOI, six_mois=True,
    ),
    "EECR06": _sortie(
        "Mieux placés sur le marché du travail six mois après", "six_mois", P.SixMois.MIEUX,
        entree=(P.Travail.EMPLOI,), six_mois=True,
    ),
}  # fmt: skip


def composer(
    operation: Operation, lus: list[Participant], periode: Periode, *, quand: dt.datetime,
    nommes: set[int], ordre: Sequence[str] = (),
) -> Document:  # fmt: skip
    """``nommes``: people whom this reader may name; the others are counted, never written.

    ``ordre``: the columns of the list; without it, those of ``COLONNES``.
    """
    return Document(
        genre="fse",
        audience="interne",
        titre="Bilan FSE+",
        centre=operation.centre.nom,
        action=str(operation),
        du=periode.du.isoformat(),
        au=periode.au.isoformat(),
        compte_le=quand.isoformat(timespec="minutes"),
        chiffres=[],
        tables=[_completude(lus), _indicateurs(lus), liste(lus, nommes, ordre)],
        textes=[],
        notes=["Une personne vue un seul jour est gardée dans la liste et ne compte pas dans les "
               "indicateurs. «\u00a0Ne souhaite pas répondre\u00a0» est une réponse."],
    )  # fmt: skip


def _completude(lus: list[Participant]) -> Table:
    comptes = [x for x in lus if x.est_participant]
    complets = sum(x.est_complet for x in comptes)
    reste = len(comptes) - complets
    lignes = [
        Ligne("Dossiers complets", [complets, pourcentage(complets, len(comptes))]),
        Ligne("Dossiers à compléter", [reste, pourcentage(reste, len(comptes))]),
        Ligne("Ensemble", [len(comptes), None], est_total=True),
    ]
    colonnes = [Colonne("Personnes", "personnes"), Colonne("Part", "taux")]
    return Table("completude", "Dossiers complets (F26)", colonnes, lignes, "Dossiers")


def _indicateurs(lus: list[Participant]) -> Table:
    comptes = [x for x in lus if x.est_participant]
    gens = [Colonne(nom, "personnes") for nom in ("Femmes", "Hommes", "Ensemble", "Sur")]
    fin = [Colonne("Part", "taux"), Colonne("À demander", "personnes")]
    colonnes = [Colonne("Indicateur", TEXTE), *gens, *fin]
    return Table(
        "indicateurs", "Indicateurs communs", colonnes,
        [_indicateur(code, i, comptes) for code, i in INDICATEURS.items()], "Code", est_somme=False,
        notes=["L’âge est celui du premier jour. L’ensemble compte aussi les personnes qui n’ont "
               "pas dit leur sexe.",
               "Un tiret\u00a0: personne n’est encore dans ce cas, la part ne se calcule pas. "
               "«\u00a0À demander\u00a0»\u00a0: personnes dont la réponse manque pour le savoir.",
               "La sortie est la dernière situation des quatre semaines qui suivent le départ. "
               "«\u00a0Sur\u00a0» ne garde que les personnes pour qui ce serait nouveau\u00a0: "
               "inactives à l’entrée (EECR01), hors études et formation (EECR02), sans emploi "
               "(EECR04, EECR05).",
               "EECR05 et EECR06\u00a0: personnes parties depuis six mois et plus. EECR06\u00a0: "
               "en emploi à l’entrée, et depuis un emploi plus stable, plus d’heures, un poste "
               "plus qualifié ou une promotion\u00a0; un salaire plus haut ne suffit pas."],
    )  # fmt: skip


def _indicateur(code: str, indicateur: Indicateur, comptes: list[Participant]) -> Ligne:
    parmi = [x for x in comptes if indicateur.parmi(x)]
    oui = [x for x in parmi if indicateur.compte(x)]
    reste = sum(indicateur.manque(x) for x in comptes)
    part = pourcentage(len(oui), len(parmi))
    return Ligne(code, [indicateur.nom, *_par_sexe(oui), len(parmi), part, reste])


def _par_sexe(lus: list[Participant]) -> list[Cellule]:
    sexes = [x.personne.sexe for x in lus]
    return [sexes.count("F"), sexes.count("H"), len(lus)]


COLONNES = (
    *("Nom", "Prénom", "Naissance", "Sexe", "Commune", "Quartier prioritaire", "Zone rurale"),
    *("Contact", "Entrée", "Travail à l’entrée", "Cherche depuis", "Diplôme", "Handicap"),
    *("Hors Union européenne", "Origine étrangère", "Minorité", "Foyer", "Sans logement durable"),
    *("Sortie", "Motif de sortie", "Situation à la sortie", "Heures", "Compte", "À demander"),
    *("Qualification", "Six mois après"),
)


def liste(lus: list[Participant], nommes: set[int], ordre: Sequence[str] = ()) -> Table:
    """One row per person: what the platform of the fund takes by file, in the order it asks."""
    rangs = [COLONNES.index(nom) for nom in ordre if nom in COLONNES] or range(len(COLONNES))
    lignes = []
    for numero, x in enumerate(lus, start=1):
        if x.personne.pk in nommes:
            cases = _personne(x)
            reference = str(x.personne.reference)
            lignes.append(Ligne(str(numero), [cases[n] for n in rangs], reference))
    noms = [COLONNES[n] for n in rangs]
    colonnes = [Colonne(nom, "heures" if nom == "Heures" else TEXTE) for nom in noms]
    caches = len(lus) - len(lignes)
    notes = [f"Ateliers protégés\u00a0: {caches} personnes sont comptées, pas nommées."] * (
        caches > 0
    )
    return Table("participants", "Participants", colonnes, lignes, "N°", notes, est_somme=False)


def _personne(x: Participant) -> list[Cellule]:
    p, r = x.personne, x.reponses
    dit: Callable[[Any, str], str] = lambda objet, nom: str(  # noqa: E731
        getattr(objet, f"get_{nom}_display")()
    )
    return [
        p.nom, p.prenom, f"{p.date_naissance:%d/%m/%Y}" if p.date_naissance else "",
        dit(p, "sexe"), p.commune, dit(p, "qpv"), dit(r, "rural"), x.contact,
        f"{x.entree:%d/%m/%Y}", dit(r, "travail"), dit(r, "recherche"), dit(r, "diplome"),
        dit(r, "handicap"), dit(r, "pays_tiers"), dit(r, "origine"), dit(r, "minorite"),
        dit(p, "menage"), dit(r, "sans_logement"),
        f"{x.derniere:%d/%m/%Y}" if x.est_sorti else "", x.motif,
        dit(r, "sortie") if x.est_sorti else "", x.minutes,
        "participant" if x.est_participant else "non participant", ", ".join(x.manques),
        dit(r, "qualification") if x.est_sorti else "",
        dit(r, "six_mois") if x.est_sorti_depuis_six_mois else "",
    ]  # fmt: skip
