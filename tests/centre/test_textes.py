"""What a page sends back, before anything else looks at it."""

import pytest
from django.core.exceptions import ValidationError

from centre.forms import ChampLigne, ChampTexte
from centre.textes import cle_de_nom, nombre_lu, sans_accent, sans_controle_ligne
from inscriptions.session import trois_lettres


@pytest.mark.parametrize(
    ("texte", "nombre"),
    [
        *[("0", 0), ("12", 12), ("007", 7), ("999999999", 999_999_999)],
        *[("", None), ("-1", None), ("1.5", None), (" 1", None), ("1234567890", None)],
        # Digits to Python: int() reads the first and stops at the second.
        *[("٣", None), ("²", None)],
    ],
)
def test_un_nombre_se_lit_ou_ne_vaut_rien(texte, nombre):
    assert nombre_lu(texte) == nombre


def test_une_cle_tient_dans_la_base():
    assert nombre_lu("9" * 18, chiffres=18) == 10**18 - 1 < 2**63
    assert nombre_lu("9" * 19, chiffres=18) is None


@pytest.mark.parametrize("invisible", ["\x00", "\r", "\n", "\u200b", "\u202e", "\u2060", "\ufeff"])
def test_une_ligne_n_a_rien_d_invisible(invisible):
    with pytest.raises(ValidationError):
        sans_controle_ligne(f"Amina{invisible}")
    with pytest.raises(ValidationError):
        ChampLigne().clean(f"Amina{invisible}D.")


def test_un_texte_a_des_lignes_et_rien_qui_se_lise_a_l_envers():
    assert ChampTexte().clean("Une ligne.\nUne autre.") == "Une ligne.\nUne autre."
    with pytest.raises(ValidationError):
        ChampTexte().clean("Le rapport\u202e de l’année")


def test_une_ligne_garde_ce_que_d_autres_langues_ecrivent():
    """The joiners that Persian and Kurdish need stay: nothing is raised."""
    assert sans_controle_ligne("نیلوفر\u200cی") is None


@pytest.mark.parametrize(
    ("ecrit", "tape"),
    [
        *[("Işık", "IŞIK"), ("İnan", "inan"), ("Łukasz", "lukasz"), ("Đorđević", "Dordevic")],
        *[("Ørsted", "orsted"), ("Æbel", "aebel"), ("Cœur", "COEUR"), ("O’Neil", "o'neil")],
        ("Дар’я", "Дарʼя"),
    ],
)
def test_un_nom_se_reconnait_sans_les_lettres_du_clavier_de_l_autre(ecrit, tape):
    """At the three letters of the card, among the files that look alike, in the search."""
    for lire in (sans_accent, cle_de_nom, trois_lettres):
        assert lire(ecrit) == lire(tape)
