"""R2, one agency at a time: what became of those it sent, in neutral words and without names."""

from __future__ import annotations

from collections import defaultdict
from statistics import mean, median

from bilans.documents import Cellule, Colonne, Document, Ligne, Table
from bilans.documents.activite import chiffre
from bilans.documents.orienteurs import est_sensible
from bilans.figures import Perimetre, Periode
from bilans.figures.personnes import orientations_de
from centre.temps import a_paris
from parcours.models import Orientation, Parcours, PointPrescripteur, TentativeContact

Motif, Groupe = Parcours.Motif, Parcours.Groupe
# The five ends that a prescriber may read, and no other (R2).
FINS = {
    "Emploi ou formation": Groupe.DYNAMIQUE.motifs,
    "Objectif atteint": Groupe.SOCIALE.motifs,
    "Relais": Groupe.RELAIS.motifs,
    "Autre": Groupe.NEUTRE.motifs,
    "Interrompu": Groupe.INTERRUPTION.motifs,
}
CLOSES = (Orientation.Etat.SANS_SUITE, Orientation.Etat.SANS_REPONSE, Orientation.Etat.REORIENTEE)
COLONNES = [
    Colonne("Orientations", "personnes"), Colonne("Jointes", "personnes"),
    Colonne("Entrées", "personnes"), Colonne("Sans suite", "personnes"),
    Colonne("En cours", "personnes"), Colonne("Renouvelées", "personnes"),
    *(Colonne(nom, "personnes") for nom in FINS),
    Colonne("Premier contact, en jours", "jours"), Colonne("Durée moyenne, en jours", "jours"),
    Colonne("Points faits"),
]  # fmt: skip
# Fiches by the key and the name of their organisation.
Lots = dict[tuple[str, str], list[Orientation]]

NOTES = [
    "Chaque orientation reçue dans la période compte une fois, avec son organisme. Aucune "
    "présence, aucune absence, aucune raison.",
    "La durée moyenne du tableau est celle des parcours nés de ces orientations et finis\u00a0; "
    "celle du haut compte tous les parcours finis dans la période.",
]


def composer(perimetre: Perimetre, periode: Periode, *, externe: bool = False) -> Document:
    """By organisation; outside, a sensitive one of fewer than five fiches joins « Autre »."""
    fiches = list(
        orientations_de(perimetre, periode)
        .select_related("prescripteur__organisme", "parcours")
        .prefetch_related("parcours__renouvellements")
    )
    premiers = _premiers_contacts(fiches)
    points = _points(perimetre, periode)
    lots = _par_organisme(fiches)
    if externe:
        lots = _fondre(lots)
    lignes = [
        Ligne(nom, _ligne(lot, premiers, points, periode), pk)
        for (pk, nom), lot in sorted(lots.items(), key=lambda x: (-len(x[1]), x[0][1]))
    ]
    ensemble = _ligne(fiches, premiers, points, periode)
    lignes.append(Ligne("Ensemble", ensemble, "total", est_total=True))
    table = Table(
        "prescripteurs", "Par prescripteur", COLONNES, lignes, "Organisme", dessin="barres:0",
        notes=NOTES,
    )  # fmt: skip
    return Document(
        genre="prescripteurs",
        audience="interne",
        titre="Bilan par prescripteur",
        centre=perimetre.centre.nom,
        action=perimetre.dispositif.nom if perimetre.dispositif else "Tous les dispositifs",
        du=periode.du.isoformat(),
        au=periode.au.isoformat(),
        compte_le=perimetre.quand.isoformat(timespec="minutes"),
        chiffres=[chiffre(code, perimetre, periode) for code in ("F01", "F02", "F16", "F17")],
        tables=[table],
        textes=[],
        notes=[],
    )


def _par_organisme(fiches: list[Orientation]) -> Lots:
    lots: Lots = defaultdict(list)
    for fiche in fiches:
        organisme = fiche.prescripteur.organisme if fiche.prescripteur else None
        cle = str(organisme.pk if organisme else "")
        lots[cle, str(organisme or "Sans organisme")].append(fiche)
    return lots


def _fondre(lots: Lots) -> Lots:
    """The same, a sensitive organisation of fewer than five fiches under « Autre »."""
    sortie: Lots = defaultdict(list)
    for cle, lot in lots.items():
        organisme = lot[0].prescripteur.organisme if lot[0].prescripteur else None
        sensible = organisme and est_sensible(organisme)
        sortie[("autre", "Autre") if sensible and len(lot) < 5 else cle] += lot
    return sortie


def _premiers_contacts(fiches: list[Orientation]) -> dict[int, int]:
    """Civil days from each fiche to its first call answered."""
    appels = TentativeContact.objects.filter(
        orientation__in=[f.pk for f in fiches], issue=TentativeContact.Issue.JOINT
    ).order_by("-le")
    quand = dict(appels.values_list("orientation", "le"))
    return {
        f.pk: max(0, (a_paris(quand[f.pk]).date() - f.recue_le).days)
        for f in fiches
        if f.pk in quand
    }


def _points(perimetre: Perimetre, periode: Periode) -> dict[int, int]:
    """Points sent in the period, by parcours."""
    debut, fin = periode.bornes
    comptes: dict[int, int] = defaultdict(int)
    lignes = PointPrescripteur.objects.filter(
        parcours__centre=perimetre.centre, envoye_le__gte=debut, envoye_le__lt=fin
    )
    for pk in lignes.values_list("parcours", flat=True):
        comptes[pk] += 1
    return comptes


def _ligne(
    fiches: list[Orientation], premiers: dict[int, int], points: dict[int, int], periode: Periode
) -> list[Cellule]:
    parcours = [p for f in fiches if (p := getattr(f, "parcours", None)) is not None]
    entres = [p for p in parcours if p.date_entree <= periode.au]
    finis = [p for p in entres if p.date_fin_reelle and p.date_fin_reelle <= periode.au]
    delais = [premiers[f.pk] for f in fiches if f.pk in premiers]
    durees = [(p.date_fin_reelle - p.date_entree).days for p in finis]
    renouveles = [p for p in entres if any(r.est_accorde for r in p.renouvellements.all())]
    return [
        len(fiches),
        len(delais),
        len(entres),
        sum(f.etat in CLOSES for f in fiches),
        len(entres) - len(finis),
        len(renouveles),
        *(sum(p.motif_sortie in motifs for p in finis) for motifs in FINS.values()),
        median(delais) if delais else None,
        round(mean(durees)) if durees else None,
        sum(points.get(p.pk, 0) for p in entres),
    ]
