"""What a change would do, before anything leaves: who, how, in which language, in which words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from ateliers import operations as ateliers
from ateliers.models import Seance
from ateliers.queries.point import Point
from ateliers.queries.points import points_autour
from ateliers.queries.prevision import Avertissement, regrouper
from centre.ecriture import nom_de_langue
from centre.models import Message
from centre.temps import maintenant
from inscriptions import emails
from inscriptions.models import Envoi, Place
from inscriptions.operations.changements import (
    AnnulationVoulue,
    Changement,
    DeplacementVoulu,
    RemplacementVoulu,
    Voulu,
    changer_seances,
)
from parcours.models import Personne

if TYPE_CHECKING:
    from centre.models import Utilisateur


PLUS_TARD = "L’invitation part deux semaines avant la date."


@dataclass(frozen=True)
class LigneApercu:
    """One person: the channel and the words that would reach her; no channel = nobody writes."""

    personne: Personne
    canal: str
    langue: str
    langue_parlee: str
    sujet: str
    texte: str
    a_un_agenda: bool
    conflits: tuple[Seance, ...]

    @property
    def canal_dit(self) -> str:
        if self.canal and self.personne.ne_pas_ecrire:
            return f"Passer par {self.personne.passer_par}"
        if self.a_un_agenda:
            return "Courriel et agenda"
        return str(Message.Canal(self.canal).label) if self.canal else "Ne pas écrire"

    @property
    def icone(self) -> str:
        """The pictogram of the channel."""
        return {"appel": "tel", "": "cadenas"}.get(self.canal, self.canal)

    @property
    def est_a_appeler(self) -> bool:
        return self.canal in Message.CANAUX_HUMAINS


@dataclass
class Apercu:
    """The sheet « Avant d’envoyer »."""

    lignes: list[LigneApercu] = field(default_factory=list)
    part_le: dt.datetime | None = None
    points: list[Point] = field(default_factory=list)
    # Messages to people whom the reader may not see.
    autres: int = 0
    # The person whose place it is receives none of them.
    rien_pour_elle: bool = False

    @property
    def comptes(self) -> Counter[str]:
        return Counter(ligne.canal for ligne in self.lignes if ligne.canal)

    @property
    def appels(self) -> list[LigneApercu]:
        return [ligne for ligne in self.lignes if ligne.est_a_appeler]

    @property
    def muettes(self) -> list[LigneApercu]:
        return [ligne for ligne in self.lignes if not ligne.canal]

    @property
    def conflits(self) -> list[LigneApercu]:
        return [ligne for ligne in self.lignes if ligne.conflits]

    @property
    def avertissements(self) -> list[Avertissement]:
        """The points, those of one kind on several dates told once."""
        return regrouper(self.points)

    @property
    def prevenues(self) -> int:
        return len(self.lignes) - len(self.muettes)

    @property
    def groupes(self) -> list[list[LigneApercu]]:
        """What each person receives by one channel, together: the first one is read at once."""
        groupes: dict[tuple[int, str], list[LigneApercu]] = {}
        for ligne in self.lignes:
            groupes.setdefault((ligne.personne.pk, ligne.canal), []).append(ligne)
        return list(groupes.values())

    @property
    def textes(self) -> list[LigneApercu]:
        """One example of each text: by channel, then language."""
        exemples: dict[tuple[str, str], LigneApercu] = {}
        for ligne in self.lignes:
            if ligne.canal:
                exemples.setdefault((ligne.canal, ligne.langue), ligne)
        return [exemples[cle] for cle in sorted(exemples, reverse=True)]


def apercu_changement(
    *,
    deplacements: Sequence[DeplacementVoulu] = (),
    annulations: Sequence[AnnulationVoulue] = (),
    remplacements: Sequence[RemplacementVoulu] = (),
    par: Utilisateur | None,
    quand: dt.datetime | None = None,
) -> Apercu:
    """Make the change, read what would leave, roll everything back. Refuses like the change."""
    quand = quand or maintenant()
    with transaction.atomic():
        changement = changer_seances(
            deplacements=deplacements,
            annulations=annulations,
            remplacements=remplacements,
            par=par,
            quand=quand,
        )
        apercu = raconter(changement, quand)
        transaction.set_rollback(True)
    voulus: list[Voulu] = [*deplacements, *annulations, *remplacements]
    for voulu in voulus:
        voulu.seance.refresh_from_db()
    return apercu


def apercu_du_geste(
    geste: Callable[[], object], *, personne: Personne, seances: Iterable[int], par: Utilisateur
) -> Apercu:
    """What the leaving of ``personne`` would write about these séances, to her and to who waits.

    As ``apercu_changement``: the gesture is made, then rolled back; it refuses as itself. Whoever
    waits is shown to a reader of that roster, and counted in ``autres`` for anybody else.
    """
    with transaction.atomic():
        dernier = Envoi.objects.aggregate(pk=Max("pk"))["pk"] or 0
        geste()
        envois = Envoi.objects.filter(pk__gt=dernier, seance__in=list(seances))
        lues = list(envois.select_related("message__centre", "personne").order_by("pk"))
        visibles = set(
            Place.objects.visibles_par(par)
            .filter(pk__in={envoi.place_id for envoi in lues})
            .values_list("pk", flat=True)
        )
        lignes = [
            _dite(envoi, ())
            for envoi in lues
            if envoi.personne_id == personne.pk or envoi.place_id in visibles
        ]
        transaction.set_rollback(True)
    return Apercu(
        lignes=lignes,
        autres=len(lues) - len(lignes),
        rien_pour_elle=all(envoi.personne_id != personne.pk for envoi in lues),
    )


def apercu_de_la_copie(
    seance: Seance, moment: dict[str, Any], *, par: Utilisateur | None
) -> list[Point]:
    """What would be odd about a copy at other hours; nothing is kept. Refuses like the copy."""
    with transaction.atomic():
        copie = ateliers.dupliquer(seance, **moment, par=par)
        points = points_autour(seance.centre, [copie.pk])
        transaction.set_rollback(True)
    if moment["lieu"].est_ponctuel:
        moment["lieu"].pk = None
    return points


def raconter(changement: Changement, quand: dt.datetime, *, arrivees: Iterable[int] = ()) -> Apercu:
    """Who is told of a change just made; ``arrivees`` are ids of séances that appear with it."""
    envois: dict[int, Envoi] = {}
    seances = {place.seance_id for place in changement.places}
    for envoi in sorted(changement.envois, key=lambda e: e.seance_id in seances):
        envois[envoi.personne_id] = envoi
    # Who waits is there when she is told: a date that appears far ahead says nothing to her.
    attendues = [
        p
        for p in changement.places
        if p.etat != Place.Etat.LISTE_ATTENTE or p.personne_id in envois
    ]
    conflits = _conflits([p for p in attendues if p.etat in Place.TENUES])
    lignes = [_ligne(p, envois.get(p.personne_id), conflits.get(p.pk, ())) for p in attendues]
    partants = [e.message.a_partir_de for e in changement.envois]
    ordonnees = sorted(lignes, key=lambda e: (not e.canal, e.est_a_appeler, str(e.personne)))
    return Apercu(
        lignes=ordonnees,
        part_le=max(partants, default=None),
        points=_points(changement, arrivees),
    )


def _points(changement: Changement, arrivees: Iterable[int]) -> list[Point]:
    """What is odd where the séances now are; a cancelled one bothers nobody."""
    bougees = [d.seance for d in changement.deplacements]
    pks = {*arrivees, *(s.pk for s in (*bougees, *changement.remplacees))}
    seance = Seance.objects.select_related("centre").filter(pk__in=pks).first()
    return points_autour(seance.centre, pks) if seance else []


def _ligne(place: Place, envoi: Envoi | None, conflits: tuple[Seance, ...]) -> LigneApercu:
    personne = place.personne
    parlee = nom_de_langue(personne.langue)
    if envoi is None and personne.canal_effectif() == Personne.Canal.COURRIEL:
        # A date added far ahead: its invitation leaves when it enters the window.
        return LigneApercu(
            personne, "courriel", parlee, parlee, "", PLUS_TARD, a_un_agenda=True, conflits=conflits
        )
    if envoi is None:
        return LigneApercu(personne, "", parlee, parlee, "", "", False, conflits)
    envoi.personne = personne
    return _dite(envoi, conflits)


def _dite(envoi: Envoi, conflits: tuple[Seance, ...]) -> LigneApercu:
    message, personne = envoi.message, envoi.personne
    rendu = emails.rendre(message)
    return LigneApercu(
        personne,
        message.canal,
        nom_de_langue(message.langue),
        nom_de_langue(personne.langue),
        rendu.sujet,
        rendu.texte,
        bool(message.methode),
        conflits,
    )


def _conflits(places: Sequence[Place]) -> dict[int, tuple[Seance, ...]]:
    """Other séances that each person has at the new time; one query for all."""
    if not places:
        return {}
    autres = (
        Place.objects.filter(
            etat__in=Place.TENUES,
            personne__in={p.personne_id for p in places},
            seance__debut__lt=max(p.seance.fin for p in places),
            seance__fin__gt=min(p.seance.debut for p in places),
            seance__etat=Seance.Etat.PREVUE,
        )
        .exclude(seance__in={p.seance_id for p in places})
        .select_related("seance__atelier")
        .order_by("seance__debut")
    )
    trouves: dict[int, tuple[Seance, ...]] = {}
    for place in places:
        trouves[place.pk] = tuple(
            a.seance
            for a in autres
            if a.personne_id == place.personne_id
            and a.seance.debut < place.seance.fin
            and a.seance.fin > place.seance.debut
        )
    return trouves
