"""The guide says of each figure what the code counts."""

from django.conf import settings

from bilans.dictionnaire import DICTIONNAIRE, en_markdown
from bilans.figures import FIGURES


def test_la_page_du_guide_est_celle_du_dictionnaire():
    """``manage.py dictionnaire`` writes it again."""
    page = settings.BASE_DIR / "docs" / "guide" / "chiffres.md"
    assert page.read_text(encoding="utf-8") == en_markdown()


def test_chaque_chiffre_a_une_definition_et_une_seule():
    assert list(FIGURES) == list(DICTIONNAIRE)
