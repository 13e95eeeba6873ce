"""What comes for a person, as each reader may name it: séances, interviews, committees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from ateliers.models import Atelier
from centre.permissions import COORDINATION, REFERENT
from centre.temps import a_paris, instant
from inscriptions.models import Place
from parcours.fiche import Lecture
from parcours.models import Entretien, ParticipantComite

Intention = Place.Intention


@dataclass(frozen=True)
class Prevue:
    """One date to come; ``marque`` is what she or the queue says of it, "" when she is expected."""

    debut: dt.datetime
    titre: str
    marque: str = ""
    a_une_heure: bool = True


def prochaines_de(lecture: Lecture, limite: int = 8) -> list[Prevue]:
    """The first dates; reception reads « Occupé » for levels 2–3 (docs/confidentialite.md).

    An interview is named to those who may read it, with or without a séance that holds its room.
    """
    lignes = _seances(lecture, limite)
    if lecture.droits.voit_tout:
        lignes += [*_entretiens(lecture, limite), *_comites(lecture, limite)]
    return sorted(lignes, key=lambda prevue: (prevue.debut, prevue.titre))[:limite]


def _seances(lecture: Lecture, limite: int) -> list[Prevue]:
    personne, utilisateur = lecture.personne, lecture.utilisateur
    places = (
        Place.objects.visibles_par(utilisateur)
        .filter(personne=personne, seance__fin__gt=lecture.quand)
        .vivantes()
        .exclude(seance__etat="annulee")
        .select_related("seance__atelier", "seance__lieu")
        .order_by("seance__debut", "pk")
    )
    if lecture.droits.voit_tout:
        places = places.exclude(seance__atelier__genre=Atelier.Genre.ENTRETIEN)
    seulement_accueil = not utilisateur.a_role(personne.centre_id, REFERENT, COORDINATION)
    return [
        Prevue(
            place.seance.debut,
            "Occupé"
            if seulement_accueil and not place.seance.atelier.se_partage
            else place.seance.titre_complet,
            Intention.NE_VIENT_PAS if place.intention == Intention.NE_VIENT_PAS else place.etat,
        )
        for place in places[:limite]
    ]


def _entretiens(lecture: Lecture, limite: int) -> list[Prevue]:
    siennes = Place.objects.vivantes().filter(
        seance=OuterRef("seance"), personne=lecture.personne.pk
    )
    fixes = (
        Entretien.objects.visibles_par(lecture.utilisateur)
        .filter(
            Q(parcours__personne=lecture.personne) | Q(orientation__personne=lecture.personne),
            etat=Entretien.Etat.FIXE,
            debut__gt=lecture.quand,
        )
        .annotate(intention=Subquery(siennes.values("intention")[:1]))
        .order_by("debut", "pk")[:limite]
    )
    return [
        Prevue(entretien.debut, _nom(entretien), entretien.intention or "") for entretien in fixes
    ]


def _nom(entretien: Entretien) -> str:
    """« Entretien, par téléphone »: how, when it is not in the house."""
    if entretien.medium == Entretien.Medium.SUR_PLACE:
        return entretien.get_type_display()
    return f"{entretien.get_type_display()}, {entretien.get_medium_display().lower()}"


def _comites(lecture: Lecture, limite: int) -> list[Prevue]:
    """The committees where she sits for the others (ASG-07)."""
    sieges = (
        ParticipantComite.objects.filter(
            personne=lecture.personne, comite__jour__gte=a_paris(lecture.quand).date()
        )
        .select_related("comite")
        .order_by("comite__jour", "pk")[:limite]
    )
    return [
        Prevue(
            instant(siege.comite.jour, siege.comite.heure or dt.time()),
            f"Comité, {siege.comite.territoire}",
            a_une_heure=siege.comite.heure is not None,
        )
        for siege in sieges
    ]
