from django.urls import path

from presences.views import (
    acces,
    attestations,
    feuilles,
    liste,
    mes_heures,
    nouvelles,
    orientations,
    papier,
    personnes,
    pointage,
)

app_name = "presences"
urlpatterns = [
    path("orientations/", orientations.orientations, name="orientations"),
    path("orientations/<int:pk>/", orientations.suivi, name="suivi"),
    path("orientations/parcours/<int:pk>/", orientations.suivi_parcours, name="suivi-parcours"),
    path("orientations/export/", orientations.orientations_exporter, name="orientations-exporter"),
    path("orientations/acces/", acces.acces_list, name="acces-list"),
    path("orientations/acces/resume/", acces.resume_choisir, name="resume-choisir"),
    path("parcours/suivis/", orientations.parcours_suivis, name="parcours-suivis"),
    path("parcours/<int:pk>/nouvelles/", nouvelles.nouvelles_prendre, name="nouvelles-prendre"),
    path("personnes/<uuid:reference>/", personnes.personne_detail, name="personne-detail"),
    path("presences/seances/<int:pk>/", feuilles.feuille, name="feuille"),
    path("presences/seances/<int:pk>/papier/", papier.feuille_papier, name="feuille-papier"),
    path("presences/seances/<int:pk>/papier/pdf/", papier.feuille_pdf, name="feuille-pdf"),
    path("presences/seances/<int:pk>/saisie/", papier.feuille_saisie, name="feuille-saisie"),
    path("presences/seances/<int:pk>/photos/", papier.photo_ajouter, name="photo-ajouter"),
    path("presences/photos/<int:pk>/", papier.photo, name="photo"),
    path("presences/photos/<int:pk>/retirer/", papier.photo_retirer, name="photo-retirer"),
    path("presences/feuilles/", liste.feuille_list, name="feuille-list"),
    path("presences/feuilles/pdf/", liste.feuilles_pdf, name="feuilles-pdf"),
    path("presences/seances/<int:pk>/appel/", liste.feuille_appel, name="feuille-appel"),
    path("presences/seances/<int:pk>/carnet/", liste.feuille_carnet, name="feuille-carnet"),
    path("presences/demandes/<int:pk>/", attestations.demande_repondre, name="demande-repondre"),
    path(
        "personnes/<uuid:reference>/attestation/",
        attestations.personne_attestation,
        name="personne-attestation",
    ),
    # Two segments: one alone would be read as a secret link.
    path("moi/mes/heures/", mes_heures.moi_heures, name="moi-heures"),
    path("moi/mes/heures/<int:pk>/", mes_heures.moi_corriger, name="moi-corriger"),
    path("moi/mes/attestation/", mes_heures.moi_attestation, name="moi-attestation"),
    path("presences/seances/<int:pk>/remplir/", feuilles.feuille_remplir, name="feuille-remplir"),
    path("presences/seances/<int:pk>/fermer/", feuilles.feuille_fermer, name="feuille-fermer"),
    path("presences/seances/<int:pk>/rouvrir/", feuilles.feuille_rouvrir, name="feuille-rouvrir"),
    path("presences/seances/<int:pk>/venir/", pointage.feuille_venir, name="feuille-venir"),
    path("presences/seances/<int:pk>/heures/", pointage.feuille_heures, name="feuille-heures"),
    path("presences/places/<int:pk>/", pointage.pointer_place, name="pointer"),
]
