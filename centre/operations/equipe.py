"""Access given and ended by the coordination of a centre, within its own rights."""

from __future__ import annotations

import logging

from django.db import transaction

from centre.connexion import envoyer_le_lien
from centre.erreurs import Refus
from centre.models import Affectation, Centre, Organisme, Professionnel, Utilisateur
from centre.permissions import peut_donner
from centre.temps import JOUR, aujourdhui

Role = Affectation.Role
PARTENAIRES = Affectation.PARTENAIRES
# Those whom other pages choose by name: séances are led, people are followed or sent.
DANS_L_ANNUAIRE = (Role.ANIMATION, Role.REFERENT, *PARTENAIRES)
journal = logging.getLogger(__name__)


@transaction.atomic
def ouvrir_acces(
    *,
    centre: Centre,
    role: str,
    courriel: str,
    prenom: str,
    nom: str,
    par: Utilisateur,
    organisme: Organisme | None = None,
    professionnel: Professionnel | None = None,
) -> Affectation:
    """Give a role from today on; a new account gets a link to choose its password.

    An address already known keeps its name and its password: one human, one account. Raises Refus:
    role (hers to give or not), organisme, compte (closed or technical), deja (has it), annuaire.
    """
    if not peut_donner(par, centre, role):
        raise Refus("Vous ne pouvez pas donner cet accès.", code="role")
    organisme = _organisme(centre, role, organisme)
    Centre.objects.select_for_update(of=("self",)).get(pk=centre.pk)
    utilisateur = _compte(courriel, prenom, nom)
    ouvertes = utilisateur.affectations.filter(centre=centre, role=role)
    if ouvertes.en_vigueur(aujourdhui()).exists():
        raise Refus("Cette personne a déjà cet accès.", code="deja")
    affectation = Affectation.objects.create(
        utilisateur=utilisateur, centre=centre, role=role, organisme=organisme
    )
    if role in DANS_L_ANNUAIRE:
        _relier(utilisateur, centre, organisme, professionnel)
    if not utilisateur.has_usable_password():
        envoyer_le_lien(utilisateur, centre)
    _noter("opened", affectation, par)
    return affectation


def _organisme(centre: Centre, role: str, organisme: Organisme | None) -> Organisme | None:
    envoyee = role == Affectation.Role.ANIMATION and organisme is not None
    if role not in PARTENAIRES and not envoyee:
        return None
    if organisme is None or organisme.centre_id != centre.pk:
        raise Refus("Dites pour quel partenaire cette personne travaille.", code="organisme")
    return organisme


def _compte(courriel: str, prenom: str, nom: str) -> Utilisateur:
    comptes = Utilisateur.objects.select_for_update(of=("self",))
    compte = comptes.filter(courriel__iexact=courriel).first()
    if compte is None:
        return Utilisateur.objects.create_user(courriel, prenom=prenom, nom=nom)
    if not compte.is_active or compte.is_staff:
        raise Refus(
            "Ce compte dépend de l’administration technique\u00a0: demandez-lui cet accès.",
            code="compte",
        )
    return compte


def _relier(
    utilisateur: Utilisateur,
    centre: Centre,
    organisme: Organisme | None,
    professionnel: Professionnel | None,
) -> None:
    """Put the account on its line of the directory, a new one when no line is named."""
    organisme = organisme or _la_maison(centre)
    if professionnel is None:
        champs = {"centre": centre, "prenom": utilisateur.prenom, "nom": utilisateur.nom}
        champs |= {"courriel": utilisateur.courriel}
        Professionnel.objects.get_or_create(
            organisme=organisme, utilisateur=utilisateur, defaults=champs
        )
        return
    if professionnel.organisme_id != organisme.pk or professionnel.utilisateur_id is not None:
        raise Refus("Cette ligne de l’annuaire n’est pas celle de ce compte.", code="annuaire")
    if organisme.professionnels.filter(utilisateur=utilisateur).exists():
        raise Refus("Ce compte a déjà une ligne dans l’annuaire.", code="annuaire")
    professionnel.utilisateur = utilisateur
    professionnel.save(update_fields=["utilisateur"])


def _la_maison(centre: Centre) -> Organisme:
    """The line of the directory that stands for the centre itself."""
    siens = Organisme.objects.filter(centre=centre, type=Organisme.Type.CENTRE).order_by("pk")
    return (
        siens.first()
        or Organisme.objects.get_or_create(
            centre=centre, nom=centre.nom, defaults={"type": Organisme.Type.CENTRE}
        )[0]
    )


@transaction.atomic
def fermer_acces(affectation: Affectation, *, par: Utilisateur) -> None:
    """End a role at once: its last day is yesterday, the next request is refused.

    Without any role left, here or elsewhere, the password goes and every open session with it;
    the account stays, for what it has signed. Raises Refus when the role is not hers to end.
    """
    if not peut_donner(par, affectation.centre, affectation.role):
        raise Refus("Cet accès se retire par l’administration technique.", code="role")
    compte = Utilisateur.objects.select_for_update(of=("self",)).get(pk=affectation.utilisateur_id)
    hier = aujourdhui() - JOUR
    affectation.debut = min(affectation.debut, hier)
    affectation.fin = hier
    affectation.save(update_fields=["debut", "fin"])
    reste = compte.affectations.filter(fin__isnull=True) | compte.affectations.filter(
        fin__gte=aujourdhui()
    )
    if not reste.exists() and not compte.is_staff:
        compte.set_unusable_password()
        compte.save(update_fields=["password"])
    _noter("ended", affectation, par)


def renvoyer_le_lien(affectation: Affectation, *, par: Utilisateur) -> None:
    """Send the link again to somebody who never came in. Raises Refus for the others."""
    if not peut_donner(par, affectation.centre, affectation.role):
        raise Refus("Cet accès dépend de l’administration technique.", code="role")
    if affectation.utilisateur.has_usable_password():
        raise Refus(
            "Cette personne a déjà son mot de passe. Si elle l’a oublié, la page de connexion "
            "lui en fait choisir un autre.",
            code="deja",
        )
    envoyer_le_lien(affectation.utilisateur, affectation.centre)


def _noter(acte: str, affectation: Affectation, par: Utilisateur) -> None:
    journal.info(
        "access %s: role %s of account %s in centre %s, by account %s",
        acte,
        affectation.role,
        affectation.utilisateur_id,
        affectation.centre_id,
        par.pk,
    )
