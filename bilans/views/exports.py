"""Taking presences out: the coordination only, and each time is written down."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bilans.exports import COLONNES, FORMATS, PresenceResource, presences_exportables
from bilans.forms.periode import PeriodeForm
from bilans.permissions import centre_du_bilan
from centre.acces import noter
from centre.http import RequeteConnectee
from centre.models import Centre, JournalAcces


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
