from django.apps import AppConfig
from django.conf import settings


class CentreConfig(AppConfig):
    name = "centre"
    label = "centre"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Once apps are loaded.
        from centre import a_faire, checks, connexion, conservation, queries  # noqa: F401, PLC0415
        from centre.telephones import accepter_la_fiction  # noqa: PLC0415

        a_faire.enregistrer(queries.taches_du_centre)
        conservation.enregistrer_regle(conservation.JOURNAL)
        if settings.DEMONSTRATION:
            accepter_la_fiction()
