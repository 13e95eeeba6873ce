"""What the address of a list asks for: which lines, which names, over which period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from centre.acces import noter, noter_chacune
from centre.http import RequeteConnectee, centre_actif
from centre.models import JournalAcces
from centre.permissions import PARTENAIRES
from centre.temps import a_paris, maintenant
from presences.forms.suivi import PeriodeForm, RechercheForm
from presences.queries.bande import Periode, mois_de, periode_par_defaut
from presences.queries.recherche import chercher, trouver
from presences.queries.suivi import (
    Ligne,
    completer,
    completer_en_equipe,
    lignes_de,
    lignes_menees,
)

if TYPE_CHECKING:
    from centre.models import Utilisateur

FILTRES: dict[str, tuple[str, frozenset[str]]] = {
    "toutes": ("Toutes", frozenset()),
    "parcours": ("En parcours", frozenset({"parcours", "ateliers", "renouvellement"})),
    "attente": ("En attente", frozenset({"recue", "appel", "entretien"})),
    "echeance": ("Échéance proche", frozenset()),
    "terminees": ("Terminées", frozenset({"termine", "close"})),
}


@dataclass(frozen=True)
class Liste:
    """Whose people: those a partner sent or leads, or those a référent of the team leads."""

    nom: str
    lire: Callable[[Utilisateur, dt.date], list[Ligne]]
    completer: Callable[..., None]
    est_menee: bool = False


ORIENTATIONS = Liste("Mes orientations", lignes_de, completer)
PARCOURS = Liste("Mes parcours", lignes_menees, completer_en_equipe, est_menee=True)


@dataclass(frozen=True)
class Demande:
    """The lines of this reader, those that the address keeps, and the period of the counts."""

    liste: Liste
    toutes: list[Ligne]
    gardees: list[Ligne]
    choix: str
    cherche: str
    recherche: RechercheForm
    form: PeriodeForm
    periode: Periode
    quand: dt.datetime

    @classmethod
    def lire(cls, request: RequeteConnectee, liste: Liste) -> Demande:
        """Anything unknown in the address is the default: no error page for a filter."""
        quand = maintenant()
        jour = a_paris(quand).date()
        toutes = liste.lire(request.user, jour)
        choix = request.GET.get("etat", "toutes")
        choix = choix if choix in FILTRES else "toutes"
        form, periode = PeriodeForm.lire(request.GET, periode_par_defaut(jour))
        recherche = RechercheForm(request.GET)
        cherche, trouvees = _trouver(liste, toutes, recherche)
        gardees = garder(trouvees, choix)
        return cls(liste, toutes, gardees, choix, cherche, recherche, form, periode, quand)

    def completer(self, request: RequeteConnectee, lignes: Sequence[Ligne]) -> None:
        self.liste.completer(request.user, lignes, periode=self.periode, quand=self.quand)

    def noter(self, request: RequeteConnectee, lignes: Sequence[Ligne], *, export: bool) -> None:
        """One line in the log of each person whose name is given; a vain search too."""
        if self.cherche and not lignes and not self.liste.est_menee:
            centre = centre_actif(request, *PARTENAIRES)
            acte = JournalAcces.Acte.RECHERCHE
            noter(request, centre, self.liste.nom, acte=acte, nombre=0)
            return
        acte = JournalAcces.Acte.RECHERCHE if self.cherche else JournalAcces.Acte.LISTE
        acte = JournalAcces.Acte.EXPORT if export else acte
        sujets = [(ligne.centre, ligne.personne.reference) for ligne in lignes]
        noter_chacune(request, self.liste.nom, sujets, acte=acte)

    @property
    def contexte(self) -> dict[str, Any]:
        jour = a_paris(self.quand).date()
        puces = [
            {"code": code, "nom": nom, "nombre": len(garder(self.toutes, code))}
            for code, (nom, _) in FILTRES.items()
        ]
        return {
            "liste": self.liste,
            "filtres": puces,
            "choix": self.choix,
            "cherche": self.cherche,
            "recherche": self.recherche,
            "form": self.form,
            "periode": self.periode,
            "aujourdhui": self.quand,
            "mois": mois_de(periode_par_defaut(jour)),
            "plusieurs_centres": len({ligne.centre.pk for ligne in self.toutes}) > 1,
        }


def _trouver(liste: Liste, toutes: list[Ligne], form: RechercheForm) -> tuple[str, list[Ligne]]:
    """What was searched and what it finds: words in one's own team, one exact person outside."""
    cherche = str(form["q"].value() or "").strip()[:80]
    if liste.est_menee:
        return cherche, chercher(toutes, cherche) if cherche else toutes
    if not form.is_valid():
        return cherche, []
    if not cherche:
        return "", toutes
    return cherche, trouver(toutes, cherche, form.cleaned_data["ne_le"])


def garder(lignes: list[Ligne], choix: str) -> list[Ligne]:
    if choix == "echeance":
        return [ligne for ligne in lignes if ligne.echeance and ligne.echeance.est_proche]
    codes = FILTRES[choix][1]
    return [ligne for ligne in lignes if not codes or ligne.etat.code in codes]
