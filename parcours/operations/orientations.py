"""Receiving a fiche de liaison, calling, and what becomes of it until the entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.models import Affectation, Professionnel
from centre.temps import aujourdhui, maintenant
from parcours.models import Dispositif, Orientation, Personne, TentativeContact
from parcours.operations.transitions import noter_l_arrivee, passer
from parcours.queries import doublons_de

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

Etat = Orientation.Etat
# Two clicks on one button are one call.
DOUBLE_CLIC = dt.timedelta(seconds=30)

# What the team may write by hand; « entrée » comes only from the opening of a parcours (F04).
TRANSITIONS: dict[str, tuple[str, ...]] = {
    Etat.RECUE: (Etat.CONTACT_EN_COURS, Etat.ENTRETIEN_FIXE, *Orientation.CLOSES),
    Etat.CONTACT_EN_COURS: (Etat.ENTRETIEN_FIXE, *Orientation.CLOSES),
    Etat.ENTRETIEN_FIXE: (Etat.CONTACT_EN_COURS, *Orientation.CLOSES),
    Etat.ENTREE: (),
    # The door stays open (ASI-20).
    **dict.fromkeys(Orientation.CLOSES, (Etat.CONTACT_EN_COURS,)),
}


@dataclass(frozen=True)
class Identite:
    """What a fiche says of the person; the contact is kept as it was written."""

    prenom: str
    nom: str
    date_naissance: dt.date | None = None
    telephone: str = ""
    courriel: str = ""

    @property
    def contact(self) -> str:
        return " · ".join(str(c) for c in (self.telephone, self.courriel) if c)[:200]


def professionnel_de(utilisateur: Utilisateur, centre: Centre) -> Professionnel:
    """Return the professional that this account is in a centre, for the partner of her role today.

    Made from her role if needed: a fiche is of the house where she works now, not of a former one.
    """
    affectation = (
        Affectation.objects.en_vigueur(aujourdhui())
        .filter(utilisateur=utilisateur, centre=centre, organisme__isnull=False)
        .select_related("organisme")
        .first()
    )
    connus = Professionnel.objects.filter(centre=centre, utilisateur=utilisateur)
    connu = (connus.filter(organisme=affectation.organisme) if affectation else connus).first()
    if connu:
        return connu
    if affectation is None or affectation.organisme is None:
        raise Refus("Votre compte n’est relié à aucun organisme de ce centre.", code="organisme")
    return Professionnel.objects.create(
        centre=centre,
        organisme=affectation.organisme,
        utilisateur=utilisateur,
        prenom=utilisateur.prenom,
        nom=utilisateur.nom,
        courriel=utilisateur.courriel,
    )


def _personne_de_la_fiche(centre: Centre, identite: Identite) -> tuple[Personne, bool]:
    """Attach to a known person only by exact name and birth date; else a row of its own.

    The second value says that the coordination should look: the new row resembles another one.
    The prescriber sees the same answer in every case (reliability: no search hit).
    """
    if identite.date_naissance:
        exacte = (
            Personne.objects.actives()
            .filter(
                centre=centre,
                prenom=identite.prenom,
                nom=identite.nom,
                date_naissance=identite.date_naissance,
            )
            .first()
        )
        if exacte:
            return exacte, False
    ressemble = bool(
        doublons_de(
            centre.pk,
            prenom=identite.prenom,
            nom=identite.nom,
            date_naissance=identite.date_naissance,
            telephone=str(identite.telephone),
        )
    )
    canal = Personne.Canal.APPEL if identite.telephone else Personne.Canal.PAPIER
    nouvelle = Personne.objects.create(
        centre=centre,
        prenom=identite.prenom,
        nom=identite.nom,
        date_naissance=identite.date_naissance,
        telephone=identite.telephone,
        courriel=identite.courriel,
        canal=canal,
    )
    return nouvelle, ressemble


def _deja_envoyee(
    centre: Centre, prescripteur: Professionnel | None, dispositif: Dispositif, identite: Identite
) -> Orientation | None:
    """The same fiche, sent again on the same day by the same hand: a double click, two tabs.

    Fiches are received one at a time in a centre, so that two clicks wait for each other.
    """
    type(centre).objects.select_for_update(of=("self",)).get(pk=centre.pk)
    return (
        Orientation.objects.filter(
            centre=centre,
            prescripteur=prescripteur,
            dispositif=dispositif,
            creee_le__gte=maintenant() - dt.timedelta(hours=24),
            etat__in=Orientation.OUVERTES,
            personne__prenom=identite.prenom,
            personne__nom=identite.nom,
            personne__date_naissance=identite.date_naissance,
            contact_donne=identite.contact,
        )
        .exclude(prescripteur__isnull=True)
        .first()
    )


@transaction.atomic
def envoyer_fiche(
    *,
    centre: Centre,
    dispositif: Dispositif,
    prescripteur: Professionnel | None,
    identite: Identite,
    difficultes: Sequence[str],
    accord_personne_le: dt.date | None,
    par: Utilisateur | None,
    personne: Personne | None = None,
    precisions: str = "",
    transmission_souhaitee: str = "",
    mode: str = Orientation.Mode.FICHE_LIAISON,
    recue_le: dt.date | None = None,
) -> Orientation:
    """Receive a fiche; without a difficulty it is not accepted (ASI-03), nor without agreement."""
    if not difficultes:
        raise Refus("Cochez au moins une difficulté.", code="difficultes")
    if accord_personne_le is None and mode != Orientation.Mode.SPONTANEE:
        raise Refus("Indiquez depuis quand la personne est d’accord.", code="accord")
    deja = _deja_envoyee(centre, prescripteur, dispositif, identite)
    if deja:
        return deja
    trouvee = (personne, False) if personne else _personne_de_la_fiche(centre, identite)
    orientation = Orientation.objects.create(
        centre=centre,
        personne=trouvee[0],
        dispositif=dispositif,
        prescripteur=prescripteur,
        recue_le=recue_le or aujourdhui(),
        mode=mode,
        difficultes=list(difficultes),
        precisions=precisions,
        accord_personne_le=accord_personne_le,
        transmission_souhaitee=transmission_souhaitee,
        contact_donne=identite.contact,
        doublon_possible=trouvee[1],
        creee_par=par,
    )
    noter_l_arrivee(orientation, par=par)
    return orientation


def verrouiller(orientation: Orientation) -> Orientation:
    return Orientation.objects.select_for_update(of=("self",)).get(pk=orientation.pk)


@transaction.atomic
def noter_appel(
    orientation: Orientation,
    *,
    issue: str,
    par: Utilisateur,
    note: str = "",
    quand: dt.datetime | None = None,
) -> TentativeContact:
    """Log a call (ASI-04); the first one moves the fiche to « nous l’appelons »."""
    quand = quand or maintenant()
    orientation = verrouiller(orientation)
    deja = orientation.tentatives.filter(
        issue=issue, par=par, note=note, le__gt=quand - DOUBLE_CLIC
    ).first()
    if deja:
        return deja
    appel = TentativeContact.objects.create(
        orientation=orientation, issue=issue, note=note, par=par, le=quand
    )
    if orientation.etat == Etat.RECUE:
        passer(orientation, etat=Etat.CONTACT_EN_COURS, par=par, quand=quand)
    return appel


@transaction.atomic
def changer_etat(
    orientation: Orientation,
    *,
    etat: str,
    par: Utilisateur | None = None,
    jour: dt.date | None = None,
) -> Orientation:
    """Move a fiche along ``TRANSITIONS``; closing it dates the end of the prescriber's reading.

    Nothing leaves (ASN-04): the prescriber reads « close » on her page, whatever the reason.
    """
    orientation = verrouiller(orientation)
    if etat == orientation.etat:
        return orientation
    if etat not in TRANSITIONS[orientation.etat]:
        raise Refus(
            f"Cette fiche est «\u00a0{orientation.get_etat_display()}\u00a0»\u00a0: "
            "ce changement n’est plus possible.",
            code="transition",
        )
    close_le = (jour or aujourdhui()) if etat in Orientation.CLOSES else None
    return passer(orientation, etat=etat, par=par, close_le=close_le)


@transaction.atomic
def rattacher(orientation: Orientation, *, personne: Personne) -> Orientation:
    """Attach a fiche to the person the coordination recognised; the empty row is set aside.

    What the fiche brought (birth date, telephone, e-mail) fills only blanks of the kept row.
    """
    orientation = verrouiller(orientation)
    doublon = Personne.objects.select_for_update(of=("self",)).get(pk=orientation.personne_id)
    gardee = Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if gardee.centre_id != orientation.centre_id or gardee.pk == doublon.pk:
        raise Refus("Choisissez une autre personne de votre centre.", code="doublon")
    if doublon.parcours.exists() or doublon.orientations.exclude(pk=orientation.pk).exists():
        raise Refus(
            "Cette personne a déjà une histoire dans le centre\u00a0: "
            "le rapprochement se fait à deux.",
            code="histoire",
        )
    vides = [c for c in ("date_naissance", "telephone", "courriel") if not getattr(gardee, c)]
    for champ in vides:
        setattr(gardee, champ, getattr(doublon, champ))
    gardee.save(update_fields=vides)
    orientation.personne, orientation.doublon_possible = gardee, False
    orientation.save(update_fields=["personne", "doublon_possible"])
    doublon.fusionnee_dans = gardee
    doublon.save(update_fields=["fusionnee_dans"])
    return orientation


@transaction.atomic
def separer(orientation: Orientation) -> None:
    """Say that the fiche is about somebody else: the flag goes, both rows stay."""
    Orientation.objects.filter(pk=orientation.pk).update(doublon_possible=False)
