"""Pictures of the guide about orienting, accompanying, renewing and rights."""

from collections.abc import Callable
from typing import Any

# Name, account, address, width, and what to do before the picture.
Prise = tuple[str, str, str, str, Callable[[Any], None] | None]


def prises() -> list[Prise]:
    """Addresses are read from the rows of the demonstration."""
    from bilans.demonstration.monde import jeton_de_demonstration  # noqa: PLC0415

    suivie = parcours_avec_objectif()
    lu = f"/personnes/{suivie.personne.reference}/"
    binome = parcours_de("accompagnement-global")
    demande = renouvellement_en_attente()
    return [
        ("personne", "referent", lu, "bureau", None),
        ("orienter-par-lien", "", lien_pour_orienter(), "telephone", None),
        ("fiche-a-appeler", "coordination", fiche_a_appeler(), "bureau", None),
        ("espace-commun", "ts.ft", f"/parcours/{binome.pk}/espace/", "bureau", None),
        (
            "renouvellement",
            "referent",
            f"/parcours/{demande.parcours_id}/renouvellement/",
            "bureau",
            None,
        ),
        (
            "avis-telephone",
            "ts.cms",
            f"/renouvellements/{demande.pk}/repondre/",
            "telephone",
            None,
        ),
        ("points", "referent", "/points/", "bureau", None),
        ("bilan-individuel", "coordination", bilan_signe(), "bureau", None),
        ("registre", "coordination", "/donnees/registre/", "bureau", None),
        ("effacement", "coordination", f"{lu}donnees/", "bureau", demander_l_effacement),
        (
            "ce-que-j-accepte",
            "",
            f"/moi/{jeton_de_demonstration('actuel')}/?langue=fr",
            "telephone",
            ouvrir_ses_accords,
        ),
    ]


def ouverts() -> Any:
    from parcours.models import Parcours  # noqa: PLC0415 (the environment comes first)

    lus = Parcours.objects.ouverts().filter(centre__slug="le-lierre")
    return lus.select_related("personne").order_by("pk")


def parcours_avec_objectif() -> Any:
    from parcours.models import Objectif  # noqa: PLC0415

    de_la_referente = {
        "referents__professionnel__utilisateur__courriel": "referent@lierre.example",
        "pk__in": Objectif.objects.values("parcours"),
    }
    return ouverts().filter(**de_la_referente)[0]


def parcours_de(dispositif: str) -> Any:
    return ouverts().filter(dispositif__code=dispositif)[0]


def lien_pour_orienter() -> str:
    from centre.models import Organisme, Utilisateur  # noqa: PLC0415
    from parcours.operations.liens import donner_un_lien  # noqa: PLC0415

    organisme = Organisme.objects.get(centre__slug="le-lierre", nom__startswith="CCAS")
    par = Utilisateur.objects.get(courriel="coordination@lierre.example")
    _, jeton = donner_un_lien(centre=organisme.centre, organisme=organisme, par=par)
    return f"/orienter/{jeton}/"


def fiche_a_appeler() -> str:
    from parcours.models import Orientation  # noqa: PLC0415

    recues = Orientation.objects.filter(centre__slug="le-lierre", tentatives__isnull=False)
    fiche = recues.filter(etat=Orientation.Etat.CONTACT_EN_COURS).order_by("-recue_le")[0]
    return f"/orientations/recues/{fiche.pk}/"


def renouvellement_en_attente() -> Any:
    from parcours.models import Renouvellement  # noqa: PLC0415

    en_attente = Renouvellement.objects.filter(demande_le__isnull=False, decision="")
    de_julie = {"parcours__prescripteur__utilisateur__courriel": "ts.cms@lierre.example"}
    return en_attente.filter(**de_julie).order_by("pk")[0]


def bilan_signe() -> str:
    from parcours.models import BilanIndividuel  # noqa: PLC0415

    signes = BilanIndividuel.objects.filter(parcours__centre__slug="le-lierre")
    return f"/bilans-individuels/{signes.exclude(signe_le=None).order_by('pk')[0].pk}/"


def demander_l_effacement(page: Any) -> None:
    """Note the request, then what would go and what would stay."""
    page.get_by_label("Effacement de ses données").check()
    page.get_by_label("L’équipe la connaît").check()
    page.get_by_role("button", name="Noter la demande").click()
    page.get_by_role("link", name="Voir ce qui s’efface").click()
    page.wait_for_load_state("networkidle")


def ouvrir_ses_accords(page: Any) -> None:
    """The three letters, then her agreements."""
    page.locator("#lettres").fill("COL")
    page.get_by_role("button", name="Ouvrir").click()
    page.get_by_role("link", name="Ce que j’accepte").click()
    page.wait_for_load_state("networkidle")
