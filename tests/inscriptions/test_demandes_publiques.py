"""A stranger asks for a place: proved by a code or a call, answered by the team, forgotten."""

import datetime as dt

import pytest

from centre.effacement import copier, effacer
from centre.erreurs import Refus
from centre.messagerie.rendu import rendre
from centre.models import Message
from centre.temps import instant
from inscriptions.emails.codes import code_de
from inscriptions.models import DemandePublique, Inscription
from inscriptions.operations.demandes_publiques import (
    MODELE,
    DemandeVoulue,
    confirmer_demande,
    demander_un_appel,
    recevoir_demande,
    renvoyer_le_code,
)
from inscriptions.operations.demandes_reponses import (
    accepter_la_demande,
    noter_un_appel,
    oublier_les_demandes,
    refuser_la_demande,
)
from parcours.models import Consentement, Personne
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_demande_publique,
    creer_personne,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essais_oublies")]
QUAND = instant(dt.date(2026, 11, 19), dt.time(10))
MINUTE = dt.timedelta(minutes=1)


def voulue(**champs):
    valeurs = {
        "prenom": "Inès",
        "nom": "Larbi",
        "telephone": "+33639984401",
        "courriel": "",
        "canal": "sms",
        "langue": "fr",
        "accord": "J’accepte que le centre garde mon nom.",
        "accord_version": 1,
    }
    return DemandeVoulue(**{**valeurs, **champs})


def demander(atelier=None, *, page="page", quand=QUAND, **champs):
    atelier = atelier or creer_atelier(demande_publique=True)
    return recevoir_demande(atelier, voulue(**champs), page=page, quand=quand)


def partis():
    return list(Message.objects.filter(modele=MODELE).order_by("pk"))


def test_une_demande_envoie_un_code_que_la_base_ne_garde_pas():
    demande = demander()
    [message] = partis()
    code = code_de(demande.sel)
    assert rendre(message).texte == (
        f"Bonjour. Votre code : {code}. Question : 03 53 01 00 00. Le Lierre"
    )
    fait = (message.destinataire, message.canal, message.est_sensible)
    assert fait == ("06 39 98 44 01", "sms", True)
    assert code not in str([*DemandePublique.objects.values(), *Message.objects.values()])


def test_le_code_se_dit_dans_la_langue_sauf_ou_un_sms_ne_tient_pas():
    atelier = creer_atelier(demande_publique=True)
    for rang, langue in enumerate(("tr", "ar")):
        demander(atelier, page=langue, langue=langue, telephone=f"+3363998440{rang}")
    demander(atelier, page="x", langue="ar", canal="courriel", courriel="a@example.org")
    turc, arabe, courriel = partis()
    assert (turc.langue, arabe.langue, courriel.langue) == ("tr", "fr", "ar")
    assert rendre(turc).texte.startswith("Merhaba. Kodunuz: ")
    assert 'dir="rtl"' in rendre(courriel).html


def test_la_meme_page_deux_fois_est_une_demande_et_une_correction_une_autre():
    atelier = creer_atelier(demande_publique=True)
    premiere, seconde = demander(atelier), demander(atelier)
    autre = demander(atelier, telephone="+33639984402")
    assert (premiere.pk == seconde.pk, autre.pk == premiere.pk) == (True, False)
    assert len(partis()) == 2


def test_le_bon_code_confirme_et_ne_sert_qu_une_fois():
    demande = demander()
    lue = confirmer_demande(demande.reference, code_de(demande.sel), quand=QUAND + MINUTE)
    assert (lue.etat, lue.confirmee_le, lue.sel) == ("confirmee", QUAND + MINUTE, "")
    assert confirmer_demande(demande.reference, "000000").etat == "confirmee"


def test_cinq_essais_puis_le_bon_code_ne_marche_plus():
    demande = demander()
    codes = []
    for _ in range(5):
        with pytest.raises(Refus) as refus:
            confirmer_demande(demande.reference, "x", quand=QUAND)
        codes.append(refus.value.code)
    with pytest.raises(Refus) as refus:
        confirmer_demande(demande.reference, code_de(demande.sel), quand=QUAND)
    assert [*codes, refus.value.code] == ["code"] * 4 + ["trop"] * 2


