"""What the ground floor's pages read."""

from __future__ import annotations

import datetime as dt
import email
import itertools
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.urls import reverse

from centre.a_faire import Tache
from centre.calendrier import est_court, horizon
from centre.ecriture import jour_long_annee, pluriel
from centre.models import (
    Affectation,
    Centre,
    Lieu,
    Message,
    Organisme,
    PeriodeCalendrier,
    Utilisateur,
)
from centre.permissions import peut_coordonner, peut_voir_la_messagerie
from centre.temps import a_paris
from centre.textes import sans_accent

Etat = Message.Etat
# Long enough to be a fault and not a pause.
ATTENTE_ANORMALE = dt.timedelta(minutes=30)
FILTRES = {
    "a-regarder": Q(etat__in=[Etat.ECHEC, *Message.NON_REGLES]),
    "partis": Q(etat=Etat.ENVOYE),
    "retires": Q(etat__in=[Etat.ANNULE, Etat.PERIME]),
}
NOMS_FILTRES = {"a-regarder": "À regarder", "partis": "Partis", "retires": "Pas envoyés"}


@dataclass(frozen=True)
class Filtre:
    code: str
    nom: str
    nombre: int
    choisi: bool


def messages_du_centre(utilisateur: Utilisateur, centre: Centre, filtre: str) -> QuerySet[Message]:
    """Messages under one filter: failures first, then calls and papers, then what waits."""
    ordre = Case(
        When(etat=Etat.ECHEC, then=Value(0)),
        When(canal__in=Message.CANAUX_HUMAINS, etat=Etat.EN_ATTENTE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        Message.objects.visibles_par(utilisateur)
        .filter(FILTRES[filtre], centre=centre)
        .select_related("fait_par")
        .order_by(ordre, "-id")
    )


def filtres_des_messages(utilisateur: Utilisateur, centre: Centre, choisi: str) -> list[Filtre]:
    """The filters with their counts, in one query."""
    comptes = (
        Message.objects.visibles_par(utilisateur)
        .filter(centre=centre)
        .aggregate(**{code.replace("-", "_"): Count("pk", filter=q) for code, q in FILTRES.items()})
    )
    return [
        Filtre(code, NOMS_FILTRES[code], comptes[code.replace("-", "_")], code == choisi)
        for code in FILTRES
    ]


def texte_du_message(message: Message) -> str:
    """The text as it leaves, or a sentence: masked when sensitive, not made before its hour."""
    if message.est_sensible:
        return "Texte masqué."
    if message.octets is None:
        return "Le texte est préparé au moment de l’envoi."
    octets = bytes(message.octets)
    if message.canal != Message.Canal.COURRIEL:
        return octets.decode()
    courriel = email.message_from_bytes(octets, policy=policy.default)
    corps = courriel.get_body(("plain",)) if isinstance(courriel, EmailMessage) else None
    return str(corps.get_content()).strip() if corps else ""


def annees_du_calendrier(
    utilisateur: Utilisateur, centre: Centre
) -> list[tuple[int, list[PeriodeCalendrier]]]:
    """Periods of a centre grouped by the civil year they begin in, the latest year first."""
    periodes = PeriodeCalendrier.objects.visibles_par(utilisateur).filter(centre=centre)
    groupes = itertools.groupby(periodes.order_by("debut", "genre"), key=lambda p: p.debut.year)
    return [(annee, list(lignes)) for annee, lignes in groupes][::-1]


def taches_du_centre(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> list[Tache]:
    """What the ground floor asks: messages that do not leave, a calendar that ends soon."""
    taches = []
    if peut_voir_la_messagerie(utilisateur, centre):
        taches += _taches_messages(centre, quand)
    if peut_coordonner(utilisateur, centre):
        taches += _tache_calendrier(centre, quand)
    return taches


def _taches_messages(centre: Centre, quand: dt.datetime) -> list[Tache]:
    en_retard = Q(etat__in=Message.NON_REGLES, a_partir_de__lt=quand - ATTENTE_ANORMALE) & ~Q(
        canal__in=Message.CANAUX_HUMAINS
    )
    comptes = Message.objects.filter(centre=centre).aggregate(
        echecs=Count("pk", filter=Q(etat=Etat.ECHEC)),
        retards=Count("pk", filter=en_retard),
        depuis=Min("a_partir_de", filter=en_retard),
    )
    url = reverse("centre:message-list")
    taches = []
    if comptes["echecs"]:
        titre = pluriel(comptes["echecs"], "message n’est pas parti,messages ne sont pas partis")
        pourquoi = "Prévenez ces personnes autrement, ou réessayez."
        taches.append(Tache(titre, pourquoi, url, "Voir les messages", "courriel", ordre=20))
    if comptes["retards"]:
        titre = pluriel(comptes["retards"], "message attend,messages attendent")
        pourquoi = f"Depuis {a_paris(comptes['depuis']):%H:%M}. L’envoi est peut-être arrêté."
        taches.append(Tache(titre, pourquoi, url, "Voir les messages", "horloge", ordre=21))
    return taches


def _tache_calendrier(centre: Centre, quand: dt.datetime) -> list[Tache]:
    dernier = horizon(centre)
    if not est_court(dernier, a_paris(quand).date()):
        return []
    pourquoi = f"Il s’arrête le {jour_long_annee(dernier)}." if dernier else "Il est encore vide."
    return [
        Tache(
            "Compléter le calendrier scolaire",
            pourquoi,
            reverse("centre:calendrier"),
            "Ouvrir le calendrier",
            "calendrier",
            ordre=80,
        )
    ]


def lieux_du_centre(utilisateur: Utilisateur, centre: Centre) -> QuerySet[Lieu]:
    lieux = Lieu.objects.visibles_par(utilisateur).durables()
    return lieux.filter(centre=centre).select_related("organisme")


def partenaires_du_centre(
    utilisateur: Utilisateur, centre: Centre, q: str, orienteurs: bool
) -> list[Organisme]:
    """Partners whose name, domain, type or people hold every word of ``q``, accents apart."""
    organismes = Organisme.objects.visibles_par(utilisateur).filter(centre=centre)
    if orienteurs:
        organismes = organismes.orienteurs()
    mots = sans_accent(q).split()
    return [
        organisme
        for organisme in organismes.prefetch_related("professionnels")
        if all(mot in _texte_cherche(organisme) for mot in mots)
    ]


def _texte_cherche(organisme: Organisme) -> str:
    gens = " ".join(str(p) for p in organisme.professionnels.all())
    return sans_accent(f"{organisme.nom} {organisme.domaine} {organisme.get_type_display()} {gens}")


def acces_du_centre(
    utilisateur: Utilisateur, centre: Centre, jour: dt.date
) -> tuple[list[Affectation], list[Affectation]]:
    """The accesses in force on ``jour``: the team's, then the partners'."""
    lignes = (
        Affectation.objects.visibles_par(utilisateur)
        .filter(centre=centre)
        .en_vigueur(jour)
        .select_related("utilisateur", "organisme")
        .order_by("utilisateur__nom", "utilisateur__prenom", "role")
    )
    partenaires = [ligne for ligne in lignes if ligne.role in Affectation.PARTENAIRES]
    return [ligne for ligne in lignes if ligne not in partenaires], partenaires
