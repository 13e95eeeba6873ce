"""What each kind of file writes, and what it refuses in a sentence."""

import datetime as dt

import pytest

from ateliers.models import Atelier, Seance, Serie
from bilans.models import Import
from bilans.operations.imports import appliquer_import
from bilans.operations.retraits import defaire_import, preparer_retrait
from centre.conservation import regles
from centre.erreurs import Refus
from centre.models import Lieu, Message, Organisme, Professionnel
from centre.temps import instant
from parcours.models import Orientation, Personne, TransitionOrientation
from presences.models import Feuille, Presence
from tests import builders as b
from tests.bilans.tableaux import apercu, csv, etats, importer, messages

pytestmark = pytest.mark.django_db

JEUDI = dt.date(2026, 3, 12)


# --- Partners and places -----------------------------------------------------------------------

PARTENAIRES = csv(
    "Organisme;Type;Oriente vers le centre;Prénom;Contact;Courriel",
    "CCAS de Thionville;CCAS;oui;Claire;Muller;claire@example.org",
    "CCAS de Thionville;CCAS;oui;Paul;Weber;",
    "CSAPA Baudelaire;CSAPA;non;;;",
)


def test_un_partenaire_et_ses_deux_contacts():
    assert importer(PARTENAIRES, genre="organismes") == 3
    ecrits = list(
        Organisme.objects.order_by("nom").values_list(
            "nom", "type", "est_orienteur", "est_sensible"
        )
    )
    assert ("CCAS de Thionville", "CCAS", True, False) in ecrits
    # Health is sensitive by its type, whatever the file says.
    assert ("CSAPA Baudelaire", "CSAPA", False, True) in ecrits
    contacts = Professionnel.objects.filter(organisme__nom="CCAS de Thionville")
    assert sorted(map(str, contacts)) == ["Claire Muller", "Paul Weber"]


def test_un_partenaire_deja_la_n_est_pas_double():
    importer(PARTENAIRES, genre="organismes")
    assert importer(PARTENAIRES, genre="organismes") == 0
    assert etats(PARTENAIRES, genre="organismes") == [(n, "connue") for n in (2, 3, 4)]


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        ("CCAS;Préfecture;oui;;;", "Écrivez l’un de ceux-ci\u00a0: "),
        ("CCAS;CCAS;peut-être;;;", "Écrivez oui ou non."),
        ("CCAS;CCAS;oui;Claire;Muller;pas-un-courriel", "courriel du contact"),
        (";CCAS;oui;;;", "Cette case est vide."),
    ],
)
def test_un_partenaire_faux_dit_pourquoi(ligne, message):
    entete = PARTENAIRES.decode().splitlines()[0]
    assert message in messages(csv(entete, ligne), genre="organismes")[0]


def test_des_lieux_avec_leur_adresse():
    contenu = csv(
        "Salle;Adresse;Places;Confidentiel;Trajet",
        "Salle Couture;31 avenue de Guise;12;non;",
        "Cuisine de l’AFAD;56 route de la Briquerie;8;;15",
        "salle couture;ailleurs;5;;",
        "Sans adresse;;5;;",
        "Immense;ici;5000;;",
    )
    assert importer(contenu, genre="lieux") == 2
    assert etats(contenu, genre="lieux") == [
        *[(2, "connue"), (3, "connue"), (4, "connue"), (5, "erreur"), (6, "erreur")]
    ]
    afad = Lieu.objects.get(nom="Cuisine de l’AFAD")
    assert (afad.capacite, afad.minutes_de_trajet, afad.slug) == (8, 15, "cuisine-de-lafad")


# --- Ateliers and series -----------------------------------------------------------------------

PROGRAMME = (
    "Activité;Niveau;Salle;Places;Jour;Début;Fin;Calendrier;A partir du;Jusqu'au;Intervenant"
)


def test_un_atelier_de_deux_jours_reste_un_brouillon():
    lieu = b.creer_lieu(nom="Salle Couture")
    contenu = csv(
        PROGRAMME,
        f"Vidéo;0;{lieu.nom};10;lundi;14 h;16h30;hors vacances scolaires;07/09/2026;02/07/2027;",
        f"Vidéo;0;{lieu.nom};10;jeudi;9:00;11:00;Toute l’année;07/09/2026;02/07/2027;",
    )
    assert importer(contenu, genre="ateliers") == 2
    atelier = Atelier.objects.get(titre="Vidéo")
    assert (atelier.est_publie, atelier.lieu, atelier.titre_discret) == (
        False,
        lieu,
        "RDV Le Lierre",
    )
    series = atelier.series.order_by("jour").values_list("jour", "heure_debut", "regle", "etat")
    assert list(series) == [
        (0, dt.time(14), "hors_vacances", "brouillon"),
        (3, dt.time(9), "toute_annee", "brouillon"),
    ]
    assert Seance.objects.filter(atelier=atelier).count() == 0
    assert importer(contenu, genre="ateliers") == 0


