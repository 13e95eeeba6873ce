import datetime as dt
import json

import pytest
import time_machine

from ateliers.models import Seance
from ateliers.operations import annuler, enregistrer_atelier, rafraichir_agendas
from centre.models import Lieu
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
)

MATIN = instant(JOUR, dt.time(8))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MATIN, tick=False)]
SEANCES = "/api/v1/centres/le-lierre/seances"
ATELIERS = "/api/v1/centres/le-lierre/ateliers"


@pytest.fixture
def centre():
    return creer_centre()


@pytest.fixture
def lieu(centre):
    return creer_lieu(centre, slug="espace-adultes", nom="Espace adultes")


def lire(client, url, statut=200, **options):
    reponse = client.get(url, **options)
    assert reponse.status_code == statut, reponse.content
    return json.loads(reponse.content)


def titres(client, url=SEANCES):
    return [ligne["titre"] for ligne in lire(client, url)["resultats"]]


def champs_refuses(client, requete):
    lu = lire(client, f"{SEANCES}?{requete}", statut=422)
    assert (lu["code"], lu["message"]) == (
        "demande_incorrecte",
        "Corrigez les paramètres indiqués.",
    )
    return {champ["champ"]: champ["message"] for champ in lu["champs"]}


def test_seances_disent_tout_ce_qui_est_public_et_rien_d_autre(client, centre, lieu):
    atelier = creer_atelier(centre, slug="couture", titre="Couture", theme="lien")
    seance = creer_seance(atelier, lieu=lieu, uid="7f6a@lierre.example", modifiee_le=MATIN)

    assert lire(client, SEANCES) == {
        "total": 1,
        "page": 1,
        "par_page": 100,
        "suivante": None,
        "du": "2026-11-19",
        "au": "2026-12-19",
        "resultats": [
            {
                "id": seance.uid,
                "titre": "Couture",
                "atelier": "couture",
                "debut": "2026-11-19T09:00:00+01:00",
                "fin": "2026-11-19T11:00:00+01:00",
                "est_annulee": False,
                "lieu": {
                    "slug": "espace-adultes",
                    "nom": "Espace adultes",
                    "adresse": "31 avenue de Guise",
                },
                "modifiee_le": "2026-11-19T08:00:00+01:00",
                "page": "https://lierre.example/c/le-lierre/couture/",
            }
        ],
    }


def test_ateliers_disent_tout_ce_qui_est_public_et_rien_d_autre(client, centre, lieu):
    creer_atelier(
        centre,
        slug="couture",
        titre="Couture",
        description="Venez.",
        lieu=lieu,
        accepte_enfants=True,
    )

    assert lire(client, ATELIERS)["resultats"] == [
        {
            "slug": "couture",
            "titre": "Couture",
            "genre": "atelier",
            "theme": "Lien social",
            "description": "Venez.",
            "accepte_enfants": True,
            "lieu": {
                "slug": "espace-adultes",
                "nom": "Espace adultes",
                "adresse": "31 avenue de Guise",
            },
            "page": "https://lierre.example/c/le-lierre/couture/",
            "agenda": "https://lierre.example/agenda/le-lierre/couture.ics",
        }
    ]


def test_centres_publics_seulement(client, centre):
    creer_centre("ferme", nom="Fermé", est_public=False)

    assert lire(client, "/api/v1/centres")["resultats"] == [
        {
            "slug": "le-lierre",
            "nom": "Centre Le Lierre",
            "ville": "Thionville",
            "adresse": "31 avenue de Guise",
            "telephone": "03\u00a053\u00a001\u00a000\u00a000",
            "page": "https://lierre.example/c/le-lierre/",
            "agenda": "https://lierre.example/agenda/le-lierre.ics",
        }
    ]


def test_niveaux_2_et_3_entretiens_brouillons_et_creneaux_sont_absents(client, centre, lieu):
    fenetre = creer_seance(creer_atelier(centre, titre="Ouvert", genre="permanence"), lieu=lieu)
    creer_seance(fenetre.atelier, lieu=lieu, fenetre=fenetre, duree=30)
    for champs in (
        {"sensibilite": 2, "titre": "Sophrologie"},
        {"sensibilite": 3, "titre": "Groupe de paroles"},
        {"genre": "entretien", "titre": "Entretien"},
        {"est_publie": False, "titre": "Pas encore"},
        {"archive_le": MATIN, "titre": "Ancien"},
    ):
        creer_seance(creer_atelier(centre, **champs), lieu=lieu)
    creer_seance(creer_atelier(centre, titre="Projet"), lieu=lieu, etat="brouillon")
    bureau = creer_lieu(centre, est_confidentiel=True)
    creer_seance(creer_atelier(centre, titre="Bureau", lieu=bureau), lieu=bureau)

    assert titres(client) == ["Ouvert"]
    ateliers = lire(client, ATELIERS)["resultats"]
    assert {a["titre"]: a["lieu"] for a in ateliers} == dict.fromkeys(
        ["Bureau", "Ouvert", "Projet"]
    )


