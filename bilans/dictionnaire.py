"""What each figure counts, in French: one text for the page, the guide and the export."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A figure of the dictionary; ``rapport`` names what stands above and below the line."""

    code: str
    nom: str
    unite: str
    compte: str
    attention: str = ""
    rapport: str = ""


_DEFINITIONS = (
    Definition(
        "F01",
        "Orientations reçues",
        "orientations",
        "Orientations dont la date de réception est dans la période.",
        "Ne comptent pas\u00a0: les fiches en double et les venues spontanées. "
        "La même personne orientée deux fois compte deux fois.",
    ),
    Definition(
        "F02",
        "Personnes orientées",
        "personnes",
        "Personnes différentes qui ont au moins une orientation reçue dans la période, "
        "quelle que soit la suite.",
        "Deux fiches d’une même personne réunies comptent une fois. "
        "Une personne orientée deux années de suite compte dans chacune.",
    ),
    Definition(
        "F03",
        "Personnes contactées",
        "personnes",
        "Personnes orientées dans la période et jointes au moins une fois.",
        "Un appel sans réponse est un essai, pas un contact.",
        "sur les personnes orientées",
    ),
    Definition(
        "F04",
        "Entrées",
        "parcours",
        "Parcours dont la date d’entrée est dans la période.",
        "L’entrée est le premier entretien ou la première présence, pas la date de l’orientation.",
    ),
    Definition(
        "F05",
        "Personnes accompagnées",
        "personnes",
        "Personnes différentes qui ont un parcours ouvert au moins un jour de la période, et au "
        "moins un entretien tenu ou une présence dans la période.",
        "Orientée mais jamais vue\u00a0: non comptée. Un contact après la fin du parcours ne "
        "compte pas. Pour un dispositif, la présence est celle de ce parcours.",
        "personnes accompagnées, sur les personnes de la file active",
    ),
    Definition(
        "F06",
        "File active",
        "personnes",
        "Personnes différentes qui ont un parcours ouvert au moins un jour de la période.",
    ),
    Definition(
        "F07",
        "Participantes et participants",
        "personnes",
        "Personnes différentes qui ont au moins une présence dans la période.",
        "Les enfants et proches venus à une sortie sont comptés à part (F08). "
        "Les entretiens ne comptent pas.",
    ),
    Definition(
        "F08",
        "Accompagnants",
        "places",
        "Places occupées par des proches qui n’ont pas de fiche, surtout aux sorties.",
    ),
    Definition(
        "F09",
        "Participations",
        "présences",
        "Nombre de présences, arrivées tardives et venues sans inscription comprises.",
    ),
    Definition(
        "F10",
        "Heures de participation",
        "heures",
        "Somme des minutes réelles de présence, divisée par 60.",
        "Une arrivée tardive compte à partir de l’heure réelle. Une personne notée à deux "
        "endroits à la fois n’est comptée qu’une fois. Rien n’est arrondi avant la somme.",
        "minutes, divisées par 60",
    ),
    Definition(
        "F11",
        "Séances",
        "séances",
        "Séances prévues, tenues, annulées, à renseigner et à venir. "
        "Les prévues sont la somme des autres.",
        "Une séance déplacée compte une fois, à sa nouvelle date. Une permanence compte une fois "
        "par fenêtre, pas par créneau. Les séances d’un centre servent tous ses dispositifs.",
        "tenues, sur les prévues",
    ),
    Definition(
        "F12",
        "Taux de réalisation",
        "%",
        "Séances tenues, divisées par les séances prévues qui sont passées.",
        rapport="tenues, sur les prévues et passées",
    ),
    Definition(
        "F13",
        "Taux de présence",
        "%",
        "Présences, divisées par les présences, les absences prévenues et les absences non "
        "prévenues.",
        "Seulement les séances tenues\u00a0: celles dont la feuille n’est pas fermée sont nommées "
        "sous le tableau. Une place annulée avant la séance ne compte pas. Une famille compte "
        "pour le nombre de ses places.",
        "présences, sur les personnes attendues ou venues",
    ),
    Definition(
        "F14",
        "Taux d’assiduité",
        "%",
        "Présences, divisées par les présences et les absences non prévenues\u00a0: prévenir ne "
        "compte pas contre la personne.",
        "Toujours montré avec le taux de présence. Un tiret quand le total est plus petit que 5.",
        "présences, sur les présences et absences non prévenues",
    ),
    Definition(
        "F15",
        "Taux de remplissage",
        "%",
        "Places occupées, divisées par les places offertes des séances tenues.",
        "La capacité est celle de la date de la séance.",
        "places occupées, sur les places offertes",
    ),
    Definition(
        "F16",
        "Délai de premier contact",
        "jours",
        "Médiane des jours entre la réception d’une orientation et le premier appel auquel la "
        "personne a répondu.",
        "La moitié des personnes ont attendu moins, la moitié plus. Une orientation sans réponse "
        "n’a pas encore de délai.",
        "orientations avec un premier contact, sur les orientations reçues",
    ),
    Definition(
        "F17",
        "Durée moyenne",
        "jours",
        "Moyenne des jours entre l’entrée et la fin, pour les parcours terminés dans la période.",
        "Un parcours encore ouvert ne compte pas.",
        "jours, divisés par les parcours terminés",
    ),
    Definition(
        "F18",
        "Renouvellements",
        "demandes",
        "Renouvellements demandés, accordés et refusés dans la période.",
        "Une demande de la fin d’une année peut recevoir sa réponse l’année suivante.",
        "accordés, sur les demandés",
    ),
    Definition(
        "F19",
        "Sorties",
        "parcours",
        "Parcours dont la date de fin est dans la période, quel que soit le motif.",
    ),
    Definition(
        "F20",
        "Sorties dynamiques",
        "parcours",
        "Sorties vers un emploi, une création d’entreprise, une formation qualifiante ou une "
        "structure d’insertion.",
        "Le taux se calcule sur les sorties, pas sur les personnes accompagnées.",
        "sorties dynamiques, sur les sorties",
    ),
    Definition(
        "F21",
        "Accès à l’insertion professionnelle",
        "personnes",
        "Personnes accompagnées dans la période qui y ont commencé un emploi, un contrat, une "
        "entreprise, une formation qualifiante ou un poste en structure d’insertion.",
        "Une personne compte une fois, sortie ou non. Une sortie vers l’emploi, un début d’emploi "
        "écrit et une avancée «\u00a0contrat\u00a0» ou «\u00a0formation\u00a0» comptent de la "
        "même façon.",
        "accès, sur les personnes accompagnées",
    ),
    Definition(
        "F22",
        "Reprise d’activité",
        "%",
        "Personnes suivies puis sorties dans la période qui ont repris un emploi ou une formation, "
        "divisées par les personnes suivies puis sorties.",
        "Le taux se calcule sur les personnes sorties, pas sur les personnes accompagnées. "
        "«\u00a0Suivie\u00a0» veut dire rencontrée au moins une fois.",
        "reprises, sur les personnes suivies et sorties",
    ),
    Definition(
        "F23",
        "Points avec le prescripteur",
        "points",
        "Points dont la date tombe dans la période et qui ont été envoyés à quinze jours près.",
        "La date est l’entrée, ou le dernier point envoyé, plus le nombre de mois du dispositif. "
        "Rien n’est dû après la fin du parcours.",
        "faits, sur les points dus",
    ),
    Definition(
        "F24",
        "Part des quartiers prioritaires",
        "%",
        "Personnes orientées dans la période qui habitent un quartier prioritaire, divisées par "
        "celles dont on le sait.",
        "Quand on ne sait pas, la personne ne compte ni d’un côté ni de l’autre.",
        "en quartier prioritaire, sur les réponses connues",
    ),
    Definition(
        "F25",
        "Coût",
        "euros",
        "Périodes commencées dans la période, chacune au tarif de son premier jour.",
        "La première période commence à l’entrée, chaque renouvellement accordé en commence une "
        "autre. Un dispositif sans tarif ne coûte rien qui soit connu.",
        "euros, pour tant de périodes",
    ),
    Definition(
        "F26",
        "Dossiers FSE+ complets",
        "%",
        "Participantes et participants des opérations cofinancées par l’Union européenne dont "
        "toutes les réponses demandées à l’entrée, et à la sortie quand elle a eu lieu, sont là.",
        "«\u00a0Ne souhaite pas répondre\u00a0» est une réponse. Une personne vue un seul jour "
        "n’est pas participante. Au-dessus de 35 % de dossiers incomplets, le fonds peut reprendre "
        "une partie de l’argent.",
        "dossiers complets, sur les participantes et participants",
    ),
)

