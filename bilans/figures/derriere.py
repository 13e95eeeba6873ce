"""Which lists stand behind each figure: its own first, then what it is divided by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, IntegerField, QuerySet, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from bilans.figures import Perimetre, Periode, calculer
from bilans.figures.argent import periodes_payees
from bilans.figures.echeances import points_dus
from bilans.figures.europe import Participant, nommables, participants_comptes
from bilans.figures.insertion import (
    renouvellements_de,
    suites_des_renouvellements,
    suivis_et_sortis,
)
from bilans.figures.listes import Liste, ListeHeures, ListeMediane, visibles
from bilans.figures.personnes import orientations_de, personnes_accompagnees, racines
from bilans.figures.presences import TENUE, par_heure, presences_de, venues
from bilans.figures.seances import etat_compte, seances_de, seances_tenues
from bilans.figures.suites import delais_de_contact, personnes_par_quartier
from inscriptions.models import Place
from presences.models import Presence

if TYPE_CHECKING:
    from centre.models import Utilisateur

# Read for one atelier too, or without the outings.
DES_SEANCES = ("F07", "F08", "F09", "F10", "F11", "F12", "F13", "F14", "F15")
# Read for one sender too.
DES_ORIENTATIONS = ("F01", "F02", "F03", "F16", "F24")


def listes_de(code: str, perimetre: Perimetre, periode: Periode) -> list[Liste]:
    if code in LISTES:
        return LISTES[code](perimetre, periode)
    return [_de_la_figure(code, perimetre, periode)]


def _de_la_figure(code: str, perimetre: Perimetre, periode: Periode, **champs: Any) -> Liste:
    figure = calculer(code, perimetre, periode)
    return Liste(code, figure.definition.nom, figure.lignes, **champs)


def _contactees(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    return [_de_la_figure(code, perimetre, periode) for code in ("F03", "F02")]


def _accompagnees(perimetre: Perimetre, periode: Periode) -> Liste:
    """Named by an interview, or by a presence whose list the reader may read."""

    def lisibles(utilisateur: Utilisateur) -> QuerySet[Any]:
        lues = Place.objects.visibles_par(utilisateur)
        return visibles(personnes_accompagnees(perimetre, periode, lues).lignes, utilisateur)

    return _de_la_figure("F05", perimetre, periode, lisibles=lisibles)


def _accompagnees_de_la_file(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    return [_accompagnees(perimetre, periode), _de_la_figure("F06", perimetre, periode)]


def _insertions(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    accompagnees = _accompagnees(perimetre, periode)

    def lisibles(utilisateur: Utilisateur) -> QuerySet[Any]:
        nommees = [personne.pk for personne in accompagnees.lues_par(utilisateur)]
        return calculer("F21", perimetre, periode).lignes.filter(pk__in=nommees)

    return [_de_la_figure("F21", perimetre, periode, lisibles=lisibles), accompagnees]


def _participants(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    """Of those who came to protected ateliers only, the page says how many."""

    def lisibles(utilisateur: Utilisateur) -> QuerySet[Any]:
        lues = visibles(venues(perimetre, periode), utilisateur)
        gens = calculer("F07", perimetre, periode).lignes
        return visibles(gens.filter(pk__in=racines(lues, "place__personne")), utilisateur)

    return [_de_la_figure("F07", perimetre, periode, lisibles=lisibles)]


def _accompagnants(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    lignes = calculer("F08", perimetre, periode).lignes.annotate(proches=F("sieges_presents") - 1)
    return [Liste("F08", "Venues avec des proches", lignes, "proches", "proches")]


def _heures(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    lignes = par_heure(
        venues(perimetre, periode), "place__personne__nom", "place__personne__prenom", "qui"
    )
    return [ListeHeures("F10", "Présences", lignes, "heures", "minutes")]


def _seances(**noms: str) -> Callable[[Perimetre, Periode], list[Liste]]:
    def lire(perimetre: Perimetre, periode: Periode) -> list[Liste]:
        toutes = seances_de(perimetre, periode).annotate(dite=etat_compte(perimetre.quand))
        lignes = {"prevues": toutes, "passees": toutes.exclude(dite="a_venir")}
        return [
            Liste(cle, nom, lignes[cle] if cle in lignes else toutes.filter(dite=cle))
            for cle, nom in noms.items()
        ]

    return lire


def _occupees(perimetre: Perimetre, periode: Periode) -> Liste:
    lignes = venues(perimetre, periode).filter(TENUE)
    return Liste("venues", "Présences", lignes, "places", "sieges_presents")


def _places(*venus: Combinable) -> Case:
    """Seats of an answer: the largest of ``venus`` for whoever came, all of them otherwise."""
    la = Greatest(*venus, output_field=IntegerField())
    return Case(
        When(statut__in=Presence.POSITIFS, then=la),
        default=F("place__sieges"),
        output_field=IntegerField(),
    )


def _presences(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    """A family is worth its seats, and more when more of it came than were expected."""
    connus = F("sieges_presents") + F("sieges_excuses")
    toutes = presences_de(perimetre, periode).filter(TENUE)
    toutes = toutes.annotate(places=_places(F("place__sieges"), connus))
    return [
        _occupees(perimetre, periode),
        Liste("attendues", "Présences et absences", toutes, "places", "places"),
    ]


def _assiduite(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    """Whoever gave notice is neither above nor below the line."""
    sans_excuses = F("place__sieges") - F("sieges_excuses")
    neutres = presences_de(perimetre, periode).filter(TENUE)
    neutres = neutres.exclude(statut=Presence.Statut.ABSENT_EXCUSE)
    neutres = neutres.annotate(places=_places(sans_excuses, F("sieges_presents")))
    return [
        _occupees(perimetre, periode),
        Liste("attendues", "Présences et absences non prévenues", neutres, "places", "places"),
    ]


def _remplissage(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    tenues = seances_tenues(perimetre, periode)
    return [
        _occupees(perimetre, periode),
        Liste("tenues", "Séances tenues", tenues, "places offertes", "capacite"),
    ]


def _delais(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    delais = delais_de_contact(perimetre, periode)
    toutes = orientations_de(perimetre, periode)
    jointes = toutes.filter(pk__in=delais)
    return [
        ListeMediane(
            "jointes",
            "Orientations jointes",
            jointes,
            "jours",
            lambda x: delais[x.pk],
        ),
        Liste("recues", "Orientations reçues", toutes),
    ]


def _durees(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    def jours(parcours: Any) -> int:
        return int((parcours.date_fin_reelle - parcours.date_entree).days)

    lignes = calculer("F17", perimetre, periode).lignes
    return [Liste("finis", "Parcours terminés", lignes, "jours", jours)]


def _renouvellements(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    lignes, suites = renouvellements_de(perimetre), suites_des_renouvellements(periode)
    noms = {"accordes": "Accordés", "demandes": "Demandés", "refuses": "Refusés"}
    return [Liste(cle, nom, lignes.filter(suites[cle])) for cle, nom in noms.items()]


def _sorties(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    return [_de_la_figure(code, perimetre, periode) for code in ("F20", "F19")]


def _reprises(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    suivis = suivis_et_sortis(perimetre, periode)
    return [
        _de_la_figure("F22", perimetre, periode),
        Liste("suivies", "Personnes suivies et sorties", suivis),
    ]


def _points(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    dus = points_dus(perimetre, periode)
    faits = [point for point in dus if point.est_fait]
    return [Liste("faits", "Points faits", faits), Liste("dus", "Points dus", dus)]


def _quartiers(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    par_reponse = personnes_par_quartier(perimetre, periode)
    connues = par_reponse["oui"] | par_reponse["non"]
    return [
        Liste("oui", "En quartier prioritaire", par_reponse["oui"]),
        Liste("connues", "Réponses connues", connues),
        Liste("inconnu", "On ne sait pas", par_reponse["inconnu"]),
    ]


def _couts(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    payees = periodes_payees(perimetre, periode)
    return [Liste("periodes", "Périodes commencées", payees, "euros", "montant")]


def _dossiers(perimetre: Perimetre, periode: Periode) -> list[Liste]:
    tous = participants_comptes(perimetre, periode)

    def liste(cle: str, nom: str, lus: list[Participant]) -> Liste:
        def lisibles(utilisateur: Utilisateur) -> list[Participant]:
            permis = nommables(utilisateur, lus)
            return [x for x in lus if x.personne.pk in permis]

        return Liste(cle, nom, lus, lisibles=lisibles)

    complets = [x for x in tous if x.est_complet]
    return [
        liste("complets", "Dossiers complets", complets),
        liste("tous", "Participantes et participants", tous),
    ]


LISTES: dict[str, Callable[[Perimetre, Periode], list[Liste]]] = {
    "F03": _contactees,
    "F05": _accompagnees_de_la_file,
    "F07": _participants,
    "F08": _accompagnants,
    "F10": _heures,
    "F11": _seances(
        tenues="Tenues", prevues="Prévues", annulees="Annulées", a_renseigner="À renseigner",
        a_venir="À venir",
    ),
    "F12": _seances(tenues="Tenues", passees="Prévues et passées"),
    "F13": _presences,
    "F14": _assiduite,
    "F15": _remplissage,
    "F16": _delais,
    "F17": _durees,
    "F18": _renouvellements,
    "F20": _sorties,
    "F21": _insertions,
    "F22": _reprises,
    "F23": _points,
    "F24": _quartiers,
    "F25": _couts,
    "F26": _dossiers,
}  # fmt: skip
