"""The letter after calls without answer, offered once the centre's number of calls is reached."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centre.acces import noter
from centre.http import RequeteConnectee
from centre.models import JournalAcces
from centre.temps import aujourdhui, maintenant
from parcours.contacts import premier_contact
from parcours.documents import lettre_apres_appels
from parcours.views.droits import en_pdf
from parcours.views.orientations import trouver_recue


@require_safe
@never_cache
def orientation_lettre(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Not before the calls (ASI-04), and never where nobody may write to her."""
    orientation = trouver_recue(request, pk)
    quand = maintenant()
    sinon = redirect("parcours:orientation-recue", orientation.pk)
    if not premier_contact(orientation, quand).lettre_possible:
        messages.error(request, "D’abord des appels\u00a0: la lettre vient ensuite.")
        return sinon
    personne = orientation.personne
    personne.centre = orientation.centre
    acte = JournalAcces.Acte.EXPORT
    noter(request, orientation.centre, "Lettre", personne.reference, acte)
    return en_pdf(
        lambda: lettre_apres_appels(personne, quand=quand),
        fichier=f"lettre-{aujourdhui()}.pdf",
        request=request,
        sinon=sinon,
    )
