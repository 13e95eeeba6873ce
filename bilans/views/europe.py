"""R4: one cofinanced operation, its indicators, and the files that are still to complete."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from bilans.documents.europe import COLONNES, composer
from bilans.figures import Periode
from bilans.figures.europe import ALERTE, LIMITE, Participant, nommables, participants
from bilans.forms.participations import OrdreForm, ParticipationForm
from bilans.models import OrdreFSE
from bilans.operations.participations import ecrire, ranger_les_colonnes
from bilans.views.fichiers import fichier
from centre.acces import noter
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import JournalAcces
from centre.permissions import COORDINATION
from centre.refus import refus_au_formulaire
from centre.temps import aujourdhui, maintenant
from parcours.models import Operation, Personne

# The list has too many columns for paper.
FORMATS = {"xlsx": "XLSX", "csv": "CSV"}


def _operation(request: RequeteConnectee, pk: int) -> Operation:
    """A European one of the active centre."""
    centre = centre_actif(request, COORDINATION)
    siennes = Operation.objects.visibles_par(request.user).filter(centre=centre)
    return get_object_or_404(siennes.select_related("centre"), pk=pk, est_europeenne=True)


def _periode(operation: Operation) -> Periode:
    """From its first day to its last, or to today while it runs."""
    jour = max(operation.debut, min(operation.fin or aujourdhui(), aujourdhui()))
    return Periode(operation.debut, jour)


def _lire(
    request: RequeteConnectee, operation: Operation, quand: dt.datetime
) -> tuple[list[Participant], set[int]]:
    lus = participants([operation], _periode(operation), quand=quand)
    return lus, nommables(request.user, lus)


@require_GET
def fse(request: RequeteConnectee, pk: int) -> HttpResponse:
    operation, quand = _operation(request, pk), maintenant()
    lus, nommes = _lire(request, operation, quand)
    document = composer(operation, lus, _periode(operation), quand=quand, nommes=nommes)
    lus.sort(key=lambda x: not x.est_participant or x.est_complet)
    a_completer = [x for x in lus if x.est_participant and not x.est_complet]
    noter(request, operation.centre, f"FSE+ {operation.numero}", acte=JournalAcces.Acte.LISTE,
          nombre=len(nommes))  # fmt: skip
    contexte = {
        "operation": operation,
        "document": document,
        "formats": FORMATS,
        "nommes": [x for x in lus if x.personne.pk in nommes],
        "caches": sum(x.personne.pk not in nommes for x in lus),
        **_alerte(lus, a_completer),
    }
    return render(request, "bilans/fse.html", contexte)


def _alerte(lus: list[Participant], a_completer: list[Participant]) -> dict[str, Any]:
    """Strictly above a threshold, on the exact share: 35 % itself is still accepted."""
    reste, tous = len(a_completer), sum(x.est_participant for x in lus)
    return {
        "reste": reste,
        "tous": tous,
        "limite": LIMITE,
        "alerte": ALERTE,
        "au_dessus_de_la_limite": 100 * reste > LIMITE * tous,
        "au_dessus_de_l_alerte": 100 * reste > ALERTE * tous,
    }


@require_GET
def fse_fichier(request: RequeteConnectee, pk: int, extension: str) -> HttpResponse:
    operation, quand = _operation(request, pk), maintenant()
    if extension not in FORMATS:
        raise Http404
    lus, nommes = _lire(request, operation, quand)
    document = composer(
        operation, lus, _periode(operation), quand=quand, nommes=nommes, ordre=_ordre(operation)
    )
    return fichier(request, operation.centre, document, extension, nommes=len(nommes))


def _ordre(operation: Operation) -> list[str]:
    garde = OrdreFSE.objects.filter(operation=operation).values_list("colonnes", flat=True)
    return garde.first() or list(COLONNES)


@avec_formulaire
def fse_colonnes(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The place of each column in the file; without a number, it stays out."""
    operation = _operation(request, pk)
    est_envoye = request.method == "POST"
    form = OrdreForm(request.POST if est_envoye else None, ordre=_ordre(operation))
    if est_envoye and form.is_valid():
        with refus_au_formulaire(form):
            ranger_les_colonnes(operation, form.colonnes)
            messages.success(request, "L’ordre des colonnes est gardé.")
            return redirect("bilans:fse", pk=pk)
    contexte = {"operation": operation, "form": form}
    return render(request, "bilans/fse_colonnes.html", contexte)


@avec_formulaire
def fse_participant(request: RequeteConnectee, pk: int, reference: UUID) -> HttpResponse:
    """What one participant answered; found by the operation she was seen in."""
    operation = _operation(request, pk)
    participant = _participant(request, operation, reference)
    noter(request, operation.centre, f"FSE+ {operation.numero}", sujet=reference)
    form = ParticipationForm(request.POST or None, instance=participant.reponses)
    if form.is_valid():
        with refus_au_formulaire(form):
            ecrire(operation, participant.personne, reponses=form.cleaned_data)
            messages.success(request, f"Les réponses de {participant.personne} sont gardées.")
            return redirect("bilans:fse", pk=pk)
    contexte = {"operation": operation, "participant": participant, "form": form}
    return render(request, "bilans/fse_participant.html", contexte)


def _participant(request: RequeteConnectee, operation: Operation, reference: UUID) -> Participant:
    siennes = Personne.objects.visibles_par(request.user)
    personne = get_object_or_404(siennes, reference=reference, centre=operation.centre)
    lus, nommes = _lire(request, operation, maintenant())
    for lu in lus:
        if lu.personne.pk == personne.pk and personne.pk in nommes:
            return lu
    raise Http404
