import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from ateliers.models import Atelier, Seance
from ateliers.operations import annuler, deplacer, publier
from centre.models import PeriodeCalendrier
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_professionnel,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

QUAND = instant(JOUR, dt.time(10, 35))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]
LUNDI = dt.date(2026, 11, 16)


def page(client, **donnees):
    reponse = client.get("/planning/", donnees)
    assert reponse.status_code == 200
    return reponse


def blocs(reponse):
    """(title, state) of every block, day by day."""
    return [(b.titre, b.etat) for jour in reponse.context["jours"] for b in jour.blocs]


def annonces(reponse):
    return [
        (a.jour.day, a.titre, a.texte) for jour in reponse.context["jours"] for a in jour.annonces
    ]


def test_planning_semaine_dessine_chaque_etat(client, claire):
    for heure, titre, champs in [
        (8, "Tenue", {"etat": "tenue"}),
        (9, "Passée", {"duree": 60}),
        (10, "Cours", {}),
        (14, "Prévue", {}),
        (16, "Projet", {"etat": "brouillon"}),
        (17, "Annulée", {"etat": "annulee", "motif_annulation": "autre"}),
    ]:
        creer_seance(creer_atelier(titre=titre), heure=heure, **champs)

    assert blocs(page(client)) == [
        ("Tenue", "tenue"),
        ("Passée", "a-emarger"),
        ("Cours", "en-cours"),
        ("Prévue", ""),
        ("Projet", "brouillon"),
        ("Annulée", "annulee"),
    ]


def test_planning_semaine_montre_l_heure_le_lieu_et_les_places(client, claire):
    lieu = creer_lieu(nom="Espace adultes")
    creer_seance(creer_atelier(titre="Couture"), heure=14, lieu=lieu, sieges_pris=8)

    texte = re.sub(r"[ \n]+", " ", page(client).content.decode())
    assert '<li class="seance th-lien d-56 l-8" data-deplacer="/seances/' in texte
    assert "<span>14\u00a0h</span> <i>–</i> <span>16\u00a0h</span>" in texte
    assert '<span class="seance__lieu"><span>Espace adultes</span></span>' in texte
    assert "8 sur 10" in texte
    assert 'class="maintenant d-42 m-5"' in texte


def test_planning_semaine_d_une_autre_semaine(client, claire):
    creer_seance(jour=dt.date(2026, 10, 26))

    reponse = page(client, semaine="2026-W44")
    assert reponse.context["titre"] == "Semaine du 26 au 31 octobre"
    assert len(blocs(reponse)) == 1
    assert reponse.context["precedente"] == "?semaine=2026-W43"
    assert b'class="maintenant' not in reponse.content


@pytest.mark.parametrize("semaine", ["2026-W60", "demain", "9999-W52", "2026-W47' OR 1", "9" * 21])
def test_planning_semaine_mal_ecrite_montre_celle_d_aujourd_hui(client, claire, semaine):
    reponse = page(client, semaine=semaine, jour="2026-02-31", lieu="\x00")

    assert reponse.context["titre"] == "Semaine du 16 au 21 novembre"


def test_planning_semaine_a_cheval_sur_deux_annees(client, claire):
    reponse = page(client, semaine="2026-W53")

    assert reponse.context["titre"] == "Semaine du 28 décembre au 2 janvier"
    assert reponse.context["suivante"] == "?semaine=2027-W01"


def test_planning_semaine_vide_le_dit(client, claire):
    assert "Aucune séance cette semaine" in page(client).content.decode()


def test_planning_semaine_met_deux_seances_dans_deux_voies(client, claire):
    creer_seance(creer_atelier(titre="A"), heure=14)
    creer_seance(creer_atelier(titre="B"), heure=15)
    creer_seance(creer_atelier(titre="C"), heure=17)

    jour = page(client).context["jours"][3]
    assert jour.voies == 2
    assert [(b.titre, b.voie) for b in jour.blocs] == [("A", 1), ("B", 2), ("C", 0)]


