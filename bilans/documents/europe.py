"""R4, one cofinanced operation: who took part, the common indicators, and what is still to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
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


def _est(champ: str, *valeurs: str) -> Test:
    return lambda x: getattr(x.reponses, champ) in valeurs


def _age(du: int, au: int) -> Test:
    """On the day of the entry."""

    def dedans(x: Participant) -> bool:
        age = x.personne.age_le(x.entree)
        return age is not None and du <= age <= au

    return dedans


def _sort(*valeurs: str, sauf: str = "", seulement: str = "") -> Test:
    def dedans(x: Participant) -> bool:
        entree = x.reponses.travail
        return (
            x.est_sorti
            and x.reponses.sortie in valeurs
            and entree != (sauf or "?")
            and (not seulement or entree == seulement)
        )

    return dedans


# Codes of Regulation (EU) 2021/1057, annex I.
INDICATEURS: dict[str, tuple[str, Test]] = {
    "EECO01": ("Participantes et participants", lambda _: True),
    "EECO02": ("Au chômage", _est("travail", P.Travail.CHOMAGE)),
    "EECO03": (
        "Au chômage depuis douze mois et plus",
        lambda x: x.reponses.travail == P.Travail.CHOMAGE
        and x.reponses.recherche == P.Recherche.DOUZE_ET_PLUS,
    ),
    "EECO04": ("Inactifs", _est("travail", P.Travail.INACTIF, P.Travail.FORMATION)),
    "EECO05": ("En emploi", _est("travail", P.Travail.EMPLOI)),
    "EECO06": ("Moins de 18 ans", _age(0, 17)),
    "EECO07": ("De 18 à 29 ans", _age(18, 29)),
    "EECO08": ("55 ans et plus", _age(55, 200)),
    "EECO09": ("Brevet ou moins (CITE 0 à 2)", _est("diplome", P.Diplome.CITE_0_2)),
    "EECO10": ("CAP, BEP ou bac (CITE 3 et 4)", _est("diplome", P.Diplome.CITE_3_4)),
    "EECO11": ("Études supérieures (CITE 5 à 8)", _est("diplome", P.Diplome.CITE_5_8)),
    "EECO12": ("En situation de handicap", _est("handicap", P.OuiNon.OUI)),
    "EECO13": ("D’un pays hors de l’Union européenne", _est("pays_tiers", P.OuiNon.OUI)),
    "EECO14": ("D’origine étrangère", _est("origine", P.OuiNon.OUI)),
    "EECO15": ("D’une minorité", _est("minorite", P.OuiNon.OUI)),
    "EECO16": ("Sans logement durable", _est("sans_logement", P.OuiNon.OUI)),
    "EECO17": ("Zone rurale", _est("rural", P.OuiNon.OUI)),
    "EECR01": (
        "Inactifs qui cherchent un emploi à la sortie",
        _sort(P.Sortie.RECHERCHE, seulement=P.Travail.INACTIF),
    ),
    "EECR02": (
        "En formation à la sortie", _sort(P.Sortie.FORMATION, sauf=P.Travail.FORMATION),
    ),
    "EECR03": ("Ont obtenu une qualification", _sort(P.Sortie.QUALIFICATION)),
    "EECR04": ("En emploi à la sortie", _sort(P.Sortie.EMPLOI, sauf=P.Travail.EMPLOI)),
}  # fmt: skip


def composer(
    operation: Operation, lus: list[Participant], periode: Periode, *, quand: dt.datetime,
    nommes: set[int],
) -> Document:  # fmt: skip
    """``nommes``: people whom this reader may name; the others are counted, never written."""
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
        tables=[_completude(lus), _indicateurs(lus), liste(lus, nommes)],
        textes=[],
        notes=["Une personne vue un seul jour est gardée dans la liste et ne compte pas dans les "
               "indicateurs. « Ne souhaite pas répondre » est une réponse."],
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
    lignes = [
        Ligne(code, [nom, *_par_sexe([x for x in comptes if test(x)])])
        for code, (nom, test) in INDICATEURS.items()
    ]
    colonnes = [Colonne("Indicateur", TEXTE)]
    colonnes += [Colonne(nom, "personnes") for nom in ("Femmes", "Hommes", "Ensemble")]
    return Table(
        "indicateurs", "Indicateurs communs", colonnes, lignes, "Code", est_somme=False,
        notes=["L’âge est celui du premier jour. L’ensemble compte aussi les personnes qui n’ont "
               "pas dit leur sexe."],
    )  # fmt: skip


def _par_sexe(lus: list[Participant]) -> list[Cellule]:
    sexes = [x.personne.sexe for x in lus]
    return [sexes.count("F"), sexes.count("H"), len(lus)]


COLONNES = (
    *("Nom", "Prénom", "Naissance", "Sexe", "Commune", "Quartier prioritaire", "Zone rurale"),
    *("Contact", "Entrée", "Travail à l’entrée", "Cherche depuis", "Diplôme", "Handicap"),
    *("Hors Union européenne", "Origine étrangère", "Minorité", "Foyer", "Sans logement durable"),
    *("Sortie", "Motif de sortie", "Situation à la sortie", "Heures", "Compte", "À demander"),
)


def liste(lus: list[Participant], nommes: set[int]) -> Table:
    """One row per person, in a fixed order: what the platform of the fund takes by file."""
    lignes = [
        Ligne(str(rang), _personne(x), str(x.personne.reference))
        for rang, x in enumerate(lus, start=1)
        if x.personne.pk in nommes
    ]
    colonnes = [Colonne(nom, "heures" if nom == "Heures" else TEXTE) for nom in COLONNES]
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
    ]  # fmt: skip
