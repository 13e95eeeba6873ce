"""What people ask about their data, and what the house writes when it opens or keeps a file."""

from __future__ import annotations

import datetime as dt
import uuid

from bilans.demonstration.monde import Monde, jeton_de_demonstration
from bilans.demonstration.suivis import Suivi
from centre.models import JournalAcces, Organisme
from centre.models.acces import empreinte_de
from centre.temps import ajouter_mois, instant
from centre.textes import cle_de_nom
from parcours.models import (
    AvisConservation,
    BrisDeGlace,
    Consentement,
    DemandeDroit,
    LienFiche,
    Personne,
)
from parcours.models.bris_de_glace import DUREE_DU_BRIS
from parcours.models.conservation import PREAVIS
from parcours.models.liens import DUREE_DU_LIEN
from parcours.operations.personnes import PAR_ELLE
from parcours.textes_accords import texte_d_accord

RAISON = "La famille cherche où la joindre ce matin, son fils est à l’hôpital."


def ecrire(monde: Monde, suivis: list[Suivi]) -> None:
    """One of each, for people that no partner with an account follows."""
    calmes = [
        s.profil.ligne for s in suivis if s.est_ouvert and not s.scene and s.referent == "referent"
    ]
    calmes = [p for p in calmes if not p.ne_pas_ecrire]
    _demande_de_copie(monde, calmes[0])
    _accord_retire(monde, calmes[1])
    _ouverture(monde, next(s for s in suivis if s.scene == "lien").profil.ligne)
    _fin_de_conservation(monde)
    _lien_pour_orienter(monde)


def _demande_de_copie(monde: Monde, personne: Personne) -> None:
    """Asked twelve days ago: the answer is due in eighteen or nineteen."""
    DemandeDroit.objects.create(
        personne=personne,
        genre=DemandeDroit.Genre.ACCES,
        identite=DemandeDroit.Identite.CONNUE,
        recue_le=monde.jour - dt.timedelta(days=12),
        recue_par=monde.comptes["accueil"],
    )


def _accord_retire(monde: Monde, personne: Personne) -> None:
    objet = Consentement.Objet.PHOTO
    Consentement.objects.create(
        personne=personne,
        objet=objet,
        texte=texte_d_accord(objet),
        canal=PAR_ELLE,
        donne_le=monde.quand - dt.timedelta(days=60),
        retire_le=monde.quand - dt.timedelta(days=9),
    )


def _ouverture(monde: Monde, personne: Personne) -> None:
    """Yesterday morning, two hours; her référente has not read the notice yet."""
    ouvert_le, par = monde.quand - dt.timedelta(days=1), monde.comptes["coordination"]
    BrisDeGlace.objects.create(
        personne=personne,
        utilisateur=par,
        raison=RAISON,
        ouvert_le=ouvert_le,
        jusqu_a=ouvert_le + DUREE_DU_BRIS,
    )
    JournalAcces.objects.create(
        centre=monde.centre,
        utilisateur=par,
        qui=f"{par}, {monde.centre.nom_court}",
        page="Ouverture d’urgence",
        sujet=personne.reference,
        le=ouvert_le,
    )


def _fin_de_conservation(monde: Monde) -> None:
    """Somebody written down two years ago, never sent by anyone, never seen since."""
    ecrite = ajouter_mois(monde.jour, -24) + dt.timedelta(days=20)
    fin = ajouter_mois(ecrite, 24)
    annonce = fin - PREAVIS
    personne = Personne.objects.create(
        centre=monde.centre,
        reference=uuid.UUID(int=monde.hasard("conservation").getrandbits(128), version=4),
        prenom="Odile",
        nom="Vaucresson",
        cle=cle_de_nom("Odile", "Vaucresson"),
        canal=Personne.Canal.PAPIER,
        creee_le=instant(ecrite, dt.time(9)),
    )
    AvisConservation.objects.create(
        personne=personne,
        dernier_contact=ecrite,
        annonce_le=annonce,
        echeance=max(fin + dt.timedelta(days=1), annonce + PREAVIS),
    )


def _lien_pour_orienter(monde: Monde) -> None:
    """Three days old; its secret is the same at each load, as the one of the printed card."""
    cree_le = monde.quand - dt.timedelta(days=3)
    organisme = (
        Organisme.objects.filter(centre=monde.centre, est_orienteur=True)
        .exclude(professionnels__utilisateur__isnull=False)
        .order_by("pk")[0]
    )
    LienFiche.objects.create(
        centre=monde.centre,
        organisme=organisme,
        empreinte=empreinte_de(jeton_de_demonstration(f"fiche|{monde.graine}")),
        libelle=organisme.nom[:60],
        cree_le=cree_le,
        expire_le=cree_le + DUREE_DU_LIEN,
        fiches=1,
        cree_par=monde.comptes["coordination"],
    )
