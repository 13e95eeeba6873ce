"""A stranger asks for a place: received, proved by a code or handed to the telephone (decision 55).

Whatever a visitor writes, she is answered in the same words: nothing here tells whether somebody
is known to the centre or enrolled. Files are compared by the team only.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.crypto import salted_hmac

from centre.erreurs import Refus
from centre.limites import compter
from centre.messagerie import deposer
from centre.models import Message
from centre.temps import maintenant
from inscriptions.emails.codes import code_de
from inscriptions.emails.textes import langue_ecrite
from inscriptions.models import DemandePublique
from inscriptions.operations.verrou import ecriture

if TYPE_CHECKING:
    from ateliers.models import Atelier, Serie

MODELE = "inscriptions.demande_publique"
CODE_DUREE = dt.timedelta(minutes=30)
ESSAIS = 5
CODES_PAR_DEMANDE = 3
JOURNEE = dt.timedelta(days=1)
# One number or address gets few codes a day, whoever writes it: nobody is flooded through us.
CODES_PAR_ADRESSE = 3
# Past it a flood costs no more SMS: the requests still arrive, the telephone answers.
CODES_PAR_CENTRE = 100

Etat = DemandePublique.Etat


@dataclass(frozen=True)
class DemandeVoulue:
    """What the visitor wrote; ``accord`` is the sentence she read, in her language."""

    prenom: str
    nom: str
    telephone: str
    courriel: str
    canal: str
    langue: str
    accord: str
    accord_version: int
    serie: Serie | None = None

    def empreinte(self, page: str) -> str:
        """Name one page with one content: a double click is one request, a correction another."""
        ecrit = "\x1f".join(
            (page, self.prenom, self.nom, self.telephone, self.courriel, self.canal)
        )
        return salted_hmac("inscriptions.demande", ecrit, algorithm="sha256").hexdigest()


def recevoir_demande(
    atelier: Atelier, voulue: DemandeVoulue, *, page: str, quand: dt.datetime | None = None
) -> DemandePublique:
    """Write a request and send its code, or hand it to the telephone; the same page twice is one.

    Refuses with the codes ``fermee`` (the line no longer takes requests) and ``serie``.
    """
    quand = quand or maintenant()
    with ecriture():
        lu = type(atelier).objects.demandables().filter(pk=atelier.pk).first()
        if lu is None:
            raise Refus("Les demandes sont finies pour cet atelier.", code="fermee")
        if voulue.serie is not None and voulue.serie.atelier_id != lu.pk:
            raise Refus("Choisissez un jour de la liste.", code="serie")
        par_appel = voulue.canal == DemandePublique.Canal.APPEL
        demande, neuve = DemandePublique.objects.get_or_create(
            cle=voulue.empreinte(page),
            defaults={
                "centre_id": lu.centre_id,
                "atelier": lu,
                "serie": voulue.serie,
                "prenom": voulue.prenom,
                "nom": voulue.nom,
                "telephone": voulue.telephone,
                "courriel": voulue.courriel,
                "canal": voulue.canal,
                "langue": voulue.langue,
                "accord": voulue.accord,
                "accord_version": voulue.accord_version,
                "etat": Etat.A_APPELER if par_appel else Etat.A_CONFIRMER,
                "recue_le": quand,
            },
        )
        if neuve and not par_appel:
            _envoyer_un_code(demande, quand)
        return demande


def _envoyer_un_code(demande: DemandePublique, quand: dt.datetime) -> None:
    """Draw a new code and send it; past a limit, or where writing is a danger, none leaves and
    the page says the same."""
    demande.sel, demande.essais = secrets.token_hex(16), 0
    demande.code_jusqua = quand + CODE_DUREE
    demande.envois_du_code += 1
    demande.save(update_fields=["sel", "essais", "code_jusqua", "envois_du_code"])
    if _trop_de_codes(demande, quand) or est_en_danger(demande):
        return
    ecrire(demande, quoi="code", rang=demande.envois_du_code, quand=quand)


def adresse_de(demande: DemandePublique) -> str:
    par_sms = demande.canal == DemandePublique.Canal.SMS
    return str(demande.telephone) if par_sms else demande.courriel


def ecrire(demande: DemandePublique, *, quoi: str, rang: int, quand: dt.datetime) -> None:
    """Deposit one message to the address of a request; it is useless once the code is dead."""
    centre = demande.centre
    deposer(
        centre=centre,
        canal=demande.canal,
        langue=langue_ecrite(demande.langue, demande.canal),
        destinataire=adresse_de(demande),
        modele=MODELE,
        graine={
            "quoi": quoi,
            "demande": demande.pk,
            "sel": demande.sel,
            "telephone": str(centre.telephone),
            "centre": centre.nom_court,
            "centre_nom": centre.nom,
        },
        cle=f"demande:{demande.pk}:{quoi}:{rang}",
        a_partir_de=quand,
        perime_le=quand + (CODE_DUREE if quoi == "code" else JOURNEE),
        dtstamp=quand,
        est_sensible=True,
    )


def _trop_de_codes(demande: DemandePublique, quand: dt.datetime) -> bool:
    """Count one more code for this address and this centre; the cache holds no clear address."""
    adresse = salted_hmac("inscriptions.adresse", adresse_de(demande).lower()).hexdigest()
    par_adresse, _ = compter(f"code:{adresse}", duree=JOURNEE, quand=quand)
    par_centre, _ = compter(f"codes:{demande.centre_id}", duree=JOURNEE, quand=quand)
    return par_adresse > CODES_PAR_ADRESSE or par_centre > CODES_PAR_CENTRE


def est_en_danger(demande: DemandePublique) -> bool:
    """Whether this number or address is of somebody to whom nobody ever writes."""
    return DemandePublique.objects.avec_danger().get(pk=demande.pk).est_en_danger


def _relire(reference: UUID) -> DemandePublique:
    demandes = DemandePublique.objects.select_for_update(of=("self",)).select_related("centre")
    return demandes.get(reference=reference)


def confirmer_demande(
    reference: UUID, code: str, *, quand: dt.datetime | None = None
) -> DemandePublique:
    """Prove a request by its code; a proved one stays so whatever is typed again.

    Refuses with the codes ``code`` (wrong) and ``trop`` (five tries, or half an hour is over): in
    both cases the try is counted. The sentences never say which figure was wrong.
    """
    quand = quand or maintenant()
    with ecriture():
        demande = _relire(reference)
        if demande.etat != Etat.A_CONFIRMER:
            return demande
        vaut = demande.code_vaut(quand) and demande.essais < ESSAIS
        juste = vaut and hmac.compare_digest(code.encode(), code_de(demande.sel).encode())
        demande.essais = min(demande.essais + 1, ESSAIS)
        if juste:
            demande.etat, demande.confirmee_le = Etat.CONFIRMEE, quand
            demande.sel, demande.code_jusqua = "", None
        demande.save(update_fields=["essais", "etat", "confirmee_le", "sel", "code_jusqua"])
    if juste:
        return demande
    if not vaut or demande.essais >= ESSAIS:
        raise Refus("Ce code ne marche plus.", code="trop")
    raise Refus("Ce n’est pas le bon code.", code="code")


def renvoyer_le_code(reference: UUID, *, quand: dt.datetime | None = None) -> None:
    """Send another code, three in all; past it nothing happens and nothing is told."""
    quand = quand or maintenant()
    with ecriture():
        demande = _relire(reference)
        if demande.etat == Etat.A_CONFIRMER and demande.envois_du_code < CODES_PAR_DEMANDE:
            _envoyer_un_code(demande, quand)


def demander_un_appel(reference: UUID) -> None:
    """No code came: the centre calls. Refuses with ``telephone`` when no number was written."""
    with ecriture():
        demande = _relire(reference)
        if demande.etat != Etat.A_CONFIRMER:
            return
        if not demande.telephone:
            raise Refus("Il n’y a pas de numéro. Appelez-nous.", code="telephone")
        demande.etat, demande.sel, demande.code_jusqua = Etat.A_APPELER, "", None
        demande.save(update_fields=["etat", "sel", "code_jusqua"])


def codes_non_partis(demandes: list[int]) -> list[int]:
    """Which of these requests wait for a code that could not leave."""
    echecs = Message.objects.filter(modele=MODELE, etat=Message.Etat.ECHEC)
    return [pk for pk in echecs.values_list("graine__demande", flat=True) if pk in demandes]
