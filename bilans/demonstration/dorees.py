"""What the golden sets share: a centre of its own, its professionals, its people, their days."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management import call_command

from bilans.demonstration import annuaire
from bilans.demonstration.monde import Monde
from bilans.demonstration.noms import identites, mobiles
from centre.models import Organisme, Professionnel
from centre.temps import JOUR, instant
from centre.textes import cle_de_nom
from parcours.models import Dispositif, Entretien, Parcours, Personne

HEURES = (9, 10, 11, 14, 15, 16)


def fonder(jour: dt.date, *, slug: str, nom: str, **champs: str) -> Monde:
    """A centre that shows no public planning, as of the last day of its set."""
    centre = annuaire.creer_centre(slug=slug, nom=nom, **champs)
    centre.est_public = False
    centre.save(update_fields=["est_public"])
    monde = Monde(jour=jour, graine=slug, centre=centre)
    annuaire.creer_organisme_du_centre(monde)
    return monde


def dispositif_livre(code: str) -> Dispositif:
    """A frame delivered with the service; the fixture is loaded if need be."""
    communs = Dispositif.objects.filter(centre__isnull=True, code=code)
    if not communs.exists():
        call_command("loaddata", "dispositifs", verbosity=0)
    return communs.get()


def embaucher(
    monde: Monde, organisme: str, noms: Iterable[tuple[str, str, str]], **champs: Any
) -> list[Professionnel]:
    """Colleagues (first name, name, function) of an organisation, made if it is new."""
    maison = monde.organismes.get(organisme) or Organisme.objects.create(
        centre=monde.centre, nom=organisme, **champs
    )
    monde.organismes[organisme] = maison
    return Professionnel.objects.bulk_create(
        Professionnel(
            centre=monde.centre, organisme=maison, prenom=prenom, nom=nom, fonction=fonction
        )
        for prenom, nom, fonction in noms
    )


def peupler(
    monde: Monde, hasard: random.Random, fiches: Sequence[dict[str, Any]]
) -> list[Personne]:
    """One invented person for each set of fields; ``sexe`` is among them."""
    numeros = mobiles(hasard)
    noms = identites(hasard, [fiche["sexe"] for fiche in fiches])
    return Personne.objects.bulk_create(
        Personne(
            centre=monde.centre,
            prenom=nom.prenom,
            nom=nom.nom,
            cle=cle_de_nom(nom.prenom, nom.nom),
            telephone=next(numeros),
            creee_le=instant(monde.jour, dt.time(8)),
            **fiche,
        )
        for nom, fiche in zip(noms, fiches, strict=True)
    )


def jour_de_semaine(jour: dt.date) -> dt.date:
    """The day itself, or the Friday before a week-end."""
    return jour - JOUR * max(0, jour.weekday() - 4)


def entre(hasard: random.Random, du: dt.date, au: dt.date) -> dt.date:
    """A weekday between two dates, both included and at least three days apart."""
    return max(du, jour_de_semaine(du + JOUR * hasard.randint(0, (au - du).days)))


def naissance(hasard: random.Random, entree: dt.date, mini: int, maxi: int) -> dt.date:
    """A birth date that gives an age from ``mini`` to ``maxi`` on the day of the entry (ASN-03)."""
    return entree - JOUR * hasard.randint(mini * 366, (maxi + 1) * 365 - 1)


def entretiens_tenus(parcours: Parcours, nombre: int, *, jusqu_a: dt.date) -> list[Entretien]:
    """Interviews of one hour spread from the entry to the end, the first on the day of entry."""
    fin = parcours.date_fin_reelle or jusqu_a
    duree = (fin - parcours.date_entree).days
    lignes = []
    for rang in range(nombre):
        jour = jour_de_semaine(parcours.date_entree + JOUR * (duree * rang // nombre))
        lignes.append(
            Entretien(
                parcours=parcours,
                debut=instant(max(jour, parcours.date_entree), dt.time(HEURES[rang % len(HEURES)])),
                duree_minutes=60,
                type=Entretien.Type.SUIVI if rang else Entretien.Type.PREMIER,
                etat=Entretien.Etat.TENU,
            )
        )
    return lignes
