"""Enrol in a series, stop, give a card, make the calls."""

import datetime as dt
import html

import pytest
from django.urls import reverse

from ateliers.models import Seance
from centre import a_faire
from centre.models import Message
from centre.temps import JOUR, aujourdhui, instant, maintenant
from inscriptions.models import Inscription, JetonParticipant, Place
from inscriptions.operations import (
    annuler_place,
    changer_seances,
    desinscrire,
    inscrire,
    prendre_place,
)
from inscriptions.operations.apercu import apercu_du_geste
from inscriptions.operations.changements import AnnulationVoulue
from inscriptions.taches import taches
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

# A Thursday of term time; the clock runs from there.
JEUDI = instant(dt.date(2026, 11, 19), dt.time(10))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI)]


def dans(jours):
    return aujourdhui() + jours * JOUR


def serie_publiee(nombre=4, **champs):
    serie = creer_serie(creer_atelier(), etat="publiee", au=dans(365))
    for n in range(1, nombre + 1):
        jour = dans(7 * n)
        creer_seance(
            serie.atelier, jour, 14, serie=serie, lieu=serie.lieu, date_origine=jour, **champs
        )
    return serie


def connecte(client, role="coordination", **champs):
    utilisateur = creer_utilisateur(role, **champs)
    client.force_login(utilisateur)
    return utilisateur


def page(nom, *args):
    return reverse(f"inscriptions:{nom}", args=args)


def test_inscrire_remplit_chaque_date_et_dit_l_attente(client):
    serie = serie_publiee(capacite=1)
    creer_place(Seance.objects.first())
    personne = creer_personne(prenom="Olena", nom="Hanff")
    connecte(client)
    donnees = {"serie": serie.pk, "du": aujourdhui().isoformat()}
    client.post(page("inscription-creer", personne.reference), donnees)
    etats = Place.objects.filter(personne=personne).order_by("seance__debut")
    assert [p.etat for p in etats] == ["liste_attente", *["confirmee"] * 3]
    assert Inscription.objects.get().etat == "confirmee"


def test_inscrire_deux_fois_se_dit_et_n_ajoute_rien(client):
    serie, personne = serie_publiee(), creer_personne()
    connecte(client)
    donnees = {"serie": serie.pk, "du": ""}
    client.post(page("inscription-creer", personne.reference), donnees)
    reponse = client.post(page("inscription-creer", personne.reference), donnees)
    assert "déjà inscrite" in reponse.content.decode()
    assert Place.objects.filter(personne=personne).count() == 4


@pytest.mark.parametrize("serie", ["", "x", "9" * 21, "-1"])
def test_inscrire_a_une_serie_inconnue_se_dit(client, serie):
    personne = creer_personne()
    connecte(client)
    donnees = {"serie": serie, "du": "2027-02-31"}
    reponse = client.post(page("inscription-creer", personne.reference), donnees)
    assert reponse.status_code == 200
    assert "Cette date n’existe pas" in reponse.content.decode()
    assert Inscription.objects.count() == 0


def test_inscrire_ne_propose_ni_l_autre_centre_ni_la_permanence(client):
    ailleurs = creer_serie(creer_atelier(creer_centre("autre")), etat="publiee", au=dans(90))
    permanence = creer_serie(creer_atelier(genre="permanence"), etat="publiee", au=dans(90))
    personne = creer_personne()
    connecte(client)
    for serie in (ailleurs, permanence):
        client.post(page("inscription-creer", personne.reference), {"serie": serie.pk})
    assert Inscription.objects.count() == 0


def test_inscrire_demande_le_parcours_quand_il_y_en_a_deux(client):
    serie = serie_publiee()
    premier = creer_parcours()
    second = creer_parcours(premier.personne, dispositif=creer_dispositif("asi"))
    connecte(client)
    adresse = page("inscription-creer", premier.personne.reference)
    assert "Pour quel parcours" in client.get(adresse).content.decode()
    client.post(adresse, {"serie": serie.pk, "parcours": second.pk})
    assert set(Place.objects.values_list("parcours", flat=True)) == {second.pk}


