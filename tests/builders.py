"""Rows with ordinary values; each builder takes only what the test is about.

People, organisations and numbers are synthetic: phones of the ranges kept for fiction, mails in
``example.org`` and ``lierre.example``.
"""

import datetime as dt
import io
import itertools
import uuid
from typing import Any

from PIL import Image

from ateliers.models import Atelier, Seance, Serie
from bilans.documents import Chiffre, Document, empreinte
from bilans.models import Convention, Rapport
from centre.messagerie import deposer
from centre.models import (
    Affectation,
    Centre,
    Lieu,
    Message,
    Organisme,
    Professionnel,
    Utilisateur,
)
from centre.temps import a_paris, instant
from inscriptions.models import DemandePublique, Inscription, Place, ReponseRecue, Son
from parcours.models import (
    BilanIndividuel,
    Comite,
    Dispositif,
    Frein,
    Jalon,
    LignePlan,
    Objectif,
    Operation,
    Orientation,
    OrientationPartenaire,
    Parcours,
    ParticipantComite,
    Personne,
    PointPrescripteur,
    ReferentParcours,
    Renouvellement,
    SituationComite,
)
from presences.models import (
    AppareilTablette,
    DemandeCorrection,
    Emport,
    OperationTablette,
    PhotoFeuille,
    Presence,
)
from presences.operations import ajouter_photos, lire_photos
from presences.operations.cofinancement import poser_un_logo, recrire_un_logo

rangs = itertools.count(1)
# A Thursday of term time: the day of the demonstration.
JOUR = dt.date(2026, 11, 19)


def creer_centre(slug: str = "le-lierre", **champs: Any) -> Centre:
    return Centre.objects.get_or_create(
        slug=slug,
        defaults={
            "nom": "Centre Le Lierre",
            "nom_court": "Le Lierre",
            "ville": "Thionville",
            "adresse": "31 avenue de Guise",
            "telephone": "03 53 01 00 00",
            "courriel": f"rdv@{slug}.example",
            **champs,
        },
    )[0]


def creer_lieu(centre: Centre | None = None, **champs: Any) -> Lieu:
    n = next(rangs)
    valeurs = {"nom": f"Salle {n}", "slug": f"salle-{n}", "adresse": "31 avenue de Guise"}
    return Lieu.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_organisme(centre: Centre | None = None, **champs: Any) -> Organisme:
    valeurs = {"nom": f"Organisme {next(rangs)}", "type": Organisme.Type.UDAF}
    return Organisme.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_utilisateur(
    role: str | None = None, centre: Centre | None = None, **champs: Any
) -> Utilisateur:
    """An account; with ``role`` it holds it in ``centre``, a partner's role for an organisation."""
    n = next(rangs)
    organisme = champs.pop("organisme", None)
    valeurs = {"courriel": f"compte{n}@lierre.example", "prenom": "Claire", "nom": f"Martin{n}"}
    utilisateur = Utilisateur(**{**valeurs, **champs})
    utilisateur.set_unusable_password()
    utilisateur.save()
    if role:
        centre = centre or creer_centre()
        if role in Affectation.PARTENAIRES:
            organisme = organisme or creer_organisme(centre)
        Affectation.objects.create(
            utilisateur=utilisateur,
            centre=centre,
            role=role,
            organisme=organisme,
            debut=dt.date(2026, 1, 1),
        )
    return utilisateur


def creer_professionnel(
    utilisateur: Utilisateur | None = None, centre: Centre | None = None, **champs: Any
) -> Professionnel:
    centre = centre or creer_centre()
    organisme = champs.pop("organisme", None) or creer_organisme(centre)
    valeurs = {"prenom": "Hélène", "nom": f"Roux{next(rangs)}"}
    return Professionnel.objects.create(
        centre=centre, organisme=organisme, utilisateur=utilisateur, **{**valeurs, **champs}
    )


def creer_atelier(centre: Centre | None = None, **champs: Any) -> Atelier:
    n = next(rangs)
    centre = centre or creer_centre()
    valeurs = {
        "code": f"A{n}",
        "slug": f"atelier-{n}",
        "titre": f"Couture {n}",
        "titre_discret": "RDV Le Lierre",
        "est_publie": True,
    }
    return Atelier.objects.create(centre=centre, **{**valeurs, **champs})


