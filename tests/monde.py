"""A small world for the permission matrix: two centres, every role, one object of each kind.

``Monde.construire()`` makes it; the actors are in ``Monde.acteurs``, by the names of
``tests.matrice.ACTEURS``. Each role exists twice: « own », tied to the objects of the world, and
« _ailleurs », the same role without a tie to them: in the other centre for accueil, coordination
and administration; in the same centre, but for other séances, parcours or people, for the others.
``Monde.etrangers`` holds every role of the other centre.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from ateliers.models import (
    AbonnementAbstrait,
    AbonnementEquipe,
    Absence,
    Atelier,
    Deplacement,
    PointEcarte,
    Seance,
    Serie,
)
from bilans.models import Convention, Export, Import, LigneImport, Rapport
from centre.models import (
    Affectation,
    Centre,
    Lieu,
    Message,
    Organisme,
    PeriodeCalendrier,
    Professionnel,
    Utilisateur,
)
from centre.temps import maintenant
from inscriptions.models import (
    AbonnementPartenaire,
    DemandePublique,
    Envoi,
    Inscription,
    Place,
    ReponseRecue,
    Son,
)
from inscriptions.operations.liens import nouvel_agenda, nouvelle_carte
from parcours.models import (
    Avancee,
    AvisConservation,
    BilanIndividuel,
    BrisDeGlace,
    Comite,
    DemandeDroit,
    Dispositif,
    Entretien,
    Frein,
    Jalon,
    LienFiche,
    LignePlan,
    Objectif,
    Orientation,
    OrientationPartenaire,
    Parcours,
    Personne,
    PointPrescripteur,
    ReferentParcours,
    Renouvellement,
    SituationComite,
)
from parcours.queries.renouvellements import jeton_de
from presences.models import AppareilTablette, Emport, Feuille, OperationTablette, Presence
from tests import builders as b

ROLES = tuple(Affectation.Role.values)


@dataclass
class Monde:
    """Objects of the centre « le-lierre »; nothing of the other centre but its people at work."""

    centre: Centre
    ailleurs: Centre
    acteurs: dict[str, Utilisateur] = field(default_factory=dict)
    etrangers: dict[str, Utilisateur] = field(default_factory=dict)

    lieu: Lieu = None
    organisme: Organisme = None
    periode: PeriodeCalendrier = None
    message: Message = None
    reponse_recue: ReponseRecue = None
    demande_publique: DemandePublique = None
    demande_a_repondre: DemandePublique = None
    son: Son = None
    appel: Message = None
    envoi: Envoi = None
    animateur: Professionnel = None
    prescripteur: Professionnel = None
    referent: Professionnel = None
    binome: Professionnel = None

    atelier: Atelier = None
    serie: Serie = None
    brouillon: Serie = None
    seance: Seance = None
    seance_passee: Seance = None
    deplacement: Deplacement = None
    seance_en_brouillon: Seance = None
    absence: Absence = None
    point: PointEcarte = None
    protege: Atelier = None
    fenetre: Seance = None
    creneau: Seance = None
    creneau_pris: Seance = None
    seance_protegee: Seance = None

    personne: Personne = None
    autre_personne: Personne = None
    orientation: Orientation = None
    orientation_nouvelle: Orientation = None
    parcours: Parcours = None
    entretien: Entretien = None
    avancee: Avancee = None
    frein: Frein = None
    frein_sensible: Frein = None
    objectif: Objectif = None
    jalon: Jalon = None
    vers_partenaire: OrientationPartenaire = None
    ligne_plan: LignePlan = None
    intervenant: ReferentParcours = None
    comite: Comite = None
    situation: SituationComite = None
    lien_fiche: LienFiche = None
    jeton_fiche: str = ""
    demande: DemandeDroit = None
    demande_effacement: DemandeDroit = None
    bris: BrisDeGlace = None
    avis: AvisConservation = None
    dispositif: Dispositif = None
    renouvellement: Renouvellement = None
    jeton_renouvellement: str = ""
    point_a_ecrire: PointPrescripteur = None
    point_envoye: PointPrescripteur = None
    bilan_a_ecrire: BilanIndividuel = None
    bilan_signe: BilanIndividuel = None
    inscription: Inscription = None
    place: Place = None
    place_passee: Place = None
    reservation: Place = None
    presence: Presence = None
    feuille: Feuille = None
    jeton_page: str = ""
    jeton_agenda: str = ""
    jeton_autre: str = ""
    jeton_equipe: str = ""
    jeton_partenaire: str = ""
    abonnement: AbonnementEquipe = None
    abonnement_partenaire: AbonnementPartenaire = None
    fichier: Import = None
    fichier_importe: Import = None
    rapport: Rapport = None
    convention: Convention = None
    export: Export = None
    tablette: AppareilTablette = None
    emport: Emport = None
    geste: OperationTablette = None

    @classmethod
    def construire(cls) -> "Monde":
        monde = cls(b.creer_centre(), b.creer_centre("ailleurs", nom="Autre centre"))
        monde._gens_au_travail()
        monde._programme()
        monde._suivi()
        monde._chemin()
        monde._partage()
        monde._echeances()
        monde._droits()
        monde._presences()
        monde._divers()
        monde._tablettes()
        return monde

    def _gens_au_travail(self) -> None:
        self.organisme = b.creer_organisme(self.centre, nom="UDAF de Moselle")
        for role in ROLES:
            self.acteurs[role] = self._compte(role, self.centre, self.organisme)
            self.etrangers[role] = self._compte(role, self.ailleurs)
            loin = role in ("accueil", "coordination", "administration")
            self.acteurs[f"{role}_ailleurs"] = (
                self.etrangers[role] if loin else self._compte(role, self.centre)
            )
        for role in ("prescripteur", "referent", "binome"):
            setattr(self, role, self._professionnel(role))
        self.animateur = self._professionnel("animation")

    def _compte(self, role: str, centre: Centre, organisme: Organisme | None = None) -> Utilisateur:
        technique = {"is_staff": True, "is_superuser": True} if role == "administration" else {}
        pour = organisme if role in Affectation.PARTENAIRES else None
        return b.creer_utilisateur(role, centre, organisme=pour, **technique)

    def _professionnel(self, role: str) -> Professionnel:
        return b.creer_professionnel(self.acteurs[role], self.centre, organisme=self.organisme)

    def _programme(self) -> None:
        self.lieu = b.creer_lieu(self.centre, slug="espace-adultes")
        self.atelier = b.creer_atelier(
            self.centre, slug="couture", titre="Couture", demande_publique=True
        )
        self.serie = b.creer_serie(self.atelier, lieu=self.lieu, etat=Serie.Etat.PUBLIEE)
        self.brouillon = b.creer_serie(self.atelier, lieu=self.lieu, jour=2)
        self.seance = self._seance(self.atelier, dt.date(2027, 3, 4), serie=self.serie)
        self.seance_passee = self._seance(self.atelier, dt.date(2026, 10, 8))
        self.deplacement = Deplacement.objects.create(
            seance=self.seance,
            avant_debut=self.seance.debut - dt.timedelta(hours=2),
            avant_fin=self.seance.fin - dt.timedelta(hours=2),
            avant_lieu=self.lieu,
            apres_debut=self.seance.debut,
            apres_fin=self.seance.fin,
            apres_lieu=self.lieu,
            par=self.acteurs["coordination"],
        )
        self.seance_en_brouillon = self._seance(
            self.atelier, dt.date(2027, 3, 11), etat=Seance.Etat.BROUILLON
        )
        self.absence = Absence.objects.create(
            centre=self.centre,
            professionnel=self.animateur,
            du=dt.date(2027, 3, 4),
            au=dt.date(2027, 3, 4),
        )
        self.point = PointEcarte.objects.create(
            centre=self.centre, cle="lieu:1-2:0", empreinte="0" * 64
        )
        self.protege = b.creer_atelier(
            self.centre, slug="paroles", titre="Groupe de paroles", sensibilite=3
        )
        permanence = b.creer_atelier(self.centre, genre="permanence", titre="Permanence emploi")
        self.fenetre = self._seance(permanence, dt.date(2027, 3, 8), capacite=2)
        self.creneau, self.creneau_pris = (
            b.creer_seance(
                permanence,
                dt.date(2027, 3, 8),
                heure,
                duree=30,
                fenetre=self.fenetre,
                lieu=self.lieu,
                capacite=1,
            )
            for heure in (9, 10)
        )
        self.seance_protegee = self._seance(self.protege, dt.date(2027, 3, 5))

    def _seance(self, atelier: Atelier, jour: dt.date, **champs: object) -> Seance:
        seance = b.creer_seance(atelier, jour, lieu=self.lieu, **champs)
        seance.animateurs.add(self.animateur)
        return seance

    def _suivi(self) -> None:
        self.personne = b.creer_personne(self.centre, prenom="Nadia", nom="Ferhat")
        self.autre_personne = b.creer_personne(self.centre, prenom="Karim", nom="Benali")
        self.orientation = b.creer_orientation(
            self.personne, self.prescripteur, etat=Orientation.Etat.ENTREE
        )
        self.orientation_nouvelle = b.creer_orientation(
            b.creer_personne(self.centre), self.prescripteur
        )
        self.parcours = b.creer_parcours(
            self.personne,
            orientation=self.orientation,
            prescripteur=self.prescripteur,
            transmission_presence="avec_accord_au_referent",
        )
        du_centre = b.creer_organisme(self.centre, type="centre")
        b.creer_referent(self.parcours, self.referent, role="binome_social", organisme=du_centre)
        b.creer_referent(self.parcours, self.binome, role="binome_emploi")
        self.entretien = Entretien.objects.create(
            parcours=self.parcours,
            debut=dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC),
            auteur=self.acteurs["referent"],
        )

    def _chemin(self) -> None:
        """One line of each kind, written by the référent."""
        auteur = {"auteur": self.acteurs["referent"]}
        self.avancee = b.creer_note(Avancee, self.parcours, type="autre", **auteur)
        self.frein = b.creer_frein(self.parcours, theme="mobilite")
        self.frein_sensible = b.creer_frein(self.parcours, theme="sante")
        self.objectif = b.creer_objectif(self.parcours, **auteur)
        self.jalon = b.creer_jalon(self.objectif)
        self.vers_partenaire = b.creer_orientation_partenaire(self.parcours, **auteur)

    def _partage(self) -> None:
        """A line of the shared plan, an intervenant without account, a committee where FT sits."""
        self.ligne_plan = b.creer_ligne_plan(self.parcours)
        self.intervenant = b.creer_intervenant(self.parcours, b.creer_professionnel())
        self.comite = b.creer_comite(self.centre, self.binome)
        self.situation = b.creer_situation(self.comite, self.parcours)

    def _echeances(self) -> None:
        """A frame of the centre, a request that waits, a point and a bilan, written then sealed."""
        quand = maintenant()
        self.dispositif = Dispositif.objects.create(
            centre=self.centre, code="jardin", nom="Jardin", duree_mois=6
        )
        self.renouvellement = b.creer_renouvellement(
            self.parcours, demande_le=quand, tour=1, lien_jusquau=dt.date(2099, 1, 1)
        )
        self.jeton_renouvellement = jeton_de(self.renouvellement)
        self.point_a_ecrire = b.creer_point(self.parcours)
        self.point_envoye = b.creer_point(
            self.parcours, envoye_le=quand, destinataire=self.prescripteur
        )
        self.bilan_a_ecrire = b.creer_bilan(self.parcours)
        self.bilan_signe = b.creer_bilan(
            self.parcours,
            genre="intermediaire",
            signe_le=quand,
            partie_prescripteur="En lignes générales.",
        )

    def _presences(self) -> None:
        self.inscription = b.creer_inscription(self.personne, self.serie, parcours=self.parcours)
        self.place = b.creer_place(
            self.seance, self.personne, inscription=self.inscription, parcours=self.parcours
        )
        self.place_passee = b.creer_place(self.seance_passee, self.personne, parcours=self.parcours)
        self.reservation = b.creer_place(
            self.creneau_pris, self.personne, faite_par=self.acteurs["prescripteur"]
        )
        self.presence = b.creer_presence(self.place_passee)
        self.feuille = Feuille.objects.create(seance=self.seance_passee)
        self.jeton_page = nouvelle_carte(self.personne)
        self.jeton_agenda = nouvel_agenda(self.personne)
        self.jeton_autre = nouvelle_carte(self.autre_personne)
        self.jeton_equipe, self.abonnement = self._abonnement(AbonnementEquipe, "coordination")
        self.jeton_partenaire, self.abonnement_partenaire = self._abonnement(
            AbonnementPartenaire, "prescripteur"
        )

    def _abonnement(self, modele: type[AbonnementAbstrait], role: str) -> tuple[str, Any]:
        jeton, empreinte = modele.tirer()
        champs = {"utilisateur": self.acteurs[role], "centre": self.centre}
        return jeton, modele.objects.create(libelle="Téléphone", empreinte=empreinte, **champs)

    def _droits(self) -> None:
        """Two requests of the person, an opening, a notice, a link to orient."""
        self.demande, self.demande_effacement = (
            DemandeDroit.objects.create(
                personne=self.personne, genre=genre, identite="connue", relue_le=relue
            )
            for genre, relue in (("acces", b.JOUR), ("effacement", None))
        )
        self.bris = BrisDeGlace.objects.create(
            personne=self.personne,
            utilisateur=self.acteurs["coordination"],
            raison="La personne est attendue à l’hôpital.",
            ouvert_le=dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC),
            jusqu_a=dt.datetime(2026, 10, 1, 11, tzinfo=dt.UTC),
        )
        self.avis = AvisConservation.objects.create(
            personne=self.autre_personne,
            dernier_contact=dt.date(2024, 10, 1),
            annonce_le=dt.date(2026, 9, 1),
            echeance=dt.date(2026, 10, 2),
        )
        self.jeton_fiche, empreinte = LienFiche.tirer()
        self.lien_fiche = LienFiche.objects.create(
            centre=self.centre, organisme=self.organisme, empreinte=empreinte
        )

    def _divers(self) -> None:
        self.periode = PeriodeCalendrier.objects.create(
            centre=self.centre,
            genre="fermeture",
            nom="Fermeture d’été",
            debut=dt.date(2027, 8, 1),
            fin=dt.date(2027, 8, 31),
        )
        self.message = b.creer_message(self.centre, etat=Message.Etat.ECHEC, tentatives=3)
        self.reponse_recue = b.creer_reponse_recue(self.personne)
        self.demande_publique = b.creer_demande_publique(self.atelier, etat="a_confirmer")
        self.demande_a_repondre = b.creer_demande_publique(self.atelier)
        self.son = b.creer_son(self.centre)
        self.appel = b.creer_message(self.centre, canal=Message.Canal.APPEL)
        self.envoi = Envoi.objects.create(
            message=self.appel, personne=self.personne, motif=Envoi.Motif.DEPLACEMENT
        )
        self.rapport = b.creer_rapport(self.centre)
        self.convention = b.creer_convention(self.centre)
        self.export = Export.objects.create(
            centre=self.centre, utilisateur=self.acteurs["coordination"], genre="seances",
            filtre="en 2026", extension="csv", nombre=0, contenu=b"date\r\n",
        )  # fmt: skip
        self.fichier = Import.objects.create(
            centre=self.centre,
            utilisateur=self.acteurs["coordination"],
            genre="personnes",
            nom_fichier="personnes.csv",
            contenu=b"prenom,nom\nRosa,\n",
            empreinte="0" * 64,
            colonnes=["prenom", "nom"],
            lignes_lues=1,
            lignes_en_tout=1,
            etat=Import.Etat.APERCU,
        )
        LigneImport.objects.create(
            importe=self.fichier, numero=2, etat="erreur", nom="Rosa", message="nom : vide."
        )
        self.fichier_importe = Import.objects.create(
            centre=self.centre,
            utilisateur=self.acteurs["coordination"],
            genre="personnes",
            nom_fichier="personnes-2.csv",
            contenu=b"",
            empreinte="1" * 64,
            etat=Import.Etat.APPLIQUE,
            applique_le=maintenant(),
        )

    def _tablettes(self) -> None:
        """A tablet of the animateur is out with a list, and brought back two answers."""
        self.tablette = b.creer_tablette(self.acteurs["animation"], self.centre)
        self.emport = b.creer_emport(self.tablette, self.seance_passee)
        self.geste = b.creer_geste(
            self.emport, self.place_passee, statut="absent", resultat="conflit"
        )
