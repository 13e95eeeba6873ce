"""Writing one line of the way: the same page for each kind, a few seconds each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from centre.http import RequeteConnectee, avec_formulaire
from centre.refus import refus_au_formulaire, refus_en_message
from parcours.forms import notes as formulaires
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Objectif,
    Observation,
    OrientationPartenaire,
)
from parcours.models.notes import Note
from parcours.operations.freins import declarer_frein
from parcours.operations.notes import ecrire, retirer
from parcours.operations.objectifs import poser_objectif
from parcours.operations.partenaires import orienter_vers
from parcours.queries.prealables import prealables_manquants
from parcours.views.portes import page, parcours_a_mener, vers_la_fiche


@dataclass(frozen=True)
class Genre:
    """A kind of line: its page, its form, what writes it; ``modele`` when it may be taken back."""

    titre: str
    formulaire: type[formulaires.NoteForm]
    ecrire: Callable[..., Any]
    dit: str
    modele: type[Note] | None = None


def _une_ligne(modele: type[Note]) -> Callable[..., Any]:
    def ecrire_une_ligne(parcours: Any, *, auteur: Any, **champs: Any) -> Note:
        return ecrire(modele, parcours, champs=champs, auteur=auteur)

    return ecrire_une_ligne


def _un_frein(parcours: Any, *, auteur: Any, **champs: Any) -> Any:
    return declarer_frein(parcours, champs=champs, auteur=auteur)


GENRES = {
    "aide": Genre(
        "Aide urgente",
        formulaires.AideForm,
        _une_ligne(AideUrgente),
        "L’aide est notée.",
        AideUrgente,
    ),
    "action": Genre(
        "Noter une action",
        formulaires.ActionForm,
        _une_ligne(ActionParcours),
        "L’action est notée.",
        ActionParcours,
    ),
    "avancee": Genre(
        "Noter une avancée",
        formulaires.AvanceeForm,
        _une_ligne(Avancee),
        "L’avancée est notée.",
        Avancee,
    ),
    "observation": Genre(
        "Noter ce qui est dit",
        formulaires.ObservationForm,
        _une_ligne(Observation),
        "C’est noté.",
        Observation,
    ),
    "frein": Genre("Noter un frein", formulaires.FreinForm, _un_frein, "Le frein est noté."),
    "objectif": Genre(
        "Noter un objectif",
        formulaires.ObjectifForm,
        poser_objectif,
        "L’objectif est noté.",
        Objectif,
    ),
    "partenaire": Genre(
        "Proposer un partenaire",
        formulaires.PartenaireForm,
        orienter_vers,
        "C’est noté. Elle décide.",
        OrientationPartenaire,
    ),
}


@avec_formulaire
def note_creer(request: RequeteConnectee, pk: int, genre: str) -> HttpResponse:
    """One kind of line; an unknown kind is an unknown address."""
    parcours = parcours_a_mener(request, pk)
    if genre not in GENRES:
        raise Http404
    nature = GENRES[genre]
    form = nature.formulaire(_saisie(request), parcours=parcours)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            nature.ecrire(parcours, auteur=request.user, **form.champs())
            messages.success(request, nature.dit)
            return vers_la_fiche(parcours.personne, "t-frise")
    contexte = {"parcours": parcours, "titre": nature.titre, "genre": genre}
    if genre == "objectif":
        contexte["prealables"] = prealables_manquants(parcours)
    return page(request, "note_form", form, **contexte)


def _saisie(request: RequeteConnectee) -> Any:
    """What was sent; one tap on the person's page sends no date: it is today."""
    if request.method != "POST":
        return None
    saisie = request.POST.copy()
    if "le" not in saisie:
        saisie["le"] = formulaires.aujourdhui().isoformat()
    return saisie


@require_POST
def note_retirer(request: RequeteConnectee, genre: str, pk: int) -> HttpResponse:
    """Its author, within two days; for anybody else this line is not there."""
    modele = GENRES[genre].modele if genre in GENRES else None
    if modele is None:
        raise Http404
    ecrites: Any = modele.objects
    note = get_object_or_404(
        ecrites.ecrites_par(request.user).select_related("parcours__personne"), pk=pk
    )
    with refus_en_message(request):
        retirer(note, par=request.user)
        messages.success(request, "La ligne est retirée.")
    return vers_la_fiche(note.parcours.personne, "t-frise")