def creer_serie(atelier: Atelier | None = None, **champs: Any) -> Serie:
    """A weekly series of Mondays 14:00–16:00 over 2026; its event is not built here."""
    atelier = atelier or creer_atelier()
    valeurs = {
        "regle": Serie.Regle.TOUTE_ANNEE,
        "jour": 0,
        "heure_debut": dt.time(14),
        "heure_fin": dt.time(16),
        "du": dt.date(2026, 1, 1),
        "au": dt.date(2026, 12, 31),
        "capacite": 10,
    }
    champs.setdefault("lieu", None)
    if champs["lieu"] is None:
        champs["lieu"] = creer_lieu(atelier.centre)
    return Serie.objects.create(atelier=atelier, **{**valeurs, **champs})


def creer_seance(
    atelier: Atelier | None = None,
    jour: dt.date = JOUR,
    heure: int = 9,
    duree: int = 120,
    **champs: Any,
) -> Seance:
    """A published séance of ``duree`` minutes at ``heure`` o'clock in Paris."""
    atelier = atelier or creer_atelier()
    debut = instant(jour, dt.time(heure))
    valeurs = {
        "debut": debut,
        "fin": debut + dt.timedelta(minutes=duree),
        "capacite": 10,
        "etat": Seance.Etat.PREVUE,
    }
    if "lieu" not in champs:
        champs["lieu"] = creer_lieu(atelier.centre)
    return Seance.objects.create(atelier=atelier, centre=atelier.centre, **{**valeurs, **champs})


def creer_personne(centre: Centre | None = None, **champs: Any) -> Personne:
    n = next(rangs)
    valeurs = {
        "prenom": "Nadia",
        "nom": f"Ferhat{n}",
        "telephone": "06 39 98 00 01",
        "courriel": f"personne{n}@example.org",
        "canal": Personne.Canal.COURRIEL,
    }
    return Personne.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_dispositif(code: str = "action-lierre", **champs: Any) -> Dispositif:
    return Dispositif.objects.get_or_create(
        code=code, centre=None, defaults={"nom": "Objectif : Insertion(s)", **champs}
    )[0]


def creer_operation(*ateliers: Atelier, **champs: Any) -> Operation:
    """Of the centre of its ateliers, all of 2026."""
    valeurs = {
        "numero": f"2026-{next(rangs)}",
        "intitule": "Retrouver confiance",
        "debut": dt.date(2026, 1, 1),
        "fin": dt.date(2026, 12, 31),
    }
    operation = Operation.objects.create(centre=ateliers[0].centre, **{**valeurs, **champs})
    operation.ateliers.set(ateliers)
    return operation


def creer_convention(centre: Centre | None = None, **champs: Any) -> Convention:
    """Forty places in the Moselle, all of 2026."""
    valeurs = {
        "signataire": "Département de la Moselle",
        "departement": "57",
        "debut": dt.date(2026, 1, 1),
        "fin": dt.date(2026, 12, 31),
        "places": 40,
    }
    if "dispositif" not in champs:
        champs["dispositif"] = creer_dispositif()
    return Convention.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_logo(operation: Operation, financeur: str = "Région", couleur: str = "navy") -> Any:
    """The sign of a funder, through the door of the pages."""
    octets = recrire_un_logo(io.BytesIO(image(60, couleur=couleur)))
    return poser_un_logo(operation, financeur=financeur, image=octets)


def creer_orientation(
    personne: Personne | None = None, prescripteur: Professionnel | None = None, **champs: Any
) -> Orientation:
    personne = personne or creer_personne()
    if champs.get("mode") != Orientation.Mode.SPONTANEE:
        prescripteur = prescripteur or creer_professionnel(centre=personne.centre)
    valeurs = {"recue_le": dt.date(2026, 9, 1), "difficultes": ["isolement"]}
    champs.setdefault("dispositif", None)
    champs["dispositif"] = champs["dispositif"] or creer_dispositif()
    return Orientation.objects.create(
        centre=personne.centre,
        personne=personne,
        prescripteur=prescripteur,
        **{**valeurs, **champs},
    )


def creer_parcours(personne: Personne | None = None, **champs: Any) -> Parcours:
    personne = personne or creer_personne()
    valeurs = {"date_entree": dt.date(2026, 9, 14)}
    if "dispositif" not in champs:
        champs["dispositif"] = creer_dispositif()
    return Parcours.objects.create(
        centre=personne.centre, personne=personne, **{**valeurs, **champs}
    )


