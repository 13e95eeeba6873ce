"""The team's list, a partner's own accesses, and hours that no reserved séance may cut."""

import datetime as dt

import pytest

from centre.erreurs import Refus
from presences.models import Presence
from presences.operations import partager_les_heures
from tests.builders import creer_atelier, creer_place, creer_presence, creer_referent, creer_seance
from tests.presences.test_orientations import JEUDI, ligne, navigateur, orienter, venir

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]


def test_la_referente_lit_ses_parcours_avec_sa_vue_et_pas_ceux_des_autres():
    referente, autre = navigateur("referent"), navigateur("referent")
    orientation = orienter(navigateur("prescripteur"), "aucune")
    creer_referent(orientation.suivi, referente.professionnel)
    for niveau, jour in ((0, 17), (2, 18), (3, 16)):
        venir(orientation, dt.date(2026, 11, jour), atelier=creer_atelier(sensibilite=niveau))
    lue = ligne(referente, "/parcours/suivis/")
    assert (len(lue.presences), lue.minutes, lue.etat.nom) == (2, 240, "En ateliers")
    page = referente.get("/parcours/suivis/").text
    mots = ("Heures de présence", "Rien de prévu", "vous le dira", "Heures partagées")
    assert [mot in page for mot in mots] == [True, True, False, False]
    assert autre.get("/parcours/suivis/").context["page"].object_list == []


def test_mes_acces_disent_jusqu_a_quand_et_combien_de_visites():
    ts = navigateur("prescripteur")
    orientation = orienter(ts, date_fin_reelle=dt.date(2026, 11, 1), motif_sortie="cdi")
    orienter(navigateur("prescripteur"))
    ts.get(f"/orientations/{orientation.pk}/")
    (acces,) = ts.get("/orientations/acces/").context["acces"]
    assert (acces.personne, acces.jusqu_au, acces.fois, acces.derniere_fois) == (
        *(orientation.personne, dt.date(2026, 12, 1)),
        *(1, JEUDI),
    )


def croisees(partageable, reservee):
    """Two presences of one person on 17 November; (hour, minutes) of each séance."""
    orientation = orienter(navigateur("prescripteur"))
    presences = []
    for niveau, (heure, duree) in ((0, partageable), (3, reservee)):
        atelier = creer_atelier(sensibilite=niveau)
        seance = creer_seance(atelier, dt.date(2026, 11, 17), heure=heure, duree=duree)
        place = creer_place(seance, orientation.personne, parcours=orientation.suivi)
        presences.append(creer_presence(place))
    return presences


@pytest.mark.parametrize("reservee", [(13, 90), (15, 120)])
def test_partager_les_heures_coupe_la_seance_reservee_jamais_l_autre(reservee):
    une, autre = croisees((14, 120), reservee)
    partager_les_heures(une, autre, par=None)
    lues = Presence.objects.order_by("pk").values_list("statut", flat=True)
    assert list(lues) == ["present", "present_partiel"]


def test_une_seance_reservee_dans_une_autre_ne_coupe_rien():
    une, autre = croisees((14, 120), (15, 60))
    with pytest.raises(Refus, match="restent entières"):
        partager_les_heures(une, autre, par=None)
    assert set(Presence.objects.values_list("statut", flat=True)) == {"present"}