def test_deux_ateliers_au_meme_debut_de_nom_ont_chacun_leur_code():
    lieu = b.creer_lieu(nom="Salle Couture")
    suite = f";0;{lieu.nom};10;lundi;14:00;16:00;;07/09/2026;02/07/2027;"
    assert importer(csv(PROGRAMME, f"Vidéo A{suite}", f"Vidéo B{suite}"), genre="ateliers") == 2
    assert (
        len(set(Atelier.objects.filter(titre__startswith="Vidéo").values_list("code", flat=True)))
        == 2
    )


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        ("0;Nulle part;10;lundi;14:00;16:00;;07/09/2026;02/07/2027;", "Ce lieu n’existe pas"),
        ("0;{};10;lundy;14:00;16:00;;07/09/2026;02/07/2027;", "Écrivez un jour"),
        ("0;{};10;lundi;16:00;14:00;;07/09/2026;02/07/2027;", "L’heure de fin vient après"),
        ("0;{};10;lundi;25:00;26:00;;07/09/2026;02/07/2027;", "Écrivez l’heure comme 14:00."),
        ("0;{};10;lundi;14:00;16:00;;02/07/2027;07/09/2026;", "Le dernier jour vient après"),
        ("0;{};10;lundi;14:00;16:00;;07/09/2026;02/07/2027;Inconnue", "pas dans votre annuaire"),
        ("9;{};10;lundi;14:00;16:00;;07/09/2026;02/07/2027;", "Écrivez le niveau"),
        ("0;{};0;lundi;14:00;16:00;;07/09/2026;02/07/2027;", "nombre entre 1 et 1000"),
    ],
)
def test_une_serie_fausse_dit_pourquoi(cases, message):
    lieu = b.creer_lieu(nom="Salle Couture")
    contenu = csv(PROGRAMME, f"Vidéo;{cases.format(lieu.nom)}")
    assert message in messages(contenu, genre="ateliers")[0]


# --- Orientations ------------------------------------------------------------------------------

ORIENTATIONS = "prenom;nom;reçue le;orienteur;professionnel;dispositif;difficultés repérées;etat"


def test_des_orientations_passees_n_envoient_rien():
    rosa = b.creer_personne(prenom="Rosa", nom="Pinto")
    dispositif = b.creer_dispositif()
    ccas = b.creer_organisme(nom="CCAS")
    suite = f"CCAS;Claire Muller;{dispositif.nom};Logement, Langue;sans suite"
    contenu = csv(ORIENTATIONS, f"ROSA;PINTO;12/03/2025;{suite}", f"Rosa;Pinto;12/03/2026;{suite}")
    assert importer(contenu, genre="orientations") == 2

    [premiere] = Orientation.objects.filter(recue_le=dt.date(2025, 3, 12))
    assert (premiere.personne, premiere.prescripteur.organisme, str(premiere.prescripteur)) == (
        rosa,
        ccas,
        "Claire Muller",
    )
    assert (premiere.difficultes, premiere.etat, premiere.close_le) == (
        ["logement", "langue"],
        "sans_suite_personne",
        dt.date(2025, 3, 12),
    )
    assert TransitionOrientation.objects.get(orientation=premiere).le == instant(
        dt.date(2025, 3, 12), dt.time(12)
    )
    assert Message.objects.count() == 0
    assert importer(contenu, genre="orientations") == 0


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        ("Rosa;Absente;12/03/2025;CCAS;;;;", "ne connaît pas cette personne"),
        ("Rosa;Pinto;12/03/2025;Inconnu;;;;", "n’est pas dans l’annuaire"),
        ("Rosa;Pinto;12/03/2125;CCAS;;;;", "Écrivez le jour comme 12/03/2025."),
        ("Rosa;Pinto;12/03/2025;CCAS;;Nulle;;", "Écrivez l’un de ceux-ci"),
        ("Rosa;Pinto;12/03/2025;CCAS;;;Paresse;", "pas dans la liste de la fiche"),
        ("Rosa;Pinto;12/03/2025;CCAS;;;;Entrée", "Écrivez Orientation reçue"),
        ("Ana;Silva;12/03/2025;CCAS;;;;", "Plusieurs personnes portent ce nom"),
    ],
)
def test_une_orientation_fausse_dit_pourquoi(ligne, message):
    b.creer_personne(prenom="Rosa", nom="Pinto")
    for annee in (1980, 1990):
        b.creer_personne(prenom="Ana", nom="Silva", date_naissance=dt.date(annee, 1, 1))
    b.creer_organisme(nom="CCAS")
    b.creer_dispositif()
    assert message in messages(csv(ORIENTATIONS, ligne), genre="orientations")[0]


