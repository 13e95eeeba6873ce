"""What leaves cannot be deduced: a second cell, a brother, one report less another."""

import datetime as dt
from dataclasses import replace
from itertools import combinations_with_replacement, product

import pytest

from bilans.documents import Chiffre, Colonne, Document, Ligne, Table
from bilans.documents.classeurs import en_csv
from bilans.documents.secret import pour_les_partenaires
from bilans.figures import Perimetre, Periode
from bilans.operations import rapports
from tests import builders as b

EN_2026 = Periode(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def chiffre(valeur, code="F02", unite="personnes"):
    return Chiffre(code, "Nom", unite, valeur, valeur, None, "", None, "")


def document(valeurs=(), *, cle="t", du="2026-01-01", au="2026-12-31", chiffres=(), **champs):
    """One column of people under a total that is their sum."""
    lignes = [Ligne(f"L{rang}", [n], f"l{rang}") for rang, n in enumerate(valeurs)]
    lignes.append(Ligne("Total", [sum(valeurs)], "total", est_total=True))
    table = Table(cle, "Titre", [Colonne("Personnes", "personnes")], lignes, "Ligne", **champs)
    return Document(
        "activite", "interne", "Titre", "Centre", "Action", du, au, "2026-12-31T10:00",
        list(chiffres), [table], [], [],
    )  # fmt: skip


def montres(un, remis=()):
    return [x.cellules[0] for x in pour_les_partenaires(un, remis).tables[0].lignes]


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        # Alone, the small one would be the total less the rest: the smallest neighbour goes too.
        ((3, 12, 30), ["< 5", "masqué", 30, 45]),
        ((3, 12, 12), ["< 5", "masqué", 12, 27]),
        # Two small ones whose sum is 2, or 8, can be only one way: a third one goes.
        ((1, 1, 20, 30), ["< 5", "< 5", "masqué", 30, 52]),
        ((4, 4, 20, 30), ["< 5", "< 5", "masqué", 30, 58]),
        # Two small ones that can be several ways stay two.
        ((1, 3, 20), ["< 5", "< 5", 20, 24]),
        # An empty row says nothing and hides nothing.
        ((3, 0, 30), ["< 5", 0, "masqué", 33]),
        # A handful in all is a handful in its only row.
        ((3,), ["< 5", "< 5"]),
        # Who knows that « masqué » is five at least would read 5 and 1: the total goes.
        ((1, 5), ["< 5", "masqué", "masqué"]),
        # Four rows of one make a total of four: « < 5 » would be too much.
        ((1, 1, 1, 1), ["< 5", "< 5", "< 5", "< 5", "masqué"]),
        ((12, 30), [12, 30, 42]),
    ],
)
def test_une_seconde_case_se_cache_quand_le_total_la_dirait(valeurs, attendu):
    assert montres(document(valeurs)) == attendu


def test_toute_petite_table_laisse_deux_facons_d_etre_a_chaque_petit_nombre():
    """As a reader would: every way to fill the hidden rows of three, under a visible total."""
    ce_que_dit = {"< 5": range(1, 5), "masqué": range(5, 22)}
    for valeurs in combinations_with_replacement(range(1, 8), 3):
        *lignes, total = montres(document(valeurs))
        if total != sum(valeurs):
            continue
        rangs = [rang for rang, montre in enumerate(lignes) if montre == "< 5"]
        choix = [ce_que_dit.get(montre, [montre]) for montre in lignes]
        facons = [lot for lot in product(*choix) if sum(lot) == total]
        assert [len({lot[rang] for lot in facons}) > 1 for rang in rangs] == [True] * len(rangs)


def test_le_total_se_cache_quand_personne_d_autre_ne_peut_l_etre():
    """Every row small and only one way to be: four times four is sixteen."""
    assert montres(document((4, 4, 4, 4))) == ["< 5", "< 5", "< 5", "< 5", "masqué"]


def test_une_table_qui_n_est_pas_une_somme_ne_cache_que_les_petits():
    assert montres(document((3, 12, 30), est_somme=False)) == ["< 5", 12, 30, 45]


