import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from ateliers.affiches.atelier import affiche_annee, carte_atelier
from ateliers.affiches.cartes import adresse_courte, periode_ecrite
from ateliers.affiches.semaine import affiche_semaine
from ateliers.models import Atelier, Seance, VersionAgenda
from ateliers.operations import annuler, deplacer, planifier_annee
from centre import pdf
from centre.models import Centre, Lieu, PeriodeCalendrier
from centre.temps import instant, semaine_iso
from tests.ateliers.calendrier import poser_calendrier
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)
from tests.documents import balises, lire, texte

pytestmark = pytest.mark.django_db
QUAND = instant(dt.date(2026, 11, 17), dt.time(9))
LUNDI = dt.date(2026, 11, 16)


@pytest.fixture
def lierre():
    call_command("loaddata", "le_lierre.yaml", verbosity=0)
    centre = Centre.objects.get(slug="le-lierre")
    poser_calendrier(centre)
    planifier_annee(centre, 2026, quand=instant(dt.date(2025, 12, 1), dt.time(8)))
    return centre


def semaine(centre, lundi=LUNDI, **options):
    if isinstance(lundi, str):
        lundi = semaine_iso(lundi)
    return affiche_semaine(centre, lundi=lundi, quand=QUAND, **options)


def imprimer(donnees, gabarit="affiche_semaine.typ"):
    return pdf.composer(gabarit, donnees, quand=QUAND)


def cartes(donnees):
    return {jour["nom"]: [c["titre"] for c in jour["cartes"]] for jour in donnees["jours"]}


def notes(donnees):
    return {
        jour["nom"]: [f"{n['titre']} {n['texte']}" for n in jour["notes"]]
        for jour in donnees["jours"]
        if jour["notes"]
    }


def absences(donnees):
    return [ligne["titre"] + ligne["texte"] for ligne in donnees["absences"]]


def test_affiche_semaine_imprime_la_semaine_du_lierre(lierre):
    VersionAgenda.objects.update(version=7)
    octets = imprimer(semaine(lierre))
    lu = texte(octets)

    assert len(lire(octets).pages) == 2
    for voulu in (
        "Les ateliers de la semaine du lundi 16 au samedi 21 novembre 2026",
        "Relaxation 14 h 30 – 15 h 45 Salle polyvalente place Roland",
        "Couture 9 h – 11 h Espace adultes 31 avenue de Guise",
        "03 53 01 00 00",
        "Version 7, imprimée le mardi 17 novembre 2026",
        "Les dates à retenir jusqu’au dimanche 14 février 2027",
    ):
        assert voulu in lu
    assert {"H1", "H2", "H3", "Table", "TH", "Figure"} <= balises(octets)


def test_affiche_semaine_en_a3_a_les_memes_mots(lierre):
    a4, a3 = imprimer(semaine(lierre)), imprimer(semaine(lierre, papier="a3"))

    tailles = [[round(float(x)) for x in lire(o).pages[0].mediabox[2:]] for o in (a4, a3)]
    assert tailles == [[595, 842], [842, 1191]]
    assert texte(a3) == texte(a4)


def test_affiche_semaine_tait_niveau_3_et_donne_la_famille_du_niveau_2(lierre):
    """Over the whole year: no title above level 1, no count."""
    for rang in range(0, 52, 6):
        mots = str(semaine(lierre, dt.date(2026, 1, 5) + dt.timedelta(weeks=rang)))
        for interdit in ("Sophrologie", "paroles", "individuel", "sieges", "capacite"):
            assert interdit not in mots
    jeudi = Seance.objects.filter(atelier__code="SOP").first()
    donnees = semaine(lierre, jeudi.debut.date() - dt.timedelta(days=3))
    assert "Santé et bien-être" in cartes(donnees)["Jeudi"]
    assert "Sophrologie" not in texte(imprimer(donnees))