def test_inscrire_a_partir_d_un_jour():
    serie, personne = serie_publiee(), creer_personne()
    inscription = inscrire(personne=personne, serie=serie, du=dans(14), par=None)
    assert inscription.places.count() == 3


def test_arreter_montre_les_messages_avant_qu_ils_partent(client):
    personne = creer_personne(prenom="Yasmina", canal="sms")
    inscription = inscrire(personne=personne, serie=serie_publiee(), par=None)
    connecte(client, "accueil")
    ecrits = Message.objects.count()
    adresse = page("inscription-arreter", inscription.pk)
    lue = client.post(adresse, {"qui": "centre", "etape": "apercu"})
    inscription.refresh_from_db()
    [ligne] = lue.context["apercu"].lignes
    assert (ligne.personne, ligne.canal, ligne.texte in html.unescape(lue.text)) == (
        personne,
        "sms",
        True,
    )
    assert (inscription.etat, Message.objects.count()) == ("confirmee", ecrits)


def test_retirer_une_place_montre_ce_qui_partira_a_elle_et_a_qui_attend(client):
    seance = creer_seance(jour=dans(3), capacite=1)
    partante, suivante = (creer_personne(prenom=p, canal="sms") for p in ("Ana", "Bea"))
    prise = prendre_place(seance=seance, personne=partante, par=None)
    attend = prendre_place(seance=seance, personne=suivante, par=None)
    connecte(client, "coordination")
    adresse = page("place-annuler", prise.pk)
    lue = client.post(adresse, {"etape": "apercu"})
    for place in (prise, attend):
        place.refresh_from_db()
    assert (prise.etat, attend.etat) == ("confirmee", "liste_attente")
    assert {x.personne.prenom for x in lue.context["apercu"].lignes} == {"Ana", "Bea"}
    client.post(adresse, {"qui": "centre"})
    prise.refresh_from_db()
    assert prise.etat == "annulee_centre"


def test_l_apercu_ne_nomme_pas_qui_attend_a_qui_ne_lit_pas_la_liste():
    protegee = creer_seance(creer_atelier(sensibilite=3), dans(3), capacite=1)
    prise = prendre_place(seance=protegee, personne=creer_personne(canal="sms"), par=None)
    prendre_place(seance=protegee, personne=creer_personne(canal="sms"), par=None)
    apercu = apercu_du_geste(
        lambda: annuler_place(prise, par=None, par_la_personne=False),
        personne=prise.personne,
        seances=[protegee.pk],
        par=creer_utilisateur("coordination"),
    )
    assert ([x.personne for x in apercu.lignes], apercu.autres) == ([prise.personne], 1)


def test_arreter_libere_la_suite_et_garde_le_passe(client):
    serie, personne = serie_publiee(), creer_personne()
    passee = creer_seance(serie.atelier, dans(-7), serie=serie, date_origine=dans(-7))
    inscription = inscrire(personne=personne, serie=serie, par=None)
    ancienne = creer_place(passee, personne, inscription=inscription)
    connecte(client, "accueil")
    assert client.get(page("inscription-arreter", inscription.pk)).status_code == 200
    for _ in range(2):
        client.post(page("inscription-arreter", inscription.pk), {"qui": "personne"})
    inscription.refresh_from_db()
    ancienne.refresh_from_db()
    assert (inscription.etat, ancienne.etat) == ("annulee_personne", "confirmee")
    assert (
        sum(Seance.objects.filter(debut__gt=maintenant()).values_list("sieges_pris", flat=True))
        == 0
    )


def test_revenir_est_une_nouvelle_inscription():
    serie, personne = serie_publiee(), creer_personne()
    premiere = inscrire(personne=personne, serie=serie, par=None)
    desinscrire(premiere, par=None)
    seconde = inscrire(personne=personne, serie=serie, par=None)
    assert premiere.uid != seconde.uid


def test_la_carte_se_montre_une_fois_et_tue_l_ancienne(client):
    personne = creer_personne()
    connecte(client, "accueil")
    adresse = page("carte", personne.reference)
    assert "<svg" in client.post(adresse).content.decode()
    premiere = JetonParticipant.objects.get()
    reponse = client.post(adresse)
    assert reponse["Cache-Control"] == "private, no-store"
    premiere.refresh_from_db()
    assert premiere.revoque_le is not None
    assert JetonParticipant.objects.vivants().count() == 1
    assert client.get(adresse).content.decode().count("carte-a6__qr") == 0


