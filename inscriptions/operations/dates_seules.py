"""One invitation for one date: single séances, typed dates, slots, sorties, moved strays."""

from __future__ import annotations

import datetime as dt

from centre.messagerie import rappeler
from centre.models import Message
from inscriptions.models import Place
from inscriptions.operations import graines
from inscriptions.operations.annonces import Annonce, adresse_de, annonces, refuse_le_courrier
from inscriptions.operations.envoyer import Courrier
from parcours.models import Personne


class DatesSeules:
    """A place whose UID is its own (decision 10), compared with what each address was told."""

    def __init__(
        self, place: Place, connues: dict[tuple[str, str], Annonce], courrier: Courrier
    ) -> None:
        self.place, self.courrier = place, courrier
        self.adresse = adresse_de(place.personne)
        self.par_adresse = {a: c for (uid, a), c in connues.items() if uid == place.uid}
        self.est_tenue = False

    def mettre_a_jour(self, *, est_voulue: bool, fenetre: dt.timedelta) -> None:
        """Invite, move or cancel; ``est_voulue`` is false when the series' invitation tells it."""
        tenue = self.place.etat == Place.Etat.CONFIRMEE
        sans_papier = self.place.origine == Place.Origine.SANS_INSCRIPTION
        voulue = est_voulue and tenue and not sans_papier
        for adresse in self.par_adresse:
            if adresse != self.adresse:
                self._retirer(adresse, motif="adresse")
        if self.adresse:
            self._corriger(voulue=voulue, fenetre=fenetre)
        self._retenir_l_adresse()

    def redire(self) -> None:
        """Invite again to the date as it is, whatever was told before."""
        self._ecrire(graines.d_une_date(self.place, connue=""), self.adresse)
        self.est_tenue = True
        self._retenir_l_adresse()

    def _corriger(self, *, voulue: bool, fenetre: dt.timedelta) -> None:
        connue = self._connue(self.adresse)
        trace = graines.trace(self.place.seance) if voulue else ""
        if connue != trace and self._rappeler():
            connue = self._connue(self.adresse)
        elif connue and self.par_adresse[self.adresse].revient(
            self.place.adresse_invitee, self.adresse
        ):
            connue = ""
        if voulue and not connue:
            if self.place.seance.debut <= self.courrier.quand + fenetre:
                self._ecrire(graines.d_une_date(self.place, connue=""), self.adresse)
        elif voulue and connue != trace:
            self._ecrire(graines.d_une_date(self.place, connue=connue), self.adresse)
        elif not voulue and connue:
            self._retirer(self.adresse)
        self.est_tenue = voulue and (
            bool(connue) or self.place.seance.debut <= self.courrier.quand + fenetre
        )

    def _retenir_l_adresse(self) -> None:
        """Keep the address that holds this date, also when what waited was taken back."""
        tenue = self.adresse if self.est_tenue else ""
        if self.place.adresse_invitee != tenue:
            self.place.adresse_invitee = tenue
            self.courrier.retenir(self.place)

    def _connue(self, adresse: str) -> str:
        return self.par_adresse.get(adresse, Annonce()).dates.get("", "")

    def _rappeler(self) -> bool:
        """Take back what waits in the outbox and has been overtaken; true if something was."""
        annonce = self.par_adresse.get(self.adresse)
        if not annonce or not annonce.retirables:
            return False
        rappeler(Message.objects.filter(pk__in=[m.pk for m in annonce.retirables]))
        uid = self.place.uid
        self.par_adresse = {a: c for (_, a), c in annonces([uid]).items()}
        return True

    def _retirer(self, adresse: str, motif: str = "") -> None:
        connue = self._connue(adresse)
        personne = self.place.personne
        if not connue:
            return
        if adresse != self.adresse and refuse_le_courrier(personne, adresse):
            retirables = self.par_adresse[adresse].retirables
            rappeler(Message.objects.filter(pk__in=[m.pk for m in retirables]))
            return
        graine = graines.du_retrait([self.place], connues=[connue], rids=[None])
        graine["motif"] = motif or graine["motif"]
        self._ecrire(graine, adresse, methode="CANCEL")

    def _ecrire(self, graine: graines.Graine, adresse: str, methode: str = "REQUEST") -> None:
        place = self.place
        place.sequence = 0 if place.sequence is None else place.sequence + 1
        self.courrier.retenir(place)
        self.courrier.ecrire(
            personne=place.personne,
            seance=place.seance,
            graine=graine,
            canal=Personne.Canal.COURRIEL,
            adresse=adresse,
            cle=f"itip:{place.uid}:{place.sequence}",
            place=place,
            inscription=place.inscription,
            methode=methode,
            uid=place.uid,
            sequence=place.sequence,
        )
