"""One canary string in each confidential field of the world, by kind of data.

``planter`` writes them; ``tests/visibilite.py`` says who may read which kind.
"""

import datetime as dt
from decimal import Decimal

from ateliers.models import Deplacement
from bilans.models import Import
from centre.models import Message, Organisme
from inscriptions.models import Accompagnant, FicheSortie, ReponseRecue
from parcours.models import (
    ActionParcours,
    AvisConservation,
    Consentement,
    DiagnosticCommun,
    Entretien,
    Observation,
    Orientation,
    Personne,
    PreuveConservee,
    Projet,
)
from parcours.models.notes_partagees import NotePartagee
from parcours.models.orientations import TentativeContact
from parcours.operations.financement import repartir
from presences.models import Reouverture
from tests import builders as b

# Found as they are written, or as a page shows them.
AFFICHES = {"telephone": "39 98 73 91", "part-financeur": "73,91"}


def canari(nom):
    return f"canari-{nom}-7391".replace("-", "")


def cherche(nom):
    return AFFICHES.get(nom, canari(nom))


def ecrire(objets, **champs):
    """Write the canary of each name in a field of these rows."""
    modele = objets if hasattr(objets, "update") else type(objets).objects.filter(pk=objets.pk)
    modele.update(**{champ: canari(nom) for champ, nom in champs.items()})


def planter(m):
    """The canaries of all kinds, each in rows that pages of this world show."""
    _identite(m)
    _orientation(m)
    _entretiens(m)
    _chemin(m)
    _partage(m)
    _ateliers(m)
    _places(m)
    _droits(m)
    _autour(m)


def _identite(m):
    Personne.objects.filter(pk=m.personne.pk).update(
        telephone="+33639987391", courriel=f"{canari('courriel')}@example.org"
    )
    ecrire(m.personne, quand_appeler="quand-appeler", commune="commune", quartier="quartier")


def _orientation(m):
    fiches = Orientation.objects.filter(pk__in=[m.orientation.pk, m.orientation_nouvelle.pk])
    ecrire(fiches, precisions="precisions", contact_donne="contact-donne")
    TentativeContact.objects.create(
        orientation=m.orientation_nouvelle, issue="joint", note=canari("note-appel")
    )


def _entretiens(m):
    ecrire(m.entretien, confidentiel="confidence", partageable="partageable")
    d_un_autre = b.creer_parcours(b.creer_personne(m.centre))
    Entretien.objects.create(
        parcours=d_un_autre,
        debut=dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC),
        auteur=m.acteurs["referent_ailleurs"],
        confidentiel=canari("confidence-autre"),
        partageable=canari("partageable-autre"),
    )


def _chemin(m):
    auteur = {"auteur": m.acteurs["referent"]}
    ecrire(m.frein, precision="frein", point_actuel="frein-actuel")
    ecrire(m.frein_sensible, precision="frein-sensible", point_actuel="frein-aide")
    ecrire(m.objectif, texte="objectif")
    ecrire(m.jalon, quoi="jalon")
    ecrire(m.avancee, mots="avancee")
    b.creer_note(
        Observation, m.parcours, theme="social-initiatives", texte=canari("observation"), **auteur
    )
    b.creer_note(ActionParcours, m.parcours, type="maintien", note=canari("action"), **auteur)
    Projet.objects.create(personne=m.personne, texte=canari("projet"), dit_le=b.JOUR)
    ecrire(m.renouvellement, argument="argument")
    repartir(m.parcours, parts={"caf": Decimal("73.91"), "fse": Decimal("26.09")})
    ecrire(m.point_a_ecrire, texte="point-brouillon")
    ecrire(m.point_envoye, texte="point-envoye")
    ecrire(
        m.bilan_a_ecrire, partie_personne="bilan-personne", partie_prescripteur="bilan-brouillon"
    )


def _partage(m):
    ecrire(m.ligne_plan, quoi="plan")
    ecrire(m.comite, compte_rendu="compte-rendu")
    ecrire(m.situation, question="situation", decision="decision")
    DiagnosticCommun.objects.update_or_create(
        parcours=m.parcours,
        defaults={"paroles": canari("paroles"), "volet_social": canari("volet-social")},
    )
    NotePartagee.objects.create(
        parcours=m.parcours, texte=canari("note-partagee"), auteur=m.acteurs["referent"]
    )


