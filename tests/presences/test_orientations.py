"""« Mes orientations »: computed states, shared presences only, rights that end."""

import datetime as dt

import pytest
from django.test import Client

from centre.models import JournalAcces, PeriodeCalendrier
from centre.temps import instant
from parcours.models import Entretien, Orientation
from presences.models import Presence
from presences.queries.minutes import duree_totale
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_intervenant,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_presence,
    creer_professionnel,
    creer_referent,
    creer_renouvellement,
    creer_seance,
    creer_utilisateur,
)

JEUDI = dt.datetime(2026, 11, 19, 9, 35, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]
ACCORD = "avec_accord_au_referent"
FERMEES = ("aucune", "attestation_remise_a_la_personne")


@pytest.fixture
def ts(db):
    return navigateur("prescripteur")


def navigateur(role, centre=None):
    client = Client()
    client.utilisateur = creer_utilisateur(role, centre)
    client.professionnel = creer_professionnel(client.utilisateur, centre)
    client.force_login(client.utilisateur)
    return client


def orienter(ts, transmission=ACCORD, **parcours):
    """An orientation of this partner that became an open parcours."""
    orientation = creer_orientation(
        creer_personne(), ts.professionnel, etat=Orientation.Etat.ENTREE
    )
    orientation.suivi = creer_parcours(
        orientation.personne,
        orientation=orientation,
        prescripteur=ts.professionnel,
        transmission_presence=transmission,
        **parcours,
    )
    return orientation


def venir(orientation, jour=dt.date(2026, 11, 17), *, atelier=None, presence=None, **seance):
    """One past place of the parcours, with its presence."""
    seance = creer_seance(atelier or creer_atelier(titre="Couture"), jour, **seance)
    place = creer_place(seance, orientation.personne, parcours=orientation.suivi)
    return creer_presence(place, **(presence or {}))


def ligne(client, url="/orientations/"):
    (seule,) = client.get(url).context["page"].object_list
    return seule


def test_une_seance_annulee_apres_coup_ne_se_compte_ni_dehors_ni_dedans(ts):
    orientation = orienter(ts)
    venir(orientation, dt.date(2026, 11, 10))
    venir(orientation, etat="annulee", motif_annulation="autre")
    dehors = ligne(ts)
    referent = navigateur("referent")
    creer_referent(orientation.suivi, referent.professionnel)
    dedans = ligne(referent, "/parcours/suivis/")
    assert [(len(li.presences), li.minutes) for li in (dehors, dedans)] == [(1, 120), (1, 120)]


def test_au_changement_d_heure_les_heures_sont_celles_qui_ont_passe(ts):
    orientation = orienter(ts)
    temps = []
    for jour in (dt.date(2026, 10, 25), dt.date(2026, 3, 29)):
        de_une_a_quatre = {"debut": instant(jour, dt.time(1)), "fin": instant(jour, dt.time(4))}
        presence = venir(orientation, jour, **de_une_a_quatre)
        temps.append(duree_totale([Presence.objects.get(pk=presence.pk)]))
    annee = ligne(ts, "/orientations/?du=2026-01-01&au=2026-11-19")
    assert temps == [dt.timedelta(hours=4), dt.timedelta(hours=2)]
    assert [p.minutes for p in annee.presences] == [120, 240]


def test_une_presence_partagee_se_lit_en_heures_et_en_ronds(ts):
    orientation = orienter(ts)
    venir(orientation, dt.date(2026, 11, 17))
    venir(orientation, dt.date(2026, 11, 18), duree=90)
    lue = ligne(ts)
    assert (len(lue.presences), lue.minutes, lue.douze_semaines) == (2, 210, 2)
    assert [s.presences for s in lue.semaines] == [0] * 11 + [2]
    assert "3\u00a0h\u00a030" in ts.get("/orientations/").text


