"""Addresses of the ground floor's own pages."""

from django.urls import path

from centre.views import calendrier, composants, messages, sante

app_name = "centre"
urlpatterns = [
    path("calendrier/", calendrier.calendrier, name="calendrier"),
    path("calendrier/completer/", calendrier.calendrier_completer, name="calendrier-completer"),
    path("calendrier/nouvelle/", calendrier.periode_creer, name="periode-creer"),
    path("calendrier/<int:pk>/modifier/", calendrier.periode_modifier, name="periode-modifier"),
    path("calendrier/<int:pk>/supprimer/", calendrier.periode_supprimer, name="periode-supprimer"),
    path("composants/", composants.composants, name="composants"),
    path("messages/", messages.message_list, name="message-list"),
    path("messages/<int:pk>/reessayer/", messages.message_reessayer, name="message-reessayer"),
    path("messages/<int:pk>/arreter/", messages.message_arreter, name="message-arreter"),
    path("messages/<int:pk>/fait/", messages.message_fait, name="message-fait"),
    path("sante/", sante.sante, name="sante"),
]
