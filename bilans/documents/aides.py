"""R8 and R9: the numbers that the CAF (SENACS) and the account of a subsidy (Cerfa 15059) ask for.

No form is filled here: a helper gives what the centre copies, with what it must write itself.
"""

from __future__ import annotations

from bilans.documents import Colonne, Document, Ligne, Table, repartitions
from bilans.documents.activite import chiffre, textes
from bilans.figures import Perimetre, Periode, calculer

TITRES = {
    "senacs": "Aide pour SENACS (CAF)",
    "compte-rendu": "Aide pour le compte rendu financier (Cerfa 15059)",
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
        tables=[_par_sexe(perimetre, periode), repartitions.partenaires(perimetre, periode),
                _a_ecrire(genre)],
        textes=textes(perimetre, periode) if genre == "compte-rendu" else [],
        notes=["Le centre recopie ces nombres dans le formulaire. Rien n’est envoyé."],
    )  # fmt: skip


def _a_ecrire(genre: str) -> Table:
    lignes = [Ligne(nom, ["à écrire par le centre"]) for nom in A_ECRIRE[genre]]
    colonnes = [Colonne("Réponse", "texte")]
    return Table("a-ecrire", "Ce que le service ne sait pas", colonnes, lignes, "Question")


def _par_sexe(perimetre: Perimetre, periode: Periode) -> Table:
    """Those seen in the period (F07), as the forms split them."""
    vus = calculer("F07", perimetre, periode).lignes.values_list("sexe", flat=True)
    comptes = list(vus.order_by())
    lignes = [
        Ligne(nom, [sum(x in codes for x in comptes)], nom)
        for nom, codes in (("Femmes", ("F",)), ("Hommes", ("H",)), ("Autre ou pas dit", ("A", "")))
    ]
    lignes.append(Ligne("Ensemble", [len(comptes)], "total", est_total=True))
    colonnes = [Colonne("Personnes", "personnes")]
    return Table("sexes", "Participantes et participants", colonnes, lignes, "Sexe")
