"""What a frame asks for holds: nothing is planned with her before it is done."""

import datetime as dt

import pytest

from centre.erreurs import Refus
from centre.temps import instant
from parcours.models import LignePlan, Objectif
from parcours.operations.entretiens import noter_entretien
from parcours.operations.objectifs import poser_objectif
from parcours.operations.plans import ecrire_ligne
from parcours.operations.projets import dire_son_projet
from tests import builders as b
from tests.parcours.test_binome import LIGNE

JOUR = dt.date(2026, 11, 19)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(JOUR, dt.time(10)), tick=False),
]
ETAPES = ["projet_dit", "volontariat_explique"]


@pytest.fixture
def referente():
    return b.creer_utilisateur("referent")


@pytest.fixture
def parcours(referente):
    cadre = b.creer_dispositif("asi-maison", est_partage=True, etapes=ETAPES)
    parcours = b.creer_parcours(dispositif=cadre)
    b.creer_referent(parcours, b.creer_professionnel(referente))
    return parcours


def expliquer(parcours, par):
    champs = {"debut": instant(JOUR, dt.time(9)), "etat": "tenu", "explique_le": JOUR}
    return noter_entretien(champs=champs, auteur=par, parcours=parcours)


def planifier(parcours, par):
    """The code of what is asked first, for an aim and for a line of the plan; "" when written."""
    aim = {"finalite": "projet_emploi", "texte": "Visiter", "accord": True, "le": JOUR}
    dits = []
    for geste in (
        lambda: poser_objectif(parcours, auteur=par, **aim),
        lambda: ecrire_ligne(parcours, champs=LIGNE, par=par),
    ):
        try:
            geste()
            dits.append("")
        except Refus as refus:
            dits.append(str(refus.code))
    return dits


def test_rien_n_est_prevu_avant_l_explication_puis_son_projet(parcours, referente):
    """ASI-24, ASN-04, ASG-03: the free choice is told, her words are written, then the plan."""
    dits = [planifier(parcours, referente)]
    expliquer(parcours, referente)
    dits.append(planifier(parcours, referente))
    dire_son_projet(parcours.personne, texte="Cuisiner", dit_le=JOUR, auteur=referente)
    dits.append(planifier(parcours, referente))
    assert dits == [["volontariat_explique"] * 2, ["projet_dit"] * 2, ["", ""]]
    assert (Objectif.objects.count(), LignePlan.objects.count()) == (1, 1)


def test_un_entretien_d_avant_l_entree_a_explique(referente):
    """The first interview of a fiche counts, before it joins the parcours."""
    cadre = b.creer_dispositif("asi-maison", etapes=["volontariat_explique"])
    orientation = b.creer_orientation(dispositif=cadre)
    parcours = b.creer_parcours(orientation.personne, dispositif=cadre, orientation=orientation)
    champs = {"debut": instant(JOUR, dt.time(9)), "etat": "tenu", "explique_le": JOUR}
    noter_entretien(champs=champs, auteur=referente, orientation=orientation)
    assert planifier(parcours, referente) == ["", ""]


def test_chaque_page_dit_ce_qui_manque_et_mene_a_le_faire(client, parcours, referente):
    client.force_login(referente)
    objectif = f"/parcours/{parcours.pk}/noter/objectif/"
    espace = f"/parcours/{parcours.pk}/espace/"
    fiche = f"/personnes/{parcours.personne.reference}/"
    liens = [f"/parcours/{parcours.pk}/entretiens/nouveau/", f"{fiche}projet/"]
    phrases = ["cochez-le dans un entretien", "Écrivez d’abord son projet"]
    for page in (objectif, espace):
        texte = client.get(page).text
        assert [mot for mot in [*liens, *phrases] if mot not in texte] == [], page
    assert "Ajouter au plan" not in client.get(espace).text
    donnees = {"texte": "Visiter", "finalite": "projet_emploi", "le": f"{JOUR}", "accord": "on"}
    refus = client.post(objectif, donnees).text
    assert (refus.count(phrases[0]), "Visiter" in refus) == (2, True)
    attendus = [(a.titre, a.url) for a in client.get(fiche).context["attendus"]]
    titres = ["Expliquer ce qui est volontaire", "Écouter son projet"]
    assert list(zip(titres, liens, strict=True)) == [a for a in attendus if a[0] in titres]
