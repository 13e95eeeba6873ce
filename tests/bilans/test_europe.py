"""F26 and R4: who took part in a European operation, and what is still to ask (FSE+)."""

import datetime as dt
import io
import uuid

import openpyxl
import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bilans.documents.europe import COLONNES, composer
from bilans.figures import Perimetre, Periode, calculer
from bilans.figures.europe import participants
from bilans.models import OrdreFSE, ParticipationFSE
from bilans.operations.participations import PART, ecrire
from centre.effacement import effacer
from centre.erreurs import Refus
from centre.models import JournalAcces
from centre.temps import instant, maintenant
from tests import builders as b

JOUR = dt.date(2026, 11, 19)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(instant(JOUR, dt.time(18)), tick=False),
]
EN_2026 = Periode(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
PREMIER, SECOND = dt.date(2026, 3, 2), dt.date(2026, 3, 9)
ENTREE = {
    "travail": "chomage", "recherche": "12_et_plus", "diplome": "cite_0_2", "handicap": "nsp",
    "pays_tiers": "nsp", "origine": "nsp", "minorite": "nsp", "sans_logement": "non",
    "rural": "non",
}  # fmt: skip
A_LA_SORTIE = ["situation à la sortie", "qualification obtenue à la sortie"]
REQUETES = 14


@pytest.fixture
def atelier():
    return b.creer_atelier()


@pytest.fixture
def operation(atelier):
    return b.creer_operation(atelier, numero="57-1")


def fiche(**champs):
    valeurs = {
        "sexe": "F", "date_naissance": dt.date(1990, 5, 1), "commune": "Metz",
        "telephone": "+33612345678", "courriel": "",
    }  # fmt: skip
    return b.creer_personne(**{**valeurs, **champs})


def venir(atelier, personne, *jours):
    for jour in jours or (PREMIER, SECOND):
        seance = b.creer_seance(atelier, jour, etat="tenue")
        b.creer_presence(b.creer_place(seance, personne))
    return personne


def lire(operation, periode=EN_2026):
    return participants([operation], periode, quand=maintenant())


def completude():
    lue = calculer("F26", Perimetre(b.creer_centre()), EN_2026)
    return lue.valeur, lue.numerateur, lue.denominateur


def test_f26_ne_souhaite_pas_repondre_est_une_reponse(atelier, operation):
    complete = venir(atelier, fiche())
    ecrire(operation, complete, reponses=dict.fromkeys(ENTREE, "nsp"))
    venir(atelier, fiche())
    assert completude() == (50.0, 1, 2)
    assert [x.est_complet for x in lire(operation)].count(True) == 1


@pytest.mark.parametrize(
    ("champs", "manque"),
    [
        ({"sexe": ""}, ["sexe"]),
        ({"sexe": "A"}, []),
        ({"date_naissance": None}, ["date de naissance"]),
        ({"commune": ""}, ["commune"]),
        ({"telephone": ""}, ["contact"]),
        ({"telephone": "", "courriel": "a@exemple.fr"}, []),
    ],
)
def test_f26_ce_qui_manque_est_nomme(atelier, operation, champs, manque):
    ecrire(operation, venir(atelier, fiche(**champs)), reponses=ENTREE)
    [lue] = lire(operation)
    assert (lue.manques, completude()) == (manque, (0.0 if manque else 100.0, int(not manque), 1))


def test_f26_le_contact_d_un_referent_suffit(atelier, operation):
    personne = venir(atelier, fiche(telephone=""))
    ecrire(operation, personne, reponses=ENTREE)
    pro = b.creer_professionnel(centre=personne.centre, telephone="", courriel="r@centre.fr")
    b.creer_referent(b.creer_parcours(personne), pro)
    assert [(x.contact, x.manques) for x in lire(operation)] == [("r@centre.fr", [])]


def test_f26_a_la_sortie_une_reponse_de_plus(atelier, operation):
    personne = venir(atelier, fiche())
    ecrire(operation, personne, reponses=ENTREE)
    parcours = b.creer_parcours(personne, date_entree=PREMIER)
    assert [(x.est_sorti, x.manques) for x in lire(operation)] == [(False, [])]
    parcours.date_fin_reelle, parcours.motif_sortie = dt.date(2026, 6, 1), "cdi"
    parcours.save()
    [lue] = lire(operation)
    assert (lue.est_sorti, lue.motif, lue.manques) == (True, "CDI", A_LA_SORTIE)
    ecrire(operation, personne, reponses={"sortie": "emploi", "qualification": "nsp"})
    assert completude() == (100.0, 1, 1)


def test_f26_la_fin_de_l_operation_est_une_sortie(atelier):
    operation = b.creer_operation(atelier, fin=dt.date(2026, 6, 30))
    ecrire(operation, venir(atelier, fiche()), reponses=ENTREE)
    assert [x.manques for x in lire(operation)] == [A_LA_SORTIE]


def test_r4_une_personne_est_une_ligne_de_sa_premiere_a_sa_derniere_venue(atelier, operation):
    personne = venir(atelier, fiche(), dt.date(2026, 1, 5), dt.date(2026, 10, 5))
    venir(atelier, fiche(fusionnee_dans=personne), dt.date(2026, 2, 2))
    venir(b.creer_atelier(), personne, dt.date(2026, 11, 2))
    venir(atelier, personne, dt.date(2025, 12, 1))
    [lue] = lire(operation)
    assert (lue.personne, lue.entree, lue.derniere, lue.jours) == (
        personne, dt.date(2026, 1, 5), dt.date(2026, 10, 5), 3
    )  # fmt: skip
    octobre = Periode(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert [x.entree for x in lire(operation, octobre)] == [dt.date(2026, 1, 5)]
    assert lire(operation, Periode(dt.date(2026, 3, 1), dt.date(2026, 3, 31))) == []


def test_r4_vue_un_seul_jour_gardee_et_pas_comptee(atelier, operation):
    venir(atelier, fiche(), PREMIER)
    document = composer(operation, lire(operation), EN_2026, quand=maintenant(), nommes=set())
    assert completude() == (None, 0, 0)
    assert document.table("indicateurs").lignes[0].cellules[1:] == [0, 0, 0, 0, None, 0]
    assert [x.est_participant for x in lire(operation)] == [False]


def test_r4_les_indicateurs_communs(atelier, operation):
    femme, homme = venir(atelier, fiche()), venir(atelier, fiche(sexe="H"))
    ecrire(operation, femme, reponses={**ENTREE, "handicap": "oui"})
    ecrire(operation, homme, reponses={**ENTREE, "travail": "inactif", "sortie": "recherche"})
    b.creer_parcours(homme, date_entree=PREMIER, date_fin_reelle=SECOND, motif_sortie="autonomie")
    document = composer(operation, lire(operation), EN_2026, quand=maintenant(), nommes=set())
    lus = {x.libelle: x.cellules[1:4] for x in document.table("indicateurs").lignes}
    assert {code: nombres for code, nombres in lus.items() if any(nombres)} == {
        "EECO01": [1, 1, 2], "EECO02": [1, 0, 1], "EECO03": [1, 0, 1], "EECO04": [0, 1, 1],
        "EECO09": [1, 1, 2], "EECO12": [1, 0, 1], "EECR01": [0, 1, 1],
    }  # fmt: skip


def test_r4_les_resultats_ont_leur_denominateur_et_six_mois_de_recul(atelier, operation):
    """EECR04 to 06: out of those without a job at the entry, or with one; six months after."""
    reponses = (
        {"travail": "chomage", "sortie": "emploi", "qualification": "oui", "six_mois": "emploi"},
        {"travail": "chomage", "sortie": "", "qualification": "non", "six_mois": ""},
        {"travail": "emploi", "sortie": "emploi", "qualification": "nsp", "six_mois": "mieux"},
        {"travail": "", "sortie": "emploi", "qualification": "non", "six_mois": "emploi"},
    )
    fin = {"date_entree": PREMIER, "date_fin_reelle": SECOND, "motif_sortie": "autonomie"}
    for une in reponses:
        personne = venir(atelier, fiche())
        ecrire(operation, personne, reponses=une)
        b.creer_parcours(personne, **fin)
    recente = venir(atelier, fiche(), dt.date(2026, 10, 1), dt.date(2026, 10, 8))
    ecrire(operation, recente, reponses={"travail": "chomage"})
    b.creer_parcours(recente, **{**fin, "date_fin_reelle": dt.date(2026, 11, 2)})
    document = composer(operation, lire(operation), EN_2026, quand=maintenant(), nommes=set())
    lus = {x.libelle: x.cellules[3:] for x in document.table("indicateurs").lignes}
    assert {code: lus[code] for code in lus if code >= "EECR"} == {
        "EECR01": [0, 0, None, 1], "EECR02": [0, 4, 0.0, 3], "EECR03": [1, 5, 20.0, 1],
        "EECR04": [1, 3, 33.3, 3], "EECR05": [1, 2, 50.0, 2], "EECR06": [1, 1, 100.0, 1],
    }  # fmt: skip


@pytest.mark.parametrize(("incomplets", "dit"), [(4, "moins"), (5, "20"), (7, "20"), (8, "35")])
def test_r4_au_dessus_de_35_pour_cent_la_page_avertit(
    navigateur, atelier, operation, incomplets, dit
):
    gens = [venir(atelier, fiche()) for _ in range(20)]
    for personne in gens[incomplets:]:
        ecrire(operation, personne, reponses=ENTREE)
    reponse = navigateur.get(reverse("bilans:fse", args=[operation.pk]))
    texte = reponse.content.decode()
    trouve = (
        "35" if "c’est plus de 35" in texte else "20" if "c’est plus de 20" in texte else "moins"
    )
    assert (trouve, texte.count(">Écrire<")) == (dit, 20)
    assert JournalAcces.objects.get().nombre == 20


def test_r4_les_reponses_se_gardent_sur_sa_page(navigateur, atelier, operation):
    personne = venir(atelier, fiche())
    page = reverse("bilans:fse-participant", args=[operation.pk, personne.reference])
    assert "toutes les réponses de l’entrée." in navigateur.get(page).content.decode()
    assert navigateur.post(page, {**ENTREE, "travail": "faux"}).status_code == 200
    assert navigateur.post(page, ENTREE).status_code == 302
    assert navigateur.post(page, {**ENTREE, "travail": "emploi"}).status_code == 302
    gardees = ParticipationFSE.objects.values_list("operation", "personne", "travail")
    assert list(gardees) == [(operation.pk, personne.pk, "emploi")]
    inconnue = [operation.pk, uuid.uuid4()]
    assert navigateur.get(reverse("bilans:fse-participant", args=inconnue)).status_code == 404
    autre = b.creer_operation(b.creer_atelier(centre=b.creer_centre("ailleurs")))
    assert navigateur.get(reverse("bilans:fse", args=[autre.pk])).status_code == 404


def test_r4_un_atelier_protege_se_compte_sans_nommer(navigateur):
    protege = b.creer_atelier(sensibilite=3)
    operation = b.creer_operation(protege)
    secrete = venir(protege, fiche(nom="Secrète"))
    pages = [reverse("bilans:fse", args=[operation.pk])]
    pages += [reverse("bilans:fse-fichier", args=[operation.pk, "csv"])]
    lus = [navigateur.get(page).content.decode() for page in pages]
    assert ["Secrète" in texte for texte in lus] == [False, False]
    assert "EECO01;Participantes et participants, en tout;1;0;1" in lus[1]
    page = reverse("bilans:fse-participant", args=[operation.pk, secrete.reference])
    assert navigateur.get(page).status_code == 404


def test_r4_s_emporte_une_ligne_par_personne(navigateur, atelier, operation):
    ecrire(operation, venir(atelier, fiche(prenom="Ana", nom="=1+1")), reponses=ENTREE)
    page = reverse("bilans:fse-fichier", args=[operation.pk, "xlsx"])
    feuille = openpyxl.load_workbook(io.BytesIO(navigateur.get(page).content))["Participants"]
    noms, valeurs = [[c.value for c in rangee] for rangee in feuille.iter_rows(max_row=2)]
    lue = dict(zip(noms, valeurs, strict=True))
    assert {k: lue[k] for k in ("Nom", "Prénom", "Entrée", "Handicap", "Heures", "Compte")} == {
        "Nom": "'=1+1", "Prénom": "Ana", "Entrée": "02/03/2026",
        "Handicap": "Ne souhaite pas répondre", "Heures": 4, "Compte": "participant",
    }  # fmt: skip
    assert JournalAcces.objects.get(acte="export").nombre == 1


def test_r4_les_colonnes_sont_celles_que_le_centre_a_rangees(navigateur, atelier, operation):
    """Without a number a column stays out; the order stays until it is changed."""
    venir(atelier, fiche(prenom="Ana", nom="Brûlé"))
    page = reverse("bilans:fse-colonnes", args=[operation.pk])
    depart = navigateur.get(page).context["form"]
    assert [champ.label for champ in depart] == list(COLONNES)
    assert [champ.initial for champ in depart] == [*range(1, len(COLONNES) + 1)]
    places = {f"place-{COLONNES.index(nom)}": n for n, nom in enumerate(("Heures", "Nom"), 1)}
    assert navigateur.post(page, places).status_code == 302
    fichier = navigateur.get(reverse("bilans:fse-fichier", args=[operation.pk, "xlsx"]))
    feuille = openpyxl.load_workbook(io.BytesIO(fichier.content))["Participants"]
    assert [list(x) for x in feuille.iter_rows(max_row=2, values_only=True)] == [
        ["N°", "Heures", "Nom"], ["1", 4, "Brûlé"]
    ]  # fmt: skip
    assert [champ.label for champ in navigateur.get(page).context["form"]][:2] == ["Heures", "Nom"]


@pytest.mark.parametrize("faux", [{}, {"place-0": "0"}, {"place-0": "x"}, {"place-0": "9" * 30}])
def test_r4_un_ordre_sans_colonne_ou_faux_est_une_phrase(navigateur, operation, faux):
    refuse = navigateur.post(reverse("bilans:fse-colonnes", args=[operation.pk]), faux)
    assert (refuse.status_code, bool(refuse.context["form"].errors)) == (200, True)
    assert not OrdreFSE.objects.exists()


def test_r4_une_ou_trente_personnes_les_memes_requetes(navigateur, atelier, operation):
    def compter():
        with CaptureQueriesContext(connection) as requetes:
            navigateur.get(reverse("bilans:fse", args=[operation.pk]))
        return len(requetes)

    venir(atelier, fiche())
    compter()
    peu = compter()
    for _ in range(10):
        venir(atelier, fiche())
    assert (peu, compter()) == (REQUETES, REQUETES)


def test_les_reponses_sont_a_une_personne_du_centre_et_une_fois(atelier, operation):
    ailleurs = b.creer_personne(b.creer_centre("ailleurs"))
    with pytest.raises(Refus, match="pas de votre centre"):
        ecrire(operation, ailleurs, reponses=ENTREE)
    personne = fiche()
    ecrire(operation, personne, reponses=ENTREE)
    with pytest.raises(IntegrityError):  # participation_une_par_operation
        ParticipationFSE.objects.create(operation=operation, personne=personne)


def test_un_dossier_efface_garde_ses_comptes_et_rien_de_sensible(atelier, operation):
    personne = fiche()
    ecrire(operation, personne, reponses={**ENTREE, "handicap": "oui", "sans_logement": ""})
    effacer(personne.reference)
    lue = ParticipationFSE.objects.get()
    assert (lue.travail, lue.handicap, lue.sans_logement) == ("chomage", "nsp", "")
    with pytest.raises(Refus, match="effacé"):
        ecrire(operation, personne, reponses=ENTREE)


def test_deux_fiches_reunies_gardent_les_reponses_de_la_premiere(atelier, operation):
    garde, double = fiche(), fiche()
    autre = b.creer_operation(atelier)
    ecrire(operation, garde, reponses={"travail": "emploi"})
    for une in (operation, autre):
        ecrire(une, double, reponses={"travail": "chomage"})
    PART.deplacer(garde.reference, double.reference, maintenant())
    lues = ParticipationFSE.objects.filter(personne=garde).order_by("operation__pk")
    assert [(x.operation, x.travail) for x in lues] == [(operation, "emploi"), (autre, "chomage")]
