"""Who may write in a person's file, receive a fiche de liaison, open and lead a parcours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centre.permissions import ACCUEIL, BINOME, COORDINATION, PRESCRIPTEUR, REFERENT

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models import Orientation, Parcours, Personne

# Those who hold files; animation reaches people through its own rosters only.
DOSSIERS = (ACCUEIL, REFERENT, COORDINATION)
# Those who walk with people.
SUIVI = (REFERENT, COORDINATION)
# Those who may write a fiche de liaison, for themselves or on behalf of a prescriber.
ORIENTENT = (PRESCRIPTEUR, BINOME, *SUIVI)


def peut_tenir_le_dossier(utilisateur: Utilisateur, personne: Personne) -> bool:
    """Identity and contact, for the team of her centre (docs/confidentialite.md)."""
    return utilisateur.a_role(personne.centre_id, *DOSSIERS)


def peut_fusionner(utilisateur: Utilisateur, personne: Personne) -> bool:
    """Two files become one for everybody, and for good: the coordination decides."""
    return utilisateur.a_role(personne.centre_id, COORDINATION)


def peut_lire_la_fiche(utilisateur: Utilisateur, orientation: Orientation) -> bool:
    """Difficulties and free text: not for accueil, which calls without them."""
    return utilisateur.a_role(orientation.centre_id, *SUIVI)


def peut_appeler(utilisateur: Utilisateur, orientation: Orientation) -> bool:
    return utilisateur.a_role(orientation.centre_id, *DOSSIERS)


def peut_suivre_l_orientation(utilisateur: Utilisateur, orientation: Orientation) -> bool:
    """State, first interview, entry: the acts of those who walk with people (F04)."""
    return utilisateur.a_role(orientation.centre_id, *SUIVI)


def peut_departager_les_doublons(utilisateur: Utilisateur, orientation: Orientation) -> bool:
    return utilisateur.a_role(orientation.centre_id, COORDINATION)


def peut_ouvrir_un_parcours(utilisateur: Utilisateur, personne: Personne) -> bool:
    return utilisateur.a_role(personne.centre_id, *SUIVI)


def peut_mener_le_parcours(utilisateur: Utilisateur, parcours: Parcours) -> bool:
    """Coordination, or a référent of the team on a parcours already visible to her as her own."""
    return utilisateur.a_role(parcours.centre_id, *SUIVI)


def peut_ecrire_son_projet(utilisateur: Utilisateur, personne: Personne) -> bool:
    """Coordination, or a référent who walks one of her parcours: not every référent (ASG-03)."""
    if utilisateur.a_role(personne.centre_id, COORDINATION):
        return True
    return (
        utilisateur.a_role(personne.centre_id, REFERENT)
        and personne.parcours.all().visibles_par(utilisateur).exists()
    )


def peut_orienter_pour_un_autre(utilisateur: Utilisateur, centre: Centre) -> bool:
    """The team writes what a prescriber said by telephone; a prescriber writes in her own name."""
    return utilisateur.a_role(centre.pk, *SUIVI)


def peut_partager(utilisateur: Utilisateur, parcours: Parcours) -> bool:
    """Read and write the shared space: its members now, and the coordination; no prescriber."""
    return type(parcours).objects.partages_avec(utilisateur).filter(pk=parcours.pk).exists()


def peut_tenir_un_comite(utilisateur: Utilisateur, centre_id: int) -> bool:
    """Prepare it, bring situations, write decisions; the partners who sit read."""
    return utilisateur.a_role(centre_id, *SUIVI)


def peut_financer(utilisateur: Utilisateur, parcours: Parcours) -> bool:
    """Who pays for a parcours: money is told by the coordination, not by those who walk it."""
    return utilisateur.a_role(parcours.centre_id, COORDINATION)


def peut_regler_les_dispositifs(utilisateur: Utilisateur, centre_id: int) -> bool:
    """Frames of the centre: its coordination; those delivered with the product, nobody."""
    return utilisateur.a_role(centre_id, COORDINATION)


def peut_relire_ses_donnees(utilisateur: Utilisateur, personne: Personne) -> bool:
    """The copy holds what was written in interviews: coordination, or who leads her parcours."""
    if utilisateur.a_role(personne.centre_id, COORDINATION):
        return True
    menes = personne.parcours.filter(pk__in=personne.parcours.model.objects.lies_a(utilisateur))
    return utilisateur.a_role(personne.centre_id, REFERENT) and menes.exists()


def peut_effacer(utilisateur: Utilisateur, personne: Personne) -> bool:
    return utilisateur.a_role(personne.centre_id, COORDINATION)


def peut_briser_la_glace(utilisateur: Utilisateur, personne: Personne) -> bool:
    """Level 3 of one file, for two hours: the coordination alone, for a written reason."""
    return utilisateur.a_role(personne.centre_id, COORDINATION)
