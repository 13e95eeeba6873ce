"""The statuses of places in public services' words: a file for the coordination, on request."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from centre.acces import noter
from centre.http import RequeteConnectee, centre_actif
from centre.models import JournalAcces
from centre.permissions import COORDINATION
from centre.tableur import TYPES, csv_de, xlsx_de
from centre.temps import aujourdhui, maintenant
from presences.forms.attestation import PeriodeAttesteeForm
from presences.queries.statuts import COLONNES, places_a_exporter, rangees


@require_GET
def export_statuts(request: RequeteConnectee) -> HttpResponse:
    """Without ``format``: the period and the columns; with it, the file, written down."""
    centre = centre_actif(request, COORDINATION)
    form, du, au = PeriodeAttesteeForm.lire(request.GET, aujourdhui())
    nom = request.GET.get("format", "")
    if not nom or (form.is_bound and not form.is_valid()):
        contexte = {"form": form, "colonnes": COLONNES.items(), "du": du, "au": au}
        return render(request, "presences/export_statuts.html", contexte)
    if nom not in TYPES:
        raise Http404
    lignes = list(rangees(places_a_exporter(request.user, centre, du, au)))
    page = f"Statuts du {du:%d/%m/%Y} au {au:%d/%m/%Y}, {nom}"
    noter(request, centre, page, acte=JournalAcces.Acte.EXPORT, nombre=len(lignes))
    entetes = list(COLONNES)
    if nom == "csv":
        corps = csv_de(entetes, lignes)
    else:
        corps = xlsx_de(entetes, lignes, titre="Statuts", quand=maintenant())
    reponse = HttpResponse(corps, content_type=TYPES[nom])
    reponse["Content-Disposition"] = f'attachment; filename="statuts-{du}-{au}.{nom}"'
    return reponse
