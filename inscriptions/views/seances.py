"""One séance: facts, who comes, who waits, what happened to it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ateliers.models import Seance
from centre.ecriture import jour_long
from centre.http import RequeteConnectee
from centre.temps import maintenant
from inscriptions.forms.seances import ChercherForm, PlacerForm
from inscriptions.models import Place
from inscriptions.operations.demandes import se_demande
from inscriptions.operations.file import ordonner, prochaine
from inscriptions.permissions import (
    peut_appeler,
    peut_placer,
    peut_placer_ici,
    peut_prendre_une_place_gardee,
    peut_surbooker,
    tient_des_feuilles,
)
from inscriptions.queries import (
    chercher_pour_placer,
    liste,
    prises_ailleurs,
    seances_de_l_equipe,
    voit_la_liste,
)
from inscriptions.views.demandes import faits_de_la_sortie
from inscriptions.views.histoire import histoire_de
from parcours.models import Personne

if TYPE_CHECKING:
    from centre.models import Utilisateur


def trouver_seance(request: RequeteConnectee, pk: int) -> Seance:
    return get_object_or_404(seances_de_l_equipe(request.user), pk=pk)


@require_safe
def seance_detail(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    contexte = {
        "seance": seance,
        "jour_ecrit": jour_long(seance.debut),
        "animateurs": list(seance.animateurs.all()),
        "creneaux": _creneaux(seance),
        **(qui := _liste(request, seance)),
        **faits_de_la_sortie(request, seance, qui["toutes"]),
        **histoire_de(request, seance),
        **_placer(request, seance),
    }
    return render(request, "inscriptions/seance_detail.html", contexte)


def _creneaux(seance: Seance) -> list[Seance]:
    return list(seance.creneaux.order_by("debut")) if not seance.fenetre_id else []


def _liste(request: RequeteConnectee, seance: Seance) -> dict[str, Any]:
    places = liste(seance, request.user)
    attente = _attente(request, seance, places)
    regle = seance.atelier.premier_qui_tient
    tour = prochaine(attente, libres=seance.places_libres, premier_qui_tient=regle)
    inscrites = [p for p in places if p.etat in Place.TENUES]
    return {
        "toutes": places,
        "voit_la_liste": (visible := voit_la_liste(request.user, seance)),
        "voit_la_feuille": visible and tient_des_feuilles(request.user, seance),
        "inscrites": inscrites,
        "peut_ecrire": visible and bool(inscrites) and peut_appeler(request.user, seance.centre),
        "croisees": _croisees(request, seance, inscrites),
        "attente": attente,
        "a_proposer": None if seance.est_annulee or seance.ferme_le else tour,
    }


def _attente(request: RequeteConnectee, seance: Seance, places: list[Place]) -> list[Place]:
    """The queue, the next turn first; that of the whole permanence for a slot."""
    if seance.fenetre_id is None:
        return ordonner([p for p in places if p.etat == Place.Etat.LISTE_ATTENTE], seance)
    visibles = Place.objects.visibles_par(request.user).en_attente()
    visibles = visibles.filter(seance__fenetre=seance.fenetre_id)
    return list(visibles.select_related("personne", "seance").order_by("faite_le", "pk"))


def _croisees(
    request: RequeteConnectee, seance: Seance, inscrites: list[Place]
) -> list[tuple[Seance, list[Place]]]:
    """The other séances of the same hour, each with the people confirmed in both."""
    if seance.est_annulee:
        return []
    personnes = [p.personne_id for p in inscrites if p.etat == Place.Etat.CONFIRMEE]
    par_seance: dict[Seance, list[Place]] = {}
    for place in prises_ailleurs(personnes, [seance], request.user):
        par_seance.setdefault(place.seance, []).append(place)
    return list(par_seance.items())


def _placer(request: RequeteConnectee, seance: Seance) -> dict[str, Any]:
    """Search a name, then confirm with the number of seats: two plain GET, no script."""
    ouverte = (
        peut_placer_ici(request.user, seance)
        and seance.etat == Seance.Etat.PREVUE
        and seance.fin > maintenant()
        and not (seance.atelier.genre == "permanence" and seance.fenetre_id is None)
    )
    recherche = ChercherForm(request.GET)
    q = recherche.cleaned_data["q"] if recherche.is_valid() else ""
    choisie = _choisie(request, seance) if ouverte else None
    prises = prises_ailleurs([choisie.pk], [seance], request.user) if choisie else []
    return {
        "prises": prises,
        "peut_placer": ouverte,
        "q": q,
        "trouvees": chercher_pour_placer(seance.centre, q) if ouverte and q else [],
        "choisie": choisie,
        "form": PlacerForm(personne=choisie) if choisie else None,
        "options": options_de_place(request.user, seance),
    }


def options_de_place(utilisateur: Utilisateur, seance: Seance) -> dict[str, bool]:
    """What this user may do beside placing: ask only, take a kept seat, add a seat."""
    surbooke = peut_surbooker(utilisateur, seance)
    gardees = seance.atelier.gardees_a(seance.debut, maintenant())
    return {
        "demande": se_demande(seance, maintenant()) and not surbooke,
        "demande_possible": se_demande(seance, maintenant()),
        "gardee": gardees > 0 and peut_prendre_une_place_gardee(utilisateur, seance),
        "surbooke": surbooke,
    }


def _choisie(request: RequeteConnectee, seance: Seance) -> Personne | None:
    try:
        reference = uuid.UUID(request.GET.get("personne", ""))
    except ValueError:
        return None
    personnes = Personne.objects.visibles_par(request.user).actives()
    personne = personnes.filter(centre=seance.centre_id, reference=reference).first()
    return personne if personne and peut_placer(request.user, personne) else None
