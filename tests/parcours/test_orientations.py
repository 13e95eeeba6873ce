"""The fiche de liaison: who it attaches to, what its author learns, calls and state."""

import datetime as dt

import pytest

from centre.acces import lectures_de
from centre.erreurs import Refus
from centre.temps import aujourdhui, maintenant
from parcours.models import Orientation, Personne, TentativeContact
from parcours.operations.orientations import (
    Identite,
    changer_etat,
    envoyer_fiche,
    noter_appel,
    rattacher,
    separer,
)
from tests.builders import (
    creer_centre,
    creer_dispositif,
    creer_organisme,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_professionnel,
    creer_utilisateur,
)
from tests.navigateurs import navigateur_de

pytestmark = pytest.mark.django_db

NOUVELLE = "/orientations/nouvelle/"
Etat = Orientation.Etat


@pytest.fixture
def prescripteur(db):
    return navigateur_de("prescripteur")


@pytest.fixture
def coordination(db):
    return navigateur_de("coordination")


def saisie(**champs):
    valeurs = {
        "prenom": "Éloïse",
        "nom": "Le Goff",
        "date_naissance": "1984-08-31",
        "telephone": "06 39 98 00 07",
        "dispositif": creer_dispositif().pk,
        "difficultes": ["isolement", "langue"],
        "precisions": "Veut apprendre à lire.",
        "accord_personne_le": "2026-11-02",
        "transmission_souhaitee": "avec_accord_au_referent",
    }
    return {**valeurs, **champs}


def test_la_fiche_ecrit_la_personne_et_son_choix(prescripteur):
    prescripteur.post(NOUVELLE, saisie())
    orientation = Orientation.objects.get()
    assert (str(orientation.personne), orientation.personne.date_naissance) == (
        "Éloïse Le Goff",
        dt.date(1984, 8, 31),
    )
    assert orientation.difficultes == ["isolement", "langue"]
    assert orientation.accord_personne_le == dt.date(2026, 11, 2)
    assert orientation.transmission_souhaitee == "avec_accord_au_referent"
    assert orientation.prescripteur.utilisateur == prescripteur.utilisateur
    assert (orientation.etat, orientation.recue_le) == (Etat.RECUE, aujourdhui())


@pytest.mark.parametrize("mode", ["prescripteur_donne_contact", "prescripteur_contacte_centre"])
def test_les_deux_circuits_s_enregistrent_avec_qui_oriente(coordination, mode):
    """ASN-09: the prescriber gave her our contact, or contacted us; never without a prescriber."""
    qui = creer_professionnel(organisme=creer_organisme(est_orienteur=True))
    circuit = saisie(mode=mode, recue_le="2026-11-02")
    sans = coordination.post(NOUVELLE, circuit)
    assert (sans.status_code, Orientation.objects.count()) == (200, 0)
    coordination.post(NOUVELLE, {**circuit, "prescripteur": qui.pk})
    fiche = Orientation.objects.get()
    assert (fiche.mode, fiche.prescripteur, fiche.etat) == (mode, qui, Etat.RECUE)


def test_la_fiche_demande_une_difficulte_et_l_accord(prescripteur):
    """ASI-02, ASI-03: no fiche without a difficulty, nor without her agreement."""
    envoi = saisie(accord_personne_le="", transmission_souhaitee="")
    del envoi["difficultes"]
    reponse = prescripteur.post(NOUVELLE, envoi)
    erreurs = reponse.context["form"].errors
    assert set(erreurs) == {"difficultes", "accord_personne_le", "transmission_souhaitee"}
    assert erreurs["difficultes"] == ["Cochez au moins une difficulté."]
    assert "Veut apprendre à lire." in reponse.text
    assert Personne.objects.count() == 0


def test_l_operation_refuse_aussi_une_fiche_sans_difficulte():
    with pytest.raises(Refus, match="au moins une difficulté"):
        recevoir(difficultes=[])
    assert Personne.objects.count() == 0


