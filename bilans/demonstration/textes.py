"""Sentences that a team could have written about invented people."""

PRECISIONS = (
    "Souhaite reprendre une activité à son rythme. Disponible le matin.",
    "Très isolée depuis son déménagement. Aime cuisiner et coudre.",
    "Veut progresser en français pour suivre la scolarité de ses enfants.",
    "A travaillé dix ans en restauration. Cherche à retrouver confiance.",
    "Besoin d’aide pour les démarches en ligne, n’a pas d’ordinateur.",
    "Préfère être appelée l’après-midi. Ne répond pas aux numéros masqués.",
    "Garde ses enfants le mercredi. Le bus passe toutes les demi-heures.",
    "Motivée par un projet dans l’aide à domicile. N’a pas le permis.",
    "Vient de loin\u00a0: prévoir des horaires compatibles avec le car.",
    "Parle peu au premier contact. Se sent bien en petit groupe.",
)
PARTAGEABLES = (
    "Nous avons relu le programme ensemble. Elle choisit deux ateliers pour commencer.",
    "Les démarches avancent\u00a0: dossier déposé, réponse attendue dans le mois.",
    "A pris le bus seule pour venir. Veut essayer un troisième atelier.",
    "A préparé son CV à la permanence. Prochaine étape\u00a0: deux candidatures.",
    "Point d’étape\u00a0: le rythme convient, les horaires aussi.",
    "A parlé de la cantine de l’école\u00a0: connaît la cheffe, prépare une visite.",
    "Souhaite un rendez-vous avec la mission locale pour sa fille.",
    "A rencontré l’écrivain public. Le courrier est parti.",
    "Envisage une formation courte au printemps. Nous regardons les dates.",
    "Bilan du trimestre\u00a0: plus d’assurance à l’oral, projet précisé.",
)
CONFIDENTIELS = (
    "Note inventée\u00a0: a demandé que ce qu’elle a raconté de sa famille reste entre nous.",
    "Note inventée\u00a0: nuits difficiles en ce moment. En reparler doucement, sans presser.",
    "Note inventée\u00a0: ne veut pas que son ancien conjoint sache qu’elle vient ici.",
    "Note inventée\u00a0: dettes anciennes, n’est pas prête à en parler à l’assistante sociale.",
    "Note inventée\u00a0: a pleuré en parlant de son frère. Proposer une pause la prochaine fois.",
    "Note inventée\u00a0: vit chez une cousine, la situation est tendue.",
)
NOTES_APPEL = (
    "rappelle demain matin",
    "préfère le mardi",
    "un voisin traduit",
    "contente de l’appel",
    "demande où se trouve l’arrêt de bus",
    "",
    "",
    "",
)
SORTIES = (
    "Sortie\u00a0: musée de la Cour d’Or",
    "Sortie\u00a0: marche au bord de l’eau",
    "Sortie\u00a0: exposition photo",
    "Sortie\u00a0: théâtre de marionnettes",
    "Sortie\u00a0: jardin des traces",
    "Sortie\u00a0: concert en plein air",
    "Sortie\u00a0: château et parc",
    "Sortie\u00a0: cinéma en famille",
    "Sortie\u00a0: théâtre en famille",
    "Sortie\u00a0: marché de décembre",
)
NOTES_SEANCE = (
    "Prévoir les tissus pour les coussins.",
    "Penser à rendre la clé de la salle.",
    "Deux nouvelles personnes aujourd’hui\u00a0: faire un tour de table.",
    "Apporter les plans de bus.",
    "La machine n° 3 est réparée.",
)
