"""The person herself, her orientations, her parcours: names go, what figures count stays."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from centre.effacement import Fichier, Ligne, Registre, Sort
from centre.temps import maintenant
from parcours.models import (
    AvisConservation,
    BrisDeGlace,
    Consentement,
    DemandeDroit,
    Entretien,
    Frein,
    InformationRemise,
    Orientation,
    Parcours,
    Personne,
    ReferentParcours,
    TentativeContact,
)
from parcours.models.dispositifs import Transmission

COORDONNEES = "nom, adresse, téléphone"
COMPTES = "Les bilans de l’année en ont besoin, sans votre nom."


def apercu(reference: uuid.UUID) -> list[Ligne]:
    personne = Personne.objects.filter(reference=reference, anonymisee_le__isnull=True)
    parcours = Parcours.objects.filter(personne__reference=reference)
    orientations = Orientation.objects.filter(personne__reference=reference)
    return [
        Ligne(COORDONNEES, personne.count(), Sort.EFFACE),
        Ligne("orientations", orientations.count(), Sort.ANONYMISE, COMPTES),
        Ligne("parcours", parcours.count(), Sort.ANONYMISE, COMPTES),
        Ligne("notes d’entretien", _entretiens(reference).count(), Sort.EFFACE),
        Ligne(
            "freins", Frein.objects.filter(parcours__in=parcours).count(), Sort.ANONYMISE, COMPTES
        ),
        Ligne(
            "accords",
            Consentement.objects.filter(personne__reference=reference).count(),
            Sort.ANONYMISE,
            "Preuve de ce que vous avez accepté puis retiré, sans votre nom.",
        ),
        Ligne(
            "ouvertures d’urgence de votre dossier",
            BrisDeGlace.objects.filter(personne__reference=reference).count(),
            Sort.ANONYMISE,
            "Qui a ouvert, et quand.",
        ),
        Ligne(
            "demandes sur vos données",
            DemandeDroit.objects.filter(personne__reference=reference).count(),
            Sort.ANONYMISE,
            "Preuve que le centre a répondu, sans votre nom.",
        ),
    ]


def effacer(reference: uuid.UUID) -> None:
    """Empty every free text and everything that names; keep dates and codes that figures count.

    The birth date keeps its month: ages at entry stay right to the month.
    """
    personne = Personne.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if personne is None:
        return
    orientations = Orientation.objects.filter(personne=personne)
    TentativeContact.objects.filter(orientation__in=orientations).update(note="")
    orientations.update(precisions="", contact_donne="")
    _entretiens(reference).update(partageable="", confidentiel="")
    Frein.objects.filter(parcours__personne=personne).update(precision="")
    _garder_les_preuves(personne)
    # A file folded into this one (decision 34) carries the name too.
    siennes = Personne.objects.filter(Q(pk=personne.pk) | Q(fusionnee_dans=personne.pk))
    siennes.update(
        prenom="",
        nom="",
        cle="",
        date_naissance=_naissance_au_mois(personne),
        telephone="",
        courriel="",
        canal=Personne.Canal.PAPIER,
        passer_par=None,
        quand_appeler="",
        quartier="",
        titres_explicites_le=None,
        anonymisee_le=personne.anonymisee_le or maintenant(),
    )


def _garder_les_preuves(personne: Personne) -> None:
    """Agreements end today and keep their dates; requests are answered; nothing names her."""
    accords = Consentement.objects.filter(personne=personne)
    accords.filter(retire_le__isnull=True).update(retire_le=maintenant())
    # Nor do her presences stay on a partner's screen for the thirty days after an end.
    Parcours.objects.filter(personne=personne).transmis().update(
        transmission_presence=Transmission.ATTESTATION
    )
    accords.update(canal="", texte="")
    BrisDeGlace.objects.filter(personne=personne).update(raison="Effacée avec le dossier.")
    DemandeDroit.objects.filter(personne=personne).update(a_masquer="")
    AvisConservation.objects.filter(personne=personne).delete()


def _naissance_au_mois(personne: Personne) -> dt.date | None:
    """The earliest day of her month of birth that leaves every age counted at a fiche or an entry.

    Almost always the first; later only when something was counted in that month, before the day.
    """
    ne = personne.date_naissance
    if ne is None:
        return None
    comptees = [
        *personne.orientations.values_list("recue_le", flat=True),
        *personne.parcours.values_list("date_entree", flat=True),
        *personne.parcours.exclude(date_fin_reelle=None).values_list("date_fin_reelle", flat=True),
    ]
    avant = [j.day for j in comptees if j is not None and j.month == ne.month and j.day < ne.day]
    return ne.replace(day=1 + max(avant, default=0))


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """All but the confidential notes, which belong to their author's own secret."""
    de_la_personne = {"personne__reference": reference}
    du_parcours = {"parcours__personne__reference": reference}
    return {
        "personne": list(
            Personne.objects.filter(reference=reference).values(
                *("prenom", "nom", "date_naissance", "sexe", "langue", "telephone", "courriel"),
                *("canal", "commune", "quartier", "qpv", "ressources", "menage", "creee_le"),
            )
        ),
        "orientations": list(
            Orientation.objects.filter(**de_la_personne).values(
                *("recue_le", "mode", "etat", "difficultes", "precisions", "contact_donne"),
                *("dispositif__nom", "prescripteur__organisme__nom", "prescripteur__nom"),
            )
        ),
        "appels": list(
            TentativeContact.objects.filter(orientation__personne__reference=reference).values(
                "le", "issue"
            )
        ),
        "parcours": list(
            Parcours.objects.filter(**de_la_personne).values(
                *("dispositif__nom", "date_entree", "date_fin_prevue", "date_fin_reelle"),
                *("motif_sortie", "transmission_presence", "prescripteur__organisme__nom"),
            )
        ),
        "referents": list(
            ReferentParcours.objects.filter(**du_parcours).values(
                "professionnel__prenom", "professionnel__nom", "role", "debut", "fin"
            )
        ),
        "entretiens": list(
            _entretiens(reference).values("debut", "type", "etat", "partageable").order_by("debut")
        ),
        "freins": list(
            Frein.objects.filter(**du_parcours).values("theme", "declare_le", "leve_le")
        ),
        "accords": list(
            Consentement.objects.filter(**de_la_personne).values(
                *("objet", "destinataire__nom", "texte", "langue", "canal"),
                *("donne_le", "retire_le"),
            )
        ),
        "demandes": list(
            DemandeDroit.objects.filter(**de_la_personne).values("genre", "recue_le", "close_le")
        ),
        "informations_remises": list(
            InformationRemise.objects.filter(**de_la_personne).values("version", "langue", "le")
        ),
        "ouvertures_d_urgence": list(
            BrisDeGlace.objects.filter(**de_la_personne).values("raison", "ouvert_le", "jusqu_a")
        ),
    }


