"""Composing a report for its readers, freezing it, and writing the words around it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from bilans.documents import Document, activite, depuis_donnees, empreinte, prescripteurs, secret
from bilans.documents.ecarts import Ecart, ecarts
from bilans.figures import Perimetre, Periode
from bilans.figures.lecture import une_lecture
from bilans.models import Audience, Rapport, TexteRapport
from centre.erreurs import Refus
from centre.models import Centre
from centre.temps import aujourdhui, maintenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from centre.models import Utilisateur
    from parcours.models import Dispositif

# How many times a report is read again before somebody is told to wait.
LECTURES = 5
COMPOSITEURS = {
    Rapport.Genre.ACTIVITE: activite.composer,
    Rapport.Genre.PRESCRIPTEURS: prescripteurs.composer,
}


def composer(genre: str, perimetre: Perimetre, periode: Periode, audience: str) -> Document:
    """The report as it may be read by that audience, now."""
    externe = audience == Audience.EXTERNE
    with une_lecture():
        document = COMPOSITEURS[Rapport.Genre(genre)](perimetre, periode, externe=externe)
    if not externe:
        return document
    return secret.pour_les_partenaires(document, _remis(perimetre.centre, document))


def _remis(centre: Centre, document: Document) -> list[Document]:
    """Reports already given out; another version of this very one is replaced, not compared."""
    rapports = Rapport.objects.filter(centre=centre, audience=Audience.EXTERNE).order_by("pk")
    lus = [depuis_donnees(contenu) for contenu in rapports.values_list("contenu", flat=True)]
    ici = (document.genre, document.du, document.au, document.action)
    return [lu for lu in lus if (lu.genre, lu.du, lu.au, lu.action) != ici]


@transaction.atomic
def valider(
    genre: str, perimetre: Perimetre, periode: Periode, audience: str, *, par: Utilisateur
) -> Rapport:
    """Freeze the report with its hash; one validated twice without any change is a Refus.

    The centre is locked, so that two reports given out at once see each other.
    """
    centre = Centre.objects.select_for_update(of=("self",)).get(pk=perimetre.centre.pk)
    if periode.du > aujourdhui():
        raise Refus("Cette période n’a pas encore commencé.", code="avenir")
    contenu = _sans_melange(lambda: composer(genre, perimetre, periode, audience).en_donnees())
    dernier = Rapport.objects.filter(
        centre=centre, dispositif=perimetre.dispositif, genre=genre, audience=audience,
        du=periode.du, au=periode.au,
    ).first()  # fmt: skip
    if dernier and {**dernier.contenu, "compte_le": ""} == {**contenu, "compte_le": ""}:
        raise Refus("Ce rapport est déjà validé, rien n’a changé depuis.", code="deja")
    return Rapport.objects.create(
        centre=centre, dispositif=perimetre.dispositif, genre=genre, audience=audience,
        du=periode.du, au=periode.au, contenu=contenu, empreinte=empreinte(contenu),
        valide_par=par,
    )  # fmt: skip


def _sans_melange(lire: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is read twice alike: a change saved between two queries is in it whole, or not at all.

    A snapshot of the transaction would be older than the lock, and blind to the report that the
    lock waited for. SQLite has one writer at a time, and it is this one.
    """
    lu = lire()
    if connection.vendor == "sqlite":
        return lu
    for _ in range(LECTURES):
        avant, lu = lu, lire()
        if lu == avant:
            return lu
    raise Refus("Des présences changent en ce moment. Réessayez.", code="change")


def corrections(rapport: Rapport) -> list[Ecart]:
    """What is counted otherwise now, at the hour of the validation: later entries, not later days.

    A report for partners is compared with what partners would be shown.
    """
    perimetre = Perimetre(rapport.centre, rapport.dispositif, quand=rapport.valide_le)
    periode = Periode(rapport.du, rapport.au)
    fige = depuis_donnees(rapport.contenu)
    present = COMPOSITEURS[Rapport.Genre(rapport.genre)](
        perimetre, periode, externe=rapport.audience == Audience.EXTERNE
    )
    if rapport.audience == Audience.EXTERNE:
        present = secret.pour_les_partenaires(present)
    return ecarts(replace(fige, compte_le=""), replace(present, compte_le=""))


def est_intact(rapport: Rapport) -> bool:
    return empreinte(rapport.contenu) == rapport.empreinte


@transaction.atomic
def ecrire_les_textes(
    centre: Centre,
    dispositif: Dispositif | None,
    annee: int,
    textes: dict[tuple[str, str], str],
    *,
    par: Utilisateur,
) -> int:
    """Write each (heading, public) that differs; an emptied text is deleted. Return how many."""
    Centre.objects.select_for_update(of=("self",)).get(pk=centre.pk)
    lignes = TexteRapport.objects.filter(centre=centre, dispositif=dispositif, annee=annee)
    connus = {(t.rubrique, t.public): t for t in lignes}
    changes = 0
    for (rubrique, public), texte in textes.items():
        ligne = connus.get((rubrique, public))
        if texte == (ligne.texte if ligne else ""):
            continue
        changes += 1
        if ligne and not texte:
            ligne.delete()
            continue
        ligne = ligne or TexteRapport(
            centre=centre, dispositif=dispositif, annee=annee, rubrique=rubrique, public=public
        )
        ligne.texte, ligne.ecrit_le, ligne.ecrit_par = texte, maintenant(), par
        ligne.save()
    return changes
