"""« Opérations cofinancées »: what the coordination writes once, and every sheet then carries."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import COORDINATION
from centre.refus import refus_en_message
from centre.temps import aujourdhui
from parcours.models import LogoFinanceur, Operation
from presences.forms.cofinancement import LogoForm, OperationForm, SiretForm
from presences.operations.cofinancement import (
    LOGOS_MAX,
    ecrire_le_siret,
    enregistrer_operation,
    poser_un_logo,
    recrire_un_logo,
)
from presences.queries.cofinancement import operations_du_centre


@avec_formulaire
def operation_list(request: RequeteConnectee) -> HttpResponse:
    """Every operation of the centre, and the number that its sheets carry."""
    centre = centre_actif(request, COORDINATION)
    form = SiretForm(request.POST or None, initial={"siret": centre.siret})
    if request.method == "POST" and form.is_valid():
        ecrire_le_siret(centre, siret=form.cleaned_data["siret"])
        messages.success(request, "Le numéro SIRET est enregistré.")
        return redirect("presences:operation-list")
    jour = aujourdhui()
    operations = [
        {"operation": operation, "est_en_cours": operation.couvre(jour)}
        for operation in operations_du_centre(request.user, centre)
    ]
    contexte = {"operations": operations, "form": form}
    return render(request, "presences/operation_list.html", contexte)


@avec_formulaire
def operation_creer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, COORDINATION)
    form = OperationForm(request.POST or None, centre=centre)
    if operation := _enregistrer(request, form):
        return redirect("presences:operation-modifier", pk=operation.pk)
    return render(request, "presences/operation_form.html", {"form": form})


@avec_formulaire
def operation_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The operation, its ateliers and, below, the logos of its funders."""
    operation = _operation(request, pk)
    titre = str(operation)
    form = OperationForm(request.POST or None, instance=operation, centre=operation.centre)
    if _enregistrer(request, form):
        return redirect("presences:operation-list")
    contexte = {"form": form, "operation": operation, "titre": titre, "logo": LogoForm()}
    contexte |= {"logos": operation.logos.all(), "logos_max": LOGOS_MAX}
    return render(request, "presences/operation_form.html", contexte)


def _enregistrer(request: RequeteConnectee, form: OperationForm) -> Operation | None:
    if not form.is_valid():
        return None
    ateliers = form.cleaned_data["ateliers"]
    try:
        operation = enregistrer_operation(
            form.instance, champs=form.changed_data, ateliers=ateliers
        )
    except Refus as refus:
        form.add_error("numero", str(refus))
        return None
    messages.success(request, f"L’opération {operation.numero} est enregistrée.")
    return operation


def _operation(request: RequeteConnectee, pk: int) -> Operation:
    centre = centre_actif(request, COORDINATION)
    operations = operations_du_centre(request.user, centre).select_related("centre")
    return get_object_or_404(operations, pk=pk)


@require_POST
def logo_poser(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Judge and rewrite the image before anything is locked."""
    operation = _operation(request, pk)
    form = LogoForm(request.POST, request.FILES)
    with refus_en_message(request):
        if not form.is_valid():
            raise Refus(" ".join(str(e) for erreurs in form.errors.values() for e in erreurs))
        image = recrire_un_logo(form.cleaned_data["image"].file)
        poser_un_logo(operation, financeur=form.cleaned_data["financeur"], image=image)
        messages.success(request, "Le logo sera sur les feuilles à signer.")
    return redirect("presences:operation-modifier", pk=pk)


def _logo(request: RequeteConnectee, pk: int) -> LogoFinanceur:
    centre = centre_actif(request, COORDINATION)
    logos = LogoFinanceur.objects.visibles_par(request.user).filter(operation__centre=centre)
    return get_object_or_404(logos, pk=pk)


@require_safe
def logo(request: RequeteConnectee, pk: int) -> HttpResponse:
    return HttpResponse(bytes(_logo(request, pk).image), content_type="image/png")


@require_POST
def logo_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    trouve = _logo(request, pk)
    trouve.delete()
    messages.success(request, f"Le logo de {trouve.financeur} est retiré.")
    return redirect("presences:operation-modifier", pk=trouve.operation_id)
