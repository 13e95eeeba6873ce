"""Addresses of what is written along the way: notes, freins, aims, partners, her own words."""

from django.urls import path

from parcours.views import notes, projets, suites

PERSONNE = "personnes/<uuid:reference>/"
urlpatterns = [
    path("parcours/<int:pk>/noter/<slug:genre>/", notes.note_creer, name="note-creer"),
    path("notes/<slug:genre>/<int:pk>/retirer/", notes.note_retirer, name="note-retirer"),
    path("freins/<int:pk>/", suites.frein_suivre, name="frein-suivre"),
    path("objectifs/<int:pk>/etapes/nouvelle/", suites.jalon_creer, name="jalon-creer"),
    path("objectifs/<int:pk>/atteint/", suites.objectif_atteindre, name="objectif-atteindre"),
    path("etapes/<int:pk>/", suites.jalon_changer, name="jalon-changer"),
    path("partenaires/<int:pk>/reponse/", suites.partenaire_changer, name="partenaire-changer"),
    path(f"{PERSONNE}projet/", projets.projet_ecrire, name="projet-ecrire"),
    path(f"{PERSONNE}projet/relu/", projets.projet_relire, name="projet-relire"),
    path(f"{PERSONNE}prenom/", projets.prenom_choisir, name="prenom-choisir"),
    path("parcours/<int:pk>/reperes/", projets.reperes, name="reperes"),
    path("parcours/<int:pk>/reperes/poser/", projets.reperes_poser, name="reperes-poser"),
]
