"""The health page that a supervisor asks, without login."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centre.models import Message
from centre.temps import maintenant


@require_safe
@never_cache
@login_not_required
def sante(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, 503 otherwise.

    ``message_le_plus_ancien_s``: seconds since the oldest unsettled mail or SMS became due, null
    when none waits; past a few minutes the worker is stopped.
    """
    try:
        plus_ancien = (
            Message.objects.echus(maintenant())
            .exclude(canal__in=Message.CANAUX_HUMAINS)
            .order_by("a_partir_de")
            .values_list("a_partir_de", flat=True)
            .first()
        )
    except DatabaseError:
        return JsonResponse({"base": "en panne", "message_le_plus_ancien_s": None}, status=503)
    attente = int((maintenant() - plus_ancien).total_seconds()) if plus_ancien else None
    return JsonResponse({"base": "ok", "message_le_plus_ancien_s": attente})
