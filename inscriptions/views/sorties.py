"""One outing for the team: its facts, who asked, the sharing out, the paper list of the day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ateliers.models import Seance
from centre.acces import noter
from centre.ecriture import pluriel
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import JournalAcces
from centre.pdf import reponse_pdf
from centre.permissions import exiger
from centre.refus import refus_en_message
from centre.temps import maintenant
from inscriptions.exports import liste_du_jour
from inscriptions.forms.sorties import SortieForm
from inscriptions.models import Attribution
from inscriptions.operations.attribution import REGLE, attribuer, partager
from inscriptions.operations.papiers import liste_imprimee, papiers_detruits
from inscriptions.operations.sorties import decrire_la_sortie
from inscriptions.permissions import peut_changer_la_seance, peut_lire_la_liste_du_jour
from inscriptions.queries import voit_la_liste
from inscriptions.views.seances import trouver_seance


@avec_formulaire
def sortie_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    formulaire = SortieForm(request.POST or None, seance=seance)
    if request.method == "POST" and formulaire.is_valid():
        decrire_la_sortie(seance, formulaire.champs())
        messages.success(request, "La sortie est décrite.")
        return redirect("inscriptions:seance-detail", pk)
    return render(
        request, "inscriptions/sortie_modifier.html", {"form": formulaire, "seance": seance}
    )


@avec_formulaire
def sortie_attribuer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """GET shows the turns and why; POST does them, if nothing has changed since."""
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    if request.method == "POST":
        with refus_en_message(request):
            faite = attribuer(seance, marque=request.POST.get("marque", ""), par=request.user)
            retenues = faite.lignes.filter(est_retenue=True).count()
            groupes = pluriel(retenues, "groupe a,groupes ont")
            messages.success(request, f"{groupes} une place. Chacun est prévenu.")
            return redirect("inscriptions:seance-detail", pk)
    contexte = {"seance": seance, "regle": REGLE, "derniere": _derniere(seance)}
    contexte["partage"] = partager(seance, quand=(quand := maintenant()))
    fiche = getattr(seance, "sortie", None)
    contexte["souhaits_ouverts"] = fiche is not None and fiche.prend_les_souhaits(quand)
    return render(request, "inscriptions/sortie_attribuer.html", contexte)


def _derniere(seance: Seance) -> Attribution | None:
    lues = seance.attributions.select_related("par")
    return lues.prefetch_related("lignes__place__personne").first()


@require_POST
def sortie_liste(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The list of the day on paper, composed on the fly: nothing of it is stored."""
    seance = trouver_seance(request, pk)
    exiger(voit_la_liste(request.user, seance))
    exiger(peut_lire_la_liste_du_jour(request.user, seance))
    quand = maintenant()
    corps, nombre = liste_du_jour(seance, request.user, quand=quand)
    liste_imprimee(seance, quand=quand)
    noter(
        request,
        seance.centre,
        "Liste du jour imprimée",
        acte=JournalAcces.Acte.EXPORT,
        nombre=nombre,
    )
    reponse = reponse_pdf(corps, fichier=f"liste-{seance.pk}.pdf")
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@require_POST
def sortie_papiers(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_lire_la_liste_du_jour(request.user, seance))
    papiers_detruits(seance)
    messages.success(request, "C’est noté\u00a0: les papiers sont détruits.")
    return redirect("inscriptions:seance-detail", pk)
