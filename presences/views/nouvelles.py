"""A caring call: words to say, the telephone, what it gave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.temps import maintenant
from parcours.models import Parcours
from parcours.permissions import peut_mener_le_parcours
from presences.forms.nouvelles import NouvellesForm
from presences.models import PriseDeNouvelles
from presences.operations.nouvelles import noter_des_nouvelles
from presences.queries.silence import silence_de


@avec_formulaire
def nouvelles_prendre(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = get_object_or_404(
        Parcours.objects.visibles_par(request.user).select_related(
            "personne__passer_par", "dispositif", "centre"
        ),
        pk=pk,
    )
    exiger(peut_mener_le_parcours(request.user, parcours))
    form = NouvellesForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ecrire(request, parcours, form):
        return redirect("presences:personne-detail", parcours.personne.reference)
    noter(request, parcours.centre, "Prise de nouvelles", sujet=parcours.personne.reference)
    passees = PriseDeNouvelles.objects.visibles_par(request.user).filter(parcours=parcours)
    contexte = {"parcours": parcours, "personne": parcours.personne, "form": form}
    contexte |= {"silence": silence_de(parcours, maintenant()), "passees": passees[:10]}
    return render(request, "presences/nouvelles_prendre.html", contexte)


def _ecrire(request: RequeteConnectee, parcours: Parcours, form: NouvellesForm) -> bool:
    try:
        noter_des_nouvelles(parcours, issue=form.cleaned_data["issue"], par=request.user)
    except Refus as refus:
        form.add_error(None, str(refus))
        return False
    messages.success(request, "C’est noté. Rien n’est envoyé.")
    return True
