"""What comes for a person, her outings, and who outside reads what: three parts of her page."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from centre.temps import instant
from inscriptions.models import Place
from parcours.models import Comite, Entretien, ParticipantComite
from parcours.operations.parcours import changer_transmission
from tests import builders as b

JEUDI = dt.datetime(2026, 11, 19, 9, 35, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]
MARDI = dt.date(2026, 11, 24)


@pytest.fixture
def suivi(db):
    """A référente who leads a parcours and her page."""
    parcours = b.creer_parcours(
        prescripteur=b.creer_professionnel(), transmission_presence="aucune"
    )
    parcours.compte = b.creer_utilisateur("referent")
    b.creer_referent(parcours, b.creer_professionnel(parcours.compte))
    return parcours


def page(suivi, compte=None):
    client = Client()
    client.force_login(compte or suivi.compte)
    return client.get(f"/personnes/{suivi.personne.reference}/")


def prochaines(suivi, compte=None):
    lues = page(suivi, compte).context["prochaines"]
    return [(p.debut, p.titre, p.marque) for p in lues]


def test_ce_qui_vient_dit_les_seances_les_entretiens_et_les_comites(suivi):
    """ASG-07: the committee where she sits is beside her séances; an interview comes once."""
    couture = b.creer_seance(b.creer_atelier(titre="Couture"), MARDI, heure=9)
    b.creer_place(couture, suivi.personne)
    tenue = b.creer_seance(b.creer_atelier(genre="entretien", sensibilite=3), MARDI, heure=14)
    b.creer_place(tenue, suivi.personne, intention=Place.Intention.NE_VIENT_PAS)
    commun = {"parcours": suivi, "auteur": suivi.compte}
    Entretien.objects.create(**commun, debut=tenue.debut, seance=tenue)
    appel = instant(MARDI, dt.time(16))
    Entretien.objects.create(**commun, debut=appel, medium="telephone")
    Entretien.objects.create(**commun, debut=appel + dt.timedelta(hours=1), etat="annule")
    comite = Comite.objects.create(centre=suivi.centre, jour=MARDI, territoire="Thionville")
    ParticipantComite.objects.create(comite=comite, personne=suivi.personne)
    assert prochaines(suivi) == [
        (instant(MARDI, dt.time()), "Comité, Thionville", ""),
        (couture.debut, "Couture", "confirmee"),
        (tenue.debut, "Entretien", "ne_vient_pas"),
        (appel, "Entretien, par téléphone", ""),
    ]
    assert prochaines(suivi, b.creer_utilisateur("accueil")) == [
        (couture.debut, "Couture", "confirmee")
    ]


def test_une_sortie_est_un_pas_a_elle_seule(suivi):
    """LIE-07: outings leave the chips of the month; the filter keeps them alone."""
    for titre, genre in (("Musée de la mine", "sortie"), ("Couture", "atelier")):
        atelier = b.creer_atelier(titre=titre, genre=genre)
        seance = b.creer_seance(atelier, dt.date(2026, 11, 17))
        b.creer_presence(b.creer_place(seance, suivi.personne, parcours=suivi))
    frise = page(suivi).context["frise"].etapes
    lues = [(e.titre, e.etiquette) for e in frise if e.genre in ("sorties", "ateliers")]
    assert sorted(lues) == [("Ateliers", ""), ("Musée de la mine", "Sortie")]
    client = Client()
    client.force_login(suivi.compte)
    seules = client.get(f"/personnes/{suivi.personne.reference}/?voir=sorties").context["frise"]
    assert [e.titre for e in seules.etapes] == ["Musée de la mine"]


def partage(suivi):
    texte = page(suivi).text.split('id="t-partage"')[1].split("</section>")[0]
    return re.sub(r"[ \n]+", " ", unescape(strip_tags("<h2 " + texte)))


def test_ce_qui_est_partage_dit_qui_lit_quoi(suivi):
    """ETH-02: the card follows the setting of the parcours, and never promises more."""
    avant = partage(suivi)
    changer_transmission(suivi, transmission="avec_accord_au_referent", par=suivi.compte)
    apres = partage(suivi)
    qui = f"{suivi.prescripteur}, {suivi.prescripteur.organisme}"
    jamais = "Jamais ses absences, leurs raisons, ses entretiens, ce qui freine"
    aucune = "Aucune présence Jamais"
    ouverte = "Ses présences aux ateliers ordinaires\u00a0: avec son accord, à qui l’a orientée"
    morceaux = (qui, jamais, aucune, ouverte, "depuis le 19 novembre")
    assert [m in avant for m in morceaux] == [True, True, True, False, False]
    assert [m in apres for m in morceaux] == [True, True, False, True, True]


def test_venue_d_elle_meme_rien_ne_sort(suivi):
    suivi.prescripteur = None
    suivi.save(update_fields=["prescripteur"])
    seule = "Rien ne sort du centre\u00a0: personne d’ailleurs ne suit son parcours."
    assert seule in partage(suivi)
    b.creer_intervenant(suivi)
    lu = partage(suivi)
    intervenant = suivi.referents.get(role="intervenant").professionnel.nom_court
    assert (seule in lu, f"lus par {intervenant}, et par elle" in lu) == (False, True)
