"""The public page's way in: ask for a place, prove the number, in the language one reads."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unicodedata import digit
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ateliers.models import Atelier
from centre.erreurs import Refus
from centre.http import avec_formulaire
from centre.limites import attente, secret_inconnu
from centre.temps import maintenant
from inscriptions import session
from inscriptions.forms.demandes_publiques import DemandePubliqueForm
from inscriptions.models import DemandePublique
from inscriptions.operations.demandes_publiques import (
    confirmer_demande,
    demander_un_appel,
    recevoir_demande,
    renvoyer_le_code,
)

# A whole class may write from the centre's own network.
PAR_HEURE = 20
HEURE = dt.timedelta(hours=1)


def _contexte(ligne: Atelier, langue: str, **autres: Any) -> dict[str, Any]:
    return {
        "atelier": ligne,
        "centre": ligne.centre,
        "langue": langue,
        "sens": session.sens(langue),
        "langues": session.langues(langue),
        **autres,
    }


def _ligne(centre: str, atelier: str) -> Atelier:
    ouvertes = Atelier.objects.demandables().select_related("centre")
    return get_object_or_404(ouvertes, centre__slug=centre, slug=atelier)


@login_not_required
@avec_formulaire
def demande_publique_creer(request: HttpRequest, centre: str, atelier: str) -> HttpResponse:
    ligne, langue = _ligne(centre, atelier), session.langue_lue(request)
    with translation.override(langue):
        return session.discrete(_creer(request, ligne, langue), langue)


def _creer(request: HttpRequest, ligne: Atelier, langue: str) -> HttpResponse:
    form = DemandePubliqueForm(request.POST or None, atelier=ligne, quand=maintenant())
    if form.est_un_robot:
        # What a program gets looks like what a person gets; nothing is written.
        return _fini(request, ligne, langue)
    if request.method == "POST" and form.is_valid():
        # A mistake costs nothing to anybody: only what would be written counts.
        if secondes := attente(request, "demande", plafond=PAR_HEURE, duree=HEURE):
            return _attendre(request, ligne, langue, form, secondes)
        try:
            demande = recevoir_demande(ligne, form.voulue(langue), page=form.cleaned_data["page"])
        except Refus:
            form.add_error(None, _("Les demandes sont finies. Appelez-nous."))
        else:
            adresse = reverse(
                "inscriptions:demande-publique-code",
                args=[ligne.centre.slug, ligne.slug, demande.reference],
            )
            return redirect(f"{adresse}?langue={langue}")
    return _formulaire(request, ligne, langue, form)


def _formulaire(
    request: HttpRequest, ligne: Atelier, langue: str, form: DemandePubliqueForm
) -> HttpResponse:
    contexte = _contexte(ligne, langue, form=form)
    return render(request, "inscriptions/demande_publique_creer.html", contexte)


def _attendre(
    request: HttpRequest, ligne: Atelier, langue: str, form: DemandePubliqueForm, secondes: int
) -> HttpResponse:
    """Too many from her network: her words stay, in her language, beside the telephone."""
    form.add_error(None, _("Trop de demandes. Attendez une heure, ou appelez-nous."))
    reponse = _formulaire(request, ligne, langue, form)
    reponse.status_code = 429
    reponse["Retry-After"] = str(secondes)
    return reponse


def _fini(
    request: HttpRequest, ligne: Atelier, langue: str, demande: DemandePublique | None = None
) -> HttpResponse:
    """The request is with the team: nothing of it is shown, not even whether it was answered."""
    appel = demande is not None and demande.canal == DemandePublique.Canal.APPEL
    contexte = _contexte(ligne, langue, par_appel=appel)
    return render(request, "inscriptions/demande_publique_fini.html", contexte)


@login_not_required
@avec_formulaire
def demande_publique_code(
    request: HttpRequest, centre: str, atelier: str, reference: UUID
) -> HttpResponse:
    """The code, another code, or « le centre m’appelle »; an unknown reference opens nothing."""
    demandes = DemandePublique.objects.filter(
        atelier__slug=atelier, atelier__centre__slug=centre, centre__est_public=True
    )
    demande = demandes.filter(reference=reference).select_related("atelier__centre").first()
    if demande is None:
        return secret_inconnu(request)
    langue = session.langue_lue(request)
    with translation.override(langue):
        return session.discrete(_code(request, demande, langue), langue)


def _code(request: HttpRequest, demande: DemandePublique, langue: str) -> HttpResponse:
    erreur = _agir(request, demande) if request.method == "POST" else ""
    if request.method == "POST" and not erreur:
        return redirect(f"{request.path}?langue={langue}")
    if demande.etat != DemandePublique.Etat.A_CONFIRMER:
        return _fini(request, demande.atelier, langue, demande)
    contexte = _contexte(
        demande.atelier,
        langue,
        erreur=erreur,
        par_sms=demande.canal == DemandePublique.Canal.SMS,
        peut_etre_appelee=bool(demande.telephone),
    )
    return render(request, "inscriptions/demande_publique_code.html", contexte)


def lire_le_code(texte: str) -> str:
    """The figures of what was typed, whatever the keyboard: « ١٢٣ » is 123."""
    return "".join(str(digit(c)) for c in texte[:40] if digit(c, -1) >= 0)


def _agir(request: HttpRequest, demande: DemandePublique) -> str:
    """Do what the button says; a sentence when it did not work."""
    geste = request.POST.get("geste", "")
    try:
        if geste == "appel":
            demander_un_appel(demande.reference)
        elif geste == "renvoyer":
            renvoyer_le_code(demande.reference)
        else:
            confirmer_demande(demande.reference, lire_le_code(request.POST.get("code", "")))
    except Refus as refus:
        if refus.code == "trop":
            return _("Ce code ne marche plus. Demandez un autre code.")
        return _("Ce n’est pas le bon code. Essayez encore.")
    return ""
