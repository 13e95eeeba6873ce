"""What R1 prints, asked again in plain SQL: names of tables and codes, nothing of the product.

Words between braces are those of ``MOTS``, replaced until none is left. Days are compared as text:
the two databases write them the same way.
"""

GROUPES = {
    "dynamique": (
        "'cdi','cdd_6_plus','fonction_publique','creation_entreprise','cdd_moins_6',"
        "'contrat_aide','formation_qualifiante','siae'"
    ),
    "sociale": "'probleme_regle','droits_ouverts','logement','autonomie'",
    "relais": "'reorientation_structure_adaptee','relais_referent','soins'",
    "neutre": "'fin_de_mesure','demenagement','retraite','deces','naissance_garde'",
    "interruption": "'abandon','perdu_de_vue','refus_apres_entree'",
}
# The two databases count the minutes between two instants each in its own way.
MINUTES = {
    "sqlite": "ROUND((julianday(s.fin) - julianday(s.debut)) * 1440)",
    "postgresql": "EXTRACT(EPOCH FROM s.fin - s.debut) / 60",
}
MOTS = {
    "{reponses}": "presences_presence r JOIN inscriptions_place l ON l.id = r.place_id"
    " JOIN ateliers_seance s ON s.id = l.seance_id JOIN ateliers_atelier a ON a.id = s.atelier_id"
    " WHERE s.centre_id = %(c)s AND s.debut >= %(debut)s AND s.debut < %(fin)s"
    " AND l.etat = 'confirmee' AND a.genre <> 'entretien'",
    "{presents}": "{reponses} AND r.statut LIKE 'present%%'",
    "{seances}": "ateliers_seance s JOIN ateliers_atelier a ON a.id = s.atelier_id"
    " WHERE s.centre_id = %(c)s AND s.fenetre_id IS NULL AND s.etat <> 'brouillon'"
    " AND s.debut >= %(debut)s AND s.debut < %(fin)s AND a.genre <> 'entretien'",
    "{fiches}": "parcours_orientation o LEFT JOIN parcours_personne g ON g.id = o.personne_id"
    " LEFT JOIN centre_professionnel f ON f.id = o.prescripteur_id"
    " WHERE o.centre_id = %(c)s AND o.etat <> 'annulee_doublon' AND o.mode <> 'spontanee'"
    " AND o.recue_le BETWEEN %(du)s AND %(au)s",
    "{ouverts}": "parcours_parcours p WHERE p.centre_id = %(c)s AND p.date_entree <= %(au)s"
    " AND (p.date_fin_reelle IS NULL OR p.date_fin_reelle >= %(du)s)",
    "{sortis}": "parcours_parcours p WHERE p.centre_id = %(c)s"
    " AND p.date_fin_reelle BETWEEN %(du)s AND %(au)s",
    "{entres}": "parcours_parcours p WHERE p.centre_id = %(c)s"
    " AND p.date_entree BETWEEN %(du)s AND %(au)s",
    # Met in the period: an interview held, or a coming to an atelier, as part of this parcours.
    "{vus}": "(EXISTS (SELECT 1 FROM parcours_entretien e WHERE e.etat = 'tenu'"
    " AND (e.parcours_id = p.id OR e.orientation_id = p.orientation_id)"
    " AND e.debut >= %(debut)s AND e.debut < %(fin)s) OR EXISTS (SELECT 1 FROM {presents}"
    " AND l.parcours_id = p.id))",
    "{jamais}": "(EXISTS (SELECT 1 FROM parcours_entretien e WHERE e.etat = 'tenu'"
    " AND e.parcours_id = p.id) OR EXISTS (SELECT 1 FROM inscriptions_place l"
    " JOIN presences_presence r ON r.place_id = l.id WHERE l.parcours_id = p.id"
    " AND r.statut LIKE 'present%%'))",
    # Jobs found while followed: an end, a job that keeps it open, or good news.
    "{repris}": "(p.date_fin_reelle BETWEEN %(du)s AND %(au)s AND p.motif_sortie IN ({dynamique})"
    " OR EXISTS (SELECT 1 FROM parcours_transitionparcours t WHERE t.parcours_id = p.id"
    " AND t.vers = 'maintien_en_emploi' AND t.jour BETWEEN %(du)s AND %(au)s)"
    " OR EXISTS (SELECT 1 FROM parcours_avancee n WHERE n.parcours_id = p.id"
    " AND n.type IN ('debut_contrat', 'formation') AND n.retiree_le IS NULL"
    " AND n.le BETWEEN %(du)s AND %(au)s))",
    "{gens}": "COUNT(DISTINCT p.personne_id)",
    "{tenues}": "COALESCE(SUM(CASE WHEN s.etat = 'tenue' THEN 1 ELSE 0 END), 0)",
    "{annulees}": "COALESCE(SUM(CASE WHEN s.etat = 'annulee' THEN 1 ELSE 0 END), 0)",
    # Seats present, excused, and all those who were not excused.
    "{PR}": "COALESCE(SUM(CASE WHEN {la} THEN r.sieges_presents ELSE 0 END), 0)",
    "{AE}": "COALESCE(SUM(CASE WHEN {la} THEN r.sieges_excuses"
    " WHEN r.statut = 'absent_excuse' THEN l.sieges ELSE 0 END), 0)",
    "{attendus}": "COALESCE(SUM(l.sieges), 0)",
    "{la}": "r.statut IN ('present', 'present_partiel')",
    "{calme}": "AND a.genre <> 'sortie'",
    **{f"{{{groupe}}}": motifs for groupe, motifs in GROUPES.items()},
}
# What is above and below the line of each figure; the outings are counted apart.
CHIFFRES = {
    "F02": "SELECT COUNT(DISTINCT o.personne_id), NULL FROM {fiches}",
    "F04": "SELECT COUNT(*), NULL FROM {entres}",
    "F05": "SELECT COUNT(DISTINCT CASE WHEN {vus} THEN p.personne_id END), {gens} FROM {ouverts}",
    "F06": "SELECT {gens}, NULL FROM {ouverts}",
    "F07": "SELECT COUNT(DISTINCT l.personne_id), NULL FROM {presents}",
    "F09": "SELECT COUNT(*), NULL FROM {presents} {calme}",
    "F10": "SELECT COALESCE(SUM({minutes}), 0), NULL FROM {presents} {calme}",
    "F11": "SELECT {tenues}, COUNT(*) FROM {seances} {calme}",
    "F12": "SELECT {tenues}, COUNT(*) FROM {seances} {calme}",
    "F13": "SELECT {PR}, {attendus} FROM {reponses} {calme}",
    "F14": "SELECT {PR}, {attendus} - {AE} FROM {reponses} {calme}",
    "F19": "SELECT COUNT(*), NULL FROM {sortis}",
    "F20": "SELECT COALESCE(SUM(CASE WHEN p.motif_sortie IN ({dynamique}) THEN 1 ELSE 0 END), 0),"
    " COUNT(*) FROM {sortis}",
    "F21": "SELECT COUNT(DISTINCT CASE WHEN {repris} THEN p.personne_id END), {gens}"
    " FROM {ouverts} AND {vus}",
    "F22": "SELECT COUNT(DISTINCT CASE WHEN {repris} THEN p.personne_id END), {gens}"
    " FROM {sortis} AND {jamais}",
}
TAUX = {"F12", "F13", "F14", "F22"}
PAR_ATELIER = {
    "seances": "SELECT a.code, COUNT(*), {tenues}, {annulees} FROM {seances} GROUP BY a.code",
    "inscrits": "SELECT a.code, COUNT(DISTINCT l.personne_id) FROM inscriptions_place l"
    " JOIN ateliers_seance s ON s.id = l.seance_id JOIN ateliers_atelier a ON a.id = s.atelier_id"
    " WHERE s.centre_id = %(c)s AND s.debut >= %(debut)s AND s.debut < %(fin)s"
    " AND s.etat <> 'annulee' AND l.etat = 'confirmee' AND a.genre <> 'entretien' GROUP BY a.code",
    "venus": "SELECT a.code, COUNT(DISTINCT l.personne_id), COUNT(*), SUM({minutes})"
    " FROM {presents} GROUP BY a.code",
    "taux": "SELECT a.code, {PR}, {attendus}, {attendus} - {AE} FROM {reponses} GROUP BY a.code",
    "capacite": "SELECT a.code, SUM(s.capacite) FROM {seances} AND s.etat = 'tenue'"
    " GROUP BY a.code",
    "objectif": "SELECT a.code, o.seances FROM ateliers_objectifannuel o"
    " JOIN ateliers_atelier a ON a.id = o.atelier_id WHERE a.centre_id = %(c)s AND o.annee = 2013",
}
# One way of sharing the people oriented: a code, and how many people.
PARTS = {
    **{
        champ: "SELECT g.{champ}, COUNT(DISTINCT g.id) FROM {fiches} GROUP BY 1".replace(
            "{champ}", champ
        )
        for champ in ("sexe", "ressources", "menage", "qpv")
    },
    "quartier": "SELECT COALESCE(NULLIF(g.quartier, ''), NULLIF(g.commune, ''), 'Non renseigné'),"
    " COUNT(DISTINCT g.id) FROM {fiches} GROUP BY 1",
    "sorties": "SELECT CASE WHEN p.motif_sortie IN ({dynamique}) THEN 'dynamique'"
    " WHEN p.motif_sortie IN ({sociale}) THEN 'sociale'"
    " WHEN p.motif_sortie IN ({relais}) THEN 'relais'"
    " WHEN p.motif_sortie IN ({neutre}) THEN 'neutre'"
    " WHEN p.motif_sortie IN ({interruption}) THEN 'interruption' END, COUNT(*)"
    " FROM {sortis} GROUP BY 1",
    "partenaires": "SELECT COALESCE(NULLIF(n.domaine, ''), 'autre'), {gens}"
    " FROM parcours_orientationpartenaire t JOIN parcours_parcours p ON p.id = t.parcours_id"
    " JOIN centre_organisme n ON n.id = t.organisme_id WHERE p.centre_id = %(c)s"
    " AND t.retiree_le IS NULL AND t.etat NOT IN ('proposee', 'declinee')"
    " AND t.change_le BETWEEN %(du)s AND %(au)s GROUP BY 1",
}
ENSEMBLE = {
    "seances": "SELECT COUNT(*), {tenues}, {annulees} FROM {seances}",
    "inscrits": "SELECT COUNT(DISTINCT l.personne_id) FROM inscriptions_place l"
    " JOIN ateliers_seance s ON s.id = l.seance_id JOIN ateliers_atelier a ON a.id = s.atelier_id"
    " WHERE s.centre_id = %(c)s AND s.debut >= %(debut)s AND s.debut < %(fin)s"
    " AND s.etat <> 'annulee' AND l.etat = 'confirmee' AND a.genre <> 'entretien'",
    # Nobody is in two places at once in that year: the sum of the hours is that of the people.
    "venus": "SELECT COUNT(DISTINCT l.personne_id), COUNT(*), SUM({minutes}) FROM {presents}",
    "taux": "SELECT {PR}, {attendus}, {attendus} - {AE} FROM {reponses}",
    "capacite": "SELECT SUM(s.capacite) FROM {seances} AND s.etat = 'tenue'",
}
# Her birth, and her entry, or the day of the fiche without one.
AGES = (
    "SELECT CAST(MIN(g.date_naissance) AS TEXT), CAST(COALESCE((SELECT MIN(p.date_entree)"
    " FROM parcours_parcours p WHERE p.personne_id = g.id AND p.date_entree <= %(au)s),"
    " MIN(o.recue_le)) AS TEXT) FROM {fiches} GROUP BY g.id"
)
ORIENTEURS = (
    "SELECT f.organisme_id, COUNT(DISTINCT g.id), COUNT(DISTINCT CASE WHEN EXISTS (SELECT 1"
    " FROM parcours_parcours p WHERE p.personne_id = g.id AND p.date_entree <= %(au)s)"
    " THEN g.id END) FROM {fiches} GROUP BY 1"
)
FREIN = (
    "SELECT COUNT(DISTINCT g.id) FROM {fiches}"
    " AND CAST(o.difficultes AS TEXT) LIKE '%%\"{code}\"%%'"
)
# Followed, entered, renewed, gone out, gone to work, and the mean of the days of those gone out.
JOURS = {
    "sqlite": "julianday(p.date_fin_reelle) - julianday(p.date_entree)",
    "postgresql": "p.date_fin_reelle - p.date_entree",
}
PUBLICS = (
    "SELECT {gens}, COUNT(DISTINCT CASE WHEN p.date_entree >= %(du)s THEN p.personne_id END),"
    " COUNT(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM parcours_renouvellement n"
    " WHERE n.parcours_id = p.id AND n.decision = 'accord' AND n.du BETWEEN %(du)s AND %(au)s)"
    " THEN p.personne_id END),"
    " COUNT(DISTINCT CASE WHEN p.date_fin_reelle <= %(au)s THEN p.personne_id END),"
    " COUNT(DISTINCT CASE WHEN p.date_fin_reelle <= %(au)s AND p.motif_sortie IN ({dynamique})"
    " THEN p.personne_id END),"
    " ROUND(AVG(CASE WHEN p.date_fin_reelle <= %(au)s THEN {jours} END)) FROM {ouverts}"
)
AU_RSA = (
    " AND EXISTS (SELECT 1 FROM parcours_personne g WHERE g.id = p.personne_id"
    " AND g.ressources LIKE 'rsa%%')"
)
MOIS = {
    "nouvelles": "SELECT CAST(MIN(o.recue_le) AS TEXT) FROM {fiches} GROUP BY o.personne_id",
    "entrees": "SELECT CAST(p.date_entree AS TEXT) FROM {entres}",
    "venues": "SELECT SUBSTR(CAST(s.debut AS TEXT), 1, 10), a.genre FROM {presents}",
}
# Of the people oriented: who was reached, who entered, who is still there on the last day.
SUITES = {
    "orientees": "",
    "jointes": " AND EXISTS (SELECT 1 FROM parcours_tentativecontact t"
    " WHERE t.orientation_id = o.id AND t.issue = 'joint')",
    "entrees": " AND EXISTS (SELECT 1 FROM {ouverts} AND p.personne_id = o.personne_id)",
    "en-cours": " AND EXISTS (SELECT 1 FROM {ouverts} AND p.personne_id = o.personne_id"
    " AND (p.date_fin_reelle IS NULL OR p.date_fin_reelle > %(au)s))",
}
