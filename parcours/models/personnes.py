"""A person of one centre, how to reach her without harm, and what she agreed to."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from phonenumber_field.modelfields import PhoneNumberField

from centre.telephones import est_une_ligne_fixe
from centre.temps import maintenant
from centre.textes import LigneField, TexteField, cle_de_nom
from parcours.models.orientations import Orientation
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class PersonneQuerySet(models.QuerySet["Personne"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PersonneQuerySet:
        """Staff of the centre (accueil, référents, coordination), and parcours links.

        Animation reaches rosters through places, never a person's file; technical administration
        has no right to content.
        """
        equipe = Q(centre__in=utilisateur.centres_ids("accueil", "referent", "coordination"))
        liees = Q(parcours__in=Parcours.objects.lies_a(utilisateur)) | Q(
            orientations__in=Orientation.objects.envoyees_par(utilisateur)
        )
        visibles = Personne.objects.filter(equipe | liees)
        return self.filter(pk__in=visibles.values("pk"))

    def de_l_equipe(self, utilisateur: Utilisateur) -> PersonneQuerySet:
        """Files that this user holds as a member of the team: what a partner never browses."""
        return self.visibles_par(utilisateur).filter(
            centre__in=utilisateur.centres_ids("accueil", "referent", "coordination")
        )

    def actives(self) -> PersonneQuerySet:
        return self.filter(anonymisee_le__isnull=True, fusionnee_dans__isnull=True)


class Personne(models.Model):
    """A participant. Belongs to exactly one centre; nothing links two rows across centres."""

    class Sexe(models.TextChoices):
        FEMME = "F", "Femme"
        HOMME = "H", "Homme"
        AUTRE = "A", "Autre ou ne souhaite pas répondre"

    class Canal(models.TextChoices):
        COURRIEL = "courriel", "Courriel"
        SMS = "sms", "SMS"
        APPEL = "appel", "Appel"
        PAPIER = "papier", "Papier, remis en main propre"

    class Qpv(models.TextChoices):
        OUI = "oui", "Oui"
        NON = "non", "Non"
        INCONNU = "inconnu", "Inconnu"

    class Ressources(models.TextChoices):
        RSA = "rsa", "RSA"
        RSA_MAJORE = "rsa_majore", "RSA majoré"
        # The words of the sheets of 2013; every count of the RSA reads « rsa… » (LIE-09).
        RSA_CHAMP_2 = "rsa_champ_2", "RSA, champ 2 (socioprofessionnel)"
        RSA_CHAMP_3 = "rsa_champ_3", "RSA, champ 3 (social)"
        AAH = "aah", "AAH"
        ASS = "ass", "ASS"
        ARE = "are", "Allocation chômage"
        PENSION = "pension", "Retraite ou pension"
        SALAIRE = "salaire", "Salaire"
        SANS = "sans", "Sans ressources"
        INCONNUE = "inconnue", "Inconnues"

    class Menage(models.TextChoices):
        SEUL = "seul", "Seul·e"
        PARENT_ISOLE = "parent_isole", "Parent isolé"
        COUPLE_ENFANTS = "couple_enfants", "Couple avec enfants"
        COUPLE = "couple", "Couple"
        HEBERGE = "heberge", "Hébergé·e"
        INCONNU = "inconnu", "Inconnu"

    centre = models.ForeignKey("centre.Centre", on_delete=models.PROTECT, related_name="personnes")
    reference = models.UUIDField("référence", unique=True, default=uuid.uuid4, editable=False)
    prenom = LigneField("prénom", max_length=80)
    nom = LigneField("nom", max_length=80)
    cle = models.CharField("clé de recherche", max_length=200, editable=False)
    date_naissance = models.DateField("date de naissance", null=True, blank=True)
    sexe = models.CharField("sexe", max_length=1, choices=Sexe, blank=True)
    langue = models.CharField("langue choisie", max_length=10, default="fr")

    telephone = PhoneNumberField("téléphone", region="FR", blank=True)
    telephone_est_partage = models.BooleanField("téléphone partagé avec un proche", default=False)
    courriel = models.EmailField("courriel", blank=True)
    courriel_en_erreur = models.BooleanField("courriel refusé", default=False)
    canal = models.CharField("prévenir par", max_length=10, choices=Canal, default=Canal.APPEL)
    quand_appeler = LigneField(
        "quand l’appeler",
        max_length=60,
        blank=True,
        help_text="Par exemple\u00a0: le matin, après 17 h, jamais le vendredi.",
    )
    titres_explicites_le = models.DateTimeField(
        "accepte le nom des ateliers dans son agenda depuis", null=True, blank=True
    )
    ne_pas_ecrire = models.BooleanField(
        "ne jamais écrire",
        default=False,
        help_text="Danger à la maison\u00a0: aucun message ne part, seule la personne appelle.",
    )
    passer_par = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="personnes_relayees",
        verbose_name="passer par",
    )

    commune = LigneField("commune", max_length=80, blank=True)
    quartier = LigneField("quartier", max_length=80, blank=True)
    qpv = models.CharField("quartier prioritaire", max_length=8, choices=Qpv, default=Qpv.INCONNU)
    ressources = models.CharField(
        "ressources", max_length=12, choices=Ressources, default=Ressources.INCONNUE
    )
    menage = models.CharField("foyer", max_length=16, choices=Menage, default=Menage.INCONNU)

    version = models.PositiveIntegerField("version", default=1, editable=False)
    creee_le = models.DateTimeField("créée le", default=maintenant)
    fusionnee_dans = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="doublons"
    )
    anonymisee_le = models.DateTimeField("anonymisée le", null=True, blank=True)

    objects = PersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        ordering = ("nom", "prenom", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(anonymisee_le__isnull=False) | ~Q(prenom="") & ~Q(nom=""),
                name="personne_a_un_nom",
                violation_error_message="Écrivez le prénom et le nom.",
            )
        ]
        indexes = [models.Index(fields=["centre", "cle"], name="personne_cle")]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.cle = cle_de_nom(self.prenom, self.nom)[:200]
        champs = kwargs.get("update_fields")
        if champs is not None and {"prenom", "nom"} & set(champs):
            kwargs["update_fields"] = {*champs, "cle"}
        super().save(*args, **kwargs)

    @property
    def nom_court(self) -> str:
        """First name and initial: what sheets, grids and the social worker's list show."""
        return f"{self.prenom} {self.nom[:1]}."

    @property
    def veut_les_titres(self) -> bool:
        return self.titres_explicites_le is not None

    def canal_effectif(self) -> Canal | None:
        """The channel that can reach her now, or None when nobody may write (violence flag).

        A chosen channel whose address is missing or refused falls back to a call, then to paper:
        so does an SMS to a fixed line, which forms refuse and a file to import may hold.
        """
        if self.ne_pas_ecrire:
            return None
        if self.canal == self.Canal.COURRIEL and self.courriel and not self.courriel_en_erreur:
            return self.Canal.COURRIEL
        numero = self.telephone
        if self.canal == self.Canal.SMS and numero and not est_une_ligne_fixe(numero):
            return self.Canal.SMS
        if self.canal == self.Canal.PAPIER or not self.telephone:
            return self.Canal.PAPIER
        return self.Canal.APPEL

    def age_le(self, jour: dt.date) -> int | None:
        """Age in whole years on a civil date (ASN-03 counts it at the entry, not today)."""
        ne = self.date_naissance
        if ne is None:
            return None
        return jour.year - ne.year - ((jour.month, jour.day) < (ne.month, ne.day))


