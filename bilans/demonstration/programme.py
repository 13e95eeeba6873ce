"""The timetable of Le Lierre for the civil year of the date and on to the next summer.

Eight weekly lines, five of health and well-being, the outings. Day, hour and place of the last
six are assumptions of the project and say so (``source``); their numbers of séances are not.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from ateliers.models import Atelier, ObjectifAnnuel, ReglePermanence, Serie
from ateliers.operations import enregistrer_serie, publier
from bilans.demonstration.monde import Monde
from centre.models import PeriodeCalendrier
from centre.temps import instant, lundi_de

Genre, Theme, Regle = Atelier.Genre, Atelier.Theme, Serie.Regle
HYPOTHESE = "hypothèse, à confirmer avec le centre"


@dataclass(frozen=True)
class Ligne:
    """One line of the timetable; ``par_an`` counts the dates to choose when the rule asks so."""

    code: str
    slug: str
    titre: str
    genre: str
    theme: str
    thematique: str
    picto: str
    sensibilite: int
    lieu: str
    jour: int
    heures: tuple[dt.time, dt.time]
    capacite: int
    animateurs: tuple[str, ...]
    description: str
    regle: str = Regle.TOUTE_ANNEE
    par_an: int = 0
    creneau: int | None = None
    partenaire: str = ""


def h(texte: str) -> tuple[dt.time, dt.time]:
    debut, fin = texte.split("-")
    return dt.time.fromisoformat(debut), dt.time.fromisoformat(fin)


LIEN, BIEN = "remobilisation--lien-social", "remobilisation--bien-etre-confiance-en-soi"
CULTURE = "remobilisation--activites-sportives-et-culturelles"
FRANCAIS = "lecture-ecriture-calcul--maitriser-le-francais"
EMPLOI = "trouver-un-emploi--repondre-a-des-offres-demploi"
NUMERIQUE = "numerique--maitriser-les-fondamentaux-du-numerique"
CHOISIES = Regle.DATES_EXPLICITES
LIGNES = (
    Ligne("EVQ", "espace-vie-et-quotidien", "Espace Vie et Quotidien, paroles et projets",
          Genre.ATELIER, Theme.LIEN_SOCIAL, LIEN, "bulles", 1, "adultes", 0, h("14:00-16:00"), 15,
          ("animation", "coordination"),
          "On parle de la vie de tous les jours, on prépare des projets ensemble.",
          Regle.HORS_VACANCES),
    Ligne("REL", "relaxation", "Relaxation", Genre.ATELIER, Theme.BIEN_ETRE, BIEN, "pousse", 1,
          "polyvalente", 0, h("14:30-15:45"), 12, ("lise",), "Se poser, respirer, se détendre."),
    Ligne("PEM", "permanence-emploi", "Permanence Emploi", Genre.PERMANENCE, Theme.EMPLOI, EMPLOI,
          "mallette", 1, "adultes", 0, h("16:00-18:00"), 4, ("referent",),
          "Un rendez-vous de 30 minutes pour votre CV, une annonce, un courrier.", creneau=30),
    Ligne("COU", "couture", "Couture", Genre.ATELIER, Theme.LIEN_SOCIAL, LIEN, "aiguille", 0,
          "adultes", 1, h("09:00-11:00"), 10, ("animation",),
          "Apprendre à coudre, réparer ses vêtements, faire des coussins."),
    Ligne("FRA", "atelier-francais", "Atelier français, remobilisation des savoirs de base",
          Genre.ATELIER, Theme.FRANCAIS, FRANCAIS, "livre", 1, "adultes", 1, h("15:00-18:00"), 12,
          ("mina",), "Lire, écrire, compter, parler avec plus d’aisance."),
    Ligne("MUL", "multimedia", "Multimédia (informatique, vidéo, Internet)", Genre.ATELIER,
          Theme.NUMERIQUE, NUMERIQUE, "ordi", 0, "multimedia", 3, h("09:00-11:00"), 8, ("yann",),
          "L’ordinateur, le téléphone, les démarches en ligne."),
    Ligne("CUI", "cuisine", "Cuisine", Genre.ATELIER, Theme.LIEN_SOCIAL, LIEN, "marmite", 0,
          "cuisine", 4, h("08:30-13:00"), 8, ("animation", "afad"),
          "Cuisiner et manger ensemble, avec l’AFAD.", partenaire="AFAD"),
    Ligne("FLE", "francais-langue-etrangere", "Atelier Français Langue Étrangère", Genre.ATELIER,
          Theme.FRANCAIS, FRANCAIS, "livre", 1, "adultes", 4, h("14:00-16:00"), 14, ("mina",),
          "Apprendre le français, pas à pas."),
    Ligne("SOP", "sophrologie", "Sophrologie", Genre.ATELIER, Theme.BIEN_ETRE, BIEN, "pousse", 2,
          "polyvalente", 3, h("14:00-15:15"), 10, ("lise",), "", CHOISIES, 24),
    Ligne("GDP", "groupe-de-paroles", "Groupe de paroles", Genre.ATELIER, Theme.BIEN_ETRE,
          "sante--sante-mentale", "bulles", 3, "adultes", 1, h("13:15-14:45"), 10,
          ("coordination",), "", CHOISIES, 20),
    Ligne("ART", "arts-plastiques", "Arts plastiques", Genre.ATELIER, Theme.CULTURE, CULTURE,
          "palette", 0, "adultes", 2, h("09:30-11:30"), 10, ("animation",),
          "Peinture, collage, terre. Aucun talent demandé.", CHOISIES, 15),
    Ligne("VID", "creation-video", "Création vidéo", Genre.ATELIER, Theme.CULTURE, CULTURE,
          "camera", 0, "multimedia", 2, h("14:00-17:00"), 8, ("tom",),
          "Filmer le quartier et monter un petit film.", CHOISIES, 4),
    Ligne("MUS", "initiation-musicale", "Initiation musicale", Genre.ATELIER, Theme.CULTURE,
          CULTURE, "note", 0, "polyvalente", 2, h("10:00-11:30"), 10, ("tom",),
          "Chanter, frapper un rythme, essayer un instrument.", CHOISIES, 5),
    Ligne("SOR", "sorties", "Sortie culturelle", Genre.SORTIE, Theme.CULTURE, CULTURE, "masque",
          0, "arret", 5, h("13:30-17:30"), 22, ("animation",),
          "Un samedi par mois, en famille\u00a0: musée, théâtre, promenade.", CHOISIES, 10,
          partenaire="AFAD"),
    Ligne("IND", "accompagnement-individuel", "Accompagnement individuel", Genre.ENTRETIEN,
          Theme.INDIVIDUEL, "difficultes-administratives-ou-juridiques", "cadenas", 3, "bureau",
          0, h("09:00-10:00"), 1, ("referent",), ""),
)  # fmt: skip


def premiere_annee(jour: dt.date) -> int:
    """The civil year of the date; also the one before while the year has just begun."""
    return jour.year - 1 if jour.month < 4 else jour.year


def derniere_date(jour: dt.date) -> dt.date:
    """The end of the school year that follows the civil year of the date."""
    return dt.date(jour.year + 1, 7, 9)


def planifier(monde: Monde) -> None:
    """Create and publish every line, through the operations of the planning."""
    periodes = list(PeriodeCalendrier.objects.filter(centre=monde.centre))
    prises: set[dt.date] = set()
    for ligne in LIGNES:
        atelier = creer_atelier(monde, ligne)
        monde.ateliers[ligne.code] = atelier
        if ligne.genre == Genre.ENTRETIEN:
            continue
        dates = dates_choisies(monde.jour, ligne, periodes, prises)
        if ligne.code == "ART":
            # music is given on the other Wednesdays
            prises |= set(dates)
        _serie(monde, ligne, atelier, dates)


def creer_atelier(monde: Monde, ligne: Ligne) -> Atelier:
    atelier = Atelier.objects.create(
        centre=monde.centre,
        code=ligne.code,
        slug=ligne.slug,
        titre=ligne.titre,
        titre_discret=("Sortie " if ligne.genre == Genre.SORTIE else "RDV ")
        + monde.centre.nom_court,
        genre=ligne.genre,
        theme=ligne.theme,
        thematique=ligne.thematique,
        pictogramme=ligne.picto,
        sensibilite=ligne.sensibilite,
        description=ligne.description,
        lieu=monde.lieux[ligne.lieu],
        capacite=ligne.capacite,
        partenaire=monde.organismes.get(ligne.partenaire),
        accepte_enfants=ligne.genre == Genre.SORTIE,
        est_publie=True,
        source=HYPOTHESE if ligne.par_an else "",
    )
    if atelier.est_protege:
        atelier.equipe.set([monde.comptes["coordination"], monde.comptes["referent"]])
    if ligne.genre == Genre.PERMANENCE:
        # One slot of four is kept for prescribers until the day before.
        ReglePermanence.objects.create(atelier=atelier, creneaux_gardes=1)
    if ligne.par_an:
        ObjectifAnnuel.objects.create(atelier=atelier, annee=monde.jour.year, seances=ligne.par_an)
    return atelier


def _serie(monde: Monde, ligne: Ligne, atelier: Atelier, dates: list[dt.date]) -> None:
    debut = dt.date(premiere_annee(monde.jour), 1, 1)
    serie = Serie(
        atelier=atelier,
        regle=ligne.regle,
        jour=None if dates else ligne.jour,
        heure_debut=ligne.heures[0],
        heure_fin=ligne.heures[1],
        du=debut,
        au=derniere_date(monde.jour),
        dates=[jour.isoformat() for jour in dates],
        lieu=monde.lieux[ligne.lieu],
        capacite=ligne.capacite,
        duree_creneau=ligne.creneau,
    )
    enregistrer_serie(serie)
    serie.animateurs.set([monde.pros[cle] for cle in ligne.animateurs])
    # published in the autumn before, long before the first date
    quand = instant(debut - dt.timedelta(days=40), dt.time(10))
    publier(serie, par=monde.comptes["coordination"], quand=quand)
    monde.series[ligne.code] = serie


def dates_choisies(
    jour: dt.date,
    ligne: Ligne,
    periodes: list[PeriodeCalendrier],
    prises: set[dt.date],
) -> list[dt.date]:
    """The typed dates of a line: its number for each civil year, two thirds before the summer."""
    if not ligne.par_an:
        return []
    dates: list[dt.date] = []
    for annee in range(premiere_annee(jour), jour.year + 1):
        libres = jours_libres(ligne, dt.date(annee, 1, 1), dt.date(annee, 12, 31), periodes)
        libres = [j for j in libres if j not in prises]
        dates += _choisir(ligne, libres, ligne.par_an, jour)
    debut, fin = dt.date(jour.year + 1, 1, 1), derniere_date(jour)
    libres = [j for j in jours_libres(ligne, debut, fin, periodes) if j not in prises]
    return dates + _choisir(ligne, libres, max(2, ligne.par_an * 6 // 10), jour)


def jours_libres(
    ligne: Ligne, du: dt.date, au: dt.date, periodes: list[PeriodeCalendrier]
) -> list[dt.date]:
    """Its weekday outside holidays and closures; an outing waits for the summer to pass."""
    touchent = [p for p in periodes if not p.reste_ouvert and p.fin >= du and p.debut <= au]
    premier = du + dt.timedelta(days=(ligne.jour - du.weekday()) % 7)
    jours = [premier + dt.timedelta(weeks=n) for n in range(54)]
    return [
        j
        for j in jours
        if j <= au
        and not any(p.contient(j) for p in touchent)
        and not (ligne.genre == Genre.SORTIE and j.month in (7, 8))
    ]


def _choisir(ligne: Ligne, libres: list[dt.date], nombre: int, jour: dt.date) -> list[dt.date]:
    """Evenly spread, one a month for outings, one of them in the week of the date."""
    ancre = lundi_de(jour) + dt.timedelta(days=ligne.jour)
    if ligne.code == "ART":
        ancre += dt.timedelta(weeks=1)
    if ligne.genre == Genre.SORTIE:
        mois = sorted({(j.year, j.month) for j in libres})[:nombre]
        groupes = [[j for j in libres if (j.year, j.month) == m] for m in mois]
        return [ancre if ancre in g else g[min(2, len(g) - 1)] for g in groupes]
    pas = Fraction(len(libres), nombre)
    decalage = libres.index(ancre) % pas if ancre in libres else pas / 2
    return [libres[int(decalage + n * pas)] for n in range(nombre)]