def test_affiche_semaine_n_imprime_aucun_nom(lierre):
    animatrice = creer_utilisateur("animation", lierre, prenom="Zélie", nom="Quentin")
    professionnel = creer_professionnel(animatrice, lierre, prenom="Zélie", nom="Quentin")
    for seance in Seance.objects.filter(centre=lierre):
        seance.animateurs.add(professionnel)
    lu = texte(imprimer(semaine(lierre)))

    assert "Couture" in lu
    assert "Zélie" not in lu
    assert "Quentin" not in lu


def test_affiche_semaine_de_la_toussaint_dit_les_arrets_et_la_reprise(lierre):
    donnees = semaine(lierre, "2026-W44")

    assert cartes(donnees)["Lundi"] == ["Relaxation", "Permanence Emploi"]
    assert notes(donnees) == {
        "Lundi": ["Espace Vie et Quotidien\u00a0: pas d’atelier. Reprise lundi 2 novembre."]
    }
    assert absences(donnees) == [
        "Pas d’atelier\u00a0: dimanche 1er novembre 2026 (Toussaint)\u00a0; "
        "mercredi 11 novembre 2026 (Armistice de 1918).",
        "Vacances de la Toussaint\u00a0: du samedi 17 octobre au dimanche 1er novembre 2026. "
        "Certains ateliers s’arrêtent.",
        "Vacances de Noël\u00a0: du samedi 19 décembre 2026 au dimanche 3 janvier 2027. "
        "Certains ateliers s’arrêtent.",
    ]
    lu = texte(imprimer(donnees))
    assert "du lundi 26 au samedi 31 octobre 2026" in lu
    assert "Espace Vie et Quotidien : pas d’atelier. Reprise lundi 2 novembre." in lu


def test_affiche_semaine_d_un_jour_ferie_le_dit_ce_jour_la(lierre):
    donnees = semaine(lierre, "2026-W46")
    (mercredi,) = [jour for jour in donnees["jours"] if jour["nom"] == "Mercredi"]

    assert (mercredi["annonces"], mercredi["cartes"], mercredi["notes"]) == (
        ["Armistice de 1918"],
        [],
        [],
    )


def test_affiche_semaine_n_annonce_pas_ferme_un_jour_ou_l_on_vient(lierre):
    atelier = Atelier.objects.get(code="COU")
    lieu = Lieu.objects.get(slug="espace-adultes")
    creer_seance(atelier, jour=dt.date(2026, 12, 29), lieu=lieu)
    creer_seance(atelier, jour=dt.date(2026, 11, 11), lieu=lieu)

    assert absences(semaine(lierre, "2026-W46"))[0] == (
        "Pas d’atelier\u00a0: du jeudi 24 décembre 2026 au vendredi 1er janvier 2027 "
        "(Fermeture de fin d’année, sauf mardi 29 décembre)."
    )


def test_affiche_semaine_montre_ce_qui_a_change_de_jour(lierre):
    couture = Seance.objects.get(atelier__code="COU", date_origine=dt.date(2026, 11, 17))
    plus_tard = dt.timedelta(days=1, hours=5)
    deplacer(
        couture,
        debut=couture.debut + plus_tard,
        fin=couture.fin + plus_tard,
        lieu=couture.lieu,
        raison="Claire Martin est malade",
        par=None,
        quand=instant(dt.date(2026, 11, 16), dt.time(7)),
    )
    donnees = semaine(lierre)

    mentions = {c["titre"]: c["mention"] for j in donnees["jours"] for c in j["cartes"]}
    assert {t: m for t, m in mentions.items() if m} == {"Couture": "Nouveau jour"}
    assert notes(donnees)["Mardi"] == ["Couture\u00a0? Cette semaine, c’est mercredi."]
    assert "malade" not in str(donnees)


