"""The centre, its rooms, its 34 partners, the professionals who work there."""

from __future__ import annotations

import datetime as dt

from bilans.demonstration import comptes
from bilans.demonstration.monde import Monde
from centre.models import Centre, Lieu, Organisme, Professionnel

Type = Organisme.Type
# The day for which the rows were drawn is kept where people can read it.
MARQUE = "Données inventées pour une démonstration du "

LIEUX = (
    ("adultes", "Espace adultes", "31 avenue de Guise, 57100 Thionville", 15),
    ("multimedia", "Espace multimédia", "19 boulevard Charlemagne, 57100 Thionville", 8),
    ("polyvalente", "Salle polyvalente", "place Roland, 57100 Thionville", 14),
    ("cuisine", "Cuisine pédagogique AFAD", "56 route de la Briquerie, 57100 Thionville", 8),
    ("bureau", "Bureau d’entretien", "31 avenue de Guise, 57100 Thionville", 3),
    ("arret", "Devant le centre", "31 avenue de Guise, 57100 Thionville", 22),
)
# key, name, type, field, orients, sensitive
PARTENAIRES = (
    ("CMS", "Centres médico-sociaux de secteur (CMS)", Type.DEPT, "action sociale", True, False),
    ("UDAF", "UDAF / SASI", Type.UDAF, "action sociale", True, False),
    ("CCAS", "CCAS de Thionville, service de la solidarité", Type.CCAS, "action sociale", True,
     False),
    ("UTOPIA", "Réseau UTOPIA", Type.AUTRE, "réseau", False, False),
    ("ASV", "Ateliers Santé Ville (CCAS)", Type.SANTE, "santé", False, False),
    ("AFAD", "AFAD de Moselle", Type.ASSO_SOCIALE, "famille", False, False),
    ("GEM", "GEM Théo", Type.GEM, "santé mentale", True, True),
    ("TREMPLIN", "Tremplin (association intermédiaire)", Type.SIAE, "emploi", True, False),
    ("CMP", "CMP 1er et 2e secteur adultes", Type.CMP, "santé mentale", True, True),
    ("FT", "France Travail Thionville", Type.FT, "emploi", True, False),
    ("CSAPA", "CSAPA", Type.CSAPA, "addictologie", True, True),
    ("APSIS", "Apsis/Émergence (médiation, PAEJ)", Type.ASSO_SOCIALE, "jeunesse", False, False),
    ("ATHENES", "Association Athènes", Type.ASSO_SOCIALE, "action sociale", True, False),
    ("CLCV", "CLCV", Type.ASSO_SOCIALE, "logement", True, False),
    ("VALO", "Entreprise d’insertion Valo’ (Florange)", Type.SIAE, "emploi", False, False),
    ("CPAM", "CPAM de Thionville, éducation pour la santé", Type.SANTE, "santé", False, False),
    ("VIELIBRE", "Vie libre", Type.SANTE, "addictologie", False, True),
    ("HABITAT", "Habitat Jeunes des Trois Frontières", Type.ASSO_SOCIALE, "logement", False,
     False),
    ("FOMAL", "F.O.M.A.L (foyers d’accueil aux libérés)", Type.CHRS, "justice", False, True),
    ("CIDFF", "CIDFF (Metz)", Type.CIDFF, "droits", True, True),
    ("ATAV", "ATAV (aide aux victimes)", Type.ASSO_SOCIALE, "droits", False, True),
    ("LOUPS", "Les petits loups", Type.ASSO_CARITATIVE, "aide alimentaire", False, False),
    ("CROIX", "Croix-Rouge", Type.ASSO_CARITATIVE, "aide alimentaire", False, False),
    ("COLLECTIF", "Collectif thionvillois", Type.ASSO_CARITATIVE, "aide alimentaire", False,
     False),
    ("BANQUE", "Banque alimentaire", Type.ASSO_CARITATIVE, "aide alimentaire", False, False),
    ("RESTOS", "Restos du cœur", Type.ASSO_CARITATIVE, "aide alimentaire", False, False),
    ("INTERCOM", "Intercom Santé 57", Type.SANTE, "santé", False, False),
    ("CES", "Centre d’examens de santé CPAM (Metz)", Type.SANTE, "santé", False, False),
    ("MUTUALITE", "Mutualité française de Lorraine", Type.SANTE, "santé", False, False),
    ("RANDO", "Fédération française de randonnée pédestre, Bien vieillir en Lorraine",
     Type.AUTRE, "sport et santé", False, False),
    ("COEUR", "Cœur et Santé", Type.SANTE, "santé", False, False),
    ("LUDO", "Ludothèque", Type.AUTRE, "parentalité", False, False),
    ("RECRE", "La récré des bébés", Type.AUTRE, "parentalité", False, False),
    ("SQUARE", "Le square", Type.AUTRE, "parentalité", False, False),
)  # fmt: skip
# key, organisation, first name, name, function; those with an account come from comptes.LIERRE
COLLEGUES = (
    ("yann", "centre", "Yann", "Kessler", "Animateur numérique"),
    ("mina", "centre", "Mina", "Barrois", "Formatrice de français"),
    ("lise", "centre", "Lise", "Charmois", "Sophrologue"),
    ("tom", "centre", "Tom", "Guérande", "Intervenant musique et vidéo"),
    ("afad", "AFAD", "Annie", "Perrard", "Cuisinière, AFAD"),
    ("udaf2", "UDAF", "Sophie", "Lantier", "Travailleuse sociale"),
    ("cms2", "CMS", "Didier", "Hauser", "Assistant social"),
    ("cms3", "CMS", "Anne", "Bitsch", "Assistante sociale"),
    ("ccas1", "CCAS", "Valérie", "Ornain", "Conseillère"),
    ("cmp1", "CMP", "Luc", "Sarrazin", "Assistant social"),
    ("csapa1", "CSAPA", "Irène", "Thill", "Éducatrice"),
    ("gem1", "GEM", "Maud", "Reiser", "Animatrice"),
    ("tremplin1", "TREMPLIN", "Gaëlle", "Muzard", "Chargée d’insertion"),
    ("cidff1", "CIDFF", "Elsa", "Corbin", "Juriste"),
    ("athenes1", "ATHENES", "Rémi", "Fosset", "Travailleur social"),
    ("clcv1", "CLCV", "Jeanne", "Vogel", "Bénévole"),
)