def test_un_atelier_discret_repond_comme_un_atelier_absent(client, centre, lieu):
    creer_seance(creer_atelier(centre, slug="sophrologie", sensibilite=2), lieu=lieu)

    discret = lire(client, f"{SEANCES}?atelier=sophrologie")
    absent = lire(client, f"{SEANCES}?atelier=absent")
    assert (discret, discret["total"]) == (absent, 0)


def test_aucune_personne_ni_aucun_compte(client, centre, lieu):
    seance = creer_seance(creer_atelier(centre), lieu=lieu, note_equipe="Attention à Zélie")
    seance.animateurs.add(creer_professionnel(centre=centre, prenom="Zélie", nom="Quentin"))
    creer_place(seance, creer_personne(centre, prenom="Nadia", nom="Ferhat"))

    corps = client.get(SEANCES).content.decode() + client.get(ATELIERS).content.decode()
    for interdit in ("Zélie", "Quentin", "Nadia", "Ferhat", "sieges", "capacite", "places"):
        assert interdit not in corps


def test_une_seance_annulee_reste_et_le_dit(client, centre, lieu):
    seance = creer_seance(creer_atelier(centre), lieu=lieu, heure=18)
    annuler(seance, motif="autre", par=None)

    (lue,) = lire(client, SEANCES)["resultats"]
    assert lue["est_annulee"] is True
    assert "autre" not in str(lue)


def test_filtres_par_dates_atelier_et_lieu(client, centre, lieu):
    ailleurs = creer_lieu(centre, slug="ailleurs")
    for rang, (slug, ou) in enumerate([("a", lieu), ("b", lieu), ("a", ailleurs)]):
        atelier = centre.ateliers.filter(slug=slug).first() or creer_atelier(
            centre, slug=slug, titre=slug
        )
        creer_seance(atelier, JOUR + dt.timedelta(days=rang), lieu=ou, titre_propre=f"{slug}{rang}")

    assert titres(client, f"{SEANCES}?du=2026-11-19&au=2026-11-20") == ["a0", "b1"]
    assert titres(client, f"{SEANCES}?du=2026-11-20") == ["b1", "a2"]
    assert titres(client, f"{SEANCES}?atelier=a") == ["a0", "a2"]
    assert titres(client, f"{SEANCES}?lieu=espace-adultes") == ["a0", "b1"]
    assert titres(client, f"{SEANCES}?lieu=ailleurs&atelier=b") == []


def test_filtres_par_genre_et_par_lieu_habituel(client, centre, lieu):
    bureau = creer_lieu(centre, slug="bureau", est_confidentiel=True)
    for titre, genre, ou in (
        ("Couture", "atelier", lieu),
        ("Emploi", "permanence", None),
        ("Écoute", "permanence", bureau),
    ):
        creer_seance(creer_atelier(centre, titre=titre, genre=genre, lieu=ou), lieu=lieu)

    def titres(url):
        return [ligne["titre"] for ligne in lire(client, url)["resultats"]]

    assert titres(f"{ATELIERS}?genre=permanence") == ["Emploi", "Écoute"]
    assert titres(f"{ATELIERS}?lieu={lieu.slug}") == ["Couture"]
    assert titres(f"{ATELIERS}?lieu=bureau") == []
    assert titres(f"{SEANCES}?genre=atelier") == ["Couture"]
    for url in (ATELIERS, SEANCES):
        refus = lire(client, f"{url}?genre=entretien", statut=422)
        assert refus["champs"] == [
            {"champ": "genre", "message": "Choisissez\u00a0: atelier, permanence ou sortie."}
        ]


def test_les_jours_sont_ceux_de_paris_aux_changements_d_heure(client, centre, lieu):
    atelier = creer_atelier(centre)
    creer_seance(atelier, dt.date(2026, 10, 25), 0, lieu=lieu, titre_propre="minuit")
    creer_seance(atelier, dt.date(2026, 10, 25), 23, 59, lieu=lieu, titre_propre="soir")
    creer_seance(atelier, dt.date(2026, 10, 26), 0, lieu=lieu, titre_propre="lendemain")
    url = f"{SEANCES}?du=2026-10-25&au=2026-10-25"

    assert titres(client, url) == ["minuit", "soir"]
    assert [s["debut"][-6:] for s in lire(client, url)["resultats"]] == ["+02:00", "+01:00"]


