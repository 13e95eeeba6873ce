"""The fiche de liaison, the list of those received, calls and state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import Centre
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import maintenant
from parcours.contacts import premier_contact
from parcours.forms.orientations import AppelForm, FicheEquipeForm, FicheForm, choix_d_etat
from parcours.forms.personnes import DoublonsForm
from parcours.models import Orientation, Personne
from parcours.operations.orientations import (
    changer_etat,
    envoyer_fiche,
    noter_appel,
    professionnel_de,
    rattacher,
    separer,
)
from parcours.permissions import (
    DOSSIERS,
    ORIENTENT,
    SUIVI,
    peut_appeler,
    peut_departager_les_doublons,
    peut_lire_la_fiche,
    peut_orienter_pour_un_autre,
    peut_suivre_l_orientation,
)
from parcours.queries import comptes_par_etat, doublons_de, recues

PAR_PAGE = 40
# The chips of the list: what waits, what is under way, what is over.
FILTRES: dict[str, tuple[str, tuple[str, ...]]] = {
    "toutes": ("Toutes", ()),
    "a_appeler": ("À appeler", Orientation.EN_ATTENTE_D_APPEL),
    "entretien": ("Premier entretien fixé", (Orientation.Etat.ENTRETIEN_FIXE,)),
    "entrees": ("Entrées", (Orientation.Etat.ENTREE,)),
    "closes": ("Closes", Orientation.CLOSES),
}


@avec_formulaire
def orientation_creer(request: RequeteConnectee) -> HttpResponse:
    """One answer for everybody, « reçue » : it never tells who is already known."""
    centre = centre_actif(request, *ORIENTENT)
    de_l_equipe = peut_orienter_pour_un_autre(request.user, centre)
    classe = FicheEquipeForm if de_l_equipe else FicheForm
    formulaire = classe(request.POST or None, centre=centre)
    if request.method == "POST" and formulaire.is_valid():
        with refus_au_formulaire(formulaire):
            orientation = _envoyer(request, centre, formulaire)
            return _merci(request, orientation, de_l_equipe)
    contexte = {"form": formulaire, "centre": centre, "de_l_equipe": de_l_equipe}
    return render(request, "parcours/orientation_form.html", contexte)


def _envoyer(request: RequeteConnectee, centre: Centre, formulaire: FicheForm) -> Orientation:
    if isinstance(formulaire, FicheEquipeForm):
        prescripteur = formulaire.cleaned_data["prescripteur"]
    else:
        prescripteur = professionnel_de(request.user, centre)
    return envoyer_fiche(
        centre=centre,
        prescripteur=prescripteur,
        identite=formulaire.identite,
        par=request.user,
        **formulaire.envoi(),
    )


def _merci(request: RequeteConnectee, orientation: Orientation, equipe: bool) -> HttpResponse:
    if equipe:
        messages.success(request, "La fiche est reçue.")
        return redirect("parcours:orientation-recue", orientation.pk)
    messages.success(request, "Fiche reçue. Le centre vous contactera.")
    return redirect("presences:orientations")


@require_safe
def orientation_list(request: RequeteConnectee) -> HttpResponse:
    """Fiches received by the active centre, with what waits first."""
    centre = centre_actif(request, *DOSSIERS)
    choix = request.GET.get("etat", "toutes")
    choix = choix if choix in FILTRES else "toutes"
    lignes = recues(request.user, centre, FILTRES[choix][1])
    contexte = {
        "page": Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page")),
        "filtres": _puces(comptes_par_etat(request.user, centre), choix),
        # Who oriented can reveal health or justice: not for reception (docs/confidentialite.md).
        "voit_qui": request.user.a_role(centre.pk, *SUIVI),
    }
    return render(request, "parcours/orientation_list.html", contexte)


def _puces(comptes: dict[str, int], choix: str) -> list[dict[str, Any]]:
    total = sum(comptes.values())
    return [
        {
            "code": code,
            "nom": nom,
            "nombre": sum(comptes.get(e, 0) for e in etats) if etats else total,
            "actif": code == choix,
        }
        for code, (nom, etats) in FILTRES.items()
    ]


def trouver_recue(request: RequeteConnectee, pk: int) -> Orientation:
    """A fiche that the team received; a prescriber reads hers on her own page."""
    orientations = Orientation.objects.visibles_par(request.user).select_related(
        "personne", "dispositif", "centre", "prescripteur__organisme"
    )
    orientation = get_object_or_404(orientations, pk=pk)
    exiger(peut_appeler(request.user, orientation))
    return orientation


@require_safe
def orientation_recue(request: RequeteConnectee, pk: int) -> HttpResponse:
    """What the prescriber wrote of her: a reading like that of her own page, so it is told her."""
    orientation = trouver_recue(request, pk)
    noter(request, orientation.centre, "Fiche de liaison", sujet=orientation.personne.reference)
    suit = peut_suivre_l_orientation(request.user, orientation)
    departage = peut_departager_les_doublons(request.user, orientation)
    contexte = {
        "orientation": orientation,
        "difficultes": _difficultes(orientation),
        "lit_la_fiche": peut_lire_la_fiche(request.user, orientation),
        "suit": suit,
        "issues": orientation.tentatives.model.Issue.choices,
        "contact": premier_contact(orientation, maintenant()),
        "transitions": orientation.transitions.select_related("par") if suit else [],
        "appels": orientation.tentatives.select_related("par"),
        "etats": choix_d_etat(orientation) if suit else [],
        "parcours": getattr(orientation, "parcours", None) if suit else None,
        "doublons": _doublons(orientation) if departage and orientation.doublon_possible else None,
    }
    return render(request, "parcours/orientation_recue.html", contexte)


def _difficultes(orientation: Orientation) -> list[str]:
    connues = dict(Orientation.Difficulte.choices)
    return [str(connues[d]) for d in orientation.difficultes if d in connues]


def _doublons(orientation: Orientation, donnees: Any = None) -> DoublonsForm:
    p = orientation.personne
    candidates = doublons_de(
        orientation.centre_id,
        prenom=p.prenom,
        nom=p.nom,
        date_naissance=p.date_naissance,
        telephone=str(p.telephone or ""),
        sauf=p.pk,
    )
    return DoublonsForm(donnees, candidates=candidates)


@require_POST
def appel_noter(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Two taps: the fiche, then the outcome (ASI-04)."""
    orientation = trouver_recue(request, pk)
    formulaire = AppelForm(request.POST)
    if formulaire.is_valid():
        noter_appel(orientation, par=request.user, **formulaire.cleaned_data)
        messages.success(request, "Appel noté.")
    else:
        erreur = next(iter(formulaire.errors.values()))[0]
        messages.error(request, f"Appel non noté. {erreur}")
    return redirect("parcours:orientation-recue", orientation.pk)


