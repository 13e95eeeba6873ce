"""Login: allauth with French addresses, without sign-up; its mails leave by the outbox."""

import datetime as dt
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from centre.messagerie.depot import deposer
from centre.messagerie.rendu import Rendu, enregistrer_modele
from centre.models import Centre, Message
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
        with transaction.atomic():
            deposer(
                centre=centre,
                canal=Message.Canal.COURRIEL,
                langue="fr",
                destinataire=email,
                modele=MODELE,
                graine={"sujet": rendu.subject, "texte": rendu.body},
                cle=f"compte-{uuid.uuid4()}",
                perime_le=maintenant() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
                est_sensible=True,
            )
