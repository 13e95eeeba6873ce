"""Write to everybody of a séance: the words, the sheet « Avant d’envoyer », the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from centre.ecriture import pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.temps import maintenant
from inscriptions.forms.ecrire import EcrireForm
from inscriptions.operations.ecrire import apercu_du_mot, ecrire_a_tous
from inscriptions.permissions import peut_appeler
from inscriptions.views.changements import comptes_par_canal
from inscriptions.views.seances import trouver_seance


@avec_formulaire
def seance_ecrire(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_appeler(request.user, seance.centre))
    formulaire = EcrireForm(request.POST or None, seance=seance, quand=maintenant())
    contexte: dict[str, Any] = {"seance": seance, "form": formulaire}
    try:
        if request.method != "POST" or _a_corriger(request, formulaire):
            return render(request, "inscriptions/seance_ecrire.html", contexte)
        if request.POST.get("etape") == "envoyer":
            return _envoyer(request, formulaire)
        apercu = apercu_du_mot(seance, **formulaire.voulu(), par=request.user)
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect("inscriptions:seance-detail", pk)
    contexte |= {"apercu": apercu, "comptes": comptes_par_canal(apercu)}
    return render(request, "inscriptions/seance_ecrire_apercu.html", contexte)


def _envoyer(request: RequeteConnectee, formulaire: EcrireForm) -> HttpResponse:
    seance, cle = formulaire.seance, str(formulaire.cleaned_data["cle"])
    ecrit = ecrire_a_tous(seance, cle=cle, **formulaire.voulu(), par=request.user)
    nombre = pluriel(len(ecrit.envois), "message est prêt,messages sont prêts")
    messages.success(request, f"C’est fait\u00a0: {nombre}.")
    return redirect("inscriptions:seance-detail", seance.pk)


def _a_corriger(request: RequeteConnectee, formulaire: EcrireForm) -> bool:
    return not formulaire.is_valid() or request.POST.get("etape") == "modifier"