def test_un_code_meurt_apres_une_demi_heure_et_un_autre_le_remplace():
    demande = demander()
    ancien = code_de(demande.sel)
    with pytest.raises(Refus) as refus:
        confirmer_demande(demande.reference, ancien, quand=QUAND + 30 * MINUTE)
    assert refus.value.code == "trop"
    renvoyer_le_code(demande.reference, quand=QUAND + 31 * MINUTE)
    demande.refresh_from_db()
    neuf = code_de(demande.sel)
    assert neuf != ancien
    assert confirmer_demande(demande.reference, neuf, quand=QUAND + 32 * MINUTE).etat == "confirmee"


def test_un_numero_recoit_trois_codes_par_jour_quoi_qu_on_demande():
    atelier = creer_atelier(demande_publique=True)
    for rang in range(4):
        demande = demander(atelier, page=f"{rang}")
    renvoyer_le_code(demande.reference, quand=QUAND)
    assert (len(partis()), DemandePublique.objects.count()) == (3, 4)
    demander(atelier, page="demain", quand=QUAND + dt.timedelta(days=1, minutes=1))
    assert len(partis()) == 4


def test_connue_ou_non_la_reponse_est_la_meme():
    atelier = creer_atelier(demande_publique=True)
    creer_personne(prenom="Inès", nom="Larbi", telephone="+33639984401")
    connue = demander(atelier)
    inconnue = demander(atelier, page="2", telephone="+33639984402")
    faits = [(d.etat, d.essais, d.envois_du_code, d.personne_id) for d in (connue, inconnue)]
    assert faits == [("a_confirmer", 0, 1, None)] * 2
    assert len(partis()) == 2


def test_rien_ne_part_vers_le_numero_d_une_personne_en_danger():
    creer_personne(telephone="+33639984401", ne_pas_ecrire=True)
    demande = demander()
    assert (partis(), demande.etat, demande.envois_du_code) == ([], "a_confirmer", 1)


def test_sans_code_le_centre_appelle():
    demande = demander()
    demander_un_appel(demande.reference)
    direct = demander(page="2", canal="appel")
    sans_numero = demander(page="3", canal="courriel", telephone="", courriel="a@example.org")
    with pytest.raises(Refus) as refus:
        demander_un_appel(sans_numero.reference)
    demande.refresh_from_db()
    assert (demande.etat, direct.etat, refus.value.code) == ("a_appeler", "a_appeler", "telephone")


@pytest.mark.parametrize(
    "champs",
    [
        {"demande_publique": False},
        {"demande_publique": True, "sensibilite": 2},
        {"demande_publique": True, "est_publie": False},
    ],
)
def test_un_atelier_ferme_ou_discret_ne_prend_pas_de_demande(champs):
    with pytest.raises(Refus) as refus:
        demander(creer_atelier(**champs))
    assert (refus.value.code, DemandePublique.objects.count()) == ("fermee", 0)


def une_serie(centre=None):
    atelier = creer_atelier(centre, demande_publique=True)
    serie = creer_serie(atelier, etat="publiee")
    creer_seance(atelier, dt.date(2026, 11, 23), 14, serie=serie)
    return serie


def test_accepter_ouvre_la_fiche_garde_l_accord_et_inscrit():
    serie, par = une_serie(), creer_utilisateur("accueil")
    demande = creer_demande_publique(serie.atelier, nom="Larbi", langue="ar", accord="Lu.")
    personne = accepter_la_demande(demande, personne=None, serie=serie, par=par, quand=QUAND)
    demande.refresh_from_db()
    accord = Consentement.objects.get(personne=personne)
    assert (str(personne), personne.canal, personne.langue) == ("Inès Larbi", "sms", "ar")
    assert (accord.texte, accord.canal, accord.donne_le) == (
        "Lu.",
        "page publique, texte 1",
        demande.recue_le,
    )
    assert Inscription.objects.get(personne=personne).serie == serie
    assert (demande.etat, demande.nom, str(demande.telephone), demande.personne) == (
        "acceptee",
        "",
        "",
        personne,
    )


