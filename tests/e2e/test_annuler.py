"""08:05, the animateur is ill: from a telephone, two taps, and everybody is told (S3)."""

import datetime as dt
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from ateliers.models import FaitSeance, Seance
from centre.models import Message, Professionnel
from centre.temps import instant, maintenant
from inscriptions.models import Envoi, Place
from parcours.models import Personne
from tests.e2e import gestes
from tests.e2e.conftest import JOUR

TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def la_seance(code: str) -> Seance:
    debut = instant(JOUR, dt.time(9 if code == "MUL" else 15, 0 if code == "MUL" else 45))
    return Seance.objects.get(atelier__code=code, centre__slug="le-lierre", debut=debut)


def des_canaux_pour_tous(seance: Seance) -> dict[str, int]:
    """Six by SMS, the others by telephone; returns how many of each."""
    places = Place.objects.confirmees().filter(seance=seance).order_by("pk")
    personnes = [place.personne for place in places.select_related("personne")]
    for rang, personne in enumerate(personnes):
        personne.canal = Personne.Canal.SMS if rang < 6 else Personne.Canal.APPEL
        personne.telephone, personne.ne_pas_ecrire = f"+3363998{rang:04d}", False
        personne.telephone_est_partage = False
        personne.save()
    # Calendars that were at another address follow, then the day begins.
    call_command("messagerie", "--une-fois", stdout=StringIO())
    return {"sms": 6, "appel": len(personnes) - 6}


def envoyer_les_sms() -> list[str]:
    for fichier in settings.SMS_DOSSIER.glob("*.txt"):
        fichier.unlink()
    call_command("messagerie", "--une-fois", stdout=StringIO())
    return [fichier.read_text() for fichier in settings.SMS_DOSSIER.glob("*.txt")]


def test_l_animateur_est_malade_ce_matin(visiteur, maison, horloge):
    seance = la_seance("MUL")
    voulus = des_canaux_pour_tous(seance)
    horloge.move_to(instant(JOUR, dt.time(8, 5)))
    page = visiteur("coordination", **TELEPHONE)
    page.goto(f"{maison}/planning/")
    bloc = page.get_by_role("listitem").filter(has_text="Multimédia")
    # First tap.
    bloc.get_by_role("link", name="Annuler aujourd’hui").tap()
    expect(page.get_by_text("Animatrice ou animateur absent")).to_be_visible()
    expect(page.get_by_text("Le rendez-vous de ce matin est annulé").first).to_be_attached()
    gestes.photographier(page, "s3-annuler-aujourd-hui")
    assert not Message.objects.filter(envoi__seance=seance, envoi__motif="annulation").exists()
    # Second tap.
    page.get_by_role("button", name="Annuler et prévenir").tap()
    expect(page.get_by_text("Cette séance est annulée.")).to_be_visible()
    seance.refresh_from_db()
    assert (seance.etat, seance.motif_annulation) == ("annulee", "intervenant_absent")
    les_messages_sont_prets(seance, voulus)
    la_liste_d_appels_se_coche(page, seance, voulus)
    rien_n_est_compte(seance)
    flux = page.request.get(f"{maison}/agenda/le-lierre/multimedia.ics").text()
    vevent = next(v for v in flux.split("BEGIN:VEVENT") if seance.uid in v)
    assert "STATUS:CANCELLED" in vevent
    quelqu_un_d_autre_anime(page, maison)


def les_messages_sont_prets(seance: Seance, voulus: dict[str, int]) -> None:
    """SMS of template M3, within the minute; each held by its exact words."""
    messages = Message.objects.filter(envoi__seance=seance, envoi__motif="annulation")
    comptes = {c: messages.filter(canal=c).count() for c in ("sms", "appel")}
    assert comptes == voulus
    partent = messages.filter(canal="sms").values_list("a_partir_de", flat=True)
    assert max(partent) <= maintenant() + dt.timedelta(minutes=1)
    textes = [t for t in envoyer_les_sms() if "de ce matin est annulé" in t]
    assert len(textes) == voulus["sms"]
    attendu = (
        "Bonjour. Le rendez-vous de ce matin est annulé. "
        "Prochain rendez-vous : jeudi 26 novembre, à 9 heures. "
        "Question : 03 53 01 00 00. Le Lierre"
    )
    assert all(attendu in texte for texte in textes)


def la_liste_d_appels_se_coche(page, seance: Seance, voulus: dict[str, int]) -> None:
    """Those without mobile, and an SMS that did not arrive; a tick each."""
    perdu = Envoi.objects.filter(seance=seance, message__canal="sms").latest("pk")
    Message.objects.filter(pk=perdu.message_id).update(etat="echec", envoye_le=None, raison="x")
    page.reload()
    boutons = page.get_by_role("button", name="C’est fait")
    expect(boutons).to_have_count(voulus["appel"] + 1)
    expect(page.get_by_text("Message pas parti")).to_have_count(1)
    gestes.photographier(page, "s3-appels")
    for reste in range(voulus["appel"], -1, -1):
        boutons.first.tap()
        expect(boutons).to_have_count(reste)


def rien_n_est_compte(seance: Seance) -> None:
    """Places are the centre's doing: no expectation, no rate is touched."""
    etats = set(Place.objects.filter(seance=seance).values_list("etat", flat=True))
    assert etats <= {"annulee_centre", "annulee_personne"}
    assert not Place.objects.attendues().filter(seance=seance).exists()


def quelqu_un_d_autre_anime(page, adresse) -> None:
    """The other way: somebody takes over, the séance stays, nobody hears of it."""
    seance = la_seance("MUS")
    avant = Message.objects.count()
    remplacant = Professionnel.objects.get(nom="Rouvier", centre=seance.centre)
    page.goto(f"{adresse}/seances/{seance.pk}/")
    page.get_by_text("Plus", exact=True).first.tap()
    page.get_by_role("link", name="Quelqu’un d’autre anime").tap()
    page.get_by_label("Qui anime").select_option(str(remplacant.pk))
    page.get_by_role("button", name="Remplacer").tap()
    expect(page.get_by_text("à la place de").first).to_be_visible()
    lue = Seance.objects.get(pk=seance.pk)
    assert (lue.etat, list(lue.animateurs.all())) == ("prevue", [remplacant])
    assert lue.sequence == seance.sequence + 1
    assert (Message.objects.count(), FaitSeance.objects.filter(seance=lue).count()) == (avant, 1)
