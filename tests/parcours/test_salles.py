"""An interview of one hour in a closed room; how, with whom, and the free choice read to her."""

import datetime as dt

import pytest
from django.test import Client

from ateliers.models import Seance
from centre.temps import instant
from parcours.models import Entretien, Personne
from tests import builders as b

JEUDI = dt.datetime(2026, 11, 19, 9, 35, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]
SAISIE = {
    "type": "suivi",
    "etat": "fixe",
    "jour": "2026-11-24",
    "heure": "14:00",
    "duree_minutes": "60",
    "medium": "sur_place",
}


@pytest.fixture
def suivi(db):
    """A référente who leads a parcours, in a centre whose interviews have an atelier."""
    parcours = b.creer_parcours()
    parcours.client = Client()
    parcours.referente = b.creer_utilisateur("referent")
    parcours.pro = b.creer_professionnel(parcours.referente)
    b.creer_referent(parcours, parcours.pro)
    parcours.client.force_login(parcours.referente)
    b.creer_atelier(genre="entretien", titre="Entretiens", sensibilite=3, est_publie=False)
    parcours.bureau = b.creer_lieu(nom="Bureau fermé", est_confidentiel=True)
    return parcours


def noter(suivi, **champs):
    adresse = f"/parcours/{suivi.pk}/entretiens/nouveau/"
    return suivi.client.post(adresse, {**SAISIE, **champs}, follow=True)


def test_un_entretien_dure_une_heure_et_tient_la_salle(suivi):
    """ASI-06: 60 minutes unless said otherwise; the room is taken in the week, without a name."""
    page = suivi.client.get(f"/parcours/{suivi.pk}/entretiens/nouveau/").context["form"]
    assert page["duree_minutes"].value() == 60
    reponse = noter(suivi, lieu=suivi.bureau.pk)
    assert [str(m) for m in reponse.context["messages"]] == ["L’entretien est noté."]
    debut = instant(dt.date(2026, 11, 24), dt.time(14))
    seance = Seance.objects.get()
    assert (seance.debut, seance.fin, seance.lieu, seance.etat) == (
        debut,
        debut + dt.timedelta(hours=1),
        suivi.bureau,
        "prevue",
    )
    assert list(seance.animateurs.all()) == [suivi.pro]
    assert Entretien.objects.get().seance == seance


def test_un_lieu_ouvert_ou_deja_pris_se_signale_et_n_empeche_rien(suivi):
    """ASI-08: a warning, then it is written all the same."""
    salle = b.creer_lieu(nom="Grande salle")
    b.creer_seance(jour=dt.date(2026, 11, 24), heure=14, lieu=salle)
    phrases = [str(m) for m in noter(suivi, lieu=salle.pk).context["messages"]]
    assert phrases == [
        "L’entretien est noté.",
        "Grande salle n’est pas noté comme fermé, confidentiel. "
        "Choisissez un autre lieu si vous le pouvez.",
        "Grande salle est déjà pris à cette heure.",
    ]
    assert Entretien.objects.get().lieu == salle


def test_la_salle_suit_l_entretien_puis_se_libere(suivi):
    noter(suivi, lieu=suivi.bureau.pk)
    entretien = Entretien.objects.get()
    adresse = f"/entretiens/{entretien.pk}/modifier/"
    suivi.client.post(adresse, {**SAISIE, "heure": "16:00", "lieu": suivi.bureau.pk})
    seance = Seance.objects.get()
    assert (seance.debut, seance.sequence) == (instant(dt.date(2026, 11, 24), dt.time(16)), 2)
    suivi.client.post(adresse, {**SAISIE, "etat": "annule", "lieu": suivi.bureau.pk})
    seance.refresh_from_db()
    assert (seance.etat, seance.motif_annulation) == ("annulee", "autre")


def test_par_telephone_aucune_salle_et_un_proche_sans_dossier(suivi):
    """ASI-14: a relation only, no file opened; by telephone the place is left out."""
    gens = Personne.objects.count()
    noter(suivi, medium="telephone", lieu=suivi.bureau.pk, proche="conjoint")
    entretien = Entretien.objects.get()
    lus = (entretien.medium, entretien.lieu, entretien.seance, entretien.proche)
    assert lus == ("telephone", None, None, "conjoint")
    assert (Seance.objects.count(), Personne.objects.count()) == (0, gens)
    assert {"sur_place", "telephone", "visio", "domicile"} <= set(Entretien.Medium.values)
    page = suivi.client.get(f"/personnes/{suivi.personne.reference}/").text
    assert "Par téléphone · avec un proche\u00a0: conjoint ou conjointe" in page


def test_le_libre_choix_se_lit_et_se_coche(suivi):
    """ASI-24: a paragraph in spoken words on the form, and the day it was explained."""
    page = suivi.client.get(f"/parcours/{suivi.pk}/entretiens/nouveau/").text
    assert "Ici, vous venez si vous voulez." in page
    passe = {"etat": "tenu", "jour": "2026-11-17", "type": "premier_entretien"}
    noter(suivi, explique="on", **passe)
    assert Entretien.objects.get().explique_le == dt.date(2026, 11, 17)
