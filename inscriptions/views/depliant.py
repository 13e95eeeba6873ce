"""The one-page leaflet that goes with the card: public, in simple French, made to be printed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from centre.models import Centre


@login_not_required
@require_safe
def depliant(request: HttpRequest, centre: str) -> HttpResponse:
    contexte = {"centre_public": get_object_or_404(Centre.objects.publies(), slug=centre)}
    return render(request, "inscriptions/depliant.html", contexte)
