"""Pages of a séance's life: filled by the address, kept as typed, told when somebody was faster."""

import pytest

from ateliers.models import Seance
from centre.models import Message
from tests.builders import creer_atelier, creer_place, creer_professionnel, creer_seance
from tests.inscriptions.test_pages_seance import connecte, deplacement, page, seance_a_venir

pytestmark = pytest.mark.django_db


def texte(reponse):
    return reponse.content.decode()


def test_deplacer_se_remplit_par_l_adresse_et_laisse_ce_qui_ne_se_lit_pas(client):
    seance = seance_a_venir()
    connecte(client)
    propose = {"jour": "2030-05-02", "debut": "10:15", "fin": "x", "lieu": "9" * 21}
    recu = texte(client.get(page("seance-deplacer", seance.pk), propose))
    assert 'value="2030-05-02"' in recu
    assert 'value="10:15"' in recu
    assert f'value="{seance.lieu_id}" selected' in recu
    assert 'value="11:00"' in recu


def test_deplacer_dans_un_lieu_exceptionnel(client):
    seance = seance_a_venir()
    connecte(client)
    lieu = {"lieu_nom": "Parc Napoléon", "lieu_adresse": "quai Marchal"}
    client.post(page("seance-deplacer", seance.pk), deplacement(seance, "prevenir", **lieu))
    lue = Seance.objects.get(pk=seance.pk)
    assert (lue.lieu.nom, lue.lieu.est_ponctuel) == ("Parc Napoléon", True)
    assert "lieu exceptionnel" in texte(client.get(page("seance-detail", seance.pk)))
    assert "Parc Napoléon" not in texte(client.get("/lieux/"))


def test_un_lieu_exceptionnel_sans_adresse_se_dit_et_garde_la_saisie(client):
    seance = seance_a_venir()
    connecte(client)
    donnees = deplacement(seance, "apercu", lieu_nom="Parc Napoléon")
    recu = texte(client.post(page("seance-deplacer", seance.pk), donnees))
    assert "Un lieu exceptionnel a un nom et une adresse" in recu
    assert 'value="Parc Napoléon"' in recu


def test_annuler_par_l_adresse_ouvre_la_feuille_sans_rien_changer(client):
    place = creer_place(seance_a_venir())
    connecte(client)
    url = page("seance-annuler", place.seance_id)
    recu = texte(client.get(url, {"motif": "intervenant_absent"}))
    assert "Animatrice ou animateur absent" in recu
    assert "Rien n’est encore parti" in recu
    assert "Voir qui est prévenu" in texte(client.get(url, {"motif": "x"}))
    assert (Message.objects.count(), Seance.objects.get().etat) == (0, "prevue")


def test_remplacer_avertit_une_fois_puis_obeit(client):
    karim, seance = creer_professionnel(prenom="Karim", nom="Zidi"), seance_a_venir()
    seance_a_venir(creer_atelier()).animateurs.add(karim)
    connecte(client)
    url, donnees = page("seance-remplacer", seance.pk), {"apres": karim.pk, "version": 1}
    assert "Karim Z. anime déjà une autre séance" in texte(client.post(url, donnees))
    assert not seance.animateurs.exists()
    client.post(url, {**donnees, "etape": "quand_meme"})
    assert list(seance.animateurs.all()) == [karim]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"apres": ""}, "obligatoire"),
        ({"apres": "9" * 21}, "choix"),
        ({"version": "7"}, "changé cette séance"),
    ],
)
def test_remplacer_saisie_fausse_se_dit(client, champs, phrase):
    karim, seance = creer_professionnel(), seance_a_venir()
    connecte(client)
    donnees = {"apres": karim.pk, "version": 1, **champs}
    assert phrase in texte(client.post(page("seance-remplacer", seance.pk), donnees))
    assert not seance.animateurs.exists()


def test_copier_mene_a_un_brouillon_qu_on_publie(client):
    seance = seance_a_venir()
    connecte(client)
    url = page("seance-dupliquer", seance.pk)
    donnees = deplacement(seance, "", debut="14:00", fin="13:00")
    assert "L’heure de fin vient après" in texte(client.post(url, donnees))
    client.post(url, {**donnees, "fin": "15:00"})
    copie = Seance.objects.exclude(pk=seance.pk).get()
    assert "Publier cette séance" in texte(client.get(page("seance-detail", copie.pk)))
    client.post(page("seance-publier", copie.pk))
    copie.refresh_from_db()
    assert copie.etat == "prevue"


def test_copier_sur_une_salle_prise_avertit_avant_de_garder(client):
    seance = seance_a_venir()
    connecte(client)
    donnees = deplacement(seance, "", jour=f"{seance.debut:%Y-%m-%d}", debut="10:00", fin="12:00")
    url = page("seance-dupliquer", seance.pk)
    assert "la salle est déjà prise" in texte(client.post(url, donnees))
    assert Seance.objects.count() == 1
    client.post(url, {**donnees, "etape": "quand_meme"})
    assert Seance.objects.count() == 2


@pytest.mark.parametrize("role", ["coordination", "accueil", "referent"])
def test_la_note_est_a_toute_l_equipe_et_dit_qui_a_ete_plus_vite(client, role):
    seance = seance_a_venir()
    connecte(client, role)
    url = page("seance-noter", seance.pk)
    client.post(url, {"note_equipe": "Clé chez Odile.", "version": 1})
    assert "Clé chez Odile." in texte(client.get(page("seance-detail", seance.pk)))
    recu = texte(client.post(url, {"note_equipe": "Apporter la craie.", "version": 1}))
    assert "changé cette séance" in recu
    assert "Apporter la craie." in recu


def test_la_page_des_points_filtre_ecarte_et_reprend(client):
    claire = connecte(client)
    premiere = seance_a_venir()
    creer_seance(jour=premiere.debut.date(), heure=10, lieu=premiere.lieu)
    recu = client.get("/planning/attention/", {"nature": "lieu", "semaines": "2"})
    [(_, [vu])] = recu.context["jours"]
    donnees = {"cle": vu.point.cle, "empreinte": vu.point.empreinte, "semaines": "2"}
    client.post("/planning/attention/ecarter/", donnees)
    recu = client.get("/planning/attention/")
    assert "Rien ne demande votre attention" in texte(recu)
    assert f"Écarté par {claire}" in texte(recu)
    client.post(f"/planning/attention/{recu.context['ecartes'][0].ecarte.pk}/reprendre/")
    assert client.get("/planning/attention/").context["nombre"] == 1
    faux = client.post("/planning/attention/ecarter/", {"cle": "x", "empreinte": "y"}, follow=True)
    assert "Ce point a changé" in texte(faux)


def test_noter_une_absence_mene_a_ses_seances_et_garde_la_saisie(client):
    connecte(client)
    helene = creer_professionnel()
    seance_a_venir().animateurs.add(helene)
    donnees = {"professionnel": helene.pk, "du": "2030-05-03", "au": "2030-05-02"}
    recu = texte(client.post("/absences/nouvelle/", donnees))
    assert "Le dernier jour vient après le premier jour" in recu
    assert 'value="2030-05-03"' in recu
    fait = client.post("/absences/nouvelle/", {**donnees, "au": "2030-05-03"})
    assert fait.url.endswith("/seances/")
    assert str(helene) in texte(client.get("/absences/"))
