"""The shapes that the interface reads and writes; descriptions are shown to its users."""

import datetime as dt
from typing import Any, Literal, Self

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema

from ateliers.models import Atelier, Seance
from centre.ecriture import telephone
from centre.models import Centre, Lieu
from centre.temps import a_paris

PAR_PAGE = 100
PAR_PAGE_MAX = 200
JOURS_MAX = 366
# What a list without dates shows.
JOURS_PAR_DEFAUT = 30
SLUG_MAX = 50
# An entretien is never public.
Genre = Literal["atelier", "permanence", "sortie"]


def adresse(nom: str, *args: str) -> str:
    """The absolute address of a page of this installation, whatever host was asked."""
    return f"https://{settings.DOMAINE}{reverse(nom, args=args)}"


class CentreLu(Schema):
    slug: str = Field(description="Nom du centre dans les adresses.")
    nom: str
    ville: str
    adresse: str
    telephone: str
    page: str = Field(description="Page publique du planning.")
    agenda: str = Field(description="Agenda à suivre (iCalendar).")

    @classmethod
    def de(cls, centre: Centre) -> Self:
        return cls(
            slug=centre.slug,
            nom=centre.nom,
            ville=centre.ville,
            adresse=centre.adresse,
            telephone=telephone(centre.telephone),
            page=adresse("ateliers:centre-planning", centre.slug),
            agenda=adresse("ateliers:agenda-centre", centre.slug),
        )


class LieuLu(Schema):
    slug: str
    nom: str
    adresse: str

    @classmethod
    def de(cls, lieu: Lieu | None) -> Self | None:
        """The place under the address that may leave the house; a closed office is not told."""
        if lieu is None or lieu.est_confidentiel:
            return None
        return cls(slug=lieu.slug, nom=lieu.nom, adresse=lieu.adresse_dehors)


class AtelierLu(Schema):
    slug: str = Field(description="Nom de l’atelier dans les adresses.")
    titre: str
    genre: str = Field(description="atelier, permanence ou sortie.")
    theme: str = Field(description="Thème, en toutes lettres.")
    description: str
    accepte_enfants: bool = Field(description="Les enfants peuvent venir.")
    lieu: LieuLu | None = Field(description="Lieu habituel.")
    page: str = Field(description="Page publique de l’atelier.")
    agenda: str = Field(description="Agenda à suivre (iCalendar).")

    @classmethod
    def de(cls, atelier: Atelier, centre: str) -> Self:
        return cls(
            slug=atelier.slug,
            titre=atelier.titre,
            genre=atelier.genre,
            theme=atelier.get_theme_display(),
            description=atelier.description,
            accepte_enfants=atelier.accepte_enfants,
            lieu=LieuLu.de(atelier.lieu),
            page=adresse("ateliers:centre-atelier", centre, atelier.slug),
            agenda=adresse("ateliers:agenda-atelier", centre, atelier.slug),
        )


class SeanceLue(Schema):
    id: str = Field(description="Identifiant stable, celui de l’agenda (UID).")
    titre: str
    atelier: str = Field(description="Nom de l’atelier dans les adresses.")
    debut: dt.datetime = Field(description="Heure de Paris, avec son décalage.")
    fin: dt.datetime
    est_annulee: bool = Field(description="Une séance annulée reste dans la liste.")
    lieu: LieuLu | None
    modifiee_le: dt.datetime
    page: str = Field(description="Page publique de l’atelier.")

    @classmethod
    def de(cls, seance: Seance, centre: str) -> Self:
        return cls(
            id=seance.uid,
            titre=seance.titre_complet,
            atelier=seance.atelier.slug,
            debut=a_paris(seance.debut),
            fin=a_paris(seance.fin),
            est_annulee=seance.est_annulee,
            lieu=LieuLu.de(seance.lieu),
            modifiee_le=a_paris(seance.modifiee_le),
            page=adresse("ateliers:centre-atelier", centre, seance.atelier.slug),
        )


class Page(Schema):
    """One page of a list."""

    total: int = Field(description="Nombre de lignes de toute la liste.")
    page: int
    par_page: int
    suivante: str | None = Field(description="Adresse de la page suivante, s’il y en a une.")


class PageDeCentres(Page):
    resultats: list[CentreLu]


class PageDAteliers(Page):
    resultats: list[AtelierLu]


class PageDeSeances(Page):
    du: dt.date
    au: dt.date
    resultats: list[SeanceLue]


class Pagination(Schema):
    page: int = Field(1, ge=1, le=10_000, description="Numéro de la page, à partir de 1.")
    par_page: int = Field(
        PAR_PAGE, ge=1, le=PAR_PAGE_MAX, description=f"Lignes par page, {PAR_PAGE_MAX} au plus."
    )


class FiltresDAteliers(Pagination):
    genre: Genre | None = Field(None, description="atelier, permanence ou sortie.")
    lieu: str = Field("", max_length=SLUG_MAX, description="Un seul lieu habituel, par son nom.")


class FiltresDeSeances(Pagination):
    du: dt.date | None = Field(
        None, description="Premier jour, écrit 2026-11-19. Sans date\u00a0: aujourd’hui."
    )
    au: dt.date | None = Field(
        None,
        description=f"Dernier jour, compris. Sans date\u00a0: {JOURS_PAR_DEFAUT} jours après le "
        f"premier. {JOURS_MAX} jours au plus.",
    )
    genre: Genre | None = Field(None, description="atelier, permanence ou sortie.")
    atelier: str = Field("", max_length=SLUG_MAX, description="Un seul atelier, par son nom.")
    lieu: str = Field("", max_length=SLUG_MAX, description="Un seul lieu, par son nom.")


class ChampRefuse(Schema):
    champ: str
    message: str


class Erreur(Schema):
    """What any refusal looks like."""

    code: str = Field(description="introuvable, demande_incorrecte ou methode_refusee.")
    message: str = Field(description="Phrase à montrer.")
    champs: list[ChampRefuse] = Field(description="Paramètres en cause, s’il y en a.")


def erreur(code: str, message: str, champs: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "champs": champs or []}
