"""Opening, leading and closing a parcours; what leaves the centre about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import JOUR, aujourdhui, fin_de_periode
from parcours.models import (
    Consentement,
    Dispositif,
    Entretien,
    Frein,
    Orientation,
    Parcours,
    Personne,
    ReferentParcours,
)
from parcours.models.dispositifs import Cadre, EtapeRequise, Public, Transmission
from parcours.operations.binome import (
    exiger_l_autre_organisme,
    exiger_les_deux_freins,
    organisme_du_role,
)
from parcours.operations.personnes import PAR_ELLE, decider
from parcours.operations.transitions import passer

if TYPE_CHECKING:
    from centre.models import Professionnel, Utilisateur

Role = ReferentParcours.Role


@dataclass(frozen=True)
class Entree:
    """What the référent decides on the day of the entry."""

    date_entree: dt.date
    dispositif: Dispositif
    referent: Professionnel
    second_referent: Professionnel | None = None
    prescripteur: Professionnel | None = None
    cadre: str = ""
    transmission: str = ""
    freins: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()


def _controler(entree: Entree, orientation: Orientation | None) -> None:
    if entree.date_entree > aujourdhui():
        raise Refus("La date d’entrée n’est pas encore passée.", code="avenir")
    if orientation and entree.date_entree < orientation.recue_le:
        raise Refus(
            f"L’entrée vient après l’orientation, reçue le {orientation.recue_le:%d/%m/%Y}.",
            code="avant_orientation",
        )
    if orientation and orientation.etat in Orientation.CLOSES:
        raise Refus("Cette fiche est close. Rouvrez-la d’abord.", code="close")
    if entree.dispositif.demande(EtapeRequise.DEUX_FREINS):
        exiger_les_deux_freins(entree.freins)
    if entree.dispositif.nb_referents < 2:
        return
    second = entree.second_referent
    if second is None or second.organisme_id == entree.referent.organisme_id:
        # AGL-03: exactly two professionals from two organisations.
        raise Refus(
            "Ce dispositif demande deux référents, de deux organismes différents.", code="binome"
        )


def _controler_transmission(transmission: str, cadre: str) -> None:
    if transmission == Transmission.CONTRAT and cadre != Cadre.CONTRAT_ENGAGEMENT:
        raise Refus(
            "«\u00a0Prévue à son contrat\u00a0» demande le cadre "
            "«\u00a0Contrat d’engagement\u00a0».",
            code="cadre",
        )


def transmission_sans_reponse(dispositif: Dispositif) -> str:
    """What the frame says while she was not asked: nobody says yes in her place."""
    defaut = dispositif.transmission_presence_defaut
    return Transmission.ATTESTATION if defaut == Transmission.ACCORD else defaut


def publics_a_l_entree(personne: Personne, jour: dt.date, declares: Collection[str]) -> list[str]:
    """What was said, and what her age says on that day: 18 to 25, 50 and more (ASN-03)."""
    age = personne.age_le(jour)
    dits = set(declares) - {Public.JEUNES, Public.PLUS_50}
    if age is not None and 18 <= age <= 25:
        dits.add(Public.JEUNES)
    if age is not None and age >= 50:
        dits.add(Public.PLUS_50)
    return [public for public in Public.values if public in dits]


def _poser_les_referents(parcours: Parcours, entree: Entree) -> None:
    lignes = [(entree.referent, Role.REFERENT_UNIQUE)]
    if entree.dispositif.nb_referents >= 2 and entree.second_referent:
        lignes = [
            (entree.referent, Role.BINOME_SOCIAL),
            (entree.second_referent, Role.BINOME_EMPLOI),
        ]
    for professionnel, role in lignes:
        ReferentParcours.objects.create(
            parcours=parcours,
            professionnel=professionnel,
            role=role,
            organisme=organisme_du_role(professionnel, role),
            debut=entree.date_entree,
        )


def _suivre_la_fiche(orientation: Orientation, parcours: Parcours, par: Utilisateur) -> None:
    """The fiche becomes « entrée »; interviews held before the entry join the parcours."""
    passer(orientation, etat=Orientation.Etat.ENTREE, par=par)
    Entretien.objects.filter(orientation=orientation, parcours__isnull=True).update(
        parcours=parcours
    )


@transaction.atomic
def ouvrir_parcours(
    *, personne: Personne, entree: Entree, par: Utilisateur, orientation: Orientation | None = None
) -> Parcours:
    """Write the entry (F04). The planned end is that of the first period (ASI-09)."""
    Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if orientation:
        orientation = Orientation.objects.select_for_update(of=("self",)).get(pk=orientation.pk)
    _controler(entree, orientation)
    dispositif = entree.dispositif
    cadre = entree.cadre or dispositif.cadre_defaut
    transmission = entree.transmission or transmission_sans_reponse(dispositif)
    _controler_transmission(transmission, cadre)
    if personne.parcours.filter(dispositif=dispositif, date_fin_reelle__isnull=True).exists():
        raise Refus(
            f"Cette personne a déjà un parcours ouvert\u00a0: {dispositif.nom}.", code="deja_ouvert"
        )
    duree = dispositif.duree_mois
    parcours = Parcours.objects.create(
        centre_id=personne.centre_id,
        personne=personne,
        dispositif=dispositif,
        orientation=orientation,
        prescripteur=entree.prescripteur or (orientation.prescripteur if orientation else None),
        cadre=cadre,
        publics=publics_a_l_entree(personne, entree.date_entree, entree.publics),
        date_entree=entree.date_entree,
        date_fin_prevue=fin_de_periode(entree.date_entree, duree) if duree else None,
    )
    _poser_les_referents(parcours, entree)
    Frein.objects.bulk_create(
        Frein(parcours=parcours, theme=theme, declare_le=entree.date_entree)
        for theme in dict.fromkeys(entree.freins)
    )
    if orientation:
        _suivre_la_fiche(orientation, parcours, par)
    return changer_transmission(parcours, transmission=transmission, par=par)


def verrouiller(parcours: Parcours) -> Parcours:
    return (
        Parcours.objects.select_for_update(of=("self",))
        .select_related("personne")
        .get(pk=parcours.pk)
    )


@transaction.atomic
def changer_transmission(
    parcours: Parcours,
    *,
    transmission: str,
    par: Utilisateur | None,
    langue: str = "",
    jour: dt.date | None = None,
) -> Parcours:
    """Write the person's choice, dated; an agreement no longer in force is withdrawn (§2.14).

    ``par`` is None when she chooses by herself.
    """
    parcours = verrouiller(parcours)
    _controler_transmission(transmission, parcours.cadre)
    parcours.transmission_presence = transmission
    parcours.transmission_decidee_le = jour or aujourdhui()
    parcours.save(update_fields=["transmission_presence", "transmission_decidee_le"])
    decider(
        parcours.personne,
        objet=Consentement.Objet.PARTAGE_PRESENCES,
        accepte=transmission == Transmission.ACCORD,
        recueilli_par=str(par) if par else PAR_ELLE,
        parcours=parcours,
        langue=langue,
    )
    return parcours


@transaction.atomic
def changer_cadre(parcours: Parcours, *, cadre: str, par: Utilisateur) -> Parcours:
    """Change the frame; leaving the contract closes what only the contract allowed."""
    parcours = verrouiller(parcours)
    parcours.cadre = cadre
    parcours.save(update_fields=["cadre"])
    ouverte_par_contrat = parcours.transmission_presence == Transmission.CONTRAT
    if ouverte_par_contrat and cadre != Cadre.CONTRAT_ENGAGEMENT:
        return changer_transmission(parcours, transmission=Transmission.ATTESTATION, par=par)
    return parcours


@transaction.atomic
def changer_cadence(parcours: Parcours, *, cadence: str) -> Parcours:
    """How often they mean to meet (ASI-07); the floor of a month does not move."""
    parcours = verrouiller(parcours)
    parcours.cadence = cadence
    parcours.save(update_fields=["cadence"])
    return parcours


@transaction.atomic
def changer_referent(
    parcours: Parcours, *, role: str, professionnel: Professionnel, a_partir_de: dt.date
) -> ReferentParcours:
    """Hand over at a date: the former référent's reading ends the day before (ASN-07)."""
    parcours = verrouiller(parcours)
    ancien = parcours.referents.filter(role=role, fin__isnull=True).first()
    if ancien and ancien.professionnel_id == professionnel.pk:
        return ancien
    if a_partir_de < parcours.date_entree or (ancien and a_partir_de <= ancien.debut):
        raise Refus("Le relais se fait après le début du suivi.", code="relais")
    exiger_l_autre_organisme(parcours, role=role, organisme_id=professionnel.organisme_id)
    if ancien:
        ancien.fin = a_partir_de - JOUR
        ancien.save(update_fields=["fin"])
    return ReferentParcours.objects.create(
        parcours=parcours,
        professionnel=professionnel,
        role=role,
        organisme=organisme_du_role(professionnel, role),
        debut=a_partir_de,
    )