def test_affiche_semaine_ne_dit_pas_ce_qu_un_atelier_discret_est_devenu(lierre):
    lieu = Lieu.objects.get(slug="salle-polyvalente")
    discret = creer_atelier(lierre, titre="Sophrologie", sensibilite=2, theme="bien")
    seance = creer_seance(discret, LUNDI, 17, lieu=lieu, titre_propre="Gérer son stress")
    jour = dt.timedelta(days=1)
    deplacer(
        seance,
        debut=seance.debut + jour,
        fin=seance.fin + jour,
        lieu=lieu,
        raison="",
        par=None,
        quand=instant(LUNDI, dt.time(7)),
    )
    donnees = semaine(lierre)

    carte = donnees["jours"][1]["cartes"][-1]
    assert (carte["titre"], carte["dessin"]) == ("Santé et bien-être", "pousse")
    assert seance.atelier.pictogramme != "pousse"
    assert not any(c["mention"] for jour in donnees["jours"] for c in jour["cartes"])
    assert "Lundi" not in notes(donnees)
    assert "stress" not in str(donnees)


def test_affiche_semaine_garde_une_date_annulee_et_le_dit(lierre):
    couture = Seance.objects.get(atelier__code="COU", date_origine=dt.date(2026, 11, 17))
    annuler(couture, motif="autre", par=None)
    lu = texte(imprimer(semaine(lierre)))

    assert "Annulé" in lu
    assert "Autre raison" not in lu


def test_affiche_semaine_ne_montre_que_ce_qui_est_public():
    centre = creer_centre()
    ouvert, ferme = creer_lieu(centre), creer_lieu(centre, est_confidentiel=True)
    creer_seance(creer_atelier(centre, titre="Ouvert"), LUNDI, lieu=ouvert)
    creer_seance(creer_atelier(centre, titre="Brouillon"), LUNDI, lieu=ouvert, etat="brouillon")
    creer_seance(creer_atelier(centre, titre="Bureau"), LUNDI, lieu=ferme)
    creer_seance(creer_atelier(centre, sensibilite=3), LUNDI, lieu=ouvert)
    creer_seance(creer_atelier(centre, genre="entretien"), LUNDI, lieu=ouvert)
    creer_seance(creer_atelier(centre, est_publie=False), LUNDI, lieu=ouvert)
    creer_seance(creer_atelier(creer_centre("ailleurs"), titre="Ailleurs"), LUNDI)

    assert cartes(semaine(centre))["Lundi"] == ["Ouvert"]


def test_affiche_semaine_vide_tient_sur_une_page():
    octets = imprimer(semaine(creer_centre()))

    assert len(lire(octets).pages) == 1
    assert texte(octets).count("Pas d’atelier ce jour.") == 6


def test_affiche_semaine_de_soixante_seances_garde_tout(lierre):
    lieu = Lieu.objects.get(slug="espace-adultes")
    for rang in range(60):
        atelier = creer_atelier(lierre, titre=f"Numéro {rang:02d}")
        creer_seance(atelier, LUNDI + dt.timedelta(days=rang % 6), 8 + rang % 10, lieu=lieu)
    lu = texte(imprimer(semaine(lierre)))

    assert [n for n in range(60) if f"Numéro {n:02d}" not in lu] == []


@pytest.mark.parametrize("nombre", [1, 40])
def test_affiche_semaine_fait_le_meme_nombre_de_requetes(nombre, django_assert_num_queries):
    centre = creer_centre()
    lieu = creer_lieu(centre)
    for rang in range(nombre):
        creer_seance(creer_atelier(centre), LUNDI + dt.timedelta(days=rang % 6), lieu=lieu)
        sortie = creer_atelier(centre, genre="sortie", accepte_enfants=True)
        creer_seance(sortie, LUNDI + dt.timedelta(days=rang), lieu=lieu)
    with django_assert_num_queries(6):
        semaine(centre)


