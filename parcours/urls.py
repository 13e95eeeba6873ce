"""Addresses of the people, the orientations received and the parcours."""

from django.urls import path

from parcours import urls_chemin, urls_droits, urls_echeances
from parcours.views import comites, entretiens, espace, fusion, orientations, parcours, personnes

app_name = "parcours"
RECUE = "orientations/recues/<int:pk>/"
ESPACE = "parcours/<int:pk>/espace/"
urlpatterns = [
    path("personnes/", personnes.personne_list, name="personne-list"),
    path("personnes/nouvelle/", personnes.personne_creer, name="personne-creer"),
    path(
        "personnes/<uuid:reference>/reunir/",
        fusion.personne_fusionner,
        name="personne-fusionner",
    ),
    path(
        "personnes/<uuid:reference>/modifier/",
        personnes.personne_modifier,
        name="personne-modifier",
    ),
    path(
        "personnes/<uuid:reference>/parcours/nouveau/",
        parcours.parcours_ouvrir,
        name="parcours-nouveau",
    ),
    path("orientations/nouvelle/", orientations.orientation_creer, name="orientation-creer"),
    path("orientations/recues/", orientations.orientation_list, name="orientation-list"),
    path(RECUE, orientations.orientation_recue, name="orientation-recue"),
    path(f"{RECUE}appel/", orientations.appel_noter, name="appel-noter"),
    path(f"{RECUE}etat/", orientations.orientation_etat, name="orientation-etat"),
    path(f"{RECUE}doublon/", orientations.orientation_doublon, name="orientation-doublon"),
    path(f"{RECUE}entretien/", entretiens.entretien_fixer, name="entretien-fixer"),
    path(f"{RECUE}entree/", parcours.parcours_ouvrir, name="parcours-ouvrir"),
    path("parcours/<int:pk>/modifier/", parcours.parcours_modifier, name="parcours-modifier"),
    path("parcours/<int:pk>/clore/", parcours.parcours_clore, name="parcours-clore"),
    path("parcours/<int:pk>/transmission/", parcours.transmission, name="transmission"),
    path(
        "parcours/<int:pk>/entretiens/nouveau/", entretiens.entretien_creer, name="entretien-creer"
    ),
    path("entretiens/<int:pk>/modifier/", entretiens.entretien_modifier, name="entretien-modifier"),
    path(ESPACE, espace.espace, name="espace"),
    path(f"{ESPACE}diagnostic/", espace.diagnostic_ecrire, name="diagnostic-ecrire"),
    path(f"{ESPACE}diagnostic/valider/", espace.diagnostic_valider, name="diagnostic-valider"),
    path(f"{ESPACE}plan/", espace.ligne_ecrire, name="ligne-ecrire"),
    path("plan/<int:pk>/", espace.ligne_suivre, name="ligne-suivre"),
    path(f"{ESPACE}emploi/", espace.emploi_commencer, name="emploi-commencer"),
    path(f"{ESPACE}emploi/fin/", espace.emploi_arreter, name="emploi-arreter"),
    path(f"{ESPACE}intervenants/", espace.intervenant_ajouter, name="intervenant-ajouter"),
    path("intervenants/<int:pk>/retirer/", espace.intervenant_retirer, name="intervenant-retirer"),
    path(f"{ESPACE}notes/", espace.note_ecrire, name="note-ecrire"),
    path("comites/", comites.comite_list, name="comite-list"),
    path("comites/nouveau/", comites.comite_creer, name="comite-creer"),
    path("comites/<int:pk>/", comites.comite_detail, name="comite-detail"),
    path("comites/<int:pk>/compte-rendu/", comites.comite_noter, name="comite-noter"),
    path("comites/<int:pk>/participants/", comites.comite_inviter, name="comite-inviter"),
    path("comites/<int:pk>/situations/", comites.situation_presenter, name="situation-presenter"),
    path("situations/<int:pk>/", comites.situation_suivre, name="situation-suivre"),
    *urls_chemin.urlpatterns,
    *urls_droits.urlpatterns,
    *urls_echeances.urlpatterns,
]
