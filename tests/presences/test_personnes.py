"""The team's page of a person: one timeline, cut to the reader's rights."""

import datetime as dt

import pytest

from centre.models import JournalAcces
from centre.temps import instant
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Entretien,
    Frein,
    Jalon,
    Observation,
    OrientationPartenaire,
    Parcours,
    Projet,
    TentativeContact,
)
from parcours.operations.parcours import changer_transmission
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_objectif,
    creer_organisme,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_presence,
    creer_professionnel,
    creer_referent,
    creer_seance,
)
from tests.navigateurs import navigateur_de

JEUDI = dt.datetime(2026, 11, 19, 9, 35, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]


@pytest.fixture
def dossier(db):
    """A person oriented, called, met, in parcours, who came once and comes again."""
    personne = creer_personne(prenom="Yasmina", nom="Belkacem", telephone="06 39 98 00 27")
    orientation = creer_orientation(personne, recue_le=dt.date(2026, 6, 9), etat="entree")
    TentativeContact.objects.create(
        orientation=orientation, issue="joint", le=instant(dt.date(2026, 6, 11), dt.time(10))
    )
    personne.suivi = creer_parcours(
        personne,
        orientation=orientation,
        date_entree=dt.date(2026, 6, 18),
        date_fin_prevue=dt.date(2026, 12, 17),
    )
    Entretien.objects.create(
        parcours=personne.suivi,
        debut=instant(dt.date(2026, 10, 12), dt.time(9)),
        etat="tenu",
        partageable="Cherche un stage.",
    )
    venir(personne, creer_atelier(titre="Couture"))
    return personne


def venir(personne, atelier, jour=dt.date(2026, 11, 17), **presence):
    place = creer_place(creer_seance(atelier, jour), personne, parcours=personne.suivi)
    return creer_presence(place, **presence)


def adresse(personne, suite=""):
    return f"/personnes/{personne.reference}/{suite}"


def titres(client, personne, suite=""):
    return [e.titre for e in client.get(adresse(personne, suite)).context["frise"].etapes]


def test_la_frise_raconte_du_plus_recent_au_plus_ancien(dossier):
    assert titres(navigateur_de("coordination"), dossier) == [
        "Ateliers",
        "Entretien, tenu",
        "Entrée dans le parcours",
        "Appel\u00a0: a répondu",
        f"Orientation de {dossier.suivi.orientation.prescripteur.organisme}",
    ]


@pytest.mark.parametrize(
    ("voir", "attendu"),
    [("entretiens", ["Entretien, tenu"]), ("ateliers", ["Ateliers"]), ("zzz", None)],
)
def test_la_frise_se_filtre(dossier, voir, attendu):
    lus = titres(navigateur_de("coordination"), dossier, f"?voir={voir}")
    assert lus == attendu if attendu else len(lus) == 5


def test_les_presences_se_comptent_par_mois_et_par_atelier(dossier):
    couture = creer_atelier(titre="Français")
    for jour in (3, 10):
        venir(dossier, couture, dt.date(2026, 11, jour))
    venir(dossier, couture, dt.date(2026, 11, 4), statut="absent")
    frise = navigateur_de("coordination").get(adresse(dossier)).context["frise"]
    puces = [(p.titre, p.fois) for p in frise.etapes[0].puces]
    assert puces == [("Couture", 1), ("Français", 2)]


def test_la_coordination_lit_la_fin_prevue_les_accords_et_les_regards(dossier):
    client = navigateur_de("coordination")
    changer_transmission(
        dossier.suivi, transmission="avec_accord_au_referent", par=client.utilisateur
    )
    page = client.get(adresse(dossier)).text
    assert "17/12/2026" in page
    assert "Partager mes présences" in page
    assert f"{client.utilisateur}, Le Lierre" in page
    assert "Ne plus rien montrer" in page


def test_l_accueil_lit_l_identite_et_le_planning_rien_du_parcours(dossier):
    place = creer_place(
        creer_seance(creer_atelier(titre="Cuisine"), dt.date(2026, 11, 24)), dossier
    )
    place.intention = "ne_vient_pas"
    place.save()
    reponse = navigateur_de("accueil").get(adresse(dossier))
    attendus = ("Yasmina", "06&nbsp;39", "Cuisine", "A prévenu")
    lus = reponse.text.replace("\u00a0", "&nbsp;")
    assert [a for a in attendus if a not in lus] == []
    for interdit in ("Couture", "Cherche un stage.", "17/12/2026", "Ses accords", "Entrée dans"):
        assert interdit not in reponse.text
    organisme = dossier.suivi.orientation.prescripteur.organisme.nom
    assert organisme not in reponse.text


def test_l_accueil_lit_occupe_pour_un_atelier_discret(dossier):
    sophro = creer_atelier(titre="Sophrologie", sensibilite=2)
    creer_place(creer_seance(sophro, dt.date(2026, 11, 24)), dossier)
    accueil = navigateur_de("accueil").get(adresse(dossier)).text
    assert ("Occupé" in accueil, "Sophrologie" in accueil) == (True, False)
    assert "Sophrologie" in navigateur_de("coordination").get(adresse(dossier)).text


def test_un_atelier_protege_ne_se_nomme_qu_a_son_equipe(dossier):
    paroles = creer_atelier(titre="Paroles", titre_discret="RDV Le Lierre", sensibilite=3)
    venir(dossier, paroles)
    membre = navigateur_de("coordination")
    assert "Paroles" not in membre.get(adresse(dossier)).text
    paroles.equipe.add(membre.utilisateur)
    assert "Paroles" in membre.get(adresse(dossier)).text


