"""Taking presences out: the coordination only, and each time is written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from bilans.extrait_presences import COLONNES, FORMATS, PresenceResource, presences_exportables
from bilans.extraits import EXTRAITS, jour_de_fichier
from bilans.forms.exports import ExportForm
from bilans.forms.periode import PeriodeForm
from bilans.models import Export
from bilans.operations.exports import exporter
from bilans.permissions import centre_du_bilan
from centre.acces import noter
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import Centre, JournalAcces
from centre.permissions import exiger, peut_coordonner
from centre.refus import refus_au_formulaire
from centre.tableur import TYPES
from centre.temps import maintenant


@require_GET
def export_presences(request: RequeteConnectee) -> HttpResponse:
    """Without ``format``: the period and the list of columns; with it, the file."""
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    if "format" in request.GET and form.is_valid():
        return _fichier(request, centre, form)
    contexte = {"form": form, "colonnes": COLONNES.items(), "formats": list(FORMATS)}
    return render(request, "bilans/export_presences.html", contexte)


def _fichier(request: RequeteConnectee, centre: Centre, form: PeriodeForm) -> HttpResponse:
    nom = request.GET["format"]
    if nom not in FORMATS:
        raise Http404
    periode = form.periode
    lignes = presences_exportables(request.user, form.perimetre, periode)
    donnees = PresenceResource().export(queryset=lignes)
    noter(
        request,
        centre,
        f"Présences du {periode.du:%d/%m/%Y} au {periode.au:%d/%m/%Y}, {nom}",
        acte=JournalAcces.Acte.EXPORT,
        nombre=len(donnees),
    )
    reponse = HttpResponse(
        FORMATS[nom].export_data(donnees), content_type=FORMATS[nom].get_content_type()
    )
    fichier = f"presences-{centre.slug}-{periode.du:%Y%m%d}-{periode.au:%Y%m%d}.{nom}"
    reponse["Content-Disposition"] = f'attachment; filename="{fichier}"'
    return reponse


# What the form says before anybody chose.
AU_DEPART = "genre=personnes&audience=interne&extension=csv"


@avec_formulaire
def export_list(request: RequeteConnectee) -> HttpResponse:
    """Ask for a file, and find again those of the last 24 hours; each one is written down."""
    centre = centre_du_bilan(request)
    donnees = request.POST if request.method == "POST" else QueryDict(AU_DEPART)
    form = ExportForm(donnees, centre=centre)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            return _exporter(request, centre, form)
    contexte = {
        "form": form,
        "erreurs": request.method == "POST",
        "extraits": EXTRAITS.values(),
        "maintenant": maintenant(),
        "exports": Export.objects.visibles_par(request.user)
        .filter(centre=centre)
        .defer("contenu")[:20],
    }
    return render(request, "bilans/export_list.html", contexte)


def _exporter(request: RequeteConnectee, centre: Centre, form: ExportForm) -> HttpResponse:
    lu = form.cleaned_data
    export = exporter(
        lu["genre"], form.perimetre, form.periode, lu["audience"], lu["extension"],
        par=request.user,
    )  # fmt: skip
    noter(
        request,
        centre,
        f"{EXTRAITS[export.genre].titre}, {export.filtre}, {export.extension}",
        acte=JournalAcces.Acte.EXPORT,
        nombre=export.nombre,
    )
    messages.success(request, "Le fichier est prêt. Il reste ici 24 heures.")
    return redirect("bilans:export-list")


@require_GET
def export_fichier(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The file, for whoever asked for it; 404 once the day is over."""
    export = get_object_or_404(Export.objects.visibles_par(request.user), pk=pk)
    exiger(peut_coordonner(request.user, export.centre))
    if not export.est_disponible or export.contenu is None:
        raise Http404
    reponse = HttpResponse(bytes(export.contenu), content_type=TYPES[export.extension])
    nom = f"{export.genre}-{jour_de_fichier(export.cree_le)}.{export.extension}"
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse
