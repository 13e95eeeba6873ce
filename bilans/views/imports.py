"""Importing: send a file, say what its columns are, read what it would do, confirm, undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bilans.forms.imports import ColonnesForm, FichierForm
from bilans.imports.genres import Genre
from bilans.imports.registre import GENRES
from bilans.models import Import, LigneImport
from bilans.operations.imports import (
    abandonner_import,
    appliquer_import,
    choisir_colonnes,
    deposer_import,
    lignes_fausses,
    lire_la_suite,
    tableau_de,
)
from bilans.operations.retraits import defaire_import, preparer_retrait
from bilans.permissions import centre_du_bilan
from centre.ecriture import pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import Centre
from centre.refus import refus_au_formulaire, refus_en_message
from centre.tableur import TYPES, csv_de

LIGNES_PAR_PAGE = 200
EXEMPLES = 3
Etat, EtatLigne = Import.Etat, LigneImport.Etat


def _genre(code: str) -> type[Genre]:
    if code not in GENRES:
        raise Http404
    return GENRES[code]


@require_GET
def import_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_du_bilan(request)
    miens = Import.objects.visibles_par(request.user).filter(centre=centre).defer("contenu")
    contexte = {"genres": GENRES.values(), "imports": miens[:20]}
    return render(request, "bilans/import_list.html", contexte)


@avec_formulaire
def import_deposer(request: RequeteConnectee, code: str) -> HttpResponse:
    centre, genre = centre_du_bilan(request), _genre(code)
    est_envoye = request.method == "POST"
    form = FichierForm(request.POST, request.FILES) if est_envoye else FichierForm()
    if est_envoye and form.is_valid():
        importe = _deposer(request, centre, genre, form)
        if importe:
            return _vers_la_suite(importe)
    return render(request, "bilans/import_deposer.html", {"form": form, "genre": genre})


def _deposer(
    request: RequeteConnectee, centre: Centre, genre: type[Genre], form: FichierForm
) -> Import | None:
    fichier = form.cleaned_data["fichier"]
    try:
        return deposer_import(
            centre=centre,
            par=request.user,
            genre=genre.code,
            nom=fichier.name,
            contenu=fichier.read(),
        )
    except Refus as refus:
        form.add_error("fichier", str(refus))
        return None


def _vers_la_suite(importe: Import) -> HttpResponse:
    if importe.etat == Etat.COLONNES:
        return redirect("bilans:import-colonnes", pk=importe.pk)
    lire_la_suite(importe)
    return redirect("bilans:import-apercu", pk=importe.pk)


@require_GET
def import_modele(request: RequeteConnectee, code: str) -> HttpResponse:
    """A file to fill in, with one example; it imports as it is."""
    centre_du_bilan(request)
    genre = _genre(code)
    colonnes = genre.du_modele()
    exemple = [c.exemple for c in colonnes]
    return _fichier([c.nom for c in colonnes], [exemple], f"{code}-modele.csv")


def _fichier(entetes: Sequence[str], lignes: Iterable[Sequence[str]], nom: str) -> HttpResponse:
    reponse = HttpResponse(csv_de(entetes, lignes), content_type=TYPES["csv"])
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _import(request: RequeteConnectee, pk: int) -> Import:
    return get_object_or_404(
        Import.objects.visibles_par(request.user).select_related("centre"), pk=pk
    )


@avec_formulaire
def import_colonnes(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Which heading is which column, with the first cells of each."""
    importe = _import(request, pk)
    if importe.etat not in Import.EN_COURS:
        return redirect("bilans:import-apercu", pk=pk)
    tableau, genre = tableau_de(importe), GENRES[importe.genre]
    form = ColonnesForm(
        request.POST or None, genre=genre, entetes=tableau.entetes, proposees=importe.colonnes
    )
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            lire_la_suite(choisir_colonnes(importe, form.colonnes))
            return redirect("bilans:import-apercu", pk=pk)
    exemples = [
        [cases[rang] for _, cases in tableau.lignes[:EXEMPLES] if any(cases[rang : rang + 1])]
        for rang in range(len(tableau.entetes))
    ]
    contexte = {"importe": importe, "form": form, "genre": genre}
    contexte["colonnes"] = list(zip(form, exemples, strict=True))
    return render(request, "bilans/import_colonnes.html", contexte)


@require_POST
def import_lire(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Read the next rows; the page calls it again until the last one."""
    importe = _import(request, pk)
    with refus_en_message(request):
        lire_la_suite(importe)
    return redirect("bilans:import-apercu", pk=pk)


@require_GET
def import_apercu(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Each line of the file: added, already known, to choose, or wrong and why."""
    importe = _import(request, pk)
    etat = request.GET.get("etat", "")
    lues = importe.lignes.order_by().values_list("etat").annotate(Count("pk"))
    comptes = dict.fromkeys(EtatLigne.values, 0) | dict(lues)
    if etat not in comptes:
        etat = next((e for e in (EtatLigne.A_CHOISIR, EtatLigne.ERREUR) if comptes[e]), "")
        etat = str(etat or EtatLigne.AJOUTEE)
    page = Paginator(importe.lignes.filter(etat=etat), LIGNES_PAR_PAGE)
    contexte = {
        "importe": importe,
        "genre": GENRES[importe.genre],
        "comptes": [(e, e.label, comptes[e]) for e in EtatLigne],
        "a_ajouter": comptes[EtatLigne.AJOUTEE],
        "en_erreur": comptes[EtatLigne.ERREUR],
        "etat": etat,
        "a_choisir": importe.lignes.filter(etat=EtatLigne.A_CHOISIR)[:500],
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "bilans/import_apercu.html", contexte)


@require_GET
def import_erreurs(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The wrong rows as they were sent, each with what to mend: corrected, they import again."""
    importe = _import(request, pk)
    if importe.etat not in Import.EN_COURS:
        return redirect("bilans:import-apercu", pk=pk)
    entetes, lignes = lignes_fausses(importe)
    return _fichier(entetes, lignes, f"{importe.genre}-a-corriger.csv")


@require_POST
def import_confirmer(request: RequeteConnectee, pk: int) -> HttpResponse:
    importe = _import(request, pk)
    if "abandonner" in request.POST:
        abandonner_import(importe)
        messages.info(request, "Rien n’a été importé. Le fichier est effacé.")
        return redirect("bilans:import-list")
    choisies = {int(n) for n in request.POST.getlist("ajouter") if n.isdecimal() and len(n) < 7}
    with refus_en_message(request):
        nombre = appliquer_import(importe, choisies=choisies)
        messages.success(request, f"{pluriel(nombre, 'ligne ajoutée,lignes ajoutées')}.")
    return redirect("bilans:import-apercu", pk=pk)


@avec_formulaire
def import_defaire(request: RequeteConnectee, pk: int) -> HttpResponse:
    """What would go, what stays because somebody used it since; then it is done."""
    importe = _import(request, pk)
    if not importe.se_defait:
        messages.error(request, "Cet import ne se défait plus.")
        return redirect("bilans:import-apercu", pk=pk)
    if request.method == "POST":
        with refus_en_message(request):
            retrait = defaire_import(importe)
            messages.success(request, f"C’est défait\u00a0: {pluriel(retrait.nombre, 'ligne')}.")
        return redirect("bilans:import-apercu", pk=pk)
    contexte = {"importe": importe, "retrait": preparer_retrait(importe)}
    return render(request, "bilans/import_defaire.html", contexte)
