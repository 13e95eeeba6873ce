"""Her own yes and no: what she agreed to, and the way back, which takes effect with the click."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centre.acces import noter
from centre.http import avec_formulaire
from centre.textes import nombre_lu
from inscriptions import session
from inscriptions.session import Visite
from inscriptions.views.moi import contexte_de
from parcours.information import ce_que_dit_la_feuille
from parcours.models import Consentement, Personne
from parcours.operations.accords import autres_accords, choisir, choix_de, retirer
from parcours.textes_accords import texte_d_accord

Objet = Consentement.Objet


@avec_formulaire
@session.page_personnelle
def moi_accords(request: HttpRequest, visite: Visite) -> HttpResponse:
    """Four choices that are hers alone, then what she agreed to with others; letters first."""
    if not visite.lettres:
        return redirect("inscriptions:moi")
    personne = visite.personne
    if request.method == "POST":
        _changer(request, visite)
        messages.success(request, _("C’est noté, et c’est fait tout de suite."))
        return redirect("inscriptions:moi-accords")
    noter(request, personne.centre, "page personnelle, accords", personne.reference)
    phrases = _phrases()
    contexte = contexte_de(
        visite,
        choix=[(phrases[c.objet], _texte(c.objet, visite), c) for c in choix_de(personne)],
        autres=[(phrases[a.objet], _texte(a.objet, visite), a) for a in autres_accords(personne)],
    )
    return render(request, "inscriptions/moi_accords.html", contexte)


@require_safe
@session.page_personnelle
def moi_information(request: HttpRequest, visite: Visite) -> HttpResponse:
    """What is written about her, who reads it, her rights: no line of hers, so no letters."""
    blocs = ce_que_dit_la_feuille(visite.personne.centre)
    return render(request, "inscriptions/moi_information.html", contexte_de(visite, blocs=blocs))


def _changer(request: HttpRequest, visite: Visite) -> None:
    """A yes or a no to one of the four, or the withdrawal of one agreement in force of hers."""
    if objet := request.POST.get("objet", ""):
        if objet not in {un.objet for un in choix_de(visite.personne)}:
            raise Http404
        accepte = request.POST.get("accepte") == "oui"
        choisir(
            visite.personne,
            objet=objet,
            accepte=accepte,
            par=None,
            langue=visite.langue,
            quand=visite.quand,
        )
        return
    retirer(_sien(request, visite.personne), quand=visite.quand)


def _sien(request: HttpRequest, personne: Personne) -> Consentement:
    pk = nombre_lu(request.POST.get("accord", ""), chiffres=18)
    return get_object_or_404(personne.consentements, pk=pk)


def _texte(objet: str, visite: Visite) -> str:
    """What she says yes to, in the language of her page."""
    return texte_d_accord(objet, visite.langue)


def _phrases() -> dict[Any, str]:
    """Each purpose in her language."""
    return {
        Objet.TITRES: _("Écrire le nom de mes ateliers dans mon agenda et mes messages"),
        Objet.CONTACT_COURRIEL: _("Recevoir des courriels du centre"),
        Objet.CONTACT_SMS: _("Recevoir des SMS du centre"),
        Objet.PHOTO: _("Être sur les photos du centre"),
        Objet.PRENOM: _("On m’appelle par mon prénom"),
        Objet.PARTAGE_PRESENCES: _("Montrer quand je viens à la personne qui m’oriente"),
        Objet.PARTAGE_CONTACT: _("Donner mon nom et mon téléphone au centre"),
        Objet.COMITE: _("Parler de ma situation au comité, avec mon nom"),
        Objet.PARTAGE_ORGANISME: _("Parler de ma situation avec cet organisme"),
    }
