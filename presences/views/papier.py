"""The paper of a sheet: printed, typed back in its order, photographed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ateliers.models import Seance
from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import JournalAcces
from centre.pdf import PDFImpossible, composer, reponse_pdf
from centre.refus import refus_en_message
from centre.temps import a_paris, maintenant
from presences.forms.papier import PhotoForm, code_de, code_poste
from presences.models import PhotoFeuille
from presences.operations import (
    Reponse,
    ajouter_photos,
    lire_photos,
    numeroter_l_impression,
    remplir,
    retirer_photo,
)
from presences.queries.emargement import document, numero_de
from presences.queries.feuilles import (
    compter,
    feuille_de,
    lignes,
    places_de_la_feuille,
    seances_de_l_equipe,
)
from presences.views.feuilles import seance_emargee

if TYPE_CHECKING:
    from centre.models import Centre

journal = logging.getLogger(__name__)


@require_GET
@never_cache
def feuille_papier(request: RequeteConnectee, pk: int) -> HttpResponse:
    """What can be done with paper for this séance: print, type back, keep a photo."""
    seance = seance_emargee(request, pk)
    feuille = feuille_de(seance)
    contexte = {"seance": seance, "feuille": feuille, "numero": numero_de(seance)}
    contexte["photos"] = feuille.photos.select_related("ajoutee_par") if feuille.pk else []
    contexte["form"] = PhotoForm()
    return render(request, "presences/feuille_papier.html", contexte)


def imprimer(
    request: RequeteConnectee, centre: Centre, seances: list[Seance], *, fichier: str, sinon: str
) -> HttpResponse:
    """Number the prints and give the PDF; the page ``sinon`` with a sentence when it cannot be."""
    quand = maintenant()
    try:
        avant = numeroter_l_impression(seances)
        donnees = document(
            centre, seances, quand=quand, avant=avant, discret="discret" in request.POST
        )
        corps = composer("emargement.typ", donnees, quand=quand)
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect(sinon)
    except PDFImpossible:
        journal.exception("emargement.typ")
        messages.error(request, "La feuille n’a pas pu être faite. Réessayez.")
        return redirect(sinon)
    nombre = sum(len(f["lignes"]) for f in donnees["feuilles"])
    page = f"Feuille d’émargement imprimée, {len(seances)} séance(s)"
    noter(request, centre, page, acte=JournalAcces.Acte.EXPORT, nombre=nombre)
    return reponse_pdf(corps, fichier=fichier)


@require_POST
def feuille_pdf(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The sheet to sign; each print after the first says « réimpression n »."""
    seance = seance_emargee(request, pk)
    return imprimer(
        request,
        seance.centre,
        [seance],
        fichier=f"emargement-{numero_de(seance)}.pdf",
        sinon=seance_papier(seance),
    )


def seance_papier(seance: Seance) -> str:
    return reverse("presences:feuille-papier", args=[seance.pk])


@avec_formulaire
@never_cache
def feuille_saisie(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Type the signed paper back, one short code per line, in the order of the sheet."""
    seance = seance_emargee(request, pk)
    erreurs: dict[int, str] = {}
    if request.method == "POST":
        erreurs = _saisir(request, seance)
        if not erreurs:
            return redirect("presences:feuille", pk=pk)
    feuille = lignes(places_de_la_feuille(seance))
    saisies = [
        {
            "ligne": ligne,
            "code": request.POST.get(f"c-{ligne.place.pk}", code_de(ligne.presence))[:40],
            "erreur": erreurs.get(ligne.place.pk, ""),
        }
        for ligne in feuille
    ]
    noter(request, seance.centre, "Saisie de la feuille papier", nombre=len(feuille))
    contexte = {"seance": seance, "feuille": feuille_de(seance), "saisies": saisies}
    contexte |= {"comptes": compter(feuille), "numero": numero_de(seance)}
    contexte["nombre_d_erreurs"] = len(erreurs)
    return render(request, "presences/feuille_saisie.html", contexte)


def _saisir(request: RequeteConnectee, seance: Seance) -> dict[int, str]:
    """Write the lines that are understood; return a sentence for each of the others, by place."""
    reponses: dict[int, Reponse] = {}
    erreurs: dict[int, str] = {}
    for place in places_de_la_feuille(seance):
        try:
            reponse = code_poste(request.POST, place)
        except Refus as refus:
            erreurs[place.pk] = str(refus)
            continue
        if reponse:
            reponses[place.pk] = reponse
    try:
        bilan = remplir(seance, reponses, par=request.user)
    except Refus as refus:
        messages.error(request, str(refus))
        return erreurs
    erreurs |= bilan.par_place
    if bilan.ecrites:
        messages.success(request, f"Réponses enregistrées\u00a0: {bilan.ecrites}.")
    return erreurs


@require_POST
def photo_ajouter(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Read, judge and rewrite the image, or each page of a scan, before the sheet is locked."""
    seance = seance_emargee(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    with refus_en_message(request):
        if not form.is_valid():
            raise Refus(" ".join(map(str, form.errors["photo"])), code="photo")
        images = lire_photos(form.cleaned_data["photo"].file)
        nombre = len(ajouter_photos(seance, images=images, par=request.user))
        gardees = "La photo est gardée" if nombre == 1 else f"{nombre} pages sont gardées"
        messages.success(request, f"{gardees} avec la feuille.")
    return redirect("presences:feuille-papier", pk=pk)


def _photo(request: RequeteConnectee, pk: int) -> PhotoFeuille:
    """A photo of a sheet that she may hold: 404 for strangers, 403 for the rest of the team."""
    seances = seances_de_l_equipe(request.user).values("pk")
    photo = get_object_or_404(
        PhotoFeuille.objects.select_related("feuille__seance"), pk=pk, feuille__seance__in=seances
    )
    photo.feuille.seance = seance_emargee(request, photo.feuille.seance_id)
    return photo


@require_GET
@never_cache
def photo(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The image itself; each look is written down."""
    trouvee = _photo(request, pk)
    seance = trouvee.feuille.seance
    noter(request, seance.centre, "Photo de la feuille signée")
    try:
        with trouvee.fichier.open("rb") as fichier:
            corps = fichier.read()
    except FileNotFoundError as absent:
        raise Http404 from absent
    reponse = HttpResponse(corps, content_type="image/jpeg")
    nom = f"feuille-{numero_de(seance)}-{a_paris(trouvee.ajoutee_le):%H%M}.jpg"
    reponse["Content-Disposition"] = f'inline; filename="{nom}"'
    return reponse


@require_POST
def photo_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    trouvee = _photo(request, pk)
    with refus_en_message(request):
        retirer_photo(trouvee)
        messages.success(request, "La photo est retirée.")
    return redirect("presences:feuille-papier", pk=trouvee.feuille.seance_id)
