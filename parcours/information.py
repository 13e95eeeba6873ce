"""The sheet of information (RGPD 13) in simple words: one idea a sentence, in her language.

Read on her own page, or on paper with the team. Raise ``VERSION_DE_LA_FEUILLE`` with its words.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from centre.ecriture import telephone
from parcours.documents import Bloc, document, liste, texte, titre

if TYPE_CHECKING:
    from centre.models import Centre


def langue_de_la_feuille(code: str) -> str:
    """A language of the house, or French."""
    return code if code in dict(settings.LANGUAGES) else "fr"


def feuille_d_information(centre: Centre, *, langue: str, quand: dt.datetime) -> bytes:
    """The sheet on paper; raises ``PDFImpossible``."""
    with translation.override(langue):
        intitule, blocs = _("Vos données, vos droits"), ce_que_dit_la_feuille(centre)
    return document(
        centre, intitule=intitule, blocs=blocs, quand=quand, taille="12pt", langue=langue
    )


def ce_que_dit_la_feuille(centre: Centre) -> list[Bloc]:
    """Titles, sentences and lists in order, in the active language."""
    return [*_ce_que_nous_ecrivons(), *_qui_peut_lire(), *_vos_droits(centre)]


def _ce_que_nous_ecrivons() -> list[Bloc]:
    return [
        titre(_("Ce que nous écrivons")),
        liste(
            [
                _("Votre nom et comment vous joindre."),
                _("Les ateliers où vous venez."),
                _("Ce que vous voulez faire, et ce qui vous aide."),
                _("Nous n’écrivons pas votre maladie, votre religion, votre compte en banque."),
            ]
        ),
        titre(_("Pourquoi")),
        texte(_("Pour vous accueillir, vous prévenir, et avancer avec vous.")),
    ]


def _qui_peut_lire() -> list[Bloc]:
    return [
        titre(_("Qui peut lire")),
        liste(
            [
                _("L’accueil\u00a0: votre nom, votre téléphone, vos rendez-vous."),
                _("La personne qui anime l’atelier\u00a0: votre prénom."),
                _("La personne qui vous accompagne et la coordination\u00a0: votre parcours."),
                _("La personne qui vous oriente\u00a0: l’étape où vous en êtes, jamais pourquoi."),
                _("Vos présences, si vous dites oui ou si votre contrat le prévoit."),
                _("Ce que vous confiez en entretien reste avec la personne qui vous écoute."),
            ]
        ),
        titre(_("Combien de temps")),
        texte(_("Deux ans après notre dernier contact, nous effaçons votre nom.")),
    ]


def _vos_droits(centre: Centre) -> list[Bloc]:
    qui = {"qui": centre.delegue_donnees or centre.nom, "numero": telephone(centre.telephone)}
    return [
        titre(_("Vos droits")),
        liste(
            [
                _("Voir ce qui est écrit, et en avoir une copie."),
                _("Corriger ce qui est faux."),
                _("Dire non, ou changer d’avis. Cela ne change rien à votre accueil."),
                _("Savoir qui a regardé votre dossier."),
                _("Demander que votre nom soit effacé."),
            ]
        ),
        texte(_("Pour demander\u00a0: %(qui)s, %(numero)s. Nous répondons en un mois.") % qui),
        texte(_("Notre réponse ne vous va pas\u00a0? Vous pouvez écrire à la CNIL.")),
        texte("CNIL, 3 place de Fontenoy, 75007 Paris"),
    ]
