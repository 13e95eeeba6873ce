"""Enrol a person in a series, end it, give her a card, and the list of calls."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from centre.ecriture import nom_de_langue, pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.messagerie import marquer_fait
from centre.messagerie.rendu import rendre
from centre.models import Message
from centre.models.acces import code_court, empreinte_de
from centre.permissions import exiger
from centre.refus import refus_en_message
from centre.temps import maintenant
from inscriptions.forms.inscriptions import InscrireForm
from inscriptions.models import Envoi, Inscription, Place
from inscriptions.operations import desinscrire, inscrire
from inscriptions.operations.apercu import apercu_du_geste
from inscriptions.operations.liens import nouvelle_carte
from inscriptions.permissions import APPELLENT, peut_donner_une_carte, peut_placer
from inscriptions.queries import (
    appels,
    inscriptions_de,
    prises_ailleurs,
    prochain_rendez_vous,
    seances_a_venir,
)
from parcours.models import Personne


def trouver_personne(request: RequeteConnectee, reference: uuid.UUID) -> Personne:
    personnes = Personne.objects.visibles_par(request.user).actives().select_related("centre")
    return get_object_or_404(personnes, reference=reference)


@avec_formulaire
def inscription_creer(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    personne = trouver_personne(request, reference)
    exiger(peut_placer(request.user, personne))
    formulaire = InscrireForm(request.POST or None, personne=personne, utilisateur=request.user)
    croisees: list[Place] = []
    if request.method == "POST" and formulaire.is_valid():
        croisees = _croisees(request, personne, formulaire)
        if not croisees and _inscrire(request, personne, formulaire):
            return redirect("presences:personne-detail", personne.reference)
    contexte = {
        "form": formulaire,
        "personne": personne,
        "actuelles": inscriptions_de(personne, request.user),
        "croisees": croisees,
    }
    return render(request, "inscriptions/inscription_creer.html", contexte)


def _croisees(
    request: RequeteConnectee, personne: Personne, formulaire: InscrireForm
) -> list[Place]:
    """Her places elsewhere at the hours she would take (A2), unless these were shown just now;
    nothing is blocked."""
    choix = formulaire.cleaned_data
    seances = list(seances_a_venir(choix["serie"], du=choix["du"], quand=maintenant()))
    prises = prises_ailleurs([personne.pk], seances, request.user)
    vues = set(request.POST.getlist("vue"))
    return [] if all(str(place.pk) in vues for place in prises) else prises


def _inscrire(request: RequeteConnectee, personne: Personne, formulaire: InscrireForm) -> bool:
    try:
        faite = inscrire(personne=personne, par=request.user, **formulaire.choix())
    except Refus as refus:
        formulaire.add_error(None, str(refus))
        return False
    messages.success(request, _dire(faite))
    return True


def _dire(inscription: Inscription) -> str:
    places = inscription.places.values_list("etat", flat=True)
    confirmees = sum(etat == Place.Etat.CONFIRMEE for etat in places)
    attente = sum(etat == Place.Etat.LISTE_ATTENTE for etat in places)
    texte = f"{inscription.personne.nom_court} a {pluriel(confirmees, 'place,places')}."
    if attente:
        texte += f" Elle est en liste d’attente pour {pluriel(attente, 'date,dates')}."
    return texte


def _par_elle(request: RequeteConnectee) -> bool:
    """Who stops it, by her own wish unless said otherwise; Refus for any other answer."""
    qui = request.POST.get("qui", "personne")
    if qui not in ("personne", "centre"):
        raise Refus("Dites qui arrête l’inscription.", code="qui")
    return qui == "personne"


@avec_formulaire
def inscription_arreter(request: RequeteConnectee, pk: int) -> HttpResponse:
    inscriptions = Inscription.objects.visibles_par(request.user)
    inscription = get_object_or_404(
        inscriptions.select_related("personne", "atelier", "serie"), pk=pk
    )
    exiger(peut_placer(request.user, inscription.personne))
    fiche = reverse("presences:personne-detail", args=[inscription.personne.reference])
    contexte: dict[str, Any] = {"inscription": inscription, "retour": fiche}
    if request.method == "POST":
        with refus_en_message(request):
            choix: dict[str, Any] = {"par": request.user, "par_la_personne": _par_elle(request)}
            if request.POST.get("etape") == "apercu":
                contexte |= _avant_d_arreter(inscription, choix)
                return render(request, "inscriptions/inscription_arreter.html", contexte)
            desinscrire(inscription, **choix)
            messages.success(request, "L’inscription est arrêtée. Les présences passées restent.")
        return redirect(fiche)
    return render(request, "inscriptions/inscription_arreter.html", contexte)


def _avant_d_arreter(inscription: Inscription, choix: dict[str, Any]) -> dict[str, Any]:
    seances = inscription.places.values_list("seance", flat=True)
    apercu = apercu_du_geste(
        lambda: desinscrire(inscription, **choix),
        personne=inscription.personne,
        seances=seances,
        par=choix["par"],
    )
    return {"apercu": apercu, "par_le_centre": not choix["par_la_personne"]}


@avec_formulaire
def carte(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """GET asks; POST draws a new secret, shows it once, and the old card dies."""
    personne = trouver_personne(request, reference)
    exiger(peut_donner_une_carte(request.user, personne))
    contexte: dict[str, Any] = {"personne": personne, "centre": personne.centre}
    contexte["prochain"] = prochain_rendez_vous(personne, maintenant())
    if request.method == "POST":
        jeton = nouvelle_carte(personne)
        lien = request.build_absolute_uri(reverse("inscriptions:moi-jeton", args=[jeton]))
        dessin = segno.make(lien, error="m").svg_inline(border=2, omitsize=True)
        code = code_court(empreinte_de(jeton))
        contexte |= {"lien": lien, "qr": SafeString(dessin), "code": f"{code[:4]} {code[4:]}"}
    reponse = render(request, "inscriptions/carte.html", contexte)
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@require_safe
def appels_a_faire(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *APPELLENT)
    envois = list(appels(request.user, centre, maintenant()))
    for envoi in envois:
        envoi.a_dire = _a_dire(envoi.message)  # type: ignore[attr-defined]
        envoi.langue_dite = nom_de_langue(envoi.personne.langue)  # type: ignore[attr-defined]
    return render(request, "inscriptions/appels.html", {"envois": envois})


def _a_dire(message: Message) -> str:
    """The words to say, in French; a paper to hand over is in her language.

    An emptied or unknown seed leaves the name and the number alone.
    """
    if message.canal != Message.Canal.PAPIER:
        message.langue = "fr"
    try:
        return rendre(message).texte
    except LookupError:
        return ""


@require_POST
def appel_fait(request: RequeteConnectee, pk: int) -> HttpResponse:
    centre = centre_actif(request, *APPELLENT)
    envois = Envoi.objects.visibles_par(request.user).filter(message__centre=centre)
    envoi = get_object_or_404(envois.select_related("message", "personne"), pk=pk)
    with refus_en_message(request):
        marquer_fait(envoi.message, par=request.user)
        messages.success(request, f"C’est noté\u00a0: {envoi.personne.nom_court} est prévenue.")
    if request.POST.get("retour") == "seance" and envoi.seance_id:
        return redirect("inscriptions:seance-detail", envoi.seance_id)
    return redirect("inscriptions:appels")
