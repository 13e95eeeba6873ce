"""The directory of partners: organisations, what they do, who works there."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from centre.forms import OrganismeForm, ProfessionnelForm
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import Centre, Organisme, Professionnel
from centre.operations.annuaire import enregistrer_organisme, enregistrer_professionnel
from centre.permissions import EQUIPE, exiger, peut_coordonner, peut_voir_les_partenaires
from centre.queries import partenaires_du_centre

PAR_PAGE = 40


def _centre(request: RequeteConnectee) -> Centre:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_voir_les_partenaires(request.user, centre))
    return centre


def _organisme(request: RequeteConnectee, pk: int) -> Organisme:
    centre = centre_actif(request, *EQUIPE)
    organismes = Organisme.objects.visibles_par(request.user).select_related("centre")
    organisme = get_object_or_404(organismes.filter(centre=centre), pk=pk)
    exiger(peut_voir_les_partenaires(request.user, centre))
    return organisme


@require_safe
def organisme_list(request: RequeteConnectee) -> HttpResponse:
    centre = _centre(request)
    q = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    orienteurs = request.GET.get("orienteurs") == "oui"
    organismes = partenaires_du_centre(request.user, centre, q, orienteurs)
    contexte = {
        "page": Paginator(organismes, PAR_PAGE).get_page(request.GET.get("page")),
        "q": q,
        "orienteurs": orienteurs,
        "peut_modifier": peut_coordonner(request.user, centre),
    }
    return render(request, "centre/organisme_list.html", contexte)


@require_safe
def organisme_detail(request: RequeteConnectee, pk: int) -> HttpResponse:
    organisme = _organisme(request, pk)
    contexte = {
        "organisme": organisme,
        "professionnels": organisme.professionnels.select_related("utilisateur"),
        "peut_modifier": peut_coordonner(request.user, organisme.centre),
    }
    return render(request, "centre/organisme_detail.html", contexte)


@avec_formulaire
def organisme_creer(request: RequeteConnectee) -> HttpResponse:
    centre = _centre(request)
    exiger(peut_coordonner(request.user, centre))
    form = OrganismeForm(request.POST or None, centre=centre)
    if form.is_valid():
        organisme = enregistrer_organisme(form.instance, champs=form.changed_data)
        messages.success(
            request, f"«\u00a0{organisme.nom}\u00a0» est ajouté. Ajoutez qui y travaille."
        )
        return redirect("centre:organisme-detail", organisme.pk)
    return render(request, "centre/organisme_form.html", {"form": form})


@avec_formulaire
def organisme_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    organisme = _organisme(request, pk)
    exiger(peut_coordonner(request.user, organisme.centre))
    nom = organisme.nom
    form = OrganismeForm(request.POST or None, instance=organisme, centre=organisme.centre)
    if form.is_valid():
        enregistrer_organisme(form.instance, champs=form.changed_data)
        messages.success(request, f"«\u00a0{organisme.nom}\u00a0» est modifié.")
        return redirect("centre:organisme-detail", pk)
    contexte = {"form": form, "organisme": organisme, "nom": nom}
    return render(request, "centre/organisme_form.html", contexte)


@avec_formulaire
def professionnel_creer(request: RequeteConnectee, pk: int) -> HttpResponse:
    organisme = _organisme(request, pk)
    exiger(peut_coordonner(request.user, organisme.centre))
    neuf = Professionnel(centre=organisme.centre, organisme=organisme)
    form = ProfessionnelForm(request.POST or None, instance=neuf)
    if form.is_valid():
        enregistrer_professionnel(form.instance, champs=form.changed_data)
        messages.success(request, f"{neuf} est dans l’annuaire.")
        return redirect("centre:organisme-detail", pk)
    contexte = {"form": form, "organisme": organisme}
    return render(request, "centre/professionnel_form.html", contexte)


@avec_formulaire
def professionnel_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    tous = Professionnel.objects.visibles_par(request.user).select_related("organisme")
    professionnel = get_object_or_404(tous.filter(centre=centre), pk=pk)
    exiger(peut_coordonner(request.user, centre))
    nom = str(professionnel)
    form = ProfessionnelForm(request.POST or None, instance=professionnel)
    if form.is_valid():
        enregistrer_professionnel(form.instance, champs=form.changed_data)
        messages.success(request, f"{professionnel} est à jour.")
        return redirect("centre:organisme-detail", professionnel.organisme_id)
    contexte = {"form": form, "organisme": professionnel.organisme, "nom": nom}
    return render(request, "centre/professionnel_form.html", contexte)
