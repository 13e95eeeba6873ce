"""Is it the same person? Two files side by side, then one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from centre.acces import noter
from centre.effacement import apercu
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_en_message
from parcours.effacement import COORDONNEES
from parcours.models import Personne
from parcours.operations.fusion import fusionner
from parcours.permissions import peut_fusionner
from parcours.queries import chercher, doublons_de

PROPOSEES = 8


@avec_formulaire
def personne_fusionner(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    visibles = Personne.objects.visibles_par(request.user).actives()
    garde = get_object_or_404(visibles.select_related("centre"), reference=reference)
    exiger(peut_fusionner(request.user, garde))
    autre = _choisie(request, garde)
    if request.method == "POST" and autre is not None:
        with refus_en_message(request):
            fusionner(garde=garde, doublon=autre)
            messages.success(request, "Les deux fiches n’en font plus qu’une.")
            return redirect("presences:personne-detail", garde.reference)
    noter(request, garde.centre, "Fusion de fiches", garde.reference)
    q = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    contexte = _cote_a_cote(garde, autre) if autre else {"proposees": _proposees(garde, q), "q": q}
    return render(request, "parcours/personne_fusionner.html", {"garde": garde, **contexte})


def _cote_a_cote(garde: Personne, autre: Personne) -> dict[str, Any]:
    """What each file holds, kind by kind, before they become one for good."""
    gardes, doubles = ({li.quoi: li.nombre for li in apercu(p.reference)} for p in (garde, autre))
    tous = dict.fromkeys(quoi for quoi in [*gardes, *doubles] if quoi != COORDONNEES)
    contenus = [(quoi, gardes.get(quoi, 0), doubles.get(quoi, 0)) for quoi in tous]
    return {"autre": autre, "contenus": contenus}


def _choisie(request: RequeteConnectee, garde: Personne) -> Personne | None:
    """The other file, if it is of the same centre and in use."""
    try:
        reference = uuid.UUID(request.POST.get("avec") or request.GET.get("avec", ""))
    except ValueError:
        return None
    autres = Personne.objects.visibles_par(request.user).actives().exclude(pk=garde.pk)
    return autres.filter(centre=garde.centre_id, reference=reference).first()


def _proposees(garde: Personne, q: str) -> list[Personne]:
    """Files that look like this one; with a search, those it finds."""
    if q:
        toutes = Personne.objects.actives().filter(centre=garde.centre_id).exclude(pk=garde.pk)
        return list(chercher(toutes, q)[:PROPOSEES])
    return doublons_de(
        garde.centre_id,
        prenom=garde.prenom,
        nom=garde.nom,
        date_naissance=garde.date_naissance,
        telephone=str(garde.telephone or ""),
        sauf=garde.pk,
    )
