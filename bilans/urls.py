from django.urls import path

from bilans.views import bilan, exports, imports

app_name = "bilans"
urlpatterns = [
    path("bilans/", bilan.bilan, name="bilan"),
    path("bilans/exports/presences/", exports.export_presences, name="export-presences"),
    path("bilans/imports/", imports.import_personnes, name="import-personnes"),
    path("bilans/imports/modele/", imports.import_modele, name="import-modele"),
    path("bilans/imports/<int:pk>/", imports.import_apercu, name="import-apercu"),
    path("bilans/imports/<int:pk>/confirmer/", imports.import_confirmer, name="import-confirmer"),
    path("bilans/<str:code>/", bilan.figure, name="figure"),
]
