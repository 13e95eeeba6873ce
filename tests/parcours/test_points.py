"""The point with the prescriber: general lines, read with her, frozen (ASI-11, ASI-12)."""

import datetime as dt

import pytest
from django.urls import reverse

from centre.messagerie.rendu import octets_de
from centre.models import Message
from centre.temps import instant
from parcours.models import Entretien, Frein, PointPrescripteur
from parcours.operations import points as operations
from parcours.operations.empreintes import est_intact
from parcours.queries.points import (
    avec_dernier_point,
    echeance_du_point,
    par_prescripteur,
    points_dus,
    taches_des_points,
)
from tests.builders import (
    creer_centre,
    creer_dispositif,
    creer_parcours,
    creer_professionnel,
    creer_referent,
    creer_utilisateur,
)
from tests.documents import texte as lire_pdf
from tests.refus import refus

pytestmark = pytest.mark.django_db

ENTREE = dt.date(2026, 9, 14)
MARQUEUR = "CONFIDENCE-4f2a"
ECRIT = "Elle vient aux entretiens et prépare une visite."


def le(jour, heure=10):
    return instant(jour, dt.time(heure))


def creer_suivi(prescripteur=None, **champs):
    asi = creer_dispositif("asi", nom="ASI", duree_mois=6, point_prescripteur_mois=2)
    prescripteur = prescripteur or creer_professionnel(creer_utilisateur("prescripteur"))
    valeurs = {"dispositif": asi, "prescripteur": prescripteur, "date_entree": ENTREE}
    parcours = creer_parcours(**valeurs | champs)
    parcours.compte = creer_utilisateur("referent")
    creer_referent(parcours, creer_professionnel(parcours.compte))
    return parcours


@pytest.fixture
def suivi(db):
    return creer_suivi()


def commencer(parcours, jour=dt.date(2026, 11, 12)):
    return operations.commencer(parcours, par=parcours.compte, quand=le(jour))


def envoyer(parcours, jour=dt.date(2026, 11, 12)):
    point = commencer(parcours, jour)
    operations.ecrire(
        point, texte=ECRIT, relu_le=jour, remarque="Je suis contente.", quand=le(jour)
    )
    return operations.envoyer(point, par=parcours.compte, quand=le(jour))


def du_le(parcours):
    lu = avec_dernier_point(type(parcours).objects.select_related("dispositif")).get(pk=parcours.pk)
    return echeance_du_point(lu, lu.dernier_point)


def test_asi_11_un_point_est_du_deux_mois_apres_l_entree_puis_apres_le_dernier(suivi):
    assert du_le(suivi) == dt.date(2026, 11, 14)
    envoyer(suivi)
    assert du_le(suivi) == dt.date(2027, 1, 12)


@pytest.mark.parametrize(
    ("entree", "le_point"),
    [
        (dt.date(2026, 12, 31), dt.date(2027, 2, 28)),
        (dt.date(2027, 12, 30), dt.date(2028, 2, 29)),
    ],
)
def test_asi_11_la_fin_du_mois_est_tenue(entree, le_point):
    assert du_le(creer_suivi(date_entree=entree)) == le_point


def test_aucun_point_sans_prescripteur_ni_apres_la_fin(suivi):
    assert du_le(creer_suivi(date_fin_reelle=dt.date(2026, 10, 1), motif_sortie="cdi")) is None
    type(suivi).objects.filter(pk=suivi.pk).update(prescripteur=None)
    assert du_le(suivi) is None
    suivi.refresh_from_db()
    refus("prescripteur", operations.commencer, suivi, par=suivi.compte)