def creer_referent(
    parcours: Parcours, professionnel: Professionnel, **champs: Any
) -> ReferentParcours:
    valeurs = {"debut": parcours.date_entree}
    return ReferentParcours.objects.create(
        parcours=parcours, professionnel=professionnel, **{**valeurs, **champs}
    )


def creer_intervenant(
    parcours: Parcours, professionnel: Professionnel | None = None, **champs: Any
) -> ReferentParcours:
    """Somebody of another organisation who acts in one field, with the person's dated yes."""
    valeurs = {"role": "intervenant", "domaine": "logement", "accord_le": parcours.date_entree}
    return creer_referent(parcours, professionnel or creer_professionnel(), **{**valeurs, **champs})


def creer_binome(**champs: Any) -> Parcours:
    """A parcours led by two halves of two organisations, with an account each."""
    agl = creer_dispositif(
        "accompagnement-global",
        nom="Accompagnement global",
        nb_referents=2,
        etapes=["frein_social_et_professionnel", "diagnostic_commun"],
        duree_mois=6,
        renouvellements_max=1,
        fin_apres_emploi_mois=1,
    )
    parcours = creer_parcours(dispositif=agl, **champs)
    for role, compte in (("binome_social", "referent"), ("binome_emploi", "binome")):
        membre = creer_professionnel(creer_utilisateur(compte, parcours.centre), parcours.centre)
        creer_referent(parcours, membre, role=role)
    return parcours


def creer_asg(**champs: Any) -> Parcours:
    """A parcours with one référent of the team; intervenants join it one by one."""
    asg = creer_dispositif("asg", nom="Accompagnement social global", est_partage=True)
    parcours = creer_parcours(dispositif=asg, **champs)
    compte = creer_utilisateur("referent", parcours.centre)
    creer_referent(parcours, creer_professionnel(compte, parcours.centre))
    return parcours


def creer_note(modele: Any, parcours: Parcours | None = None, **champs: Any) -> Any:
    """One line of the way of the day of the demonstration; ``champs`` holds what the kind asks."""
    parcours = parcours or creer_parcours()
    return modele.objects.create(parcours=parcours, **{"le": JOUR, **champs})


def creer_frein(parcours: Parcours | None = None, **champs: Any) -> Frein:
    parcours = parcours or creer_parcours()
    valeurs = {"theme": "mobilite", "declare_le": parcours.date_entree}
    return Frein.objects.create(parcours=parcours, **{**valeurs, **champs})


def creer_objectif(parcours: Parcours | None = None, **champs: Any) -> Objectif:
    valeurs = {"finalite": "projet_emploi", "texte": "Visiter une cantine", "accord_le": JOUR}
    return creer_note(Objectif, parcours, **{**valeurs, **champs})


def creer_jalon(objectif: Objectif | None = None, **champs: Any) -> Jalon:
    valeurs = {"quoi": "Écrire à la cheffe", "accord_le": JOUR}
    return Jalon.objects.create(objectif=objectif or creer_objectif(), **{**valeurs, **champs})


def creer_orientation_partenaire(
    parcours: Parcours | None = None, **champs: Any
) -> OrientationPartenaire:
    parcours = parcours or creer_parcours()
    if "organisme" not in champs:
        champs["organisme"] = creer_organisme(parcours.centre)
    return creer_note(OrientationPartenaire, parcours, **{"change_le": JOUR, **champs})


def creer_ligne_plan(parcours: Parcours, **champs: Any) -> LignePlan:
    valeurs = {
        "theme": "mobilite",
        "quoi": "Préparer le permis",
        "qui": "personne",
        "echeance": dt.date(2027, 1, 15),
    }
    return LignePlan.objects.create(parcours=parcours, **{**valeurs, **champs})


def creer_comite(
    centre: Centre | None = None, *professionnels: Professionnel, **champs: Any
) -> Comite:
    valeurs = {"jour": JOUR, "territoire": "Thionville Est"}
    comite = Comite.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})
    for professionnel in professionnels:
        ParticipantComite.objects.create(comite=comite, professionnel=professionnel)
    return comite


def creer_situation(comite: Comite, parcours: Parcours, **champs: Any) -> SituationComite:
    valeurs = {"rang": comite.situations.count() + 1, "question": "Quel logement ?"}
    return SituationComite.objects.create(comite=comite, parcours=parcours, **{**valeurs, **champs})


