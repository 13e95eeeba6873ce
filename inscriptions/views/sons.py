"""The sounds of the participant's page: heard by her, recorded by the centre."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import Centre
from centre.permissions import EQUIPE, exiger, peut_coordonner
from inscriptions import session
from inscriptions.forms.sons import SonForm
from inscriptions.models import Son
from inscriptions.operations.sons import poser_le_son, retirer_le_son
from inscriptions.session import Visite

PLAGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


def octets_du_son(request: HttpRequest, son: Son) -> HttpResponse:
    """The sound, whole or the range that is asked (RFC 9110 §14): iPhones play nothing else."""
    octets = bytes(son.octets)
    demande = PLAGE.fullmatch(request.headers.get("Range", ""))
    debut, fin, statut = 0, len(octets) - 1, 200
    if demande:
        debut = int(demande[1])
        fin = min(fin, int(demande[2])) if demande[2] else fin
        statut = 206 if debut <= fin else 416
    reponse = HttpResponse(
        octets[debut : fin + 1] if statut != 416 else b"", status=statut, content_type=son.genre
    )
    if statut != 200:
        quoi = f"{debut}-{fin}" if statut == 206 else "*"
        reponse["Content-Range"] = f"bytes {quoi}/{len(octets)}"
    reponse["Accept-Ranges"] = "bytes"
    reponse["Content-Disposition"] = "inline"
    reponse["X-Content-Type-Options"] = "nosniff"
    return reponse


def phrases_dites(visite: Visite) -> set[str]:
    """The sentences that the centre has said in the language of the page; one query."""
    sons = Son.objects.filter(centre=visite.personne.centre_id, langue=visite.langue)
    return set(sons.values_list("phrase", flat=True))


@require_safe
@session.page_personnelle
def moi_son(request: HttpRequest, visite: Visite, phrase: str) -> HttpResponse:
    """The centre's voice for one sentence in the language of the page."""
    sons = Son.objects.filter(centre=visite.personne.centre_id, phrase=phrase, langue=visite.langue)
    return octets_du_son(request, get_object_or_404(sons))


def _centre(request: RequeteConnectee) -> Centre:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_coordonner(request.user, centre))
    return centre


def _choix(request: RequeteConnectee) -> tuple[Son.Phrase, str] | None:
    """``?phrase=viens&langue=ar``; None for any other."""
    phrase, langue = request.GET.get("phrase", ""), request.GET.get("langue", "")
    if phrase not in Son.Phrase.values or langue not in dict(settings.LANGUAGES):
        return None
    return Son.Phrase(phrase), langue


def dire_la_phrase(phrase: Son.Phrase, langue: str) -> str:
    """What is written on her page, to be read aloud."""
    with translation.override(langue):
        return gettext(str(phrase.label))


@require_safe
def son_list(request: RequeteConnectee) -> HttpResponse:
    """One line per sentence, one box per language: what is there, what is missing."""
    centre = _centre(request)
    poses = set(Son.objects.filter(centre=centre).values_list("phrase", "langue"))
    lignes = [
        {
            "phrase": phrase,
            "cases": [
                (code, nom, (phrase.value, code) in poses) for code, nom in settings.LANGUAGES
            ],
        }
        for phrase in Son.Phrase
    ]
    totaux = len(Son.Phrase) * len(settings.LANGUAGES)
    contexte = {
        "lignes": lignes,
        "langues": [(code, capfirst(nom)) for code, nom in settings.LANGUAGES],
        "poses": len(poses),
        "manquent": totaux - len(poses),
    }
    return render(request, "inscriptions/son_list.html", contexte)


@avec_formulaire
def son_poser(request: RequeteConnectee) -> HttpResponse:
    centre, choix = _centre(request), _choix(request)
    if choix is None:
        return redirect("inscriptions:son-list")
    phrase, langue = choix
    form = SonForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        octets, genre = form.cleaned_data["son"]
        poser_le_son(
            centre, phrase=phrase, langue=langue, octets=octets, genre=genre, par=request.user
        )
        messages.success(request, "Le son est sur la page des personnes.")
        return redirect("inscriptions:son-list")
    return _page_du_son(request, centre, form, phrase, langue)


def _page_du_son(
    request: RequeteConnectee, centre: Centre, form: SonForm, phrase: Son.Phrase, langue: str
) -> HttpResponse:
    contexte: dict[str, Any] = {
        "form": form,
        "phrase": phrase,
        "texte": dire_la_phrase(phrase, langue),
        "langue": langue,
        "nom_de_la_langue": capfirst(dict(settings.LANGUAGES)[langue]),
        "son": Son.objects.filter(centre=centre, phrase=phrase, langue=langue).first(),
    }
    reponse = render(request, "inscriptions/son_poser.html", contexte)
    reponse._permissions_policy_override = _avec_micro()  # type: ignore[attr-defined]
    return reponse


def _avec_micro() -> str:
    """The site's own policy, but for the microphone: a voice is recorded on this page."""
    politique: dict[str, list[str]] = {**settings.PERMISSIONS_POLICY, "microphone": ["self"]}
    return ", ".join(f"{nom}=({' '.join(qui)})" for nom, qui in politique.items())


def _son(request: RequeteConnectee, pk: int) -> Son:
    return get_object_or_404(Son.objects.visibles_par(request.user), pk=pk)


@require_safe
def son_ecouter(request: RequeteConnectee, pk: int) -> HttpResponse:
    return octets_du_son(request, _son(request, pk))


@require_POST
def son_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    retirer_le_son(_son(request, pk))
    messages.success(request, "Le son est retiré. La voix du téléphone le remplace, s’il en a une.")
    return redirect("inscriptions:son-list")