def recevoir(**champs):
    centre = creer_centre()
    valeurs = {
        "centre": centre,
        "dispositif": creer_dispositif(),
        "prescripteur": champs.pop("prescripteur", None) or creer_professionnel(centre=centre),
        "identite": Identite("Éloïse", "Le Goff", dt.date(1984, 8, 31)),
        "difficultes": ["isolement"],
        "accord_personne_le": dt.date(2026, 11, 2),
        "par": creer_utilisateur("coordination", centre),
    }
    return envoyer_fiche(**{**valeurs, **champs})


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("nom", "Le\r\nGoff", "retour à la ligne"),
        ("prenom", "Nadia\u202e", "invisible"),
        ("precisions", "a\x07b", "invisible"),
        ("date_naissance", "31/02/1984", "Cette date n’existe pas"),
        ("accord_personne_le", "01/01/2090", "pas encore passée"),
        ("dispositif", "9" * 21, "choix"),
        ("telephone", "12", "Ce numéro n’est pas reconnu"),
        ("transmission_souhaitee", "prevue_au_contrat", "valide"),
    ],
)
def test_une_saisie_fausse_est_dite(prescripteur, champ, valeur, phrase):
    reponse = prescripteur.post(NOUVELLE, saisie(**{champ: valeur}))
    assert reponse.status_code == 200
    assert phrase in reponse.context["form"].errors[champ][0]
    assert Orientation.objects.count() == 0


CONNUES = [
    {},
    {"prenom": "Éloïse", "nom": "Le Goff", "date_naissance": dt.date(1984, 8, 31)},
    {"prenom": "Eloise", "nom": "le-goff", "date_naissance": dt.date(1984, 8, 31)},
    {"telephone": "06 39 98 00 07"},
]


@pytest.mark.parametrize("connue", CONNUES)
def test_le_prescripteur_lit_la_meme_reponse_que_la_personne_soit_connue_ou_non(
    prescripteur, connue
):
    if connue:
        creer_parcours(creer_personne(**connue))
    reponse = prescripteur.post(NOUVELLE, saisie(), follow=True)
    assert reponse.redirect_chain == [("/orientations/", 302)]
    assert [str(m) for m in reponse.context["messages"]] == [
        "Fiche reçue. Le centre vous contactera."
    ]
    assert "Éloïse L." in reponse.text
    assert "En parcours" not in reponse.text.split("<tbody>")[1]


def test_seul_le_nom_exact_avec_la_naissance_rattache():
    connue = creer_personne(
        prenom="Éloïse", nom="Le Goff", date_naissance=dt.date(1984, 8, 31), telephone=""
    )
    orientation = recevoir(identite=Identite("Éloïse", "Le Goff", dt.date(1984, 8, 31), "061"))
    assert (orientation.personne, orientation.doublon_possible) == (connue, False)
    assert orientation.contact_donne == "061"
    connue.refresh_from_db()
    assert str(connue.telephone) == ""


@pytest.mark.parametrize(
    "identite",
    [
        Identite("Éloïse", "Le Goff"),
        Identite("Eloise", "Le Goff", dt.date(1984, 8, 31)),
        Identite("Le Goff", "Éloïse", dt.date(1984, 8, 31)),
        Identite("É.", "G.", None, "06 39 98 00 07"),
    ],
)
def test_une_ressemblance_cree_une_ligne_que_la_coordination_departage(identite):
    connue = creer_personne(
        prenom="Éloïse",
        nom="Le Goff",
        date_naissance=dt.date(1984, 8, 31),
        telephone="06 39 98 00 07",
    )
    orientation = recevoir(identite=identite)
    assert (orientation.personne == connue, orientation.doublon_possible) == (False, True)


def test_une_inconnue_n_est_pas_marquee():
    creer_personne(creer_centre("ailleurs"), prenom="Éloïse", nom="Le Goff")
    assert recevoir().doublon_possible is False


def test_un_double_clic_n_envoie_qu_une_fiche(prescripteur):
    prescripteur.post(NOUVELLE, saisie())
    prescripteur.post(NOUVELLE, saisie())
    assert (Orientation.objects.count(), Personne.objects.count()) == (1, 1)


