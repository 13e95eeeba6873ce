"""The person's side of the shared space: she reads all of it, and adds what she knows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import avec_formulaire
from centre.temps import a_paris
from centre.textes import nombre_lu
from inscriptions import session
from inscriptions.session import Visite
from inscriptions.views.moi import contexte_de
from parcours.models import Comite
from parcours.operations.notes_partagees import contribuer
from parcours.queries.espace import espace_de
from presences.queries.accompagnement import espaces_de_la_personne

LONGUEUR = 2000


@avec_formulaire
@session.page_personnelle
def moi_accompagnement(request: HttpRequest, visite: Visite) -> HttpResponse:
    """Diagnosis, plan, notes, committees: nothing shared is hidden from her (ASG-04)."""
    if not visite.lettres:
        return redirect("inscriptions:moi")
    erreur = _ecrire(request, visite) if request.method == "POST" else ""
    if request.method == "POST" and not erreur:
        messages.success(request, _("C’est écrit. Merci."))
        return redirect("presences:moi-accompagnement")
    personne = visite.personne
    noter(request, personne.centre, "page personnelle, accompagnement", personne.reference)
    jour = a_paris(visite.quand).date()
    contexte: dict[str, Any] = {
        "espaces": [espace_de(p, jour) for p in espaces_de_la_personne(personne)],
        "sieges": Comite.objects.filter(participants__personne=personne).order_by("-jour")[:6],
        "erreur": erreur,
        "texte": request.POST.get("texte", "")[:LONGUEUR] if erreur else "",
    }
    return render(request, "presences/moi_accompagnement.html", contexte_de(visite, **contexte))


def _ecrire(request: HttpRequest, visite: Visite) -> str:
    """Her contribution to one of her own parcours (ASG-05)."""
    texte = request.POST.get("texte", "")
    pk = nombre_lu(request.POST.get("parcours", ""), chiffres=18)
    parcours = get_object_or_404(espaces_de_la_personne(visite.personne), pk=pk)
    if len(texte) > LONGUEUR or "\x00" in texte:
        return _("Ce texte est trop long. Écrivez en moins de mots.")
    try:
        contribuer(parcours, texte=texte, quand=visite.quand)
    except Refus as refus:
        return _("Écrivez quelque chose.") if refus.code == "vide" else _("Ce n’est pas possible.")
    return ""
