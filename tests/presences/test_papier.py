"""The paper of a sheet: printed, typed back in its order, photographed."""

import datetime as dt
import io
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from ateliers.models import Atelier
from centre.erreurs import Refus
from centre.pdf import composer
from centre.sauvegarde import archive
from centre.temps import instant
from presences import effacement
from presences.forms.papier import code_de, code_poste, lire_code
from presences.models import Feuille, PhotoFeuille, Presence
from presences.operations import (
    Reponse,
    fermer_feuille,
    lire_photos,
    numeroter_l_impression,
    oublier_les_photos,
    pointer,
    remplir,
    retirer_photo,
)
from presences.queries.emargement import document, numero_de
from presences.queries.minutes import demi_journees, duree_totale
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_operation,
    creer_personne,
    creer_photo,
    creer_place,
    creer_presence,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
    image,
)

# After the séance of every test: Thursday 19 November, 9:00 to 11:00.
APRES = instant(JOUR, dt.time(18))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(APRES, tick=False)]


def deux_personnes(seance):
    return [
        creer_place(seance, creer_personne(seance.centre, prenom=prenom, nom=nom))
        for prenom, nom in (("Rosa", "Pinto"), ("Lamine", "Aïdara"))
    ]


def a(heure, minute=0):
    return instant(JOUR, dt.time(heure, minute))


def texte(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("debut", "duree", "boites"),
    [
        ((8, 30), 270, ["Matin"]),  # ends at 13:00 sharp
        ((13, 0), 60, ["Après-midi"]),
        ((12, 0), 120, ["Matin", "Après-midi"]),
    ],
)
def test_une_case_par_demi_journee_coupee_a_treize_heures(debut, duree, boites):
    seance = creer_seance()
    seance.debut = a(*debut)
    seance.fin = seance.debut + dt.timedelta(minutes=duree)
    decoupe = demi_journees(seance)
    assert [demie.label for demie, _, _ in decoupe] == boites
    assert sum((fin - de for _, de, fin in decoupe), dt.timedelta()) == (seance.fin - seance.debut)


def test_la_feuille_dit_ce_qu_un_financeur_demande():
    seance = creer_seance()
    pro = creer_professionnel(
        centre=seance.centre, prenom="Hélène", nom="Rouvier", fonction="Animatrice"
    )
    seance.animateurs.add(pro)
    rosa, _ = deux_personnes(seance)
    creer_presence(rosa, statut="present_partiel", arrivee=a(9, 10))
    donnees = document(seance.centre, [seance], quand=APRES, avant={seance.pk: 0})
    [feuille] = donnees["feuilles"]
    assert feuille["numero"] == numero_de(seance) == f"261119-{seance.pk}"
    assert feuille["intervenants"] == [{"nom": "Hélène Rouvier", "fonction": "Animatrice"}]
    assert feuille["boites"] == [
        {"demie": "matin", "nom": "Matin", "heures": "9\u00a0h – 11\u00a0h"}
    ]
    assert [(x["nom"], x["arrivee"], x["total"]) for x in feuille["lignes"]] == [
        ("Aïdara", "", ""),
        ("Pinto", "9\u00a0h\u00a010", "1\u00a0h\u00a050"),
    ]
    assert (feuille["date"], feuille["libres"]) == ("Jeudi 19 novembre 2026", 4)


def test_la_feuille_porte_son_operation_le_siret_et_la_mention_de_l_union():
    centre = creer_centre(siret="12345678900012")
    paye, libre = creer_atelier(centre), creer_atelier(centre)
    creer_operation(paye, numero="2025-57", fin=JOUR - dt.timedelta(days=1))
    creer_operation(paye, numero="2026-57", debut=JOUR, autres_financeurs="Département")
    seances = [creer_seance(paye), creer_seance(libre)]
    donnees = document(centre, seances, quand=APRES, avant={})
    assert [f["operation"] and f["operation"]["numero"] for f in donnees["feuilles"]] == [
        "2026-57",
        None,
    ]
    lecteur = PdfReader(io.BytesIO(composer("emargement.typ", donnees, quand=APRES)))
    dit, autre = (" ".join(page.extract_text().split()) for page in lecteur.pages)
    attendus = ("SIRET 12345678900012", "Opération n° 2026-57", "avec Département", "Cofinancé par")
    assert [mot for mot in attendus if mot not in dit] == []
    assert [mot for mot in attendus if mot in autre] == ["SIRET 12345678900012"]


