"""A file from its arrival to its confirmation, applied once, taken back for seven days."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bilans.imports.colonnes import mot_cle
from bilans.imports.correspondance import A_CORRIGER, proposer, retenir, verifier
from bilans.imports.fichiers import Tableau, lire
from bilans.imports.genres import Genre, Verdict, phrases
from bilans.imports.lecture import nettoyer
from bilans.imports.registre import GENRES
from bilans.models import Import, LigneImport, ObjetImporte
from bilans.operations.retraits import empreintes
from centre.erreurs import Refus
from centre.models import Centre
from centre.temps import maintenant
from centre.textes import CONTROLES_LIGNE

if TYPE_CHECKING:
    from django.db import models

    from centre.models import Utilisateur

# Rows read in one request: about two seconds, so that a long file shows how far it is.
TRANCHE = 1500
PAR_ENVOI = 500
PAS_ENCORE_LU = "Ce fichier n’est pas encore lu en entier."
Etat, EtatLigne = Import.Etat, LigneImport.Etat


def deposer_import(
    *, centre: Centre, par: Utilisateur, genre: str, nom: str, contenu: bytes
) -> Import:
    """Keep a file that can be read, bound to who sent it; raises Refus with what to do.

    Headings that say everything need no question: it is then to read.
    """
    tableau = lire(nom, contenu)
    colonnes, tout_est_dit = proposer(GENRES[genre], centre, tableau.entetes)
    return Import.objects.create(
        centre=centre,
        utilisateur=par,
        genre=genre,
        nom_fichier=CONTROLES_LIGNE.sub("", PurePath(nom).name)[-150:] or "fichier",
        contenu=contenu,
        empreinte=hashlib.sha256(contenu).hexdigest(),
        colonnes=colonnes,
        lignes_en_tout=len(tableau.lignes),
        etat=Etat.LECTURE if tout_est_dit else Etat.COLONNES,
    )


def tableau_de(importe: Import) -> Tableau:
    return lire(importe.nom_fichier, bytes(importe.contenu))


def lignes_fausses(importe: Import) -> tuple[list[str], list[list[str]]]:
    """Headings and wrong rows of the file, whatever of it is read, and on the right what to mend.

    What an earlier file of this kind said there is replaced.
    """
    tableau = tableau_de(importe)
    fausses = importe.lignes.filter(etat=EtatLigne.ERREUR)
    phrases_des_lignes = dict(fausses.values_list("numero", "message"))
    gardes = [r for r, mot in enumerate(tableau.entetes) if mot_cle(mot) != mot_cle(A_CORRIGER)]
    lignes = []
    for numero, cases in tableau.lignes:
        if numero in phrases_des_lignes:
            cellules = [cases[rang] if rang < len(cases) else "" for rang in gardes]
            lignes.append([*cellules, phrases_des_lignes[numero]])
    return [*(tableau.entetes[rang] for rang in gardes), A_CORRIGER], lignes


def _relire(importe: Import, *, verrou: bool = False) -> Import:
    """Read the import again; Refus (code deja) when it was applied or left."""
    lignes = Import.objects.select_for_update(of=("self",)) if verrou else Import.objects.all()
    garde = lignes.get(pk=importe.pk)
    if garde.etat not in Import.EN_COURS:
        raise Refus("Ce fichier a déjà été traité.", code="deja")
    return garde


def _reprendre_la_main(vu: Import) -> Import | None:
    """Lock what was looked at without a lock; None when it has moved on since."""
    garde = _relire(vu, verrou=True)
    avant, ici = ((i.etat, i.lignes_lues, i.colonnes) for i in (vu, garde))
    return garde if avant == ici else None


def choisir_colonnes(importe: Import, colonnes: Sequence[str]) -> Import:
    """Say which column each heading feeds: remembered, and the file is read from the top."""
    genre = GENRES[importe.genre]
    verifier(genre, colonnes)
    entetes = tableau_de(_relire(importe)).entetes
    with transaction.atomic():
        garde = _relire(importe, verrou=True)
        retenir(genre, garde.centre, entetes, colonnes)
        garde.lignes.all().delete()
        garde.colonnes, garde.lignes_lues, garde.etat = list(colonnes), 0, Etat.LECTURE
        garde.save(update_fields=["colonnes", "lignes_lues", "etat"])
    return garde


def _cellules(garde: Import, cellules: Sequence[str]) -> dict[str, str]:
    paires = zip(garde.colonnes, [*cellules, *[""] * len(garde.colonnes)], strict=False)
    return GENRES[garde.genre].completer({nom: texte for nom, texte in paires if nom})


def lire_la_suite(importe: Import) -> Import:
    """Read the next rows and keep what each would do; nothing else is written.

    They are looked at without a lock, so that a long file makes nobody wait; what another request
    read meanwhile stays. A stop in the middle loses at most one slice, which is read again.
    """
    vu = _relire(importe)
    if vu.etat != Etat.LECTURE:
        return vu
    lignes = tableau_de(vu).lignes[vu.lignes_lues : vu.lignes_lues + TRANCHE]
    genre = GENRES[vu.genre](vu.centre, vu.utilisateur)
    _reprendre(vu, genre)
    cellules = [_cellules(vu, cases) for _, cases in lignes]
    verdicts = _examiner(genre, cellules, nettoyer(genre.colonnes, cellules))
    lues = [
        LigneImport(
            importe=vu,
            numero=numero,
            etat=verdict.etat,
            nom=verdict.nom[:200],
            message=verdict.message[:1000],
            lien=verdict.lien,
            cellules=cases,
            memoire=verdict.memoire,
        )
        for (numero, _), cases, verdict in zip(lignes, cellules, verdicts, strict=True)
    ]
    with transaction.atomic():
        garde = _reprendre_la_main(vu)
        if garde:
            _ranger(garde, lues)
    return garde or _relire(vu)


def _ranger(garde: Import, lues: Sequence[LigneImport]) -> None:
    LigneImport.objects.bulk_create(lues, batch_size=PAR_ENVOI)
    garde.lignes_lues += len(lues)
    if garde.lignes_lues >= garde.lignes_en_tout:
        garde.etat = Etat.APERCU
    garde.save(update_fields=["lignes_lues", "etat"])


def _reprendre(garde: Import, genre: Genre) -> None:
    """Rows accepted by the slices before count as known for this one."""
    deja = garde.lignes.filter(etat=EtatLigne.AJOUTEE).values_list("memoire", flat=True)
    for memoire in deja.iterator(chunk_size=2000):
        genre.se_rappeler(memoire)


def _examiner(
    genre: Genre,
    lignes: Sequence[dict[str, str]],
    nettes: Sequence[dict[str, Any] | ValidationError],
    choisies: Collection[int] = (),
    *,
    sont_relues: bool = False,
) -> list[Verdict]:
    """One verdict per row, in order; ``nettes`` are its values or what is wrong with them, and
    ``choisies`` are ranks of lookalikes to add anyway."""
    verdicts = []
    for rang, (cases, valeurs) in enumerate(zip(lignes, nettes, strict=True)):
        nom = genre.nommer(cases)
        try:
            if isinstance(valeurs, ValidationError):
                raise valeurs
            verdicts.append(
                genre.examiner(valeurs, choisie=rang in choisies, est_relue=sont_relues)
            )
        except ValidationError as erreur:
            texte = phrases(erreur, genre.colonnes)
            verdicts.append(Verdict(EtatLigne.ERREUR, nom, texte))
        except Refus as refus:
            verdicts.append(Verdict(EtatLigne.ERREUR, nom, str(refus)))
    return verdicts


def appliquer_import(importe: Import, *, choisies: Collection[int] = ()) -> int:
    """Write what the file adds, all of it or nothing, and forget its content; return how many rows.

    ``choisies`` are numbers of rows that resemble somebody and are added anyway. The rows are
    looked at again before the lock, and once more under it when the centre has learnt something
    meanwhile. A second click is a Refus.
    """
    vu = _relire(importe)
    if vu.etat != Etat.APERCU:
        raise Refus(PAS_ENCORE_LU, code="lecture")
    lignes = vu.lignes.filter(etat__in=(EtatLigne.AJOUTEE, EtatLigne.A_CHOISIR))
    retenues = [x for x in lignes if x.etat == EtatLigne.AJOUTEE or x.numero in choisies]
    rangs = {rang for rang, ligne in enumerate(retenues) if ligne.numero in choisies}
    cellules = [ligne.cellules for ligne in retenues]
    nettes = nettoyer(GENRES[vu.genre].colonnes, cellules)

    def examiner(genre: Genre) -> list[Verdict]:
        return _examiner(genre, cellules, nettes, rangs, sont_relues=True)

    genre = GENRES[vu.genre](vu.centre, vu.utilisateur)
    su = genre.sait()
    verdicts = [] if su is None else examiner(genre)
    with transaction.atomic():
        garde = _reprendre_la_main(vu)
        if not garde:
            raise Refus(PAS_ENCORE_LU, code="lecture")
        # One import of a centre writes at a time; rows that only point at the centre do not wait.
        Centre.objects.select_for_update(no_key=True).get(pk=garde.centre_id)
        genre = GENRES[garde.genre](garde.centre, garde.utilisateur)
        if su is None or genre.sait() != su:
            verdicts = examiner(genre)
        gardes = [v.element for v in verdicts if v.etat == EtatLigne.AJOUTEE]
        _noter_les_objets(garde, genre.ecrire(gardes))
        _clore(garde, Etat.APPLIQUE, len(gardes))
    return len(gardes)


def _noter_les_objets(garde: Import, objets: Sequence[models.Model]) -> None:
    par_modele: dict[type[models.Model], list[int]] = {}
    for objet in objets:
        par_modele.setdefault(type(objet), []).append(objet.pk)
    traces = {modele: empreintes(modele, cles) for modele, cles in par_modele.items()}
    ObjetImporte.objects.bulk_create(
        [
            ObjetImporte(
                importe=garde,
                modele=o._meta.label_lower,
                cle=o.pk,
                empreinte=traces[type(o)].get(o.pk, ""),
            )
            for o in objets
        ],
        batch_size=PAR_ENVOI,
    )


@transaction.atomic
def abandonner_import(importe: Import) -> None:
    garde = Import.objects.select_for_update(of=("self",)).get(pk=importe.pk)
    if garde.etat in Import.EN_COURS:
        _clore(garde, Etat.ABANDONNE, 0)


def _clore(garde: Import, etat: Any, ajoutees: int) -> None:
    """The names in the file are not kept once it has served."""
    garde.lignes.all().delete()
    garde.etat, garde.ajoutees, garde.contenu = etat, ajoutees, b""
    garde.applique_le = maintenant() if etat == Etat.APPLIQUE else None
    garde.save(update_fields=["etat", "ajoutees", "contenu", "applique_le"])