# --- Past attendance ---------------------------------------------------------------------------

PRESENCES = "prenom;nom;date;atelier;debut;fin;reponse;arrivee;raison"


@pytest.fixture
def couture():
    b.creer_personne(prenom="Rosa", nom="Pinto")
    b.creer_personne(prenom="Aïcha", nom="Maïga")
    lieu = b.creer_lieu(nom="Salle Couture")
    return b.creer_atelier(titre="Atelier Couture", code="COU", lieu=lieu, capacite=1)


def test_des_presences_d_une_seance_que_le_service_n_a_pas(couture):
    contenu = csv(
        PRESENCES,
        "Rosa;Pinto;12/03/2026;COU;14h;16h;présente;;",
        "Aïcha;Maïga;12/03/2026;Atelier Couture;14h;16h;retard;14:30;",
        "Aïcha;Maïga;19/03/2026;COU;14h;16h;excusée;;Garde d’enfant",
    )
    assert importer(contenu, genre="presences") == 3
    premiere, seconde = Seance.objects.filter(atelier=couture).order_by("debut")
    assert (premiere.debut, premiere.etat, premiere.capacite, premiere.sieges_pris) == (
        instant(JEUDI, dt.time(14)),
        "tenue",
        2,
        2,
    )
    assert premiere.feuille.fermee_le is not None
    reponses = Presence.objects.order_by("place__seance__debut", "place__personne__prenom")
    assert list(reponses.values_list("statut", "motif", "sieges_presents")) == [
        ("present_partiel", "", 1),
        ("present", "", 1),
        ("absent_excuse", "enfant_garde", 0),
    ]
    assert Message.objects.count() == 0
    assert importer(contenu, genre="presences") == 0
    assert seconde.sieges_pris == 1


def test_une_seance_connue_recoit_la_reponse_et_fait_de_la_place(couture):
    seance = b.creer_seance(couture, JEUDI, capacite=1)
    b.creer_place(seance, Personne.objects.get(prenom="Aïcha"))
    contenu = csv(PRESENCES, "Rosa;Pinto;12/03/2026;COU;;;présente;;")
    assert importer(contenu, genre="presences") == 1
    seance.refresh_from_db()
    assert (seance.etat, seance.sieges_pris, seance.surreservation) == ("prevue", 2, 1)


def test_une_permanence_garde_ses_reponses_sur_ses_creneaux():
    """The slot takes the answer, the window carries the sheet: nothing is counted twice."""
    b.creer_personne(prenom="Rosa", nom="Pinto")
    permanence = b.creer_atelier(code="PEM", genre="permanence")
    fenetre = b.creer_seance(permanence, JEUDI, heure=16)
    creneau = b.creer_seance(permanence, JEUDI, 16, 30, fenetre=fenetre, capacite=1)
    contenu = csv(PRESENCES, "Rosa;Pinto;12/03/2026;PEM;16h;16h30;présente;;")
    assert importer(contenu, genre="presences") == 1
    creneau.refresh_from_db()
    assert (Presence.objects.get().place.seance, creneau.sieges_pris) == (creneau, 1)
    assert (Feuille.objects.get().seance, importer(contenu, genre="presences")) == (fenetre, 0)
    ligne = "Aïcha;Maïga;12/03/2026;PEM;{};18h;présente;;"
    b.creer_personne(prenom="Aïcha", nom="Maïga")
    [hors] = messages(csv(PRESENCES, ligne.format("17h")), genre="presences")
    Feuille.objects.update(fermee_le=instant(JEUDI, dt.time(18)))
    [fermee] = messages(csv(PRESENCES, ligne.format("16h")), genre="presences")
    assert ("commencent à 16:00." in hors, "déjà fermée" in fermee) == (True, True)