def test_planning_semaine_laisse_la_trace_d_un_deplacement(client, claire):
    seance = creer_seance(creer_atelier(titre="Musique"), jour=JOUR, heure=14)
    vendredi = JOUR + dt.timedelta(days=1)
    debut = instant(vendredi, dt.time(15, 45))
    fin = debut + dt.timedelta(minutes=90)
    deplacer(seance, debut=debut, fin=fin, lieu=seance.lieu, par=None, quand=QUAND)

    reponse = page(client)
    assert blocs(reponse) == [("Musique", "partie"), ("Musique", "venue")]
    fantome, venue = (b for jour in reponse.context["jours"] for b in jour.blocs)
    assert fantome.lieu == "Déplacée au vendredi 20, 15\u00a0h\u00a045"
    assert [m.texte for m in venue.mentions] == ["De jeudi"]
    assert "1\u00a0séance, 1\u00a0déplacée" in reponse.context["sous_titre"]
    assert blocs(page(client, annulees="non")) == [("Musique", "venue")]


def test_planning_semaine_quittee_garde_la_trace_et_l_autre_semaine_l_arrivee(client, claire):
    seance = creer_seance(jour=JOUR, heure=14)
    debut = instant(JOUR + dt.timedelta(days=7), dt.time(14))
    fin = debut + dt.timedelta(hours=2)
    deplacer(seance, debut=debut, fin=fin, lieu=seance.lieu, par=None, quand=QUAND)

    assert [etat for _, etat in blocs(page(client))] == ["partie"]
    assert [etat for _, etat in blocs(page(client, semaine="2026-W48"))] == ["venue"]


def test_planning_semaine_filtre_et_garde_les_filtres_dans_l_adresse(client, claire):
    lieu = creer_lieu(slug="espace")
    helene = creer_professionnel()
    couture = creer_seance(creer_atelier(titre="Couture", slug="couture"), lieu=lieu)
    couture.animateurs.add(helene)
    annulee = creer_seance(creer_atelier(titre="Danse"), heure=14, lieu=lieu)
    annuler(annulee, motif="autre", par=None, quand=QUAND)
    creer_seance(creer_atelier(titre="Théâtre"))

    assert [t for t, _ in blocs(page(client, lieu="espace"))] == ["Couture", "Danse"]
    assert [t for t, _ in blocs(page(client, animateur=helene.pk))] == ["Couture"]
    assert [t for t, _ in blocs(page(client, atelier="couture"))] == ["Couture"]
    reponse = page(client, lieu="espace", annulees="non")
    assert [t for t, _ in blocs(reponse)] == ["Couture"]
    assert reponse.context["suivante"] == "?semaine=2026-W48&lieu=espace&annulees=non"


def test_planning_semaine_sans_resultat_propose_de_tout_montrer(client, claire):
    creer_seance()

    assert "Rien ne correspond" in page(client, lieu="ailleurs").content.decode()


def test_planning_semaine_d_une_permanence_montre_ses_creneaux(client, claire):
    atelier = creer_atelier(genre=Atelier.Genre.PERMANENCE, titre="Permanence Emploi")
    serie = creer_serie(atelier, jour=4, du=JOUR, au=JOUR + dt.timedelta(days=3), duree_creneau=60)
    publier(serie, par=None)
    Seance.objects.filter(pk=Seance.objects.creneaux().order_by("debut").first().pk).update(
        sieges_pris=1
    )

    reponse = page(client)
    (bloc,) = reponse.context["jours"][4].blocs
    assert [(c.texte, c.est_pris) for c in bloc.creneaux] == [
        ("14\u00a0h pris", True),
        ("15\u00a0h libre", False),
    ]
    assert (bloc.lieu, bloc.precision) == ("", serie.lieu.nom)


