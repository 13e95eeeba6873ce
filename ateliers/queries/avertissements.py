"""What séances say of themselves and of each other: one sentence per oddity."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse

from ateliers.models import Absence, Atelier, Seance
from ateliers.queries.croisements import Croisement, Genre, croisements, enchainements
from ateliers.queries.point import Point
from centre.ecriture import duree, heure, jour_long, plage
from centre.models import Centre, PeriodeCalendrier
from centre.temps import a_paris, ecrire_semaine

Occupe = tuple[dt.datetime, dt.datetime]
FERMANTS = (PeriodeCalendrier.Genre.FERIE, PeriodeCalendrier.Genre.FERMETURE)


@dataclass(frozen=True)
class Contexte:
    """What is read beside the séances themselves, for the days they cover."""

    centre: Centre
    periodes: Sequence[PeriodeCalendrier] = ()
    absences: Sequence[Absence] = ()
    # By account: hours taken in other centres, of which nothing else is known here.
    ailleurs: dict[int, list[Occupe]] = field(default_factory=dict)


def contexte_de(centre: Centre, seances: Iterable[Seance]) -> Contexte:
    """Three queries, whatever the number of séances; reads prefetched ``animateurs``."""
    lignes = list(seances)
    if not lignes:
        return Contexte(centre)
    du = a_paris(min(s.debut for s in lignes)).date()
    au = a_paris(max(s.fin for s in lignes)).date()
    periodes = PeriodeCalendrier.objects.filter(
        centre=centre, genre__in=FERMANTS, reste_ouvert=False
    )
    absences = Absence.objects.filter(centre=centre).entre(du, au).select_related("professionnel")
    return Contexte(centre, list(periodes.entre(du, au)), list(absences), _ailleurs(centre, lignes))


def _ailleurs(centre: Centre, seances: Sequence[Seance]) -> dict[int, list[Occupe]]:
    """Hours of published séances that the same accounts lead in other centres; hours only."""
    comptes = {a.utilisateur_id for s in seances for a in s.animateurs.all() if a.utilisateur_id}
    liens = Seance.animateurs.through.objects.filter(
        professionnel__utilisateur__in=comptes,
        seance__etat__in=[Seance.Etat.PREVUE, Seance.Etat.TENUE],
        seance__fenetre__isnull=True,
        seance__debut__lt=max(s.fin for s in seances),
        seance__fin__gt=min(s.debut for s in seances),
    ).exclude(seance__centre=centre)
    prises: dict[int, list[Occupe]] = defaultdict(list)
    for compte, debut, fin in liens.values_list(
        "professionnel__utilisateur", "seance__debut", "seance__fin"
    ):
        prises[compte].append((debut, fin))
    return prises


def avertir(seances: Iterable[Seance], contexte: Contexte) -> list[Point]:
    """All the points of these séances, in the order of their hours; no query."""
    lignes = [s for s in seances if not s.est_annulee and not s.fenetre_id]
    points = [_du_croisement(c) for c in (*croisements(lignes), *enchainements(lignes))]
    for seance in lignes:
        points += _du_calendrier(seance, contexte)
        points += _de_l_equipe(seance, contexte)
        points += _du_lieu(seance)
    return sorted(points, key=lambda p: (p.debut, p.nature, p.cle))


def nom_de(seance: Seance) -> str:
    return seance.titre_complet.split(",")[0]


def adresse_de(seance: Seance) -> str:
    """The page of a séance; of a protected one, that its team alone opens, and of one that is not
    written yet, its week."""
    if seance.atelier.est_protege or seance.pk < 0:
        jour = a_paris(seance.debut).date()
        return f"{reverse('ateliers:planning-semaine')}?semaine={ecrire_semaine(jour)}&jour={jour}"
    return reverse("inscriptions:seance-detail", args=[seance.pk])


def _heures(*seances: Seance) -> tuple[object, ...]:
    return tuple(fait for s in seances for fait in (s.pk, s.debut, s.fin, s.lieu_id))


def _point(nature: str, seance: Seance, titre: str, texte: str, *faits: object) -> Point:
    quand = f"{nom_de(seance)}, {plage(seance.debut, seance.fin)}"
    return Point(
        nature=nature,
        debut=seance.debut,
        titre=titre,
        texte=f"{quand}. {texte}".strip(),
        url=adresse_de(seance),
        seances=(seance.pk,),
        faits=(seance.debut, seance.fin, *faits),
    )


def _du_croisement(c: Croisement) -> Point:
    un, deux = nom_de(c.premiere), nom_de(c.seconde)
    minutes = (c.au - c.du).total_seconds() // 60
    pause = duree(minutes) if minutes else "Aucune pause"
    titre, texte = {
        Genre.LIEU: (
            f"{c.qui}\u00a0: la salle est déjà prise",
            f"{un} et {deux}, {plage(c.du, c.au)}.",
        ),
        Genre.ANIMATEUR: (
            f"{c.qui} anime déjà une autre séance",
            f"{un} et {deux}, {plage(c.du, c.au)}.",
        ),
        Genre.BATTEMENT: (
            f"{c.qui}\u00a0: moins de dix minutes entre deux séances",
            f"{pause} entre {un} et {deux}, à {heure(c.au)}.",
        ),
        Genre.TRAJET: (
            f"{c.qui} n’a pas le temps du trajet",
            f"{pause} entre {un} et {deux}, pour {duree(c.minutes)} de route.",
        ),
    }[c.genre]
    return Point(
        nature=c.genre.value,
        debut=c.seconde.debut,
        titre=titre,
        texte=texte,
        url=adresse_de(c.seconde),
        seances=(c.premiere.pk, c.seconde.pk),
        faits=(*_heures(c.premiere, c.seconde), c.qui, c.minutes),
    )


def _du_calendrier(seance: Seance, contexte: Contexte) -> Iterator[Point]:
    debut, fin = a_paris(seance.debut), a_paris(seance.fin)
    for periode in contexte.periodes:
        if periode.contient(debut.date()):
            mot = "jour férié" if periode.genre == "ferie" else "le centre est fermé"
            titre = f"{periode.nom}\u00a0: {mot}"
            texte = "Gardez la séance, déplacez-la ou annulez-la."
            yield _point(periode.genre, seance, titre, texte, periode.pk, periode.nom)
    fermeture = contexte.centre.heure_fermeture
    dehors = seance.lieu.organisme_id or seance.lieu.est_ponctuel
    if dehors or seance.atelier.genre == Atelier.Genre.SORTIE:
        return
    if fin.date() > debut.date() or fin.time() > fermeture:
        titre = f"Fin à {heure(fin)}, le centre ferme à {heure(fermeture)}"
        yield _point("heure", seance, titre, "", fermeture)


def _de_l_equipe(seance: Seance, contexte: Contexte) -> Iterator[Point]:
    jour = a_paris(seance.debut).date()
    for animateur in seance.animateurs.all():
        nom = animateur.nom_court
        for absence in contexte.absences:
            if absence.professionnel_id == animateur.pk and absence.contient(jour):
                titre = f"{nom}\u00a0: absence notée jusqu’au {jour_long(absence.au)}"
                texte = "Remplacez, déplacez ou annulez."
                faits = (animateur.pk, absence.du, absence.au)
                yield _avec(_point("absence", seance, titre, texte, *faits), animateur.pk)
        pris = contexte.ailleurs.get(animateur.utilisateur_id or 0, ())
        if any(debut < seance.fin and seance.debut < fin for debut, fin in pris):
            titre = f"{nom}\u00a0: déjà pris·e ailleurs"
            yield _avec(_point("ailleurs", seance, titre, "", animateur.pk), animateur.pk)


def _avec(point: Point, qui: int) -> Point:
    return replace(point, qui=qui)


def _du_lieu(seance: Seance) -> Iterator[Point]:
    lieu, places = seance.lieu, seance.capacite + seance.surreservation
    if seance.atelier.genre == Atelier.Genre.ATELIER and places > lieu.capacite:
        titre = f"{places} places pour un lieu de {lieu.capacite}"
        texte = f"{lieu.nom} n’en a pas autant."
        yield _point("capacite", seance, titre, texte, places, lieu.pk, lieu.capacite)
    if seance.atelier.genre == Atelier.Genre.ENTRETIEN and not lieu.est_confidentiel:
        titre = "Un entretien dans un lieu ouvert"
        texte = f"{lieu.nom} n’est pas noté comme fermé, confidentiel."
        yield _point("confidentiel", seance, titre, texte, lieu.pk)
