"""What pays: an operation on the sheets of some ateliers, an agreement, answers to the fund."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

from PIL import Image, ImageDraw

from bilans.demonstration.monde import Monde
from bilans.figures import Periode
from bilans.figures.europe import participants
from bilans.models import Convention, ParticipationFSE
from parcours.models import Dispositif, Operation, PartFinanceur, Tarif
from parcours.models.tarifs import Financeur
from parcours.operations.financement import repartir
from presences.operations.cofinancement import poser_un_logo, recrire_un_logo

ATELIERS = ("CUI", "FRA")


def cofinancer(monde: Monde) -> None:
    """All the year of the load."""
    operation = Operation.objects.create(
        centre=monde.centre,
        numero=f"{monde.jour.year}-0000",
        intitule="Reprendre pied, pas à pas",
        debut=monde.jour.replace(month=1, day=1),
        fin=monde.jour.replace(month=12, day=31),
        taux=Decimal(50),
        autres_financeurs="Département de la Moselle, Fondation du Rempart",
    )
    operation.ateliers.set([monde.ateliers[code] for code in ATELIERS])
    poser_un_logo(operation, financeur="Fondation du Rempart", image=recrire_un_logo(_logo()))


def convenir(monde: Monde, dispositif: Dispositif) -> None:
    """One agreement for the year of the load, and the one before it; a tariff and its shares."""
    # The frame is delivered: it outlives the centre when the demonstration is made again.
    debut = dt.date(monde.jour.year - 1, 1, 1)
    montant = {"montant": Decimal(620)}
    Tarif.objects.get_or_create(dispositif=dispositif, valide_du=debut, defaults=montant)
    for financeur, part in ((Financeur.DEPARTEMENT, 60), (Financeur.FSE, 40)):
        PartFinanceur.objects.get_or_create(
            dispositif=dispositif, financeur=financeur, defaults={"part": Decimal(part)}
        )
    for annee, places in ((monde.jour.year - 1, 70), (monde.jour.year, 90)):
        Convention.objects.create(
            centre=monde.centre,
            dispositif=dispositif,
            signataire="Département de la Moselle",
            numero=f"{annee}-INS-57",
            departement="57",
            debut=dt.date(annee, 1, 1),
            fin=dt.date(annee, 12, 31),
            places=places,
        )


def partager(monde: Monde) -> None:
    """Two parcours have their own funders; nothing says a handicap in the one AGEFIPH pays for."""
    entres = monde.centre.parcours.filter(
        dispositif=monde.dispositif, date_entree__year=monde.jour.year
    )
    premier, *_, dernier = entres.order_by("date_entree", "pk")
    repartir(premier, parts={Financeur.FAJ: Decimal(100)})
    repartir(dernier, parts={Financeur.AGEFIPH: Decimal(50), Financeur.DEPARTEMENT: Decimal(50)})


def repondre(monde: Monde) -> None:
    """Two people out of three have answered; some would rather not say."""
    operation = Operation.objects.get(centre=monde.centre)
    periode = Periode(operation.debut, monde.jour)
    lus = participants([operation], periode, quand=monde.quand)
    repondues = [x for rang, x in enumerate(lus) if rang % 3]
    ParticipationFSE.objects.bulk_create(
        ParticipationFSE(
            operation=operation,
            personne=x.personne,
            travail=("chomage", "inactif", "chomage", "emploi")[rang % 4],
            recherche=("12_et_plus", "sans_objet", "moins_12", "sans_objet")[rang % 4],
            diplome=("cite_0_2", "cite_3_4", "cite_0_2", "nsp", "cite_5_8")[rang % 5],
            handicap="nsp" if rang % 7 == 0 else "non",
            pays_tiers="nsp" if rang % 5 == 0 else "non",
            origine="nsp",
            minorite="nsp",
            sans_logement="oui" if rang % 9 == 0 else "non",
            rural="non",
            sortie=("inchangee", "recherche", "emploi")[rang % 3] if x.est_sorti else "",
            qualification="non" if x.est_sorti else "",
            six_mois=("sans_emploi", "emploi")[rang % 2] if x.est_sorti_depuis_six_mois else "",
        )
        for rang, x in enumerate(repondues)
    )


def _logo() -> io.BytesIO:
    """A sign that is nobody's: a wall and its gate."""
    dessin = Image.new("RGB", (480, 144), "white")
    crayon = ImageDraw.Draw(dessin)
    for colonne in range(4):
        crayon.rectangle((20 + 120 * colonne, 20, 90 + 120 * colonne, 60), fill="#7a2e39")
    crayon.rectangle((20, 60, 450, 124), fill="#7a2e39")
    crayon.rectangle((205, 84, 265, 124), fill="white")
    octets = io.BytesIO()
    dessin.save(octets, "PNG")
    octets.seek(0)
    return octets
