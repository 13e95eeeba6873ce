"""The week as the grid draws it: blocks with their classes, lanes, days. Texts are written here
once, dates included: in templates that would cost most of the page's time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from ateliers.models import Atelier, Deplacement, Seance
from ateliers.queries.evenements import Evenement
from ateliers.views.adresses import (
    adresse_annuler,
    adresse_de,
    adresse_deplacer,
    adresse_du_bloc,
)
from ateliers.views.dessin import dessiner, dessiner_la_puce
from centre.ecriture import JOURS, heure, pluriel
from centre.temps import a_paris

Etat = Seance.Etat
VOIES = 4


@dataclass(frozen=True)
class Mention:
    """A line at the foot of a block: a badge when ``genre`` is given, plain text otherwise."""

    texte: str
    icone: str = ""
    genre: str = ""


@dataclass(frozen=True)
class Creneau:
    texte: str
    est_pris: bool


@dataclass
class Bloc:
    """A block of the grid; ``seance_pk`` is None for a ghost or an occupied room."""

    debut: dt.datetime
    fin: dt.datetime
    titre: str
    icone: str
    lieu: str
    theme: str
    etat: str = ""
    url: str = ""
    # Said to screen readers where the block has no room to write it.
    precision: str = ""
    mentions: list[Mention] = field(default_factory=list)
    creneaux: list[Creneau] = field(default_factory=list)
    seance_pk: int | None = None
    voie: int = 0
    # Where a drag asks for its preview; empty when it may not move. The hours of a block that
    # crosses midnight are not drawn whole: it moves by the form.
    adresse_deplacer: str = ""
    # « Annuler aujourd’hui », on a phone: one tap to the sheet, one to send.
    adresse_annuler: str = ""
    version: int = 0
    lieu_pk: int = 0
    # What the views by room, by animateur and by atelier sort it under: (key, name).
    rangs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def classes(self) -> str:
        etat = f"seance--{self.etat}" if self.etat else ""
        voie = f"voie-{self.voie}" if self.voie else ""
        morceaux = ["seance", f"th-{self.theme}", etat, *position(self.debut, self.fin), voie]
        return " ".join(filter(None, morceaux))

    @property
    def html(self) -> SafeString:
        return dessiner(self)

    @property
    def puce(self) -> SafeString:
        return dessiner_la_puce(self)

    @property
    def de(self) -> str:
        return heure(self.debut)

    @property
    def a(self) -> str:
        return heure(self.fin)


def position(debut: dt.datetime, fin: dt.datetime) -> tuple[str, str]:
    """Start and length in quarter hours, as classes: « d-56 », « l-8 »."""
    depart = a_paris(debut)
    minutes = (fin - debut).total_seconds() / 60 + depart.minute % 15
    longueur = min(48, max(1, math.ceil(minutes / 15)))
    return f"d-{depart.hour * 4 + depart.minute // 15}", f"l-{longueur}"


def titre_court(seance: Seance) -> str:
    """The title up to its first comma or parenthesis, as a block can hold it."""
    return seance.titre_complet.split(",")[0].split(" (")[0]


def bloc(
    seance: Seance,
    *,
    creneaux: Sequence[Seance] = (),
    deplacement: Deplacement | None = None,
    quand: dt.datetime,
    peut_deplacer: bool = False,
) -> Bloc:
    """Draw a séance that may be named; ``deplacement`` is the move that brought it here."""
    etat = _etat(seance, deplacement, quand)
    atelier, lieu = seance.atelier, seance.lieu
    entretien = atelier.genre == Atelier.Genre.ENTRETIEN
    cases = [_creneau(c, quand) for c in creneaux if not seance.est_annulee]
    mentions = _mentions(seance, etat, deplacement)
    return Bloc(
        debut=seance.debut,
        fin=seance.fin,
        titre="Entretien" if entretien else titre_court(seance),
        icone="cadenas" if entretien else atelier.pictogramme,
        # The slots take the room of the place and of the foot.
        lieu="" if cases else lieu.nom,
        theme=atelier.theme,
        etat=etat,
        url=adresse_du_bloc(seance, etat),
        precision=", ".join([lieu.nom, *(m.texte for m in mentions)]) if cases else "",
        mentions=[] if cases else mentions[: _lignes_du_pied(seance)],
        creneaux=cases,
        seance_pk=seance.pk,
        adresse_deplacer=adresse_deplacer(seance, quand) if peut_deplacer else "",
        adresse_annuler=adresse_annuler(seance, quand) if peut_deplacer else "",
        version=seance.version,
        lieu_pk=seance.lieu_id,
        rangs=_rangs(seance),
    )


def _rangs(seance: Seance) -> dict[str, list[tuple[str, str]]]:
    return {
        "lieu": [(str(seance.lieu_id), seance.lieu.nom)],
        "animateur": [(str(a.pk), a.nom_court) for a in seance.meneurs],
        "atelier": [(seance.atelier.slug, seance.atelier.titre.split(",")[0])],
    }


def _lignes_du_pied(seance: Seance) -> int:
    """How many mentions fit under title, hours and place: one up to 90 minutes, then two, three."""
    return 1 if seance.minutes <= 90 else 2 if seance.minutes <= 120 else 3


def _etat(seance: Seance, deplacement: Deplacement | None, quand: dt.datetime) -> str:
    if seance.est_annulee:
        return "annulee"
    if seance.etat in (Etat.BROUILLON, Etat.TENUE):
        return str(seance.etat)
    if seance.est_a_renseigner(quand) and seance.atelier.genre != Atelier.Genre.ENTRETIEN:
        return "a-emarger"
    if seance.debut <= quand < seance.fin:
        return "en-cours"
    return "venue" if deplacement else ""


def _mentions(seance: Seance, etat: str, deplacement: Deplacement | None) -> list[Mention]:
    if etat == "annulee":
        raison = f"\u00a0: {seance.get_motif_annulation_display().lower()}"
        return [Mention(f"Annulée{raison if seance.minutes > 90 else ''}")]
    mentions = []
    if etat == "brouillon":
        mentions.append(Mention("Brouillon", "crayon", "contour"))
    elif etat == "a-emarger":
        mentions.append(Mention("À émarger", "crayon", "miel"))
    elif etat == "en-cours":
        mentions.append(Mention("En cours", genre="pleine"))
    if deplacement:
        mentions.append(Mention(_venue(deplacement), "fleches"))
    if seance.atelier.est_protege:
        mentions.append(Mention("Liste réservée", "cadenas"))
    elif seance.atelier.genre != Atelier.Genre.PERMANENCE:
        mentions.append(_sieges(seance, etat))
    if seance.lieu.organisme_id:
        mentions.append(Mention("Hors centre", "bus"))
    return mentions


def _sieges(seance: Seance, etat: str) -> Mention:
    places = seance.capacite + seance.surreservation
    if etat == "en-cours":
        return Mention(pluriel(seance.sieges_pris, "inscrit,inscrits"), "groupe")
    if seance.atelier.genre == Atelier.Genre.SORTIE:
        return Mention(f"{seance.sieges_pris} sur {places} places", "siege")
    icone = "oui" if etat == "tenue" else "groupe"
    return Mention(f"{seance.sieges_pris} sur {places}", icone)


def _venue(deplacement: Deplacement) -> str:
    """« De mercredi », « Décalée, avant 9 h », « Nouveau lieu »."""
    avant, apres = a_paris(deplacement.avant_debut), a_paris(deplacement.seance.debut)
    if avant.date() != apres.date():
        return f"De {JOURS[avant.weekday()]}"
    if avant != apres:
        return f"Décalée, avant {heure(avant)}"
    return "Nouveau lieu"


def _creneau(creneau: Seance, quand: dt.datetime) -> Creneau:
    if creneau.est_annulee:
        mot = "annulé"
    elif creneau.sieges_pris:
        # The name comes from the app above, for those who may read it (``occupee_par``).
        mot = getattr(creneau, "occupee_par", "") or "pris"
    elif creneau.ferme_le is not None:
        mot = "fermé"
    else:
        mot = "resté libre" if creneau.fin <= quand else "libre"
    return Creneau(f"{heure(creneau.debut)} {mot}", bool(creneau.sieges_pris))


def fantome(deplacement: Deplacement) -> Bloc:
    """The place that a moved séance left, with the day and the hour it went to."""
    seance = deplacement.seance
    apres = a_paris(seance.debut)
    return Bloc(
        debut=deplacement.avant_debut,
        fin=deplacement.avant_fin,
        titre=titre_court(seance),
        icone=seance.atelier.pictogramme,
        lieu=f"Déplacée au {JOURS[apres.weekday()]} {apres.day}, {heure(apres)}",
        theme=seance.atelier.theme,
        etat="partie",
        url=adresse_de("inscriptions:seance-detail", seance.pk),
    )


def occupe(seance: Seance) -> Bloc:
    """A protected séance as the rest of the team sees it: the room is taken, nothing else."""
    return Bloc(
        debut=seance.debut,
        fin=seance.fin,
        titre="Occupé",
        icone="cadenas",
        lieu=seance.lieu.nom,
        theme="indi",
        rangs={"lieu": [(str(seance.lieu_id), seance.lieu.nom)]},
    )


def rencontre(evenement: Evenement, heures: tuple[dt.datetime, dt.datetime]) -> Bloc:
    """A meeting of the house: a block that leads to its page and does not move from here."""
    return Bloc(
        debut=heures[0],
        fin=heures[1],
        titre=evenement.titre,
        icone="groupe",
        lieu=evenement.lieu,
        theme="indi",
        url=evenement.url,
    )


def poser_les_voies(blocs: list[Bloc]) -> int:
    """Give a lane to blocks that overlap, none to those that stand alone; returns their number."""
    blocs.sort(key=lambda b: (b.debut, -b.fin.timestamp(), b.titre))
    voies = 1
    groupe: list[Bloc] = []
    fin_du_groupe: dt.datetime | None = None
    for courant in [*blocs, None]:
        if courant is not None and fin_du_groupe and courant.debut < fin_du_groupe:
            groupe.append(courant)
            fin_du_groupe = max(fin_du_groupe, courant.fin)
            continue
        voies = max(voies, _repartir(groupe))
        if courant is not None:
            groupe, fin_du_groupe = [courant], courant.fin
    return voies


def _repartir(groupe: list[Bloc]) -> int:
    if len(groupe) < 2:
        return 1
    fins: list[dt.datetime] = []
    for courant in groupe:
        libre = next((rang for rang, fin in enumerate(fins) if fin <= courant.debut), None)
        if libre is None:
            fins.append(courant.fin)
            libre = len(fins) - 1
        else:
            fins[libre] = courant.fin
        courant.voie = min(libre + 1, VOIES)
    return min(len(fins), VOIES)
