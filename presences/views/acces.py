"""« Mes accès »: until when a partner reads each person, what was read, the monthly mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter_chacune
from centre.http import RequeteConnectee
from centre.permissions import PARTENAIRES
from presences.models import ResumeRefuse
from presences.operations.resume import choisir_le_resume
from presences.queries.acces import acces_de


@require_safe
def acces_list(request: RequeteConnectee) -> HttpResponse:
    if not request.user.centres_ids(*PARTENAIRES):
        raise Http404
    acces = acces_de(request.user)
    sujets = [(ligne.centre, ligne.personne.reference) for ligne in acces]
    noter_chacune(request, "Mes accès", sujets)
    recoit = not ResumeRefuse.objects.filter(utilisateur=request.user).exists()
    return render(request, "presences/acces_list.html", {"acces": acces, "recoit": recoit})


@require_POST
def resume_choisir(request: RequeteConnectee) -> HttpResponse:
    if not request.user.centres_ids(*PARTENAIRES):
        raise Http404
    recevoir = request.POST.get("recevoir") == "oui"
    choisir_le_resume(request.user, recevoir=recevoir)
    phrase = "Le résumé partira chaque mois." if recevoir else "Le résumé ne partira plus."
    messages.success(request, phrase)
    return redirect("presences:acces-list")
