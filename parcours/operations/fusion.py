"""One person had two files in a centre: the second is folded into the first, nothing is lost."""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from itertools import chain

from django.db import transaction

from centre import fusion
from centre.erreurs import Refus
from centre.temps import maintenant
from parcours.models import (
    AvisConservation,
    BrisDeGlace,
    Consentement,
    DemandeDroit,
    InformationRemise,
    Orientation,
    Parcours,
    Personne,
    PreuveConservee,
    Projet,
)
from parcours.operations.personnes import suivre_le_contact

# Blank on the file that stays, known on the other: taken over.
COMPLETES = (
    *("date_naissance", "sexe", "telephone", "courriel", "passer_par"),
    *("commune", "quartier", "titres_explicites_le"),
)
INCONNUS = (("qpv", "inconnu"), ("ressources", "inconnue"), ("menage", "inconnu"))
# Either file says so: the person is protected.
PROTECTIONS = ("ne_pas_ecrire", "telephone_est_partage")


def fusionner(*, garde: Personne, doublon: Personne, quand: dt.datetime | None = None) -> Personne:
    """Fold ``doublon`` into ``garde``: the row stays, empty of links, and shows nowhere any more.

    Refuses with the codes ``meme``, ``autre_centre``, ``deja`` and ``parcours`` when both have
    an open parcours in one dispositif: a human closes one first.
    """
    quand = quand or maintenant()
    with transaction.atomic():
        pks = sorted([garde.pk, doublon.pk])
        # The keys alone: a nullable join cannot be locked.
        lues = {
            p.pk: p
            for p in Personne.objects.select_for_update(of=("self",))
            .filter(pk__in=pks)
            .order_by("pk")
        }
        gardee, double = lues[garde.pk], lues[doublon.pk]
        _refuser(gardee, double)
        fusion.reunir(gardee.reference, double.reference, quand=quand)
        avant = copy.copy(gardee)
        _completer(gardee, double)
        suivre_le_contact(gardee, avant, quand=quand)
        double.fusionnee_dans = gardee
        double.save(update_fields=["fusionnee_dans"])
        return gardee


def _refuser(garde: Personne, doublon: Personne) -> None:
    if garde.pk == doublon.pk:
        raise Refus("C’est la même fiche. Choisissez-en une autre.", code="meme")
    if garde.centre_id != doublon.centre_id:
        raise Refus("Ces deux fiches sont dans deux centres.", code="autre_centre")
    for personne in (garde, doublon):
        if personne.fusionnee_dans_id or personne.anonymisee_le:
            raise Refus("Une de ces fiches n’est plus en usage.", code="deja")


def _completer(garde: Personne, doublon: Personne) -> None:
    """Fill what the file that stays does not know; a protection of either one holds."""
    champs = [c for c in COMPLETES if not getattr(garde, c) and getattr(doublon, c)]
    champs += [
        c for c, vide in INCONNUS if getattr(garde, c) == vide and getattr(doublon, c) != vide
    ]
    champs += [c for c in PROTECTIONS if getattr(doublon, c) and not getattr(garde, c)]
    for champ in champs:
        setattr(garde, champ, getattr(doublon, champ))
    if champs:
        garde.save(update_fields=champs)


def _deplacer(garde: uuid.UUID, doublon: uuid.UUID, quand: dt.datetime) -> None:
    gardee = Personne.objects.get(reference=garde)
    du_doublon = {"personne__reference": doublon}
    ouverts = Parcours.objects.ouverts().filter(personne=gardee)
    en_double = Parcours.objects.ouverts().filter(
        dispositif__in=ouverts.values("dispositif"), **du_doublon
    )
    if premier := en_double.select_related("dispositif").first():
        raise Refus(
            "Chaque fiche a un parcours ouvert, le même\u00a0: "
            f"{premier.dispositif}. Fermez-en un, puis recommencez.",
            code="parcours",
        )
    _reunir_les_accords(gardee, doublon, quand)
    Orientation.objects.filter(**du_doublon).update(personne=gardee)
    Parcours.objects.filter(**du_doublon).update(personne=gardee)
    Projet.objects.filter(**du_doublon).update(personne=gardee)
    _reunir_les_droits(gardee, doublon)
    Personne.objects.filter(fusionnee_dans__reference=doublon).update(fusionnee_dans=gardee)


def _reunir_les_droits(garde: Personne, doublon: uuid.UUID) -> None:
    """Openings, requests and sheets follow; what both files have open stays once."""
    du_doublon = {"personne__reference": doublon}
    BrisDeGlace.objects.filter(**du_doublon).update(personne=garde)
    PreuveConservee.objects.filter(**du_doublon).update(personne=garde)
    AvisConservation.objects.filter(**du_doublon).delete()
    ouvertes = DemandeDroit.objects.ouvertes().filter(personne=garde).values_list("genre")
    demandes = DemandeDroit.objects.filter(**du_doublon)
    demandes.filter(close_le__isnull=True, genre__in=list(chain(*ouvertes))).delete()
    demandes.update(personne=garde)
    lues = InformationRemise.objects.filter(personne=garde).values_list("version")
    remises = InformationRemise.objects.filter(**du_doublon)
    remises.exclude(version__in=list(chain(*lues))).update(personne=garde)


def _reunir_les_accords(garde: Personne, doublon: uuid.UUID, quand: dt.datetime) -> None:
    """Both said yes to the same thing, and to the same organisation: one dated yes stays open."""
    ouverts = Consentement.objects.en_vigueur().filter(parcours__isnull=True)
    dits = set(ouverts.filter(personne=garde).values_list("objet", "destinataire"))
    en_double = [
        pk
        for pk, *dit in ouverts.filter(personne__reference=doublon).values_list(
            "pk", "objet", "destinataire"
        )
        if tuple(dit) in dits
    ]
    Consentement.objects.filter(pk__in=en_double).update(retire_le=quand)
    Consentement.objects.filter(personne__reference=doublon).update(personne=garde)


PART = fusion.Part(
    app="parcours",
    liens=(
        "parcours.Orientation.personne",
        "parcours.Parcours.personne",
        "parcours.Consentement.personne",
        "parcours.Projet.personne",
        "parcours.BrisDeGlace.personne",
        "parcours.PreuveConservee.personne",
        "parcours.AvisConservation.personne",
        "parcours.DemandeDroit.personne",
        "parcours.InformationRemise.personne",
        "parcours.Personne.fusionnee_dans",
    ),
    deplacer=_deplacer,
)
