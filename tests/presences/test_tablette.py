"""What comes back from a tablet: received once, nothing lost, never another séance (S9, G26)."""

import datetime as dt
import json
import uuid

import pytest

from ateliers.operations import annuler
from centre import a_faire, effacement
from centre.erreurs import Refus
from centre.temps import instant
from presences.forms.tablette import a_prouver
from presences.models import Emport, OperationTablette, Presence, Signature
from presences.operations import fermer_feuille, pointer, remplir, venir_sans_inscription
from presences.operations.reponses import Reponse
from presences.operations.tablette_appareils import (
    CodeRefuse,
    ajouter_appareil,
    choisir_code,
    emporter,
    oublier_code,
    rendre,
    revoquer,
    verifier_code,
)
from presences.operations.tablette_gestes import Geste, recevoir, trancher
from presences.operations.tablette_signatures import oublier_les_signatures, preuve_de
from presences.queries.emargement import document
from presences.queries.minutes import demi_journee_signee
from presences.queries.signatures import chemin_svg, trace_svg
from presences.queries.tablette import listes, noms_courts, resume, seances_a_emporter
from tests import builders as b

pytestmark = pytest.mark.django_db
PENDANT = instant(b.JOUR, dt.time(10))
APRES = instant(b.JOUR, dt.time(13))
CODE = "407193"
TRAITS = [[[10, 20], [40, 60]], [[500, 100]]]


@pytest.fixture
def animatrice():
    return b.creer_utilisateur("animation", prenom="Hélène", nom="Rouvier")


@pytest.fixture
def seance(animatrice):
    seance = b.creer_seance(b.creer_atelier(titre="Cuisine"))
    seance.animateurs.add(b.creer_professionnel(animatrice))
    return seance


@pytest.fixture
def place(seance):
    return b.creer_place(seance, b.creer_personne(prenom="Nadia", nom="Ferhat"))


@pytest.fixture
def emport(animatrice, seance):
    return b.creer_emport(b.creer_tablette(animatrice), seance)


def geste(seance, genre="reponse", **champs):
    valeurs = {"cle": uuid.uuid4(), "faite_le": PENDANT}
    return Geste(genre=genre, seance=seance.pk, **{**valeurs, **champs})


def signature(emport, seance, **champs):
    """A signature with its proof, as the tablet makes it."""
    cle, quand = uuid.uuid4(), PENDANT.isoformat()
    envoi = {"cle": str(cle), "seance": seance.pk, "traits": TRAITS, "faite_le": quand}
    dits = {nom: str(v) if nom == "venue" else v for nom, v in champs.items()}
    dits["demie"] = dits.pop("demi_journee", "")
    prouve = a_prouver({**envoi, "code_le": quand, **dits})
    return geste(
        seance,
        "signature",
        cle=cle,
        traits=TRAITS,
        code_le=PENDANT,
        a_prouver=prouve,
        preuve=preuve_de(emport.cle(), prouve),
        **champs,
    )


def envoyer(emport, un_geste, par=None, **options):
    par = par or emport.appareil.proprietaire
    return recevoir(emport, un_geste, par=par, **{"quand": APRES, **options})


# --- Gestures --------------------------------------------------------------------------------


def test_un_geste_envoye_deux_fois_est_ecrit_une_fois(emport, seance, place):
    un = geste(seance, place=place.pk, statut="present")
    premier, second = envoyer(emport, un), envoyer(emport, un, quand=APRES + dt.timedelta(hours=1))
    assert premier == second
    assert list(Presence.objects.values_list("place", "statut", "saisie_le")) == [
        (place.pk, "present", APRES)
    ]
    assert (premier.resultat, premier.recue_le, premier.faite_le) == ("ecrite", APRES, PENDANT)


def test_le_geste_d_une_seance_annulee_se_laisse_et_ne_s_ecrit_pas(emport, seance, place):
    bureau = b.creer_utilisateur("coordination")
    annuler(seance, motif="autre", par=bureau, quand=PENDANT)
    un = envoyer(emport, geste(seance, place=place.pk, statut="present"))
    with pytest.raises(Refus, match="annulée"):
        trancher(un, choix="tablette", par=bureau, quand=APRES)
    decide = trancher(un, choix="bureau", par=bureau, quand=APRES)
    taches = [t.titre for t in a_faire.taches(bureau, seance.centre, APRES)]
    assert (un.resultat, decide.tranchee_le, Presence.objects.count()) == ("refusee", APRES, 0)
    assert "Réponses de tablette à choisir" not in taches


