"""What strangers asked on the public page: one proved, one to call, one who may be known."""

from __future__ import annotations

import datetime as dt
import hashlib

from bilans.demonstration.monde import Monde
from inscriptions.models import DemandePublique
from parcours.models import Personne

ACCORD = "J’accepte que le centre garde mon nom et mon téléphone pour me répondre."
# Lines that take requests, by code.
OUVERTES = ("COU", "ART")
Etat, Canal = DemandePublique.Etat, DemandePublique.Canal


def recevoir(monde: Monde) -> None:
    """Nobody new is known: the team has answered none of them yet."""
    ateliers = [monde.ateliers[code] for code in OUVERTES if code in monde.ateliers]
    for atelier in ateliers:
        atelier.demande_publique = True
        atelier.save(update_fields=["demande_publique"])
    if not ateliers:
        return
    connue = (
        Personne.objects.filter(centre=monde.centre, ne_pas_ecrire=False)
        .exclude(telephone="")
        .order_by("pk")
        .last()
    )
    lignes = [
        ("Amina", "Belkacem", "06 39 98 61 01", Canal.SMS, "ar", Etat.CONFIRMEE, 3),
        ("Jorge", "Almeida", "06 39 98 61 02", Canal.APPEL, "pt", Etat.A_APPELER, 26),
    ]
    if connue:
        telephone = str(connue.telephone)
        lignes.append((connue.nom, connue.prenom, telephone, Canal.SMS, "fr", Etat.CONFIRMEE, 20))
    for rang, (prenom, nom, telephone, canal, langue, etat, heures) in enumerate(lignes):
        recue = monde.quand - dt.timedelta(hours=heures)
        DemandePublique.objects.create(
            centre=monde.centre,
            atelier=ateliers[rang % len(ateliers)],
            prenom=prenom,
            nom=nom,
            telephone=telephone,
            canal=canal,
            langue=langue,
            accord=ACCORD,
            accord_version=1,
            cle=hashlib.sha256(f"{monde.graine}|{monde.jour}|{rang}".encode()).hexdigest(),
            etat=etat,
            recue_le=recue,
            confirmee_le=recue + dt.timedelta(minutes=2) if etat == Etat.CONFIRMEE else None,
        )