def test_le_detail_liste_les_seances_et_leur_propre_somme(ts):
    orientation = orienter(ts)
    venir(orientation, dt.date(2026, 11, 17))
    venir(orientation, dt.date(2026, 11, 18), duree=90)
    detail = ts.get(f"/orientations/{orientation.pk}/")
    lignes = [(p.titre, p.minutes) for p in detail.context["ligne"].presences]
    assert lignes == [("Couture", 120), ("Couture", 90)]
    assert "mardi 17 novembre 2026" in detail.text
    assert "Total de ces lignes" in detail.text


def test_une_arrivee_tardive_compte_ses_minutes_reelles(ts):
    seance = creer_seance(jour=dt.date(2026, 11, 17))
    orientation = orienter(ts)
    place = creer_place(seance, orientation.personne, parcours=orientation.suivi)
    arrivee = seance.debut + dt.timedelta(minutes=45)
    creer_presence(place, statut="present_partiel", arrivee=arrivee)
    assert ligne(ts).minutes == 75


def test_deux_seances_croisees_comptent_l_heure_une_fois(ts):
    orientation = orienter(ts)
    venir(orientation, heure=14, duree=120)
    venir(orientation, heure=15, duree=90)
    lue = ligne(ts)
    assert ([p.minutes for p in lue.presences], lue.minutes) == ([120, 30], 150)


@pytest.mark.parametrize("statut", ["absent", "absent_excuse"])
def test_une_absence_ne_se_voit_pas(ts, statut):
    venir(orienter(ts), presence={"statut": statut})
    assert ligne(ts).presences == []


def test_une_presence_hors_parcours_ne_se_voit_pas(ts):
    orientation = orienter(ts)
    creer_presence(creer_place(creer_seance(jour=dt.date(2026, 11, 17)), orientation.personne))
    assert ligne(ts).presences == []


def test_une_presence_partagee_dit_en_ateliers_et_sa_date_meme_ancienne(ts):
    orientation = orienter(ts)
    assert ligne(ts).etat.nom == "En parcours"
    venir(orientation, dt.date(2026, 2, 3))
    venir(orientation, dt.date(2026, 3, 10))
    assert ligne(ts, "/orientations/?du=2026-02-01&au=2026-02-28").derniere.month == 3
    lue = ligne(ts)
    assert (lue.etat.nom, lue.derniere.date(), lue.douze_semaines, lue.presences) == (
        *("En ateliers", dt.date(2026, 3, 10)),
        *(0, []),
    )
    assert "la dernière le 10 mars" in ts.get("/orientations/").text
    detail = ts.get(f"/orientations/{orientation.pk}/").text
    assert "mardi 10 mars 2026" in detail


NE_LE, AUTRE_JOUR = "1984-08-31", "1984-09-01"


@pytest.mark.parametrize(
    ("cherche", "ne_le", "trouvees"),
    [
        ("Yasmina Belkacem", NE_LE, 1),
        ("bélkacem yasmina", "31/08/1984", 1),
        ("Yasmina Belkacem", AUTRE_JOUR, 0),
        ("belkacem yas", NE_LE, 0),
        ("Belkacem", NE_LE, 0),
        ("zz", NE_LE, 0),
    ],
)
def test_la_recherche_est_exacte_parmi_les_siennes_et_s_ecrit(ts, cherche, ne_le, trouvees):
    """The whole name and the birth date; who found nobody is written too, without a name."""
    valeurs = {"prenom": "Yasmina", "nom": "Belkacem", "date_naissance": dt.date(1984, 8, 31)}
    creer_personne(**valeurs)
    personne = orienter(ts).personne
    for champ, valeur in valeurs.items():
        setattr(personne, champ, valeur)
    personne.save()
    page = ts.get("/orientations/", {"q": cherche, "ne_le": ne_le}).context["page"]
    assert [li.personne for li in page.object_list] == [personne] * trouvees
    actes = list(JournalAcces.objects.values_list("acte", "sujet", "nombre"))
    assert actes == [("recherche", personne.reference if trouvees else None, trouvees)]


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        ({"q": "Ferhat"}, "Écrivez aussi sa date de naissance."),
        ({"ne_le": NE_LE}, "Écrivez aussi son prénom et son nom."),
        ({"q": "Ferhat", "ne_le": "31/02/1984"}, "Cette date n’existe pas"),
    ],
)
def test_une_recherche_incomplete_ne_montre_personne_et_dit_pourquoi(ts, demande, phrase):
    orienter(ts)
    page = ts.get("/orientations/", demande)
    assert (page.context["page"].object_list, phrase in page.text) == ([], True)


