"""Move or cancel a séance, place somebody in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from ateliers.models import Seance
from centre.forms import ChampLigne
from centre.models import Lieu
from centre.temps import a_paris, instant
from inscriptions.operations import AnnulationVoulue, DeplacementVoulu
from parcours.forms.personnes import ChampDate
from parcours.models import Parcours, Personne

HEURE_INVALIDE = "Cette heure n’existe pas. Écrivez par exemple 14:30."


class ChampHeure(forms.TimeField):
    """A wall time of Paris, by the browser's picker or typed « 14:30 », « 14h30 »."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M"],
            error_messages={"invalid": HEURE_INVALIDE},
            **options,
        )


class MomentForm(forms.Form):
    """A day, two hours, a place of the centre or one for this séance only.

    ``propose`` holds what an address may suggest (``?jour=&debut=&fin=&lieu=``): a value that
    cannot be read is left out.
    """

    jour = ChampDate(label="Jour")
    debut = ChampHeure(label="De")
    fin = ChampHeure(label="À")
    lieu = forms.ModelChoiceField(
        label="Lieu",
        queryset=Lieu.objects.none(),
        required=False,
        empty_label="Un lieu exceptionnel, écrit plus bas",
    )
    lieu_nom = ChampLigne(
        label="Nom du lieu exceptionnel",
        max_length=80,
        required=False,
        help_text="Pour cette séance seulement. Il n’entre pas dans la liste des lieux.",
    )
    lieu_adresse = ChampLigne(
        label="Son adresse",
        max_length=200,
        required=False,
        help_text="Elle part dans les agendas et les SMS.",
    )

    def __init__(
        self,
        donnees: Any = None,
        *,
        seance: Seance,
        propose: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        debut, fin = a_paris(seance.debut), a_paris(seance.fin)
        depart = {
            "jour": debut.date(),
            "debut": debut.time(),
            "fin": fin.time(),
            "lieu": seance.lieu_id,
            **options.pop("depart", {}),
        }
        super().__init__(donnees, initial=depart, **options)
        self.seance = seance
        durables = Lieu.objects.filter(centre=seance.centre_id, est_ponctuel=False)
        ici = Lieu.objects.filter(pk=seance.lieu_id)
        self.fields["lieu"].queryset = (durables | ici).order_by("nom")  # type: ignore[attr-defined]
        self.initial = {**self.initial, **self._lisibles(propose or {})}

    def _lisibles(self, propose: Mapping[str, str]) -> dict[str, Any]:
        lus: dict[str, Any] = {}
        for nom in ("jour", "debut", "fin", "lieu"):
            try:
                valeur = self.fields[nom].clean(propose[nom]) if propose.get(nom) else None
            except forms.ValidationError:
                continue
            if valeur is not None:
                lus[nom] = valeur.pk if isinstance(valeur, Lieu) else valeur
        return lus

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        debut, fin = propres.get("debut"), propres.get("fin")
        if debut and fin and fin <= debut:
            self.add_error("fin", "L’heure de fin vient après l’heure de début.")
        jour = propres.get("jour")
        if jour and not 2000 <= jour.year <= 2100:
            self.add_error("jour", "Vérifiez l’année.")
        nom, adresse = propres.get("lieu_nom"), propres.get("lieu_adresse")
        if (nom or adresse) and not (nom and adresse):
            champ = "lieu_adresse" if nom else "lieu_nom"
            self.add_error(champ, "Un lieu exceptionnel a un nom et une adresse.")
        elif not nom and not propres.get("lieu") and "lieu" not in self.errors:
            self.add_error(
                "lieu", "Le lieu est obligatoire\u00a0: choisissez-le, ou écrivez-le plus bas."
            )
        return propres

    def moment(self) -> dict[str, Any]:
        """Start, end and place as operations take them; a place of one date is not saved yet."""
        propres = self.cleaned_data
        lieu = propres["lieu"]
        if propres["lieu_nom"]:
            lieu = Lieu(
                centre=self.seance.centre,
                nom=propres["lieu_nom"],
                adresse=propres["lieu_adresse"],
                capacite=max(1, self.seance.capacite),
                est_ponctuel=True,
            )
        return {
            "debut": instant(propres["jour"], propres["debut"]),
            "fin": instant(propres["jour"], propres["fin"]),
            "lieu": lieu,
        }


class DeplacerForm(MomentForm):
    """A new day, new hours, another place; ``version`` finds a change made in another tab."""

    raison = ChampLigne(
        label="Raison",
        max_length=200,
        required=False,
        help_text="Pour l’équipe seulement. Elle reste dans l’historique.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, donnees: Any = None, *, seance: Seance, **options: Any) -> None:
        depart = {"version": seance.version}
        super().__init__(donnees, seance=seance, depart=depart, **options)

    def voulu(self) -> DeplacementVoulu:
        propres = self.cleaned_data
        return DeplacementVoulu(
            self.seance, **self.moment(), raison=propres["raison"], version=propres["version"]
        )


class AnnulerForm(forms.Form):
    """Why a séance will not happen: a category, no free text."""

    motif = forms.ChoiceField(label="Raison", choices=[("", "Choisissez"), *Seance.Motif.choices])
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, donnees: Any = None, *, seance: Seance) -> None:
        super().__init__(donnees, initial={"version": seance.version})
        self.seance = seance

    @property
    def motif_dit(self) -> str:
        return str(Seance.Motif(self.cleaned_data["motif"]).label)

    def voulu(self) -> AnnulationVoulue:
        propres = self.cleaned_data
        return AnnulationVoulue(self.seance, propres["motif"], propres["version"])


class PlacerForm(forms.Form):
    """How many seats, and which parcours when she has several."""

    personne = forms.UUIDField(widget=forms.HiddenInput)
    sieges = forms.IntegerField(
        label="Nombre de places",
        min_value=1,
        max_value=200,
        initial=1,
        help_text="Elle compte pour une. Ajoutez les personnes qui viennent avec elle.",
    )
    gardee = forms.BooleanField(label="Sur une place gardée pour l’équipe", required=False)
    raison = ChampLigne(
        label="Ajouter une place, malgré la salle pleine",
        max_length=200,
        required=False,
        help_text="Écrivez la raison. Sans raison, la personne attend son tour.",
    )
    comme = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)
    parcours = forms.ModelChoiceField(
        label="Pour quel parcours",
        queryset=Parcours.objects.none(),
        required=False,
        empty_label="Sans parcours\u00a0: elle vient par elle-même",
    )

    def __init__(self, donnees: Any = None, *, personne: Personne, seul: bool = False) -> None:
        super().__init__(donnees, initial={"personne": personne.reference})
        ouverts = Parcours.objects.ouverts().filter(personne=personne)
        ouverts = ouverts.select_related("dispositif").order_by("date_entree", "pk")
        self.a_plusieurs_parcours = len(ouverts[:2]) > 1
        if self.a_plusieurs_parcours:
            self.fields["parcours"].queryset = ouverts  # type: ignore[attr-defined]
        else:
            del self.fields["parcours"]
        if seul:
            for nom in ("sieges", "gardee", "raison", "comme"):
                del self.fields[nom]

    def choix(self) -> dict[str, Any]:
        """The arguments an operation takes; without a question asked, its own default holds."""
        connus = ("sieges", "gardee", "raison", "comme")
        propres = {cle: self.cleaned_data[cle] for cle in connus if cle in self.fields}
        if self.a_plusieurs_parcours:
            propres["parcours"] = self.cleaned_data["parcours"]
        return propres


class ChercherForm(forms.Form):
    """A few letters of a name."""

    q = ChampLigne(label="Nom", max_length=100, required=False)
