"""Entry, relay, transmission, end."""

import datetime as dt

import pytest
from django.test import Client

from centre.erreurs import Refus
from parcours.models import Consentement, Entretien, Orientation, Parcours, ReferentParcours
from parcours.operations.parcours import (
    Entree,
    changer_cadre,
    changer_referent,
    changer_transmission,
    clore_parcours,
    ouvrir_parcours,
)
from tests.builders import (
    creer_asg,
    creer_binome,
    creer_dispositif,
    creer_intervenant,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_professionnel,
    creer_referent,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db

LE_18_MARS = dt.date(2026, 3, 18)
ASI = {"duree_mois": 6, "renouvellements_max": 1, "accord_prescripteur": True}


def ouvrir(personne=None, orientation=None, **choix):
    personne = personne or (orientation.personne if orientation else creer_personne())
    valeurs = {
        "date_entree": LE_18_MARS,
        "dispositif": choix.pop("dispositif", None) or creer_dispositif("asi", **ASI),
        "referent": choix.pop("referent", None) or creer_professionnel(),
    }
    par = creer_utilisateur("coordination")
    entree = Entree(**{**valeurs, **choix})
    return ouvrir_parcours(personne=personne, entree=entree, par=par, orientation=orientation)


@pytest.mark.parametrize(
    ("entree", "fin"),
    [
        (dt.date(2026, 3, 18), dt.date(2026, 9, 17)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 27)),
    ],
)
def test_la_fin_prevue_est_celle_de_la_premiere_periode(entree, fin):
    assert ouvrir(date_entree=entree).date_fin_prevue == fin


def test_l_entree_reprend_le_prescripteur_et_ferme_la_fiche():
    orientation = creer_orientation(recue_le=dt.date(2026, 3, 2))
    entretien = Entretien.objects.create(
        orientation=orientation, debut=dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
    )
    parcours = ouvrir(orientation=orientation)
    orientation.refresh_from_db()
    entretien.refresh_from_db()
    assert orientation.etat == Orientation.Etat.ENTREE
    assert (parcours.orientation, parcours.prescripteur) == (orientation, orientation.prescripteur)
    assert entretien.parcours == parcours


def test_l_entree_prend_les_regles_du_dispositif():
    parcours = ouvrir()
    referent = ReferentParcours.objects.get()
    assert (parcours.cadre, parcours.transmission_presence) == (
        "volontaire",
        "attestation_remise_a_la_personne",
    )
    assert (referent.role, referent.debut) == ("referent_unique", LE_18_MARS)


@pytest.mark.parametrize(
    ("choix", "phrase"),
    [
        ({"date_entree": dt.date(2090, 1, 1)}, "pas encore passée"),
        ({"date_entree": dt.date(2026, 3, 1)}, "vient après l’orientation"),
        ({"transmission": "prevue_au_contrat"}, "Contrat d’engagement"),
    ],
)
def test_une_entree_impossible_est_refusee(choix, phrase):
    orientation = creer_orientation(recue_le=dt.date(2026, 3, 2))
    with pytest.raises(Refus, match=phrase):
        ouvrir(orientation=orientation, **choix)
    assert Parcours.objects.count() == 0


def test_une_fiche_close_n_ouvre_rien():
    orientation = creer_orientation(recue_le=dt.date(2026, 3, 2), etat="sans_reponse")
    with pytest.raises(Refus, match="Rouvrez-la"):
        ouvrir(orientation=orientation)


def test_un_second_parcours_ouvert_dans_le_dispositif_est_refuse():
    personne = creer_personne()
    ouvrir(personne)
    with pytest.raises(Refus, match="déjà un parcours ouvert"):
        ouvrir(personne)
    assert Parcours.objects.count() == 1


def test_un_binome_vient_de_deux_organismes():
    agl = creer_dispositif("accompagnement-global", nb_referents=2)
    premier = creer_professionnel()
    collegue = creer_professionnel(organisme=premier.organisme)
    for second in (None, collegue, premier):
        with pytest.raises(Refus, match="deux organismes différents"):
            ouvrir(dispositif=agl, referent=premier, second_referent=second)
    parcours = ouvrir(dispositif=agl, referent=premier, second_referent=creer_professionnel())
    roles = list(parcours.referents.values_list("role", flat=True))
    assert roles == ["binome_social", "binome_emploi"]