@pytest.mark.parametrize("transmission", FERMEES)
def test_sans_accord_rien_ne_s_affiche_que_la_phrase(ts, transmission):
    orientation = orienter(ts, transmission)
    venir(orientation)
    prevoir(orientation)
    for url in ("/orientations/", f"/orientations/{orientation.pk}/"):
        page = ts.get(url).text
        assert "Son attestation lui est remise\u00a0: elle vous la montre" in page.replace(
            "&nbsp;", "\u00a0"
        )
        assert "Couture" not in page
        assert 'class="bande12"' not in page


@pytest.mark.parametrize("transmission", [ACCORD, "prevue_au_contrat"])
def test_l_accord_et_le_contrat_ouvrent_les_presences(ts, transmission):
    venir(orienter(ts, transmission, cadre="contrat_engagement"))
    assert len(ligne(ts).presences) == 1


def prevoir(orientation, jour=dt.date(2026, 11, 24), **champs):
    seance = creer_seance(champs.pop("atelier", None) or creer_atelier(titre="Couture"), jour)
    return creer_place(seance, orientation.personne, parcours=orientation.suivi, **champs)


def test_la_prochaine_seance_partagee_se_lit(ts):
    orientation = orienter(ts)
    prevoir(orientation, dt.date(2026, 12, 1))
    prochaine = prevoir(orientation, dt.date(2026, 11, 24))
    prevoir(orientation, dt.date(2026, 11, 20), atelier=creer_atelier(sensibilite=2))
    prevoir(orientation, dt.date(2026, 11, 21), etat="annulee_personne")
    assert ligne(ts).prochaine == prochaine
    assert "mar. 24 nov." in ts.get("/orientations/").text


ETATS = [
    ({"etat": "recue"}, "recue", "Orientation reçue"),
    ({"etat": "contact_en_cours"}, "appel", "Nous l’appelons"),
    ({"etat": "premier_entretien_fixe"}, "entretien", "Premier entretien fixé"),
    ({"etat": "sans_reponse"}, "close", "Fiche close"),
    ({"etat": "annulee_doublon"}, "close", "Fiche close"),
]


MOTS = {"recue": "reçue", "appel": "contactée", "entretien": "contactée", "close": "close"}


@pytest.mark.parametrize(("champs", "code", "nom"), ETATS)
def test_l_etat_d_une_fiche_est_calcule(ts, champs, code, nom):
    """His list says the step; who asks the centre is answered with one of four words (ASN-04)."""
    fiche = creer_orientation(creer_personne(), ts.professionnel, **champs)
    lue = ligne(ts)
    assert fiche.mot_pour_le_prescripteur == MOTS[code]
    assert Orientation(etat="entree").mot_pour_le_prescripteur == "entrée"
    assert (lue.etat.code, lue.etat.nom) == (code, nom)
    assert nom in ts.get("/orientations/").text


def test_le_premier_entretien_fixe_dit_sa_date(ts):
    orientation = creer_orientation(
        creer_personne(), ts.professionnel, etat="premier_entretien_fixe"
    )
    debut = dt.datetime(2026, 11, 24, 10, 15, tzinfo=dt.UTC)
    Entretien.objects.create(orientation=orientation, debut=debut, type="premier_entretien")
    assert ligne(ts).etat.detail == "mardi 24 novembre, 11\u00a0h\u00a015"


