"""Addresses of the ground floor's own pages."""

from django.urls import path

from centre.views import calendrier, composants, equipe, lieux, messages, partenaires, sante

app_name = "centre"
urlpatterns = [
    path("calendrier/", calendrier.calendrier, name="calendrier"),
    path("calendrier/completer/", calendrier.calendrier_completer, name="calendrier-completer"),
    path("calendrier/nouvelle/", calendrier.periode_creer, name="periode-creer"),
    path("calendrier/<int:pk>/modifier/", calendrier.periode_modifier, name="periode-modifier"),
    path("calendrier/<int:pk>/supprimer/", calendrier.periode_supprimer, name="periode-supprimer"),
    path("composants/", composants.composants, name="composants"),
    path("equipe/", equipe.equipe, name="equipe"),
    path("equipe/nouveau/", equipe.acces_ouvrir, name="acces-ouvrir"),
    path("equipe/<int:pk>/retirer/", equipe.acces_fermer, name="acces-fermer"),
    path("equipe/<int:pk>/lien/", equipe.acces_lien, name="acces-lien"),
    path("lieux/", lieux.lieu_list, name="lieu-list"),
    path("lieux/nouveau/", lieux.lieu_creer, name="lieu-creer"),
    path("lieux/<int:pk>/modifier/", lieux.lieu_modifier, name="lieu-modifier"),
    path("lieux/<int:pk>/retirer/", lieux.lieu_retirer, name="lieu-retirer"),
    path("messages/", messages.message_list, name="message-list"),
    path("messages/<int:pk>/reessayer/", messages.message_reessayer, name="message-reessayer"),
    path("messages/<int:pk>/arreter/", messages.message_arreter, name="message-arreter"),
    path("messages/<int:pk>/fait/", messages.message_fait, name="message-fait"),
    path("partenaires/", partenaires.organisme_list, name="organisme-list"),
    path("partenaires/nouveau/", partenaires.organisme_creer, name="organisme-creer"),
    path("partenaires/<int:pk>/", partenaires.organisme_detail, name="organisme-detail"),
    path(
        "partenaires/<int:pk>/modifier/", partenaires.organisme_modifier, name="organisme-modifier"
    ),
    path(
        "partenaires/<int:pk>/professionnels/nouveau/",
        partenaires.professionnel_creer,
        name="professionnel-creer",
    ),
    path(
        "professionnels/<int:pk>/modifier/",
        partenaires.professionnel_modifier,
        name="professionnel-modifier",
    ),
    path("sante/", sante.sante, name="sante"),
]