def creer_inscription(
    personne: Personne | None = None, serie: Serie | None = None, **champs: Any
) -> Inscription:
    serie = serie or creer_serie()
    personne = personne or creer_personne(serie.atelier.centre)
    valeurs = {"du": serie.du}
    return Inscription.objects.create(
        personne=personne, serie=serie, atelier=serie.atelier, **{**valeurs, **champs}
    )


def creer_place(
    seance: Seance | None = None, personne: Personne | None = None, **champs: Any
) -> Place:
    """A confirmed place; the séance's counter follows, so that its CHECK stays meaningful."""
    seance = seance or creer_seance()
    personne = personne or creer_personne(seance.centre)
    place = Place.objects.create(seance=seance, personne=personne, **champs)
    if place.etat in Place.TENUES:
        seance.sieges_pris += place.sieges
        seance.save(update_fields=["sieges_pris"])
    return place


def creer_reponse_recue(personne: Personne | None = None, **champs: Any) -> ReponseRecue:
    """A mail that waits for somebody: her words, from the address of nobody invited."""
    personne = personne or creer_personne()
    valeurs = {
        "cle": f"{next(rangs):064d}",
        "centre": personne.centre,
        "personne": personne,
        "decision": ReponseRecue.Decision.A_LIRE,
        "raison": ReponseRecue.Raison.ECRIT,
        "expediteur": "quelqu.une@example.org",
    }
    return ReponseRecue.objects.create(**{**valeurs, **champs})


def creer_demande_publique(atelier: Atelier | None = None, **champs: Any) -> DemandePublique:
    """A stranger's request that its code proved; ``etat`` makes it another."""
    atelier = atelier or creer_atelier(demande_publique=True)
    valeurs = {
        "prenom": "Inès",
        "nom": f"Larbi{next(rangs)}",
        "telephone": "06 39 98 44 01",
        "canal": DemandePublique.Canal.SMS,
        "accord": "J’accepte.",
        "accord_version": 1,
        "etat": DemandePublique.Etat.CONFIRMEE,
        "cle": f"{next(rangs):064d}",
    }
    return DemandePublique.objects.create(
        centre=atelier.centre, atelier=atelier, **{**valeurs, **champs}
    )


def un_son(octets: int = 400) -> bytes:
    """The beginning of an Ogg file, as long as asked."""
    return b"OggS".ljust(octets, b"\0")


def creer_son(centre: Centre | None = None, **champs: Any) -> Son:
    valeurs = {"phrase": Son.Phrase.VIENS, "langue": "fr", "octets": un_son(), "genre": "audio/ogg"}
    return Son.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_presence(place: Place | None = None, **champs: Any) -> Presence:
    valeurs = {"statut": Presence.Statut.PRESENT}
    return Presence.objects.create(place=place or creer_place(), **{**valeurs, **champs})


def creer_tablette(
    proprietaire: Utilisateur | None = None, centre: Centre | None = None, **champs: Any
) -> AppareilTablette:
    """A tablet whose secret is kept in ``secret``; without owner, a check-in desk."""
    secret, empreinte = AppareilTablette.tirer()
    genre = AppareilTablette.Genre.TABLETTE if proprietaire else AppareilTablette.Genre.BORNE
    tablette = AppareilTablette.objects.create(
        centre=centre or creer_centre(),
        proprietaire=proprietaire,
        genre=genre,
        libelle="Tablette de la cuisine",
        empreinte=empreinte,
        **champs,
    )
    tablette.secret = secret
    return tablette


def creer_emport(tablette: AppareilTablette, *seances: Seance, **champs: Any) -> Emport:
    valeurs = {"jour": a_paris(seances[0].debut).date() if seances else JOUR}
    emport = Emport.objects.create(appareil=tablette, **{**valeurs, **champs})
    emport.seances.add(*seances)
    return emport


def creer_geste(emport: Emport, place: Place, **champs: Any) -> OperationTablette:
    valeurs = {"genre": "reponse", "statut": "present", "resultat": "ecrite", "cle": uuid.uuid4()}
    quand = {"faite_le": place.seance.debut, "recue_le": place.seance.fin}
    return OperationTablette.objects.create(
        emport=emport, seance=place.seance, place=place, **{**valeurs, **quand, **champs}
    )


def creer_demande(presence: Presence | None = None, **champs: Any) -> DemandeCorrection:
    valeurs = {"objet": DemandeCorrection.Objet.PAS_LA}
    """A request that waits; a presence has one at a time."""
    return DemandeCorrection.objects.get_or_create(
        presence=presence or creer_presence(), issue="", defaults={**valeurs, **champs}
    )[0]