def test_pagination_sans_trou_ni_double(client, centre, lieu):
    atelier = creer_atelier(centre)
    for rang in range(7):
        creer_seance(atelier, lieu=lieu, titre_propre=f"n{rang}")
    url, vus = f"{SEANCES}?par_page=3&atelier={atelier.slug}", []
    while url:
        page = lire(client, url)
        assert (page["total"], page["par_page"]) == (7, 3)
        vus += [ligne["titre"] for ligne in page["resultats"]]
        url = page["suivante"]

    assert vus == [f"n{rang}" for rang in range(7)]
    assert titres(client, f"{SEANCES}?page=9&par_page=3") == []


@pytest.mark.parametrize(
    ("requete", "refus"),
    [
        ("du=hier", {"du": "Écrivez la date ainsi\u00a0: 2026-11-19."}),
        ("du=2026-02-30", {"du": "Écrivez la date ainsi\u00a0: 2026-11-19."}),
        ("du=2026-11-19T10:00", {"du": "Écrivez la date sans l’heure, ainsi\u00a0: 2026-11-19."}),
        ("du=2026-11-19&au=2026-11-18", {"au": "Le dernier jour vient après le premier."}),
        ("du=2026-01-01&au=2027-01-02", {"au": "Demandez 366 jours au plus."}),
        ("du=9999-12-31", {"du": "Choisissez une date entre 2000 et 2099."}),
        ("du=0001-01-01", {"du": "Choisissez une date entre 2000 et 2099."}),
        ("page=0", {"page": "Choisissez un nombre plus grand\u00a0: 1 au moins."}),
        ("page=deux", {"page": "Écrivez un nombre entier."}),
        ("par_page=201", {"par_page": "Choisissez un nombre plus petit\u00a0: 200 au plus."}),
        (f"page={'9' * 5000}", {"page": "Choisissez un nombre plus petit."}),
        (f"atelier={'a' * 51}", {"atelier": "Écrivez 50 lettres au plus."}),
        ("ateliers=couture", {"ateliers": "Ce paramètre n’existe pas."}),
    ],
)
def test_une_demande_incorrecte_dit_le_parametre_et_la_raison(client, centre, requete, refus):
    assert champs_refuses(client, requete) == refus


def test_une_annee_entiere_se_demande(client, centre):
    assert lire(client, f"{SEANCES}?du=2026-01-01&au=2026-12-31")["total"] == 0


@pytest.mark.parametrize("slug", ["absent", "ferme"])
@pytest.mark.parametrize("liste", ["ateliers", "seances"])
def test_un_centre_absent_ou_ferme_est_introuvable(client, slug, liste):
    creer_centre("ferme", est_public=False)

    assert lire(client, f"/api/v1/centres/{slug}/{liste}", statut=404) == {
        "code": "introuvable",
        "message": "Cette adresse ne mène à aucune donnée publique.",
        "champs": [],
    }


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete", "options"])
def test_l_interface_se_lit_seulement(client, centre, methode):
    reponse = getattr(client, methode)(SEANCES)

    assert (reponse.status_code, reponse["Allow"]) == (405, "GET, HEAD")
    assert reponse.json()["message"] == "Cette adresse se lit seulement (GET)."


# --- Cache -----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [SEANCES, ATELIERS, "/api/v1/centres"])
def test_les_reponses_se_gardent_sans_cookie(client, centre, url):
    reponse = client.get(url)

    assert reponse["Cache-Control"] == "public, max-age=900"
    assert reponse["Content-Type"] == "application/json; charset=utf-8"
    assert reponse["Access-Control-Allow-Origin"] == "*"
    assert reponse.cookies == {}
    assert "Cookie" not in reponse.get("Vary", "")
    garde = client.get(url, headers={"If-None-Match": reponse["ETag"]})
    assert (garde.status_code, garde.content, garde["ETag"]) == (304, b"", reponse["ETag"])
    date = client.get(url, headers={"If-Modified-Since": reponse["Last-Modified"]})
    assert date.status_code == 304


def etiquettes(client):
    return [client.get(url)["ETag"] for url in (SEANCES, ATELIERS, f"{SEANCES}?page=2")]


def test_l_etag_suit_les_changements_du_programme(client, centre, lieu):
    atelier = creer_atelier(centre)
    seance = creer_seance(atelier, lieu=lieu, heure=18)
    vues = [etiquettes(client)]
    annuler(seance, motif="autre", par=None)
    vues.append(etiquettes(client))
    atelier.titre = "Broderie"
    enregistrer_atelier(atelier)
    vues.append(etiquettes(client))
    with time_machine.travel(MATIN + dt.timedelta(days=1), tick=False):
        vues.append(etiquettes(client))

    toutes = [etiquette for vue in vues for etiquette in vue]
    assert len(set(toutes)) == 12
    assert etiquettes(client) == vues[2]


