"""Links by which partners without account orient: given by the team, used by one page alone."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.limites import compter, secret_inconnu
from centre.permissions import exiger
from centre.temps import maintenant
from centre.views.erreurs import trop_de_demandes
from parcours.forms.liens import FicheParLienForm, LienForm
from parcours.models import LienFiche
from parcours.operations.liens import donner_un_lien, envoyer_par_lien, retirer_le_lien
from parcours.permissions import SUIVI, peut_orienter_pour_un_autre

CLE = "lien_fiche"
# Sent fiches, right or wrong, behind one link.
ESSAIS = 30
HEURE = dt.timedelta(hours=1)
# A shared computer forgets the link; the address given by the centre opens it again.
SESSION = dt.timedelta(hours=2)
RECENTS = 40


@avec_formulaire
@never_cache
def lien_list(request: RequeteConnectee) -> HttpResponse:
    """The links that were given; the secret of a new one is shown once, here."""
    centre = centre_actif(request, *SUIVI)
    form, adresse = LienForm(request.POST or None, centre=centre), ""
    if request.method == "POST" and form.is_valid():
        _, jeton = donner_un_lien(centre=centre, par=request.user, **form.cleaned_data)
        adresse = request.build_absolute_uri(reverse("parcours:orienter-jeton", args=[jeton]))
        form = LienForm(centre=centre)
    liens = LienFiche.objects.visibles_par(request.user).filter(centre=centre)
    contexte = {
        "form": form,
        "adresse": adresse,
        "quand": maintenant(),
        "liens": liens.select_related("organisme", "professionnel")[:RECENTS],
    }
    return render(request, "parcours/lien_list.html", contexte)


@require_POST
def lien_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    lien = get_object_or_404(LienFiche.objects.visibles_par(request.user), pk=pk)
    exiger(peut_orienter_pour_un_autre(request.user, lien.centre))
    retirer_le_lien(lien)
    messages.success(request, "Le lien ne sert plus.")
    return redirect("parcours:lien-list")


def _discrete(reponse: HttpResponse) -> HttpResponse:
    reponse["Cache-Control"] = "private, no-store"
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse


@login_not_required
@require_safe
def orienter_jeton(request: HttpRequest, jeton: str) -> HttpResponse:
    """Exchange the secret for a session and a clean address; GET writes no fiche."""
    lien = LienFiche.objects.all().du_jeton(jeton).first()
    if lien is None:
        return secret_inconnu(request)
    request.session[CLE] = lien.pk
    if not request.user.is_authenticated:
        request.session.set_expiry(int(SESSION.total_seconds()))
    return _discrete(redirect("parcours:orienter"))


def _lien_en_cours(request: HttpRequest) -> LienFiche | None:
    """Read again at each request: a link taken back closes its sessions at once."""
    pk = request.session.get(CLE)
    liens = LienFiche.objects.vivants().select_related("centre", "organisme", "professionnel")
    return liens.filter(pk=pk).first() if pk else None


@login_not_required
@avec_formulaire
def orienter(request: HttpRequest) -> HttpResponse:
    """One purpose: write a fiche. It lists nobody and gives the same answer for everybody."""
    lien = _lien_en_cours(request)
    if lien is None:
        return _discrete(render(request, "parcours/orienter_sans_lien.html"))
    form = FicheParLienForm(request.POST or None, lien=lien)
    if request.method == "POST":
        essais, _ = compter(f"fiche:{lien.pk}", duree=HEURE, quand=maintenant())
        if essais > ESSAIS:
            return _discrete(trop_de_demandes(request))
        if form.is_valid() and _envoyee(lien, form):
            return _discrete(render(request, "parcours/orienter_recue.html", {"lien": lien}))
    return _discrete(render(request, "parcours/orienter.html", {"form": form, "lien": lien}))


def _envoyee(lien: LienFiche, form: FicheParLienForm) -> bool:
    try:
        envoyer_par_lien(lien, **form.auteur, identite=form.identite, **form.envoi())
    except Refus as refus:
        form.add_error(None, str(refus))
        return False
    return True
