"""What the service never does (ETH-01 to ETH-08), looked for in real pages.

Two people are followed by one prescriber: Rosa came, Lise missed everything. What is said, drawn
and sent must not tell one from the other, except what is good and what they chose to show.
"""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from pypdf import PdfReader

from centre.models import Message
from centre.temps import instant
from inscriptions.models import Place
from parcours.models import Parcours
from parcours.models.dispositifs import Cadre, Transmission
from parcours.operations.fusion import fusionner
from parcours.operations.orientations import changer_etat
from parcours.operations.parcours import clore_parcours
from parcours.queries import doublons_de
from presences import urls
from presences.models import Presence
from tests import builders as b
from tests.navigateurs import connecter, ouvrir_sa_page

pytestmark = pytest.mark.django_db
RACINE = Path(__file__).resolve().parents[1]
APRES = instant(b.JOUR, dt.time(18))
# Words of control: what the law calls a fault, and hours counted against somebody.
INTERDITS = re.compile(
    r"manquement|obligation non remplie|non[- ]respect|conformit|sanction|radiation|suspension"
    r"|heures? (?:manquante|restante|due)s?|heures? à (?:faire|rattraper)"
    r"|attestation d.absence",
    re.I,
)


@pytest.fixture
def monde():
    with time_machine.travel(APRES, tick=False):
        yield construire()


def construire():
    """Two volunteers oriented by the same professional, three séances each."""
    compte = b.creer_utilisateur("prescripteur")
    pro = b.creer_professionnel(compte)
    gens = {}
    for prenom, statut in (("Rosa", "present"), ("Lise", "absent")):
        personne = b.creer_personne(prenom=prenom, nom="Pinto")
        orientation = b.creer_orientation(personne, pro, etat="entree")
        personne.suivi = b.creer_parcours(
            personne, orientation=orientation, prescripteur=pro, transmission_presence="aucune"
        )
        for jour in (17, 18, 19):
            atelier = b.creer_atelier(titre="Couture")
            seance = b.creer_seance(atelier, dt.date(2026, 11, jour))
            b.creer_presence(
                b.creer_place(seance, personne, parcours=personne.suivi), statut=statut
            )
        gens[prenom] = personne
    return {**gens, "compte": compte, "pro": pro}


def visible(page):
    """The words of a page and the classes of its elements, without hidden values."""
    return re.sub(r'<input type="hidden"[^>]*>', "", page)


def classes(page):
    corps = page.partition("<main")[2].partition("</main>")[0]
    return sorted(set(" ".join(re.findall(r'class="([^"]*)"', corps)).split()))


def pages_du_monde(monde):
    """What each one opens about these two people: the team, the prescriber, themselves."""
    coordination = connecter(b.creer_utilisateur("coordination"))
    partenaire = connecter(monde["compte"])
    for prenom in ("Rosa", "Lise"):
        personne = monde[prenom]
        dossier = f"/personnes/{personne.reference}/"
        for adresse in (dossier, f"{dossier}?voir=ateliers", f"{dossier}attestation/"):
            yield adresse, coordination.get(adresse)
        yield "suivi", partenaire.get(f"/orientations/{personne.suivi.orientation_id}/")
        elle = ouvrir_sa_page(personne)
        for adresse in ("/moi/", "/moi/mes/heures/", "/moi/mes/attestation/"):
            yield adresse, elle.get(adresse)
    for adresse in ("/personnes/", "/parcours/suivis/", "/planning/"):
        yield adresse, coordination.get(adresse)
    yield "orientations", partenaire.get("/orientations/")
    yield "export", partenaire.get("/orientations/export/?format=csv")