def test_deux_prescripteurs_ecrivent_deux_fiches(prescripteur):
    prescripteur.post(NOUVELLE, saisie())
    navigateur_de("prescripteur").post(NOUVELLE, saisie())
    assert (Orientation.objects.count(), Personne.objects.count()) == (2, 1)


def test_l_equipe_ecrit_pour_un_prescripteur(coordination):
    pro = creer_professionnel(organisme=creer_orienteur())
    envoi = saisie(mode="telephone", prescripteur=pro.pk, recue_le="2026-11-03")
    reponse = coordination.post(NOUVELLE, envoi)
    orientation = Orientation.objects.get()
    assert reponse.url == f"/orientations/recues/{orientation.pk}/"
    assert (orientation.mode, orientation.prescripteur) == ("telephone", pro)
    assert orientation.recue_le == dt.date(2026, 11, 3)


def creer_orienteur():
    organisme = creer_professionnel().organisme
    organisme.est_orienteur = True
    organisme.save()
    return organisme


@pytest.mark.parametrize(("mode", "attendu"), [("spontanee", 1), ("telephone", 0)])
def test_seule_une_venue_spontanee_se_passe_de_prescripteur(coordination, mode, attendu):
    coordination.post(NOUVELLE, saisie(mode=mode, prescripteur="", recue_le="2026-11-03"))
    assert Orientation.objects.count() == attendu


def test_la_coordination_rattache_un_doublon(coordination):
    connue = creer_personne(prenom="Eloise", nom="Le Goff", telephone="")
    orientation = recevoir(identite=Identite("Éloïse", "Le Goff", None, "06 39 98 00 07"))
    url = f"/orientations/recues/{orientation.pk}/"
    assert "Peut-être déjà connue" in coordination.get(url).text
    coordination.post(f"{url}doublon/", {"doublon": str(connue.reference)})
    doublon = orientation.personne
    for ligne in (orientation, connue, doublon):
        ligne.refresh_from_db()
    assert (orientation.personne, orientation.doublon_possible) == (connue, False)
    assert (doublon.fusionnee_dans, str(connue.telephone)) == (connue, "06 39 98 00 07")


def test_un_doublon_ne_se_rattache_pas_a_l_autre_centre():
    orientation = recevoir()
    with pytest.raises(Refus, match="de votre centre"):
        rattacher(orientation, personne=creer_personne(creer_centre("ailleurs")))


def test_une_personne_qui_a_une_histoire_ne_disparait_pas():
    orientation = recevoir()
    creer_parcours(orientation.personne)
    with pytest.raises(Refus, match="déjà une histoire"):
        rattacher(orientation, personne=creer_personne())


def test_deux_personnes_differentes_restent_deux():
    creer_personne(prenom="Eloise", nom="Le Goff")
    orientation = recevoir()
    separer(orientation)
    orientation.refresh_from_db()
    assert (orientation.doublon_possible, Personne.objects.count()) == (False, 2)


def test_un_appel_est_note_et_la_fiche_avance(coordination):
    orientation = creer_orientation()
    url = f"/orientations/recues/{orientation.pk}/"
    coordination.post(f"{url}appel/", {"issue": "message", "note": "Rappeler mardi"})
    appel = TentativeContact.objects.get()
    orientation.refresh_from_db()
    assert (appel.issue, appel.note, appel.par) == (
        "message",
        "Rappeler mardi",
        coordination.utilisateur,
    )
    assert orientation.etat == Etat.CONTACT_EN_COURS
    assert "Rappeler mardi" in coordination.get(url).text


def test_un_appel_mal_note_garde_la_fiche(coordination):
    orientation = creer_orientation()
    url = f"/orientations/recues/{orientation.pk}/appel/"
    for donnees in ({"issue": "pigeon"}, {"issue": "joint", "note": "a\nb"}, {}):
        assert coordination.post(url, donnees).status_code == 302
    assert TentativeContact.objects.count() == 0


