"""The outbox at its full load: a relay silent for a day, poison among sound messages.

``ESSAIS_LONGS=1`` plays them at the counts that docs/mesures.md states.
"""

import datetime as dt
import re
import time

import pytest
import time_machine
from django.db import connection

from centre.messagerie import Rendu, enregistrer_modele, travail
from centre.messagerie.travail import ESSAIS_D_UN_DEFAUT, RELAIS_MUET, Ouvrier
from centre.models import Message
from centre.temps import PARIS
from tests.builders import creer_centre, creer_message, creer_utilisateur
from tests.centre.puits import Puits, Serveur
from tests.promesses import LONGS, noter

pytestmark = pytest.mark.django_db
QUAND = dt.datetime(2026, 11, 19, 10, tzinfo=PARIS)
SAINS = 499 if LONGS else 20
# Mails about séances that begin while the relay is silent.
PASSES = 20 if LONGS else 4
# How often the worker comes back while the relay is silent.
PAS = RELAIS_MUET if LONGS else dt.timedelta(hours=2)
DIX_MO = 10_000_000
TAILLE_DU_RELAIS = 5_000_000


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(QUAND, tick=False) as voyage:
        yield voyage


@pytest.fixture(autouse=True)
def modele():
    def essai(message):
        return Rendu(message.graine.get("sujet", "Bonjour"), "Texte " + message.graine.get("n", ""))

    enregistrer_modele("essai", essai)


@pytest.fixture
def relais(settings):
    """A relay that refuses one address for good and mails above 5 MB."""
    puits = Puits(humeur=lambda a, rang: "550 5.1.1 inconnu" if a.startswith("inconnu") else None)
    settings.DEMONSTRATION = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with Serveur(puits, data_size_limit=TAILLE_DU_RELAIS) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield puits


def compte(**champs):
    return Message.objects.filter(**champs).count()


def un_jour_muet(settings, horloge, sains=SAINS):
    """Mails for later, for séances of the day, and for an address that does not exist; then a
    whole day during which nobody answers. Returns the port where it will, and the worker."""
    demain = QUAND + dt.timedelta(days=2)
    for n in range(sains):
        creer_message(destinataire=f"p{n}@example.org", perime_le=demain)
    for heures in range(1, 1 + PASSES):
        creer_message(perime_le=QUAND + dt.timedelta(hours=heures))
    creer_message(destinataire="inconnu@example.org", perime_le=demain)
    bon, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    ouvrier = Ouvrier()
    while dt.datetime.now(PARIS) < QUAND + dt.timedelta(days=1):
        assert ouvrier.vider() == 0
        horloge.shift(PAS)
    return bon, ouvrier


def au_retour(relais, ouvrier, horloge, sains=SAINS):
    """The relay answers again: everything that still makes sense leaves at once, nothing else."""
    horloge.shift(RELAIS_MUET)
    debut = time.perf_counter()
    partis = ouvrier.vider()
    duree = time.perf_counter() - debut
    assert (partis, len(relais.recus), compte(etat="perime")) == (sains, sains, PASSES)
    refuse = Message.objects.get(etat="echec")
    assert (refuse.destinataire, refuse.tentatives) == ("inconnu@example.org", 1)
    assert duree <= 600
    noter(f"G8 {connection.vendor}: {partis} partis en {duree:.1f} s")


def test_relais_muet_un_jour_tout_ce_qui_vaut_encore_part_a_son_retour(
    relais, settings, horloge, client
):
    """Nothing for a past séance, one refusal for good, the team sees the waiting meanwhile (G8)."""
    bon, ouvrier = un_jour_muet(settings, horloge)
    client.force_login(creer_utilisateur("accueil"))
    page = client.get("/messages/").content.decode()
    assert ("En attente" in page, set(re.findall(r'data-label="Depuis">([^<]+)', page))) == (
        *(True, {"jeu. 19 nov., 10\u00a0h"}),
    )
    settings.EMAIL_PORT = bon
    au_retour(relais, ouvrier, horloge)


@pytest.mark.parametrize(
    ("ou", "nom", "faute"),
    [
        # Silence counted as a failed try: what waits is put off for hours.
        (Ouvrier, "_attendre_le_relais", Ouvrier._remettre),
        # Nothing lapses: people are invited to what is over.
        (travail, "perimer", lambda quand: 0),
    ],
    ids=["le silence est un essai", "rien ne se périme"],
)
def test_temoin_un_ouvrier_fautif_ne_tient_pas_le_retour(
    relais, settings, horloge, monkeypatch, ou, nom, faute
):
    """Two mistakes that the promise above must see."""
    monkeypatch.setattr(ou, nom, faute)
    settings.EMAIL_PORT, ouvrier = un_jour_muet(settings, horloge, sains=2)
    with pytest.raises(AssertionError):
        au_retour(relais, ouvrier, horloge, sains=2)


def empoisonner(rang):
    """One row that no mail can carry, written straight into the base."""
    message = creer_message()
    defaut = {
        0: {"graine": {"sujet": "a\r\nBcc: x@example.org"}},
        1: {"destinataire": "é" * 64 + "@" + "x" * 189},
        2: {"modele": "inconnu"},
        3: {"graine": {"n": "x" * DIX_MO}},
        4: {"graine": {"sujet": 7}},
    }[rang % 5]
    Message.objects.filter(pk=message.pk).update(**defaut)
    return message.pk


def test_vingt_poisons_sont_mis_a_part_et_tous_les_autres_partent(relais, horloge):
    """A line break in a header, an address too long, an unknown template, ten megabytes (G9)."""
    poisons = [empoisonner(rang) for rang in range(20 if LONGS else 5)]
    for n in range(SAINS):
        creer_message(destinataire=f"p{n}@example.org")
    for _ in range(ESSAIS_D_UN_DEFAUT + 1):
        Ouvrier().vider()
        horloge.shift(dt.timedelta(hours=2))
    assert len({adresse for adresse, _ in relais.recus}) == len(relais.recus) == SAINS
    restes = Message.objects.filter(pk__in=poisons)
    assert set(restes.values_list("etat", flat=True)) == {"echec"}
    assert all(m.raison and m.tentatives <= ESSAIS_D_UN_DEFAUT for m in restes.defer("graine"))
    noter(f"G9 {connection.vendor}: {len(poisons)} poisons à part, {SAINS} partis")


def test_temoin_un_ouvrier_qui_s_arrete_au_premier_poison_ne_fait_partir_personne(
    relais, monkeypatch
):
    """What the promise above would miss if a poison stopped the worker."""

    def s_arreter(self, message, defaut):
        raise defaut

    monkeypatch.setattr(Ouvrier, "_ecarter", s_arreter)
    empoisonner(0)
    creer_message(centre=creer_centre())
    with pytest.raises(ValueError, match="linefeed"):
        Ouvrier().vider()
    assert (len(relais.recus), compte(etat="envoye")) == (0, 0)
