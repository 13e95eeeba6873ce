"""The month to print: for the team from a person's file, for herself from her page."""

from __future__ import annotations

import logging
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centre.acces import noter
from centre.http import RequeteConnectee
from centre.pdf import PDFImpossible, reponse_pdf
from centre.permissions import exiger
from centre.temps import aujourdhui, maintenant
from inscriptions import session
from inscriptions.feuille_mois import feuille_du_mois, lire_le_mois
from inscriptions.permissions import peut_donner_une_carte
from inscriptions.session import Visite
from inscriptions.views.inscriptions import trouver_personne
from parcours.models import Personne

journal = logging.getLogger(__name__)


def _donner(
    request: HttpRequest, personne: Personne, *, langue: str, sinon: HttpResponse
) -> HttpResponse:
    """The PDF of the month asked, of this month by default, kept by no cache."""
    mois = lire_le_mois(request.GET.get("mois", ""), jour=aujourdhui())
    try:
        corps = feuille_du_mois(personne, mois, langue=langue, quand=maintenant())
    except PDFImpossible:
        journal.exception("mois.typ")
        messages.error(request, _("Ce n’est pas possible. Appelez-nous."))
        return sinon
    reponse = reponse_pdf(corps, fichier=f"rendez-vous-{mois:%Y-%m}.pdf")
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@require_safe
def personne_mois(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """In the language of her file; read in her name, so written in the log of who looked."""
    personne = trouver_personne(request, reference)
    exiger(peut_donner_une_carte(request.user, personne))
    noter(request, personne.centre, "feuille du mois", personne.reference)
    fiche = redirect("presences:personne-detail", reference)
    return _donner(request, personne, langue=personne.langue, sinon=fiche)


@require_safe
@session.page_personnelle
def moi_mois(request: HttpRequest, visite: Visite) -> HttpResponse:
    """In the language she reads now; the letters come first, as for her list."""
    if not visite.lettres:
        return redirect("inscriptions:moi")
    page = redirect("inscriptions:moi")
    return _donner(request, visite.personne, langue=visite.langue, sinon=page)