def test_deux_clics_font_un_appel():
    orientation, par, quand = creer_orientation(), creer_utilisateur("accueil"), maintenant()
    premier = noter_appel(orientation, issue="joint", par=par, quand=quand)
    for secondes, nombre in ((10, 1), (40, 2)):
        apres = quand + dt.timedelta(seconds=secondes)
        noter_appel(orientation, issue="joint", par=par, quand=apres)
        assert orientation.tentatives.count() == nombre
    assert premier in orientation.tentatives.all()


def test_l_accueil_appelle_sans_lire_la_fiche():
    orientation = creer_orientation(difficultes=["financier"], precisions="CANARI-FICHE")
    page = navigateur_de("accueil").get(f"/orientations/recues/{orientation.pk}/").text
    assert "Pas de réponse" in page
    assert "CANARI-FICHE" not in page
    assert "Argent" not in page


def test_lire_la_fiche_s_ecrit_dans_le_journal_de_la_personne(coordination):
    orientation = creer_orientation()
    coordination.get(f"/orientations/recues/{orientation.pk}/")
    assert [regard.fois for regard in lectures_de(orientation.personne.reference)] == [1]


def test_l_accueil_ne_sait_pas_qui_oriente():
    orientation = creer_orientation()
    organisme = orientation.prescripteur.organisme.nom
    for url in ("/orientations/recues/", f"/orientations/recues/{orientation.pk}/"):
        assert organisme in navigateur_de("coordination").get(url).text
        assert organisme not in navigateur_de("accueil").get(url).text


def test_les_difficultes_se_cochent_une_par_une(prescripteur):
    page = prescripteur.get(NOUVELLE).text
    assert page.count('name="difficultes"') == len(Orientation.Difficulte.values)


def test_une_fiche_close_date_sa_fin_et_se_rouvre():
    orientation = creer_orientation()
    close = changer_etat(orientation, etat=Etat.SANS_REPONSE, jour=dt.date(2026, 11, 5))
    assert close.close_le == dt.date(2026, 11, 5)
    rouverte = changer_etat(close, etat=Etat.CONTACT_EN_COURS)
    assert (rouverte.etat, rouverte.close_le) == (Etat.CONTACT_EN_COURS, None)


@pytest.mark.parametrize(
    ("avant", "apres"),
    [(Etat.RECUE, Etat.ENTREE), (Etat.ENTREE, Etat.SANS_SUITE), (Etat.SANS_SUITE, Etat.REORIENTEE)],
)
def test_un_changement_d_etat_impossible_est_refuse(avant, apres):
    with pytest.raises(Refus, match="n’est plus possible"):
        changer_etat(creer_orientation(etat=avant), etat=apres)


def test_un_etat_invente_est_refuse_en_francais(coordination):
    orientation = creer_orientation()
    url = f"/orientations/recues/{orientation.pk}/etat/"
    reponse = coordination.post(url, {"etat": "zzz"}, follow=True)
    assert [str(m) for m in reponse.context["messages"]] == ["Choisissez un état dans la liste."]


def test_les_filtres_comptent_chaque_etat(coordination):
    for etat in (Etat.RECUE, Etat.CONTACT_EN_COURS, Etat.ENTREE, Etat.REORIENTEE):
        creer_orientation(etat=etat)
    creer_orientation(creer_personne(creer_centre("ailleurs")))
    page = coordination.get("/orientations/recues/?etat=a_appeler")
    comptes = {p["code"]: p["nombre"] for p in page.context["filtres"]}
    assert comptes == {"toutes": 4, "a_appeler": 2, "entretien": 0, "entrees": 1, "closes": 1}
    assert len(page.context["page"].object_list) == 2


@pytest.mark.parametrize("nombre", [1, 30])
def test_la_liste_coute_autant_pour_une_que_pour_trente(
    coordination, nombre, django_assert_num_queries
):
    for _ in range(nombre):
        noter_appel(creer_orientation(), issue="joint", par=coordination.utilisateur)
    with django_assert_num_queries(8):
        coordination.get("/orientations/recues/")