@transaction.atomic
def modifier_parcours(
    parcours: Parcours,
    *,
    cadre: str,
    cadence: str,
    role: str,
    referent: Professionnel,
    a_partir_de: dt.date,
    par: Utilisateur,
) -> None:
    """One form, all or nothing: a relay that is refused changes no frame."""
    if cadre != parcours.cadre:
        changer_cadre(parcours, cadre=cadre, par=par)
    changer_cadence(parcours, cadence=cadence)
    changer_referent(parcours, role=role, professionnel=referent, a_partir_de=a_partir_de)


@transaction.atomic
def clore_parcours(parcours: Parcours, *, date_fin: dt.date, motif: str) -> Parcours:
    """Write the real end and its reason; the planned end stays (ASI-10). Nothing is sent."""
    parcours = verrouiller(parcours)
    if not parcours.est_ouvert:
        raise Refus("Ce parcours est déjà clos.", code="deja_clos")
    if not motif:
        raise Refus("Choisissez le motif de sortie.", code="motif")
    if not parcours.date_entree <= date_fin <= aujourdhui():
        raise Refus(
            f"La fin se place entre l’entrée, le {parcours.date_entree:%d/%m/%Y}, et aujourd’hui.",
            code="date",
        )
    parcours.date_fin_reelle, parcours.motif_sortie = date_fin, motif
    parcours.save(update_fields=["date_fin_reelle", "motif_sortie"])
    return parcours
