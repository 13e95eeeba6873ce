"""The free slots of a permanence that a participant takes alone, where the centre allows it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Seance
from centre.erreurs import Refus
from inscriptions import session
from inscriptions.creneaux import creneaux_ouverts, par_jour
from inscriptions.langues import heure_dite, jour_dit
from inscriptions.operations import prendre_place
from inscriptions.session import Visite
from inscriptions.views.moi import contexte_de


@require_safe
@session.page_personnelle
def moi_creneaux(request: HttpRequest, visite: Visite) -> HttpResponse:
    groupes = par_jour(creneaux_ouverts(visite.personne, quand=visite.quand))
    jours = [
        {
            "atelier": atelier,
            "jour": capfirst(jour_dit(jour)),
            "adresse": creneaux[0].lieu.adresse_dehors,
            "heures": [(creneau.pk, heure_dite(creneau.debut)) for creneau in creneaux],
        }
        for (atelier, jour), creneaux in groupes.items()
    ]
    return render(request, "inscriptions/moi_creneaux.html", contexte_de(visite, jours=jours))


@require_POST
@session.page_personnelle
def moi_creneau(request: HttpRequest, visite: Visite, pk: int) -> HttpResponse:
    """Take one slot; taken meanwhile, or no longer hers to take, it says so and nothing more."""
    creneau = get_object_or_404(Seance.objects.affichables().creneaux(), pk=pk)
    ouverts = {c.pk for c in creneaux_ouverts(visite.personne, quand=visite.quand)}
    try:
        if creneau.pk not in ouverts:
            raise Refus("Ce créneau n’est plus libre.", code="pris")
        prendre_place(
            seance=creneau,
            personne=visite.personne,
            par=None,
            par_la_personne=True,
            quand=visite.quand,
        )
    except Refus:
        messages.error(request, _("Ce n’est pas possible. Appelez-nous."))
        return redirect("inscriptions:moi-creneaux")
    quand = {"jour": jour_dit(creneau.debut), "heure": heure_dite(creneau.debut)}
    dit = _("%(jour)s, à %(heure)s") % quand
    messages.success(request, _("Votre rendez-vous\u00a0: %(quand)s.") % {"quand": dit})
    return redirect("inscriptions:moi")
