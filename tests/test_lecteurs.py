"""Every feed, read by three readers that share no code, says the hours of the database."""

import datetime as dt

import pytest
import time_machine

from ateliers import ical
from ateliers.models import AbonnementEquipe, Seance
from ateliers.operations import annuler, deplacer, planifier, publier
from ateliers.operations.abonnements import ouvrir_abonnement
from centre.models import PeriodeCalendrier
from centre.temps import a_paris, instant
from inscriptions.models import AbonnementPartenaire
from inscriptions.operations.liens import nouvel_agenda
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_serie,
    creer_utilisateur,
)
from tests.lecteurs import LECTEURS, attendues, lire_la_zone

pytestmark = pytest.mark.django_db
AVANT = instant(dt.date(2026, 9, 1), dt.time(8))
JOUR = instant(dt.date(2026, 10, 20), dt.time(12))
TOUSSAINT = (dt.date(2026, 10, 17), dt.date(2026, 11, 1))


def lieu_commun():
    return creer_lieu(slug="salle", nom="Salle, dite « des fêtes »; \\ n° 2")


def titre_complet(seance):
    return seance.titre_complet


def titre_discret(seance):
    return seance.titre_complet if seance.atelier.se_partage else seance.atelier.titre_discret


@pytest.fixture
def programme():
    """Mondays 14:00 from September to June, out of holidays: one cancelled, one moved; the two
    nights of the clock change; a permanence; a discreet and a protected line."""
    centre = creer_centre()
    PeriodeCalendrier.objects.create(
        centre=centre, genre="vacances", nom="Toussaint", debut=TOUSSAINT[0], fin=TOUSSAINT[1]
    )
    lieu, couture = lieu_commun(), creer_atelier(slug="couture", titre="Couture, retouches; fils")
    au = dt.date(2027, 6, 28)
    commun = {"regle": "hors_vacances", "lieu": lieu, "du": dt.date(2026, 9, 7), "au": au}
    publier(creer_serie(couture, **commun), par=None, quand=AVANT)
    permanence = creer_atelier(genre="permanence", titre="Permanence emploi")
    publier(creer_serie(permanence, duree_creneau=30, jour=3, **commun), par=None, quand=AVANT)
    for nuit in (dt.date(2026, 10, 25), dt.date(2027, 3, 28)):
        creer_seance(couture, nuit, heure=1, duree=180, lieu=lieu)
    for niveau in (2, 3):
        discret = creer_atelier(
            titre=f"Secret {niveau}", titre_discret=f"RDV {niveau}", sensibilite=niveau
        )
        creer_seance(discret, dt.date(2027, 3, 29), heure=9 + niveau, lieu=lieu)
    _changer(couture, lieu)
    return centre


def _changer(couture, lieu):
    a_venir = list(couture.seances.filter(debut__gt=JOUR).order_by("debut"))
    annuler(a_venir[4], motif="autre", par=None, quand=JOUR)
    debut = instant(dt.date(2027, 3, 30), dt.time(9, 15))
    fin = debut + dt.timedelta(minutes=75)
    deplacer(a_venir[5], debut=debut, fin=fin, lieu=lieu, par=None, quand=JOUR)


def publiques(**filtre):
    lignes = Seance.objects.affichables().comptees().filter(**filtre)
    return list(lignes.select_related("atelier").order_by("debut", "id"))


def toutes(**filtre):
    lignes = Seance.objects.publiees().comptees().filter(**filtre)
    return list(lignes.select_related("atelier").order_by("debut", "id"))


def agenda_du_centre():
    return "/agenda/le-lierre.ics", publiques(), titre_complet


def agenda_d_un_atelier():
    return "/agenda/le-lierre/couture.ics", publiques(atelier__slug="couture"), titre_complet


def agenda_d_un_lieu():
    return "/agenda/le-lierre/lieu/salle.ics", publiques(lieu__slug="salle"), titre_complet


def _equipe(utilisateur, contenu):
    jeton = ouvrir_abonnement(utilisateur, creer_centre(), contenu=contenu, libelle="x")
    return f"/agenda/p/equipe-{jeton}.ics"


def agenda_de_l_equipe():
    chemin = _equipe(creer_utilisateur("coordination"), AbonnementEquipe.Contenu.CENTRE)
    return chemin, toutes(), titre_discret