def batir(jour: dt.date, graine: str, slug: str = "le-lierre", nom: str = "Le Lierre") -> Monde:
    """The centre with its rooms, partners, accounts and professionals."""
    monde = Monde(jour=jour, graine=graine, centre=creer_centre(slug=slug, nom=nom))
    creer_lieux(monde)
    _organismes(monde)
    comptes.creer(monde, comptes.LIERRE)
    _professionnels(monde)
    return monde


def creer_centre(*, slug: str, nom: str, **champs: str) -> Centre:
    return Centre.objects.create(
        slug=slug,
        nom=f"Centre {nom}",
        nom_court=nom,
        **{
            "ville": "Thionville",
            "adresse": "31 avenue de Guise, 57100 Thionville",
            "siret": "0" * 14,
            "telephone": "03 53 01 00 00",
            "courriel": f"rdv@{comptes.DOMAINE}",
            "delegue_donnees": f"Anne Roussel, donnees@{comptes.DOMAINE}",
            **champs,
        },
    )


def creer_organisme_du_centre(monde: Monde) -> Organisme:
    """The centre as an organisation; its note says from which date the data are."""
    monde.organismes["centre"] = Organisme.objects.create(
        centre=monde.centre,
        nom=monde.centre.nom,
        type=Type.CENTRE,
        domaine="centre social",
        note=f"{MARQUE}{monde.jour.isoformat()}.",
    )
    return monde.organismes["centre"]


def date_chargee(slug: str) -> dt.date | None:
    """The date of the rows present for a centre, None when it does not exist."""
    organisme = Organisme.objects.filter(
        centre__slug=slug, type=Type.CENTRE, note__startswith=MARQUE
    ).first()
    if organisme is None:
        return None
    return dt.date.fromisoformat(organisme.note.removeprefix(MARQUE)[:10])


def creer_lieux(monde: Monde) -> None:
    for cle, nom, adresse, capacite in LIEUX:
        monde.lieux[cle] = Lieu.objects.create(
            centre=monde.centre,
            nom=nom,
            slug={"adultes": "espace-adultes", "multimedia": "espace-multimedia"}.get(cle, cle),
            adresse=adresse,
            adresse_discrete="31 avenue de Guise, 57100 Thionville" if cle == "bureau" else "",
            arret="Guise" if adresse.startswith("31 avenue de Guise") else "",
            capacite=capacite,
            est_confidentiel=cle == "bureau",
            est_siege=cle == "adultes",
            minutes_de_trajet={"cuisine": 20, "multimedia": 10}.get(cle, 0),
        )


def _organismes(monde: Monde) -> None:
    creer_organisme_du_centre(monde)
    for rang, (cle, nom, genre, domaine, oriente, sensible) in enumerate(PARTENAIRES):
        monde.organismes[cle] = Organisme.objects.create(
            centre=monde.centre,
            nom=nom,
            type=genre,
            domaine=domaine,
            est_orienteur=oriente,
            est_sensible=sensible,
            telephone=f"03 53 01 01 {rang:02d}",
        )
    monde.lieux["cuisine"].organisme = monde.organismes["AFAD"]
    monde.lieux["cuisine"].save(update_fields=["organisme"])


def _professionnels(monde: Monde) -> None:
    lignes = [
        (compte.alias, compte.organisme, compte.prenom, compte.nom, compte.fonction)
        for compte in comptes.LIERRE
        if compte.alias != "admin"
    ]
    for rang, (cle, organisme, prenom, nom, fonction) in enumerate([*lignes, *COLLEGUES]):
        monde.pros[cle] = Professionnel.objects.create(
            centre=monde.centre,
            organisme=monde.organismes[organisme],
            prenom=prenom,
            nom=nom,
            fonction=fonction,
            telephone=f"03 53 01 02 {rang:02d}",
            courriel=f"{cle}@{comptes.DOMAINE}",
            utilisateur=monde.comptes.get(cle),
        )
