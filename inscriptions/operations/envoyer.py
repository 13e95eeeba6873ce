"""Write one message to one person, with the row that says for whom and why it leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from ateliers.models import Deplacement, Seance
from centre.messagerie import quand_partir
from centre.messagerie.depot import ADeposer, deposer_lot
from centre.models import Message
from inscriptions.emails import langue_ecrite, motif_de
from inscriptions.models import Envoi, Inscription, Place
from parcours.models import Personne

# What an invitation tells, and what of it each row keeps.
SUIVIS: dict[type[Model], list[str]] = {
    Place: ["sequence", "adresse_invitee"],
    Inscription: ["uid", "sequence", "adresse_invitee"],
}


@dataclass
class Courrier:
    """What one change writes: its hour, its cause, and the rows it made."""

    quand: dt.datetime
    deplacements: dict[int, Deplacement] = field(default_factory=dict)
    envois: list[Envoi] = field(default_factory=list)
    # Asked for now: nobody changes her mind in ten minutes.
    sans_delai: bool = False
    # (person, séance) that a message of this change already tells.
    dites: set[tuple[int, int]] = field(default_factory=set)
    _attendent: list[tuple[ADeposer, dict[str, Any]]] = field(default_factory=list, repr=False)
    _suivies: dict[tuple[type[Model], int], Inscription | Place] = field(
        default_factory=dict, repr=False
    )
    _lots: int = field(default=0, repr=False)

    @contextmanager
    def en_lot(self) -> Iterator[None]:
        """What is written inside goes to the base together, a hundred rows at a time."""
        self._lots += 1
        yield
        self._lots -= 1
        self._deposer()

    def retenir(self, objet: Inscription | Place) -> None:
        """Keep the SEQUENCE and the address of what an invitation tells."""
        self._suivies[type(objet), objet.pk] = objet
        self._deposer()

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
        and the new date are more than a day away, unless ``sans_delai``.
        """
        self.dites |= {(personne.pk, p.seance_id) for p in autres} | {(personne.pk, seance.pk)}
        avant = graine["avant"] or {}
        debuts = [seance.debut]
        if avant:
            debuts.append(dt.datetime.fromisoformat(avant["debut"]))
        a_venir = [debut for debut in debuts if debut > self.quand] or debuts
        part = self.quand if self.sans_delai else quand_partir(min(a_venir), quand=self.quand)
        demande = ADeposer(
            centre=seance.centre,
            canal=canal,
            langue=langue_ecrite(personne.langue, canal),
            destinataire=adresse,
            modele="inscriptions.message",
            graine=graine,
            cle=cle[:160],
            a_partir_de=a_partir_de or part,
            perime_le=perime_le or max(debuts),
            dtstamp=self.quand,
            est_sensible=not seance.atelier.se_partage,
            **itip,
        )
        pour = {
            "personne": personne,
            "seance": seance,
            "place": place,
            "inscription": inscription,
            "deplacement": self.deplacements.get(seance.pk),
        }
        self._attendent.append((demande, pour))
        self._deposer()

    def _deposer(self) -> None:
        """Write what waits, unless a lot is open: rows followed, messages, who they are for."""
        if self._lots:
            return
        for modele, champs in SUIVIS.items():
            suivies = [objet for (genre, _), objet in self._suivies.items() if genre is modele]
            modele._default_manager.bulk_update(suivies, champs, batch_size=100)
        self._suivies.clear()
        attendent, self._attendent = self._attendent, []
        if attendent:
            self._noter(deposer_lot([demande for demande, _ in attendent]), attendent)

    def _noter(
        self, messages: list[Message | None], attendent: list[tuple[ADeposer, dict[str, Any]]]
    ) -> None:
        connus = {e.message_id: e for e in self.envois}
        anciens = Envoi.objects.filter(message__in=[m for m in messages if m is not None])
        connus |= {e.message_id: e for e in anciens.select_related("message")}
        nouveaux, dits = [], []
        for message, (_, pour) in zip(messages, attendent, strict=True):
            if message is None:
                continue
            if message.pk not in connus:
                envoi = Envoi(message=message, motif=motif_de(message), **pour)
                connus[message.pk] = envoi
                nouveaux.append(envoi)
            dits.append(connus[message.pk])
        Envoi.objects.bulk_create(nouveaux, batch_size=100)
        deja = {e.message_id for e in self.envois}
        self.envois += [e for cle, e in {e.message_id: e for e in dits}.items() if cle not in deja]
