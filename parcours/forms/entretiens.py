"""Writing an interview: when, where, how, and two texts under two rights (ASI-06, ASI-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from centre.models import Lieu
from centre.temps import a_paris, aujourdhui, instant
from parcours.forms.personnes import ChampDate
from parcours.models import Entretien

if TYPE_CHECKING:
    from centre.models import Centre


DU_RENDEZ_VOUS = ("debut", "duree_minutes", "medium", "lieu", "etat")


class EntretienForm(forms.ModelForm):
    """The second text is read by its author alone (ASI-12)."""

    jour = ChampDate(label="Jour", initial=aujourdhui)
    heure = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Cette heure n’existe pas. Écrivez par exemple 14:30."},
    )
    explique = forms.BooleanField(
        label="Je lui ai lu ces phrases, elle a compris que venir est son choix", required=False
    )

    # What the page showed: the planning may have moved the interview since.
    vu = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    class Meta:
        model = Entretien
        fields = (
            *("type", "etat", "duree_minutes", "medium", "lieu", "proche"),
            *("partageable", "confidentiel"),
        )
        widgets = {
            "partageable": forms.Textarea(attrs={"rows": 4}),
            "confidentiel": forms.Textarea(attrs={"rows": 4}),
        }

    field_order = ("type", "etat", "jour", "heure")

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["lieu"].queryset = (
            Lieu.objects.filter(centre=centre).durables().order_by("-est_confidentiel", "nom")
        )
        champs["lieu"].label = "Lieu, si c’est sur place"
        champs["lieu"].empty_label = "Aucun"
        champs["medium"].required = False
        champs["medium"].initial = Entretien.Medium.SUR_PLACE
        champs["proche"].choices = [("", "Non"), *Entretien.Proche.choices]
        self.initial.setdefault("duree_minutes", 60)
        if self.instance.pk:
            debut = a_paris(self.instance.debut)
            self.initial.update(jour=debut.date(), heure=debut.time())
            self.initial["explique"] = self.instance.explique_le is not None
            self.initial["vu"] = _rendez_vous(
                {**self.initial, "lieu": self.instance.lieu, "medium": self.instance.medium}
            )

    def clean(self) -> dict[str, Any]:
        lues = super().clean() or {}
        lues["medium"] = lues.get("medium") or Entretien.Medium.SUR_PLACE
        if lues.get("medium") != Entretien.Medium.SUR_PLACE:
            lues["lieu"] = None
        return lues

    def champs(self) -> dict[str, Any]:
        """What the operation writes; the day of the explanation is kept once said (ASI-24).

        A rendez-vous that the author left as her page showed it is not written: it is where the
        planning put it meanwhile.
        """
        valeurs = dict(self.cleaned_data)
        intact = valeurs.pop("vu") == _rendez_vous(valeurs)
        jour, heure = valeurs.pop("jour"), valeurs.pop("heure")
        explique = valeurs.pop("explique")
        depuis = self.instance.explique_le or min(jour, aujourdhui())
        valeurs |= {
            "debut": instant(jour, heure),
            "explique_le": depuis if explique else None,
        }
        return {n: v for n, v in valeurs.items() if not (intact and n in DU_RENDEZ_VOUS)}


def _rendez_vous(lues: Mapping[str, Any]) -> str:
    """When, how long, where and whether it stands, as one line to compare."""
    lieu = lues["lieu"].pk if lues["lieu"] else ""
    quand = f"{lues['jour']} {lues['heure']:%H:%M} {lues['duree_minutes']}"
    return f"{quand} {lues['medium']} {lieu} {lues['etat']}"