def test_affiche_annee_liste_les_dates_par_mois(lierre):
    donnees = affiche_annee(Atelier.objects.get(code="EVQ"), annee=2026, quand=QUAND)

    mois = {m["nom"]: [ligne["texte"] for ligne in m["lignes"]] for m in donnees["mois"]}
    assert (mois["Juin"], mois["Juillet"], mois["Octobre"]) == (
        ["Lundi 1er, 8, 15, 22 et 29"],
        [],
        ["Lundi 5 et 12"],
    )
    assert donnees["habitude"] == "Lundi, 14\u00a0h – 16\u00a0h"
    assert absences(donnees)[0].endswith(
        "du samedi 17 octobre au dimanche 1er novembre 2026 (Vacances de la Toussaint)."
    )
    octets = imprimer(donnees, "affiche_annee.typ")
    assert len(lire(octets).pages) == 1
    assert "Espace Vie et Quotidien Les dates de 2026" in texte(octets)


def test_affiche_annee_dit_ce_qui_differe(lierre):
    atelier = Atelier.objects.get(code="VID")
    lieu = Lieu.objects.get(slug="salle-polyvalente")
    creer_seance(atelier, dt.date(2026, 12, 5), 10, lieu=lieu, titre_propre="Projection")
    donnees = affiche_annee(atelier, annee=2026, quand=QUAND)

    assert donnees["mois"][11]["lignes"] == [
        {
            "texte": "Samedi 5",
            "detail": "Projection, 10\u00a0h – 12\u00a0h, Salle polyvalente",
        }
    ]


def test_carte_d_un_atelier_discret_ne_dit_que_la_famille(lierre):
    donnees = carte_atelier(Atelier.objects.get(code="SOP"), quand=QUAND, papier="a6")

    assert "ophrologie" not in str(donnees)
    octets = imprimer(donnees, "carte_atelier.typ")
    assert texte(octets).startswith("Centre Le Lierre Santé et bien-être Jeudi, 14 h – 15 h 15")
    assert [round(float(x)) for x in lire(octets).pages[0].mediabox[2:]] == [298, 420]


def test_carte_donne_les_prochaines_dates_en_toutes_lettres(lierre):
    donnees = carte_atelier(Atelier.objects.get(code="FLE"), quand=QUAND, papier="a5")

    assert [d["jour"] for d in donnees["prochaines"]] == [
        "Vendredi 20 novembre 2026",
        "Vendredi 27 novembre 2026",
        "Vendredi 4 décembre 2026",
        "Vendredi 11 décembre 2026",
        "Vendredi 18 décembre 2026",
    ]


def adresse_du_carre(donnees):
    return donnees["qr-alt"].removeprefix("Carré à lire avec un téléphone\u00a0: ")


def test_carre_mene_a_la_page_publique_jamais_a_celle_d_un_atelier_discret(lierre):
    couture, sophrologie = (Atelier.objects.get(code=code) for code in ("COU", "SOP"))
    du_centre = "https://lierre.example/c/le-lierre/"

    assert adresse_du_carre(semaine(lierre)) == du_centre
    assert adresse_du_carre(carte_atelier(couture, quand=QUAND)) == f"{du_centre}couture/"
    assert adresse_du_carre(carte_atelier(sophrologie, quand=QUAND)) == du_centre
    lierre.est_public = False
    assert semaine(lierre)["qr"] is None


@pytest.mark.parametrize(
    ("du", "au", "ecrite"),
    [
        ((2026, 11, 1), (2026, 11, 1), "dimanche 1er novembre 2026"),
        ((2026, 11, 16), (2026, 11, 21), "du lundi 16 au samedi 21 novembre 2026"),
        ((2026, 11, 30), (2026, 12, 5), "du lundi 30 novembre au samedi 5 décembre 2026"),
        ((2026, 12, 28), (2027, 1, 2), "du lundi 28 décembre 2026 au samedi 2 janvier 2027"),
        ((2026, 12, 1), (2026, 12, 5), "du mardi 1er au samedi 5 décembre 2026"),
    ],
)
def test_periode_ecrite(du, au, ecrite):
    assert periode_ecrite(dt.date(*du), dt.date(*au)) == ecrite


