"""Who reads what, by kind of data: the one table of the leak test and of the guide (decision 72).

``lecteurs`` names the roles, in a few words for the guide. A role that is absent never reads it.
``scripts/confidentialite.py`` prints it as ``docs/guide/confidentialite.md``.
"""

from dataclasses import dataclass, field

# Column of the guide, by visitor of the leak test.
ROLES = {
    "coordination": "coordination",
    "referent": "référent·e du parcours",
    "accueil": "accueil",
    "animation": "animation",
    "prescripteur": "prescripteur de la personne",
    "binome": "binôme",
    "participant_lettres": "la personne, sur sa page",
    "administration": "administration technique",
}
# The same roles without a tie to the person, and who has no account: never anything.
ETRANGERS = (
    *("prescripteur_ailleurs", "coordination_ailleurs", "participant", "participant_ailleurs"),
    "anonyme",
)
VISITEURS = (*ROLES, *ETRANGERS)
SUIVI = {"coordination": "oui", "referent": "oui"}
EQUIPE = {**SUIVI, "accueil": "oui", "animation": "oui"}
DOSSIER = {**SUIVI, "accueil": "oui"}


@dataclass(frozen=True)
class Donnee:
    """One line: what it is, the canaries that stand for it, who reads them and how."""

    nom: str
    canaris: tuple[str, ...]
    lecteurs: dict[str, str] = field(default_factory=dict)
    note: str = ""


DONNEES = (
    Donnee(
        "téléphone, quand l’appeler, commune, quartier",
        ("telephone", "quand-appeler", "commune", "quartier"),
        DOSSIER,
    ),
    Donnee("courriel", ("courriel",), {**DOSSIER, "participant_lettres": "le sien"}),
    Donnee("numéro ou courriel d’un message parti", ("destinataire",), DOSSIER),
    Donnee("contact écrit sur la fiche, note d’un appel", ("contact-donne", "note-appel"), DOSSIER),
    Donnee(
        "ce que la fiche de liaison dit d’elle",
        ("precisions",),
        {**SUIVI, "prescripteur": "la sienne"},
        "Jamais l’accueil : qui oriente, et pourquoi, peut révéler la santé ou la justice.",
    ),
    Donnee(
        "note confidentielle d’un entretien",
        ("confidence",),
        {"referent": "son auteur seul"},
        "Aucune ouverture d’urgence n’y mène.",
    ),
    Donnee("note d’un collègue", ("confidence-autre",), {}, "Son auteur seul."),
    Donnee("note partageable d’un entretien", ("partageable",), SUIVI),
    Donnee(
        "note partageable d’un parcours que l’on ne suit pas",
        ("partageable-autre",),
        {"coordination": "oui"},
    ),
    Donnee("freins", ("frein", "frein-actuel"), SUIVI),
    Donnee("freins sensibles (santé, violences, justice)", ("frein-sensible", "frein-aide"), SUIVI),
    Donnee(
        "projet, objectifs, jalons, avancées, observations, actions",
        ("projet", "objectif", "jalon", "avancee", "observation", "action"),
        SUIVI,
    ),
    Donnee(
        "point et bilan en préparation",
        ("point-brouillon", "bilan-personne", "bilan-brouillon"),
        SUIVI,
    ),
    Donnee(
        "qui paie un parcours, et quelle part",
        ("part-financeur",),
        {"coordination": "oui"},
        "Un financeur peut dire un handicap : la personne le lit dans la copie de ses données.",
    ),
    Donnee("point envoyé au prescripteur", ("point-envoye",), {**SUIVI, "prescripteur": "le sien"}),
    Donnee(
        "diagnostic commun, plan, comité",
        ("plan", "paroles", "volet-social", "compte-rendu", "situation", "decision"),
        {**SUIVI, "binome": "ses parcours"},
    ),
    Donnee("notes partagées d’un parcours sans espace commun", ("note-partagee",), SUIVI),
    Donnee(
        "atelier protégé (niveau 3) : son nom",
        ("niveau3",),
        {"coordination": "le nom, sans la liste"},
        "Les autres lisent « Occupé ». La liste des personnes : l’équipe de l’atelier, ou deux "
        "heures sur ouverture d’urgence écrite.",
    ),
    Donnee("atelier discret (niveau 2) : son nom", ("niveau2",), EQUIPE),
    Donnee("atelier en préparation", ("brouillon",), EQUIPE),
    Donnee(
        "nom d’une autre personne de la même séance",
        ("voisine",),
        EQUIPE,
        "L’animation lit le prénom et l’initiale, dans ses séances.",
    ),
    Donnee(
        "note d’équipe d’une séance, raison d’un changement",
        ("note-equipe", "raison-deplacement"),
        EQUIPE,
    ),
    Donnee("proches d’une sortie, aliments à éviter", ("accompagnant", "a-eviter"), SUIVI),
    Donnee("contact d’urgence d’une sortie", ("urgence",), {}, "Sur la liste du jour seulement."),
    Donnee("mot écrit par la personne dans sa réponse", ("commentaire",), DOSSIER),
    Donnee(
        "raison interne d’une place, d’une réouverture", ("raison-place", "raison-reouverture"), {}
    ),
    Donnee("accords donnés", ("accord",), {**DOSSIER, "participant_lettres": "les siens"}),
    Donnee(
        "qui a orienté vers un parcours, dans ses accords",
        ("oriente-par",),
        SUIVI,
        "Le référent d’un autre parcours le lit dans la copie de ses données, qu’il relit.",
    ),
    Donnee(
        "organisme sensible d’un accord",
        ("organisme-sensible",),
        {"referent": "oui", "participant_lettres": "les siens"},
        "Les autres lisent « un partenaire », aussi dans la copie et l’effacement. La coordination "
        "le lit quand plus personne ne mène de parcours avec elle.",
    ),
    Donnee("demande sur ses données, ouverture d’urgence", ("a-masquer", "bris"), SUIVI),
    Donnee("raison de garder un dossier", ("garder",), SUIVI),
    Donnee(
        "nom gardé à part pour un financeur",
        ("preuve",),
        {"coordination": "sur une page à part"},
    ),
    Donnee("note sur un organisme", ("note-organisme",), DOSSIER),
    Donnee("fichier importé", ("fichier",), {"coordination": "les siens"}),
)
# Written for somebody else's eyes on purpose: whoever holds the secret link reads it.
PAR_LIEN = {"argument"}
# Of another person, followed by another prescriber of the same centre.
D_UN_AUTRE = {
    "precisions-autre": {"coordination", "referent", "prescripteur_ailleurs"},
    "voisine": {"prescripteur_ailleurs"},
}


def lecteurs_de(canari: str) -> set[str]:
    """The visitors of the leak test that must find this canary, and no other."""
    if canari in PAR_LIEN:
        return set(VISITEURS)
    ailleurs = D_UN_AUTRE.get(canari, set())
    return ailleurs.union(*(set(d.lecteurs) for d in DONNEES if canari in d.canaris))


def table() -> str:
    """The table of the guide, in Markdown: one line per kind of data."""
    entetes = ["donnée", *ROLES.values()]
    lignes = [entetes, ["---"] * len(entetes)]
    for donnee in DONNEES:
        lignes.append([donnee.nom, *(donnee.lecteurs.get(role, "–") for role in ROLES)])
    return "\n".join(f"| {' | '.join(ligne)} |" for ligne in lignes)


def notes() -> str:
    dites = [f"- **{d.nom}** : {d.note}" for d in DONNEES if d.note]
    return "\n".join(dites)
