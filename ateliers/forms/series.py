"""A series: its rhythm, its end or its number of dates, its place and people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q

from ateliers.forms.champs import (
    ANNEES,
    ChampHeure,
    ChampJour,
    DatesCocheesField,
    DatesField,
)
from ateliers.models import Atelier, Serie
from ateliers.recurrence import dernier_jour
from centre.ecriture import JOURS
from centre.forms import ChoixMultiples
from centre.models import Centre, Lieu, Organisme, PeriodeCalendrier, Professionnel
from centre.temps import JOUR, aujourdhui

DUREE_MAX = 3 * 366 * JOUR
PAR_NOMBRE = "nombre"
FINS = [("date", "un dernier jour"), (PAR_NOMBRE, "un nombre de séances")]
EXPLICITES = Serie.Regle.DATES_EXPLICITES


class ChoixAnimateurs(ChoixMultiples):
    """Names, with the organisation of those whom a partner sends."""

    def label_from_instance(self, obj: Any) -> str:
        if obj.organisme.type == Organisme.Type.CENTRE:
            return str(obj)
        return f"{obj} ({obj.organisme})"


class SerieForm(forms.ModelForm):
    """Change a series; ``NouvelleSerieForm`` makes one per weekday."""

    class Meta:
        model = Serie
        fields = [
            *("regle", "jour", "intervalle", "rang_du_mois", "heure_debut", "heure_fin"),
            *("du", "au", "nombre", "dates", "lieu", "capacite", "duree_creneau"),
            *("pause_creneau", "animateurs"),
        ]
        widgets = {
            "heure_debut": ChampHeure,
            "heure_fin": ChampHeure,
            "du": ChampJour,
            "au": ChampJour,
            "animateurs": forms.CheckboxSelectMultiple,
        }
        field_classes = {"animateurs": ChoixAnimateurs}

    fin_par = forms.ChoiceField(
        label="La série finit après",
        choices=FINS,
        widget=forms.RadioSelect,
        required=False,
        initial="date",
    )
    dates = DatesField(
        label="Autres dates",
        required=False,
        help_text="Une par ligne, par exemple 05/11/2026. Seulement pour des dates choisies "
        "une par une.",
    )
    cochees = DatesCocheesField(label="Dates du calendrier", required=False)

    def __init__(self, *args: Any, atelier: Atelier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.atelier = atelier
        self.atelier = atelier
        champs: dict[str, Any] = self.fields
        champs["lieu"].queryset = Lieu.objects.durables().filter(centre=atelier.centre)
        champs["animateurs"].queryset = _animateurs(atelier.centre)
        champs["du"].required = champs["au"].required = False
        self._nommer_les_vides()
        if not self.instance.pk:
            champs["lieu"].initial = atelier.lieu_id
            champs["capacite"].initial = atelier.capacite
        self.initial.setdefault("fin_par", PAR_NOMBRE if self.instance.nombre else "date")
        self._partager_les_dates()
        if atelier.genre != Atelier.Genre.PERMANENCE:
            for nom in ("duree_creneau", "pause_creneau"):
                champs.pop(nom, None)
        elif "pause_creneau" in champs:
            champs["pause_creneau"].required = False

    def _nommer_les_vides(self) -> None:
        """An empty choice says what it means."""
        champs: dict[str, Any] = self.fields
        champs["lieu"].empty_label = "Choisissez un lieu"
        for nom, vide in (
            ("regle", "Choisissez une règle"),
            ("jour", "Aucun\u00a0: des dates choisies"),
            ("rang_du_mois", "Non\u00a0: toutes les n semaines"),
        ):
            choix = [c for c in champs[nom].choices if c[0] not in ("", None)]
            champs[nom].choices = [("", vide), *choix]
        champs["rang_du_mois"].label = "Une fois par mois"
        champs["nombre"].label = "Nombre de séances"
        champs["nombre"].help_text = "Le dernier jour est alors calculé."

    def _partager_les_dates(self) -> None:
        """Dates of the calendars shown are ticked there, the others are typed."""
        toutes = list(self.instance.dates or [])
        self.annees = sorted(
            {aujourdhui().year, aujourdhui().year + 1} | {int(texte[:4]) for texte in toutes}
        )
        self.initial["dates"], self.initial["cochees"] = [], toutes

    @property
    def jours_coches(self) -> set[str]:
        """ISO days that the calendars of the page show ticked."""
        return set(self["cochees"].value() or ())

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if "cochees" not in self.errors and "dates" not in self.errors:
            donnees["dates"] = sorted({*donnees.get("dates", []), *donnees.get("cochees", [])})
        if donnees.get("pause_creneau") is None and "pause_creneau" in self.fields:
            donnees["pause_creneau"] = 0
        self._controler_la_regle(donnees)
        self._controler_les_heures(donnees)
        self._controler_la_fin(donnees)
        self._controler_la_periode(donnees)
        return donnees

    def _controler_la_regle(self, donnees: dict[str, Any]) -> None:
        explicites = donnees.get("regle") == EXPLICITES
        dates = donnees.get("dates") or []
        if explicites and not dates and not {"dates", "cochees"} & set(self.errors):
            self.add_error("dates", "Écrivez ou cochez au moins une date.")
        if explicites:
            donnees["rang_du_mois"] = None
            if dates:
                donnees["du"] = dt.date.fromisoformat(dates[0])
                donnees["au"] = dt.date.fromisoformat(dates[-1])
        else:
            donnees["dates"] = []
            if donnees.get("jour") is None and "jour" not in self.errors:
                self.add_error("jour", "Choisissez un jour de la semaine.")
        if donnees.get("intervalle") is not None and not 1 <= donnees["intervalle"] <= 52:
            self.add_error("intervalle", "Choisissez un nombre entre 1 et 52.")
        if donnees.get("rang_du_mois") and (donnees.get("intervalle") or 1) > 1:
            self.add_error(
                "rang_du_mois", "Choisissez l’un ou l’autre\u00a0: par mois, ou par semaines."
            )

    def _controler_les_heures(self, donnees: dict[str, Any]) -> None:
        debut, fin = donnees.get("heure_debut"), donnees.get("heure_fin")
        if not debut or not fin:
            return
        if fin <= debut:
            self.add_error("heure_fin", "L’heure de fin vient après l’heure de début.")
            return
        if "duree_creneau" not in self.fields:
            return
        minutes = (fin.hour - debut.hour) * 60 + fin.minute - debut.minute
        creneau = donnees.get("duree_creneau")
        if not creneau or not 5 <= creneau <= minutes:
            self.add_error("duree_creneau", f"Choisissez une durée entre 5 et {minutes} minutes.")

    def _controler_la_fin(self, donnees: dict[str, Any]) -> None:
        """A last day, or a number of dates from which the calendar gives the last day."""
        if donnees.get("regle") == EXPLICITES:
            donnees["nombre"] = None
            return
        par_nombre = donnees.get("fin_par") == PAR_NOMBRE
        for borne in ("du",) if par_nombre else ("du", "au"):
            if not donnees.get(borne) and borne not in self.errors:
                self.add_error(borne, "Écrivez une date, par exemple 01/09/2026.")
        if not par_nombre:
            donnees["nombre"] = None
            return
        self.errors.pop("au", None)  # not asked for
        if not donnees.get("nombre"):
            if "nombre" not in self.errors:
                self.add_error("nombre", "Écrivez combien de séances, par exemple 24.")
        elif donnees["nombre"] > 400:
            self.add_error("nombre", "Une série compte 400 séances au plus.")
        elif not self.errors and donnees["du"].year in ANNEES:
            self._calculer_la_fin(donnees)

    def _calculer_la_fin(self, donnees: dict[str, Any]) -> None:
        au_plus_tard = donnees["du"] + DUREE_MAX
        essai = Serie(
            atelier=self.atelier,
            dates_gardees=self.instance.dates_gardees,
            dates_sautees=self.instance.dates_sautees,
            **{nom: donnees[nom] for nom in ("regle", "jour", "intervalle", "rang_du_mois")},
            **{nom: donnees[nom] for nom in ("heure_debut", "heure_fin", "du")},
        )
        periodes = PeriodeCalendrier.objects.filter(centre=self.atelier.centre_id)
        donnees["au"] = dernier_jour(
            essai,
            donnees["nombre"],
            au_plus_tard=au_plus_tard,
            periodes=list(periodes.entre(donnees["du"], au_plus_tard)),
        )
        if donnees["au"] is None:
            self.add_error("nombre", "Il n’y a pas assez de dates en trois ans avec cette règle.")

    def _controler_la_periode(self, donnees: dict[str, Any]) -> None:
        du, au = donnees.get("du"), donnees.get("au")
        for nom, borne in (("du", du), ("au", au)):
            if borne and borne.year not in ANNEES:
                self.add_error(nom, "Choisissez une année entre 2000 et 2099.")
                return
        if not du or not au:
            return
        if au < du:
            self.add_error("au", "Le dernier jour vient après le premier jour.")
        elif au - du > DUREE_MAX:
            self.add_error("au", "Une série dure trois ans au plus. Faites-en une autre ensuite.")


class NouvelleSerieForm(SerieForm):
    """The wizard: several weekdays make as many series, in one go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jour"] = forms.TypedMultipleChoiceField(
            label="Jours de la semaine",
            choices=list(enumerate(JOURS)),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Plusieurs jours font plusieurs séries, avec les mêmes heures.",
        )

    def clean_jour(self) -> int | None:
        self.jours: list[int] = sorted(self.cleaned_data["jour"])
        return self.jours[0] if self.jours else None

    def series(self) -> list[Serie]:
        """One unsaved series per weekday; each computes its own end when a number is asked."""
        modele: Serie = self.save(commit=False)
        if modele.regle == EXPLICITES or len(self.jours) < 2:
            return [modele]
        series = []
        for jour in self.jours:
            champs = {c.attname: getattr(modele, c.attname) for c in Serie._meta.concrete_fields}
            serie = Serie(**{**champs, "jour": jour})
            serie.atelier = self.atelier
            if serie.nombre:
                donnees = {**self.cleaned_data, "jour": jour}
                self._calculer_la_fin(donnees)
                serie.au = donnees["au"] or modele.au
            series.append(serie)
        return series


def _animateurs(centre: Centre) -> Any:
    """The centre's own staff, with or without an account, and that of a partner of an atelier."""
    de_la_maison = Q(organisme__type=Organisme.Type.CENTRE)
    return (
        Professionnel.objects.filter(centre=centre)
        .filter(de_la_maison | Q(organisme__ateliers__isnull=False))
        .select_related("organisme")
        .distinct()
    )