class ConsentementQuerySet(models.QuerySet["Consentement"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ConsentementQuerySet:
        """The team that holds files; a partner reads the effect on her own pages."""
        equipe = utilisateur.centres_ids("accueil", "referent", "coordination")
        return self.filter(personne__centre__in=equipe)

    def en_vigueur(self) -> ConsentementQuerySet:
        return self.filter(retire_le__isnull=True)


class Consentement(models.Model):
    """One dated agreement for one purpose, with the text shown and its withdrawal."""

    class Objet(models.TextChoices):
        PARTAGE_PRESENCES = (
            "partage_presences",
            "Partager mes présences avec qui m’a orienté·e",
        )
        TITRES = "titres", "Écrire le nom des ateliers dans mon agenda"
        CONTACT_COURRIEL = "contact_courriel", "Recevoir des courriels"
        CONTACT_SMS = "contact_sms", "Recevoir des SMS"
        PRENOM = "prenom", "M’appeler par mon prénom"
        PARTAGE_CONTACT = "partage_contact", "Donner mon nom et mon téléphone au centre"
        COMITE = "comite", "Parler de ma situation au comité, avec mon nom"
        PARTAGE_ORGANISME = "partage_organisme", "Parler de ma situation avec cet organisme"
        PHOTO = "photo", "Être sur les photos du centre"

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="consentements")
    parcours = models.ForeignKey(
        "parcours.Parcours",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="consentements",
    )
    objet = models.CharField("objet", max_length=24, choices=Objet)
    # With whom, where the purpose is a sharing; a parcours names its own by its prescriber.
    destinataire = models.ForeignKey(
        "centre.Organisme",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    texte = TexteField("texte lu")
    langue = models.CharField("langue du texte lu", max_length=10, default="fr")
    canal = LigneField("recueilli par", max_length=60)
    donne_le = models.DateTimeField("donné le", default=maintenant)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)

    objects = ConsentementQuerySet.as_manager()

    class Meta:
        verbose_name = "consentement"
        ordering = ("-donne_le", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "objet", "parcours"],
                condition=Q(retire_le__isnull=True),
                name="consentement_ouvert_unique",
            ),
            # NULL differs from NULL in the constraint above.
            models.UniqueConstraint(
                fields=["personne", "objet"],
                condition=Q(
                    retire_le__isnull=True, parcours__isnull=True, destinataire__isnull=True
                ),
                name="consentement_general_unique",
            ),
            models.UniqueConstraint(
                fields=["personne", "objet", "destinataire"],
                condition=Q(retire_le__isnull=True, parcours__isnull=True),
                name="consentement_destinataire_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.get_objet_display()