def test_huit_personnes_et_quatre_lignes_libres_tiennent_sur_une_page():
    atelier = creer_atelier()
    creer_operation(atelier)
    seance = creer_seance(atelier, JOUR)
    seance.animateurs.set([creer_professionnel(centre=atelier.centre) for _ in range(2)])
    for _ in range(8):
        creer_place(seance, creer_personne(atelier.centre))
    donnees = document(atelier.centre, [seance], quand=APRES, avant={})
    corps = composer("emargement.typ", donnees, quand=APRES)
    assert len(PdfReader(io.BytesIO(corps)).pages) == 1


def test_le_titre_courant_n_est_que_sur_la_suite_d_une_feuille():
    atelier = creer_atelier(titre="Couture")
    jours = (JOUR, JOUR + dt.timedelta(days=7))
    seances = [creer_seance(atelier, jour, capacite=40) for jour in jours]
    for rang in range(18):
        creer_place(seances[1], creer_personne(atelier.centre, nom=f"Pinto{rang:02d}"))
    donnees = document(atelier.centre, seances, quand=APRES, avant={s.pk: 0 for s in seances})
    pages = PdfReader(io.BytesIO(composer("emargement.typ", donnees, quand=APRES))).pages
    assert [page.extract_text().count("Couture") for page in pages] == [1, 1, 1]
    assert "page 2 / 2" in pages[2].extract_text()


def test_le_papier_ne_dit_jamais_une_absence():
    seance = creer_seance()
    rosa, lamine = deux_personnes(seance)
    creer_presence(rosa, statut="absent")
    creer_presence(lamine, statut="absent_excuse", motif="sante")
    [feuille] = document(seance.centre, [seance], quand=APRES, avant={})["feuilles"]
    vides = {"creneau", "nom", "prenom", "famille"}
    assert [{k: v for k, v in x.items() if k not in vides} for x in feuille["lignes"]] == [
        {"arrivee": "", "depart": "", "total": "", "signatures": {}}
    ] * 2


def test_un_atelier_protege_a_une_feuille_par_personne_et_un_titre_discret():
    atelier = creer_atelier(titre="Groupe", titre_discret="RDV Le Lierre", sensibilite=3)
    seance = creer_seance(atelier)
    deux_personnes(seance)
    donnees = document(seance.centre, [seance], quand=APRES, avant={})
    assert [(f["titre"], len(f["lignes"]), f["libres"]) for f in donnees["feuilles"]] == [
        ("RDV Le Lierre", 1, 0),
        ("RDV Le Lierre", 1, 0),
    ]
    assert donnees["totaux"] == []


def test_un_mois_donne_le_total_de_chacune_sans_arrondi_avant_la_somme():
    atelier, rosa = creer_atelier(), creer_personne(prenom="Rosa", nom="Pinto")
    seances = [creer_seance(atelier, jour=JOUR - dt.timedelta(days=n)) for n in (0, 7, 14)]
    for seance in seances:
        arrivee = seance.debut + dt.timedelta(minutes=10, seconds=20)
        creer_presence(creer_place(seance, rosa), statut="present_partiel", arrivee=arrivee)
    donnees = document(atelier.centre, seances, quand=APRES, avant={})
    assert donnees["totaux"] == [{"nom": "Pinto", "prenom": "Rosa", "total": "5\u00a0h\u00a029"}]
    total = duree_totale(Presence.objects.select_related("place__seance"))
    assert Fraction(total.seconds, 60) == 3 * 120 - 31


def test_chaque_impression_apres_la_premiere_est_numerotee(navigateur):
    seance = creer_seance()
    deux_personnes(seance)
    url = reverse("presences:feuille-pdf", args=[seance.pk])
    premiere, seconde, troisieme = (texte(navigateur.post(url).content) for _ in range(3))
    assert "réimpression" not in premiere
    assert ("réimpression 1" in seconde, "réimpression 2" in troisieme) == (True, True)
    for mot in ("Pinto", "Signature", "page 1 / 1", f"Feuille n° 261119-{seance.pk}"):
        assert mot in premiere
    assert Feuille.objects.get().impressions == 3


def test_une_seance_annulee_ne_s_imprime_pas():
    seance = creer_seance(etat="annulee", motif_annulation="autre")
    with pytest.raises(Refus, match="annulée"):
        numeroter_l_impression([seance])


