"""Another prescriber takes over: the former one reads nothing, her yes is asked again."""

import datetime as dt

import pytest
from django.urls import reverse

from centre.erreurs import Refus
from centre.models import Message
from centre.temps import instant
from parcours.models import Parcours
from parcours.operations.parcours import changer_transmission
from parcours.operations.prescripteurs import changer_prescripteur
from parcours.operations.renouvellements import demander, preparer, relancer
from parcours.queries.renouvellements import Etat, demande_du_lien, jeton_de, suite_de
from tests import builders as b

pytestmark = pytest.mark.django_db

JOUR = dt.date(2026, 8, 18)


@pytest.fixture
def suivi(time_machine):
    time_machine.move_to(instant(JOUR, dt.time(10)), tick=False)
    asi = b.creer_dispositif(
        "asi", duree_mois=6, renouvellements_max=1, accord_prescripteur=True, nom="ASI"
    )
    suivi = b.creer_parcours(
        dispositif=asi,
        prescripteur=b.creer_professionnel(b.creer_utilisateur("prescripteur")),
        date_entree=dt.date(2026, 3, 18),
        date_fin_prevue=dt.date(2026, 9, 17),
    )
    suivi.compte = b.creer_utilisateur("referent")
    b.creer_referent(suivi, b.creer_professionnel(suivi.compte), debut=suivi.date_entree)
    return suivi


def changer(suivi, nouveau):
    return changer_prescripteur(suivi, prescripteur=nouveau, par=suivi.compte)


@pytest.mark.parametrize("meme_maison", [True, False])
def test_le_nouveau_lit_l_ancien_ne_lit_plus_et_elle_redit_oui_ailleurs(suivi, meme_maison):
    changer_transmission(suivi, transmission="avec_accord_au_referent", par=suivi.compte)
    ancien = suivi.prescripteur
    chez = ancien.organisme if meme_maison else b.creer_organisme()
    compte = b.creer_utilisateur("prescripteur", organisme=chez)
    change = changer(suivi, b.creer_professionnel(compte, organisme=chez))
    lus = [list(Parcours.objects.visibles_par(u)) for u in (ancien.utilisateur, compte)]
    accords = suivi.personne.consentements.en_vigueur().count()
    assert lus == [[], [suivi]]
    assert (change.est_transmis, accords) == (meme_maison, int(meme_maison))


def test_une_demande_en_attente_se_relance_aussitot_vers_le_nouveau(suivi):
    ecrit = preparer(suivi, argument="Encore un peu de temps.", accord_personne_le=JOUR, par=None)
    demande = demander(ecrit, par=suivi.compte)
    ancien = jeton_de(demande)
    nouveau = b.creer_professionnel(courriel="relais@ccas.example.org")
    changer(suivi, nouveau)
    suivi.refresh_from_db()
    assert suite_de(suivi, suivi.renouvellements.all(), JOUR).etat is Etat.A_RELANCER
    relancee = relancer(demande)
    assert [demande_du_lien(j, JOUR) for j in (ancien, jeton_de(relancee))] == [None, demande]
    assert list(Message.objects.order_by("pk").values_list("etat", "destinataire")) == [
        ("annule", demande.parcours.prescripteur.utilisateur.courriel),
        ("en_attente", "relais@ccas.example.org"),
    ]


def test_la_page_demande_qu_elle_le_sache_et_un_parcours_clos_ne_passe_pas(suivi, client):
    client.force_login(suivi.compte)
    adresse = reverse("parcours:prescripteur-changer", args=[suivi.pk])
    nouveau = b.creer_professionnel(organisme=b.creer_organisme(est_orienteur=True))
    sans = client.post(adresse, {"prescripteur": nouveau.pk}).text
    assert "Dites-le-lui d’abord." in sans
    client.post(adresse, {"prescripteur": nouveau.pk, "elle_le_sait": "on"})
    suivi.refresh_from_db()
    assert suivi.prescripteur == nouveau
    Parcours.objects.update(date_fin_reelle=JOUR, motif_sortie="cdi")
    with pytest.raises(Refus) as refus:
        changer(suivi, b.creer_professionnel())
    assert refus.value.code == "clos"
