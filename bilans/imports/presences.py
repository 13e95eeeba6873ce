"""Who came to what, from the paper sheets of the past. Nobody is told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from ateliers.models import Atelier, Seance
from bilans.imports.colonnes import Choix, Colonne, Heure, Jour, choix_de, mot_cle
from bilans.imports.genres import Etat, Valeurs, Verdict
from bilans.imports.gens import DesGens
from bilans.imports.noms import NOMS
from bilans.imports.personnes import DATE_NAISSANCE, lien_vers
from bilans.imports.programme import atelier_cite
from centre.temps import a_paris, bornes_du_jour, instant, maintenant
from inscriptions.models import Place
from presences.models import Presence
from presences.operations.reprises import (
    PresencePassee,
    presences_signees,
    rendre_les_sieges,
    reprendre_presences,
)

Statut = Presence.Statut
REPONSES = {
    **{s.value: s.value for s in Statut},
    **dict.fromkeys(("p", "present", "presente", "la", "x", "oui", "1"), Statut.PRESENT.value),
    **dict.fromkeys(("retard", "en retard", "partiel"), Statut.PRESENT_PARTIEL.value),
    **dict.fromkeys(("excuse", "excusee", "ae", "a prevenu", "e"), Statut.ABSENT_EXCUSE.value),
    **dict.fromkeys(("a", "absent", "absente", "an", "non", "0"), Statut.ABSENT.value),
}


def _est_fermee(seance: Seance) -> bool:
    """Whether its sheet is signed; that of a slot is the one of its window."""
    feuille = getattr(seance.fenetre or seance, "feuille", None)
    return bool(feuille and feuille.fermee_le)


class Presences(DesGens):
    code = "presences"
    titre = "Présences passées"
    ce_que_ca_fait = (
        "Une réponse par ligne. Les séances que le service n’a pas sont écrites, tenues."
    )
    ordre_de_retrait = (
        *("presences.presence", "inscriptions.place"),
        *("presences.feuille", "ateliers.seance"),
    )
    ensembles = (
        ("presences.feuille", "seance", "ateliers.seance"),
        ("inscriptions.place", "seance", "ateliers.seance"),
        ("presences.presence", "place", "inscriptions.place"),
    )
    colonnes = (
        *NOMS,
        DATE_NAISSANCE,
        Colonne(
            "date",
            "jour de la séance",
            ("jour", "seance", "le"),
            "13/03/2025",
            Jour("Écrivez un jour passé, comme 13/03/2025."),
            True,
        ),
        Colonne(
            "atelier", "atelier", ("activite", "atelier_code"), "Atelier Couture", obligatoire=True
        ),
        Colonne("debut", "de", ("heure de debut", "heure_debut"), "14:00", Heure()),
        Colonne("fin", "à", ("heure de fin", "heure_fin"), "16:00", Heure()),
        Colonne(
            "reponse",
            "réponse",
            ("presence", "statut", "present"),
            "présent",
            Choix(REPONSES, "Écrivez présent, retard, excusé ou absent."),
            True,
        ),
        Colonne("arrivee", "arrivée", ("heure d'arrivee",), "", Heure()),
        Colonne("depart", "départ", ("heure de depart",), "", Heure()),
        Colonne("raison", "raison", ("motif",), "", choix_de(Presence.Motif)),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        siens = Atelier.objects.filter(centre=self.centre).select_related("centre", "lieu")
        self.ateliers = {mot_cle(a.code): a for a in siens} | {mot_cle(a.titre): a for a in siens}
        self.seances: dict[tuple[int, dt.date], list[Seance]] = {}
        self.places: dict[int, dict[int, Place]] = {}
        self.deja: set[tuple[str, int]] = set()

    def examiner(
        self, valeurs: Valeurs, *, choisie: bool = False, est_relue: bool = False
    ) -> Verdict:
        personne, reference = self.personne(valeurs)
        atelier = atelier_cite(self.ateliers, valeurs["atelier"])
        seance = self._seance(atelier, valeurs)
        debut, fin = (seance.debut, seance.fin) if seance else self._heures(valeurs)
        nom = f"{self.nommer(valeurs)}, {atelier}, {valeurs['date']:%d/%m/%Y}"
        cle = (str(seance.pk) if seance else f"{atelier.pk} {debut.isoformat()}", personne)
        place = self._place(seance, personne)
        if cle in self.deja or (place and hasattr(place, "presence")):
            return Verdict(Etat.CONNUE, nom, "Cette réponse est déjà là.", lien_vers(reference))
        if seance and _est_fermee(seance):
            raise ValidationError({"date": "La feuille de cette séance est déjà fermée."})
        if place and place.etat != Place.Etat.CONFIRMEE:
            raise ValidationError("Elle attend une place à cette séance\u00a0: donnez-la d’abord.")
        element = replace(
            self._presence(valeurs, atelier, seance, (debut, fin), personne), place=place
        )
        self.deja.add(cle)
        return Verdict(Etat.AJOUTEE, nom, element=element, memoire=list(cle))

    def se_rappeler(self, memoire: Any) -> None:
        self.deja.add(tuple(memoire))

    def _seance(self, atelier: Atelier, valeurs: Valeurs) -> Seance | None:
        jour, debut = valeurs["date"], valeurs.get("debut")
        cle = (atelier.pk, jour)
        if cle not in self.seances:
            # Answers of a permanence stand on its slots, never on their window.
            du_jour = Seance.objects.publiees().entre(*bornes_du_jour(jour))
            du_jour = du_jour.filter(atelier=atelier, creneaux__isnull=True)
            self.seances[cle] = list(
                du_jour.exclude(etat=Seance.Etat.ANNULEE).select_related(
                    "feuille", "fenetre__feuille"
                )
            )
        trouvees = self.seances[cle]
        if debut:
            trouvees = [s for s in trouvees if a_paris(s.debut).time() == debut]
        heures = sorted({f"{a_paris(s.debut):%H:%M}" for s in self.seances[cle] if s.fenetre_id})
        if heures and not trouvees:
            dites = ", ".join(heures)
            raise ValidationError({"debut": f"Les rendez-vous de ce jour commencent à {dites}."})
        if len(trouvees) > 1:
            raise ValidationError({"debut": "Plusieurs séances ce jour-là\u00a0: écrivez l’heure."})
        return trouvees[0] if trouvees else None

    def _heures(self, valeurs: Valeurs) -> tuple[dt.datetime, dt.datetime]:
        """Of a séance that the base does not have; past, at least ten minutes, within one day."""
        debut, fin = valeurs.get("debut"), valeurs.get("fin")
        if debut is None or fin is None:
            manque = "debut" if debut is None else "fin"
            raise ValidationError(
                {manque: "Le service n’a pas cette séance\u00a0: écrivez ses deux heures."}
            )
        bornes = instant(valeurs["date"], debut), instant(valeurs["date"], fin)
        if bornes[1] <= bornes[0]:
            raise ValidationError({"fin": "L’heure de fin vient après l’heure de début."})
        if bornes[1] > maintenant():
            raise ValidationError({"date": "Cette séance n’est pas encore passée."})
        return bornes

    def _place(self, seance: Seance | None, personne: int) -> Place | None:
        """What she holds at a séance known here, answered or not."""
        if seance is None:
            return None
        if seance.pk not in self.places:
            tenues = Place.objects.vivantes().filter(seance=seance).select_related("presence")
            self.places[seance.pk] = {place.personne_id: place for place in tenues}
        return self.places[seance.pk].get(personne)

    def _presence(
        self,
        valeurs: Valeurs,
        atelier: Atelier,
        seance: Seance | None,
        bornes: tuple[dt.datetime, dt.datetime],
        personne: int,
    ) -> PresencePassee:
        statut, jour = valeurs["reponse"], valeurs["date"]
        moments: dict[str, dt.datetime | None] = {}
        for nom in ("arrivee", "depart"):
            heure = valeurs.get(nom)
            est_partiel = statut == Statut.PRESENT_PARTIEL
            moments[nom] = instant(jour, heure) if heure and est_partiel else None
            moment = moments[nom]
            if moment and not bornes[0] < moment < bornes[1]:
                raise ValidationError({nom: "Cette heure est hors de la séance."})
        if statut == Statut.PRESENT_PARTIEL and not any(moments.values()):
            raise ValidationError({"arrivee": "Écrivez l’heure d’arrivée ou l’heure de départ."})
        if moments["arrivee"] and moments["depart"] and moments["depart"] <= moments["arrivee"]:
            raise ValidationError({"depart": "Le départ vient après l’arrivée."})
        motif = valeurs.get("raison") or Presence.Motif.NON_PRECISE
        return PresencePassee(
            atelier=atelier,
            debut=bornes[0],
            fin=bornes[1],
            personne_id=personne,
            statut=statut,
            seance=seance,
            motif=str(motif) if statut == Statut.ABSENT_EXCUSE else "",
            arrivee=moments["arrivee"],
            depart=moments["depart"],
        )

    def ecrire(self, elements: Sequence[Any]) -> list[models.Model]:
        return reprendre_presences(elements, par=self.par, quand=maintenant())

    @classmethod
    def signees(cls, ecrits: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
        """Answers of a sheet that somebody closed; those of a new séance were closed with it."""
        nouvelles = ecrits.get("ateliers.seance", ())
        return {
            "presences.presence": presences_signees(ecrits.get("presences.presence", ()), nouvelles)
        }

    @classmethod
    def avant_retrait(cls, partent: Mapping[str, Sequence[int]]) -> None:
        rendre_les_sieges(partent["inscriptions.place"])
