"""A weekly enrolment and its one invitation: what it told, and what it must say now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ateliers.models.seances import nouvel_uid
from centre.messagerie import rappeler
from centre.models import Message
from inscriptions.models import Inscription, Place
from inscriptions.operations import graines
from inscriptions.operations.annonces import (
    Annonce,
    adresse_de,
    annonces,
    est_depassee,
    refuse_le_courrier,
)
from inscriptions.operations.entiere import de_nouveau, tenues_par_debut
from inscriptions.operations.envoyer import Courrier
from parcours.models import Personne


class SerieInvitee:
    """One inscription and its one invitation: RRULE, EXDATE, overrides, cancellations."""

    def __init__(
        self,
        inscription: Inscription,
        places: list[Place],
        connues: dict[tuple[str, str], Annonce],
        courrier: Courrier,
    ) -> None:
        self.inscription, self.courrier = inscription, courrier
        self.places = sorted(places, key=lambda p: p.seance.debut)
        self.confirmees = [p for p in self.places if p.etat == Place.Etat.CONFIRMEE]
        self.adresse = adresse_de(inscription.personne)
        self.tenue = inscription.adresse_invitee  # the address that holds it until now
        self.par_adresse = {a: c for (uid, a), c in connues.items() if uid == inscription.uid}
        self.motif = ""  # of a CANCEL; empty: read from the places that leave

    def suivre(self) -> set[int]:
        """Write the difference; return the ids of the places that this invitation tells.

        What is kept then says the truth, recalled messages included: the address that holds the
        invitation, and no announced start for a date that must be told alone from now on.
        """
        couvertes = self._mettre_a_jour()
        invitee = self.adresse if couvertes else ""
        if self.inscription.adresse_invitee != invitee:
            self.inscription.adresse_invitee = invitee
            self.courrier.retenir(self.inscription)
        seules = [p for p in self.confirmees if p.pk not in couvertes and p.annonce_debut]
        for place in seules:
            place.annonce_debut = None
        Place.objects.bulk_update(seules, ["annonce_debut"])
        return couvertes

    def _mettre_a_jour(self) -> set[int]:
        if not graines.est_hebdomadaire(self.inscription.serie):
            return set()
        for adresse, annonce in self.par_adresse.items():
            if adresse != self.adresse:
                self._quitter(adresse, annonce, motif="adresse")
        if not self.adresse:
            return set()
        annonce = self._reprendre_la_fin(self.par_adresse.get(self.adresse, Annonce()))
        if annonce.entiere_retirable and self._differe(annonce):
            # Nobody has read it yet: take it back and write it again, whole.
            annonce = self._rappeler(annonce.retirables)
        if not self._a_venir(annonce):
            ailleurs = self._dite_ailleurs()
            if ailleurs and self.confirmees and not annonce.dates:
                return self._redire(ailleurs)
            if annonce.dates:
                self._laisser_le_passe()
            return self._inviter()
        if self.confirmees and annonce.revient(self.tenue, self.adresse):
            return self._redire(annonce)
        self._rappeler_les_vieilles_nouvelles(annonce)
        return self._corriger(annonce)

    def _rappeler(self, messages: Iterable[Message]) -> Annonce:
        """Take back what has not left, and read again what this address was told."""
        rappeler(Message.objects.filter(pk__in=[m.pk for m in messages]))
        relues = annonces([self.inscription.uid])
        relue = relues.get((self.inscription.uid, self.adresse), Annonce())
        self.par_adresse[self.adresse] = relue
        return relue

    def _reprendre_la_fin(self, annonce: Annonce) -> Annonce:
        """Take back a CANCEL of the whole that has not left: what she has lived stays hers."""
        fins = [m for m in annonce.retirables if m.methode == "CANCEL" and not m.recurrence_id]
        return self._rappeler(fins) if fins and self.confirmees else annonce

    def _dite_ailleurs(self) -> Annonce | None:
        """What the address she leaves was told: it follows her, unless nothing of it left."""
        annonce = self.par_adresse.get(self.tenue)
        if annonce is None or annonce.entiere is None or not self._a_venir(annonce):
            return None
        premiere = annonce.entiere_retirable and annonce.entiere["motif"] == "invitation"
        return None if premiere else annonce

    def redire(self) -> set[int]:
        """Write the whole again as it is now, under the same UID; return what it tells.

        Whatever this address received or lost before, it then holds the dates of the base. Dates
        told alone stay alone; an invitation never written, or all in the past, is written anew.
        """
        annonce = self.par_adresse.get(self.adresse, Annonce())
        return self._redire(annonce) if self._a_venir(annonce) else self.suivre()

    def _redire(self, dite: Annonce) -> set[int]:
        """``dite`` gives the rule and the starts: what this address was told, or the former one."""
        quand = self.courrier.quand
        tenues = tenues_par_debut(self.inscription, self.confirmees, dite, quand)
        if not tenues:
            ici = self.par_adresse.get(self.adresse, Annonce())
            self._quitter(self.adresse, ici, motif="suite")
            return set()
        assert dite.entiere is not None  # noqa: S101 (dates are told by a whole invitation)
        annulees = [p for p in self.places if p.annonce_debut and p.seance.est_annulee]
        graine = de_nouveau(self.inscription, tenues, dite.entiere, quand, annulees=annulees)
        a_venir = sorted(
            (p for p in tenues.values() if p in self.confirmees), key=lambda p: p.seance.debut
        )
        fin = max(p.seance.debut for p in a_venir)
        self._ecrire(graine, a_venir[0], self.adresse, perime_le=fin, autres=a_venir)
        return {place.pk for place in a_venir}

    def _a_venir(self, annonce: Annonce) -> dict[str, str]:
        """What she was told that has not begun, at the hours she was told."""
        quand = graines.iso(self.courrier.quand)
        return {
            rid: connue
            for rid, connue in annonce.dates.items()
            if graines.lire_trace(connue)["debut"] > quand
        }

    def _places_par_rid(self) -> dict[str, Place]:
        return {graines.iso(p.annonce_debut): p for p in self.places if p.annonce_debut}

    def _differe(self, annonce: Annonce) -> bool:
        par_rid = self._places_par_rid()
        return any(
            par_rid.get(rid) not in self.confirmees or graines.trace(par_rid[rid].seance) != connue
            for rid, connue in self._a_venir(annonce).items()
        )

    def _inviter(self) -> set[int]:
        """Send the first invitation: at least two dates that one rule can hold."""
        conformes = graines.dates_de_la_regle(self.confirmees, self.inscription.serie)
        if len(conformes) < 2:
            return set()
        # A date once told alone stays alone: two entries for one date would double it.
        conformes = [p for p in conformes if p.sequence is None]
        for place in self.places:
            place.annonce_debut = place.seance.debut if place in conformes else None
        Place.objects.bulk_update(self.places, ["annonce_debut"])
        if not conformes:
            return set()
        graine = graines.de_la_serie(self.inscription, conformes)
        self._ecrire(graine, conformes[0], self.adresse, perime_le=conformes[-1].seance.debut)
        return {p.pk for p in conformes}

    def _laisser_le_passe(self) -> None:
        """Take another UID: a REQUEST of the whole under the old one would wipe what is over."""
        self.inscription.uid, self.inscription.sequence = nouvel_uid(), None

    def _rappeler_les_vieilles_nouvelles(self, annonce: Annonce) -> None:
        """Take back overrides in the outbox that the base has overtaken, then read again.

        News of a date brought forward that has passed meanwhile stays: the old one is ahead.
        """
        vraies = {
            rid: graines.trace(place.seance) if place in self.confirmees else None
            for rid, place in self._places_par_rid().items()
        }
        vieilles = [m for m in annonce.retirables if est_depassee(m, vraies)]
        if vieilles:
            annonce.dates = self._rappeler(vieilles).dates

    def _corriger(self, annonce: Annonce) -> set[int]:
        """Compare date by date with what was told, and write overrides or cancellations."""
        connues, par_rid = self._a_venir(annonce), self._places_par_rid()
        partis, bouges = [], []
        for rid, connue in sorted(connues.items()):
            place = par_rid.get(rid)
            if place is None:
                continue
            if place not in self.confirmees:
                partis.append((place, connue))
            elif graines.trace(place.seance) != connue:
                bouges.append((place, connue))
        tout = bool(partis) and len(partis) == len(connues)
        ouverte = self.inscription.etat in ("confirmee", "liste_attente")
        lu = graines.motif_du_retrait([p for p, _ in partis]) if ouverte or not tout else "fin"
        motif = self.motif or lu
        if tout and len(annonce.dates) == len(connues):
            self._quitter(self.adresse, annonce, motif=motif, autres=[p for p, _ in partis])
            return set()
        if partis:
            self._retirer(partis, motif=motif)
        if bouges:
            self._deplacer(bouges)
        quittees = {place.pk for place, _ in partis}
        restants = [rid for rid in connues if rid in par_rid and par_rid[rid].pk not in quittees]
        return {par_rid[rid].pk for rid in restants}

    def _deplacer(self, bouges: list[tuple[Place, str]]) -> None:
        """One REQUEST for all the dates that moved, each with its RECURRENCE-ID (§3.2.2)."""
        lot = sorted(bouges, key=lambda bouge: graines.premier_instant(*bouge))
        places = [place for place, _ in lot]
        self._ecrire(
            graines.des_dates(lot),
            places[0],
            self.adresse,
            recurrence_id=places[0].annonce_debut,
            perime_le=max(graines.dernier_instant(*bouge) for bouge in lot),
            autres=places,
        )

    def _retirer(self, partis: list[tuple[Place, str]], *, motif: str) -> None:
        """One CANCEL for the dates that leave, each with its RECURRENCE-ID (RFC 5546 §3.2.5 b).

        Also when no date is left to come: what she has lived stays in her calendar (rule I8).
        """
        rids = [place.annonce_debut for place, _ in partis]
        places, connues = [p for p, _ in partis], [connue for _, connue in partis]
        graine = {**graines.du_retrait(places, connues=connues, rids=rids), "motif": motif}
        self._ecrire(
            graine,
            places[0],
            self.adresse,
            methode="CANCEL",
            recurrence_id=rids[0],
            autres=places,
            perime_le=graines.lire(graines.lire_trace(connues[-1])["debut"]),
        )

    def _quitter(
        self, adresse: str, annonce: Annonce, *, motif: str, autres: Iterable[Place] = ()
    ) -> None:
        """CANCEL the whole at one address, unless it never left, is over or may not be used.

        An address that refuses mail gets none, and what waits for it is taken back.
        """
        connues = self._a_venir(annonce)
        if adresse != self.adresse and refuse_le_courrier(self.inscription.personne, adresse):
            rappeler(Message.objects.filter(pk__in=[m.pk for m in annonce.retirables]))
            return
        if not connues or annonce.entiere is None or not self.places:
            return
        premiere = annonce.entiere["evenements"][0]
        graine = graines.de_la_fin(
            self.places[0],
            connue=f"{premiere['debut']}|{premiere['fin']}|{premiere['lieu']}",
            motif=motif,
        )
        fin = graines.lire(max(graines.lire_trace(connue)["debut"] for connue in connues.values()))
        self._ecrire(
            graine, self.places[0], adresse, methode="CANCEL", perime_le=fin, autres=autres
        )

    def _ecrire(
        self,
        graine: graines.Graine,
        place: Place,
        adresse: str,
        *,
        methode: str = "REQUEST",
        recurrence_id: dt.datetime | None = None,
        perime_le: dt.datetime | None = None,
        autres: Iterable[Place] = (),
    ) -> None:
        """Give the next SEQUENCE of this UID and deposit; SEQUENCE never goes down (I5)."""
        inscription = self.inscription
        inscription.sequence = 0 if inscription.sequence is None else inscription.sequence + 1
        finie = methode == "CANCEL" and recurrence_id is None
        inscription.adresse_invitee = "" if finie else adresse
        self.courrier.retenir(inscription)
        self.courrier.ecrire(
            personne=inscription.personne,
            seance=place.seance,
            graine=graine,
            canal=Personne.Canal.COURRIEL,
            adresse=adresse,
            cle=f"itip:{inscription.uid}:{inscription.sequence}",
            inscription=inscription,
            place=place if recurrence_id else None,
            methode=methode,
            uid=inscription.uid,
            sequence=inscription.sequence,
            recurrence_id=recurrence_id,
            perime_le=perime_le,
            autres=autres,
        )
