"""Move or cancel a séance: a form, the sheet « Avant d’envoyer », the act, ten minutes to undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ateliers.models import Seance
from centre.ecriture import heure, jour_long, pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_en_message
from centre.temps import maintenant
from inscriptions.forms.seances import AnnulerForm, DeplacerForm
from inscriptions.operations import (
    Apercu,
    Changement,
    apercu_changement,
    changer_seances,
    defaire,
    peut_se_defaire,
    retablir,
)
from inscriptions.permissions import peut_changer_la_seance
from inscriptions.queries import historique
from inscriptions.views.seances import trouver_seance

Formulaire = DeplacerForm | AnnulerForm


def _changer(
    request: RequeteConnectee, seance: Seance, formulaire: Formulaire, cle: str, gabarit: str
) -> HttpResponse:
    """One page in three steps: fill, read what will leave, confirm. ``cle`` names the change.

    A form that the address already fills is read at once: the sheet is the first page.
    """
    etape = request.POST.get("etape", "" if request.method == "POST" else "apercu")
    contexte: dict[str, Any] = {"seance": seance, "form": formulaire, "geste": cle}
    if etape == "modifier" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    voulu: dict[str, Any] = {cle: [formulaire.voulu()]}
    try:
        if etape != "apercu":
            dire = etape == "prevenir"
            return _fait(request, changer_seances(**voulu, par=request.user, prevenir=dire), seance)
        apercu = apercu_changement(**voulu, par=request.user)
        contexte |= {"apercu": apercu, "voulu": voulu[cle][0], **_feuille(apercu, cle)}
    except Refus as refus:
        formulaire.add_error(None, str(refus))
        return render(request, gabarit, contexte)
    return render(request, "inscriptions/seance_apercu.html", contexte)


COMPTES = (
    ("sms", "sms", "SMS,SMS"),
    ("courriel", "courriel", "courriel,courriels"),
    ("appel", "tel", "appel,appels"),
    ("papier", "papier", "papier à remettre,papiers à remettre"),
)


def comptes_par_canal(apercu: Apercu) -> list[tuple[str, int, str, str]]:
    """Channel, count, pictogram and word of each number of the sheet."""
    return [
        (canal, apercu.comptes[canal], icone, mots.split(",")[apercu.comptes[canal] > 1])
        for canal, icone, mots in COMPTES
        if apercu.comptes[canal]
    ]


def _feuille(apercu: Apercu, cle: str) -> dict[str, Any]:
    """The counts by channel and the words of the button."""
    attend = apercu.part_le is not None and apercu.part_le > maintenant()
    verbe = "Déplacer" if cle == "deplacements" else "Annuler"
    return {"comptes": comptes_par_canal(apercu), "attend": attend, "verbe": verbe}


def _fait(request: RequeteConnectee, changement: Changement, seance: Seance) -> HttpResponse:
    verbe = "déplacée" if changement.deplacements else "annulée"
    nombre = len({e.personne_id for e in changement.envois})
    prevenues = pluriel(nombre, "personne est prévenue,personnes sont prévenues")
    texte = f"La séance est {verbe}."
    if nombre:
        partants = [e.message.a_partir_de for e in changement.envois]
        texte += f" {prevenues[:1].upper()}{prevenues[1:]} à partir de {heure(min(partants))}."
    messages.success(request, texte)
    return redirect("inscriptions:seance-detail", seance.pk)


@avec_formulaire
def seance_deplacer(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    formulaire = DeplacerForm(request.POST or None, seance=seance, propose=request.GET.dict())
    gabarit = "inscriptions/seance_deplacer.html"
    return _changer(request, seance, formulaire, "deplacements", gabarit)


@avec_formulaire
def seance_annuler(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    formulaire = AnnulerForm(request.POST or _de_l_adresse(request, seance), seance=seance)
    gabarit = "inscriptions/seance_annuler.html"
    return _changer(request, seance, formulaire, "annulations", gabarit)


def _de_l_adresse(request: RequeteConnectee, seance: Seance) -> dict[str, Any] | None:
    """« Annuler aujourd’hui » : the reason comes with the link, the sheet opens at once."""
    motif = request.GET.get("motif", "")
    if request.method == "POST" or motif not in Seance.Motif.values:
        return None
    return {"motif": motif, "version": seance.version}


@require_POST
def seance_defaire(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_changer_la_seance(request.user, seance))
    with refus_en_message(request):
        _defaire(request, seance)
        seance.refresh_from_db()
        quand = f"{jour_long(seance.debut)}, {heure(seance.debut)}"
        messages.success(request, f"C’est défait\u00a0: la séance est le {quand}.")
    return redirect("inscriptions:seance-detail", pk)


def _defaire(request: RequeteConnectee, seance: Seance) -> None:
    if request.POST.get("version", "") not in ("", str(seance.version)):
        raise Refus("C’est déjà fait, ou la séance a changé depuis. Relisez-la.", code="version")
    if seance.est_annulee:
        retablir(seance, par=request.user)
        return
    moves = historique(seance)
    if not moves or not peut_se_defaire(moves[0], quand=maintenant()):
        raise Refus("Il n’y a rien à défaire, ou les dix minutes sont passées.", code="trop_tard")
    defaire(moves[0], par=request.user)
