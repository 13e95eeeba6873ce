"""People and their way."""

import datetime as dt
from typing import Any

from ateliers.models import Atelier
from centre.models import Centre, Professionnel
from parcours.models import (
    BilanIndividuel,
    Comite,
    Consentement,
    Dispositif,
    Frein,
    Jalon,
    LignePlan,
    Objectif,
    Operation,
    Orientation,
    OrientationPartenaire,
    Parcours,
    ParticipantComite,
    Personne,
    PointPrescripteur,
    ReferentParcours,
    Renouvellement,
    SituationComite,
)
from tests.builders.centre import (
    JOUR,
    creer_centre,
    creer_organisme,
    creer_professionnel,
    creer_utilisateur,
    rangs,
)


def creer_personne(centre: Centre | None = None, **champs: Any) -> Personne:
    n = next(rangs)
    valeurs = {
        "prenom": "Nadia",
        # Padded: lists by name are lists by age of the row.
        "nom": f"Ferhat{n:05}",
        "telephone": "06 39 98 00 01",
        "courriel": f"personne{n}@example.org",
        "canal": Personne.Canal.COURRIEL,
    }
    return Personne.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_dispositif(code: str = "action-lierre", **champs: Any) -> Dispositif:
    return Dispositif.objects.get_or_create(
        code=code, centre=None, defaults={"nom": "Objectif : Insertion(s)", **champs}
    )[0]


def creer_operation(*ateliers: Atelier, **champs: Any) -> Operation:
    """Of the centre of its ateliers, all of 2026."""
    valeurs = {
        "numero": f"2026-{next(rangs)}",
        "intitule": "Retrouver confiance",
        "debut": dt.date(2026, 1, 1),
        "fin": dt.date(2026, 12, 31),
    }
    operation = Operation.objects.create(centre=ateliers[0].centre, **{**valeurs, **champs})
    operation.ateliers.set(ateliers)
    return operation


def creer_orientation(
    personne: Personne | None = None, prescripteur: Professionnel | None = None, **champs: Any
) -> Orientation:
    personne = personne or creer_personne()
    if champs.get("mode") != Orientation.Mode.SPONTANEE:
        prescripteur = prescripteur or creer_professionnel(centre=personne.centre)
    valeurs = {"recue_le": dt.date(2026, 9, 1), "difficultes": ["isolement"]}
    champs.setdefault("dispositif", None)
    champs["dispositif"] = champs["dispositif"] or creer_dispositif()
    return Orientation.objects.create(
        centre=personne.centre,
        personne=personne,
        prescripteur=prescripteur,
        **{**valeurs, **champs},
    )


def creer_parcours(personne: Personne | None = None, **champs: Any) -> Parcours:
    personne = personne or creer_personne()
    valeurs = {"date_entree": dt.date(2026, 9, 14)}
    if "dispositif" not in champs:
        champs["dispositif"] = creer_dispositif()
    return Parcours.objects.create(
        centre=personne.centre, personne=personne, **{**valeurs, **champs}
    )


def creer_referent(
    parcours: Parcours, professionnel: Professionnel, **champs: Any
) -> ReferentParcours:
    valeurs = {"debut": parcours.date_entree}
    if champs.get("role", "").startswith("binome"):
        valeurs["organisme"] = professionnel.organisme
    return ReferentParcours.objects.create(
        parcours=parcours, professionnel=professionnel, **{**valeurs, **champs}
    )


def creer_intervenant(
    parcours: Parcours, professionnel: Professionnel | None = None, **champs: Any
) -> ReferentParcours:
    """Somebody of another organisation who acts in one field, with the person's dated yes."""
    valeurs = {"role": "intervenant", "domaine": "logement", "accord_le": parcours.date_entree}
    professionnel = professionnel or creer_professionnel()
    membre = creer_referent(parcours, professionnel, **{**valeurs, **champs})
    Consentement.objects.get_or_create(
        personne=parcours.personne,
        objet="partage_organisme",
        destinataire=professionnel.organisme,
        defaults={"texte": "oui"},
    )
    return membre


def creer_binome(**champs: Any) -> Parcours:
    """A parcours led by two halves of two organisations, with an account each."""
    agl = creer_dispositif(
        "accompagnement-global",
        nom="Accompagnement global",
        nb_referents=2,
        etapes=["frein_social_et_professionnel", "diagnostic_commun"],
        duree_mois=6,
        renouvellements_max=1,
        fin_apres_emploi_mois=1,
    )
    parcours = creer_parcours(dispositif=agl, **champs)
    for role, compte in (("binome_social", "referent"), ("binome_emploi", "binome")):
        membre = creer_professionnel(creer_utilisateur(compte, parcours.centre), parcours.centre)
        creer_referent(parcours, membre, role=role)
    return parcours