@pytest.mark.parametrize(
    ("parcours", "etat", "echeance"),
    [
        ({}, "En parcours", None),
        (
            {"date_fin_prevue": dt.date(2027, 3, 13)},
            "En parcours",
            ("Fin prévue", "le 13 mars 2027", False),
        ),
        (
            {"date_fin_prevue": dt.date(2026, 12, 17)},
            "Renouvellement à demander",
            ("Fin prévue", "le 17 décembre", True),
        ),
    ],
)
def test_l_etat_d_un_parcours_et_son_echeance(ts, parcours, etat, echeance):
    asi = creer_dispositif("asi", renouvellements_max=1, accord_prescripteur=True)
    orienter(ts, dispositif=asi, **parcours)
    lue = ligne(ts)
    dite = lue.echeance
    lue_echeance = dite and (dite.titre, dite.detail, dite.est_proche)
    assert (lue.etat.nom, lue_echeance) == (etat, echeance)


def test_votre_avis_se_dit_au_prescripteur_seul(ts):
    """Who leads the parcours reads whose answer is awaited, in the team or in another house."""
    suivi = orienter(ts, date_fin_prevue=dt.date(2026, 12, 1)).suivi
    creer_renouvellement(suivi, du=dt.date(2026, 12, 2), demande_le=JEUDI)
    referent, binome = navigateur("referent"), navigateur("binome")
    for client, role in ((referent, "binome_social"), (binome, "binome_emploi")):
        creer_referent(suivi, client.professionnel, role=role)
    lues = [ligne(ts), ligne(binome), ligne(referent, "/parcours/suivis/")]
    attendue = "réponse du prescripteur attendue avant le 1er décembre"
    assert [(lue.echeance.detail, bool(lue.echeance.url)) for lue in lues] == [
        ("votre avis avant le 1er décembre", True),
        (attendue, False),
        (attendue, False),
    ]


def test_le_point_des_deux_mois_vient_avant_la_fin(ts):
    asi = creer_dispositif("asi", point_prescripteur_mois=2)
    orienter(ts, dispositif=asi, date_entree=dt.date(2026, 10, 5))
    assert ligne(ts).echeance.detail == "avant le 5 décembre"


def test_les_filtres_comptent_les_lignes(ts):
    orienter(ts, date_fin_prevue=dt.date(2026, 12, 1))
    creer_orientation(creer_personne(), ts.professionnel)
    orienter(ts, date_fin_reelle=dt.date(2026, 11, 1), motif_sortie="cdi")
    page = ts.get("/orientations/?etat=attente")
    comptes = {p["code"]: p["nombre"] for p in page.context["filtres"]}
    assert comptes == {"toutes": 3, "parcours": 1, "attente": 1, "echeance": 1, "terminees": 1}
    assert len(page.context["page"].object_list) == 1


def test_la_periode_choisie_borne_les_heures_pas_la_bande(ts):
    orientation = orienter(ts)
    venir(orientation, dt.date(2026, 11, 17))
    venir(orientation, dt.date(2026, 10, 1))
    venir(orientation, dt.date(2026, 7, 1))
    lue = ligne(ts, "/orientations/?du=2026-07-01&au=2026-10-01")
    assert ([p.debut.date() for p in lue.presences], lue.douze_semaines) == (
        [dt.date(2026, 7, 1), dt.date(2026, 10, 1)],
        2,
    )


@pytest.mark.parametrize(
    ("periode", "phrase"),
    [
        ("du=2026-11-10&au=2026-11-01", "La fin de la période vient après son début."),
        ("du=31/02/2026&au=2026-11-01", "Cette date n’existe pas"),
        ("du=&au=2026-11-01", "obligatoire"),
    ],
)
def test_une_periode_fausse_est_dite_et_la_page_s_affiche(ts, periode, phrase):
    orientation = orienter(ts)
    venir(orientation)
    for url in ("/orientations/", f"/orientations/{orientation.pk}/"):
        page = ts.get(f"{url}?{periode}")
        assert (page.status_code, phrase in page.text) == (200, True)


