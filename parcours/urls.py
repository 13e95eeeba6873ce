"""Addresses of the people, the orientations received and the parcours."""

from django.urls import path

from parcours.views import fusion, orientations, parcours, personnes

app_name = "parcours"
RECUE = "orientations/recues/<int:pk>/"
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
    path(f"{RECUE}entretien/", parcours.entretien_fixer, name="entretien-fixer"),
    path(f"{RECUE}entree/", parcours.parcours_ouvrir, name="parcours-ouvrir"),
    path("parcours/<int:pk>/modifier/", parcours.parcours_modifier, name="parcours-modifier"),
    path("parcours/<int:pk>/clore/", parcours.parcours_clore, name="parcours-clore"),
    path("parcours/<int:pk>/transmission/", parcours.transmission, name="transmission"),
    path("parcours/<int:pk>/entretiens/nouveau/", parcours.entretien_creer, name="entretien-creer"),
    path("entretiens/<int:pk>/modifier/", parcours.entretien_modifier, name="entretien-modifier"),
]
