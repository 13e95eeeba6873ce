"""The operations: read, bounded, cacheable, without cookie."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from ateliers.queries.agendas import centres_en_agenda
from ateliers.queries.api import ateliers_publics, seances_publiques_entre
from ateliers.views.agenda import AGE
from ateliers.views.api.erreurs import en_francais
from ateliers.views.api.schemas import (
    JOURS_MAX,
    JOURS_PAR_DEFAUT,
    AtelierLu,
    CentreLu,
    Erreur,
    FiltresDAteliers,
    FiltresDeSeances,
    PageDAteliers,
    PageDeCentres,
    PageDeSeances,
    Pagination,
    SeanceLue,
    erreur,
)
from centre.temps import JOUR, aujourdhui, bornes_du_jour

# Rises with any change of what the answers hold: part of every ETag.
FORMAT = 1
CHEMIN = "/api/v1/"
DESCRIPTION = (
    "Le planning public des centres\u00a0: centres, ateliers, séances. Lecture seule, sans "
    "compte, sans donnée personnelle. Les activités discrètes n’y figurent pas."
)


class Json(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


api = NinjaAPI(
    title="Planning des centres sociaux",
    version="1",
    description=DESCRIPTION,
    # The page and the description are ours: the library's own page loads scripts from elsewhere.
    docs_url=None,
    openapi_url=None,
    renderer=Json(),
    urls_namespace="lecture",
)
REFUS = {404: Erreur, 422: Erreur}


class DemandeIncorrecte(Exception):
    """Parameters that are each right and cannot go together."""

    def __init__(self, champ: str, message: str) -> None:
        super().__init__(message)
        self.champs = [{"champ": champ, "message": message}]


@api.exception_handler(Http404)
def _introuvable(request: HttpRequest, exc: Http404) -> HttpResponse:
    corps = erreur("introuvable", "Cette adresse ne mène à aucune donnée publique.")
    return api.create_response(request, corps, status=404)


@api.exception_handler(ValidationError)
def _incorrecte(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    return _refuser(request, [en_francais(e) for e in exc.errors])


@api.exception_handler(DemandeIncorrecte)
def _incoherente(request: HttpRequest, exc: DemandeIncorrecte) -> HttpResponse:
    return _refuser(request, exc.champs)


def _refuser(request: HttpRequest, champs: list[dict[str, str]]) -> HttpResponse:
    corps = erreur("demande_incorrecte", "Corrigez les paramètres indiqués.", champs)
    return api.create_response(request, corps, status=422)


def _connaitre(request: HttpRequest, schema: type[Schema]) -> None:
    """A misspelt filter must not answer as if there were none."""
    for nom in sorted(set(request.GET) - set(schema.model_fields)):
        raise DemandeIncorrecte(nom, "Ce paramètre n’existe pas.")


def _en_cache(
    request: HttpRequest,
    response: HttpResponse,
    *,
    version: str,
    change_le: dt.datetime | None,
    corps: Callable[[], Schema],
) -> Any:
    """Answer 304 before any row is read when the reader's copy is still right."""
    jour = aujourdhui()
    demande = blake2b(request.get_full_path().encode(), digest_size=8).hexdigest()
    etag = f'"api-{demande}-{version}-{jour:%Y%m%d}-{FORMAT}"'
    change = int(max(filter(None, (change_le, bornes_du_jour(jour)[0]))).timestamp())
    deja = get_conditional_response(request, etag=etag, last_modified=change)
    reponse = response if deja is None else deja
    reponse["ETag"] = etag
    reponse["Last-Modified"] = http_date(change)
    reponse["Cache-Control"] = f"public, max-age={AGE}"
    return corps() if deja is None else deja


