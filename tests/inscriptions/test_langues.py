"""Every sentence of the participant's page exists in every language of the house."""

import datetime as dt
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from centre.models import Message
from centre.temps import instant
from inscriptions.emails import MOTIFS, codes, rendre
from inscriptions.emails.preavis import rendre_le_preavis
from inscriptions.langues import heure_dite, jour_dit, quand_relatif, quantieme
from tests.inscriptions.test_emails import graine

AUTRES = [code for code, _ in settings.LANGUAGES if code != "fr"]
GABARITS = [
    *sorted(Path("templates/inscriptions").glob("*moi*.html")),
    *sorted(Path("templates/inscriptions").glob("demande_publique*.html")),
    *sorted(Path("templates/presences").glob("*moi*.html")),
    Path("templates/presences/_lignes_attestables.html"),
]
SOURCES = [
    Path("inscriptions/langues.py"),
    Path("inscriptions/rendez_vous.py"),
    *Path("inscriptions/views").glob("moi*.py"),
    *Path("inscriptions/emails").glob("*.py"),
    Path("inscriptions/forms/demandes_publiques.py"),
    Path("inscriptions/views/demandes_publiques.py"),
    Path("parcours/information.py"),
    Path("parcours/textes_accords.py"),
    Path("presences/forms/attestation.py"),
    Path("presences/views/mes_heures.py"),
    Path("presences/views/mon_accompagnement.py"),
]
# A Friday of term time.
VENDREDI = instant(dt.date(2026, 11, 20), dt.time(14, 30))


def phrases():
    trouvees = set()
    for gabarit in GABARITS:
        texte = gabarit.read_text()
        trouvees |= set(re.findall(r'{% translate "([^"]+)"', texte))
        for bloc in re.findall(r"{% blocktranslate [^%]*%}(.*?){% endblocktranslate", texte):
            trouvees.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", bloc))
    for source in SOURCES:
        for brut in re.findall(r'\b(?:_|gettext_lazy)\(\s*"([^"]+)"', source.read_text()):
            trouvees.add(brut.replace("\\u00a0", "\u00a0"))
    return trouvees


@pytest.mark.parametrize("langue", AUTRES)
def test_le_catalogue_a_chaque_phrase_et_aucune_de_trop(langue):
    catalogue = polib.pofile(f"locale/{langue}/LC_MESSAGES/django.po")
    ecrites = {e.msgid for e in catalogue if e.msgstr and not e.msgctxt}
    assert ecrites == phrases()
    assert all(e.msgstr for e in catalogue)


@pytest.mark.parametrize("langue", AUTRES)
def test_les_variables_restent_les_memes(langue):
    for entree in polib.pofile(f"locale/{langue}/LC_MESSAGES/django.po"):
        variables = [re.findall(r"%\(\w+\)s", t) for t in (entree.msgid, entree.msgstr)]
        assert sorted(variables[0]) == sorted(variables[1]), entree.msgid


@pytest.mark.parametrize(
    ("langue", "jour", "heure"),
    [
        ("fr", "vendredi 20 novembre", "14\u00a0heures\u00a030"),
        ("en", "Friday 20 November", "14:30"),
        ("es", "viernes 20 de noviembre", "14:30"),
        ("uk", "П'ятниця, 20 листопада", "14:30"),
        ("ar", "الجمعة 20 نوفمبر", "الساعة 14:30"),
    ],
)
def test_le_jour_et_l_heure_se_disent_dans_la_langue(langue, jour, heure):
    with translation.override(langue):
        assert (jour_dit(VENDREDI), heure_dite(VENDREDI)) == (jour, heure)


def test_les_autres_langues_donnent_le_jour_et_le_mois():
    dits = {}
    for langue in ("tr", "pt", "ru", "sq"):
        with translation.override(langue):
            dits[langue] = quantieme(VENDREDI)
    assert dits == {"tr": "20 Kasım", "pt": "20 de Novembro", "ru": "20 ноября", "sq": "20 Nëntor"}


def test_demain_se_compte_a_paris():
    """22:30 UTC on the 18th is 23:30 in Paris: the 20th is not tomorrow yet."""
    soir = dt.datetime(2026, 11, 18, 22, 30, tzinfo=dt.UTC)
    assert quand_relatif(VENDREDI, quand=soir) == ""
    assert quand_relatif(VENDREDI, quand=soir + dt.timedelta(hours=1)) == "Demain"


# French words that none of the eight others writes: one of them is a sentence forgotten.
FRANCAIS = re.compile(
    r"\b(?:vous|votre|vos|rendez-vous|bonjour|lieu|appelez|avant|maintenant|heures|liste|"
    r"d’attente|lundi|mercredi|jeudi|septembre|août|aout|est|et|demain|nous)\b",
    re.IGNORECASE,
)


def messages(langue):
    """One message of each kind that may leave, as mail and as SMS, in one language."""
    complete = {"centre_nom": "Le Lierre", "rang": 2, "mot": "Olá.", "sieges": 3, "jours": 7}
    courte = {"jours": 1, "sieges": 1, "regle": {}, "prochain": None}
    for motif in ("invitation", *MOTIFS):
        for rang, varie in enumerate(({}, courte)):
            seme = graine(motif, **{**complete, **varie})
            seme["avants"] = [seme["avant"]]
            for canal in ("courriel", "sms"):
                yield f"{motif} {rang}", rendre(Message(canal=canal, langue=langue, graine=seme))
    contact = {"telephone": "03 53 01 00 00", "centre": "Le Lierre", "centre_nom": "Le Lierre"}
    for quoi in ("code", "refus"):
        seme = {**contact, "quoi": quoi, "sel": "x"}
        yield quoi, codes.rendre(Message(canal="courriel", langue=langue, graine=seme))
    seme = {**contact, "jour": "2026-11-20"}
    yield "preavis", rendre_le_preavis(Message(canal="courriel", langue=langue, graine=seme))


@pytest.mark.parametrize("langue", AUTRES)
def test_aucun_message_ne_garde_une_phrase_francaise(langue):
    """Reminders, offers, changes, cancellations, confirmations; Arabic from right to left."""
    sens = ' dir="rtl"' if langue == "ar" else ""
    for quoi, rendu in messages(langue):
        dit = f"{rendu.sujet}\n{rendu.texte}".replace("Le Lierre", "")
        assert FRANCAIS.findall(dit) == [], (quoi, dit)
        assert not rendu.html or f'<html lang="{langue}"{sens}>' in rendu.html
