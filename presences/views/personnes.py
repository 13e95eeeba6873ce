"""The team's page of one person."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from centre.acces import lectures_de, noter
from centre.http import RequeteConnectee
from centre.permissions import exiger
from centre.temps import aujourdhui, maintenant
from centre.textes import nombre_lu
from parcours.fiche import GENRES, Lecture, attendus, cartes, droits_sur, gestes
from parcours.models import AideUrgente, Parcours, Personne
from parcours.models.dispositifs import Cadre, Transmission
from parcours.permissions import peut_fusionner, peut_tenir_le_dossier
from parcours.queries.chemin import est_appelee_par_son_prenom
from presences.queries.personnes import PAS, PAS_MAX, frise_de
from presences.queries.prochaines import prochaines_de


@require_safe
def personne_detail(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """Who she is, how to reach her, what comes; the rest by role (docs/confidentialite.md)."""
    personnes = Personne.objects.visibles_par(request.user).actives()
    personne = get_object_or_404(
        personnes.select_related("centre", "passer_par"), reference=reference
    )
    exiger(peut_tenir_le_dossier(request.user, personne))
    droits = droits_sur(personne, request.user)
    voir = request.GET.get("voir", "tout")
    voir, nombre = voir if voir in GENRES else "tout", _nombre(request.GET.get("n", ""))
    noter(request, personne.centre, "Page de la personne", sujet=personne.reference)
    contexte: dict[str, Any] = {"personne": personne, "droits": droits, "voir": voir}
    contexte["genres"] = GENRES
    lecture = Lecture(personne, request.user, droits, maintenant(), nombre)
    contexte["frise"] = frise_de(lecture, voir=voir)
    contexte |= {"nombre": nombre, "suite": min(nombre + PAS, PAS_MAX), "tout": PAS_MAX}
    contexte["prochaines"] = prochaines_de(lecture)
    contexte["langue_choisie"] = dict(settings.LANGUAGES).get(personne.langue, personne.langue)
    contexte["appelee_par_prenom"] = est_appelee_par_son_prenom(personne)
    contexte["peut_fusionner"] = peut_fusionner(request.user, personne)
    contexte |= _suivi(lecture)
    return render(request, "presences/personne_detail.html", contexte)


def _nombre(texte: str) -> int:
    """How many steps to show; anything else than a small number is the first page."""
    return min(max(nombre_lu(texte, chiffres=4) or PAS, PAS), PAS_MAX)


def _suivi(lecture: Lecture) -> dict[str, Any]:
    """What only those who may read her parcours get; the others, empty lists."""
    personne, droits = lecture.personne, lecture.droits
    if not droits.voit_tout:
        return {"ouverts": [], "consentements": [], "regards": []}
    return {
        "ouverts": [_ouvert(p) for p in droits.ouverts],
        "consentements": personne.consentements.all()[:20],
        "regards": lectures_de(personne.reference)[:10],
        "projet": personne.projets.first(),
        "cartes": cartes(lecture),
        "attendus": [a for p in droits.ouverts for a in attendus(lecture, p)],
        "gestes": [{"parcours": p, "gestes": gestes(lecture, p)} for p in droits.ouverts],
        "aides": AideUrgente.Nature.choices,
    }


def _ouvert(parcours: Parcours) -> dict[str, Any]:
    """An open parcours, who leads it, who did, and the answers that its frame allows."""
    contrat = parcours.cadre == Cadre.CONTRAT_ENGAGEMENT
    choix = [c for c in Transmission.choices if contrat or c[0] != Transmission.CONTRAT]
    jour = aujourdhui()
    referents = [r for r in parcours.referents.all() if r.fin is None or r.fin >= jour]
    return {
        "parcours": parcours,
        "choix": choix,
        "referents": referents,
        "histoire": parcours.referents.all(),
    }