def _page(
    request: HttpRequest, lignes: QuerySet[Any] | Sequence[Any], filtres: Pagination
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of a page, and what says where it stands."""
    total = lignes.count() if isinstance(lignes, QuerySet) else len(lignes)
    debut = (filtres.page - 1) * filtres.par_page
    fin = debut + filtres.par_page
    suivante = None
    if fin < total:
        suite = {**request.GET.dict(), "page": str(filtres.page + 1)}
        suivante = f"{request.path}?{urlencode(suite)}"
    return list(lignes[debut:fin]), {
        "total": total,
        "page": filtres.page,
        "par_page": filtres.par_page,
        "suivante": suivante,
    }


@api.get(
    "centres",
    response={200: PageDeCentres, 422: Erreur},
    url_name="api-centres",
    summary="Les centres",
    description="Les centres dont le planning est public.",
)
def centres(request: HttpRequest, response: HttpResponse, filtres: Query[Pagination]) -> Any:
    _connaitre(request, Pagination)
    lus = list(centres_en_agenda().order_by("nom", "id"))
    # A centre's own address changes without any feed: it is part of the validator.
    fiches = [CentreLu.de(c) for c in lus]
    vu = "".join(f.model_dump_json() for f in fiches).encode()
    lignes, page = _page(request, fiches, filtres)
    return _en_cache(
        request,
        response,
        version=blake2b(vu, digest_size=8).hexdigest(),
        change_le=max((c.change_le for c in lus if c.change_le), default=None),
        corps=lambda: PageDeCentres(**page, resultats=lignes),
    )


@api.get(
    "centres/{slug:centre}/ateliers",
    response={200: PageDAteliers, **REFUS},
    url_name="api-ateliers",
    summary="Les ateliers d’un centre",
    description="Les ateliers, permanences et sorties publiés, par ordre alphabétique.",
)
def ateliers(
    request: HttpRequest, response: HttpResponse, centre: str, filtres: Query[FiltresDAteliers]
) -> Any:
    _connaitre(request, FiltresDAteliers)
    lu = get_object_or_404(centres_en_agenda(), slug=centre)

    def corps() -> PageDAteliers:
        choisis = ateliers_publics(lu, genre=filtres.genre or "", lieu=filtres.lieu)
        lignes, page = _page(request, choisis, filtres)
        return PageDAteliers(**page, resultats=[AtelierLu.de(a, centre) for a in lignes])

    version = f"{lu.pk}.{lu.version or 0}"
    return _en_cache(request, response, version=version, change_le=lu.change_le, corps=corps)


@api.get(
    "centres/{slug:centre}/seances",
    response={200: PageDeSeances, **REFUS},
    url_name="api-seances",
    summary="Les séances d’un centre",
    description="Les séances qui commencent entre deux jours, dans l’ordre. "
    "Une séance annulée reste, et le dit.",
)
def seances(
    request: HttpRequest, response: HttpResponse, centre: str, filtres: Query[FiltresDeSeances]
) -> Any:
    _connaitre(request, FiltresDeSeances)
    du, au = _periode(filtres)
    lu = get_object_or_404(centres_en_agenda(), slug=centre)

    def corps() -> PageDeSeances:
        choisies = seances_publiques_entre(
            lu,
            du=du,
            au=au,
            atelier=filtres.atelier,
            lieu=filtres.lieu,
            genre=filtres.genre or "",
        )
        lignes, page = _page(request, choisies, filtres)
        lues = [SeanceLue.de(s, centre) for s in lignes]
        return PageDeSeances(**page, du=du, au=au, resultats=lues)

    version = f"{lu.pk}.{lu.version or 0}"
    return _en_cache(request, response, version=version, change_le=lu.change_le, corps=corps)


def _periode(filtres: FiltresDeSeances) -> tuple[dt.date, dt.date]:
    """Both days included; raises DemandeIncorrecte for a period upside down or too long."""
    du = filtres.du or aujourdhui()
    if not 2000 <= du.year < 2100 or (filtres.au and filtres.au.year >= 2101):
        raise DemandeIncorrecte("du", "Choisissez une date entre 2000 et 2099.")
    au = filtres.au or du + JOURS_PAR_DEFAUT * JOUR
    if au < du:
        raise DemandeIncorrecte("au", "Le dernier jour vient après le premier.")
    if (au - du).days >= JOURS_MAX:
        raise DemandeIncorrecte("au", f"Demandez {JOURS_MAX} jours au plus.")
    return du, au


def _publique(vue: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open to all and to pages of other sites; HEAD answers as GET, the rest is refused."""

    @login_not_required
    @wraps(vue)
    def autour(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            corps = erreur("methode_refusee", "Cette adresse se lit seulement (GET).")
            return JsonResponse(corps, status=405, headers={"Allow": "GET, HEAD"})
        request.method = "GET"
        reponse = vue(request, *args, **kwargs)
        reponse["Access-Control-Allow-Origin"] = "*"
        return reponse

    return autour


def adresses() -> list[URLPattern]:
    """The URL patterns of the operations, without the library's own root."""
    motifs = [m for m in api.urls[0] if isinstance(m, URLPattern) and m.name != "api-root"]
    for motif in motifs:
        motif.callback = _publique(motif.callback)
    return motifs
