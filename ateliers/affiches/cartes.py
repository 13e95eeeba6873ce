"""What all posters share: title strangers may read, drawings, foot, dates without activity."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Collection, Iterable
from typing import Any

import segno
from django.conf import settings

from ateliers.models import Atelier, Seance
from ateliers.queries.affiches import version_de
from centre.ecriture import jour_long, jour_long_annee, plage, telephone
from centre.models import Centre, Lieu, PeriodeCalendrier
from centre.pdf import dessin
from centre.temps import JOUR, a_paris

PERIODE = PeriodeCalendrier.Genre
TOUJOURS = ("lierre", "lieu", "tel")


def titre_dehors(seance: Seance) -> str:
    """The title of the date up to level 1, short; the family above, whatever the date says."""
    if not seance.atelier.se_partage:
        return seance.atelier.titre_affiche
    return seance.titre_complet.split(",")[0].split(" (")[0]


def dessin_dehors(atelier: Atelier) -> str:
    """A discreet line has the drawing of its family: its own would tell."""
    return atelier.pictogramme if atelier.se_partage else "pousse"


def carte(seance: Seance, *, ville: str, mention: str = "") -> dict[str, Any]:
    return {
        "titre": titre_dehors(seance),
        "theme": seance.atelier.theme,
        "dessin": dessin_dehors(seance.atelier),
        "jour": jour_long(seance.debut).capitalize(),
        "horaires": plage(seance.debut, seance.fin),
        "lieu": seance.lieu.nom,
        "adresse": adresse_courte(seance.lieu, ville),
        "est_annulee": seance.est_annulee,
        "mention": "Annulé" if seance.est_annulee else mention,
    }


def adresse_courte(lieu: Lieu, ville: str) -> str:
    """« 31 avenue de Guise »: the centre's own town stands once, at the foot."""
    return re.sub(rf",?\s*(\d{{5}}\s+)?{re.escape(ville)}$", "", lieu.adresse_dehors)


def dessins(noms: Iterable[str]) -> dict[str, str]:
    return {nom: dessin(nom) for nom in {*TOUJOURS, *noms}}


def periode_ecrite(du: dt.date, au: dt.date) -> str:
    """« lundi 26 octobre 2026 », « du lundi 16 au samedi 21 novembre 2026 »: nothing said twice."""
    if du == au:
        return jour_long_annee(du)
    debut = jour_long_annee(du)
    if du.year == au.year:
        debut = jour_long(du)
        if du.month == au.month:
            debut = debut.rsplit(" ", 1)[0]
    return f"du {debut} au {jour_long_annee(au)}"


def pas_d_atelier(
    periodes: Iterable[PeriodeCalendrier], ouverts: Collection[dt.date]
) -> list[dict[str, str]]:
    """The line of the dates without activity, in full; none when there is no such date.

    ``ouverts``: days on which something is planned all the same; they are never announced closed.
    """
    liste = list(periodes)
    # A public holiday inside a closure adds nothing.
    seules = [p for p in liste if not any(_couvre(autre, p) for autre in liste)]
    ecrites = [texte for texte in (_fermeture(p, ouverts) for p in seules) if texte]
    if not ecrites:
        return []
    return [{"titre": "Pas d’atelier\u00a0: ", "texte": "\u00a0; ".join(ecrites) + "."}]


def vacances(periodes: Iterable[PeriodeCalendrier]) -> list[dict[str, str]]:
    return [
        {
            "titre": f"{p.nom}\u00a0: ",
            "texte": f"{periode_ecrite(p.debut, p.fin)}. Certains ateliers s’arrêtent.",
        }
        for p in periodes
        if p.genre == PERIODE.VACANCES
    ]


def _couvre(autre: PeriodeCalendrier, periode: PeriodeCalendrier) -> bool:
    plus_longue = autre.fin - autre.debut > periode.fin - periode.debut
    return plus_longue and autre.debut <= periode.debut and periode.fin <= autre.fin


def est_fermante(periode: PeriodeCalendrier) -> bool:
    return periode.genre in (PERIODE.FERIE, PERIODE.FERMETURE) and not periode.reste_ouvert


def _fermeture(periode: PeriodeCalendrier, ouverts: Collection[dt.date]) -> str:
    gardes = sorted(jour for jour in ouverts if periode.contient(jour))
    if len(gardes) == (periode.fin - periode.debut) // JOUR + 1:
        return ""
    sauf = f", sauf {' et '.join(jour_long(jour) for jour in gardes)}" if gardes else ""
    return f"{periode_ecrite(periode.debut, periode.fin)} ({periode.nom}{sauf})"


def jours_ouverts(seances: Iterable[Seance]) -> set[dt.date]:
    return {a_paris(s.debut).date() for s in seances if not s.est_annulee}


def adresse_publique(centre: Centre, atelier: Atelier | None = None) -> str:
    """Where the square leads: the public page, when there is one."""
    if not centre.est_public:
        return ""
    if atelier is not None and not _a_une_page(atelier):
        atelier = None
    suite = f"{atelier.slug}/" if atelier else ""
    return f"https://{settings.DOMAINE}/c/{centre.slug}/{suite}"


def _a_une_page(atelier: Atelier) -> bool:
    return atelier.se_partage and atelier.est_publie and atelier.archive_le is None


def carre(adresse: str) -> str | None:
    """A QR code as SVG, dark on white with its margin; None without address."""
    if not adresse:
        return None
    sortie = io.BytesIO()
    segno.make(adresse, error="m", micro=False).save(
        sortie, kind="svg", border=2, light="#fff", scale=4
    )
    return sortie.getvalue().decode()


def pied(
    centre: Centre, *, quand: dt.datetime, absences: list[dict[str, str]], adresse: str
) -> dict[str, Any]:
    """What every poster says at its foot: telephone, address, version and print date."""
    version = f"Version {version_de(centre)}, imprimée le {jour_long_annee(quand)}"
    lieu = centre.adresse or centre.ville
    return {
        "centre": {
            "nom": centre.nom,
            "telephone": telephone(centre.telephone),
            "adresse": lieu if centre.ville in lieu else f"{lieu}, {centre.ville}",
        },
        "qr": carre(adresse),
        "qr-alt": f"Carré à lire avec un téléphone\u00a0: {adresse}",
        "qr-texte": "Le planning\nsur votre\ntéléphone",
        "absences": absences,
        "version": version,
    }
