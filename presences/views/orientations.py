"""« Mes orientations », its file, and the page of one person, for prescribers and binômes."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from centre.acces import noter
from centre.http import RequeteConnectee
from centre.pdf import PDFImpossible
from centre.permissions import PARTENAIRES
from centre.temps import a_paris, maintenant
from parcours.models import BilanIndividuel, Orientation, PointPrescripteur
from parcours.permissions import DOSSIERS, SUIVI, peut_partager
from presences.exports import FORMATS, exporter
from presences.forms.suivi import PeriodeForm
from presences.queries.bande import periode_par_defaut
from presences.queries.suivi import Ligne, completer, lignes_de
from presences.views.demande import ORIENTATIONS, PARCOURS, Demande, Liste

PAR_PAGE = 50
journal = logging.getLogger(__name__)


@require_safe
def orientations(request: RequeteConnectee) -> HttpResponse:
    """One line per person sent or followed; the team has its own list."""
    if not request.user.centres_ids(*PARTENAIRES):
        if request.user.centres_ids(*DOSSIERS):
            return redirect("parcours:orientation-list")
        raise Http404
    return _liste(request, ORIENTATIONS, "presences/orientations.html")


@require_safe
def parcours_suivis(request: RequeteConnectee) -> HttpResponse:
    """The same lines for a référent of the team, over the parcours that she leads now."""
    if not request.user.centres_ids(*SUIVI):
        raise Http404
    return _liste(request, PARCOURS, "presences/parcours_suivis.html")


def _liste(request: RequeteConnectee, liste: Liste, gabarit: str) -> HttpResponse:
    demande = Demande.lire(request, liste)
    page = Paginator(demande.gardees, PAR_PAGE).get_page(request.GET.get("page"))
    demande.completer(request, list(page))
    demande.noter(request, list(page), export=False)
    return render(request, gabarit, {"page": page, "formats": FORMATS, **demande.contexte})


@require_safe
def orientations_exporter(request: RequeteConnectee) -> HttpResponse:
    """All the lines that the address keeps, and one line of log for each person."""
    nom = request.GET.get("format", "")
    if nom not in FORMATS or not request.user.centres_ids(*PARTENAIRES):
        raise Http404
    demande = Demande.lire(request, ORIENTATIONS)
    demande.completer(request, demande.gardees)
    titre, periode = ORIENTATIONS.nom, demande.periode
    try:
        reponse = exporter(nom, demande.gardees, titre=titre, periode=periode, quand=demande.quand)
    except PDFImpossible:
        journal.exception("orientations.typ")
        messages.error(request, "Le PDF n’a pas pu être fait. Réessayez, ou prenez le fichier CSV.")
        reste = request.GET.copy()
        del reste["format"]
        return redirect(f"{reverse('presences:orientations')}?{reste.urlencode()}")
    demande.noter(request, demande.gardees, export=True)
    return reponse


@require_safe
def suivi(request: RequeteConnectee, pk: int) -> HttpResponse:
    """One orientation written by this partner."""
    lignes = _lignes(request)
    return _suivi(request, [li for li in lignes if li.orientation and li.orientation.pk == pk])


@require_safe
def suivi_parcours(request: RequeteConnectee, pk: int) -> HttpResponse:
    """A parcours that this partner leads, sent by somebody else."""
    lignes = _lignes(request)
    return _suivi(request, [li for li in lignes if li.parcours and li.parcours.pk == pk])


def _lignes(request: RequeteConnectee) -> list[Ligne]:
    return lignes_de(request.user, a_paris(maintenant()).date())


def _suivi(request: RequeteConnectee, trouvees: list[Ligne]) -> HttpResponse:
    if not trouvees:
        raise Http404
    ligne, quand = trouvees[0], maintenant()
    defaut = periode_par_defaut(a_paris(quand).date())
    formulaire, periode = PeriodeForm.lire(request.GET, defaut)
    completer(request.user, [ligne], periode=periode, quand=quand)
    noter(request, ligne.centre, "Suivi d’une orientation", sujet=ligne.personne.reference)
    difficultes = ligne.orientation.difficultes if ligne.orientation else []
    contexte = {"ligne": ligne, "form": formulaire, "periode": periode}
    contexte["partage"] = ligne.parcours and peut_partager(request.user, ligne.parcours)
    contexte["difficultes"] = [
        Orientation.Difficulte(d).label for d in difficultes if d in Orientation.Difficulte.values
    ]
    contexte["points"] = PointPrescripteur.objects.recus_par(request.user).filter(
        parcours=ligne.parcours
    )
    contexte["bilans"] = BilanIndividuel.objects.recus_par(request.user).filter(
        parcours=ligne.parcours
    )
    return render(request, "presences/suivi.html", contexte)
