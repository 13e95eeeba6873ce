"""Mails of a renewal and of a point: dates and a link, no name; the page says the rest."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from centre.ecriture import jour_long_annee
from centre.messagerie import Rendu
from centre.models import Message
from parcours.models import Renouvellement
from parcours.queries.renouvellements import jeton_de


def rendre_la_demande(message: Message) -> Rendu:
    """The link of the sending written in the seed; a later reminder makes it open nothing."""
    demande = Renouvellement.objects.select_related("parcours").get(
        pk=message.graine["renouvellement"]
    )
    demande.tour = message.graine["tour"]
    chemin = reverse("parcours:renouvellement-lien", args=[jeton_de(demande)])
    contexte = {
        "lien": f"https://{settings.DOMAINE}{chemin}",
        "fin": jour_long_annee(demande.parcours.date_fin_prevue),
        "jusquau": jour_long_annee(demande.lien_jusquau),
        "est_une_relance": demande.tour > 1,
    }
    gabarits = ("parcours/messages/renouvellement.txt", "parcours/messages/renouvellement.html")
    return _rendu(message, gabarits, "Votre avis\u00a0: continuer un parcours", contexte)


def rendre_la_reponse(message: Message) -> Rendu:
    chemin = reverse("parcours:renouvellement", args=[message.graine["parcours"]])
    contexte = {"lien": f"https://{settings.DOMAINE}{chemin}"}
    gabarits = ("parcours/messages/reponse.txt", "parcours/messages/reponse.html")
    return _rendu(message, gabarits, "Un prescripteur a répondu", contexte)


def rendre_le_point(message: Message) -> Rendu:
    chemin = reverse("parcours:point", args=[message.graine["point"]])
    contexte = {"lien": f"https://{settings.DOMAINE}{chemin}"}
    gabarits = ("parcours/messages/point.txt", "parcours/messages/point.html")
    return _rendu(message, gabarits, "Un point vous attend", contexte)


def _rendu(
    message: Message, gabarits: tuple[str, str], sujet: str, contexte: Mapping[str, object]
) -> Rendu:
    texte, html = gabarits
    complet = {"centre": message.centre, **contexte}
    return Rendu(
        sujet=sujet,
        texte=render_to_string(texte, complet).strip() + "\n",
        html=render_to_string(html, complet),
    )


def nommer_la_demande(message: Message) -> str:
    return "Demande de renouvellement à un prescripteur"


def nommer_la_reponse(message: Message) -> str:
    return "Réponse d’un prescripteur, pour l’équipe"


def nommer_le_point(message: Message) -> str:
    return "Point envoyé à un prescripteur"
