"""Worlds of a given size, one centre each, written in bulk."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from ateliers import ical
from ateliers.models import Atelier, Seance, Serie
from ateliers.operations import rafraichir_agendas
from centre.models import Centre, Lieu, Utilisateur
from centre.temps import ecrire_semaine, instant, lundi_de, maintenant
from centre.textes import cle_de_nom
from inscriptions.models import Place
from parcours.models import Orientation, Parcours, Personne
from parcours.models.dispositifs import Transmission
from presences.models import Presence
from tests import builders

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Monde:
    """A centre with ``taille`` séances in its feed, in its week, on a roster, in a list."""

    taille: int
    centre: Centre
    coordination: Utilisateur
    prescripteur: Utilisateur
    seance: Seance

    @property
    def flux(self) -> str:
        return f"/agenda/{self.centre.slug}.ics"

    @property
    def semaine(self) -> str:
        """The week that holds the séances: on a Sunday the page would open on the next one."""
        return f"/planning/?centre={self.centre.slug}&semaine={ecrire_semaine(maintenant().date())}"

    def chemins(self) -> dict[str, tuple[str, Utilisateur | None]]:
        """The pages whose number of queries must not depend on the size."""
        return {
            "flux public": (self.flux, None),
            "semaine": (self.semaine, self.coordination),
            "à faire": (f"/planning/a-faire/?centre={self.centre.slug}", self.coordination),
            "séance": (f"/seances/{self.seance.pk}/", self.coordination),
            "feuille": (f"/presences/seances/{self.seance.pk}/", self.coordination),
            "Mes orientations": ("/orientations/", self.prescripteur),
        }


def batir(taille: int) -> Monde:
    centre = builders.creer_centre(f"banc-{taille}", nom=f"Banc {taille}", nom_court="Banc")
    coordination = builders.creer_utilisateur("coordination", centre)
    prescripteur = builders.creer_utilisateur("prescripteur", centre)
    atelier = builders.creer_atelier(centre, capacite=taille)
    seances = _seances(atelier, builders.creer_lieu(centre), taille)
    gens = _gens(centre, taille)
    _orienter(centre, prescripteur, gens, seances)
    rafraichir_agendas([f"centre:{centre.pk}", f"atelier:{atelier.pk}"])
    return Monde(taille, centre, coordination, prescripteur, seances[0])


def _seances(atelier: Atelier, lieu: Lieu, taille: int) -> list[Seance]:
    """Ten in this week (all of them when the size is small), the others over the coming year."""
    lundi = lundi_de(maintenant().date())
    lignes = []
    for rang in range(taille):
        jour = lundi + dt.timedelta(days=rang % 6 + 7 * (rang // 60))
        # Now and then two at one hour, whatever the size.
        debut = instant(jour, dt.time(8 + rang // 7 % 10))
        seance = Seance(
            centre=atelier.centre, atelier=atelier, lieu=lieu, debut=debut,
            fin=debut + dt.timedelta(hours=1), capacite=taille, etat=Seance.Etat.PREVUE,
        )  # fmt: skip
        seance.vevent = ical.vevent_public(seance)
        lignes.append(seance)
    return Seance.objects.bulk_create(lignes)


def batir_une_petite_maison() -> Monde:
    """A centre with thirteen weekly lines: one séance of each in the week that is shown."""
    monde = batir(13)
    series = [_serie(atelier=monde.seance.atelier, rang=rang) for rang in range(13)]
    Serie.objects.bulk_create(series)
    seances = list(Seance.objects.filter(centre=monde.centre).order_by("pk"))
    for seance, serie in zip(seances, series, strict=True):
        seance.serie, seance.date_origine = serie, seance.debut.date()
    Seance.objects.bulk_update(seances, ["serie", "date_origine"])
    return monde


def ajouter_mille_series(*, semaines: int = 90) -> int:
    """A thousand weekly lines of another centre over two years; returns how many séances."""
    centre = builders.creer_centre("banc-ailleurs", nom="Banc ailleurs", nom_court="Ailleurs")
    atelier = builders.creer_atelier(centre, capacite=12)
    lieu = builders.creer_lieu(centre)
    series = Serie.objects.bulk_create(_serie(atelier=atelier, rang=n) for n in range(1_000))
    lundi = lundi_de(maintenant().date())
    debuts = [instant(lundi + dt.timedelta(days=7 * n), dt.time(9)) for n in range(semaines)]
    lignes = (
        Seance(
            centre=centre, atelier=atelier, lieu=lieu, serie=serie, date_origine=debut.date(),
            debut=debut + dt.timedelta(days=rang % 6), capacite=12, etat=Seance.Etat.PREVUE,
            fin=debut + dt.timedelta(days=rang % 6, hours=1),
        )
        for rang, serie in enumerate(series)
        for debut in debuts
    )  # fmt: skip
    return len(Seance.objects.bulk_create(lignes, batch_size=2_000))


def _serie(*, atelier: Atelier, rang: int) -> Serie:
    jour = maintenant().date()
    return Serie(
        atelier=atelier, regle=Serie.Regle.HORS_VACANCES, jour=rang % 6, etat=Serie.Etat.PUBLIEE,
        heure_debut=dt.time(9), heure_fin=dt.time(10), du=jour - dt.timedelta(days=365),
        au=jour + dt.timedelta(days=365), lieu=builders.creer_lieu(atelier.centre), capacite=12,
    )  # fmt: skip


def _gens(centre: Centre, taille: int) -> list[Personne]:
    return Personne.objects.bulk_create(
        Personne(
            centre=centre,
            prenom="Nadia",
            nom=f"Banc{rang}",
            cle=cle_de_nom("Nadia", f"Banc{rang}"),
            courriel=f"banc{rang}@example.org",
        )
        for rang in range(taille)
    )


def _orienter(
    centre: Centre, prescripteur: Utilisateur, gens: list[Personne], seances: list[Seance]
) -> None:
    """Each person oriented, in a shared parcours, with a place and a presence at one séance."""
    pro = builders.creer_professionnel(prescripteur, centre)
    dispositif = builders.creer_dispositif()
    jour = maintenant().date() - dt.timedelta(days=60)
    orientations = Orientation.objects.bulk_create(
        Orientation(
            centre=centre, personne=p, dispositif=dispositif, prescripteur=pro, recue_le=jour,
            etat=Orientation.Etat.ENTREE, difficultes=["isolement"],
        )
        for p in gens
    )  # fmt: skip
    parcours = Parcours.objects.bulk_create(
        Parcours(
            centre=centre, personne=o.personne, dispositif=dispositif, orientation=o,
            prescripteur=pro, date_entree=jour, transmission_presence=Transmission.ACCORD,
        )
        for o in orientations
    )  # fmt: skip
    places = Place.objects.bulk_create(
        Place(seance=seances[0], personne=p.personne, parcours=p) for p in parcours
    )
    seances[0].sieges_pris = len(places)
    # Somebody expected at once in two places: the week looks into it.
    Place.objects.create(seance=seances[6], personne=parcours[1].personne, parcours=parcours[1])
    seances[6].sieges_pris = 1
    Seance.objects.bulk_update([seances[0], seances[6]], ["sieges_pris"])
    Presence.objects.bulk_create(
        Presence(place=place, statut=Presence.Statut.PRESENT) for place in places[::2]
    )


def temoin(utilisateur: Utilisateur | None) -> dict[str, str]:
    """The cookie of somebody who is logged in; none for a stranger."""
    if utilisateur is None:
        return {}
    session = SessionStore()
    session[SESSION_KEY] = str(utilisateur.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = utilisateur.get_session_auth_hash()
    session.create()
    return {"HTTP_COOKIE": f"sessionid={session.session_key}"}
