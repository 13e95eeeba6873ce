"""Requests about her data: noted at the desk, read over, answered in a month (RGPD 12, 15, 17)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre import effacement
from centre.erreurs import Refus
from centre.messagerie import deposer
from centre.models import Message
from centre.temps import aujourdhui
from parcours.models import DemandeDroit, InformationRemise, Parcours, Personne
from parcours.queries.destinataires import destinataires_de

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centre.models import Utilisateur

# Changes with the words of the sheet: who read an older one is told again.
VERSION_DE_LA_FEUILLE = "2026-11"


@transaction.atomic
def noter_la_demande(
    personne: Personne,
    *,
    genre: str,
    identite: str,
    par: Utilisateur,
    recue_le: dt.date | None = None,
) -> DemandeDroit:
    """Log a request; the same one noted twice while it is open is one."""
    recue_le = recue_le or aujourdhui()
    if recue_le > aujourdhui():
        raise Refus("Cette date n’est pas encore passée.", code="avenir")
    Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    demande, _ = DemandeDroit.objects.get_or_create(
        personne=personne,
        genre=genre,
        close_le=None,
        defaults={"identite": identite, "recue_le": recue_le, "recue_par": par},
    )
    return demande


def verrouiller(demande: DemandeDroit) -> DemandeDroit:
    garde = DemandeDroit.objects.select_for_update(of=("self",)).get(pk=demande.pk)
    if garde.close_le:
        raise Refus("La réponse à cette demande est déjà remise.", code="close")
    return garde


@transaction.atomic
def relire(
    demande: DemandeDroit, *, a_masquer: str, par: Utilisateur, jour: dt.date | None = None
) -> DemandeDroit:
    """A référent read the copy before it is handed over, and named the third parties to hide."""
    garde = verrouiller(demande)
    garde.a_masquer, garde.relue_le, garde.relue_par = a_masquer, jour or aujourdhui(), par
    garde.save(update_fields=["a_masquer", "relue_le", "relue_par"])
    return garde


@transaction.atomic
def remettre(demande: DemandeDroit, *, jour: dt.date | None = None) -> DemandeDroit:
    """The paper is in her hands; what was hidden is forgotten with the request."""
    garde = verrouiller(demande)
    if garde.relue_le is None:
        raise Refus("Relisez la copie avant de la remettre.", code="relire")
    garde.close_le, garde.a_masquer = jour or aujourdhui(), ""
    garde.save(update_fields=["close_le", "a_masquer"])
    return garde


def parcours_a_clore(personne: Personne) -> QuerySet[Parcours]:
    """While one of them is open, nothing of hers is erased."""
    return personne.parcours.filter(date_fin_reelle__isnull=True)


@transaction.atomic
def effacer_a_sa_demande(
    demande: DemandeDroit, *, nom_recopie: str, jour: dt.date | None = None
) -> None:
    """Erase everywhere, once the name was typed again; the request stays as a proof, nameless."""
    garde = verrouiller(demande)
    personne = Personne.objects.select_for_update(of=("self",)).get(pk=garde.personne_id)
    if garde.genre != DemandeDroit.Genre.EFFACEMENT:
        raise Refus("Cette demande est une copie, pas un effacement.", code="genre")
    if parcours_a_clore(personne).exists():
        raise Refus("Un parcours est ouvert. Fermez-le d’abord avec elle.", code="parcours")
    if " ".join(nom_recopie.split()).lower() != str(personne).lower():
        raise Refus(f"Recopiez son nom\u00a0: {personne}.", code="nom")
    _prevenir_les_partenaires(garde, personne)
    effacement.effacer(personne.reference)
    garde.close_le, garde.a_masquer = jour or aujourdhui(), ""
    garde.save(update_fields=["close_le", "a_masquer"])


def _prevenir_les_partenaires(demande: DemandeDroit, personne: Personne) -> None:
    """Whoever read or received something is asked to erase too (RGPD 19), never by her name: the
    day of the fiche and of the entry say who she is to those who know."""
    for destinataire in destinataires_de(personne):
        for adresse, faits in destinataire.faits.items():
            deposer(
                centre=demande.personne.centre,
                canal=Message.Canal.COURRIEL,
                langue="fr",
                destinataire=adresse,
                modele="parcours.effacement",
                graine={
                    "faits": [(genre, jour.isoformat()) for genre, jour in faits],
                    "centre": demande.personne.centre.nom,
                },
                cle=f"effacement:{demande.pk}:{destinataire.organisme.pk}:{adresse}"[:160],
            )


@transaction.atomic
def remettre_l_information(
    personne: Personne, *, par: Utilisateur, langue: str = "fr", jour: dt.date | None = None
) -> InformationRemise:
    """The sheet was read with her: a date, not a signature. Twice the same version is once."""
    remise, _ = InformationRemise.objects.get_or_create(
        personne=personne,
        version=VERSION_DE_LA_FEUILLE,
        defaults={"par": par, "langue": langue, "le": jour or aujourdhui()},
    )
    return remise
