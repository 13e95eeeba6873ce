"""A person's calendar: one date as a file, one private feed per device, by revocable secret."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ateliers.ical import TYPE
from ateliers.views.agenda import reponse_agenda
from centre.http import avec_formulaire
from centre.limites import secret_inconnu
from centre.temps import aujourdhui, maintenant
from centre.textes import CONTROLES_LIGNE
from inscriptions import session
from inscriptions.ical import agenda_de_la_personne
from inscriptions.models import JetonParticipant
from inscriptions.operations.liens import noter_l_usage, nouvel_agenda, revoquer
from inscriptions.queries import flux_personnel, place_a_venir, places_de_l_agenda
from inscriptions.session import Visite
from inscriptions.views.moi import contexte_de
from parcours.models import Personne


@avec_formulaire
@session.page_personnelle
def moi_agenda(request: HttpRequest, visite: Visite) -> HttpResponse:
    """List the devices; POST names one more and shows its link once. The letters come first."""
    if not visite.lettres:
        return redirect("inscriptions:moi")
    lien = _nouveau_lien(request, visite) if request.method == "POST" else ""
    appareils = JetonParticipant.objects.vivants().filter(
        personne=visite.personne, usage=JetonParticipant.Usage.AGENDA
    )
    contexte = contexte_de(
        visite,
        lien=lien,
        lien_webcal=lien.replace("https://", "webcal://").replace("http://", "webcal://"),
        appareils=appareils,
    )
    return render(request, "inscriptions/moi_agenda.html", contexte)


def _nouveau_lien(request: HttpRequest, visite: Visite) -> str:
    """What does not fit in one line is left out of the name rather than refused."""
    libelle = CONTROLES_LIGNE.sub("", request.POST.get("libelle", "")).strip() or _("Téléphone")
    jeton = nouvel_agenda(visite.personne, libelle=libelle, quand=visite.quand)
    chemin = reverse("inscriptions:agenda-personne", args=[jeton])
    return request.build_absolute_uri(chemin)


@require_POST
@session.page_personnelle
def moi_agenda_retirer(request: HttpRequest, visite: Visite, pk: int) -> HttpResponse:
    if not visite.lettres:
        return redirect("inscriptions:moi")
    siens = JetonParticipant.objects.filter(
        personne=visite.personne, usage=JetonParticipant.Usage.AGENDA
    )
    revoquer(get_object_or_404(siens, pk=pk), quand=visite.quand)
    return redirect("inscriptions:moi-agenda")


@require_safe
@session.page_personnelle
def moi_date(request: HttpRequest, visite: Visite, pk: int) -> HttpResponse:
    """One date as a file, with the discreet title unless the letters were written."""
    place = get_object_or_404(place_a_venir(visite.personne, pk, visite.quand))
    personne = visite.personne
    corps = agenda_de_la_personne(
        [place],
        titres_explicites=visite.lettres and personne.veut_les_titres,
        telephone=str(personne.centre.telephone),
    )
    reponse = HttpResponse(corps, content_type=TYPE)
    reponse["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return reponse


@login_not_required
@require_safe
def agenda_personne(request: HttpRequest, jeton: str) -> HttpResponse:
    """The private feed; unknown, revoked and page tokens are the same 404 (agenda rule T3)."""
    flux = flux_personnel(jeton)
    if flux is None:
        return secret_inconnu(request, pour_un_agenda=True)
    noter_l_usage(flux, quand=maintenant())

    def corps() -> bytes:
        personne = Personne.objects.select_related("centre").get(pk=flux.personne_id)
        return agenda_de_la_personne(
            places_de_l_agenda(personne, aujourdhui()),
            titres_explicites=personne.veut_les_titres,
            telephone=str(personne.centre.telephone),
        )

    return reponse_agenda(
        request,
        flux=f"p-{flux.pk}-{flux.marque}",
        version=flux.version,
        change_le=flux.change_le,
        fichier="agenda.ics",
        corps=corps,
        est_prive=True,
    )