def test_l_accord_est_date_puis_retire_en_un_clic():
    parcours, par = creer_parcours(), creer_utilisateur("coordination")
    parcours = changer_transmission(parcours, transmission="avec_accord_au_referent", par=par)
    accord = Consentement.objects.get()
    assert (accord.parcours, accord.retire_le, accord.canal) == (parcours, None, str(par))
    client = Client()
    client.force_login(par)
    client.post(f"/parcours/{parcours.pk}/transmission/", {"transmission": "aucune"})
    parcours.refresh_from_db()
    accord.refresh_from_db()
    assert (parcours.transmission_presence, accord.retire_le is None) == ("aucune", False)


@pytest.mark.parametrize("donnees", [{}, {"transmission": "zzz"}, {"transmission": "9" * 21}])
def test_une_transmission_inventee_ne_change_rien(donnees):
    parcours, client = creer_parcours(), Client()
    client.force_login(creer_utilisateur("coordination"))
    url = f"/parcours/{parcours.pk}/transmission/"
    reponse = client.post(url, donnees, follow=True)
    assert [str(m) for m in reponse.context["messages"]] == [
        "Choisissez une réponse dans la liste."
    ]
    parcours.refresh_from_db()
    assert parcours.transmission_presence == "attestation_remise_a_la_personne"


def test_quitter_le_contrat_ferme_ce_que_le_contrat_ouvrait():
    par = creer_utilisateur("coordination")
    parcours = creer_parcours(cadre="contrat_engagement", transmission_presence="prevue_au_contrat")
    parcours = changer_cadre(parcours, cadre="volontaire", par=par)
    assert parcours.transmission_presence == "attestation_remise_a_la_personne"


def test_le_relais_ferme_l_ancien_referent_la_veille():
    parcours, ancien, nouveau = creer_parcours(), creer_professionnel(), creer_professionnel()
    creer_referent(parcours, ancien)
    changer_referent(
        parcours,
        role="referent_unique",
        professionnel=nouveau,
        a_partir_de=dt.date(2026, 11, 1),
    )
    lignes = list(parcours.referents.values_list("professionnel", "debut", "fin"))
    assert lignes == [
        (ancien.pk, dt.date(2026, 9, 14), dt.date(2026, 10, 31)),
        (nouveau.pk, dt.date(2026, 11, 1), None),
    ]


def test_un_relais_avant_l_entree_est_refuse():
    parcours = creer_parcours()
    creer_referent(parcours, creer_professionnel())
    with pytest.raises(Refus, match="après le début du suivi"):
        changer_referent(
            parcours,
            role="referent_unique",
            professionnel=creer_professionnel(),
            a_partir_de=dt.date(2026, 9, 14),
        )


def test_clore_garde_la_fin_prevue():
    """ASI-10: the real end beside the planned one."""
    parcours = creer_parcours(date_fin_prevue=dt.date(2027, 3, 13))
    clos = clore_parcours(parcours, date_fin=dt.date(2026, 10, 30), motif="cdi")
    assert (clos.date_fin_reelle, clos.motif_sortie, clos.date_fin_prevue) == (
        dt.date(2026, 10, 30),
        "cdi",
        dt.date(2027, 3, 13),
    )


@pytest.mark.parametrize(
    ("date_fin", "motif", "phrase"),
    [
        (dt.date(2026, 9, 13), "cdi", "entre l’entrée"),
        (dt.date(2090, 1, 1), "cdi", "aujourd’hui"),
        (dt.date(2026, 10, 1), "", "motif"),
    ],
)
def test_une_fin_impossible_est_refusee(date_fin, motif, phrase):
    with pytest.raises(Refus, match=phrase):
        clore_parcours(creer_parcours(), date_fin=date_fin, motif=motif)


def test_un_parcours_ne_se_clot_qu_une_fois():
    parcours = clore_parcours(creer_parcours(), date_fin=dt.date(2026, 10, 1), motif="abandon")
    with pytest.raises(Refus, match="déjà clos"):
        clore_parcours(parcours, date_fin=dt.date(2026, 10, 2), motif="cdi")


