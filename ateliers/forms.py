"""Forms of the programme: shape and words of the input, every error beside its field."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from ateliers.models import Atelier, Serie
from centre.forms import ChoixMultiples
from centre.models import Affectation, Centre, Lieu, Organisme, Professionnel, Utilisateur
from centre.temps import JOUR, aujourdhui
from centre.textes import sans_accent

ANNEES = range(2000, 2100)
DUREE_MAX = 3 * 366 * JOUR

PICTOGRAMMES = [
    ("bulles", "paroles"),
    ("pousse", "bien-être"),
    ("aiguille", "couture"),
    ("marmite", "cuisine"),
    ("livre", "français"),
    ("langue", "langue étrangère"),
    ("ordi", "ordinateur"),
    ("mallette", "emploi"),
    ("palette", "arts"),
    ("camera", "vidéo"),
    ("note", "musique"),
    ("masque", "spectacle, sortie"),
    ("bus", "voyage"),
    ("main", "accompagnement"),
]


class ChampJour(forms.DateInput):
    """The browser's date picker; it only speaks ISO."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ChampHeure(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class AtelierForm(forms.ModelForm):
    class Meta:
        model = Atelier
        fields = [
            *("titre", "titre_discret", "genre", "theme", "pictogramme", "description"),
            *("lieu", "capacite", "accepte_enfants", "partenaire", "sensibilite", "equipe"),
            *("code", "slug", "thematique", "source"),
        ]
        help_texts = {
            "code": "Quelques lettres pour les tableaux, par exemple COU. Laissez vide\u00a0: "
            "nous le proposons.",
            "slug": "Ce qui suit l’adresse du centre. Laissez vide\u00a0: nous le proposons.",
            "sensibilite": "Discret et protégé ne sont jamais nommés hors de l’équipe.",
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "equipe": forms.CheckboxSelectMultiple,
        }
        field_classes = {"equipe": ChoixMultiples}

    pictogramme = forms.ChoiceField(label="Dessin", choices=PICTOGRAMMES)
    code = forms.CharField(label="Code", max_length=12, required=False)
    slug = forms.SlugField(label="Adresse dans l’URL", required=False)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        self.instance.centre = centre
        champs: dict[str, Any] = self.fields
        champs["lieu"].queryset = Lieu.objects.filter(centre=centre)
        champs["partenaire"].queryset = Organisme.objects.filter(centre=centre)
        champs["equipe"].queryset = Utilisateur.objects.filter(
            affectations__in=Affectation.objects.en_vigueur(aujourdhui()).filter(
                centre=centre, role__in=Affectation.EQUIPE
            )
        ).distinct()
        if not self.instance.pk:
            champs["titre_discret"].initial = centre.titre_discret

    def _get_validation_exclusions(self) -> set[str]:
        # The centre is not a field of the page, yet codes and addresses are unique within it.
        exclus: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # untyped
        return exclus - {"centre"}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        titre = donnees.get("titre") or ""
        if not donnees.get("slug"):
            donnees["slug"] = self._libre("slug", slugify(titre)[:40] or "atelier")
        if not donnees.get("code"):
            lettres = re.sub(r"[^a-z]", "", sans_accent(titre))[:3].upper()
            donnees["code"] = self._libre("code", lettres or "ATE")
        return donnees

    def _libre(self, champ: str, voulu: str) -> str:
        """The first free value among « cou », « cou-2 », « cou-3 »…"""
        autres = Atelier.objects.filter(centre=self.centre).exclude(pk=self.instance.pk)
        pris = set(autres.values_list(champ, flat=True)) | {"p", "lieu"}
        rangs = ("", *(f"-{n}" for n in range(2, len(pris) + 3)))
        return next(f"{voulu}{rang}" for rang in rangs if f"{voulu}{rang}" not in pris)


DATE_ECRITE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


