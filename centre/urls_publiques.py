"""Addresses of the ground floor's own pages."""

from django.urls import path

from centre.views import composants, sante

app_name = "centre"
urlpatterns = [
    path("composants/", composants.composants, name="composants"),
    path("sante/", sante.sante, name="sante"),
]
