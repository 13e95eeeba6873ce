"""What the messages say, in simple French: short sentences, the day in full, never an activity
that the title does not already name.

Everything goes through gettext: a centre that has another language re-read adds it to the
catalogue, no code changes.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from centre.ecriture import telephone
from centre.models import Message
from inscriptions.emails import demandes, series
from inscriptions.emails.morceaux import (
    Contenu,
    lieu_dit,
    lu,
    moment,
    plage_dite,
    premier_dit,
    rappel_dit,
    titre_dit,
)
from inscriptions.langues import heure_dite, jour_dit

# Alphabets that an SMS of 160 characters cannot hold (decision 46).
SANS_GSM7 = frozenset({"ar", "ru", "uk"})


def langue_ecrite(langue: str, canal: str) -> str:
    """Return the language a message is written in: hers when the catalogue has it, or French.

    Words to say on the telephone are for the team, in French; so is the SMS of an alphabet that
    would be cut to 70 characters.
    """
    if langue == "fr" or langue not in dict(settings.LANGUAGES):
        return "fr"
    if canal == Message.Canal.APPEL or (canal == Message.Canal.SMS and langue in SANS_GSM7):
        return "fr"
    temoin = "Votre rendez-vous change."
    with translation.override(langue):
        return "fr" if translation.gettext(temoin) == temoin else langue


def dire(graine: dict[str, Any]) -> Contenu:
    """Say a seed in a mail or on a card, in the active language."""
    contenu = _CONTENUS[graine["motif"]](graine, premier_dit(graine))
    contenu.phrases.insert(0, _("Bonjour %(prenom)s.") % {"prenom": graine["prenom"]})
    if graine["prochain"]:
        prochain = {"quand": moment(graine["prochain"])}
        contenu.fin.append(_("Prochain rendez-vous\u00a0: %(quand)s.") % prochain)
    appel = {"tel": telephone(graine["telephone"])}
    contenu.fin.append(_("Une question\u00a0? Appelez le %(tel)s.") % appel)
    return contenu


def _invitation(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    if graine["regle"]:
        return _serie(graine, evenement)
    return Contenu(
        sujet=f"{graine['titre']}\u00a0: {moment(evenement['debut'])}",
        phrases=[
            _("Vous avez un rendez-vous."),
            titre_dit(graine),
            f"{plage_dite(evenement)}.",
            lieu_dit(evenement),
        ],
    )


def _serie(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    debut, fin = lu(evenement["debut"]), lu(evenement["fin"])
    heures = {"debut": heure_dite(debut), "fin": heure_dite(fin)}
    return Contenu(
        sujet=_("%(titre)s\u00a0: vos rendez-vous") % {"titre": graine["titre"]},
        phrases=[
            _("Votre inscription est notée."),
            titre_dit(graine),
            _("Premier rendez-vous\u00a0: %(jour)s.") % {"jour": jour_dit(debut)},
            _("De %(debut)s à %(fin)s.") % heures,
            lieu_dit(evenement),
        ],
        intro_dates=_("Tous vos rendez-vous\u00a0:"),
        dates=[jour_dit(lu(date)) for date in graine.get("toutes", [])],
    )


def _renvoi(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    """Everything again: each date with its hours, the place where it is another."""
    return Contenu(
        sujet=_("%(titre)s\u00a0: vos rendez-vous") % {"titre": graine["titre"]},
        phrases=[
            _("Voici de nouveau vos rendez-vous."),
            titre_dit(graine),
            _("Prochain rendez-vous\u00a0: %(quand)s.") % {"quand": plage_dite(evenement)},
            lieu_dit(evenement),
        ],
        intro_dates=_("Tous vos rendez-vous\u00a0:"),
        dates=[_date_redite(e, evenement["lieu"]) for e in graine["a_venir"]],
    )


def _date_redite(evenement: dict[str, Any], lieu: str) -> str:
    if evenement["annule"]:
        quand = {"quand": moment(evenement["debut"])}
        return _("Annulé\u00a0: rendez-vous du %(quand)s") % quand
    ailleurs = "" if evenement["lieu"] == lieu else f". {lieu_dit(evenement)}"
    return f"{plage_dite(evenement)}{ailleurs}"


def _deplacement(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    avant = graine["avant"]
    jour = {"jour": jour_dit(lu(avant["debut"]))}
    return Contenu(
        sujet=_("Changement\u00a0: votre rendez-vous du %(jour)s") % jour,
        phrases=[
            _("Votre rendez-vous change."),
            titre_dit(graine),
            _("Avant\u00a0: %(quand)s.") % {"quand": plage_dite(avant)},
            _("Maintenant\u00a0: %(quand)s.") % {"quand": plage_dite(evenement)},
            lieu_dit(evenement),
        ],
    )


def _retour(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=f"{graine['titre']}\u00a0: {moment(evenement['debut'])}",
        phrases=[
            _("Finalement, votre rendez-vous est bien\u00a0:"),
            titre_dit(graine),
            f"{plage_dite(evenement)}.",
            lieu_dit(evenement),
        ],
    )


def _attente(
    graine: dict[str, Any], evenement: dict[str, Any], sujet: str, phrases: list[str]
) -> Contenu:
    """News of a date to who is on its waiting list: the rank holds, nothing else is promised."""
    lieu = lieu_dit(evenement)
    attend = _("Vous êtes sur la liste d’attente.")
    return Contenu(sujet=sujet, phrases=[attend, titre_dit(graine), *phrases, lieu])


def _attente_deplacement(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    avant = graine["avant"]
    return _attente(
        graine,
        evenement,
        _("Liste d’attente\u00a0: la date du %(jour)s change")
        % {"jour": jour_dit(lu(avant["debut"]))},
        [
            _("Avant\u00a0: %(quand)s.") % {"quand": plage_dite(avant)},
            _("Maintenant\u00a0: %(quand)s.") % {"quand": plage_dite(evenement)},
            _("Vous gardez votre rang. Attendez notre message pour venir."),
        ],
    )


def _attente_retour(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return _attente(
        graine,
        evenement,
        _("Liste d’attente\u00a0: %(quand)s") % {"quand": moment(evenement["debut"])},
        [
            _("Finalement, c’est bien\u00a0: %(quand)s.") % {"quand": plage_dite(evenement)},
            _("Vous gardez votre rang. Attendez notre message pour venir."),
        ],
    )


def _attente_annulation(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    quand = {"quand": moment(evenement["debut"])}
    return Contenu(
        sujet=_("Liste d’attente\u00a0: annulation du %(quand)s") % quand,
        phrases=[
            _("Vous étiez sur la liste d’attente."),
            titre_dit(graine),
            f"{plage_dite(evenement)}.",
            _("Le centre annule cette date. Vous n’attendez plus de place ce jour-là."),
        ],
    )


def _annulation(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return _disparition(graine, evenement, _("Le centre annule ce rendez-vous."))


def _absence_notee(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return _disparition(graine, evenement, _("C’est noté\u00a0: vous ne venez pas."))


def _retrait(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return _disparition(graine, evenement, _("Ce rendez-vous est retiré de votre planning."))


def _disparition(graine: dict[str, Any], evenement: dict[str, Any], phrase: str) -> Contenu:
    plusieurs = graine["evenements"] if len(graine["evenements"]) > 1 else []
    quand = moment(evenement["debut"])
    return Contenu(
        sujet=_("Annulé\u00a0: rendez-vous du %(quand)s") % {"quand": quand},
        phrases=[phrase, titre_dit(graine), *([] if plusieurs else [f"{plage_dite(evenement)}."])],
        intro_dates=_("Ces rendez-vous sont annulés\u00a0:") if plusieurs else "",
        dates=[plage_dite(e) for e in plusieurs],
    )


def _fin(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("%(titre)s\u00a0: fin de l’inscription") % {"titre": graine["titre"]},
        phrases=[
            _("Votre inscription s’arrête."),
            titre_dit(graine),
            _("Ces rendez-vous partent de votre agenda."),
        ],
    )


def _mot(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    """The team's own words, whole, with the date they are about."""
    quand = {"quand": moment(evenement["debut"])}
    return Contenu(
        sujet=_("Un mot pour votre rendez-vous\u00a0: %(quand)s") % quand,
        phrases=[*graine["mot"].splitlines(), _("Votre rendez-vous\u00a0: %(quand)s.") % quand],
    )