def test_l_ecart_d_horloge_et_l_heure_du_service_sont_gardes(emport, seance, place):
    faite = PENDANT + dt.timedelta(minutes=12)
    ligne = envoyer(
        emport, geste(seance, place=place.pk, statut="present", faite_le=faite), ecart=720
    )
    assert (ligne.faite_le, ligne.ecart, ligne.recue_le) == (faite, 720, APRES)


def test_deux_reponses_sont_montrees_et_rien_n_est_ecrase(emport, seance, place):
    bureau = b.creer_utilisateur("coordination", prenom="Claire", nom="Martin")
    pointer(place, statut="absent", par=bureau, quand=PENDANT)
    ligne = envoyer(emport, geste(seance, place=place.pk, statut="present", avant=""))
    place.presence.refresh_from_db()
    dit = resume(ligne)
    assert (dit["resultat"], dit["statut"], dit["par"]) == ("conflit", "absent", "Claire Martin")
    assert (ligne.statut, place.presence.statut) == ("present", "absent")


@pytest.mark.parametrize(("choix", "reste"), [("tablette", "present"), ("bureau", "absent")])
def test_trancher_garde_la_reponse_choisie(emport, seance, place, animatrice, choix, reste):
    presence = b.creer_presence(place, statut="absent")
    ligne = envoyer(emport, geste(seance, place=place.pk, statut="present"))
    for _ in range(2):
        ligne = trancher(ligne, choix=choix, par=animatrice, quand=APRES)
    presence.refresh_from_db()
    assert (presence.statut, ligne.tranchee_par) == (reste, animatrice)
    corrections = [("absent", "present")] if choix == "tablette" else []
    assert list(presence.corrections.values_list("avant", "apres")) == corrections


def test_trancher_se_refuse_a_une_animatrice_d_une_autre_seance(emport, seance, place):
    b.creer_presence(place, statut="absent")
    ligne = envoyer(emport, geste(seance, place=place.pk, statut="present"))
    with pytest.raises(Refus, match="n’est pas la vôtre"):
        trancher(ligne, choix="tablette", par=b.creer_utilisateur("animation"), quand=APRES)


def test_la_feuille_fermee_garde_le_geste_a_part(emport, seance, place, animatrice):
    pointer(place, statut="absent", par=animatrice, quand=PENDANT)
    fermer_feuille(seance, par=animatrice, quand=APRES)
    ligne = envoyer(emport, geste(seance, place=place.pk, statut="present", avant="absent"))
    assert (ligne.resultat, ligne.statut, ligne.place) == ("refusee", "present", place)
    assert "fermée" in ligne.phrase
    assert OperationTablette.objects.a_trancher().get() == ligne


def test_une_seance_hors_de_la_liste_n_est_jamais_touchee(emport, animatrice):
    autre = b.creer_seance()
    autre.animateurs.add(b.creer_professionnel(animatrice))
    place = b.creer_place(autre)
    with pytest.raises(Refus, match="pas sur cette tablette"):
        envoyer(emport, geste(autre, place=place.pk, statut="present"))
    assert Presence.objects.count() == 0


def test_la_place_d_une_autre_seance_est_refusee(emport, seance):
    ailleurs = b.creer_place()
    ligne = envoyer(emport, geste(seance, place=ailleurs.pk, statut="present"))
    assert (ligne.resultat, ligne.place, Presence.objects.count()) == ("refusee", None, 0)


def test_une_animatrice_remplacee_n_ecrit_plus_mais_rien_n_est_perdu(emport, seance, place):
    seance.animateurs.clear()
    ligne = envoyer(emport, geste(seance, place=place.pk, statut="present"))
    assert (ligne.resultat, ligne.place, Presence.objects.count()) == ("refusee", place, 0)
    coordination = b.creer_utilisateur("coordination")
    trancher(ligne, choix="tablette", par=coordination, quand=APRES)
    assert Presence.objects.get().statut == "present"


def test_la_cle_d_un_geste_ne_sert_pas_a_une_autre_tablette(emport, seance, place, animatrice):
    un = geste(seance, place=place.pk, statut="present")
    envoyer(emport, un)
    autre = b.creer_emport(b.creer_tablette(animatrice), seance)
    with pytest.raises(Refus, match="autre tablette"):
        envoyer(autre, un)


