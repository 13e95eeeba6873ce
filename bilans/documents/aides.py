"""R8 and R9: the numbers that the CAF (SENACS) and the account of a subsidy (Cerfa 15059) ask for.

No form is filled here: a helper gives what the centre copies, with what it must write itself.
"""

from __future__ import annotations

from bilans.documents import Cellule, Colonne, Document, Ligne, Table, repartitions, rythme
from bilans.documents.activite import chiffre, textes
from bilans.figures import Perimetre, Periode, calculer
from bilans.figures.perimetre import pourcentage
from parcours.models import Personne

TITRES = {
    "senacs": "Aide pour SENACS (CAF)",
    "compte-rendu": "Aide pour le compte rendu financier (Cerfa\u00a015059)",
}
CHIFFRES = {
    "senacs": ("F07", "F08", "F09", "F10", "F11"),
    "compte-rendu": ("F07", "F09", "F10", "F11", "F25"),
}
# What the service does not know.
A_ECRIRE = {
    "senacs": ("Bénévoles", "Heures de bénévolat", "Salariés, en équivalents temps plein"),
    "compte-rendu": ("Charges réelles", "Produits réels", "Contributions volontaires"),
}


def composer(genre: str, perimetre: Perimetre, periode: Periode) -> Document:
    """KeyError for a helper that nobody writes. Counts without any name, exact."""
    return Document(
        genre=genre,
        audience="interne",
        titre=TITRES[genre],
        centre=perimetre.centre.nom,
        action=perimetre.dispositif.nom if perimetre.dispositif else "Tous les dispositifs",
        du=periode.du.isoformat(),
        au=periode.au.isoformat(),
        compte_le=perimetre.quand.isoformat(timespec="minutes"),
        chiffres=[chiffre(code, perimetre, periode) for code in CHIFFRES[genre]],
        tables=[*_tables(genre, perimetre, periode), _a_ecrire(genre)],
        textes=textes(perimetre, periode) if genre == "compte-rendu" else [],
        notes=["Le centre recopie ces nombres dans le formulaire. Rien n’est envoyé. Ils sont "
               "exacts, petits nombres compris\u00a0: ils ne vont qu’à celui qui les demande."],
    )  # fmt: skip


def _a_ecrire(genre: str) -> Table:
    lignes = [Ligne(nom, ["à écrire par le centre"]) for nom in A_ECRIRE[genre]]
    colonnes = [Colonne("Réponse", "texte")]
    return Table("a-ecrire", "Ce que le service ne sait pas", colonnes, lignes, "Question")


def _tables(genre: str, perimetre: Perimetre, periode: Periode) -> list[Table]:
    """Those seen in the period (F07), as each form splits them; whom they were led to."""
    gens = list(calculer("F07", perimetre, periode).lignes.only("sexe", "date_naissance", "qpv"))
    partenaires = repartitions.partenaires(perimetre, periode)
    if genre != "senacs":
        return [_par_sexe(gens), partenaires]
    actions = rythme.ateliers(perimetre, periode, externe=False)
    return [_par_sexe(gens), _par_age(gens, periode), _par_quartier(gens), actions, partenaires]


SEXES = {"Femmes": ("F",), "Hommes": ("H",), "Autre ou pas dit": ("A", "")}
PERSONNES = Colonne("Personnes", "personnes")


def _comptes(gens: list[Personne]) -> list[Cellule]:
    """Women, men, others, then all."""
    return [*(sum(p.sexe in codes for p in gens) for codes in SEXES.values()), len(gens)]


def _par_sexe(gens: list[Personne]) -> Table:
    noms = [*SEXES, "Ensemble"]
    lignes = [Ligne(nom, [n], nom) for nom, n in zip(noms, _comptes(gens), strict=True)]
    lignes[-1] = Ligne("Ensemble", [len(gens)], "total", est_total=True)
    return Table("sexes", "Participantes et participants", [PERSONNES], lignes, "Sexe")


def _par_age(gens: list[Personne], periode: Periode) -> Table:
    par_tranche: dict[str, list[Personne]] = {nom: [] for nom in repartitions.TRANCHES}
    for personne in gens:
        par_tranche[repartitions.tranche(personne.age_le(periode.au))].append(personne)
    lignes = [
        Ligne(repartitions.dire_la_tranche(nom), _comptes(lot), nom)
        for nom, lot in par_tranche.items()
    ]
    lignes.append(Ligne("Ensemble", _comptes(gens), "total", est_total=True))
    colonnes = [Colonne(nom, "personnes") for nom in (*SEXES, "Ensemble")]
    notes = ["L’âge est celui du dernier jour de la période."]
    return Table("ages", "Âge des participantes et participants", colonnes, lignes, "Âge", notes)


def _par_quartier(gens: list[Personne]) -> Table:
    """The share is that of the answers known, as in F24."""
    comptes = {code: sum(p.qpv == code for p in gens) for code in Personne.Qpv.values}
    connus = len(gens) - comptes[Personne.Qpv.INCONNU]
    lignes = [
        Ligne(str(choix.label), [n, pourcentage(n, connus) if choix != "inconnu" else None], choix)
        for choix in Personne.Qpv
        for n in [comptes[choix]]
    ]
    lignes.append(Ligne("Ensemble", [len(gens), None], "total", est_total=True))
    colonnes = [PERSONNES, Colonne("Part", "taux")]
    notes = ["La part se calcule sur les réponses connues."]
    return Table(
        "qpv", "Quartier prioritaire", colonnes, lignes, "Habite en quartier prioritaire", notes
    )
