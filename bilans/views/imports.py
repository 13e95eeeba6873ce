"""Importing people: send a file, read what it would do, confirm. Nothing is written before."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bilans.forms.imports import FichierForm
from bilans.imports import COLONNES
from bilans.models import Import
from bilans.operations import (
    abandonner_import,
    apercu_import,
    appliquer_import,
    deposer_import,
)
from bilans.permissions import centre_du_bilan
from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.models import Centre

LIGNES_MONTREES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def import_personnes(request: RequeteConnectee) -> HttpResponse:
    centre = centre_du_bilan(request)
    est_envoye = request.method == "POST"
    form = FichierForm(request.POST, request.FILES) if est_envoye else FichierForm()
    if est_envoye and form.is_valid():
        importe = _deposer(request, centre, form)
        if importe:
            return redirect("bilans:import-apercu", pk=importe.pk)
    contexte = {
        "form": form,
        "colonnes": [(nom, mots[0], exemple) for nom, (mots, exemple) in COLONNES.items()],
        "imports": Import.objects.visibles_par(request.user).filter(centre=centre)[:10],
    }
    return render(request, "bilans/import_personnes.html", contexte)


def _deposer(request: RequeteConnectee, centre: Centre, form: FichierForm) -> Import | None:
    fichier = form.cleaned_data["fichier"]
    try:
        return deposer_import(
            centre=centre, par=request.user, nom=fichier.name, contenu=fichier.read()
        )
    except Refus as refus:
        form.add_error("fichier", str(refus))
        return None


@require_GET
def import_modele(request: RequeteConnectee) -> HttpResponse:
    """A file to fill in, with one example; it imports as it is."""
    centre_du_bilan(request)
    texte = io.StringIO()
    feuille = csv.writer(texte, delimiter=";")
    feuille.writerow(COLONNES)
    feuille.writerow(exemple for _, exemple in COLONNES.values())
    reponse = HttpResponse(texte.getvalue().encode("utf-8-sig"), content_type="text/csv")
    reponse["Content-Disposition"] = 'attachment; filename="personnes-modele.csv"'
    return reponse


def _import(request: RequeteConnectee, pk: int) -> Import:
    return get_object_or_404(
        Import.objects.visibles_par(request.user).select_related("centre"), pk=pk
    )


@require_GET
def import_apercu(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Each line of the file: added, already known, to choose, or wrong and why."""
    importe = _import(request, pk)
    contexte = {
        "importe": importe,
        "montrees": LIGNES_MONTREES,
        "tranche": f":{LIGNES_MONTREES}",
    }
    if importe.etat == Import.Etat.APERCU:
        try:
            contexte["apercu"] = apercu_import(importe)
        except Refus as refus:
            messages.error(request, str(refus))
    return render(request, "bilans/import_apercu.html", contexte)


@require_POST
def import_confirmer(request: RequeteConnectee, pk: int) -> HttpResponse:
    importe = _import(request, pk)
    if "abandonner" in request.POST:
        abandonner_import(importe)
        messages.info(request, "Rien n’a été importé. Le fichier est effacé.")
        return redirect("bilans:import-personnes")
    choisies = {int(n) for n in request.POST.getlist("ajouter") if n.isdecimal() and len(n) < 7}
    try:
        nombre = appliquer_import(importe, choisies=choisies)
        messages.success(request, f"Personnes ajoutées : {nombre}.")
    except Refus as refus:
        messages.error(request, str(refus))
    return redirect("bilans:import-apercu", pk=pk)
