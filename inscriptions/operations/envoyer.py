"""Write one message to one person, with the row that says for whom and why it leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ateliers.models import Deplacement, Seance
from centre.messagerie import deposer, quand_partir
from centre.models import Message
from inscriptions.emails import langue_ecrite, motif_de
from inscriptions.models import Envoi, Inscription, Place
from parcours.models import Personne


@dataclass
class Courrier:
    """What one change writes: its hour, its cause, and the rows it made."""

    quand: dt.datetime
    deplacements: dict[int, Deplacement] = field(default_factory=dict)
    envois: list[Envoi] = field(default_factory=list)
    # (person, séance) that a message of this change already tells.
    dites: set[tuple[int, int]] = field(default_factory=set)

    def ecrire(
        self,
        *,
        personne: Personne,
        seance: Seance,
        graine: dict[str, Any],
        canal: str,
        adresse: str,
        cle: str,
        place: Place | None = None,
        inscription: Inscription | None = None,
        perime_le: dt.datetime | None = None,
        autres: Iterable[Place] = (),
        a_partir_de: dt.datetime | None = None,
        **itip: Any,
    ) -> None:
        """Deposit the message and note the person; nothing when the outbox says it is void.

        ``autres`` are the other places it tells. It leaves in ten minutes when both the old
        and the new date are more than a day away.
        """
        self.dites |= {(personne.pk, p.seance_id) for p in autres} | {(personne.pk, seance.pk)}
        avant = graine["avant"] or {}
        debuts = [seance.debut]
        if avant:
            debuts.append(dt.datetime.fromisoformat(avant["debut"]))
        a_venir = [debut for debut in debuts if debut > self.quand] or debuts
        message = deposer(
            centre=seance.centre,
            canal=canal,
            langue=langue_ecrite(personne.langue, canal),
            destinataire=adresse,
            modele="inscriptions.message",
            graine=graine,
            cle=cle[:160],
            a_partir_de=a_partir_de or quand_partir(min(a_venir), quand=self.quand),
            perime_le=perime_le or max(debuts),
            dtstamp=self.quand,
            est_sensible=not seance.atelier.se_partage,
            **itip,
        )
        if message is not None and not any(e.message_id == message.pk for e in self.envois):
            self._noter(message, personne, seance, place, inscription)

    def _noter(
        self,
        message: Message,
        personne: Personne,
        seance: Seance,
        place: Place | None,
        inscription: Inscription | None,
    ) -> None:
        motif = motif_de(message)
        envoi, _ = Envoi.objects.get_or_create(
            message=message,
            defaults={
                "personne": personne,
                "motif": motif,
                "seance": seance,
                "place": place,
                "inscription": inscription,
                "deplacement": self.deplacements.get(seance.pk),
            },
        )
        self.envois.append(envoi)
