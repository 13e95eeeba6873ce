"""What came back by mail and waits for somebody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.http import RequeteConnectee, centre_actif
from centre.refus import refus_en_message
from inscriptions.models import ReponseRecue
from inscriptions.operations.reception import marquer_lue
from inscriptions.permissions import APPELLENT

MONTREES = 100
RECENTES = 30


@require_safe
def reponse_list(request: RequeteConnectee) -> HttpResponse:
    """The queue, oldest first, and the last decisions taken without anybody."""
    centre = centre_actif(request, *APPELLENT)
    reponses = ReponseRecue.objects.visibles_par(request.user).select_related(
        "personne", "place__seance__atelier", "inscription__atelier"
    )
    contexte = {
        "a_lire": reponses.a_lire(centre).order_by("recue_le", "pk")[:MONTREES],
        "recentes": reponses.filter(centre=centre)
        .exclude(decision=ReponseRecue.Decision.A_LIRE, lue_le=None)
        .order_by("-recue_le", "-pk")[:RECENTES],
    }
    return render(request, "inscriptions/reponse_list.html", contexte)


@require_POST
def reponse_lue(request: RequeteConnectee, pk: int) -> HttpResponse:
    centre = centre_actif(request, *APPELLENT)
    reponses = ReponseRecue.objects.visibles_par(request.user).filter(centre=centre)
    with refus_en_message(request):
        marquer_lue(get_object_or_404(reponses, pk=pk), par=request.user)
        messages.success(request, "C’est noté\u00a0: cette réponse est lue.")
    return redirect("inscriptions:reponse-list")
