"""Pages of refusal, in French; they query nothing, for the database may be what fails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def demande_incorrecte(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def acces_refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"raison": str(exception)}, status=403)


def formulaire_perime(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF check failed: most often a page left open longer than its session."""
    raison = "Cette page est restée ouverte trop longtemps. Rechargez-la, puis recommencez."
    return render(request, "403.html", {"raison": raison}, status=403)


def introuvable(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def trop_de_demandes(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "429.html", status=429)


def erreur_interne(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