def test_la_page_d_entree_ouvre_le_parcours():
    orientation, client = creer_orientation(recue_le=dt.date(2026, 3, 2)), Client()
    client.force_login(creer_utilisateur("referent"))
    referent = creer_professionnel()
    reponse = client.post(
        f"/orientations/recues/{orientation.pk}/entree/",
        {
            "date_entree": "18/03/2026",
            "dispositif": creer_dispositif("asi", **ASI).pk,
            "referent": referent.pk,
        },
    )
    assert reponse.url == f"/personnes/{orientation.personne.reference}/"
    assert Parcours.objects.get().date_fin_prevue == dt.date(2026, 9, 17)


def test_la_page_d_entree_dit_le_refus_et_garde_la_saisie():
    personne, client = creer_parcours().personne, Client()
    client.force_login(creer_utilisateur("coordination"))
    url = f"/personnes/{personne.reference}/parcours/nouveau/"
    envoi = {"date_entree": "2026-10-01", "dispositif": creer_dispositif().pk}
    reponse = client.post(url, {**envoi, "referent": creer_professionnel().pk})
    assert "déjà un parcours ouvert" in reponse.text
    assert 'value="2026-10-01"' in reponse.text


def test_la_page_de_cloture_dit_que_rien_ne_part():
    parcours, client = creer_parcours(), Client()
    client.force_login(creer_utilisateur("coordination"))
    url = f"/parcours/{parcours.pk}/clore/"
    reponse = client.post(url, {"date_fin": "30/10/2026", "motif": "abandon"}, follow=True)
    assert [str(m) for m in reponse.context["messages"]] == [
        "Le parcours est clos. Rien n’est envoyé à personne."
    ]


def relayer(parcours, vers, **champs):
    """The form as it is shown, with somebody else in the place that is asked for."""
    client, url = Client(), f"/parcours/{parcours.pk}/modifier/"
    client.force_login(creer_utilisateur("coordination"))
    form = client.get(url).context["form"]
    lus = {nom: form[nom].value() for nom in form.fields}
    return client.post(url, {**lus, "referent": vers.pk, **champs})


def test_un_relais_ne_prend_jamais_la_place_d_un_intervenant():
    """Older than the référent, he is the first of the rows that are open; he leads nothing."""
    parcours = creer_asg()
    creer_intervenant(parcours, debut=dt.date(2026, 1, 2))
    ancien = parcours.referents.get(role="referent_unique")
    nouveau = creer_professionnel()
    assert relayer(parcours, nouveau, a_partir_de="2026-11-20").status_code == 302
    ancien.refresh_from_db()
    assert ancien.fin == dt.date(2026, 11, 19)
    menes = parcours.referents.filter(fin__isnull=True).order_by("role")
    assert [m.role for m in menes] == ["intervenant", "referent_unique"]
    assert menes.last().professionnel == nouveau


def test_agl_03_chaque_moitie_du_binome_passe_le_relais():
    parcours, nouveau = creer_binome(), creer_professionnel()
    social, emploi = (parcours.referents.get(role=f"binome_{v}") for v in ("social", "emploi"))
    champs = {"role": "binome_emploi", "a_partir_de": "2026-11-20"}
    assert relayer(parcours, nouveau, **champs).status_code == 302
    ouverts = parcours.referents.filter(fin__isnull=True)
    assert {m.role: m.professionnel for m in ouverts} == {
        "binome_social": social.professionnel,
        "binome_emploi": nouveau,
    }
    assert emploi.professionnel != nouveau


def test_un_relais_refuse_ne_change_ni_le_cadre_ni_la_cadence():
    parcours = creer_parcours()
    creer_referent(parcours, creer_professionnel())
    champs = {"a_partir_de": "2001-01-01", "cadre": "contrat_engagement", "cadence": "quinzaine"}
    reponse = relayer(parcours, creer_professionnel(), **champs)
    parcours.refresh_from_db()
    assert (reponse.status_code, parcours.cadre, parcours.cadence) == (
        200,
        "volontaire",
        "mensuelle",
    )
