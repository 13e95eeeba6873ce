"""The participant's outings: « je voudrais venir », and who comes with her."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Seance
from centre.acces import noter
from centre.erreurs import Refus
from centre.http import avec_formulaire
from centre.textes import sans_controle_ligne
from inscriptions import session
from inscriptions.models import Place
from inscriptions.operations.demandes import Proche, demander_place, ecrire_la_famille
from inscriptions.queries import place_a_venir
from inscriptions.rendez_vous import en_langue, sortie_en_langue
from inscriptions.session import Visite
from inscriptions.sorties_ouvertes import sorties_ouvertes
from inscriptions.views.moi import contexte_de

PLUS_GRAND_GROUPE = 9


class SouhaitForm(forms.Form):
    """How many seats, her own included."""

    sieges = forms.IntegerField(min_value=1, max_value=PLUS_GRAND_GROUPE)


class ProcheForm(forms.Form):
    """First name and age of somebody who comes with her."""

    prenom = forms.CharField(
        max_length=60,
        required=False,
        validators=[sans_controle_ligne],
    )
    age = forms.IntegerField(min_value=0, max_value=120, required=False)


@require_safe
@session.page_personnelle
def moi_sorties(request: HttpRequest, visite: Visite) -> HttpResponse:
    seances = list(sorties_ouvertes(visite.personne.centre_id, visite.quand))
    places = Place.objects.vivantes().filter(personne=visite.personne, seance__in=seances)
    siennes = {
        place.seance_id: place for place in places.select_related("seance__atelier").avec_tour()
    }
    contexte = contexte_de(
        visite,
        sorties=[sortie_en_langue(seance, siennes.get(seance.pk)) for seance in seances],
        plus_grand=PLUS_GRAND_GROUPE,
    )
    return render(request, "inscriptions/moi_sorties.html", contexte)


@require_POST
@session.page_personnelle
def moi_souhait(request: HttpRequest, visite: Visite, pk: int) -> HttpResponse:
    """A double click asks once; the team answers later."""
    seance = get_object_or_404(sorties_ouvertes(visite.personne.centre_id, visite.quand), pk=pk)
    formulaire = SouhaitForm(request.POST)
    sieges = formulaire.cleaned_data["sieges"] if formulaire.is_valid() else 0
    try:
        _demander(seance, visite, sieges)
    except Refus as refus:
        if refus.code != "deja_inscrite":
            messages.error(request, _("Ce n’est pas possible. Appelez-nous."))
    else:
        messages.success(request, _("Nous vous dirons si vous avez une place."))
    return redirect("inscriptions:moi-sorties")


def _demander(seance: Seance, visite: Visite, sieges: int) -> Place:
    return demander_place(
        seance=seance, personne=visite.personne, sieges=sieges, par=None, quand=visite.quand
    )


@avec_formulaire
@session.page_personnelle
def moi_famille(request: HttpRequest, visite: Visite, pk: int) -> HttpResponse:
    """First names are shown and written behind the three letters only."""
    place = get_object_or_404(place_a_venir(visite.personne, pk, visite.quand), sieges__gt=1)
    if not visite.lettres:
        return redirect("inscriptions:moi")
    proches = _formulaires(request.POST or None, place)
    if request.method == "POST" and all(f.is_valid() for f in proches):
        try:
            ecrire_la_famille(place, _proches(proches, place))
        except Refus:
            messages.error(request, _("Ce n’est pas possible. Appelez-nous."))
        else:
            messages.success(request, _("C’est noté."))
        return redirect("inscriptions:moi")
    noter(request, place.seance.centre, "page personnelle", visite.personne.reference)
    contexte = contexte_de(visite, date=en_langue(place, visite), proches=proches)
    return render(request, "inscriptions/moi_famille.html", contexte)


def _formulaires(donnees: Any, place: Place) -> list[ProcheForm]:
    connus = [{"prenom": p.prenom, "age": p.age} for p in place.accompagnants.all()]
    rangs = range(place.sieges - 1)
    return [
        ProcheForm(donnees, prefix=f"proche{r}", initial=connus[r] if r < len(connus) else {})
        for r in rangs
    ]


def _proches(formulaires: list[ProcheForm], place: Place) -> list[Proche]:
    """Her answers; an authorisation already received stays with the same child."""
    recues = {(p.prenom, p.age): p.autorisation_le for p in place.accompagnants.all()}
    lus = [f.cleaned_data for f in formulaires if f.cleaned_data["prenom"]]
    return [Proche(lu["prenom"], lu["age"], recues.get((lu["prenom"], lu["age"]))) for lu in lus]
