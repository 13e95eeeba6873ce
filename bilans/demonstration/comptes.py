"""The accounts of a demonstration: one common password, shown on the login page there only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from bilans.demonstration.monde import Monde
from centre.models import Affectation, Utilisateur

DOMAINE = "lierre.example"
Role = Affectation.Role


@dataclass(frozen=True)
class Compte:
    """An account, the role it holds, and the organisation for which a partner holds it."""

    alias: str
    prenom: str
    nom: str
    role: Affectation.Role
    organisme: str
    fonction: str
    voit: str

    @property
    def courriel(self) -> str:
        return f"{self.alias}@{DOMAINE}"


LIERRE = (
    Compte(
        "coordination", "Claire", "Morlot", Role.COORDINATION, "centre", "Coordinatrice",
        "la semaine, les inscriptions, les messages, les bilans",
    ),
    Compte(
        "animation", "Hélène", "Rouvier", Role.ANIMATION, "centre", "Animatrice",
        "ses ateliers et leurs feuilles de présence",
    ),
    Compte(
        "accueil", "Sonia", "Wendel", Role.ACCUEIL, "centre", "Accueil",
        "le planning, les personnes à prévenir, les appels",
    ),
    Compte(
        "referent", "Inès", "Laurain", Role.REFERENT, "centre", "Référente de parcours",
        "les parcours qu’elle accompagne",
    ),
    Compte(
        "ts.udaf", "Marc", "Dubreuil", Role.PRESCRIPTEUR, "UDAF", "Travailleur social",
        "les six personnes qu’il a orientées",
    ),
    Compte(
        "ts.cms", "Julie", "Fontanel", Role.PRESCRIPTEUR, "CMS", "Assistante sociale",
        "les personnes qu’elle a orientées",
    ),
    Compte(
        "ts.ft", "Fabrice", "Noël-Petit", Role.PRESCRIPTEUR, "FT", "Conseiller",
        "les personnes qu’il a orientées, et celles qu’il suit à deux ou à plusieurs",
    ),
    Compte(
        "admin", "Alex", "Terrier", Role.ADMINISTRATION, "centre", "Administration technique",
        "les comptes et les réglages, aucun contenu",
    ),
)  # fmt: skip
LIERRE_2013 = (
    Compte(
        "coordination.2013", "Claire", "Morlot", Role.COORDINATION, "centre", "Coordinatrice",
        "le bilan de l’année 2013",
    ),
)  # fmt: skip
CHENE = (
    Compte(
        "coordination.autre", "Nora", "Vasseur", Role.COORDINATION, "centre", "Coordinatrice",
        "un autre centre, et rien du Lierre",
    ),
)  # fmt: skip


def creer(monde: Monde, comptes: tuple[Compte, ...]) -> None:
    """Accounts and their roles, in force since long before the date."""
    depuis = monde.jour - dt.timedelta(days=900)
    # One hash for all: the cost of a real password hash, once.
    empreinte = make_password(settings.DEMONSTRATION_MOT_DE_PASSE)
    for compte in comptes:
        technique = compte.role == Role.ADMINISTRATION
        utilisateur, _ = Utilisateur.objects.update_or_create(
            courriel=compte.courriel,
            defaults={
                "prenom": compte.prenom,
                "nom": compte.nom,
                "password": empreinte,
                "is_staff": technique,
                "is_superuser": technique,
            },
        )
        Affectation.objects.update_or_create(
            utilisateur=utilisateur,
            centre=monde.centre,
            role=compte.role,
            fin=None,
            defaults={
                "debut": depuis,
                "organisme": monde.organismes[compte.organisme]
                if compte.role in Affectation.PARTENAIRES
                else None,
            },
        )
        monde.comptes[compte.alias] = utilisateur
