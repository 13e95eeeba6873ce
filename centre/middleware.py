"""What every answer obeys, whatever the page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class ConnexionExigee(LoginRequiredMiddleware):
    """Every page asks for a login unless it carries ``@login_not_required``.

    Django's class asks who the visitor is even on a public page, which marks the answer
    ``Vary: Cookie`` and costs two queries; this one does not.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    # Django's own only ever redirects.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true":
            # A fragment cannot hold the login page: htmx reloads the page, which leads there.
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return super().handle_no_permission(request, view_func)


class SansCaractereNul:
    """NUL leaves the query string before any page reads it.

    PostgreSQL refuses the character in every comparison, where SQLite takes it; no address of
    ours has one, so nothing is lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        demande = request.META.get("QUERY_STRING", "")
        if "%00" in demande:
            request.META["QUERY_STRING"] = demande.replace("%00", "")
        return self.get_response(request)


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
