"""How to follow a feed: the public page of a centre, and each member's own devices."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from ateliers.forms.abonnements import AbonnementForm, AppareilForm
from ateliers.ical import assembler, vevent_equipe
from ateliers.models import AbonnementAbstrait, AbonnementEquipe
from ateliers.operations.abonnements import (
    fermer_abonnement,
    fermer_tous_les_abonnements,
    noter_l_usage,
    ouvrir_abonnement,
)
from ateliers.queries.abonnements import flux_de_l_equipe, seances_de_l_abonnement
from ateliers.queries.agendas import flux
from ateliers.views.agenda import reponse_agenda
from ateliers.views.publiques import adresses
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.limites import secret_inconnu
from centre.models import Centre
from centre.permissions import EQUIPE
from centre.refus import refus_au_formulaire
from centre.temps import aujourdhui, maintenant


def liens(request: HttpRequest, chemin: str, *, nom: str) -> dict[str, Any]:
    """The forms of one address: https, webcal, its code to scan, and the two calendars on the
    web that take it from a link."""
    formes: dict[str, Any] = {**adresses(request, chemin), "nom": nom}
    dessin = segno.make(formes["webcal"], error="m").svg_inline(border=2, omitsize=True)
    formes["qr"] = SafeString(dessin)
    formes["google"] = "https://calendar.google.com/calendar/r?cid=" + quote(
        formes["webcal"], safe=""
    )
    formes["outlook"] = "https://outlook.live.com/calendar/0/addfromweb?" + urlencode(
        {"url": formes["https"], "name": nom}
    )
    return formes


@login_not_required
@require_safe
def s_abonner(request: HttpRequest, centre: str) -> HttpResponse:
    """Every way to follow a public feed: ``?atelier=`` or ``?lieu=`` for one of them."""
    public = get_object_or_404(Centre.objects.publies(), slug=centre)
    genre = next((g for g in ("atelier", "lieu") if request.GET.get(g)), "centre")
    slugs = [centre] if genre == "centre" else [centre, request.GET[genre][:50]]
    lu = flux(genre, *slugs)
    if lu is None:
        raise Http404
    chemin = reverse(f"ateliers:agenda-{genre}", args=slugs)
    nom = lu.nom if genre == "centre" else f"{lu.nom} · {lu.centre_court}"
    contexte = {
        "centre_public": public,
        "genre": genre,
        "nom": lu.nom,
        "lien": liens(request, chemin, nom=nom),
    }
    return render(request, "ateliers/s_abonner.html", contexte)


@avec_formulaire
def abonnement_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    contexte = appareils(
        request, centre, AbonnementForm(request.POST or None), adresse="ateliers:agenda-equipe"
    )
    return render(request, "ateliers/abonnement_list.html", contexte)


def appareils(
    request: RequeteConnectee,
    centre: Centre,
    form: AppareilForm,
    *,
    adresse: str,
    modele: type[AbonnementAbstrait] = AbonnementEquipe,
) -> dict[str, Any]:
    """The devices of an account; POST opens one more and shows its ``adresse`` this once."""
    lien = None
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            jeton = ouvrir_abonnement(request.user, centre, modele=modele, **form.cleaned_data)
            chemin = reverse(adresse, args=[jeton])
            lien = liens(request, chemin, nom=form.cleaned_data["libelle"])
            form = type(form)()
    siens = modele.objects.visibles_par(request.user).vivants()
    lignes = siens.select_related("centre").order_by("-cree_le", "-pk")
    return {"centre": centre, "form": form, "lien": lien, "appareils": lignes}


@require_POST
def abonnement_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    siens = AbonnementEquipe.objects.visibles_par(request.user)
    abonnement = get_object_or_404(siens, pk=pk)
    fermer_abonnement(abonnement)
    messages.success(request, f"«\u00a0{abonnement.libelle}\u00a0» ne suit plus vos séances.")
    return redirect("ateliers:abonnement-list")


@require_POST
def abonnement_tout_retirer(request: RequeteConnectee) -> HttpResponse:
    centre_actif(request, *EQUIPE)
    fermer_tous_les_abonnements(request.user)
    messages.success(request, "Plus aucun appareil ne suit vos séances.")
    return redirect("ateliers:abonnement-list")


@login_not_required
@require_safe
def agenda_equipe(request: HttpRequest, jeton: str) -> HttpResponse:
    """A member's feed; unknown, revoked, and of somebody who left, are the same 404 (rule T3)."""
    lu = flux_de_l_equipe(jeton)
    if lu is None:
        return secret_inconnu(request, pour_un_agenda=True)
    noter_l_usage(lu, quand=maintenant())

    def corps() -> bytes:
        seances = seances_de_l_abonnement(lu, aujourdhui())
        return assembler([vevent_equipe(s) for s in seances], nom=lu.nom)

    return reponse_agenda(
        request,
        flux=f"e-{lu.pk}-{lu.marque}",
        version=lu.version,
        change_le=lu.change_le,
        fichier="agenda.ics",
        corps=corps,
        est_prive=True,
    )