def test_une_tablette_retiree_n_ecrit_rien(emport, seance, place):
    revoquer(emport.appareil)
    with pytest.raises(Refus) as refus:
        envoyer(emport, geste(seance, place=place.pk, statut="present"))
    emport.refresh_from_db()
    assert (refus.value.code, emport.graine, Presence.objects.count()) == ("revoquee", "", 0)


# --- Walk-ins --------------------------------------------------------------------------------


def test_une_venue_inconnue_a_sa_ligne_et_peut_signer(emport, seance):
    venue = geste(seance, "venue", prenom="Olena", initiale="H")
    ligne = envoyer(emport, venue)
    assert (ligne.resultat, ligne.place.personne.nom_court, ligne.prenom) == (
        "ecrite",
        "Olena H.",
        "",
    )
    envoyer(emport, signature(emport, seance, venue=venue.cle))
    assert Signature.objects.get().place == ligne.place


def test_une_venue_connue_est_demandee_puis_reconnue(emport, seance, animatrice):
    nadia = b.creer_personne(prenom="Nadia", nom="Ferhat")
    venue = geste(seance, "venue", prenom="nadia", initiale="F")
    ligne = envoyer(emport, venue)
    assert resume(ligne)["propositions"] == [{"personne": str(nadia.reference), "nom": "Nadia F."}]
    attente = signature(emport, seance, venue=venue.cle)
    with pytest.raises(Refus, match="qui est cette personne"):
        envoyer(emport, attente)
    ligne = trancher(ligne, choix="personne", personne=nadia.reference, par=animatrice, quand=APRES)
    assert (ligne.place.personne, ligne.prenom, ligne.place.presence.statut) == (
        nadia,
        "",
        "present",
    )
    assert envoyer(emport, attente).resultat == "ecrite"


def test_une_venue_ne_nomme_personne_hors_des_propositions(emport, seance, animatrice):
    b.creer_personne(prenom="Nadia", nom="Ferhat")
    autre = b.creer_personne(prenom="Rosa", nom="Petit")
    ligne = envoyer(emport, geste(seance, "venue", prenom="Nadia", initiale="F"))
    with pytest.raises(Refus, match="pas dans la liste"):
        trancher(ligne, choix="personne", personne=autre.reference, par=animatrice, quand=APRES)


# --- Signatures ------------------------------------------------------------------------------


def test_la_signature_garde_son_faisceau_de_preuves(emport, seance, place):
    un = signature(emport, seance, place=place.pk)
    envoyer(emport, un)
    gardee = Signature.objects.get()
    assert (gardee.demi_journee, gardee.traits) == ("matin", TRAITS)
    assert (gardee.signee_le, gardee.code_le, gardee.recue_le) == (
        PENDANT,
        PENDANT,
        APRES,
    )
    assert (gardee.temoin, gardee.appareil, gardee.preuve) == (
        emport.appareil.proprietaire,
        emport.appareil,
        un.preuve,
    )
    assert chemin_svg(gardee) == "M10 20L40 60M500 100h1"
    assert trace_svg(gardee).count("<path") == 1


def test_une_journee_a_une_signature_par_demi_journee(emport, seance, place, animatrice):
    seance.debut, seance.fin = instant(b.JOUR, dt.time(10)), instant(b.JOUR, dt.time(16))
    seance.save(update_fields=["debut", "fin"])
    pointer(place, statut="present", par=animatrice, quand=APRES)
    [liste] = listes(emport, animatrice)
    assert [(d["demie"], d["debut"], d["fin"]) for d in liste["demies"]] == [
        ("matin", "10:00", "13:00"),
        ("apres_midi", "13:00", "16:00"),
    ]
    gestes = [
        signature(emport, seance, place=place.pk, demi_journee=demie)
        for demie in ("matin", "apres_midi", "matin")
    ]
    for un in [*gestes, gestes[1]]:  # twice in the morning; the afternoon's is sent twice
        assert envoyer(emport, un).resultat == "ecrite"
    assert list(Signature.objects.values_list("demi_journee", "preuve")) == [
        ("matin", gestes[0].preuve),
        ("apres_midi", gestes[1].preuve),
    ]
    assert listes(emport, animatrice)[0]["lignes"][0]["signees"] == ["matin", "apres_midi"]
    [feuille] = document(seance.centre, [seance], quand=APRES, avant={})["feuilles"]
    assert [boite["demie"] for boite in feuille["boites"]] == list(
        feuille["lignes"][0]["signatures"]
    )
    envoi = {"cle": None, "demie": "matin", "traits": TRAITS}
    assert a_prouver(envoi) != a_prouver({**envoi, "demie": "apres_midi"})


