"""The rows of what ``suivis`` tells: fiches, calls, parcours, référents, interviews, consents."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from bilans.demonstration import textes
from bilans.demonstration.monde import Monde
from bilans.demonstration.personnes import ORIENTEES
from bilans.demonstration.suivis import DIFFICULTES, Suivi, jour_ouvre
from centre.models import Utilisateur
from centre.temps import instant, lundi_de
from parcours.models import (
    Consentement,
    Entretien,
    Frein,
    Orientation,
    Parcours,
    Personne,
    ReferentParcours,
    TentativeContact,
)
from parcours.models.dispositifs import Transmission
from parcours.textes_accords import texte_d_accord

Etat, Mode = Orientation.Etat, Orientation.Mode
Issue = TentativeContact.Issue
# hours at which no atelier needs the référente, from Monday to Friday
CRENEAUX = (
    (dt.time(9, 30), dt.time(11)),
    (dt.time(11, 15),),
    (dt.time(8, 15),),
    (dt.time(11, 15),),
    (dt.time(16, 15),),
)
MODES = [Mode.FICHE_LIAISON] * 6 + [Mode.TELEPHONE, Mode.COURRIEL, Mode.CONTACTE_CENTRE]


def enregistrer(monde: Monde, suivis: list[Suivi]) -> None:
    _orientations(monde, suivis)
    _fiches_en_plus(monde, suivis)
    _appels(monde, suivis)
    _parcours(monde, suivis)
    _referents(monde, suivis)
    _freins(monde, suivis)
    _entretiens(monde, suivis)
    _premiers_entretiens_a_venir(monde, suivis)
    _consentements(monde, suivis)


def _orientation(monde: Monde, suivi: Suivi, hasard: random.Random) -> Orientation:
    spontanee = not suivi.prescripteur
    prescripteur = None if spontanee else monde.pros[suivi.prescripteur]
    difficultes = [DIFFICULTES[theme] for theme in suivi.profil.freins]
    return Orientation(
        centre=monde.centre,
        personne=suivi.profil.personne,
        dispositif=monde.dispositif,
        prescripteur=prescripteur,
        recue_le=suivi.recue_le,
        mode=Mode.SPONTANEE if spontanee else hasard.choice(MODES),
        etat=suivi.etat,
        close_le=_close_le(monde, suivi.recue_le) if suivi.etat in Orientation.CLOSES else None,
        difficultes=difficultes,
        precisions="" if spontanee else hasard.choice(textes.PRECISIONS),
        accord_personne_le=suivi.recue_le,
        transmission_souhaitee=suivi.transmission,
        creee_le=instant(suivi.recue_le, dt.time(hasard.randint(9, 16), hasard.randint(0, 59))),
        creee_par=prescripteur.utilisateur if prescripteur else monde.comptes["coordination"],
    )


def _close_le(monde: Monde, recue_le: dt.date) -> dt.date:
    """Closed without entry some three weeks after it came, never after the day of the load."""
    return min(jour_ouvre(recue_le + dt.timedelta(days=22)), monde.jour)


def _orientations(monde: Monde, suivis: list[Suivi]) -> None:
    hasard = monde.hasard("orientations")
    lignes = [_orientation(monde, suivi, hasard) for suivi in suivis]
    for suivi, orientation in zip(suivis, Orientation.objects.bulk_create(lignes), strict=True):
        suivi.orientation = orientation


def _fiches_en_plus(monde: Monde, suivis: list[Suivi]) -> None:
    """Four people sent twice by two professionals, one fiche written twice by mistake."""
    hasard = monde.hasard("doubles")
    cms = [s for s in suivis if s.prescripteur.startswith("cms") and s.etat == Etat.ENTREE]
    anciens = [s for s in cms if s.profil.rang < ORIENTEES and (monde.jour - s.recue_le).days > 30]
    lignes = []
    for suivi in hasard.sample(anciens, 5):
        ligne = _orientation(monde, suivi, hasard)
        ligne.recue_le = jour_ouvre(suivi.recue_le + dt.timedelta(days=hasard.randint(5, 25)))
        ligne.prescripteur = monde.pros["ccas1"]
        lignes.append(ligne)
    lignes[-1].etat, lignes[-1].prescripteur = Etat.ANNULEE_DOUBLON, monde.pros["cms2"]
    lignes[-1].close_le = min(lignes[-1].recue_le, monde.jour)
    Orientation.objects.bulk_create(lignes)


def _appels(monde: Monde, suivis: list[Suivi]) -> None:
    """The first contact is by telephone; nobody answers at once every time (ASI-04)."""
    hasard = monde.hasard("appels")
    lignes = []
    for suivi in suivis:
        for rang, issue in enumerate(_issues(suivi, hasard)):
            jour = jour_ouvre(suivi.recue_le + dt.timedelta(days=1 + 2 * rang))
            quand = instant(jour, dt.time(hasard.randint(9, 16), hasard.randrange(0, 60, 5)))
            lignes.append(
                TentativeContact(
                    orientation=suivi.orientation,
                    le=min(quand, monde.quand - dt.timedelta(minutes=40)),
                    issue=issue,
                    note=hasard.choice(textes.NOTES_APPEL) if issue == Issue.JOINT else "",
                    par=monde.comptes["referent"],
                )
            )
    TentativeContact.objects.bulk_create(lignes)


def _issues(suivi: Suivi, hasard: random.Random) -> list[str]:
    manques: list[str] = [hasard.choice([Issue.PAS_DE_REPONSE, Issue.MESSAGE]) for _ in range(2)]
    if suivi.etat == Etat.RECUE or not suivi.prescripteur:
        return []
    if suivi.etat == Etat.CONTACT_EN_COURS:
        return manques
    if suivi.etat == Etat.SANS_REPONSE:
        return [*manques, Issue.MESSAGE, Issue.PAS_DE_REPONSE]
    return [*manques[: hasard.choice([0, 0, 0, 1, 2])], Issue.JOINT]


def _parcours(monde: Monde, suivis: list[Suivi]) -> None:
    entres = [s for s in suivis if s.entree]
    lignes = [
        Parcours(
            centre=monde.centre,
            personne=s.profil.personne,
            dispositif=monde.dispositif,
            orientation=s.orientation,
            prescripteur=monde.pros.get(s.prescripteur),
            cadre=s.cadre,
            transmission_presence=s.transmission,
            transmission_decidee_le=s.entree,
            date_entree=s.depuis,
            date_fin_prevue=s.fin_prevue,
            date_fin_reelle=s.fin,
            motif_sortie=s.motif,
        )
        for s in entres
    ]
    for suivi, parcours in zip(entres, Parcours.objects.bulk_create(lignes), strict=True):
        suivi.parcours = parcours


def _referents(monde: Monde, suivis: list[Suivi]) -> None:
    ReferentParcours.objects.bulk_create(
        ReferentParcours(
            parcours=s.parcours,
            professionnel=monde.pros[s.referent],
            debut=s.depuis,
            fin=s.fin,
        )
        for s in suivis
        if s.parcours
    )


def _freins(monde: Monde, suivis: list[Suivi]) -> None:
    hasard = monde.hasard("freins")
    lignes = []
    for suivi in suivis:
        if suivi.parcours is None or suivi.entree is None:
            continue
        for theme in suivi.profil.freins:
            leve = suivi.entree + dt.timedelta(days=hasard.randint(40, 200))
            lignes.append(
                Frein(
                    parcours=suivi.parcours,
                    theme=theme,
                    est_sensible=theme == Frein.Theme.SANTE,
                    declare_le=suivi.entree,
                    leve_le=leve if leve < monde.jour and hasard.random() < 0.35 else None,
                )
            )
        if suivi.profil.violences:
            lignes.append(
                Frein(
                    parcours=suivi.parcours,
                    theme=Frein.Theme.FAMILLE,
                    est_sensible=True,
                    declare_le=suivi.entree,
                )
            )
    Frein.objects.bulk_create(lignes)


def _entretiens(monde: Monde, suivis: list[Suivi]) -> None:
    hasard = monde.hasard("entretiens")
    lignes: list[Entretien] = []
    for suivi in suivis:
        if suivi.parcours is None or suivi.entree is None:
            continue
        auteur = monde.pros[suivi.referent].utilisateur
        jour, premier = suivi.entree, True
        while jour <= (suivi.fin or monde.jour):
            lignes.append(_entretien(monde, suivi, jour, premier, auteur, hasard))
            jour, premier = jour_ouvre(jour + dt.timedelta(days=hasard.randint(19, 40))), False
        if suivi.est_ouvert and hasard.random() < 0.5:
            prochain = jour_ouvre(monde.jour + dt.timedelta(days=hasard.randint(1, 18)))
            lignes.append(_entretien(monde, suivi, prochain, False, auteur, hasard))
    Entretien.objects.bulk_create(lignes)


def _entretien(
    monde: Monde,
    suivi: Suivi,
    jour: dt.date,
    premier: bool,
    auteur: Utilisateur | None,
    hasard: random.Random,
) -> Entretien:
    debut = instant(jour, hasard.choice(CRENEAUX[jour.weekday()]))
    passe = debut + dt.timedelta(hours=1) < monde.quand
    etat = hasard.choices(
        [Entretien.Etat.TENU, Entretien.Etat.EXCUSE, Entretien.Etat.NON_VENU], [88, 8, 4]
    )[0]
    etat = Entretien.Etat.TENU if premier else etat
    tenu = passe and etat == Entretien.Etat.TENU
    return Entretien(
        parcours=suivi.parcours,
        orientation=suivi.orientation if premier else None,
        debut=debut,
        type=Entretien.Type.PREMIER if premier else Entretien.Type.SUIVI,
        etat=etat if passe else Entretien.Etat.FIXE,
        lieu=monde.lieux["bureau"],
        auteur=auteur,
        partageable=hasard.choice(textes.PARTAGEABLES) if tenu else "",
        confidentiel=hasard.choice(textes.CONFIDENTIELS)
        if tenu and auteur and hasard.random() < 0.35
        else "",
        cree_le=min(debut, monde.quand),
    )


def _premiers_entretiens_a_venir(monde: Monde, suivis: list[Suivi]) -> None:
    fixes = [s for s in suivis if s.etat == Etat.ENTRETIEN_FIXE]
    Entretien.objects.bulk_create(
        Entretien(
            orientation=suivi.orientation,
            debut=instant(
                lundi_de(monde.jour) + dt.timedelta(days=7 + rang % 5),
                CRENEAUX[rang % 5][0],
            ),
            type=Entretien.Type.PREMIER,
            etat=Entretien.Etat.FIXE,
            lieu=monde.lieux["bureau"],
            auteur=monde.comptes["referent"],
        )
        for rang, suivi in enumerate(fixes)
    )


def _consentements(monde: Monde, suivis: list[Suivi]) -> None:
    hasard = monde.hasard("consentements")
    lignes, explicites = [], []
    for suivi in suivis:
        if suivi.parcours is None or suivi.entree is None:
            continue
        donne = instant(suivi.entree, dt.time(11))
        accord: dict[str, Any] = {
            "personne": suivi.profil.ligne,
            "canal": "entretien, à l’oral",
            "donne_le": donne,
        }
        if suivi.transmission == Transmission.ACCORD:
            lignes.append(
                Consentement(
                    objet=Consentement.Objet.PARTAGE_PRESENCES,
                    parcours=suivi.parcours,
                    texte=texte_d_accord("partage_presences"),
                    **accord,
                )
            )
        veut = suivi.scene == "lien" or hasard.random() < 0.3
        if veut and suivi.profil.ligne.titres_explicites_le is None:
            lignes.append(
                Consentement(
                    objet=Consentement.Objet.TITRES, texte=texte_d_accord("titres"), **accord
                )
            )
            suivi.profil.ligne.titres_explicites_le = donne
            explicites.append(suivi.profil.ligne)
    Consentement.objects.bulk_create(lignes)
    Personne.objects.bulk_update(explicites, ["titres_explicites_le"])
