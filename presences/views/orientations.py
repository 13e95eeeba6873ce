"""« Mes orientations » and the page of one of them, for prescribers, binômes and référents."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from centre.acces import noter, noter_chacune
from centre.http import RequeteConnectee
from centre.permissions import PARTENAIRES
from centre.temps import a_paris, maintenant
from parcours.models import Orientation
from parcours.permissions import DOSSIERS
from presences.forms.suivi import PeriodeForm
from presences.queries.suivi import Ligne, completer, lignes_de, mois_de, periode_par_defaut

PAR_PAGE = 50
FILTRES: dict[str, tuple[str, frozenset[str]]] = {
    "toutes": ("Toutes", frozenset()),
    "parcours": ("En parcours", frozenset({"parcours", "renouvellement"})),
    "attente": ("En attente", frozenset({"recue", "appel", "entretien"})),
    "echeance": ("Échéance proche", frozenset()),
    "terminees": ("Terminées", frozenset({"termine", "close"})),
}


@require_safe
def orientations(request: RequeteConnectee) -> HttpResponse:
    """One line per person sent or followed; the team has its own list."""
    if not request.user.centres_ids(*PARTENAIRES):
        if request.user.centres_ids(*DOSSIERS):
            return redirect("parcours:orientation-list")
        raise Http404
    quand = maintenant()
    lignes = lignes_de(request.user, a_paris(quand).date())
    choix = request.GET.get("etat", "toutes")
    choix = choix if choix in FILTRES else "toutes"
    page = Paginator(_garder(lignes, choix), PAR_PAGE).get_page(request.GET.get("page"))
    defaut = periode_par_defaut(a_paris(quand).date())
    formulaire, periode = PeriodeForm.lire(request.GET, defaut)
    completer(request.user, list(page), periode=periode, quand=quand)
    noter_chacune(request, "Mes orientations", [(li.centre, li.personne.reference) for li in page])
    contexte = {"page": page, "filtres": _puces(lignes, choix), "form": formulaire}
    contexte |= {"periode": periode, "aujourdhui": quand, "mois": mois_de(defaut), "choix": choix}
    contexte["plusieurs_centres"] = len({ligne.centre.pk for ligne in lignes}) > 1
    return render(request, "presences/orientations.html", contexte)


def _garder(lignes: list[Ligne], choix: str) -> list[Ligne]:
    if choix == "echeance":
        return [ligne for ligne in lignes if ligne.echeance and ligne.echeance.est_proche]
    codes = FILTRES[choix][1]
    return [ligne for ligne in lignes if not codes or ligne.etat.code in codes]


def _puces(lignes: list[Ligne], choix: str) -> list[dict[str, Any]]:
    return [
        {"code": code, "nom": nom, "nombre": len(_garder(lignes, code)), "actif": code == choix}
        for code, (nom, _) in FILTRES.items()
    ]


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
    contexte["difficultes"] = [
        Orientation.Difficulte(d).label for d in difficultes if d in Orientation.Difficulte.values
    ]
    return render(request, "presences/suivi.html", contexte)