def test_un_referent_lit_le_parcours_qu_il_suit_et_pas_celui_d_une_autre(dossier):
    suivant, autre = navigateur_de("referent"), navigateur_de("referent")
    creer_referent(dossier.suivi, creer_professionnel(suivant.utilisateur))
    assert "Cherche un stage." in suivant.get(adresse(dossier)).text
    page = autre.get(adresse(dossier)).text
    assert ("Cherche un stage." in page, "Couture" in page, "Yasmina" in page) == (
        False,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("role", "statut"),
    [("animation", 404), ("administration", 404), ("prescripteur", 404), ("binome", 404)],
)
def test_les_autres_ne_trouvent_pas_la_page(dossier, role, statut):
    assert navigateur_de(role).get(adresse(dossier)).status_code == statut


def test_son_prescripteur_a_une_autre_page(dossier):
    client = navigateur_de("prescripteur")
    pro = creer_professionnel(client.utilisateur)
    dossier.suivi.prescripteur = pro
    dossier.suivi.save()
    assert client.get(adresse(dossier)).status_code == 403


def test_l_autre_centre_ne_trouve_rien(dossier):
    ailleurs = navigateur_de("coordination", creer_centre("ailleurs"))
    assert ailleurs.get(adresse(dossier)).status_code == 404


def test_chaque_lecture_laisse_une_ligne(dossier):
    client = navigateur_de("accueil")
    client.get(adresse(dossier))
    lignes = JournalAcces.objects.values_list("utilisateur", "page", "sujet")
    assert list(lignes) == [(client.utilisateur.pk, "Page de la personne", dossier.reference)]


def test_ne_jamais_ecrire_se_voit_en_premier(dossier):
    dossier.ne_pas_ecrire = True
    dossier.passer_par = creer_professionnel(prenom="Inès", nom="Laurent")
    dossier.save()
    page = navigateur_de("accueil").get(adresse(dossier)).text
    assert "Ne jamais écrire" in page
    assert "Passez par Inès Laurent" in page
    assert "tel:+33639980027" not in page


@pytest.mark.parametrize("n", ["", "-1", "9" * 21, "٣٠", "zz"])
def test_un_nombre_faux_montre_la_premiere_page(dossier, n):
    assert len(titres(navigateur_de("coordination"), dossier, f"?n={n}")) == 5


def test_voir_plus_montre_la_suite(dossier):
    for rang in range(40):
        Entretien.objects.create(
            parcours=dossier.suivi, debut=JEUDI - dt.timedelta(days=rang + 1), etat="tenu"
        )
    client = navigateur_de("coordination")
    premiere = client.get(adresse(dossier)).context["frise"]
    assert (len(premiere.etapes), premiere.a_une_suite) == (30, True)
    suite = client.get(adresse(dossier, "?n=60")).context["frise"]
    assert (len(suite.etapes), suite.a_une_suite) == (45, False)


@pytest.mark.parametrize("mois", [1, 120])
def test_dix_ans_coutent_autant_qu_un_mois(dossier, mois, django_assert_num_queries):
    """LIE-14: every kind of line, each month for ten years, for the price of one month."""
    client = navigateur_de("coordination")
    creer_referent(dossier.suivi, creer_professionnel(client.utilisateur))
    dix_ans(dossier.suivi, client.utilisateur, mois)
    if mois > 1:
        Parcours.objects.update(date_entree=dt.date(2016, 11, 14))
    with django_assert_num_queries(REQUETES):
        page = client.get(adresse(dossier))
    assert page.context["frise"].a_une_suite == (mois > 1)
    tout = client.get(adresse(dossier, "?n=600"))
    assert ("depuis le 14 novembre 2016" in page.text) == (mois > 1)
    assert [annee for annee, _ in tout.context["frise"].annees] == (
        list(range(2026, 2021, -1)) if mois > 1 else []
    )
    assert ("Les 600 derniers pas" in tout.text, "Voir plus" in tout.text) == (mois > 1, False)


def dix_ans(parcours, auteur, mois):
    """One line of each kind a month, by bulk: the page is what is measured, not the writing."""
    jours = [JEUDI.date() - dt.timedelta(days=30 * rang) for rang in range(mois)]
    organisme, commun = creer_organisme(), {"parcours": parcours, "auteur": auteur}
    objectif = creer_objectif(parcours)
    Entretien.objects.bulk_create(
        Entretien(parcours=parcours, debut=instant(jour, dt.time(9)), etat="tenu") for jour in jours
    )
    for modele, champs in (
        (ActionParcours, {"type": "maintien", "organisme": organisme}),
        (AideUrgente, {"nature": "nuit"}),
        (Avancee, {"type": "autre"}),
        (Observation, {"theme": "social-initiatives", "texte": "Elle ose."}),
        (OrientationPartenaire, {"organisme": organisme, "change_le": JEUDI.date()}),
    ):
        modele.objects.bulk_create(modele(le=jour, **champs, **commun) for jour in jours)
    Frein.objects.bulk_create(
        Frein(parcours=parcours, theme="mobilite", declare_le=jour, leve_le=jour) for jour in jours
    )
    Jalon.objects.bulk_create(
        Jalon(objectif=objectif, quoi="Oser", accord_le=jour, etat="fait", change_le=jour)
        for jour in jours
    )
    Projet.objects.bulk_create(
        Projet(personne=parcours.personne, texte="Voir.", dit_le=jour) for jour in jours
    )
    atelier = creer_atelier()
    for jour in jours[:24]:
        venir(parcours.personne, atelier, jour - dt.timedelta(days=3))


# Session, user, roles, header; the person; parcours, référents; each source of the timeline once;
# each card once; what waits; her project; log.
REQUETES = 50