def test_le_frere_d_une_etape_cachee_se_cache():
    """89 people of whom 3 without entry: 86 entries, or 40 and 46, would tell the three."""
    lignes = [
        Ligne("Orientées", [89], "orientees"), Ligne("Sans entrée", [3], "sans-entree"),
        Ligne("Entrées", [86], "entrees"), Ligne("En cours", [40], "en-cours"),
        Ligne("Sorties", [46], "sorties"),
    ]  # fmt: skip
    un = document((50, 39), cle="sexe")
    devenir = replace(un.tables[0], cle="devenir", lignes=lignes, est_somme=False)
    assert montres(replace(un, tables=[devenir, *un.tables])) == [
        89, "< 5", "masqué", "masqué", 46
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("remis", "attendu"),
    [
        # 89 less 86 would tell three people; 84 would tell five, who are not few.
        ({"valeur": 86}, "masqué"),
        ({"valeur": 92}, "masqué"),
        ({"valeur": 84}, 89),
        ({"valeur": 89}, 89),
        # A period that neither holds this one nor is held by it.
        ({"valeur": 86, "du": "2025-06-01", "au": "2026-06-30"}, 89),
        ({"valeur": 86, "du": "2026-01-01", "au": "2026-12-10"}, "masqué"),
        ({"valeur": 86, "du": "2025-01-01", "au": "2027-12-31"}, "masqué"),
    ],
)
def test_deux_filtres_ne_se_soustraient_pas(remis, attendu):
    valeur = remis.pop("valeur")
    autre = document((20, 30), chiffres=[chiffre(valeur)], **remis)
    un = document((20, 30), chiffres=[chiffre(89)])
    assert pour_les_partenaires(un, [autre]).chiffres[0].valeur == attendu


def test_une_ligne_d_un_rapport_remis_ne_se_soustrait_pas_non_plus():
    """The row and the total differ by two: both are hidden, and neither tells the other."""
    assert montres(document((22, 30, 40)), [document((20, 30, 40))]) == [
        "masqué", 30, 40, "masqué"
    ]  # fmt: skip


def table_montree(un, remis=()):
    return [x.cellules for x in pour_les_partenaires(un, remis).tables[0].lignes]


def en_table(cle, colonnes, *rangees, est_somme=False):
    """A document of one table; the last row is its total."""
    lignes = [
        Ligne(f"L{n}", list(cellules), f"l{n}", n == len(rangees) - 1)
        for n, cellules in enumerate(rangees)
    ]
    table = Table(cle, "Titre", colonnes, lignes, "Ligne", est_somme=est_somme)
    return replace(document(), tables=[table])


def gens(*noms):
    return [Colonne(nom, "personnes") for nom in noms]


def test_la_duree_d_une_seule_personne_ne_part_pas():
    colonnes = [*gens(*"abcde"), Colonne("Durée moyenne en jours", "jours")]
    # The mean of twenty ends may leave, although two people of that row were renewed.
    un = en_table("publics", colonnes, [9, 9, 0, 1, 0, 412], [30, 9, 2, 20, 9, 90])
    assert table_montree(un) == [[9, 9, 0, "< 5", 0, "masqué"], [30, 9, "< 5", 20, 9, 90]]


def test_un_total_cache_ne_se_lit_pas_dans_les_parts():
    """40 people who are 43,5 % would tell the total that a report given out hides."""
    colonnes = [*gens("Personnes"), Colonne("Part", "taux")]
    avant, apres = (
        en_table("t", colonnes, [n, 24.4], [30, 32.6], [40, 43.5], [70 + n, 100.0], est_somme=True)
        for n in (20, 22)
    )
    assert table_montree(apres, [avant]) == [
        ["masqué", "masqué"], [30, "masqué"], [40, "masqué"], ["masqué", "masqué"],
    ]  # fmt: skip


def test_ce_qui_reste_d_un_tout_ne_se_soustrait_pas():
    """20 ends of which 17 towards work: three people ended otherwise."""
    f20 = Chiffre("F20", "Nom", "parcours", 17, 17, 20, "", 30, "", fraction_avant=[30, 33])
    lu = pour_les_partenaires(document(chiffres=[f20])).chiffres[0]
    assert (lu.valeur, lu.numerateur, lu.denominateur, lu.avant) == ("masqué", None, None, "masqué")
    un = en_table("orienteurs", gens("", "Orientées", "Entrées"), [0, 12, 9], [0, 30, 20])
    assert table_montree(un) == [[0, 12, "masqué"], [0, 30, 20]]


def test_deux_chiffres_et_leurs_fractions_ne_disent_pas_quelques_personnes():
    """89 followed of whom 86 were seen, 30 fiches of which 28 reached: three and two are left."""
    lus = [
        Chiffre("F01", "Nom", "orientations", 30, 30, None, "", None, ""),
        Chiffre("F05", "Nom", "personnes", 86, 86, 89, "", 40, "+115,0 %", fraction_avant=[40, 43]),
        Chiffre("F06", "Nom", "personnes", 89, 89, None, "", 43, "+107,0 %"),
        Chiffre("F16", "Nom", "jours", 6.0, 28, 30, "", None, ""),
        Chiffre("F21", "Nom", "personnes", 20, 20, 86, "", None, ""),
        Chiffre("F13", "Nom", "%", 96.2, 50, 52, "", None, ""),
    ]
    sortis = pour_les_partenaires(document(chiffres=lus)).chiffres
    assert [(c.valeur, c.numerateur, c.denominateur, c.avant) for c in sortis] == [
        (30, 30, None, None), ("masqué", None, None, "masqué"), (89, 89, None, 43),
        (6.0, None, None, None), (20, None, None, None), ("masqué", None, None, None),
    ]  # fmt: skip


