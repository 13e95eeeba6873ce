from django.urls import path

from bilans.views import aides, bilan, europe, exports, figures, finances, imports, rapports

app_name = "bilans"
CONVENTION = "bilans/conventions/<int:pk>/"
IMPORT = "bilans/imports/<int:pk>/"
urlpatterns = [
    path("bilans/", bilan.bilan, name="bilan"),
    path("bilans/exports/", exports.export_list, name="export-list"),
    path("bilans/exports/<int:pk>/", exports.export_fichier, name="export-fichier"),
    path("bilans/exports/presences/", exports.export_presences, name="export-presences"),
    path("bilans/imports/", imports.import_list, name="import-list"),
    path(IMPORT, imports.import_apercu, name="import-apercu"),
    path(f"{IMPORT}colonnes/", imports.import_colonnes, name="import-colonnes"),
    path(f"{IMPORT}lire/", imports.import_lire, name="import-lire"),
    path(f"{IMPORT}erreurs/", imports.import_erreurs, name="import-erreurs"),
    path(f"{IMPORT}confirmer/", imports.import_confirmer, name="import-confirmer"),
    path(f"{IMPORT}defaire/", imports.import_defaire, name="import-defaire"),
    path("bilans/imports/<slug:code>/", imports.import_deposer, name="import-deposer"),
    path("bilans/imports/<slug:code>/modele/", imports.import_modele, name="import-modele"),
    path("bilans/rapport/", rapports.rapport, name="rapport"),
    path("bilans/rapport/textes/", rapports.rapport_textes, name="rapport-textes"),
    path("bilans/rapport/valider/", rapports.rapport_valider, name="rapport-valider"),
    path("bilans/rapport/<slug:extension>/", rapports.rapport_fichier, name="rapport-fichier"),
    path("bilans/rapports/", rapports.rapport_list, name="rapport-list"),
    path("bilans/rapports/<int:pk>/", rapports.rapport_detail, name="rapport-detail"),
    path("bilans/rapports/<int:pk>/<slug:extension>/", rapports.rapport_fige, name="rapport-fige"),
    path("bilans/finances/", finances.finances, name="finances"),
    path("bilans/finances/<slug:extension>/", finances.finances_fichier, name="finances-fichier"),
    path("bilans/conventions/nouvelle/", finances.convention_creer, name="convention-creer"),
    path(CONVENTION, finances.convention_modifier, name="convention-modifier"),
    path(f"{CONVENTION}terminer/", finances.convention_terminer, name="convention-terminer"),
    path("bilans/aides/", aides.aide_list, name="aide-list"),
    path("bilans/aides/<slug:genre>/<slug:extension>/", aides.aide_fichier, name="aide-fichier"),
    path("bilans/attestations/", aides.attestation_list, name="attestation-list"),
    path("bilans/individuels/", aides.individuel_list, name="individuel-list"),
    path("bilans/fse/<int:pk>/", europe.fse, name="fse"),
    path("bilans/fse/<int:pk>/colonnes/", europe.fse_colonnes, name="fse-colonnes"),
    path("bilans/fse/<int:pk>/<uuid:reference>/", europe.fse_participant, name="fse-participant"),
    path("bilans/fse/<int:pk>/<slug:extension>/", europe.fse_fichier, name="fse-fichier"),
    path("bilans/<str:code>/", figures.figure, name="figure"),
]