def _rappel(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=f"{graine['titre']}\u00a0: {moment(evenement['debut'])}",
        phrases=[rappel_dit(graine), titre_dit(graine), lieu_dit(evenement)],
    )


def _adresse(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("%(centre)s\u00a0: cette adresse ne sert plus") % {"centre": graine["centre"]},
        phrases=[
            _("Nous n’écrivons plus à cette adresse."),
            _("Vos rendez-vous continuent."),
        ],
    )


def _double(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    """Two files became one: an entry that stood twice leaves, her dates stay."""
    continuent = _("Vos rendez-vous continuent.")
    return Contenu(sujet=f"{graine['centre']}\u00a0: {continuent}", phrases=[continuent])


_CONTENUS = {
    "invitation": _invitation,
    "renvoi": _renvoi,
    "deplacement": _deplacement,
    "retour": _retour,
    "annulation": _annulation,
    "absence_notee": _absence_notee,
    "attente_deplacement": _attente_deplacement,
    "attente_retour": _attente_retour,
    "attente_annulation": _attente_annulation,
    "retrait": _retrait,
    "fin": _fin,
    "adresse": _adresse,
    "double": _double,
    "mot": _mot,
    "rappel": _rappel,
    **demandes.CONTENUS,
    **series.CONTENUS,
}