def _ateliers(m):
    ecrire(m.protege, titre="niveau3")
    discret = b.creer_atelier(m.centre, titre=canari("niveau2"), sensibilite=2)
    for atelier in (discret, m.protege):
        for jour in (dt.date(2026, 10, 9), dt.date(2027, 3, 6)):
            seance = b.creer_seance(atelier, jour, lieu=m.lieu)
            place = b.creer_place(seance, m.personne, parcours=m.parcours)
            if jour.year == 2026:
                b.creer_presence(place)
    b.creer_atelier(m.centre, titre=canari("brouillon"), est_publie=False)
    ecrire(Deplacement.objects.all(), raison="raison-deplacement")


def _places(m):
    voisine = b.creer_personne(m.centre, prenom="Ana", nom=canari("voisine"))
    for seance in (m.seance, m.seance_passee):
        b.creer_place(seance, voisine)
        ecrire(seance, note_equipe="note-equipe")
    b.creer_orientation(
        voisine,
        b.creer_professionnel(m.acteurs["prescripteur_ailleurs"], m.centre),
        precisions=canari("precisions-autre"),
    )
    ecrire(m.place, raison="raison-place")
    Accompagnant.objects.create(place=m.place_passee, prenom=canari("accompagnant"))
    FicheSortie.objects.create(
        place=m.place_passee, a_eviter=canari("a-eviter"), urgence_nom=canari("urgence")
    )
    ecrire(ReponseRecue.objects.filter(pk=m.reponse_recue.pk), commentaire="commentaire")
    Reouverture.objects.create(feuille=m.feuille, raison=canari("raison-reouverture"))


def _droits(m):
    ecrire(m.bris, raison="bris")
    ecrire(m.demande, a_masquer="a-masquer")
    AvisConservation.objects.filter(pk=m.avis.pk).update(raison=canari("garder"))
    Consentement.objects.create(
        personne=m.personne, objet="photo", texte=canari("accord"), canal="Accueil"
    )
    _avec_qui(m)
    PreuveConservee.objects.create(
        personne=b.creer_personne(m.centre),
        operation=b.creer_operation(m.atelier),
        prenom="Zoé",
        nom=canari("preuve"),
        jusqu_au=dt.date(2099, 12, 31),
    )


def _avec_qui(m):
    """Agreements that name who oriented her, and an organisation that says why; in no directory
    that somebody of this world reads, so that her pages alone can tell."""
    loin = b.creer_centre("loin")
    oriente, sensible = (
        b.creer_organisme(loin, nom=canari(nom), est_sensible=nom == "organisme-sensible")
        for nom in ("oriente-par", "organisme-sensible")
    )
    clos = b.creer_parcours(
        m.personne,
        prescripteur=b.creer_professionnel(centre=loin, organisme=oriente),
        date_entree=dt.date(2024, 1, 8),
        date_fin_reelle=dt.date(2024, 6, 28),
        motif_sortie="autonomie",
    )
    for lien in (
        {"objet": "partage_presences", "parcours": clos},
        {"objet": "partage_organisme", "destinataire": sensible},
    ):
        Consentement.objects.create(personne=m.personne, texte="oui", **lien)


def _autour(m):
    Message.objects.update(destinataire=f"{canari('destinataire')}@example.org")
    ecrire(Organisme.objects.filter(centre=m.centre), note="note-organisme")
    Import.objects.update(nom_fichier=f"{canari('fichier')}.csv")


NOMS = (
    *("telephone", "courriel", "quand-appeler", "commune", "quartier"),
    *("precisions", "precisions-autre", "contact-donne", "note-appel"),
    *("confidence", "confidence-autre", "partageable", "partageable-autre"),
    *("frein", "frein-actuel", "frein-sensible", "frein-aide", "objectif", "jalon", "avancee"),
    *("observation", "action", "projet", "argument", "point-brouillon", "point-envoye"),
    *(
        "bilan-personne",
        "bilan-brouillon",
        "part-financeur",
        "plan",
        "compte-rendu",
        "situation",
        "decision",
    ),
    *("paroles", "volet-social", "note-partagee", "niveau3", "niveau2", "brouillon"),
    *("raison-deplacement", "voisine", "note-equipe", "raison-place", "accompagnant"),
    *("a-eviter", "urgence", "commentaire", "raison-reouverture", "bris", "a-masquer"),
    *("garder", "accord", "preuve", "destinataire", "note-organisme", "fichier"),
    *("oriente-par", "organisme-sensible"),
)
