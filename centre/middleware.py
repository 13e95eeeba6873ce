"""What every answer obeys, whatever the page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class SansConservation:
    """Pages of a logged-in person are kept by no cache: the next user of the computer goes back
    to nothing.

    A visitor without session cookie is not asked who they are, so that public pages and feeds
    stay free of ``Vary: Cookie``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        a_une_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if a_une_session and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
