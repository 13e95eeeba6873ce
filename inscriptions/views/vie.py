"""A séance is led by another, copied, noted, published: nobody is told by any of these."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ateliers import operations as ateliers
from centre.ecriture import heure, jour_long
from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from inscriptions.forms.vie import DupliquerForm, NoteForm, RemplacerForm
from inscriptions.operations import apercu_changement, changer_seances
from inscriptions.operations.apercu import apercu_de_la_copie
from inscriptions.permissions import peut_changer_la_seance
from inscriptions.views.seances import trouver_seance

LIRE = ["GET", "HEAD", "POST"]


@require_http_methods(LIRE)
def seance_remplacer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Warn once when the replacer is taken elsewhere; otherwise one form is enough."""
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    form = RemplacerForm(request.POST or None, seance=seance)
    contexte = {"seance": seance, "form": form}
    if form.is_valid():
        voulu = form.voulu()
        with refus_au_formulaire(form):
            apercu = apercu_changement(remplacements=[voulu], par=request.user)
            if not apercu.points or request.POST.get("etape") == "quand_meme":
                changer_seances(remplacements=[voulu], par=request.user)
                messages.success(request, f"{voulu.apres} anime cette séance. Personne n’est gêné.")
                return redirect("inscriptions:seance-detail", pk)
            contexte["points"] = apercu.points
    return render(request, "inscriptions/seance_remplacer.html", contexte)


@require_http_methods(LIRE)
def seance_dupliquer(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    form = DupliquerForm(request.POST or None, seance=seance, propose=request.GET.dict())
    contexte = {"seance": seance, "form": form}
    if form.is_valid():
        with refus_au_formulaire(form):
            points = apercu_de_la_copie(seance, form.moment(), par=request.user)
            if not points or request.POST.get("etape") == "quand_meme":
                copie = ateliers.dupliquer(seance, **form.moment(), par=request.user)
                quand = f"{jour_long(copie.debut)}, {heure(copie.debut)}"
                messages.success(request, f"Un brouillon est prêt\u00a0: {quand}.")
                return redirect("inscriptions:seance-detail", copie.pk)
            contexte["points"] = points
    return render(request, "inscriptions/seance_dupliquer.html", contexte)


@require_http_methods(LIRE)
def seance_noter(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Whoever opens the page of a séance writes its note: the team talks to itself."""
    seance = trouver_seance(request, pk)
    form = NoteForm(request.POST or None, seance=seance)
    if form.is_valid():
        propre = form.cleaned_data
        with refus_au_formulaire(form):
            ateliers.noter_pour_l_equipe(
                seance, propre["note_equipe"].strip(), version=propre["version"]
            )
            messages.success(request, "La note est gardée. Toute l’équipe la lit.")
            return redirect("inscriptions:seance-detail", pk)
    return render(request, "inscriptions/seance_noter.html", {"seance": seance, "form": form})


@require_POST
def seance_publier(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    with refus_en_message(request):
        ateliers.publier_seance(seance, par=request.user)
        messages.success(request, "La séance est publiée. On peut s’y inscrire.")
    return redirect("inscriptions:seance-detail", pk)


@require_POST
def seance_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    try:
        ateliers.retirer_brouillon(seance)
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect("inscriptions:seance-detail", pk)
    messages.success(request, "Le brouillon est retiré.")
    return redirect("ateliers:planning-semaine")
