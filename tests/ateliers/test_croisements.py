import datetime as dt

import pytest

from ateliers.queries.croisements import Genre, croisements
from centre.temps import a_paris, instant
from tests.builders import JOUR, creer_atelier, creer_lieu, creer_professionnel, creer_seance

pytestmark = pytest.mark.django_db


def seance(debut, fin, lieu, *animateurs, **champs):
    """A séance of the day between two (hour, minute) pairs."""
    ligne = creer_seance(
        creer_atelier(),
        lieu=lieu,
        debut=instant(JOUR, dt.time(*debut)),
        fin=instant(JOUR, dt.time(*fin)),
        **champs,
    )
    ligne.animateurs.set(animateurs)
    return ligne


def resume(*seances):
    return [
        (c.genre, a_paris(c.du).strftime("%H:%M"), a_paris(c.au).strftime("%H:%M"))
        for c in croisements(seances)
    ]


def test_croisements_d_un_meme_lieu():
    lieu = creer_lieu()
    un, deux = seance((9, 0), (11, 0), lieu), seance((10, 30), (12, 0), lieu)

    (trouve,) = croisements([deux, un])
    assert (trouve.genre, trouve.premiere, trouve.seconde, trouve.qui) == (
        Genre.LIEU,
        un,
        deux,
        lieu.nom,
    )
    assert resume(un, deux) == [(Genre.LIEU, "10:30", "11:00")]


def test_croisements_d_un_meme_animateur_dans_deux_lieux():
    helene, autre = creer_professionnel(), creer_professionnel()
    un = seance((14, 0), (16, 0), creer_lieu(), helene)
    deux = seance((14, 30), (15, 45), creer_lieu(), autre, helene)

    assert resume(un, deux) == [(Genre.ANIMATEUR, "14:30", "15:45")]


@pytest.mark.parametrize(
    ("debut", "attendu"),
    [
        ((16, 0), [(Genre.BATTEMENT, "16:00", "16:00")]),
        ((16, 9), [(Genre.BATTEMENT, "16:00", "16:09")]),
        ((16, 10), []),
    ],
)
def test_croisements_demandent_dix_minutes_dans_un_meme_lieu(debut, attendu):
    lieu = creer_lieu()

    assert resume(seance((14, 0), (16, 0), lieu), seance(debut, (18, 0), lieu)) == attendu


def test_croisements_ignorent_lieux_differents_annulations_et_creneaux():
    lieu = creer_lieu()
    fenetre = seance((16, 0), (18, 0), lieu)
    creneau = seance((16, 0), (16, 30), lieu, fenetre=fenetre)
    annulee = seance((16, 0), (17, 0), lieu, etat="annulee", motif_annulation="autre")

    assert resume(fenetre, creneau, annulee, seance((16, 0), (17, 0), creer_lieu())) == []