def test_planning_semaine_explique_les_croisements(client, claire):
    lieu = creer_lieu(nom="Espace adultes")
    creer_seance(creer_atelier(titre="EVQ"), heure=14, lieu=lieu)
    creer_seance(creer_atelier(titre="Danse"), heure=15, lieu=lieu)
    creer_seance(creer_atelier(titre="Emploi"), heure=17, lieu=lieu)

    reponse = page(client)
    assert annonces(reponse) == [
        (
            19,
            "Même lieu, 15\u00a0h – 16\u00a0h.",
            "Espace adultes\u00a0: EVQ et Danse. Rien n’est bloqué.",
        ),
        (
            19,
            "Sans battement, 17\u00a0h.",
            "Espace adultes\u00a0: aucune pause entre Danse et Emploi.",
        ),
    ]
    (noeud,) = reponse.context["jours"][3].noeuds
    assert (noeud.classes, noeud.ancre) == ("noeud d-60 l-4 entre-1", "annonce-1119-1")
    assert b'id="annonce-1119-1"' in reponse.content


def test_planning_semaine_de_vacances_dit_ce_qui_s_arrete(client, claire):
    centre = creer_centre()
    PeriodeCalendrier.objects.create(
        centre=centre,
        genre="vacances",
        nom="Vacances de la Toussaint",
        debut=dt.date(2026, 10, 17),
        fin=dt.date(2026, 11, 1),
    )
    evq = creer_atelier(titre="Espace Vie et Quotidien, paroles")
    creer_serie(evq, regle="hors_vacances", etat="publiee")
    creer_serie(creer_atelier(titre="Autre"), regle="toute_annee", etat="publiee")

    lues = annonces(page(client, semaine="2026-W43"))
    assert [a for a in lues if a[0] == 19] == [
        (19, "Vacances de la Toussaint", ""),
    ]
    reponse = page(client, semaine="2026-W43")
    (pause,) = [b for jour in reponse.context["jours"] for b in jour.blocs]
    assert (pause.titre, pause.etat, pause.lieu) == (
        "Espace Vie et Quotidien",
        "pause",
        "Pas d’atelier, vacances scolaires",
    )
    assert blocs(page(client, semaine="2026-W43", lieu="ailleurs")) == []


def test_planning_semaine_d_un_jour_ferie_le_grise_et_signale_ce_qui_reste(client, claire):
    PeriodeCalendrier.objects.create(
        centre=creer_centre(), genre="ferie", nom="Armistice", debut=JOUR, fin=JOUR
    )
    creer_seance(creer_atelier(titre="Couture"))

    reponse = page(client)
    assert annonces(reponse) == [
        (19, "Armistice", "jour férié"),
        (
            19,
            "Prévu un jour de fermeture.",
            "Couture. Gardez ou annulez\u00a0: rien n’est bloqué.",
        ),
    ]
    assert "jour--ferme" in reponse.context["jours"][3].classes


def test_planning_semaine_replie_les_annonces_nombreuses(client, claire):
    lieu = creer_lieu()
    for heure in (9, 10, 11, 12, 13):
        creer_seance(creer_atelier(titre=f"A{heure}"), heure=heure, duree=90, lieu=lieu)

    texte = page(client).content.decode()
    visibles, repliees = texte.split('<details class="annonces-suite">')
    assert (visibles.count('class="annonce '), repliees.count('class="annonce ')) == (2, 2)
    assert "<summary>et 2 autres</summary>" in repliees


def protegee(**champs):
    atelier = creer_atelier(titre="Groupe de paroles", titre_discret="RDV L", sensibilite=3)
    return creer_seance(atelier, lieu=creer_lieu(nom="Espace adultes"), **champs)


@pytest.mark.parametrize("role", ["accueil", "referent", "animation"])
def test_planning_semaine_ne_nomme_pas_un_atelier_protege(client, role):
    """Title, animateur and page stay with the team; room and hours say that the room is taken."""
    helene = creer_professionnel(prenom="Hélène", nom="Secrète")
    seance = protegee(heure=14)
    seance.animateurs.add(helene)
    client.force_login(creer_utilisateur(role))

    reponse = page(client)
    texte = reponse.content.decode()
    assert blocs(reponse) == [("Occupé", "")]
    assert "Espace adultes" in texte
    secrets = ("Groupe de paroles", "Hélène", f"/seances/{seance.pk}/", seance.atelier.slug)
    assert [secret for secret in secrets if secret in texte] == []


