"""Three ASI in the living centre, at three moments of their end; a bilan and a visit after one."""

from __future__ import annotations

import datetime as dt

from bilans.demonstration import dorees
from bilans.demonstration.monde import Monde
from bilans.demonstration.suivis import Suivi
from centre.temps import JOUR, ajouter_mois, fin_de_periode, instant
from parcours.models import (
    BilanIndividuel,
    ContactApresFin,
    Entretien,
    Parcours,
    Personne,
    PointPrescripteur,
    ReferentParcours,
    Renouvellement,
)
from parcours.operations.empreintes import empreinte_du_bilan, empreinte_du_point

# Those two are taken by the shared spaces.
DEJA_PRIS = 2
DEPUIS = dt.timedelta(days=60)
ARGUMENT = (
    "Elle a repris confiance et prépare une visite dans une cantine. "
    "Six mois de plus lui laissent le temps de finir ses papiers et d’essayer."
)


def jouer(monde: Monde, suivis: list[Suivi]) -> None:
    """End in 28 days, to ask; end in 12 days, asked and silent; renewed, a point to make."""
    anciens = [
        s
        for s in suivis
        if s.fin and s.fin < monde.jour - DEPUIS and not s.scene and s.prescripteur
    ][DEJA_PRIS:]
    if len(anciens) < 4:
        return
    a_demander, silencieux, renouvele = (
        _asi(monde, suivi.profil.ligne, fin)
        for suivi, fin in zip(anciens, (28, 12, 140), strict=False)
    )
    for parcours, jours in ((a_demander, 34), (silencieux, 20), (renouvele, 55)):
        _point(monde, parcours, monde.jour - JOUR * jours)
    _demande(monde, silencieux)
    _accord(monde, renouvele)
    _bilan(monde, anciens[3])


def _asi(monde: Monde, personne: Personne, jours: int) -> Parcours:
    """An ASI whose first period, or second one beyond six months, ends in ``jours`` days."""
    asi = dorees.dispositif_livre("asi")
    fin = monde.jour + JOUR * jours
    duree = 12 if jours > 100 else 6
    entree = ajouter_mois(fin + JOUR, -duree)
    parcours = Parcours.objects.create(
        centre=monde.centre,
        personne=personne,
        dispositif=asi,
        prescripteur=monde.pros["ts.cms"],
        transmission_decidee_le=entree,
        date_entree=entree,
        date_fin_prevue=fin_de_periode(entree, duree),
    )
    ReferentParcours.objects.create(
        parcours=parcours, professionnel=monde.pros["referent"], debut=entree
    )
    Entretien.objects.bulk_create(dorees.entretiens_tenus(parcours, 4, jusqu_a=monde.jour))
    return parcours


def _point(monde: Monde, parcours: Parcours, jour: dt.date) -> None:
    point = PointPrescripteur(
        parcours=parcours,
        du=parcours.date_entree,
        au=jour,
        prevu_le=ajouter_mois(parcours.date_entree, 2),
        texte="Les entretiens sont réguliers. Les papiers avancent, la visite se prépare.",
        remarque="C’est bien ce que nous avons dit.",
        ecrit_par=monde.comptes["referent"],
        ecrit_le=instant(jour, dt.time(10)),
        relu_le=jour,
        envoye_le=instant(jour, dt.time(11)),
        envoye_par=monde.comptes["referent"],
        destinataire=parcours.prescripteur,
    )
    point.empreinte = empreinte_du_point(point)
    point.save()


def _renouvellement(monde: Monde, parcours: Parcours, fin: dt.date, mois: int) -> Renouvellement:
    """Asked thirty days before the end of the first period."""
    demande_le = fin - JOUR * 30
    return Renouvellement(
        parcours=parcours,
        rang=1,
        rang_max=1,
        du=fin + JOUR,
        nouvelle_fin=fin_de_periode(parcours.date_entree, mois),
        argument=ARGUMENT,
        accord_personne_le=demande_le - JOUR * 3,
        prepare_le=instant(demande_le - JOUR * 3, dt.time(15)),
        prepare_par=monde.comptes["referent"],
        demande_le=instant(demande_le, dt.time(9)),
        demande_par=monde.comptes["referent"],
        tour=1,
        lien_jusquau=demande_le + JOUR * 30,
    )


def _demande(monde: Monde, parcours: Parcours) -> None:
    fin = fin_de_periode(parcours.date_entree, 6)
    _renouvellement(monde, parcours, fin, 12).save()


def _accord(monde: Monde, parcours: Parcours) -> None:
    fin = fin_de_periode(parcours.date_entree, 6)
    accorde = _renouvellement(monde, parcours, fin, 12)
    accorde.decision, accorde.voie = Renouvellement.Decision.ACCORD, Renouvellement.Voie.LIEN
    accorde.decide_le = instant(fin - JOUR * 20, dt.time(14))
    accorde.decide_par = parcours.prescripteur
    accorde.save()


def _bilan(monde: Monde, suivi: Suivi) -> None:
    """The end of a way told in three parts; later she comes by."""
    if suivi.parcours is None or suivi.fin is None:
        return
    bilan = BilanIndividuel(
        parcours=suivi.parcours,
        partie_personne="Les ateliers du mardi, les papiers mis à jour, un projet dit clairement.",
        partie_prescripteur="Le parcours est allé à son terme. Le projet est écrit.",
        relais_nom="Inès Lorrain",
        relais_organisme="CCAS",
        relais_le=suivi.fin,
        lu_le=suivi.fin,
        commentaire="Je repasserai dire bonjour.",
        ecrit_par=monde.comptes["referent"],
        ecrit_le=instant(suivi.fin, dt.time(9)),
        signe_le=instant(suivi.fin, dt.time(16)),
        signe_par=monde.comptes["referent"],
    )
    bilan.empreinte = empreinte_du_bilan(bilan)
    bilan.save()
    ContactApresFin.objects.create(
        parcours=suivi.parcours,
        le=suivi.fin + JOUR * 25,
        note="Passée dire que tout va bien.",
        par=monde.comptes["coordination"],
    )