def test_aucune_page_ne_parle_de_manquement_ni_d_heures_manquantes(monde):
    """ETH-01: no such word on any page, for the one who came as for the one who did not."""
    lues = dict(pages_du_monde(monde))
    assert {a: r.status_code for a, r in lues.items() if r.status_code != 200} == {}
    contenus = {a: b"".join(r) if r.streaming else r.content for a, r in lues.items()}
    trouves = {a: INTERDITS.findall(visible(c.decode())) for a, c in contenus.items()}
    assert {a: mots for a, mots in trouves.items() if mots} == {}
    assert [a for a, c in contenus.items() if "assiduité" in c.decode()] == []


def test_aucun_gabarit_et_aucun_message_n_a_ces_mots():
    """ETH-01, LIE-19: templates, PDF, sources of the messages; also what no page here reaches."""
    dossiers = ("templates", "templates_typst")
    lus = [f for d in dossiers for f in (RACINE / d).rglob("*.*") if f.suffix in TEXTES]
    lus += [f for app in APPS for f in (RACINE / app).rglob("emails/*.py")]
    trouves = {f.name: INTERDITS.findall(sans_commentaire(f.read_text())) for f in lus}
    assert len(lus) > 100
    assert {nom: mots for nom, mots in trouves.items() if mots} == {}


TEXTES = (".html", ".txt", ".typ")
APPS = ("centre", "ateliers", "parcours", "inscriptions", "presences", "bilans")


def sans_commentaire(texte):
    return re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|^//.*$", "", texte, flags=re.S | re.M)


def test_aucune_couleur_ne_dit_qui_est_venue(monde):
    """ETH-01: the prescriber's two lines are drawn alike, and nothing stores a verdict."""
    client = connecter(monde["compte"])
    lues = [
        client.get(f"/orientations/{monde[p].suivi.orientation_id}/").text for p in ("Rosa", "Lise")
    ]
    assert classes(lues[0]) == classes(lues[1])
    champs = {
        f.name for modele in (Parcours, Presence, Place) for f in modele._meta.concrete_fields
    }
    assert [c for c in champs if re.search(r"conform|manque|obligation|score|note", c)] == []


def test_ce_qui_sort_est_un_reglage_du_parcours_et_rien_ne_part_seul(monde):
    """ETH-02: three frames, four answers; by default the attestation stays with her."""
    assert (set(Cadre.values), set(Transmission.values)) == (
        {"volontaire", "contrat_engagement", "autre"},
        {
            *("aucune", "attestation_remise_a_la_personne"),
            *("avec_accord_au_referent", "prevue_au_contrat"),
        },
    )
    assert Parcours._meta.get_field("transmission_presence").default == Transmission.ATTESTATION
    client = connecter(monde["compte"])
    adresse = f"/orientations/{monde['Rosa'].suivi.orientation_id}/"
    assert "Couture" not in client.get(adresse).text
    Parcours.objects.update(transmission_presence="avec_accord_au_referent")
    assert "Couture" in client.get(adresse).text
    assert (Message.objects.count(), mail.outbox) == (0, [])


def test_l_attestation_est_une_preuve_positive_remise_a_la_personne(monde):
    """ETH-03: dates and hours of what was done; no page gives one of absence."""
    noms = {url.name for url in urls.urlpatterns if "attestation" in url.name}
    assert noms == {"moi-attestation", "personne-attestation"}
    rosa, lise = (attestation(monde[p], tout=True) for p in ("Rosa", "Lise"))
    assert (rosa.count("Couture"), lise.count("Couture")) == (3, 0)
    assert "remis en main propre" in rosa
    assert re.search(r"absen|manqu", rosa + lise, re.I) is None


def attestation(personne, *, tout, sauf=()):
    """The PDF that she prints herself, with the lines she leaves ticked; the page without one."""
    elle = ouvrir_sa_page(personne)
    periode = {"du": "2026-11-01", "au": "2026-11-19"}
    lignes = elle.get("/moi/mes/attestation/", periode).context["lignes"]
    gardees = [li.presence.pk for li in lignes if tout and li.presence.pk not in sauf]
    reponse = elle.post("/moi/mes/attestation/", {**periode, "ligne": gardees})
    if not gardees:
        return visible(reponse.content.decode())
    [page] = PdfReader(io.BytesIO(reponse.content)).pages
    return " ".join(page.extract_text().split())


