"""Somebody whom a partner sends to lead an atelier handles hers, and nothing else (LIE-05)."""

import datetime as dt

import pytest

from ateliers.models import Atelier, Seance
from centre.models import Affectation
from centre.operations.equipe import ouvrir_acces
from centre.temps import instant
from inscriptions.models import Place
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_organisme,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(JOUR, dt.time(8)), tick=False),
]


def animatrice(*, pour_un_partenaire):
    afad = creer_organisme(nom="AFAD")
    organisme = afad if pour_un_partenaire else None
    compte = creer_utilisateur("animation", organisme=organisme)
    return compte, creer_professionnel(compte, organisme=afad)


def semaine(annie):
    """Her séance in the kitchen, and another in sewing, each with one person."""
    cuisine, couture = creer_atelier(titre="Cuisine"), creer_atelier(titre="Couture")
    sienne, autre = creer_seance(cuisine), creer_seance(couture, heure=14)
    sienne.animateurs.add(annie)
    for seance in (sienne, autre):
        creer_place(seance, creer_personne())
    return sienne, autre


@pytest.mark.parametrize("pour_un_partenaire", [True, False])
def test_une_animatrice_d_un_partenaire_ne_voit_que_ce_qu_elle_mene(pour_un_partenaire):
    compte, annie = animatrice(pour_un_partenaire=pour_un_partenaire)
    sienne, autre = semaine(annie)

    tout = not pour_un_partenaire
    assert set(Seance.objects.visibles_par(compte)) == {sienne, *([autre] if tout else [])}
    ateliers = {sienne.atelier, *([autre.atelier] if tout else [])}
    assert set(Atelier.objects.visibles_par(compte)) == ateliers
    # Names are those of her own sheets, in both cases.
    places = Place.objects.visibles_par(compte)
    assert list(places.values_list("seance", flat=True)) == [sienne.pk]


def test_ses_pages_sont_les_siennes_et_les_autres_introuvables(client):
    compte, annie = animatrice(pour_un_partenaire=True)
    sienne, autre = semaine(annie)
    client.force_login(compte)

    pages = ("/seances/{pk}/", "/presences/seances/{pk}/")
    lues = [[client.get(p.format(pk=s.pk)).status_code for p in pages] for s in (sienne, autre)]
    assert lues == [[200, 200], [404, 404]]
    texte = client.get("/ateliers/").content.decode()
    assert ("Cuisine" in texte, "Couture" in texte) == (True, False)
    assert "Couture" not in client.get("/planning/").content.decode()


def test_la_coordination_donne_cet_acces_pour_un_partenaire():
    claire, afad = creer_utilisateur("coordination"), creer_organisme(nom="AFAD")
    donnee = ouvrir_acces(
        centre=afad.centre,
        role=Affectation.Role.ANIMATION,
        courriel="annie@example.org",
        prenom="Annie",
        nom="Perrard",
        par=claire,
        organisme=afad,
    )
    assert donnee.organisme == afad
    assert donnee.utilisateur.centres_animes(pour_un_partenaire=True) == [afad.centre_id]
    assert donnee.utilisateur.centres_animes(pour_un_partenaire=False) == []
