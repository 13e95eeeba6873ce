"""Login: allauth with French addresses, without sign-up; its mails leave by the outbox."""

import datetime as dt
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from centre.messagerie.depot import deposer
from centre.messagerie.rendu import Rendu, enregistrer_modele
from centre.models import Centre, Message, Utilisateur
from centre.temps import maintenant

MODELE = "centre.compte"


def _rendre(message: Message) -> Rendu:
    return Rendu(sujet=message.graine["sujet"], texte=message.graine["texte"])


enregistrer_modele(MODELE, _rendre)

# Who can be tried out in a demonstration: address, who it is, what they come to do.
COMPTES_DEMONSTRATION = (
    ("coordination@lierre.example", "Coordinatrice", "prépare la semaine, prévient les personnes"),
    ("animation@lierre.example", "Animateur", "tient la feuille de ses ateliers"),
    ("accueil@lierre.example", "Accueil", "inscrit, répond au téléphone"),
    ("referent@lierre.example", "Référente de parcours", "accompagne, rencontre, renouvelle"),
    ("ts.udaf@lierre.example", "Travailleur social, UDAF", "suit les personnes qu’il a orientées"),
    ("ts.cms@lierre.example", "Travailleuse sociale, CMS", "suit d’autres personnes"),
    ("ts.ft@lierre.example", "Conseiller, France Travail", "suit à deux, ou à plusieurs"),
    ("coordination.autre@lierre.example", "Coordinatrice d’un autre centre", "ne voit rien d’ici"),
    ("admin@lierre.example", "Administration technique", "ouvre les comptes et les centres"),
)


class Comptes(DefaultAccountAdapter):
    """Accounts are made by the administration of a centre, never by visitors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox of the user's centre (the first one, for a technician).

        It is hidden from the team, whom its link would let in, and dies with its link.
        """
        rendu = self.render_mail(template_prefix, email, {"email": email, **context})
        du_compte = Centre.objects.filter(affectations__utilisateur__courriel__iexact=email)
        centre = du_compte.order_by("pk").first() or Centre.objects.order_by("pk").first()
        if centre is None:
            return
        _deposer(centre, email, sujet=rendu.subject, texte=rendu.body)


def _deposer(centre: Centre, courriel: str, *, sujet: str, texte: str) -> None:
    with transaction.atomic():
        deposer(
            centre=centre,
            canal=Message.Canal.COURRIEL,
            langue="fr",
            destinataire=courriel,
            modele=MODELE,
            graine={"sujet": sujet, "texte": texte},
            cle=f"compte-{uuid.uuid4()}",
            perime_le=maintenant() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            est_sensible=True,
        )


def envoyer_le_lien(utilisateur: Utilisateur, centre: Centre) -> None:
    """Write to somebody whose access is new: a link, good once, to choose a password."""
    cle = {
        "uidb36": user_pk_to_url_str(utilisateur),
        "key": default_token_generator.make_token(utilisateur),
    }
    contexte = {
        "utilisateur": utilisateur,
        "centre": centre,
        "lien": _absolue(reverse("account_reset_password_from_key", kwargs=cle)),
        "page": _absolue(reverse("account_reset_password")),
    }
    rendu = Comptes().render_mail("account/email/acces_ouvert", utilisateur.courriel, contexte)
    _deposer(centre, utilisateur.courriel, sujet=rendu.subject, texte=rendu.body)


def _absolue(chemin: str) -> str:
    """The address as the page in hand is reached; outside any page, by the name of the service."""
    if context.request is None:
        return f"https://{settings.DOMAINE}{chemin}"
    return str(context.request.build_absolute_uri(chemin))
