"""The register of processing (RGPD 30): what is done with personal data here, and why.

Read by the delegate on the page of the coordination. The durations are not here: they are those
of the rules that ``manage.py purger`` applies.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Traitement:
    nom: str
    pourquoi: str
    base: str
    personnes: str
    donnees: str
    lues_par: str
    transmises_a: str


MISSION = "Mission d’intérêt public (ou intérêt légitime du centre)"
TRAITEMENTS = (
    Traitement(
        nom="Planning et inscriptions",
        pourquoi="Savoir qui vient, prévenir d’un changement.",
        base=MISSION,
        personnes="Participants, proches qui viennent à une sortie",
        donnees="Nom, contact, places, prénom et âge des proches un mois",
        lues_par="Équipe du centre, chacun pour ses ateliers",
        transmises_a="Personne",
    ),
    Traitement(
        nom="Présences et feuilles signées",
        pourquoi="Prouver les séances, compter l’année.",
        base=f"{MISSION}\u00a0; obligation légale pour une opération cofinancée",
        personnes="Participants",
        donnees="Présence, heures, signature, catégorie de l’absence",
        lues_par="Animation de la séance, référents, coordination",
        transmises_a="Prescripteur si le parcours le prévoit\u00a0; financeur d’une opération",
    ),
    Traitement(
        nom="Orientation et parcours",
        pourquoi="Accompagner la personne avec qui l’a orientée.",
        base=MISSION,
        personnes="Personnes orientées, prescripteurs, référents",
        donnees="Difficultés par thème (sans détail de santé), entretiens, dates, étapes",
        lues_par="Ses référents, la coordination\u00a0; une note confidentielle, son auteur seul",
        transmises_a="Prescripteur\u00a0: l’étape sans la raison, les présences partagées, "
        "ce qu’elle a relu avec vous",
    ),
    Traitement(
        nom="Messages et agendas",
        pourquoi="Prévenir par le canal qu’elle a choisi.",
        base="Accord de la personne pour le courriel, le SMS, le nom des ateliers",
        personnes="Participants",
        donnees="Adresse ou numéro, texte discret, heure d’envoi",
        lues_par="Accueil, coordination",
        transmises_a="Opérateur de SMS, serveur de courriel",
    ),
    Traitement(
        nom="Comptes et journal des consultations",
        pourquoi="Savoir qui a lu quoi, et pouvoir le dire à la personne.",
        base="Obligation légale de sécurité (RGPD 32)",
        personnes="Équipe, partenaires avec un compte",
        donnees="Nom, courriel, heures et pages lues",
        lues_par="Coordination\u00a0; la personne, pour son dossier",
        transmises_a="Personne",
    ),
    Traitement(
        nom="Bilans de l’année",
        pourquoi="Rendre compte aux financeurs.",
        base=MISSION,
        personnes="Participants, en nombre",
        donnees="Nombres, cases de moins de cinq personnes cachées",
        lues_par="Coordination",
        transmises_a="Financeurs, partenaires",
    ),
)
