"""The coordinator's home: the week of a centre."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from ateliers.models import Atelier, Seance
from ateliers.permissions import est_de_l_equipe, peut_planifier
from ateliers.queries.annonces import annonces_des_autres
from ateliers.queries.semaine import Semaine, semaine
from ateliers.views.jours import Jour, bornes_des_heures, construire
from centre.a_faire import taches
from centre.ecriture import MOIS, pluriel
from centre.http import RequeteConnectee, centre_actif
from centre.models import Centre, PeriodeCalendrier, Utilisateur
from centre.permissions import EQUIPE, PARTENAIRES
from centre.temps import JOUR, aujourdhui, ecrire_semaine, lundi_de, maintenant, semaine_iso

# Years a planning may show: an address typed by hand must not leave the calendar.
ANNEES = range(2000, 2100)


@dataclass(frozen=True)
class Filtres:
    """What the address keeps of the page: week, day, place, animateur, atelier, departures."""

    lundi: dt.date
    choisi: dt.date
    lieu: str = ""
    animateur: str = ""
    atelier: str = ""
    annulees: bool = True

    def garde(self, seance: Seance) -> bool:
        animateurs = {str(a.pk) for a in seance.animateurs.all()}
        return (
            self.lieu in ("", seance.lieu.slug)
            and self.atelier in ("", seance.atelier.slug)
            and (not self.animateur or self.animateur in animateurs)
            and (self.annulees or not seance.est_annulee)
        )

    def adresse(self, **changements: Any) -> str:
        """The same page with something else chosen; empty values leave the address."""
        valeurs: dict[str, Any] = {
            "semaine": ecrire_semaine(self.lundi),
            "lieu": self.lieu,
            "animateur": self.animateur,
            "atelier": self.atelier,
            "annulees": "" if self.annulees else "non",
            **changements,
        }
        reste = QueryDict(mutable=True)
        reste.update({cle: valeur for cle, valeur in valeurs.items() if valeur})
        return f"?{reste.urlencode()}"


def lire_semaine(texte: str, *, jour: dt.date) -> dt.date:
    """The Monday of « 2026-W47 »; the week of ``jour`` for any other text."""
    try:
        lundi = semaine_iso(texte)
    except ValueError:
        return lundi_de(jour)
    return lundi if lundi.year in ANNEES else lundi_de(jour)


def _filtres(donnees: QueryDict, jour: dt.date) -> Filtres:
    lundi = lire_semaine(donnees.get("semaine", ""), jour=jour)
    semaine_de_jours = [lundi + rang * JOUR for rang in range(7)]
    choisi = next((j for j in semaine_de_jours if j.isoformat() == donnees.get("jour")), None)
    defaut = jour if jour in semaine_de_jours else lundi
    return Filtres(
        lundi=lundi,
        choisi=choisi or defaut,
        lieu=donnees.get("lieu", ""),
        animateur=donnees.get("animateur", ""),
        atelier=donnees.get("atelier", ""),
        annulees=donnees.get("annulees") != "non",
    )


@require_safe
def planning_semaine(request: RequeteConnectee) -> HttpResponse:
    if not est_de_l_equipe(request.user):
        return redirect(_accueil_des_autres(request.user))
    centre = centre_actif(request, *EQUIPE)
    filtres = _filtres(request.GET, aujourdhui())
    contexte = _page(request.user, centre, filtres, maintenant())
    return render(request, "ateliers/planning_semaine.html", contexte)


def _accueil_des_autres(utilisateur: Utilisateur) -> str:
    """Where a partner or the technical access begins; an account whose roles ended is told so."""
    if utilisateur.centres_ids(*PARTENAIRES):
        return "presences:orientations"
    if utilisateur.is_staff:
        return "admin:index"
    raise PermissionDenied("Votre compte n’a pas d’accès en cours.")


def _page(
    utilisateur: Utilisateur, centre: Centre, filtres: Filtres, quand: dt.datetime
) -> dict[str, Any]:
    lue = semaine(utilisateur, centre, du=filtres.lundi, au=filtres.lundi + 6 * JOUR)
    jours = construire(
        lue,
        [s for s in lue.seances if filtres.garde(s)],
        quand=quand,
        choisi=filtres.choisi,
        avec_departs=filtres.annulees,
        autres=annonces_des_autres(utilisateur, centre, lue.seances),
    )
    for jour in jours:
        jour.url = filtres.adresse(jour=jour.date.isoformat())
    return {
        "centre": centre,
        "taches": taches(utilisateur, centre, quand),
        "peut_planifier": peut_planifier(utilisateur, centre),
        **_contexte(lue, jours, filtres),
    }


def _contexte(lue: Semaine, jours: list[Jour], filtres: Filtres) -> dict[str, Any]:
    de, a = bornes_des_heures(jours)
    return {
        "titre": titre_semaine(filtres.lundi),
        "sous_titre": _resume(lue),
        "jours": jours,
        "choisi": filtres.choisi,
        "de": de,
        "a": a,
        "heures": [(f"d-{h * 4}", f"{h}\u00a0h") for h in range(de + 1, a)],
        "precedente": filtres.adresse(semaine=ecrire_semaine(filtres.lundi - 7 * JOUR)),
        "suivante": filtres.adresse(semaine=ecrire_semaine(filtres.lundi + 7 * JOUR)),
        "presente": filtres.adresse(semaine=""),
        "semaine": ecrire_semaine(filtres.lundi),
        "menus": _menus(lue, filtres),
        "annulees": filtres.annulees,
        "bascule": filtres.adresse(annulees="non" if filtres.annulees else ""),
        "est_vide": not any(jour.blocs for jour in jours),
        "est_filtree": bool(filtres.lieu or filtres.animateur or filtres.atelier),
        "sans_filtre": f"?semaine={ecrire_semaine(filtres.lundi)}",
        "themes": Atelier.Theme.choices,
    }


def titre_semaine(lundi: dt.date) -> str:
    """« Semaine du 16 au 21 novembre », both months when they differ."""
    samedi = lundi + 5 * JOUR
    premier = "1er" if lundi.day == 1 else str(lundi.day)
    dernier = "1er" if samedi.day == 1 else str(samedi.day)
    mois = "" if lundi.month == samedi.month else f" {MOIS[lundi.month - 1]}"
    return f"Semaine du {premier}{mois} au {dernier} {MOIS[samedi.month - 1]}"


def _resume(lue: Semaine) -> str:
    """« Semaine 47 · 2026 · période scolaire · 13 séances et 3 entretiens, 1 annulée »."""
    annee, numero, _ = lue.du.isocalendar()
    vacances = [p.nom for p in lue.periodes if p.genre == PeriodeCalendrier.Genre.VACANCES]
    entretiens = sum(s.atelier.genre == Atelier.Genre.ENTRETIEN for s in lue.seances)
    compte = pluriel(len(lue.seances) - entretiens, "séance,séances")
    if entretiens:
        compte += f" et {pluriel(entretiens, 'entretien,entretiens')}"
    annulees = sum(s.est_annulee for s in lue.seances)
    deplacees = len({d.seance_id for d in lue.deplacements})
    details = [compte]
    if annulees:
        details.append(pluriel(annulees, "annulée,annulées"))
    if deplacees:
        details.append(pluriel(deplacees, "déplacée,déplacées"))
    periode = capfirst(vacances[0]) if vacances else "période scolaire"
    return " · ".join([f"Semaine {numero}", str(annee), periode, ", ".join(details)])


def _menus(lue: Semaine, filtres: Filtres) -> list[dict[str, Any]]:
    """The three menus, filled from the week itself: what is not there cannot be chosen."""
    lieux = {s.lieu.slug: s.lieu.nom for s in lue.seances}
    ateliers = {s.atelier.slug: s.atelier.titre.split(",")[0] for s in lue.seances}
    animateurs = {str(a.pk): a.nom_court for s in lue.seances for a in s.animateurs.all()}
    return [
        _menu("lieu", "Lieux", "lieu", lieux, filtres),
        _menu("animateur", "Animateurs", "personne", animateurs, filtres),
        _menu("atelier", "Ateliers", "palette", ateliers, filtres),
    ]


def _menu(
    cle: str, nom: str, icone: str, choix: dict[str, str], filtres: Filtres
) -> dict[str, Any]:
    actuel = getattr(filtres, cle)
    options = [{"nom": "tous", "url": filtres.adresse(**{cle: ""}), "actuel": not actuel}]
    for valeur, texte in sorted(choix.items(), key=lambda paire: paire[1]):
        url = filtres.adresse(**{cle: valeur})
        options.append({"nom": texte, "url": url, "actuel": valeur == actuel})
    affiche = choix.get(actuel, "aucun cette semaine") if actuel else "tous"
    return {"nom": nom, "icone": icone, "choix": affiche, "options": options}