def test_les_feuilles_d_un_jour_sont_celles_que_l_animatrice_tient(client):
    centre = creer_centre()
    helene = creer_utilisateur("animation", centre)
    pro = creer_professionnel(helene, centre)
    sienne, autre = creer_seance(creer_atelier(centre)), creer_seance(creer_atelier(centre))
    sienne.animateurs.add(pro)
    client.force_login(helene)
    pdf = client.post(reverse("presences:feuilles-pdf"), {"jour": JOUR.isoformat()})
    assert pdf["Content-Type"] == "application/pdf"
    assert numero_de(sienne) in texte(pdf.content)
    assert numero_de(autre) not in texte(pdf.content)


@pytest.mark.parametrize(
    ("code", "reponse"),
    [
        ("", None),
        ("x", Reponse("present")),
        (" X ", Reponse("present")),
        ("e", Reponse("absent_excuse")),
        ("a", Reponse("absent")),
        ("9h20", Reponse("present_partiel", arrivee=a(9, 20))),
        ("9:20-10:45", Reponse("present_partiel", arrivee=a(9, 20), depart=a(10, 45))),
        ("-10:30", Reponse("present_partiel", depart=a(10, 30))),
    ],
)
def test_un_code_se_lit_comme_une_reponse(code, reponse):
    assert lire_code(code, creer_place()) == reponse


@pytest.mark.parametrize("code", ["z", "99:00", "12", "9:20-", "present", "9:20:30"])
def test_un_code_inconnu_est_refuse_avec_un_exemple(code):
    with pytest.raises(Refus, match="n’est pas compris"):
        lire_code(code, creer_place())


@pytest.mark.parametrize("code", ["x", "e", "a", "09:20", "-10:30", "09:20-10:45"])
def test_un_code_ecrit_se_relit_a_l_identique(code):
    place = creer_place()
    reponse = lire_code(code, place)
    remplir(place.seance, {place.pk: reponse}, par=creer_utilisateur("coordination"))
    assert code_de(Presence.objects.get()) == code


def test_papier_et_bureau_donnent_les_memes_totaux():
    """One séance typed back from paper, the same one tapped at the desk: equal to the second."""
    qui = creer_utilisateur("coordination")
    papier, bureau = creer_seance(), creer_seance()
    codes = ["x", "9:20", "-10:30", "9:05-10:40", "e", "a"]
    for place, code in ((creer_place(papier), code) for code in codes):
        donnees = QueryDict(f"c-{place.pk}={code}")
        remplir(papier, {place.pk: code_poste(donnees, place)}, par=qui)
    reponses = [
        {"statut": "present"},
        {"statut": "present_partiel", "arrivee": a(9, 20)},
        {"statut": "present_partiel", "depart": a(10, 30)},
        {"statut": "present_partiel", "arrivee": a(9, 5), "depart": a(10, 40)},
        {"statut": "absent_excuse"},
        {"statut": "absent"},
    ]
    for reponse in reponses:
        pointer(creer_place(bureau), par=qui, **reponse)
    champs = ("statut", "arrivee", "depart", "motif", "sieges_presents", "sieges_excuses")
    ecrites = [
        list(Presence.objects.filter(place__seance=s).order_by("pk").values_list(*champs))
        for s in (papier, bureau)
    ]
    assert ecrites[0] == ecrites[1]


def test_recopier_ecrit_ce_qui_est_compris_et_redit_le_reste(navigateur):
    seance = creer_seance()
    rosa, lamine = deux_personnes(seance)
    url = reverse("presences:feuille-saisie", args=[seance.pk])
    page = navigateur.post(url, {f"c-{rosa.pk}": "x", f"c-{lamine.pk}": "25:00"})
    assert page.status_code == 200
    assert [(s["code"], bool(s["erreur"])) for s in page.context["saisies"]] == [
        ("25:00", True),
        ("x", False),
    ]
    assert list(Presence.objects.values_list("place", "statut")) == [(rosa.pk, "present")]


def test_recopier_ne_remplace_pas_la_reponse_d_une_autre_sans_le_dire(navigateur):
    place = creer_place()
    creer_presence(place, statut="absent")
    url = reverse("presences:feuille-saisie", args=[place.seance_id])
    page = navigateur.post(url, {f"c-{place.pk}": "x", f"v-{place.pk}": ""})
    assert "vous avez mis" in page.context["saisies"][0]["erreur"]
    assert Presence.objects.get().statut == "absent"


