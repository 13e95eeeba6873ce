"""Addresses of séances, places, enrolments, calls, and of the participant's own pages."""

from django.urls import path

from inscriptions.views import (
    changements,
    dates,
    demandes,
    inscriptions,
    moi,
    moi_agenda,
    moi_sorties,
    places,
    reponses,
    seances,
    sorties,
)

app_name = "inscriptions"
SEANCE = "seances/<int:pk>/"
urlpatterns = [
    path(SEANCE, seances.seance_detail, name="seance-detail"),
    path(f"{SEANCE}deplacer/", changements.seance_deplacer, name="seance-deplacer"),
    path(f"{SEANCE}annuler/", changements.seance_annuler, name="seance-annuler"),
    path(f"{SEANCE}defaire/", changements.seance_defaire, name="seance-defaire"),
    path("series/<int:pk>/dates/", dates.serie_basculer, name="serie-basculer"),
    path("series/<int:pk>/planifier/", dates.serie_replanifier, name="serie-replanifier"),
    path(f"{SEANCE}places/", places.place_prendre, name="place-prendre"),
    path(f"{SEANCE}sortie/", sorties.sortie_modifier, name="sortie-modifier"),
    path(f"{SEANCE}sortie/attribuer/", sorties.sortie_attribuer, name="sortie-attribuer"),
    path(f"{SEANCE}sortie/liste.pdf", sorties.sortie_liste, name="sortie-liste"),
    path(f"{SEANCE}sortie/papiers/", sorties.sortie_papiers, name="sortie-papiers"),
    path("places/<int:pk>/accepter/", demandes.place_accepter, name="place-accepter"),
    path("places/<int:pk>/refuser/", demandes.place_refuser, name="place-refuser"),
    path("places/<int:pk>/famille/", demandes.place_famille, name="place-famille"),
    path("ateliers/<int:pk>/places/", demandes.atelier_places, name="atelier-places"),
    path("places/<int:pk>/annuler/", places.place_annuler, name="place-annuler"),
    path("places/<int:pk>/proposer/", places.place_proposer, name="place-proposer"),
    path("places/<int:pk>/confirmer/", places.place_confirmer, name="place-confirmer"),
    path(
        "personnes/<uuid:reference>/inscrire/",
        inscriptions.inscription_creer,
        name="inscription-creer",
    ),
    path("personnes/<uuid:reference>/carte/", inscriptions.carte, name="carte"),
    path(
        "inscriptions/<int:pk>/arreter/",
        inscriptions.inscription_arreter,
        name="inscription-arreter",
    ),
    path("appels/", inscriptions.appels_a_faire, name="appels"),
    path("appels/<int:pk>/fait/", inscriptions.appel_fait, name="appel-fait"),
    path("reponses/", reponses.reponse_list, name="reponse-list"),
    path("reponses/<int:pk>/lue/", reponses.reponse_lue, name="reponse-lue"),
    path("moi/", moi.moi, name="moi"),
    path("moi/repondre/", moi.moi_repondre, name="moi-repondre"),
    path("moi/lettres/", moi.moi_lettres, name="moi-lettres"),
    path("moi/sorties/", moi_sorties.moi_sorties, name="moi-sorties"),
    path("moi/sorties/<int:pk>/", moi_sorties.moi_souhait, name="moi-souhait"),
    path("moi/famille/<int:pk>/", moi_sorties.moi_famille, name="moi-famille"),
    path("moi/agenda/", moi_agenda.moi_agenda, name="moi-agenda"),
    path(
        "moi/agenda/<int:pk>/retirer/",
        moi_agenda.moi_agenda_retirer,
        name="moi-agenda-retirer",
    ),
    path("moi/dates/<int:pk>.ics", moi_agenda.moi_date, name="moi-date"),
    # Last: the words above are no secrets.
    path("moi/<str:jeton>/", moi.moi_jeton, name="moi-jeton"),
    path("agenda/p/<str:jeton>.ics", moi_agenda.agenda_personne, name="agenda-personne"),
]
