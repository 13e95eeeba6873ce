"""S12: the person asks for her data, then for erasure."""

import datetime as dt

from playwright.sync_api import expect

from bilans.figures import Perimetre, Periode, toutes
from centre.temps import instant
from inscriptions.models import JetonParticipant
from parcours.models import Orientation, Personne
from tests.e2e import gestes
from tests.e2e.conftest import JOUR

ANNEE = Periode(JOUR.replace(month=1, day=1), JOUR)


def celle_qui_demande():
    """Somebody whose fiche was closed without entry: nothing holds her file."""
    fiche = (
        Orientation.objects.filter(
            centre__affectations__utilisateur__courriel="coordination@lierre.example",
            etat__in=Orientation.CLOSES,
            parcours__isnull=True,
            personne__parcours__isnull=True,
            prescripteur__isnull=False,
        )
        .select_related("personne__centre")
        .order_by("pk")[0]
    )
    return fiche.personne


def chiffres(centre):
    perimetre = Perimetre(centre, None, instant(JOUR, dt.time(12)))
    return {c: (f.valeur, f.numerateur) for c, f in toutes(perimetre, ANNEE).items()}


def test_s12_elle_demande_sa_copie_puis_l_effacement(visiteur, maison):
    personne = celle_qui_demande()
    JetonParticipant.objects.get_or_create(
        personne=personne, usage="page", revoque_le=None, defaults={"empreinte": "f" * 64}
    )
    avant = chiffres(personne.centre)
    page = visiteur("coordination")
    page.goto(f"{maison}/personnes/{personne.reference}/donnees/")
    demander(page, "Copie de ses données")
    expect(page.get_by_text("Réponse avant le 19/12/2026").first).to_be_visible()
    gestes.photographier(page, "s12-donnees")

    relire_et_remettre(page)
    demander(page, "Effacement de ses données")
    page.get_by_role("link", name="Voir ce qui s’efface").click()
    expect(page.get_by_role("row").filter(has_text="nom, adresse, téléphone")).to_be_visible()
    gestes.photographier(page, "s12-effacement")
    page.get_by_label("Recopiez son prénom et son nom").fill(str(personne))
    page.get_by_role("button", name="Effacer pour toujours").click()
    expect(page.get_by_role("heading", name="C’est effacé")).to_be_visible()

    elle_n_est_plus_nulle_part(page, maison, personne)
    assert chiffres(personne.centre) == avant


def demander(page, quoi):
    page.get_by_label(quoi).check()
    page.get_by_label("L’équipe la connaît").check()
    page.get_by_role("button", name="Noter la demande").click()


def relire_et_remettre(page):
    page.get_by_role("link", name="Relire sa copie").click()
    page.get_by_role("button", name="J’ai relu, enregistrer").click()
    with page.expect_download() as attente:
        page.get_by_role("link", name="Tableau CSV").click()
    lignes = attente.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lignes[0] == "Partie;Ligne;Quoi;Valeur"
    page.get_by_role("button", name="Remise en main propre").click()
    expect(page.get_by_text("La copie est remise")).to_be_visible()


def elle_n_est_plus_nulle_part(page, maison, personne):
    page.goto(f"{maison}/personnes/?q={personne.prenom} {personne.nom}")
    expect(page.get_by_role("link", name=f"{personne.nom} {personne.prenom}")).to_have_count(0)
    reponse = page.request.get(f"{maison}/personnes/{personne.reference}/")
    assert reponse.status == 404
    assert Personne.objects.get(pk=personne.pk).nom == ""
    assert not JetonParticipant.objects.filter(personne=personne).exists()