@pytest.mark.parametrize(
    ("debut", "fin", "dite", "signee_a", "gardee"),
    [
        (9, 12, "", 15, "matin"),  # one box: it is that one, whatever is said or late
        (14, 16, "matin", 10, "apres_midi"),  # moved since the tablet left
        (10, 16, "", 12, "matin"),
        (10, 16, "", 13, "apres_midi"),
        (10, 16, "matin", 15, "matin"),
    ],
)
def test_une_signature_a_toujours_sa_case(debut, fin, dite, signee_a, gardee):
    seance = b.creer_seance(heure=debut, duree=60 * (fin - debut))
    quand = instant(b.JOUR, dt.time(signee_a))
    assert demi_journee_signee(seance, dite=dite, quand=quand) == gardee


@pytest.mark.parametrize(
    "autre", [{"preuve": "0" * 64}, {"a_prouver": b"autre"}, {"code_le": None}]
)
def test_une_signature_sans_le_code_du_temoin_est_refusee(emport, seance, place, autre):
    un = signature(emport, seance, place=place.pk)
    faux = Geste(**{**vars(un), **autre})
    assert (envoyer(emport, faux).resultat, Signature.objects.count()) == ("refusee", 0)


@pytest.mark.parametrize("traits", [[], [[[0, 251]]], [[[-1, 0]]], [[[1, 1]]] * 81])
def test_un_dessin_vide_trop_long_ou_hors_cadre_est_refuse(emport, seance, place, traits):
    un = signature(emport, seance, place=place.pk)
    assert envoyer(emport, Geste(**{**vars(un), "traits": traits})).resultat == "refusee"


def test_les_signatures_partent_trois_mois_apres_l_annee(emport, seance, place):
    envoyer(emport, signature(emport, seance, place=place.pk))
    assert oublier_les_signatures(instant(dt.date(2027, 3, 31), dt.time(3))) == 0
    assert oublier_les_signatures(instant(dt.date(2027, 4, 1), dt.time(3))) == 1
    assert Signature.objects.count() == 0
    assert OperationTablette.objects.count() == 0


def test_l_effacement_emporte_la_signature_et_les_gestes(emport, seance, place):
    envoyer(emport, geste(seance, place=place.pk, statut="present"))
    envoyer(emport, signature(emport, seance, place=place.pk))
    reference = place.personne.reference
    copie = effacement.copier(reference)
    assert [s["dessin"] for s in copie["signatures"]] == ["M10 20L40 60M500 100h1"]
    effacement.effacer(reference)
    assert (Signature.objects.count(), OperationTablette.objects.count()) == (0, 0)
    assert Presence.objects.count() == 1


# --- The list that leaves --------------------------------------------------------------------


def test_la_liste_ne_porte_que_prenoms_et_initiales(emport, animatrice, place):
    b.creer_presence(place, statut="absent_excuse", motif="sante")
    [liste] = listes(emport, animatrice)
    assert liste["lignes"] == [
        {
            "place": place.pk,
            "nom": "Nadia F.",
            "signees": [],
            "statut": "absent_excuse",
            "arrivee": "",
            "depart": "",
            "sieges": 1,
            "creneau": None,
            "carte": "",
        }
    ]
    envoye = json.dumps(liste)
    personne = place.personne
    for cache in ("Ferhat", "06 39", "639980001", personne.courriel, str(personne.reference)):
        assert cache not in envoye
    assert "sante" not in envoye


def test_les_homonymes_se_distinguent_par_trois_lettres_au_plus(seance):
    noms = ("Ferhat", "Fourcade", "Fernandez", "Petit")
    places = [b.creer_place(seance, b.creer_personne(prenom="Nadia", nom=n)) for n in noms]
    assert list(noms_courts(places).values()) == [
        "Nadia P.",
        "Nadia Fo.",
        "Nadia Fer.",
        "Nadia Fer.",
    ]


