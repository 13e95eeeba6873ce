"""F26: which participants of an operation have a complete file for the European fund (FSE+, R4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Coalesce

from bilans.figures.perimetre import Figure, Perimetre, Periode, pourcentage
from bilans.figures.personnes import ABSENCES
from bilans.figures.presences import minutes_sans_double
from bilans.models import ParticipationFSE
from centre.temps import a_paris, ajouter_mois, bornes
from inscriptions.models import Place
from parcours.models import Operation, Parcours, Personne, ReferentParcours
from presences.models import Presence
from presences.queries.feuilles import intervalle

if TYPE_CHECKING:
    from centre.models import Utilisateur

# Above the first share of incomplete files, the page warns; above the second, the funder may take
# money back when it closes the operation. The same page asks for a telephone or an e-mail of the
# person or of her référent: https://www.seine-et-marne.fr/fr/les-ressources-sur-le-fse
ALERTE, LIMITE = 20, 35
# What is asked on the first day, beside what the file of the person holds.
A_L_ENTREE = (
    *("travail", "recherche", "diplome", "handicap", "pays_tiers"),
    *("origine", "minorite", "sans_logement", "rural"),
)
A_LA_SORTIE = ("sortie", "qualification")


@dataclass(frozen=True)
class Participant:
    """One person in one operation; dates are her first and last coming, in Paris."""

    operation: Operation
    personne: Personne
    entree: dt.date
    derniere: dt.date
    jours: int
    minutes: int
    reponses: ParticipationFSE
    contact: str
    est_sorti: bool
    lu_le: dt.date
    motif: str = ""

    @property
    def est_participant(self) -> bool:
        """Active one day or less makes no participant: kept, flagged, not counted.

        https://grand-est.dreets.gouv.fr/Comprendre-la-gestion-des-participants-dans-les-projets-finances-par-le-FSE
        """
        return self.jours > 1

    @property
    def est_sorti_depuis_six_mois(self) -> bool:
        """When the fund asks once more; a file is complete without that answer."""
        return self.est_sorti and ajouter_mois(self.derniere, 6) <= self.lu_le

    @property
    def manques(self) -> list[str]:
        """Names of what is still to ask; « ne souhaite pas répondre » is an answer."""
        qui = self.personne
        dits = {
            "sexe": qui.sexe,
            "date de naissance": qui.date_naissance,
            "commune": qui.commune,
            # An erased file has no contact any more, and nobody may ask for one.
            "contact": self.contact or qui.anonymisee_le,
        }
        demandes = A_L_ENTREE + (A_LA_SORTIE if self.est_sorti else ())
        dits |= {_nom(champ): getattr(self.reponses, champ) for champ in demandes}
        return [nom for nom, dit in dits.items() if not dit]

    @property
    def manques_en_bref(self) -> list[str]:
        """The same, all that is asked on the first day being said at once."""
        entree = {_nom(champ) for champ in A_L_ENTREE}
        if not entree <= set(self.manques):
            return self.manques
        return ["toutes les réponses de l’entrée", *(x for x in self.manques if x not in entree)]

    @property
    def est_a_recontacter(self) -> bool:
        return self.est_sorti_depuis_six_mois and not self.reponses.six_mois

    @property
    def est_complet(self) -> bool:
        return not self.manques


def _nom(champ: str) -> str:
    decrit: Any = ParticipationFSE._meta.get_field(champ)
    return str(decrit.verbose_name)


def operations_europeennes(perimetre: Perimetre, periode: Periode) -> list[Operation]:
    lignes = Operation.objects.filter(
        centre=perimetre.centre, est_europeenne=True, debut__lte=periode.au
    ).exclude(fin__lt=periode.du)
    return list(lignes.select_related("centre").order_by("debut", "numero"))


def participants(
    operations: Iterable[Operation], periode: Periode, *, quand: dt.datetime
) -> list[Participant]:
    """Everybody seen in the period at an atelier of these operations, whoever else saw her before.

    The entry may be older than the period. Five queries, whatever the number of operations.
    """
    par_pk = {operation.pk: operation for operation in operations}
    venues = _venues(par_pk, periode)
    vues = {cle: lignes for cle, lignes in venues.items() if _jour(lignes[-1]) >= periode.du}
    qui = {personne for _, personne in vues}
    gens = Personne.objects.select_related("passer_par").in_bulk(qui)
    ecrites = {
        (p.operation_id, p.personne_id): p
        for p in ParticipationFSE.objects.filter(operation__in=par_pk, personne__in=qui)
    }
    fin = min(periode.au, a_paris(quand).date())
    contacts, finis = _referents(qui), _finis(qui, fin)
    trouves = [
        Participant(
            operation=par_pk[pk],
            personne=gens[personne],
            entree=_jour(lignes[0]),
            derniere=_jour(lignes[-1]),
            jours=len({_jour(ligne) for ligne in lignes}),
            minutes=minutes_sans_double(sorted(intervalle(ligne) for ligne in lignes)),
            reponses=ecrites.get((pk, personne)) or ParticipationFSE(),
            contact=_contact(gens[personne]) or contacts.get(personne, ""),
            est_sorti=personne in finis or _est_finie(par_pk[pk], fin),
            lu_le=a_paris(quand).date(),
            motif=finis.get(personne, ""),
        )
        for (pk, personne), lignes in vues.items()
    ]
    return sorted(trouves, key=lambda x: (x.operation.numero, x.personne.nom, x.personne.prenom))


def _jour(presence: Presence) -> dt.date:
    return a_paris(presence.place.seance.debut).date()


def _est_finie(operation: Operation, jour: dt.date) -> bool:
    return operation.fin is not None and operation.fin <= jour


def _venues(
    operations: dict[int, Operation], periode: Periode
) -> dict[tuple[int, int], list[Presence]]:
    """Comings of each person to each operation, up to the end of the period, in order."""
    ateliers: dict[int, list[Operation]] = defaultdict(list)
    liens = Operation.ateliers.through.objects.filter(operation__in=operations)
    for operation, atelier in liens.values_list("operation", "atelier"):
        ateliers[atelier].append(operations[operation])
    if not ateliers:
        return {}
    debut, fin = bornes(min(o.debut for o in operations.values()), periode.au)
    presences = Presence.objects.filter(
        place__seance__atelier__in=ateliers,
        place__seance__debut__gte=debut,
        place__seance__debut__lt=fin,
        place__etat=Place.Etat.CONFIRMEE,
    ).exclude(statut__in=ABSENCES)
    presences = presences.annotate(
        racine=Coalesce("place__personne__fusionnee_dans", "place__personne")
    ).select_related("place__seance")
    venues: dict[tuple[int, int], list[Presence]] = defaultdict(list)
    for presence in presences.order_by("place__seance__debut", "pk"):
        for payante in ateliers[presence.place.seance.atelier_id]:
            if payante.couvre(_jour(presence)):
                venues[payante.pk, presence.racine].append(presence)
    return venues


def _contact(personne: Personne) -> str:
    """Her own telephone or e-mail, or those of the professional she goes through."""
    relais = personne.passer_par
    siens = [str(personne.telephone), personne.courriel]
    siens += [str(relais.telephone), relais.courriel] if relais else []
    return next(filter(None, siens), "")


def _referents(qui: set[int]) -> dict[int, str]:
    """A telephone or an e-mail of the latest référent of each person."""
    liens = ReferentParcours.objects.filter(parcours__personne__in=qui).order_by("debut", "pk")
    champs = ("parcours__personne", "professionnel__telephone", "professionnel__courriel")
    return {
        personne: str(telephone or courriel)
        for personne, telephone, courriel in liens.values_list(*champs)
        if telephone or courriel
    }


def _finis(qui: set[int], jour: dt.date) -> dict[int, str]:
    """Last reason of those whose every parcours begun by that day is over by then."""
    entres = Parcours.objects.filter(personne__in=qui, date_entree__lte=jour)
    finis: dict[int, str] = {}
    ouverts = set()
    for parcours in entres.order_by("date_fin_reelle", "pk").only(
        "personne", "date_fin_reelle", "motif_sortie"
    ):
        if parcours.date_fin_reelle is None or parcours.date_fin_reelle > jour:
            ouverts.add(parcours.personne_id)
        finis[parcours.personne_id] = str(parcours.get_motif_sortie_display())
    return {personne: motif for personne, motif in finis.items() if personne not in ouverts}


def participants_comptes(perimetre: Perimetre, periode: Periode) -> list[Participant]:
    """Whom F26 counts: one person in two operations is two files."""
    operations = operations_europeennes(perimetre, periode)
    lus = participants(operations, periode, quand=perimetre.quand) if operations else []
    if perimetre.territoire:
        lus = [x for x in lus if x.personne.commune == perimetre.territoire]
    return [x for x in lus if x.est_participant]


def nommables(utilisateur: Utilisateur, lus: Iterable[Participant]) -> set[int]:
    """Whom this reader may name: seen at an atelier whose list she may read (level 3: its team)."""
    lus = list(lus)
    permises = Presence.objects.visibles_par(utilisateur).filter(
        place__personne__in=[x.personne.pk for x in lus],
        place__seance__atelier__operations__in={x.operation.pk for x in lus},
    )
    return set(permises.values_list("place__personne", flat=True))


def completude(perimetre: Perimetre, periode: Periode) -> Figure:
    """Complete files over participants; the rows are the people of the complete files."""
    comptes = participants_comptes(perimetre, periode)
    complets = [x for x in comptes if x.est_complet]
    lignes = Personne.objects.filter(pk__in=[x.personne.pk for x in complets])
    taux = pourcentage(len(complets), len(comptes))
    lignes = lignes.order_by("nom", "prenom", "pk")
    return Figure("F26", taux, len(complets), len(comptes), lignes)