def image(cote: int = 40, genre: str = "PNG", couleur: str = "white") -> bytes:
    """A plain image, as a telephone sends one."""
    octets = io.BytesIO()
    Image.new("RGB", (cote, cote), couleur).save(octets, genre)
    return octets.getvalue()


def creer_photo(seance: Seance) -> PhotoFeuille:
    """A photo of the sheet, through the door of the pages."""
    images = lire_photos(io.BytesIO(image()))
    return ajouter_photos(seance, images=images, par=creer_utilisateur("coordination"))[0]


def deposer_invitation(centre: Centre | None = None, **champs: Any) -> Message | None:
    """A REQUEST by mail through the outbox's own door; several of them share one thread."""
    valeurs = {
        "canal": Message.Canal.COURRIEL,
        "langue": "fr",
        "destinataire": "nadia@example.org",
        "modele": "essai",
        "graine": {},
        "cle": f"cle-{next(rangs)}",
        "methode": "REQUEST",
        "uid": "serie-1@lierre.example",
        "sequence": 0,
    }
    return deposer(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_message(centre: Centre | None = None, **champs: Any) -> Message:
    """A row of the outbox in any state, without passing by its door."""
    n = next(rangs)
    valeurs = {
        "canal": Message.Canal.COURRIEL,
        "destinataire": f"personne{n}@example.org",
        "modele": "essai",
        "cle": f"cle-{n}",
        "message_id": f"<{n}@lierre.example>",
    }
    return Message.objects.create(centre=centre or creer_centre(), **{**valeurs, **champs})


def creer_renouvellement(parcours: Parcours | None = None, **champs: Any) -> Renouvellement:
    """Six months more from 18/09/2026, written and not asked yet."""
    valeurs = {
        **{"rang": 1, "rang_max": 1, "argument": "Elle veut finir cette étape."},
        **{"du": dt.date(2026, 9, 18), "nouvelle_fin": dt.date(2027, 3, 17)},
        "accord_personne_le": dt.date(2026, 8, 1),
    }
    return Renouvellement.objects.create(
        parcours=parcours or creer_parcours(), **{**valeurs, **champs}
    )


def creer_point(parcours: Parcours | None = None, **champs: Any) -> PointPrescripteur:
    """A draft; with ``envoye_le`` it takes all that a point that left has."""
    valeurs: dict[str, Any] = dict.fromkeys(("du", "au", "prevu_le"), dt.date(2026, 11, 12))
    valeurs["texte"] = "Une ligne générale."
    if "envoye_le" in champs:
        champs = {"relu_le": valeurs["au"], "empreinte": "a" * 64, **champs}
        if "destinataire" not in champs:
            champs["destinataire"] = creer_professionnel()
    return PointPrescripteur.objects.create(
        parcours=parcours or creer_parcours(), **{**valeurs, **champs}
    )


def creer_bilan(parcours: Parcours | None = None, **champs: Any) -> BilanIndividuel:
    """A draft; with ``signe_le`` it takes all that a signed one has."""
    if "signe_le" in champs:
        signe = {"lu_le": dt.date(2026, 11, 12), "partie_personne": "Fait ensemble."}
        champs = {**signe, "empreinte": "a" * 64, **champs}
    return BilanIndividuel.objects.create(parcours=parcours or creer_parcours(), **champs)


def creer_rapport(centre: Centre | None = None, **champs: Any) -> Rapport:
    """A frozen report of one figure: 86 people oriented."""
    orientees = Chiffre("F02", "Personnes orientées", "personnes", 86, 86, None, "", 77, "+11,7 %")
    jour = champs.get("du", JOUR).isoformat(), champs.get("au", JOUR).isoformat()
    document = Document(
        genre="activite", audience="interne", titre="Rapport d’activité", centre="Centre Le Lierre",
        action="Tous les dispositifs", du=jour[0], au=jour[1], compte_le=f"{jour[1]}T18:00+01:00",
        chiffres=[orientees], tables=[], textes=[], notes=[],
    )  # fmt: skip
    valeurs = {"genre": "activite", "audience": "interne", "du": JOUR, "au": JOUR}
    contenu = champs.pop("contenu", document.en_donnees())
    return Rapport.objects.create(
        centre=centre or creer_centre(), contenu=contenu,
        **{"empreinte": empreinte(contenu), **valeurs, **champs},
    )  # fmt: skip
