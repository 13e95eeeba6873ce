"""Centres with years of attendance behind them, written in bulk: what reports are counted on."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from ateliers.models import Atelier, Seance
from bilans.figures import Periode
from centre.models import Centre
from centre.temps import instant
from centre.textes import cle_de_nom
from inscriptions.models import Place
from parcours.models import Entretien, Orientation, Parcours, Personne, TentativeContact
from presences.models import Presence
from tests import builders
from tests.bench.masse import analyser, multiplier

PREMIERE = 2021
# Half of the parcours last so many days, then end for one of these reasons in turn.
DUREE = dt.timedelta(days=200)
MOTIFS = ("cdi", "formation_qualifiante", "autonomie", "demenagement", "abandon")


@dataclass(frozen=True)
class Taille:
    centres: int
    annees: int
    # Séances of a centre in a year, people at each, people whom the centre knows.
    seances: int
    par_seance: int
    gens: int

    @property
    def presences(self) -> int:
        return self.centres * self.annees * self.seances * self.par_seance

    @property
    def derniere(self) -> Periode:
        """The last civil year: the one before it has as much to compare."""
        annee = PREMIERE + self.annees - 1
        return Periode(dt.date(annee, 1, 1), dt.date(annee, 12, 31))


MILLION = Taille(centres=4, annees=5, seances=1_000, par_seance=50, gens=2_000)
ESSAI = Taille(centres=2, annees=2, seances=250, par_seance=20, gens=200)


def batir(taille: Taille) -> list[Centre]:
    """Each centre has ten ateliers, one of them discreet and one an outing, and ten prescribers."""
    centres = []
    for rang in range(taille.centres):
        centre = builders.creer_centre(f"banc-annees-{taille.gens}-{rang}", nom="Banc")
        with transaction.atomic():
            parcours = _parcours(centre, taille)
            _presences(_seances(centre, taille), parcours, taille)
        centres.append(centre)
    analyser()
    return centres


def _jours(taille: Taille, combien: int) -> list[dt.date]:
    """As many days, evenly spread over all the years."""
    premier, duree = dt.date(PREMIERE, 1, 1), 365 * taille.annees
    return [premier + dt.timedelta(days=n * duree // combien) for n in range(combien)]


def _seances(centre: Centre, taille: Taille) -> list[Seance]:
    """One in twenty was cancelled, with nobody counted there."""
    lieu = builders.creer_lieu(centre)
    genres = [Atelier.Genre.SORTIE, *[Atelier.Genre.ATELIER] * 9]
    ateliers = [
        builders.creer_atelier(centre, genre=genre, sensibilite=2 * (rang == 1))
        for rang, genre in enumerate(genres)
    ]
    lignes = []
    for rang, jour in enumerate(_jours(taille, taille.annees * taille.seances)):
        debut = instant(jour, dt.time(9 + rang % 8))
        annulee = rang % 20 == 7
        lignes.append(
            Seance(
                centre=centre, atelier=ateliers[rang % 10], lieu=lieu, debut=debut,
                fin=debut + dt.timedelta(hours=2), capacite=taille.par_seance,
                sieges_pris=taille.par_seance,
                etat=Seance.Etat.ANNULEE if annulee else Seance.Etat.TENUE,
                motif_annulation=Seance.Motif.METEO_TRANSPORT if annulee else "",
            )
        )  # fmt: skip
    return Seance.objects.bulk_create(lignes, batch_size=2_000)


def _gens(centre: Centre, taille: Taille) -> list[Personne]:
    return Personne.objects.bulk_create(
        Personne(
            centre=centre, prenom="Nadia", nom=f"Banc{rang}",
            cle=cle_de_nom("Nadia", f"Banc{rang}"), sexe="FH"[rang % 2],
            date_naissance=dt.date(1950 + rang % 55, 1 + rang % 12, 1 + rang % 28),
            qpv=Personne.Qpv.values[rang % 3], quartier=f"Quartier {rang % 12}",
            ressources=Personne.Ressources.values[rang % 11],
            menage=Personne.Menage.values[rang % 6],
        )
        for rang in range(taille.gens)
    )  # fmt: skip


def _parcours(centre: Centre, taille: Taille) -> list[Parcours]:
    """Each person oriented and called once, met twice; every other parcours is over."""
    pros = [builders.creer_professionnel(None, centre) for _ in range(10)]
    dispositif, jours = builders.creer_dispositif(), _jours(taille, taille.gens)
    orientations = Orientation.objects.bulk_create(
        Orientation(
            centre=centre, personne=personne, dispositif=dispositif, recue_le=jours[rang],
            prescripteur=pros[rang % 10], etat=Orientation.Etat.ENTREE,
            difficultes=[Orientation.Difficulte.values[rang % 11], "isolement"],
        )
        for rang, personne in enumerate(_gens(centre, taille))
    )  # fmt: skip
    TentativeContact.objects.bulk_create(
        TentativeContact(orientation=o, issue="joint", le=instant(o.recue_le, dt.time(17)))
        for o in orientations
    )
    parcours = Parcours.objects.bulk_create(
        Parcours(
            centre=centre, personne=o.personne, dispositif=dispositif, orientation=o,
            prescripteur=o.prescripteur, date_entree=o.recue_le,
            date_fin_reelle=o.recue_le + DUREE if rang % 2 else None,
            motif_sortie=MOTIFS[rang % 5] if rang % 2 else "",
        )
        for rang, o in enumerate(orientations)
    )  # fmt: skip
    Entretien.objects.bulk_create(
        Entretien(
            parcours=p, etat=Entretien.Etat.TENU,
            debut=instant(p.date_entree + dt.timedelta(days=jour), dt.time(10)),
        )
        for p in parcours
        for jour in (3, 60)
    )  # fmt: skip
    return parcours


def _presences(seances: list[Seance], parcours: list[Parcours], taille: Taille) -> None:
    """Neighbours of a circle come to each séance; one in seven is missing, one in nine excused."""
    nombre, par = len(seances) * taille.par_seance, taille.par_seance
    qui = f"(((i / {par}) * 97 + i % {par}) % {taille.gens})"
    multiplier(
        Place(),
        nombre,
        seance_id=f"{seances[0].pk} + i / {par}",
        personne_id=f"{parcours[0].personne_id} + {qui}",
        parcours_id=f"{parcours[0].pk} + {qui}",
        uid=f"'banc-{seances[0].pk}-' || i",
    )
    premiere = Place.objects.filter(seance=seances[0]).earliest("pk").pk
    multiplier(
        Presence(statut=Presence.Statut.PRESENT),
        nombre,
        place_id=f"{premiere} + i",
        statut="CASE WHEN i % 7 = 0 THEN 'absent' WHEN i % 9 = 0 THEN 'absent_excuse' "
        "ELSE 'present' END",
        sieges_presents="CASE WHEN i % 7 = 0 OR i % 9 = 0 THEN 0 ELSE 1 END",
    )
