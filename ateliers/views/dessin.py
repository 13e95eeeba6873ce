"""The HTML of one block, joined here: sixty includes would cost half of the page's time."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from centre.ecriture import jour_long
from centre.templatetags.centre_tags import icone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ateliers.queries.annonces import Annonce
    from ateliers.views.grille import Bloc, Creneau, Mention
    from ateliers.views.jours import Jour


ANNONCES_VISIBLES = 2


def dessiner(bloc: Bloc) -> SafeString:
    """One ``<li>`` of the grid or of a phone's agenda; every text is escaped."""
    balise = f'a class="seance__lien" href="{escape(bloc.url)}"' if bloc.url else _SANS_LIEN
    morceaux = [
        f'<li class="{bloc.classes}"{_glisse(bloc)}><{balise}>',
        f'<span class="seance__titre"><span>{icone(bloc.icone)} {escape(bloc.titre)}</span></span>',
        f'<span class="seance__heures"><span>{bloc.de}</span> <i>–</i> '
        f"<span>{bloc.a}</span></span>",
    ]
    if bloc.lieu:
        morceaux.append(f'<span class="seance__lieu"><span>{escape(bloc.lieu)}</span></span>')
    if bloc.precision:
        morceaux.append(f'<span class="masque-visuel">{escape(bloc.precision)}</span>')
    if bloc.mentions:
        pied = "".join(_mention(mention) for mention in bloc.mentions)
        morceaux.append(f'<span class="seance__pied">{pied}</span>')
    morceaux.append("</a>" if bloc.url else "</div>")
    if bloc.creneaux:
        cases = "".join(_creneau(creneau) for creneau in bloc.creneaux)
        morceaux.append(f'<ul class="creneaux" aria-label="Créneaux">{cases}</ul>')
    if bloc.adresse_annuler:
        morceaux.append(
            f'<a class="seance__annuler sur-telephone" href="{escape(bloc.adresse_annuler)}">'
            f'{icone("non")} Annuler aujourd’hui<span class="masque-visuel">\u00a0: '
            f"{escape(bloc.titre)}</span></a>"
        )
    morceaux.append("</li>")
    return SafeString("".join(morceaux))


def dessiner_la_puce(bloc: Bloc) -> SafeString:
    """The same block as one line of a cell: hours, title, what happens to it."""
    etat = f" puce--{bloc.etat}" if bloc.etat else ""
    dit = bloc.lieu if bloc.etat in ("pause", "partie") else ""
    suite = f' <span class="puce__suite">{escape(dit)}</span>' if dit else ""
    texte = f"<b>{bloc.de} – {bloc.a}</b> {escape(bloc.titre)}{suite}"
    classes = f"puce th-{bloc.theme}{etat}"
    if bloc.url:
        return SafeString(f'<a class="{classes}" href="{escape(bloc.url)}">{texte}</a>')
    return SafeString(f'<span class="{classes}">{texte}</span>')


def dessiner_le_jour(jour: Jour) -> SafeString:
    """A column of the week, a day of a phone's agenda: its name, its lane, its blocks."""
    nom = f'<a href="{escape(jour.url_jour)}">{jour.nom} <b>{jour.numero}</b></a>'
    if jour.est_aujourdhui:
        nom += ' <span class="jour__auj">Aujourd’hui</span>'
    rien = "" if jour.blocs else _RIEN
    noeuds = (
        f'<li class="{n.classes}"><a href="#{n.ancre}" aria-label="{escape(n.titre)}">'
        f"{icone('croise')}</a></li>"
        for n in jour.noeuds
    )
    return SafeString(
        f'<section class="{jour.classes}" aria-labelledby="j-{jour.cle}">'
        f'<h2 class="jour__nom" id="j-{jour.cle}">{nom}</h2>'
        f'<div class="jour__annonces">{jour.html_annonces}</div>{rien}'
        f'<ol class="jour__grille" data-jour="{jour.iso}">'
        f"{_les_blocs(jour)}{''.join(noeuds)}</ol></section>"
    )


def dessiner_dans_la_bande(jour: Jour) -> SafeString:
    """The same day in the strip of a phone: three letters, its number, a dot for each séance."""
    choisi = ' aria-current="date"' if jour.est_choisi else ""
    return SafeString(
        f'<a href="{escape(jour.url)}"{choisi}><span aria-hidden="true">{jour.nom[:3]}</span>'
        f'<b aria-hidden="true">{jour.numero}</b>'
        f'<span class="masque-visuel">{jour_long(jour.date)}</span>'
        f'<span class="points" aria-hidden="true">{jour.points}</span></a>'
    )


_RIEN = '<p class="jour__rien sur-telephone">Rien de prévu ce jour-là.</p>'


def _les_blocs(jour: Jour) -> str:
    """The now-line stands after those already begun: a phone draws it inside the list."""
    passes = [b for b in jour.blocs if jour.quand and b.debut <= jour.quand]
    suivants = [b for b in jour.blocs if not jour.quand or b.debut > jour.quand]
    ligne = ""
    if jour.maintenant:
        classes, heure = jour.maintenant
        ligne = (
            f'<li class="maintenant {classes}"><span><span class="masque-visuel">'
            f"Maintenant\u00a0: </span>{heure}</span></li>"
        )
    return "".join([*map(dessiner, passes), ligne, *map(dessiner, suivants)])


def dessiner_les_annonces(annonces: Sequence[Annonce], cle: str) -> SafeString:
    """The lane above a day; each line has an anchor, for the knots of the grid.

    Beyond three, the first two stay and the others fold: the grid keeps its place.
    """
    lignes = [_annonce(annonce, f"annonce-{cle}-{n}") for n, annonce in enumerate(annonces, 1)]
    if len(lignes) <= ANNONCES_VISIBLES + 1:
        return SafeString("".join(lignes))
    suite = "".join(lignes[ANNONCES_VISIBLES:])
    nombre = len(lignes) - ANNONCES_VISIBLES
    return SafeString(
        "".join(lignes[:ANNONCES_VISIBLES])
        + f'<details class="annonces-suite"><summary>et {nombre} autres</summary>{suite}</details>'
    )


def _annonce(annonce: Annonce, ancre: str) -> str:
    genre = f" annonce--{annonce.genre}" if annonce.genre else ""
    texte = escape(annonce.texte)
    if annonce.url:
        texte = f'<a href="{escape(annonce.url)}">{texte}</a>'
    if annonce.texte:
        texte = f" {texte}" if annonce.genre else f"\u00a0: {texte}"
    return (
        f'<p class="annonce{genre}" id="{ancre}">{icone(annonce.icone)}'
        f"<span><b>{escape(annonce.titre)}</b>{texte}</span></p>"
    )


_SANS_LIEN = 'div class="seance__lien"'


def _glisse(bloc: Bloc) -> str:
    """What the drag needs: where to ask, the version that was read, the place."""
    if not bloc.adresse_deplacer:
        return ""
    return (
        f' data-deplacer="{bloc.adresse_deplacer}" data-version="{bloc.version}"'
        f' data-lieu="{bloc.lieu_pk}"'
    )


def _mention(mention: Mention) -> str:
    dessin = icone(mention.icone) if mention.icone else ""
    texte = escape(mention.texte)
    if mention.genre:
        return f'<span class="etiquette etiquette--{mention.genre}">{dessin}{texte}</span>'
    return f"<span>{dessin} {texte}</span>" if dessin else f"<span>{texte}</span>"


def _creneau(creneau: Creneau) -> str:
    pris = " creneau--pris" if creneau.est_pris else ""
    return f'<li class="creneau{pris}">{escape(creneau.texte)}</li>'
