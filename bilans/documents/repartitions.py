"""Who was sent and by whom, and how people left: the tables of shares of a report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst

from bilans.documents import Colonne, Ligne, Table
from bilans.figures import Perimetre, Periode
from bilans.figures.perimetre import pourcentage
from bilans.figures.personnes import orientations_de, parcours_de, racines
from parcours.models import Orientation, OrientationPartenaire, Parcours, Personne
from parcours.models.dispositifs import Public

PART = Colonne("Part", "taux")
AGES = ((18, 25), (26, 35), (36, 45), (46, 54), (55, 64))
TRANCHES = ("moins de 18", *(f"{a} à {b} ans" for a, b in AGES), "65 ans et plus", "inconnu")


def _compter(
    cle: str,
    titre: str,
    libelle: str,
    comptes: Iterable[tuple[str, str, int]],
    total: int,
    quoi: str = "Personnes",
    **champs: Any,
) -> Table:
    """Rows (code, words, people) with their share of the total, then the total."""
    lignes = [
        Ligne(mots, [nombre, pourcentage(nombre, total)], code)
        for code, mots, nombre in comptes
        if nombre
    ]
    lignes.append(Ligne("Ensemble", [total, 100.0 if total else None], "total", est_total=True))
    return Table(cle, titre, [Colonne(quoi, "personnes"), PART], lignes, libelle, **champs)


def situations(perimetre: Perimetre, periode: Periode) -> list[Table]:
    """Shares of the people oriented in the period: sex, age at the entry, resources, home."""
    gens = list(
        Personne.objects.filter(pk__in=racines(orientations_de(perimetre, periode))).only(
            "sexe", "date_naissance", "ressources", "menage", "quartier", "commune", "qpv"
        )
    )
    total = len(gens)
    return [
        _compter("sexe", "Femmes et hommes", "Sexe", _choix(gens, "sexe", Personne.Sexe), total),
        _ages(perimetre, periode, gens),
        _compter("ressources", "Ressources", "Ressources",
                 _choix(gens, "ressources", Personne.Ressources), total),
        _compter("menage", "Foyer", "Foyer", _choix(gens, "menage", Personne.Menage), total),
        _compter("quartier", "Où elles habitent", "Quartier ou commune", _lieux(gens), total),
        _compter("qpv", "Quartier prioritaire", "Quartier prioritaire",
                 _choix(gens, "qpv", Personne.Qpv), total,
                 notes=["«\u00a0Inconnu\u00a0» compte dans les parts. La part des quartiers "
                        "prioritaires (F24) se calcule sur les réponses connues."]),
    ]  # fmt: skip


def _choix(gens: list[Personne], champ: str, choix: Any) -> list[tuple[str, str, int]]:
    comptes = Counter(getattr(p, champ) for p in gens)
    connus = [(code, str(mots), comptes[code]) for code, mots in choix.choices]
    return [*connus, ("", "Non renseigné", comptes[""])]


def _lieux(gens: list[Personne]) -> list[tuple[str, str, int]]:
    comptes = Counter(p.quartier or p.commune or "Non renseigné" for p in gens)
    return [(nom, nom, n) for nom, n in sorted(comptes.items(), key=lambda x: (-x[1], x[0]))]


def _ages(perimetre: Perimetre, periode: Periode, gens: list[Personne]) -> Table:
    """Age on the day of the entry; without one, on the day of the fiche (ASN-03)."""
    reperes: dict[int, Any] = {}
    fiches = orientations_de(perimetre, periode).order_by("-recue_le")
    for racine, personne, jour in fiches.values_list(
        "personne__fusionnee_dans", "personne", "recue_le"
    ):
        reperes[racine or personne] = jour
    entrees = parcours_de(perimetre).filter(date_entree__lte=periode.au).order_by("date_entree")
    for racine, personne, jour in entrees.values_list(
        "personne__fusionnee_dans", "personne", "date_entree"
    ):
        reperes[racine or personne] = jour
    comptes: Counter[str] = Counter()
    for personne_lue in gens:
        comptes[tranche(personne_lue.age_le(reperes[personne_lue.pk]))] += 1
    lignes = [(nom, dire_la_tranche(nom), comptes[nom]) for nom in TRANCHES]
    return _compter("ages", "Âge à l’entrée", "Âge", lignes, len(gens), dessin="barres:0")


def dire_la_tranche(nom: str) -> str:
    """In a table: « Moins de 18 ans », « 18 à 25 ans », « Inconnu »."""
    return capfirst(f"{nom} ans" if nom == TRANCHES[0] else nom)


def tranche(age: int | None) -> str:
    if age is None:
        return "inconnu"
    if age < AGES[0][0]:
        return "moins de 18"
    return next((f"{a} à {b} ans" for a, b in AGES if a <= age <= b), "65 ans et plus")


def freins(perimetre: Perimetre, periode: Periode) -> Table:
    """Difficulties spotted by who oriented: people, not mentions."""
    gens: dict[str, set[int]] = defaultdict(set)
    fiches = orientations_de(perimetre, periode).values_list(
        "difficultes", "personne__fusionnee_dans", "personne"
    )
    tous = set()
    for themes, racine, personne in fiches:
        tous.add(racine or personne)
        for theme in themes or []:
            gens[theme].add(racine or personne)
    noms = dict(Orientation.Difficulte.choices)
    comptes = sorted(
        ((theme, str(noms.get(theme, theme)), len(qui)) for theme, qui in gens.items()),
        key=lambda x: -x[2],
    )
    return _compter(
        "freins", "Difficultés repérées à l’orientation", "Difficulté", comptes, len(tous),
        est_somme=False, dessin="barres:0",
        notes=["Une personne peut avoir plusieurs difficultés\u00a0: les lignes ne s’additionnent "
               "pas."],
    )  # fmt: skip


def partenaires(perimetre: Perimetre, periode: Periode) -> Table:
    """Partners to whom people were led; an offer declined is not one (ASI-15)."""
    lignes = OrientationPartenaire.objects.filter(
        parcours__in=parcours_de(perimetre).values("pk"),
        retiree_le__isnull=True,
        change_le__range=(periode.du, periode.au),
    ).exclude(etat__in=("proposee", "declinee"))
    gens: dict[str, set[int]] = defaultdict(set)
    for domaine, racine, personne in lignes.values_list(
        "organisme__domaine", "parcours__personne__fusionnee_dans", "parcours__personne"
    ):
        gens[domaine or "autre"].add(racine or personne)
    tous = {pk for lot in gens.values() for pk in lot}
    comptes = sorted(((d, capfirst(d), len(q)) for d, q in gens.items()), key=lambda x: -x[2])
    return _compter(
        "partenaires", "Partenaires sollicités, par domaine", "Domaine", comptes, len(tous),
        est_somme=False,
    )  # fmt: skip


def sorties(perimetre: Perimetre, periode: Periode) -> Table:
    """Ends of the period by group of motives; « dynamique » is its own rate (F20)."""
    motifs = Counter(
        parcours_de(perimetre)
        .filter(date_fin_reelle__range=(periode.du, periode.au))
        .values_list("motif_sortie", flat=True)
    )
    total = sum(motifs.values())
    comptes = [
        (groupe.name.lower(), groupe.value, sum(motifs[m] for m in groupe.motifs))
        for groupe in Parcours.Groupe
    ]
    return _compter(
        "sorties", "Comment les parcours ont fini", "Fin", comptes, total, "Parcours",
        dessin="barres:0",
    )  # fmt: skip


def publics(perimetre: Perimetre, periode: Periode) -> Table:
    """ASN-14: one person in two publics counts in both lines and once in the last one."""
    suivis = list(
        parcours_de(perimetre)
        .ouverts_entre(periode.du, periode.au)
        .select_related("personne")
        .prefetch_related("renouvellements")
    )
    par_public: dict[str, list[Parcours]] = defaultdict(list)
    for parcours in suivis:
        for code in publics_de(parcours):
            par_public[code].append(parcours)
    noms = dict(Public.choices)
    lignes = [
        Ligne(str(noms[code]), _vie(par_public[code], periode), code)
        for code in noms
        if par_public[code]
    ]
    lignes.append(Ligne("Chaque personne une fois", _vie(suivis, periode), "total", est_total=True))
    colonnes = [
        Colonne("Suivies", "personnes"), Colonne("Entrées", "personnes"),
        Colonne("Renouvelées", "personnes"), Colonne("Sorties", "personnes"),
        Colonne("Vers l’emploi ou la formation", "personnes"),
        Colonne("Durée moyenne en jours", "jours"),
    ]  # fmt: skip
    return Table(
        "publics", "Les publics", colonnes, lignes, "Public", est_somme=False,
        notes=["Une personne de deux publics compte dans les deux lignes."],
    )  # fmt: skip


def publics_de(parcours: Parcours) -> set[str]:
    """Codes written on the day of the entry, and the two that age gives then (ASN-03)."""
    codes = {code for code in parcours.publics or [] if code in Public.values}
    age = parcours.personne.age_le(parcours.date_entree)
    if age is not None and 18 <= age <= 25:
        codes.add(Public.JEUNES.value)
    if age is not None and age > 50:
        codes.add(Public.PLUS_50.value)
    if parcours.personne.ressources.startswith("rsa"):
        codes.add(Public.RSA.value)
    return codes


def _vie(suivis: list[Parcours], periode: Periode) -> list[Any]:
    """People followed, entered, renewed, gone out, gone to work; days of what closed."""

    def gens(lot: Iterable[Parcours]) -> int:
        return len({p.personne.fusionnee_dans_id or p.personne_id for p in lot})

    def dans(jour: Any) -> bool:
        return jour is not None and periode.du <= jour <= periode.au

    finis = [p for p in suivis if dans(p.date_fin_reelle)]
    jours = [(p.date_fin_reelle - p.date_entree).days for p in finis if p.date_fin_reelle]
    return [
        gens(suivis),
        gens(p for p in suivis if dans(p.date_entree)),
        gens(
            p for p in suivis if any(r.est_accorde and dans(r.du) for r in p.renouvellements.all())
        ),
        gens(finis),
        gens(p for p in finis if p.motif_sortie in Parcours.Groupe.DYNAMIQUE.motifs),
        round(sum(jours) / len(jours)) if jours else None,
    ]
