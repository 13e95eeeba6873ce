"""The rules of keeping of ``inscriptions``, and the last sign of life that it knows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from centre.conservation import Regle
from centre.models import Message
from centre.temps import a_paris, ajouter_mois, bornes_du_jour
from inscriptions.models import Envoi, Inscription, JetonParticipant, Place, ReponseRecue
from inscriptions.operations.demandes_reponses import demandes_a_oublier, oublier_les_demandes
from inscriptions.operations.preavis import a_prevenir, prevenir
from parcours.models import Parcours

MOIS_D_UN_TEXTE = 3
VIVANTES = (
    Inscription.Etat.DEMANDEE,
    Inscription.Etat.CONFIRMEE,
    Inscription.Etat.LISTE_ATTENTE,
)


def contacts() -> Iterator[tuple[uuid.UUID, dt.datetime]]:
    """A place taken, an answer, a page that was opened: an agenda that a telephone reads alone,
    day and night, is nobody."""
    places = Place.objects.order_by().values_list("personne__reference")
    yield from places.annotate(le=Max("faite_le"))
    yield from places.filter(intention_le__isnull=False).annotate(le=Max("intention_le"))
    recues = ReponseRecue.objects.filter(personne__isnull=False).order_by()
    yield from recues.values_list("personne__reference").annotate(le=Max("recue_le"))
    jetons = JetonParticipant.objects.filter(derniere_utilisation__isnull=False).order_by()
    jetons = jetons.filter(usage=JetonParticipant.Usage.PAGE)
    yield from jetons.values_list("personne__reference").annotate(le=Max("derniere_utilisation"))


def _textes(quand: dt.datetime) -> QuerySet[Message]:
    """Short messages and words to say that left, or never will, three months ago."""
    limite = bornes_du_jour(ajouter_mois(a_paris(quand).date(), -MOIS_D_UN_TEXTE))[0]
    return (
        Message.objects.filter(
            pk__in=Envoi.objects.values("message"),
            canal__in=[Message.Canal.SMS, *Message.CANAUX_HUMAINS],
            cree_le__lt=limite,
        )
        .exclude(etat__in=Message.NON_REGLES)
        .exclude(graine={})
    )


def _oublier_les_textes(quand: dt.datetime) -> int:
    """The row stays, with the hour at which it left; its words and its number go."""
    with transaction.atomic():
        return _textes(quand).update(graine={}, octets=None, destinataire="")


def _jetons_sans_suite(quand: dt.datetime) -> QuerySet[JetonParticipant]:
    """Live links of people whose parcours are all over, and whom nobody expects any more.

    Whoever comes without a parcours keeps hers (LIE-18); a seat to come keeps it too.
    """
    siens = Parcours.objects.filter(personne=OuterRef("personne"))
    a_venir = Place.objects.filter(
        personne=OuterRef("personne"), etat__in=Place.VIVANTES, seance__debut__gte=quand
    )
    inscrite = Inscription.objects.filter(personne=OuterRef("personne"), etat__in=VIVANTES)
    return JetonParticipant.objects.vivants().filter(
        Exists(siens),
        ~Exists(siens.filter(date_fin_reelle__isnull=True)),
        ~Exists(a_venir),
        ~Exists(inscrite),
    )


REGLES = (
    Regle(
        code="inscriptions.preavis",
        quoi="Mot à la personne, si l’on peut la joindre",
        duree="30 jours avant la fin",
        ensuite="écrit ou SMS, en mots discrets",
        pourquoi="Elle peut appeler et rester, ou demander sa copie.",
        compter=a_prevenir,
        appliquer=prevenir,
        ordre=20,
    ),
    Regle(
        code="inscriptions.textes",
        quoi="Texte des SMS, des appels et des papiers",
        duree="3 mois",
        ensuite="texte et numéro effacés, heure d’envoi gardée",
        pourquoi="Choix du service\u00a0: un vieux message n’apprend plus rien.",
        compter=lambda quand: _textes(quand).count(),
        appliquer=_oublier_les_textes,
        ordre=50,
    ),
    Regle(
        code="inscriptions.demandes",
        quoi="Demandes faites sur la page publique",
        duree="3 jours sans confirmation, 90 jours sans réponse, 30 jours après la réponse",
        ensuite="effacées",
        pourquoi="Le nom et le numéro quittent la demande dès la réponse.",
        compter=lambda quand: demandes_a_oublier(quand).count(),
        appliquer=oublier_les_demandes,
        ordre=50,
    ),
    Regle(
        code="inscriptions.jetons",
        quoi="Liens personnels et agendas du téléphone",
        duree="jusqu’à la fin du parcours",
        ensuite="retirés",
        pourquoi="Un agenda oublié ne doit plus rien montrer.",
        compter=lambda quand: _jetons_sans_suite(quand).count(),
        appliquer=lambda quand: _jetons_sans_suite(quand).update(revoque_le=quand),
        ordre=50,
    ),
)
