"""Reading ends: thirty days after the end for a prescriber, with her last day for a référent."""

import datetime as dt

import pytest
import time_machine

from centre.models import Utilisateur
from centre.temps import instant
from parcours.models import Orientation, Parcours, Personne
from parcours.operations.orientations import professionnel_de
from tests import builders as b

pytestmark = pytest.mark.django_db
FIN = dt.date(2026, 10, 1)


def lus(utilisateur_pk, jour):
    """What an account reads that day: parcours, fiches, people; its roles are read anew."""
    with time_machine.travel(instant(jour, dt.time(12)), tick=False):
        lecteur = Utilisateur.objects.get(pk=utilisateur_pk)
        return tuple(
            modele.objects.visibles_par(lecteur).count()
            for modele in (Parcours, Orientation, Personne)
        )


@pytest.mark.parametrize(("jours", "attendu"), [(0, (1, 1, 1)), (30, (1, 1, 1)), (31, (0, 0, 0))])
def test_un_prescripteur_lit_trente_jours_apres_la_fin_du_parcours(jours, attendu):
    compte = b.creer_utilisateur("prescripteur")
    pro, nadia = b.creer_professionnel(compte), b.creer_personne()
    fiche = b.creer_orientation(nadia, pro, etat="entree")
    b.creer_parcours(
        nadia, prescripteur=pro, orientation=fiche, date_fin_reelle=FIN, motif_sortie="cdi"
    )
    assert lus(compte.pk, FIN + dt.timedelta(days=jours)) == attendu


@pytest.mark.parametrize(("jours", "attendu"), [(30, (0, 1, 1)), (31, (0, 0, 0))])
def test_une_fiche_close_sans_entree_se_lit_trente_jours(jours, attendu):
    compte = b.creer_utilisateur("prescripteur")
    b.creer_orientation(
        prescripteur=b.creer_professionnel(compte), etat="sans_reponse", close_le=FIN
    )
    assert lus(compte.pk, FIN + dt.timedelta(days=jours)) == attendu


def partages(utilisateur_pk, jour):
    """How many shared spaces open that day for an account."""
    with time_machine.travel(instant(jour, dt.time(12)), tick=False):
        return Parcours.objects.partages_avec(Utilisateur.objects.get(pk=utilisateur_pk)).count()


@pytest.mark.parametrize(
    ("compte", "role"),
    [("referent", "referent_unique"), ("binome", "binome_emploi"), ("binome", "intervenant")],
)
def test_qui_n_accompagne_plus_ne_lit_plus_rien_le_lendemain(compte, role):
    """A former référent, half of a binôme or intervenant: parcours and shared space together."""
    compte = b.creer_utilisateur(compte)
    suivi = b.creer_parcours(date_entree=dt.date(2026, 3, 1))
    creer = b.creer_intervenant if role == "intervenant" else b.creer_referent
    creer(suivi, b.creer_professionnel(compte), role=role, fin=FIN)
    jours = [FIN + dt.timedelta(days=n) for n in (0, 1)]
    lectures = [(lus(compte.pk, jour)[0], partages(compte.pk, jour)) for jour in jours]
    assert lectures == [(1, 1), (0, 0)]


def test_un_ancien_prescripteur_ne_lit_plus_le_parcours_confie_a_un_autre():
    """The parcours, its fiche and the person go with the new one, at once."""
    compte = b.creer_utilisateur("prescripteur")
    pro, nadia = b.creer_professionnel(compte), b.creer_personne()
    fiche = b.creer_orientation(nadia, pro, etat="entree")
    suivi = b.creer_parcours(nadia, prescripteur=pro, orientation=fiche)
    avant = lus(compte.pk, FIN)
    suivi.prescripteur = b.creer_professionnel()
    suivi.save(update_fields=["prescripteur"])
    assert (avant, lus(compte.pk, FIN)) == ((1, 1, 1), (0, 0, 0))


def test_un_role_qui_finit_ferme_tout_le_jour_meme():
    compte = b.creer_utilisateur("prescripteur")
    b.creer_orientation(prescripteur=b.creer_professionnel(compte))
    compte.affectations.update(fin=FIN)
    assert [lus(compte.pk, FIN + dt.timedelta(days=n)) for n in (0, 1)] == [(0, 1, 1), (0, 0, 0)]


@pytest.mark.parametrize("role", ["prescripteur", "binome"])
def test_qui_change_de_maison_laisse_les_personnes_de_l_ancienne(role):
    """Same account, same role: what she sends from now on is of the new one, and all she reads."""
    compte = b.creer_utilisateur(role)
    pro, nadia = b.creer_professionnel(compte), b.creer_personne()
    fiche = b.creer_orientation(nadia, pro, etat="entree")
    suivi = b.creer_parcours(nadia, prescripteur=pro, orientation=fiche)
    b.creer_referent(suivi, pro, role="correspondant_social")
    compte.affectations.update(fin=FIN)
    lendemain, ailleurs = FIN + dt.timedelta(days=1), b.creer_organisme()
    compte.affectations.create(centre=nadia.centre, role=role, organisme=ailleurs, debut=lendemain)
    assert [lus(compte.pk, FIN + dt.timedelta(days=n)) for n in (0, 1)] == [(1, 1, 1), (0, 0, 0)]
    with time_machine.travel(instant(lendemain, dt.time(12)), tick=False):
        assert professionnel_de(compte, nadia.centre).organisme == ailleurs
