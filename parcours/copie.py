"""The copy of her data that a person may ask for: the same lines on paper and in a table."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import combining, normalize

from django.db.models import Q

from ateliers.models import Atelier
from centre import effacement
from centre.acces import lectures_de
from centre.ecriture import duree, jour_court
from centre.models import Organisme
from centre.tableur import csv_de
from centre.temps import a_paris
from parcours.copie_mots import en_mots
from parcours.documents import Bloc, document, texte, titre
from parcours.documents import liste as puces
from parcours.models import Entretien

if TYPE_CHECKING:
    from parcours.models import Personne

CACHE = "[autre personne]"
# Columns that name somebody else than her, hidden without being asked.
TIERS = frozenset({"urgence_nom", "urgence_telephone"})
ORGANISMES = frozenset({"destinataire__nom", "organisme__nom"})
SECTIONS = {
    "personne": "Qui vous êtes",
    "orientations": "Qui vous a orientée, et comment",
    "appels": "Nos appels",
    "parcours": "Vos parcours",
    "referents": "Qui vous a suivie",
    "entretiens": "Nos entretiens",
    "freins": "Ce qui était difficile",
    "accords": "Vos accords",
    "demandes": "Vos demandes sur vos données",
    "informations_remises": "La feuille d’information",
    "ouvertures_d_urgence": "Ouvertures d’urgence de votre dossier",
    "inscriptions": "Vos inscriptions",
    "places": "Vos places",
    "accompagnants": "Qui venait avec vous",
    "repas_et_urgence": "Repas et urgence",
    "tours": "Votre tour pour les sorties",
    "messages": "Nos messages",
    "reponses": "Vos réponses",
    "liens": "Vos liens personnels",
    "presences": "Vos présences",
    "corrections": "Corrections de vos présences",
    "demandes_de_correction": "Vos demandes de correction",
    "signatures": "Vos signatures",
    "gestes_de_tablette": "Ce qu’une tablette a noté",
    "prises_de_nouvelles": "Nos appels pour prendre de vos nouvelles",
    "photos_de_feuilles": "Photos de feuilles signées",
    "projets": "Votre projet, avec vos mots",
    "actions": "Ce que nous avons fait ensemble",
    "aides_urgentes": "Les aides urgentes",
    "avancees": "Vos avancées",
    "observations": "Ce qui a été dit",
    "objectifs": "Ce que vous voulez",
    "etapes_des_objectifs": "Les étapes de vos objectifs",
    "freins_en_detail": "Ce qui était difficile, en détail",
    "partenaires": "Les partenaires proposés",
    "renouvellements": "Vos renouvellements",
    "points": "Les points avec qui vous a orientée",
    "bilans": "Vos bilans",
    "financeurs_du_parcours": "Qui paie votre accompagnement",
    "contacts_apres_fin": "Nos contacts après la fin",
}
# Where a column's own name does not read well.
COLONNES = {
    "prenom": "prénom",
    "menage": "ménage",
    "motif_sortie": "fin, pourquoi",
    "professionnel__prenom": "prénom",
    "qpv": "quartier prioritaire",
    "role": "rôle",
    "theme": "thème",
    "declare_le": "dit le",
    "leve_le": "levé le",
    "issue": "réponse",
    "debut": "début",
    "dispositif__nom": "dispositif",
    "prescripteur__organisme__nom": "orientée par",
    "prescripteur__nom": "par",
    "date_naissance": "date de naissance",
    "telephone": "téléphone",
    "recue_le": "reçue le",
    "etat": "état",
    "difficultes": "difficultés",
    "precisions": "ce qui est écrit",
    "partageable": "ce qui est écrit",
    "donne_le": "donné le",
    "retire_le": "retiré le",
    "cree_le": "créé le",
    "creee_le": "créée le",
    "date_entree": "entrée le",
    "date_fin_prevue": "fin prévue le",
    "date_fin_reelle": "fin le",
    "transmission_presence": "présences transmises",
    "seance__debut": "date",
    "seance__fin": "fin",
    "place__seance__debut": "date",
    "seance__atelier__titre": "atelier",
    "place__seance__atelier__titre": "atelier",
    "arrivee": "arrivée",
    "depart": "départ",
}
SUFFIXES = re.compile(r"^(message|professionnel|dispositif|atelier|feuille)__|__(nom|titre)$")


class Ligne(NamedTuple):
    section: str
    rang: int
    champ: str
    valeur: str


def _nom(champ: str) -> str:
    return COLONNES.get(champ) or SUFFIXES.sub("", champ).replace("__", " ").replace("_", " ")


def _dire(valeur: Any) -> str:
    """A value in words; bytes and drawings are told, not printed."""
    if valeur is None or valeur == "" or valeur == []:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, dt.datetime):
        local = a_paris(valeur)
        return f"{jour_court(local)} {local:%Y, %H:%M}"
    if isinstance(valeur, dt.date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, dt.timedelta):
        return duree(valeur)
    if isinstance(valeur, (bytes, memoryview)):
        return "une image, à regarder au centre"
    if isinstance(valeur, (list, tuple)):
        return ", ".join(_dire(v) for v in valeur)
    if isinstance(valeur, dict):
        return ", ".join(f"{_nom(str(c))}\u00a0: {_dire(v)}" for c, v in valeur.items())
    return str(valeur)


def masqueur(noms: str) -> Callable[[str], str] | None:
    """Hide the names written one per line; accents and case count for nothing."""
    mots = sorted({m.strip() for m in noms.splitlines() if m.strip()}, key=len, reverse=True)
    if not mots:
        return None
    motif = re.compile("|".join(_sans_accents(mot) for mot in mots), re.IGNORECASE)
    return lambda dit: normalize("NFC", motif.sub(CACHE, normalize("NFD", dit)))


def _sans_accents(mot: str) -> str:
    """Each letter of a decomposed text, whatever its marks."""
    lettres = (c for c in normalize("NFD", mot) if not combining(c))
    return "".join(f"{re.escape(lettre)}[\u0300-\u036f]*" for lettre in lettres)


def lignes_de(
    reference: uuid.UUID, *, a_masquer: str = "", nomme_les_sensibles: bool = False
) -> list[Ligne]:
    """Everything held about her, section by section, third parties hidden.

    ``nomme_les_sensibles`` is the ``Lecture``'s: whoever prints may not know each organisation.
    """
    cacher = masqueur(a_masquer)
    proteges = set(Atelier.objects.filter(sensibilite=3).values_list("titre", flat=True))
    sensibles = set(Organisme.objects.filter(est_sensible=True).values_list("nom", flat=True))
    lues = []
    for section, rangees in effacement.copier(reference).items():
        for rang, rangee in enumerate(rangees, start=1):
            for champ, valeur in rangee.items():
                dit = "" if champ == "dessin" else _dire(en_mots(section, champ, valeur))
                if champ.endswith("atelier__titre") and valeur in proteges:
                    # Whoever reads the copy over need not be of its team.
                    dit = "atelier protégé\u00a0: son équipe vous en parle"
                if champ in ORGANISMES and valeur in sensibles and not nomme_les_sensibles:
                    dit = "un partenaire\u00a0: qui vous accompagne vous le dit"
                if champ in TIERS and dit:
                    dit = CACHE
                if cacher:
                    dit = cacher(dit)
                if dit:
                    lues.append(Ligne(section, rang, champ, dit))
    return [*lues, *_regards(reference)]


def _regards(reference: uuid.UUID) -> Iterator[Ligne]:
    for rang, regard in enumerate(lectures_de(reference), start=1):
        valeur = f"{regard.qui}, {regard.fois} fois, le {jour_court(regard.derniere_fois)}"
        yield Ligne("regards", rang, "qui a regardé", valeur)


def notes_gardees(reference: uuid.UUID) -> int:
    """Confidential notes: each belongs to its author's secret, and is asked from her."""
    siennes = Q(parcours__personne__reference=reference) | Q(
        orientation__personne__reference=reference
    )
    return Entretien.objects.filter(siennes).exclude(confidentiel="").distinct().count()


