"""The living centre: one load, in the order in which things happen in a centre."""

from __future__ import annotations

import datetime as dt

from ateliers.models import Seance
from bilans.demonstration import (
    annuaire,
    chemin,
    cofinancement,
    courrier,
    demandes_publiques,
    dossiers,
    droits,
    echeances,
    emargement,
    espaces,
    imprevus,
    personnes,
    places,
    programme,
    rendez_vous,
    scenes,
    seances_uniques,
    silence,
    sorties,
    suivis,
    tablettes,
    textes,
    voix,
)
from bilans.demonstration.calendrier import remplir_le_calendrier
from bilans.demonstration.monde import Monde, compter_les_tables
from inscriptions.models import Place


def charger(jour: dt.date) -> Monde:
    """Le Lierre as of 10:35 on ``jour``; the same rows for the same date."""
    monde = annuaire.batir(jour, "actuel")
    remplir_le_calendrier(monde.centre, programme.premiere_annee(jour), jour.year + 1)
    programme.planifier(monde)
    cofinancement.cofinancer(monde)
    imprevus.bousculer(monde)
    profils = personnes.tirer(monde)
    personnes.enregistrer(monde, profils)
    histoires = suivis.tracer(monde, profils)
    dossiers.enregistrer(monde, histoires)
    chemin.ecrire(monde, histoires)
    rendez_vous.creer(monde)
    _prendre_les_places(monde, histoires)
    scenes.jouer(monde, histoires)
    espaces.partager(monde, histoires)
    echeances.jouer(monde, histoires)
    droits.ecrire(monde, histoires)
    sorties.decrire(monde)
    demandes_publiques.recevoir(monde)
    voix.poser(monde)
    cofinancement.convenir(monde, monde.dispositif)
    cofinancement.partager(monde)
    cofinancement.repondre(monde)
    compter_les_tables()
    return monde


def _prendre_les_places(monde: Monde, histoires: list[suivis.Suivi]) -> None:
    prises = places.remplir(monde, histoires)
    par_code = places.seances_par_code(monde)
    prises += seances_uniques.creneaux(monde, par_code.get("PEM", []), histoires)
    prises += seances_uniques.sorties(monde, par_code.get("SOR", []), histoires)
    seances = [s for code, lignes in par_code.items() if code != "IND" for s in lignes]
    scenes.nommer_les_sorties(par_code.get("SOR", []))
    emargement.compter_les_sieges(prises, {s.pk: s for s in seances})
    Place.objects.bulk_create(prises, batch_size=500)
    courrier.ecrire(monde)
    _emarger(monde)
    imprevus.noter(monde, seances, textes.NOTES_SEANCE)


def _emarger(monde: Monde) -> None:
    """Rows read again: the letters of the week have moved and cancelled some."""
    par_code = places.seances_par_code(monde)
    seances = [s for code, lignes in par_code.items() if code != "IND" for s in lignes]
    oubliees = emargement.feuilles_oubliees(monde, seances)
    emargement.emarger(monde, list(Place.objects.filter(seance__in=seances)), seances)
    silence.faire_un_silence(monde)
    tablettes.sortir(monde, oubliees, seances)
    _fermer_les_fenetres(monde)


def _fermer_les_fenetres(monde: Monde) -> None:
    """A permanence's window is held once its slots are over."""
    fenetres = Seance.objects.filter(
        centre=monde.centre, atelier__genre="permanence", fenetre=None, fin__lte=monde.quand
    )
    fenetres.filter(etat=Seance.Etat.PREVUE).update(etat=Seance.Etat.TENUE)