def test_une_inscrite_sans_reponse_recoit_la_sienne(couture):
    """Her place waits for its answer: the import writes it, and undoing leaves the place."""
    seance = b.creer_seance(couture, JEUDI, capacite=1)
    b.creer_place(seance, Personne.objects.get(prenom="Rosa"))
    contenu = csv(PRESENCES, "Rosa;Pinto;12/03/2026;COU;;;présente;;")
    importe = appliquer(contenu, "presences")
    seance.refresh_from_db()
    assert (Presence.objects.get().statut, seance.sieges_pris) == ("present", 1)
    assert etats(contenu, genre="presences") == [(2, "connue")]
    defaire_import(importe)
    assert (Presence.objects.count(), seance.places.count()) == (0, 1)
    seance.places.update(etat="demandee")
    assert "attend une place" in messages(contenu, genre="presences")[0]


def test_le_parcours_est_celui_de_ce_jour_la(couture):
    rosa = Personne.objects.get(prenom="Rosa")
    ancien = b.creer_parcours(
        rosa,
        date_entree=dt.date(2026, 1, 5),
        date_fin_reelle=dt.date(2026, 4, 1),
        motif_sortie="cdi",
    )
    importer(csv(PRESENCES, "Rosa;Pinto;12/03/2026;COU;14h;16h;x;;"), genre="presences")
    assert Presence.objects.get().place.parcours == ancien


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        ("Rosa;Pinto;12/03/2026;COU;;;présente;;", "écrivez ses deux heures"),
        ("Rosa;Pinto;12/03/2026;COU;16h;14h;présente;;", "L’heure de fin vient après"),
        ("Rosa;Pinto;12/03/2026;XYZ;14h;16h;présente;;", "Cet atelier n’existe pas"),
        ("Rosa;Pinto;12/03/2026;COU;14h;16h;peut-être;;", "Écrivez présent, retard"),
        ("Rosa;Pinto;12/03/2026;COU;14h;16h;retard;;", "Écrivez l’heure d’arrivée"),
        ("Rosa;Pinto;12/03/2026;COU;14h;16h;retard;17:00;", "hors de la séance"),
        ("Rosa;Pinto;12/03/2099;COU;14h;16h;présente;;", "Écrivez un jour passé"),
        ("Zoé;Inconnue;12/03/2026;COU;14h;16h;présente;;", "ne connaît pas cette personne"),
    ],
)
def test_une_presence_fausse_dit_pourquoi(couture, ligne, message):
    assert message in messages(csv(PRESENCES, ligne), genre="presences")[0]


def test_une_feuille_fermee_ne_change_pas(couture):
    seance = b.creer_seance(couture, JEUDI, etat="tenue")
    Feuille.objects.create(seance=seance, fermee_le=instant(JEUDI, dt.time(17)))
    contenu = csv(PRESENCES, "Rosa;Pinto;12/03/2026;COU;;;présente;;")
    assert "déjà fermée" in messages(contenu, genre="presences")[0]


def test_une_personne_d_un_autre_centre_ne_se_nomme_pas(couture):
    b.creer_personne(b.creer_centre("ailleurs"), prenom="Olena", nom="Koval")
    contenu = csv(PRESENCES, "Olena;Koval;12/03/2026;COU;14h;16h;présente;;")
    assert "ne connaît pas cette personne" in messages(contenu, genre="presences")[0]


# --- Taking it back ----------------------------------------------------------------------------


def appliquer(contenu, genre="personnes"):
    importe = apercu(contenu, genre=genre)
    appliquer_import(importe)
    importe.refresh_from_db()
    return importe


def test_defaire_retire_ce_que_personne_n_a_touche():
    importe = appliquer(csv("prenom;nom", "Rosa;Pinto", "Aïcha;Maïga", "Olena;Koval"))
    b.creer_parcours(Personne.objects.get(prenom="Rosa"))
    Personne.objects.filter(prenom="Olena").update(version=2)

    retrait = defaire_import(importe)

    assert (retrait.nombre, retrait.gardees) == (1, 2)
    assert set(Personne.objects.values_list("prenom", flat=True)) == {"Rosa", "Olena"}
    assert Import.objects.get().etat == "defait"


