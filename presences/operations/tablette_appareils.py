"""Tablets: made known, opened by a code, sent out with the séances of the day, revoked.

Every writing locks the device first; a sheet, if there is one, comes after it.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from centre.ecriture import pluriel
from centre.erreurs import Refus
from centre.models import Utilisateur
from centre.temps import aujourdhui, maintenant
from presences.models import AppareilTablette, CodeTablette, Emport
from presences.permissions import peut_tenir_une_tablette
from presences.queries.tablette import seances_a_emporter

if TYPE_CHECKING:
    from centre.models import Centre

ESSAIS = 5
ATTENTE = dt.timedelta(hours=1)
APPAREILS_MAX = 10
FACILES = {"123456", "654321", "123123", "112233", "121212"}


class CodeRefuse(Refus):
    """Wrong code; ``bloque`` when it was the fifth, or while the hour runs."""

    def __init__(self, message: str, *, bloque: bool) -> None:
        super().__init__(message, code="code")
        self.bloque = bloque


@dataclass(frozen=True)
class Cle:
    """What opens a local store: a list that left, and its 256-bit key."""

    emport: Emport
    octets: bytes


@transaction.atomic
def ajouter_appareil(
    *, centre: Centre, libelle: str, par: Utilisateur, genre: str = AppareilTablette.Genre.TABLETTE
) -> str:
    """Make this browser known and return its secret, to be put in a cookie and kept nowhere else.

    A desk belongs to nobody. Past ten tablets of one account, Refus.
    """
    Utilisateur.objects.select_for_update(of=("self",)).get(pk=par.pk)
    borne = genre == AppareilTablette.Genre.BORNE
    if not borne and not peut_tenir_une_tablette(par, centre):
        raise Refus("Une tablette sert à qui anime une séance dans ce centre.", code="role")
    siens = AppareilTablette.objects.vivants().filter(proprietaire=par)
    if not borne and siens.count() >= APPAREILS_MAX:
        raise Refus("Vous avez déjà dix tablettes. Retirez-en une.", code="nombre")
    secret, empreinte = AppareilTablette.tirer()
    AppareilTablette.objects.create(
        centre=centre,
        genre=genre,
        proprietaire=None if borne else par,
        libelle=" ".join(libelle.split())[:60] or "Tablette",
        empreinte=empreinte,
        derniere_utilisation=maintenant(),
    )
    return secret


@transaction.atomic
def choisir_code(utilisateur: Utilisateur, *, code: str, quand: dt.datetime | None = None) -> None:
    """Choose the first code. Another one comes only after ``oublier_code``."""
    if not re.fullmatch(r"[0-9]{6}", code):
        raise Refus("Écrivez six chiffres.", code="forme")
    if len(set(code)) < 3 or code in FACILES:
        raise Refus("Ce code est trop facile à deviner. Choisissez-en un autre.", code="facile")
    Utilisateur.objects.select_for_update(of=("self",)).get(pk=utilisateur.pk)
    if CodeTablette.objects.filter(utilisateur=utilisateur).exists():
        raise Refus("Vous avez déjà un code.", code="deja")
    CodeTablette.objects.create(
        utilisateur=utilisateur, empreinte=make_password(code), choisi_le=quand or maintenant()
    )


@transaction.atomic
def oublier_code(utilisateur: Utilisateur) -> None:
    """The code is gone: its owner, logged in with her password, chooses another one."""
    CodeTablette.objects.filter(utilisateur=utilisateur).delete()


def verifier_code(utilisateur: Utilisateur, code: str, *, quand: dt.datetime) -> None:
    """Count the try, then compare; the fifth wrong one in a row blocks the code for an hour.

    Counted before it is compared and committed apart, so that simultaneous tries all count.
    Raises CodeRefuse, and Refus when there is no code yet.
    """
    with transaction.atomic():
        tenu = CodeTablette.objects.select_for_update().filter(utilisateur=utilisateur).first()
        if tenu is None:
            raise Refus("Choisissez d’abord votre code.", code="sans_code")
        if tenu.bloque_jusqu_au and quand < tenu.bloque_jusqu_au:
            raise CodeRefuse("Cinq codes faux\u00a0: attendez une heure.", bloque=True)
        tenu.essais = 1 if tenu.bloque_jusqu_au else tenu.essais + 1
        tenu.bloque_jusqu_au = quand + ATTENTE if tenu.essais >= ESSAIS else None
        tenu.save(update_fields=["essais", "bloque_jusqu_au"])
    if check_password(code, tenu.empreinte):
        CodeTablette.objects.filter(pk=tenu.pk).update(essais=0, bloque_jusqu_au=None)
        return
    reste = ESSAIS - tenu.essais
    if reste <= 0:
        raise CodeRefuse("Cinq codes faux\u00a0: attendez une heure.", bloque=True)
    encore = pluriel(reste, "essai")
    raise CodeRefuse(f"Ce n’est pas le bon code. Il reste {encore}.", bloque=False)


def verrouiller_appareil(appareil: AppareilTablette) -> AppareilTablette:
    """Lock the device and read it again; a revoked one refuses, whatever it carries."""
    lu = AppareilTablette.objects.select_for_update(of=("self",)).get(pk=appareil.pk)
    if lu.revoque_le is not None:
        raise Refus("Cette tablette a été retirée par le centre.", code="revoquee")
    return lu


@transaction.atomic
def _contact(appareil: AppareilTablette, *, quand: dt.datetime) -> AppareilTablette:
    lu = verrouiller_appareil(appareil)
    lu.derniere_utilisation = quand
    lu.save(update_fields=["derniere_utilisation"])
    return lu


def emporter(
    appareil: AppareilTablette,
    *,
    code: str,
    par: Utilisateur,
    reprendre: uuid.UUID | None = None,
    ecart: int = 0,
    quand: dt.datetime | None = None,
) -> Cle:
    """After the code, give the key of the store and what this account leads today.

    ``reprendre`` names the list already on the tablet: its own key comes back, so that answers
    sealed there can be read and sent; séances of today join a list of today. Raises Refus
    « rendu » when that list has been given back: its key no longer exists.
    """
    quand = quand or maintenant()
    _contact(appareil, quand=quand)
    verifier_code(par, code, quand=quand)
    with transaction.atomic():
        lu = verrouiller_appareil(appareil)
        emport = _emport(lu, reprendre, ecart=ecart, quand=quand)
        if emport.jour == aujourdhui():
            emport.seances.add(*seances_a_emporter(par, lu.centre_id, emport.jour))
    return Cle(emport, emport.cle())


def _emport(
    appareil: AppareilTablette, reprendre: uuid.UUID | None, *, ecart: int, quand: dt.datetime
) -> Emport:
    if reprendre is None:
        return Emport.objects.create(
            appareil=appareil, jour=aujourdhui(), emporte_le=quand, ecart=ecart
        )
    emport = Emport.objects.filter(appareil=appareil, reference=reprendre).first()
    if emport is None or not emport.graine:
        raise Refus("Ce que cette tablette portait a déjà été rendu.", code="rendu")
    emport.ecart = ecart
    emport.save(update_fields=["ecart"])
    return emport


def noter_le_contact(emport: Emport, *, ecart: int, quand: dt.datetime) -> None:
    """The device was heard, and how wrong its clock was."""
    AppareilTablette.objects.filter(pk=emport.appareil_id).update(derniere_utilisation=quand)
    Emport.objects.filter(pk=emport.pk).update(dernier_envoi_le=quand, ecart=ecart)


@transaction.atomic
def rendre(emport: Emport, *, quand: dt.datetime | None = None) -> Emport:
    """The tablet has nothing left to say: the key of its store is destroyed. Twice is once."""
    AppareilTablette.objects.select_for_update(of=("self",)).get(pk=emport.appareil_id)
    lu = Emport.objects.get(pk=emport.pk)
    if lu.rendu_le is None:
        lu.rendu_le, lu.graine = quand or maintenant(), ""
        lu.save(update_fields=["rendu_le", "graine"])
    return lu


@transaction.atomic
def revoquer(appareil: AppareilTablette, *, quand: dt.datetime | None = None) -> None:
    """Lost or given away: no key leaves any more, and those of what it carries are destroyed."""
    lu = AppareilTablette.objects.select_for_update(of=("self",)).get(pk=appareil.pk)
    if lu.revoque_le is None:
        lu.revoque_le = quand or maintenant()
        lu.save(update_fields=["revoque_le"])
    lu.emports.exclude(graine="").update(graine="")