def effacees() -> Iterable[uuid.UUID]:
    return Personne.objects.exclude(anonymisee_le=None).values_list("reference", flat=True)


def nommees(references: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """In the order of their keys, by lots that every engine takes."""
    toutes = sorted(references)
    trouvees: list[uuid.UUID] = []
    for rang in range(0, len(toutes), 500):
        lot = Personne.objects.filter(
            reference__in=toutes[rang : rang + 500], anonymisee_le__isnull=True
        )
        trouvees += lot.order_by("pk").values_list("reference", flat=True)
    return trouvees


FICHIER = Fichier(effacees=effacees, nommees=nommees)


def _entretiens(reference: uuid.UUID) -> Any:
    du_parcours = Entretien.objects.filter(parcours__personne__reference=reference)
    return du_parcours | Entretien.objects.filter(orientation__personne__reference=reference)


REGISTRE = Registre(
    app="parcours",
    modeles=(
        "parcours.Personne",
        "parcours.Orientation",
        "parcours.TentativeContact",
        "parcours.Parcours",
        "parcours.ReferentParcours",
        "parcours.Entretien",
        "parcours.Frein",
        "parcours.Consentement",
        "parcours.TransitionOrientation",
        "parcours.BrisDeGlace",
        "parcours.DemandeDroit",
        "parcours.InformationRemise",
        "parcours.AvisConservation",
        "parcours.PreuveConservee",
    ),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)