def test_seules_ses_seances_du_jour_partent(animatrice, seance):
    pro = b.creer_professionnel(animatrice)
    for atelier, jour in (
        (b.creer_atelier(sensibilite=3), b.JOUR),
        (b.creer_atelier(), b.JOUR + dt.timedelta(days=1)),
    ):
        b.creer_seance(atelier, jour=jour).animateurs.add(pro)
    annulee = b.creer_seance(
        jour=b.JOUR, etat="annulee", motif_annulation="autre", annulee_le=PENDANT
    )
    annulee.animateurs.add(pro)
    b.creer_seance(jour=b.JOUR)
    assert seances_a_emporter(animatrice, seance.centre_id, b.JOUR) == [seance]


def test_une_liste_a_un_nombre_constant_de_requetes(
    animatrice, seance, emport, django_assert_num_queries
):
    seance.capacite = 30
    b.creer_place(seance)
    seance.save()
    with django_assert_num_queries(6):
        listes(emport, animatrice)
    for _ in range(20):
        b.creer_place(seance, b.creer_personne())
    animatrice = type(animatrice).objects.get(pk=animatrice.pk)
    with django_assert_num_queries(6):
        listes(emport, animatrice)


# --- The code and the key --------------------------------------------------------------------


@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", "111111", "121212", "123456", ""])
def test_un_code_trop_simple_est_refuse(animatrice, code):
    with pytest.raises(Refus):
        choisir_code(animatrice, code=code)


def test_cinq_codes_faux_bloquent_une_heure(animatrice):
    choisir_code(animatrice, code=CODE)
    bloques, phrases = [], []
    for _ in range(5):
        with pytest.raises(CodeRefuse) as refus:
            verifier_code(animatrice, "000001", quand=PENDANT)
        bloques.append(refus.value.bloque)
        phrases.append(str(refus.value))
    assert bloques == [False, False, False, False, True]
    assert phrases[3] == "Ce n’est pas le bon code. Il reste 1\u00a0essai."
    with pytest.raises(CodeRefuse):
        verifier_code(animatrice, CODE, quand=PENDANT + dt.timedelta(minutes=59))
    verifier_code(animatrice, CODE, quand=PENDANT + dt.timedelta(minutes=61))
    animatrice.code_tablette.refresh_from_db()
    assert (animatrice.code_tablette.essais, animatrice.code_tablette.bloque_jusqu_au) == (0, None)


def test_le_code_n_est_garde_qu_en_empreinte(animatrice):
    choisir_code(animatrice, code=CODE)
    assert CODE not in animatrice.code_tablette.empreinte
    with pytest.raises(Refus, match="déjà un code"):
        choisir_code(animatrice, code="582910")
    oublier_code(animatrice)
    choisir_code(type(animatrice).objects.get(pk=animatrice.pk), code="582910")


def test_la_cle_est_la_meme_pour_une_liste_et_change_pour_une_autre(animatrice, seance):
    choisir_code(animatrice, code=CODE)
    tablette = b.creer_tablette(animatrice)
    premiere = emporter(tablette, code=CODE, par=animatrice)
    reprise = emporter(tablette, code=CODE, par=animatrice, reprendre=premiere.emport.reference)
    autre = emporter(tablette, code=CODE, par=animatrice)
    assert (reprise.emport, reprise.octets) == (premiere.emport, premiere.octets)
    assert len({premiere.octets, autre.octets}) == 2
    assert len(premiere.octets) == 32


def test_une_liste_rendue_ou_une_tablette_retiree_n_a_plus_de_cle(animatrice, emport):
    choisir_code(animatrice, code=CODE)
    rendre(emport)
    with pytest.raises(Refus) as refus:
        emporter(emport.appareil, code=CODE, par=animatrice, reprendre=emport.reference)
    assert refus.value.code == "rendu"
    with pytest.raises(ValueError, match="no seed"):
        Emport.objects.get(pk=emport.pk).cle()
    revoquer(emport.appareil)
    with pytest.raises(Refus) as refus:
        emporter(emport.appareil, code=CODE, par=animatrice)
    assert refus.value.code == "revoquee"


def test_l_accueil_n_a_pas_de_tablette():
    accueil = b.creer_utilisateur("accueil")
    with pytest.raises(Refus, match="anime une séance"):
        ajouter_appareil(centre=b.creer_centre(), libelle="T", par=accueil)


# --- « À faire », totals ---------------------------------------------------------------------