def test_les_vacances_sont_hachurees_et_le_vide_reste_vide(ts):
    orientation = orienter(ts)
    PeriodeCalendrier.objects.create(
        centre=orientation.centre,
        genre="vacances",
        nom="Toussaint",
        debut=dt.date(2026, 10, 17),
        fin=dt.date(2026, 11, 1),
    )
    lundis = [s.lundi for s in ligne(ts).semaines if s.est_fermee]
    assert lundis == [dt.date(2026, 10, 19), dt.date(2026, 10, 26)]


def test_chaque_page_dit_ce_qui_se_voit_et_que_la_liste_est_partielle(ts):
    orientation = orienter(ts)
    attente = creer_orientation(creer_personne(), ts.professionnel)
    urls = ["/orientations/", "/orientations/?etat=terminees"]
    urls += [f"/orientations/{o.pk}/" for o in (orientation, attente)]
    for url in urls:
        page = ts.get(url).text
        assert "Ce que vous voyez." in page
        assert "Ce que vous ne voyez pas." in page
        assert "Liste partielle" in page
        assert "informée de cette consultation" in page


def test_chaque_lecture_ecrit_le_journal_de_la_personne(ts):
    orientation = orienter(ts)
    ts.get("/orientations/")
    ts.get(f"/orientations/{orientation.pk}/")
    lignes = JournalAcces.objects.filter(sujet=orientation.personne.reference).order_by("pk")
    assert [(li.utilisateur, li.acte, li.page) for li in lignes] == [
        (ts.utilisateur, "liste", "Mes orientations"),
        (ts.utilisateur, "lecture", "Suivi d’une orientation"),
    ]


@pytest.mark.parametrize(("jours", "attendu"), [(30, 200), (31, 404)])
def test_l_acces_finit_trente_jours_apres_le_parcours(ts, jours, attendu):
    fin = JEUDI.date() - dt.timedelta(days=jours)
    orientation = orienter(ts, date_fin_reelle=fin, motif_sortie="cdi")
    venir(orientation)
    assert ts.get(f"/orientations/{orientation.pk}/").status_code == attendu
    assert len(ts.get("/orientations/").context["page"].object_list) == (attendu == 200)


@pytest.mark.parametrize(("jours", "nombre"), [(30, 1), (31, 0)])
def test_une_fiche_close_disparait_apres_trente_jours(ts, jours, nombre):
    close = JEUDI.date() - dt.timedelta(days=jours)
    creer_orientation(
        creer_personne(), ts.professionnel, etat="sans_suite_personne", close_le=close
    )
    assert len(ts.get("/orientations/").context["page"].object_list) == nombre


@pytest.mark.parametrize(("fin", "attendu"), [(19, 200), (18, 404)])
def test_un_ancien_referent_ne_lit_plus_a_la_date_du_relais(fin, attendu):
    binome, parcours = navigateur("binome"), creer_parcours(transmission_presence=ACCORD)
    creer_referent(parcours, binome.professionnel, fin=dt.date(2026, 11, fin))
    assert binome.get(f"/orientations/parcours/{parcours.pk}/").status_code == attendu


def test_un_referent_externe_lit_le_parcours_qu_il_suit():
    binome, orientation = navigateur("binome"), orienter(navigateur("prescripteur"))
    creer_referent(orientation.suivi, binome.professionnel)
    venir(orientation)
    lue = ligne(binome)
    assert (lue.orientation, lue.parcours, len(lue.presences)) == (None, orientation.suivi, 1)
    assert "Votre texte" not in binome.get(f"/orientations/parcours/{lue.parcours.pk}/").text


@pytest.mark.parametrize(("role", "lues"), [("intervenant", 0), ("referent_unique", 1)])
def test_son_accord_sur_ses_presences_n_est_pas_pour_un_intervenant(role, lues):
    """He was let into the shared space; whoever leads reads what she shares."""
    client = navigateur("binome")
    orientation = orienter(navigateur("prescripteur"))
    creer = creer_intervenant if role == "intervenant" else creer_referent
    creer(orientation.suivi, client.professionnel)
    venir(orientation)
    prevoir(orientation, dt.date(2026, 11, 24))
    lue = ligne(client)
    vu = (lue.est_ouverte, len(lue.presences), bool(lue.prochaine))
    assert vu == (bool(lues), lues, bool(lues))
    assert Presence.objects.partagees_avec(client.utilisateur).count() == lues


