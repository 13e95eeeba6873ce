"""The participant's page: next rendez-vous, three answers, three letters, languages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Seance
from centre.acces import lectures_de, noter
from centre.erreurs import Refus
from centre.limites import secret_inconnu
from centre.models import Centre
from centre.temps import maintenant
from centre.textes import nombre_lu
from inscriptions import session
from inscriptions.blocs import blocs_de
from inscriptions.creneaux import creneaux_ouverts
from inscriptions.emails.morceaux import moment
from inscriptions.models import JetonParticipant, Place
from inscriptions.operations.liens import noter_l_usage
from inscriptions.operations.reponses import repondre
from inscriptions.queries import place_a_venir, rendez_vous, seance_annulee
from inscriptions.rendez_vous import RendezVous, en_langue
from inscriptions.session import Visite
from inscriptions.sorties_ouvertes import sorties_ouvertes
from inscriptions.views.sons import phrases_dites
from parcours.models import Parcours

SUIVANTS, TOMBEES = 20, 3


def contexte_de(visite: Visite, **autres: Any) -> dict[str, Any]:
    return {
        "personne": visite.personne,
        "centre": visite.personne.centre,
        "langue": visite.langue,
        "sens": session.sens(visite.langue),
        "langues": session.langues(visite.langue, visite.personne.langue),
        **autres,
    }


@login_not_required
@require_safe
def moi_jeton(request: HttpRequest, jeton: str) -> HttpResponse:
    """Exchange the secret for a short session and a clean address; a dead one is not found."""
    trouve = (
        JetonParticipant.objects.du_jeton(jeton)
        .filter(usage=JetonParticipant.Usage.PAGE, personne__anonymisee_le__isnull=True)
        .first()
    )
    if trouve is None:
        return _carte_inconnue(request)
    quand = maintenant()
    noter_l_usage(trouve, quand=quand)
    session.ouvrir(request, trouve, quand=quand)
    return session.discrete(redirect("inscriptions:moi"))


@login_not_required
@require_safe
def moi(request: HttpRequest) -> HttpResponse:
    visite = session.lire(request)
    if visite is None:
        return _sans_carte(request)
    with translation.override(visite.langue):
        return session.discrete(_page(request, visite), visite.langue)


def _carte_inconnue(request: HttpRequest) -> HttpResponse:
    """Dead, mistyped or never drawn: the same page, in her language, with the telephone."""
    try:
        return secret_inconnu(request)
    except Http404:
        reponse = _sans_carte(request, est_morte=True)
        reponse.status_code = 404
        return reponse


def _sans_carte(request: HttpRequest, *, est_morte: bool = False) -> HttpResponse:
    langue = session.langue_lue(request)
    contexte = {
        "centres": Centre.objects.publies().order_by("nom"),
        "est_morte": est_morte,
        "langue": langue,
        "sens": session.sens(langue),
        "langues": session.langues(langue),
    }
    with translation.override(langue):
        page = render(request, "inscriptions/moi_sans_carte.html", contexte)
    return session.discrete(page, langue)


def _page(request: HttpRequest, visite: Visite, **autres: Any) -> HttpResponse:
    dates = [en_langue(place, visite) for place in rendez_vous(visite.personne, visite.quand)]
    prochain = next((d for d in dates if d.est_sur), None)
    autres_dates = [d for d in dates if d is not prochain]
    offres = [d for d in autres_dates if d.est_proposee and not d.est_annule]
    suite = [d for d in autres_dates if d not in offres][:SUIVANTS] if visite.lettres else []
    contexte = contexte_de(
        visite,
        prochain=prochain,
        offres=offres,
        suite=suite,
        tombees=[] if visite.lettres else _tombees(dates, prochain),
        lettres=visite.lettres,
        sons=phrases_dites(visite),
        creneaux_ouverts=bool(creneaux_ouverts(visite.personne, quand=visite.quand)),
        sorties_ouvertes=sorties_ouvertes(visite.personne.centre_id, visite.quand).exists(),
        en_famille=[d for d in dates if d.sieges > 1 and not d.est_annule],
        **(_derriere_les_lettres(request, visite) if visite.lettres else {}),
        **autres,
    )
    return render(request, "inscriptions/moi.html", contexte)


def _tombees(dates: list[RendezVous], prochain: RendezVous | None) -> list[RendezVous]:
    """What the centre cancelled before her next date: she may have nothing but her card to know.

    Behind the letters they are in the list.
    """
    annulees = [d for d in dates if d.est_annule]
    return [d for d in annulees if prochain is None or d.debut < prochain.debut][:TOMBEES]


def _derriere_les_lettres(request: HttpRequest, visite: Visite) -> dict[str, Any]:
    """Who looked, and her own parcours with the names of those who walk with her."""
    personne = visite.personne
    noter(request, personne.centre, "page personnelle", personne.reference)
    ouverts = Parcours.objects.ouverts().filter(personne=personne)
    ouverts = ouverts.select_related("dispositif").prefetch_related("referents__professionnel")
    regards = lectures_de(personne.reference)
    return {"regards": regards, "parcours": ouverts, "blocs": blocs_de(visite)}


@require_POST
@session.page_personnelle
def moi_lettres(request: HttpRequest, visite: Visite) -> HttpResponse:
    reponse = session.deverrouiller(request, visite, request.POST.get("lettres", "")[:40])
    if reponse == "oui":
        return redirect("inscriptions:moi")
    erreur = {
        "non": _("Ce ne sont pas les bonnes lettres. Essayez encore."),
        "trop": _("Trop d’essais. Attendez un quart d’heure, ou appelez-nous."),
    }[reponse]
    page = _page(request, visite, erreur=erreur)
    page.status_code = 429 if reponse == "trop" else 200
    return page


@require_POST
@session.page_personnelle
def moi_repondre(request: HttpRequest, visite: Visite) -> HttpResponse:
    """« Je ne viens pas » asks once more before it gives the place back."""
    pk = _place_dite(request)
    if (seance := seance_annulee(visite.personne, pk)) is not None:
        return _dire_l_annulation(request, seance)
    place = get_object_or_404(place_a_venir(visite.personne, pk, visite.quand))
    intention = request.POST.get("reponse", "")
    if intention == Place.Intention.PEUT_ETRE:
        intention = ""
    refuse = intention == Place.Intention.NE_VIENT_PAS
    if refuse and request.POST.get("confirmer") != "oui":
        contexte = contexte_de(visite, date=en_langue(place, visite))
        return render(request, "inscriptions/moi_ne_vient_pas.html", contexte)
    try:
        lue = repondre(place, intention=intention, quand=visite.quand)
    except Refus as refus:
        messages.error(request, _dire_le_refus(refus))
    else:
        messages.success(request, _dire(intention, lue))
    return redirect("inscriptions:moi")


def _place_dite(request: HttpRequest) -> int:
    pk = nombre_lu(request.POST.get("place", ""), chiffres=18)
    if pk is None:
        raise Http404
    return pk


def _dire_l_annulation(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Her page was open, or her link kept, while the centre cancelled."""
    quand = moment(seance.debut.isoformat())
    messages.error(request, _("Le rendez-vous de %(quand)s est annulé.") % {"quand": quand})
    return redirect("inscriptions:moi")


def _dire_le_refus(refus: Refus) -> str:
    if refus.code == "intention":
        return _("Choisissez une des trois réponses.")
    return _("Ce n’est pas possible. Appelez-nous.")


def _dire(intention: str, place: Place) -> str:
    """What was kept; who still waits is never told that she comes."""
    if intention == Place.Intention.VIENT and place.etat not in Place.TENUES:
        return _("Attendez notre message pour venir.")
    return {
        "vient": _("Merci. C’est noté\u00a0: vous venez."),
        "ne_vient_pas": _("C’est noté\u00a0: vous ne venez pas."),
        "aide": _("C’est noté\u00a0: nous vous appelons."),
    }[intention]