def agenda_d_une_animatrice():
    sarah = creer_utilisateur("animation")
    pro = creer_professionnel(sarah)
    for seance in toutes()[::3]:
        seance.animateurs.add(pro)
    chemin = _equipe(sarah, AbonnementEquipe.Contenu.MES_SEANCES)
    return chemin, toutes(animateurs=pro), titre_discret


def agenda_d_une_participante():
    personne = creer_personne()
    seances = list(Seance.objects.filter(atelier__slug="couture").exclude(etat="annulee"))
    for seance in seances:
        creer_place(seance, personne)
    lignes = toutes(places__personne=personne)
    return f"/agenda/p/{nouvel_agenda(personne)}.ics", lignes, lambda s: s.atelier.titre_discret


def agenda_d_une_partenaire():
    """An entry has the UID of the place she booked, not that of the slot."""
    sociale = creer_utilisateur("prescripteur")
    creneaux = list(Seance.objects.creneaux().filter(debut__gt=JOUR).order_by("debut")[:20])
    for creneau in creneaux:
        creneau.uid = creer_place(creneau, faite_par=sociale).uid
    jeton = ouvrir_abonnement(sociale, creer_centre(), libelle="x", modele=AbonnementPartenaire)
    return f"/agenda/p/creneaux-{jeton}.ics", creneaux, lambda s: "RDV"


AGENDAS = [
    agenda_du_centre,
    agenda_d_un_atelier,
    agenda_d_un_lieu,
    agenda_de_l_equipe,
    agenda_d_une_animatrice,
    agenda_d_une_participante,
    agenda_d_une_partenaire,
]


@pytest.mark.parametrize("agenda", AGENDAS)
def test_chaque_agenda_se_lit_pareil_par_trois_lecteurs(client, programme, agenda):
    with time_machine.travel(JOUR, tick=False):
        chemin, seances, titre = agenda()
        octets = client.get(chemin).content

    voulues = attendues(seances, titre)
    assert len(voulues) >= 10
    for nom, lire in LECTEURS.items():
        assert (nom, sorted(lire(octets))) == (nom, sorted(voulues))


def test_le_programme_passe_les_deux_changements_d_heure_les_vacances_et_les_changements(programme):
    """The world above holds what the feeds are read for."""
    lundis = publiques(atelier__slug="couture", serie__isnull=False)
    murs = {f"{a_paris(s.debut):%H:%M}" for s in lundis}
    decalages = {a_paris(s.debut).utcoffset() for s in lundis}
    jours = {a_paris(s.debut).date() for s in lundis}
    assert murs == {"14:00", "09:15"}
    assert decalages == {dt.timedelta(hours=1), dt.timedelta(hours=2)}
    assert not [j for j in jours if TOUSSAINT[0] <= j <= TOUSSAINT[1]]
    assert sum(s.est_annulee for s in lundis) == 1
    assert sorted(s.minutes for s in publiques(serie__isnull=True)) == [120, 240]


def test_un_agenda_vide_se_lit_vide_par_trois_lecteurs(client):
    creer_centre()
    octets = client.get("/agenda/le-lierre.ics").content
    assert {nom: lire(octets) for nom, lire in LECTEURS.items()} == {n: [] for n in LECTEURS}


def test_le_fuseau_ecrit_se_lit_pareil_par_le_moteur_de_thunderbird():
    """Noon of each 1st and 15th, and the hours around each change, from 1997 to 2037."""
    moments = [
        dt.datetime(annee, mois, jour, 12)  # noqa: DTZ001 (wall times)
        for annee in range(1997, 2038)
        for mois in range(1, 13)
        for jour in (1, 15, 28)
    ]
    lus = lire_la_zone(ical.assembler([], nom="x"), moments)
    voulus = [instant(m.date(), m.time()).utcoffset() for m in moments]
    assert lus == voulus


def test_planifier_deux_fois_laisse_les_memes_octets(client, programme):
    with time_machine.travel(JOUR, tick=False):
        avant = client.get("/agenda/le-lierre.ics").content
        for serie in {s.serie for s in publiques(serie__isnull=False)}:
            planifier(serie, quand=JOUR)
        assert client.get("/agenda/le-lierre.ics").content == avant
