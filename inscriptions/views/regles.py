"""Change the calendar rule of several ateliers at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ateliers.permissions import peut_planifier
from ateliers.views.apercu import rythme
from centre.ecriture import pluriel
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import EQUIPE, exiger
from centre.refus import refus_au_formulaire
from centre.temps import maintenant
from centre.textes import nombre_lu
from inscriptions.forms.series import ChangerReglesForm, series_a_regle
from inscriptions.operations.regles import apercu_des_regles, changer_les_regles
from inscriptions.views.changements import comptes_par_canal


@avec_formulaire
def regles_changer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_planifier(request.user, centre))
    form = ChangerReglesForm(request.POST or None, centre=centre)
    etape = request.POST.get("etape", "apercu")
    if request.method == "POST" and etape != "modifier" and form.is_valid():
        with refus_au_formulaire(form):
            if etape in ("prevenir", "sans_prevenir"):
                return _faire(request, form, prevenir=etape == "prevenir")
            return _montrer(request, form)
    cochees = set(request.POST.getlist("series"))
    lignes = [
        {"serie": s, "rythme": rythme(s), "est_cochee": str(s.pk) in cochees}
        for s in series_a_regle(centre)
    ]
    contexte = {"form": form, "lignes": lignes, "centre": centre}
    return render(request, "inscriptions/regles_changer.html", contexte)


def _montrer(request: RequeteConnectee, form: ChangerReglesForm) -> HttpResponse:
    series, regle = list(form.cleaned_data["series"]), form.cleaned_data["regle"]
    bascules, apercu = apercu_des_regles(series, regle, par=request.user)
    contexte: dict[str, Any] = {
        "form": form,
        "regle": regle,
        "nom_de_la_regle": dict(form.fields["regle"].choices)[regle],  # type: ignore[attr-defined]
        "bascules": bascules,
        "gagnees": sum(len(b.gagnees) for b in bascules),
        "perdues": sum(len(b.perdues) for b in bascules),
        "apercu": apercu,
        "comptes": comptes_par_canal(apercu),
        "attend": apercu.part_le is not None and apercu.part_le > maintenant(),
        "verbe": "Changer la règle",
        "retour": reverse("inscriptions:regles-changer"),
    }
    return render(request, "inscriptions/regles_apercu.html", contexte)


def _faire(request: RequeteConnectee, form: ChangerReglesForm, *, prevenir: bool) -> HttpResponse:
    series, regle = list(form.cleaned_data["series"]), form.cleaned_data["regle"]
    versions = {s.pk: _version(request, s.pk) for s in series}
    bascules = changer_les_regles(
        series, regle, par=request.user, prevenir=prevenir, versions=versions
    )
    gagnees = pluriel(sum(len(b.gagnees) for b in bascules), "séance gagnée,séances gagnées")
    perdues = pluriel(sum(len(b.perdues) for b in bascules), "séance perdue,séances perdues")
    quoi = pluriel(len(bascules), "série suit la nouvelle règle,séries suivent la nouvelle règle")
    messages.success(request, f"{quoi}\u00a0: {gagnees}, {perdues}.")
    return redirect("ateliers:atelier-list")


def _version(request: RequeteConnectee, pk: int) -> int:
    """The version the sheet was drawn from; one that cannot be read is of no series."""
    return nombre_lu(request.POST.get(f"version-{pk}", "")) or 0
