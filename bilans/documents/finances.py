"""The financial sheet: periods, shares, places agreed, operations (ASN-11 to ASN-13)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from bilans.documents import Colonne, Document, Ligne, Table
from bilans.documents.activite import chiffre
from bilans.documents.ecriture import ecrire
from bilans.figures import Perimetre, Periode
from bilans.figures.argent import PeriodePayee, par_financeur, periodes_commencees
from bilans.figures.conventions import conventions_de, places
from bilans.figures.perimetre import pourcentage
from centre.ecriture import pluriel
from parcours.models import Operation

TEXTE = "texte"


def composer(perimetre: Perimetre, periode: Periode) -> Document:
    """For the coordination and its funders: amounts and counts, no name."""
    commencees = periodes_commencees(perimetre, periode)
    return Document(
        genre="finances",
        audience="interne",
        titre="Fiche financière",
        centre=perimetre.centre.nom,
        action=perimetre.dispositif.nom if perimetre.dispositif else "Tous les dispositifs",
        du=periode.du.isoformat(),
        au=periode.au.isoformat(),
        compte_le=perimetre.quand.isoformat(timespec="minutes"),
        chiffres=[chiffre(code, perimetre, periode) for code in ("F25", "F06")],
        tables=[
            _periodes(commencees),
            _financeurs([payee for payee in commencees if payee is not None]),
            _conventions(perimetre, periode),
            _places(perimetre, periode),
            _operations(perimetre, periode),
        ],
        textes=[],
        notes=["Une période commence à l’entrée, puis à chaque renouvellement accordé. Son tarif "
               "est celui de son premier jour. Rien n’est versé à la personne."],
    )  # fmt: skip


def _periodes(commencees: list[PeriodePayee | None]) -> Table:
    """One row per frame and tariff, so that a change of tariff in the year is read."""
    lots: dict[tuple[str, Decimal], list[PeriodePayee]] = defaultdict(list)
    for payee in commencees:
        if payee is not None:
            lots[payee.parcours.dispositif.nom, payee.montant].append(payee)
    lignes = [
        Ligne(nom, [*_nombres(lot), float(montant), float(montant * len(lot))], f"{nom}/{montant}")
        for (nom, montant), lot in sorted(lots.items(), key=lambda x: x[0])
    ]
    toutes = [payee for lot in lots.values() for payee in lot]
    total = float(sum((payee.montant for payee in toutes), Decimal(0)))
    lignes.append(Ligne("Ensemble", [*_nombres(toutes), None, total], "total", est_total=True))
    sans = len(commencees) - len(toutes)
    note = pluriel(sans, "période commencée sans tarif\u00a0,périodes commencées sans tarif\u00a0")
    return Table(
        "periodes", "Périodes et tarifs",
        [
            Colonne("Entrées"), Colonne("Renouvellements"), Colonne("Périodes"),
            Colonne("Tarif", "euros"), Colonne("Coût", "euros"),
        ],
        lignes, "Dispositif",
        notes=[f"{note}: leur coût n’est pas connu."] if sans else [],
    )  # fmt: skip


def _nombres(lot: list[PeriodePayee]) -> list[int | float | str | None]:
    suites = sum(payee.est_renouvellement for payee in lot)
    return [len(lot) - suites, suites, len(lot)]


def _financeurs(payees: list[PeriodePayee]) -> Table:
    parts = par_financeur(payees)
    lignes = [
        Ligne(x.financeur, [x.dispositif, float(x.part), float(x.montant), x.hors_public])
        for x in parts
    ]
    total = sum((x.montant for x in parts), Decimal(0))
    ailleurs = sum(x.hors_public for x in parts)
    lignes.append(Ligne("Ensemble", ["", None, float(total), ailleurs], "total", est_total=True))
    sans = float(sum((payee.montant for payee in payees), Decimal(0)) - total)
    return Table(
        "financeurs", "Qui paie quelle part",
        [
            Colonne("Dispositif", TEXTE), Colonne("Part", "taux"), Colonne("Montant", "euros"),
            Colonne("Périodes hors de son public"),
        ],
        lignes, "Financeur",
        notes=["Les parts sont celles du parcours quand il en a, sinon celles de son dispositif.",
               *[f"Sans financeur écrit\u00a0: {ecrire(sans, 'euros')}."] * bool(sans)],
    )  # fmt: skip


def _conventions(perimetre: Perimetre, periode: Periode) -> Table:
    trouvees = conventions_de(perimetre, periode)
    lignes = [
        Ligne(
            c.signataire,
            [c.numero, c.dispositif.nom, c.departement, f"{c.debut:%d/%m/%Y}", f"{c.fin:%d/%m/%Y}",
             c.places],
            str(c.pk),
        )
        for c in trouvees
    ]  # fmt: skip
    colonnes = [Colonne(nom, TEXTE) for nom in ("Numéro", "Dispositif", "Département", "Du", "Au")]
    return Table(
        "conventions", "Conventions du centre", [*colonnes, Colonne("Places prévues")], lignes,
        "Signée avec",
    )  # fmt: skip


def _places(perimetre: Perimetre, periode: Periode) -> Table:
    lignes = [
        Ligne(
            f"{x.annee} · {x.dispositif}",
            [", ".join(x.departements), x.prevues, x.prises, x.libres,
             pourcentage(x.prises, x.prevues)],
        )
        for x in places(perimetre, periode)
    ]  # fmt: skip
    return Table(
        "places", "Places prévues et places prises",
        [
            Colonne("Départements", TEXTE), Colonne("Prévues"), Colonne("Prises", "personnes"),
            Colonne("Libres"), Colonne("Taux", "taux"),
        ],
        lignes, "Année et dispositif",
        notes=["Une place est prise par une personne dont le parcours est ouvert au moins un jour. "
               "Les dossiers n’ont pas de département\u00a0: les places prises sont celles du "
               "dispositif entier."],
    )  # fmt: skip


def operations_de(perimetre: Perimetre, periode: Periode) -> list[Operation]:
    lignes = Operation.objects.filter(centre=perimetre.centre, debut__lte=periode.au)
    lignes = lignes.exclude(fin__lt=periode.du).prefetch_related("logos")
    return list(lignes.order_by("debut", "numero"))


def _operations(perimetre: Perimetre, periode: Periode) -> Table:
    lignes = []
    for o in operations_de(perimetre, periode):
        garde = o.preuves_jusqu_au(perimetre.quand.date())
        logos = [logo.financeur for logo in o.logos.all()]
        lignes.append(
            Ligne(
                str(o),
                [
                    f"{o.debut:%d/%m/%Y}", f"{o.fin:%d/%m/%Y}" if o.fin else "en cours",
                    float(o.taux) if o.taux is not None else None,
                    ", ".join(["Union européenne"] * o.est_europeenne + logos) or "aucun",
                    f"{garde:%d/%m/%Y}" if garde else "aucune règle",
                ],
                str(o.pk),
            )
        )  # fmt: skip
    return Table(
        "operations", "Opérations cofinancées",
        [
            Colonne("Du", TEXTE), Colonne("Au", TEXTE), Colonne("Part payée", "taux"),
            Colonne("Logos", TEXTE), Colonne("Preuves gardées jusqu’au", TEXTE),
        ],
        lignes, "Opération",
    )  # fmt: skip
