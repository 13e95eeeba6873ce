"""« Autres documents »: where each paper of the year is found, and two helpers for forms."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bilans.documents.aides import TITRES, composer
from bilans.figures.presences import venues
from bilans.forms.periode import PeriodeForm
from bilans.permissions import centre_du_bilan
from bilans.tableaux import adresse
from bilans.views.fichiers import FORMATS, fichier
from centre.acces import noter
from centre.http import RequeteConnectee
from centre.models import JournalAcces, Utilisateur
from parcours.models import BilanIndividuel, Personne
from presences.models import Presence
from presences.views.attestations import ATTESTATION

PAR_PAGE = 50


@require_GET
def aide_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    contexte = {
        "form": form,
        "aides": TITRES.items(),
        "formats": FORMATS,
        "meme_periode": adresse(form.perimetre, form.periode),
    }
    return render(request, "bilans/aide_list.html", contexte)


@require_GET
def aide_fichier(request: RequeteConnectee, genre: str, extension: str) -> HttpResponse:
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    if genre not in TITRES or not form.is_valid():
        raise Http404
    return fichier(request, centre, composer(genre, form.perimetre, form.periode), extension)


@require_GET
def individuel_list(request: RequeteConnectee) -> HttpResponse:
    """R3: bilans written in the period with a person, for whoever walks her parcours."""
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    debut, fin = form.periode.bornes
    siens = BilanIndividuel.objects.visibles_par(request.user).filter(
        parcours__centre=centre, ecrit_le__gte=debut, ecrit_le__lt=fin
    )
    if form.perimetre.dispositif:
        siens = siens.filter(parcours__dispositif=form.perimetre.dispositif)
    siens = siens.select_related("parcours__personne", "parcours__dispositif")
    page = Paginator(siens.order_by("-ecrit_le", "-pk"), PAR_PAGE).get_page(request.GET.get("page"))
    noter(request, centre, "Bilans individuels", acte=JournalAcces.Acte.LISTE,
          nombre=len(page.object_list))  # fmt: skip
    contexte = {
        "form": form,
        "page": page,
        "meme_periode": adresse(form.perimetre, form.periode),
    }
    return render(request, "bilans/individuel_list.html", contexte)


@require_GET
def attestation_list(request: RequeteConnectee) -> HttpResponse:
    """R7: whoever came in the period, each with the paper that the team prints with her."""
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    gens = _attestables(request.user, form).order_by("nom", "prenom", "pk")
    page = Paginator(gens, PAR_PAGE).get_page(request.GET.get("page"))
    noter(request, centre, "Attestations de présence", acte=JournalAcces.Acte.LISTE,
          nombre=len(page.object_list))  # fmt: skip
    contexte = {
        "form": form,
        "page": page,
        "meme_periode": adresse(form.perimetre, form.periode),
    }
    return render(request, "bilans/attestation_list.html", contexte)


def _attestables(lecteur: Utilisateur, form: PeriodeForm) -> QuerySet[Personne]:
    """People seen at ateliers whose list ``lecteur`` may read (level 3: its team), and the last
    day the team printed an attestation for them."""
    lues = Presence.objects.visibles_par(lecteur).filter(
        pk__in=venues(form.perimetre, form.periode).order_by().values("pk")
    )
    imprimees = JournalAcces.objects.filter(
        centre=form.perimetre.centre,
        page=ATTESTATION,
        acte=JournalAcces.Acte.EXPORT,
        sujet=OuterRef("reference"),
    )
    return (
        Personne.objects.visibles_par(lecteur)
        .actives()
        .filter(places__presence__in=lues)
        .annotate(
            presences=Count("places__presence"),
            derniere=Max("places__seance__debut"),
            remise=Subquery(imprimees.order_by("-le").values("le")[:1]),
        )
    )
