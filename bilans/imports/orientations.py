"""Who was sent to the centre, by whom, when; what became of it, entries apart (F04)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from bilans.imports.colonnes import Choix, Colonne, Jour, Plusieurs, choix_de, mot_cle
from bilans.imports.genres import Etat, Valeurs, Verdict
from bilans.imports.gens import DesGens
from bilans.imports.noms import NOMS
from bilans.imports.personnes import DATE_NAISSANCE, lien_vers
from centre.models import Organisme, Professionnel
from parcours.models import Dispositif, Orientation
from parcours.operations.reprises import reprendre_orientations

# Words, and the codes of our own exports: a row that left from here is known when it comes back.
ETATS = {mot: e.value for e in Orientation.Etat for mot in (str(e.label), e.value)}
ETATS["sans suite"] = Orientation.Etat.SANS_SUITE.value
MODE_INCONNU = "Ce mode n’est pas dans la liste."
ETAT_INCONNU = "Écrivez Orientation reçue, Sans suite, Sans réponse ou Réorientée."
# An entry has its own page, and whoever came by herself was sent by nobody.
ETATS_REPRIS = (Orientation.Etat.RECUE, *Orientation.CLOSES)
DIFFICULTES = {str(d.label): d.value for d in Orientation.Difficulte}
DIFFICULTES |= {d.value: d.value for d in Orientation.Difficulte}


class Orientations(DesGens):
    code = "orientations"
    titre = "Orientations passées"
    ce_que_ca_fait = "Qui a été orienté, par qui, quand. Les personnes et les partenaires d’abord."
    ordre_de_retrait = (
        "parcours.transitionorientation",
        "parcours.orientation",
        "centre.professionnel",
    )
    ensembles = (("parcours.transitionorientation", "orientation", "parcours.orientation"),)
    colonnes = (
        *NOMS,
        DATE_NAISSANCE,
        Colonne(
            "recue_le",
            "reçue le",
            ("date", "date d'orientation", "orientee le", "oriente le"),
            "12/03/2025",
            Jour("Écrivez le jour comme 12/03/2025."),
            True,
        ),
        Colonne(
            "organisme",
            "orientée par",
            ("orienteur", "structure", "prescripteur"),
            "CCAS de Thionville",
            obligatoire=True,
            est_parfois_vide=True,
        ),
        Colonne(
            "professionnel", "professionnel", ("contact", "travailleur social"), "Claire Muller"
        ),
        Colonne("dispositif", "dispositif", ("mesure", "action"), ""),
        Colonne("mode", "mode", ("comment",), "", choix_de(Orientation.Mode)),
        Colonne(
            "difficultes",
            "difficultés repérées",
            ("difficultes", "freins"),
            "Logement, Langue",
            Plusieurs(DIFFICULTES, "Une difficulté n’est pas dans la liste de la fiche."),
        ),
        Colonne(
            "etat",
            "ce qu’elle est devenue",
            ("etat", "suite", "statut"),
            "Sans suite",
            Choix(ETATS, ETAT_INCONNU),
        ),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.organismes = {mot_cle(o.nom): o for o in Organisme.objects.filter(centre=self.centre)}
        self.gens = {
            (p.organisme_id, mot_cle(str(p))): p
            for p in Professionnel.objects.filter(centre=self.centre)
        }
        self.dispositifs = list(
            Dispositif.objects.du_centre(self.centre.pk).order_by("centre", "pk")
        )
        connues = Orientation.objects.filter(centre=self.centre)
        self.connues = {
            (personne, jour.isoformat(), dispositif)
            for personne, jour, dispositif in connues.values_list(
                "personne", "recue_le", "dispositif"
            )
        }

    def examiner(
        self, valeurs: Valeurs, *, choisie: bool = False, est_relue: bool = False
    ) -> Verdict:
        personne, reference = self.personne(valeurs)
        nom = f"{self.nommer(valeurs)}, {valeurs['recue_le']:%d/%m/%Y}"
        dispositif = self._dispositif(valeurs.get("dispositif"))
        cle = (personne, valeurs["recue_le"].isoformat(), dispositif.pk)
        if cle in self.connues:
            return Verdict(Etat.CONNUE, nom, "Cette orientation est déjà là.", lien_vers(reference))
        organisme = self._organisme(valeurs)
        self.connues.add(cle)
        orientation = Orientation(
            centre=self.centre,
            personne_id=personne,
            dispositif=dispositif,
            recue_le=valeurs["recue_le"],
            mode=valeurs.get("mode") or Orientation.Mode.TELEPHONE,
            difficultes=valeurs.get("difficultes") or [],
            etat=valeurs.get("etat") or Orientation.Etat.RECUE,
        )
        return Verdict(
            Etat.AJOUTEE,
            nom,
            element=(orientation, organisme, valeurs.get("professionnel") or ""),
            memoire=list(cle),
        )

    def _organisme(self, valeurs: Valeurs) -> Organisme:
        """Who sent a person not yet known as sent; refuses what cannot be taken over."""
        mot = valeurs.get("organisme") or ""
        organisme = self.organismes.get(mot_cle(mot))
        if not mot:
            raise ValidationError({"organisme": "Cette case est vide."})
        if organisme is None:
            raise ValidationError(
                {"organisme": "Ce partenaire n’est pas dans l’annuaire\u00a0: importez-le d’abord."}
            )
        if valeurs.get("mode") == Orientation.Mode.SPONTANEE:
            raise ValidationError({"mode": MODE_INCONNU})
        if valeurs.get("etat") and valeurs["etat"] not in ETATS_REPRIS:
            raise ValidationError({"etat": ETAT_INCONNU})
        return organisme

    def se_rappeler(self, memoire: Any) -> None:
        self.connues.add(tuple(memoire))

    def _dispositif(self, mot: str | None) -> Dispositif:
        if not mot:
            siens = [d for d in self.dispositifs if d.centre_id] or self.dispositifs
            if len(siens) == 1:
                return siens[0]
        for dispositif in self.dispositifs:
            if mot and mot_cle(mot) in (mot_cle(dispositif.nom), dispositif.code):
                return dispositif
        noms = ", ".join(d.nom for d in self.dispositifs[:8])
        raise ValidationError({"dispositif": f"Écrivez l’un de ceux-ci\u00a0: {noms}."})

    def _professionnel(self, organisme: Organisme, nom: str) -> tuple[Professionnel, bool]:
        """Who sent the person: a name of the directory, else a line at that partner's name."""
        cherche = mot_cle(nom or organisme.nom)
        connu = self.gens.get((organisme.pk, cherche))
        if connu:
            return connu, False
        prenom, _, reste = nom.partition(" ")
        nouveau = Professionnel.objects.create(
            centre=self.centre,
            organisme=organisme,
            prenom=prenom[:60] if reste else "",
            nom=(reste or nom or organisme.nom)[:80],
        )
        self.gens[organisme.pk, cherche] = nouveau
        return nouveau, True

    def ecrire(self, elements: Sequence[Any]) -> list[models.Model]:
        faits: list[models.Model] = []
        for orientation, organisme, nom in elements:
            orientation.prescripteur, est_nouveau = self._professionnel(organisme, nom)
            if est_nouveau:
                faits.append(orientation.prescripteur)
        orientations = [orientation for orientation, _, _ in elements]
        transitions = reprendre_orientations(orientations, par=self.par)
        return [*faits, *orientations, *transitions]
