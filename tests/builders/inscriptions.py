"""Places, and what reaches the house from outside."""

from typing import Any

from ateliers.models import Atelier, Seance, Serie
from centre.models import Centre
from inscriptions.models import DemandePublique, Inscription, Place, ReponseRecue, Son
from parcours.models import Personne
from tests.builders.ateliers import creer_atelier, creer_seance, creer_serie
from tests.builders.centre import creer_centre, rangs
from tests.builders.parcours import creer_personne


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
