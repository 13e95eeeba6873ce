"""Forms of an outing: its facts, one group, and how the places of an atelier are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from ateliers.models import Atelier, Seance, Sortie
from centre.forms import ChampLigne
from centre.temps import a_paris, instant
from inscriptions.models import Accompagnant, FicheSortie, Place
from inscriptions.operations.demandes import Proche
from parcours.forms.personnes import TELEPHONE_INVALIDE, ChampDate

MIDI = dt.time(18)


class SortieForm(forms.ModelForm):
    """Where to meet, how to go, what it costs; until when people may say that they would come."""

    souhaits_jour = ChampDate(
        label="Demandes jusqu’au",
        required=False,
        help_text="Jusqu’à 18\u00a0heures ce jour-là, chacun dit s’il voudrait venir. "
        "Ensuite, vous donnez les places. "
        "Laissez vide\u00a0: la première personne qui demande a sa place.",
    )

    class Meta:
        model = Sortie
        fields = (
            *("point_rdv", "transport", "prix_adulte", "prix_enfant", "age_minimum"),
            *("demande_autorisation", "a_un_repas", "a_apporter"),
        )
        widgets = {"a_apporter": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "prix_adulte": "0\u00a0: c’est gratuit.",
            "prix_enfant": "0\u00a0: c’est gratuit.",
        }

    def __init__(self, donnees: Any = None, *, seance: Seance, **options: Any) -> None:
        fiche = getattr(seance, "sortie", None) or Sortie(seance=seance)
        super().__init__(donnees, instance=fiche, **options)
        self.seance = seance
        self.fields["transport"].choices = [  # type: ignore[attr-defined]
            ("", "Pas encore choisi"),
            *Sortie.Transport.choices,
        ]
        if fiche.souhaits_jusqu_au:
            self.initial["souhaits_jour"] = a_paris(fiche.souhaits_jusqu_au).date()

    def clean_souhaits_jour(self) -> dt.datetime | None:
        jour = self.cleaned_data["souhaits_jour"]
        if jour is None:
            return None
        if not 2000 <= jour.year <= 2100 or instant(jour, MIDI) >= self.seance.debut:
            raise forms.ValidationError("Choisissez un jour avant la sortie.", code="trop_tard")
        return instant(jour, MIDI)

    def champs(self) -> dict[str, Any]:
        propres = {k: v for k, v in self.cleaned_data.items() if k in self.Meta.fields}
        return {**propres, "souhaits_jusqu_au": self.cleaned_data["souhaits_jour"]}


class FicheForm(forms.ModelForm):
    """Meals without any motive, whom to call: answers that go when the day is over."""

    class Meta:
        model = FicheSortie
        fields = (
            *("repas_sans_viande", "a_eviter", "urgence_nom", "urgence_telephone"),
            "autorisation_le",
        )
        field_classes = {"autorisation_le": ChampDate}
        error_messages = {"urgence_telephone": {"invalid": TELEPHONE_INVALIDE}}
        help_texts = {
            "a_eviter": "Quoi, jamais pourquoi. Par exemple\u00a0: arachide.",
            "autorisation_le": "Le jour où le papier signé est arrivé.",
        }

    def __init__(self, donnees: Any = None, *, place: Place, mineure: bool) -> None:
        fiche = FicheSortie.objects.filter(place=place).first() or FicheSortie(place=place)
        super().__init__(donnees, instance=fiche)
        self.place = place
        self.fields["repas_sans_viande"].required = False
        if not mineure:
            del self.fields["autorisation_le"]

    def clean_repas_sans_viande(self) -> int:
        nombre = int(self.cleaned_data["repas_sans_viande"] or 0)
        if nombre > self.place.sieges:
            raise forms.ValidationError("C’est plus que le nombre de personnes.", code="trop")
        return nombre


class ProcheForm(forms.Form):
    """One person who comes with her: first name and age, no more."""

    prenom = ChampLigne(label="Prénom", max_length=60, required=False)
    age = forms.IntegerField(label="Âge", min_value=0, max_value=120, required=False)
    autorisation_le = ChampDate(label="Autorisation reçue le", required=False)

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        autre = propres.get("age") is not None or propres.get("autorisation_le")
        if autre and not propres.get("prenom") and "prenom" not in self.errors:
            self.add_error("prenom", "Écrivez le prénom.")
        return propres

    def proche(self) -> Proche | None:
        propres = self.cleaned_data
        if not propres["prenom"]:
            return None
        return Proche(propres["prenom"], propres["age"], propres.get("autorisation_le"))


def formulaires_des_proches(donnees: Any, place: Place) -> list[ProcheForm]:
    """One form per seat beside her own, filled with who is known already."""
    connus: Sequence[Accompagnant | None] = [*place.accompagnants.all()]
    vides: list[Accompagnant | None] = [None] * max(0, place.sieges - 1 - len(connus))
    return [
        ProcheForm(
            donnees,
            prefix=f"proche{rang}",
            initial={"prenom": p.prenom, "age": p.age, "autorisation_le": p.autorisation_le}
            if p
            else {},
        )
        for rang, p in enumerate([*connus, *vides][: max(0, place.sieges - 1)])
    ]


class ReglesForm(forms.ModelForm):
    """How the places of one atelier are given; every rule is shown beside the queue."""

    class Meta:
        model = Atelier
        fields = (
            *(
                "sur_demande",
                "demande_publique",
                "places_gardees",
                "gardees_heures",
                "premier_qui_tient",
            ),
            *("moins_sortis_d_abord", "proposition_automatique", "proposition_heures", "rappels"),
        )
        help_texts = {
            "sur_demande": "L’accueil et les personnes demandent, la coordination répond.",
            "demande_publique": "Le centre répond à chaque demande. Seulement pour un atelier "
            "publié, ordinaire ou personnel.",
            "places_gardees": "Personne d’autre ne les prend, même si une liste d’attente existe.",
            "premier_qui_tient": "Un groupe plus petit passe quand le premier ne tient pas. "
            "Sans cette règle, l’ordre est strict.",
            "moins_sortis_d_abord": "La liste d’attente se range par nombre de sorties de l’année.",
            "proposition_automatique": "La place est gardée 24\u00a0heures. "
            "La personne est prévenue. Sans réponse, c’est à la suivante.",
            "rappels": "Par SMS, par courriel, ou dans la liste d’appels. Jamais la nuit, jamais "
            "à qui vient d’être prévenu.",
        }

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        gardees = propres.get("places_gardees") or 0
        if gardees >= self.instance.capacite:
            self.add_error(
                "places_gardees",
                f"L’atelier a {self.instance.capacite} places\u00a0: gardez-en moins.",
            )
        if propres.get("demande_publique") and not self.instance.se_partage:
            self.add_error(
                "demande_publique", "Un atelier discret ou protégé n’a pas de page publique."
            )
        for champ in ("gardees_heures", "proposition_heures"):
            if (propres.get(champ) or 0) > 24 * 60:
                self.add_error(champ, "Choisissez un nombre d’heures entre 0 et 1440.")
        return propres

    def champs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
