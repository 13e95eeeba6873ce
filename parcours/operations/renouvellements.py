"""Writing, asking, answering a renewal (ASI-09). Silence changes nothing (S10)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.messagerie import deposer
from centre.models import Message
from centre.temps import JOUR, a_paris, maintenant
from parcours.models import Parcours, Renouvellement
from parcours.queries.renouvellements import PREPARER, fin_renouvelee

if TYPE_CHECKING:
    from centre.models import Professionnel, Utilisateur

Decision, Motif, Voie = Renouvellement.Decision, Renouvellement.Motif, Renouvellement.Voie
# How long a link opens the request.
VALIDITE = dt.timedelta(days=30)


def _verrouiller(parcours_id: int) -> Parcours:
    """Lock the parcours alone: all its renewals wait for each other."""
    Parcours.objects.select_for_update(of=("self",)).get(pk=parcours_id)
    return Parcours.objects.select_related(
        "dispositif", "personne", "centre", "prescripteur__utilisateur"
    ).get(pk=parcours_id)


def _relire(renouvellement: Renouvellement) -> tuple[Parcours, Renouvellement]:
    parcours = _verrouiller(renouvellement.parcours_id)
    relu = Renouvellement.objects.select_for_update(of=("self",)).get(pk=renouvellement.pk)
    relu.parcours = parcours
    return parcours, relu


def _controler_le_parcours(parcours: Parcours, accordes: int, jour: dt.date) -> None:
    fin, dispositif = parcours.date_fin_prevue, parcours.dispositif
    if not parcours.est_ouvert:
        raise Refus("Ce parcours est clos.", code="clos")
    if fin is None or not dispositif.duree_mois or not dispositif.renouvellements_max:
        raise Refus("Ce dispositif ne se renouvelle pas.", code="sans_renouvellement")
    if accordes >= dispositif.renouvellements_max:
        fois = "une seule fois" if accordes == 1 else f"{accordes} fois"
        raise Refus(
            f"Ce parcours est déjà renouvelé\u00a0: ce dispositif le permet {fois}.",
            code="deja_renouvele",
        )
    if jour < fin - PREPARER:
        raise Refus(
            f"Il est trop tôt. Le renouvellement se prépare à partir du {fin - PREPARER:%d/%m/%Y}.",
            code="trop_tot",
        )


def _controler_l_argument(
    parcours: Parcours, argument: str, accord_le: dt.date | None, jour: dt.date
) -> None:
    if len(re.findall(r"\w+", argument)) < 3:
        raise Refus("Écrivez au moins une phrase\u00a0: pourquoi continuer\u00a0?", code="argument")
    if accord_le and not parcours.date_entree <= accord_le <= jour:
        raise Refus(
            "La date de son accord se place entre l’entrée et aujourd’hui.", code="accord_date"
        )


@transaction.atomic
def preparer(
    parcours: Parcours,
    *,
    argument: str,
    accord_personne_le: dt.date | None,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Renouvellement:
    """Write or rewrite the argument of the coming period; nobody outside reads it yet.

    Refuses with ``clos``, ``sans_renouvellement``, ``deja_renouvele``, ``trop_tot``,
    ``en_attente``, ``argument`` and ``accord_date``.
    """
    quand = quand or maintenant()
    jour = a_paris(quand).date()
    parcours = _verrouiller(parcours.pk)
    lignes = list(parcours.renouvellements.sans_refus())
    accordes = sum(ligne.est_accorde for ligne in lignes)
    _controler_le_parcours(parcours, accordes, jour)
    en_cours = next((ligne for ligne in lignes if not ligne.decision), None)
    if en_cours and en_cours.demande_le:
        raise Refus("La demande est déjà partie. Attendez la réponse.", code="en_attente")
    _controler_l_argument(parcours, argument, accord_personne_le, jour)
    ecrit = en_cours or Renouvellement(parcours=parcours, rang=accordes + 1)
    ecrit.rang_max = parcours.dispositif.renouvellements_max
    ecrit.du, ecrit.nouvelle_fin = fin_renouvelee(parcours, ecrit.rang)
    ecrit.argument, ecrit.accord_personne_le = argument, accord_personne_le
    ecrit.prepare_le, ecrit.prepare_par = quand, par
    ecrit.save()
    return ecrit


def _controler_la_demande(parcours: Parcours, demande: Renouvellement) -> None:
    if not parcours.est_ouvert:
        raise Refus("Ce parcours est clos.", code="clos")
    if demande.demande_le:
        raise Refus("La demande est déjà partie.", code="en_attente")
    if demande.accord_personne_le is None:
        raise Refus("Parlez-en d’abord avec la personne, et notez la date.", code="accord")
    if parcours.date_fin_prevue != demande.du - JOUR:
        raise Refus("La fin prévue a changé. Préparez de nouveau le renouvellement.", code="fin")


@transaction.atomic
def demander(
    demande: Renouvellement, *, par: Utilisateur, quand: dt.datetime | None = None
) -> Renouvellement:
    """Ask the prescriber; without an address of his, the team calls him and writes his answer."""
    quand = quand or maintenant()
    parcours, demande = _relire(demande)
    _controler_la_demande(parcours, demande)
    if parcours.prescripteur is None:
        raise Refus(
            "Ce parcours n’a pas de prescripteur à qui demander son accord.", code="prescripteur"
        )
    demande.demande_le, demande.demande_par = quand, par
    _envoyer(demande, quand)
    demande.save(update_fields=["demande_le", "demande_par", "tour", "lien_jusquau"])
    return demande


@transaction.atomic
def relancer(demande: Renouvellement, *, quand: dt.datetime | None = None) -> Renouvellement:
    """Send a new link, once a day at most; the former link dies."""
    quand = quand or maintenant()
    _, demande = _relire(demande)
    if not demande.est_en_attente:
        raise Refus("Cette demande n’attend pas de réponse.", code="decide")
    envoye = demande.relance_le or demande.demande_le
    # Without a link that opens, the prescriber of now was not asked (``changer_prescripteur``).
    if demande.lien_jusquau and envoye and a_paris(envoye).date() == a_paris(quand).date():
        raise Refus("Un message est déjà parti aujourd’hui.", code="deja_relance")
    demande.relance_le = quand
    _envoyer(demande, quand)
    demande.save(update_fields=["relance_le", "tour", "lien_jusquau"])
    return demande


def _envoyer(demande: Renouvellement, quand: dt.datetime) -> None:
    demande.tour += 1
    demande.lien_jusquau = a_paris(quand).date() + VALIDITE
    prescripteur = demande.parcours.prescripteur
    adresse = prescripteur.adresse if prescripteur else ""
    if not adresse:
        return
    deposer(
        centre=demande.parcours.centre,
        canal=Message.Canal.COURRIEL,
        langue="fr",
        destinataire=adresse,
        modele="parcours.renouvellement",
        graine={"renouvellement": demande.pk, "tour": demande.tour},
        cle=f"parcours.renouvellement:{demande.pk}:{demande.tour}",
        fil=f"parcours.renouvellement:{demande.pk} {adresse.lower()}",
        # The link in it opens a request: the team does not read it over the prescriber's shoulder.
        est_sensible=True,
    )


@transaction.atomic
def repondre(
    demande: Renouvellement,
    *,
    decision: str,
    voie: str,
    decide_par: Professionnel,
    motif: str = "",
    quand: dt.datetime | None = None,
) -> Renouvellement:
    """Write the prescriber's answer, once: an agreement moves the planned end, a refusal nothing.

    Refuses with ``decide``, ``clos``, ``fin`` and ``decision``.
    """
    quand = quand or maintenant()
    parcours, demande = _relire(demande)
    if not demande.est_en_attente:
        raise Refus("Cette demande a déjà sa réponse.", code="decide")
    if not parcours.est_ouvert:
        raise Refus("Ce parcours est clos.", code="clos")
    if parcours.date_fin_prevue != demande.du - JOUR:
        raise Refus("La fin prévue a changé. Cette demande ne vaut plus.", code="fin")
    if decision not in Decision.values:
        raise Refus("Choisissez une réponse.", code="decision")
    demande.decision, demande.voie = decision, voie
    demande.decide_le, demande.decide_par = quand, decide_par
    refus = decision == Decision.REFUS
    demande.motif = (motif or Motif.NON_PRECISE) if refus else ""
    demande.save(update_fields=["decision", "voie", "decide_le", "decide_par", "motif"])
    if not refus:
        parcours.date_fin_prevue = demande.nouvelle_fin
        parcours.save(update_fields=["date_fin_prevue"])
    if voie != Voie.DIT:
        _prevenir_les_referents(demande, quand)
    return demande


def _prevenir_les_referents(demande: Renouvellement, quand: dt.datetime) -> None:
    """A mail without a name to each current référent who has an account of the team."""
    jour = a_paris(quand).date()
    referents = (
        demande.parcours.referents.en_vigueur(jour)
        .filter(professionnel__utilisateur__is_active=True)
        .select_related("professionnel__utilisateur")
    )
    for referent in referents:
        compte = referent.professionnel.utilisateur
        if compte is None or not compte.a_role(
            demande.parcours.centre_id, "referent", "coordination"
        ):
            continue
        deposer(
            centre=demande.parcours.centre,
            canal=Message.Canal.COURRIEL,
            langue="fr",
            destinataire=compte.courriel,
            modele="parcours.reponse",
            graine={"parcours": demande.parcours_id},
            cle=f"parcours.reponse:{demande.pk}:{compte.pk}",
        )


@transaction.atomic
def renouveler_en_equipe(
    demande: Renouvellement,
    *,
    decide_par: Professionnel,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Renouvellement:
    """Where the frame asks no prescriber, the référent decides with the person; named and dated."""
    quand = quand or maintenant()
    parcours, demande = _relire(demande)
    if parcours.dispositif.accord_prescripteur:
        raise Refus("Ce dispositif demande l’accord du prescripteur.", code="accord_prescripteur")
    _controler_la_demande(parcours, demande)
    Renouvellement.objects.filter(pk=demande.pk).update(demande_le=quand, demande_par=par)
    return repondre(
        demande, decision=Decision.ACCORD, voie=Voie.DIT, decide_par=decide_par, quand=quand
    )