def intitule(section: str) -> str:
    if section == "regards":
        return "Qui a regardé votre dossier"
    return SECTIONS.get(section) or section.replace("_", " ").capitalize()


def groupes(lignes: Sequence[Ligne]) -> list[tuple[str, list[str]]]:
    """Title of each section, and one sentence per row: « date : 3 mars, état : tenu »."""
    sections: dict[str, dict[int, list[str]]] = {}
    for ligne in lignes:
        rangee = sections.setdefault(ligne.section, {}).setdefault(ligne.rang, [])
        dit = ligne.valeur
        rangee.append(dit if ligne.section == "regards" else f"{_nom(ligne.champ)}\u00a0: {dit}")
    return [(intitule(s), [" · ".join(r) for r in rangs.values()]) for s, rangs in sections.items()]


def csv_de_la_copie(lignes: Sequence[Ligne]) -> bytes:
    rangees = [(intitule(li.section), li.rang, _nom(li.champ), li.valeur) for li in lignes]
    return csv_de(["Partie", "Ligne", "Quoi", "Valeur"], rangees)


def pdf_de_la_copie(personne: Personne, lignes: Sequence[Ligne], *, quand: dt.datetime) -> bytes:
    """Plain words on A4: what is known, who looked, whom to ask; raises ``PDFImpossible``."""
    blocs: list[Bloc] = [
        texte(
            "Vous avez demandé ce que nous savons de vous. Tout est écrit ici. "
            "Une erreur\u00a0? Dites-le-nous\u00a0: nous la corrigeons."
        )
    ]
    gardees = notes_gardees(personne.reference)
    if gardees:
        blocs.append(
            texte(
                f"En plus, {gardees} note(s) d’entretien restent entre vous et la personne qui "
                "les a écrites. Demandez-lui de vous les lire."
            )
        )
    for nom, rangees in groupes(lignes):
        blocs += [titre(nom), puces(rangees)]
    return document(
        personne.centre,
        intitule="Ce que nous savons de vous",
        blocs=blocs,
        quand=quand,
        destinataire=str(personne),
        taille="10pt",
    )