def taches(utilisateur, quand):
    titres = [t.titre for t in a_faire.taches(utilisateur, b.creer_centre(), quand)]
    return [t for t in titres if "tablette" in t]


def test_deux_jours_sans_retour_alertent_la_coordination(emport, animatrice):
    coordination = b.creer_utilisateur("coordination")
    parti = emport.emporte_le
    assert taches(coordination, parti + dt.timedelta(hours=47)) == []
    assert taches(coordination, parti + dt.timedelta(hours=49)) == ["1\u00a0tablette pas revenue"]
    assert taches(animatrice, parti + dt.timedelta(hours=49)) == []
    rendre(emport)
    assert taches(coordination, parti + dt.timedelta(hours=49)) == []


def totaux(seance):
    presences = Presence.objects.filter(place__seance=seance).select_related("place")
    return sorted(
        (p.place.personne.prenom, p.statut, p.arrivee, p.depart, p.sieges_presents)
        for p in presences
    )


def test_papier_tablette_et_bureau_donnent_les_memes_totaux(animatrice):
    """The same answers by the three ways: one tap each, the whole sheet, gestures of a tablet."""
    arrivee = instant(b.JOUR, dt.time(9, 20))
    dites = {"Nadia": ("present", None), "Rosa": ("present_partiel", arrivee),
             "Karim": ("absent_excuse", None), "Olga": ("absent", None)}  # fmt: skip
    pro, trois = b.creer_professionnel(animatrice), []
    for _ in range(3):
        seance = b.creer_seance()
        seance.animateurs.add(pro)
        places = {n: b.creer_place(seance, b.creer_personne(prenom=n)) for n in dites}
        trois.append((seance, places))
    (papier, p1), (bureau, p2), (tablette, p3) = trois
    remplir(
        papier,
        {p1[n].pk: Reponse(s, arrivee=a) for n, (s, a) in dites.items()},
        par=animatrice,
        quand=APRES,
    )
    emport = b.creer_emport(b.creer_tablette(animatrice), tablette)
    for n, (statut, heure) in dites.items():
        pointer(p2[n], statut=statut, arrivee=heure, par=animatrice, quand=APRES)
        mur = heure and heure.time()
        envoyer(emport, geste(tablette, place=p3[n].pk, statut=statut, arrivee=mur))
    for autre in (papier, bureau):
        venir_sans_inscription(autre, prenom="Ina", initiale="B", par=animatrice, quand=APRES)
    venue = envoyer(emport, geste(tablette, "venue", prenom="Ina", initiale="B"))
    if venue.resultat == "question":
        trancher(venue, choix="nouvelle", par=animatrice, quand=APRES)
    assert totaux(papier) == totaux(bureau) == totaux(tablette)
    assert len(totaux(tablette)) == 5


def test_la_signature_est_sur_la_feuille_et_dans_le_pdf(emport, seance, place, animatrice, client):
    envoyer(emport, geste(seance, place=place.pk, statut="present"))
    un = signature(emport, seance, place=place.pk)
    envoyer(emport, un)
    page = client_de(client, animatrice).get(f"/presences/seances/{seance.pk}/").content.decode()
    assert '<path d="M10 20L40 60M500 100h1">' in page
    [feuille] = document(seance.centre, [seance], quand=APRES, avant={})["feuilles"]
    ligne = feuille["lignes"][0]
    assert ligne["signatures"] == {
        "matin": {
            "image": trace_svg(Signature.objects.get()),
            "preuve": f"tablette, 10\u00a0h, devant Hélène Rouvier, preuve {un.preuve[:16]}",
        }
    }
    Presence.objects.update(statut="absent")
    [feuille] = document(seance.centre, [seance], quand=APRES, avant={})["feuilles"]
    assert feuille["lignes"][0]["signatures"] == {}


def test_le_conflit_se_tranche_aussi_sur_la_feuille(emport, seance, place, animatrice, client):
    presence = b.creer_presence(place, statut="absent")
    ligne = envoyer(emport, geste(seance, place=place.pk, statut="present"))
    page = client_de(client, animatrice).get(f"/presences/seances/{seance.pk}/").content.decode()
    assert "a deux réponses" in page
    client.post(f"/presences/tablettes/gestes/{ligne.pk}/", {"choix": "tablette"})
    presence.refresh_from_db()
    assert presence.statut == "present"


def client_de(client, utilisateur):
    client.force_login(utilisateur)
    return client
