"""The month of one person on paper: her dates, drawings, the bus stop, in her language.

Titles leave as they do everywhere: discreet, unless she agreed to the names (CAL-01).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ateliers.models import Seance
from centre.ecriture import telephone
from centre.pdf import composer, dessin
from centre.temps import JOUR, a_paris, ajouter_mois, bornes
from inscriptions.langues import DE_DROITE_A_GAUCHE, jour_dit
from inscriptions.models import Place
from inscriptions.operations.file import tour_dit
from inscriptions.rendez_vous import limite_dite
from parcours.models import Personne

DESSINS = ("lierre", "lieu", "bus", "tel")


def lire_le_mois(texte: str, *, jour: dt.date) -> dt.date:
    """The first day of « 2026-12 »; anything else is the month of ``jour``."""
    try:
        lu = dt.date.fromisoformat(f"{texte}-01")
    except ValueError:
        return jour.replace(day=1)
    return lu if abs(lu.year - jour.year) <= 2 else jour.replace(day=1)


def places_du_mois(personne: Personne, mois: dt.date) -> list[Place]:
    """Her dates of a month of Paris, cancelled ones included: she must see that they are."""
    debut, fin = bornes(mois, ajouter_mois(mois, 1) - JOUR)
    places = Place.objects.filter(personne=personne, seance__debut__gte=debut).filter(
        seance__debut__lt=fin
    )
    vues = places.vivantes() | places.filter(
        etat=Place.Etat.ANNULEE_CENTRE, seance__etat=Seance.Etat.ANNULEE
    )
    return list(
        vues.exclude(seance__etat=Seance.Etat.BROUILLON)
        .select_related("seance__atelier", "seance__lieu")
        .avec_tour()
        .order_by("seance__debut", "pk")
    )


def feuille_du_mois(personne: Personne, mois: dt.date, *, langue: str, quand: dt.datetime) -> bytes:
    """Compose the PDF in ``langue``. Raises PDFImpossible."""
    with translation.override(langue):
        donnees = donnees_du_mois(personne, mois, langue=langue, quand=quand)
    return composer("mois.typ", donnees, quand=quand)


def donnees_du_mois(
    personne: Personne, mois: dt.date, *, langue: str, quand: dt.datetime
) -> dict[str, Any]:
    """What the template shows, in the active language; two queries."""
    dates = [_date(place, personne) for place in places_du_mois(personne, mois)]
    return {
        "langue": langue,
        "sens": "rtl" if langue in DE_DROITE_A_GAUCHE else "ltr",
        "titre": f"{_('Mes rendez-vous')} · {personne.prenom}",
        "mois": capfirst(date_format(mois, "F Y")),
        "centre": personne.centre.nom_court,
        "telephone": telephone(personne.centre.telephone),
        "dates": dates,
        "rien": _("Pas de rendez-vous noté"),
        "imprimee": f"{a_paris(quand):%d/%m/%Y}",
        "dessins": {nom: dessin(nom) for nom in {*DESSINS, *(d["dessin"] for d in dates)}},
    }


def _date(place: Place, personne: Personne) -> dict[str, Any]:
    seance, atelier = place.seance, place.seance.atelier
    montre = personne.veut_les_titres and not atelier.est_protege
    debut, fin = a_paris(seance.debut), a_paris(seance.fin)
    return {
        "jour": capfirst(jour_dit(seance.debut)),
        "heures": f"{debut:%H:%M} – {fin:%H:%M}",
        "titre": atelier.titre_pour_la_personne(titres_explicites=personne.veut_les_titres),
        # A drawing of its own would tell what a discreet title keeps silent.
        "dessin": atelier.pictogramme if montre else "lierre",
        "adresse": seance.lieu.adresse_dehors,
        # The stop of a discreet place would name it.
        "arret": "" if seance.lieu.adresse_discrete else seance.lieu.arret,
        "barre": seance.est_annulee,
        "etat": _etat(place),
    }


def _etat(place: Place) -> str:
    if place.seance.est_annulee:
        return _("Annulé")
    if place.etat == Place.Etat.LISTE_ATTENTE:
        return _("Liste d’attente, rang %(rang)s") % {"rang": tour_dit(place)}
    if place.etat == Place.Etat.DEMANDEE:
        return _("Demande envoyée")
    if place.etat == Place.Etat.PROPOSEE:
        return _("Répondez avant %(quand)s.") % {"quand": limite_dite(place)}
    return ""