def test_elle_retire_la_ligne_qu_elle_veut_et_le_protege_se_fond(monde):
    """ETH-04: protected activities are one line of hours without a name; she removes any line."""
    rosa = monde["Rosa"]
    paroles = b.creer_atelier(titre="Groupe de paroles", sensibilite=3)
    place = b.creer_place(b.creer_seance(paroles, dt.date(2026, 11, 16)), rosa)
    b.creer_presence(place)
    tout = attestation(rosa, tout=True)
    assert ("Groupe de paroles" in tout, "insertion" in tout.lower()) == (False, True)
    premiere = Presence.objects.filter(place__personne=rosa).earliest("pk").pk
    assert attestation(rosa, tout=True, sauf=(premiere, place.presence.pk)).count("Couture") == 2


def test_refuser_ou_arreter_n_envoie_rien_et_ne_laisse_aucun_mot(monde):
    """ETH-05, ASN-04: end of a voluntary parcours, refusal of a fiche: not one message."""
    clore_parcours(monde["Lise"].suivi, date_fin=b.JOUR, motif="abandon")
    fiche = b.creer_orientation(b.creer_personne(), monde["pro"])
    changer_etat(fiche, etat="sans_suite_personne", par=b.creer_utilisateur("referent"))
    assert (Message.objects.count(), mail.outbox) == (0, [])
    client = connecter(monde["compte"])
    for pk in (fiche.pk, monde["Lise"].suivi.orientation_id):
        page = client.get(f"/orientations/{pk}/").text.partition("<main")[2]
        assert re.search(r"abandon|arrêté|refus|souhait|sans suite", page, re.I) is None


def test_ses_heures_de_la_semaine_sont_pour_elle(monde):
    """ETH-06: Monday to Sunday in Paris, on her own page; on no page of the prescriber."""
    page = ouvrir_sa_page(monde["Rosa"]).get("/moi/").text
    heures = re.search(r"Mes heures cette semaine.*?<bdi>(.*?)</bdi>", page, re.S)
    assert heures.group(1).replace("\u00a0", " ") == "6 h"
    Parcours.objects.update(transmission_presence="avec_accord_au_referent")
    client = connecter(monde["compte"])
    suivi = client.get(f"/orientations/{monde['Rosa'].suivi.orientation_id}/").text
    assert "cette semaine" not in suivi.partition("<main")[2]


def test_une_raison_d_absence_est_une_categorie_sans_rien_de_medical():
    """ETH-07: a closed list; health reads « Indisponible », and no text goes with it."""
    assert dict(Presence.Motif.choices)["sante"] == "Indisponible"
    assert len(Presence.Motif.choices) == 8
    textes = {"TextField", "TexteField", "LigneField"}
    libres = [f.name for f in Presence._meta.concrete_fields if type(f).__name__ in textes]
    assert libres == []


def test_un_doublon_se_propose_avant_et_la_fusion_garde_les_presences(monde):
    """ETH-08: name, birth date, telephone; merging keeps the attendance of both."""
    rosa = monde["Rosa"]
    ne = dt.date(1990, 5, 4)
    rosa.date_naissance, rosa.telephone = ne, "06 39 98 00 44"
    rosa.save()
    centre = rosa.centre_id
    trouvees = [
        doublons_de(centre, prenom="rósa", nom="PINTO"),
        doublons_de(centre, prenom="R.", nom="Pinto", date_naissance=ne),
        doublons_de(centre, prenom="X", nom="Y", telephone=rosa.telephone),
    ]
    assert [rosa in gens for gens in trouvees] == [True, True, True]
    double = b.creer_personne(prenom="Rosa", nom="Pinto-Costa")
    b.creer_presence(b.creer_place(b.creer_seance(), double))
    fusionner(garde=rosa, doublon=double)
    assert Presence.objects.filter(place__personne=rosa).count() == 4