@require_POST
def orientation_etat(request: RequeteConnectee, pk: int) -> HttpResponse:
    orientation = trouver_recue(request, pk)
    exiger(peut_suivre_l_orientation(request.user, orientation))
    with refus_en_message(request):
        changer_etat(orientation, etat=_etat_demande(request), par=request.user)
        messages.success(request, "C’est enregistré.")
    return redirect("parcours:orientation-recue", orientation.pk)


def _etat_demande(request: RequeteConnectee) -> str:
    etat = request.POST.get("etat", "")
    if etat not in Orientation.Etat.values:
        raise Refus("Choisissez un état dans la liste.", code="etat")
    return etat


@require_POST
def orientation_doublon(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The coordination says: the same person, or somebody else."""
    orientation = trouver_recue(request, pk)
    exiger(peut_departager_les_doublons(request.user, orientation))
    question = _doublons(orientation, request.POST)
    if not question.candidates or not question.est_repondu:
        messages.error(request, "Choisissez une réponse.")
    elif question.choisie:
        _rattacher(request, orientation, question.choisie)
    else:
        separer(orientation)
        messages.success(request, "C’est noté\u00a0: deux personnes différentes.")
    return redirect("parcours:orientation-recue", orientation.pk)


def _rattacher(request: RequeteConnectee, orientation: Orientation, choisie: Personne) -> None:
    with refus_en_message(request):
        rattacher(orientation, personne=choisie)
        messages.success(request, "La fiche est rattachée à la personne connue.")
