"""Addresses of the programme; « p » and « lieu » are reserved under ``/agenda/``."""

from django.urls import include, path, register_converter
from django.urls.converters import SlugConverter

from ateliers.views import (
    abonnements,
    absences,
    affiches,
    agenda,
    annee,
    apercu,
    ateliers,
    attention,
    jour,
    liste,
    mois,
    permanences,
    planning,
    publiques,
    series,
)
from ateliers.views.api import lecture
from ateliers.views.api import pages as api


class CentreEnAgenda(SlugConverter):
    """A centre's slug; ``/agenda/p/<token>.ics`` belongs to the people's own feeds."""

    regex = r"(?!p/)[-a-zA-Z0-9_]+"


register_converter(CentreEnAgenda, "centre_en_agenda")

app_name = "ateliers"
urlpatterns = [
    path("", publiques.accueil, name="accueil"),
    path("c/<slug:centre>/", publiques.centre_planning, name="centre-planning"),
    path("c/<slug:centre>/<slug:atelier>/", publiques.centre_atelier, name="centre-atelier"),
    path("planning/", planning.planning_semaine, name="planning-semaine"),
    path("planning/jour/", jour.planning_jour, name="planning-jour"),
    path("planning/mois/", mois.planning_mois, name="planning-mois"),
    path("planning/annee/", annee.planning_annee, name="planning-annee"),
    path("planning/liste/", liste.planning_liste, name="planning-liste"),
    path("planning/a-faire/", planning.planning_a_faire, name="planning-a-faire"),
    path("planning/agendas/", abonnements.abonnement_list, name="abonnement-list"),
    path(
        "planning/agendas/retirer/",
        abonnements.abonnement_tout_retirer,
        name="abonnement-tout-retirer",
    ),
    path(
        "planning/agendas/<int:pk>/retirer/",
        abonnements.abonnement_retirer,
        name="abonnement-retirer",
    ),
    path("planning/affiche/", affiches.affiche_semaine, name="affiche-semaine"),
    path("ateliers/", ateliers.atelier_list, name="atelier-list"),
    path("ateliers/nouveau/", ateliers.atelier_creer, name="atelier-creer"),
    path("ateliers/<int:pk>/", ateliers.atelier_detail, name="atelier-detail"),
    path("ateliers/<int:pk>/affiche/", affiches.affiche_annee, name="affiche-annee"),
    path(
        "ateliers/<int:pk>/permanence/",
        permanences.permanence_regler,
        name="permanence-regler",
    ),
    path("ateliers/<int:pk>/modifier/", ateliers.atelier_modifier, name="atelier-modifier"),
    path("ateliers/<int:pk>/objectif/", series.objectif_fixer, name="objectif-fixer"),
    path("ateliers/<int:pk>/series/nouvelle/", series.serie_creer, name="serie-creer"),
    path("ateliers/series/<int:pk>/modifier/", series.serie_modifier, name="serie-modifier"),
    path("ateliers/series/<int:pk>/dates/", apercu.serie_apercu, name="serie-apercu"),
    path("ateliers/series/<int:pk>/dates/basculer/", series.serie_basculer, name="serie-basculer"),
    path("ateliers/series/<int:pk>/dates/decaler/", series.serie_decaler, name="serie-decaler"),
    path("ateliers/series/<int:pk>/publier/", series.serie_publier, name="serie-publier"),
    path("planning/attention/", attention.attention, name="attention"),
    path("planning/attention/ecarter/", attention.attention_ecarter, name="attention-ecarter"),
    path(
        "planning/attention/<int:pk>/reprendre/",
        attention.attention_reprendre,
        name="attention-reprendre",
    ),
    path("absences/", absences.absence_list, name="absence-list"),
    path("absences/nouvelle/", absences.absence_creer, name="absence-creer"),
    path("absences/<int:pk>/retirer/", absences.absence_retirer, name="absence-retirer"),
    path("api/v1/", api.api_accueil, name="api-accueil"),
    path("api/v1/openapi.json", api.api_openapi, name="api-openapi"),
    path("api/v1/", include(lecture.adresses())),
    # Before the people's own feeds, which take any word after « p/ ».
    path("agenda/p/equipe-<str:jeton>.ics", abonnements.agenda_equipe, name="agenda-equipe"),
    path("agenda/<slug:centre>/", abonnements.s_abonner, name="s-abonner"),
    path("agenda/<slug:centre>.ics", agenda.agenda_centre, name="agenda-centre"),
    path("agenda/<slug:centre>/lieu/<slug:lieu>.ics", agenda.agenda_lieu, name="agenda-lieu"),
    path(
        "agenda/<centre_en_agenda:centre>/<slug:atelier>.ics",
        agenda.agenda_atelier,
        name="agenda-atelier",
    ),
]
