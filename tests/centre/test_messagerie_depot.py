import datetime as dt

import pytest
from django.db import transaction

from centre.messagerie import cle_de_fil, deposer, quand_partir, rappeler
from centre.models import Message
from tests.builders import creer_message, deposer_invitation

pytestmark = pytest.mark.django_db
UN = dt.datetime(2026, 11, 23, 14, tzinfo=dt.UTC)
DEUX = UN + dt.timedelta(days=7)


def etats():
    return list(Message.objects.order_by("pk").values_list("cle", "etat"))


def test_deposer_deux_fois_la_meme_cle_rend_la_meme_ligne():
    premier, second = deposer_invitation(cle="a"), deposer_invitation(cle="a")
    assert (second.pk, second.message_id) == (premier.pk, premier.message_id)
    assert etats() == [("a", "en_attente")]


@pytest.mark.django_db(transaction=True)
def test_deposer_hors_transaction_est_une_erreur():
    with pytest.raises(RuntimeError):
        deposer_invitation()
    assert etats() == []


@pytest.mark.django_db(transaction=True)
def test_deposer_dans_une_transaction_defaite_ne_laisse_rien():
    with transaction.atomic():
        deposer_invitation()
        transaction.set_rollback(True)
    assert etats() == []


def test_un_message_plus_recent_remplace_celui_qui_attend():
    deposer_invitation(cle="a")
    deposer_invitation(cle="b", sequence=1)
    assert etats() == [("a", "annule"), ("b", "en_attente")]


def test_un_message_a_une_autre_adresse_ne_remplace_rien():
    deposer_invitation(cle="a")
    deposer_invitation(cle="b", destinataire="autre@example.org")
    assert etats() == [("a", "en_attente"), ("b", "en_attente")]


def test_une_date_seule_ne_remplace_pas_l_invitation_de_la_serie():
    deposer_invitation(cle="serie")
    deposer_invitation(cle="date", sequence=1, recurrence_id=UN)
    deposer_invitation(cle="date-encore", sequence=2, recurrence_id=UN)
    assert etats() == [("serie", "en_attente"), ("date", "annule"), ("date-encore", "en_attente")]


def test_annuler_une_invitation_non_partie_efface_les_deux():
    deposer_invitation(cle="a")
    assert deposer_invitation(cle="b", methode="CANCEL", sequence=1) is None
    assert etats() == []


@pytest.mark.parametrize(
    ("etat", "tentatives"), [("en_cours", 1), ("a_reessayer", 2), ("envoye", 1), ("echec", 2)]
)
def test_annuler_une_invitation_peut_etre_recue_part(etat, tentatives):
    envoye = {"envoye_le": UN} if etat == "envoye" else {}
    message = deposer_invitation(cle="a")
    Message.objects.filter(pk=message.pk).update(etat=etat, tentatives=tentatives, **envoye)
    annulation = deposer_invitation(cle="b", methode="CANCEL", sequence=1)
    assert annulation.etat == "en_attente"
    message.refresh_from_db()
    assert message.etat == ("annule" if etat in ("a_reessayer", "echec") else etat)


def test_annuler_une_invitation_refusee_aussitot_n_ecrit_rien():
    """Who never received it has nothing to forget, and nobody calls her about it."""
    message = deposer_invitation(cle="a")
    Message.objects.filter(pk=message.pk).update(etat="echec", tentatives=1)
    assert deposer_invitation(cle="b", methode="CANCEL", sequence=1) is None
    assert etats() == [("a", "annule")]


def test_redire_l_invitation_remplace_les_dates_qui_attendent_ou_ont_echoue():
    deposer_invitation(cle="serie")
    perdue = deposer_invitation(cle="date", sequence=1, recurrence_id=UN)
    Message.objects.filter(pk=perdue.pk).update(etat="echec", tentatives=1)
    deposer_invitation(cle="retrait", methode="CANCEL", sequence=2, recurrence_id=DEUX)
    deposer_invitation(cle="entiere", sequence=3)
    assert [etat for _, etat in etats()] == ["annule", "annule", "annule", "en_attente"]


def test_une_date_redite_ne_remplace_pas_un_retrait_de_plusieurs():
    rids = [UN.isoformat(), DEUX.isoformat()]
    retrait = {"methode": "CANCEL", "graine": {"rids": rids}}
    deposer_invitation(cle="serie")
    deposer_invitation(cle="retrait", sequence=1, recurrence_id=UN, **retrait)
    deposer_invitation(cle="date", sequence=2, recurrence_id=UN)
    assert [etat for _, etat in etats()] == ["en_attente"] * 3


def test_annuler_une_date_d_une_serie_non_partie_part_apres_elle():
    deposer_invitation(cle="a")
    deposer_invitation(cle="b", methode="CANCEL", sequence=1, recurrence_id=UN)
    assert etats() == [("a", "en_attente"), ("b", "en_attente")]


def test_rappeler_retire_ce_qui_n_est_pas_parti_seulement():
    attend, parti, tenu = (creer_message() for _ in range(3))
    Message.objects.filter(pk=parti.pk).update(etat="envoye", envoye_le=UN)
    Message.objects.filter(pk=tenu.pk).update(etat="en_cours", tentatives=1)
    assert rappeler(Message.objects.all()) == 1
    assert [m.etat for m in Message.objects.order_by("pk")] == ["annule", "envoye", "en_cours"]
    attend.refresh_from_db()
    assert attend.raison == "Retiré avant l’envoi."


def test_quand_partir_laisse_dix_minutes_si_la_seance_est_loin():
    assert quand_partir(UN + dt.timedelta(hours=25), quand=UN) == UN + dt.timedelta(minutes=10)
    assert quand_partir(UN + dt.timedelta(hours=24), quand=UN) == UN


def test_fil_est_l_uid_et_l_adresse_sans_la_casse():
    assert cle_de_fil("u@x", "Nadia@Example.org") == "u@x nadia@example.org"


def test_deposer_garde_le_fil_qu_on_lui_donne():
    message = deposer(
        centre=creer_message().centre,
        canal="sms",
        langue="fr",
        destinataire="+33639980001",
        modele="essai",
        graine={"n": 1},
        cle="sms",
        fil="place-1",
    )
    assert (message.fil, message.graine, message.etat) == ("place-1", {"n": 1}, "en_attente")
