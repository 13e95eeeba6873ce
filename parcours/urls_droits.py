"""Addresses about people's data, links to orient, letters, openings, the end of keeping."""

from django.urls import path

from parcours.views import accords, bris_de_glace, conservation, droits, lettres, liens

PERSONNE = "personnes/<uuid:reference>/"
DEMANDE = "donnees/demandes/<int:pk>/"
urlpatterns = [
    path("orientations/liens/", liens.lien_list, name="lien-list"),
    path("orientations/liens/<int:pk>/retirer/", liens.lien_retirer, name="lien-retirer"),
    path("orienter/", liens.orienter, name="orienter"),
    path("orienter/<str:jeton>/", liens.orienter_jeton, name="orienter-jeton"),
    path(
        "orientations/recues/<int:pk>/lettre/",
        lettres.orientation_lettre,
        name="orientation-lettre",
    ),
    path(f"{PERSONNE}donnees/", droits.personne_donnees, name="personne-donnees"),
    path(f"{PERSONNE}accords/", accords.personne_accords, name="personne-accords"),
    path(f"{PERSONNE}information/", droits.information_pdf, name="information-pdf"),
    path(
        f"{PERSONNE}information/remise/", droits.information_remettre, name="information-remettre"
    ),
    path(f"{PERSONNE}ouvrir/", bris_de_glace.bris_ouvrir, name="bris-ouvrir"),
    path("donnees/ouvertures/", bris_de_glace.bris_list, name="bris-list"),
    path("donnees/ouvertures/<int:pk>/lue/", bris_de_glace.bris_vu, name="bris-vu"),
    path("donnees/demandes/", droits.demande_list, name="demande-list"),
    path(DEMANDE, droits.demande_relire, name="demande-relire"),
    path(f"{DEMANDE}copie.<str:genre>", droits.demande_copie, name="demande-copie"),
    path(f"{DEMANDE}remise/", droits.demande_remettre, name="demande-remettre"),
    path(f"{DEMANDE}effacer/", droits.demande_effacer, name="demande-effacer"),
    path("donnees/conservation/", conservation.conservation, name="conservation"),
    path("donnees/conservation/<int:pk>/", conservation.avis_garder, name="avis-garder"),
    path("donnees/preuves/", conservation.preuve_list, name="preuve-list"),
    path("donnees/registre/", conservation.registre, name="registre"),
]
