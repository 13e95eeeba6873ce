"""Other centres, small and complete, of which Le Lierre must never see anything."""

from __future__ import annotations

import datetime as dt

from ateliers.models import Atelier, Seance, Serie
from ateliers.operations import enregistrer_serie, publier
from bilans.demonstration import annuaire, comptes, emargement, personnes, places
from bilans.demonstration.calendrier import remplir_le_calendrier
from bilans.demonstration.monde import Monde
from bilans.demonstration.programme import derniere_date, h, premiere_annee
from centre.models import Lieu, Professionnel
from centre.temps import instant
from inscriptions.models import Inscription, Place
from parcours.models import Parcours, Personne

PREMIER = "le-chene"
ARBRES = ("Le Chêne", "Le Tilleul", "L’Érable", "Le Noyer", "Le Frêne", "Le Sorbier", "L’Aulne")
LIGNES = (
    ("COU", "couture", "Couture", Atelier.Theme.LIEN_SOCIAL, "aiguille", 0, 1, "14:00-16:00", 8),
    ("FRA", "francais", "Ateliers de français", Atelier.Theme.FRANCAIS, "livre", 1, 3,
     "09:00-11:00", 10),
    ("GDP", "entre-nous", "Entre nous", Atelier.Theme.BIEN_ETRE, "bulles", 3, 4, "10:00-11:30", 6),
)  # fmt: skip


def slug_de(rang: int) -> str:
    return PREMIER if rang == 0 else f"centre-{rang + 2}"


def nom_de(rang: int) -> str:
    return ARBRES[rang % len(ARBRES)] + ("" if rang < len(ARBRES) else f" {rang}")


def charger(jour: dt.date, rang: int) -> Monde:
    """A centre of a dozen people and three ateliers; the first has the account of the list."""
    graine = f"actuel {slug_de(rang)}"
    centre = annuaire.creer_centre(
        slug=slug_de(rang),
        nom=nom_de(rang),
        ville="Hayange",
        adresse="4 rue des Tanneurs, 57700 Hayange",
        telephone=f"03 53 01 09 {rang:02d}",
        courriel=f"rdv.{slug_de(rang)}@{comptes.DOMAINE}",
    )
    monde = Monde(jour=jour, graine=graine, centre=centre)
    annuaire.creer_organisme_du_centre(monde)
    if rang == 0:
        comptes.creer(monde, comptes.CHENE)
    remplir_le_calendrier(centre, premiere_annee(jour), jour.year + 1)
    _ateliers(monde)
    _gens(monde)
    return monde


def _ateliers(monde: Monde) -> None:
    lieu = Lieu.objects.create(
        centre=monde.centre,
        nom="Grande salle",
        slug="grande-salle",
        adresse=monde.centre.adresse,
        capacite=12,
        est_siege=True,
    )
    anime = Professionnel.objects.create(
        centre=monde.centre,
        organisme=monde.organismes["centre"],
        prenom="Paule",
        nom="Ancelin",
        fonction="Animatrice",
    )
    for code, slug, titre, theme, picto, niveau, jour, heures, capacite in LIGNES:
        atelier = Atelier.objects.create(
            centre=monde.centre, code=code, slug=slug, titre=titre, theme=theme,
            titre_discret=f"RDV {monde.centre.nom_court}", pictogramme=picto, lieu=lieu,
            sensibilite=niveau, capacite=capacite, est_publie=True,
        )  # fmt: skip
        serie = Serie(
            atelier=atelier, regle=Serie.Regle.TOUTE_ANNEE, jour=jour, lieu=lieu,
            heure_debut=h(heures)[0], heure_fin=h(heures)[1], capacite=capacite,
            du=dt.date(premiere_annee(monde.jour), 9, 1), au=derniere_date(monde.jour),
        )  # fmt: skip
        enregistrer_serie(serie)
        serie.animateurs.set([anime])
        publier(serie, par=None, quand=instant(serie.du - dt.timedelta(days=20), dt.time(9)))
        monde.series[code] = serie


def _gens(monde: Monde) -> None:
    """A dozen people who came by themselves, each in one atelier since the autumn."""
    hasard = monde.hasard("gens")
    profils = personnes.tirer(monde)[:12]
    personnes.enregistrer(monde, profils)
    gens = [p.personne for p in profils if p.personne]
    entree = min(dt.date(monde.jour.year, 9, 7), monde.jour - dt.timedelta(days=40))
    lignes = [
        Parcours(
            centre=monde.centre,
            personne=personne,
            dispositif=monde.dispositif,
            date_entree=entree,
            transmission_decidee_le=entree,
        )
        for personne in gens
    ]
    parcours = dict(zip(gens, Parcours.objects.bulk_create(lignes), strict=True))
    codes = [code for code, *_ in LIGNES]
    prises: list[Place] = []
    for rang, personne in enumerate(hasard.sample(gens, len(gens))):
        code = codes[rang % len(codes)]
        prises += _inscrire(monde, code, personne, parcours[personne], entree)
    seances = [s for lignes in places.seances_par_code(monde).values() for s in lignes]
    emargement.compter_les_sieges(prises, {s.pk: s for s in seances})
    Place.objects.bulk_create(prises, batch_size=500)
    emargement.emarger(monde, prises, seances)


def _inscrire(
    monde: Monde, code: str, personne: Personne, parcours: Parcours, du: dt.date
) -> list[Place]:
    serie = monde.series[code]
    inscription = Inscription.objects.create(
        personne=personne,
        atelier=serie.atelier,
        serie=serie,
        parcours=parcours,
        du=du,
        uid=monde.uid(f"inscription {personne.pk}"),
    )
    suivantes = Seance.objects.filter(serie=serie, debut__gte=instant(du, dt.time()))
    return [
        Place(
            seance=seance,
            personne=personne,
            inscription=inscription,
            parcours=parcours,
            origine=Place.Origine.INSCRIPTION,
            uid=monde.uid(f"place {personne.pk} {seance.pk}"),
        )
        for seance in suivantes.order_by("debut")
    ]
