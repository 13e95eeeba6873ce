"""Addresses of frames, who pays, renewals, points and individual bilans."""

from django.urls import path

from parcours.views import (
    bilans,
    dispositifs,
    financement,
    points,
    prescripteurs,
    renouvellements,
)

RENOUVELLEMENT, POINT = "renouvellements/<int:pk>/", "points/<int:pk>/"
BILAN = "bilans-individuels/<int:pk>/"
urlpatterns = [
    path("dispositifs/", dispositifs.dispositif_list, name="dispositif-list"),
    path("dispositifs/nouveau/", dispositifs.dispositif_creer, name="dispositif-creer"),
    path("dispositifs/<int:pk>/", dispositifs.dispositif_detail, name="dispositif-detail"),
    path(
        "dispositifs/<int:pk>/modifier/",
        dispositifs.dispositif_modifier,
        name="dispositif-modifier",
    ),
    path("dispositifs/<int:pk>/copier/", dispositifs.dispositif_copier, name="dispositif-copier"),
    path("dispositifs/<int:pk>/tarif/", dispositifs.dispositif_tarif, name="dispositif-tarif"),
    path("parcours/<int:pk>/financement/", financement.financement, name="financement"),
    path(
        "parcours/<int:pk>/prescripteur/",
        prescripteurs.prescripteur_changer,
        name="prescripteur-changer",
    ),
    path("renouvellements/", renouvellements.renouvellement_list, name="renouvellement-list"),
    path(
        "parcours/<int:pk>/renouvellement/", renouvellements.renouvellement, name="renouvellement"
    ),
    *(
        path(
            f"{RENOUVELLEMENT}{acte}/",
            getattr(renouvellements, f"renouvellement_{acte}"),
            name=f"renouvellement-{acte}",
        )
        for acte in ("demander", "relancer", "noter", "decider", "repondre")
    ),
    path(
        "renouvellement/<str:jeton>/",
        renouvellements.renouvellement_lien,
        name="renouvellement-lien",
    ),
    path("points/", points.point_list, name="point-list"),
    path("parcours/<int:pk>/points/nouveau/", points.point_commencer, name="point-commencer"),
    path(POINT, points.point, name="point"),
    path(f"{POINT}envoyer/", points.point_envoyer, name="point-envoyer"),
    path(f"{POINT}point.pdf", points.point_pdf, name="point-pdf"),
    path("parcours/<int:pk>/bilan/", bilans.bilan_commencer, name="bilan-commencer"),
    path(BILAN, bilans.bilan_individuel, name="bilan-individuel"),
    path(f"{BILAN}signer/", bilans.bilan_signer, name="bilan-signer"),
    path(f"{BILAN}<slug:partie>.pdf", bilans.bilan_pdf, name="bilan-pdf"),
    path("parcours/<int:pk>/contact/", bilans.contact_apres_fin, name="contact-apres-fin"),
]