def test_une_sortie_cachee_ne_se_lit_pas_entre_le_sous_total_et_le_total():
    lignes = [atelier(n, 10 * n) for n in (20, 30, 3, 0, 50)]
    un = en_table("ateliers", ATELIERS, *lignes)
    [table] = un.tables
    lignes = [replace(ligne, a_part=rang == 2) for rang, ligne in enumerate(table.lignes)]
    sous_total = [None] * 7 + [500, 30000, None, None, None]
    lignes[3] = replace(lignes[3], cellules=sous_total, code="sous-total", est_total=True)
    lignes[4].cellules[7:9] = [530, 31800]
    lus = table_montree(replace(un, tables=[replace(table, lignes=lignes)]))
    assert [x[7:9] for x in lus] == [
        [200, 12000], [300, 18000], ["masqué", "masqué"], [500, 30000], ["masqué", "masqué"],
    ]  # fmt: skip


def test_une_ligne_qui_s_additionne_ne_dit_pas_sa_case_cachee():
    """25 entries, 15 still there, 8 at work: two left otherwise."""
    colonnes = gens("Orientations", "Jointes", "Entrées", "Sans suite", "En cours", "Renouvelées",
                    "Emploi", "Objectif", "Relais", "Autre", "Interrompu")  # fmt: skip
    ligne = [30, 30, 25, 5, 15, 0, 8, 0, 0, 0, 2]
    un = en_table("prescripteurs", colonnes, ligne, ligne)
    assert table_montree(un)[0] == [30, 30, 25, 5, 15, 0, "masqué", 0, 0, 0, "< 5"]


ATELIERS = [
    *(Colonne(nom) for nom in "abcde"), *gens("Inscrites", "Venues"),
    Colonne("Présences", "presences"), Colonne("Heures", "heures"),
    *(Colonne(nom, "taux") for nom in "xyz"),
]  # fmt: skip


def atelier(venues, presences, presence=None, assiduite=None, inscrites=None):
    gens_ = [venues if inscrites is None else inscrites, venues]
    return [0] * 5 + [*gens_, presences, 60 * presences, presence, assiduite, None]


def test_les_presences_de_quelques_personnes_ne_se_soustraient_pas():
    lignes = [atelier(n, 10 * n) for n in (3, 12, 40, 55)]
    lus = table_montree(en_table("ateliers", ATELIERS, *lignes))
    assert [x[6:9] for x in lus] == [
        ["< 5", "masqué", "masqué"], [12, "masqué", "masqué"], [40, 400, 24000], [55, 550, 33000],
    ]  # fmt: skip


def test_un_taux_ne_dit_pas_quelques_absences_ni_l_ecart_des_inscrites_quelques_personnes():
    """50 comings at 96,2 % leave two absences; 20 enrolled and 18 seen, two who never came."""
    lignes = [
        atelier(18, 50, 96.2, 96.2, inscrites=20), atelier(30, 100, 80.0, 90.9),
        atelier(40, 150, 84.7, 92.6),
    ]  # fmt: skip
    lus = table_montree(en_table("ateliers", ATELIERS, *lignes))
    assert [[*x[5:8], *x[9:11]] for x in lus] == [
        ["masqué", 18, 50, "masqué", "masqué"], [30, 30, 100, "masqué", "masqué"],
        [40, 40, 150, 84.7, 92.6],
    ]  # fmt: skip


def test_un_autre_rapport_des_memes_jours_a_dit_ou_masque_des_nombres():
    """30 people were told: of 32 fiches, the 32 goes. What was hidden then is hidden here."""
    remis = document(chiffres=[chiffre(30), chiffre("masqué", "F06")])
    lus = [chiffre(32, "F01", "orientations"), chiffre(30), chiffre(50, "F06")]
    montre = pour_les_partenaires(document(chiffres=lus), [remis]).chiffres
    assert [c.valeur for c in montre] == ["masqué", 30, "masqué"]


