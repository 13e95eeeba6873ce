"""What sums give away of hidden numbers, and what is hidden beside them."""

import pytest

from bilans.documents.deduction import MUET, Nombres


def systeme(vrais, *sommes, muets=()):
    lus = Nombres(vrais={**vrais}, marques=dict.fromkeys(muets, MUET))
    for tout, *parts in sommes:
        lus.somme(tout, parts)
    return lus


def test_un_pont_entre_deux_blocs_caches_se_lit_en_ajoutant_les_lignes():
    """Two hidden blocks of four and a cell between: no sum alone tells it, but the rows of either
    block less its columns do."""
    cases = dict.fromkeys("abcdefgh", 9) | {"pont": 3}
    sommes = (
        ("rangée 1", "a", "b"), ("rangée 2", "c", "d", "pont"), ("rangée 3", "e", "f"),
        ("rangée 4", "g", "h"), ("colonne 1", "a", "c"), ("colonne 2", "b", "d"),
        ("colonne 3", "pont", "e", "g"), ("colonne 4", "f", "h"),
    )  # fmt: skip
    totaux = {tout: sum(cases[part] for part in parts) for tout, *parts in sommes}
    lus = systeme(cases | totaux, *sommes, muets="abcdefgh")
    lus.taire("pont")
    assert lus.deduits() == {"pont"}
    lus.proteger()
    assert [tout for tout in totaux if tout in lus.marques] == ["rangée 2", "colonne 3"]
    assert lus.deduits() == set()


@pytest.mark.parametrize(
    ("dits", "cache"), [((), "part"), (("part",), "tout"), (("part", "tout"), None)]
)
def test_ce_qui_est_deja_dit_ne_se_cache_plus(dits, cache):
    """The rest is two people: hide the part; given out before, the whole; both, nothing."""
    lus = systeme({"tout": 30, "part": 28})
    lus.contient("tout", "part")
    lus.dits |= {*dits}
    lus.proteger()
    assert [nom for nom in ("tout", "part") if nom in lus.marques] == ([cache] if cache else [])
