"""Addresses of the ground floor's own pages."""

from django.urls import path

from centre.views import sante

app_name = "centre"
urlpatterns = [
    path("sante/", sante.sante, name="sante"),
]