def test_asi_12_le_point_part_de_ce_qui_se_partage_et_de_rien_d_autre(suivi):
    auteur = suivi.compte
    tenu = {"parcours": suivi, "etat": "tenu", "auteur": auteur, "confidentiel": MARQUEUR}
    Entretien.objects.create(debut=le(dt.date(2026, 10, 6)), partageable="Veut le permis.", **tenu)
    Entretien.objects.create(debut=le(dt.date(2026, 10, 20)), **tenu)
    Entretien.objects.create(
        **{**tenu, "etat": "non_venu"}, debut=le(dt.date(2026, 11, 3)), partageable="Absente"
    )
    leve = {"declare_le": ENTREE, "leve_le": dt.date(2026, 10, 30), "precision": MARQUEUR}
    Frein.objects.create(parcours=suivi, theme="mobilite", declare_par="orienteur", **leve)
    Frein.objects.create(parcours=suivi, theme="logement-hebergement", **leve)
    Frein.objects.create(parcours=suivi, theme="sante", declare_par="orienteur", **leve)
    assert commencer(suivi).texte.splitlines() == [
        "En parcours depuis le 14 septembre 2026, dans le cadre «\u00a0ASI\u00a0».",
        "2\u00a0entretiens depuis le 14 septembre.",
        "Le 6 octobre\u00a0: Veut le permis.",
        "Mobilité\u00a0: c’est réglé.",
    ]


def test_commencer_deux_fois_rend_le_meme_brouillon(suivi):
    assert commencer(suivi) == commencer(suivi, dt.date(2026, 11, 13))
    assert PointPrescripteur.objects.count() == 1


def test_un_point_ne_part_pas_sans_etre_relu_avec_elle(suivi):
    point = commencer(suivi)
    refus("relu", operations.envoyer, point, par=suivi.compte)
    refus("texte", operations.ecrire, point, texte="  ")
    demain = dt.date(2026, 11, 13)
    refus("relu", operations.ecrire, point, texte=ECRIT, relu_le=demain, quand=point.ecrit_le)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("jours", [0, 4])
@pytest.mark.parametrize("change", [{"texte": f"{ECRIT} Et plus."}, {"remarque": "Je dis non."}])
def test_asi_11_un_mot_change_apres_la_lecture_se_relit(suivi, jours, change):
    lu = dt.date(2026, 11, 12)
    point = commencer(suivi, lu)
    dit = {"texte": ECRIT, "remarque": "", "relu_le": lu}
    operations.ecrire(point, **dit, quand=le(lu))
    plus_tard = le(lu + dt.timedelta(days=jours), 11)
    assert operations.ecrire(point, **dit, quand=plus_tard).relu_le == lu
    assert operations.ecrire(point, **dit | change, quand=plus_tard).relu_le is None
    assert operations.ecrire(point, **dit | change, quand=plus_tard).relu_le == lu


def test_asi_11_un_autre_compte_a_change_le_texte_dans_la_minute(suivi, client, time_machine):
    time_machine.move_to(le(dt.date(2026, 11, 12)))
    client.force_login(suivi.compte)
    page = reverse("parcours:point", args=[commencer(suivi).pk])
    vues = [client.get(page).context["vu"]]
    client.post(page, {"texte": ECRIT, "relu_le": "2026-11-12", "vu": vues[0]})
    vues.append(client.get(page).context["vu"])
    relu = PointPrescripteur.objects.get()
    operations.ecrire(relu, texte="Tout autre.", relu_le=None)
    operations.ecrire(relu, texte="Tout autre.", relu_le=dt.date(2026, 11, 12))
    refuse = client.post(page, {"texte": ECRIT, "relu_le": "2026-11-12", "vu": vues[1]})
    assert ("Tout autre." in refuse.text, ECRIT in refuse.text) == (True, True)
    client.post(f"{page}envoyer/", {"vu": vues[1]})
    relu.refresh_from_db()
    assert (relu.texte, relu.est_envoye) == ("Tout autre.", False)


def test_un_point_envoye_ne_change_plus(suivi):
    point = envoyer(suivi)
    assert (point.destinataire, point.du, point.au) == (
        suivi.prescripteur,
        ENTREE,
        dt.date(2026, 11, 12),
    )
    point.refresh_from_db()
    assert est_intact(point)
    refus("fige", operations.ecrire, point, texte="Autre chose à lire.")
    refus("fige", operations.envoyer, point, par=suivi.compte)
    refus("deja", commencer, suivi)
    PointPrescripteur.objects.update(texte="Autre chose à lire.")
    point.refresh_from_db()
    assert not est_intact(point)


