"""The lines of the programme."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.text import slugify

from ateliers.models import Atelier
from centre.forms import ChampLigne, ChoixMultiples
from centre.models import Affectation, Centre, Lieu, Organisme, Utilisateur
from centre.temps import aujourdhui
from centre.textes import sans_accent

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
    code = ChampLigne(label="Code", max_length=12, required=False)
    slug = forms.SlugField(label="Adresse dans l’URL", required=False)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        self.instance.centre = centre
        champs: dict[str, Any] = self.fields
        champs["lieu"].queryset = Lieu.objects.durables().filter(centre=centre)
        champs["partenaire"].queryset = Organisme.objects.filter(centre=centre)
        champs["lieu"].empty_label = "Pas de lieu habituel"
        champs["partenaire"].empty_label = "Aucun partenaire"
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
        self._taire_un_atelier_protege(donnees)
        titre = donnees.get("titre") or ""
        if not donnees.get("slug"):
            donnees["slug"] = self._libre("slug", slugify(titre)[:40] or "atelier")
        if not donnees.get("code"):
            lettres = re.sub(r"[^a-z]", "", sans_accent(titre))[:3].upper()
            donnees["code"] = self._libre("code", lettres or "ATE")
        return donnees

    def _taire_un_atelier_protege(self, donnees: dict[str, Any]) -> None:
        """« RDV » and the centre: any other word beside « RDV » could tell what is done there."""
        est_protege = donnees.get("sensibilite") == Atelier.Sensibilite.PROTEGE
        neutre = self.centre.titre_discret
        if est_protege and donnees.get("titre_discret", neutre) != neutre:
            self.add_error(
                "titre_discret", f"Pour un atelier protégé, écrivez «\u00a0{neutre}\u00a0»."
            )

    def _libre(self, champ: str, voulu: str) -> str:
        """The first free value among « cou », « cou-2 », « cou-3 »…"""
        autres = Atelier.objects.filter(centre=self.centre).exclude(pk=self.instance.pk)
        pris = set(autres.values_list(champ, flat=True)) | {"p", "lieu"}
        rangs = ("", *(f"-{n}" for n in range(2, len(pris) + 3)))
        return next(f"{voulu}{rang}" for rang in rangs if f"{voulu}{rang}" not in pris)
