"""The living page of the design system: every component, every pictogram, every state."""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

THEMATIQUES = (
    ("lien", "bulles", "Lien social"),
    ("bien", "pousse", "Bien-être"),
    ("fran", "livre", "Français"),
    ("nume", "ordi", "Numérique"),
    ("empl", "mallette", "Emploi"),
    ("cult", "masque", "Culture et sorties"),
    ("indi", "main", "Individuel"),
)
ETATS = (
    ("", "9 h – 11 h", "8 inscrits", "groupe", "prévue"),
    ("seance--en-cours", "9 h – 11 h", "En cours", "", "en cours"),
    ("seance--a-emarger", "9 h – 11 h", "À émarger", "crayon", "à émarger"),
    ("seance--tenue", "9 h – 11 h", "7 sur 8", "oui", "tenue"),
    ("seance--annulee", "9 h – 11 h", "Annulée ce matin", "", "annulée"),
    ("seance--partie", "Déplacée à jeudi", "", "", "déplacée (départ)"),
    ("seance--venue", "15 h 45 – 17 h 15", "Venue de mercredi", "fleches", "déplacée (arrivée)"),
    ("seance--brouillon", "9 h – 11 h", "Pas publiée", "crayon", "brouillon"),
)


class ExempleForm(forms.Form):
    """A form whose fields are filled wrongly, to show the errors."""

    titre = forms.CharField(label="Titre de l’atelier", max_length=20)
    titre_discret = forms.CharField(
        label="Titre discret", required=False, help_text="Dans les agendas et sur l’affiche."
    )
    debut = forms.TimeField(label="De", widget=forms.TimeInput(attrs={"type": "time"}))
    fin = forms.TimeField(label="À", widget=forms.TimeInput(attrs={"type": "time"}))
    lieu = forms.ChoiceField(label="Lieu", choices=[("", "Choisir…"), ("1", "Espace adultes")])
    rythme = forms.ChoiceField(
        label="Quand",
        choices=[("hors", "Hors vacances scolaires"), ("toute", "Toute l’année")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    publier = forms.BooleanField(label="Visible sur le planning public", required=False)


def pictogrammes() -> list[str]:
    """List the symbols of the sprite, so that the page can never lag behind it."""
    sprite = Path(settings.BASE_DIR, "static", "img", "sprite.svg").read_text(encoding="utf-8")
    return re.findall(r'<symbol id="i-([a-z]+)"', sprite)


def _equipe_technique(utilisateur: object) -> bool:
    """Refuse with 403 whoever has no technical access; the page holds no data."""
    if not getattr(utilisateur, "is_staff", False):
        raise PermissionDenied
    return True


@require_safe
@user_passes_test(_equipe_technique)
def composants(request: HttpRequest) -> HttpResponse:
    exemple = ExempleForm({"titre": "Français langue étrangère pour tous", "fin": "25:00"})
    messages.success(request, "La séance est déplacée. Les messages partent à 10 h 45.")
    messages.error(request, "Cette séance est complète. Personne n’a été inscrit.")
    return render(
        request,
        "centre/composants.html",
        {
            "form": exemple,
            "pictogrammes": pictogrammes(),
            "thematiques": THEMATIQUES,
            "etats": ETATS,
            "page": Paginator(range(60), 20).page(2),
            "semaines": (1, 2, 0, 1, 2, 1, 0, 0, 1, 3, 1, 2),
        },
    )