def creer_asg(**champs: Any) -> Parcours:
    """A parcours with one référent of the team; intervenants join it one by one."""
    asg = creer_dispositif("asg", nom="Accompagnement social global", est_partage=True)
    parcours = creer_parcours(dispositif=asg, **champs)
    compte = creer_utilisateur("referent", parcours.centre)
    creer_referent(parcours, creer_professionnel(compte, parcours.centre))
    return parcours


def creer_note(modele: Any, parcours: Parcours | None = None, **champs: Any) -> Any:
    """One line of the way of the day of the demonstration; ``champs`` holds what the kind asks."""
    parcours = parcours or creer_parcours()
    return modele.objects.create(parcours=parcours, **{"le": JOUR, **champs})


def creer_frein(parcours: Parcours | None = None, **champs: Any) -> Frein:
    parcours = parcours or creer_parcours()
    valeurs = {"theme": "mobilite", "declare_le": parcours.date_entree}
    return Frein.objects.create(parcours=parcours, **{**valeurs, **champs})


def creer_objectif(parcours: Parcours | None = None, **champs: Any) -> Objectif:
    valeurs = {"finalite": "projet_emploi", "texte": "Visiter une cantine", "accord_le": JOUR}
    return creer_note(Objectif, parcours, **{**valeurs, **champs})


def creer_jalon(objectif: Objectif | None = None, **champs: Any) -> Jalon:
    valeurs = {"quoi": "Écrire à la cheffe", "accord_le": JOUR}
    return Jalon.objects.create(objectif=objectif or creer_objectif(), **{**valeurs, **champs})


def creer_orientation_partenaire(
    parcours: Parcours | None = None, **champs: Any
) -> OrientationPartenaire:
    parcours = parcours or creer_parcours()
    if "organisme" not in champs:
        champs["organisme"] = creer_organisme(parcours.centre)
    return creer_note(OrientationPartenaire, parcours, **{"change_le": JOUR, **champs})


def creer_ligne_plan(parcours: Parcours, **champs: Any) -> LignePlan:
    valeurs = {
        "theme": "mobilite",
        "quoi": "Préparer le permis",
        "qui": "personne",
        "echeance": dt.date(2027, 1, 15),
    }
    return LignePlan.objects.create(parcours=parcours, **{**valeurs, **champs})


def creer_comite(
    centre: Centre | None = None, *professionnels: Professionnel, **champs: Any
) -> Comite:
    valeurs = {"jour": JOUR, "territoire": "Thionville Est"}
    centre = centre or creer_centre()
    comite = Comite.objects.create(centre=centre, **{**valeurs, **champs})
    Centre.objects.filter(pk=centre.pk).update(tient_des_comites=True)
    for professionnel in professionnels:
        ParticipantComite.objects.create(comite=comite, professionnel=professionnel)
    return comite


def creer_situation(comite: Comite, parcours: Parcours, **champs: Any) -> SituationComite:
    valeurs = {"rang": comite.situations.count() + 1, "question": "Quel logement ?"}
    return SituationComite.objects.create(comite=comite, parcours=parcours, **{**valeurs, **champs})


def creer_renouvellement(parcours: Parcours | None = None, **champs: Any) -> Renouvellement:
    """Six months more from 18/09/2026, written and not asked yet."""
    valeurs = {
        **{"rang": 1, "rang_max": 1, "argument": "Elle veut finir cette étape."},
        **{"du": dt.date(2026, 9, 18), "nouvelle_fin": dt.date(2027, 3, 17)},
        "accord_personne_le": dt.date(2026, 8, 1),
    }
    return Renouvellement.objects.create(
        parcours=parcours or creer_parcours(), **{**valeurs, **champs}
    )


def creer_point(parcours: Parcours | None = None, **champs: Any) -> PointPrescripteur:
    """A draft; with ``envoye_le`` it takes all that a point that left has."""
    valeurs: dict[str, Any] = dict.fromkeys(("du", "au", "prevu_le"), dt.date(2026, 11, 12))
    valeurs["texte"] = "Une ligne générale."
    if "envoye_le" in champs:
        champs = {"relu_le": valeurs["au"], "empreinte": "a" * 64, **champs}
        if "destinataire" not in champs:
            champs["destinataire"] = creer_professionnel()
    return PointPrescripteur.objects.create(
        parcours=parcours or creer_parcours(), **{**valeurs, **champs}
    )


def creer_bilan(parcours: Parcours | None = None, **champs: Any) -> BilanIndividuel:
    """A draft; with ``signe_le`` it takes all that a signed one has."""
    if "signe_le" in champs:
        signe = {"lu_le": dt.date(2026, 11, 12), "partie_personne": "Fait ensemble."}
        champs = {**signe, "empreinte": "a" * 64, **champs}
    return BilanIndividuel.objects.create(parcours=parcours or creer_parcours(), **champs)