@pytest.mark.parametrize("role", ["prescripteur", "binome"])
@pytest.mark.parametrize(
    ("transmission", "date"), [(ACCORD, dt.date(2026, 11, 24)), ("aucune", None)]
)
def test_un_binome_ne_lit_une_seance_prevue_que_si_le_parcours_la_transmet(
    role, transmission, date
):
    """One setting for everybody outside: « Ne plus rien montrer » is true (decision 43)."""
    lecteur = ts = navigateur("prescripteur")
    orientation = orienter(ts, transmission)
    if role == "binome":
        lecteur = navigateur("binome")
        creer_referent(orientation.suivi, lecteur.professionnel, role="binome_emploi")
    prevoir(orientation, dt.date(2026, 11, 24))
    prochaine = ligne(lecteur).prochaine
    assert (prochaine and prochaine.seance.debut.date()) == date


def test_un_autre_prescripteur_ne_trouve_rien(ts):
    orientation = orienter(ts)
    autre = navigateur("prescripteur")
    assert autre.get(f"/orientations/{orientation.pk}/").status_code == 404
    assert autre.get(f"/orientations/parcours/{orientation.suivi.pk}/").status_code == 404
    assert autre.get("/orientations/").context["page"].object_list == []


def test_un_parcours_confie_a_un_autre_prescripteur_emporte_la_ligne(ts):
    orientation, autre = orienter(ts), navigateur("prescripteur")
    orientation.suivi.prescripteur = autre.professionnel
    orientation.suivi.save()
    venir(orientation)
    assert ts.get("/orientations/").context["page"].object_list == []
    assert len(ligne(autre).presences) == 1


def test_un_role_qui_finit_ferme_tout(ts):
    orientation = orienter(ts)
    ts.utilisateur.affectations.update(fin=dt.date(2026, 11, 18))
    assert ts.get("/orientations/").status_code == 404
    assert ts.get(f"/orientations/{orientation.pk}/").status_code == 404


def test_deux_centres_font_deux_lignes_avec_leur_nom(ts):
    ailleurs = creer_centre("ailleurs", nom_court="Ailleurs")
    orienter(ts)
    pro = creer_professionnel(ts.utilisateur, ailleurs)
    ts.utilisateur.affectations.create(
        centre=ailleurs, role="prescripteur", organisme=pro.organisme, debut=dt.date(2026, 1, 1)
    )
    creer_orientation(creer_personne(ailleurs), pro)
    page = ts.get("/orientations/")
    assert {li.centre.nom_court for li in page.context["page"]} == {"Le Lierre", "Ailleurs"}
    assert "· Ailleurs" in page.text


@pytest.mark.parametrize("texte", ["9" * 21, "0"])
def test_un_numero_demesure_est_introuvable(ts, texte):
    assert ts.get(f"/orientations/{texte}/").status_code == 404


@pytest.mark.parametrize("nombre", [1, 60])
def test_la_page_coute_autant_pour_une_ligne_que_pour_cent(ts, nombre, django_assert_num_queries):
    seances = [creer_seance(jour=dt.date(2026, 11, jour)) for jour in (17, 18, 24, 25)]
    for seance in seances:
        seance.capacite = 500
        seance.save()
    for _ in range(nombre):
        orientation = orienter(ts)
        for seance in seances:
            place = creer_place(seance, orientation.personne, parcours=orientation.suivi)
            if seance.debut < JEUDI:
                creer_presence(place)
    with django_assert_num_queries(REQUETES):
        ts.get("/orientations/")


# Session, user, roles; orientations, their centres and frames, parcours; presences, next places,
# holidays; name of the reader's organisation, journal; centres of the header.
REQUETES = 15