def test_accepter_la_fiche_connue_ne_change_pas_son_contact():
    serie, par = une_serie(), creer_utilisateur("accueil")
    connue = creer_personne(telephone="+33639980009", canal="appel")
    demande = creer_demande_publique(serie.atelier)
    accepter_la_demande(demande, personne=connue, serie=serie, par=par, quand=QUAND)
    suivante = creer_demande_publique(serie.atelier)
    accepter_la_demande(suivante, personne=connue, serie=serie, par=par, quand=QUAND)
    connue.refresh_from_db()
    assert (connue.telephone.as_e164, connue.canal) == ("+33639980009", "appel")
    assert Inscription.objects.filter(personne=connue).count() == 1


def test_une_reponse_ne_se_donne_qu_une_fois_et_pas_pour_un_autre_centre():
    par = creer_utilisateur("accueil")
    demande = creer_demande_publique()
    ailleurs = creer_personne(creer_centre("ailleurs"))
    with pytest.raises(Refus) as autre:
        accepter_la_demande(demande, personne=ailleurs, serie=None, par=par)
    refuser_la_demande(demande, prevenir=False, par=par)
    with pytest.raises(Refus) as deja:
        accepter_la_demande(demande, personne=None, serie=None, par=par)
    assert (autre.value.code, deja.value.code) == ("autre_centre", "etat")
    assert Personne.objects.exclude(pk=ailleurs.pk).count() == 0


def test_un_refus_s_ecrit_seulement_a_un_numero_confirme():
    par = creer_utilisateur("accueil")
    prouvee, non_prouvee = creer_demande_publique(), creer_demande_publique(etat="a_appeler")
    ecrits = [refuser_la_demande(d, prevenir=True, par=par) for d in (prouvee, non_prouvee)]
    [message] = partis()
    assert ecrits == [True, False]
    assert rendre(message).texte == (
        "Bonjour. Nous ne pouvons pas vous donner de place cette fois. Appelez-nous. "
        "Question : 03 53 01 00 00. Le Lierre"
    )


def test_un_appel_sans_reponse_se_compte():
    demande = creer_demande_publique(etat="a_appeler")
    noter_un_appel(demande, quand=QUAND)
    demande.refresh_from_db()
    assert (demande.appels, demande.appelee_le, demande.etat) == (1, QUAND, "a_appeler")


def test_ce_qui_n_est_pas_confirme_s_efface_en_trois_jours():
    jours = dt.timedelta(days=1)
    restent = [
        creer_demande_publique(etat="a_confirmer", recue_le=QUAND - 2 * jours),
        creer_demande_publique(recue_le=QUAND - 89 * jours),
        creer_demande_publique(etat="refusee", traitee_le=QUAND - 29 * jours),
    ]
    creer_demande_publique(etat="a_confirmer", recue_le=QUAND - 4 * jours)
    creer_demande_publique(recue_le=QUAND - 91 * jours)
    creer_demande_publique(etat="refusee", traitee_le=QUAND - 31 * jours)
    assert oublier_les_demandes(QUAND) == 3
    assert sorted(DemandePublique.objects.values_list("pk", flat=True)) == [d.pk for d in restent]


def test_un_message_parti_est_vide_et_un_code_perdu_devient_un_appel():
    parti, perdu = demander(), demander(page="2", telephone="+33639984402")
    un, deux = partis()
    Message.objects.filter(pk=un.pk).update(etat="envoye", envoye_le=QUAND, octets=b"code")
    Message.objects.filter(pk=deux.pk).update(etat="echec")
    oublier_les_demandes(QUAND + MINUTE)
    vides = Message.objects.filter(modele=MODELE).values_list("destinataire", "graine", "octets")
    parti.refresh_from_db()
    perdu.refresh_from_db()
    assert list(vides) == [("", {}, None)] * 2
    assert (parti.etat, perdu.etat) == ("a_confirmer", "a_appeler")


def test_sa_demande_se_copie_et_s_efface_avec_elle():
    demande, autre = creer_demande_publique(), creer_demande_publique()
    par = creer_utilisateur("accueil")
    personne = accepter_la_demande(demande, personne=None, serie=None, par=par, quand=QUAND)
    [copie] = copier(personne.reference)["demandes_publiques"]
    assert (copie["atelier__titre"], copie["accord"]) == (demande.atelier.titre, "J’accepte.")
    effacer(personne.reference)
    assert list(DemandePublique.objects.all()) == [autre]
