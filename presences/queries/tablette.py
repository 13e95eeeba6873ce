"""What a tablet carries: séances of the day of one account, first names and initials only."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from ateliers.models import Atelier, Seance
from centre.models.acces import empreinte_de
from centre.temps import a_paris, bornes_du_jour
from inscriptions.models import JetonParticipant, Place
from presences.models import (
    AppareilTablette,
    ArriveeParCarte,
    Emport,
    OperationTablette,
    Signature,
)
from presences.permissions import SUR_LA_FEUILLE
from presences.queries.feuilles import (
    personnes_proposees,
    reponse_de,
    seances_de_l_equipe,
)
from presences.queries.minutes import demi_journees

if TYPE_CHECKING:
    from ateliers.models.seances import SeanceQuerySet
    from centre.models import Utilisateur

SANS_RETOUR = dt.timedelta(hours=48)
LETTRES_MAX = 3


def a_emporter(utilisateur: Utilisateur) -> SeanceQuerySet:
    """Séances this account leads and may take along: never level 3, whose list stays at home."""
    return (
        seances_de_l_equipe(utilisateur)
        .comptees()
        .animees_par(utilisateur)
        .filter(
            atelier__sensibilite__lt=Atelier.Sensibilite.PROTEGE,
            centre__in=utilisateur.centres_ids(*SUR_LA_FEUILLE),
        )
    )


def seances_a_emporter(utilisateur: Utilisateur, centre_id: int, jour: dt.date) -> list[Seance]:
    du, au = bornes_du_jour(jour)
    return list(
        a_emporter(utilisateur)
        .filter(centre=centre_id)
        .entre(du, au)
        .exclude(etat=Seance.Etat.ANNULEE)
        .order_by("debut", "pk")
    )


def appareil_du_secret(secret: str, genre: str) -> AppareilTablette | None:
    """The device behind a cookie, revoked ones included: they must learn it."""
    if not secret:
        return None
    return (
        AppareilTablette.objects.filter(empreinte=empreinte_de(secret), genre=genre)
        .select_related("centre")
        .first()
    )


def noms_courts(places: list[Place]) -> dict[int, str]:
    """First name and initial; as many letters as tell two people apart, three at most."""
    noms: dict[int, str] = {}
    for lettres in range(1, LETTRES_MAX + 1):
        reste = [p for p in places if p.pk not in noms]
        ecrits = {p.pk: f"{p.personne.prenom} {p.personne.nom[:lettres]}." for p in reste}
        personnes = {(nom, p.personne_id) for p, nom in zip(reste, ecrits.values(), strict=True)}
        fois = Counter(nom for nom, _ in personnes)
        derniere = lettres == LETTRES_MAX
        noms |= {pk: nom for pk, nom in ecrits.items() if fois[nom] == 1 or derniere}
    return noms


def listes(emport: Emport, utilisateur: Utilisateur) -> list[dict[str, Any]]:
    """The séances of a list that are still hers, as the tablet keeps them; constant queries."""
    seances = list(
        a_emporter(utilisateur)
        .filter(pk__in=emport.seances.values("pk"))
        .exclude(etat=Seance.Etat.ANNULEE)
        .select_related("feuille")
        .prefetch_related("creneaux")
        .order_by("debut", "pk")
    )
    places = _places(seances)
    signees = _signees(places)
    cartes = _cartes(seances, places)
    noms = noms_courts(places)
    return [
        {
            **_seance(seance),
            "lignes": [
                {**_ligne(p, noms[p.pk], signees[p.pk]), "carte": cartes.get(p.pk, "")}
                for p in places
                if seance.pk in (p.seance_id, p.seance.fenetre_id)
            ],
        }
        for seance in seances
    ]


def _places(seances: list[Seance]) -> list[Place]:
    pks = [s.pk for s in seances]
    return list(
        Place.objects.confirmees()
        .filter(Q(seance__in=pks) | Q(seance__fenetre__in=pks))
        .exclude(seance__etat=Seance.Etat.ANNULEE)
        .select_related("personne", "seance", "presence")
        .order_by("seance__debut", "personne__nom", "personne__prenom", "pk")
    )


def _signees(places: list[Place]) -> dict[int, list[str]]:
    """Half-days already signed, by place."""
    signees: dict[int, list[str]] = defaultdict(list)
    lues = Signature.objects.filter(place__in=[p.pk for p in places]).order_by("pk")
    for place, demie in lues.values_list("place", "demi_journee"):
        signees[place].append(demie)
    return signees


def _cartes(seances: list[Seance], places: list[Place]) -> dict[int, str]:
    """Hashes of the cards of the people expected, where the atelier lets them check in."""
    avec = set(
        ArriveeParCarte.objects.filter(atelier__in={s.atelier_id for s in seances}).values_list(
            "atelier", flat=True
        )
    )
    attendues = {p.pk: p.personne_id for p in places if p.seance.atelier_id in avec}
    if not attendues:
        return {}
    par_personne = dict(
        JetonParticipant.objects.vivants()
        .filter(usage=JetonParticipant.Usage.PAGE, personne__in=set(attendues.values()))
        .values_list("personne", "empreinte")
    )
    return {pk: par_personne[qui] for pk, qui in attendues.items() if qui in par_personne}


def _seance(seance: Seance) -> dict[str, Any]:
    feuille = getattr(seance, "feuille", None)
    discret = seance.atelier.sensibilite >= Atelier.Sensibilite.DISCRET
    return {
        "seance": seance.pk,
        "titre": seance.atelier.titre_discret if discret else seance.titre_complet,
        "lieu": seance.lieu.nom,
        "debut": seance.debut.isoformat(),
        "fin": seance.fin.isoformat(),
        "fermee": bool(feuille and feuille.fermee_le),
        "demies": _demies(seance),
        "famille": seance.atelier.genre == Atelier.Genre.SORTIE,
        "creneaux": [
            {"creneau": c.pk, "debut": c.debut.isoformat(), "demies": _demies(c)}
            for c in sorted(seance.creneaux.all(), key=lambda c: c.debut)
            if c.etat != Seance.Etat.ANNULEE
        ],
    }


def _demies(seance: Seance) -> list[dict[str, str]]:
    """The boxes that somebody signs, with their wall times: two when 13:00 is crossed."""
    return [
        {
            "demie": demie,
            "commence": debut.isoformat(),
            "debut": _heure(debut),
            "fin": _heure(fin),
        }
        for demie, debut, fin in demi_journees(seance)
    ]


def _ligne(place: Place, nom: str, signees: list[str]) -> dict[str, Any]:
    return {"place": place.pk, "nom": nom, "signees": signees, **etat_de(place)}


def etat_de(place: Place) -> dict[str, Any]:
    """What the service holds of one place now."""
    presence = reponse_de(place)
    return {
        "statut": presence.statut if presence else "",
        "arrivee": _heure(presence.arrivee) if presence else "",
        "depart": _heure(presence.depart) if presence else "",
        "sieges": presence.sieges_presents if presence else place.sieges,
        "creneau": place.seance_id if place.seance.fenetre_id else None,
    }


def _heure(moment: dt.datetime | None) -> str:
    return f"{a_paris(moment):%H:%M}" if moment else ""


def gestes_a_trancher(seance: Seance) -> list[OperationTablette]:
    """What tablets said of this séance and its sheet does not hold; walk-ins with the people
    they may be. One query, and one more for each walk-in to recognise."""
    gestes = list(OperationTablette.objects.filter(seance=seance.pk).a_trancher())
    for geste in gestes:
        if geste.genre == OperationTablette.Genre.VENUE:
            geste.propositions = personnes_proposees(  # type: ignore[attr-defined]
                centre_id=seance.centre_id, prenom=geste.prenom, initiale=geste.initiale
            )
    return gestes


def gestes_visibles(utilisateur: Utilisateur) -> QuerySet[OperationTablette]:
    return OperationTablette.objects.filter(
        seance__in=seances_de_l_equipe(utilisateur).values("pk")
    )


def emports_en_retard(centre_id: int, quand: dt.datetime) -> QuerySet[Emport]:
    """Lists that left more than 48 hours ago with a tablet and have not come back."""
    return (
        Emport.objects.dehors()
        .filter(appareil__centre=centre_id, emporte_le__lt=quand - SANS_RETOUR)
        .select_related("appareil__proprietaire")
        .order_by("emporte_le", "pk")
    )


def resume(operation: OperationTablette) -> dict[str, Any]:
    """What the tablet learns of one gesture: its fate, and both answers when they differ."""
    place = (
        Place.objects.select_related("presence__saisie_par", "seance")
        .filter(pk=operation.place_id or 0)
        .first()
    )
    presence = getattr(place, "presence", None)
    return {
        "cle": str(operation.cle),
        "resultat": OperationTablette.Resultat.ECRITE
        if operation.tranchee_le
        else operation.resultat,
        "phrase": operation.phrase,
        "place": operation.place_id,
        "statut": presence.statut if presence else "",
        "par": f"{presence.saisie_par or 'le centre'}" if presence else "",
        "le": presence.saisie_le.isoformat() if presence else "",
        "propositions": _propositions(operation),
    }


def _propositions(operation: OperationTablette) -> list[dict[str, str]]:
    if operation.resultat != OperationTablette.Resultat.QUESTION or operation.tranchee_le:
        return []
    trouvees = personnes_proposees(
        centre_id=operation.seance.centre_id, prenom=operation.prenom, initiale=operation.initiale
    )
    return [{"personne": str(p.reference), "nom": p.nom_court} for p in trouvees]
