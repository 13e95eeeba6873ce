"""Writing a person's file and what she agreed to."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from centre.erreurs import Refus
from centre.temps import a_paris, maintenant
from centre.textes import cle_de_nom
from parcours.models import Consentement, Personne
from parcours.textes_accords import langue_de, texte_d_accord

if TYPE_CHECKING:
    from centre.models import Centre, Organisme, Utilisateur
    from parcours.models import Parcours

# The file after and before: what the apps above do when the way to reach her changes, or what may
# be said there.
SuiteDuContact = Callable[[Personne, Personne, dt.datetime], None]
_suites_du_contact: list[SuiteDuContact] = []
PAR_ELLE = "Sa page personnelle"
CONTACT = (
    *("telephone", "courriel", "courriel_en_erreur", "canal"),
    *("ne_pas_ecrire", "passer_par_id", "titres_explicites_le"),
)


def enregistrer_suite_du_contact(suite: SuiteDuContact) -> None:
    """Declare what follows, in the same transaction; called once by an app's ``ready()``."""
    if suite not in _suites_du_contact:
        _suites_du_contact.append(suite)


def suivre_le_contact(apres: Personne, avant: Personne, *, quand: dt.datetime) -> None:
    """Tell the apps above that a file already written reaches her by another road, if it does."""
    if any(getattr(apres, champ) != getattr(avant, champ) for champ in CONTACT):
        for suite in _suites_du_contact:
            suite(apres, avant, quand)


@transaction.atomic
def decider(
    personne: Personne,
    *,
    objet: Consentement.Objet,
    accepte: bool,
    recueilli_par: str,
    parcours: Parcours | None = None,
    destinataire: Organisme | None = None,
    texte: str = "",
    langue: str = "",
    quand: dt.datetime | None = None,
) -> None:
    """Open or withdraw one agreement; saying the same thing twice writes nothing.

    Every agreement of the house is written here. The text is kept as she read it, in ``langue``
    or else in hers; ``texte`` is given when it is not the house's sentence for this purpose.
    """
    quand, langue = quand or maintenant(), langue or langue_de(personne)
    ouverts = Consentement.objects.filter(
        personne=personne,
        objet=objet,
        parcours=parcours,
        destinataire=destinataire,
        retire_le__isnull=True,
    )
    if not accepte:
        ouverts.update(retire_le=quand)
    elif not ouverts.exists():
        Consentement.objects.create(
            personne=personne,
            objet=objet,
            parcours=parcours,
            destinataire=destinataire,
            texte=texte or texte_d_accord(objet, langue),
            langue=langue,
            canal=recueilli_par[:60],
            donne_le=quand,
        )


def exiger_un_accord_non_retire(
    personne: Personne,
    *,
    objet: Consentement.Objet,
    accord_le: dt.date,
    destinataire: Organisme | None = None,
) -> None:
    """A yes older than her last no, for the same purpose, is not a yes any more."""
    siens = personne.consentements.filter(objet=objet, destinataire=destinataire)
    retire_le = siens.aggregate(dernier=Max("retire_le"))["dernier"]
    if retire_le and accord_le < a_paris(retire_le).date():
        raise Refus(
            f"Elle a retiré cet accord le {a_paris(retire_le):%d/%m/%Y}. Demandez-le-lui de "
            "nouveau, et notez la nouvelle date.",
            code="retire",
        )


def _decider_les_titres(personne: Personne, accepte: bool, par: Utilisateur) -> None:
    """Explicit titles leave the house only after a dated agreement (docs/confidentialite.md)."""
    if accepte == personne.veut_les_titres:
        return
    quand = maintenant()
    personne.titres_explicites_le = quand if accepte else None
    personne.save(update_fields=["titres_explicites_le"])
    decider(
        personne,
        objet=Consentement.Objet.TITRES,
        accepte=accepte,
        recueilli_par=str(par),
        quand=quand,
    )


@transaction.atomic
def creer_personne(
    *, centre: Centre, champs: Mapping[str, Any], par: Utilisateur, titres_explicites: bool = False
) -> Personne:
    personne = Personne.objects.create(centre=centre, **champs)
    _decider_les_titres(personne, titres_explicites, par)
    return personne


@transaction.atomic
def creer_personnes(personnes: Sequence[Personne]) -> None:
    """Many new files at once, each already validated: an import writes few and short statements."""
    for personne in personnes:
        personne.cle = cle_de_nom(personne.prenom, personne.nom)[:200]
    Personne.objects.bulk_create(personnes, batch_size=500)


def _a_change(garde: Personne, champs: Mapping[str, Any]) -> str:
    noms = [
        str(getattr(Personne._meta.get_field(nom), "verbose_name", nom))
        for nom, valeur in champs.items()
        if getattr(garde, nom) != valeur
    ]
    autres = f" Ce qui diffère de votre saisie\u00a0: {', '.join(noms)}." if noms else ""
    return (
        "Quelqu’un a changé cette fiche pendant que vous écriviez."
        f"{autres} Votre saisie est gardée\u00a0: relisez-la, puis enregistrez de nouveau."
    )


@transaction.atomic
def modifier_personne(
    personne: Personne,
    *,
    champs: Mapping[str, Any],
    par: Utilisateur,
    version: int,
    titres_explicites: bool = False,
) -> Personne:
    """Write the form of somebody who read the file at this version.

    Raises ``Refus`` (code « version ») when another form was saved meanwhile; the sentence names
    the fields that differ from what is being written, and nothing is.
    """
    garde = Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if garde.version != version:
        raise Refus(_a_change(garde, champs), code="version")
    avant = copy.copy(garde)
    garde.version += 1
    for nom, valeur in champs.items():
        setattr(garde, nom, valeur)
    if "courriel" in champs:
        # A new address has refused nothing yet.
        garde.courriel_en_erreur = False
    garde.save(update_fields=[*champs, "courriel_en_erreur", "version"])
    _decider_les_titres(garde, titres_explicites, par)
    suivre_le_contact(garde, avant, quand=maintenant())
    return garde
