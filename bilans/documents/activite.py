"""R1, the report of activity: figures, tables and the centre's own words, for any period."""

from __future__ import annotations

from dataclasses import replace

from bilans.documents import (
    Chiffre,
    Document,
    Table,
    Texte,
    orienteurs,
    repartitions,
    rythme,
)
from bilans.figures import Perimetre, Periode, calculer
from bilans.figures.seances import seances_a_renseigner
from bilans.models import TexteRapport
from bilans.tableaux import Carte
from centre.ecriture import pluriel
from parcours.models.dispositifs import Public

# In the order of the report; those of séances are counted without the outings.
CHIFFRES = (
    "F02", "F04", "F05", "F06", "F07", "F09", "F10", "F11", "F12", "F13", "F14", "F19", "F20",
    "F21", "F22",
)  # fmt: skip
HORS_SORTIES = ("F09", "F10", "F11", "F12", "F13", "F14")
Rubrique = TexteRapport.Rubrique


def composer(perimetre: Perimetre, periode: Periode, *, externe: bool = False) -> Document:
    """Everything exact; ``documents.secret`` hides what may not leave, after."""
    ouvertes = seances_a_renseigner(perimetre, periode).count()
    notes = [
        f"{pluriel(ouvertes, 'feuille n’est pas fermée,feuilles ne sont pas fermées')}\u00a0: "
        "ces séances ne comptent pas dans les taux."
    ]
    return Document(
        genre="activite",
        audience="interne",
        titre=_titre(periode),
        centre=perimetre.centre.nom,
        action=perimetre.dispositif.nom if perimetre.dispositif else "Tous les dispositifs",
        du=periode.du.isoformat(),
        au=periode.au.isoformat(),
        compte_le=perimetre.quand.isoformat(timespec="minutes"),
        chiffres=[chiffre(code, perimetre, periode) for code in CHIFFRES],
        tables=_tables(perimetre, periode, externe),
        textes=textes(perimetre, periode),
        notes=notes if ouvertes else [],
    )


def _titre(periode: Periode) -> str:
    entiere = (periode.du.month, periode.du.day, periode.au.month, periode.au.day) == (1, 1, 12, 31)
    if entiere and periode.du.year == periode.au.year:
        return f"Rapport d’activité {periode.du.year}"
    return "Rapport d’activité"


def chiffre(code: str, perimetre: Perimetre, periode: Periode) -> Chiffre:
    """A figure beside the same dates of the year before (S11: 86 after 77 is +11,7 %)."""
    lieu = perimetre.sans_sorties() if code in HORS_SORTIES else perimetre
    carte = Carte(calculer(code, lieu, periode), calculer(code, lieu, periode.un_an_avant()))
    figure = carte.figure
    definition = figure.definition
    heures = code == "F10"
    return Chiffre(
        code=code,
        nom=definition.nom,
        unite=definition.unite,
        valeur=figure.numerateur if heures else carte.nombre,
        numerateur=None if heures else figure.numerateur,
        denominateur=None if heures else figure.denominateur,
        rapport="" if heures else definition.rapport,
        avant=carte.avant.numerateur if heures else carte.nombre_avant,
        ecart=carte.ecart,
        note="Sans les sorties." if code in HORS_SORTIES else "",
        fraction_avant=[carte.avant.numerateur, carte.avant.denominateur],
    )


def _tables(perimetre: Perimetre, periode: Periode, externe: bool) -> list[Table]:
    observations = {t.public: t.texte for t in _ecrits(perimetre, periode, Rubrique.PUBLIC)}
    publics = repartitions.publics(perimetre, periode)
    noms = dict(Public.choices)
    publics = replace(
        publics,
        notes=[
            *publics.notes,
            *(f"{noms[code]}\u00a0: {texte}" for code, texte in observations.items()),
        ],
    )
    return [
        rythme.cascade(perimetre, periode),
        rythme.mois(perimetre, periode),
        rythme.ateliers(perimetre, periode, externe=externe),
        rythme.semaines(perimetre, periode),
        orienteurs.orienteurs(perimetre, periode, externe=externe),
        *repartitions.situations(perimetre, periode),
        repartitions.freins(perimetre, periode),
        publics,
        repartitions.partenaires(perimetre, periode),
        repartitions.sorties(perimetre, periode),
    ]


def _ecrits(perimetre: Perimetre, periode: Periode, *rubriques: str) -> list[TexteRapport]:
    return list(
        TexteRapport.objects.filter(
            centre=perimetre.centre,
            dispositif=perimetre.dispositif,
            annee=periode.au.year,
            rubrique__in=rubriques,
        ).exclude(texte="")
    )


def textes(perimetre: Perimetre, periode: Periode) -> list[Texte]:
    """The three headings of the centre's own report, those that are written."""
    ecrits = {
        t.rubrique: t.texte
        for t in _ecrits(
            perimetre, periode, Rubrique.OBJECTIFS, Rubrique.REUSSITE, Rubrique.LIMITES
        )
    }
    return [
        Texte(str(rubrique.label), ecrits[rubrique]) for rubrique in Rubrique if rubrique in ecrits
    ]
