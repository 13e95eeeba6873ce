"""A social worker takes a slot for somebody who sits in front of her (S5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.telephones import recoit_des_sms
from centre.temps import maintenant
from centre.textes import cle_de_nom
from inscriptions.models import Place
from inscriptions.operations.places import prendre_place
from inscriptions.operations.verrou import ecriture
from parcours.models import Consentement, Parcours, Personne
from parcours.operations.personnes import decider
from parcours.queries import doublons_de

if TYPE_CHECKING:
    from phonenumber_field.phonenumber import PhoneNumber

    from centre.models import Utilisateur

UNE_AUTRE = "autre"


@dataclass(frozen=True)
class Identite:
    """What the social worker types: the three together find a person, none alone does."""

    prenom: str
    nom: str
    date_naissance: dt.date
    telephone: PhoneNumber


def ressemblances(centre_id: int, identite: Identite) -> list[Personne]:
    """People of the centre who share two of the three: accents, hyphens and order forgiven.

    One fact alone shows nothing: a name is no key to the centre's files.
    """
    trouvees = doublons_de(
        centre_id,
        prenom=identite.prenom,
        nom=identite.nom,
        date_naissance=identite.date_naissance,
        telephone=str(identite.telephone),
    )
    return [p for p in trouvees if sum(_accords(p, identite)) >= 2]


def _accords(personne: Personne, identite: Identite) -> tuple[bool, bool, bool]:
    """Which of the three agree: the name, the birth date, the telephone."""
    return (
        personne.cle == cle_de_nom(identite.prenom, identite.nom)[:200],
        personne.date_naissance == identite.date_naissance,
        personne.telephone == identite.telephone,
    )


def reserver_creneau(
    creneau: Seance,
    *,
    identite: Identite,
    choix: str = "",
    accord_le: dt.datetime,
    langue: str = "",
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Place:
    """Find or create the person, write her agreement with its date and language, take the slot.

    ``choix`` answers « est-ce elle ? »: the reference of one of the ``ressemblances``, or
    ``UNE_AUTRE``. Refuses with the code doublon when the question is open, and like
    ``prendre_place``; a refusal leaves neither person nor agreement behind.
    """
    quand = quand or maintenant()
    with ecriture():
        # Files of a centre are opened one at a time: two clicks make one person.
        type(creneau.centre).objects.select_for_update(of=("self",)).get(pk=creneau.centre_id)
        personne = _trouver(creneau.centre_id, identite, choix) or _creer(creneau, identite)
        place = prendre_place(
            seance=creneau,
            personne=personne,
            parcours=_parcours_de(personne, par),
            par=par,
            quand=quand,
        )
        decider(
            personne,
            objet=Consentement.Objet.PARTAGE_CONTACT,
            accepte=True,
            recueilli_par=str(par),
            langue=langue,
            quand=accord_le,
        )
        return place


def _trouver(centre_id: int, identite: Identite, choix: str) -> Personne | None:
    """The person, when all three agree or when she was chosen; None for somebody new."""
    proches = ressemblances(centre_id, identite)
    exactes = [p for p in proches if all(_accords(p, identite))]
    if len(exactes) == 1:
        return exactes[0]
    if not proches or choix == UNE_AUTRE:
        return None
    choisie = next((p for p in proches if str(p.reference) == choix), None)
    if choisie is None:
        raise Refus("Le centre connaît peut-être déjà cette personne.", code="doublon")
    return choisie


def _creer(creneau: Seance, identite: Identite) -> Personne:
    par_sms = recoit_des_sms(identite.telephone)
    return Personne.objects.create(
        centre=creneau.centre,
        prenom=identite.prenom,
        nom=identite.nom,
        date_naissance=identite.date_naissance,
        telephone=identite.telephone,
        canal=Personne.Canal.SMS if par_sms else Personne.Canal.APPEL,
    )


def _parcours_de(personne: Personne, par: Utilisateur) -> Parcours | None:
    """Her only open parcours; of several, the only one that this social worker follows."""
    ouverts = list(Parcours.objects.ouverts().filter(personne=personne)[:2])
    if len(ouverts) < 2:
        return ouverts[0] if ouverts else None
    suivis = list(Parcours.objects.ouverts().lies_a(par).filter(personne=personne)[:2])
    return suivis[0] if len(suivis) == 1 else None