# What a report for partners does to these figures.
DEHORS = (
    "De 1 à 4 personnes, présences ou absences, le nombre est écrit «\u00a0< 5\u00a0» ou masqué. "
    "Un autre nombre est masqué quand il permettrait de les retrouver\u00a0: F06 moins F05, un "
    "total moins ses lignes, un taux et ce qu’il compte, ou un rapport déjà remis. Masqué à un "
    "endroit, un nombre l’est partout. Un taux ne se montre qu’avec les deux nombres dont il est "
    "fait."
)

DICTIONNAIRE = {definition.code: definition for definition in _DEFINITIONS}


def en_markdown() -> str:
    """The page ``docs/guide/chiffres.md``: the test of the dictionary keeps it true."""
    lignes = [
        "# Comment chaque chiffre est calculé",
        "",
        "Une période comprend ses deux dates, à l’heure de Paris. Chaque chiffre montre les lignes",
        "qui sont derrière lui. Cette page est écrite par `manage.py dictionnaire`.",
        "",
    ]
    for definition in _DEFINITIONS:
        lignes += [f"## {definition.code} · {definition.nom}", "", definition.compte, ""]
        if definition.attention:
            lignes += [definition.attention, ""]
        unite = f"Unité\u00a0: {definition.unite}."
        lignes += [
            f"{unite} À lire\u00a0: {definition.rapport}." if definition.rapport else unite,
            "",
        ]
    lignes += ["## Pour les partenaires", "", DEHORS]
    return "\n".join(lignes).rstrip() + "\n"