def test_l_etag_des_centres_suit_leur_fiche(client, centre):
    avant = client.get("/api/v1/centres")["ETag"]
    centre.telephone = "03 53 01 00 99"
    centre.save()

    assert client.get("/api/v1/centres")["ETag"] != avant


def test_une_reponse_304_ne_lit_aucune_seance(client, centre, lieu, django_assert_num_queries):
    creer_seance(creer_atelier(centre), lieu=lieu)
    etag = client.get(SEANCES)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(SEANCES, headers={"If-None-Match": etag}).status_code == 304


def peupler(centre, lieu, nombre):
    ateliers = [creer_atelier(centre, lieu=lieu) for _ in range(nombre // 10)]
    Seance.objects.bulk_create(
        Seance(
            centre=centre,
            atelier=ateliers[rang % len(ateliers)],
            lieu=lieu,
            debut=MATIN + dt.timedelta(minutes=30 * rang),
            fin=MATIN + dt.timedelta(minutes=30 * rang + 60),
            capacite=10,
            etat="prevue",
        )
        for rang in range(nombre)
    )
    rafraichir_agendas([f"centre:{centre.pk}"])


@pytest.mark.parametrize("nombre", [10, 1000])
@pytest.mark.parametrize("url", [SEANCES, ATELIERS])
def test_les_listes_font_trois_requetes(
    client, centre, lieu, nombre, url, django_assert_num_queries
):
    peupler(centre, lieu, nombre)
    with django_assert_num_queries(3):
        lue = lire(client, f"{url}?par_page=200")
    assert lue["total"] == (nombre if url == SEANCES else nombre // 10)


def test_les_centres_font_une_requete(client, django_assert_num_queries):
    for rang in range(30):
        creer_centre(f"centre-{rang}", nom=f"Centre {rang}")
    with django_assert_num_queries(1):
        assert lire(client, "/api/v1/centres")["total"] == 30


# --- Description -----------------------------------------------------------------------------


def test_openapi_decrit_chaque_adresse_et_ses_refus(client):
    lue = lire(client, "/api/v1/openapi.json")

    assert {
        chemin: (list(methodes), sorted(methodes["get"]["responses"]))
        for chemin, methodes in lue["paths"].items()
    } == {
        "/api/v1/centres": (["get"], ["200", "422"]),
        "/api/v1/centres/{centre}/ateliers": (["get"], ["200", "404", "422"]),
        "/api/v1/centres/{centre}/seances": (["get"], ["200", "404", "422"]),
    }
    parametres = lue["paths"]["/api/v1/centres/{centre}/seances"]["get"]["parameters"]
    assert {p["name"] for p in parametres} == {
        *("centre", "page", "par_page", "du", "au", "genre", "atelier", "lieu")
    }
    parametres = lue["paths"]["/api/v1/centres/{centre}/ateliers"]["get"]["parameters"]
    assert {p["name"] for p in parametres} == {"centre", "page", "par_page", "genre", "lieu"}


def test_les_reponses_ont_la_forme_decrite(client, centre, lieu):
    creer_seance(creer_atelier(centre), lieu=lieu)
    schemas = lire(client, "/api/v1/openapi.json")["components"]["schemas"]

    (seance,) = lire(client, SEANCES)["resultats"]
    assert set(seance) == set(schemas["SeanceLue"]["properties"])
    assert set(lire(client, SEANCES)) == set(schemas["PageDeSeances"]["properties"])
    refus = lire(client, f"{SEANCES}?page=0", statut=422)
    assert set(refus) == set(schemas["Erreur"]["properties"])


def test_la_page_de_description_ne_charge_rien_d_ailleurs(client, centre):
    reponse = client.get("/api/v1/")
    page = reponse.content.decode()

    assert "/api/v1/centres/{centre}/seances" in page
    assert f'href="{SEANCES}"' in page
    assert "cdn" not in page
    assert "'unsafe-inline'" not in reponse["Content-Security-Policy"]
    assert reponse.cookies == {}


def test_l_adresse_discrete_est_la_seule_a_sortir(client, centre):
    lieu = creer_lieu(centre, adresse="Centre d’addictologie", adresse_discrete="place Roland")
    creer_seance(creer_atelier(centre, lieu=lieu), lieu=lieu)

    assert lire(client, SEANCES)["resultats"][0]["lieu"]["adresse"] == "place Roland"
    assert "addictologie" not in client.get(ATELIERS).content.decode()
    assert Lieu.objects.get(pk=lieu.pk).adresse == "Centre d’addictologie"