def test_le_prescripteur_le_lit_une_fois_envoye_un_autre_jamais(suivi, client, time_machine):
    time_machine.move_to(le(dt.date(2026, 11, 12)))
    point = commencer(suivi)
    adresse = reverse("parcours:point", args=[point.pk])
    client.force_login(suivi.prescripteur.utilisateur)
    assert client.get(adresse).status_code == 404
    envoyer(suivi)
    lue = client.get(adresse)
    assert (ECRIT in lue.text, "Je suis contente." in lue.text) == (True, True)
    assert client.post(adresse, {"texte": "Changé"}).status_code == 403
    client.force_login(creer_utilisateur("prescripteur"))
    assert client.get(adresse).status_code == 404


def test_un_prescripteur_qui_change_ne_lit_plus_les_points_d_avant(suivi):
    point, ancien = envoyer(suivi), suivi.prescripteur.utilisateur
    assert list(PointPrescripteur.objects.recus_par(ancien)) == [point]
    type(suivi).objects.update(prescripteur=creer_professionnel())
    assert list(PointPrescripteur.objects.recus_par(ancien)) == []


def test_le_courriel_du_point_ne_dit_ni_le_nom_ni_le_texte(suivi):
    envoyer(suivi)
    message = Message.objects.get(modele="parcours.point")
    assert message.destinataire == suivi.prescripteur.utilisateur.courriel
    texte = octets_de(message).decode()
    for interdit in (suivi.personne.prenom, suivi.personne.nom, "visite"):
        assert interdit not in texte


def test_asi_11_la_liste_va_par_prescripteur(suivi):
    un, deux = suivi.prescripteur, creer_professionnel(creer_utilisateur("prescripteur"))
    autres = [creer_suivi(un, date_entree=dt.date(2026, 9, 1)), creer_suivi(deux)]
    creer_suivi(un, date_entree=dt.date(2026, 11, 1))
    brouillon = commencer(suivi)
    coordination, centre = creer_utilisateur("coordination"), creer_centre()
    dus = points_dus(coordination, centre, dt.date(2026, 11, 12))
    groupes = {
        p: [(d.parcours, d.etat, d.est_en_retard) for d in g] for p, g in par_prescripteur(dus)
    }
    assert groupes == {
        un: [(autres[0], "À écrire", True), (suivi, "À relire avec elle", False)],
        deux: [(autres[1], "À écrire", False)],
    }
    assert [d.brouillon for d in dus if d.parcours == suivi] == [brouillon]
    tache = next(taches_des_points(coordination, centre, dt.date(2026, 11, 12)))
    assert (tache.titre, tache.pourquoi) == (
        "3\u00a0points avec les prescripteurs",
        "Le premier est à faire avant le 1er novembre.",
    )
    assert points_dus(creer_utilisateur("referent"), centre, dt.date(2026, 11, 12)) == []


def test_les_pages_d_un_point_du_debut_a_la_fin(suivi, client, time_machine):
    time_machine.move_to(le(dt.date(2026, 11, 12)))
    client.force_login(suivi.compte)
    assert suivi.personne.nom in client.get(reverse("parcours:point-list")).text
    client.post(reverse("parcours:point-commencer", args=[suivi.pk]))
    point = PointPrescripteur.objects.get()
    page = reverse("parcours:point", args=[point.pk])
    ecrit = {"texte": ECRIT, "relu_le": "2026-11-12", "remarque": ""}
    client.post(page, {**ecrit, "vu": client.get(page).context["vu"]})
    vu = {"vu": client.get(page).context["vu"]}
    suite = client.post(reverse("parcours:point-envoyer", args=[point.pk]), vu, follow=True)
    assert "Il n’a pas changé depuis" in suite.text
    pdf = client.get(reverse("parcours:point-pdf", args=[point.pk])).content
    texte = lire_pdf(pdf)
    assert all(mot in texte for mot in ("Point avec le prescripteur", "prépare une visite"))


@pytest.mark.parametrize("nombre", [1, 25])
def test_la_liste_coute_trois_requetes(nombre, django_assert_num_queries):
    prescripteur = creer_professionnel()
    for _ in range(nombre):
        creer_suivi(prescripteur)
    coordination, centre = creer_utilisateur("coordination"), creer_centre()
    # Roles, parcours with their last point, drafts.
    with django_assert_num_queries(3):
        assert len(points_dus(coordination, centre, dt.date(2026, 11, 12))) == nombre
