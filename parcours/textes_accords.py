"""The sentences that a person reads before she says yes, and the one she is kept to.

Each text is a row of short sentences, translated one by one: what she agreed to is stored as it
was said to her, in the language in which it was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from parcours.information import langue_de_la_feuille
from parcours.models import Consentement

if TYPE_CHECKING:
    from parcours.models import Personne

Objet = Consentement.Objet


def texte_d_accord(objet: str, langue: str = "fr") -> str:
    """The whole text for one purpose, in one language."""
    with translation.override(langue):
        return " ".join(_phrases(Objet(objet)))


def langue_de(personne: Personne) -> str:
    """In which she is read a sentence unless she chose another: that of her file, or French."""
    return langue_de_la_feuille(personne.langue)


def _phrases(objet: Consentement.Objet) -> tuple[str, ...]:
    libre = _("Je peux dire non à tout moment.")
    return {
        Objet.TITRES: (
            _("J’accepte que le nom de mes ateliers soit écrit dans mon agenda et mes messages."),
            libre,
        ),
        Objet.CONTACT_COURRIEL: (_("J’accepte de recevoir des courriels du centre."), libre),
        Objet.CONTACT_SMS: (_("J’accepte de recevoir des SMS du centre."), libre),
        Objet.PHOTO: (_("J’accepte d’être sur les photos du centre."), libre),
        Objet.PRENOM: (
            _("J’accepte qu’on m’appelle par mon prénom."),
            _("On me dit vous."),
            libre,
        ),
        Objet.PARTAGE_PRESENCES: (
            _("J’accepte que le centre montre mes présences à la personne qui m’a orientée."),
            _("Mes absences ne sont jamais montrées."),
            libre,
        ),
        Objet.PARTAGE_CONTACT: (
            _("J’accepte de donner mon nom, ma date de naissance et mon téléphone au centre."),
            _("C’est pour prendre ce rendez-vous."),
        ),
        Objet.COMITE: (
            _("J’accepte que l’on parle de ma situation au comité, avec mon nom."),
            libre,
        ),
        Objet.PARTAGE_ORGANISME: (
            _("J’accepte que le centre parle de ma situation avec cet organisme, pour m’aider."),
            libre,
        ),
    }[objet]