def test_planning_semaine_nomme_un_atelier_protege_a_son_equipe(client):
    seance = protegee(heure=14)
    de_l_equipe = creer_utilisateur("accueil")
    seance.atelier.equipe.add(de_l_equipe)
    anime = creer_utilisateur("animation")
    seance.animateurs.add(creer_professionnel(anime))

    for utilisateur in (de_l_equipe, anime, creer_utilisateur("coordination")):
        client.force_login(utilisateur)
        assert blocs(page(client)) == [("Groupe de paroles", "")]


def test_planning_semaine_ne_montre_pas_un_autre_centre(client, claire):
    autre = creer_centre("autre", nom="Autre")
    creer_seance(creer_atelier(autre, titre="Ailleurs"))

    assert blocs(page(client)) == []
    assert client.get("/planning/", {"centre": "autre"}).status_code == 404


@pytest.mark.parametrize("role", ["prescripteur", "binome"])
def test_planning_semaine_renvoie_un_partenaire_chez_lui(client, role):
    client.force_login(creer_utilisateur(role))

    reponse = client.get("/planning/")
    assert (reponse.status_code, reponse["Location"]) == (302, reverse("presences:orientations"))


def test_planning_semaine_choisit_le_jour_d_un_telephone(client, claire):
    creer_seance(jour=LUNDI)

    reponse = page(client)
    assert [jour.est_choisi for jour in reponse.context["jours"]].index(True) == 3
    reponse = page(client, jour="2026-11-16")
    assert [jour.est_choisi for jour in reponse.context["jours"]].index(True) == 0
    assert reponse.context["jours"][0].points == "•"


def test_planning_semaine_montre_dimanche_quand_il_sert(client, claire):
    assert len(page(client).context["jours"]) == 6
    choisi = page(client, jour="2026-11-22").context["jours"]
    assert [jour.est_creux for jour in choisi] == [False] * 6 + [True]
    creer_seance(jour=LUNDI + dt.timedelta(days=6))
    jours = page(client).context["jours"]
    assert [jour.est_creux for jour in jours] == [False] * 7