def test_la_liste_d_appels_se_coche(client):
    seance = creer_seance(jour=dans(2))
    personne = creer_personne(prenom="Aïcha", nom="Morel", canal="appel", langue="ar")
    creer_place(seance, personne)
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None)
    connecte(client, "accueil")
    texte = client.get(page("appels")).content.decode()
    assert "Aïcha Morel" in texte
    assert "Le centre annule ce rendez-vous." in texte
    assert "parle arabe" in texte
    # On paper: a button that prints, a box to tick on each line.
    assert ("data-imprime" in texte, texte.count('<td class="case-papier"')) == (True, 1)
    envoi = Message.objects.get().envoi
    for _ in range(2):
        assert client.post(page("appel-fait", envoi.pk)).status_code == 302
    assert Message.objects.get().etat == "envoye"
    assert "Personne à appeler" in client.get(page("appels")).content.decode()


@pytest.mark.parametrize("nombre", [1, 12])
def test_la_liste_d_appels_fait_le_meme_nombre_de_requetes(
    client, django_assert_num_queries, nombre
):
    seance = creer_seance(jour=dans(2), capacite=20)
    for _ in range(nombre):
        creer_place(seance, creer_personne(canal="appel"))
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None)
    connecte(client, "accueil")
    client.get(page("appels"))
    with django_assert_num_queries(5):
        client.get(page("appels"))


def titres(utilisateur, centre):
    return [t.titre for t in taches(utilisateur, centre, maintenant())]


def test_a_faire_dit_les_appels_les_aides_et_les_places():
    coordination = creer_utilisateur("coordination")
    seance = creer_seance(jour=dans(1), capacite=2)
    creer_place(seance, creer_personne(prenom="Olena", nom="Hanff"), intention="aide")
    suivante = creer_personne(prenom="Rosa", nom="Pinto")
    creer_place(seance, suivante, etat="liste_attente", rang=1)
    annulee = creer_seance(jour=dans(3))
    creer_place(annulee, creer_personne(canal="appel"))
    changer_seances(annulations=[AnnulationVoulue(annulee, "autre")], par=None)
    assert titres(coordination, seance.centre) == [
        "1\u00a0personne à appeler",
        "Olena H. a besoin d’aide",
        "Une place à proposer à Rosa P.",
    ]
    assert taches in a_faire._fournisseurs


def test_a_faire_ne_dit_rien_a_l_animation_ni_a_l_autre_centre():
    seance = creer_seance(jour=dans(1))
    creer_place(seance, intention="aide")
    assert titres(creer_utilisateur("animation"), seance.centre) == []
    autre = creer_centre("autre")
    assert titres(creer_utilisateur("coordination", autre), seance.centre) == []


def test_a_faire_tait_l_atelier_protege():
    atelier = creer_atelier(sensibilite=3, titre_discret="RDV Le Lierre")
    seance = creer_seance(atelier, dans(1), capacite=2)
    creer_place(seance, intention="aide")
    creer_place(seance, etat="liste_attente", rang=1)
    assert titres(creer_utilisateur("coordination"), seance.centre) == []


def test_a_faire_attend_que_le_groupe_tienne():
    seance = creer_seance(jour=dans(1), capacite=3)
    creer_place(seance, sieges=2)
    creer_place(seance, sieges=2, etat="liste_attente", rang=1)
    creer_place(seance, sieges=1, etat="liste_attente", rang=2)
    assert titres(creer_utilisateur("coordination"), seance.centre) == []


def test_un_appel_n_est_urgent_que_le_jour_de_la_seance():
    seance = creer_seance(jour=dans(5))
    creer_place(seance, creer_personne(canal="appel"))
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None)
    utilisateur = creer_utilisateur("accueil")
    instants = [dt.timedelta(days=4), dt.timedelta(hours=14), dt.timedelta(hours=3)]
    urgences = [
        [t.est_urgente for t in taches(utilisateur, seance.centre, seance.debut - avant)]
        for avant in instants
    ]
    assert urgences == [[False], [False], [True]]
