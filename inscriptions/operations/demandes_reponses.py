"""The team answers a stranger's request, and what became of it is forgotten in time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from centre.erreurs import Refus
from centre.models import Message
from centre.temps import maintenant
from inscriptions.models import DemandePublique, Inscription
from inscriptions.operations.demandes_publiques import (
    MODELE,
    codes_non_partis,
    ecrire,
    est_en_danger,
)
from inscriptions.operations.series import inscrire
from inscriptions.operations.verrou import ecriture
from parcours.models import Consentement, Personne
from parcours.operations.personnes import creer_personne, decider

if TYPE_CHECKING:
    from ateliers.models import Serie
    from centre.models import Utilisateur

Etat = DemandePublique.Etat
# Nobody proved it: it is gone in three days. Nobody answered it: in ninety.
SANS_CODE = dt.timedelta(days=3)
SANS_REPONSE = dt.timedelta(days=90)
# What remains of an answered one says when and by whom, no name.
REPONDUE = dt.timedelta(days=30)
VIVES = ("demandee", "confirmee", "liste_attente")


def _relire(demande: DemandePublique) -> DemandePublique:
    demandes = DemandePublique.objects.select_for_update(of=("self",))
    lue = demandes.select_related("centre", "atelier").filter(pk=demande.pk).first()
    if lue is None or lue.etat not in DemandePublique.EN_FILE:
        raise Refus("Cette demande a déjà une réponse.", code="etat")
    return lue


def noter_un_appel(demande: DemandePublique, *, quand: dt.datetime | None = None) -> None:
    """Somebody called and nobody answered: one more try, with its hour."""
    with ecriture():
        lue = _relire(demande)
        lue.appels, lue.appelee_le = lue.appels + 1, quand or maintenant()
        lue.save(update_fields=["appels", "appelee_le"])


def accepter_la_demande(
    demande: DemandePublique,
    *,
    personne: Personne | None,
    serie: Serie | None,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Personne:
    """Open her file, or take the one that is hers, keep her agreement, enrol her in ``serie``.

    A file that exists keeps its own contact: the team changes it, not a form of the street.
    Without ``serie`` (a permanence, an outing, a day to choose) she is only known. Refuses with
    the codes etat, autre_centre, and those of ``inscrire``; all or nothing.
    """
    quand = quand or maintenant()
    with ecriture():
        lue = _relire(demande)
        if personne is not None and personne.centre_id != lue.centre_id:
            raise Refus("Cette personne est connue d’un autre centre.", code="autre_centre")
        sienne = personne or creer_personne(centre=lue.centre, champs=_fiche(lue), par=par)
        decider(
            sienne,
            objet=Consentement.Objet.PARTAGE_CONTACT,
            accepte=True,
            recueilli_par=f"page publique, texte {lue.accord_version}",
            texte=lue.accord,
            langue=lue.langue,
            quand=lue.recue_le,
        )
        if serie is not None and not _est_inscrite(sienne, serie):
            inscrire(personne=sienne, serie=serie, par=par, quand=quand)
        lue.personne = sienne
        _clore(lue, Etat.ACCEPTEE, par=par, quand=quand)
        return sienne


def _est_inscrite(personne: Personne, serie: Serie) -> bool:
    """She asked for what she already has: the request is answered, nothing is written twice."""
    siennes = Inscription.objects.filter(personne=personne, serie=serie, etat__in=VIVES)
    return siennes.exists()


def _fiche(demande: DemandePublique) -> dict[str, str]:
    return {
        "prenom": demande.prenom,
        "nom": demande.nom,
        "telephone": str(demande.telephone or ""),
        "courriel": demande.courriel,
        "canal": demande.canal,
        "langue": demande.langue,
    }


def refuser_la_demande(
    demande: DemandePublique, *, prevenir: bool, par: Utilisateur, quand: dt.datetime | None = None
) -> bool:
    """Say no; True when a message leaves.

    One that was never proved is only called, not written; nor one in danger, proved before.
    """
    quand = quand or maintenant()
    with ecriture():
        lue = _relire(demande)
        ecrit = prevenir and lue.etat == Etat.CONFIRMEE and not est_en_danger(lue)
        if ecrit:
            ecrire(lue, quoi="refus", rang=1, quand=quand)
        _clore(lue, Etat.REFUSEE, par=par, quand=quand)
        return ecrit


def _clore(demande: DemandePublique, etat: str, *, par: Utilisateur, quand: dt.datetime) -> None:
    """Answer it: the name and the address leave the row, the file or the outbox holds them."""
    demande.etat, demande.traitee_le, demande.traitee_par = etat, quand, par
    demande.prenom = demande.nom = demande.telephone = demande.courriel = demande.sel = ""
    demande.code_jusqua = None
    demande.save()


def demandes_a_oublier(quand: dt.datetime) -> QuerySet[DemandePublique]:
    """Requests whose time is over: never proved, never answered, or answered long ago."""
    demandes = DemandePublique.objects.all()
    return (
        demandes.filter(etat=Etat.A_CONFIRMER, recue_le__lt=quand - SANS_CODE)
        | demandes.filter(etat__in=DemandePublique.EN_FILE, recue_le__lt=quand - SANS_REPONSE)
        | demandes.filter(traitee_le__lt=quand - REPONDUE)
    )


def oublier_les_demandes(quand: dt.datetime) -> int:
    """Delete what was never proved or is long answered; empty the messages that left.

    Called each minute, idempotent; returns the number of requests that went. A code that could
    not leave turns its request into a call.
    """
    demandes = DemandePublique.objects.all()
    with ecriture():
        attendent = demandes.filter(etat=Etat.A_CONFIRMER).exclude(telephone="")
        perdus = codes_non_partis(list(attendent.values_list("pk", flat=True)))
        attendent.filter(pk__in=perdus).update(etat=Etat.A_APPELER, sel="", code_jusqua=None)
        regles = Message.objects.filter(modele=MODELE).exclude(etat__in=Message.NON_REGLES)
        regles.exclude(destinataire="").update(destinataire="", graine={}, octets=None)
        return demandes_a_oublier(quand).delete()[0]
