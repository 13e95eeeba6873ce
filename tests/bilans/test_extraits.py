"""Files to take away: columns, audiences, formulas that come back, one day of life, the journal."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from bilans.documents.repartitions import tranche
from bilans.extraits import EXTRAITS, ecrire
from bilans.imports.fichiers import lire
from bilans.models import Export
from bilans.operations.exports import vider_les_exports
from bilans.operations.imports import appliquer_import
from centre.messagerie import taches
from centre.models import JournalAcces
from centre.tableur import avec_formule, sans_formule
from centre.temps import instant
from parcours.models import Orientation, Personne
from presences.models import Feuille
from tests.bilans.tableaux import apercu
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_organisme,
    creer_orientation,
    creer_personne,
    creer_place,
    creer_presence,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
ANNEE = {"du": "2026-01-01", "au": "2026-12-31"}


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(instant(dt.date(2026, 11, 19), dt.time(18)), tick=False) as arret:
        yield arret


def demander(client, genre, audience="interne", extension="csv"):
    assert refus(client, genre, audience, extension=extension) == ""
    return Export.objects.latest("pk")


def refus(client, genre, audience="externe", **champs):
    """What the page answers instead of a file; nothing when the file is made."""
    donnees = {**ANNEE, "genre": genre, "audience": audience, "extension": "csv", **champs}
    reponse = client.post(reverse("bilans:export-list"), donnees)
    return "" if reponse.status_code == 302 else reponse.context["form"].non_field_errors()[0]


def lignes(client, export):
    reponse = client.get(reverse("bilans:export-fichier", args=[export.pk]))
    return list(csv.DictReader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("genre", EXTRAITS)
def test_extrait_colonnes_promises_et_partenaires_sans_nom(navigateur, genre):
    personne = creer_personne(prenom="Éloïse", nom="Faure", telephone="+33639980001")
    seances = [
        creer_seance(creer_atelier(sensibilite=niveau, titre=f"Atelier {niveau}"))
        for niveau in (0, 2)
    ]
    for qui in (personne, *(creer_personne() for _ in range(4))):
        creer_orientation(qui)
        for seance in seances:
            creer_presence(creer_place(seance, qui))
    export = demander(navigateur, genre)
    assert export.nombre == len(lignes(navigateur, export))
    for ligne in lignes(navigateur, export):
        assert list(ligne) == list(EXTRAITS[genre].colonnes)
    dehors = demander(navigateur, genre, "externe")
    texte = bytes(dehors.contenu).decode("utf-8-sig")
    secrets = ("Faure", "Éloïse", str(personne.reference), "39980001", "Atelier 2")
    assert not any(secret in texte for secret in secrets)


def test_extrait_un_organisme_sensible_ne_part_pas(navigateur):
    """Where she was sent from would say why; the name stays in the centre."""
    for genre in ("CSAPA", "CCAS"):
        organisme = creer_organisme(type=genre, nom=f"Le {genre}")
        for _ in range(3):
            creer_orientation(prescripteur=creer_professionnel(organisme=organisme))
    dehors = {(x["type"], x["organisme"]) for x in lues(navigateur, "externe")}
    assert dehors == {("", "Autre"), ("CCAS", "Le CCAS")}
    assert {x["organisme"] for x in lues(navigateur, "interne")} == {"Le CSAPA", "Le CCAS"}


def test_extrait_sans_nom_ne_laisse_reconnaitre_personne(navigateur):
    """Nineteen on the day of the export; the order of the rows is not that of the names."""
    champs = {"commune": "Guénange", "ressources": "aah", "menage": "parent_isole"}
    for rang in range(12):
        creer_personne(nom=f"Nom {rang:02}", date_naissance=dt.date(2015 - rang, 3, 14), **champs)
    creer_personne(nom="Zoé", date_naissance=dt.date(2007, 11, 19), sexe="F", qpv="oui")
    export = demander(navigateur, "personnes", "externe")
    lues = lignes(navigateur, export)
    assert list(lues[0]) == list(EXTRAITS["personnes"].colonnes_dehors)
    assert {"tranche_age": "18 à 25 ans", "sexe": "F", "qpv": "oui"} in lues
    ages = [p.age_le(dt.date(2026, 11, 19)) for p in Personne.objects.order_by("reference")]
    assert [x["tranche_age"] for x in lues] == [tranche(age) for age in ages]


def lues(navigateur, audience):
    return lignes(navigateur, demander(navigateur, "orientations", audience))


def test_extrait_deux_filtres_ne_se_soustraient_pas(navigateur):
    """Six in January, two in March, five in June, one of them in another action."""
    for mois, combien in ((1, 6), (3, 2), (6, 5)):
        for _ in range(combien):
            derniere = creer_orientation(recue_le=dt.date(2026, mois, 10))
    Orientation.objects.filter(pk=derniere.pk).update(dispositif=creer_dispositif("asi"))
    de_trois_mois = {"au": "2026-03-31"}
    for filtre in (de_trois_mois, {}):
        assert refus(navigateur, "orientations", **filtre) == ""
    for filtre in ({"au": "2026-03-09"}, {"dispositif": "action-lierre"}):
        dit = refus(navigateur, "orientations", **filtre)
        assert "Choisissez la même période et le même dispositif que ce fichier." in dit
    assert "d’une à quatre personnes" in refus(navigateur, "orientations", dispositif="asi")
    assert refus(navigateur, "orientations", **de_trois_mois) == ""
    assert refus(navigateur, "orientations", "interne", au="2026-01-31") == ""
    assert Export.objects.filter(audience="externe").count() == 3


def test_extrait_un_jour_de_moins_ne_dit_pas_qui_est_venu_ce_jour_la(navigateur):
    """The two of the last day came before too: their rows would be told all the same."""
    atelier, gens = creer_atelier(), [creer_personne() for _ in range(5)]
    for jour, venues in ((2, gens), (9, gens[:2])):
        seance = creer_seance(atelier, dt.date(2026, 3, jour))
        for personne in venues:
            creer_presence(creer_place(seance, personne))
    assert refus(navigateur, "presences") == ""
    assert refus(navigateur, "presences", au="2026-03-08").startswith("Un autre fichier")
    seances = lignes(navigateur, demander(navigateur, "seances", "externe"))
    assert [x["places_prises"] for x in seances] == ["5", "< 5"]


def test_extrait_des_personnes_reimporte_sans_perte(navigateur):
    creer_personne(prenom="=HYPERLINK(1)", nom="'+Faure", commune="-Metz")
    for extension in ("csv", "xlsx"):
        export = demander(navigateur, "personnes", extension=extension)
        tableau = lire(f"personnes.{extension}", bytes(export.contenu))
        lu = dict(zip(tableau.entetes, tableau.lignes[0][1], strict=False))
        assert (lu["prenom"], lu["nom"], lu["commune"]) == (
            "=HYPERLINK(1)", "'+Faure", "-Metz"
        )  # fmt: skip
    feuille = openpyxl.load_workbook(io.BytesIO(bytes(export.contenu))).active
    assert {c.data_type for rangee in feuille.iter_rows() for c in rangee} <= {
        "s",
        "n",
        "inlineStr",
    }


def test_extrait_des_personnes_se_reprend_dans_un_autre_centre(navigateur):
    champs = {"sexe": "F", "canal": "sms", "commune": "Metz", "quartier": "Borny"}
    champs |= {"qpv": "oui", "ressources": "rsa_champ_2", "menage": "parent_isole"}
    creer_personne(prenom="Ana", nom="Faure", telephone="+33639980001", **champs)
    export = demander(navigateur, "personnes")
    relu = apercu(bytes(export.contenu), genre="personnes", centre=creer_centre("ailleurs"))
    assert appliquer_import(relu) == 1
    noms = ("prenom", "nom", "date_naissance", "telephone", "courriel", *champs)
    ici, la = Personne.objects.values(*noms)
    assert ici == la


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_extrait_reimporte_n_ajoute_rien(navigateur, extension):
    """People, orientations and presences come back as they left: each row is already there."""
    ana = creer_personne(prenom="Ana", nom="=Faure", date_naissance=dt.date(1984, 3, 14))
    # Neither a birth date nor a number tells her from the other: her reference does.
    homonyme = creer_personne(prenom="Ana", nom="=Faure", telephone="")
    creer_orientation(ana, recue_le=dt.date(2026, 3, 2))
    creer_orientation(homonyme, etat="entree", mode="telephone")
    seance = creer_seance(creer_atelier(titre="Couture"), dt.date(2026, 3, 2), etat="tenue")
    Feuille.objects.create(seance=seance, fermee_le=instant(dt.date(2026, 3, 2), dt.time(17)))
    permanence = creer_seance(creer_atelier(genre="permanence"), etat="tenue")
    creneau = creer_seance(permanence.atelier, fenetre=permanence, duree=30, etat="tenue")
    creer_presence(creer_place(seance, ana))
    creer_presence(creer_place(creneau, homonyme), statut="absent_excuse")
    for genre in ("personnes", "orientations", "presences"):
        export = demander(navigateur, genre, extension=extension)
        relu = apercu(bytes(export.contenu), f"{genre}.{extension}", genre)
        lues = relu.lignes.values_list("etat", flat=True)
        assert list(lues) == ["connue"] * 2, relu.lignes.first().message
        assert appliquer_import(relu) == 0


@pytest.mark.parametrize("texte", ["=1", "'=1", "''@x", "-3", "'abc", "l’été", "", "'"])
def test_formule_ecrite_puis_relue_est_la_meme(texte):
    assert avec_formule(sans_formule(texte)) == texte


def test_la_page_des_exports_s_ouvre_sans_reproche(navigateur):
    assert navigateur.get(reverse("bilans:export-list")).context["form"].errors == {}


def test_extrait_est_note_avec_son_filtre_et_son_nombre(navigateur):
    creer_personne()
    creer_personne()
    demander(navigateur, "personnes")
    assert list(JournalAcces.objects.values_list("acte", "page", "nombre")) == [
        ("export", "Personnes, avec les noms, csv", 2)
    ]


def test_extrait_disparait_apres_un_jour_et_n_est_qu_a_son_auteur(navigateur, client, horloge):
    export = demander(navigateur, "seances")
    adresse = reverse("bilans:export-fichier", args=[export.pk])
    assert navigateur.get(adresse).status_code == 200
    client.force_login(creer_utilisateur("coordination", courriel="autre@lierre.example"))
    assert client.get(adresse).status_code == 404
    client.force_login(export.utilisateur)
    horloge.shift(dt.timedelta(hours=23, minutes=59))
    assert vider_les_exports() == 0
    horloge.shift(dt.timedelta(minutes=2))
    client.force_login(export.utilisateur)
    assert client.get(adresse).status_code == 404
    assert vider_les_exports() == 1
    export.refresh_from_db()
    assert (export.contenu, export.filtre != "") == (None, True)
    assert "bilans.exports" in taches._taches


def test_extrait_de_vingt_mille_lignes_est_ecrit_au_fil():
    octets = ecrire("xlsx", ["nom"], ([f"n{rang}"] for rang in range(2_000)))
    feuille = openpyxl.load_workbook(io.BytesIO(octets), read_only=True).worksheets[0]
    assert sum(1 for _ in feuille.iter_rows()) == 2_001