def remplir_la_semaine(atelier, lieu, nombre):
    """Six days of séances every four minutes, each clashing with the next."""
    huit_heures = [instant(LUNDI + dt.timedelta(days=n), dt.time(8)) for n in range(6)]
    debuts = [huit_heures[n % 6] + n // 6 * dt.timedelta(minutes=4) for n in range(nombre)]
    lignes = Seance.objects.bulk_create(
        Seance(
            centre=atelier.centre,
            atelier=atelier,
            lieu=lieu,
            debut=debut,
            fin=debut + dt.timedelta(minutes=5),
            capacite=5,
            sieges_pris=1,
            etat="prevue",
        )
        for debut in debuts
    )
    helene = creer_professionnel()
    lien = Seance.animateurs.through
    lien.objects.bulk_create(lien(seance=s, professionnel=helene) for s in lignes)


@pytest.mark.parametrize("nombre", [10, 190])
def test_planning_semaine_fait_huit_requetes_pour_10_ou_190(
    client, claire, django_assert_num_queries, nombre
):
    """Session, account, roles, centre; séances with who leads them, calendar, moves; people taken
    twice. What waits (« À faire ») is asked apart, once the page is shown."""
    remplir_la_semaine(creer_atelier(), creer_lieu(), nombre)
    page(client)
    with django_assert_num_queries(8):
        page(client)


def test_planning_semaine_n_a_pas_plus_de_requetes_quand_d_autres_series_existent(
    client, claire, django_assert_num_queries
):
    """A hundred other ateliers, here and elsewhere, with their séances in other weeks."""
    remplir_la_semaine(creer_atelier(), creer_lieu(), 10)
    for rang in range(100):
        centre = creer_centre("autre", nom="Autre") if rang % 2 else None
        ailleurs = creer_atelier(centre, titre=f"Atelier {rang}", slug=f"a-{rang}")
        creer_serie(ailleurs, regle="toute_annee", etat="publiee")
        creer_seance(ailleurs, jour=LUNDI + dt.timedelta(days=14 + rang))
    page(client)
    with django_assert_num_queries(8):
        page(client)


def test_planning_semaine_tres_pleine_se_lit_un_jour_a_la_fois(client, claire):
    remplir_la_semaine(creer_atelier(), creer_lieu(nom="Espace adultes"), 240)

    reponse = page(client)
    assert [(j["date"].day, j["nombre"]) for j in reponse.context["jours"]] == [
        (jour, 40) for jour in range(16, 22)
    ]
    assert [(c.nom, len(c.blocs)) for c in reponse.context["colonnes"]] == [("Espace adultes", 40)]
    assert reponse.context["jour"].date == JOUR
    texte = reponse.content.decode()
    assert '<a href="?semaine=2026-W47&amp;jour=2026-11-17" hx-get=' in texte
    assert page(client, jour="2026-11-17").context["jour"].date.day == 17


def test_planning_semaine_tres_pleine_fait_toujours_autant_de_requetes(
    client, claire, django_assert_num_queries
):
    atelier, lieu = creer_atelier(), creer_lieu()
    remplir_la_semaine(atelier, lieu, 240)
    page(client)
    for suite in (0, 760):
        remplir_la_semaine(atelier, lieu, suite)
        with django_assert_num_queries(10):
            page(client)


def test_planning_semaine_du_dimanche_ouvre_sur_la_suivante(client, claire):
    with time_machine.travel(instant(dt.date(2026, 11, 22), dt.time(18)), tick=False):
        client.force_login(claire)
        assert page(client).context["titre"] == "Semaine du 23 au 28 novembre"
        courante = page(client, semaine="2026-W47")
    assert courante.context["titre"] == "Semaine du 16 au 21 novembre"


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"heure": 14}, True),
        ({"heure": 9, "duree": 60}, False),
        ({"heure": 14, "etat": "tenue"}, False),
        ({"heure": 14, "etat": "annulee", "motif_annulation": "autre"}, False),
        ({"heure": 23, "duree": 120}, False),
    ],
)
def test_planning_semaine_laisse_glisser_ce_qui_est_a_venir(client, claire, champs, attendu):
    seance = creer_seance(**champs)
    adresse = f'data-deplacer="/seances/{seance.pk}/deplacer/" data-version="{seance.version}"'

    assert (adresse in page(client).content.decode()) is attendu


def test_planning_semaine_ne_laisse_rien_glisser_a_qui_ne_planifie_pas(client):
    creer_seance(heure=14)
    client.force_login(creer_utilisateur("accueil"))

    texte = page(client).content.decode()
    assert [mot for mot in ("data-deplacer", "data-glisse-form") if mot in texte] == []


@pytest.mark.parametrize(
    ("par", "attendu"),
    [
        ("lieu", [("Atelier A", ["Danse"]), ("Salle B", ["Couture"])]),
        ("animateur", [("Hélène R.", ["Couture"]), ("Sans animateur", ["Danse"])]),
        ("atelier", [("Couture", ["Couture"]), ("Danse", ["Danse"])]),
    ],
)
def test_planning_semaine_se_coupe_par_lieu_animateur_ou_atelier(client, claire, par, attendu):
    couture = creer_seance(
        creer_atelier(titre="Couture", slug="couture"), lieu=creer_lieu(nom="Salle B", slug="b")
    )
    couture.animateurs.add(creer_professionnel(prenom="Hélène", nom="Rouvier"))
    danse = creer_atelier(titre="Danse", slug="danse")
    creer_seance(danse, jour=LUNDI, lieu=creer_lieu(nom="Atelier A", slug="a"))

    lignes = page(client, par=par).context["lignes"]
    assert [(x.nom, [b.titre for _, blocs in x.cases for b in blocs]) for x in lignes] == attendu


def test_planning_semaine_dit_a_un_compte_sans_role_ce_qu_il_peut_faire(client):
    client.force_login(creer_utilisateur())

    reponse = client.get("/planning/")

    assert reponse.status_code == 403
    assert "Votre compte n’a pas d’accès en cours." in reponse.content.decode()