def test_une_photo_est_reecrite_sans_ce_qu_elle_cachait():
    brute = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Thionville, chez Rosa"
    Image.new("RGB", (3000, 100), "white").save(brute, "JPEG", exif=exif)
    [reecrite] = lire_photos(io.BytesIO(brute.getvalue() + b"cache"))
    ouverte = Image.open(io.BytesIO(reecrite))
    assert (ouverte.format, ouverte.size[0], dict(ouverte.getexif())) == ("JPEG", 2340, {})
    assert (b"Rosa" in reecrite, b"cache" in reecrite) == (False, False)


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "format"),
        (b"%PDF-1.7 pas une image", "pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (image()[:60], "format"),
        (image(genre="GIF"), "format"),
        (b"\xff\xd8" + bytes(10 * 2**20), "poids"),
    ],
)
def test_ce_qui_n_est_pas_une_photo_est_refuse(octets, code):
    with pytest.raises(Refus) as refus:
        lire_photos(io.BytesIO(octets))
    assert refus.value.code == code


def test_une_image_trop_etendue_est_refusee_avant_d_etre_decodee(monkeypatch):
    monkeypatch.setattr("presences.operations.photos.PIXELS_MAX", 1000)
    with pytest.raises(Refus) as refus:
        lire_photos(io.BytesIO(image(cote=40)))
    assert refus.value.code == "taille"


def test_la_meme_photo_deux_fois_est_gardee_une_fois(navigateur):
    seance = creer_seance()
    url = reverse("presences:photo-ajouter", args=[seance.pk])
    for _ in range(2):
        navigateur.post(url, {"photo": SimpleUploadedFile("IMG_1.png", image())})
    photo = PhotoFeuille.objects.get()
    assert photo.fichier.name.startswith("feuilles/")
    vue = navigateur.get(reverse("presences:photo", args=[photo.pk]))
    assert (vue["Content-Type"], vue.content[:2]) == ("image/jpeg", b"\xff\xd8")


def test_une_photo_prouve_une_feuille_fermee_et_y_reste():
    photo = creer_photo(creer_seance())
    fermer_feuille(photo.feuille.seance, par=creer_utilisateur("coordination"))
    with pytest.raises(Refus, match="Rouvrez-la"):
        retirer_photo(photo)
    assert PhotoFeuille.objects.count() == 1


def test_la_photo_s_efface_avec_la_personne_qui_y_est(django_capture_on_commit_callbacks):
    place = creer_place()
    photo, autre = creer_photo(place.seance), creer_photo(creer_seance())
    with django_capture_on_commit_callbacks(execute=True):
        effacement.effacer(place.personne.reference)
    assert list(PhotoFeuille.objects.all()) == [autre]
    assert photo.fichier.storage.exists(photo.fichier.name) is False
    assert autre.fichier.storage.exists(autre.fichier.name) is True


@pytest.mark.parametrize(("jour", "reste"), [(dt.date(2027, 3, 31), 1), (dt.date(2027, 4, 1), 0)])
def test_une_photo_vit_jusqu_au_premier_avril_suivant(jour, reste):
    creer_photo(creer_seance())
    oublier_les_photos(instant(jour, dt.time(9)))
    assert PhotoFeuille.objects.count() == reste


def test_la_sauvegarde_emporte_les_photos(settings, tmp_path):
    photo = creer_photo(creer_seance())
    base = tmp_path / "travail" / "base.sqlite3"
    base.parent.mkdir()
    base.write_bytes(b"base")
    sauvegarde = tmp_path / "centre-20261119-180000.tar.gz"
    archive.emballer(sauvegarde, base, settings.MEDIA_ROOT, {})
    archive.deballer(sauvegarde, tmp_path / "retour")
    assert (tmp_path / "retour" / "fichiers" / photo.fichier.name).is_file()


def test_un_genre_permanence_imprime_ses_creneaux():
    fenetre = creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE))
    creneau = creer_seance(fenetre.atelier, fenetre=fenetre, duree=30, capacite=1)
    creer_place(creneau, creer_personne(nom="Pinto"))
    [feuille] = document(fenetre.centre, [fenetre], quand=APRES, avant={})["feuilles"]
    assert (feuille["permanence"], [x["creneau"] for x in feuille["lignes"]]) == (
        True,
        ["9\u00a0h"],
    )