@pytest.mark.parametrize(
    ("adresse", "courte"),
    [
        ("31 avenue de Guise, 57100 Thionville", "31 avenue de Guise"),
        ("place Roland", "place Roland"),
        ("2 rue de Thionville, 57970 Yutz", "2 rue de Thionville, 57970 Yutz"),
    ],
)
def test_adresse_courte_garde_une_autre_ville(adresse, courte):
    assert adresse_courte(Lieu(adresse=adresse), "Thionville") == courte


# --- Pages -----------------------------------------------------------------------------------


def test_affiche_semaine_se_telecharge_sous_un_nom(client, claire):
    url = reverse("ateliers:affiche-semaine")
    reponse = client.get(url, {"semaine": "2026-W44", "format": "a3"})

    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"] == 'inline; filename="planning-2026-W44-a3.pdf"'
    assert reponse["Cache-Control"] == "private, no-store"
    assert "26 au samedi 31 octobre 2026" in texte(reponse.content)


@pytest.mark.parametrize("requete", ["?semaine=2026-W99&format=a0", "?semaine=%00&format=", ""])
def test_affiche_semaine_ignore_une_adresse_mal_ecrite(client, claire, requete):
    reponse = client.get(reverse("ateliers:affiche-semaine") + requete)

    assert reponse.content.startswith(b"%PDF-")


def test_affiche_annee_d_un_atelier_discret_n_a_pas_son_nom_de_fichier(client, claire):
    atelier = creer_atelier(slug="sophrologie", sensibilite=2, theme="bien")
    reponse = client.get(reverse("ateliers:affiche-annee", args=[atelier.pk]), {"format": "a6"})

    assert reponse["Content-Disposition"] == 'inline; filename="famille-bien-carte-a6.pdf"'


@pytest.mark.parametrize("champs", [{"sensibilite": 3}, {"genre": "entretien"}])
def test_affiche_annee_n_existe_pas_pour_un_atelier_protege(client, claire, champs):
    atelier = creer_atelier(**champs)

    assert client.get(reverse("ateliers:affiche-annee", args=[atelier.pk])).status_code == 404
    page = client.get(reverse("ateliers:atelier-detail", args=[atelier.pk])).content.decode()
    assert reverse("ateliers:affiche-annee", args=[atelier.pk]) not in page


def test_affiche_semaine_impossible_ramene_au_planning(client, claire, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "GABARITS", tmp_path)
    reponse = client.get(reverse("ateliers:affiche-semaine"), follow=True)

    assert reponse.redirect_chain == [(reverse("ateliers:planning-semaine"), 302)]
    assert "L’affiche n’a pas pu être faite." in reponse.content.decode()


def test_les_pages_menent_aux_affiches(client, claire):
    atelier = creer_atelier()
    planning = client.get(reverse("ateliers:planning-semaine"), {"semaine": "2026-W47"})
    fiche = client.get(reverse("ateliers:atelier-detail", args=[atelier.pk]), {"annee": "2026"})

    assert "/planning/affiche/?semaine=2026-W47&amp;format=a3" in planning.content.decode()
    assert f"/ateliers/{atelier.pk}/affiche/?annee=2026" in fiche.content.decode()


def test_calendrier_ouvert_n_est_pas_annonce_ferme():
    centre = creer_centre()
    PeriodeCalendrier.objects.create(
        centre=centre,
        genre="ferie",
        nom="Fête locale",
        debut=LUNDI,
        fin=LUNDI,
        reste_ouvert=True,
    )
    donnees = semaine(centre)

    assert donnees["jours"][0]["annonces"] == ["Fête locale\u00a0: le centre est ouvert"]
    assert absences(donnees) == []