def test_un_mois_moins_ses_jours_ne_dit_pas_quelques_personnes():
    """Three came on 30 March: the month less its other days, or the week before, would tell."""
    semaines = [
        Ligne("S13", [6, 0, 5, 0, 6, 0, 17], "2026-W13"),
        Ligne("S14", [3, 0, 9, 0, 0, 0, 12], "2026-W14"),
    ]
    mois = [[6, 6, 20], [6, 6, 9]]
    lignes = [Ligne(f"M{n}", cases, f"2026-{n:02}") for n, cases in enumerate(mois, 3)]
    lignes.append(Ligne("Total", [12, 12, 29], "total", est_total=True))
    presences = Colonne("Présences", "presences")
    tables = [
        Table("semaines", "T", [*gens(*"abcdef"), presences], semaines),
        Table("mois", "T", [*gens("Nouvelles", "Entrées"), presences], lignes),
    ]
    montre = pour_les_partenaires(replace(document(), tables=tables))
    assert [x.cellules for x in montre.table("semaines").lignes] == [
        ["masqué", 0, "masqué", 0, "masqué", 0, "masqué"], ["< 5", 0, "masqué", 0, 0, 0, "masqué"]
    ]  # fmt: skip


def test_l_annee_d_avant_ne_se_soustrait_pas_du_rapport_d_alors():
    """2025 was told whole: 89. The same days of it, beside 2026, would tell three people."""
    remis = document(du="2025-01-01", au="2025-12-31", chiffres=[chiffre(89)])
    ici = replace(chiffre(120), avant=86, ecart="+39,5 %")
    un = document(au="2026-12-10", chiffres=[ici])
    [lu] = pour_les_partenaires(un, [remis]).chiffres
    assert (lu.valeur, lu.avant, lu.ecart) == (120, "masqué", "")
    [libre] = pour_les_partenaires(un).chiffres
    assert (libre.avant, libre.ecart) == (86, "+39,5 %")


def test_un_taux_d_avant_sur_une_seule_personne_se_cache():
    ici = Chiffre("F22", "Nom", "%", 70.0, 28, 40, "", 100.0, "", fraction_avant=[1, 1])
    [lu] = pour_les_partenaires(document(chiffres=[ici])).chiffres
    assert (lu.valeur, lu.avant, lu.fraction_avant) == (70.0, "masqué", [])


@pytest.mark.parametrize(("ecart", "lu"), [("+11,7 %", "11,7"), ("-15,8 %", "-15,8"), ("", "")])
def test_un_ecart_est_un_nombre_dans_un_tableur(ecart, lu):
    """As a text that begins with a sign it was escaped like a formula."""
    [rangee] = [
        x.split(";")
        for x in en_csv(document(chiffres=[replace(chiffre(9), ecart=ecart)])).decode().splitlines()
        if x.startswith("F02")
    ]
    assert rangee[6] == lu


@pytest.mark.django_db
def test_quelques_personnes_un_jour_ne_se_lisent_pas_dans_les_semaines():
    b.creer_presence(b.creer_place(b.creer_seance(jour=dt.date(2026, 3, 3), etat="tenue")))
    table = rapports.composer("activite", Perimetre(b.creer_centre()), EN_2026, "externe").table(
        "semaines"
    )
    assert next(x for x in table.lignes if x.code == "2026-W10").cellules == [
        0, "< 5", 0, 0, 0, 0, "< 5"
    ]  # fmt: skip


@pytest.mark.django_db
def test_un_dispositif_remis_se_soustrait_de_tous_les_dispositifs():
    """Two filters of one period: all the frames less one of them would tell two people."""
    centre, asi = b.creer_centre(), b.creer_dispositif("asi")
    for rang in range(8):
        champs = {"dispositif": asi} if rang < 6 else {}
        b.creer_orientation(recue_le=dt.date(2026, 3, 2), **champs)
    coordination = b.creer_utilisateur("coordination")
    rapports.valider("activite", Perimetre(centre, asi), EN_2026, "externe", par=coordination)
    tous = rapports.composer("activite", Perimetre(centre), EN_2026, "externe")
    assert {c.code: c.valeur for c in tous.chiffres}["F02"] == "masqué"
    interne = rapports.composer("activite", Perimetre(centre), EN_2026, "interne")
    assert {c.code: c.valeur for c in interne.chiffres}["F02"] == 8


@pytest.mark.django_db
def test_asn_14_deux_publics_deux_lignes_une_fois_au_total():
    centre = b.creer_centre()
    b.creer_parcours(publics=["handicap", "deld"])
    b.creer_parcours(publics=["deld"])
    lues = rapports.composer("activite", Perimetre(centre), EN_2026, "interne").table("publics")
    assert {x.code: x.cellules[0] for x in lues.lignes} == {"deld": 2, "handicap": 1, "total": 2}
    assert lues.lignes[-1].libelle == "Chaque personne une fois"