def lire_date(texte: str) -> dt.date:
    """Read « 05/11/2026 » or « 2026-11-05 »; ValidationError, in French, for 31 February."""
    lue = DATE_ECRITE.fullmatch(texte)
    if lue:
        jour, mois, annee, annee_iso, mois_iso, jour_iso = lue.groups()
        try:
            date = dt.date(int(annee or annee_iso), int(mois or mois_iso), int(jour or jour_iso))
        except ValueError:
            lue = None
        else:
            if date.year in ANNEES:
                return date
    raise ValidationError(
        "«\u00a0%(texte)s\u00a0» n’est pas une date. Écrivez par exemple 05/11/2026.",
        code="date",
        params={"texte": texte},
    )


class DatesField(forms.CharField):
    """Dates typed one by one, on lines or between commas, kept as sorted ISO texts."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, valeur: Any) -> list[str]:
        textes = [t for t in re.split(r"[\s,;]+", super().clean(valeur) or "") if t]
        if len(textes) > 400:
            raise ValidationError("Il y a trop de dates. Faites plusieurs séries.", code="trop")
        return sorted({lire_date(texte).isoformat() for texte in textes})

    def prepare_value(self, valeur: Any) -> Any:
        if isinstance(valeur, list):
            return "\n".join(f"{dt.date.fromisoformat(t):%d/%m/%Y}" for t in valeur)
        return valeur


class SerieForm(forms.ModelForm):
    class Meta:
        model = Serie
        fields = [
            *("regle", "jour", "intervalle", "heure_debut", "heure_fin", "du", "au", "dates"),
            *("lieu", "capacite", "duree_creneau", "animateurs"),
        ]
        widgets = {
            "heure_debut": ChampHeure,
            "heure_fin": ChampHeure,
            "du": ChampJour,
            "au": ChampJour,
            "animateurs": forms.CheckboxSelectMultiple,
        }
        field_classes = {"animateurs": ChoixMultiples}

    dates = DatesField(
        label="Dates choisies",
        required=False,
        help_text="Une par ligne, par exemple 05/11/2026. Seulement pour des dates choisies "
        "une par une.",
    )

    def __init__(self, *args: Any, atelier: Atelier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.atelier = atelier
        champs: dict[str, Any] = self.fields
        champs["lieu"].queryset = Lieu.objects.filter(centre=atelier.centre)
        champs["animateurs"].queryset = _animateurs(atelier.centre)
        champs["du"].required = champs["au"].required = False
        if not self.instance.pk:
            champs["lieu"].initial = atelier.lieu_id
            champs["capacite"].initial = atelier.capacite
        if atelier.genre != Atelier.Genre.PERMANENCE:
            del champs["duree_creneau"]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        self._controler_la_regle(donnees)
        self._controler_les_heures(donnees)
        self._controler_la_periode(donnees)
        return donnees

    def _controler_la_regle(self, donnees: dict[str, Any]) -> None:
        explicites = donnees.get("regle") == Serie.Regle.DATES_EXPLICITES
        dates = donnees.get("dates") or []
        if explicites and not dates and "dates" not in self.errors:
            self.add_error("dates", "Écrivez au moins une date.")
        if explicites and dates:
            donnees["du"] = dt.date.fromisoformat(dates[0])
            donnees["au"] = dt.date.fromisoformat(dates[-1])
        if not explicites:
            donnees["dates"] = []
            if donnees.get("jour") is None and "jour" not in self.errors:
                self.add_error("jour", "Choisissez un jour de la semaine.")
            for borne in ("du", "au"):
                if not donnees.get(borne) and borne not in self.errors:
                    self.add_error(borne, "Écrivez une date, par exemple 01/09/2026.")
        if donnees.get("intervalle") is not None and not 1 <= donnees["intervalle"] <= 52:
            self.add_error("intervalle", "Choisissez un nombre entre 1 et 52.")

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


def _animateurs(centre: Centre) -> Any:
    """The centre's own staff, with or without an account, and that of a partner of an atelier."""
    de_la_maison = Q(organisme__type=Organisme.Type.CENTRE)
    return (
        Professionnel.objects.filter(centre=centre)
        .filter(de_la_maison | Q(organisme__ateliers__isnull=False))
        .select_related("organisme")
        .distinct()
    )
