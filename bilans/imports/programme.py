"""Ateliers and their series: one row per weekday, written as drafts, published by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.urls import reverse

from ateliers.forms import AtelierForm, NouvelleSerieForm
from ateliers.models import Atelier, Serie
from ateliers.operations import enregistrer_atelier, enregistrer_serie
from bilans.imports.colonnes import (
    JOURS_DE_LA_SEMAINE,
    Choix,
    Colonne,
    Heure,
    Jour,
    Nombre,
    choix_de,
    mot_cle,
)
from bilans.imports.genres import Etat, Genre, Valeurs, Verdict
from centre.erreurs import Refus
from centre.models import Lieu, Professionnel

GENRES = {str(g.label): g.value for g in Atelier.Genre}
NIVEAUX = {str(n.label): n.value for n in Atelier.Sensibilite}
NIVEAUX |= {str(n.value): n.value for n in Atelier.Sensibilite}
REGLES = {str(r.label): r.value for r in Serie.Regle if r != Serie.Regle.DATES_EXPLICITES}
REGLES |= {r.value: r.value for r in Serie.Regle if r != Serie.Regle.DATES_EXPLICITES}
JOUR = Jour("Écrivez le jour comme 01/09/2026.", a_venir=True)
# What each column feeds in the forms of the house, when it is filled.
DE_L_ATELIER = ("titre_discret", "genre", "theme", "capacite", "sensibilite", "description")
DE_LA_SERIE = ("heure_debut", "heure_fin", "du", "au", "duree_creneau")


def atelier_cite(ateliers: dict[str, Atelier], mot: str) -> Atelier:
    """The atelier of this title or code; raises ValidationError."""
    trouve = ateliers.get(mot_cle(mot))
    if trouve is None:
        raise ValidationError({"atelier": "Cet atelier n’existe pas\u00a0: importez-le d’abord."})
    return trouve


def _en_colonnes(form: BaseForm, noms: dict[str, str]) -> ValidationError:
    """The mistakes of a form under the names of the columns."""
    return ValidationError(
        {
            noms.get(champ, champ): [str(e) for e in erreurs]
            for champ, erreurs in form.errors.items()
        }
    )


class Ateliers(Genre):
    code = "ateliers"
    titre = "Ateliers et séries"
    ce_que_ca_fait = (
        "Un jour et une heure par ligne. Tout reste en brouillon\u00a0: vous publiez ensuite."
    )
    ordre_de_retrait = ("ateliers.serie", "ateliers.atelier")
    colonnes = (
        Colonne(
            "atelier",
            "titre de l’atelier",
            ("titre", "activite"),
            "Atelier Couture",
            obligatoire=True,
        ),
        Colonne("titre_discret", "titre discret", (), ""),
        Colonne(
            "genre", "genre", (), "Atelier", Choix(GENRES, "Écrivez Atelier, Permanence ou Sortie.")
        ),
        Colonne(
            "theme",
            "thème",
            ("thematique",),
            "Lien social",
            choix_de(Atelier.Theme),
        ),
        Colonne(
            "sensibilite",
            "niveau de discrétion",
            ("niveau", "discretion"),
            "0",
            Choix(NIVEAUX, "Écrivez le niveau\u00a0: 0, 1, 2 ou 3."),
        ),
        Colonne("description", "description", (), ""),
        Colonne("lieu", "lieu", ("salle",), "Salle Couture", obligatoire=True),
        Colonne("capacite", "capacité", ("places",), "12", Nombre(1, 1000)),
        Colonne("jour", "jour", ("jour de la semaine",), "lundi", JOURS_DE_LA_SEMAINE, True),
        Colonne("heure_debut", "de", ("debut", "heure de debut"), "14:00", Heure(), True),
        Colonne("heure_fin", "à", ("fin", "heure de fin"), "16:00", Heure(), True),
        Colonne(
            "regle",
            "règle du calendrier",
            ("calendrier", "vacances"),
            "Hors vacances scolaires",
            Choix(
                REGLES,
                "Écrivez «\u00a0Hors vacances scolaires\u00a0» ou «\u00a0Toute l’année\u00a0».",
            ),
        ),
        Colonne("du", "premier jour", ("a partir du",), "07/09/2026", JOUR, True),
        Colonne("au", "dernier jour", ("jusqu'au",), "02/07/2027", JOUR, True),
        Colonne(
            "duree_creneau", "durée d’un créneau, en minutes", ("creneau",), "", Nombre(5, 600)
        ),
        Colonne("animateur", "animé par", ("animatrice", "intervenant"), ""),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        lieux = Lieu.objects.durables().filter(centre=self.centre)
        self.lieux = {mot_cle(lieu.nom): lieu for lieu in lieux}
        self.ateliers = {mot_cle(a.titre): a for a in Atelier.objects.filter(centre=self.centre)}
        self.gens = {mot_cle(str(p)): p for p in Professionnel.objects.filter(centre=self.centre)}
        self.series = {
            _cle(mot_cle(s.atelier.titre), s.jour, s.heure_debut, s.du)
            for s in Serie.objects.filter(atelier__centre=self.centre).select_related("atelier")
        }

    def examiner(
        self, valeurs: Valeurs, *, choisie: bool = False, est_relue: bool = False
    ) -> Verdict:
        titre = mot_cle(valeurs["atelier"])
        lieu = self.lieux.get(mot_cle(valeurs["lieu"]))
        if lieu is None:
            raise ValidationError({"lieu": "Ce lieu n’existe pas\u00a0: importez-le d’abord."})
        atelier = self.ateliers.get(titre)
        if atelier is None:
            form = self._form_atelier(valeurs, lieu)
            atelier = form.instance
        self._form_serie(valeurs, lieu, atelier)
        nom = f"{valeurs['atelier']}, {valeurs['heure_debut']:%H:%M}"
        cle = _cle(titre, valeurs["jour"], valeurs["heure_debut"], valeurs["du"])
        if cle in self.series:
            return Verdict(Etat.CONNUE, nom, "Cette série existe déjà.", _lien(atelier))
        self.series.add(cle)
        return Verdict(Etat.AJOUTEE, nom, element=(titre, valeurs, lieu), memoire=list(cle))

    def se_rappeler(self, memoire: Any) -> None:
        self.series.add(tuple(memoire))

    def _form_atelier(self, valeurs: Valeurs, lieu: Lieu) -> AtelierForm:
        donnees = {
            "genre": Atelier.Genre.ATELIER,
            "theme": Atelier.Theme.LIEN_SOCIAL,
            "sensibilite": Atelier.Sensibilite.ORDINAIRE,
            "titre_discret": self.centre.titre_discret,
            "capacite": lieu.capacite,
            "pictogramme": "bulles",
            **{n: valeurs[n] for n in DE_L_ATELIER if valeurs.get(n) not in (None, "")},
            "titre": valeurs["atelier"],
            "lieu": lieu.pk,
        }
        form = AtelierForm(donnees, centre=self.centre)
        if not form.is_valid():
            raise _en_colonnes(form, {"titre": "atelier"})
        return form

    def _form_serie(self, valeurs: Valeurs, lieu: Lieu, atelier: Atelier) -> NouvelleSerieForm:
        donnees = {
            "regle": valeurs.get("regle") or Serie.Regle.HORS_VACANCES,
            "jour": [valeurs["jour"]],
            "intervalle": 1,
            "fin_par": "date",
            "capacite": valeurs.get("capacite") or atelier.capacite,
            "lieu": lieu.pk,
            "animateurs": [p.pk for p in self._animateurs(valeurs)],
            **{n: _ecrit(valeurs[n]) for n in DE_LA_SERIE if valeurs.get(n) is not None},
        }
        form = NouvelleSerieForm(donnees, atelier=atelier)
        if not form.is_valid():
            raise _en_colonnes(form, {"animateurs": "animateur"})
        return form

    def _animateurs(self, valeurs: Valeurs) -> list[Professionnel]:
        mot = valeurs.get("animateur")
        if not mot:
            return []
        trouve = self.gens.get(mot_cle(mot))
        if trouve is None:
            raise ValidationError({"animateur": "Cette personne n’est pas dans votre annuaire."})
        return [trouve]

    def ecrire(self, elements: Sequence[Any]) -> list[models.Model]:
        """New ateliers first; each row is checked again by the forms of the house."""
        faits: list[models.Model] = []
        try:
            for titre, valeurs, lieu in elements:
                if titre not in self.ateliers:
                    atelier = self._form_atelier(valeurs, lieu).save(commit=False)
                    self.ateliers[titre] = enregistrer_atelier(atelier)
                    faits.append(atelier)
                form = self._form_serie(valeurs, lieu, self.ateliers[titre])
                [serie] = form.series()
                faits.append(enregistrer_serie(serie, par=self.par))
                serie.animateurs.set(form.cleaned_data["animateurs"])
        except ValidationError as erreur:
            raise Refus(
                "Quelque chose a changé\u00a0: relisez ce fichier.", code="change"
            ) from erreur
        return faits


def _cle(titre: str, jour: int | None, debut: dt.time, du: dt.date) -> tuple[str, ...]:
    """What makes two series the same."""
    return titre, str(jour), f"{debut:%H:%M}", du.isoformat()


def _ecrit(valeur: Any) -> str:
    return f"{valeur:%H:%M}" if isinstance(valeur, dt.time) else str(valeur)


def _lien(atelier: Atelier) -> str:
    return reverse("ateliers:atelier-detail", args=[atelier.pk]) if atelier.pk else ""
