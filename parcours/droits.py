"""What waits about people's data: in « À faire », and on the card of her page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, Min, QuerySet, Value
from django.urls import reverse

from centre import a_faire
from centre import conservation as registre
from centre.a_faire import Tache
from centre.ecriture import date_courte, pluriel
from centre.messagerie import enregistrer_modele
from centre.temps import a_paris, ajouter_mois
from parcours import conservation
from parcours.emails import effacement as emails
from parcours.fiche import Lecture, enregistrer_carte
from parcours.models import AvisConservation, BrisDeGlace, DemandeDroit, InformationRemise
from parcours.operations.bris_de_glace import a_lire_par
from parcours.operations.droits import VERSION_DE_LA_FEUILLE
from parcours.permissions import SUIVI

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


def _compter(genre: str, lignes: QuerySet[Any], champ: str) -> QuerySet[Any]:
    """One row: the kind, how many, the oldest date as ISO text."""
    return (
        lignes.order_by()
        .annotate(genre_de_ligne=Value(genre, output_field=CharField()))
        .values_list("genre_de_ligne")
        .annotate(nombre=Count("pk"), premier=Min(champ))
    )


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> Iterator[Tache]:
    """Requests to answer, files about to go, openings to read: one query in all."""
    if not utilisateur.a_role(centre.pk, *SUIVI):
        return
    demandes = DemandeDroit.objects.visibles_par(utilisateur).ouvertes()
    avis = AvisConservation.objects.visibles_par(utilisateur).filter(raison="")
    bris = BrisDeGlace.objects.visibles_par(utilisateur).filter(a_lire_par(utilisateur))
    du_centre = {"personne__centre": centre}
    lues = _compter("demandes", demandes.filter(**du_centre), "recue_le").union(
        _compter("avis", avis.filter(**du_centre), "echeance"),
        _compter("bris", bris.filter(**du_centre), "ouvert_le__date"),
    )
    for genre, nombre, premier in lues:
        if nombre:
            yield _tache(genre, nombre, premier)


def _tache(genre: str, nombre: int, premier: dt.date | str) -> Tache:
    jour = dt.date.fromisoformat(f"{premier}"[:10])
    if genre == "demandes":
        return Tache(
            titre=pluriel(nombre, "demande sur ses données,demandes sur leurs données"),
            pourquoi=f"La réponse est due avant le {date_courte(ajouter_mois(jour, 1))}.",
            url=reverse("parcours:demande-list"),
            action="Voir les demandes",
            icone="papier",
            ordre=35,
        )
    if genre == "avis":
        return Tache(
            titre=pluriel(nombre, "dossier sera effacé,dossiers seront effacés"),
            pourquoi=f"Sans nouvelles depuis deux ans. Le premier, le {date_courte(jour)}.",
            url=reverse("parcours:conservation"),
            action="Voir la liste",
            icone="sablier",
            ordre=45,
        )
    return Tache(
        titre=pluriel(nombre, "ouverture d’urgence à lire,ouvertures d’urgence à lire"),
        pourquoi="Quelqu’un a ouvert un dossier réservé\u00a0: lisez pourquoi.",
        url=reverse("parcours:bris-list"),
        action="Lire la raison",
        icone="cadenas",
        ordre=25,
    )


def carte(lecture: Lecture) -> dict[str, Any]:
    """« Ses données »: what waits, and whether the sheet of information was read with her."""
    demandes = DemandeDroit.objects.visibles_par(lecture.utilisateur).filter(
        personne=lecture.personne
    )
    informee = InformationRemise.objects.filter(
        personne=lecture.personne, version=VERSION_DE_LA_FEUILLE
    )
    return {
        "demandes": list(demandes.ouvertes()),
        "informee_le": informee.values_list("le", flat=True).first(),
        "jour": a_paris(lecture.quand).date(),
    }


def enregistrer() -> None:
    """Tasks, card, mail, rules of keeping: all that this app adds about people's data."""
    a_faire.enregistrer(taches)
    enregistrer_carte("parcours/_carte_donnees.html", carte, ordre=90)
    enregistrer_modele("parcours.effacement", emails.rendre_l_effacement, nommer=emails.nommer)
    for regle in conservation.REGLES:
        registre.enregistrer_regle(regle)
    registre.enregistrer_contacts("parcours", conservation.contacts)