@pytest.mark.parametrize("genre", ["organismes", "lieux", "ateliers", "orientations", "presences"])
def test_tout_ce_qu_un_import_ecrit_se_defait(couture, genre):
    b.creer_organisme(nom="CCAS")
    b.creer_dispositif()
    equipe = b.creer_organisme(nom="Le Lierre", type=Organisme.Type.CENTRE)
    animatrice = b.creer_professionnel(prenom="Ines", nom="Roux", organisme=equipe)
    contenus = {
        "organismes": PARTENAIRES,
        "lieux": csv("nom;adresse", "Salle neuve;ici"),
        "ateliers": csv(
            PROGRAMME,
            f"Vidéo;0;Salle Couture;10;lundi;14:00;16:00;;07/09/2026;02/07/2027;{animatrice}",
        ),
        "orientations": csv(ORIENTATIONS, "Rosa;Pinto;12/03/2025;CCAS;Paul Weber;;;"),
        "presences": csv(PRESENCES, "Rosa;Pinto;12/03/2026;COU;14h;16h;présente;;"),
    }
    tables = (Organisme, Professionnel, Lieu, Atelier, Serie, Orientation, Seance, Presence)
    avant = [modele.objects.count() for modele in tables]
    importe = appliquer(contenus[genre], genre)
    assert [modele.objects.count() for modele in tables] != avant
    assert preparer_retrait(importe).gardees == 0
    defaire_import(importe)
    assert [modele.objects.count() for modele in tables] == avant


def test_defaire_garde_ce_que_quelqu_un_a_change_depuis(couture):
    """A partner, an orientation with its history, an answer: what was touched stays."""
    b.creer_dispositif()
    partenaires = appliquer(PARTENAIRES, "organismes")
    Organisme.objects.filter(nom="CSAPA Baudelaire").update(telephone="+33382000000")
    assert [str(x) for x in preparer_retrait(partenaires).objets_gardes()] == ["CSAPA Baudelaire"]
    ligne = "Rosa;Pinto;12/03/2025;CCAS de Thionville;Claire Muller;;;"
    orientations = appliquer(csv(ORIENTATIONS, ligne), "orientations")
    Orientation.objects.update(difficultes=["logement"])
    assert (defaire_import(orientations).gardees, TransitionOrientation.objects.count()) == (2, 1)
    heures = "12/03/2026;COU;14h;16h"
    contenu = csv(PRESENCES, f"Rosa;Pinto;{heures};x;;", f"Aïcha;Maïga;{heures};x;;")
    presences = appliquer(contenu, "presences")
    Presence.objects.filter(place__personne__nom="Pinto").update(statut="absent")
    # One answer holds its séance, and a séance keeps its whole sheet.
    assert (defaire_import(presences).nombre, Presence.objects.count()) == (0, 2)


def test_defaire_rend_les_places_et_garde_ce_qui_est_signe(couture):
    seance = b.creer_seance(couture, JEUDI, capacite=1)
    b.creer_place(seance, Personne.objects.get(prenom="Aïcha"))
    ligne = csv(PRESENCES, "Rosa;Pinto;12/03/2026;COU;;;présente;;")
    importe = appliquer(ligne, "presences")
    Feuille.objects.update(fermee_le=instant(JEUDI, dt.time(18)))
    assert (preparer_retrait(importe).nombre, preparer_retrait(importe).gardees) == (0, 2)
    Feuille.objects.update(fermee_le=None)
    defaire_import(importe)
    seance.refresh_from_db()
    assert (seance.sieges_pris, seance.surreservation, seance.places.count()) == (1, 0, 1)


def test_un_import_se_defait_une_fois_pendant_sept_jours():
    importe = appliquer(csv("prenom;nom", "Rosa;Pinto"))
    tard = importe.applique_le + dt.timedelta(days=7)
    with pytest.raises(Refus, match="sept jours"):
        defaire_import(importe, quand=tard)
    defaire_import(importe, quand=tard - dt.timedelta(seconds=1))
    with pytest.raises(Refus, match="une seule fois"):
        defaire_import(importe)


def test_un_fichier_laisse_la_s_oublie_au_bout_de_sept_jours():
    importe = apercu(csv("prenom;nom", "Rosa;Pinto"))
    regle = next(r for r in regles() if r.code == "imports")
    avant = importe.cree_le + dt.timedelta(days=7, seconds=-1)
    apres = importe.cree_le + dt.timedelta(days=7)
    assert (regle.compter(avant), regle.compter(apres), regle.appliquer(apres)) == (0, 1, 1)
    importe.refresh_from_db()
    assert (importe.etat, bytes(importe.contenu), importe.lignes.count()) == ("abandonne", b"", 0)


def test_ce_qui_ne_se_defait_plus_s_oublie():
    importe = appliquer(csv("prenom;nom", "Rosa;Pinto"))
    regle = next(r for r in regles() if r.code == "imports")
    assert regle.appliquer(importe.applique_le + dt.timedelta(days=7)) == 1
    assert (importe.objets.count(), Personne.objects.count()) == (0, 1)
