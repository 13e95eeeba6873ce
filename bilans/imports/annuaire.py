"""Partners and places: what a centre writes once, before the first week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from bilans.imports.colonnes import Colonne, Nombre, OuiNon, Telephone, choix_de, mot_cle
from bilans.imports.genres import Etat, Genre, Valeurs, Verdict, controler
from centre.models import Lieu, Organisme, Professionnel
from centre.operations.annuaire import (
    enregistrer_lieu,
    enregistrer_organisme,
    enregistrer_professionnel,
)

CONTACT = {"prenom_contact": "prenom", "nom_contact": "nom", "fonction": "fonction"}
CONTACT |= {"telephone_contact": "telephone", "courriel_contact": "courriel"}


def _reprendre(erreur: ValidationError, noms: dict[str, str]) -> ValidationError:
    """The same mistake under the names of the columns of the file."""
    retour = {champ: colonne for colonne, champ in noms.items()}
    return ValidationError({retour.get(n, n): e for n, e in erreur.error_dict.items()})


class Organismes(Genre):
    code = "organismes"
    titre = "Partenaires"
    ce_que_ca_fait = "Une ligne par partenaire, ou par professionnel qui y travaille."
    ordre_de_retrait = ("centre.professionnel", "centre.organisme")
    colonnes = (
        Colonne(
            "organisme",
            "organisme",
            ("nom", "structure", "partenaire", "association", "nom de la structure"),
            "CCAS de Thionville",
            obligatoire=True,
        ),
        Colonne(
            "type",
            "type",
            ("genre",),
            "CCAS",
            choix_de(Organisme.Type, association=Organisme.Type.ASSO_SOCIALE.value),
        ),
        Colonne("domaine", "domaine", (), "Action sociale"),
        Colonne(
            "oriente", "oriente vers le centre", ("orienteur", "prescripteur"), "oui", OuiNon()
        ),
        Colonne("sensible", "sensible", (), "non", OuiNon()),
        Colonne("telephone", "téléphone", ("tel", "standard"), "03 82 00 00 00", Telephone()),
        Colonne("prenom_contact", "prénom du contact", ("prenom",), "Claire"),
        Colonne(
            "nom_contact", "nom du contact", ("contact", "professionnel", "referent"), "Muller"
        ),
        Colonne("fonction", "fonction", ("poste",), "Assistante sociale"),
        Colonne(
            "telephone_contact",
            "téléphone du contact",
            ("portable",),
            "06 39 98 00 02",
            Telephone(),
        ),
        Colonne("courriel_contact", "courriel du contact", ("courriel", "email", "mail"), ""),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        miens = Organisme.objects.filter(centre=self.centre)
        self.connus = {mot_cle(o.nom): o for o in miens}
        self.contacts = {
            (p.organisme_id, mot_cle(str(p)))
            for p in Professionnel.objects.filter(centre=self.centre)
        }
        self.nouveaux_contacts: set[tuple[str, str]] = set()

    def examiner(
        self, valeurs: Valeurs, *, choisie: bool = False, est_relue: bool = False
    ) -> Verdict:
        cle = mot_cle(valeurs["organisme"])
        organisme = self.connus.get(cle) or self._organisme(valeurs)
        contact = self._contact(valeurs, organisme)
        nom = f"{organisme} · {contact}" if contact else str(organisme)
        nouveau_contact = contact is not None and self._est_nouveau(contact, organisme, cle)
        if cle in self.connus and not nouveau_contact:
            return Verdict(Etat.CONNUE, nom, "Déjà dans l’annuaire.", self._lien(organisme))
        self.connus[cle] = organisme
        if contact is not None:
            self.nouveaux_contacts.add((cle, mot_cle(str(contact))))
        return Verdict(
            Etat.AJOUTEE,
            nom,
            element=(organisme, contact if nouveau_contact else None),
            memoire=[str(organisme), mot_cle(str(contact)) if contact else ""],
        )

    def se_rappeler(self, memoire: Any) -> None:
        organisme, contact = memoire
        cle = mot_cle(organisme)
        self.connus.setdefault(cle, Organisme(centre=self.centre, nom=organisme))
        if contact:
            self.nouveaux_contacts.add((cle, contact))

    def _organisme(self, valeurs: Valeurs) -> Organisme:
        organisme = Organisme(
            centre=self.centre,
            nom=valeurs["organisme"],
            type=valeurs.get("type") or Organisme.Type.AUTRE,
            domaine=valeurs.get("domaine", ""),
            est_orienteur=bool(valeurs.get("oriente")),
            est_sensible=bool(valeurs.get("sensible")),
            telephone=valeurs.get("telephone", ""),
        )
        try:
            controler(organisme, sauf=["centre"])
        except ValidationError as erreur:
            raise _reprendre(erreur, {"organisme": "nom"}) from erreur
        return organisme

    def _contact(self, valeurs: Valeurs, organisme: Organisme) -> Professionnel | None:
        champs = {
            champ: valeurs[colonne] for colonne, champ in CONTACT.items() if colonne in valeurs
        }
        if not champs:
            return None
        contact = Professionnel(centre=self.centre, **champs)
        try:
            controler(contact, sauf=["centre", "organisme"])
        except ValidationError as erreur:
            raise _reprendre(erreur, CONTACT) from erreur
        return contact

    def _est_nouveau(self, contact: Professionnel, organisme: Organisme, cle: str) -> bool:
        qui = mot_cle(str(contact))
        connu = (organisme.pk, qui) in self.contacts if organisme.pk else False
        return not connu and (cle, qui) not in self.nouveaux_contacts

    def _lien(self, organisme: Organisme) -> str:
        return reverse("centre:organisme-detail", args=[organisme.pk]) if organisme.pk else ""

    def ecrire(self, elements: Sequence[Any]) -> list[models.Model]:
        faits: list[models.Model] = []
        for organisme, contact in elements:
            if organisme.pk is None:
                faits.append(enregistrer_organisme(organisme, champs=()))
            if contact is not None:
                contact.organisme = organisme
                faits.append(enregistrer_professionnel(contact, champs=()))
        return faits


class Lieux(Genre):
    code = "lieux"
    titre = "Lieux"
    ce_que_ca_fait = "Une salle ou un point de rendez-vous par ligne."
    ordre_de_retrait = ("centre.lieu",)
    colonnes = (
        Colonne("nom", "lieu", ("salle", "nom du lieu"), "Salle Couture", obligatoire=True),
        Colonne("adresse", "adresse", ("adresse postale",), "31 avenue de Guise", obligatoire=True),
        Colonne("adresse_discrete", "adresse discrète", (), "31 avenue de Guise"),
        Colonne("arret", "arrêt de bus", ("bus", "arret"), "Guise"),
        Colonne("capacite", "capacité", ("places", "nombre de places"), "12", Nombre(1, 1000)),
        Colonne("est_confidentiel", "lieu fermé, confidentiel", ("confidentiel",), "non", OuiNon()),
        Colonne(
            "minutes_de_trajet",
            "minutes de trajet depuis le siège",
            ("trajet",),
            "0",
            Nombre(0, 600),
        ),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        miens = Lieu.objects.durables().filter(centre=self.centre)
        self.connus = {mot_cle(nom) for nom in miens.values_list("nom", flat=True)}

    def examiner(
        self, valeurs: Valeurs, *, choisie: bool = False, est_relue: bool = False
    ) -> Verdict:
        champs = {n: v for n, v in valeurs.items() if v is not None}
        lieu = Lieu(centre=self.centre, **champs)
        controler(lieu, sauf=["centre", "slug"])
        if mot_cle(lieu.nom) in self.connus:
            return Verdict(Etat.CONNUE, lieu.nom, "Ce lieu est déjà dans votre liste.")
        self.connus.add(mot_cle(lieu.nom))
        return Verdict(Etat.AJOUTEE, lieu.nom, element=lieu, memoire=mot_cle(lieu.nom))

    def se_rappeler(self, memoire: Any) -> None:
        self.connus.add(memoire)

    def ecrire(self, elements: Sequence[Any]) -> list[models.Model]:
        return [enregistrer_lieu(lieu, champs=()) for lieu in elements]
