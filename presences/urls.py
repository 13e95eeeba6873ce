from django.urls import path

from presences.views import feuilles, orientations, personnes, pointage

app_name = "presences"
urlpatterns = [
    path("orientations/", orientations.orientations, name="orientations"),
    path("orientations/<int:pk>/", orientations.suivi, name="suivi"),
    path("orientations/parcours/<int:pk>/", orientations.suivi_parcours, name="suivi-parcours"),
    path("personnes/<uuid:reference>/", personnes.personne_detail, name="personne-detail"),
    path("presences/seances/<int:pk>/", feuilles.feuille, name="feuille"),
    path("presences/seances/<int:pk>/papier/", feuilles.feuille_imprimer, name="feuille-imprimer"),
    path("presences/seances/<int:pk>/remplir/", feuilles.feuille_remplir, name="feuille-remplir"),
    path("presences/seances/<int:pk>/fermer/", feuilles.feuille_fermer, name="feuille-fermer"),
    path("presences/seances/<int:pk>/rouvrir/", feuilles.feuille_rouvrir, name="feuille-rouvrir"),
    path("presences/seances/<int:pk>/venir/", pointage.feuille_venir, name="feuille-venir"),
    path("presences/seances/<int:pk>/heures/", pointage.feuille_heures, name="feuille-heures"),
    path("presences/places/<int:pk>/", pointage.pointer_place, name="pointer"),
]
